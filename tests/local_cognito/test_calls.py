"""Calls that no AWS SDK would send, or that no operation expects. Each gets an answer that clients understand."""

from __future__ import annotations

import json
import secrets
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from botocore import UNSIGNED

from local_cognito import LocalCognito, clock, moto_adapter
from local_cognito.conformance.world import connect, outcome, post
from local_cognito.operations import OPERATIONS

PASSWORD_FLOW = b'{"ClientId": "abc1", "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": '
ODD_BODIES = {
    "empty": b"",
    "not JSON": b"{",
    "not UTF-8": b"\xff\xfe",
    "a byte order mark": b"\xef\xbb\xbf{}",
    "a list": b"[]",
    "null": b"null",
    "a number": b"1",
    "a string": b'"InitiateAuth"',
    "NaN": b'{"ClientId": NaN}',
    "Infinity": b'{"ClientId": "abc1", "AuthFlow": Infinity}',
    "a lone surrogate": b'{"ClientId": "\\ud800", "AuthFlow": "USER_PASSWORD_AUTH"}',
    "a huge number": b'{"ClientId": ' + b"9" * 10_000 + b"}",
    "a number too large for a float": b'{"ClientId": 1e999}',
    "nested deeply": b'{"ClientMetadata": ' + b'{"a":' * 20_000 + b"1" + b"}" * 20_000 + b"}",
    "lists nested deeply": b"[" * 100_000,
    "a list for a string": b'{"ClientId": ["a"], "AuthFlow": "USER_PASSWORD_AUTH"}',
    "a string for a map": PASSWORD_FLOW + b'"a"}',
    "a number for a password": PASSWORD_FLOW + b'{"PASSWORD": 1}}',
    "null for a password": PASSWORD_FLOW + b'{"PASSWORD": null}}',
}


@pytest.mark.parametrize("body", ODD_BODIES.values(), ids=ODD_BODIES)
def test_an_odd_body_is_refused_as_json(local_cognito, body):
    refusals = ("SerializationException", "InvalidParameterException", "ResourceNotFoundException")
    for operation in ("InitiateAuth", "AdminInitiateAuth", "RespondToAuthChallenge"):
        status, answer = post(local_cognito.url, operation, body)
        assert status == 400
        assert answer["__type"] in refusals
        assert answer["message"]


def test_of_two_values_with_one_name_the_last_counts_in_every_check(world):
    """A second PASSWORD does not pass one check while the first passes another."""
    call = {"ClientId": world.client_id, "AuthFlow": "USER_PASSWORD_AUTH"}
    call["AuthParameters"] = {"USERNAME": world.username, "PASSWORD": world.password}
    body = json.dumps(call).replace(world.password, f'{world.password}", "PASSWORD": "{world.wrong_password}')
    assert post(world.url, "InitiateAuth", body.encode())[1]["message"] == "Incorrect username or password."


def test_a_body_of_256_kb_is_read_and_a_larger_one_is_not(world):
    parameters = {"USERNAME": world.username, "PASSWORD": world.password}
    call = {"ClientId": world.client_id, "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": parameters}
    for size, expected in ((256 * 1024, 200), (256 * 1024 + 1, 413)):
        status, answer = post(world.url, "InitiateAuth", json.dumps(call).encode().ljust(size))
        assert status == expected
        assert ("AuthenticationResult" in answer) is (expected == 200)


@pytest.mark.parametrize("size", [257, 5000])
def test_a_password_that_is_too_long_is_refused_and_not_repeated(world, size):
    password = secrets.token_hex(size // 2 + 1)[:size]
    came = outcome(world.sign_up, f"{secrets.token_hex(4)}@example.com", Password=password)
    assert came.startswith("InvalidParameterException: 1 validation error detected: Value at 'password'")
    assert password[:50] not in came


def test_an_operation_that_aws_does_not_know_is_refused_as_json(local_cognito):
    for target in ("x.InitiateAuth2", "x.", "x.initiateAuth", "x.__class__", "x.get_user", "x.\xc3\xa9", ""):
        status, answer = post(local_cognito.url, "", {}, X_Amz_Target=target)
        assert (status, answer["__type"]) == (400, "UnknownOperationException"), target


@pytest.mark.parametrize("operation", ["AdminInitiateAuth", "AdminSetUserPassword", "CreateUserPool", "ListUsers"])
def test_an_administrators_call_needs_a_signature(world, operation):
    body = {"UserPoolId": world.user_pool_id, "ClientId": world.client_id, "PoolName": "x"}
    for authorization in ("", "Bearer x", "AWS4-HMAC-SHA256", "Credential=a/b/c/d/e"):
        status, answer = post(world.url, operation, body, Authorization=authorization)
        assert (status, answer["__type"]) == (400, "MissingAuthenticationTokenException"), authorization


@pytest.mark.parametrize("body", [{}, {"UserPoolId": "us-east-1_Nowhere99", "Username": "ada"}])
def test_every_operation_of_aws_gets_an_answer_in_json(local_cognito, body):
    """Not all are implemented, but none ends in a page of HTML or in a failure of the server."""
    for operation in moto_adapter.operation_names():
        status, answer = post(local_cognito.url, operation, body)
        assert status in (200, 400), operation
        assert status == 200 or answer["__type"].endswith("Exception"), operation
        if body and operation in ("ListResourceServers", "ListUsers", "AdminGetUser", "DescribeUserPool"):
            assert answer["__type"] == "ResourceNotFoundException", operation


def test_a_failure_inside_tells_no_secret(world, monkeypatch, caplog, capfd):
    def fail():
        raise RuntimeError(f"the password is {world.password}")

    parameters = {"USERNAME": world.username, "PASSWORD": world.password}
    body = {"ClientId": world.client_id, "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": parameters}
    monkeypatch.setattr(clock, "now", fail)
    status, answer = post(world.url, "InitiateAuth", body)
    assert (status, answer["__type"]) == (500, "InternalErrorException")
    assert "RuntimeError" in caplog.text
    assert world.password not in json.dumps(answer) + caplog.text + "".join(capfd.readouterr())


def test_two_servers_of_one_process_share_their_pools(world):
    second = LocalCognito.start()
    assert world.client_id
    world.public = connect(second.url, signature_version=UNSIGNED)
    assert outcome(world.srp) == "tokens"
    second.stop()


def test_two_servers_of_one_process_answer_one_call_at_a_time(local_cognito, monkeypatch):
    inside, most = [], []

    def slow(call):
        inside.append(call)
        time.sleep(0.05)
        most.append(len(inside))
        inside.pop()
        return {}

    monkeypatch.setitem(OPERATIONS, "ListUserPools", slow)
    other = LocalCognito.start()
    with ThreadPoolExecutor() as pool:
        list(pool.map(lambda server: post(server.url, "ListUserPools", {"MaxResults": 1}), (local_cognito, other)))
    other.stop()
    assert most == [1, 1]
