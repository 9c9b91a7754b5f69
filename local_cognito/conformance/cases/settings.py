"""Settings of pools and app clients that Cognito refuses."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
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


def make_client(w: World, **settings: Any) -> dict[str, Any]:
    w.client(**settings)
    return {}


def delete_protected(w: World) -> dict[str, Any]:
    w.set_up(pool={"DeletionProtection": "ACTIVE"})
    return w.aws.delete_user_pool(UserPoolId=w.user_pool_id)


def update_pool(w: World, **settings: Any) -> dict[str, Any]:
    return w.aws.update_user_pool(UserPoolId=w.user_pool_id, **settings)


def after_update(w: World, settings: dict[str, Any], show: Callable[[dict[str, Any]], Any]) -> Any:
    """What is looked at of a pool that was made with these settings, after an update of its tags only."""
    pool_id = create_pool(w, **settings)["UserPool"]["Id"]
    w.aws.update_user_pool(UserPoolId=pool_id, UserPoolTags={"a": "b"})
    return show(w.aws.describe_user_pool(UserPoolId=pool_id)["UserPool"])


def mfa_after(w: World, **sent: Any) -> str:
    """What the pool asks for, after the configuration was set."""
    w.aws.set_user_pool_mfa_config(UserPoolId=w.user_pool_id, **sent)
    answer = w.aws.get_user_pool_mfa_config(UserPoolId=w.user_pool_id)
    return ", ".join(f"{name}={value}" for name, value in sorted(answer.items()) if name.endswith("Configuration"))


def client_attributes(w: World, verb: str, kind: str, given: list[str]) -> str:
    """Make or update a client in a pool whose users must have a nickname."""
    nickname = {"Name": "nickname", "AttributeDataType": "String", "Required": True, "Mutable": True}
    ids = {"UserPoolId": create_pool(w, Schema=[nickname])["UserPool"]["Id"]}
    if verb == "Update":
        ids["ClientId"] = w.aws.create_user_pool_client(**ids, ClientName="a")["UserPoolClient"]["ClientId"]
    call = w.aws.update_user_pool_client if verb == "Update" else w.aws.create_user_pool_client
    return outcome(call, **ids, ClientName="a", **{f"{kind.title()}Attributes": given})


# fmt: off
# --- cases that differ in what is sent --------------------------------------------------------------------------

NOT_AUTO_VERIFIED = (
    "InvalidParameterException: All attributes in AttributesRequireVerificationBeforeUpdate must exist in "
    "AutoVerifiedAttributes"
)
MFA_WITHOUT_SMS = (
    "InvalidParameterException: SMS configuration and Auto verification for phone_number are required when MFA is "
    "required/optional"
)
OFF_WITH_FACTOR = (
    "InvalidParameterException: Invalid MFA configuration given, can't turn off MFA and configure an MFA together."
)
NO_FACTOR = (
    "InvalidParameterException: Invalid MFA Configuration given. SMS MFA, Email MFA, or Software Token MFA must "
    "be enabled."
)
NO_FLOWS = (
    "InvalidParameterException: AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is "
    "allowed to use OAuth flows."
)
BAD_WRITE = "InvalidParameterException: Invalid write attributes specified while {} a client"
BAD_READ = "InvalidParameterException: Invalid read attributes specified while {} a client"
BEFORE_UPDATE = {"AttributesRequireVerificationBeforeUpdate": ["email"]}
PLAN = {"Name": "plan", "AttributeDataType": "String"}
RELAXED = {"PasswordPolicy": {"MinimumLength": 6, "RequireSymbols": False}}
TOTP = {"SoftwareTokenMfaConfiguration": {"Enabled": True}}
NO_TOTP = {"SoftwareTokenMfaConfiguration": {"Enabled": False}}
OAUTH_ON = {"AllowedOAuthFlowsUserPoolClient": True, "AllowedOAuthScopes": ["openid"]}

# name, what is sent in words, what is sent, the answer, source, grade
OAUTH: list[tuple[Any, ...]] = [
    ("evil_localhost", "a callback URL over http to a host whose name begins with localhost",
     {"CallbackURLs": ["http://localhost.example.com"]},
     "InvalidParameterException: http://localhost.example.com cannot use the HTTP protocol.",
     "API, CallbackURLs; text is common knowledge", HEARSAY),
    ("fragment", "a callback URL with a fragment", {"CallbackURLs": ["https://example.com/#here"]},
     "InvalidParameterException: https://example.com/#here is not an absolute URL without a fragment.",
     "API, CallbackURLs; our wording", HEARSAY),
    ("relative", "a callback URL without a scheme", {"CallbackURLs": ["example.com/back"]},
     "InvalidParameterException: example.com/back is not an absolute URL without a fragment.",
     "API, CallbackURLs; our wording", HEARSAY),
    ("no_url", "a callback URL that is no URL", {"CallbackURLs": ["https://[::1"]},
     "InvalidParameterException: https://[::1 is not an absolute URL without a fragment.",
     "API, CallbackURLs; our wording", HEARSAY),
    ("default_redirect", "a DefaultRedirectURI that is not one of the CallbackURLs",
     {"CallbackURLs": ["https://example.com"], "DefaultRedirectURI": "https://example.org"},
     "InvalidParameterException: DefaultRedirectURI must be one of the CallbackURLs.",
     "API, DefaultRedirectURI; our wording", HEARSAY),
    ("no_flows", "AllowedOAuthFlowsUserPoolClient=True and no AllowedOAuthFlows", OAUTH_ON,
     NO_FLOWS, "terraform-provider-aws, cfn preflight rules", SEEN),
    ("no_scopes", "an OAuth flow and no AllowedOAuthScopes",
     {"AllowedOAuthFlowsUserPoolClient": True, "AllowedOAuthFlows": ["code"], "CallbackURLs": ["https://a.com"]},
     NO_FLOWS, "terraform-provider-aws, cfn preflight rules", SEEN),
    ("no_callback", "the OAuth flow code and no CallbackURLs", {**OAUTH_ON, "AllowedOAuthFlows": ["code"]},
     "InvalidOAuthFlowException: CallbackUrls can not be empty when code flow or implicit flow is selected",
     "terraform-provider-aws", SEEN),
    ("client_credentials_and_code", "the OAuth flows client_credentials and code",
     {"AllowedOAuthFlows": ["client_credentials", "code"], "CallbackURLs": ["https://example.com"]},
     "InvalidOAuthFlowException: client_credentials flow can not be selected along with code flow or implicit "
     "flow.",
     "cfn preflight rules", SEEN),
    ("client_credentials", "the OAuth flow client_credentials and no secret",
     {"AllowedOAuthFlows": ["client_credentials"]},
     "InvalidOAuthFlowException: client_credentials flow can not be selected if client does not have a client "
     "secret.",
     "common knowledge", HEARSAY),
    ("code", "the OAuth flow code and a callback URL",
     {**OAUTH_ON, "AllowedOAuthFlows": ["code"], "CallbackURLs": ["https://example.com"]}, "done", "API", DOC),
    ("client_credentials_and_secret", "the OAuth flow client_credentials and a secret",
     {"AllowedOAuthFlows": ["client_credentials"], "GenerateSecret": True}, "done", "API, AllowedOAuthFlows", DOC),
    ("scope", "a scope that no resource server has", {"AllowedOAuthScopes": ["shop/read"]},
     "ScopeDoesNotExistException: Invalid scope requested: shop/read", "cfn-guide#564", SEEN),
    ("provider", "an identity provider that the pool does not have", {"SupportedIdentityProviders": ["Google"]},
     "InvalidParameterException: The provider Google does not exist for User Pool {pool}.",
     "aws-cdk#15692", SEEN),
]

# what is set, name, operation, the attributes, the answer, source, grade, stock moto agrees
CLIENT_ATTRIBUTES: list[tuple[Any, ...]] = [
    ("write", "unknown", "Create", ["nickname", "custom:plan"], BAD_WRITE.format("creating"),
     "aws-cdk#20760", SEEN, False),
    ("write", "verified", "Create", ["nickname", "email_verified"], BAD_WRITE.format("creating"),
     "cfn preflight rules", SEEN, False),
    ("write", "without_required", "Create", ["name"], BAD_WRITE.format("creating"),
     "notes of real pools", SEEN, False),
    ("write", "at_update", "Update", ["sub"], BAD_WRITE.format("updating"), "notes of a real pool", SEEN, False),
    ("write", "right", "Create", ["nickname", "name"], "done", "aws-cdk#20760", SEEN, True),
    ("read", "unknown", "Create", ["custom:plan"], BAD_READ.format("creating"),
     "cfn preflight rules", SEEN, False),
    ("read", "right", "Update", ["email_verified"], "done", "API, ReadAttributes", DOC, True),
]

# name, what is sent in words, Schema, the answer, source, grade, stock moto agrees
MOTO_VERIFIED = "moto, test_create_user_pool_custom_attribute_*"
SCHEMAS: list[tuple[Any, ...]] = [
    ("required_custom", "a custom attribute that is required", [{**PLAN, "Required": True}],
     "InvalidParameterException: Required custom attributes are not supported currently.",
     "amplify-cli, serverless", SEEN, True),
    ("no_type", "a custom attribute without a data type", [{"Name": "plan"}],
     "InvalidParameterException: Invalid AttributeDataType input, consider using the provided AttributeDataType "
     "enum.",
     "amplify-backend", SEEN, True),
    ("other_type", "the standard attribute email as a number", [{"Name": "email", "AttributeDataType": "Number"}],
     "InvalidParameterException: You can not change AttributeDataType or set developerOnlyAttribute for standard "
     "schema attribute email", MOTO_VERIFIED, HEARSAY, True),
    ("too_long", "a String attribute of up to 2049 characters",
     [{**PLAN, "StringAttributeConstraints": {"MaxLength": "2049"}}],
     "InvalidParameterException: user.custom:plan: String attributes cannot have a length of more than 2048",
     MOTO_VERIFIED, HEARSAY, True),
    ("limits", "a String attribute with a MinLength of 1 and a MaxLength of 0",
     [{**PLAN, "StringAttributeConstraints": {"MinLength": "1", "MaxLength": "0"}}],
     "InvalidParameterException: The limits of the attribute plan contradict each other.", "our wording", HEARSAY,
     False),
    ("limits_swapped", "a String attribute with a MinLength of 3 and a MaxLength of 2",
     [{**PLAN, "StringAttributeConstraints": {"MinLength": "3", "MaxLength": "2"}}],
     "InvalidParameterException: user.custom:plan: Max length cannot be less than min length.",
     MOTO_VERIFIED, HEARSAY, True),
    ("not_a_number", "a String attribute whose MinLength is not a number",
     [{**PLAN, "StringAttributeConstraints": {"MinLength": "one", "MaxLength": "2"}}],
     "InvalidParameterException: Invalid StringAttributeConstraints for schema attribute custom:plan",
     MOTO_VERIFIED, HEARSAY, True),
    ("twice", "the same attribute twice", [PLAN, PLAN],
     "InvalidParameterException: Two attributes have the same name.", "our wording", HEARSAY, False),
]

# name, what is sent in words, what is sent, what the pool asks for, source, grade, stock moto agrees
MFA: list[tuple[Any, ...]] = [
    ("off_with_totp", "OFF and TOTP", {"MfaConfiguration": "OFF", **TOTP},
     OFF_WITH_FACTOR, "cdkd#1923", SEEN, False),
    ("off_with_totp_off", "OFF and a TOTP block that turns it off", {"MfaConfiguration": "OFF", **NO_TOTP},
     OFF_WITH_FACTOR, "cdkd#1923", SEEN, False),
    ("off_with_email", "OFF and an EmailMfaConfiguration",
     {"MfaConfiguration": "OFF", "EmailMfaConfiguration": {"Subject": "code"}}, OFF_WITH_FACTOR, "cdkd#1923", SEEN,
     False),
    ("off", "OFF and no factor", {"MfaConfiguration": "OFF"},
     "MfaConfiguration=OFF", "API, SetUserPoolMfaConfig", DOC, True),
    ("on_without_factor", "ON and no factor", {"MfaConfiguration": "ON"}, NO_FACTOR, "cdkd#1920", SEEN, False),
    ("on_with_totp_off", "ON and a TOTP block that turns it off", {"MfaConfiguration": "ON", **NO_TOTP}, NO_FACTOR,
     "cdkd#1920", SEEN, False),
    ("on", "ON and TOTP", {"MfaConfiguration": "ON", **TOTP},
     "MfaConfiguration=ON, SoftwareTokenMfaConfiguration={{'Enabled': True}}", "API, SetUserPoolMfaConfig", DOC,
     True),
    ("no_mode", "TOTP and no MfaConfiguration", TOTP, "MfaConfiguration=OFF", "cdkd#791", SEEN, False),
]

# name, the setting, what the pool is made with, what is looked at, the answer, source, grade, stock moto agrees
UPDATES: list[tuple[Any, ...]] = [
    ("keeps_policy", "the MinimumLength and RequireSymbols of the password policy", {"Policies": RELAXED},
     lambda pool: [pool["Policies"]["PasswordPolicy"][name] for name in ("MinimumLength", "RequireSymbols")],
     "[6, False]", "cdkd#1982", SEEN, False),
    ("resets_auto_verified", "AutoVerifiedAttributes", {"AutoVerifiedAttributes": ["email"]},
     lambda pool: pool.get("AutoVerifiedAttributes", []), "[]", "cdkd#1965", SEEN, True),
    ("keeps_names", "UsernameAttributes", {"UsernameAttributes": ["email"]},
     lambda pool: pool["UsernameAttributes"], "['email']",
     "API, UpdateUserPool: it has no such member", DOC, False),
    ("keeps_name", "the name", {}, lambda pool: pool["Name"], "another", "common knowledge", HEARSAY, True),
    ("resets_protection", "DeletionProtection", {"DeletionProtection": "ACTIVE"},
     lambda pool: pool.get("DeletionProtection"), "INACTIVE", "API, UpdateUserPool", DOC, False),
    ("resets_sign_up", "AllowAdminCreateUserOnly", {"AdminCreateUserConfig": {"AllowAdminCreateUserOnly": True}},
     lambda pool: pool["AdminCreateUserConfig"]["AllowAdminCreateUserOnly"], "False", "API, UpdateUserPool", DOC,
     True),
]

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
    Row("create-client_dates", "whether a new app client has CreationDate and LastModifiedDate",
        lambda w: {"CreationDate", "LastModifiedDate"} <= set(create_client(w, "dated")["UserPoolClient"]),
        "True", "API, UserPoolClientType", DOC),
    *[Row(f"create-oauth-{name}", f"CreateUserPoolClient with {case}",
          partial(make_client, **settings), answer, source, grade, answer == "done")
      for name, case, settings, answer, source, grade in OAUTH],
    *[Row(f"create-{kind}_attributes-{name}", f"{verb}UserPoolClient with {kind.title()}Attributes={given}",
          partial(client_attributes, verb=verb, kind=kind, given=given),
          answer, source, grade, agrees)
      for kind, name, verb, given, answer, source, grade, agrees in CLIENT_ATTRIBUTES],
    Row("create-longer_than_refresh", "CreateUserPoolClient with an access token that outlives the refresh token",
        lambda w: w.client(AccessTokenValidity=2, RefreshTokenValidity=1,
                           TokenValidityUnits={"RefreshToken": "hours"}),
        "InvalidParameterException: Invalid range for token validity.",
        "common knowledge", HEARSAY),
    Row("create-rotation", "CreateUserPoolClient with refresh token rotation and ALLOW_REFRESH_TOKEN_AUTH",
        lambda w: outcome(w.client, RefreshTokenRotation={"Feature": "ENABLED"}).partition(":")[0],
        "InvalidParameterException", "guide, refresh token rotation; type is common knowledge", HEARSAY),
    Row("create-no_refresh_validity", "the RefreshTokenValidity of a client made with 0",
        lambda w: w.aws.create_user_pool_client(UserPoolId=w.user_pool_id, ClientName="a",
                                                RefreshTokenValidity=0)["UserPoolClient"]["RefreshTokenValidity"],
        "30", "API, RefreshTokenValidity", DOC),
    Row("create-before_update", "CreateUserPool that verifies e-mails before an update, but not automatically",
        lambda w: create_pool(w, UserAttributeUpdateSettings=BEFORE_UPDATE),
        NOT_AUTO_VERIFIED, "amplify-cli, cfn preflight rules", SEEN),
    Row("create-mfa", "CreateUserPool with MfaConfiguration=ON, without SmsConfiguration",
        lambda w: create_pool(w, MfaConfiguration="ON"),
        MFA_WITHOUT_SMS, "API, MfaConfiguration; text of cfn-roadmap#2221", SEEN),
    Row("create-recovery", "CreateUserPool with admin_only and another recovery mechanism",
        lambda w: create_pool(w, AccountRecoverySetting={"RecoveryMechanisms": [
            {"Name": "admin_only", "Priority": 1}, {"Name": "verified_email", "Priority": 2}]}),
        "InvalidParameterException: Account Recovery Setting cannot use admin_only setting with any other "
        "recovery mechanisms.", "cfn preflight rules", SEEN),
    Row("create-recovery_twice", "CreateUserPool with two recovery mechanisms of the same priority",
        lambda w: outcome(create_pool, w, AccountRecoverySetting={"RecoveryMechanisms": [
            {"Name": "verified_phone_number", "Priority": 1}, {"Name": "verified_email", "Priority": 1}]}
        ).partition(":")[0],
        "InvalidParameterException", "common knowledge", HEARSAY),
    Row("create-recovery_same", "CreateUserPool with the same recovery mechanism twice",
        lambda w: outcome(create_pool, w, AccountRecoverySetting={"RecoveryMechanisms": [
            {"Name": "verified_email", "Priority": 1}, {"Name": "verified_email", "Priority": 2}]}
        ).partition(":")[0],
        "InvalidParameterException", "common knowledge", HEARSAY),
    *[Row(f"schema-{name}", f"CreateUserPool with {case}",
          partial(create_pool, Schema=schema), answer, source, grade, agrees)
      for name, case, schema, answer, source, grade, agrees in SCHEMAS],
    *[Row(f"schema-{name}", f"CreateUserPool with a String attribute whose constraints are {limits}",
          partial(create_pool, Schema=[{**PLAN, "StringAttributeConstraints": limits}]),
          "done", "API, StringAttributeConstraintsType", DOC, True)
      for name, limits in (
          ("no_limits", {}), ("one_limit", {"MinLength": "1"}), ("zeros", {"MinLength": "0", "MaxLength": "0"}))],
    Row("schema-all", "how many attributes a pool has whose Schema names one custom attribute",
        lambda w: len(create_pool(w, Schema=[PLAN])["UserPool"]["SchemaAttributes"]),
        "21", "API, Schema; the standard attributes are those of the guide", DOC),
    Row("schema-again", "AddCustomAttributes with an attribute that exists",
        lambda w: [w.aws.add_custom_attributes(UserPoolId=w.user_pool_id, CustomAttributes=[PLAN])
                   for _ in range(2)],
        "InvalidParameterException: custom:plan: Existing attribute already has name custom:plan.",
        "moto, aws_verified", SEEN, True),
    *[Row(f"mfa-{name}", f"SetUserPoolMfaConfig with {case}",
          partial(mfa_after, **sent), answer, source, grade, agrees)
      for name, case, sent, answer, source, grade, agrees in MFA],
    Row("update-mfa_on", "UpdateUserPool with MfaConfiguration=ON, if no factor is enabled",
        lambda w: update_pool(w, MfaConfiguration="ON"),
        "InvalidParameterException: Cannot turn MFA functionality ON, once the user pool has been created.",
        "cfn-roadmap#1176", SEEN),
    Row("update-mfa_optional", "UpdateUserPool with MfaConfiguration=OPTIONAL, if no factor is enabled",
        lambda w: update_pool(w, MfaConfiguration="OPTIONAL"),
        MFA_WITHOUT_SMS, "text of CreateUserPool", HEARSAY),
    Row("update-mfa_on_with_totp", "UpdateUserPool with MfaConfiguration=ON, if TOTP is enabled",
        lambda w: update_pool(w.require_totp("OPTIONAL"), MfaConfiguration="ON"),
        "done", "cdkd#1982", SEEN, True),
    *[Row(f"update-{name}", f"{case}, after an UpdateUserPool that leaves it out",
          partial(after_update, settings=settings, show=show), answer, source, grade, agrees)
      for name, case, settings, show, answer, source, grade, agrees in UPDATES],
    Row("update-before_update",
        "UpdateUserPool without AutoVerifiedAttributes, if the pool verifies e-mails before an update",
        lambda w: update_pool(w.set_up(pool={"UserAttributeUpdateSettings": BEFORE_UPDATE})),
        NOT_AUTO_VERIFIED, "a repository's notes of 2026-09-13", SEEN),
    Row("delete-protected", "DeleteUserPool with DeletionProtection=ACTIVE",
        delete_protected,
        PROTECTED, "localstack#11947", SEEN),
    Row("create-resend_to_confirmed", "AdminCreateUser with MessageAction=RESEND for a confirmed user",
        lambda w: outcome(w.create_user, MessageAction="RESEND").partition(":")[0],
        "UnsupportedUserStateException", "API, AdminCreateUser", DOC),
]

SECTIONS = {"Making pools, clients and users": SETTINGS}
