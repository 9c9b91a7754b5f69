"""The login page through a proxy such as JupyterHub's: the browser reaches the page, and Cognito only through it.

The proxy of the tests sends `/user/ada/proxy/PORT/...` to that port as `/...`, as a JupyterHub and code-server do.
"""

from __future__ import annotations

import re

import pytest
import requests
from flask import Flask, Response
from flask import request as sent
from playwright.sync_api import expect

from helpers import login_page
from local_cognito import LocalCognito
from tests.browser.jupyter_lab import FAR_AWAY
from tests.browser.login import log_in, serve_library
from tests.conftest import new_password

PREFIX = "/user/ada/proxy"


@pytest.fixture(params=["JUPYTERHUB_SERVICE_PREFIX", "VSCODE_PROXY_URI"])  # by which a kernel knows the proxy
def through_proxy(serve, monkeypatch, request):
    """A function: the address of a page through the proxy, from the page's own address."""
    app = Flask("proxy")

    @app.route(f"{PREFIX}/<int:port>/", methods=["GET", "POST"], defaults={"path": ""})
    @app.route(f"{PREFIX}/<int:port>/<path:path>", methods=["GET", "POST"])
    def forward(port: int, path: str) -> Response:
        url, headers = f"http://127.0.0.1:{port}/{path}", dict(sent.headers)
        answer = requests.request(sent.method, url, data=sent.get_data(), headers=headers, timeout=30)
        kept = ("Content-Type", "Content-Security-Policy")
        return Response(answer.content, answer.status_code, {name: answer.headers[name] for name in kept})

    proxy = serve(app)
    values = {
        "JUPYTERHUB_SERVICE_PREFIX": "/user/ada/",
        "VSCODE_PROXY_URI": f"{proxy}{PREFIX}/{{{{port}}}}/".replace("127.0.0.1", FAR_AWAY),
    }
    monkeypatch.setenv(request.param, values[request.param])
    return lambda url: f"{proxy}{PREFIX}/{url.rpartition(':')[2]}/"


@pytest.mark.parametrize("host", [FAR_AWAY, "127.0.0.1"])
def test_a_page_through_a_proxy_calls_cognito_through_it(page, through_proxy, serve, cognito, pool, host):
    """With 127.0.0.1 as when JupyterHub runs in a container: its own port is here, and Cognito's is inside."""
    api, endpoint = "http://127.0.0.1:9", cognito.meta.endpoint_url
    app = login_page.create_app(pool.user_pool_id, pool.app_client_id, endpoint, api_url=api)
    calls, address = [], through_proxy(serve(app)).replace("127.0.0.1", host)
    page.on("request", lambda request: calls.append(request.url) if request.method == "POST" else None)
    serve_library(page)
    page.goto(address)
    log_in(page, pool.username, pool.password)
    expect(page.get_by_role("heading", name="You are logged in")).to_be_visible()
    assert set(calls) == {f"{address}cognito"}
    expect(page.locator("#cognito")).to_have_text(re.compile(r"^http://127\.0\.0\.1:\d+, by way of the kernel$"))
    page.get_by_role("button", name="Call the API").click()
    expect(page.get_by_role("alert")).to_have_text(
        f"The API cannot be reached at {api}. Your browser is on another machine: call it from the notebook."
    )


def test_a_cognito_that_has_stopped_is_reported_through_the_relay(page, serve, through_proxy):
    stopped = LocalCognito.start()
    stopped.stop()
    address = through_proxy(serve(login_page.create_app("us-east-1_Nowhere", "nobody", stopped.url)))
    serve_library(page)
    page.goto(address)
    log_in(page, "ada@example.com", new_password())
    expect(page.get_by_role("alert")).to_have_text(
        f"Cognito cannot be reached at {address}cognito. Is the kernel of the notebook still running?"
    )
