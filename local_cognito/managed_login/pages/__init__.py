"""The HTML pages of a domain: sign in, sign up, forgotten passwords, errors.

They work without JavaScript. Each form is sent to a page of the domain, with the query with which the browser
came, and the answer is the next page. The modules that answer the API decide whether something is right.

    rendering   templates made into responses
    fields      the fields of the forms, and what is wrong with what was typed
    page        what all forms have in common
    codes       confirmation codes and forgotten passwords
    sign_up     somebody creates an account
    sign_in     the password, and what comes after it

The addresses are those of the developer guide, "User-interactive managed login and classic hosted UI endpoints".
"""

from __future__ import annotations

from collections.abc import Callable

from werkzeug.wrappers import Response

from ..authorization_request import AuthorizationRequest
from ..visit import Visit
from . import codes, sign_in, sign_up
from .page import Page
from .rendering import ENCOUNTERED, STYLE_HASH, error

__all__ = ["PAGES", "STYLE_HASH", "PageView", "error", "show_error"]

#: What answers GET and POST at a page. `routes` has checked the CSRF token, and read the query.
PageView = Callable[[Visit, AuthorizationRequest], Response]
ABSENT = "Required String parameter '{name}' is not present"
#: What /error says. It repeats nothing from its address but these.
MESSAGES = {
    "redirect_mismatch": "redirect_mismatch: the redirect_uri is not one of the callback URLs of the app client."
    " They are compared character by character.",
    "invalid_client": "invalid_client: the user pool has no app client with this client_id.",
    **{message: message for message in (ABSENT.format(name=name) for name in ("client_id", "redirect_uri"))},
}


def show_error(visit: Visit) -> Response:
    """GET /error, where the browser is sent when there is no app that it could be sent back to."""
    return error(MESSAGES.get(visit.request.args.get("error", ""), ENCOUNTERED), 400)


def _form(view: Callable[[Page], Response]) -> PageView:
    return lambda visit, request: view(Page(visit, request))


#: By path.
PAGES: dict[str, PageView] = {
    "/login": _form(sign_in.view),
    "/signup": _form(sign_up.view),
    "/confirm": _form(codes.CONFIRM.view),
    "/forgotPassword": _form(codes.forgot_password),
    "/confirmforgotPassword": _form(codes.RESET.view),
}
