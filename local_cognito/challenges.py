"""What is open between two calls: challenges by their Session, SRP handshakes by their SECRET_BLOCK.

Each belongs to one client and one user, is answered once, and ends with the client's AuthSessionValidity.
"""

from __future__ import annotations

import base64
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from moto.cognitoidp.models import CognitoIdpUser

from . import clock
from .refusals import NO_SESSION, SESSION_EXPIRED, SESSION_USED

if TYPE_CHECKING:
    from .pool import AppClient, SrpCredentials

REMEMBERED = 15 * 60  # seconds that a session is remembered after its end, to say why it no longer counts


@dataclass
class Challenge:
    """A question that waits for its answer. ``user`` is None for somebody who does not exist.

    It ends early when the user's password changes: whoever knew only the old one is not to go on.
    """

    name: str
    client: AppClient
    user: CognitoIdpUser | None
    username: str
    ends: float = 0.0
    answered: bool = False
    totp_pending: str | None = field(default=None, repr=False)
    totp_proved: bool = False
    password: str | None = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.password = self._password_now

    @property
    def _password_now(self) -> str | None:
        return self.user.password if self.user else None

    @property
    def is_stale(self) -> bool:
        return self.password != self._password_now


@dataclass
class Handshake:
    """The server's side of an SRP login between its two calls."""

    client: AppClient
    user: CognitoIdpUser | None
    counted_as: str
    credentials: SrpCredentials
    A: int
    B: int
    b: int = field(repr=False)
    ends: float = 0.0


class Challenges:
    """All that is open in one user pool."""

    def __init__(self) -> None:
        self._challenges: dict[str, Challenge] = {}
        self._handshakes: dict[str, Handshake] = {}

    def begin(self, challenge: Challenge) -> str:
        """Returns the Session that stands for the challenge."""
        return self._keep(self._challenges, challenge, secrets.token_urlsafe(400))

    def open(self, session: str | None, name: str, client: AppClient) -> Challenge:
        """The challenge behind a Session. It stays open, so that a mistyped code can be typed again.

        Raises:
            JsonRESTError: NotAuthorizedException: unknown, of another client, challenge or password, answered,
                expired.
        """
        challenge = self._challenges.get(session or "")
        if challenge is None or challenge.client is not client or challenge.name != name:
            raise NO_SESSION()
        if challenge.answered:
            raise SESSION_USED()
        if challenge.is_stale:
            raise NO_SESSION()
        if challenge.ends <= clock.now():
            raise SESSION_EXPIRED()
        return challenge

    def of_session(self, session: str) -> Challenge:
        """The challenge behind a Session of whichever client: for calls that name none."""
        challenge = self._challenges.get(session)
        if challenge is None:
            raise NO_SESSION()
        return self.open(session, challenge.name, challenge.client)

    def __contains__(self, session: str) -> bool:
        return session in self._challenges

    def begin_handshake(self, handshake: Handshake) -> str:
        """Returns the SECRET_BLOCK that stands for the handshake."""
        return self._keep(self._handshakes, handshake, base64.b64encode(secrets.token_bytes(600)).decode())

    def end_handshake(self, secret_block: str, client: AppClient) -> Handshake | None:
        """The handshake behind a SECRET_BLOCK, which is then gone; None if there is none for this client."""
        handshake = self._handshakes.pop(secret_block, None)
        if handshake is None or handshake.client is not client or handshake.ends <= clock.now():
            return None
        return handshake

    def _keep(self, store: dict, item: Challenge | Handshake, key: str) -> str:
        now = clock.now()
        while store and next(iter(store.values())).ends + REMEMBERED < now:
            del store[next(iter(store))]
        item.ends = now + 60 * item.client.extended_config["AuthSessionValidity"]
        store[key] = item
        return key
