"""The codes of lesson 07: right, and accepted whenever the lesson is run."""

from __future__ import annotations

import base64
import re
import secrets

import nbformat
import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from local_cognito import clock, totp
from tools.lessons import NOTEBOOKS

LESSON = NOTEBOOKS / "07_first_login_and_mfa.ipynb"
START = 1_795_478_400  # the beginning of a half minute, in seconds since 1970


@pytest.fixture(scope="module")
def cells():
    """The code cells of the lesson."""
    return [cell.source for cell in nbformat.read(LESSON, as_version=4).cells if cell.cell_type == "code"]


@pytest.fixture(scope="module")
def code_at(cells):
    """The function that the lesson shows."""
    names = {}
    exec(next(cell for cell in cells if "def code_at" in cell), names)
    return names["code_at"]


@pytest.fixture
def secret():
    return base64.b32encode(secrets.token_bytes(32)).decode().rstrip("=")


def test_the_lessons_codes_are_those_of_a_library(code_at):
    for length in (10, 16, 20, 32):
        key = secrets.token_bytes(length)
        app = TOTP(key, 6, SHA1(), 30, enforce_key_length=False)
        secret = base64.b32encode(key).decode().rstrip("=")
        for moment in (0, 29.9, 30, START + secrets.randbelow(10**9), START + secrets.randbelow(10**9) + 0.5):
            assert code_at(moment, secret) == app.generate(moment).decode()


@pytest.mark.parametrize("delay", [0, 0.9], ids=["at once", "on a slow machine"])
def test_both_codes_are_accepted_whenever_the_lesson_is_run(monkeypatch, cells, code_at, secret, delay):
    """One proves the secret, the next logs in; how far each is from the present stands in its cell."""
    used = re.findall(r"code_at\(time\.time\(\) ([+-] \d+), secret\)", "\n".join(cells))
    setting_up, logging_in = (int(seconds.replace(" ", "")) for seconds in used)
    for quarters in range(4 * 60):
        moment = START + quarters / 4
        monkeypatch.setattr(clock, "now", lambda: moment + delay)  # noqa: B023
        app = totp.AuthenticatorApp.set_up(secret, code_at(moment + setting_up, secret))
        app.check(code_at(moment + logging_in, secret))
