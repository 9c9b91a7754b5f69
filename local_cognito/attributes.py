"""A user's attributes: which of them exist, and who may write them.

moto stores whatever it is sent. Users could mark themselves as verified, take somebody else's e-mail address, or
write claims of their own, such as ``cognito:groups``, into their ID token.
"""

from __future__ import annotations

from . import errors
from .app_client import AppClient
from .user import User
from .user_pool import UserPool

#: What a user may never write, whatever the app client allows.
READ_ONLY = {"sub", "email_verified", "phone_number_verified"}


def parse(pool: UserPool, attributes: list[dict[str, str]], *, client: AppClient | None = None) -> dict[str, str]:
    """The attributes of a request by name; without a value, one is empty. Raises: as `check`."""
    parsed = {attribute["Name"]: attribute.get("Value") or "" for attribute in attributes}
    check(pool, parsed, client=client)
    return parsed


def check(pool: UserPool, attributes: dict[str, str], *, client: AppClient | None = None) -> None:
    """Check that attributes exist and may be written.

    Args:
        client: the app client through which users write their own attributes; None for an administrator.

    Raises:
        ApiError: the user pool does not have one of them, or the client may not write it.
    """
    for name in attributes:
        if not pool.has_attribute(name):
            raise errors.NOT_IN_SCHEMA(name=name)
    if client:
        writable = client.settings.get("WriteAttributes") or attributes
        if any(name not in writable or name in READ_ONLY for name in attributes):
            raise errors.NOT_WRITABLE()


def change(pool: UserPool, user: User, attributes: dict[str, str]) -> None:
    """Write attributes of an existing user. A new e-mail address or phone number has to be verified again.

    Raises:
        ApiError: an attribute cannot be changed; AliasExistsException: it is another user's name.
    """
    for name in attributes:
        if name == "sub" or (name in user.attributes and not pool.is_mutable(name)):
            raise errors.NOT_MUTABLE(name=name)
    attributes = dict(attributes)
    for name in ("email", "phone_number"):
        if name in attributes and attributes[name] != user.attributes.get(name):
            attributes.setdefault(f"{name}_verified", "false")
    check_names(pool, {**user.attributes, **attributes}, user)
    user.update_attributes(attributes)
    pool.learn_names(user)


def check_names(pool: UserPool, attributes: dict[str, str], user: User | None = None) -> None:
    """Raise an ApiError if the attributes would give the user, or a new one, another user's name."""
    for attribute, name in pool.sign_in_names(attributes).items():
        if pool.find_user(name) not in (None, user):
            raise errors.ALIAS_EXISTS(name=attribute)
