"""Which flows a client allows, app clients and pools that do not exist, and the flow USER_AUTH."""

from __future__ import annotations

from typing import Any

from local_cognito.conformance.cases.passwords import ERRORS_GUIDE
from local_cognito.conformance.row import DOC, FLOWS_API, HEARSAY, SEEN, Row
from local_cognito.conformance.world import (
    INVALID_SESSION,
    WRONG_PASSWORD,
    World,
    in_turn,
    only,
    tokens,
    without_enum,
)

SRP_ONLY = only("ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH")
PASSWORD_ONLY = only("ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH")

ADMIN_OFF = "InvalidParameterException: Auth flow not enabled for this client"
PASSWORD_OFF = "InvalidParameterException: USER_PASSWORD_AUTH flow not enabled for this client"
SRP_OFF = "InvalidParameterException: USER_SRP_AUTH is not enabled for the client."
NOT_HERE = "InvalidParameterException: Initiate Auth method not supported."
UNKNOWN_FLOW = (
    "InvalidParameterException: 1 validation error detected: Value 'MAGIC' at 'authFlow' failed to satisfy "
    "constraint: Member must satisfy"
)
CHOICE_GUIDE = "guide, choice-based sign-in"


# --- acts -------------------------------------------------------------------------------------------------------


def update_client(w: World, **settings: Any) -> dict[str, Any]:
    return w.aws.update_user_pool_client(UserPoolId=w.user_pool_id, ClientId=w.client_id, **settings)


def refresh_after_update(w: World, **settings: Any) -> dict[str, Any]:
    refresh_token = tokens(w.sign_in())["RefreshToken"]
    update_client(w, **settings)
    return w.refresh(refresh_token)


def srp_and_refresh(w: World) -> str:
    logged_in = w.srp()
    return in_turn(lambda: logged_in, lambda: w.refresh(tokens(logged_in)["RefreshToken"]))


def with_client_of_another_pool(w: World) -> World:
    w.set_up().client_id = w.another_pool().client_id
    return w


def answer_twice(w: World, asked: dict[str, Any]) -> str:
    """Answer a challenge without the password, then with it."""
    return in_turn(lambda: w.answer(asked), lambda: w.answer(asked, PASSWORD=w.password))


def prefer_as_stranger(w: World) -> str:
    """Ask for PASSWORD, send one, and choose it from the list, with a name that no user has."""
    w.set_up().username = w.unknown_username
    return in_turn(
        lambda: w.initiate("USER_AUTH", PREFERRED_CHALLENGE="PASSWORD"),
        lambda: w.sign_in("USER_AUTH", PREFERRED_CHALLENGE="PASSWORD"),
        lambda: w.choose("PASSWORD"),
    )


# --- rows -------------------------------------------------------------------------------------------------------
# fmt: off

FLOWS = [
    Row("flow_off-USER_PASSWORD_AUTH",
        "USER_PASSWORD_AUTH, the right password, at a client without ALLOW_USER_PASSWORD_AUTH",
        lambda w: w.set_up(**SRP_ONLY).sign_in(),
        PASSWORD_OFF, "four public repositories", SEEN),
    Row("flow_off-ADMIN_USER_PASSWORD_AUTH",
        "ADMIN_USER_PASSWORD_AUTH, the right password, at a client without ALLOW_ADMIN_USER_PASSWORD_AUTH",
        lambda w: w.set_up(**SRP_ONLY).sign_in("ADMIN_USER_PASSWORD_AUTH"),
        ADMIN_OFF, "public threads", SEEN),
    Row("flow_off-ADMIN_NO_SRP_AUTH",
        "ADMIN_NO_SRP_AUTH, the older name of the same flow, at a client without it",
        lambda w: w.set_up(**SRP_ONLY).sign_in("ADMIN_NO_SRP_AUTH"),
        ADMIN_OFF, "public threads", SEEN),
    Row("flow_off-USER_SRP_AUTH", "USER_SRP_AUTH at a client without ALLOW_USER_SRP_AUTH",
        lambda w: w.set_up(**PASSWORD_ONLY).srp(),
        SRP_OFF, "aws-serverless-workshops#277", SEEN),
    Row("flow_off-USER_SRP_AUTH-as_admin",
        "USER_SRP_AUTH through AdminInitiateAuth at a client without ALLOW_USER_SRP_AUTH",
        lambda w: w.set_up(**PASSWORD_ONLY).srp(as_admin=True),
        SRP_OFF, "aws-serverless-workshops#277", SEEN),
    Row("flow_off-USER_AUTH", "USER_AUTH at a client without ALLOW_USER_AUTH",
        lambda w: w.set_up(**PASSWORD_ONLY).initiate("USER_AUTH"),
        "InvalidParameterException: USER_AUTH is not enabled for the client.", "our wording", HEARSAY),
    Row("flow_off-CUSTOM_AUTH", "CUSTOM_AUTH at a client that allows it, in a pool without a Lambda trigger",
        lambda w: w.set_up(**only("ALLOW_CUSTOM_AUTH")).initiate("CUSTOM_AUTH"),
        "InvalidParameterException: Custom auth lambda trigger is not configured for the user pool.",
        "common knowledge", HEARSAY),
    Row("flow_off-REFRESH_TOKEN_AUTH", "a refresh after ALLOW_REFRESH_TOKEN_AUTH was taken from the client",
        lambda w: refresh_after_update(w, ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"]),
        "InvalidParameterException: REFRESH_TOKEN_AUTH is not enabled for the client.", "our wording", HEARSAY),
    Row("flow_default-password", "USER_PASSWORD_AUTH at a client made without ExplicitAuthFlows",
        lambda w: w.set_up(ExplicitAuthFlows=None).sign_in(),
        PASSWORD_OFF, FLOWS_API, DOC),
    Row("flow_default-admin", "ADMIN_USER_PASSWORD_AUTH at a client made without ExplicitAuthFlows",
        lambda w: w.set_up(ExplicitAuthFlows=None).sign_in("ADMIN_USER_PASSWORD_AUTH"),
        ADMIN_OFF, FLOWS_API, DOC),
    Row("flow_default-srp_and_refresh",
        "USER_SRP_AUTH, then a refresh, at a client made without ExplicitAuthFlows",
        lambda w: srp_and_refresh(w.set_up(ExplicitAuthFlows=None)),
        "tokens, then tokens", FLOWS_API, DOC, True),
    Row("flow_old_names-admin", "ADMIN_USER_PASSWORD_AUTH at a client made with the older ADMIN_NO_SRP_AUTH",
        lambda w: w.set_up(**only("ADMIN_NO_SRP_AUTH")).sign_in("ADMIN_USER_PASSWORD_AUTH"),
        "tokens", FLOWS_API, DOC, True),
    Row("flow_old_names-password", "USER_PASSWORD_AUTH at a client made with the older ADMIN_NO_SRP_AUTH",
        lambda w: w.set_up(**only("ADMIN_NO_SRP_AUTH")).sign_in(),
        PASSWORD_OFF, FLOWS_API, DOC),
    Row("flow_update_resets",
        "UpdateUserPoolClient without ExplicitAuthFlows, which resets it to the default, then USER_PASSWORD_AUTH",
        lambda w: in_turn(lambda: update_client(w, RefreshTokenValidity=20), w.sign_in),
        f"done, then {PASSWORD_OFF}", "API, UpdateUserPoolClient", DOC),
    Row("flow_public-ADMIN_USER_PASSWORD_AUTH", "ADMIN_USER_PASSWORD_AUTH through InitiateAuth",
        lambda w: w.initiate("ADMIN_USER_PASSWORD_AUTH", PASSWORD=w.password),
        NOT_HERE, "soto-cognito#10", SEEN),
    Row("flow_public-ADMIN_NO_SRP_AUTH", "ADMIN_NO_SRP_AUTH through InitiateAuth",
        lambda w: w.initiate("ADMIN_NO_SRP_AUTH", PASSWORD=w.password),
        NOT_HERE, "soto-cognito#10", SEEN),
    Row("flow_admin-USER_PASSWORD_AUTH", "USER_PASSWORD_AUTH through AdminInitiateAuth",
        lambda w: w.initiate("USER_PASSWORD_AUTH", as_admin=True, PASSWORD=w.password),
        NOT_HERE, "API, AdminInitiateAuth; text of soto-cognito#10", HEARSAY),
    Row("flow_unknown", "a flow that does not exist",
        lambda w: without_enum(w.initiate, "MAGIC"),
        UNKNOWN_FLOW, "API model of botocore", SEEN, True),
    Row("client_unknown", "a client that does not exist",
        lambda w: w.public.initiate_auth(ClientId="nobody1", AuthFlow="USER_PASSWORD_AUTH"),
        "ResourceNotFoundException: User pool client nobody1 does not exist.", "common knowledge", HEARSAY),
    Row("client_of_another_pool", "AdminInitiateAuth with a client of another pool",
        lambda w: with_client_of_another_pool(w).sign_in("ADMIN_USER_PASSWORD_AUTH"),
        "ResourceNotFoundException: User pool client {client} does not exist.", "common knowledge", HEARSAY),
    Row("pool_unknown", "a pool that does not exist",
        lambda w: w.aws.describe_user_pool(UserPoolId=f"{w.region}_Nowhere99"),
        "ResourceNotFoundException: User pool {region}_Nowhere99 does not exist.", "public threads", SEEN, True),
]

USER_AUTH = [  # right and wrong passwords in this flow are in passwords.py
    Row("USER_AUTH-asks", "USER_AUTH without PREFERRED_CHALLENGE",
        lambda w: w.initiate("USER_AUTH"),
        "SELECT_CHALLENGE", CHOICE_GUIDE, DOC),
    Row("USER_AUTH-offers", "the AvailableChallenges of USER_AUTH, for a user with a temporary password",
        lambda w: ", ".join(w.set_up(user="new").initiate("USER_AUTH")["AvailableChallenges"]),
        "PASSWORD_SRP, PASSWORD", "onecgiar_pr, cognito-email-otp-login, 2026-09-11", SEEN),
    Row("USER_AUTH-alone",
        "a client with ALLOW_USER_AUTH only: USER_AUTH with PASSWORD chosen, then with PASSWORD_SRP chosen, then "
        "USER_PASSWORD_AUTH, then USER_SRP_AUTH",
        lambda w: in_turn(
            lambda: w.set_up(**only("ALLOW_USER_AUTH")).choose("PASSWORD"),
            lambda: w.choose("PASSWORD_SRP"),
            w.sign_in,
            w.srp,
        ),
        f"tokens, then tokens, then {PASSWORD_OFF}, then {SRP_OFF}", FLOWS_API, DOC),
    Row("USER_AUTH-preferred_password", "USER_AUTH with PREFERRED_CHALLENGE=PASSWORD, without PASSWORD",
        lambda w: w.initiate("USER_AUTH", PREFERRED_CHALLENGE="PASSWORD"),
        "PASSWORD", CHOICE_GUIDE, DOC),
    Row("USER_AUTH-preferred_srp", "USER_AUTH with PREFERRED_CHALLENGE=PASSWORD_SRP, without SRP_A",
        lambda w: w.initiate("USER_AUTH", PREFERRED_CHALLENGE="PASSWORD_SRP"),
        "PASSWORD_SRP", CHOICE_GUIDE, DOC),
    Row("USER_AUTH-unknown_user",
        "USER_AUTH for a user who does not exist, PreventUserExistenceErrors not set: "
        "PREFERRED_CHALLENGE=PASSWORD, then the same with PASSWORD, then PASSWORD chosen",
        prefer_as_stranger,
        f"PASSWORD, then {WRONG_PASSWORD}, then {WRONG_PASSWORD}", ERRORS_GUIDE, DOC),
    Row("USER_AUTH-no_password", "the challenge PASSWORD answered without PASSWORD, then with it",
        lambda w: answer_twice(w, w.initiate("USER_AUTH", PREFERRED_CHALLENGE="PASSWORD")),
        "InvalidParameterException: Missing required parameter PASSWORD, then tokens",
        "text of aws-sdk-cpp#452", HEARSAY),
    Row("USER_AUTH-session", "USER_AUTH with a made-up Session",
        lambda w: w.public.initiate_auth(ClientId=w.client_id, AuthFlow="USER_AUTH", Session="s" * 40,
                                         AuthParameters={"USERNAME": w.username}),
        INVALID_SESSION, "text of aws-samples#17", HEARSAY),
    Row("USER_AUTH-bad_choice", "SELECT_CHALLENGE answered with a factor that is not offered",
        lambda w: w.answer(w.initiate("USER_AUTH"), ANSWER="MAGIC"),
        "InvalidParameterException: MAGIC is not one of the available challenges.", "our wording", HEARSAY),
    Row("USER_AUTH-no_choice", "SELECT_CHALLENGE answered without ANSWER",
        lambda w: w.answer(w.initiate("USER_AUTH")),
        "InvalidParameterException: Missing required parameter ANSWER", "text of aws-sdk-cpp#452", HEARSAY),
    Row("USER_AUTH-lite", "USER_AUTH in a pool of the Lite tier",
        lambda w: w.set_up(pool={"UserPoolTier": "LITE"}).initiate("USER_AUTH"),
        "FeatureUnavailableInTierException: USER_AUTH needs the Essentials tier or higher.", "API; our wording",
        HEARSAY),
]

SECTIONS = {"Flows and clients": FLOWS, "USER_AUTH": USER_AUTH}
