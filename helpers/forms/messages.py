"""Errors in words for the user of a form: what happened and what to do, never the password."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import quote, quote_plus, urlsplit

import botocore.exceptions
import requests

from helpers.masking import mask

NO_ANSWER = (
    botocore.exceptions.ConnectionError,
    botocore.exceptions.HTTPClientError,
    requests.exceptions.ConnectionError,
    requests.exceptions.Timeout,
    ConnectionError,
    TimeoutError,
)
# Sentences of Cognito that repeat nothing of what was typed, even if a word of them was typed ("password").
FIXED = re.compile(
    r"Incorrect username or password\.|User does not exist\.|Password attempts exceeded|"
    r"Password did not conform with (password )?policy: Password "
    r"(not long enough|must have (uppercase|lowercase|numeric|symbol) characters)"
)
JWT = re.compile(r"eyJ[\w-]{12,}(\.[\w-]*)+")
HIDDEN = "•••"
LONGEST = 300  # characters


class FormError(ValueError):
    """The input, or what the lesson's function returned, cannot be used. The form shows the message as it is."""


class Message(NamedTuple):
    """`text` is the sentence to read; `code` is an error code or the type of an exception, in small print."""

    text: str
    code: str = ""


def explain(error: Exception, *, secrets: Iterable[str] = (), retry: str = "try again") -> Message:
    """Put an error into words, without any of the `secrets`. `retry` completes "Do this, then …".

    An error from AWS keeps its message and code. If a server does not answer, the message contains its address.
    """
    if isinstance(error, NO_ANSWER):
        return Message(_no_answer(_address(error), retry))
    if isinstance(error, botocore.exceptions.ClientError):
        details = error.response.get("Error", {})
        text = details.get("Message") or "Cognito refused, and gave no reason."
        return Message(_clean(text, secrets), details.get("Code", ""))
    if isinstance(error, requests.exceptions.HTTPError) and error.response is not None:
        return Message(_clean(_reason(error.response), secrets), f"HTTP {error.response.status_code}")
    if isinstance(error, FormError):
        return Message(_clean(str(error), secrets))
    name, details = type(error).__name__, _clean(str(error), secrets)
    text = f"Your function stopped with an error. Fix it, then {retry}."
    return Message(text, f"{name}: {details}" if details else name)


def scrub(text: str, secrets: Iterable[str]) -> str:
    """Hide each secret, also as Python, JSON, HTML or a URL writes it, and mask each JWT.

    A secret of one to three characters is hidden only where it is a word of its own.
    """
    if FIXED.fullmatch(text):
        return text
    for secret in filter(None, secrets):
        for spelling in sorted(_spellings(secret), key=len, reverse=True):
            pattern = re.escape(spelling)
            text = re.sub(pattern if len(secret) > 3 else rf"(?<!\w){pattern}(?!\w)", HIDDEN, text)
    return JWT.sub(lambda match: mask(match.group()), text)


def _clean(text: str, secrets: Iterable[str]) -> str:
    """One line without secrets, cut if it is long."""
    line = " ".join(scrub(text, secrets).split())
    return line if len(line) <= LONGEST else f"{line[:LONGEST]}…"


def _spellings(secret: str) -> set[str]:
    as_bytes = secret.encode(errors="replace")
    return {
        secret,
        html.escape(secret),
        json.dumps(secret)[1:-1],
        repr(secret)[1:-1],
        repr(as_bytes)[2:-1],
        quote(as_bytes),
        quote_plus(as_bytes),
    }


def _reason(response: requests.Response) -> str:
    try:
        return str(response.json()["error"])
    except (ValueError, KeyError, TypeError):
        return f"The server refused: {response.reason}"


def _no_answer(address: str, retry: str) -> str:
    if not address:
        return f"The server does not answer. Run the cell that starts it, then {retry}."
    is_local = urlsplit(address).hostname in ("127.0.0.1", "localhost", "::1")
    what_to_do = "Run the cell that starts it" if is_local else "Check your network connection"
    return f"The server does not answer at {address}. {what_to_do}, then {retry}."


def _address(error: Exception) -> str:
    """The scheme, host and port that were called; empty if the exception does not tell."""
    of_boto3 = getattr(error, "kwargs", {}).get("endpoint_url")
    url = urlsplit(of_boto3 or getattr(getattr(error, "request", None), "url", None) or "")
    return f"{url.scheme}://{url.netloc.rpartition('@')[2]}" if url.netloc else ""
