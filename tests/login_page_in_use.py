"""The login page as a person uses it.

Its library comes from tests/node_modules in place of its CDN: the same bytes, or the browser refuses them.
"""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import BrowserContext, Page

from helpers.login_page.page import LIBRARY_URL

LIBRARY = Path(__file__).parent / "node_modules/amazon-cognito-identity-js/dist/amazon-cognito-identity.min.js"
ANY_PAGE = {"Access-Control-Allow-Origin": "*"}  # a header that lets any page read an answer


def answer_for_the_cdn(page: Page | BrowserContext, library: bytes) -> None:
    page.route(
        LIBRARY_URL,
        lambda route: route.fulfill(body=library, content_type="text/javascript", headers=ANY_PAGE),
    )


def log_in(page: Page, email: str, password: str) -> None:
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Log in").click()
