"""What the tests of the forms share: cells that show them, and what a person and a page do with them.

notebook = open_notebook(jupyter.add("forms.ipynb", START, PASSWORD_FORM, LOGIN_FORM, BROWSER_FORM))
log_in(notebook.forms().nth(1), password)              # in the browser, as a person does
reply = ask(form, "submit", email=EMAIL, password=...)  # without one: a page's message, and the reply to it
"""

from __future__ import annotations

import re
from typing import Any
from unittest.mock import patch

from playwright.sync_api import Locator, expect

from helpers.forms.form import Form

EMAIL = "test@example.com"
AGAIN = re.compile("Log in as somebody else|Choose another")

# --- cells of a notebook

START = """
import sys

sys.path.insert(0, "..")
import boto3
from helpers import forms, lab

lesson = lab.start(4)
cognito = boto3.client("cognito-idp")
given = []  # what the form that keeps the password to itself gives to its functions


def set_password(new_password):
    cognito.admin_set_user_password(
        UserPoolId=lesson.user_pool_id, Username=lesson.username, Password=new_password, Permanent=True
    )


def log_in(email, password):
    return cognito.initiate_auth(
        ClientId=lesson.app_client_id,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": email, "PASSWORD": password},
    )


def initiate(parameters):
    given.append(parameters)
    return cognito.initiate_auth(
        ClientId=lesson.app_client_id, AuthFlow="USER_SRP_AUTH", AuthParameters=parameters
    )


def respond(responses):
    given.append(responses)
    return cognito.respond_to_auth_challenge(
        ClientId=lesson.app_client_id, ChallengeName="PASSWORD_VERIFIER", ChallengeResponses=responses
    )


policy = cognito.describe_user_pool(UserPoolId=lesson.user_pool_id)["UserPool"]["Policies"]["PasswordPolicy"]
"""
PASSWORD_FORM = """
password_form = forms.PasswordForm(set_password, policy)
password_form
"""
LOGIN_FORM = f"""
login_form = forms.LoginForm(log_in, email="{EMAIL}")
login_form
"""
BROWSER_FORM = f"""
browser_form = forms.BrowserLoginForm(initiate, respond, user_pool_id=lesson.user_pool_id, email="{EMAIL}")
browser_form
"""
ALL_FORMS = (PASSWORD_FORM, LOGIN_FORM, BROWSER_FORM)

# --- what a person does, and sees


def begin(form: Locator) -> Locator:
    """A form that asks: one that has come to its end begins anew."""
    again = form.get_by_role("button", name=AGAIN)
    if again.is_visible():
        again.click()
    expect(form.locator("input").first).to_be_visible()
    return form


def expect_done(form: Locator, text: str) -> None:
    """The form has come to its end, and says so; it can begin anew."""
    expect(form.get_by_role("status")).to_have_text(text)
    expect(form.get_by_role("button", name=AGAIN)).to_be_visible()
    expect(form.locator("input")).to_have_count(0)


def expect_logged_in(form: Locator) -> None:
    expect_done(form, f"You are logged in as {EMAIL}.")


def expect_tokens(form: Locator) -> None:
    """Somebody is logged in, and the three tokens are shown."""
    expect_logged_in(form)
    for name in ("ID token", "Access token", "Refresh token"):
        expect(form.get_by_text(name, exact=True)).to_be_visible()


def expect_password_set(form: Locator) -> None:
    expect_done(form, "The password is set.")


def expect_refusal(form: Locator, text: str | re.Pattern[str], then: str) -> None:
    """The form says why not, and leads to the field to mend."""
    expect(form.get_by_role("alert")).to_contain_text(text)
    expect(form.get_by_label(then)).to_be_focused()


def fill_in(form: Locator, password: str, repeat: str | None = None) -> None:
    """Type a password into a form: both fields of one for a new password."""
    if form.get_by_label("New password").is_visible():
        form.get_by_label("New password").fill(password)
        form.get_by_label("Repeat the password").fill(password if repeat is None else repeat)
    else:
        form.get_by_label("E-mail").fill(EMAIL)
        form.get_by_label("Password").fill(password)


def submit(form: Locator, password: str, repeat: str | None = None) -> None:
    """Fill in a form, and click on its button."""
    fill_in(form, password, repeat)
    form.get_by_role("button").click()


# --- what a page does


def ask(form: Form, action: str, **values: str) -> dict[str, Any]:
    """Send a message as the page does, and return the reply."""
    entry = form.entry
    with patch.object(entry, "send", wraps=entry.send) as send:
        entry._handle_custom_msg({"id": "7", "action": action, "values": values}, [])
    (reply,) = send.call_args.args
    assert reply["id"] == "7", "the reply goes to the request"
    return {name: value for name, value in reply.items() if name != "id"}
