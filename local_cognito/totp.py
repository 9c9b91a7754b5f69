"""One-time codes from an authenticator app (TOTP, https://www.rfc-editor.org/rfc/rfc6238)."""

from __future__ import annotations

import base64
import secrets
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor import InvalidToken
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from . import clock, errors

STEP = 30  # seconds


def new_secret() -> str:
    """A random secret for an authenticator app: 52 base32 characters."""
    return base64.b32encode(secrets.token_bytes(32)).decode().rstrip("=")


@dataclass
class AuthenticatorApp:
    """A user's authenticator app. ``last_step`` is the newest time step of which a code was accepted."""

    secret: str = field(repr=False)
    last_step: int

    @classmethod
    def set_up(cls, secret: str, code: str) -> AuthenticatorApp:
        """The app that holds this secret.

        Raises:
            ApiError: the code was not made with the secret.
        """
        return cls(secret, _matching_step(secret, code, errors.WRONG_TOTP_SETUP_CODE))

    def check(self, code: str) -> None:
        """Accept the current code, the one before or the one after, each of them once.

        Raises:
            ApiError: the code is wrong or was used already.
        """
        step = _matching_step(self.secret, code, errors.WRONG_TOTP_CODE)
        if step <= self.last_step:
            raise errors.TOTP_CODE_USED()
        self.last_step = step


def _matching_step(secret: str, code: str, wrong_code: errors.ErrorType) -> int:
    padded = secret + "=" * (-len(secret) % 8)
    totp = TOTP(base64.b32decode(padded), 6, SHA1(), STEP, enforce_key_length=False)
    now = int(clock.now()) // STEP
    for step in (now, now - 1, now + 1):
        try:
            totp.verify(code.encode(), step * STEP)
        except InvalidToken:
            continue
        return step
    raise wrong_code()
