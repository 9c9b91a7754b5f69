"""What is recorded of a boto3 client's calls, and in which encodings a secret is found."""

from __future__ import annotations

import base64
import json
import pprint
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import quote, quote_plus, urlencode

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError
from flask import Flask

from helpers import wire
from helpers.wire import Call
from local_cognito.conformance.world import connect


@pytest.fixture
def pool(make_pool):
    return make_pool()


def log_in(cognito: Any, pool: Any, password: str) -> dict[str, Any]:
    return cognito.admin_initiate_auth(
        UserPoolId=pool.user_pool_id,
        ClientId=pool.app_client_id,
        AuthFlow="ADMIN_USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": pool.username, "PASSWORD": password},
    )


def test_a_call_is_recorded_as_it_was_sent(cognito, local_cognito, pool):
    with wire.recording(cognito) as calls:
        answer = log_in(cognito, pool, pool.password)
    (call,) = calls
    assert call.operation == "AdminInitiateAuth"
    assert call.sent == {
        "UserPoolId": pool.user_pool_id,
        "ClientId": pool.app_client_id,
        "AuthFlow": "ADMIN_USER_PASSWORD_AUTH",
        "AuthParameters": {"USERNAME": pool.username, "PASSWORD": pool.password},
    }
    assert call.received["AuthenticationResult"] == answer["AuthenticationResult"]
    head, _, body = call.sent_text.partition("\n\n")
    assert head.startswith(f"POST {local_cognito.url}/\n")
    assert "X-Amz-Target: AWSCognitoIdentityProviderService.AdminInitiateAuth\n" in head
    assert json.loads(body) == call.sent


def test_a_refused_call_is_recorded_with_its_refusal(cognito, pool):
    with wire.recording(cognito) as calls, pytest.raises(cognito.exceptions.NotAuthorizedException):
        log_in(cognito, pool, "wrong")
    assert calls[0].received["__type"] == "NotAuthorizedException"
    assert wire.contains(calls, "wrong")


def test_a_call_without_a_response_is_recorded_without_one():
    unreachable = connect("http://127.0.0.1:9")
    with wire.recording(unreachable) as calls, pytest.raises(EndpointConnectionError):
        unreachable.list_user_pools(MaxResults=1)
    assert [(call.sent, call.received) for call in calls] == [({"MaxResults": 1}, None)]


def test_a_response_that_is_not_a_json_object_is_kept_as_text(serve):
    broken = Flask("broken")
    broken.post("/")(lambda: ("<h1>Internal Server Error</h1>", 500))
    client = connect(serve(broken))
    with wire.recording(client) as calls, pytest.raises(ClientError):
        client.list_user_pools(MaxResults=1)
    assert calls[0].received == {"body": "<h1>Internal Server Error</h1>"}


def test_recording_ends_with_the_block_even_if_that_raises(cognito, pool):
    with pytest.raises(ZeroDivisionError), wire.recording(cognito) as calls:
        1 / 0  # noqa: B018
    log_in(cognito, pool, pool.password)
    assert calls == []


def test_calls_in_several_threads_get_their_own_responses(cognito, make_pool):
    pool_ids = {make_pool().user_pool_id for _ in range(6)}
    with wire.recording(cognito) as calls, ThreadPoolExecutor(6) as threads:
        list(threads.map(lambda pool_id: cognito.describe_user_pool(UserPoolId=pool_id), pool_ids))
    assert {call.sent["UserPoolId"] for call in calls} == pool_ids
    assert all(call.received["UserPool"]["Id"] == call.sent["UserPoolId"] for call in calls)


def test_printing_a_call_shows_no_value():
    call = Call("POST /login", {"email": "ada@example.com", "password": "a password"})
    assert repr([call]) == "[Call('POST /login')]"
    assert call != Call(**vars(call)), "pytest would print what differs"
    assert "a password" not in f"{call} {pprint.pformat([call])}"


def escape_all(text: str) -> str:
    utf16 = text.encode("utf-16-be")
    return "".join(f"\\u{int.from_bytes(utf16[at : at + 2], 'big'):04X}" for at in range(0, len(utf16), 2))


ENCODINGS: dict[str, Callable[[str], str]] = {
    "plain": lambda secret: secret,
    "in the middle": lambda secret: f"ab{secret}cd",
    "JSON": json.dumps,
    "JSON not limited to ASCII": lambda secret: json.dumps(secret, ensure_ascii=False),
    "JSON with every character escaped": escape_all,
    "JSON with slashes escaped": lambda secret: json.dumps(secret).replace("/", "\\/"),
    "JSON in JSON": lambda secret: json.dumps({"body": json.dumps({"password": secret})}),
    "URL": lambda secret: quote(secret, safe=""),
    "URL with lower-case hex": lambda secret: quote(secret, safe="").replace("%2F", "%2f").replace("%2B", "%2b"),
    "URL with every byte escaped": lambda secret: "".join(f"%{byte:02x}" for byte in secret.encode()),
    "URL with plain plus signs": lambda secret: quote(secret, safe="+"),
    "URL in a URL": lambda secret: quote(quote(secret, safe=""), safe=""),
    "form": quote_plus,
    "form with fields": lambda secret: urlencode({"email": "test@example.com", "password": secret}),
    "base64 for URLs": lambda secret: base64.urlsafe_b64encode(b"x" + secret.encode()).decode(),
    "base64 in basic authorization": lambda secret: base64.b64encode(f"me@x.io:{secret}".encode()).decode(),
    "base64 in a URL": lambda secret: quote(base64.b64encode(secret.encode()).decode(), safe=""),
    "hex": lambda secret: secret.encode().hex(),
    "upper-case hex": lambda secret: secret.encode().hex().upper(),
}


@pytest.mark.parametrize("odd", ["", 'Aa1! ü"\\/+%&=€😀'], ids=["plain", "odd"])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_secret_is_found(encoding, odd):
    """`odd` has the characters that JSON, URLs and base64 treat in their own ways."""
    secret = secrets.token_urlsafe(9) + odd
    text = f'{{"field": "{ENCODINGS[encoding](secret)}"}}'
    assert wire.reveals(text, secret)
    assert not wire.reveals(text, f"{secret} and more")
    assert not wire.reveals(text, secret.swapcase())


def test_base64_is_found_whatever_the_length_of_the_secret_and_of_what_is_around_it():
    for length in range(4, 20):
        for before in range(7):
            for after in range(4):
                secret = secrets.token_bytes(length).hex()[:length]
                text = secrets.token_bytes(before) + secret.encode() + secrets.token_bytes(after)
                assert wire.reveals(base64.b64encode(text).decode(), secret), (length, before, after)


def test_a_secret_is_found_in_any_call_but_only_in_what_was_sent():
    assert wire.contains([Call("First", {}), Call("Second", {"deep": [{"er": "a secret"}]})], "a secret")
    assert wire.contains([Call("First", {}, sent_text="POST /\nX-Header: a secret\n\n{}")], "a secret")
    assert not wire.contains([Call("First", {}, {"echo": "a secret"})], "a secret")
    assert not wire.contains([], "a secret")


def test_an_empty_secret_is_a_mistake():
    with pytest.raises(ValueError, match="empty"):
        wire.contains([Call("First", {})], "")
