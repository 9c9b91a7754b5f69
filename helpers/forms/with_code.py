"""What the forms have in common that send a code to an e-mail address, and then ask for it."""

from __future__ import annotations

from typing import Any, Callable

import ipywidgets as widgets

from .entry import Field, Step
from .form import Form, secondary_button
from .messages import explain

CODE = Field("code", "Code from the e-mail", "Type the code.", autocomplete="one-time-code")
Mail = Callable[[str], widgets.Widget]


def email_field(value: str) -> Field:
    """The field for the e-mail address, with which people sign up and log in."""
    return Field("email", "E-mail", "Type your e-mail address.", autocomplete="username", value=value)


class FormWithCode(Form):
    """A form that begins with `first_step(email)`.

    `mail(email)` returns a widget that shows the letter with the code, such as `lesson.mail`.
    """

    def __init__(self, mail: Mail, first_step: Callable[[str], Step], email: str) -> None:
        self._mail, self._first_step = mail, first_step
        super().__init__(first_step(email))

    def ask_for_code(self, email: str, step: Step, send: Callable[[str], Any]) -> None:
        """Show a step with the field `CODE`, the letter below it, and buttons for another code and another start.

        Args:
            send: sends another code to the address.
        """

        self.letter = widgets.VBox([self._mail(email)])

        def send_again() -> None:
            self.entry.said = ""  # a screen reader does not read out the same message again
            try:
                send(email)
                self.letter.children = [self._mail(email)]
                self.entry.said = "This is a new code. The old one no longer works."
            except Exception as error:  # a lesson's function may raise anything: the form shows it
                self.entry.said = explain(error).text

        self.another_code = secondary_button("Send another code", send_again)
        self.show_step(step, self.letter, self.another_code, self._button_to_start_again(email))

    def finish(self, title: str, done: str) -> None:
        """Show the result."""
        self.show_result(title, done, self._button_to_start_again(""))

    def _button_to_start_again(self, email: str) -> widgets.Button:
        self.start_again = secondary_button("Start again", lambda: self.show_step(self._first_step(email)))
        return self.start_again
