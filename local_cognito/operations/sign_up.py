"""SignUp, ConfirmSignUp, ResendConfirmationCode."""

from __future__ import annotations

from .. import attributes, confirmation, errors
from ..moto_adapter import UserStatus
from .call import Body, Call, operation


@operation("SignUp")
def sign_up(call: Call) -> Body:
    """Create a user who has to confirm the account. moto ignores AllowAdminCreateUserOnly."""
    (pool, client), username = call.app_client(), call.body["Username"]
    if (pool.settings.get("AdminCreateUserConfig") or {}).get("AllowAdminCreateUserOnly"):
        raise errors.SIGN_UP_NOT_ALLOWED()
    pool.check_username(username)
    if pool.find_user(username):
        raise errors.USER_EXISTS()
    password = call.body.get("Password") or ""
    pool.check_password(password)
    wanted = attributes.parse(pool, call.body.get("UserAttributes") or [], client=client)
    attributes.check_names(pool, wanted)
    user = pool.create_user(username, password, wanted)
    confirmation.send_code(user)
    answer: Body = {"UserConfirmed": False, "UserSub": user.sub}
    verified = pool.settings.get("AutoVerifiedAttributes") or []
    if any(name in user.attributes and name in verified for name in ("email", "phone_number")):
        answer["CodeDeliveryDetails"] = confirmation.delivery_details(user, username)
    return answer


@operation("ConfirmSignUp")
def confirm_sign_up(call: Call) -> Body:
    """Confirm an account by the code that was sent. The attribute that it was sent to is then verified."""
    (pool, client), username = call.app_client(), call.body["Username"]
    user = pool.find_user(username)
    if user and user.status is not UserStatus.UNCONFIRMED:
        raise errors.CANNOT_CONFIRM(status=user.status.value)
    code = call.body["ConfirmationCode"]
    user = confirmation.check_code(pool, client, username, code, unknown_user=errors.WRONG_CONFIRMATION_CODE)
    verified = pool.settings.get("AutoVerifiedAttributes") or []
    name = next((name for name in verified if name in user.attributes), None)
    if name:
        attributes.change(pool, user, {f"{name}_verified": "true"})
    user.confirmation_code = None
    user.status = UserStatus.CONFIRMED
    return {}


@operation("ResendConfirmationCode")
def resend_confirmation_code(call: Call) -> Body:
    """Send a new code to a user who has signed up. moto does not have this operation."""
    (pool, client), username = call.app_client(), call.body["Username"]
    user = pool.find_user(username)
    if user is None and not client.hides_users:
        raise errors.NO_SUCH_USER()
    if user and user.status is not UserStatus.UNCONFIRMED:
        raise errors.ALREADY_CONFIRMED()
    if user:
        confirmation.send_code(user)
    return {"CodeDeliveryDetails": confirmation.delivery_details(user, username)}
