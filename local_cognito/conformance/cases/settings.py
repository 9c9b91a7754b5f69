"""Settings of pools and app clients that Cognito refuses."""

from __future__ import annotations

from typing import Any

from local_cognito.conformance.row import DOC, FLOWS_API, HEARSAY, SEEN, Row
from local_cognito.conformance.world import World, only, outcome, without_enum

PROTECTED = (
    "InvalidParameterException: The user pool cannot be deleted because deletion protection is activated. "
    "Deletion protection must be inactivated first."
)
MIXED_FLOWS = "InvalidParameterException: The flows that begin with ALLOW_ cannot be mixed with the older ones."
TWO_KINDS_OF_NAMES = (
    "InvalidParameterException: Only one of the aliasAttributes or usernameAttributes can be set in a user pool."
)
API_MODEL = "API model of botocore"
LIST_MODEL = f"{API_MODEL}; the form of other services' messages"


def invalid(name: str, value: str, constraint: str) -> str:
    """Cognito's message for a value that its API model does not allow."""
    return (
        f"InvalidParameterException: 1 validation error detected: Value '{value}' at '{name}' failed to satisfy "
        f"constraint: Member must {constraint}"
    )


# --- acts -------------------------------------------------------------------------------------------------------


def create_pool(w: World, **settings: Any) -> dict[str, Any]:
    return w.aws.create_user_pool(PoolName="another", **settings)


def create_client(w: World, name: str) -> dict[str, Any]:
    return w.aws.create_user_pool_client(UserPoolId=w.user_pool_id, ClientName=name)


def delete_protected(w: World) -> dict[str, Any]:
    w.set_up(pool={"DeletionProtection": "ACTIVE"})
    return w.aws.delete_user_pool(UserPoolId=w.user_pool_id)


# --- rows -------------------------------------------------------------------------------------------------------
# fmt: off

SETTINGS = [
    Row("create-bad_flow", "CreateUserPoolClient with a flow that does not exist",
        lambda w: without_enum(w.client, **only("ALLOW_MAGIC")),
        invalid("explicitAuthFlows", "[ALLOW_MAGIC]", "satisfy constraint: [Member must satisfy"),
        LIST_MODEL, HEARSAY),
    Row("create-mixed_flows", "CreateUserPoolClient with an older and a newer name of a flow",
        lambda w: w.client(**only("ADMIN_NO_SRP_AUTH", "ALLOW_USER_SRP_AUTH")),
        MIXED_FLOWS, f"{FLOWS_API}; our wording", HEARSAY),
    Row("create-bad_prevent", "CreateUserPoolClient with PreventUserExistenceErrors=SOMETIMES",
        lambda w: w.client(PreventUserExistenceErrors="SOMETIMES"),
        invalid("preventUserExistenceErrors", "SOMETIMES", "satisfy enum value set: [LEGACY, ENABLED]"),
        API_MODEL, HEARSAY),
    Row("create-bad_name", "CreateUserPoolClient with a slash in ClientName",
        lambda w: create_client(w, "a/b"),
        invalid("clientName", "a/b", r"satisfy regular expression pattern: [\w\s+=,.@-]+"),
        API_MODEL, HEARSAY),
    Row("create-http_callback", "CreateUserPoolClient with a callback URL over http to another machine",
        lambda w: w.client(CallbackURLs=["http://example.com"]),
        "InvalidParameterException: http://example.com cannot use the HTTP protocol.",
        "API, CallbackURLs; text is common knowledge", HEARSAY),
    Row("create-short_life", "CreateUserPoolClient with an AccessTokenValidity of 2 minutes",
        lambda w: w.client(AccessTokenValidity=2, TokenValidityUnits={"AccessToken": "minutes"}),
        "InvalidParameterException: Invalid range for token validity.",
        "API, AccessTokenValidity; text is common knowledge", HEARSAY),
    Row("create-localhost_callback", "CreateUserPoolClient with a callback URL over http to localhost",
        lambda w: w.client(CallbackURLs=["http://localhost:3000"]) and "made",
        "made", "API, CallbackURLs", DOC, True),
    Row("create-both_kinds_of_names", "CreateUserPool with AliasAttributes and UsernameAttributes",
        lambda w: create_pool(w, AliasAttributes=["email"], UsernameAttributes=["email"]),
        TWO_KINDS_OF_NAMES, "common knowledge", HEARSAY),
    Row("create-bad_names", "CreateUserPool with UsernameAttributes=['nickname']",
        lambda w: create_pool(w, UsernameAttributes=["nickname"]),
        invalid("usernameAttributes", "[nickname]",
                "satisfy constraint: [Member must satisfy enum value set: [phone_number, email]]"),
        LIST_MODEL, HEARSAY),
    Row("create-short_policy", "CreateUserPool with a MinimumLength of 100 for passwords",
        lambda w: create_pool(w, Policies={"PasswordPolicy": {"MinimumLength": 100}}),
        invalid("policies.passwordPolicy.minimumLength", "100", "have value less than or equal to 99"),
        "API, PasswordPolicyType", HEARSAY),
    Row("delete-protected", "DeleteUserPool with DeletionProtection=ACTIVE",
        delete_protected,
        PROTECTED, "localstack#11947", SEEN),
    Row("create-resend_to_confirmed", "AdminCreateUser with MessageAction=RESEND for a confirmed user",
        lambda w: outcome(w.create_user, MessageAction="RESEND").partition(":")[0],
        "UnsupportedUserStateException", "API, AdminCreateUser", DOC),
]

SECTIONS = {"Making pools, clients and users": SETTINGS}
