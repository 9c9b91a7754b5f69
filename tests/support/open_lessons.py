"""Lessons that are open in a real JupyterLab, in a real browser; each is opened once for all its tests.

@each_password_form
def test_a_form(lesson, number):
    form = lesson.form(number)
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.support.forms_in_use import EMAIL, begin
from tests.support.login_page_in_use import answer_for_the_cdn
from tools import lessons
from tools.lessons import NOTEBOOKS


def source_of(lesson: str) -> list[str]:
    """The code cells of a lesson."""
    cells = json.loads((NOTEBOOKS / lesson).read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


def forms_of(lesson: str) -> list[str]:
    """The kinds of form that a lesson shows, in order: `["PasswordForm", "LoginForm"]`."""
    return re.findall(r"^forms\.(\w+Form)\(", "\n".join(source_of(lesson)), re.M)


LESSONS = [path.name for path in lessons.LESSONS]
FORMS = [(lesson, number, kind) for lesson in LESSONS for number, kind in enumerate(forms_of(lesson))]
PAGES = [lesson for lesson in LESSONS if "login_page.Frame(" in "\n".join(source_of(lesson))]

# Runs in a lesson's kernel. Each call to Cognito is written down; it waits while the file `hold` is there, and
# finds no Cognito any more when the file `unplug` names it.
STAGEHAND = """
def stagehand(stage):
    import time
    from types import SimpleNamespace

    import botocore.retryhandler
    from botocore.httpsession import URLLib3Session

    def send(session, request, send=URLLib3Session.send):
        target = request.headers["X-Amz-Target"]
        operation = (target.decode() if isinstance(target, bytes) else target).split(".")[1]
        with (stage / "calls").open("a") as calls:
            print(operation, file=calls)
        while (stage / "hold").exists():
            time.sleep(0.02)
        if (stage / "unplug").exists() and operation in (stage / "unplug").read_text():
            (stage / "unplug").unlink()
            lab._local_cognito.stop()
        return send(session, request)

    URLLib3Session.send = send
    botocore.retryhandler.random = SimpleNamespace(random=lambda: 0)  # try again at once, not after some seconds


import pathlib

stagehand(pathlib.Path({stage!r}))
"""
UNTIL_THE_LAST_STEP = "AdminSetUserPassword AdminInitiateAuth RespondToAuthChallenge"


class Lesson:
    """A lesson that is open: it is run, and a hand goes behind the stage."""

    def __init__(self, notebook, stage):
        self.notebook, self.page, self.stage = notebook, notebook.page, stage
        notebook.run_all()
        notebook.in_kernel(STAGEHAND.format(stage=str(stage)))

    def form(self, number):
        """A form, as it is before anything is typed."""
        form = begin(self.notebook.forms().nth(number))
        (self.stage / "calls").write_text("")
        return form

    def calls(self):
        """The operations of Cognito that were called since the form was taken."""
        return (self.stage / "calls").read_text().split()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Meanwhile no call goes out."""
        (self.stage / "hold").touch()
        try:
            yield
        finally:
            (self.stage / "hold").unlink()

    @contextmanager
    def unplugged(self) -> Iterator[None]:
        """Cognito stops when the form has asked, before the last answer; afterwards it is there again."""
        (self.stage / "unplug").write_text(UNTIL_THE_LAST_STEP)
        try:
            yield
        finally:
            self.notebook.in_kernel(
                "from urllib.parse import urlsplit\n"
                "lab._local_cognito = type(lab._local_cognito).start(urlsplit(lab._local_cognito.url).port)"
            )

    def set_password(self, password):
        """As an administrator, past the page."""
        call = f"UserPoolId=lesson.user_pool_id, Username={EMAIL!r}, Password={password!r}, Permanent=True"
        self.notebook.in_kernel(f'import boto3; boto3.client("cognito-idp").admin_set_user_password({call})')
        (self.stage / "calls").write_text("")

    def lets_in(self, password):
        """Whether Cognito believes this password: it gives tokens, or asks for the next thing."""
        auth = f'"ADMIN_USER_PASSWORD_AUTH", AuthParameters={{"USERNAME": {EMAIL!r}, "PASSWORD": {password!r}}}'
        ids = "UserPoolId=lesson.user_pool_id, ClientId=lesson.app_client_id"
        call = f'boto3.client("cognito-idp").admin_initiate_auth({ids}, AuthFlow={auth})'
        return self.notebook.in_kernel("import boto3", f"bool({call})")


@pytest.fixture(scope="module")
def lesson_page(lab_page, library):
    """The page of the module's lessons. `lesson_page.trouble` is what its scripts threw."""
    lab_page.trouble = []
    lab_page.on("pageerror", lambda error: lab_page.trouble.append(str(error)))
    answer_for_the_cdn(lab_page.context, library)
    return lab_page


@pytest.fixture(scope="module")
def lesson(request, lesson_page, jupyter, open_notebook, tmp_path_factory):
    """The lesson that a test is about, open and run. pytest puts tests of the same lesson in a row."""
    lesson_page.trouble.clear()
    return Lesson(open_notebook(jupyter.add_lesson(request.param)), tmp_path_factory.mktemp("stage"))


def of_lessons(names):
    """A test for each of these lessons. It gets `lesson`."""
    return pytest.mark.parametrize("lesson", names, ids=[name[:2] for name in names], indirect=True)


def each(*kinds):
    """A test for each form of these kinds in the lessons. It gets `lesson` and `number`."""
    return _tests_of([(lesson, number) for lesson, number, kind in FORMS if kind in kinds])


def _tests_of(chosen):
    names = [f"{lesson[:2]}-form-{number}" for lesson, number in chosen]
    return pytest.mark.parametrize("lesson, number", chosen, ids=names, indirect=["lesson"])


def one(*kinds):
    """A test for the first form of each of these kinds: what it is about is the same in every lesson."""
    first = {kind: (lesson, number) for lesson, number, kind in reversed(FORMS) if kind in kinds}
    return _tests_of(list(first.values()))


each_login_form, one_login_form = each("LoginForm", "BrowserLoginForm"), one("LoginForm", "BrowserLoginForm")
each_password_form, one_password_form = each("PasswordForm"), one("PasswordForm")


@pytest.fixture
def shot(request, picture):
    """A function: `shot(form, "refused")` keeps a picture, named after the lesson and the form."""
    return lambda of, state: picture(of, f"lesson-{request.node.callspec.id}-{state}")
