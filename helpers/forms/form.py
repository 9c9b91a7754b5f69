"""What all forms have in common: show fields, call one function, show the result."""

from __future__ import annotations

from html import escape
from typing import Any, Callable

import ipywidgets as widgets

from .entry import Entry, Step
from .messages import explain


def secondary_button(text: str, action: Callable[[], Any]) -> widgets.Button:
    """A button below the form, for something other than its main action."""
    button = widgets.Button(description=text)
    button.add_class("cognito-secondary")
    button.on_click(lambda _: action())
    return button


class Form(widgets.VBox):
    """A form that shows one step or several, then a result.

    The input goes to the step's `submit`, which calls `show_step` or `show_result` to continue. If it raises, the
    form shows why and keeps the fields. The page disables the fields and the button while it waits.
    """

    plain_text = "A form. Run this cell to see it."  # shown where there are no widgets; the same in every run
    retry = "try again"  # what to do once the cause of an error is removed
    entry_type = Entry

    def __init__(self, first: Step) -> None:
        self.head = widgets.HTML()
        self.entry = self.entry_type(self.reply)
        super().__init__()
        self.add_class("cognito-form")
        self.show_step(first)

    def __repr__(self) -> str:
        return self.plain_text

    def show_step(self, step: Step, *below: widgets.Widget) -> None:
        """Show the fields of a step, and other widgets below them."""
        self.step = step
        self._show(step.title, step.intro, *below)
        self.entry.show(step)

    def show_result(self, title: str, done: str, *below: widgets.Widget, details: str = "") -> None:
        """Replace the fields with the message `done`, and show the HTML `details` and other widgets below it."""
        self._show(title, "", widgets.HTML(details), *below)
        self.entry.show(None, said=done)

    def _show(self, title: str, intro: str, *below: widgets.Widget) -> None:
        self.head.value = f'<div class="cognito-title">{escape(title)}</div>{intro}'
        self.children = (self.head, self.entry, *below)

    def submit(self, **values: str) -> dict[str, Any]:
        """Do what the button does, with these values. Returns the reply that the page gets."""
        return self.reply("submit", values)

    def reply(self, action: str, values: dict[str, str]) -> dict[str, Any]:
        """Run an action for the page. Returns its answer, or why it was refused; never a password or a code."""
        secrets = [values.get(field.name, "") for field in self.step.fields if field.is_secret]
        try:
            return {"answer": self.run(action, values)}
        except Exception as error:  # a lesson's function may raise anything: the form shows it
            message = explain(error, secrets=secrets, retry=self.retry)
            return {"refused": message.text, "code": message.code}

    def run(self, action: str, values: dict[str, str]) -> Any:
        """Run "submit", or "hint" with the value of one field. Returns what the page needs to know."""
        if action == "submit":
            self.step.submit(**values)
            return None
        return next(field.hint_for(values[field.name]) for field in self.step.fields if field.name in values)
