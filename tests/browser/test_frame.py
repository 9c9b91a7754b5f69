"""The frame of lesson 04 in a real JupyterLab: the login page, where the browser reaches it; else a sentence."""

from __future__ import annotations

import re

import nbformat
import pytest
from playwright.sync_api import expect

from tests.support.forms_in_use import EMAIL
from tests.support.frames_in_use import STATES, Frames, add_notebook
from tests.support.login_page_in_use import answer_for_the_cdn, log_in
from tests.support.sentinels import new_sentinel
from tools.lessons import NOTEBOOKS

LESSON = NOTEBOOKS / "04_log_in_from_a_browser_with_srp.ipynb"


@pytest.fixture(scope="module")
def frames(jupyter, lab_page, open_notebook, library):
    answer_for_the_cdn(lab_page.context, library)
    return Frames(open_notebook(add_notebook(jupyter, "frames.ipynb", STATES)), STATES)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_page_that_is_there_is_shown(frames, picture, theme):
    frames.notebook.use_theme(theme)
    frame = frames.frame("there")
    frame.scroll_into_view_if_needed()
    expect(frame).to_be_visible()
    expect(frame.content_frame.get_by_role("button", name="Log in")).to_be_enabled()
    background = frame.content_frame.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
    is_dark = max(map(int, re.findall(r"\d+", background))) < 64
    assert is_dark == (theme == "dark"), "the page is dark where the notebook around it is dark"
    picture(frames.notebook.page, f"frame-{theme}")


def test_the_page_in_the_frame_answers(frames):
    page = frames.frame("there").content_frame
    log_in(page, EMAIL, new_sentinel())
    expect(page.get_by_role("alert")).to_have_text("Incorrect username or password.")


def test_its_address_opens_it_in_a_tab_of_its_own(frames):
    status = frames.status("there")
    expect(status).to_have_text(
        f"The page at {frames.address('there')}. The address opens it in a tab of its own."
    )
    with frames.notebook.page.context.expect_page() as alone:
        status.get_by_role("link").click()
    expect(alone.value.get_by_role("button", name="Log in")).to_be_enabled()
    alone.value.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_page_that_has_stopped_is_said(frames, picture, theme):
    frames.notebook.use_theme(theme)
    frames.status("stopped").scroll_into_view_if_needed()
    frames.expect_no_page("stopped", frames.address("stopped"))
    picture(frames.notebook.page, f"no-frame-{theme}")


def test_another_program_on_that_port_is_not_shown(frames):
    frames.expect_no_page("other", frames.address("other"))


def test_a_page_that_this_notebook_may_not_frame_is_said(frames):
    frames.expect_no_page("not_framed", frames.address("not_framed"))


def test_a_hub_without_a_proxy_is_said(frames, jupyter):
    port = frames.address("on_a_hub").rpartition(":")[2]
    frames.expect_no_page("on_a_hub", f"http://127.0.0.1:{jupyter.port}/user/ada/proxy/{port}")


def test_where_colabs_page_is_missing_it_is_said(frames):
    """As in JupyterLab with a notebook that Colab has saved."""
    expect(frames.status("on_colab")).to_have_text(
        "Your browser cannot show the page. Run this cell again, "
        "or use the form of section 5: the kernel relays its calls."
    )


def test_section_5_has_the_form_that_the_frame_names():
    cells = nbformat.read(LESSON, as_version=4).cells
    [section] = re.findall(r"^## 5\. .*?^## 6\. ", "\n".join(cell.source for cell in cells), re.M | re.S)
    assert "forms.BrowserLoginForm(" in section
