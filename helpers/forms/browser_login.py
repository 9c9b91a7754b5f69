"""The login form whose password stays in the browser. The browser's half is in `browser_login.js`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Callable

from traitlets import Unicode

from .entry import Entry, read
from .login import LoginForm
from .messages import FormError
from .tokens import tokens_in

Relay = Callable[[dict[str, str]], Mapping[str, Any]]


class SrpEntry(Entry):
    """Fields whose page does the arithmetic of SRP, and submits a proof instead of the password."""

    _esm = read("entry.js", "srp.js", "browser_login.js")
    pool_name = Unicode().tag(sync=True)


class BrowserLoginForm(LoginForm):
    """E-mail, password and a button. The browser does the arithmetic of SRP; the kernel passes on the results.

    `initiate(parameters)` and `respond(responses)` are your functions. They pass what the browser sends to
    Cognito's InitiateAuth and RespondToAuthChallenge, and return the answers, or raise. The kernel sees no more
    than that: first USERNAME and SRP_A; then USERNAME, the secret block, a signature and the time.

    `tokens` contains the whole tokens by Cognito's names, in Python only. It is None before a login.
    """

    entry_type = SrpEntry

    def __init__(self, initiate: Relay, respond: Relay, *, user_pool_id: str, email: str = "") -> None:
        self._initiate, self._respond = initiate, respond
        self._email = ""
        super().__init__(respond, email=email)
        self.entry.pool_name = user_pool_id.rpartition("_")[2]

    def run(self, action: str, values: dict[str, str]) -> Any:
        """Run "initiate", which returns Cognito's challenge, or "submit" with the responses to it."""
        if action == "initiate":
            return self._challenge(values)
        self.welcome(self._email, tokens_in(self._respond(values), returned_by="respond"))
        return None

    def _challenge(self, parameters: dict[str, str]) -> Mapping[str, str]:
        self._email = parameters["USERNAME"]
        answer = self._initiate(parameters)
        if not isinstance(answer, Mapping) or "ChallengeName" not in answer:
            raise FormError("initiate returned no challenge. End it with: return cognito.initiate_auth(...)")
        if answer["ChallengeName"] != "PASSWORD_VERIFIER":
            raise FormError(f"Cognito asks for {answer['ChallengeName']}, but SRP needs PASSWORD_VERIFIER.")
        return answer["ChallengeParameters"]
