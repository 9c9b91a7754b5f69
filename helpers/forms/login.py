"""The login form: e-mail and password in, tokens out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Callable

from .entry import Field, Step
from .form import Form, secondary_button
from .tokens import tokens_in, tokens_table

LogIn = Callable[..., Mapping[str, Any]]


class LoginForm(Form):
    """E-mail, password and a button that calls your `log_in(email, password)`.

    `log_in` returns Cognito's `AuthenticationResult`, or the body of the response to `POST /login`; or it raises.
    The form then shows the tokens, masked, and their claims; or it shows why the login failed.
    `tokens` contains the whole tokens by Cognito's names, in Python only. It is None before a login.
    """

    plain_text = "A login form. Run this cell to see it."
    retry = "log in again"
    title = "Log in"
    password_field = Field("password", "Password", "Type your password.", "password", "current-password")

    def __init__(self, log_in: LogIn, *, email: str = "") -> None:
        self._log_in = log_in
        self.tokens: dict[str, str] | None = None
        self.somebody_else = secondary_button("Log in as somebody else", self.forget)
        super().__init__(self._first_step(email))

    def _first_step(self, email: str = "") -> Step:
        email_field = Field("email", "E-mail", "Type your e-mail address.", autocomplete="username", value=email)
        return Step(self.title, (email_field, self.password_field), "Log in", "Logging in…", self._submit)

    def _submit(self, email: str, password: str) -> None:
        self.welcome(email, tokens_in(self._log_in(email, password)))

    def welcome(self, email: str, tokens: dict[str, str]) -> None:
        """Keep the tokens and show them masked."""
        self.tokens = tokens
        self.add_class("cognito-wide")
        done, table = f"You are logged in as {email}.", tokens_table(tokens)
        self.show_result("Logged in", done, self.somebody_else, details=table)

    def forget(self) -> None:
        """Forget the tokens and show the empty form.

        This does not log out: Cognito is not called, and the tokens stay valid until they expire.
        """
        self.tokens = None
        self.remove_class("cognito-wide")
        self.show_step(self._first_step())
