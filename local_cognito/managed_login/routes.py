"""The addresses of a domain, what is there, and what all answers of a kind have in common."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from werkzeug.exceptions import BadRequest, HTTPException, MethodNotAllowed, NotFound
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from .. import registry, trust
from . import csrf, domains, pages
from .answers import PageRefusal, Refusal, as_json
from .authorization import authorize
from .authorization_request import AuthorizationRequest, read
from .logout import log_out
from .revocation import revoke
from .token_endpoint import exchange
from .user_info import show_user
from .visit import View, Visit

#: What programs call, and pages of other origins may: by path, with the methods.
ENDPOINTS: dict[str, tuple[View, list[str]]] = {
    "/oauth2/token": (exchange, ["POST"]),
    "/oauth2/userInfo": (show_user, ["GET", "POST"]),
    "/oauth2/revoke": (revoke, ["POST"]),
}
#: Where the browser itself goes.
REDIRECTS: dict[str, View] = {"/oauth2/authorize": authorize, "/logout": log_out, "/error": pages.show_error}
#: For answers that a browser shows: not in a frame of another site, which could trick users into clicking; not
#: from a cache; and without telling other sites the address, in which there may be a state.
FOR_BROWSERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{pages.STYLE_HASH}'; img-src data:; "
    "base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def _page(view: pages.PageView) -> View:
    """The view of a page: for forms it checks who sends them, and for all that the request is a right one."""

    def respond(visit: Visit) -> Response:
        if visit.request.method == "POST":
            csrf.check(visit.request)
        request = read(visit)
        _check_available(visit, request)
        response = view(visit, request)
        visit.domain.set_cookie(response, csrf.COOKIE, visit.csrf_token)
        return response

    return respond


def _check_available(visit: Visit, request: AuthorizationRequest) -> None:
    """Whether the domain has pages for this client.

    Raises:
        PageRefusal: there is no style for managed login, or the client does not let users of the pool sign in.
    """
    if not visit.domain.is_classic and request.client.id not in visit.domain.pool.login_styles:
        raise PageRefusal("Login pages unavailable. Please contact an administrator.", 403)
    if not request.client.takes_local_users:
        raise PageRefusal("Login option is not available. Please try another one", 401)


ROUTES = Map(
    [
        *(Rule(path, endpoint=view, methods=[*methods, "OPTIONS"]) for path, (view, methods) in ENDPOINTS.items()),
        *(Rule(path, endpoint=view, methods=["GET"]) for path, view in REDIRECTS.items()),
        *(Rule(path, endpoint=_page(view), methods=["GET", "POST"]) for path, view in pages.PAGES.items()),
    ],
    merge_slashes=False,
)


def answer(request: Request) -> Response:
    """Answer a request that `domains.enter` has let in.

    Raises:
        HTTPException: there is nothing at this address, or not for this method.
    """
    try:
        request.query_string.decode()
    except UnicodeDecodeError as error:
        raise BadRequest("The address is not in UTF-8.") from error
    domain = domains.find(request)
    if domain is None:
        raise NotFound("No user pool has this domain.")
    registry.forget_expired()
    try:
        view, _ = ROUTES.bind_to_environ(request.environ).match()
        if request.method == "OPTIONS":
            return trust.preflight(request)
        response: Response = view(Visit(request, domain, csrf.token(request)))
    except PageRefusal as refusal:
        return pages.error(refusal.message, refusal.status)
    except Refusal as refusal:
        return refusal.answer(domain)
    return response


def refuse(request: Request, error: HTTPException) -> Response:
    """The answer to a request that ends in an error of HTTP."""
    status = error.code or 500
    if request.path in ENDPOINTS:
        response = as_json({"error": "invalid_request" if status < 500 else "server_error"}, status)
    else:
        response = pages.error(error.description or error.name, status)
    if isinstance(error, MethodNotAllowed):
        response.allow.update(error.valid_methods or [])
    return response


def add_headers(response: Response, request: Request, is_allowed: Callable[[str], bool]) -> None:
    """Add what all answers of a kind have.

    Args:
        is_allowed: whether pages of an origin may read the answers of `ENDPOINTS`.
    """
    response.headers["x-amz-cognito-request-id"] = str(uuid.uuid4())
    if request.path in ENDPOINTS:
        response.headers["Cache-Control"] = "no-store"  # RFC 6749, section 5.1
        response.headers["Pragma"] = "no-cache"
        trust.share_with(response, request, is_allowed)
    else:
        for name, value in FOR_BROWSERS.items():
            response.headers.setdefault(name, value)
