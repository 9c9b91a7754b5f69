"""Forms to register a passkey, and to log in with one. The browser's half is in `passkey.js`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Callable

import ipywidgets as widgets

from local_cognito.authenticator import Authenticator, Refused

from .entry import Entry, Step, read
from .form import Form, secondary_button
from .login import LoginForm
from .messages import FormError
from .tokens import tokens_in
from .with_code import email_field

PRETEND = "Pretend: a few lines of Python are my device"
ORIGIN = "http://localhost"  # of the page that the kernel pretends to be


class CreationEntry(Entry):
    """A button for which the browser makes a passkey."""

    _esm = read("entry.js", "passkey.js") + "export default entry(create);\n"


class RequestEntry(Entry):
    """Fields and a button for which the browser signs with a passkey."""

    _esm = read("entry.js", "passkey.js") + "export default entry(get);\n"


class PasskeyForm(Form):
    """What both forms have in common: ask Cognito, let a device do it, and finish with what the device answers.

    The form has a box to tick: then `device`, a software authenticator, does it, here in the kernel.
    """

    device: Authenticator
    pretend: widgets.Checkbox

    def offer_to_pretend(self, device: Authenticator) -> None:
        """Call this before the form is made."""
        self.device = device
        self.pretend = widgets.Checkbox(description=PRETEND, indent=False)
        self.pretend.add_class("cognito-pretend")

    def show_step(self, step: Step, *below: widgets.Widget) -> None:
        """Show the step, and the box below it."""
        super().show_step(step, *below, self.pretend)

    def run(self, action: str, values: dict[str, str]) -> Any:
        """Run "ask", which returns what the browser has to do, or "submit" with its answer."""
        if action == "ask":
            options = self.ask(**values)
            if not self.pretend.value:
                return options
            try:
                credential = self.perform(self.device, options)
            except Refused as error:
                raise FormError(str(error)) from error
        else:
            credential = json.loads(values.get("credential", "{}"))
        self.finish(credential)
        return None

    def ask(self, email: str = "") -> dict[str, Any]:
        """What Cognito asks for: the options of ``navigator.credentials``."""
        raise NotImplementedError

    def perform(self, device: Authenticator, options: dict[str, Any]) -> dict[str, Any]:
        """What the browser and the device answer, done here."""
        raise NotImplementedError

    def finish(self, credential: dict[str, Any]) -> None:
        """Send the answer to Cognito, and show the result."""
        raise NotImplementedError


class RegisterPasskeyForm(PasskeyForm):
    """A button that makes a passkey.

    `start()` returns Cognito's CredentialCreationOptions, and `complete(credential)` sends it what the browser has
    made. What `complete` returns is not shown.
    """

    plain_text = "A form to register a passkey. Run this cell to see it."
    entry_type = CreationEntry

    def __init__(
        self,
        start: Callable[[], dict[str, Any]],
        complete: Callable[[dict[str, Any]], Any],
        *,
        pretend: Authenticator,
    ) -> None:
        self._start, self._complete = start, complete
        self.offer_to_pretend(pretend)
        first = Step("Register a passkey", (), "Register", "Waiting for your device…", print)
        self.another = secondary_button("Register another", lambda: self.show_step(first))
        super().__init__(first)

    def ask(self, email: str = "") -> dict[str, Any]:
        return self._start()

    def perform(self, device: Authenticator, options: dict[str, Any]) -> dict[str, Any]:
        return device.create(options, ORIGIN)

    def finish(self, credential: dict[str, Any]) -> None:
        self._complete(credential)
        done = "The passkey is registered. You can log in with it now."
        self.show_result(self.step.title, done, self.another)


class PasskeyLoginForm(PasskeyForm, LoginForm):
    """E-mail and a button that logs in with a passkey.

    `ask(email)` returns Cognito's challenge WEB_AUTHN. `answer(challenge, credential)` answers it with what the
    browser has signed, and returns Cognito's answer. The challenge and its Session stay in Python.

    `tokens` contains the whole tokens by Cognito's names, in Python only. It is None before a login.
    """

    plain_text = "A form to log in with a passkey. Run this cell to see it."
    title = "Log in with a passkey"
    entry_type = RequestEntry

    def __init__(
        self,
        ask: Callable[[str], Mapping[str, Any]],
        answer: Callable[[Mapping[str, Any], dict[str, Any]], Mapping[str, Any]],
        *,
        email: str = "",
        pretend: Authenticator,
    ) -> None:
        self._ask, self._answer = ask, answer
        self._email = email
        self._challenge: Mapping[str, Any] = {}
        self.offer_to_pretend(pretend)
        super().__init__(answer, email=email)

    def _first_step(self, email: str = "") -> Step:
        return Step(self.title, (email_field(email),), "Log in", "Waiting for your device…", print)

    def ask(self, email: str = "") -> dict[str, Any]:
        self._email, self._challenge = email, self._ask(email)
        if not isinstance(self._challenge, Mapping) or "ChallengeName" not in self._challenge:
            raise FormError("ask returned no challenge. End it with: return browser.initiate_auth(...)")
        if self._challenge["ChallengeName"] != "WEB_AUTHN":
            offered = ", ".join(self._challenge.get("AvailableChallenges", []))
            message = f"Cognito asks for no passkey. It offers: {offered or 'nothing'}. Register a passkey first."
            raise FormError(message)
        options: dict[str, Any] = json.loads(self._challenge["ChallengeParameters"]["CREDENTIAL_REQUEST_OPTIONS"])
        return options

    def perform(self, device: Authenticator, options: dict[str, Any]) -> dict[str, Any]:
        return device.get(options, ORIGIN)

    def finish(self, credential: dict[str, Any]) -> None:
        answer = self._answer(self._challenge, credential)
        self.welcome(self._email, tokens_in(answer, returned_by="answer"))
