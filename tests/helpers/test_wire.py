"""What is recorded of a boto3 client's calls, and in which disguises a secret is found."""

from __future__ import annotations

import base64
import json
import pprint
import secrets
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import quote, quote_plus, urlencode

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import EndpointConnectionError
from pycognito.aws_srp import AWSSRP

from helpers import wire
from helpers.wire import Call
from local_cognito.serving import LoopbackServer


def log_in(cognito: Any, pool: Any, password: str) -> dict[str, Any]:
    return cognito.admin_initiate_auth(
        UserPoolId=pool.user_pool_id,
        ClientId=pool.app_client_id,
        AuthFlow="ADMIN_USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": pool.username, "PASSWORD": password},
    )


def log_in_with_srp(cognito: Any, pool: Any) -> dict[str, Any]:
    return AWSSRP(
        username=pool.username,
        password=pool.password,
        pool_id=pool.user_pool_id,
        client_id=pool.app_client_id,
        client=cognito,
    ).authenticate_user()


# --- recording -------------------------------------------------------------------------------------------------


def test_a_call_is_recorded_as_it_was_on_the_wire(cognito, make_pool):
    pool = make_pool()
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


def test_the_text_that_was_sent_has_address_headers_and_body(cognito, local_cognito, make_pool):
    pool = make_pool()
    with wire.recording(cognito) as calls:
        log_in(cognito, pool, pool.password)
    head, _, body = calls[0].sent_text.partition("\n\n")
    assert head.startswith(f"POST {local_cognito.url}/\n")
    assert "X-Amz-Target: AWSCognitoIdentityProviderService.AdminInitiateAuth\n" in head
    assert json.loads(body) == calls[0].sent


def test_the_password_is_on_the_wire_in_the_admin_flow_and_not_in_srp(cognito, browser_cognito, make_pool):
    pool = make_pool()
    with wire.recording(cognito) as from_server:
        log_in(cognito, pool, pool.password)
    with wire.recording(browser_cognito) as from_browser:
        tokens = log_in_with_srp(browser_cognito, pool)
    assert tokens["AuthenticationResult"]["AccessToken"]
    assert [call.operation for call in from_browser] == ["InitiateAuth", "RespondToAuthChallenge"]
    assert from_browser[0].received["ChallengeName"] == "PASSWORD_VERIFIER"
    assert wire.contains(from_server, pool.password)
    assert not wire.contains(from_browser, pool.password)


def test_a_refused_call_is_recorded_with_its_refusal(cognito, make_pool):
    pool = make_pool()
    with wire.recording(cognito) as calls, pytest.raises(cognito.exceptions.NotAuthorizedException):
        log_in(cognito, pool, pool.password + "x")
    assert calls[0].received["__type"] == "NotAuthorizedException"
    assert wire.contains(calls, pool.password + "x")


def test_a_call_without_an_answer_is_recorded_without_one(unreachable):
    with wire.recording(unreachable) as calls, pytest.raises(EndpointConnectionError):
        unreachable.list_user_pools(MaxResults=1)
    assert [(call.operation, call.sent, call.received) for call in calls] == [
        ("ListUserPools", {"MaxResults": 1}, None)
    ]


def test_what_is_no_json_object_is_kept_as_text(serve_text):
    client = serve_text("<h1>Internal Server Error</h1>")
    with wire.recording(client) as calls, pytest.raises(client.exceptions.ClientError):
        client.list_user_pools(MaxResults=1)
    assert calls[0].received == {"body": "<h1>Internal Server Error</h1>"}


def test_nothing_is_recorded_before_or_after_the_block(cognito, make_pool):
    pool = make_pool()
    with wire.recording(cognito) as calls:
        assert calls == []
    log_in(cognito, pool, pool.password)
    assert calls == []


def test_recording_ends_when_the_block_raises(cognito, make_pool):
    pool = make_pool()
    with pytest.raises(ZeroDivisionError), wire.recording(cognito) as calls:
        1 / 0  # noqa: B018
    log_in(cognito, pool, pool.password)
    assert calls == []


def test_two_recordings_of_one_client_do_not_disturb_each_other(cognito, make_pool):
    pool = make_pool()
    with wire.recording(cognito) as outer:
        with wire.recording(cognito) as inner:
            log_in(cognito, pool, pool.password)
        cognito.describe_user_pool(UserPoolId=pool.user_pool_id)
    assert [call.operation for call in inner] == ["AdminInitiateAuth"]
    assert [call.operation for call in outer] == ["AdminInitiateAuth", "DescribeUserPool"]


def test_calls_of_several_threads_keep_their_own_answers(cognito, make_pool):
    pools = [make_pool() for _ in range(6)]
    with wire.recording(cognito) as calls, ThreadPoolExecutor(6) as threads:
        list(threads.map(lambda pool: cognito.describe_user_pool(UserPoolId=pool.user_pool_id), pools))
    assert {call.sent["UserPoolId"] for call in calls} == {pool.user_pool_id for pool in pools}
    assert all(call.received["UserPool"]["Id"] == call.sent["UserPoolId"] for call in calls)


def test_no_way_of_printing_a_call_shows_a_value(cognito, make_pool):
    pool = make_pool()
    with wire.recording(cognito) as calls:
        log_in(cognito, pool, pool.password)
    assert repr(calls) == "[Call('AdminInitiateAuth')]"
    assert calls[0] != Call(
        **vars(calls[0])
    )  # equal ones would have to be compared, and pytest prints what differs
    for shown in (str(calls[0]), f"{calls}", pprint.pformat(calls)):
        assert pool.password not in shown
        assert pool.username not in shown


# --- finding a secret ------------------------------------------------------------------------------------------


ODD = 'Aa1! ü"\\/+%&=€😀'  # letters that JSON, URLs and base64 each treat in their own way


@pytest.fixture(params=["", ODD], ids=["plain letters", "odd letters"])
def secret(request) -> str:
    """A new password, of plain letters or with odd ones in it."""
    return secrets.token_urlsafe(9) + request.param


def in_base64(secret: str, before: int) -> str:
    return base64.b64encode(b"x" * before + secret.encode() + b"yz").decode()


DISGUISES: dict[str, Callable[[str], str]] = {
    "in clear": lambda secret: secret,
    "in the middle": lambda secret: f"ab{secret}cd",
    "JSON": json.dumps,
    "JSON with its letters as they are": lambda secret: json.dumps(secret, ensure_ascii=False),
    "JSON with every letter escaped": lambda secret: "".join(
        f"\\u{int.from_bytes(secret.encode('utf-16-be')[at : at + 2], 'big'):04X}"
        for at in range(0, len(secret.encode("utf-16-be")), 2)
    ),
    "JSON with slashes escaped": lambda secret: json.dumps(secret).replace("/", "\\/"),
    "JSON in JSON": lambda secret: json.dumps({"body": json.dumps({"password": secret})}),
    "URL": lambda secret: quote(secret, safe=""),
    "URL with small hex letters": lambda secret: (
        quote(secret, safe="").replace("%2F", "%2f").replace("%2B", "%2b")
    ),
    "URL with every byte escaped": lambda secret: "".join(f"%{byte:02x}" for byte in secret.encode()),
    "URL with its plus signs as they are": lambda secret: quote(secret, safe="+"),
    "URL in a URL": lambda secret: quote(quote(secret, safe=""), safe=""),
    "form": quote_plus,
    "form with fields": lambda secret: urlencode({"email": "test@example.com", "password": secret}),
    "base64 from the start": lambda secret: in_base64(secret, 0),
    "base64 after one byte": lambda secret: in_base64(secret, 1),
    "base64 after two bytes": lambda secret: in_base64(secret, 2),
    "base64 alone": lambda secret: base64.b64encode(secret.encode()).decode(),
    "base64 without padding": lambda secret: base64.b64encode(secret.encode()).decode().rstrip("="),
    "base64 for URLs": lambda secret: base64.urlsafe_b64encode(b"x" + secret.encode()).decode(),
    "base64 as in a basic Authorization": lambda secret: base64.b64encode(f"me@x.io:{secret}".encode()).decode(),
    "base64 in a URL": lambda secret: quote(in_base64(secret, 1), safe=""),
    "hex": lambda secret: secret.encode().hex(),
    "hex in capitals": lambda secret: secret.encode().hex().upper(),
}


@pytest.mark.parametrize("disguise", DISGUISES)
def test_a_secret_is_found(disguise, secret):
    text = DISGUISES[disguise](secret)
    assert wire.reveals(f'{{"field": "{text}"}}', secret)
    assert not wire.reveals(f'{{"field": "{text}"}}', secrets.token_urlsafe(9))


def test_base64_is_found_for_every_length_of_secret_and_whatever_is_around_it():
    for length in range(4, 20):
        for before in range(7):
            for after in range(4):
                secret = secrets.token_bytes(length).hex()[:length]
                text = secrets.token_bytes(before) + secret.encode() + secrets.token_bytes(after)
                assert wire.reveals(base64.b64encode(text).decode(), secret), (length, before, after)


def test_a_secret_is_found_in_what_was_sent_only(secret):
    assert wire.contains([Call("POST /login", {"password": secret})], secret)
    assert not wire.contains([Call("POST /login", {"password": "another"}, {"echo": secret})], secret)


def test_a_secret_is_found_in_any_of_the_calls(secret):
    assert wire.contains([Call("First", {}), Call("Second", {"deep": [{"er": secret}]})], secret)
    assert not wire.contains([Call("First", {}), Call("Second", {})], secret)
    assert not wire.contains([], secret)


def test_a_secret_is_found_in_a_header(secret):
    header = f"Authorization: Basic {base64.b64encode(f'me:{secret}'.encode()).decode()}"
    assert wire.contains([Call("POST /login", {}, sent_text=f"POST /login\n{header}\n\n{{}}")], secret)


def test_part_of_a_secret_or_other_capitals_are_not_the_secret():
    assert not wire.reveals("correct horse battery", "correct horse battery staple")
    assert not wire.reveals("CORRECT HORSE", "correct horse")


def test_an_empty_secret_is_a_mistake():
    with pytest.raises(ValueError, match="empty"):
        wire.contains([Call("First", {})], "")


# --- fixtures --------------------------------------------------------------------------------------------------


@pytest.fixture
def unreachable() -> Any:
    """A client whose Cognito is not there."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    return client_for(f"http://127.0.0.1:{port}")


@pytest.fixture
def serve_text() -> Iterator[Callable[[str], Any]]:
    """A function: a client of a server that answers everything with status 500 and this text."""
    servers = []

    def serve(text: str) -> Any:
        def app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
            start_response("500 Internal Server Error", [("Content-Type", "text/html")])
            return [text.encode()]

        servers.append(LoopbackServer(app))
        return client_for(servers[-1].url)

    yield serve
    for server in servers:
        server.stop()


def client_for(url: str) -> Any:
    return boto3.client(
        "cognito-idp",
        region_name="us-east-1",
        endpoint_url=url,
        aws_access_key_id="local",
        aws_secret_access_key="local",
        config=Config(retries={"total_max_attempts": 1}),
    )
