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

from helpers.on_demand import on_demand

_FILES = {
    "BrowserLoginForm": "browser_login",
    "CleanUpForm": "clean_up",
    "FirstLoginForm": "first_login",
    "LoginForm": "login",
    "PasswordForm": "password",
    "mask": "tokens",
    "tokens_table": "tokens",
    "unmet_rules": "password",
}
__all__ = list(_FILES)
__getattr__, __dir__ = on_demand(__name__, _FILES)  # widgets take time, and no lesson begins with one
