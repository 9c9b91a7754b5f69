"""The login page as a person uses it.

    def test_it_lets_me_in(page, page_url, pool, library):
        answer_for_the_cdn(page, library)
        page.goto(page_url)
        log_in(page, pool.username, pool.password)

Its library comes from tests/node_modules in place of its CDN: the same bytes, or the browser refuses them.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page

from helpers import login_page
from helpers.login_page.page import LIBRARY_URL
from tools.lessons import ROOT

LIBRARY = ROOT / "tests/node_modules/amazon-cognito-identity-js/dist/amazon-cognito-identity.min.js"
ANY_PAGE = {"Access-Control-Allow-Origin": "*"}  # a header that lets any page read an answer


@pytest.fixture(scope="session")
def library() -> bytes:
    """What the login page fetches from its CDN."""
    if not LIBRARY.exists():
        pytest.fail("amazon-cognito-identity-js is not here: run `npm install --prefix tests` first.")
    return LIBRARY.read_bytes()


@pytest.fixture
def pool(make_pool):
    """With a client for SRP alone, as a page in a browser should have."""
    return make_pool(ExplicitAuthFlows=["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"])


@pytest.fixture
def page_url(cognito, pool, serve):
    """The address of a page for that pool."""
    return serve(login_page.create_app(pool.user_pool_id, pool.app_client_id, cognito.meta.endpoint_url))


def answer_for_the_cdn(page: Page | BrowserContext, library: bytes) -> None:
    page.route(
        LIBRARY_URL,
        lambda route: route.fulfill(body=library, content_type="text/javascript", headers=ANY_PAGE),
    )


def log_in(page: Page, email: str, password: str) -> None:
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Log in").click()
