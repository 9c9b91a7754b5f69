"""USER_AUTH: the user chooses the factor to begin with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from .. import errors
from ..challenges import CONFIRMED, Challenge, PasskeyChallenge
from ..first_factors import offered
from ..user import User
from .attempt import Answer, Attempt, ask, find_user
from .password import with_password, with_srp
from .passwordless import ask_for_code, ask_for_passkey, check_passkey, passkey_parameters
from .second_factor import after_password

#: First factor: the parameter that it needs, and what checks it. A code has to be sent first: see `ask_for_code`.
CHECKED_AT_ONCE: dict[str, tuple[str, Callable[[Attempt, Challenge], Answer]]] = {
    "PASSWORD_SRP": ("SRP_A", lambda attempt, _: with_srp(attempt)),
    "PASSWORD": ("PASSWORD", lambda attempt, _: with_password(attempt)),
    "WEB_AUTHN": ("CREDENTIAL", check_passkey),
}


def choose(attempt: Attempt) -> Answer:
    """USER_AUTH: ask the user for the factor to begin with, unless the app already knows it.

    Choice-based sign-in never tells which users exist, whatever the client's setting ("Managing user existence
    error responses" in the developer guide).
    """
    if attempt.pool.settings.get("UserPoolTier") == "LITE":
        raise errors.TIER_TOO_LOW(what="USER_AUTH")
    if attempt.session is not None:
        return _after_sign_up(attempt, attempt.session)
    attempt = replace(attempt, hides_users=True)
    username, preferred = attempt.username(), attempt.parameters.get("PREFERRED_CHALLENGE")
    challenge = PasskeyChallenge("SELECT_CHALLENGE", attempt.client, username, _find_active(attempt, username))
    available = offered(attempt.pool, challenge.user)
    if preferred not in available:
        parameters = passkey_parameters(attempt.pool, challenge)
        asked = {**ask(attempt, challenge), "ChallengeParameters": parameters}
        return {**asked, "AvailableChallenges": available}
    answer = _go_on(attempt, preferred, challenge)
    return {**answer, "AvailableChallenges": [preferred]} if answer.get("ChallengeName") == preferred else answer


def _find_active(attempt: Attempt, username: str) -> User | None:
    """The user; None if there is none, or one who may not sign in: nothing is mailed to them."""
    user = find_user(attempt, username)
    try:
        if user:
            user.check_may_sign_in()
    except errors.ApiError:
        return None
    return user


def _after_sign_up(attempt: Attempt, session: str) -> Answer:
    """USER_AUTH with the Session of ConfirmSignUp: the code that was entered there is the first factor."""
    username = attempt.username()
    challenge = attempt.pool.challenges.find(session, CONFIRMED, attempt.client)
    if challenge.user is None or not attempt.pool.is_name_of(username, challenge.user):
        raise errors.INVALID_SESSION()
    challenge.answered = True
    return after_password(attempt, challenge.user)


def _go_on(attempt: Attempt, factor: str, challenge: Challenge) -> Answer:
    """Check a factor that is offered if the call has all that it needs, else ask for it."""
    if factor in CHECKED_AT_ONCE:
        needed, check = CHECKED_AT_ONCE[factor]
        if needed in attempt.parameters:
            return check(attempt, challenge)
    if factor == "EMAIL_OTP":
        return ask_for_code(attempt, challenge.username, challenge.user)
    if factor == "WEB_AUTHN" and challenge.user:
        return ask_for_passkey(attempt, challenge.username, challenge.user)
    return ask(attempt, Challenge(factor, attempt.client, challenge.username, challenge.user))


def answer_choice(attempt: Attempt, challenge: Challenge) -> Answer:
    factor = attempt.required("ANSWER")
    if factor not in offered(attempt.pool, challenge.user):
        raise errors.BAD_CHOICE(answer=factor)
    challenge.answered = True
    return _go_on(replace(attempt, hides_users=True), factor, challenge)


def answer_first_factor(attempt: Attempt, challenge: Challenge) -> Answer:
    needed, check = CHECKED_AT_ONCE[challenge.name]
    attempt.required(needed)
    if challenge.name not in offered(attempt.pool, challenge.user):
        raise errors.INVALID_SESSION()
    challenge.answered = True
    return check(replace(attempt, hides_users=True), challenge)
