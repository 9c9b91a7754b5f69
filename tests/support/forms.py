"""How a page sends a message to a form."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

from helpers.forms.form import Form

EMAIL = "test@example.com"


def ask(form: Form, action: str, **values: str) -> dict[str, Any]:
    """Send a message as the page does. Returns the reply."""
    entry = form.entry
    with patch.object(entry, "send", wraps=entry.send) as send:
        entry._handle_custom_msg({"id": "7", "action": action, "values": values}, [])
    (reply,) = send.call_args.args
    assert reply["id"] == "7", "the reply goes to the request"
    return {name: value for name, value in reply.items() if name != "id"}
