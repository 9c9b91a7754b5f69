"""The letter in Python. The browser tests read it off the screen, in lesson 10."""

from __future__ import annotations

import json

import ipywidgets as widgets
import pytest

from helpers.errors import LabStop
from helpers.letter import Letter
from local_cognito.mail import Mail


def shown(widget: Letter, sent: list) -> list:
    """What the page gets that asks for the letter."""
    widget._handle_custom_msg({}, [])
    return [message["content"] for message in sent if message["method"] == "custom"]


def test_the_code_is_in_python_and_in_the_message_to_the_page_and_nowhere_else(sent):
    letter = Letter(Mail("ada@example.com", "Your confirmation code is 394857", "394857"))
    assert letter.code == "394857"
    state = json.dumps([letter.get_state(), widgets.Widget.get_manager_state(), sent], default=str)
    [message] = shown(letter, sent)
    assert message["text"] == "Your confirmation code is 394857" and "hearsay" in message["note"]
    assert message["head"] == {
        "From": "no-reply@verificationemail.com",
        "To": "ada@example.com",
        "Subject": "Your verification code",
    }
    state += json.dumps([letter.get_state(), widgets.Widget.get_manager_state()], default=str) + repr(letter)
    assert "cognito-letter" in state and "394857" not in state
    assert repr(letter) == "A letter. Run this cell to see it."


def test_without_a_mail_the_letter_says_where_to_look_and_its_code_stops_the_cell(sent):
    letter = Letter(None, instead="Look in your mailbox.", advice="Then go on.")
    assert shown(letter, sent) == [{"head": {}, "text": "", "note": "Look in your mailbox."}]
    with pytest.raises(LabStop) as caught:
        letter.code  # noqa: B018
    assert caught.value._render_traceback_() == ["This cell stops here. Look in your mailbox. Then go on."]
