"""The lessons as test parameters, and a lesson that is open and has run."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Locator, Page, WebSocket

from tests.browser.forms import begin
from tests.browser.jupyter_lab import THEMES, TIMEOUT, JupyterLab, Notebook
from tests.browser.looks import SCREENSHOTS
from tests.support.forms import EMAIL
from tests.support.lessons import LIKE_NEW
from tools.lessons import LESSONS


def code_of(lesson: Path) -> str:
    """The code of a lesson."""
    cells = nbformat.read(lesson, as_version=4).cells
    return "\n".join(cell.source for cell in cells if cell.cell_type == "code")


CODE = {path.name: code_of(path) for path in LESSONS}
# The forms that each lesson shows, in order: `["PasswordForm", "LoginForm"]`. A cell that assigns one shows none.
KINDS = {name: re.findall(r"^forms\.(\w+Form)\(", code, re.M) for name, code in CODE.items()}
FORMS = [(name, number, kind) for name, kinds in KINDS.items() for number, kind in enumerate(kinds)]


def lessons(*, with_code: str) -> pytest.MarkDecorator:
    """A test for each lesson that has this, a regular expression, in its code. It uses the fixture `lesson`."""
    chosen = [name for name, code in CODE.items() if re.search(with_code, code)]
    assert chosen, f"no lesson has {with_code}"
    return pytest.mark.parametrize("lesson", chosen, ids=[name[:2] for name in chosen], indirect=True)


def first_form(*kinds: str) -> pytest.MarkDecorator:
    """A test for the first form of each of these kinds. It uses the fixture `form`."""
    rows = _first(*kinds)
    ids = [f"{lesson[:2]}-form-{number}" for lesson, number in rows]
    return pytest.mark.parametrize("lesson, number", rows, ids=ids, indirect=["lesson"])


def each_form(*kinds: str) -> pytest.MarkDecorator:
    """A test for each form of these kinds. It uses the fixtures `form` and `look`.

    The first form of each kind is looked at in both themes; with SCREENSHOTS, each form is.
    """
    first = _first(*kinds)
    rows = [
        (lesson, number, list(THEMES) if SCREENSHOTS or (lesson, number) in first else [])
        for lesson, number, kind in FORMS
        if kind in kinds
    ]
    ids = [f"{lesson[:2]}-form-{number}" for lesson, number, _ in rows]
    return pytest.mark.parametrize("lesson, number, themes", rows, ids=ids, indirect=["lesson"])


def _first(*kinds: str) -> list[tuple[str, int]]:
    return list({kind: (lesson, number) for lesson, number, kind in reversed(FORMS) if kind in kinds}.values())


# Runs in the kernel of a lesson. It keeps the names of Cognito's operations that are called, and the sessions in
# the answers. While a file exists, what the page sends to widgets has to wait: to the page, the kernel is busy.
PREPARE = """
import json, os, time
import boto3
from botocore.httpsession import URLLib3Session
from ipywidgets import Widget
from helpers import lab

_calls, _sessions = [], []


def _send(session, request, send=URLLib3Session.send):
    _calls.append(request.headers["X-Amz-Target"].decode().partition(".")[2])
    answer = send(session, request)
    _sessions.extend(filter(None, [json.loads(answer.content or "{{}}").get("Session")]))
    return answer


def _receive(widget, content, buffers, receive=Widget._handle_custom_msg):
    while os.path.exists({hold!r}):
        time.sleep(0.05)
    receive(widget, content, buffers)


def _set_password(password, permanent):
    cognito = boto3.client("cognito-idp")
    for pool in cognito.list_user_pools(MaxResults=60)["UserPools"]:
        for user in cognito.list_users(UserPoolId=pool["Id"], Filter="email = \\"{EMAIL}\\"")["Users"]:
            cognito.admin_set_user_password(
                UserPoolId=pool["Id"], Username=user["Username"], Password=password, Permanent=permanent
            )
    _calls.clear()


URLLib3Session.send, Widget._handle_custom_msg = _send, _receive
"""
UNDO = "URLLib3Session.send, Widget._handle_custom_msg = _send.__defaults__[0], _receive.__defaults__[0]"
STOP_COGNITO = "lab._local_cognito.stop()"
START_COGNITO = """
from urllib.parse import urlsplit

lab._local_cognito = type(lab._local_cognito).start(urlsplit(lab._local_cognito.url).port)
"""


class Lesson(Notebook):
    """A lesson that is open and has run. All lessons have one kernel; nbval gives each a new one.

    Attributes:
        errors: the messages of its errors.
        page_errors: what the scripts of the page threw.
        crossed: all that crossed between the page and the kernel, in both directions.
    """

    def __init__(self, jupyter: JupyterLab, page: Page, name: str) -> None:
        self.page_errors: list[str] = []
        self.crossed = b""
        page.on("pageerror", self._keep_error)
        page.on("websocket", self._listen)
        super().__init__(jupyter, page, jupyter.add_lesson(name), jupyter.lessons_kernel)
        jupyter.lessons_kernel = self.kernel
        self.errors = self.run_all()
        self._hold = jupyter.folder / "hold"
        self.in_kernel(PREPARE.format(hold=str(self._hold), EMAIL=EMAIL))

    def _keep_error(self, error: Exception) -> None:
        self.page_errors.append(str(error))

    def _listen(self, websocket: WebSocket) -> None:
        websocket.on("framesent", self._keep_data)
        websocket.on("framereceived", self._keep_data)

    def _keep_data(self, data: str | bytes) -> None:
        self.crossed += data.encode() if isinstance(data, str) else data

    def wait_until_crossed(self, text: str) -> None:
        """Wait for a message with this text between the page and the kernel."""
        end = time.monotonic() + TIMEOUT
        while text.encode() not in self.crossed:
            assert time.monotonic() < end, f"no message with {text!r}"
            self.page.wait_for_timeout(50)  # milliseconds, in which Playwright receives messages

    def close(self) -> None:
        """Close it, and clear the kernel for the next lesson."""
        self.in_kernel(f"{UNDO}\n{LIKE_NEW}")
        self.page.remove_listener("pageerror", self._keep_error)
        self.page.remove_listener("websocket", self._listen)
        super().close(keeps_kernel=True)

    def form(self, form: int | str) -> Locator:
        """A form of the lesson at its first step: by its number, or the first of a kind."""
        number = KINDS[self.path.name].index(form) if isinstance(form, str) else form
        located = begin(self.forms().nth(number))
        self.in_kernel("_calls.clear(); _sessions.clear()")
        return located

    def calls(self) -> list[str]:
        """The operations of Cognito that were called since the form was taken."""
        return self.in_kernel("", "_calls")

    def sessions(self) -> list[str]:
        """The sessions in Cognito's answers since the form was taken."""
        return self.in_kernel("", "_sessions")

    def set_password(self, password: str, *, permanent: bool = True) -> None:
        """Set the user's password as an administrator does, without the page."""
        self.in_kernel(f"_set_password({password!r}, {permanent})")

    @contextmanager
    def kernel_busy(self) -> Iterator[None]:
        """Meanwhile the kernel leaves waiting what the page sends."""
        self._hold.touch()
        try:
            yield
        finally:
            self._hold.unlink()

    @contextmanager
    def cognito_stopped(self) -> Iterator[None]:
        """Meanwhile no Cognito answers."""
        self.in_kernel(STOP_COGNITO)
        try:
            yield
        finally:
            self.in_kernel(START_COGNITO)
