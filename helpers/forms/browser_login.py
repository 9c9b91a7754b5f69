"""The login form whose password stays in the browser. The browser's half: `browser_login.js` beside this file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Callable

import anywidget
from traitlets import Unicode

from .login import LoginForm, logged_in_html
from .messages import explain
from .style import sheet
from .tokens import NoTokens, tokens_in

Relay = Callable[[dict[str, str]], Mapping[str, Any]]


class BrowserLoginForm(anywidget.AnyWidget):
    """E-mail, password and a button. The browser does the arithmetic of SRP, the kernel passes on its results.

    `initiate(parameters)` and `respond(responses)` are yours. They hand on what the browser sends, to Cognito's
    InitiateAuth and RespondToAuthChallenge, and return the answers, or raise. What they are given is all that
    the kernel ever sees: USERNAME and SRP_A; then USERNAME, the secret block, a signature and the time.

    `tokens` has the whole tokens, in Python only, by Cognito's names: None before a login.
    """

    _esm = Path(__file__).with_suffix(".js")
    _css = sheet("card") + sheet("tokens")
    pool_name = Unicode().tag(sync=True)
    email = Unicode().tag(sync=True)

    def __init__(self, initiate: Relay, respond: Relay, *, user_pool_id: str, email: str = "") -> None:
        self._ask_cognito = {"initiate": initiate, "respond": respond}
        self._username = ""
        self.tokens: dict[str, str] | None = None
        super().__init__(pool_name=user_pool_id.rpartition("_")[2], email=email)
        self.on_msg(self._hear)

    def __repr__(self) -> str:
        return LoginForm.text_alone

    def _hear(self, _: Any, question: dict[str, Any], __: Any) -> None:
        """Take a step for the browser.

        Questions and answers are messages, not traits: a trait stays in the widget's state, and a notebook can
        save that.
        """
        steps = {"initiate": self._initiate, "respond": self._respond, "forget": self._forget}
        try:
            reply = {"answer": steps[question["step"]](question["parameters"])}
        except Exception as error:  # whatever the lesson's functions raise is shown
            message = explain(error, again="log in again")
            reply = {"refused": message.text, "code": message.code}
        self.send({"number": question["number"], **reply})

    def _initiate(self, parameters: dict[str, str]) -> Mapping[str, str]:
        """Cognito's challenge, for the browser to answer."""
        self._username = parameters["USERNAME"]
        answer = self._ask_cognito["initiate"](parameters)
        if not isinstance(answer, Mapping) or "ChallengeName" not in answer:
            raise NoTokens("initiate returned no challenge. End it with: return cognito.initiate_auth(...)")
        if answer["ChallengeName"] != "PASSWORD_VERIFIER":
            raise NoTokens(f"Cognito asks for {answer['ChallengeName']}, where SRP has PASSWORD_VERIFIER.")
        return answer["ChallengeParameters"]

    def _respond(self, responses: dict[str, str]) -> str:
        """HTML that says who is logged in, with the tokens masked; the tokens stay here."""
        self.tokens = tokens_in(self._ask_cognito["respond"](responses), returned_by="respond")
        return logged_in_html(self._username, self.tokens)

    def _forget(self, _: Any) -> None:
        """No log-out: Cognito is not told, and the tokens stay good until they expire."""
        self.tokens = None
