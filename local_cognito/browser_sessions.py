"""Who is signed in at a domain, in which browser: one hour long, known by a cookie.

AWS says that a session lasts one hour, and that only /logout ends it: neither GlobalSignOut nor RevokeToken does.
That it also ends when the user is disabled or deleted, or gets another password or status, is our guess.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Any

from . import clock, errors
from .expiring import Expiring
from .user import User

VALIDITY = 60 * 60  # seconds


@dataclass(frozen=True)
class BrowserSession:
    """A user who has signed in. ``time`` is when, in seconds since 1970."""

    user: User
    time: float = field(default_factory=lambda: clock.now())
    _state: tuple[Any, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_state", self._current_state)

    @property
    def _current_state(self) -> tuple[Any, ...]:
        return (self.user.password, self.user.status)

    @property
    def is_over(self) -> bool:
        """Whether an hour has passed, or the user may not sign in with what was typed then."""
        try:
            self.user.check_may_sign_in()
        except errors.ApiError:
            return True
        return self._state != self._current_state or clock.now() >= self.time + VALIDITY


class BrowserSessions:
    """The sessions of a user pool, by the value of the cookie."""

    def __init__(self) -> None:
        self._sessions: Expiring[str, BrowserSession] = Expiring()

    def start(self, user: User) -> tuple[str, BrowserSession]:
        """A new session, and the value of its cookie."""
        key, session = secrets.token_urlsafe(32), BrowserSession(user)
        self._sessions.keep(key, session, until=session.time + VALIDITY)
        return key, session

    def find(self, key: str) -> BrowserSession | None:
        """The session of a cookie; None if there is none, or it is over."""
        session = self._sessions.get(key)
        return None if session is None or session.is_over else session

    def end(self, key: str) -> None:
        """End a session."""
        self._sessions.pop(key, None)

    def end_all(self, user: User) -> None:
        """End the sessions of a user, in every browser."""
        for key in [key for key, session in self._sessions.items() if session.user is user]:
            self.end(key)

    def forget_expired(self) -> None:
        """Forget the sessions that are over."""
        self._sessions.forget_expired()
