"""The login form: e-mail and password in, tokens out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Callable

import ipywidgets as widgets

from .card import Card, message_html, title_html
from .fields import SecretField
from .messages import Message
from .tokens import tokens_in, tokens_table

LogIn = Callable[[str, str], Mapping[str, Any]]


def logged_in_html(email: str, tokens: Mapping[str, Any]) -> str:
    """HTML that says who is logged in, with the tokens, masked."""
    welcome = message_html(Message(f"You are logged in as {email}."), kind="done")
    return title_html("Logged in") + welcome + tokens_table(tokens)


class LoginForm(Card):
    """E-mail, password and a button that calls your `log_in(email, password)`.

    `log_in` returns Cognito's `AuthenticationResult`, or what `POST /login` answers; or it raises.
    Then the form gives way to the tokens, masked, with their claims; or it stays and says why not.
    `tokens` has the whole tokens, in Python only, by Cognito's names: None before a login.
    """

    text_alone = "A login form. Run this cell to see it."
    title, label, busy_label, again = "Log in", "Log in", "Logging in…", "log in again"

    def __init__(self, log_in: LogIn, *, email: str = "") -> None:
        self._log_in = log_in
        self.tokens: dict[str, str] | None = None
        self.email = widgets.Text(
            description="E-mail", value=email, continuous_update=False, layout={"width": "auto"}
        )
        self.password = SecretField("Password")
        self.somebody_else = widgets.Button(description="Log in as somebody else")
        self.somebody_else.add_class("cognito-quiet")
        self.somebody_else.on_click(lambda _: self.ask())
        super().__init__(self.email, self.password)

    def missing(self) -> str:
        """Asks for the e-mail first, then for the password."""
        if not self.email.value.strip():
            return "Type your e-mail."
        return "" if self.password.filled else "Type your password."

    def call(self, *secrets: str) -> dict[str, str]:
        """Log in. Raises what `log_in` raises, and `NoTokens` if it returned none."""
        return tokens_in(self._log_in(self.email.value.strip(), *secrets))

    def done(self, result: dict[str, str]) -> None:
        """Keep the tokens, show them masked."""
        self.tokens = result
        self.add_class("cognito-wide")
        self.give_way(widgets.HTML(logged_in_html(self.email.value.strip(), result)), self.somebody_else)

    def ask(self) -> None:
        """Forget the tokens and show the empty form.

        This is no log-out: Cognito is not told, and the tokens stay good until they expire.
        """
        self.tokens = None
        self.email.value = ""
        self.remove_class("cognito-wide")
        super().ask()
