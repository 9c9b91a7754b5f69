"""The QR code in Python. The browser tests read it off the screen, in lesson 07."""

from __future__ import annotations

import base64
import json
import secrets

import ipywidgets as widgets

from helpers import qr_code
from tests.support.qr_codes import path_drawn_for, path_of
from tests.support.sentinels import traces


def test_the_picture_is_only_in_the_message_to_the_page_that_asks_for_it(sent):
    secret = base64.b32encode(secrets.token_bytes(32)).decode().rstrip("=")
    address = f"otpauth://totp/Cognito%20lessons%3Anew%40example.com?secret={secret}&issuer=Cognito%20lessons"
    widget = qr_code.QrCode(address)
    assert [message for message in sent if message["method"] == "custom"] == []
    widget._handle_custom_msg({}, [])
    [message] = [message["content"] for message in sent if message["method"] == "custom"]
    assert message["text"] == address
    assert path_of(message["picture"]) == path_drawn_for(address)
    state = json.dumps([widget.get_state(), widgets.Widget.get_manager_state()], default=str)
    assert "cognito-qr" in state
    assert traces(secret, state) == []
    assert path_of(message["picture"]) not in state
    assert repr(widget) == "A QR code. Run this cell to see it."
