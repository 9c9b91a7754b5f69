"""Random identifiers, codes and passwords."""

from __future__ import annotations

import secrets
import string

LETTERS = string.ascii_letters
LOWERCASE = string.ascii_lowercase
DIGITS = string.digits
SYMBOLS = "!#$%&*+-"


def text(length: int, alphabet: str) -> str:
    """A random string of this many characters of the alphabet."""
    return "".join(secrets.choice(alphabet) for _ in range(length))


def confirmation_code() -> str:
    """The six digits that Cognito sends by e-mail or SMS."""
    return text(6, DIGITS)


def password() -> str:
    """A 12-character password that satisfies every rule of Cognito's default policy."""
    characters = [
        secrets.choice(kind) for kind in (string.ascii_uppercase, LOWERCASE, DIGITS, SYMBOLS) for _ in "123"
    ]
    secrets.SystemRandom().shuffle(characters)
    return "".join(characters)
