"""A real browser for tests: the Chromium of this machine, driven by Playwright.

    def test_the_title_is_there(page, screenshot):
        page.goto(server.url)
        screenshot("title")

Nothing but this machine's loopback addresses can be reached from the page. A test that wants another address
answers for it with `page.route`.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect, sync_playwright

FLAGS = [
    "--no-sandbox",  # root, in a container, has no sandbox to use
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NAMES = [
    "chromium-headless-shell",  # Chromium without its own windows: a page costs a quarter of the processor time
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
]
SCREENSHOTS = os.environ.get("SCREENSHOTS")  # a folder for pictures, to look at; without it none is taken
LOOPBACK = {"127.0.0.1", "localhost"}

expect.set_options(timeout=30_000)  # milliseconds; a machine that does other things too is slow


def chromium() -> str:
    """The path of Chromium: $CHROMIUM, or the one that is installed. Without one the test fails, and says so."""
    wished = os.environ.get("CHROMIUM")
    found = next(filter(None, map(shutil.which, [wished] if wished else NAMES)), None)
    if found is None:
        pytest.fail(
            "No Chromium here: install the package chromium-headless-shell, or set CHROMIUM to the path of one."
        )
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, from the first test that asks for it to the end."""
    with sync_playwright() as playwright:
        chrome = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield chrome
        chrome.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty page, 1000 x 800 pixels, with no history and no cookies, that reaches this machine only."""
    context = browser.new_context(viewport={"width": 1000, "height": 800}, locale="en-GB", timezone_id="UTC")
    context.set_default_timeout(15_000)
    context.route("**/*", only_this_machine)
    yield context.new_page()
    context.close()


def only_this_machine(route: Route) -> None:
    """Let a request through to a loopback address; any other finds no network."""
    if urlsplit(route.request.url).hostname in LOOPBACK:
        route.continue_()
    else:
        route.abort("internetdisconnected")


@pytest.fixture
def screenshot(page: Page) -> Callable[[str], None]:
    """A function: `screenshot("name")` keeps a picture of the whole page."""
    return lambda name: keep(page, name, full_page=True)


def keep(of: Page | Locator, name: str, **options: Any) -> None:
    """Take a picture, where $SCREENSHOTS names a folder for it."""
    if SCREENSHOTS:
        of.screenshot(path=Path(SCREENSHOTS, f"{name}.png"), **options)


@pytest.fixture(scope="session")
def picture() -> Callable[[Page | Locator, str], None]:
    """A function: `picture(of, "name")` keeps a picture of a page, or of a part of one."""
    return keep
