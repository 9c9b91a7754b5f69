"""The form for a forgotten password: an e-mail address, then the code from the letter and a new password."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Callable

from .entry import Step
from .password import check_repeated, new_password_fields
from .with_code import CODE, FormWithCode, Mail, email_field


class ForgotPasswordForm(FormWithCode):
    """Calls your `forgot_password(email)`, then your `reset_password(email, code, new_password)`.

    The button for another code calls the first function again. The rules of `policy` are shown, as in
    `PasswordForm`. `mail(email)` returns a widget that shows the letter, such as `lesson.mail`. The form does not
    show what your functions return.
    """

    plain_text = "A form for a forgotten password. Run this cell to see it."

    def __init__(
        self,
        forgot_password: Callable[[str], Any],
        reset_password: Callable[[str, str, str], Any],
        *,
        policy: Mapping[str, Any],
        mail: Mail,
        email: str = "",
    ) -> None:
        self._forgot_password, self._reset_password, self._policy = forgot_password, reset_password, policy
        super().__init__(mail, self._ask_who, email)

    def _ask_who(self, email: str) -> Step:
        return Step("Forgot your password?", (email_field(email),), "Send a code", "Sending…", self._submit)

    def _submit(self, email: str) -> None:
        self._forgot_password(email)

        def reset(code: str, new_password: str, repeat: str) -> None:
            check_repeated(new_password, repeat)
            self._reset_password(email, code, new_password)
            self.finish("Password changed", "The new password is set. You can log in with it now.")

        fields = (CODE, *new_password_fields(self._policy))
        step = Step("Choose a new password", fields, "Set password", "Setting the password…", reset)
        self.ask_for_code(email, step, self._forgot_password)
