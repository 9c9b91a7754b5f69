"""Where the local Cognito differs from AWS on purpose, or refuses what AWS can do."""

from __future__ import annotations

from typing import Any

from local_cognito.conformance.cases.sign_up import forgotten
from local_cognito.conformance.row import OURS, Row
from local_cognito.conformance.world import World, connect, post


def not_local(what: str) -> str:
    return f"NotImplementedException: The local Cognito cannot do {what}; AWS can."


# --- acts -------------------------------------------------------------------------------------------------------


def code_headers_of_forgot_password(w: World) -> list[str]:
    headers = w.public_call("forgot_password")["ResponseMetadata"]["HTTPHeaders"]
    return [name for name in headers if "code" in name]


def log_in_with_sms(w: World) -> dict[str, Any]:
    w.require_totp("OPTIONAL").admin("admin_set_user_mfa_preference", SMSMfaSettings={"Enabled": True})
    return w.sign_in()


def unsigned_admin_call(w: World) -> str:
    user = {"UserPoolId": w.user_pool_id, "Username": w.username}
    _, answer = post(w.url, "AdminGetUser", user, Authorization="")
    return f"{answer['__type']}: {answer['message']}"


# --- rows -------------------------------------------------------------------------------------------------------
# fmt: off

DIFFERENT = [
    Row("here-any_keys", "AdminGetUser with any AWS keys: signatures are not verified",
        lambda w: w.status(),
        "CONFIRMED", "AWS verifies them", OURS, True),
    Row("here-no_keys", "AdminGetUser without a signature",
        unsigned_admin_call,
        "MissingAuthenticationTokenException: Missing Authentication Token", "as AWS", OURS),
    Row("here-mail",
        "the length of the code that AWS would mail, in AdminGetUser's header x-local-cognito-mailed-code",
        lambda w: len(forgotten(w).mailed_code()),
        "6", "AWS mails it", OURS),
    Row("here-code_is_not_told", "the headers of ForgotPassword that have a code",
        code_headers_of_forgot_password,
        "[]", "stock moto has one", OURS),
    Row("here-region", "a region that does not exist",
        lambda w: connect(w.url, region="xx-nowhere-1").list_user_pools(MaxResults=1),
        "UnrecognizedClientException: There is no region xx-nowhere-1.", "on AWS, there is no such address", OURS),
]

REFUSED = [
    Row("here-sms", "a login of a user who gets codes by SMS",
        log_in_with_sms,
        not_local("SMS_MFA: it sends no SMS"), "", OURS),
    Row("here-device", "a challenge of remembered devices",
        lambda w: w.respond("DEVICE_SRP_AUTH", SRP_A="5"),
        not_local("the challenge DEVICE_SRP_AUTH"), "", OURS),
    Row("here-passkeys", "an operation that moto lacks, such as StartWebAuthnRegistration",
        lambda w: w.public.start_web_authn_registration(AccessToken=w.access_token()),
        not_local("StartWebAuthnRegistration"), "", OURS),
    Row("here-verify_attribute", "VerifyUserAttribute",
        lambda w: w.public.verify_user_attribute(AccessToken=w.access_token(), AttributeName="email", Code="1"),
        not_local("VerifyUserAttribute"), "", OURS),
]

SECTIONS = {"What it does in another way": DIFFERENT, "What it cannot do": REFUSED}
