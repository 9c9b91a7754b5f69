"""What comes after the right password: a new password, or a second factor."""

from __future__ import annotations

import json

from .. import attributes, errors
from ..challenges import MfaSetup, UserChallenge
from ..moto_adapter import UserStatus
from ..user import User
from .attempt import Answer, Attempt, ask_user
from .device import finish, replaces_mfa


def after_password(attempt: Attempt, user: User) -> Answer:
    """The first factor is right: ask for a new password or a second factor if need be, else issue the tokens."""
    pool, client, username = attempt.pool, attempt.client, attempt.required("USERNAME")
    if user.status is UserStatus.FORCE_CHANGE_PASSWORD:
        if pool.temporary_password_expired(user):
            raise errors.TEMPORARY_PASSWORD_EXPIRED()
        known = {name: value for name, value in client.readable(user.attributes).items() if name != "sub"}
        missing = [f"userAttributes.{name}" for name in pool.missing_attributes(user)]
        parameters = {"requiredAttributes": json.dumps(missing), "userAttributes": json.dumps(known)}
        return ask_user(attempt, UserChallenge("NEW_PASSWORD_REQUIRED", client, username, user), parameters)
    if pool.mfa == "OFF" or replaces_mfa(attempt, user):
        return finish(attempt, user)
    if user.authenticator and (user.totp_enabled or pool.mfa == "ON"):
        return ask_user(attempt, UserChallenge("SOFTWARE_TOKEN_MFA", client, username, user), {})
    if pool.mfa == "ON":
        parameters = {"MFAS_CAN_SETUP": '["SOFTWARE_TOKEN_MFA"]'}
        return ask_user(attempt, MfaSetup("MFA_SETUP", client, username, user), parameters)
    return finish(attempt, user)


def answer_new_password(attempt: Attempt, challenge: UserChallenge) -> Answer:
    pool, user, password = attempt.pool, challenge.user, attempt.required("NEW_PASSWORD")
    pool.check_password(password)
    prefix = "userAttributes."
    sent = {name[len(prefix) :]: value for name, value in attempt.parameters.items() if name.startswith(prefix)}
    attributes.check_not_read_only(sent, by_user=True)
    for name in sent:
        if name in user.attributes:
            raise errors.ALREADY_PROVIDED(name=name)
    for name in pool.missing_attributes(user):
        if not sent.get(name):
            raise errors.MISSING_PARAMETER(name=prefix + name)
    sent = attributes.check(pool, sent, client=attempt.client)
    attributes.change(pool, user, sent)
    challenge.answered = True
    pool.set_password(user, password)
    return after_password(attempt, user)


def answer_totp(attempt: Attempt, challenge: UserChallenge) -> Answer:
    user = challenge.user
    code = attempt.required("SOFTWARE_TOKEN_MFA_CODE")
    if user.authenticator is None:
        raise errors.NO_TOTP_FOR_USER()
    with attempt.pool.lockout.attempt(("TOTP", user.sub)):
        user.authenticator.check(code)
    challenge.answered = True
    return finish(attempt, user)


def answer_mfa_setup(attempt: Attempt, challenge: UserChallenge) -> Answer:
    if not isinstance(challenge, MfaSetup) or not challenge.is_verified:
        raise errors.INVALID_SESSION()
    challenge.answered = True
    challenge.user.totp_enabled = True
    return finish(attempt, challenge.user)
