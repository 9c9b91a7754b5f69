"""Passwords made to be looked for, and the search for them in whatever was saved or sent.

sentinel = new_sentinel()             # to be typed into a form
assert traces(sentinel, saved) == []  # or ["clear", "base64", ...]
"""

from __future__ import annotations

import base64
import html
import json
import re
import secrets
from functools import cache
from urllib.parse import quote, quote_plus

#: A JWT: three parts in base64url, the first two of them JSON objects.
JWT = re.compile(rb"eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}")
#: What a refresh token looks like: a long run of base64url that is no picture.
LONG_RUN = re.compile(rb"(?<!base64,)(?<![\w+/=-])[\w-]{400,}(?![\w+/=-])")


def new_sentinel() -> str:
    """A password that satisfies Cognito's default policy, with every character that some spelling changes.

    Its core, 24 hexadecimal digits, is the same in most spellings.
    """
    return f'Aa1!"\\%&<é{secrets.token_hex(12)}'


@cache
def spellings(text: str) -> dict[str, set[bytes]]:
    """How a text may stand in a file or in a message, by the name of the spelling."""
    as_bytes = text.encode()
    escaped = json.dumps(text)[1:-1]
    return {
        "clear": {as_bytes, text.encode("latin-1")},
        "JSON": {escaped.encode(), json.dumps(text, ensure_ascii=False)[1:-1].encode()},
        "JSON in JSON": {json.dumps(escaped)[1:-1].encode()},
        "escapes": {"".join(f"\\u{ord(letter):04x}" for letter in text).encode()},
        "HTML": {html.escape(text).encode()},
        "URL": {quote(text).encode(), quote_plus(text).encode()},
        "URL, every byte": {"".join(f"%{byte:02X}" for byte in as_bytes).encode()},
        "UTF-16": {text.encode("utf-16-le"), text.encode("utf-16-be")},
        "hexadecimal": {as_bytes.hex().encode(), as_bytes.hex().upper().encode()},
        "numbers": {separator.join(map(str, as_bytes)).encode() for separator in (",", ", ", " ")},
        "backwards": {text[::-1].encode()},
        "base64": {piece for before in range(3) for piece in _base64(as_bytes, before)},
        "base64 of UTF-16": {piece for before in range(3) for piece in _base64(text.encode("utf-16-le"), before)},
    }


def _base64(secret: bytes, before: int) -> set[bytes]:
    """The letters that stand for the secret alone, when so many bytes of something else come before it."""
    start, end = (before * 8 + 5) // 6, (before + len(secret)) * 8 // 6
    padded = bytes(before) + secret
    return {encode(padded)[start:end] for encode in (base64.b64encode, base64.urlsafe_b64encode)}


def traces(secret: str, data: bytes | str) -> list[str]:
    """The spellings in which a sentinel stands in the data; or else, of its core."""
    haystack = data.encode() if isinstance(data, str) else data

    def found(text: str) -> list[str]:
        return [name for name, texts in spellings(text).items() if any(each in haystack for each in texts)]

    return found(secret) or [f"a part of it: {name}" for name in found(secret[-24:])]


def tokens_in(data: bytes | str) -> list[str]:
    """What looks like a whole token in the data: JWTs and refresh tokens, shortened."""
    rest = data.encode() if isinstance(data, str) else data
    found = []
    for pattern in (JWT, LONG_RUN):
        found += [match.decode() for match in pattern.findall(rest)]
        rest = pattern.sub(b" ", rest)
    return [f"{token[:8]}… ({len(token)} characters)" for token in found]
