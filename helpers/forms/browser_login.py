"""The login form whose password stays in the browser. The browser's half: `browser_login.js` beside this file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Callable

from traitlets import Unicode

from .entry import Entry, script
from .login import LoginForm
from .tokens import NoTokens, tokens_in

Relay = Callable[[dict[str, str]], Mapping[str, Any]]


class ProvingEntry(Entry):
    """A form whose page does the arithmetic of SRP. In place of a password it submits a proof."""

    _esm = script("entry", "srp", "browser_login")
    pool_name = Unicode().tag(sync=True)


class BrowserLoginForm(LoginForm):
    """E-mail, password and a button. The browser does the arithmetic of SRP, the kernel passes on its results.

    `initiate(parameters)` and `respond(responses)` are yours. They hand on what the browser sends, to Cognito's
    InitiateAuth and RespondToAuthChallenge, and return the answers, or raise. What they are given is all that
    the kernel ever sees: USERNAME and SRP_A; then USERNAME, the secret block, a signature and the time.

    `tokens` has the whole tokens, in Python only, by Cognito's names: None before a login.
    """

    entry_type = ProvingEntry

    def __init__(self, initiate: Relay, respond: Relay, *, user_pool_id: str, email: str = "") -> None:
        self._initiate = initiate
        self._email = ""
        super().__init__(respond, email=email)
        self.entry.pool_name = user_pool_id.rpartition("_")[2]

    def take(self, step: str, values: dict[str, str]) -> Any:
        """The page begins with "initiate", to be challenged."""
        return self._challenge(values) if step == "initiate" else super().take(step, values)

    def _challenge(self, parameters: dict[str, str]) -> Mapping[str, str]:
        self._email = parameters["USERNAME"]
        answer = self._initiate(parameters)
        if not isinstance(answer, Mapping) or "ChallengeName" not in answer:
            raise NoTokens("initiate returned no challenge. End it with: return cognito.initiate_auth(...)")
        if answer["ChallengeName"] != "PASSWORD_VERIFIER":
            raise NoTokens(f"Cognito asks for {answer['ChallengeName']}, where SRP has PASSWORD_VERIFIER.")
        return answer["ChallengeParameters"]

    def _submit(self, **responses: str) -> None:
        self.welcome(self._email, tokens_in(self._log_in(responses), returned_by="respond"))
