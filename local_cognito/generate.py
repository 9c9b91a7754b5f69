"""Random identifiers, codes and passwords."""

from __future__ import annotations

import secrets
import string

LETTERS_AND_DIGITS = string.ascii_letters + string.digits
LOWERCASE_AND_DIGITS = string.ascii_lowercase + string.digits
PASSWORD_CHARACTERS = (string.ascii_uppercase, string.ascii_lowercase, string.digits, "!#$%&*+=")


def text(length: int, alphabet: str) -> str:
    """A random string of this many characters of the alphabet."""
    return "".join(secrets.choice(alphabet) for _ in range(length))


def token(size: int) -> str:
    """A random string of base64url, from this many random bytes and a letter.

    The letter comes first, because a command line would take a value that begins with a dash for an option.
    """
    return secrets.choice(string.ascii_letters) + secrets.token_urlsafe(size)


def confirmation_code() -> str:
    """The six digits that Cognito sends by e-mail or SMS."""
    return text(6, string.digits)


def sign_in_code() -> str:
    """The eight digits that Cognito sends by e-mail to sign in with."""
    return text(8, string.digits)


def password() -> str:
    """A 12-character password that satisfies every rule of Cognito's default policy."""
    characters = [secrets.choice(kind) for kind in PASSWORD_CHARACTERS for _ in range(3)]
    secrets.SystemRandom().shuffle(characters)
    return "".join(characters)
