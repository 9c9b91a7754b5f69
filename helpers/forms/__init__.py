"""Forms for the lessons. What the user types goes to a function that the lesson defines.

A form makes no call to Cognito itself. It asks for input, calls your function once, and shows the result::

    def log_in(email, password):
        answer = cognito.initiate_auth(...)
        return answer["AuthenticationResult"]

    forms.LoginForm(log_in)

`FirstLoginForm` continues with a new password, `SignUpForm` and `ForgotPasswordForm` with a code from a letter.
`BrowserLoginForm` takes two functions instead of one, and the kernel never sees the password.
`RegisterPasskeyForm` and `PasskeyLoginForm` let the browser use a passkey.

The state of a widget, which a notebook can save, never contains a password, a code or a whole token.
"""

from __future__ import annotations

from helpers.on_demand import on_demand

_MODULES = {
    "BrowserLoginForm": "browser_login",
    "CleanUpForm": "clean_up",
    "FirstLoginForm": "first_login",
    "ForgotPasswordForm": "forgot_password",
    "LoginForm": "login",
    "PasskeyLoginForm": "passkey",
    "PasswordForm": "password",
    "RegisterPasskeyForm": "passkey",
    "SignUpForm": "sign_up",
    "mask": "tokens",
}
__all__ = list(_MODULES)
__getattr__, __dir__ = on_demand(__name__, _MODULES)  # importing ipywidgets takes 0.15 s
