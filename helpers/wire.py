"""What crosses the wire between a client and Cognito, taken from the real requests.

    with wire.recording(cognito) as calls:
        cognito.initiate_auth(...)

    [call.operation for call in calls]     # ['InitiateAuth']
    wire.contains(calls, password)         # True if the password was sent, in clear or in a thin disguise

boto3 tells those who ask about each request when it is ready to go out, and about each answer when it has come in
(https://docs.aws.amazon.com/boto3/latest/guide/events.html). Nothing is changed on its way. AWS is reached by
HTTPS, which encrypts all of it between the two ends; what is recorded is what each end has in clear.

What is recorded is all there was: when a password was sent, it is in ``call.sent``. So a call shows its name only.
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
    """One request and its answer.

    A call that boto3 did not make, as curl's to your own server, is made by hand from its bodies:
    ``wire.Call("POST /login", {"email": email, "password": password}, answer)``.

    Attributes:
        operation: what was asked for, such as InitiateAuth.
        sent: the body of the request, decoded.
        received: the body of the answer, decoded; None when no answer came.
        sent_text: all that was sent, as text: address, headers and body. In a call made by hand, the body.
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
        client: a boto3 client. Others that use it, such as pycognito, are recorded too.

    Returns:
        a list that grows by one `Call` per request, in the order they went out; refused ones and retries too.
    """
    calls: list[Call] = []
    unanswered: dict[int, Call] = {}  # a thread waits for one answer at a time
    service = client.meta.service_model.service_id.hyphenize()
    events = client.meta.events

    def going_out(request: Any, event_name: str, **_: Any) -> None:
        body = _text(request.body)
        headers = "".join(f"{name}: {_text(value)}\n" for name, value in request.headers.items())
        operation = event_name.rpartition(".")[2]
        call = Call(operation, _decoded(body), sent_text=f"{request.method} {request.url}\n{headers}\n{body}")
        calls.append(call)
        unanswered[get_ident()] = call

    def come_in(response_dict: dict[str, Any] | None, **_: Any) -> None:
        call = unanswered.pop(get_ident(), None)
        if call and response_dict:
            call.received = _decoded(_text(response_dict["body"]))

    events.register_last(f"before-send.{service}", going_out)
    events.register(f"response-received.{service}", come_in)
    try:
        yield calls
    finally:
        events.unregister(f"before-send.{service}", going_out)
        events.unregister(f"response-received.{service}", come_in)


def contains(calls: Iterable[Call], secret: str) -> bool:
    """Whether a secret is in anything that these calls sent. `reveals` says in which forms it is found."""
    return any(reveals(call.sent_text, secret) for call in calls)


def reveals(text: str, secret: str) -> bool:
    """Whether anybody who reads a text can read a secret out of it.

    Found are: the secret in clear, escaped as in JSON (``\\u0041``, ``\\"``), as in a URL or a form (``%41``,
    ``+``), in base64, also in the middle of something longer, and in hex; and these in JSON or a URL once more.
    What is made from a password by hashing or encrypting is not the password, and is not found.

    Args:
        secret: one of fewer than four bytes is not looked for in base64, where it would be found by chance.

    Raises:
        ValueError: the secret is empty, which is in every text.
    """
    if not secret:
        raise ValueError("The secret is empty, and every text contains that. Pass the password.")
    hexadecimal = secret.encode().hex()
    disguises = {secret, *_in_base64(secret.encode())}
    return any(
        hexadecimal in reading.lower() or any(disguise in reading for disguise in disguises)
        for reading in _readings(text)
    )


def _readings(text: str) -> set[str]:
    """A text as it stands, and as it reads after up to two decodings of JSON, URL or form."""
    readings = {text}
    for _ in range(2):
        readings |= {
            decode(reading) for reading in readings for decode in (_without_escapes, unquote, unquote_plus)
        }
    return readings


def _without_escapes(text: str) -> str:
    """JSON's escapes undone, wherever in the text they stand. Several in a row may be one character (an emoji)."""
    escapes = r'(?:\\u[0-9a-fA-F]{4}|\\["\\/bfnrt])+'
    return re.sub(escapes, lambda found: json.loads(f'"{found[0]}"'), text)


def _in_base64(secret: bytes) -> Iterator[str]:
    """What a secret looks like in base64 wherever it begins, without the letters that depend on its neighbours.

    Base64 makes four letters of three bytes, so there are three ways for the secret to fall.
    """
    if len(secret) < 4:
        return
    for bytes_before in range(3):
        letters = base64.b64encode(bytes(bytes_before) + secret).decode()
        first = (0, 2, 3)[bytes_before]
        last = (0, -3, -2)[(bytes_before + len(secret)) % 3] or None
        yield letters[first:last]
        yield letters[first:last].translate(str.maketrans("+/", "-_"))


def _text(sent: Any) -> str:
    return sent.decode("utf-8", "replace") if isinstance(sent, (bytes, bytearray)) else str(sent or "")


def _decoded(body: str) -> dict[str, Any]:
    """A body as a dict. One that is no JSON object comes whole, under "body"; an empty one is empty."""
    try:
        decoded = json.loads(body)
    except ValueError:
        decoded = None
    if isinstance(decoded, dict):
        return decoded
    return {"body": body} if body else {}
