"""Tokens in a form that can be shown: masked, with the claims in them.

Decoding is not verifying. Anyone can write claims into a token; only the signature shows who did.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timezone
from html import escape
from typing import Any

import jwt

from helpers.masking import mask

from .messages import FormError

NAMES = {"IdToken": "ID token", "AccessToken": "Access token", "RefreshToken": "Refresh token"}
TIMES = ("auth_time", "exp", "iat", "nbf")


def tokens_in(answer: Any, *, returned_by: str = "log_in") -> dict[str, str]:
    """Find the tokens in what a login returned. Returns a dict with one or more of the keys of `NAMES`.

    Args:
        answer: Cognito's `AuthenticationResult`, the whole answer around it, or the body of the response to
            `POST /login`.
        returned_by: the lesson's function that returned it, for the message of the error.

    Raises:
        FormError: there are none. The message says what was there instead, such as a challenge or an error.
    """
    what_to_do = "End it with: return answer['AuthenticationResult']"
    if not isinstance(answer, Mapping):
        raise FormError(f"{returned_by} returned no tokens. {what_to_do}")
    if answer.get("ChallengeName"):
        raise FormError(f"Cognito asks for one more step, {answer['ChallengeName']}, before it sends tokens.")
    if answer.get("error"):
        raise FormError(str(answer["error"]))
    inner = answer.get("AuthenticationResult") or answer.get("tokens") or answer
    by_name = {name[:1].upper() + name[1:]: token for name, token in inner.items()}
    tokens = {name: by_name[name] for name in NAMES if isinstance(by_name.get(name), str)}
    if not tokens:
        raise FormError(f"{returned_by} returned a dict without tokens. {what_to_do}")
    return tokens


def claims_of(token: str) -> dict[str, Any] | None:
    """The claims of a JWT, decoded and NOT verified; None if it is not a JWT, such as a refresh token."""
    try:
        return jwt.decode(token, options={"verify_signature": False})
    except jwt.InvalidTokenError:
        return None


def utc(seconds: Any) -> str:
    """Seconds since 1970 as a date such as `2026-11-23 20:51:24 UTC`; empty if it is not a valid number."""
    try:
        return datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y-%m-%d %H:%M:%S UTC")
    except (TypeError, ValueError, OverflowError, OSError):
        return ""


def tokens_table(tokens: Mapping[str, str]) -> str:
    """HTML for a login's tokens: each one masked, with its claims, and times also as dates in UTC."""
    sections = "".join(_section(name, token) for name, token in tokens.items())
    return f'<div class="cognito-tokens">{sections}</div>'


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
    text = escape(value if isinstance(value, str) else json.dumps(value))
    date = utc(value) if claim in TIMES else ""
    return f'<tr><th scope="row">{escape(claim)}</th><td>{text}{date and f" <small>{date}</small>"}</td></tr>'
