"""An error, in words for the person at the form: what happened, what to do, and never the password."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.error import HTTPError, URLError
from urllib.parse import quote, quote_plus, urlsplit

import botocore.exceptions
import requests

from .tokens import NoTokens, mask

NO_ANSWER = (
    botocore.exceptions.ConnectionError,
    botocore.exceptions.HTTPClientError,
    requests.exceptions.ConnectionError,
    requests.exceptions.Timeout,
    ConnectionError,
    TimeoutError,
    URLError,
)
# Sentences that Cognito sends as they stand. Nothing typed is in them, even where it looks so ("password").
FIXED = re.compile(
    r"Incorrect username or password\.|User does not exist\.|Password attempts exceeded|"
    r"Password did not conform with (password )?policy: Password "
    r"(not long enough|must have (uppercase|lowercase|numeric|symbol) characters)"
)
JWT = re.compile(r"eyJ[\w-]{12,}(\.[\w-]*)+")
HIDDEN = "•••"


class NotYet(ValueError):
    """What a form of its own accord asks to be mended; the text is the sentence to show."""


@dataclass(frozen=True)
class Message:
    """`text` is the sentence to read, `code` the small print: an error code or an exception's type."""

    text: str
    code: str = ""


def explain(error: BaseException, *, secrets: Iterable[str] = (), again: str = "try again") -> Message:
    """What to tell about `error`, without any of the `secrets`.

    A refusal of AWS keeps its own message and code. A server that does not answer is named, with what to do
    (`again` ends that sentence). Anything else is called by its type.
    """
    if isinstance(error, NO_ANSWER) and not isinstance(error, HTTPError):
        return _no_answer(_address(error), again)
    if isinstance(error, botocore.exceptions.ClientError):
        refusal = error.response.get("Error", {})
        text = refusal.get("Message") or "Cognito refused, and gave no reason."
        code = refusal.get("Code", "")
    elif isinstance(error, requests.exceptions.HTTPError) and error.response is not None:
        text, code = _reason(error.response), f"HTTP {error.response.status_code}"
    elif isinstance(error, (NoTokens, NotYet)):
        text, code = str(error), ""
    else:
        name, said = type(error).__name__, _clean(str(error), secrets)
        return Message(
            f"Your function stopped with an error. Mend it, then {again}.",
            f"{name}: {said}" if said else name,
        )
    return Message(_clean(text, secrets), code)


def scrub(text: str, secrets: Iterable[str]) -> str:
    """`text` with each secret hidden, as typed and as code or a web address spells it, and each JWT masked.

    A secret of one to three characters is hidden where it stands alone; inside a word it tells nothing.
    """
    if FIXED.fullmatch(text):
        return text
    for secret in filter(None, secrets):
        for spelling in sorted(_spellings(secret), key=len, reverse=True):
            pattern = re.escape(spelling)
            text = re.sub(pattern if len(secret) > 3 else rf"(?<!\w){pattern}(?!\w)", HIDDEN, text)
    return JWT.sub(lambda match: mask(match.group()), text)


def _clean(text: str, secrets: Iterable[str]) -> str:
    line = " ".join(scrub(text, secrets).split())
    return line if len(line) <= 300 else f"{line[:300]}…"


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


def _no_answer(address: str, again: str) -> Message:
    if not address:
        return Message(f"The server does not answer. Run the cell that starts it, then {again}.")
    here = urlsplit(address).hostname in ("127.0.0.1", "localhost", "::1")
    what_to_do = "Run the cell that starts it" if here else "Look at your network connection"
    return Message(f"The server does not answer at {address}. {what_to_do}, then {again}.")


def _address(error: BaseException) -> str:
    """Scheme, host and port that were called, no path, no user name. Empty if the exception knows none."""
    known = getattr(error, "kwargs", {}).get("endpoint_url") or getattr(
        getattr(error, "request", None), "url", None
    )
    url = urlsplit(known or "")
    return f"{url.scheme}://{url.netloc.rpartition('@')[2]}" if url.netloc else ""
