"""What a token, or the session of a challenge, is good for after an administrator has acted on the user."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from local_cognito.conformance.row import DOC, HEARSAY, Row
from local_cognito.conformance.world import (
    DISABLED,
    INVALID_SESSION,
    RESET,
    USER_NOT_FOUND,
    World,
    in_turn,
    outcome,
    tokens,
    totp_code,
)

NEW_PASSWORD = "NotAuthorizedException: The user must sign in and set a new password first."
REVOKED = "NotAuthorizedException: Access Token has been revoked"

Act = Callable[[World], Any]
ACTS: dict[str, Act] = {
    "AdminResetUserPassword": lambda w: w.admin("admin_reset_user_password"),
    "AdminDisableUser": lambda w: w.admin("admin_disable_user"),
    "AdminDeleteUser": lambda w: w.admin("admin_delete_user"),
    "AdminSetUserPassword with a temporary password": lambda w: w.set_password(w.password, permanent=False),
}
AFTER = dict(zip(ACTS, (RESET, DISABLED, USER_NOT_FOUND, NEW_PASSWORD)))


# --- acts with the tokens of a login, or the session of a challenge ---------------------------------------------


def with_token(operation: str, **options: Any) -> Callable[[World, dict[str, Any]], Any]:
    """An operation that takes an access token."""
    return lambda w, have: getattr(w.public, operation)(AccessToken=have["AccessToken"], **options)


def change_password(w: World, have: dict[str, Any]) -> Any:
    passwords = {"PreviousPassword": w.password, "ProposedPassword": w.new_password}
    return with_token("change_password", **passwords)(w, have)


def renew(w: World, have: dict[str, Any]) -> Any:
    return w.public.get_tokens_from_refresh_token(ClientId=w.client_id, RefreshToken=have["RefreshToken"])


NICKNAME = [{"Name": "nickname", "Value": "Ada"}]
CALLS: dict[str, Callable[[World, dict[str, Any]], Any]] = {
    "GetUser": with_token("get_user"),
    "ChangePassword": change_password,
    "UpdateUserAttributes": with_token("update_user_attributes", UserAttributes=NICKNAME),
    "GetUserAttributeVerificationCode": with_token("get_user_attribute_verification_code", AttributeName="email"),
    "VerifyUserAttribute": with_token("verify_user_attribute", AttributeName="email", Code="123456"),
    "AssociateSoftwareToken": with_token("associate_software_token"),
    "VerifySoftwareToken": with_token("verify_software_token", UserCode="123456"),
    "SetUserMFAPreference": with_token("set_user_mfa_preference"),
    "GlobalSignOut": with_token("global_sign_out"),
    "DeleteUser": with_token("delete_user"),
    "REFRESH_TOKEN_AUTH": lambda w, have: w.refresh(have["RefreshToken"]),
    "GetTokensFromRefreshToken": renew,
}


def in_each_state(w: World, call: Callable[[World, dict[str, Any]], Any]) -> str:
    """What a call with the tokens of an earlier login comes to after each of the acts, each on a new user."""
    w.set_up()
    return in_turn(*[partial(after, w.someone_else(), act, call) for act in ACTS.values()])


def after(w: World, act: Act, call: Callable[[World, dict[str, Any]], Any]) -> str:
    have = tokens(w.sign_in())
    act(w)
    return outcome(call, w, have)


def password_after(w: World, act: Act) -> str:
    """ChangePassword with the old password after an act; then the user's status."""
    have = tokens(w.sign_in())
    act(w)
    outcome(change_password, w, have)
    return w.status()


def enter_code_after(w: World, act: Act) -> str:
    """The right code of an authenticator app after an act."""
    secret = w.set_up_totp()
    asked = w.sign_in()
    act(w)
    return outcome(w.answer, asked, SOFTWARE_TOKEN_MFA_CODE=totp_code(secret))


def set_up_app_after(w: World, act: Act) -> str:
    """The set-up of an authenticator app during a login, after an act."""
    asked = w.require_totp().sign_in()
    act(w)
    return in_turn(
        lambda: w.public.associate_software_token(Session=asked["Session"]),
        lambda: w.public.verify_software_token(Session=asked["Session"], UserCode="123456"),
        lambda: w.answer(asked),
    )


def set_password_after(w: World, act: Act) -> str:
    """The new password at a first login, after an act."""
    asked = w.set_up(user="new").sign_in()
    act(w)
    return outcome(w.answer, asked, NEW_PASSWORD=w.new_password)


def disable_for_a_while(w: World) -> None:
    w.admin("admin_disable_user")
    w.admin("admin_enable_user")


# --- rows -------------------------------------------------------------------------------------------------------
# fmt: off

WHEN = "; ".join(ACTS)

STATES = [
    *[
        Row(f"state-{name}", f"{name} with the tokens of an earlier login, after each of: {WHEN}",
            partial(in_each_state, call=call),
            ", then ".join(AFTER.values()), "API, errors of the operations; the last is our wording", HEARSAY)
        for name, call in CALLS.items()
    ],
    Row("state-stays_reset",
        "AdminResetUserPassword, ChangePassword with the old password, then the user's status",
        lambda w: password_after(w, ACTS["AdminResetUserPassword"]),
        "RESET_REQUIRED", "API, ChangePassword", DOC),
    Row("state-stays_temporary",
        "AdminSetUserPassword with a temporary password, ChangePassword, then the user's status",
        lambda w: password_after(w, ACTS["AdminSetUserPassword with a temporary password"]),
        "FORCE_CHANGE_PASSWORD", "API, AdminSetUserPassword", HEARSAY),
    Row("state-enabled_again",
        "AdminDisableUser, AdminEnableUser, then GetUser with the token of an earlier login",
        lambda w: after(w, disable_for_a_while, CALLS["GetUser"]),
        REVOKED, "API, AdminDisableUser", DOC),
    *[
        Row(f"state-code-{name}", f"the right code of an authenticator app, after {name}",
            partial(enter_code_after, act=act),
            INVALID_SESSION if "temporary" in name else AFTER[name], "as for tokens", HEARSAY)
        for name, act in ACTS.items()
    ],
    *[
        Row(f"state-set_up-{name}",
            "AssociateSoftwareToken, VerifySoftwareToken and the answer to MFA_SETUP with the session of a login, "
            f"after {name}",
            partial(set_up_app_after, act=act),
            ", then ".join([INVALID_SESSION if "temporary" in name else AFTER[name]] * 3),
            "as for tokens", HEARSAY)
        for name, act in ACTS.items()
    ],
    *[
        Row(f"state-first_login-{name}", f"NEW_PASSWORD_REQUIRED answered after {name}",
            partial(set_password_after, act=act),
            answer, "as for tokens", HEARSAY, name == "AdminDeleteUser")
        for name, act, answer in (
            ("AdminDisableUser", ACTS["AdminDisableUser"], DISABLED),
            ("AdminDeleteUser", ACTS["AdminDeleteUser"], USER_NOT_FOUND),
            ("AdminSetUserPassword", lambda w: w.set_password(w.password), INVALID_SESSION),
        )
    ],
]

SECTIONS = {"What a user may still do": STATES}
