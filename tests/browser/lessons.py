"""The lessons as test parameters, and a lesson that is open and has run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Locator, Page, WebSocket

from tests.browser.forms import begin
from tests.browser.jupyter_lab import JupyterLab, Notebook
from tests.support.forms import EMAIL
from tools.lessons import LESSONS


def kinds_of_forms(lesson: Path) -> list[str]:
    """The forms that a lesson shows, in order: `["PasswordForm", "LoginForm"]`."""
    cells = nbformat.read(lesson, as_version=4).cells
    code = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
    return re.findall(r"^forms\.(\w+Form)\(", code, re.M)


FORMS = [(path.name, number, kind) for path in LESSONS for number, kind in enumerate(kinds_of_forms(path))]


def of_lessons(*names: str) -> pytest.MarkDecorator:
    """A test for each lesson whose file name begins with one of these. It uses the fixture `lesson`."""
    chosen = [path.name for path in LESSONS if path.name.startswith(names)]
    return pytest.mark.parametrize("lesson", chosen, ids=[name[:2] for name in chosen], indirect=True)


def first_form(*kinds: str) -> pytest.MarkDecorator:
    """A test for the first form of each of these kinds. It uses the fixture `form`."""
    rows = _first(*kinds)
    ids = [f"{lesson[:2]}-form-{number}" for lesson, number in rows]
    return pytest.mark.parametrize("lesson, number", rows, ids=ids, indirect=["lesson"])


def each_form(*kinds: str) -> pytest.MarkDecorator:
    """A test for each form of these kinds in the light theme, and for the first of each kind also in the dark one.

    It uses the fixtures `form` and `look`.
    """
    rows = [(lesson, number, "light") for lesson, number, kind in FORMS if kind in kinds]
    rows += [(*one, "dark") for one in _first(*kinds)]
    ids = [f"{lesson[:2]}-form-{number}-{theme}" for lesson, number, theme in rows]
    return pytest.mark.parametrize("lesson, number, theme", rows, ids=ids, indirect=["lesson"])


def _first(*kinds: str) -> list[tuple[str, int]]:
    return list({kind: (lesson, number) for lesson, number, kind in reversed(FORMS) if kind in kinds}.values())


# Runs in the kernel of a lesson, and keeps the names of Cognito's operations that it calls in `_calls`.
KEEP_CALLS = """
from botocore.httpsession import URLLib3Session

_calls = []


def _send(session, request, send=URLLib3Session.send):
    _calls.append(request.headers["X-Amz-Target"].decode().partition(".")[2])
    return send(session, request)


URLLib3Session.send = _send
"""
STOP_COGNITO = "lab._local_cognito.stop()"
START_COGNITO = """
from urllib.parse import urlsplit

lab._local_cognito = type(lab._local_cognito).start(urlsplit(lab._local_cognito.url).port)
"""


class Lesson(Notebook):
    """A lesson that is open and has run.

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
        super().__init__(jupyter, page, jupyter.add_lesson(name))
        self.errors = self.run_all()
        self.in_kernel(KEEP_CALLS)

    def _keep_error(self, error: Exception) -> None:
        self.page_errors.append(str(error))

    def _listen(self, websocket: WebSocket) -> None:
        websocket.on("framesent", self._keep_data)
        websocket.on("framereceived", self._keep_data)

    def _keep_data(self, data: str | bytes) -> None:
        self.crossed += data.encode() if isinstance(data, str) else data

    def close(self) -> None:
        """Close it as any notebook."""
        self.page.remove_listener("pageerror", self._keep_error)
        self.page.remove_listener("websocket", self._listen)
        super().close()

    def form(self, number: int) -> Locator:
        """A form of the lesson at its first step."""
        form = begin(self.forms().nth(number))
        self.in_kernel("_calls.clear()")
        return form

    def calls(self) -> list[str]:
        """The operations of Cognito that were called since the form was taken."""
        return self.in_kernel("", "_calls")

    def set_password(self, password: str) -> None:
        """Set the user's password as an administrator does, without the page."""
        arguments = f"UserPoolId=lesson.user_pool_id, Username={EMAIL!r}, Password={password!r}, Permanent=True"
        self.in_kernel(f"import boto3\nboto3.client('cognito-idp').admin_set_user_password({arguments})")
        self.in_kernel("_calls.clear()")

    @contextmanager
    def cognito_stopped(self) -> Iterator[None]:
        """Meanwhile no Cognito answers."""
        self.in_kernel(STOP_COGNITO)
        yield
        self.in_kernel(START_COGNITO)
