"""A user's attributes: which there are, who may write them, and which of them are names.

moto stores whatever it is sent. A user could then call themselves verified, take another's e-mail, or write claims
of their own, such as ``cognito:groups``, into the ID token.
"""

from __future__ import annotations

from collections.abc import Iterable

from moto.cognitoidp.models import CognitoIdpUser, CognitoIdpUserPoolAttribute
from moto.cognitoidp.utils import flatten_attrs

from .pool import AppClient, UserPool
from .refusals import ALIAS_EXISTS, NOT_IN_SCHEMA, NOT_MUTABLE, NOT_WRITABLE

Attributes = list[dict[str, str]]
#: What only an administrator, or a code, can say.
NEVER_A_USERS_OWN = {"sub", "email_verified", "phone_number_verified"}


def checked(pool: UserPool, attributes: Attributes, *, client: AppClient | None = None) -> Attributes:
    """Attributes as sent, each with a value, if only an empty one.

    Args:
        client: the client through which a user writes their own; None for an administrator.

    Raises:
        JsonRESTError: the pool does not have one of them, or this client may not write it.
    """
    names = [attribute["Name"] for attribute in attributes]
    for name in names:
        if name not in CognitoIdpUserPoolAttribute.STANDARD_SCHEMA and name not in pool.schema_attributes:
            raise NOT_IN_SCHEMA(name=name)
    if client and not _may_write(client, names):
        raise NOT_WRITABLE()
    return [{"Name": attribute["Name"], "Value": attribute.get("Value") or ""} for attribute in attributes]


def change(
    pool: UserPool, user: CognitoIdpUser, attributes: Attributes, *, client: AppClient | None = None
) -> None:
    """Write attributes of a user who is there already. A new e-mail or phone number has to be verified again.

    Raises:
        JsonRESTError: as `checked`; one cannot be changed; AliasExistsException: one is another user's name.
    """
    wanted = flatten_attrs(checked(pool, attributes, client=client))
    for name in wanted:
        fixed = name in pool.schema_attributes and not pool.schema_attributes[name].mutable
        if name == "sub" or (fixed and name in user.attribute_lookup):
            raise NOT_MUTABLE(name=name)
    for name in ("email", "phone_number"):
        if name in wanted and wanted[name] != user.attribute_lookup.get(name):
            wanted.setdefault(f"{name}_verified", "false")
    check_names(pool, {**user.attribute_lookup, **wanted}, user)
    user.update_attributes([{"Name": name, "Value": value} for name, value in wanted.items()])
    pool.learn_names(user)


def check_names(pool: UserPool, attributes: dict[str, str], user: CognitoIdpUser | None = None) -> None:
    """Refuse attributes that would give a user, or one who is yet to be made, the name of another."""
    for attribute, name in pool.names_among(attributes).items():
        if pool._get_user(name) not in (None, user):
            raise ALIAS_EXISTS(name=attribute)


def _may_write(client: AppClient, names: Iterable[str]) -> bool:
    writable = client.extended_config.get("WriteAttributes") or names
    return all(name in writable and name not in NEVER_A_USERS_OWN for name in names)
