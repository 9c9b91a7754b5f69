"""The QR code: what a phone reads off the screen, and that no file holds what it says.

Screenshots are read by jsQR, which knows nothing of the library that drew the code.
"""

from __future__ import annotations

import base64
import json
import secrets
from unittest.mock import MagicMock

import ipykernel.comm
import ipywidgets as widgets
import pytest
from playwright.sync_api import expect

from helpers import qr_code
from tests.support.qr_codes import files_with, path_drawn_for, path_of, shown_in
from tests.support.sentinels import traces

ONE_LINE = "A QR code. Run this cell to see it."


@pytest.fixture
def secret():
    """As Cognito gives it to an authenticator app."""
    return base64.b32encode(secrets.token_bytes(32)).decode().rstrip("=")


@pytest.fixture
def address(secret):
    return f"otpauth://totp/Cognito%20lessons%3Anew%40example.com?secret={secret}&issuer=Cognito%20lessons"


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


def test_anyone_who_cannot_scan_it_finds_a_name_and_the_same_as_text(notebook):
    widget = shown_in(notebook)
    text = widget.get_by_text(f"careful: {notebook.key}")
    expect(widget.get_by_role("img", name="A QR code. The same as text is below it, folded.")).to_be_visible()
    expect(text).to_be_hidden()
    widget.get_by_text("The same as text").click()
    expect(text).to_be_visible()


def test_jupyterlab_saves_a_careless_qr_code_and_nothing_of_ours(jupyter, notebook):
    shown_in(notebook)
    saved = notebook.save()
    assert "cognito-qr" in json.dumps(saved.metadata["widgets"]), "the state of widgets was saved"
    assert saved.cells[-1].outputs[0].data["text/plain"] == ONE_LINE
    careless, careful = (path_drawn_for(f"{how}: {notebook.key}") for how in ("careless", "careful"))
    assert files_with(jupyter.folder, notebook.key, careful) == []
    assert "qr_codes.ipynb" in files_with(jupyter.folder, notebook.key, careless)
