"""What users do with their own account, by an access token: reading, changing and deleting it."""

from __future__ import annotations

from .. import attributes
from .call import Body, Call, operation

MEMBERS = ("Username", "UserAttributes", "MFAOptions", "PreferredMfaSetting", "UserMFASettingList")


@operation("GetUser")
def get_user(call: Call) -> Body:
    """The user's own attributes."""
    pool, login = call.login()
    shown = pool.ask_moto("AdminGetUser", Username=login.user.username)
    return {name: shown[name] for name in MEMBERS}


@operation("UpdateUserAttributes")
def update_user_attributes(call: Call) -> Body:
    """Write those attributes that the app client may write."""
    pool, login = call.login()
    wanted = attributes.parse(pool, call.body["UserAttributes"], client=login.client)
    attributes.change(pool, login.user, wanted)
    return {}


@operation("DeleteUser")
def delete_user(call: Call) -> Body:
    """Delete the user's own account."""
    pool, login = call.login()
    pool.delete_user(login.user)
    return {}
