"""Requests held against AWS's own description of the Cognito API.

botocore ships that description (the service model): which members a request must have, their types, lengths,
ranges, patterns and enums. AWS refuses a request that breaks it before it looks at anything else; so do we.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from botocore.model import Shape
from moto.core.exceptions import JsonRESTError

from .descriptions import service_model

JSON_TYPES = {
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
# botocore carries "[\S]+" for passwords, but Cognito lets a space stand inside one.
PATTERNS_NOT_KEPT = {"PasswordType"}


def members(operation: str) -> set[str]:
    """The names of what a request of this operation may carry."""
    return set(service_model().operation_model(operation).input_shape.members)


def needs_signature(operation: str) -> bool:
    """Whether only the holder of AWS keys may call it, as the admin operations; InitiateAuth is open to anyone."""
    return service_model().operation_model(operation).auth_type != "none"


def check(operation: str, request: Any) -> None:
    """Refuse a request that breaks the service model.

    Args:
        operation: as AWS names it, ``InitiateAuth``.
        request: the decoded JSON body.

    Raises:
        JsonRESTError: SerializationException for a wrong type, InvalidParameterException that lists every broken
            constraint as AWS words it.
    """
    problems = list(_problems(service_model().operation_model(operation).input_shape, request, ""))
    if problems:
        errors = "error" if len(problems) == 1 else "errors"
        raise JsonRESTError(
            "InvalidParameterException",
            f"{len(problems)} validation {errors} detected: " + "; ".join(problems),
        )


def _problems(shape: Shape, value: Any, path: str) -> Iterator[str]:
    _check_type(shape, value, path)
    for constraint in _broken_constraints(shape, value):
        yield _problem(value, path, constraint, secret=_is_secret(shape))
    if shape.type_name == "structure":
        for name, member in shape.members.items():
            if value.get(name) is not None:
                yield from _problems(member, value[name], _inside(path, name))
            elif name in shape.required_members:
                place = _inside(path, name)
                yield f"Value null at '{place}' failed to satisfy constraint: Member must not be null"
    elif shape.type_name == "list":
        yield from _member_problems(shape, shape.member, value, path, "Member", f"[{', '.join(map(str, value))}]")
    elif shape.type_name == "map":
        yield from _member_problems(shape, shape.value, value.values(), path, "Map value", "{...}")


def _member_problems(
    shape: Shape, member: Shape, values: Iterable[Any], path: str, what: str, shown: str
) -> Iterator[str]:
    """A list or a map names itself for a broken member; a structure inside it speaks for itself."""
    broken: dict[str, None] = {}
    for number, value in enumerate(values, start=1):
        if member.type_name == "structure":
            yield from _problems(member, value, f"{path}.{number}.member")
        else:
            _check_type(member, value, path)
            broken.update(dict.fromkeys(f"Member must {c}" for c in _broken_constraints(member, value)))
    if broken:
        secret = _is_secret(shape) or _is_secret(member)
        yield _problem(shown, path, f"satisfy constraint: [{', '.join(broken)}]", secret=secret, who=what)


def _problem(value: Any, path: str, constraint: str, *, secret: bool, who: str = "Member") -> str:
    shown = "" if secret else f" '{value}'"
    return f"Value{shown} at '{path}' failed to satisfy constraint: {who} must {constraint}"


def _is_secret(shape: Shape) -> bool:
    return bool(shape.metadata.get("sensitive"))


def _check_type(shape: Shape, value: Any, path: str) -> None:
    expected = JSON_TYPES[shape.type_name]
    if not isinstance(value, expected) or (isinstance(value, bool) and expected is not bool):
        place = path or "The request"
        raise JsonRESTError("SerializationException", f"{place} is not of type {shape.type_name}.")


def _broken_constraints(shape: Shape, value: Any) -> Iterator[str]:
    limits = shape.metadata
    if limits.get("enum") and value not in limits["enum"]:
        yield f"satisfy enum value set: [{', '.join(limits['enum'])}]"
    if isinstance(value, (str, list, dict)):
        size, kind = len(value), "length"
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        size, kind = value, "value"
    else:
        return
    if size < limits.get("min", size):
        yield f"have {kind} greater than or equal to {limits['min']}"
    if size > limits.get("max", size):
        yield f"have {kind} less than or equal to {limits['max']}"
    pattern = limits.get("pattern", "")
    # Python's re does not know \p{...}; what such a pattern would catch, nothing here depends on.
    is_kept = pattern and r"\p{" not in pattern and shape.name not in PATTERNS_NOT_KEPT
    if is_kept and not re.fullmatch(pattern, value):
        yield f"satisfy regular expression pattern: {pattern}"


def _inside(path: str, name: str) -> str:
    name = name[0].lower() + name[1:]
    return f"{path}.{name}" if path else name
