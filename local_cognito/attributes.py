"""A user's attributes: which of them exist, what values they can have, and who may write them.

moto stores whatever it is sent. Users could mark themselves as verified, take somebody else's e-mail address, or
write claims of their own, such as ``cognito:groups``, into their ID token.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from . import confirmation, errors
from .app_client import AppClient
from .codes import ADDRESSES, Code
from .moto_adapter import SchemaAttribute, validate_username_format
from .user import User
from .user_pool import UserPool

#: What a user may never write, whatever the app client allows.
READ_ONLY = {"sub", "email_verified", "phone_number_verified"}
NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
PHONE_NUMBER = re.compile(r"\+\d{2,15}", re.ASCII)


# --- what a request may contain --------------------------------------------------------------------------------


def parse(
    pool: UserPool, attributes: list[dict[str, str]], *, client: AppClient | None = None, user: User | None = None
) -> dict[str, str]:
    """The attributes of a request by name; without a value, one is empty. Raises: as `check`."""
    by_name = {entry["Name"]: entry.get("Value") or "" for entry in attributes}
    return check(pool, by_name, client=client, user=user)


def check(
    pool: UserPool, attributes: dict[str, str], *, client: AppClient | None = None, user: User | None = None
) -> dict[str, str]:
    """Check that attributes exist, may be written, and have values that the pool's schema allows.

    Args:
        client: the app client through which users write their own attributes; None for an administrator.
        user: whose attributes are updated, or deleted where the value is empty. None for a new user, who can
            also be given attributes that never change.

    Returns:
        the attributes, with ``true`` and ``false`` in lower case.

    Raises:
        ApiError: one of them does not exist or has an impossible value, or the client may not write it.
    """
    if user or not client:
        check_not_read_only(attributes, by_user=client is not None)
    problems = []
    for name, value in attributes.items():
        problem = _problem(pool, name, value) or (user and _problem_of_update(pool, user, name, attributes))
        if problem:
            problems.append(f"user.{name}: {problem}" if user else f"{name}: {problem}")
    if problems:
        error = errors.NOT_UPDATABLE if user else errors.NOT_OF_SCHEMA
        raise error(problems="\n".join(problems))
    if client and any(name in READ_ONLY or not client.can_write(name) for name in attributes):
        raise errors.NOT_WRITABLE()
    if attributes.get("email") and not validate_username_format(attributes["email"], "email"):
        raise errors.BAD_EMAIL()
    if attributes.get("phone_number") and not PHONE_NUMBER.fullmatch(attributes["phone_number"]):
        raise errors.BAD_PHONE_NUMBER()
    return {name: value.lower() if pool.is_boolean(name) else value for name, value in attributes.items()}


def check_not_read_only(names: Iterable[str], *, by_user: bool) -> None:
    """Raise an ApiError if one of the attributes is the sub, or one that users never write themselves."""
    for name in names:
        if name == "sub" or (by_user and name in READ_ONLY):
            raise errors.NOT_MUTABLE(name=name)


def _problem(pool: UserPool, name: str, value: str) -> str | None:
    """Why no user can have this value, in words like AWS's; None if a user can."""
    attribute = pool.attribute(name)
    if attribute is None:
        return "Attribute does not exist in the schema."
    return _problem_of_value(attribute, value) if value else None


def _problem_of_update(pool: UserPool, user: User, name: str, attributes: dict[str, str]) -> str | None:
    """Why this attribute cannot be among those that are updated or deleted; None if it can."""
    if not pool.is_mutable(name):
        return "Attribute cannot be updated."
    names = pool.settings.get("UsernameAttributes") or []
    left = [other for other in names if attributes.get(other, user.attributes.get(other))]
    if not attributes[name] and (name in pool.required_attributes or (name in names and not left)):
        return "Required attribute cannot be deleted."
    return None


def _problem_of_value(attribute: SchemaAttribute, value: str) -> str | None:
    if attribute.data_type == "String":
        if len(value) < attribute.smallest:
            return f"String must be no shorter than {attribute.smallest:.0f} characters"
        if len(value) > attribute.largest:
            return f"String must be no longer than {attribute.largest:.0f} characters"
    elif attribute.data_type == "Number":
        if not NUMBER.fullmatch(value):
            return "Value must be a number"
        if not attribute.smallest <= float(value) <= attribute.largest:
            return "Number is out of range"
    elif attribute.data_type == "Boolean" and value.lower() not in ("true", "false"):
        return "Value must be true or false"
    elif attribute.data_type == "DateTime" and not _is_date_time(value):
        return "Value must be a date and time"
    return None


def _is_date_time(value: str) -> bool:
    """Whether a string is in ISO 8601, with or without a time, or a number of seconds or milliseconds."""
    try:
        datetime.fromisoformat(re.sub("Z$", "+00:00", value))
    except ValueError:
        return value.isdecimal()
    return True


def check_required(pool: UserPool, attributes: dict[str, str]) -> None:
    """Raise an ApiError if a user would lack attributes that the pool's schema requires."""
    missing = [name for name in pool.required_attributes if name != "sub" and not attributes.get(name)]
    if missing:
        raise errors.NOT_OF_SCHEMA(problems="\n".join(f"{name}: The attribute is required" for name in missing))


# --- writing ---------------------------------------------------------------------------------------------------


def change(pool: UserPool, user: User, attributes: dict[str, str]) -> list[dict[str, str]]:
    """Write attributes of an existing user, which `check` has returned.

    A new e-mail address or phone number is not verified, unless an administrator says so. If the pool verifies it,
    the user is sent a code; if the pool wants it verified before the update, the old value stays until `verify`.

    Returns:
        CodeDeliveryDetails of each code.

    Raises:
        ApiError: AliasExistsException: it is another user's name.
    """
    unverified = _unverified(user, attributes)
    waiting = {name: unverified[name] for name in _verified_before_update(pool) if unverified.get(name)}
    now = {name: value for name, value in attributes.items() if name.replace("_verified", "") not in waiting}
    now.update({f"{name}_verified": "false" for name in unverified if name not in waiting})
    check_names(pool, {**user.attributes, **now, **waiting}, user)
    user.update_attributes(now)
    pool.learn_names(user)
    for name in ADDRESSES:
        if name in now:
            pool.codes.keep_those_sent_to(user.sub, name, now[name])
    to_verify = {name: unverified[name] for name in confirmation.verified_at_sign_up(pool) if unverified.get(name)}
    return [send_code(pool, user, name, address) for name, address in {**waiting, **to_verify}.items()]


def delete(pool: UserPool, user: User, names: list[str], *, client: AppClient | None = None) -> None:
    """Delete attributes, with what says that they are verified. Codes that were sent to them no longer count.

    Raises:
        ApiError: as `check`.
    """
    check(pool, dict.fromkeys(names, ""), client=client, user=user)
    addresses = [name for name in names if name in ADDRESSES]
    user.delete_attributes([*names, *(f"{name}_verified" for name in addresses)])
    for name in addresses:
        pool.codes.keep_those_sent_to(user.sub, name, "")


def _unverified(user: User, attributes: dict[str, str]) -> dict[str, str]:
    """The new e-mail address and phone number among the attributes, without those that are said to be verified."""
    return {
        name: attributes[name]
        for name in ADDRESSES
        if name in attributes
        and attributes[name] != user.attributes.get(name)
        and attributes.get(f"{name}_verified") != "true"
    }


def _verified_before_update(pool: UserPool) -> list[str]:
    settings = pool.settings.get("UserAttributeUpdateSettings") or {}
    return settings.get("AttributesRequireVerificationBeforeUpdate") or []


def send_code(pool: UserPool, user: User, name: str, address: str) -> dict[str, str]:
    """Send a code that verifies an e-mail address or a phone number. Returns CodeDeliveryDetails."""
    pool.codes.send(user.sub, name, name, address)
    return confirmation.delivery_details(name, address)


def verify(
    pool: UserPool, user: User, code: Code, *, taken: errors.ErrorType = errors.ALIAS_EXISTS, move: bool = False
) -> None:
    """Mark the address that a code was sent to as verified. If it has waited for that, it becomes the user's.

    Raises:
        ApiError: as `check_names`.
    """
    attributes = {code.attribute: code.address, f"{code.attribute}_verified": "true"}
    check_names(pool, {**user.attributes, **attributes}, user, taken=taken, move=move)
    pool.codes.keep_those_sent_to(user.sub, code.attribute, code.address)
    user.update_attributes(attributes)
    pool.learn_names(user)


def check_names(
    pool: UserPool,
    attributes: dict[str, str],
    user: User | None = None,
    *,
    taken: errors.ErrorType = errors.ALIAS_EXISTS,
    move: bool = False,
) -> None:
    """Check that the attributes do not give the user, or a new one, another user's name.

    Args:
        taken: the error if they do.
        move: ForceAliasCreation: take an e-mail or phone alias from the other user, who then has it unverified.

    Raises:
        ApiError: they do.
    """
    names = pool.sign_in_names(attributes).items()
    others = [(attribute, pool.find_user(name)) for attribute, name in names]
    losers = [(attribute, other) for attribute, other in others if other not in (None, user)]
    for attribute, _ in losers:
        if not move or attribute not in ADDRESSES or attribute in (pool.settings.get("UsernameAttributes") or []):
            raise taken(name=attribute)
    for attribute, other in losers:
        if other:
            other.update_attributes({f"{attribute}_verified": "false"})
            pool.codes.keep_those_sent_to(other.sub, attribute, "")
