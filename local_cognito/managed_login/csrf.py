"""Forms that only our own pages can send: a page of another site would sign its visitor in as somebody else.

Each form has the hidden field ``_csrf``, with the same random value as a cookie. Another site can read neither.
"""

from __future__ import annotations

import hmac
import secrets

from werkzeug.wrappers import Request

from .. import trust
from .answers import PageRefusal

COOKIE = "XSRF-TOKEN"
FIELD = "_csrf"


def token(request: Request) -> str:
    """The value for the field: that of the cookie, or a new one if there is none."""
    return request.cookies.get(COOKIE) or secrets.token_urlsafe(32)


def check(request: Request) -> None:
    """Check a form that was sent.

    Raises:
        PageRefusal: it does not come from one of our pages, or the cookie has not been kept.
        Forbidden: the browser says that it comes from another site.
    """
    trust.check_sender(request, [request.host_url.rstrip("/")])
    cookie, field = request.cookies.get(COOKIE, ""), request.form.get(FIELD, "")
    if not cookie or not hmac.compare_digest(cookie.encode(), field.encode()):
        raise PageRefusal("The form has expired. Go back, load the page again, and retry.", 403)
