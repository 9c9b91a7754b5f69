"""The page of lesson 03 in a real browser: it logs people in through the back end, which allows its origin."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from helpers import server_login
from tests.browser.login import log_in
from tests.browser.looks import accessibility_problems, picture
from tests.conftest import new_password


@pytest.fixture
def pool(make_pool):
    return make_pool(ExplicitAuthFlows=["ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"])


@pytest.fixture
def origins(cognito, pool):
    """The origins of two pages: the first has port 3000 unless it is taken, so the second has another port.

    The server allows the second. As in the lesson, it starts again for that, once the page has a port.
    """
    ids = (pool.user_pool_id, pool.app_client_id)
    server = server_login.serve(server_login.create_app(cognito, *ids), port=0)
    pages = [server_login.serve_page(f"{server.url}/login", email="ada@example.com") for _ in range(2)]
    origins = [f"http://localhost:{page.port}" for page in pages]
    server.stop()
    app = server_login.create_app(cognito, *ids, allowed_origin=origins[1])
    servers = [server_login.serve(app, port=server.port), *pages]
    assert servers[0].port == server.port
    yield origins
    for each in servers:
        each.stop()


def look(page, state):
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        picture(page, f"server-page-{state}-{theme}")
        assert accessibility_problems(page.locator("body")) == []


def test_the_page_shows_who_is_logged_in_and_no_whole_token(page, origins, pool):
    page.goto(origins[1])
    expect(page.get_by_label("E-mail")).to_have_value("ada@example.com")
    with page.expect_response("**/login") as answer:
        log_in(page, pool.username, pool.password)
    expect(page.get_by_role("status")).to_contain_text(f"You are logged in as {pool.username}. ID token: eyJr…")
    expect(page.get_by_label("Password")).to_have_value("")
    look(page, "done")
    shown = page.content()
    assert [name for name, token in answer.value.json()["tokens"].items() if token[-24:] in shown] == []


def test_the_page_shows_why_the_server_refuses(page, origins, pool):
    page.goto(origins[1])
    log_in(page, pool.username, new_password())
    expect(page.get_by_role("status")).to_have_text("Incorrect username or password.")
    expect(page.get_by_role("button", name="Log in")).to_be_enabled()
    expect(page.get_by_label("Password")).to_be_focused()
    look(page, "refused")


def test_a_page_of_another_origin_gets_no_answer(page, origins, pool):
    page.goto(origins[0])
    log_in(page, pool.username, pool.password)
    expect(page.get_by_role("status")).to_have_text(
        f"This page got no answer. Is the server running, and does it allow pages from {origins[0]}?"
    )


@pytest.mark.parametrize("address", ["127.0.0.1:3001/login", "http://a; img-src */login", "*"])
def test_an_address_that_is_none_is_refused(address):
    with pytest.raises(ValueError, match="An origin looks like"):
        server_login.serve_page(address)
