"""The login page in a real browser, used as a person uses it: read, type, press a key, read the answer."""

from __future__ import annotations

import secrets
import socket
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from helpers import api, login_page
from helpers.login_page.page import LIBRARY_URL
from helpers.masking import mask
from local_cognito import LocalCognito
from local_cognito.sign_in import handshake
from tests.browser.login import ANY_ORIGIN, LIBRARY, log_in, serve_library
from tests.browser.looks import accessibility_problems, overflows, picture
from tests.conftest import make_newcomer, new_password
from tests.support.sentinels import new_sentinel, traces

INCORRECT = "Incorrect username or password."
MISSING = (
    "The login library did not arrive from cdn.jsdelivr.net."
    " Go online, or allow that address, then reload the page."
    " Or use the form in section 5 of lesson 04, which does not need it."
)
NOBODY = ("eu-west-1_Nowhere", "nobody")  # a user pool and an app client that exist nowhere


@pytest.fixture
def requests(page):
    """All requests of the page."""
    requests = []
    page.on("request", lambda request: requests.append(request))
    return requests


def operations(requests):
    """The calls of Cognito's API among the requests, in order."""
    return [r.headers["x-amz-target"].partition(".")[2] for r in requests if "x-amz-target" in r.headers]


def sent(requests, secret):
    """How many requests contain the secret, in any spelling."""
    return sum(bool(traces(secret, f"{r.url} {r.headers} {r.post_data}")) for r in requests)


def opened(page, url):
    """The page, ready to log in."""
    serve_library(page)
    page.goto(url)
    expect(page.get_by_role("button", name="Log in")).to_be_enabled()
    return page


@pytest.fixture
def form(page, page_url):
    """The page for the pool, ready to log in."""
    return opened(page, page_url)


def look(page, state):
    """Look at the page in both colour schemes, on a phone and on a desk."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for width in (320, 1000):
            page.set_viewport_size({"width": width, "height": 800})
            picture(page, f"login-page-{state}-{scheme}-{width}")
            assert overflows(page.locator(":root")) == []
        assert accessibility_problems(page.locator(":root")) == []


def test_a_wrong_password_is_refused_the_right_one_logs_in_and_logging_out_forgets(form, pool, cognito, requests):
    complaints, answers, wrong = [], [], new_password()
    form.on("console", lambda message: complaints.append(message.text))
    form.on("pageerror", lambda error: complaints.append(str(error)))
    form.on("response", lambda answer: answers.append(answer))
    form.evaluate("() => { window.written = []; Storage.prototype.setItem = (name) => written.push(name); }")
    email, password = form.get_by_label("E-mail"), form.get_by_label("Password", exact=True)
    look(form, "empty")

    log_in(form, pool.username, wrong)
    expect(form.get_by_role("alert")).to_have_text(INCORRECT)
    expect(password).to_be_focused()
    expect(password).to_have_value("")
    expect(password).to_have_accessible_description(INCORRECT)
    expect(email).to_have_value(pool.username)
    look(form, "refused")

    form.keyboard.type(pool.password)
    form.keyboard.press("Tab")
    form.keyboard.press("Enter")
    expect(form.get_by_role("heading", name="You are logged in")).to_be_focused()
    expect(form.get_by_role("alert")).to_be_hidden()
    expect(email).to_be_hidden()
    look(form, "logged-in")
    expect_masked(form, answers[-1].json()["AuthenticationResult"], pool)
    assert operations(requests) == ["InitiateAuth", "RespondToAuthChallenge"] * 2
    assert {r.url.rstrip("/") for r in requests if r.method == "POST"} == {cognito.meta.endpoint_url}
    assert (sent(requests, wrong), sent(requests, pool.password)) == (0, 0)
    assert sent(requests, pool.username) > 0, "the search would find what is sent"

    form.get_by_role("button", name="Log out").click()
    expect(form.get_by_role("status")).to_have_text("You are logged out. This page has forgotten the tokens.")
    expect(email).to_be_focused()
    assert "eyJ" not in form.content() and pool.password not in form.content()
    assert form.evaluate("[saved.size, user, written]") == [0, None, []]
    assert form.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]
    assert complaints == ["Failed to load resource: the server responded with a status of 400 (BAD REQUEST)"]


def expect_masked(page, tokens, pool):
    """The page shows the ends of each token, and its claims."""
    shown = page.content()
    for token in (tokens["IdToken"], tokens["AccessToken"], tokens["RefreshToken"]):
        assert mask(token) in shown and token[-24:] not in shown
    id_token, access_token, _ = page.get_by_role("article").all()
    expect(id_token.get_by_text(pool.username)).to_be_visible()
    expect(access_token.get_by_text(pool.app_client_id)).to_be_hidden()
    access_token.get_by_text("Claims of the access token").click()
    expect(access_token.get_by_text(pool.app_client_id)).to_be_visible()


def test_the_page_calls_an_api_and_refreshes_once_after_a_401(page, serve, cognito, make_pool, monkeypatch):
    monkeypatch.setattr(handshake, "CLOCK_TOLERANCE", timedelta(minutes=10))
    five_minutes = {"AccessTokenValidity": 5, "TokenValidityUnits": {"AccessToken": "minutes"}}
    pool = make_pool(ExplicitAuthFlows=["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"], **five_minutes)
    ids = (pool.user_pool_id, pool.app_client_id)
    api_url = serve(lambda *request: app(*request))
    page_url = serve(login_page.create_app(*ids, cognito.meta.endpoint_url, api_url=api_url))
    issuer = f"https://cognito-idp.us-east-1.amazonaws.com/{pool.user_pool_id}"
    jwks_url = f"{cognito.meta.endpoint_url}/{pool.user_pool_id}/.well-known/jwks.json"
    app = api.create_app(issuer, jwks_url, pool.app_client_id, group="staff", allowed_origin=page_url)
    opened(page, page_url)
    button, calls = page.get_by_role("button", name="Call the API"), page.get_by_role("listitem")

    def log_in_six_minutes_ago():
        with LocalCognito.later(-360):
            log_in(page, pool.username, pool.password)
            expect(page.get_by_role("heading", name="You are logged in")).to_be_visible()

    log_in_six_minutes_ago()
    button.click()
    expect(calls).to_have_text(["GET /me: 401", "new tokens", "GET /me: 200"])
    look(page, "api")
    expect(button).to_be_focused()
    button.click()
    expect(calls).to_have_text(["GET /me: 200"])

    page.get_by_role("button", name="Log out").click()
    log_in_six_minutes_ago()
    expect(calls).to_have_count(0)
    cognito.admin_user_global_sign_out(UserPoolId=pool.user_pool_id, Username=pool.username)
    sent = []
    page.on("request", lambda request: sent.append(request.url))
    button.click()
    expect(page.get_by_role("alert")).to_have_text("Refresh Token has been revoked")
    assert sent == [f"{api_url}/me", f"{cognito.meta.endpoint_url}/"], "a refused refresh is not tried again"
    expect(page.get_by_role("button", name="Log in")).to_be_visible()

    log_in(page, pool.username, pool.password)
    page.route(f"{api_url}/**", lambda route: route.abort())
    button.click()
    expect(page.get_by_role("alert")).to_contain_text(f"The API cannot be reached at {api_url}.")


def test_an_empty_field_is_pointed_at(form, requests):
    for email, password, empty in [("", "x", "E-mail"), ("   ", "x", "E-mail"), ("a@example.com", "", "Password")]:
        log_in(form, email, password)
        expect(form.get_by_role("alert")).to_have_text("E-mail and password are required.")
        expect(form.get_by_label(empty, exact=True)).to_be_focused()
    assert requests == []


def test_while_the_page_is_busy_a_second_login_is_not_started(form, pool, cognito):
    held = []
    form.route(f"{cognito.meta.endpoint_url}/**", lambda route: held.append(route))
    log_in(form, pool.username, pool.password)
    expect(form.get_by_role("button", name="Signing in…")).to_be_disabled()
    expect(form.get_by_role("status")).to_have_text("Proving that you know the password…")
    expect(form.get_by_label("Password", exact=True)).to_have_value("")
    picture(form, "login-page-busy")
    log_in(form, pool.username, pool.password)
    form.wait_for_timeout(300)
    assert len(held) == 1
    held[0].abort()
    expect(form.get_by_role("button", name="Log in")).to_be_enabled()


# --- the first login, with a temporary password ------------------------------------------------------------------


def test_a_temporary_password_leads_to_a_new_one(form, pool, cognito, requests):
    email, temporary = make_newcomer(cognito, pool)
    chosen, field = new_sentinel(), form.get_by_label("New password")
    log_in(form, email, temporary)
    expect(field).to_be_focused()
    look(form, "new-password")
    field.press("Enter")
    expect(form.get_by_role("alert")).to_have_text("Type a new password.")
    field.fill(secrets.token_hex(2))
    field.press("Enter")
    expect(form.get_by_role("alert")).to_contain_text("Password did not conform with policy")
    expect(field).to_be_focused()
    expect(field).to_have_value("")
    field.fill(chosen)
    form.get_by_role("button", name="Set password").click()
    expect(form.get_by_role("heading", name="You are logged in")).to_be_visible()
    assert sent(requests, temporary) == 0
    assert sent(requests, chosen) == 1  # as the page says: this once, the password itself is sent
    user = cognito.admin_get_user(UserPoolId=pool.user_pool_id, Username=email)
    assert user["UserStatus"] == "CONFIRMED"


def test_a_session_that_has_ended_leads_back_to_the_first_step(form, pool, cognito):
    email, temporary = make_newcomer(cognito, pool)
    log_in(form, email, temporary)
    expect(form.get_by_label("New password")).to_be_focused()
    cognito.admin_delete_user(UserPoolId=pool.user_pool_id, Username=email)
    form.get_by_label("New password").fill(new_password())
    form.get_by_label("New password").press("Enter")
    expect(form.get_by_role("alert")).not_to_be_empty()
    expect(form.get_by_label("Password", exact=True)).to_be_focused()


# --- when something does not answer, or answers something else ---------------------------------------------------


def test_a_library_that_does_not_load_is_reported_and_reloading_fetches_it_again(page, page_url):
    page.goto(page_url)
    expect(page.get_by_role("alert")).to_have_text(MISSING)
    expect(page.get_by_role("button", name="Log in")).to_be_hidden()
    picture(page, "login-page-without-library")
    serve_library(page)
    page.get_by_role("button", name="Reload the page").click()
    expect(page.get_by_role("button", name="Log in")).to_be_enabled()


def test_a_library_with_other_bytes_is_not_run(page, page_url):
    page.route(LIBRARY_URL, lambda route: route.fulfill(body=LIBRARY.read_bytes() + b"\n", headers=ANY_ORIGIN))
    page.goto(page_url)
    expect(page.get_by_role("alert")).to_have_text(MISSING)
    assert page.evaluate("typeof AmazonCognitoIdentity") == "undefined"


def test_a_library_that_takes_long_is_waited_for(page, page_url):
    held = []
    page.clock.install()
    page.route(LIBRARY_URL, lambda route: held.append(route))
    page.goto(page_url, wait_until="commit")
    expect(page.get_by_role("status")).to_have_text("Loading the login library…")
    expect(page.get_by_role("button", name="Log in")).to_be_disabled()
    page.clock.fast_forward(10_000)
    expect(page.get_by_role("alert")).to_have_text(MISSING)
    held[0].fulfill(path=LIBRARY, headers=ANY_ORIGIN)
    expect(page.get_by_role("button", name="Log in")).to_be_enabled()
    expect(page.get_by_role("alert")).to_be_hidden()


def test_a_step_that_the_page_does_not_know_and_an_answer_that_is_not_cognitos_are_named(form, pool, cognito):
    url = cognito.meta.endpoint_url
    challenge = {"ChallengeName": "SOFTWARE_TOKEN_MFA", "Session": "a session", "ChallengeParameters": {}}

    def ask_for_a_code(route):
        if route.request.headers.get("x-amz-target", "").endswith("RespondToAuthChallenge"):
            route.fulfill(json=challenge, headers=ANY_ORIGIN)
        else:
            route.fallback()

    form.route(f"{url}/**", ask_for_a_code)
    log_in(form, pool.username, pool.password)
    expect(form.get_by_role("alert")).to_have_text(
        "This account asks for one more step (SOFTWARE_TOKEN_MFA), which this page does not know."
    )
    form.route(f"{url}/**", lambda route: route.fulfill(status=500, body="out of order", headers=ANY_ORIGIN))
    log_in(form, pool.username, pool.password)
    expect(form.get_by_role("alert")).to_have_text(
        f"What answered at {url} does not speak like Cognito. Is the address right?"
    )


@pytest.mark.parametrize("where", ["local", "aws"])
def test_a_cognito_that_cannot_be_reached_is_reported(page, serve, requests, where):
    with socket.create_server(("127.0.0.1", 0)) as closing:
        local = f"http://127.0.0.1:{closing.getsockname()[1]}"
    url, hint = {
        "local": (local, "Is the kernel of the notebook still running?"),
        "aws": ("https://cognito-idp.eu-west-1.amazonaws.com", "Are you online?"),
    }[where]
    opened(page, serve(login_page.create_app(*NOBODY, *([local] if where == "local" else []))))
    log_in(page, "someone@example.com", new_password())
    expect(page.get_by_role("alert")).to_have_text(f"Cognito cannot be reached at {url}. {hint}")
    assert [r.url.rstrip("/") for r in requests if "x-amz-target" in r.headers] == [url]
