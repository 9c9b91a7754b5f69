"""The login page as a person uses it.

    serve_library(page)
    page.goto(page_url)
    log_in(page, pool.username, pool.password)

The page's library comes from tests/node_modules instead of its CDN: the same bytes, or the browser refuses them.
"""

from __future__ import annotations

from playwright.sync_api import FrameLocator, Page

from helpers.login_page.page import LIBRARY_URL
from tools.lessons import ROOT

LIBRARY = ROOT / "tests/node_modules/amazon-cognito-identity-js/dist/amazon-cognito-identity.min.js"
ANY_ORIGIN = {"Access-Control-Allow-Origin": "*"}  # lets every page read an answer


def serve_library(page: Page) -> None:
    """Answer requests for the library, also those of tabs that the page opens."""
    page.context.route(LIBRARY_URL, lambda route: route.fulfill(path=LIBRARY, headers=ANY_ORIGIN))


def log_in(page: Page | FrameLocator, email: str, password: str) -> None:
    """Fill in the form, and press Enter in its last field."""
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_label("Password", exact=True).press("Enter")
