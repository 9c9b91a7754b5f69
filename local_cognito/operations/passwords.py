"""Setting, changing and resetting passwords."""

from __future__ import annotations

import hmac

from .. import confirmation, errors
from ..codes import RESET
from ..moto_adapter import UserStatus
from .call import Body, Call, operation


@operation("AdminSetUserPassword")
def admin_set_user_password(call: Call) -> Body:
    """Set a permanent or a temporary password."""
    pool, user, password = call.user_pool(), call.user(), call.body["Password"]
    pool.check_password(password)
    pool.set_password(user, password, temporary=not call.body.get("Permanent"))
    return {}


@operation("AdminResetUserPassword")
def admin_reset_user_password(call: Call) -> Body:
    """Make the user reset the password, by a code that they are sent. moto sends none."""
    pool, user = call.user_pool(), call.user()
    order = confirmation.recovery_order(pool)
    user.check_active()
    if user.status not in (UserStatus.CONFIRMED, UserStatus.RESET_REQUIRED):
        raise errors.CANNOT_RESET_PASSWORD()
    confirmation.can_reset_password(pool, user)
    user.status = UserStatus.RESET_REQUIRED
    confirmation.send_code(pool, user, user.username, RESET, order)
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
    pool.set_password(user, proposed)
    return {}


@operation("ForgotPassword")
def forgot_password(call: Call) -> Body:
    """Send a code to reset the password. moto would return the code to whoever asks."""
    (pool, client), username = call.app_client(), call.body["Username"]
    order = confirmation.recovery_order(pool)
    user = confirmation.find_user(pool, client, username, confirmation.can_reset_password)
    return {"CodeDeliveryDetails": confirmation.send_code(pool, user, username, RESET, order)}


@operation("ConfirmForgotPassword")
def confirm_forgot_password(call: Call) -> Body:
    """Set a new password by the code that was sent."""
    (pool, client), username, text = call.app_client(), call.body["Username"], call.body["ConfirmationCode"]
    user, _ = confirmation.use_code(pool, client, username, RESET, text, confirmation.can_reset_password)
    pool.check_password(call.body["Password"])
    pool.set_password(user, call.body["Password"])
    return {}
