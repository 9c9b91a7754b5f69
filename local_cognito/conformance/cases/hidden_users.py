"""PreventUserExistenceErrors=ENABLED: what a client is told of users who do not exist, or may not do something."""

from __future__ import annotations

from functools import partial
from typing import Any

from local_cognito.conformance.cases.passwords import ERRORS_GUIDE
from local_cognito.conformance.row import DOC, HEARSAY, Row
from local_cognito.conformance.world import HIDES_USERS, RESET, WRONG_PASSWORD, World, in_turn

WRONG_CODE = "CodeMismatchException: Invalid verification code provided, please try again."
UNCONFIRMED = "UserNotConfirmedException: User is not confirmed."

ADMIN = {"disabled": "admin_disable_user", "to be reset": "admin_reset_user_password"}


# --- acts -------------------------------------------------------------------------------------------------------


def hidden(w: World, kind: str) -> World:
    """A client that hides users, and a user of this kind: of `World.set_up`, unknown, or what `ADMIN` makes."""
    w.set_up(user=kind if kind in ("new", "unconfirmed") else "confirmed", **HIDES_USERS)
    if kind in ADMIN:
        w.admin(ADMIN[kind])
    if kind == "unknown":
        w.username = w.unknown_username
    return w


def confirm(w: World) -> dict[str, Any]:
    return w.public_call("confirm_sign_up", ConfirmationCode="12345x")


def resend(w: World) -> dict[str, Any]:
    return w.public_call("resend_confirmation_code")


def forget(w: World) -> dict[str, Any]:
    return w.public_call("forgot_password")


def reset(w: World) -> dict[str, Any]:
    return w.public_call("confirm_forgot_password", ConfirmationCode="12345x", Password=w.new_password)


def try_codes(w: World, kind: str) -> str:
    hidden(w, kind)
    return in_turn(*[partial(act, w) for act in (reset, forget, reset, confirm, resend, confirm)])


def reset_unverified(w: World) -> str:
    """Use the right code after an administrator has said that the e-mail is not verified."""
    forget(hidden(w, "confirmed"))
    code, unverified = w.mailed_code(), [{"Name": "email_verified", "Value": "false"}]
    return in_turn(
        lambda: w.admin("admin_update_user_attributes", UserAttributes=unverified),
        lambda: w.public_call("confirm_forgot_password", ConfirmationCode=code, Password=w.new_password),
    )


def enter_both(w: World, kind: str) -> str:
    """The right and a wrong password."""
    hidden(w, kind)
    return in_turn(w.sign_in, lambda: w.sign_in(PASSWORD=w.wrong_password), lambda: w.srp(w.wrong_password))


# --- rows -------------------------------------------------------------------------------------------------------
# fmt: off

CODES = [
    Row(f"hidden-codes-{kind}",
        f"PreventUserExistenceErrors=ENABLED, a user who is {kind}: ConfirmForgotPassword, ForgotPassword, "
        "ConfirmForgotPassword, ConfirmSignUp, ResendConfirmationCode, ConfirmSignUp, each with a wrong code",
        partial(try_codes, kind=kind),
        f"{WRONG_CODE}, then done, then {WRONG_CODE}, then {WRONG_CODE}, then done, then {WRONG_CODE}",
        f"{ERRORS_GUIDE}; ours where that says nothing", DOC if kind == "unknown" else HEARSAY)
    for kind in ("unknown", "confirmed", "disabled", "new", "unconfirmed", "to be reset")
]

PASSWORDS = [
    Row(f"hidden-password-{kind}",
        f"PreventUserExistenceErrors=ENABLED, a user who is {kind}: the right password, a wrong one, a wrong one "
        "with SRP",
        partial(enter_both, kind=kind),
        f"{answer}, then {WRONG_PASSWORD}, then {WRONG_PASSWORD}", f"{ERRORS_GUIDE}, in part", HEARSAY)
    for kind, answer in (("unconfirmed", UNCONFIRMED), ("to be reset", RESET))
]

RIGHT_CODES = [
    Row("hidden-right_code",
        "PreventUserExistenceErrors=ENABLED, ForgotPassword, then the e-mail is no longer verified, then "
        "ConfirmForgotPassword with the right code",
        reset_unverified,
        f"done, then {WRONG_CODE}", "as for a wrong code", HEARSAY, local_only=True),
]

SECTIONS = {"Users who are hidden": [*CODES, *PASSWORDS, *RIGHT_CODES]}
