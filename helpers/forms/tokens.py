"""Tokens, fit to be shown: masked, with the claims that they carry.

Decoding is not verifying. Anybody can write claims into a token; only its signature tells who did.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timezone
from html import escape
from typing import Any

import jwt

from .style import style

NAMES = {"IdToken": "ID token", "AccessToken": "Access token", "RefreshToken": "Refresh token"}
TIMES = ("auth_time", "exp", "iat", "nbf")


class NoTokens(ValueError):
    """What came back has no tokens in it. The text says what it has in their place."""


def mask(token: str) -> str:
    """A token's first four and last three characters: `eyJr…3fQ`. One of less than 16 is only `…`."""
    return f"{token[:4]}…{token[-3:]}" if len(token) >= 16 else "…"


def tokens_in(answer: Any, *, returned_by: str = "log_in") -> dict[str, str]:
    """The tokens in what a login returned, by Cognito's names.

    Takes Cognito's `AuthenticationResult`, the whole answer around it, or what `POST /login` answers.
    Returns a dict with one or more of the keys of `NAMES`.
    Raises `NoTokens` if it holds none: a challenge, a refusal, or something else; `returned_by` is the
    function of the lesson that the text names then.
    """
    what_to_do = "End it with: return answer['AuthenticationResult']"
    if not isinstance(answer, Mapping):
        raise NoTokens(f"{returned_by} returned no tokens. {what_to_do}")
    if answer.get("ChallengeName"):
        raise NoTokens(f"Cognito asks for one more step, {answer['ChallengeName']}, before it gives tokens.")
    if answer.get("error"):
        raise NoTokens(str(answer["error"]))
    inner = answer.get("AuthenticationResult") or answer.get("tokens") or answer
    by_name = {name[:1].upper() + name[1:]: token for name, token in inner.items()}
    tokens = {name: by_name[name] for name in NAMES if isinstance(by_name.get(name), str)}
    if not tokens:
        raise NoTokens(f"{returned_by} returned a dict without tokens. {what_to_do}")
    return tokens


def claims_of(token: str) -> dict[str, Any] | None:
    """The claims of a JWT, decoded and NOT verified, or None if it is no JWT (a refresh token is not)."""
    try:
        return jwt.decode(token, options={"verify_signature": False})
    except jwt.InvalidTokenError:
        return None


def utc(seconds: Any) -> str:
    """Seconds since 1970 as a date: `2026-11-23 20:51:24 UTC`. Empty if it is no such number."""
    try:
        return datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y-%m-%d %H:%M:%S UTC")
    except (TypeError, ValueError, OverflowError, OSError):
        return ""


def tokens_table(tokens: Mapping[str, Any]) -> str:
    """HTML for a login's tokens: each one masked, with its claims, times also as UTC dates.

    `tokens` is what `tokens_in` takes. Show it in a notebook with `IPython.display.HTML`.
    """
    sections = "".join(_section(name, token) for name, token in tokens_in(tokens).items())
    return f'{style("tokens")}<div class="cognito-tokens">{sections}</div>'


def _section(name: str, token: str) -> str:
    head = f"<b>{NAMES[name]}</b> <code>{escape(mask(token))}</code>"
    claims = claims_of(token)
    if claims is None:
        return f"<section><p>{head} <small>opaque: only Cognito can read it</small></p></section>"
    rows = "".join(_row(claim, value) for claim, value in claims.items())
    unfolded = " open" if name == "IdToken" else ""
    note = f"<small>{len(claims)} claims, decoded, not yet verified</small>"
    return f"<details{unfolded}><summary>{head} {note}</summary><table><tbody>{rows}</tbody></table></details>"


def _row(claim: str, value: Any) -> str:
    date = utc(value) if claim in TIMES else ""
    shown = escape(value if isinstance(value, str) else json.dumps(value)) + (
        f" <small>{date}</small>" if date else ""
    )
    return f'<tr><th scope="row">{escape(claim)}</th><td>{shown}</td></tr>'
