"""What the tests of lesson 04's frame share: cells that show one, in each state, and what a person sees of it.

frames = Frames(open_notebook(add_notebook(jupyter, "frames.ipynb", STATES)), STATES)
frames.expect_no_page("stopped", frames.address("stopped"))
"""

from __future__ import annotations

from playwright.sync_api import expect

START = """
import os, sys
from types import ModuleType
sys.path.insert(0, "..")
from flask import Flask
from helpers import lab, login_page
from local_cognito.serving import LoopbackServer

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
