"""What administrators do with users: create, read, change, confirm and delete them."""

from __future__ import annotations

from .. import attributes, errors, first_factors, generate
from ..codes import SIGN_UP
from ..moto_adapter import UserStatus
from .call import Body, Call, operation

#: The members of AdminCreateUser's answer that AdminGetUser has too.
SHARED_MEMBERS = ("Username", "UserCreateDate", "UserLastModifiedDate", "Enabled", "UserStatus", "MFAOptions")


@operation("AdminCreateUser")
def admin_create_user(call: Call) -> Body:
    """Create a user with a temporary password. With MessageAction=RESEND, give an existing user a new one.

    In a pool where users can sign in with a code, a user for whom the call has no password gets none.
    """
    pool, username = call.user_pool(), call.body["Username"]
    pool.check_username(username)
    is_new, password = call.body.get("MessageAction") != "RESEND", call.body.get("TemporaryPassword")
    if password:
        pool.check_password(password, errors.TEMPORARY_PASSWORD_POLICY)
    elif not is_new or "EMAIL_OTP" not in first_factors.allowed(pool.settings):
        password = generate.password()
    if not is_new:
        user = pool.user(username)
        if user.status is not UserStatus.FORCE_CHANGE_PASSWORD:
            raise errors.NOT_INVITED(status=user.status.value)
    else:
        if pool.find_user(username):
            raise errors.USER_EXISTS()
        wanted = attributes.parse(pool, call.body.get("UserAttributes") or [])
        if not password and not pool.attributes_with_name(username, wanted).get("email"):
            raise errors.EMAIL_FOR_CODES()
        attributes.check_names(pool, wanted, move=bool(call.body.get("ForceAliasCreation")))
        user = pool.create_user(username, password or None, wanted)
    if password:
        pool.set_password(user, password, temporary=True)
    else:
        user.status = UserStatus.CONFIRMED
    shown = pool.ask_moto("AdminGetUser", Username=user.username)
    created = {name: shown[name] for name in SHARED_MEMBERS}
    return {"User": {**created, "Attributes": shown["UserAttributes"]}}


@operation("AdminGetUser")
def admin_get_user(call: Call) -> Body:
    """A user's attributes and state. The codes that AWS would have sent are in headers.

    ``x-local-cognito-mailed-code`` is the newest one; ``-email`` and ``-phone_number`` after it, that sent there.
    """
    for code in call.user_pool().codes_sent(call.user()):
        call.headers["x-local-cognito-mailed-code"] = code.text
        call.headers[f"x-local-cognito-mailed-code-{code.attribute}"] = code.text
    return call.pass_to_moto()


@operation("AdminUpdateUserAttributes")
def admin_update_user_attributes(call: Call) -> Body:
    """Write any attributes except for the sub. moto takes the user's own e-mail address for somebody else's."""
    pool, user = call.user_pool(), call.user()
    attributes.change(pool, user, attributes.parse(pool, call.body["UserAttributes"], user=user))
    return {}


@operation("AdminDeleteUserAttributes")
def admin_delete_user_attributes(call: Call) -> Body:
    """Delete any attributes except for the sub."""
    attributes.delete(call.user_pool(), call.user(), call.body["UserAttributeNames"])
    return {}


@operation("AdminConfirmSignUp")
def admin_confirm_sign_up(call: Call) -> Body:
    """Confirm a user who has signed up. moto confirms any user, and so makes a temporary password permanent."""
    user = call.user()
    if user.status is not UserStatus.UNCONFIRMED:
        raise errors.CANNOT_CONFIRM(status=user.status.value)
    user.status = UserStatus.CONFIRMED
    call.user_pool().codes.cancel(user.sub, SIGN_UP)
    return {}


@operation("AdminDisableUser")
def admin_disable_user(call: Call) -> Body:
    """Lock a user out. Their tokens and codes do not come back when they are enabled again (API reference)."""
    pool, user = call.user_pool(), call.user()
    pool.tokens.revoke_all(user)
    pool.browser_sessions.end_all(user)
    pool.grants.cancel(user)
    pool.cancel_codes(user)
    user.enabled = False
    return {}


@operation("AdminEnableUser")
def admin_enable_user(call: Call) -> Body:
    """Let a user sign in again."""
    call.user().enabled = True
    return {}


@operation("AdminDeleteUser")
def admin_delete_user(call: Call) -> Body:
    """Delete a user."""
    call.user_pool().delete_user(call.user())
    return {}
