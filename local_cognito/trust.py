"""Which requests a server on the loopback address answers, and which web pages may read the answers.

Any page in the learner's browser can send requests to this machine. So a server asks three things:

- By which name does the browser call it? A site can let its own name mean 127.0.0.1 (DNS rebinding); for the
  browser, the server is then a part of that site. So the server answers to loopback names only: `check_host`.
- Which page wants to read the answer? Pages of the origins that are named: `share_with` (CORS).
- Which page sends the request? Where a request alone does harm, the others are refused: `check_sender`.

The browser says so in the headers Host, Origin and Sec-Fetch-Site, which no page can change. Of these, programs
such as curl and boto3 send only Host, with the loopback address in it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection

from werkzeug.exceptions import Forbidden, HTTPException
from werkzeug.wrappers import Request, Response

LOOPBACK_HOST = re.compile(r"(127\.0\.0\.1|\[::1\]|([a-z0-9_-]+\.)*localhost)(:\d{1,5})?", re.ASCII | re.I)
LOOPBACK_NAMES = "127.0.0.1, [::1], localhost and names that end with .localhost"
ORIGIN = re.compile(r"[a-z][a-z0-9+.-]*://([a-z0-9._-]+|\[[0-9a-f:.]+\])(:\d{1,5})?", re.ASCII)


def is_loopback_host(host: str) -> bool:
    """Whether a Host header, such as ``localhost:3000``, names this machine's loopback address."""
    return bool(LOOPBACK_HOST.fullmatch(host))


def is_loopback_origin(origin: str) -> bool:
    """Whether pages of an origin, such as ``http://localhost:3000``, come from this machine."""
    scheme, _, host = origin.partition("://")
    return scheme in ("http", "https") and is_loopback_host(host)


def check_origin(origin: str) -> str:
    """An origin as browsers write it. Returns it.

    Raises:
        ValueError: it is anything else, such as an address with a path, ``*``, or ``null``: pages of any site can
            have the origin ``null``.
    """
    if not ORIGIN.fullmatch(origin):
        raise ValueError(f"An origin looks like https://app.example.com, and this one does not: {origin!r}")
    return origin


def check_host(request: Request, also: str | None = None) -> None:
    """Refuse a request to any name that is not this machine's.

    Args:
        also: a regular expression for the other hosts by which a proxy calls this server.

    Raises:
        Forbidden: the Host header is another one, or missing.
    """
    host = request.environ.get("HTTP_HOST", "")
    if not is_loopback_host(host) and not (also and re.fullmatch(also, host)):
        raise Forbidden(f"This server answers only to {LOOPBACK_NAMES}, and the request's Host header is another.")


def check_sender(request: Request, origins: Collection[str]) -> None:
    """Refuse a request that a page sends, unless the page is of one of these origins or of this server's own.

    Raises:
        Forbidden: it comes from another page.
    """
    origin = request.headers.get("Origin")
    if origin in origins:
        return
    is_own = origin is None or origin == request.host_url.rstrip("/")
    if not is_own or request.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin"):
        raise Forbidden(f"Of web pages, only those of {' and '.join(origins)} can send this request.")


def share_with(response: Response, request: Request, is_allowed: Callable[[str], bool]) -> None:
    """Let the page that sent the request read the response, if its origin is allowed (CORS).

    A page of the open web also needs leave to call this machine (https://wicg.github.io/private-network-access/).
    """
    response.vary.add("Origin")
    origin = request.headers.get("Origin", "")
    if not is_allowed(origin):
        return
    response.headers["Access-Control-Allow-Origin"] = origin
    if request.headers.get("Access-Control-Request-Private-Network") == "true":
        response.headers["Access-Control-Allow-Private-Network"] = "true"


def preflight(request: Request) -> Response:
    """What a browser asks before a page may call another origin (https://fetch.spec.whatwg.org/#cors-preflight-fetch)."""
    requested = request.headers.get("Access-Control-Request-Headers", "")
    return Response(
        headers={"Access-Control-Allow-Methods": "GET, POST", "Access-Control-Allow-Headers": requested}
    )


def as_json(error: HTTPException) -> Response:
    """The response to an HTTP error, in JSON: ``{"error": "what is wrong"}``."""
    response = Response(json.dumps({"error": error.description}), error.code, error.get_headers())
    response.content_type = "application/json"
    return response
