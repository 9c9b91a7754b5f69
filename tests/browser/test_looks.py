"""How the forms look: legible, and no wider than the notebook, in each of their states."""

from __future__ import annotations

import secrets

import pytest
from playwright.sync_api import expect

from tests.support.forms_in_use import ALL_FORMS, START, expect_password_set, expect_refusal, expect_tokens, submit
from tests.support.looks import trouble_with
from tests.support.sentinels import new_sentinel

GALLERY = [START, *[cell for form, times in zip(ALL_FORMS, (3, 4, 4)) for cell in [form] * times]]
STATES = [
    *["choosing", "password-refused", "password-set"],
    *["asking", "refused", "logged-in", "busy"],
    *["browser-asking", "browser-refused", "browser-logged-in", "browser-busy"],
]


@pytest.fixture(scope="module")
def gallery(jupyter, open_notebook):
    """A notebook with a form in each state: a dict from the state's name to the form."""
    notebook = open_notebook(jupyter.add("gallery.ipynb", *GALLERY))
    notebook.run_all()
    assert notebook.errors() == []
    expect(notebook.forms()).to_have_count(len(STATES))
    forms = {state: notebook.forms().nth(number) for number, state in enumerate(STATES)}
    password = new_sentinel()
    submit(forms["password-refused"], secrets.token_hex(8))
    expect_refusal(forms["password-refused"], "InvalidPasswordException", then="New password")
    submit(forms["password-set"], password)
    expect_password_set(forms["password-set"])
    for kind in ("", "browser-"):
        submit(forms[f"{kind}refused"], new_sentinel())
        expect_refusal(forms[f"{kind}refused"], "Incorrect username or password.", then="Password")
        submit(forms[f"{kind}logged-in"], password)
        expect_tokens(forms[f"{kind}logged-in"])
        for summary in forms[f"{kind}logged-in"].get_by_text("Access token", exact=True).all():
            summary.click()
    with notebook.kernel_stopped():
        for kind in ("", "browser-"):
            submit(forms[f"{kind}busy"], new_sentinel())
            expect(forms[f"{kind}busy"].get_by_role("button", name="Logging in…")).to_be_disabled()
        notebook.page.mouse.move(0, 0)
        yield notebook, forms


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_state_of_a_form_is_legible_and_fits(gallery, theme, picture):
    notebook, forms = gallery
    notebook.use_theme(theme)
    trouble = []
    for width in (1280, 800):
        notebook.page.set_viewport_size({"width": width, "height": 900})
        for state, form in forms.items():
            form.scroll_into_view_if_needed()
            picture(form, f"form-{state}-{theme}-{width}")
            trouble += trouble_with(form, f"{state}, {width}")
    assert trouble == []
