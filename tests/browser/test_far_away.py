"""A browser on another machine than the kernel and without https is told what to do."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.support.forms_in_use import BROWSER_FORM, LOGIN_FORM, START, submit
from tests.support.frames_in_use import STATES, Frames, add_notebook
from tests.support.jupyter_lab import FAR_AWAY, one_after_the_other
from tests.support.sentinels import new_sentinel

# What the notebook's page has on Colab. It knows the address.
COLABS_PAGE = "google = {colab: {kernel: {proxyPort: async (port) => `http://localhost:${port}/colab`}}}"


@pytest.fixture(scope="module")
def open_far_away(jupyter, new_page, remote):
    """Opens a notebook there, and closes the one before: `open_far_away(path)`."""
    with one_after_the_other(jupyter, new_page(FAR_AWAY, remote), FAR_AWAY) as open_:
        yield open_


def test_a_page_that_came_over_plain_http_says_so_and_asks_for_nothing(jupyter, open_far_away, picture):
    notebook = open_far_away(jupyter.add("plain_http.ipynb", START, BROWSER_FORM, LOGIN_FORM))
    assert notebook.page.evaluate("[isSecureContext, typeof crypto.subtle]") == [False, "undefined"]
    notebook.run_all()
    form, other = notebook.forms().all()
    expect(form.get_by_role("alert")).to_have_text(
        "A browser does cryptography only on a page that came over https: open the notebook with https."
    )
    expect(form.get_by_role("textbox")).to_have_count(0)
    expect(form.get_by_label("Password")).to_have_count(0)
    picture(form, "browser-form-plain-http")
    submit(other, new_sentinel())
    expect(other.get_by_role("alert")).to_contain_text("Incorrect username or password.")


def test_a_browser_far_away_is_told_and_colabs_page_is_asked(jupyter, open_far_away):
    """It looks on its own machine, and finds nothing there. On Colab it is given another address."""
    states = {state: STATES[state] for state in ("stopped", "on_colab")}
    notebook = open_far_away(add_notebook(jupyter, "far_away.ipynb", states))
    notebook.page.evaluate(COLABS_PAGE)
    frames = Frames(notebook, states)
    frames.expect_no_page("stopped", frames.address("stopped"))
    frames.expect_no_page("on_colab", f"{frames.address('on_colab')}colab")
