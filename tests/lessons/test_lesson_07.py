"""The codes of an authenticator app in lesson 07: Cognito accepts them whenever the lesson is run."""

from __future__ import annotations

import re

import nbformat
import pytest

from local_cognito import clock
from tools.lessons import NOTEBOOKS

CODE = "\n".join(
    cell.source
    for cell in nbformat.read(NOTEBOOKS / "07_first_login_and_mfa.ipynb", as_version=4).cells
    if cell.cell_type == "code"
)
START = 1_795_478_400  # the beginning of a half minute, in seconds since 1970


@pytest.fixture(scope="module")
def code_at():
    """The function that the lesson shows."""
    names = {}
    function = re.search(r"^def code_at(?:\n|.)+?^    return .*$", CODE, re.M)[0]
    exec(f"import base64, hmac\n{function}", names)
    return names["code_at"]


@pytest.mark.parametrize("second", [0, 28.9, 29, 29.9])  # of a half minute
@pytest.mark.parametrize("delay", [0, 0.9], ids=["at once", "on a slow machine"])
def test_both_codes_are_accepted_whenever_the_lesson_is_run(monkeypatch, world, code_at, second, delay):
    """One proves the secret, the next logs in. Each cell says how many seconds from now its code is for."""
    offsets = re.findall(r"code_at\(time\.time\(\) ([+-] \d+), secret\)", CODE)
    prove, log_in = (START + second + int(offset.replace(" ", "")) for offset in offsets)
    monkeypatch.setattr(clock, "now", lambda: START + second + delay)
    world.require_totp("OPTIONAL")
    token = world.access_token()
    secret = world.public.associate_software_token(AccessToken=token)["SecretCode"]
    world.public.verify_software_token(AccessToken=token, UserCode=code_at(prove, secret))
    world.admin("admin_set_user_mfa_preference", SoftwareTokenMfaSettings={"Enabled": True, "PreferredMfa": True})
    assert world.answer(world.sign_in(), SOFTWARE_TOKEN_MFA_CODE=code_at(log_in, secret))["AuthenticationResult"]
