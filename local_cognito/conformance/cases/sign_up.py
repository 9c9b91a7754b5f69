"""Signing up and forgotten passwords: the codes that Cognito mails."""

from __future__ import annotations

from typing import Any

from local_cognito.conformance.cases.users import with_email
from local_cognito.conformance.row import DOC, HEARSAY, SEEN, Row
from local_cognito.conformance.world import World, in_turn, outcome, wrong_code

WRONG_CODE = "CodeMismatchException: Invalid verification code provided, please try again."
NO_WAY_TO_SEND = (
    "InvalidParameterException: Cannot reset password for the user as there is no registered/verified email or "
    "phone_number"
)
ADMIN_ONLY = {"AdminCreateUserConfig": {"AllowAdminCreateUserOnly": True}}


# --- acts -------------------------------------------------------------------------------------------------------


def unconfirmed(w: World) -> World:
    return w.set_up(user="unconfirmed")


def confirm(w: World, code: str | None = None) -> dict[str, Any]:
    return w.public_call("confirm_sign_up", ConfirmationCode=code or w.mailed_code())


def resend(w: World) -> str:
    """A new code is mailed; then the old one is tried, and the new one."""
    old = w.mailed_code()
    return in_turn(lambda: w.public_call("resend_confirmation_code"), lambda: confirm(w, old), lambda: confirm(w))


def forgotten(w: World) -> World:
    w.public_call("forgot_password")
    return w


def reset(w: World, code: str) -> dict[str, Any]:
    return w.public_call("confirm_forgot_password", ConfirmationCode=code, Password=w.new_password)


def guess_mailed_code(w: World) -> str:
    """What the right code gets after five wrong ones."""
    code = w.mailed_code()
    for _ in range(5):
        outcome(reset, w, wrong_code(code))
    return outcome(reset, w, code)


# --- rows -------------------------------------------------------------------------------------------------------
# fmt: off

CODES = [
    Row("sign_up-wrong_code", "ConfirmSignUp with a wrong code",
        lambda w: confirm(w, wrong_code(unconfirmed(w).mailed_code())),
        WRONG_CODE, "API; text is common knowledge", HEARSAY, local_only=True),
    Row("sign_up-right_code", "ConfirmSignUp with the right code, then a login",
        lambda w: in_turn(lambda: confirm(unconfirmed(w)), w.srp),
        "done, then tokens", "API", DOC, local_only=True),
    Row("sign_up-verifies", "ConfirmSignUp with the right code, then the user's email_verified",
        lambda w: in_turn(lambda: confirm(unconfirmed(w)), lambda: w.attributes()["email_verified"]),
        "done, then true", "guide, signing up", DOC, local_only=True),
    Row("sign_up-confirmed_already", "ConfirmSignUp of a confirmed user",
        lambda w: confirm(w, "123456"),
        "NotAuthorizedException: User cannot be confirmed. Current status is CONFIRMED",
        "amazon-cognito-identity-dart-2#80", SEEN),
    Row("sign_up-resend", "ResendConfirmationCode, then ConfirmSignUp with the old code, then with the new one",
        lambda w: resend(unconfirmed(w)),
        f"done, then {WRONG_CODE}, then done", "API, ResendConfirmationCode", HEARSAY, local_only=True),
    Row("sign_up-only_admin", "SignUp in a pool with AllowAdminCreateUserOnly",
        lambda w: w.set_up(pool=ADMIN_ONLY, user="none").sign_up(),
        "NotAuthorizedException: SignUp is not permitted for this user pool", "media-analysis#8", SEEN),
    Row("sign_up-admin_confirms_once", "AdminConfirmSignUp of a user with a temporary password",
        lambda w: w.set_up(user="new").admin("admin_confirm_sign_up"),
        "NotAuthorizedException: User cannot be confirmed. Current status is FORCE_CHANGE_PASSWORD",
        "text of amazon-cognito-identity-dart-2#80", SEEN),
    Row("forgot_password-wrong_code", "ConfirmForgotPassword with a wrong code",
        lambda w: reset(w, wrong_code(forgotten(w).mailed_code())),
        WRONG_CODE, "API; text is common knowledge", HEARSAY, local_only=True),
    Row("forgot_password-right_code",
        "ConfirmForgotPassword with the right code, then a login with the new password",
        lambda w: in_turn(lambda: reset(w, forgotten(w).mailed_code()), lambda: w.srp(w.new_password)),
        "done, then tokens", "API", DOC, local_only=True),
    Row("forgot_password-temporary", "ForgotPassword of a user with a temporary password",
        lambda w: w.set_up(user="new").public_call("forgot_password"),
        "NotAuthorizedException: User password cannot be reset in the current state.", "amplify-flutter#3048",
        SEEN),
    Row("forgot_password-unverified", "ForgotPassword of a user whose e-mail is not verified",
        lambda w: with_email(w, verified=False).public_call("forgot_password"),
        NO_WAY_TO_SEND, "public threads; stock moto's AdminResetUserPassword", SEEN),
    Row("forgot_password-guessed", "ConfirmForgotPassword with the right code after five wrong ones",
        lambda w: guess_mailed_code(forgotten(w)),
        "LimitExceededException: Attempt limit exceeded, please try after some time.", "amplify-js#8013", SEEN,
        local_only=True),
]

SECTIONS = {"Signing up, forgotten passwords": CODES}
