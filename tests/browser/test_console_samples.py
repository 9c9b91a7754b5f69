"""The samples that the AWS console shows, and Amplify's redirect: they log in on the local Cognito's page.

Each makes the calls of AWS's sample, and only addresses and ids are others. esbuild bundles the JavaScript.
"""

from __future__ import annotations

import json
import secrets
import subprocess
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

import pytest
import requests
from flask import Flask
from playwright.sync_api import Page, Route, expect

from tests.browser.login import log_in
from tests.browser.samples import python
from tools.lessons import ROOT

OAUTH = {
    "AllowedOAuthFlowsUserPoolClient": True,
    "AllowedOAuthFlows": ["code"],
    "AllowedOAuthScopes": ["openid", "email", "phone", "aws.cognito.signin.user.admin"],
    "SupportedIdentityProviders": ["COGNITO"],
}


def single_page(name: str, settings: dict[str, Any]) -> Flask:
    """A page with a program, which finds its settings in the variable `app`."""
    program, app = ROOT / "tests/browser/samples" / name, Flask(name)
    esbuild = [ROOT / "tests/node_modules/.bin/esbuild", "--bundle", "--format=esm", "--minify", "--jsx=automatic"]
    script = subprocess.run([*esbuild, program], check=True, capture_output=True, text=True).stdout
    scripts = f"<script>app = {json.dumps(settings)}</script><script type=module>{script}</script>"
    app.get("/", endpoint="page")(lambda: f"<!doctype html><title>{name}</title><main id=app></main>{scripts}")
    return app


@pytest.fixture
def sample(request, world, serve):
    """A sample that is being served, and Cognito's addresses for it."""
    name, url = request.param, serve(lambda *call: app(*call)).replace("127.0.0.1", "localhost") + "/"
    callback = f"{url}authorize" if name == "python" else url
    world.set_up(GenerateSecret=name == "python", CallbackURLs=[callback], LogoutURLs=[url], **OAUTH)
    pool = {"UserPoolId": world.user_pool_id}
    world.aws.create_user_pool_domain(**pool, Domain=f"sample-{secrets.token_hex(4)}", ManagedLoginVersion=2)
    world.aws.create_managed_login_branding(**pool, ClientId=world.client_id, UseCognitoProvidedValues=True)
    authority = f"{world.url}/{world.user_pool_id}"
    found = requests.get(f"{authority}/.well-known/openid-configuration").json()
    domain = found["authorization_endpoint"].removesuffix("/oauth2/authorize")
    settings = {"authority": authority, "clientId": world.client_id, "url": url, "domain": domain}
    if name == "python":
        app = python.create_app(authority, world.client_id, world.client_secret)
    else:
        app = single_page(name, {**settings, "userPoolId": world.user_pool_id, "endpoint": world.url})
    return SimpleNamespace(name=name, url=url, domain=domain, token_endpoint=found["token_endpoint"])


def forget(page: Page, sample: SimpleNamespace) -> None:
    """Let the sample forget who is logged in. Cognito does not forget it."""
    page.context.clear_cookies(name="session")
    page.evaluate("sessionStorage.clear(), localStorage.clear()")
    page.goto(sample.url)


def speak_tls_for(page: Page, sample: SimpleNamespace) -> None:
    """Answer at the domain's https addresses, the only ones that Amplify calls, as a proxy for TLS would."""

    def answer(route: Route) -> None:
        if route.request.is_navigation_request():
            route.fulfill(status=307, headers={"Location": route.request.url.replace("https:", "http:", 1)})
        else:
            route.fulfill(response=route.fetch(url=sample.token_endpoint))

    page.route(f"{sample.domain.replace('http:', 'https:')}/**", answer)


@pytest.mark.parametrize("sample", ["python", "javascript.js", "react.jsx", "amplify.js"], indirect=True)
def test_a_sample_logs_in_with_the_right_password_alone_and_logs_out(page, sample, world):
    if sample.name == "amplify.js":
        speak_tls_for(page, sample)
    hello = page.get_by_text(f"Hello, {world.email}")
    page.goto(sample.url)
    page.get_by_text("Sign in").click()
    log_in(page, world.email, world.wrong_password)
    expect(page.get_by_text("Incorrect username or password.")).to_be_visible()
    assert page.url.startswith(sample.domain) and "code=" not in page.url
    log_in(page, world.email, world.password)
    expect(hello).to_be_visible()
    assert page.url.startswith(sample.url)

    forget(page, sample)
    page.get_by_text("Sign in").click()
    expect(hello).to_be_visible()

    if sample.name != "amplify.js":  # it signs out only somebody whom it knows to be logged in
        forget(page, sample)
    if sample.name == "python":  # AWS's sample has no way to do this
        query = urlencode({"client_id": world.client_id, "logout_uri": sample.url})
        page.goto(f"{sample.domain}/logout?{query}")
    else:
        page.get_by_text("Sign out").click()
    page.get_by_text("Sign in").click()
    expect(page.get_by_label("Password", exact=True)).to_be_visible()
