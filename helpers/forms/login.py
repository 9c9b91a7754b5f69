"""The login form: e-mail and password in, tokens out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Callable

from .card import Card, done_html, quiet_button, title_html
from .entry import Field, Step
from .tokens import tokens_in, tokens_table

LogIn = Callable[..., Mapping[str, Any]]


class LoginForm(Card):
    """E-mail, password and a button that calls your `log_in(email, password)`.

    `log_in` returns Cognito's `AuthenticationResult`, or what `POST /login` answers; or it raises.
    Then the form gives way to the tokens, masked, with their claims; or it stays and says why not.
    `tokens` has the whole tokens, in Python only, by Cognito's names: None before a login.
    """

    text_alone = "A login form. Run this cell to see it."
    again = "log in again"

    def __init__(self, log_in: LogIn, *, email: str = "") -> None:
        self._log_in = log_in
        self.tokens: dict[str, str] | None = None
        self.somebody_else = quiet_button("Log in as somebody else", self.forget)
        super().__init__(self._first(email))

    def _first(self, email: str = "") -> Step:
        fields = (
            Field("email", "E-mail", "Type your e-mail.", autocomplete="username", value=email),
            Field("password", "Password", "Type your password.", "password", "current-password"),
        )
        return Step("Log in", fields, "Log in", "Logging in…", self._submit)

    def _submit(self, email: str, password: str) -> None:
        self.welcome(email, tokens_in(self._log_in(email, password)))

    def welcome(self, email: str, tokens: dict[str, str]) -> None:
        """Keep the tokens, show them masked."""
        self.tokens = tokens
        self.add_class("cognito-wide")
        done = done_html(f"You are logged in as {email}.")
        self.give_way(title_html("Logged in") + done + tokens_table(tokens), self.somebody_else)

    def forget(self) -> None:
        """Forget the tokens and show the empty form.

        This is no log-out: Cognito is not told, and the tokens stay good until they expire.
        """
        self.tokens = None
        self.remove_class("cognito-wide")
        self.ask(self._first())
