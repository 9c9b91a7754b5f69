"""GET /oauth2/authorize: the browser goes to the login page, or back to the app with what it has asked for."""

from __future__ import annotations

from werkzeug.wrappers import Response

from .. import browser_sessions
from ..browser_sessions import BrowserSession
from ..grants import Grant
from ..user import User
from .answers import redirect
from .authorization_request import AuthorizationRequest, read
from .visit import SESSION_COOKIE, Visit


def authorize(visit: Visit) -> Response:
    """Send the browser back to the app at once if the user is signed in, else to the login page.

    A session does not help with a client that users of the pool cannot sign in to: the login page says so.
    """
    request, session = read(visit), visit.session()
    if session and "login" not in request.prompts and request.client.takes_local_users:
        return _send_back(visit, request, session)
    if "none" in request.prompts:
        raise request.return_to.refuse("login_required")
    return redirect(visit.domain.url("/login", visit.query))


def finish(visit: Visit, request: AuthorizationRequest, user: User) -> Response:
    """Sign the user in at the domain, in this browser, and send them back to the app."""
    sessions = visit.domain.pool.browser_sessions
    sessions.end(visit.session_key)
    key, session = sessions.start(user)
    response = _send_back(visit, request, session)
    visit.domain.set_cookie(response, SESSION_COOKIE, key, browser_sessions.VALIDITY)
    return response


def _send_back(visit: Visit, request: AuthorizationRequest, session: BrowserSession) -> Response:
    """Send the browser back to the app, with a code or with tokens."""
    return_to = request.return_to
    issue = _tokens if return_to.in_fragment else _code
    return redirect(return_to.url(return_to.with_state(**issue(visit, request, session))))


def _code(visit: Visit, request: AuthorizationRequest, session: BrowserSession) -> dict[str, str]:
    grant = Grant(
        client=request.client,
        user=session.user,
        redirect_uri=request.return_to.redirect_uri,
        scopes=request.scopes,
        time=session.time,
        nonce=request.nonce,
        code_challenge=request.code_challenge,
    )
    return {"code": visit.domain.pool.grants.open(grant)}


def _tokens(visit: Visit, request: AuthorizationRequest, session: BrowserSession) -> dict[str, str]:
    tokens = visit.domain.pool.tokens
    issued = tokens.issue(tokens.open(request.client, session.user, request.scopes, session.time), request.nonce)
    return {
        **({"id_token": issued["IdToken"]} if "IdToken" in issued else {}),
        "access_token": issued["AccessToken"],
        "token_type": issued["TokenType"],
        "expires_in": str(issued["ExpiresIn"]),
    }
