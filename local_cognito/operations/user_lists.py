"""Lists of users: all, those that a filter finds, and the members of a group."""

from __future__ import annotations

import re
from collections.abc import Callable

from .. import errors
from ..user import User
from ..user_pool import UserPool
from .call import Body, Call, operation
from .paging import page
from .users import SHARED_MEMBERS

#: ``email ^= "a"``; a quotation mark inside the value has a backslash before it.
FILTER = re.compile(r'\s*([\w:]+)\s*(\^?=)\s*"((?:[^"\\]|\\.)*)"\s*', re.DOTALL)
ATTRIBUTES = ("email", "phone_number", "name", "given_name", "family_name", "preferred_username", "sub")
#: What else can be searched for. Source: API reference, ListUsers.
OTHERS: dict[str, Callable[[User], str]] = {
    "username": lambda user: user.username,
    "cognito:user_status": lambda user: user.status.value,
    "status": lambda user: "Enabled" if user.enabled else "Disabled",
}
CASE_DOES_NOT_MATTER = "cognito:user_status"


@operation("ListUsers")
def list_users(call: Call) -> Body:
    """The users whom the filter finds, or all."""
    pool, wanted = call.user_pool(), call.body.get("AttributesToGet")
    if not all(pool.has_attribute(name) for name in wanted or []):
        raise errors.UNKNOWN_ATTRIBUTES_TO_GET()
    matches = _parse(call.body["Filter"]) if call.body.get("Filter") else None
    found = [user for user in pool.users() if matches is None or matches(user)]
    return user_page(call, found, wanted, token="PaginationToken")


def user_page(
    call: Call, users: list[User], attributes: list[str] | None = None, *, token: str = "NextToken"
) -> Body:
    """A page of users, with these attributes or all."""
    pool = call.user_pool()
    return page(
        call,
        "Users",
        users,
        key=lambda user: [user.sub],
        show=lambda user: _show(pool, user, attributes),
        token=token,
    )


def _show(pool: UserPool, user: User, attributes: list[str] | None) -> Body:
    shown = pool.ask_moto("AdminGetUser", Username=user.username)
    kept = [entry for entry in shown["UserAttributes"] if attributes is None or entry["Name"] in attributes]
    return {**{name: shown[name] for name in SHARED_MEMBERS}, "Attributes": kept}


def _parse(text: str) -> Callable[[User], bool]:
    """Whether a user is found by this Filter.

    Raises:
        ApiError: it is not a filter, or its attribute cannot be searched for.
    """
    parts = FILTER.fullmatch(text)
    if parts is None:
        raise errors.BAD_FILTER()
    name, comparison, value = parts[1], parts[2], re.sub(r"\\(.)", r"\1", parts[3], flags=re.DOTALL)
    if name not in ATTRIBUTES and name not in OTHERS:
        raise errors.BAD_FILTER_ATTRIBUTE(name=name)
    if name == CASE_DOES_NOT_MATTER:
        value = value.upper()

    def matches(user: User) -> bool:
        found = OTHERS[name](user) if name in OTHERS else user.attributes.get(name)
        if found is None:
            return False
        return found == value if comparison == "=" else found.startswith(value)

    return matches
