"""What the forms have in common: a card that asks, calls one function, and shows what came of it."""

from __future__ import annotations

from html import escape
from typing import Any, Callable

import ipywidgets as widgets

from .entry import Entry, Step
from .messages import explain
from .style import style


def title_html(title: str) -> str:
    """HTML for the head of a card, with the style of the whole card."""
    return f'{style("card")}<div class="cognito-title">{escape(title)}</div>'


def done_html(text: str) -> str:
    """HTML for good news, which a screen reader reads out."""
    return f'<div class="cognito-message cognito-done" role="status">{escape(text)}</div>'


def quiet_button(text: str, action: Callable[[], Any]) -> widgets.Button:
    """A button for what one could do besides."""
    button = widgets.Button(description=text)
    button.add_class("cognito-quiet")
    button.on_click(lambda _: action())
    return button


class Card(widgets.VBox):
    """A form: it asks for one step, and hands what was typed to the step's function.

    That function leads on: with `ask` to another step, or with `give_way` to what came out. If it raises, the form
    says why, and still asks. Meanwhile the page has everything in it switched off.
    """

    text_alone = "A form. Run this cell to see it."  # for a viewer without widgets; the same in every run
    again = "try again"
    entry_type = Entry

    def __init__(self, first: Step) -> None:
        self.head = widgets.HTML()
        self.entry = self.entry_type(first, self.answer)
        super().__init__()
        self.add_class("cognito-form")
        self.ask(first)

    def __repr__(self) -> str:
        return self.text_alone

    def ask(self, step: Step) -> None:
        """Show the fields of a step."""
        self.step = step
        self.head.value = title_html(step.title)
        self.entry.show(step)
        self.children = (self.head, self.entry)

    def give_way(self, html: str, *views: widgets.Widget) -> None:
        """Show this in place of the fields."""
        self.head.value = html
        self.entry.show(None)
        self.children = (self.head, self.entry, *views)

    def submit(self, **values: str) -> dict[str, Any]:
        """Do what the button does, with these values. Returns what the page is told then."""
        return self.answer("submit", values)

    def answer(self, step: str, values: dict[str, str]) -> dict[str, Any]:
        """What the page is told when it asks for `step`: an answer, or why there is none, without any secret."""
        secrets = [values.get(field.name, "") for field in self.step.fields if field.type == "password"]
        try:
            return {"answer": self.take(step, values)}
        except Exception as error:  # whatever the lesson's function raises is shown
            message = explain(error, secrets=secrets, again=self.again)
            return {"refused": message.text, "code": message.code}

    def take(self, step: str, values: dict[str, str]) -> Any:
        """Take a step for the page: "submit", or "typed" with one value. Returns what the page needs to know."""
        if step == "submit":
            self.step.submit(**values)
            return None
        return next(field.hint(values[field.name]) for field in self.step.fields if field.name in values)
