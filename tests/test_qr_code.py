"""The QR code: what a phone reads off the screen, and that no file holds what it says.

Screenshots are read by jsQR, which knows nothing of the library that drew the code.
"""

from __future__ import annotations

import base64
import json
import re
import secrets
from pathlib import Path
from unittest.mock import MagicMock
from urllib.parse import unquote

import ipykernel.comm
import ipywidgets as widgets
import pytest
import segno
from playwright.sync_api import expect
from sentinels import traces

from helpers import qr_code

pytest_plugins = ["browser", "jupyter_lab"]

TESTS = Path(__file__).parent
LESSON = "07_first_login_and_mfa.ipynb"
ONE_LINE = "A QR code. Run this cell to see it."

# Reads a PNG. Gives what its QR code says, dark on light only, and how wide the white border around it is. The
# outermost pixels may be mixed with what is beside them.
READ = """async (png) => {
  const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
  const [width, height] = [image.width, image.height];
  const canvas = new OffscreenCanvas(width, height).getContext("2d");
  canvas.drawImage(image, 0, 0);
  const { data } = canvas.getImageData(0, 0, width, height);
  let border = Infinity;
  for (let x = 1; x < width - 1; x++) {
    for (let y = 1; y < height - 1; y++) {
      const white = data.slice(4 * (y * width + x), 4 * (y * width + x) + 3).every((channel) => channel === 255);
      if (!white) border = Math.min(border, x, y, width - 1 - x, height - 1 - y);
    }
  }
  return { text: jsQR(data, width, height, { inversionAttempts: "dontInvert" })?.data, border };
}"""


@pytest.fixture
def secret():
    """As Cognito gives it to an authenticator app."""
    return base64.b32encode(secrets.token_bytes(32)).decode().rstrip("=")


@pytest.fixture
def address(secret):
    return f"otpauth://totp/Cognito%20lessons%3Anew%40example.com?secret={secret}&issuer=Cognito%20lessons"


def path_of(svg):
    """What draws the code in an SVG, and in no other."""
    return re.search(r"""\bd=["'](M4 [^"']{300})""", unquote(svg)).group(1)


def path_drawn_for(text):
    return path_of(segno.make(text, error="m").svg_inline())


# --- in Python ---------------------------------------------------------------------------------------------------


@pytest.fixture
def told(monkeypatch):
    """All that is sent to the browser, but for traits."""
    messages = []
    monkeypatch.setattr(ipykernel.comm.Comm, "kernel", MagicMock(), raising=False)  # ipywidgets 7 asks for one
    monkeypatch.setattr(widgets.Widget, "send", lambda self, content, buffers=None: messages.append(content))
    return messages


def test_a_picture_is_sent_to_whoever_asks_for_it_and_to_nobody_else(told, address):
    widget = qr_code.QrCode(address)
    assert told == []
    widget._handle_custom_msg({}, [])
    assert len(told) == 1 and told[0]["text"] == address
    assert path_of(told[0]["picture"]) == path_drawn_for(address)


def test_nothing_of_it_is_in_the_state_of_a_widget_or_in_its_text(told, address, secret):
    widget = qr_code.QrCode(address)
    widget._handle_custom_msg({}, [])
    state = json.dumps([widget.get_state(), widgets.Widget.get_manager_state()], default=str)
    assert "cognito-qr" in state
    assert traces(secret, state) == []
    assert path_of(told[0]["picture"]) not in state
    assert repr(widget) == ONE_LINE


# --- in JupyterLab -----------------------------------------------------------------------------------------------

START = """
import secrets
import sys

sys.path.insert(0, "..")
import segno
from helpers import qr_code
from IPython.display import HTML

key = secrets.token_hex(32)  # made here, so that no cell holds it
"""
CARELESS = "HTML(segno.make(f'careless: {key}', error='m').svg_inline())"
CAREFUL = "qr_code.QrCode(f'careful: {key}')"


@pytest.fixture
def scan(browser):
    """A function: what a phone reads off a part of the page, and how wide the white border around it is."""
    reader = browser.new_page()
    reader.add_script_tag(path=TESTS / "node_modules/jsqr/dist/jsQR.js")

    def scan(picture):
        return reader.evaluate(READ, base64.b64encode(picture.screenshot()).decode())

    yield scan
    reader.close()


def shown_in(notebook):
    """The QR code in a notebook, when it is there."""
    widget = notebook.page.locator(".cognito-qr")
    expect(widget.get_by_role("img")).to_have_attribute("src", re.compile("^data:image/svg"))
    widget.scroll_into_view_if_needed()
    return widget


@pytest.fixture(scope="module")
def notebook(jupyter, open_notebook):
    """A notebook with a careless QR code and one of ours, each with `.key` in it."""
    notebook = open_notebook(jupyter.add("qr_codes.ipynb", START, CARELESS, CAREFUL))
    notebook.run_all()
    assert notebook.errors() == []
    notebook.key = notebook.in_kernel("", "key")
    return notebook


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_phone_reads_it_off_the_screen(notebook, scan, picture, theme):
    notebook.use_theme(theme)
    widget = shown_in(notebook)
    picture(widget, f"qr-code-{theme}")
    seen = scan(widget.get_by_role("img"))
    assert seen["text"] == f"careful: {notebook.key}"
    assert 15 <= seen["border"] <= 17, "four modules of four pixels"


def test_who_cannot_scan_it_finds_a_name_and_the_same_as_text(notebook):
    widget = shown_in(notebook)
    text = widget.get_by_text(f"careful: {notebook.key}")
    expect(widget.get_by_role("img", name="A QR code. What it says stands below it, folded.")).to_be_visible()
    expect(text).to_be_hidden()
    widget.get_by_text("The same as text").click()
    expect(text).to_be_visible()


def files_with(folder, secret, drawn):
    """The files in a folder that hold a secret, or what draws it."""
    found = []
    for path in filter(Path.is_file, folder.rglob("*")):
        data = path.read_bytes()
        if traces(secret, data) or drawn in unquote(data.decode(errors="replace")):
            found.append(path.name)
    return found


def test_jupyterlab_saves_a_careless_qr_code_and_nothing_of_ours(jupyter, notebook):
    shown_in(notebook)
    saved = notebook.save()
    assert "cognito-qr" in json.dumps(saved.metadata["widgets"]), "the state of widgets was saved"
    assert saved.cells[-1].outputs[0].data["text/plain"] == ONE_LINE
    careless, careful = (path_drawn_for(f"{how}: {notebook.key}") for how in ("careless", "careful"))
    assert files_with(jupyter.folder, notebook.key, careful) == []
    assert "qr_codes.ipynb" in files_with(jupyter.folder, notebook.key, careless)


# --- in the lesson -----------------------------------------------------------------------------------------------


def test_the_code_of_the_lesson_is_what_an_authenticator_app_wants_and_is_not_saved(jupyter, open_notebook, scan):
    notebook = open_notebook(jupyter.add_lesson(LESSON))
    notebook.run_all()
    assert notebook.errors() == []
    secret = notebook.in_kernel("", "secret")
    address = f"otpauth://totp/Cognito%20lessons%3Anew%40example.com?secret={secret}&issuer=Cognito%20lessons"
    assert scan(shown_in(notebook).get_by_role("img"))["text"] == address
    notebook.save()
    assert files_with(jupyter.folder, secret, path_drawn_for(address)) == []
