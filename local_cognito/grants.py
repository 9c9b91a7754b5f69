"""Authorization codes (RFC 6749, section 4.1): what a user has granted to a client, until it fetches tokens."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field

from . import clock, generate
from .app_client import AppClient
from .encoding import base64url
from .expiring import Expiring
from .tokens import Login
from .user import User

VALIDITY = 5 * 60  # seconds


@dataclass
class Grant:
    """What a code is good for.

    Attributes:
        time: when the user signed in, in seconds since 1970.
        login: what the code was exchanged for; None as long as it was not.
    """

    client: AppClient
    user: User
    redirect_uri: str
    scopes: tuple[str, ...]
    time: float
    nonce: str | None = field(default=None, repr=False)
    code_challenge: str | None = None
    login: Login | None = field(default=None, init=False)
    is_used: bool = field(default=False, init=False)
    expires: float = field(init=False)

    def __post_init__(self) -> None:
        self.expires = clock.now() + VALIDITY

    def is_proved_by(self, code_verifier: str | None) -> bool:
        """Whether this is the verifier of the code challenge, or there is neither (RFC 7636, section 4.6)."""
        if self.code_challenge is None or code_verifier is None:
            return self.code_challenge is code_verifier
        challenge = base64url(hashlib.sha256(code_verifier.encode()).digest())
        return hmac.compare_digest(challenge.encode(), self.code_challenge.encode())


class Grants:
    """The grants of a user pool, by authorization code."""

    def __init__(self) -> None:
        self._grants: Expiring[str, Grant] = Expiring()

    def open(self, grant: Grant) -> str:
        """Keep a grant. Returns its authorization code."""
        code = generate.token(32)
        self._grants.keep(code, grant, until=grant.expires)
        return code

    def use(self, code: str, client: AppClient) -> Grant | None:
        """The grant of a code that this client has not presented yet; None if there is none, or it has expired.

        A code that comes again has been stolen, so what it was exchanged for is revoked (RFC 6749, section 4.1.2).
        """
        grant = self._grants.get(code)
        if grant is None or grant.client is not client or grant.expires <= clock.now():
            return None
        if grant.is_used:
            if grant.login:
                grant.login.revoked = True
            return None
        grant.is_used = True
        return grant

    def cancel(self, user: User) -> None:
        """Forget the codes of a user."""
        for code in [code for code, grant in self._grants.items() if grant.user is user]:
            del self._grants[code]

    def forget_expired(self) -> None:
        """Forget the codes that have expired."""
        self._grants.forget_expired()
