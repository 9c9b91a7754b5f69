"""What the tests share that need a browser: Chromium, a JupyterLab in it, the open lesson, and the login page."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any, Callable

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from helpers import login_page
from tests.browser.jupyter_lab import FAR_AWAY, TIMEOUT, JupyterLab
from tests.browser.lessons import Lesson
from tests.browser.login import serve_library
from tests.browser.looks import accessibility_problems, overflows, picture

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",  # root in a container has no sandbox to use
    "--disable-dev-shm-usage",
    "--disable-gpu",
    # A page reaches this machine only. A test that wants another address answers for it with `page.route`.
    f"--host-resolver-rules=MAP {FAR_AWAY} 127.0.0.1, MAP * ~NOTFOUND"
    ", EXCLUDE localhost, EXCLUDE *.localhost, EXCLUDE 127.0.0.1",
]
PERSON = {"locale": "en-GB", "timezone_id": "UTC"}
Look = Callable[[str], None]
LAB_SIZE = {"width": 800, "height": 1400}  # narrow: what fits here fits; high: axe checks what is in sight

expect.set_options(timeout=30_000)  # milliseconds; on a busy machine, everything is slow


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests of the lessons first, because they take longest, and sort them: a lesson is opened once."""

    def place(item: pytest.Item) -> tuple[bool, str]:
        uses_lesson = {"lesson", "lab_page"} <= set(getattr(item, "fixturenames", ()))
        return not uses_lesson, item.callspec.params["lesson"] if uses_lesson else ""

    items.sort(key=place)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The Chromium of this machine: $CHROMIUM, or the first one that is installed."""
    names = [os.environ["CHROMIUM"]] if "CHROMIUM" in os.environ else NAMES
    chromium = next(filter(None, map(shutil.which, names)), None)
    if chromium is None:
        pytest.fail("No Chromium here: install chromium-headless-shell, or set CHROMIUM to the path of one.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty page, 1000 x 800 pixels."""
    with browser.new_context(viewport={"width": 1000, "height": 800}, **PERSON) as context:
        yield context.new_page()


@pytest.fixture(scope="session")
def jupyter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[JupyterLab]:
    """One JupyterLab for all tests of a worker."""
    server = JupyterLab(tmp_path_factory.mktemp("jupyter"))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def lab_page(browser: Browser, jupyter: JupyterLab) -> Iterator[Page]:
    """The page with JupyterLab, in which notebooks are opened and closed again."""
    with browser.new_context(viewport=LAB_SIZE, color_scheme="null", **PERSON) as context:
        context.set_default_timeout(TIMEOUT * 1000)
        page = context.new_page()
        jupyter.load(page)
        serve_library(page)
        yield page


@pytest.fixture(scope="module")
def lesson(request: pytest.FixtureRequest, jupyter: JupyterLab, lab_page: Page) -> Iterator[Lesson]:
    """The lesson that the test is about: open, and it has run."""
    lesson = Lesson(jupyter, lab_page, request.param)
    yield lesson
    lesson.close()


@pytest.fixture
def form(lesson: Lesson, number: int) -> Locator:
    """The form that the test is about, at its first step."""
    return lesson.form(number)


@pytest.fixture
def look(lesson: Lesson, form: Locator, themes: list[str], request: pytest.FixtureRequest) -> Look:
    """A function that looks at the form in each of these themes: `look("refused")`."""

    def look(state: str) -> None:
        for theme in lesson.each_theme(themes):
            picture(form, f"{request.node.callspec.id}-{state}-{theme}")
            assert overflows(form) == []
            assert accessibility_problems(form) == []

    return look


@pytest.fixture
def pool(make_pool: Callable[..., Any]) -> Any:
    """A pool with a client for SRP alone, as a page in a browser should have."""
    return make_pool(ExplicitAuthFlows=["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"])


@pytest.fixture
def page_url(cognito: Any, pool: Any, serve: Callable[[Any], str]) -> str:
    """The address of a login page for that pool."""
    return serve(login_page.create_app(pool.user_pool_id, pool.app_client_id, cognito.meta.endpoint_url))
