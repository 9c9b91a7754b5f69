"""The letter in Python. The browser tests read it off the screen, in lesson 10."""

from __future__ import annotations

import pytest

from helpers.errors import LabStop
from helpers.letter import Letter


def shown(widget: Letter, sent: list) -> list:
    """What the page gets that asks for the letter."""
    widget._handle_custom_msg({}, [])
    return [message["content"] for message in sent if message["method"] == "custom"]


def test_without_a_mail_the_letter_says_where_to_look_and_its_code_stops_the_cell(sent):
    letter = Letter(None, instead="Look in your mailbox.", advice="Then go on.")
    assert shown(letter, sent) == [{"head": {}, "text": "", "note": "Look in your mailbox."}]
    with pytest.raises(LabStop) as caught:
        letter.code  # noqa: B018
    assert caught.value._render_traceback_() == ["This cell stops here. Look in your mailbox. Then go on."]
