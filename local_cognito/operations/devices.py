"""A user's devices: confirmed, listed, remembered and forgotten. moto has none of these operations.

Users see only the devices that are remembered, administrators see all (integration tests of aws-sdk-android).
"""

from __future__ import annotations

from collections.abc import Callable

from .. import errors
from ..devices import Device
from ..moto_adapter import DEFAULT_ACCOUNT_ID
from ..user import User
from ..user_pool import UserPool
from .call import Body, Call, operation
from .paging import page


@operation("ConfirmDevice")
def confirm_device(call: Call) -> Body:
    """Register the device that the sign-in has got the key of, unless it was another device's sign-in."""
    pool, login = call.login()
    if login.device is None or login.device.key != call.body["DeviceKey"]:
        raise errors.BAD_DEVICE_KEY()
    asks_user = bool(pool.device_configuration.get("DeviceOnlyRememberedOnUserPrompt"))
    secret = call.body.get("DeviceSecretVerifierConfig") or {}
    login.device.confirm(call.body.get("DeviceName"), secret, remember=not asks_user)
    login.user.devices[login.device.key] = login.device
    return {"UserConfirmationNecessary": asks_user}


@operation("GetDevice")
def get_device(call: Call) -> Body:
    """One of the user's own devices that are remembered."""
    pool, user = _caller(call)
    device = user.device(call.body["DeviceKey"])
    if not device.is_remembered:
        raise errors.NO_SUCH_DEVICE()
    return {"Device": _show(pool, user, device)}


@operation("AdminGetDevice")
def admin_get_device(call: Call) -> Body:
    """One of a user's devices."""
    pool, user = _named(call)
    return {"Device": _show(pool, user, user.device(call.body["DeviceKey"]))}


@operation("ListDevices")
def list_devices(call: Call) -> Body:
    """The user's own devices that are remembered."""
    return _list(call, *_caller(call), lambda device: device.is_remembered)


@operation("AdminListDevices")
def admin_list_devices(call: Call) -> Body:
    """A user's devices."""
    return _list(call, *_named(call), lambda device: True)


@operation("UpdateDeviceStatus")
def update_device_status(call: Call) -> Body:
    """Remember one of the user's own devices, or no longer."""
    return _update(call, _caller(call)[1])


@operation("AdminUpdateDeviceStatus")
def admin_update_device_status(call: Call) -> Body:
    """Remember one of a user's devices, or no longer."""
    return _update(call, call.user())


@operation("ForgetDevice")
def forget_device(call: Call) -> Body:
    """Delete one of the user's own devices. Its refresh tokens are no longer valid."""
    return _forget(call, _caller(call)[1])


@operation("AdminForgetDevice")
def admin_forget_device(call: Call) -> Body:
    """Delete one of a user's devices. Its refresh tokens are no longer valid."""
    return _forget(call, call.user())


def _caller(call: Call) -> tuple[UserPool, User]:
    if "AccessToken" not in call.body:
        raise errors.BAD_ACCESS_TOKEN()
    pool, login = call.login()
    return pool, login.user


def _named(call: Call) -> tuple[UserPool, User]:
    return call.user_pool(), call.user()


def _list(call: Call, pool: UserPool, user: User, shows: Callable[[Device], bool]) -> Body:
    return page(
        call,
        "Devices",
        filter(shows, user.devices.values()),
        key=lambda device: [device.created, device.key],
        show=lambda device: _show(pool, user, device),
        token="PaginationToken",
    )


def _update(call: Call, user: User) -> Body:
    device = user.device(call.body["DeviceKey"])
    if "DeviceRememberedStatus" in call.body:
        device.remember(call.body["DeviceRememberedStatus"] == "remembered")
    return {}


def _forget(call: Call, user: User) -> Body:
    user.forget_device(call.body["DeviceKey"])
    return {}


def _show(pool: UserPool, user: User, device: Device) -> Body:
    owner = f"{user.username}.{pool.id}"
    arn = f"arn:aws:cognito-idp:{pool.region}:{DEFAULT_ACCOUNT_ID}:owner/{owner}/device/{device.key}"
    attributes = {
        "device_status": "valid",
        **({"device_name": device.name} if device.name else {}),
        "dev:device_arn": arn,
        "dev:device_owner": owner,
        "last_ip_used": "127.0.0.1",  # nobody else can reach this server
        "dev:device_remembered_status": "remembered" if device.is_remembered else "not_remembered",
    }
    return {
        "DeviceKey": device.key,
        "DeviceAttributes": [{"Name": name, "Value": value} for name, value in attributes.items()],
        "DeviceCreateDate": device.created,
        "DeviceLastModifiedDate": device.modified,
        "DeviceLastAuthenticatedDate": device.authenticated,
    }
