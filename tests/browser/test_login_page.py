"""The front end page in a real browser, used as a person does: read, type, press, and read the answer."""

from __future__ import annotations

import base64
import json
import re
import secrets
import socket
from urllib.parse import quote

import pytest
import requests
from flask import Flask
from playwright.sync_api import expect

from helpers import login_page
from helpers.login_page.page import LIBRARY_URL
from helpers.masking import mask
from tests.conftest import make_newcomer, new_password
from tests.support.login_page_in_use import ANY_PAGE, answer_for_the_cdn, log_in

NOWHERE = ("us-east-1_Nowhere", "nobody")


@pytest.fixture
def form(page, page_url, library):
    """The page, ready to type in. `form.sent` holds every request since, as (address, headers, body)."""
    return opened(page, page_url, library)


def opened(page, url, library):
    answer_for_the_cdn(page, library)
    page.sent = []
    page.complaints = []
    page.on("request", lambda request: page.sent.append((request.url, request.headers, request.post_data or "")))
    page.on("console", lambda message: page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.goto(url)
    expect(page.get_by_role("button", name="Log in")).to_be_enabled()
    return page


def times_sent(page, secret):
    """How many requests carried the secret: as it is, or in the ways in which forms and headers write it."""
    spellings = {secret, quote(secret), json.dumps(secret)[1:-1], base64.b64encode(secret.encode()).decode()}
    requests_as_text = ["\n".join([url, *headers.values(), body]) for url, headers, body in page.sent]
    return sum(any(spelling in text for spelling in spellings) for text in requests_as_text)


def operations(page):
    """The calls of Cognito's API among the requests, in order."""
    targets = [headers.get("x-amz-target", "") for url, headers, _ in page.sent]
    return [target.split(".")[1] for target in targets if target]


# --- Logging in -----------------------------------------------------------------------------------


def test_the_right_password_logs_in(form, pool, screenshot):
    screenshot("page-before")
    log_in(form, pool.username, pool.password)
    expect(form.get_by_role("heading", name="You are logged in")).to_be_focused()
    expect(form.get_by_label("E-mail")).to_be_hidden()
    for name in ["ID token", "access token", "refresh token"]:
        expect(form.get_by_role("heading", name=name)).to_be_visible()
    assert operations(form) == ["InitiateAuth", "RespondToAuthChallenge"]
    screenshot("page-logged-in")


def test_enter_submits(form, pool):
    form.get_by_label("E-mail").fill(pool.username)
    form.get_by_label("Password", exact=True).fill(pool.password)
    form.get_by_label("Password", exact=True).press("Enter")
    expect(form.get_by_role("heading", name="You are logged in")).to_be_visible()


def test_tokens_are_shown_masked_with_their_claims(form, pool):
    answers = []
    form.on("response", lambda response: answers.append(response))
    log_in(form, pool.username, pool.password)
    expect(form.get_by_role("heading", name="You are logged in")).to_be_visible()
    tokens = answers[-1].json()["AuthenticationResult"]
    shown = form.locator("html").inner_html()
    for name in ["IdToken", "AccessToken", "RefreshToken"]:
        token = tokens[name]
        assert mask(token) in shown
        assert token not in shown
        assert token[-24:] not in shown
    id_token = form.get_by_role("article").filter(has_text="ID token").first
    expect(id_token.get_by_text(pool.username)).to_be_visible()
    expect(id_token.get_by_text("token_use")).to_be_visible()
    access_token = form.get_by_role("article").filter(has_text="access token").first
    expect(access_token.get_by_text("client_id")).to_be_hidden()
    access_token.get_by_text("Claims of the access token").click()
    expect(access_token.get_by_text("client_id")).to_be_visible()
    expect(access_token.get_by_text(pool.app_client_id)).to_be_visible()


def test_a_wrong_password_is_refused_on_the_page(form, pool, screenshot):
    log_in(form, pool.username, new_password())
    expect(form.get_by_role("alert")).to_have_text("Incorrect username or password.")
    password = form.get_by_label("Password", exact=True)
    expect(password).to_be_focused()
    expect(password).to_have_value("")
    expect(password).to_have_accessible_description("Incorrect username or password.")
    expect(form.get_by_label("E-mail")).to_have_value(pool.username)
    expect(form.get_by_role("button", name="Log in")).to_be_enabled()
    assert operations(form) == ["InitiateAuth", "RespondToAuthChallenge"]
    screenshot("page-refused")


@pytest.mark.parametrize("email, password", [("", ""), ("someone@example.com", ""), ("", "x"), ("   ", "x")])
def test_an_empty_field_is_pointed_at(form, email, password):
    log_in(form, email, password)
    expect(form.get_by_role("alert")).to_have_text("E-mail and password are required.")
    expect(form.get_by_label("E-mail" if not email.strip() else "Password", exact=True)).to_be_focused()
    assert operations(form) == []


def test_the_page_says_what_cognito_says_when_srp_is_off(page, serve, cognito, make_pool, library):
    pool = make_pool(ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"])
    url = serve(login_page.create_app(pool.user_pool_id, pool.app_client_id, cognito.meta.endpoint_url))
    form = opened(page, url, library)
    log_in(form, pool.username, pool.password)
    expect(form.get_by_role("alert")).to_have_text("USER_SRP_AUTH is not enabled for the client.")


def test_while_busy_the_button_waits(form, pool, cognito, screenshot):
    held = []
    form.route(cognito.meta.endpoint_url + "/**", lambda route: held.append(route))
    log_in(form, pool.username, pool.password)
    button = form.get_by_role("button", name="Signing in…")
    expect(button).to_be_disabled()
    expect(form.get_by_role("status")).to_have_text("Proving that you know the password…")
    expect(form.get_by_label("Password", exact=True)).to_have_value("")
    screenshot("page-busy")
    form.get_by_label("Password", exact=True).fill(pool.password)
    form.get_by_label("Password", exact=True).press("Enter")
    form.wait_for_timeout(300)
    assert len(held) == 1
    held[0].abort()
    expect(form.get_by_role("button", name="Log in")).to_be_enabled()


# --- What is kept, and what is sent ---------------------------------------------------------------


def test_after_a_wrong_password_the_right_one_logs_in_and_neither_crosses_the_wire(form, pool):
    wrong = new_password()
    log_in(form, pool.username, wrong)
    expect(form.get_by_role("alert")).to_have_text("Incorrect username or password.")
    log_in(form, pool.username, pool.password)
    expect(form.get_by_role("heading", name="You are logged in")).to_be_visible()
    expect(form.get_by_role("alert")).to_be_hidden()
    assert len(operations(form)) == 4
    assert times_sent(form, pool.username) >= 1  # the look-out works: it sees what is sent
    assert times_sent(form, pool.password) == 0
    assert times_sent(form, wrong) == 0


def test_nothing_is_kept_in_the_browser(form, pool):
    form.evaluate("() => { window.written = []; Storage.prototype.setItem = (name) => written.push(name); }")
    log_in(form, pool.username, pool.password)
    expect(form.get_by_role("heading", name="You are logged in")).to_be_visible()
    assert form.evaluate("written") == []
    assert form.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]
    assert pool.password not in form.content()
    form.reload()
    expect(form.get_by_role("button", name="Log in")).to_be_enabled()
    expect(form.get_by_role("heading", name="You are logged in")).to_be_hidden()


def test_logging_out_forgets_and_the_browser_has_nothing_to_complain_of(form, pool, screenshot):
    log_in(form, pool.username, pool.password)
    form.get_by_role("button", name="Log out").click()
    expect(form.get_by_role("button", name="Log in")).to_be_enabled()
    expect(form.get_by_role("status")).to_have_text("You are logged out. This page has forgotten the tokens.")
    assert "eyJ" not in form.content()
    assert form.evaluate("[saved.size, user]") == [0, None]
    screenshot("page-logged-out")
    log_in(form, pool.username, pool.password)
    expect(form.get_by_role("heading", name="You are logged in")).to_be_visible()
    assert form.complaints == []


# --- The first login, with a temporary password ---------------------------------------------------


def test_a_temporary_password_leads_to_a_new_one(form, pool, cognito, screenshot):
    email, temporary = make_newcomer(cognito, pool)
    chosen = new_password()
    log_in(form, email, temporary)
    expect(form.get_by_label("New password")).to_be_focused()
    screenshot("page-new-password")
    form.get_by_label("New password").fill(chosen)
    form.get_by_role("button", name="Set password").click()
    expect(form.get_by_role("heading", name="You are logged in")).to_be_visible()
    assert times_sent(form, temporary) == 0
    assert times_sent(form, chosen) == 1  # as the page says: this once, the password itself is sent
    form.get_by_role("button", name="Log out").click()
    log_in(form, email, chosen)
    expect(form.get_by_role("heading", name="You are logged in")).to_be_visible()


def test_a_weak_new_password_is_refused_and_can_be_mended(form, pool, cognito):
    email, temporary = make_newcomer(cognito, pool)
    log_in(form, email, temporary)
    form.get_by_label("New password").fill(secrets.token_hex(2))
    form.get_by_label("New password").press("Enter")
    expect(form.get_by_role("alert")).to_contain_text("Password did not conform with policy")
    expect(form.get_by_label("New password")).to_be_focused()
    expect(form.get_by_label("New password")).to_have_value("")
    form.get_by_label("New password").fill(new_password())
    form.get_by_label("New password").press("Enter")
    expect(form.get_by_role("heading", name="You are logged in")).to_be_visible()


def test_a_session_that_is_over_leads_back_to_the_first_step(form, pool, cognito):
    email, temporary = make_newcomer(cognito, pool)
    log_in(form, email, temporary)
    expect(form.get_by_label("New password")).to_be_focused()
    cognito.admin_delete_user(UserPoolId=pool.user_pool_id, Username=email)
    form.get_by_label("New password").fill(new_password())
    form.get_by_label("New password").press("Enter")
    expect(form.get_by_role("alert")).not_to_be_empty()
    expect(form.get_by_label("Password", exact=True)).to_be_focused()


def test_an_empty_new_password_is_pointed_at(form, pool, cognito):
    log_in(form, *make_newcomer(cognito, pool))
    form.get_by_role("button", name="Set password").click()
    expect(form.get_by_role("alert")).to_have_text("Type a new password.")
    expect(form.get_by_label("New password")).to_be_focused()


# --- When something does not answer ---------------------------------------------------------------


def test_a_library_that_does_not_load_is_said_plainly(page, page_url, screenshot):
    page.goto(page_url)
    expect(page.get_by_role("alert")).to_have_text(
        "The login library did not arrive from cdn.jsdelivr.net."
        " Go online, or allow that address, then reload the page."
    )
    expect(page.get_by_role("button", name="Log in")).to_be_hidden()
    expect(page.get_by_label("Password", exact=True)).to_be_hidden()
    screenshot("page-no-library")


def test_reloading_fetches_the_library_again(page, page_url, library):
    page.goto(page_url)
    answer_for_the_cdn(page, library)
    page.get_by_role("button", name="Reload the page").click()
    expect(page.get_by_role("button", name="Log in")).to_be_enabled()


def test_a_library_with_other_bytes_is_not_run(page, page_url, library):
    answer_for_the_cdn(page, library + b"\n")
    page.goto(page_url)
    expect(page.get_by_role("alert")).to_contain_text("The login library did not arrive")
    assert page.evaluate("typeof AmazonCognitoIdentity") == "undefined"


def test_a_library_that_takes_long_is_waited_for(page, page_url, library):
    held = []
    page.clock.install()
    page.route(LIBRARY_URL, lambda route: held.append(route))
    page.goto(page_url, wait_until="commit")
    expect(page.get_by_role("status")).to_have_text("Loading the login library…")
    expect(page.get_by_role("button", name="Log in")).to_be_disabled()
    page.clock.fast_forward(10_000)
    expect(page.get_by_role("alert")).to_contain_text("The login library did not arrive")
    held[0].fulfill(body=library, content_type="text/javascript", headers=ANY_PAGE)
    expect(page.get_by_role("button", name="Log in")).to_be_enabled()
    expect(page.get_by_role("alert")).to_be_hidden()


def test_a_cognito_out_of_reach_is_said_on_the_page(page, serve, library):
    with socket.create_server(("127.0.0.1", 0)) as closing:
        nobody = f"http://127.0.0.1:{closing.getsockname()[1]}"
    form = opened(page, serve(login_page.create_app(*NOWHERE, nobody)), library)
    log_in(form, "someone@example.com", new_password())
    expect(form.get_by_role("alert")).to_have_text(
        f"Cognito cannot be reached at {nobody}. Is the kernel of the notebook still running?"
    )


def test_an_answer_that_is_not_cognitos_is_said_on_the_page(form, pool, cognito):
    url = cognito.meta.endpoint_url
    form.route(url + "/**", lambda route: route.fulfill(status=500, body="out of order", headers=ANY_PAGE))
    log_in(form, pool.username, pool.password)
    expect(form.get_by_role("alert")).to_have_text(
        f"What answered at {url} does not speak like Cognito. Is the address right?"
    )


def test_a_step_that_the_page_does_not_know_is_named(form, pool, cognito):
    wants_a_code = {"ChallengeName": "SOFTWARE_TOKEN_MFA", "Session": "a session", "ChallengeParameters": {}}

    def ask_for_a_code(route):
        if route.request.headers.get("x-amz-target", "").endswith("RespondToAuthChallenge"):
            route.fulfill(json=wants_a_code, headers=ANY_PAGE)
        else:
            route.fallback()

    form.route(cognito.meta.endpoint_url + "/**", ask_for_a_code)
    log_in(form, pool.username, pool.password)
    expect(form.get_by_role("alert")).to_have_text(
        "This account asks for one more step (SOFTWARE_TOKEN_MFA), which this page does not know."
    )


def test_without_an_endpoint_the_page_asks_aws(page, serve, library):
    form = opened(page, serve(login_page.create_app("eu-west-1_Nowhere", "nobody")), library)
    log_in(form, "someone@example.com", new_password())
    aws = "https://cognito-idp.eu-west-1.amazonaws.com"
    expect(form.get_by_role("alert")).to_have_text(f"Cognito cannot be reached at {aws}. Are you online?")
    asked = [url for url, headers, _ in form.sent if "x-amz-target" in headers]
    assert [url.rstrip("/") for url in asked] == [aws]


# --- How it looks, and where it stands ------------------------------------------------------------


def test_it_works_in_the_frame_of_a_notebook(page, page_url, pool, serve, library, screenshot):
    notebook = Flask("notebook")
    notebook.add_url_rule("/", view_func=lambda: f'<iframe src="{page_url}" width="400" height="520"></iframe>')
    answer_for_the_cdn(page, library)
    page.goto(serve(notebook).replace("127.0.0.1", "localhost"))
    frame = page.frame_locator("iframe")
    frame.get_by_label("E-mail").fill(pool.username)
    frame.get_by_label("Password", exact=True).fill(pool.password)
    screenshot("page-in-a-frame")
    frame.get_by_role("button", name="Log in").click()
    expect(frame.get_by_role("heading", name="You are logged in")).to_be_visible()


@pytest.mark.parametrize("width", [320, 400, 1000])
def test_it_fits_the_width(form, pool, width, screenshot):
    fits = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    form.set_viewport_size({"width": width, "height": 700})
    assert form.evaluate(fits)
    screenshot(f"page-before-{width}")
    log_in(form, pool.username, pool.password)
    expect(form.get_by_role("heading", name="You are logged in")).to_be_visible()
    assert form.evaluate(fits)
    screenshot(f"page-logged-in-{width}")


LEAST_CONTRAST = """() => {
  const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (colour) => channels(colour).slice(0, 3)
    .map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = (node) => {
    const colour = getComputedStyle(node).backgroundColor;
    return channels(colour)[3] === 0 ? ground(node.parentElement) : colour;
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const seen = [];
  while (texts.nextNode()) {
    const box = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !box.checkVisibility()) continue;
    const [a, b] = [light(getComputedStyle(box).color), light(ground(box))];
    seen.push([(Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), texts.currentNode.data.trim()]);
  }
  return seen.sort((one, other) => one[0] - other[0])[0];
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_has_enough_contrast(form, pool, scheme, screenshot):
    form.emulate_media(color_scheme=scheme)
    log_in(form, pool.username, "")
    expect(form.get_by_role("alert")).to_be_visible()
    assert form.evaluate(LEAST_CONTRAST)[0] >= 4.5, form.evaluate(LEAST_CONTRAST)
    screenshot(f"page-refused-{scheme}")
    log_in(form, pool.username, pool.password)
    expect(form.get_by_role("heading", name="You are logged in")).to_be_visible()
    assert form.evaluate(LEAST_CONTRAST)[0] >= 4.5, form.evaluate(LEAST_CONTRAST)
    screenshot(f"page-logged-in-{scheme}")


# --- What the server sends ------------------------------------------------------------------------


def test_the_page_may_do_only_what_it_needs(serve):
    answer = requests.get(serve(login_page.create_app(*NOWHERE, "http://127.0.0.1:5050/")))
    policy = dict(rule.split(" ", 1) for rule in answer.headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == f"'self' {LIBRARY_URL}"
    assert policy["connect-src"] == "'self' http://127.0.0.1:5050"
    assert policy["form-action"] == "'none'"
    assert policy["frame-ancestors"] == "'self' http://localhost:* http://127.0.0.1:*"
    assert "unsafe" not in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "path, kind", [("/", "text/html"), ("/login.js", "text/javascript"), ("/style.css", "text/css")]
)
def test_every_file_is_kept_in_no_cache(serve, path, kind):
    answer = requests.get(serve(login_page.create_app(*NOWHERE)) + path)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith(kind)
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_nothing_else_of_the_folder_is_served(serve):
    url = serve(login_page.create_app(*NOWHERE))
    paths = ["/__init__.py", "/index.html", "/../lab.py"]
    assert [requests.get(url + path).status_code for path in paths] == [404, 404, 404]


def test_a_client_id_cannot_become_code(serve):
    hostile = "</script><script>alert(1)</script>"
    html = requests.get(serve(login_page.create_app("us-east-1_Nowhere", hostile))).text
    assert hostile not in html
    config = re.search(r'<script type="application/json" id="config">(.*?)</script>', html).group(1)
    assert json.loads(config)["clientId"] == hostile


@pytest.mark.parametrize("pool_id", ["", "nowhere", "us-east-1_", "us-east-1_a; script-src *", "us.evil_a"])
def test_a_pool_id_that_is_none_is_refused(pool_id):
    with pytest.raises(ValueError, match="A user pool id looks like us-east-1_AbCdEfGhI"):
        login_page.create_app(pool_id, "client")


def test_an_empty_client_id_is_refused():
    with pytest.raises(ValueError, match="The app client id is empty"):
        login_page.create_app("us-east-1_Nowhere", "")


@pytest.mark.parametrize("endpoint", ["localhost:5050", "ftp://127.0.0.1", "http://a b", "http://a; img-src *"])
def test_an_endpoint_that_is_no_address_is_refused(endpoint):
    with pytest.raises(ValueError, match="An endpoint looks like http://"):
        login_page.create_app(*NOWHERE, endpoint)


def test_a_taken_port_is_no_trouble_for_the_page():
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]
        server = login_page.serve(login_page.create_app(*NOWHERE), port=taken)
        try:
            assert server.port != taken
            assert requests.get(server.url).status_code == 200
        finally:
            server.stop()
