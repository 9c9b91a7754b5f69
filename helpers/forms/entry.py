"""Fields and a button, drawn by the page. The browser's half: `entry.js` beside this file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Callable, NamedTuple

import anywidget
from traitlets import Dict

Answer = Callable[[str, dict[str, str]], Mapping[str, Any]]


class Field(NamedTuple):
    """A labelled input; `type` and `autocomplete` are HTML's words. `missing` is what to say while it is empty.

    `hint`, if there is one, returns HTML to stand below the field: for "" at first, then for what was typed,
    whenever you leave the field.
    """

    name: str
    label: str
    missing: str
    type: str = "text"
    autocomplete: str = "off"
    value: str = ""
    hint: Callable[[str], str] | None = None

    def for_the_page(self) -> dict[str, Any]:
        """What the page needs to draw it."""
        return {**self._asdict(), "hint": self.hint("") if self.hint else ""}


class Step(NamedTuple):
    """What a form asks for. `submit` is given what was typed, by the fields' names. To refuse it, it raises."""

    title: str
    fields: tuple[Field, ...]
    label: str
    busy_label: str
    submit: Callable[..., Any]

    def for_the_page(self) -> dict[str, Any]:
        """What the page needs to draw it."""
        fields = [field.for_the_page() for field in self.fields]
        return {"fields": fields, "label": self.label, "busy_label": self.busy_label}


def script(*names: str) -> str:
    """The scripts beside this file, joined to one."""
    return "\n".join(Path(__file__).with_name(f"{name}.js").read_text(encoding="utf-8") for name in names)


class Entry(anywidget.AnyWidget):
    """A form of the page's own. What is typed stays in the page, and comes in one message when it is submitted.

    So it is never in the state of a widget, which a notebook can save, and no click can come before its text.

    `answer(step, values)` is called for each message of the page, and what it returns goes back. The page knows
    two steps: "submit", with the values of all fields by name, and "typed", with the value of one with a hint.
    """

    _esm = script("entry") + "export default entry(handOver);\n"
    step = Dict().tag(sync=True)

    def __init__(self, first: Step, answer: Answer) -> None:
        self._answer = answer
        super().__init__(step=first.for_the_page())
        self.on_msg(self._hear)

    def show(self, step: Step | None) -> None:
        """Draw the fields of a step, or nothing."""
        self.step = step.for_the_page() if step else {}

    def _hear(self, _: Any, question: dict[str, Any], __: Any) -> None:
        reply: Mapping[str, Any] = {}
        try:
            reply = self._answer(question["step"], question["values"])
        finally:  # after an interrupt, too, the page must not wait
            self.send({"number": question["number"], **reply})
