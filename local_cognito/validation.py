"""Checks requests against AWS's own description of the Cognito API.

botocore contains that description (the service model): which members a request must have, and their types,
lengths, ranges, patterns and enums. AWS refuses a request that breaks it before anything else, and so do we.
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

from . import errors
from .moto_adapter import Shape, operation_model

JSON_TYPES: dict[str, Any] = {
    "structure": dict,
    "map": dict,
    "list": list,
    "string": str,
    "boolean": bool,
    "integer": int,
    "long": int,
    "double": (int, float),
    "timestamp": (int, float, str),
    "blob": str,
}
#: Patterns that differ from botocore's: Cognito allows a space inside a password, but not at its ends.
PATTERNS = {"PasswordType": r"^[\S]+.*[\S]+$"}
#: Python's re has no classes for categories of characters, such as \p{L}. So each character that is not ASCII is
#: replaced by one of its category that is: by the first in this table.
ASCII_OF_CATEGORY = {
    "L": string.ascii_letters,
    "M": string.ascii_letters,
    "N": string.digits,
    "P": "!\"#%&'()*,-./:;?@[\\]_{}",
    "S": "$+<=>^`|~",
    "Z": " ",
    "C": "\x00",
}


def members(operation: str) -> set[str]:
    """The names of the members that a request of this operation can have."""
    return set(operation_model(operation).input_shape.members)


def without_nulls(value: Any) -> Any:
    """A request without its members that are null, however deep they are: null is the same as left out."""
    if isinstance(value, dict):
        return {name: without_nulls(member) for name, member in value.items() if member is not None}
    if isinstance(value, list):
        return [without_nulls(element) for element in value]
    return value


def needs_signature(operation: str) -> bool:
    """Whether a request must be signed with AWS keys. InitiateAuth, for example, is open to anyone."""
    return bool(operation_model(operation).auth_type != "none")


def check(operation: str, request: Any) -> None:
    """Check a request against the service model.

    Args:
        operation: as AWS spells it: ``InitiateAuth``.
        request: the decoded JSON body.

    Raises:
        ApiError: SerializationException for a wrong type; InvalidParameterException that lists every broken
            constraint in AWS's words.
    """
    problems = list(_problems(operation_model(operation).input_shape, request, ""))
    if problems:
        noun = "error" if len(problems) == 1 else "errors"
        message = f"{len(problems)} validation {noun} detected: " + "; ".join(problems)
        raise errors.ApiError(errors.INVALID_PARAMETER, message)


def _problems(shape: Shape, value: Any, path: str) -> Iterator[str]:
    _check_type(shape, value, path)
    for constraint in _broken_constraints(shape, value):
        yield _problem(value, path, constraint, is_secret=_is_secret(shape))
    if shape.type_name == "structure":
        for name, member in shape.members.items():
            if value.get(name) is not None:
                yield from _problems(member, value[name], _join(path, name))
            elif name in shape.required_members:
                place = _join(path, name)
                yield f"Value null at '{place}' failed to satisfy constraint: Member must not be null"
    elif shape.type_name == "list":
        shown = f"[{', '.join(map(str, value))}]"
        yield from _problems_of_elements(shape, shape.member, value, path, "Member", shown)
    elif shape.type_name == "map":
        values = [each for each in value.values() if each is not None]
        yield from _problems_of_elements(shape, shape.value, values, path, "Map value", "{...}")


def _problems_of_elements(
    shape: Shape, element: Shape, values: Iterable[Any], path: str, kind: str, shown: str
) -> Iterator[str]:
    """Problems inside a list or a map. Only those of structures are reported element by element."""
    broken: dict[str, None] = {}
    for number, value in enumerate(values, start=1):
        if element.type_name == "structure":
            yield from _problems(element, value, f"{path}.{number}.member")
        else:
            _check_type(element, value, path)
            broken.update(dict.fromkeys(f"Member must {c}" for c in _broken_constraints(element, value)))
    if broken:
        is_secret = _is_secret(shape) or _is_secret(element)
        yield _problem(shown, path, f"satisfy constraint: [{', '.join(broken)}]", is_secret=is_secret, kind=kind)


def _problem(value: Any, path: str, constraint: str, *, is_secret: bool, kind: str = "Member") -> str:
    shown = "" if is_secret else f" '{value}'"
    return f"Value{shown} at '{path}' failed to satisfy constraint: {kind} must {constraint}"


def _is_secret(shape: Shape) -> bool:
    return bool(shape.metadata.get("sensitive"))


def _check_type(shape: Shape, value: Any, path: str) -> None:
    expected = JSON_TYPES[shape.type_name]
    if not isinstance(value, expected) or (isinstance(value, bool) and expected is not bool):
        raise errors.WRONG_TYPE(place=path or "The request", type=shape.type_name)


def _broken_constraints(shape: Shape, value: Any) -> Iterator[str]:
    limits = shape.metadata
    if limits.get("enum") and value not in limits["enum"]:
        yield f"satisfy enum value set: [{', '.join(limits['enum'])}]"
    size: float
    if isinstance(value, (str, list, dict)):
        size, kind = len(value), "length"
    elif not isinstance(value, bool):
        size, kind = value, "value"
    else:
        return
    if size < limits.get("min", size):
        yield f"have {kind} greater than or equal to {limits['min']}"
    if size > limits.get("max", size):
        yield f"have {kind} less than or equal to {limits['max']}"
    pattern = PATTERNS.get(shape.name) or limits.get("pattern")
    is_blank_password = shape.name == "PasswordType" and not value
    if pattern and not is_blank_password and not _matches(pattern, value):
        yield f"satisfy regular expression pattern: {pattern}"


def _matches(pattern: str, value: str) -> bool:
    """Whether a string matches a pattern of the service model, which is one of Java's."""
    if r"\p{" in pattern:
        pattern = re.sub(r"\\p{(.)}", lambda match: re.escape(ASCII_OF_CATEGORY[match[1]]), pattern)
        value = "".join(c if c.isascii() else ASCII_OF_CATEGORY[unicodedata.category(c)[0]][0] for c in value)
    return re.fullmatch(pattern, value) is not None


def _join(path: str, name: str) -> str:
    name = name[0].lower() + name[1:]
    return f"{path}.{name}" if path else name
