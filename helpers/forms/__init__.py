"""Forms to show in a lesson: what you type in goes to a function that the lesson itself defines.

A form makes no call of its own. It asks, calls your function once, and shows what came of it::

    def log_in(email, password):
        answer = cognito.initiate_auth(...)
        return answer["AuthenticationResult"]

    forms.LoginForm(log_in)

`FirstLoginForm` leads on to a new password. `BrowserLoginForm` takes two functions in the place of one, and is
never told the password.

Nothing that you type as a password, and no whole token, is ever in the state of a widget.
"""

from __future__ import annotations

from .browser_login import BrowserLoginForm
from .clean_up import CleanUpForm
from .first_login import FirstLoginForm
from .login import LoginForm
from .password import PasswordForm, unmet_rules
from .tokens import mask, tokens_table

__all__ = [
    "BrowserLoginForm",
    "CleanUpForm",
    "FirstLoginForm",
    "LoginForm",
    "PasswordForm",
    "mask",
    "tokens_table",
    "unmet_rules",
]
