"""What a person does with a form, and what it must show. Fields and buttons are found by their labels.

While `expect` waits for an element to appear, Playwright describes the whole page again and again, which costs a
fifth of a second each time in JupyterLab. So `wait_for`, or a count, comes first.
"""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect

from tests.support.forms import EMAIL

START_AGAIN = re.compile("Log in as somebody else|Choose another|Start again|Register another")


def begin(form: Locator) -> Locator:
    """The form at its first step, even if it shows a result or a later step."""
    again = form.get_by_role("button", name=START_AGAIN)
    if again.count():
        again.click()
    expect(again).to_have_count(0)
    expect(form.locator("input")).not_to_have_count(0)
    return form


def fill_in(form: Locator, password: str, repeat: str | None = None) -> None:
    """Type a password, and what else the form asks for. A new password is typed twice."""
    if form.get_by_label("New password").count():
        form.get_by_label("New password").fill(password)
        form.get_by_label("Repeat the password").fill(password if repeat is None else repeat)
    else:
        form.get_by_label("E-mail").fill(EMAIL)
        form.get_by_label("password").fill(password)


def submit(form: Locator, password: str, repeat: str | None = None) -> None:
    """Fill in a form and click its button."""
    fill_in(form, password, repeat)
    form.locator("form").get_by_role("button").click()


def expect_refusal(form: Locator, text: str | re.Pattern[str], focus: str) -> None:
    """The form shows why it refused, and the focus is on the field to correct."""
    form.get_by_role("alert").wait_for()
    expect(form.get_by_role("alert")).to_contain_text(text)
    expect(form.get_by_label(focus)).to_be_focused()


def expect_done(form: Locator, text: str) -> None:
    """The form shows a result and no fields, and the cell below has the focus, so that Shift+Enter goes on."""
    expect(form.locator("input")).to_have_count(0)
    expect(form.get_by_role("status")).to_have_text(text)
    expect(form.locator("xpath=ancestor::*[contains(@class, 'jp-Cell ')]/following-sibling::*[1]")).to_be_focused()


def expect_logged_in(form: Locator) -> None:
    """The form shows who is logged in, and three tokens."""
    expect_done(form, f"You are logged in as {EMAIL}.")
    for name in ("ID token", "Access token", "Refresh token"):
        expect(form.get_by_text(name, exact=True)).to_be_visible()
