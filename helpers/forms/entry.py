"""The fields and the button of a form. The browser's half is in `entry.js`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Callable, NamedTuple

import anywidget
from traitlets import Dict, Unicode

Reply = Callable[[str, dict[str, str]], Mapping[str, Any]]


class Field(NamedTuple):
    """An input with a label. `type` and `autocomplete` are HTML attributes. `missing` is shown if it is empty.

    `hint` makes the HTML below the field: from "" at first, then from the value when the user leaves the field.
    """

    name: str
    label: str
    missing: str
    type: str = "text"
    autocomplete: str = "off"
    value: str = ""
    hint: Callable[[str], str] | None = None

    @property
    def is_secret(self) -> bool:
        """Whether what is typed must not be shown again: a password, or a code."""
        return self.type == "password" or self.autocomplete == "one-time-code"

    def hint_for(self, value: str) -> str:
        """The HTML to show below the field."""
        return self.hint(value) if self.hint else ""

    def as_json(self) -> dict[str, Any]:
        """What the page needs to draw the field."""
        return {**self._asdict(), "hint": self.hint_for("")}


class Step(NamedTuple):
    """One screen of a form. `submit` is called with the values of the fields, by name, and raises to refuse them.

    `label` and `busy_label` are the texts of the button; `intro` is HTML between the title and the fields.
    """

    title: str
    fields: tuple[Field, ...]
    label: str
    busy_label: str
    submit: Callable[..., None]
    intro: str = ""

    def as_json(self) -> dict[str, Any]:
        """What the page needs to draw the step."""
        fields = [field.as_json() for field in self.fields]
        return {"fields": fields, "label": self.label, "busy_label": self.busy_label}


def read(*names: str) -> str:
    """The text of the files with these names beside this one, joined."""
    return "\n".join(Path(__file__).with_name(name).read_text(encoding="utf-8") for name in names)


class Entry(anywidget.AnyWidget):
    """The fields of one step and its button, drawn by the page.

    The page keeps what the user types and sends it in a message. So it is never in the state of a widget, which a
    notebook can save, and a click cannot arrive before the text.

    `reply(action, values)` is called for each request of the page, and what it returns is sent back. The actions
    are "submit", with the values of all fields by name, and "hint", with the value of one field.
    """

    _esm = read("entry.js") + "export default entry(submitToKernel);\n"
    _css = read("forms.css")
    step = Dict().tag(sync=True)
    said = Unicode().tag(sync=True)  # a message for the user, which a screen reader reads out

    def __init__(self, reply: Reply) -> None:
        super().__init__()
        self._reply = reply
        self.on_msg(self._on_request)

    def show(self, step: Step | None, said: str = "") -> None:
        """Draw the fields of a step, or none for None, and say something."""
        with self.hold_sync():
            self.step, self.said = step.as_json() if step else {}, said

    def _on_request(self, _: Any, request: dict[str, Any], __: Any) -> None:
        reply: Mapping[str, Any] = {}
        try:
            reply = self._reply(request["action"], request["values"])
        finally:  # the page gets a reply even if the user interrupts the kernel
            self.send({"id": request["id"], **reply})
