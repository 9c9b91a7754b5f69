"""What a domain answers: redirects, JSON, and errors, each in the form that OAuth has for it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from werkzeug.wrappers import Response

from .domains import Domain


def encode(parameters: Mapping[str, str]) -> str:
    """Parameters as a query."""
    return urlencode(parameters, quote_via=quote)


def redirect(url: str) -> Response:
    """Send the browser to another address."""
    return Response(status=302, headers={"Location": url})


def as_json(body: Mapping[str, Any], status: int = 200) -> Response:
    """JSON, with the Content-Type as AWS writes it."""
    return Response(json.dumps(body), status, content_type="application/json;charset=UTF-8")


class PageRefusal(Exception):
    """Something that is refused with a page, which says what is wrong. `routes` makes it.

    Args:
        message: one of our own, never what somebody has sent.
    """

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.message, self.status = message, status


class Refusal(Exception):
    """Something that is refused in OAuth's way. Each kind has its own form of answer."""

    def answer(self, domain: Domain) -> Response:
        """The answer to the request."""
        raise NotImplementedError


class ErrorPage(Refusal):
    """The browser is sent to /error, because it cannot be sent back to the app.

    Args:
        error: what is wrong, which /error finds in its query.
        client_id: the app client, if it is known.
    """

    def __init__(self, error: str, client_id: str | None = None) -> None:
        super().__init__(error)
        self.query = {"error": error, **({"client_id": client_id} if client_id else {})}

    def answer(self, domain: Domain) -> Response:
        return redirect(domain.url("/error", encode(self.query)))


class SentBack(Refusal):
    """The browser is sent back to the app, with the error in the address."""

    def __init__(self, url: str) -> None:
        super().__init__("sent back to the app")
        self.url = url

    def answer(self, domain: Domain) -> Response:
        return redirect(self.url)


class EndpointError(Refusal):
    """An error of an endpoint that programs call (RFC 6749, section 5.2).

    Args:
        error: its code, such as ``invalid_grant``.
        description: what to do about it, where it is ours alone.
    """

    def __init__(self, error: str, description: str = "", status: int = 400) -> None:
        super().__init__(error)
        self.body = {"error": error, **({"error_description": description} if description else {})}
        self.status = status

    def answer(self, domain: Domain) -> Response:
        return as_json(self.body, self.status)
