"""/login: the password, and what a sign-in asks for after it. All rules are those of the package `sign_in`.

The steps after the password are forms, too, that are sent to /login. Which step it is, and the Session of its
challenge, are in hidden fields. These sessions are kept apart from those of the API: what has begun on a page can
only end on a page, and what has begun in the API cannot.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from urllib.parse import quote

from werkzeug.wrappers import Response

from ... import errors, sign_in
from ...challenges import Challenge, Challenges, MfaSetup
from ...operations import mfa
from ...sign_in.attempt import Answer, Attempt, Parameters
from ...sign_in.password import with_password
from ...user import User
from .. import authorization
from . import codes, fields
from .fields import CODE, PASSWORD, Field, Problems
from .page import Page

ISSUER = "Local Cognito"  #: what an authenticator app shows beside its codes
NO_LONGER_OPEN = "This sign-in is no longer open. Begin again."
#: Challenge: the template of its form.
STEPS = {
    "NEW_PASSWORD_REQUIRED": "new_password.html",
    "SOFTWARE_TOKEN_MFA": "authenticator_code.html",
    "MFA_SETUP": "authenticator_setup.html",
}
#: Error of a right password, or of a name: the page where the user goes on.
CODE_PAGES = {"UserNotConfirmedException": codes.CONFIRM, "PasswordResetRequiredException": codes.RESET}
ENTER_CODE = "Enter the code that you were sent."


@dataclass(frozen=True)
class PageAttempt(Attempt):
    """A sign-in on the page. It needs no SECRET_HASH, whatever the client, and ends in a user, not in tokens."""

    @property
    def challenges(self) -> Challenges:
        """The open challenges of the pages alone."""
        return self.pool.page_challenges

    def username(self) -> str:
        """USERNAME. Raises: as `required`."""
        return self.required("USERNAME")

    def complete(self, user: User) -> Answer:
        """The user."""
        return {"User": user}


def view(page: Page) -> Response:
    """GET and POST /login."""
    if "session" in page.typed:
        return _continue(page)
    asked = [fields.username(page.pool), PASSWORD]
    return page.respond(asked, PASSWORD, partial(_begin, page), page.show_sign_in)


def _begin(page: Page) -> Response:
    """Check the password."""
    parameters = {"USERNAME": page.typed["username"], "PASSWORD": page.typed["password"]}
    try:
        return _go_on(page, with_password(_attempt(page, parameters)))
    except errors.ApiError as error:
        if error.code in CODE_PAGES:
            return CODE_PAGES[error.code].show(page, notice=f"{error.message.rstrip('.')}. {ENTER_CODE}")
        raise


def _attempt(page: Page, parameters: Parameters) -> PageAttempt:
    return PageAttempt(page.pool, page.client, parameters, page.client.hides_users)


def _go_on(page: Page, answer: Answer) -> Response:
    """Show the next step, or end the sign-in."""
    if "User" in answer:
        return authorization.finish(page.visit, page.authorization, answer["User"])
    name, session = answer["ChallengeName"], answer["Session"]
    if name not in STEPS:
        raise errors.NOT_IMPLEMENTED(what=f"{name} on the pages of a domain")
    return _ask(page, page.pool.page_challenges.find(session, name, page.client), session)


def _ask(page: Page, challenge: Challenge, session: str, problems: Problems | None = None) -> Response:
    """Show the form of a step."""
    values = {}
    if isinstance(challenge, MfaSetup):
        secret = challenge.pending_totp_secret or mfa.new_secret(page.pool, challenge)
        label = quote(f"{ISSUER}:{challenge.username}")
        values = {"secret": secret, "link": f"otpauth://totp/{label}?secret={secret}&issuer={quote(ISSUER)}"}
    hidden = {"challenge": challenge.name, "session": session}
    asked = _fields(page, challenge)
    return page.show(STEPS[challenge.name], "login", asked, problems, hidden=hidden, **values)


def _continue(page: Page) -> Response:
    """Take what was typed at a step."""
    name, session = page.typed.get("challenge", ""), page.typed["session"]
    try:
        challenge = page.pool.page_challenges.find(session, name, page.client)
    except errors.ApiError:
        return page.show_sign_in({PASSWORD.name: NO_LONGER_OPEN})
    asked = _fields(page, challenge)
    act, show = partial(_answer, page, challenge, session, asked), partial(_ask, page, challenge, session)
    return page.respond(asked, asked[1], act, show)


def _fields(page: Page, challenge: Challenge) -> list[Field]:
    """What a step asks for, below the name of the user."""
    who = replace(fields.username(page.pool), is_fixed=True)
    if challenge.name == "NEW_PASSWORD_REQUIRED" and challenge.user:
        lacking = page.pool.missing_attributes(challenge.user)
        return [who, fields.new_password(page.pool), *(fields.ATTRIBUTES[name] for name in lacking)]
    return [who, CODE]


def _answer(page: Page, challenge: Challenge, session: str, asked: list[Field]) -> Response:
    """Answer the challenge of a step. Raises: as `sign_in.answer`."""
    if isinstance(challenge, MfaSetup):
        mfa.set_up(challenge, page.code)
    values = fields.attributes_in(asked, page.typed)
    parameters = {
        "USERNAME": challenge.username,
        "NEW_PASSWORD": page.typed.get("password", ""),
        "SOFTWARE_TOKEN_MFA_CODE": page.code,
        **{f"userAttributes.{name}": value for name, value in values.items()},
    }
    return _go_on(page, sign_in.answer(_attempt(page, parameters), challenge.name, session))
