"""USER_AUTH: the user chooses the factor to begin with."""

from __future__ import annotations

from dataclasses import replace

from .. import errors
from ..challenges import CONFIRMED, Challenge
from .attempt import Answer, Attempt, ask, find_user
from .password import with_password, with_srp
from .second_factor import after_password

#: First factor, in the order in which AWS offers them: the parameter that it needs, and what checks it.
FIRST_FACTORS = {"PASSWORD_SRP": ("SRP_A", with_srp), "PASSWORD": ("PASSWORD", with_password)}


def choose(attempt: Attempt) -> Answer:
    """USER_AUTH: ask the user for the factor to begin with, unless the app already knows it."""
    if attempt.pool.settings.get("UserPoolTier") == "LITE":
        raise errors.TIER_TOO_LOW()
    if attempt.session is not None:
        return _after_sign_up(attempt, attempt.session)
    username, preferred = attempt.username(), attempt.parameters.get("PREFERRED_CHALLENGE")
    if preferred in FIRST_FACTORS:
        return first_factor(attempt, preferred)
    user = find_user(replace(attempt, hides_users=True), username)
    challenge = Challenge("SELECT_CHALLENGE", attempt.client, username, user)
    return {**ask(attempt, challenge), "AvailableChallenges": list(FIRST_FACTORS)}


def _after_sign_up(attempt: Attempt, session: str) -> Answer:
    """USER_AUTH with the Session of ConfirmSignUp: the code that was entered there is the first factor."""
    username = attempt.username()
    challenge = attempt.pool.challenges.find(session, CONFIRMED, attempt.client)
    if challenge.user is None or not attempt.pool.is_name_of(username, challenge.user):
        raise errors.INVALID_SESSION()
    challenge.answered = True
    return after_password(attempt, challenge.user)


def first_factor(attempt: Attempt, factor: str) -> Answer:
    """PASSWORD or PASSWORD_SRP: checked at once if the call has all that it needs, else asked for by a challenge.

    Choice-based sign-in never tells which users exist, whatever the client's setting ("Managing user existence
    error responses" in the developer guide).
    """
    attempt = replace(attempt, hides_users=True)
    needed, begin = FIRST_FACTORS[factor]
    if needed in attempt.parameters:
        return begin(attempt)
    username = attempt.username()
    return ask(attempt, Challenge(factor, attempt.client, username, find_user(attempt, username)))


def answer_choice(attempt: Attempt, challenge: Challenge) -> Answer:
    answer = attempt.required("ANSWER")
    if answer not in FIRST_FACTORS:
        raise errors.BAD_CHOICE(answer=answer)
    challenge.answered = True
    return first_factor(attempt, answer)


def answer_first_factor(attempt: Attempt, challenge: Challenge) -> Answer:
    needed, begin = FIRST_FACTORS[challenge.name]
    attempt.required(needed)
    challenge.answered = True
    return begin(attempt)
