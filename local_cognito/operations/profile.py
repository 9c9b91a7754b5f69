"""What users do with their own account, by an access token: reading, changing, verifying and deleting it."""

from __future__ import annotations

from .. import attributes, confirmation, errors
from ..codes import ADDRESSES
from .call import Body, Call, operation

MEMBERS = ("Username", "UserAttributes", "MFAOptions", "PreferredMfaSetting", "UserMFASettingList")


@operation("GetUser")
def get_user(call: Call) -> Body:
    """Those of the user's own attributes that the app client may read."""
    pool, login = call.login()
    shown = pool.ask_moto("AdminGetUser", Username=login.user.username)
    readable = login.client.readable(login.user.attributes)
    shown["UserAttributes"] = [{"Name": name, "Value": value} for name, value in readable.items()]
    return {name: shown[name] for name in MEMBERS}


@operation("UpdateUserAttributes")
def update_user_attributes(call: Call) -> Body:
    """Write those attributes that the app client may write. A new address is sent a code."""
    pool, login = call.login()
    wanted = attributes.parse(pool, call.body["UserAttributes"], client=login.client, user=login.user)
    return {"CodeDeliveryDetailsList": attributes.change(pool, login.user, wanted)}


@operation("DeleteUserAttributes")
def delete_user_attributes(call: Call) -> Body:
    """Delete those attributes that the app client may write."""
    pool, login = call.login()
    attributes.delete(pool, login.user, call.body["UserAttributeNames"], client=login.client)
    return {}


@operation("GetUserAttributeVerificationCode")
def get_user_attribute_verification_code(call: Call) -> Body:
    """Send a code to the user's e-mail address or phone number: the one that waits for it, or the current one."""
    (pool, login), name = call.login(), _address(call)
    waiting = [code.address for code in pool.codes.sent(login.user.sub) if code.attribute == name]
    address = (waiting and waiting[-1]) or login.user.attributes.get(name)
    if not address:
        raise errors.NOTHING_TO_VERIFY(name=name)
    return {"CodeDeliveryDetails": attributes.send_code(pool, login.user, name, address)}


@operation("VerifyUserAttribute")
def verify_user_attribute(call: Call) -> Body:
    """Verify an e-mail address or a phone number by the code that was sent to it."""
    (pool, login), name = call.login(), _address(call)
    code = confirmation.check_code(pool, login.user.sub, name, call.body["Code"])
    attributes.verify(pool, login.user, code)
    pool.codes.cancel(login.user.sub, name)
    return {}


def _address(call: Call) -> str:
    """AttributeName, which must be ``email`` or ``phone_number``."""
    name: str = call.body["AttributeName"]
    if name not in ADDRESSES:
        raise errors.NOT_AN_ADDRESS(name=name)
    return name


@operation("DeleteUser")
def delete_user(call: Call) -> Body:
    """Delete the user's own account."""
    pool, login = call.login()
    pool.delete_user(login.user)
    return {}
