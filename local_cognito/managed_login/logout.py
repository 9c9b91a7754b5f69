"""GET /logout: end the session of this browser."""

from __future__ import annotations

from werkzeug.wrappers import Response

from .answers import redirect
from .authorization_request import find_client, missing, read
from .visit import SESSION_COOKIE, Visit


def log_out(visit: Visit) -> Response:
    """Go on to ``logout_uri``, one of the client's LogoutURLs; or to the login page, with a query as for that.

    The session ends only if the request is a right one: what AWS does with others is not known.
    """
    query = visit.parameters
    client = find_client(visit)
    if query.get("logout_uri") in client.settings.get("LogoutURLs", []) and len(query.getlist("logout_uri")) == 1:
        return _end_session(visit, redirect(query["logout_uri"]))
    if "redirect_uri" not in query:  # so AWS answers an address that is not registered, too
        raise missing("redirect_uri", client)
    read(visit)
    return _end_session(visit, redirect(visit.domain.url("/login", visit.query)))


def _end_session(visit: Visit, response: Response) -> Response:
    visit.domain.pool.browser_sessions.end(visit.session_key)
    visit.domain.set_cookie(response, SESSION_COOKIE, "", 0)
    return response
