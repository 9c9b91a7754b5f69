"""The form for a first login: a temporary password in, then a new one, then the tokens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Callable

from .card import quiet_button
from .entry import Field, Step
from .login import LogIn, LoginForm
from .password import check_repeated, new_password_fields
from .tokens import NoTokens, tokens_in

Choose = Callable[[Mapping[str, Any], str], Mapping[str, Any]]


class FirstLoginForm(LoginForm):
    """A login that leads on when Cognito asks for a new password.

    `log_in(email, password)` returns Cognito's answer. If that is the challenge NEW_PASSWORD_REQUIRED, the form
    asks for a new password, with the rules of `policy`, and calls `choose(challenge, new_password)`, which returns
    Cognito's next answer. Then it goes on as a `LoginForm`. The challenge, with its Session, stays in Python.
    """

    text_alone = "A form for the first login. Run this cell to see it."

    def __init__(self, log_in: LogIn, choose: Choose, policy: Mapping[str, Any], *, email: str = "") -> None:
        self._choose, self._policy = choose, policy
        super().__init__(log_in, email=email)

    def _first(self, email: str = "") -> Step:
        fields = (
            Field("email", "E-mail", "Type your e-mail.", autocomplete="username", value=email),
            Field(
                "password", "Temporary password", "Type the temporary password.", "password", "current-password"
            ),
        )
        return Step("Log in for the first time", fields, "Log in", "Logging in…", self._submit)

    def _submit(self, email: str, password: str) -> None:
        answer = self._log_in(email, password)
        if not isinstance(answer, Mapping):
            raise NoTokens("log_in returned no answer. End it with: return cognito.admin_initiate_auth(...)")
        if answer.get("ChallengeName") == "NEW_PASSWORD_REQUIRED":
            self._lead_on(email, answer)
        else:
            self.welcome(email, tokens_in(answer))

    def _lead_on(self, email: str, challenge: Mapping[str, Any]) -> None:
        """Ask for a new password. A challenge ends after some minutes, so there is a way back."""

        def submit(new_password: str, repeat: str) -> None:
            check_repeated(new_password, repeat)
            self.welcome(email, tokens_in(self._choose(challenge, new_password), returned_by="choose"))

        fields = new_password_fields(self._policy)
        self.ask(Step("Choose a password of your own", fields, "Set password", "Setting the password…", submit))
        self.start_again = quiet_button("Start again", lambda: self.ask(self._first(email)))
        self.children = (*self.children, self.start_again)
