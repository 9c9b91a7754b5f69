"""The form for a first login: a temporary password, then a new one, then the tokens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Callable

from .entry import Field, Step
from .form import secondary_button
from .login import LogIn, LoginForm
from .messages import FormError
from .password import check_repeated, new_password_fields
from .tokens import tokens_in

Choose = Callable[[Mapping[str, Any], str], Mapping[str, Any]]


class FirstLoginForm(LoginForm):
    """A login form that continues when Cognito asks for a new password.

    `log_in(email, password)` returns Cognito's answer. If that is the challenge NEW_PASSWORD_REQUIRED, the form
    asks for a new password, shows the rules of `policy`, and calls `choose(challenge, new_password)`, which
    returns Cognito's next answer. The challenge and its Session stay in Python.
    """

    plain_text = "A form for the first login. Run this cell to see it."
    title = "Log in for the first time"
    password_field = Field(
        "password", "Temporary password", "Type the temporary password.", "password", "current-password"
    )

    def __init__(self, log_in: LogIn, choose: Choose, policy: Mapping[str, Any], *, email: str = "") -> None:
        self._choose, self._policy = choose, policy
        super().__init__(log_in, email=email)

    def _submit(self, email: str, password: str) -> None:
        answer = self._log_in(email, password)
        if not isinstance(answer, Mapping):
            raise FormError("log_in returned no answer. End it with: return cognito.admin_initiate_auth(...)")
        if answer.get("ChallengeName") == "NEW_PASSWORD_REQUIRED":
            self._ask_for_new_password(email, answer)
        else:
            self.welcome(email, tokens_in(answer))

    def _ask_for_new_password(self, email: str, challenge: Mapping[str, Any]) -> None:
        """Show the second step, with a button that leads back: a challenge expires after some minutes."""

        def submit(new_password: str, repeat: str) -> None:
            check_repeated(new_password, repeat)
            self.welcome(email, tokens_in(self._choose(challenge, new_password), returned_by="choose"))

        self.start_again = secondary_button("Start again", lambda: self.show_step(self._first_step(email)))
        fields = new_password_fields(self._policy)
        step = Step("Choose a password of your own", fields, "Set password", "Setting the password…", submit)
        self.show_step(step, self.start_again)
