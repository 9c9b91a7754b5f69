"""Signing in: what InitiateAuth and RespondToAuthChallenge do, and their Admin twins.

`initiate` begins an authentication flow. The flow ends in tokens, or in a challenge that `respond` continues.
moto signs users in without checking the app client's flows, its secret, or SRP's signature; nothing of it is used.
"""

from __future__ import annotations

import hmac
import json
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from typing import Any, NamedTuple

from . import attributes, clock, errors, srp
from .app_client import AppClient
from .challenges import CONFIRMED, Challenge, Handshake, MfaSetup, UserChallenge
from .moto_adapter import UserStatus
from .user import User
from .user_pool import UserPool

#: How far TIMESTAMP may be from the server's clock. AWS does not publish its limit; this one is ours.
CLOCK_TOLERANCE = timedelta(minutes=5)
#: What Java reads as EEE MMM d HH:mm:ss z yyyy. Whether it is what the client signed is checked later.
TIMESTAMP_FORMAT = re.compile(
    rf"({'|'.join(srp.WEEKDAYS)}) ({'|'.join(srp.MONTHS)}) \d+ \d+:\d+:\d+ [\w:+-]+ \d+", re.IGNORECASE | re.ASCII
)
Answer = dict[str, Any]
Parameters = dict[str, str]


@dataclass(frozen=True)
class Attempt:
    """One call of somebody who is signing in. ``parameters`` are AuthParameters or ChallengeResponses.

    ``session`` is the one that InitiateAuth was sent: it comes from ConfirmSignUp.
    """

    pool: UserPool
    client: AppClient
    parameters: Parameters = field(repr=False)
    hides_users: bool
    session: str | None = field(default=None, repr=False)

    def required(self, name: str) -> str:
        """A parameter that the flow or the challenge needs.

        Raises:
            ApiError: it is missing or empty.
        """
        if not self.parameters.get(name):
            raise errors.MISSING_PARAMETER(name=name)
        return self.parameters[name]

    def username(self) -> str:
        """USERNAME, once SECRET_HASH is checked. Raises: as `required` and `AppClient.check_secret_hash`."""
        username = self.required("USERNAME")
        self.client.check_secret_hash(username, self.parameters.get("SECRET_HASH"))
        return username


def initiate(
    pool: UserPool,
    client: AppClient,
    flow: str,
    parameters: Parameters,
    *,
    as_admin: bool,
    session: str | None = None,
) -> Answer:
    """Begin an authentication flow.

    Args:
        flow: AuthFlow.
        parameters: AuthParameters.
        as_admin: whether AdminInitiateAuth was called.
        session: Session, which ConfirmSignUp has returned.

    Returns:
        AuthenticationResult, or ChallengeName with what belongs to it.

    Raises:
        ApiError: this operation or this client does not allow the flow, a parameter is missing or wrong, or the
            user may not sign in.
    """
    begin, allowed_by, error_if_off, only_as_admin = FLOWS[flow]
    if only_as_admin not in (None, as_admin):
        raise errors.FLOW_NOT_FOR_THIS_OPERATION()
    if not client.allows(*allowed_by):
        raise error_if_off(flow=flow)
    if session is not None and begin is not _choose:
        raise errors.INVALID_SESSION()
    return begin(Attempt(pool, client, parameters, client.hides_users, session))


def respond(pool: UserPool, client: AppClient, name: str, session: str | None, responses: Parameters) -> Answer:
    """Answer a challenge.

    Args:
        name: ChallengeName.
        session: Session of the challenge. PASSWORD_VERIFIER has none; its SECRET_BLOCK is used instead.
        responses: ChallengeResponses.

    Returns, Raises: as `initiate`.
    """
    attempt = Attempt(pool, client, responses, client.hides_users)
    if name == "PASSWORD_VERIFIER":
        return _answer_password_verifier(attempt)
    if name not in CHALLENGES and name not in USER_CHALLENGES:
        raise errors.NOT_IMPLEMENTED(what=f"the challenge {name}")
    challenge = pool.challenges.find(session, name, client)
    username = attempt.username()
    is_same = pool.is_same_name(username, challenge.username)
    if not is_same and not (challenge.user and pool.is_name_of(username, challenge.user)):
        raise errors.INVALID_SESSION()
    if isinstance(challenge, UserChallenge):
        return USER_CHALLENGES[name](attempt, challenge)
    return CHALLENGES[name](attempt, challenge)


# --- flows -----------------------------------------------------------------------------------------------------


def _password(attempt: Attempt) -> Answer:
    username, password = attempt.username(), attempt.required("PASSWORD")
    user = _find_user(attempt, username)
    expected = user.password if user and user.password else secrets.token_hex()
    is_right = hmac.compare_digest(expected.encode(), password.encode())
    return _after_first_factor(attempt, user, is_right, attempt.pool.subject(username))


def _srp(attempt: Attempt) -> Answer:
    username = attempt.username()
    try:
        A = srp.from_hex(attempt.required("SRP_A"))
    except ValueError as error:
        raise errors.BAD_SRP_A() from error
    if not srp.is_acceptable(A):
        raise errors.BAD_SRP_A()
    pool, user = attempt.pool, _find_user(attempt, username)
    credentials = pool.srp_credentials(username, user, hide=attempt.hides_users)
    b = srp.new_secret_number()
    B = srp.server_public(b, credentials.verifier)
    handshake = Handshake(attempt.client, user, pool.subject(username), credentials, A, B, b)
    return {
        "ChallengeName": "PASSWORD_VERIFIER",
        "ChallengeParameters": {
            "SALT": f"{credentials.salt:x}",
            "SRP_B": f"{B:x}",
            "SECRET_BLOCK": pool.challenges.open_handshake(handshake),
            "USERNAME": credentials.user_id,
            "USER_ID_FOR_SRP": credentials.user_id,
        },
    }


def _answer_password_verifier(attempt: Attempt) -> Answer:
    username = attempt.username()
    secret_block = attempt.required("PASSWORD_CLAIM_SECRET_BLOCK")
    signature = attempt.required("PASSWORD_CLAIM_SIGNATURE")
    timestamp = attempt.required("TIMESTAMP")
    if not TIMESTAMP_FORMAT.fullmatch(timestamp):
        raise errors.BAD_TIMESTAMP()
    pool, handshake = attempt.pool, attempt.pool.challenges.close_handshake(secret_block, attempt.client)
    if handshake is None:
        raise errors.WRONG_PASSWORD()
    user = handshake.user
    expected = _expected_signature(pool, handshake, secret_block, timestamp)
    is_right = (
        hmac.compare_digest(expected.encode(), signature.encode())
        and user is not None
        and pool.is_name_of(username, user)
        and user.srp_credentials(pool.srp_name, handshake.credentials.user_id) is handshake.credentials
        and _is_recent(timestamp)
    )
    return _after_first_factor(attempt, user, is_right, handshake.lockout_key)


def _expected_signature(pool: UserPool, handshake: Handshake, secret_block: str, timestamp: str) -> str:
    u = srp.scrambler(handshake.A, handshake.B)
    S = srp.server_shared_secret(handshake.A, handshake.b, handshake.credentials.verifier, u)
    key = srp.session_key(S, u)
    return srp.claim_signature(key, pool.srp_name, handshake.credentials.user_id, secret_block, timestamp)


def _is_recent(timestamp: str) -> bool:
    try:
        moment = srp.parse_timestamp(timestamp)
    except ValueError:
        return False
    return abs(datetime.fromtimestamp(clock.now(), timezone.utc) - moment) <= CLOCK_TOLERANCE


def _refresh(attempt: Attempt) -> Answer:
    refresh_token = attempt.required("REFRESH_TOKEN")
    if attempt.client.rotates_refresh_tokens:
        raise errors.REFRESH_TOKEN_ROTATES(flow="REFRESH_TOKEN_AUTH")
    user = attempt.pool.tokens.find_refresh_token(attempt.client, refresh_token).user
    attempt.client.check_secret_hash(
        user.username, attempt.parameters.get("SECRET_HASH"), wrong=errors.SECRET_HASH_WRONG_AT_REFRESH
    )
    return {"AuthenticationResult": attempt.pool.tokens.refresh(attempt.client, refresh_token)}


def _custom(attempt: Attempt) -> Answer:
    raise errors.NO_CUSTOM_AUTH_TRIGGER()


def _choose(attempt: Attempt) -> Answer:
    """USER_AUTH: ask the user for the factor to begin with, unless the app already knows it."""
    if attempt.pool.settings.get("UserPoolTier") == "LITE":
        raise errors.TIER_TOO_LOW()
    if attempt.session is not None:
        return _after_sign_up(attempt, attempt.session)
    username, preferred = attempt.username(), attempt.parameters.get("PREFERRED_CHALLENGE")
    if preferred in FIRST_FACTORS:
        return _first_factor(attempt, preferred)
    user = _find_user(replace(attempt, hides_users=True), username)
    challenge = Challenge("SELECT_CHALLENGE", attempt.client, username, user)
    return {**_ask(attempt, challenge), "AvailableChallenges": list(FIRST_FACTORS)}


def _after_sign_up(attempt: Attempt, session: str) -> Answer:
    """USER_AUTH with the Session of ConfirmSignUp: the code that was entered there is the first factor."""
    username = attempt.username()
    challenge = attempt.pool.challenges.find(session, CONFIRMED, attempt.client)
    if challenge.user is None or not attempt.pool.is_name_of(username, challenge.user):
        raise errors.INVALID_SESSION()
    challenge.answered = True
    return _after_password(attempt, challenge.user)


def _first_factor(attempt: Attempt, factor: str) -> Answer:
    """PASSWORD or PASSWORD_SRP: checked at once if the call has all that it needs, else asked for by a challenge.

    Choice-based sign-in never tells which users exist, whatever the client's setting ("Managing user existence
    error responses" in the developer guide).
    """
    attempt = replace(attempt, hides_users=True)
    needed, begin = FIRST_FACTORS[factor]
    if needed in attempt.parameters:
        return begin(attempt)
    username = attempt.username()
    return _ask(attempt, Challenge(factor, attempt.client, username, _find_user(attempt, username)))


# --- challenges ------------------------------------------------------------------------------------------------


def _answer_choice(attempt: Attempt, challenge: Challenge) -> Answer:
    answer = attempt.required("ANSWER")
    if answer not in FIRST_FACTORS:
        raise errors.BAD_CHOICE(answer=answer)
    challenge.answered = True
    return _first_factor(attempt, answer)


def _answer_first_factor(attempt: Attempt, challenge: Challenge) -> Answer:
    needed, begin = FIRST_FACTORS[challenge.name]
    attempt.required(needed)
    challenge.answered = True
    return begin(attempt)


def _answer_new_password(attempt: Attempt, challenge: UserChallenge) -> Answer:
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
    return _after_password(attempt, user)


def _answer_totp(attempt: Attempt, challenge: UserChallenge) -> Answer:
    user = challenge.user
    code = attempt.required("SOFTWARE_TOKEN_MFA_CODE")
    if user.authenticator is None:
        raise errors.NO_TOTP_FOR_USER()
    with attempt.pool.lockout.attempt(("TOTP", user.sub)):
        user.authenticator.check(code)
    challenge.answered = True
    return _sign_in(attempt, user)


def _answer_mfa_setup(attempt: Attempt, challenge: UserChallenge) -> Answer:
    if not isinstance(challenge, MfaSetup) or not challenge.is_verified:
        raise errors.INVALID_SESSION()
    challenge.answered = True
    challenge.user.totp_enabled = True
    return _sign_in(attempt, challenge.user)


# --- what flows and challenges share ---------------------------------------------------------------------------


def _find_user(attempt: Attempt, username: str) -> User | None:
    """The user; None if there is no such user and the client must not know.

    Raises:
        ApiError: the user's status does not let them sign in. A client with PreventUserExistenceErrors=ENABLED is
            told so only after the right password; or there is no such user.
    """
    user = attempt.pool.find_user(username)
    if user is None:
        if attempt.hides_users:
            return None
        raise errors.NO_SUCH_USER()
    if not attempt.client.hides_users:
        user.check_status()
    return user


def _after_first_factor(attempt: Attempt, user: User | None, is_right: bool, lockout_key: str) -> Answer:
    """Count and refuse a wrong password; go on with a right one."""
    with attempt.pool.lockout.attempt(lockout_key):
        if user is None or not is_right:
            raise errors.WRONG_PASSWORD()
    user.check_may_sign_in()
    return _after_password(attempt, user)


def _after_password(attempt: Attempt, user: User) -> Answer:
    """The first factor is right: ask for a new password or a second factor if need be, else issue the tokens."""
    pool, client, username = attempt.pool, attempt.client, attempt.required("USERNAME")
    if user.status is UserStatus.FORCE_CHANGE_PASSWORD:
        if pool.temporary_password_expired(user):
            raise errors.TEMPORARY_PASSWORD_EXPIRED()
        known = {name: value for name, value in client.readable(user.attributes).items() if name != "sub"}
        missing = [f"userAttributes.{name}" for name in pool.missing_attributes(user)]
        parameters = {"requiredAttributes": json.dumps(missing), "userAttributes": json.dumps(known)}
        return _ask_user(attempt, UserChallenge("NEW_PASSWORD_REQUIRED", client, username, user), parameters)
    if pool.mfa == "OFF":
        return _sign_in(attempt, user)
    if user.authenticator and (user.totp_enabled or pool.mfa == "ON"):
        return _ask_user(attempt, UserChallenge("SOFTWARE_TOKEN_MFA", client, username, user), {})
    if pool.mfa == "ON":
        parameters = {"MFAS_CAN_SETUP": '["SOFTWARE_TOKEN_MFA"]'}
        return _ask_user(attempt, MfaSetup("MFA_SETUP", client, username, user), parameters)
    return _sign_in(attempt, user)


def _ask(attempt: Attempt, challenge: Challenge) -> Answer:
    session = attempt.pool.challenges.open(challenge)
    return {"ChallengeName": challenge.name, "Session": session, "ChallengeParameters": {}}


def _ask_user(attempt: Attempt, challenge: UserChallenge, parameters: Parameters) -> Answer:
    parameters = {"USER_ID_FOR_SRP": challenge.user.username, **parameters}
    return {**_ask(attempt, challenge), "ChallengeParameters": parameters}


def _sign_in(attempt: Attempt, user: User) -> Answer:
    return {"ChallengeParameters": {}, "AuthenticationResult": attempt.pool.tokens.sign_in(attempt.client, user)}


class Flow(NamedTuple):
    """An authentication flow.

    Attributes:
        begin: what InitiateAuth does.
        allowed_by: the ExplicitAuthFlows that allow it, new names and old.
        error_if_off: the error if the app client has none of them.
        as_admin: True for AdminInitiateAuth only, False for InitiateAuth only, None for both.
    """

    begin: Callable[[Attempt], Answer]
    allowed_by: tuple[str, ...]
    error_if_off: errors.ErrorType = errors.OTHER_FLOW_OFF
    as_admin: bool | None = None


_ADMIN_PASSWORD_FLOW = Flow(
    _password, ("ALLOW_ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH"), errors.ADMIN_FLOW_OFF, as_admin=True
)
_REFRESH_FLOW = Flow(
    _refresh, ("ALLOW_REFRESH_TOKEN_AUTH", "ADMIN_NO_SRP_AUTH", "USER_PASSWORD_AUTH", "CUSTOM_AUTH_FLOW_ONLY")
)
FLOWS = {
    "ADMIN_USER_PASSWORD_AUTH": _ADMIN_PASSWORD_FLOW,
    "ADMIN_NO_SRP_AUTH": _ADMIN_PASSWORD_FLOW,
    "USER_PASSWORD_AUTH": Flow(
        _password, ("ALLOW_USER_PASSWORD_AUTH", "USER_PASSWORD_AUTH"), errors.PASSWORD_FLOW_OFF, as_admin=False
    ),
    "USER_SRP_AUTH": Flow(
        _srp, ("ALLOW_USER_SRP_AUTH", "ADMIN_NO_SRP_AUTH", "USER_PASSWORD_AUTH"), errors.SRP_FLOW_OFF
    ),
    "REFRESH_TOKEN_AUTH": _REFRESH_FLOW,
    "REFRESH_TOKEN": _REFRESH_FLOW,
    "USER_AUTH": Flow(_choose, ("ALLOW_USER_AUTH",)),
    "CUSTOM_AUTH": Flow(_custom, ("ALLOW_CUSTOM_AUTH", "CUSTOM_AUTH_FLOW_ONLY")),
}
#: First factor, in the order in which AWS offers them: the parameter that it needs, and what checks it.
FIRST_FACTORS = {"PASSWORD_SRP": ("SRP_A", _srp), "PASSWORD": ("PASSWORD", _password)}
#: What answers the challenges that come before the right password, and those that come after it.
CHALLENGES: dict[str, Callable[[Attempt, Challenge], Answer]] = {
    "SELECT_CHALLENGE": _answer_choice,
    "PASSWORD": _answer_first_factor,
    "PASSWORD_SRP": _answer_first_factor,
}
USER_CHALLENGES: dict[str, Callable[[Attempt, UserChallenge], Answer]] = {
    "NEW_PASSWORD_REQUIRED": _answer_new_password,
    "SOFTWARE_TOKEN_MFA": _answer_totp,
    "MFA_SETUP": _answer_mfa_setup,
}
