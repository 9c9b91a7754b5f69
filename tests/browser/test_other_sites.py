"""What pages of other sites can do to the servers on this machine, in a real Chromium: nothing."""

from __future__ import annotations

from unittest.mock import Mock

import pytest
from flask import Flask

from helpers import server_login
from tests.browser.jupyter_lab import FAR_AWAY

TOKENS = {"AccessToken": "a", "IdToken": "i", "RefreshToken": "r"}
LOGIN = '{"email": "ada@example.com", "password": "x"}'
FORM = """<form method="post" enctype="text/plain" action="{url}/login">
<input name='{{"email": "ada@example.com", "password": "x", "more": "' value='"}}'></form>
<script>document.forms[0].submit()</script>"""
FETCH = """async ([url, body, headers, mode]) => {
  const options = { method: "POST", mode, headers, body };
  const answer = await fetch(url, options).catch(() => "not readable");
  return answer.status === undefined ? answer : [answer.status, answer.headers.get("x-amzn-RequestId")];
}"""
AS_JSON = {"Content-Type": "application/json"}
AS_CALL = {
    "X-Amz-Target": "AWSCognitoIdentityProviderService.ListUsers",
    "Content-Type": "application/x-amz-json-1.1",
}
NOT_READABLE = "not readable"


@pytest.fixture
def cognito_of_login():
    """Cognito as POST /login calls it: it lets everyone in."""
    return Mock(**{"admin_initiate_auth.return_value": {"AuthenticationResult": TOKENS}})


@pytest.fixture
def site(serve):
    """The address of a site with an empty page, and with one that sends a form to the server on a port."""
    app = Flask("site")
    app.get("/", endpoint="empty")(lambda: "")
    app.get("/form/<int:port>", endpoint="form")(lambda port: FORM.format(url=f"http://127.0.0.1:{port}"))
    return serve(app).replace("127.0.0.1", "localhost")


@pytest.fixture
def login_url(serve, cognito_of_login):
    """The address of POST /login, which names the pages of another origin."""
    return serve(server_login.create_app(cognito_of_login, "us-east-1_Nowhere", "nobody"))


@pytest.fixture
def far_page(browser):
    """A second page. The tests' browser also knows this machine by another name, as after DNS rebinding."""
    with browser.new_context() as context:
        yield context.new_page()


def test_a_form_of_another_site_logs_nobody_in(page, site, login_url, cognito_of_login):
    with page.expect_response(f"{login_url}/login") as answer:
        page.goto(f"{site}/form/{login_url.rpartition(':')[2]}")
    assert answer.value.request.post_data.startswith('{"email": "ada@example.com"')
    assert answer.value.status == 403
    assert not cognito_of_login.mock_calls


def test_a_script_of_another_site_logs_nobody_in(page, site, login_url, cognito_of_login):
    page.goto(site)
    assert page.evaluate(FETCH, [f"{login_url}/login", LOGIN, AS_JSON, "cors"]) == NOT_READABLE
    assert page.evaluate(FETCH, [f"{login_url}/login", LOGIN, {}, "no-cors"])[0] == 0  # sent, and not readable
    assert not cognito_of_login.mock_calls


def test_pages_of_this_machine_can_call_the_local_cognito_and_others_cannot(page, far_page, site, local_cognito):
    asked = [local_cognito.url, "{}", AS_CALL, "cors"]
    page.goto(site)
    status, request_id = page.evaluate(FETCH, asked)
    assert (status, len(request_id)) == (400, 36)
    far_page.goto(site.replace("localhost", FAR_AWAY))
    assert far_page.evaluate(FETCH, asked) == NOT_READABLE
