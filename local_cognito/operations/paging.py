"""Lists that are returned page by page."""

from __future__ import annotations

import base64
import binascii
import hmac
import json
import secrets
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from .. import errors
from .call import Body, Call

T = TypeVar("T")

LONGEST_PAGE = 60
_SIGNING_KEY = secrets.token_bytes(32)


def page(
    call: Call,
    name: str,
    items: Iterable[T],
    *,
    key: Callable[[T], list[Any]],
    show: Callable[[T], Any],
    token: str = "NextToken",
) -> Body:
    """One page of a list, in the order of the keys.

    The token for the next page is bound to the operation and its other parameters. It holds the key of the last
    item shown, so that nothing is left out or repeated when items are deleted in between.

    Args:
        name: the member of the answer that has the list.
        key: what orders the items; no two have the same, and JSON can express it.
        show: what the answer says of an item.
        token: the member that has the token, in the request and in the answer.

    Raises:
        ApiError: the token was not made for this list.
    """
    limit = call.body.get("MaxResults") or call.body.get("Limit") or LONGEST_PAGE
    last = _read(call, call.body[token], token) if token in call.body else None
    rest = sorted((item for item in items if last is None or key(item) > last), key=key)
    answer: Body = {name: [show(item) for item in rest[:limit]]}
    if len(rest) > limit:
        answer[token] = _write(call, key(rest[limit - 1]), token)
    return answer


def _write(call: Call, last: list[Any], token: str) -> str:
    data = json.dumps(last).encode()
    return base64.b64encode(_signature(call, data, token) + data).decode()


def _read(call: Call, value: str, token: str) -> list[Any]:
    try:
        decoded = base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError) as error:
        raise errors.BAD_PAGE_TOKEN() from error
    signature, data = decoded[:32], decoded[32:]
    if not hmac.compare_digest(signature, _signature(call, data, token)):
        raise errors.BAD_PAGE_TOKEN()
    last: list[Any] = json.loads(data)
    return last


def _signature(call: Call, data: bytes, token: str) -> bytes:
    parameters = {name: call.body[name] for name in call.body if name not in (token, "MaxResults", "Limit")}
    context = json.dumps([call.operation, call.region, parameters], sort_keys=True).encode()
    return hmac.digest(_SIGNING_KEY, context + b"\0" + data, "sha256")
