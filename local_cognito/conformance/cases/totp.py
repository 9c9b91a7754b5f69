"""The second factor: codes of an authenticator app (TOTP)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from local_cognito.conformance.row import DOC, HEARSAY, SEEN, Row
from local_cognito.conformance.world import INVALID_SESSION, World, in_turn, outcome, totp_code, wrong_code

MISMATCH = "CodeMismatchException: Invalid code received for user"
AMPLIFY_SWIFT = "amplify-swift, integration tests"


# --- acts -------------------------------------------------------------------------------------------------------


def asked_for_code(w: World) -> dict[str, Any]:
    """The challenge that a user with an authenticator app gets after the password."""
    w.set_up_totp()
    return w.sign_in()


def enter(w: World, asked: dict[str, Any], code: str) -> dict[str, Any]:
    return w.answer(asked, SOFTWARE_TOKEN_MFA_CODE=code)


def log_in(w: World, code: Callable[[str], str] = totp_code) -> dict[str, Any]:
    """A login with the password, then the code that is computed from the app's secret."""
    asked = asked_for_code(w)
    return enter(w, asked, code(w.totp_secret))


def log_in_with_srp(w: World) -> dict[str, Any]:
    w.set_up_totp()
    return enter(w, w.srp(), totp_code(w.totp_secret))


def use_code_twice(w: World) -> str:
    asked, asked_again = asked_for_code(w), w.sign_in()
    code = totp_code(w.totp_secret)
    return in_turn(lambda: enter(w, asked, code), lambda: enter(w, asked_again, code))


def guess_code(w: World) -> str:
    """What the right code gets after five wrong ones."""
    asked = asked_for_code(w)
    code = totp_code(w.totp_secret)
    for _ in range(5):
        outcome(enter, w, asked, wrong_code(code))
    return outcome(enter, w, asked, code)


def turned_off(w: World, mode: str) -> dict[str, Any]:
    """A login of a user who has an authenticator app, but does not want to be asked for its codes."""
    w.set_up_totp()
    w.admin("admin_set_user_mfa_preference", SoftwareTokenMfaSettings={"Enabled": False})
    return w.require_totp(mode).sign_in()


def prefer_turned_off(w: World) -> str:
    w.set_up_totp()
    settings = {"Enabled": False, "PreferredMfa": True}
    w.admin("admin_set_user_mfa_preference", SoftwareTokenMfaSettings=settings)
    return w.admin("admin_get_user").get("PreferredMfaSetting") or "none"


def set_up_at_login(w: World, *, prove: bool = True, secrets: int = 1) -> str:
    """In a pool that requires an app, set one up between the password and the tokens.

    Args:
        prove: whether to send a first code before the challenge is answered.
        secrets: how many secrets to ask for, one after the other.
    """
    asked = w.require_totp().sign_in()
    for _ in range(secrets):
        secret = w.public.associate_software_token(Session=asked["Session"])["SecretCode"]
        if prove:
            w.public.verify_software_token(Session=asked["Session"], UserCode=totp_code(secret))
    return in_turn(lambda: asked, lambda: w.answer(asked))


def set_up_with_wrong_code(w: World) -> dict[str, Any]:
    token = w.require_totp("OPTIONAL").access_token()
    secret = w.public.associate_software_token(AccessToken=token)["SecretCode"]
    return w.public.verify_software_token(AccessToken=token, UserCode=wrong_code(totp_code(secret)))


# --- rows -------------------------------------------------------------------------------------------------------
# fmt: off

CODES = [
    Row("totp-asked", "the right password of a user with an authenticator app",
        asked_for_code,
        "SOFTWARE_TOKEN_MFA", "API", DOC),
    Row("totp-right", "the right code after the password",
        log_in,
        "tokens", "API", DOC),
    Row("totp-right_after_srp", "the right code after SRP",
        log_in_with_srp,
        "tokens", "API", DOC),
    Row("totp-wrong", "a wrong code",
        lambda w: log_in(w, lambda secret: wrong_code(totp_code(secret))),
        MISMATCH, AMPLIFY_SWIFT, SEEN),
    Row("totp-old", "the code of two minutes ago",
        lambda w: log_in(w, lambda secret: totp_code(secret, -4)),
        MISMATCH, AMPLIFY_SWIFT, SEEN),
    Row("totp-replayed", "the right code in two logins",
        use_code_twice,
        "tokens, then ExpiredCodeException: Your software token has already been used once.",
        AMPLIFY_SWIFT, SEEN),
    Row("totp-missing", "SOFTWARE_TOKEN_MFA answered without a code",
        lambda w: w.answer(asked_for_code(w)),
        "InvalidParameterException: Missing required parameter SOFTWARE_TOKEN_MFA_CODE",
        "text of aws-sdk-cpp#452", HEARSAY),
    Row("totp-guessed", "the right code after five wrong ones",
        guess_code,
        "NotAuthorizedException: Password attempts exceeded", "our wording", HEARSAY),
    Row("totp-optional_and_off", "a login of a user with an app who has turned it off, where it is OPTIONAL",
        lambda w: turned_off(w, "OPTIONAL"),
        "tokens", "API, SoftwareTokenMfaSettingsType", DOC),
    Row("totp-required_and_off", "a login of a user with an app who has turned it off, where it is required",
        lambda w: turned_off(w, "ON"),
        "SOFTWARE_TOKEN_MFA", "API, MfaConfiguration", HEARSAY),
    Row("totp-prefer_off", "the PreferredMfaSetting of a user who prefers an app and has turned it off",
        prefer_turned_off,
        "none", "API, SoftwareTokenMfaSettingsType", HEARSAY),
    Row("totp-prefer_none", "SetUserMFAPreference with TOTP for a user without an app",
        lambda w: w.require_totp("OPTIONAL").public.set_user_mfa_preference(
            AccessToken=w.access_token(), SoftwareTokenMfaSettings={"Enabled": True}),
        "InvalidParameterException: User has not verified software token mfa", "stock moto", HEARSAY, True),
    Row("totp-verify_none", "VerifySoftwareToken without AssociateSoftwareToken",
        lambda w: w.require_totp("OPTIONAL").public.verify_software_token(
            AccessToken=w.access_token(), UserCode="123456"),
        "SoftwareTokenMFANotFoundException: Software Token MFA does not exist for the user.",
        "type: API; public threads", HEARSAY),
    Row("totp-set_up_again", "a login in a pool that requires an app, which is set up twice on the way",
        lambda w: set_up_at_login(w, secrets=2),
        "MFA_SETUP, then tokens", "common knowledge", HEARSAY),
    Row("totp-secret_of_ones_own", "whether two users have different secrets",
        lambda w: w.set_up_totp() != w.another_pool().set_up_totp(),
        "True", "API", DOC),
    Row("totp-secret_of_52_letters", "the length of a secret",
        lambda w: len(w.set_up_totp()),
        "52", "common knowledge", HEARSAY),
    Row("totp-set_up_at_login", "a login in a pool that requires an app, which is set up on the way",
        set_up_at_login,
        "MFA_SETUP, then tokens", "API", DOC),
    Row("totp-set_up_unverified", "a login in a pool that requires an app, which is set up without a first code",
        lambda w: set_up_at_login(w, prove=False),
        f"MFA_SETUP, then {INVALID_SESSION}", "our wording", HEARSAY),
    Row("totp-set_up_wrong", "VerifySoftwareToken with a wrong code",
        set_up_with_wrong_code,
        "EnableSoftwareTokenMFAException: Code mismatch and fail enable Software Token MFA", "public threads",
        SEEN),
]

SECTIONS = {"Authenticator apps": CODES}
