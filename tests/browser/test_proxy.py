"""The login page through a proxy such as JupyterHub's: the browser reaches the page, and Cognito only through it.

The proxy of the tests sends `/user/ada/proxy/PORT/...` to that port as `/...`.
"""

from __future__ import annotations

import re

import pytest
import requests
from flask import Flask, Response, request
from playwright.sync_api import expect

from helpers import login_page
from local_cognito import LocalCognito
from tests.browser.jupyter_lab import FAR_AWAY
from tests.browser.login import log_in, serve_library
from tests.conftest import new_password

PREFIX = "/user/ada/proxy"


@pytest.fixture(autouse=True)
def on_a_hub(monkeypatch):
    """Where the page is called by the proxy's name."""
    monkeypatch.setenv("JUPYTERHUB_SERVICE_PREFIX", "/user/ada/")


@pytest.fixture
def through_proxy(serve):
    """A function: the address of a page through the proxy, from the page's own address."""
    app = Flask("proxy")

    @app.route(f"{PREFIX}/<int:port>/", methods=["GET", "POST"], defaults={"path": ""})
    @app.route(f"{PREFIX}/<int:port>/<path:path>", methods=["GET", "POST"])
    def forward(port: int, path: str) -> Response:
        url, headers = f"http://127.0.0.1:{port}/{path}", dict(request.headers)
        answer = requests.request(request.method, url, data=request.get_data(), headers=headers, timeout=30)
        kept = ("Content-Type", "Content-Security-Policy")
        return Response(answer.content, answer.status_code, {name: answer.headers[name] for name in kept})

    return lambda url: f"{serve(app)}{PREFIX}/{url.rpartition(':')[2]}/"


@pytest.mark.parametrize("host", [FAR_AWAY, "127.0.0.1"])
def test_a_page_that_came_through_a_proxy_calls_cognito_through_it(page, through_proxy, page_url, pool, host):
    """With 127.0.0.1 as when JupyterHub runs in a container: its own port is here, and Cognito's is inside."""
    calls, address = [], through_proxy(page_url).replace("127.0.0.1", host)
    page.on("request", lambda request: calls.append(request.url) if request.method == "POST" else None)
    serve_library(page)
    page.goto(address)
    log_in(page, pool.username, pool.password)
    expect(page.get_by_role("heading", name="You are logged in")).to_be_visible()
    assert set(calls) == {f"{address}cognito"}
    expect(page.locator("#cognito")).to_have_text(re.compile(r"^http://127\.0\.0\.1:\d+, by way of the kernel$"))


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
