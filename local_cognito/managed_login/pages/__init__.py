"""The HTML pages of a domain."""

from __future__ import annotations

from collections.abc import Callable

from werkzeug.wrappers import Response

from ..authorization import AuthorizationRequest
from ..domains import Domain
from ..visit import Visit

#: What answers GET and POST at a page. The request is what the query asks for; `routes` has checked the form's
#: CSRF token. A page that has signed the user in returns ``authorization.finish(visit, request, user)``.
PageView = Callable[[Visit, AuthorizationRequest], Response]


def error(domain: Domain | None, message: str, status: int) -> Response:
    """A page that says what is wrong.

    Args:
        domain: where; None if no user pool has the domain.
        message: one of our own, never what somebody has sent.
    """
    return Response(f"{message}\n", status)


def show_error(visit: Visit) -> Response:
    """GET /error, where the browser is sent when there is no app that it could be sent back to."""
    return error(visit.domain, "An error was encountered with the requested page.", 400)


#: By path, such as ``/login``.
PAGES: dict[str, PageView] = {}
