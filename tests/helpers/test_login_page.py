"""The login page's server: the files and headers that it sends, and the calls that its relay forwards."""

from __future__ import annotations

import json
import re

import pytest
import requests
from flask import Flask, Response, request

from helpers import login_page
from helpers.login_page.page import LARGEST_CALL, LIBRARY_URL

NOBODY = ("us-east-1_Nowhere", "nobody")  # a user pool and an app client that exist nowhere
JSON = "application/x-amz-json-1.1"


def test_the_page_may_do_only_what_it_needs(serve):
    answer = requests.get(serve(login_page.create_app(*NOBODY, "http://127.0.0.1:5050/")))
    policy = dict(rule.split(" ", 1) for rule in answer.headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == f"'self' {LIBRARY_URL}"
    assert policy["connect-src"] == "'self' http://127.0.0.1:5050"
    with_api = login_page.create_app(*NOBODY, api_url="http://127.0.0.1:3002").test_client().get("/")
    to = "connect-src https://cognito-idp.us-east-1.amazonaws.com http://127.0.0.1:3002;"
    assert to in with_api.headers["Content-Security-Policy"]
    assert policy["form-action"] == "'none'"
    assert policy["frame-ancestors"] == "'self' http://localhost:* http://127.0.0.1:*"
    assert "unsafe" not in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path, kind", [("", "html"), ("login.js", "javascript"), ("style.css", "css")])
def test_no_cache_keeps_a_file(serve, path, kind):
    answer = requests.get(f"{serve(login_page.create_app(*NOBODY))}/{path}")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith(f"text/{kind}")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_nothing_else_of_the_folder_is_served(serve):
    url = serve(login_page.create_app(*NOBODY))
    paths = ["/__init__.py", "/index.html", "/../lab.py"]
    assert [requests.get(url + path).status_code for path in paths] == [404, 404, 404]


def test_a_client_id_cannot_become_code():
    hostile = "</script><script>alert(1)</script>"
    html = login_page.create_app("us-east-1_Nowhere", hostile).test_client().get("/").text
    assert hostile not in html
    config = re.search(r'<script type="application/json" id="config">(.*?)</script>', html).group(1)
    assert json.loads(config)["clientId"] == hostile


@pytest.mark.parametrize(
    "arguments, message",
    [
        (("", "client"), "A user pool id looks like us-east-1_AbCdEfGhI"),
        (("us-east-1_", "client"), "A user pool id looks like us-east-1_AbCdEfGhI"),
        (("us-east-1_a; script-src *", "client"), "A user pool id looks like us-east-1_AbCdEfGhI"),
        (("us.evil_a", "client"), "A user pool id looks like us-east-1_AbCdEfGhI"),
        (("us-east-1_Nowhere", ""), "The app client id is empty"),
        ((*NOBODY, "localhost:5050"), "An endpoint looks like http://"),
        ((*NOBODY, "ftp://127.0.0.1"), "An endpoint looks like http://"),
        ((*NOBODY, "http://a; img-src *"), "An endpoint looks like http://"),
    ],
)
def test_a_wrong_setting_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        login_page.create_app(*arguments)


# --- the relay ---------------------------------------------------------------------------------------------------


@pytest.fixture
def received(serve):
    """What a server received that replaces Cognito and answers with a redirect. `.relay` is the relay."""

    class Received(list):
        relay = ""

    received, app = Received(), Flask("cognito")

    @app.route("/", methods=["GET", "POST"])
    @app.route("/<path:path>", methods=["GET", "POST"])
    def receive(path: str = "") -> Response:
        received.append((request.method, request.path, request.get_data(), dict(request.headers)))
        return Response("{}", 307, {"Location": "/elsewhere", "Content-Type": JSON, "Set-Cookie": "a=b"})

    received.relay = f"{serve(login_page.create_app(*NOBODY, serve(app)))}/cognito"
    return received


def test_a_call_is_forwarded_with_the_headers_that_matter_and_its_answer_comes_back(received):
    matter = {"X-Amz-Target": "AWSCognitoIdentityProviderService.InitiateAuth", "Content-Type": JSON}
    matter["X-Amz-User-Agent"] = "aws-amplify/5.0.4"
    others = {name: "secret" for name in ("Authorization", "Cookie", "X-XSRFToken", "Origin", "X-Forwarded-Host")}
    url = f"{received.relay}?path=/a"
    answer = requests.post(url, b'{"a": 1}', headers={**matter, **others}, allow_redirects=False)
    [(method, path, body, headers)] = received  # no redirect was followed
    assert (method, path, body) == ("POST", "/", b'{"a": 1}')
    assert {name: headers.get(name) for name in matter} == matter
    assert "secret" not in str(headers)
    assert (answer.status_code, answer.content, answer.headers["Content-Type"]) == (307, b"{}", JSON)
    assert not {"Location", "Set-Cookie"} & set(answer.headers)


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_only_a_post_is_forwarded(received, method):
    assert requests.request(method, received.relay).status_code == 405
    assert received == []


@pytest.mark.parametrize("path", ["/", "/elsewhere", "/../http://example.com/", "/..//example.com", "/.."])
def test_no_other_path_leads_anywhere(received, path):
    assert requests.post(f"{received.relay}{path}").status_code in (404, 405)
    assert received == []


def test_a_large_body_is_refused_before_it_is_read(received):
    fits, too_large = b" " * LARGEST_CALL, b" " * (LARGEST_CALL + 1)
    assert requests.post(received.relay, fits, allow_redirects=False).status_code == 307
    assert requests.post(received.relay, too_large).status_code == 413
    assert len(received) == 1


def test_a_page_that_talks_to_aws_has_no_relay():
    client = login_page.create_app(*NOBODY).test_client()
    assert client.post("/cognito").status_code == 404
    policy = client.get("/").headers["Content-Security-Policy"]
    assert "connect-src https://cognito-idp.us-east-1.amazonaws.com;" in policy
