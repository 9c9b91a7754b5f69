"""Setting, changing and resetting passwords."""

from __future__ import annotations

import hmac

from .. import confirmation, errors
from ..moto_adapter import UserStatus
from ..user import User
from .call import Body, Call, operation


@operation("AdminSetUserPassword")
def admin_set_user_password(call: Call) -> Body:
    """Set a permanent or a temporary password. The user is no longer locked out."""
    pool, user, password = call.user_pool(), call.user(), call.body["Password"]
    pool.check_password(password)
    if call.body.get("Permanent"):
        user.password, user.status = password, UserStatus.CONFIRMED
    else:
        user.invite(password)
    pool.lockout.reset(user.sub)
    return {}


@operation("ChangePassword")
def change_password(call: Call) -> Body:
    """Replace the old password. After too many wrong ones, the user has to wait."""
    pool, login = call.login()
    user, previous, proposed = login.user, call.body.get("PreviousPassword") or "", call.body["ProposedPassword"]
    with pool.guesses.attempt(("password", user.sub)):
        if not hmac.compare_digest((user.password or "").encode(), previous.encode()):
            raise errors.WRONG_PASSWORD()
    pool.check_password(proposed)
    user.password = proposed
    if user.status in (UserStatus.FORCE_CHANGE_PASSWORD, UserStatus.RESET_REQUIRED):
        user.status = UserStatus.CONFIRMED
    return {}


@operation("ForgotPassword")
def forgot_password(call: Call) -> Body:
    """Send a code to reset the password. moto would return the code to whoever asks."""
    (pool, client), username = call.app_client(), call.body["Username"]
    user = pool.find_user(username)
    if user is None and not client.hides_users:
        raise errors.NO_SUCH_USER()
    if user:
        _check_resettable(user)
    mechanisms = (pool.settings.get("AccountRecoverySetting") or {}).get("RecoveryMechanisms") or []
    if any(mechanism["Name"] == "admin_only" for mechanism in mechanisms):
        raise errors.CONTACT_ADMINISTRATOR()
    if user:
        confirmation.send_code(user)
    return {"CodeDeliveryDetails": confirmation.delivery_details(user, username)}


@operation("ConfirmForgotPassword")
def confirm_forgot_password(call: Call) -> Body:
    """Set a new password by the code that was sent. The user is no longer locked out."""
    (pool, client), username = call.app_client(), call.body["Username"]
    code, password = call.body["ConfirmationCode"], call.body["Password"]
    user = confirmation.check_code(pool, client, username, code, unknown_user=errors.CONFIRMATION_CODE_EXPIRED)
    _check_resettable(user)
    pool.check_password(password)
    user.password, user.confirmation_code = password, None
    user.status = UserStatus.CONFIRMED
    pool.lockout.reset(user.sub)
    return {}


def _check_resettable(user: User) -> None:
    if user.status is UserStatus.FORCE_CHANGE_PASSWORD:
        raise errors.CANNOT_RESET_PASSWORD()
    verified = [user.attributes.get(f"{name}_verified") for name in ("email", "phone_number")]
    if user.status is UserStatus.UNCONFIRMED or "true" not in verified:
        raise errors.NO_VERIFIED_CONTACT()
