"""The frame of lesson 04 in a real JupyterLab: the login page, where the browser reaches it; else a sentence."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest
from forms_in_use import EMAIL
from jupyter_lab import FAR_AWAY, Notebook
from login_page_in_use import answer_for_the_cdn, log_in
from playwright.sync_api import expect
from sentinels import new_sentinel

pytest_plugins = ["browser", "jupyter_lab"]

LESSON = Path(__file__).parent.parent / "notebooks/04_log_in_from_a_browser_with_srp.ipynb"
START = """
import os, sys
from types import ModuleType
sys.path.insert(0, "..")
from flask import Flask
from helpers import lab, login_page
from helpers.local_cognito.serving import LoopbackServer

lesson = lab.start(4)

def new_page():
    app = login_page.create_app(lesson.user_pool_id, lesson.app_client_id, lesson.endpoint)
    return login_page.serve(app, port=0)
"""
STATES = {
    "there": "there = new_page()",
    "stopped": "stopped = new_page(); stopped.stop()",
    "other": """
app = Flask("other")
app.add_url_rule("/", view_func=lambda: "Welcome to my shop")
other = LoopbackServer(app)""",
    "not_framed": """
os.environ["JUPYTERHUB_SERVICE_PREFIX"] = "/user/ada/"
not_framed = new_page()
del os.environ["JUPYTERHUB_SERVICE_PREFIX"]""",
    "on_a_hub": 'os.environ["JUPYTERHUB_SERVICE_PREFIX"] = "/user/ada/"; on_a_hub = new_page()',
    "on_colab": """
sys.modules["google.colab"] = ModuleType("google.colab")
on_colab = new_page()""",
}
# What the notebook's page has on Colab. It knows the address.
COLABS_PAGE = "google = {colab: {kernel: {proxyPort: async (port) => `http://localhost:${port}/colab`}}}"


class Frames:
    """A notebook with a frame for each of these states."""

    def __init__(self, notebook, states):
        self.notebook, self.states = notebook, list(states)
        notebook.run_all()
        assert notebook.errors() == []

    def address(self, state):
        return f"http://localhost:{self.notebook.in_kernel('', f'{state}.port')}/"

    def status(self, state):
        return self.notebook.page.locator(".cognito-page-status").nth(self.states.index(state))

    def frame(self, state):
        return self.notebook.page.locator("iframe.cognito-page").nth(self.states.index(state))

    def expect_no_page(self, state, address):
        expect(self.status(state)).to_have_text(
            f"Your browser cannot show the page at {address}. Try that address in a tab of its own, "
            "or use the form of section 5: the kernel relays its calls."
        )
        expect(self.frame(state)).to_be_hidden()


def add_notebook(jupyter, name, states):
    """A notebook with a frame for each of these states. Returns its path."""
    return jupyter.add(name, START, *[f"{code}\nlogin_page.Frame({state}.port)" for state, code in states.items()])


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


def test_a_browser_far_away_is_told_and_colabs_page_is_asked(jupyter, new_page, remote):
    """It looks on its own machine, and finds nothing there. On Colab it is given another address."""
    states = {state: STATES[state] for state in ("stopped", "on_colab")}
    page = new_page(FAR_AWAY, remote)
    page.add_init_script(COLABS_PAGE)
    far_away = Frames(Notebook(jupyter, page, add_notebook(jupyter, "far_away.ipynb", states), FAR_AWAY), states)
    far_away.expect_no_page("stopped", far_away.address("stopped"))
    far_away.expect_no_page("on_colab", f"{far_away.address('on_colab')}colab")


def test_section_5_has_the_form_that_the_frame_names():
    cells = nbformat.read(LESSON, as_version=4).cells
    [section] = re.findall(r"^## 5\. .*?^## 6\. ", "\n".join(cell.source for cell in cells), re.M | re.S)
    assert "forms.BrowserLoginForm(" in section
