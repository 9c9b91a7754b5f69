"""One request to a domain, and what every page of it needs to know."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Request, Response

from ..browser_sessions import BrowserSession
from .domains import Domain

SESSION_COOKIE = "cognito"


@dataclass(frozen=True)
class Visit:
    """A request to a domain.

    Attributes:
        csrf_token: what the hidden field ``_csrf`` of every form must have. `routes` checks it at each POST.
    """

    request: Request
    domain: Domain
    csrf_token: str = field(repr=False)

    @property
    def query(self) -> str:
        """The query of the address, encoded, as it was sent: each page passes it on to the next."""
        return self.request.query_string.decode()

    @cached_property
    def parameters(self) -> MultiDict[str, str]:
        """The query, without parameters that have no value: they are to be ignored (RFC 6749, section 3.1)."""
        return MultiDict((name, value) for name, value in self.request.args.items(multi=True) if value)

    @property
    def session_key(self) -> str:
        """The session cookie, or nothing."""
        return self.request.cookies.get(SESSION_COOKIE, "")

    def session(self) -> BrowserSession | None:
        """Who is signed in with this browser, if anyone is."""
        return self.domain.pool.browser_sessions.find(self.session_key)


View = Callable[[Visit], Response]
