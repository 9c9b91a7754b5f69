"""The login page through a proxy, by a name that is not localhost, and what its relay passes on.

The proxy is a small one, with a prefix as on a JupyterHub: `/user/ada/proxy/PORT/...` goes to that port as `/...`.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field

import pytest
import requests
from flask import Flask, Response, request
from playwright.sync_api import Page, expect

from helpers import login_page
from helpers.login_page.page import LARGEST_CALL
from local_cognito import LocalCognito
from tests.conftest import new_password
from tests.support.jupyter_lab import FAR_AWAY
from tests.support.login_page_in_use import answer_for_the_cdn, log_in

PREFIX = "/user/ada/proxy"
JSON = "application/x-amz-json-1.1"


def proxy() -> Flask:
    app = Flask("proxy")

    @app.route(f"{PREFIX}/<int:port>/", methods=["GET", "POST"], defaults={"path": ""})
    @app.route(f"{PREFIX}/<int:port>/<path:path>", methods=["GET", "POST"])
    def pass_on(port: int, path: str) -> Response:
        answer = requests.request(
            request.method,
            f"http://127.0.0.1:{port}/{path}",
            data=request.get_data(),
            headers=dict(request.headers),
            timeout=30,
        )
        kept = ("Content-Type", "Content-Security-Policy")
        return Response(answer.content, answer.status_code, {name: answer.headers[name] for name in kept})

    return app


@pytest.fixture(autouse=True)
def on_a_hub(monkeypatch):
    """Where the page is called by the proxy's name."""
    monkeypatch.setenv("JUPYTERHUB_SERVICE_PREFIX", "/user/ada/")


# --- in a browser that only the proxy serves -------------------------------------------------------


@dataclass
class Visit:
    """A page in a browser far away. `asked` is every address that it asked; of this machine it knows the proxy."""

    page: Page
    address: str
    asked: list[str] = field(default_factory=list)


@pytest.fixture
def visit(remote, serve, page_url, library):
    port = page_url.rpartition(":")[2]
    proxy_url = serve(proxy()).replace("127.0.0.1", FAR_AWAY)
    context = remote.new_context(locale="en-GB", timezone_id="UTC")
    context.set_default_timeout(15_000)
    context.route(re.compile(rf"^(?!{re.escape(proxy_url)}/)"), lambda route: route.abort("connectionrefused"))
    page = context.new_page()
    answer_for_the_cdn(page, library)
    visit = Visit(page, f"{proxy_url}{PREFIX}/{port}/")
    page.on("request", lambda request: visit.asked.append(request.url))
    page.goto(visit.address)
    expect(page.get_by_role("button", name="Log in")).to_be_enabled()
    yield visit
    context.close()


def test_a_browser_far_away_logs_in_through_the_proxy(visit, pool):
    wrong = new_password()
    log_in(visit.page, pool.username, wrong)
    expect(visit.page.get_by_role("alert")).to_have_text("Incorrect username or password.")
    log_in(visit.page, pool.username, pool.password)
    expect(visit.page.get_by_role("heading", name="You are logged in")).to_be_visible()
    calls = [url for url in visit.asked if not url.endswith((".js", ".css", "/"))]
    assert set(calls) == {f"{visit.address}cognito"}


def test_the_page_says_that_the_kernel_passes_its_calls_on(visit, cognito):
    expect(visit.page.locator("#cognito")).to_have_text(f"{cognito.meta.endpoint_url}, by way of the kernel")


def test_on_its_own_machine_the_page_asks_cognito_itself(page, page_url, pool, cognito, library):
    asked = []
    page.on("request", lambda request: asked.append((request.method, request.url)))
    answer_for_the_cdn(page, library)
    page.goto(page_url)
    log_in(page, pool.username, pool.password)
    expect(page.get_by_role("heading", name="You are logged in")).to_be_visible()
    assert {url.rstrip("/") for method, url in asked if method == "POST"} == {cognito.meta.endpoint_url}
    expect(page.locator("#cognito")).to_have_text(cognito.meta.endpoint_url)


def test_a_proxy_on_ones_own_machine_is_a_proxy_too(page, serve, page_url, pool, library):
    """As when JupyterHub runs in a container, with its port on localhost: Cognito's is inside."""
    asked = []
    page.on("request", lambda request: asked.append((request.method, request.url)))
    answer_for_the_cdn(page, library)
    address = f"{serve(proxy())}{PREFIX}/{page_url.rpartition(':')[2]}/"
    page.goto(address)
    log_in(page, pool.username, pool.password)
    expect(page.get_by_role("heading", name="You are logged in")).to_be_visible()
    assert {url for method, url in asked if method == "POST"} == {f"{address}cognito"}


def test_a_cognito_that_has_stopped_is_said_through_the_relay(page, serve, library):
    stopped = LocalCognito.start()
    stopped.stop()
    url = serve(login_page.create_app("us-east-1_Nowhere", "nobody", stopped.url))
    address = f"{serve(proxy())}{PREFIX}/{url.rpartition(':')[2]}/"
    answer_for_the_cdn(page, library)
    page.goto(address)
    log_in(page, "ada@example.com", new_password())
    expect(page.get_by_role("alert")).to_have_text(
        f"Cognito cannot be reached at {address}cognito. Is the kernel of the notebook still running?"
    )


# --- what the relay passes on, and what it refuses -------------------------------------------------


@pytest.fixture
def heard(serve):
    """What came to a server in Cognito's place, which answers with a redirect. `heard.url` is that of a page."""

    class Heard(list):
        url = ""

    heard, app = Heard(), Flask("cognito")

    @app.route("/", methods=["GET", "POST"])
    @app.route("/<path:path>", methods=["GET", "POST"])
    def hear(path: str = "") -> Response:
        heard.append((request.method, request.path, request.get_data(), dict(request.headers)))
        return Response("{}", 307, {"Location": "/elsewhere", "Content-Type": JSON, "Set-Cookie": "a=b"})

    heard.url = serve(login_page.create_app("us-east-1_Nowhere", "nobody", serve(app)))
    return heard


def test_a_call_is_passed_on_as_it_is_with_the_headers_that_matter(heard):
    matter = {"X-Amz-Target": "AWSCognitoIdentityProviderService.InitiateAuth", "Content-Type": JSON}
    matter["X-Amz-User-Agent"] = "aws-amplify/5.0.4"
    others = {name: "secret" for name in ("Authorization", "Cookie", "X-XSRFToken", "Origin", "X-Forwarded-Host")}
    requests.post(f"{heard.url}/cognito?path=/a", b'{"a": 1}', headers={**matter, **others}, allow_redirects=False)
    [(method, path, body, headers)] = heard
    assert (method, path, body) == ("POST", "/", b'{"a": 1}')
    assert {name: headers.get(name) for name in matter} == matter
    assert "secret" not in str(headers)


def test_an_answer_comes_back_with_its_status_and_no_redirect_is_followed(heard):
    answer = requests.post(f"{heard.url}/cognito", b"{}", allow_redirects=False)
    assert (answer.status_code, answer.content, answer.headers["Content-Type"]) == (307, b"{}", JSON)
    assert "Location" not in answer.headers
    assert "Set-Cookie" not in answer.headers
    assert len(heard) == 1


@pytest.mark.parametrize("method, path", [("GET", "cognito"), ("PUT", "cognito"), ("DELETE", "cognito")])
def test_only_a_post_is_passed_on(heard, method, path):
    assert requests.request(method, f"{heard.url}/{path}").status_code == 405
    assert heard == []


@pytest.mark.parametrize("path", ["cognito/", "cognito/elsewhere", "http://example.com/", "//example.com", ""])
def test_no_other_path_leads_anywhere(heard, path):
    assert requests.post(f"{heard.url}/{path}").status_code in (404, 405)
    assert heard == []


def test_a_large_body_is_refused_before_it_is_read(heard):
    fits, too_large = b" " * LARGEST_CALL, b" " * (LARGEST_CALL + 1)
    assert requests.post(f"{heard.url}/cognito", fits, allow_redirects=False).status_code == 307
    assert requests.post(f"{heard.url}/cognito", too_large).status_code == 413
    assert len(heard) == 1


def test_another_web_page_cannot_use_it(heard):
    asks = {"Origin": "https://evil.test", "Access-Control-Request-Method": "POST"}
    answer = requests.options(
        f"{heard.url}/cognito", headers={**asks, "Access-Control-Request-Headers": "x-amz-target"}
    )
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_an_administrators_call_stays_outside(page_url, pool):
    target = {"X-Amz-Target": "AWSCognitoIdentityProviderService.AdminGetUser", "Content-Type": JSON}
    signed = "AWS4-HMAC-SHA256 Credential=local/20000101/us-east-1/cognito-idp/aws4_request"
    body = json.dumps({"UserPoolId": pool.user_pool_id, "Username": pool.username})
    answer = requests.post(f"{page_url}/cognito", body, headers={**target, "Authorization": signed})
    assert (answer.status_code, answer.json()["__type"]) == (400, "MissingAuthenticationTokenException")


def test_a_page_that_talks_to_aws_has_no_relay():
    client = login_page.create_app("us-east-1_Nowhere", "nobody").test_client()
    assert client.post("/cognito").status_code == 404
    policy = client.get("/").headers["Content-Security-Policy"]
    assert "connect-src https://cognito-idp.us-east-1.amazonaws.com;" in policy
