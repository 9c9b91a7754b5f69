"""What the forms have in common: a card with fields, one button and a place for messages."""

from __future__ import annotations

from html import escape
from typing import Any

import ipywidgets as widgets

from .fields import SecretField, on_enter, soon
from .messages import Message, explain
from .style import style


def message_html(message: Message, *, kind: str) -> str:
    """HTML for a message that a screen reader reads out. `kind` is "refused" or "done"."""
    code = f"<small>{escape(message.code)}</small>" if message.code else ""
    role = "alert" if kind == "refused" else "status"
    return f'<div class="cognito-message cognito-{kind}" role="{role}">{escape(message.text)}{code}</div>'


def title_html(title: str) -> str:
    """HTML for the head of a card, with the style of the whole card."""
    return f'{style("card")}<div class="cognito-title">{escape(title)}</div>'


class Card(widgets.VBox):
    """A form that asks, calls one function, and shows what came of it.

    It asks, or it is busy (then everything in it is switched off), or it has given way to what came out.
    A subclass has the words, and says what is missing, what to call and what to show:
    `missing()`, `call(*secrets)` and `done(result)`.
    """

    text_alone = "A form. Run this cell to see it."  # for a viewer without widgets; the same in every run
    title = label = busy_label = ""
    again = "try again"

    def __init__(self, *rows: widgets.Widget) -> None:
        self._fields = tuple(row for row in rows if isinstance(row, widgets.Text))
        self._busy = self._answered = False
        self.button = widgets.Button(description=self.label)
        self.status = widgets.HTML()
        self._asking = (widgets.HTML(title_html(self.title)), *rows, self.button, self.status)
        super().__init__(self._asking)
        self.add_class("cognito-form")
        self.button.on_click(lambda _: soon(self.submit))
        for field in self._fields:
            field.observe(self._typed, "value")
            on_enter(field, self.submit)

    def __repr__(self) -> str:
        return self.text_alone

    def missing(self) -> str:
        """What to say when something is not filled in; empty when all is there."""
        raise NotImplementedError

    def call(self, *secrets: str) -> Any:
        """Call the lesson's function with what was typed. Whatever it raises is explained in the form."""
        raise NotImplementedError

    def done(self, result: Any) -> None:
        """Show what the function returned, with `give_way`."""
        raise NotImplementedError

    def submit(self) -> None:
        """What the button and Enter do. While busy, or answered with nothing typed since, that is nothing."""
        if self._busy or self._answered:
            return
        missing = self.missing()
        if missing:
            self.status.value = message_html(Message(missing), kind="refused")
            self._focus_empty_field()
            return
        secrets = [field.take() for field in self._fields if isinstance(field, SecretField)]
        self._set_busy(True)
        try:
            self.done(self.call(*secrets))
        except Exception as error:  # whatever the lesson's function raises is shown
            message = explain(error, secrets=secrets, again=self.again)
            self.status.value = message_html(message, kind="refused")
        finally:
            self._answered = True
            self._set_busy(False)
        if self.children == self._asking:
            self._focus_empty_field()

    def give_way(self, *views: widgets.Widget) -> None:
        """Show these in place of the form."""
        self.children = views

    def ask(self) -> None:
        """Show the form again, as it was at first."""
        self._answered = False
        self.children = self._asking

    def _typed(self, _: Any) -> None:
        self._answered = False

    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        if busy:
            self.status.value = ""
        self.button.description = self.busy_label if busy else self.label
        for widget in (self.button, *self._fields):
            widget.disabled = busy

    def _focus_empty_field(self) -> None:
        for field in self._fields:
            if not (field.filled if isinstance(field, SecretField) else field.value.strip()):
                field.send({"do": "focus"})  # ipywidgets 8; 7 does not listen
                return
