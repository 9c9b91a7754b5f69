"""The back end of lesson 03: what it answers to each request, and that it writes no secret anywhere else."""

from __future__ import annotations

import json
import logging
import secrets
from unittest.mock import Mock

import pytest
import requests
from botocore.exceptions import NoCredentialsError
from flask import Flask

from helpers import server_login
from local_cognito.conformance.world import connect
from tests.conftest import make_newcomer, new_password

REQUIRED = {"error": "Email and password are required"}


@pytest.fixture
def pool(make_pool):
    return make_pool(ExplicitAuthFlows=["ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"])


@pytest.fixture
def credentials(pool):
    return {"email": pool.username, "password": pool.password}


@pytest.fixture
def login_url(cognito, pool, serve):
    return serve(server_login.create_app(cognito, pool.user_pool_id, pool.app_client_id)) + "/login"


def without_http(cognito=None, **settings):
    """A client that calls the application directly. Without a Cognito, it can answer only by itself."""
    app = server_login.create_app(cognito, "us-east-1_Nowhere", "nobody", **settings)
    return app.test_client()


def test_the_right_password_gets_the_users_tokens_which_no_cache_may_keep(login_url, credentials, cognito):
    answer = requests.post(login_url, json=credentials)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    body = answer.json()
    assert list(body) == ["success", "message", "tokens"]
    assert (body["success"], body["message"]) == (True, "Login successful")
    assert list(body["tokens"]) == ["accessToken", "idToken", "refreshToken"]
    assert len(set(filter(None, body["tokens"].values()))) == 3
    attributes = cognito.get_user(AccessToken=body["tokens"]["accessToken"])["UserAttributes"]
    assert {"Name": "email", "Value": credentials["email"]} in attributes


@pytest.mark.parametrize("email", [None, "nobody@example.com"], ids=["wrong password", "unknown user"])
def test_a_refusal_has_cognitos_own_message(login_url, credentials, cognito, pool, email):
    email, password = email or credentials["email"], new_password()
    with pytest.raises(cognito.exceptions.ClientError) as refusal:
        cognito.admin_initiate_auth(
            UserPoolId=pool.user_pool_id,
            ClientId=pool.app_client_id,
            AuthFlow="ADMIN_USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": email, "PASSWORD": password},
        )
    answer = requests.post(login_url, json={"email": email, "password": password})
    assert answer.status_code == 401
    assert answer.json() == {"success": False, "error": refusal.value.response["Error"]["Message"]}


def test_a_challenge_is_not_a_login(login_url, cognito, pool):
    email, temporary = make_newcomer(cognito, pool)
    answer = requests.post(login_url, json={"email": email, "password": temporary})
    assert answer.status_code == 400
    assert answer.json() == {"success": False, "error": "No authentication result returned"}


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"{", b"null", b"[]", b'"text"', b"17", b"\xff\xfe", b"[" * 9000, b"{}"),
        b'{"email": "ada@example.com"}',
        b'{"password": "x"}',
        b'{"email": "", "password": "x"}',
        b'{"email": "  ", "password": "x"}',
        b'{"email": "ada@example.com", "password": ""}',
        b'{"email": "ada@example.com", "password": null}',
        b'{"email": "ada@example.com", "password": 12345678}',
        b'{"email": ["ada@example.com"], "password": "x"}',
        b"email=ada%40example.com&password=x",
    ],
    ids=lambda body: repr(body[:48]),
)
def test_a_body_without_email_and_password_is_refused(body):
    answer = without_http().post("/login", data=body, content_type="application/json")
    assert (answer.status_code, answer.json) == (400, REQUIRED)


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        *((method, "/login", "", 405) for method in ("GET", "PUT", "DELETE", "PATCH")),
        ("GET", "/login/nowhere", "", 404),
        ("POST", "/login", json.dumps({"email": "ada@example.com", "password": "x" * 20_000}), 413),
    ],
)
def test_any_other_request_is_refused_in_json(method, path, body, status):
    answer = without_http().open(path, method=method, data=body, content_type="application/json")
    assert (answer.status_code, answer.content_type, list(answer.json)) == (status, "application/json", ["error"])
    assert status != 405 or "POST" in answer.headers["Allow"]


@pytest.mark.parametrize("reason", ["EndpointConnectionError", "500", "NoCredentialsError"])
def test_a_cognito_that_cannot_be_reached_is_not_a_refusal(reason, serve):
    broken = Flask("broken")
    broken.post("/")(lambda: ("out of order", 500))
    cognito = Mock(**{"admin_initiate_auth.side_effect": NoCredentialsError()})
    if reason != "NoCredentialsError":
        cognito = connect(serve(broken) if reason == "500" else "http://127.0.0.1:9")
    answer = without_http(cognito).post("/login", json={"email": "ada@example.com", "password": new_password()})
    assert answer.status_code == 502
    sentence = f"Cognito did not answer ({reason}). Is it running, and does this server have AWS keys?"
    assert answer.json == {"success": False, "error": sentence}


def test_no_password_and_no_token_is_written_anywhere(login_url, credentials, capfd, caplog):
    caplog.set_level(logging.INFO)
    wrong = {**credentials, "password": new_password()}
    tokens = requests.post(login_url, json=credentials).json()["tokens"]
    requests.post(login_url, json=wrong)
    requests.post(login_url, data=json.dumps(credentials)[:-1], headers={"Content-Type": "application/json"})
    requests.post(login_url, data=json.dumps(credentials))
    written = "".join(capfd.readouterr()) + caplog.text
    for secret in [credentials["password"], wrong["password"], *tokens.values()]:
        assert secret not in written
    assert "/login" not in written, "there is an access log"


def test_a_bug_in_the_server_shows_nothing_of_the_request_or_the_bug(capfd, caplog):
    secret = secrets.token_hex()
    buggy = Mock(**{"admin_initiate_auth.side_effect": RuntimeError("a bug")})
    answer = without_http(buggy).post("/login", json={"email": "ada@example.com", "password": secret})
    assert (answer.status_code, list(answer.json)) == (500, ["error"])
    assert "bug" not in answer.text
    assert secret not in "".join(capfd.readouterr()) + caplog.text
