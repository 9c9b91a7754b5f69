"""What the lessons do not show: a second view, no login page, a guess, and another machine.

The browser on another machine gets the notebook under another name than localhost, over plain http.
"""

from __future__ import annotations

import nbformat
import pytest
from nbformat.v4 import new_output
from playwright.sync_api import expect

from tests.browser.conftest import LAB_SIZE, PERSON
from tests.browser.forms import begin, expect_done, expect_refusal, submit
from tests.browser.jupyter_lab import FAR_AWAY, TIMEOUT, Notebook
from tests.browser.looks import picture
from tests.support.forms import EMAIL
from tools import author

EVIL = "<img src=x onerror=alert(1)>"
START = f"""
import os, sys, threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from types import ModuleType

sys.path.insert(0, "..")
from helpers import forms, login_page

ports = []


def log_in(email, password):
    if password == "wrong":
        raise ValueError({EVIL!r})
    return {{"AccessToken": "a token of more than sixteen characters"}}


def new_page():
    app = login_page.create_app("us-east-1_AbCdEfGhI", "some-client", "http://127.0.0.1:9")
    return login_page.serve(app, port=0)
"""
FORMS = [
    "form = forms.LoginForm(log_in); form",
    "form",
    "forms.BrowserLoginForm(log_in, log_in, user_pool_id='us-east-1_AbCdEfGhI')",
    "forms.RegisterPasskeyForm(lambda: {'rp': {'id': 'localhost'}}, print, pretend=None)",
]
# Cells that show a frame, by the reason why there is no login page in it. Each leaves its port.
FRAMES = {
    "stopped": "stopped = new_page(); stopped.stop(); port = stopped.port",
    "another program": """
other = ThreadingHTTPServer(("127.0.0.1", 0), SimpleHTTPRequestHandler)
threading.Thread(target=other.serve_forever, daemon=True).start()
port = other.server_port""",
    "not in a frame of this page": """
os.environ["JUPYTERHUB_SERVICE_PREFIX"] = "/user/ada/"
port = new_page().port
del os.environ["JUPYTERHUB_SERVICE_PREFIX"]""",
    "on a hub without a proxy": 'os.environ["JUPYTERHUB_SERVICE_PREFIX"] = "/user/ada/"',
    "on Kaggle": 'os.environ["KAGGLE_KERNEL_RUN_TYPE"] = "Interactive"',
    "on Colab": 'sys.modules["google.colab"] = ModuleType("google.colab")',
}
# What the page of a notebook has on Colab: it knows another address.
COLABS_PAGE = "google = {colab: {kernel: {proxyPort: async (port) => `http://localhost:${port}/colab`}}}"


@pytest.fixture(scope="module")
def notebook(jupyter, lab_page):
    """A notebook with these forms and frames."""
    frames = [f"{code}\nports.append(port)\nlogin_page.Frame(port)" for code in FRAMES.values()]
    notebook = Notebook(jupyter, lab_page, jupyter.add("other_places.ipynb", START, *FORMS, *frames))
    assert notebook.run_all() == []
    yield notebook
    notebook.close()


def test_two_views_of_a_form_show_the_same(notebook):
    form, view = notebook.forms().nth(0), notebook.forms().nth(1)
    submit(form, "right")
    expect_done(form, f"You are logged in as {EMAIL}.")
    expect(view.get_by_role("status")).to_have_text(f"You are logged in as {EMAIL}.")
    view.get_by_role("button", name="Log in as somebody else").click()
    expect(form.get_by_label("Password")).to_be_visible()
    expect(view.get_by_label("E-mail")).to_be_focused()


def test_shift_enter_after_a_form_runs_the_next_cell_and_leaves_the_result(notebook):
    form, view = notebook.forms().nth(0), notebook.forms().nth(1)
    submit(begin(form), "right")
    expect_done(form, f"You are logged in as {EMAIL}.")
    notebook.page.keyboard.press("Shift+Enter")
    expect_done(view, f"You are logged in as {EMAIL}.")
    expect(form.get_by_role("status")).to_have_text(f"You are logged in as {EMAIL}.")


def test_nothing_that_is_typed_or_raised_can_become_html(notebook):
    form = begin(notebook.forms().first)
    submit(form, "wrong")
    expect_refusal(form, f"ValueError: {EVIL}", focus="Password")
    form.get_by_label("E-mail").fill(EVIL)
    form.get_by_label("Password").fill("right")
    form.get_by_label("Password").press("Enter")
    expect_done(form, f"You are logged in as {EVIL}.")


def expect_no_page(page, reason, address):
    """The widget says so, with a link to the address if it knows one, and shows no frame."""
    number = list(FRAMES).index(reason)
    status = page.locator(".cognito-page-status").nth(number)
    expect(status).to_contain_text("cannot show the page")
    links = status.get_by_role("link").all()
    assert [link.evaluate("link => link.href") for link in links] == ([address] if address else [])
    expect(page.locator("iframe").nth(number)).to_be_hidden()


@pytest.mark.parametrize("reason", FRAMES)
def test_a_login_page_that_cannot_be_shown_is_reported(notebook, reason):
    port = notebook.in_kernel("", "ports")[list(FRAMES).index(reason)]
    url = f"http://localhost:{port}/"
    if reason == "on a hub without a proxy":
        url = f"http://localhost:{notebook.jupyter.port}/user/ada/proxy/{port}/"
    expect_no_page(notebook.page, reason, None if reason in ("on Colab", "on Kaggle") else url)
    picture(notebook.page, f"no-login-page-{reason}")


def test_a_browser_on_another_machine_is_told_what_works_and_what_does_not(notebook, browser):
    notebook.save()
    with browser.new_context(viewport=LAB_SIZE, **PERSON) as context:
        context.set_default_timeout(TIMEOUT * 1000)
        context.add_init_script(COLABS_PAGE)
        page = context.new_page()
        notebook.jupyter.load(page, FAR_AWAY)
        assert page.evaluate("[isSecureContext, typeof crypto.subtle]") == [False, "undefined"]
        far_away = Notebook(notebook.jupyter, page, notebook.path)
        expect(far_away.forms()).to_have_count(4)
        form, view, browser_form, passkey_form = far_away.forms().all()
        submit(begin(form), "right")
        expect(view.get_by_role("status")).to_have_text(f"You are logged in as {EMAIL}.")
        expect(browser_form.get_by_role("alert")).to_have_text(
            "Browsers do cryptography only on pages loaded over https. Open the notebook over https."
        )
        expect(browser_form.locator("input")).to_have_count(0)
        passkey_form.get_by_role("button").click()
        expect(passkey_form.get_by_role("alert")).to_have_text(
            "A browser uses a passkey for localhost only on pages of localhost, and this page is at "
            f"http://{FAR_AWAY}:{notebook.jupyter.port}. Tick the box below."
        )
        picture(browser_form, "browser-login-form-over-http")
        stopped, *_, on_colab = notebook.in_kernel("", "ports")
        expect_no_page(page, "stopped", f"http://localhost:{stopped}/")
        expect_no_page(page, "on Colab", f"http://localhost:{on_colab}/colab")


def test_the_answer_to_a_guess_appears_when_its_cell_runs(jupyter, lab_page):
    path = jupyter.add("guess.ipynb", "print('for' + 'ty')")
    notebook = nbformat.read(path, as_version=4)
    [cell] = notebook.cells
    cell.update(outputs=[new_output("stream", text="forty")], metadata={"tags": ["guess"]})
    author.fold(cell)
    nbformat.write(notebook, path)
    opened = Notebook(jupyter, lab_page, path)
    cell = lab_page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-CodeCell")
    expect(cell.locator(".jp-Cell-outputWrapper .jp-Placeholder")).to_be_visible()
    expect(cell).not_to_contain_text("forty")
    opened.run_all()
    expect(cell).to_contain_text("forty")
    opened.close()
