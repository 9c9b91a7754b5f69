"""The API of lesson 11: whom it lets in, and how it refuses the others."""

from __future__ import annotations

import base64
import json
import time
from collections import Counter

import pytest
import requests
from flask import Flask

from helpers import api
from local_cognito import LocalCognito

FIVE_MINUTES = {"AccessTokenValidity": 5, "TokenValidityUnits": {"AccessToken": "minutes"}}
INVALID = 'Bearer realm="shop", error="invalid_token", error_description="{}"'


def issuer_of(pool):
    return f"https://cognito-idp.us-east-1.amazonaws.com/{pool.user_pool_id}"


def jwks_of(cognito, pool):
    return f"{cognito.meta.endpoint_url}/{pool.user_pool_id}/.well-known/jwks.json"


@pytest.fixture
def pool(make_pool):
    return make_pool(**FIVE_MINUTES)


@pytest.fixture
def make_api(cognito, pool):
    """Makes a client of the API, which calls it directly."""

    def make(jwks_url=None, **settings):
        settings = {"group": "staff", **settings}
        keys = jwks_url or jwks_of(cognito, pool)
        return api.create_app(issuer_of(pool), keys, pool.app_client_id, **settings).test_client()

    return make


@pytest.fixture
def log_in(cognito, pool):
    """Logs the user in, at the pool's client or at another, or a user of another pool. Returns the tokens."""

    def log_in(pool=pool, client_id=None):
        return cognito.initiate_auth(
            ClientId=client_id or pool.app_client_id,
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": pool.username, "PASSWORD": pool.password},
        )["AuthenticationResult"]

    return log_in


def get(client, path, token):
    return client.get(path, headers={"Authorization": f"Bearer {token}"})


def test_anyone_who_is_logged_in_gets_in_and_only_members_read_the_orders(make_api, log_in, cognito, pool):
    client, token = make_api(), log_in()["AccessToken"]
    user_name = cognito.get_user(AccessToken=token)["Username"]
    assert get(client, "/me", token).json == {"username": user_name, "groups": []}
    refused = get(client, "/orders", token)
    assert (refused.status_code, refused.json) == (403, {"error": "Only the group staff may read the orders."})
    assert refused.headers["WWW-Authenticate"] == INVALID.format(refused.json["error"]).replace(
        "invalid_token", "insufficient_scope"
    )
    for name in ("former-staff", "staff"):
        before = log_in()["AccessToken"]
        cognito.create_group(UserPoolId=pool.user_pool_id, GroupName=name)
        cognito.admin_add_user_to_group(UserPoolId=pool.user_pool_id, GroupName=name, Username=pool.username)
        assert get(client, "/orders", before).status_code == 403, "the token was made before"
    token = log_in()["AccessToken"]
    assert sorted(get(client, "/me", token).json["groups"]) == ["former-staff", "staff"]
    answer = get(client, "/orders", token)
    assert (answer.status_code, answer.json) == (200, api.ORDERS)
    assert answer.headers["Cache-Control"] == "no-store"


def jwt_part(text):
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def test_every_other_token_gets_a_401_that_says_why_and_is_written_nowhere(
    make_api, make_pool, log_in, cognito, pool, capfd, caplog
):
    client, good = make_api(), log_in()
    header, claims, signature = good["AccessToken"].split(".")
    other_client = cognito.create_user_pool_client(
        UserPoolId=pool.user_pool_id, ClientName="other", ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"]
    )["UserPoolClient"]["ClientId"]
    with LocalCognito.later(-330):
        expired = log_in()["AccessToken"]
    hostile = json.dumps({"alg": "RS256", "kid": 'a"\r\nSet-Cookie: b=c\\' + "d" * 999})
    refused = {
        "Signature has expired": expired,
        "Signature verification failed": f"{header}.{expired.split('.')[1]}.{signature}",
        "This is not an access token.": good["IdToken"],
        "The token was made for another app client.": log_in(client_id=other_client)["AccessToken"],
        "Unable to find a signing key that matches: ": log_in(make_pool())["AccessToken"],
        "Unable to find a signing key that matches: aSet-Cookie: b=c": f"{jwt_part(hostile)}.{claims}.{signature}",
        "Not enough segments": "",
        "": f"{jwt_part('[' * 20_000)}.{claims}.{signature}",
    }
    unsigned = json.dumps({"alg": "none", "kid": json.loads(base64.urlsafe_b64decode(header + "=="))["kid"]})
    refused["The specified alg value is not allowed"] = f"{jwt_part(unsigned)}.{claims}."
    for why, token in refused.items():
        answer = get(client, "/me", token)
        says = answer.headers["WWW-Authenticate"]
        assert (answer.status_code, says) == (401, INVALID.format(answer.json["error"])), why
        assert answer.json["error"].startswith(why) and says.isprintable()
        assert len(says) < 200
    assert get(client, "/me", good["AccessToken"]).status_code == 200
    written = "".join(capfd.readouterr()) + caplog.text
    assert [token for token in (expired, good["AccessToken"], good["IdToken"]) if token in written] == []


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Basic YTpi"}, {"Authorization": "Bearertoken"}])
def test_a_request_without_a_token_is_told_only_what_to_send(make_api, headers):
    answer = make_api().get("/orders", headers=headers)
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, 'Bearer realm="shop"')


def test_keys_are_kept_and_for_an_unknown_one_fetched_again_once(
    make_api, make_pool, log_in, cognito, pool, serve, monkeypatch
):
    other, calls = make_pool(), Counter()
    keys = {"now": requests.get(jwks_of(cognito, other)).json()}
    server = Flask("keys")

    @server.get("/")
    def jwks():
        calls["jwks"] += 1
        return keys["now"]

    client = make_api(serve(server))
    foreign, own = log_in(other)["AccessToken"], log_in()["AccessToken"]
    for _ in range(2):
        assert get(client, "/me", foreign).json == {"error": "Invalid issuer"}
    assert calls["jwks"] == 1
    keys["now"] = requests.get(jwks_of(cognito, pool)).json()
    now = time.monotonic
    monkeypatch.setattr(time, "monotonic", lambda: now() + 60)  # PyJWT fetches keys twice a minute at most
    for _ in range(2):
        assert get(client, "/me", own).status_code == 200
    assert calls["jwks"] == 2
    assert get(client, "/me", foreign).status_code == 401
    assert calls["jwks"] <= 3


def test_without_keys_a_token_may_be_good_so_nobody_is_told_to_log_in_again(make_api, log_in):
    answer = get(make_api("http://127.0.0.1:9"), "/me", log_in()["AccessToken"])
    assert (answer.status_code, "WWW-Authenticate" in answer.headers) == (503, False)
    assert answer.json == {"error": "The user pool's keys cannot be fetched. Try again later."}


def test_one_page_may_read_the_answers_and_only_names_of_this_machine_are_answered(make_api):
    client = make_api(allowed_origin="http://localhost:3000")
    asks = {"Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "authorization"}
    for origin, allowed in (("http://localhost:3000", True), ("http://elsewhere.example", False), ("null", False)):
        answer = client.options("/me", headers={"Origin": origin, **asks})
        assert answer.headers.get("Access-Control-Allow-Origin") == (origin if allowed else None)
    assert client.get("/", headers={"Host": "elsewhere.example"}).status_code == 403
    assert "GET /me" in client.get("/").text
    with pytest.raises(ValueError, match="An origin looks like"):
        make_api(allowed_origin="*")
