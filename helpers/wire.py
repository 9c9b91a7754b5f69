"""Record the requests that a boto3 client really sends, and search them for a password.

    with wire.recording(cognito) as calls:
        cognito.initiate_auth(...)

    [call.operation for call in calls]     # ['InitiateAuth']
    wire.contains(calls, password)         # True if the password was sent, in plain text or merely encoded

boto3 emits an event just before it sends a request and another when it has the response
(https://docs.aws.amazon.com/boto3/latest/guide/events.html). The recorder changes neither. HTTPS encrypts both on
the way to AWS; the recorder sees the request before it is encrypted, and the response after it is decrypted.

A recorded call is complete: a password that was sent is in ``call.sent``. So the repr of a call is only its name.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import get_ident
from typing import Any
from urllib.parse import unquote, unquote_plus


@dataclass(eq=False)
class Call:
    """A request and its response.

    For a call that boto3 did not make, such as one by curl to your own server, pass both bodies:
    ``wire.Call("POST /login", {"email": email, "password": password}, answer)``.

    Attributes:
        operation: the name of the operation, such as InitiateAuth.
        sent: the body of the request, decoded.
        received: the body of the response, decoded; None if there was no response.
        sent_text: the whole request as text: address, headers and body. By default only the body, as JSON.
    """

    operation: str
    sent: dict[str, Any]
    received: dict[str, Any] | None = None
    sent_text: str = ""

    def __post_init__(self) -> None:
        self.sent_text = self.sent_text or json.dumps(self.sent)

    def __repr__(self) -> str:
        return f"Call({self.operation!r})"


@contextmanager
def recording(client: Any) -> Iterator[list[Call]]:
    """Record what a boto3 client sends and receives while the ``with`` block runs.

    Args:
        client: a boto3 client. This includes the calls of a library that uses it, such as pycognito.

    Yields:
        a list that grows by one `Call` per request, in the order they are sent, with refused ones and retries.
    """
    calls: list[Call] = []
    pending: dict[int, Call] = {}  # by thread: each waits for one response at a time
    service = client.meta.service_model.service_id.hyphenize()
    events = client.meta.events

    def record_request(request: Any, event_name: str, **_: Any) -> None:
        body = _text(request.body)
        headers = "".join(f"{name}: {_text(value)}\n" for name, value in request.headers.items())
        operation = event_name.rpartition(".")[2]
        call = Call(operation, _decoded(body), sent_text=f"{request.method} {request.url}\n{headers}\n{body}")
        calls.append(call)
        pending[get_ident()] = call

    def record_response(response_dict: dict[str, Any] | None, **_: Any) -> None:
        call = pending.pop(get_ident(), None)
        if call and response_dict:
            call.received = _decoded(_text(response_dict["body"]))

    events.register_last(f"before-send.{service}", record_request)
    events.register(f"response-received.{service}", record_response)
    try:
        yield calls
    finally:
        events.unregister(f"before-send.{service}", record_request)
        events.unregister(f"response-received.{service}", record_response)


def contains(calls: Iterable[Call], secret: str) -> bool:
    """Whether one of these calls sent a secret, in plain text or in an encoding that `reveals` sees through."""
    return any(reveals(call.sent_text, secret) for call in calls)


def reveals(text: str, secret: str) -> bool:
    """Whether a text contains a secret, in plain text or in an encoding that anyone can undo.

    Finds the secret as it is; with the escapes of JSON (``\\u0041``, ``\\"``), URLs or forms (``%41``, ``+``); in
    base64, even in the middle of something longer; in hex; and any of these inside JSON or a URL.
    Does not find a hash of the secret, or the secret encrypted, because neither can be undone.

    Args:
        secret: shorter than four bytes, it is not searched for in base64, where it would be found by chance.

    Raises:
        ValueError: the secret is empty. Every string contains that.
    """
    if not secret:
        raise ValueError("The secret is empty, and every string contains that. Pass the password.")
    hexadecimal = secret.encode().hex()
    encodings = {secret, *_in_base64(secret.encode())}
    return any(
        hexadecimal in decoded.lower() or any(encoding in decoded for encoding in encodings)
        for decoded in _decodings(text)
    )


def _decodings(text: str) -> set[str]:
    """A text, and what up to two decodings of JSON escapes, URLs or forms make of it."""
    decodings = {text}
    for _ in range(2):
        decodings |= {decode(each) for each in decodings for decode in (_unescape_json, unquote, unquote_plus)}
    return decodings


def _unescape_json(text: str) -> str:
    """Undo JSON's escapes anywhere in a text. Several in a row may be one character, such as an emoji."""
    escapes = r'(?:\\u[0-9a-fA-F]{4}|\\["\\/bfnrt])+'
    return re.sub(escapes, lambda found: json.loads(f'"{found[0]}"'), text)


def _in_base64(secret: bytes) -> Iterator[str]:
    """The base64 of a secret anywhere in a longer text, without the characters that also depend on its neighbours.

    Base64 turns three bytes into four characters, so the secret can begin at three positions. Yields each of them
    in the standard alphabet and in the one for URLs.
    """
    if len(secret) < 4:
        return
    for bytes_before in range(3):
        encoded = base64.b64encode(bytes(bytes_before) + secret).decode()
        first = (0, 2, 3)[bytes_before]
        last = (0, -3, -2)[(bytes_before + len(secret)) % 3] or None
        yield encoded[first:last]
        yield encoded[first:last].translate(str.maketrans("+/", "-_"))


def _text(sent: Any) -> str:
    return sent.decode("utf-8", "replace") if isinstance(sent, (bytes, bytearray)) else str(sent or "")


def _decoded(body: str) -> dict[str, Any]:
    """A body as a dict. One that is not a JSON object becomes the value of "body"; an empty one an empty dict."""
    try:
        decoded = json.loads(body)
    except ValueError:
        decoded = None
    if isinstance(decoded, dict):
        return decoded
    return {"body": body} if body else {}
