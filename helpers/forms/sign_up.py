"""The form to sign up: an e-mail address and a password, then the code from the letter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Callable

from .entry import Step
from .password import check_repeated, new_password_fields
from .with_code import CODE, FormWithCode, Mail, email_field


class SignUpForm(FormWithCode):
    """Calls your `sign_up(email, password)`, then your `confirm(email, code)`.

    The button for another code calls `resend(email)`. The rules of `policy` are shown, as in `PasswordForm`.
    `mail(email)` returns a widget that shows the letter, such as `lesson.mail`. The form does not show what your
    functions return.
    """

    plain_text = "A form to sign up. Run this cell to see it."

    def __init__(
        self,
        sign_up: Callable[[str, str], Any],
        confirm: Callable[[str, str], Any],
        *,
        resend: Callable[[str], Any],
        policy: Mapping[str, Any],
        mail: Mail,
        email: str = "",
    ) -> None:
        self._sign_up, self._confirm, self._resend, self._policy = sign_up, confirm, resend, policy
        super().__init__(mail, self._ask_who, email)

    def _ask_who(self, email: str) -> Step:
        fields = (email_field(email), *new_password_fields(self._policy))
        return Step("Sign up", fields, "Sign up", "Signing up…", self._submit)

    def _submit(self, email: str, new_password: str, repeat: str) -> None:
        check_repeated(new_password, repeat)
        self._sign_up(email, new_password)

        def confirm(code: str) -> None:
            self._confirm(email, code)
            self.finish("Signed up", f"The account {email} is confirmed. You can log in now.")

        step = Step("Confirm your e-mail address", (CODE,), "Confirm", "Confirming…", confirm)
        self.ask_for_code(email, step, self._resend)
