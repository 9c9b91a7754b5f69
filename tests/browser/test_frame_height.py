"""The frame of lesson 04 is as tall as the page in it, whatever the page shows."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import expect

from helpers import login_page
from tests.browser.login import log_in, serve_library
from tests.conftest import new_password

FOLDER = Path(login_page.__file__).parent
NOTEBOOK = """<!doctype html><style>{css}</style><main></main><script type="module">
  import widget from "/frame.js";
  const state = {{ address: "{address}", port: 0 }};
  widget.render({{ model: {{ get: (name) => state[name] }}, el: document.querySelector("main") }});
</script>"""


@pytest.fixture
def frame(page, page_url, serve):
    """The frame, in a page that loads the widget as a notebook does."""
    serve_library(page)
    app, css = Flask("notebook"), (FOLDER / "frame.css").read_text(encoding="utf-8")
    address = page_url.replace("127.0.0.1", "localhost") + "/"
    app.add_url_rule("/", "notebook", lambda: NOTEBOOK.format(css=css, address=address))
    script = (FOLDER / "frame.js").read_text(encoding="utf-8")
    app.add_url_rule("/frame.js", "frame", lambda: (script, {"Content-Type": "text/javascript"}))
    page.goto(serve(app))
    expect(page.locator("iframe")).to_be_visible()
    return page.locator("iframe")


def test_the_frame_grows_and_shrinks_with_the_page(frame, pool):
    page, heights = frame.content_frame, []

    def expect_no_scrolling():
        heights.append(page.locator("body").evaluate("body => Math.ceil(body.getBoundingClientRect().height)"))
        expect(frame).to_have_js_property("clientHeight", heights[-1])
        assert page.locator("html").evaluate("html => html.scrollHeight") == heights[-1]

    expect(page.get_by_role("button", name="Log in")).to_be_enabled()
    frame.page.evaluate("postMessage({ loginPageHeight: 9 })")  # does not come from the frame
    expect_no_scrolling()
    log_in(page, pool.username, new_password())
    expect(page.get_by_role("alert")).to_be_visible()
    expect_no_scrolling()
    log_in(page, pool.username, pool.password)
    expect(page.get_by_role("heading", name="You are logged in")).to_be_visible()
    expect_no_scrolling()
    page.get_by_role("button", name="Log out").click()
    expect_no_scrolling()
    before, refused, logged_in, after = heights
    assert before < refused < logged_in > after
