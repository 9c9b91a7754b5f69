"""The attributes of a user pool: the standard ones, as Schema changes them, and custom ones."""

from __future__ import annotations

from typing import Any

from . import errors
from .moto_adapter import STANDARD_ATTRIBUTES

Attribute = dict[str, Any]


def complete(attributes: list[Attribute]) -> list[Attribute]:
    """All attributes of a new user pool. moto lacks the standard ones if Schema names any attribute.

    Raises:
        ApiError: as `check`.
    """
    check(attributes)
    given = {
        attribute["Name"]: {name: value for name, value in attribute.items() if value != {}}
        for attribute in attributes
    }
    standard = [
        {"Name": name, **attribute, **given.pop(name, {})} for name, attribute in STANDARD_ATTRIBUTES.items()
    ]
    return [*standard, *given.values()]


def check(attributes: list[Attribute]) -> None:
    """Check what moto does not check of a Schema, or of CustomAttributes.

    Raises:
        ApiError: an attribute has no name, or two have the same, or a limit is below the other.
    """
    names = [attribute.get("Name") for attribute in attributes]
    if not all(names):
        raise errors.ATTRIBUTE_WITHOUT_NAME()
    if len(set(names)) < len(names):
        raise errors.ATTRIBUTE_TWICE()
    for attribute in attributes:
        strings = attribute.get("StringAttributeConstraints", {})
        numbers = attribute.get("NumberAttributeConstraints", {})
        for lower, upper in (
            (strings.get("MinLength"), strings.get("MaxLength")),
            (numbers.get("MinValue"), numbers.get("MaxValue")),
        ):
            # moto compares the two unless one of them is zero.
            if set(upper or "1") == {"0"} and set(lower or "0") != {"0"}:
                raise errors.ATTRIBUTE_LIMITS(name=attribute["Name"])
