"""The backend of lesson 03, over real HTTP: each answer, and no secret anywhere but in the answer."""

from __future__ import annotations

import json
import logging
import re
import secrets
import socket
import subprocess

import boto3
import pytest
import requests
from botocore.config import Config
from flask import Flask

from helpers import server_login
from local_cognito.serving import LoopbackServer
from tests.conftest import new_password

IMPATIENT = Config(retries={"total_max_attempts": 1}, connect_timeout=2, read_timeout=10)
REQUIRED = {"error": "Email and password are required"}


@pytest.fixture
def pool(make_pool):
    return make_pool(ExplicitAuthFlows=["ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"])


@pytest.fixture
def login_url(cognito, pool, serve):
    return serve(server_login.create_app(cognito, pool.user_pool_id, pool.app_client_id)) + "/login"


@pytest.fixture(scope="module")
def unasked_url():
    """A backend without a Cognito: it can only answer what it must answer by itself."""
    server = LoopbackServer(server_login.create_app(None, "us-east-1_Nowhere", "nobody"))
    yield server.url + "/login"
    server.stop()


@pytest.fixture
def credentials(pool):
    return {"email": pool.username, "password": pool.password}


def test_the_right_password_gets_three_tokens(login_url, credentials):
    answer = requests.post(login_url, json=credentials)
    body = answer.json()
    assert answer.status_code == 200
    assert list(body) == ["success", "message", "tokens"]
    assert (body["success"], body["message"]) == (True, "Login successful")
    assert list(body["tokens"]) == ["accessToken", "idToken", "refreshToken"]
    assert all(body["tokens"].values()) and len(set(body["tokens"].values())) == 3


def test_the_tokens_are_for_the_user_who_logged_in(login_url, credentials, cognito):
    tokens = requests.post(login_url, json=credentials).json()["tokens"]
    attributes = cognito.get_user(AccessToken=tokens["accessToken"])["UserAttributes"]
    assert {"Name": "email", "Value": credentials["email"]} in attributes


def test_tokens_are_kept_in_no_cache(login_url, credentials):
    assert requests.post(login_url, json=credentials).headers["Cache-Control"] == "no-store"


def test_a_wrong_password_is_refused_by_the_server(login_url, credentials):
    answer = requests.post(login_url, json={**credentials, "password": new_password()})
    assert answer.status_code == 401
    assert answer.json() == {"success": False, "error": "Incorrect username or password."}


def test_the_server_passes_on_what_cognito_says_of_an_unknown_user(login_url, cognito, pool):
    stranger, password = f"nobody-{secrets.token_hex(4)}@example.com", new_password()
    with pytest.raises(cognito.exceptions.ClientError) as refusal:
        cognito.admin_initiate_auth(
            UserPoolId=pool.user_pool_id,
            ClientId=pool.app_client_id,
            AuthFlow="ADMIN_USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": stranger, "PASSWORD": password},
        )
    answer = requests.post(login_url, json={"email": stranger, "password": password})
    assert answer.status_code == 401
    assert answer.json() == {"success": False, "error": refusal.value.response["Error"]["Message"]}


def test_a_challenge_is_no_login(login_url, cognito, pool):
    newcomer, temporary = f"new-{secrets.token_hex(4)}@example.com", new_password()
    cognito.admin_create_user(
        UserPoolId=pool.user_pool_id, Username=newcomer, TemporaryPassword=temporary, MessageAction="SUPPRESS"
    )
    answer = requests.post(login_url, json={"email": newcomer, "password": temporary})
    assert answer.status_code == 400
    assert answer.json() == {"success": False, "error": "No authentication result returned"}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'"text"',
        b"17",
        b"\xff\xfe",
        b"[" * 9000,
        b"{}",
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
def test_a_body_without_email_and_password_is_refused(unasked_url, body):
    answer = requests.post(unasked_url, data=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()) == (400, REQUIRED)


def test_a_request_without_a_body_is_refused(unasked_url):
    answer = requests.post(unasked_url)
    assert (answer.status_code, answer.json()) == (400, REQUIRED)


def test_a_body_too_large_for_a_login_is_refused(unasked_url):
    answer = requests.post(unasked_url, json={"email": "ada@example.com", "password": "x" * 20_000})
    assert answer.status_code == 413
    assert list(answer.json()) == ["error"]


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH"])
def test_another_method_is_refused_in_json(unasked_url, method):
    answer = requests.request(method, unasked_url)
    assert answer.status_code == 405
    assert answer.headers["Content-Type"] == "application/json"
    assert "POST" in answer.headers["Allow"]
    assert answer.json() == {"error": "The method is not allowed for the requested URL."}


def test_another_address_is_refused_in_json(unasked_url):
    answer = requests.get(unasked_url + "/nowhere")
    assert answer.status_code == 404
    assert list(answer.json()) == ["error"]


@pytest.mark.parametrize("headers", [["-H", "Content-Type: application/json"], []], ids=["with header", "without"])
def test_curl_logs_in(login_url, credentials, headers):
    curl = ["curl", "-s", "-X", "POST", login_url, *headers, "-d", "@-"]
    answer = subprocess.run(curl, input=json.dumps(credentials), capture_output=True, text=True, check=True)
    assert json.loads(answer.stdout)["success"] is True


def test_the_page_of_the_lesson_may_read_the_answers(unasked_url):
    preflight = {
        "Origin": "http://localhost:3000",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    answer = requests.options(unasked_url, headers=preflight)
    assert answer.headers["Access-Control-Allow-Origin"] == "http://localhost:3000"
    assert "POST" in answer.headers["Access-Control-Allow-Methods"]
    assert "content-type" in answer.headers["Access-Control-Allow-Headers"]


def test_a_page_from_elsewhere_may_not_read_the_answers(unasked_url):
    answer = requests.post(unasked_url, headers={"Origin": "http://elsewhere.example"})
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_the_allowed_page_can_be_another(serve):
    origin = "http://127.0.0.1:3456"
    url = serve(server_login.create_app(None, "us-east-1_Nowhere", "nobody", allowed_origin=origin))
    answer = requests.post(url + "/login", headers={"Origin": origin})
    assert answer.headers["Access-Control-Allow-Origin"] == origin


def app_asking(endpoint, pool):
    cognito = boto3.client(
        "cognito-idp",
        region_name="us-east-1",
        endpoint_url=endpoint,
        aws_access_key_id="local",
        aws_secret_access_key="local",
        config=IMPATIENT,
    )
    return server_login.create_app(cognito, pool.user_pool_id, pool.app_client_id)


def test_a_cognito_out_of_reach_is_said_plainly(pool, serve, credentials):
    with socket.create_server(("127.0.0.1", 0)) as closing:
        nobody = f"http://127.0.0.1:{closing.getsockname()[1]}"
    answer = requests.post(serve(app_asking(nobody, pool)) + "/login", json=credentials)
    assert answer.status_code == 502
    sentence = (
        "Cognito did not answer (EndpointConnectionError). Is it running, and does this server have AWS keys?"
    )
    assert answer.json() == {"success": False, "error": sentence}


def test_a_cognito_that_breaks_down_is_not_taken_for_a_refusal(pool, serve, credentials):
    broken = Flask("broken")
    broken.add_url_rule("/", view_func=lambda: ("out of order", 500), methods=["POST"])
    answer = requests.post(serve(app_asking(serve(broken), pool)) + "/login", json=credentials)
    assert answer.status_code == 502
    assert answer.json()["error"].startswith("Cognito did not answer (500).")


def test_a_server_without_aws_keys_says_so(pool, serve, credentials, monkeypatch, cognito, tmp_path):
    for name in ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE"]:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    keyless = boto3.session.Session(region_name="us-east-1").client(
        "cognito-idp", endpoint_url=cognito.meta.endpoint_url, config=IMPATIENT
    )
    app = server_login.create_app(keyless, pool.user_pool_id, pool.app_client_id)
    answer = requests.post(serve(app) + "/login", json=credentials)
    assert answer.status_code == 502
    assert "NoCredentialsError" in answer.json()["error"]
    assert "AWS keys" in answer.json()["error"]


def test_a_mistake_in_the_server_shows_nothing_of_it(pool, serve, credentials, capfd, caplog):
    class Mistaken:
        def admin_initiate_auth(self, **_):
            raise RuntimeError("a mistake")

    app = server_login.create_app(Mistaken(), pool.user_pool_id, pool.app_client_id)
    answer = requests.post(serve(app) + "/login", json=credentials)
    assert answer.status_code == 500
    assert list(answer.json()) == ["error"]
    assert "mistake" not in answer.text
    assert credentials["password"] not in written(capfd, caplog)


def written(capfd, caplog):
    out, err = capfd.readouterr()
    return out + err + caplog.text


def test_no_password_and_no_token_is_written_anywhere(login_url, credentials, capfd, caplog):
    caplog.set_level(logging.INFO)
    wrong = {**credentials, "password": new_password()}
    tokens = requests.post(login_url, json=credentials).json()["tokens"]
    requests.post(login_url, json=wrong)
    requests.post(login_url, data=json.dumps(credentials)[:-1])
    everything = written(capfd, caplog)
    for secret in [credentials["password"], wrong["password"], *tokens.values()]:
        assert secret not in everything
    assert "/login" not in everything  # there is no access log


def test_a_taken_port_is_no_trouble():
    app = server_login.create_app(None, "us-east-1_Nowhere", "nobody")
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]
        server = server_login.serve(app, port=taken)
        try:
            assert server.port != taken
            assert requests.post(server.url + "/login").json() == REQUIRED
        finally:
            server.stop()


def test_it_listens_on_this_machine_only():
    server = server_login.serve(server_login.create_app(None, "us-east-1_Nowhere", "nobody"))
    try:
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+", server.url)
    finally:
        server.stop()
