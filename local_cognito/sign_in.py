"""Signing in: InitiateAuth, RespondToAuthChallenge and their admin twins.

A flow begins with `initiate`. It ends in tokens, or in a challenge that `respond` takes up again. What moto does
here it does without looking at the client's flows, at its secret, or at SRP's signature; none of it is used.
"""

from __future__ import annotations

import hmac
import json
import re
import secrets
from datetime import datetime, timedelta, timezone
from typing import Any, NamedTuple

from moto.cognitoidp.models import CognitoIdpUser, UserStatus

from local_cognito import srp

from . import attributes, clock, totp
from .challenges import Challenge, Handshake
from .pool import AppClient, UserPool
from .refusals import (
    ADMIN_FLOW_OFF,
    ALREADY_PROVIDED,
    BAD_CHOICE,
    BAD_SRP_A,
    BAD_TIMESTAMP,
    INVITATION_OVER,
    MISSING_PARAMETER,
    NO_LAMBDA,
    NO_SESSION,
    NO_SUCH_USER,
    NOT_CONFIRMED,
    NOT_HERE,
    NOT_LOCAL,
    OTHER_FLOW_OFF,
    PASSWORD_FLOW_OFF,
    POLICY,
    RESET_REQUIRED,
    ROTATES,
    SECRET_HASH_WRONG_AT_REFRESH,
    SRP_FLOW_OFF,
    TIER,
    USER_DISABLED,
    WRONG_PASSWORD,
)

#: How far TIMESTAMP may be from the server's clock. AWS's window is not published; this one is ours.
CLOCK_TOLERANCE = timedelta(minutes=5)
#: What Java reads as EEE MMM d HH:mm:ss z yyyy. Whether it is what the client signed is seen later.
READABLE_TIMESTAMP = re.compile(
    rf"({'|'.join(srp.WEEKDAYS)}) ({'|'.join(srp.MONTHS)}) \d+ \d+:\d+:\d+ [\w:+-]+ \d+", re.IGNORECASE | re.ASCII
)
FIRST_FACTORS = ["PASSWORD", "PASSWORD_SRP"]
Answer = dict[str, Any]
Parameters = dict[str, str]


class Attempt(NamedTuple):
    """One call of somebody who wants to be let in: at which pool, through which client, with what."""

    pool: UserPool
    client: AppClient
    parameters: Parameters
    hides_users: bool

    def required(self, name: str) -> str:
        """A parameter that the flow or the challenge cannot do without."""
        if not self.parameters.get(name):
            raise MISSING_PARAMETER(name=name)
        return self.parameters[name]

    def username(self) -> str:
        """USERNAME, with SECRET_HASH checked over it."""
        username = self.required("USERNAME")
        self.client.check_secret_hash(username, self.parameters.get("SECRET_HASH"))
        return username


def initiate(pool: UserPool, client: AppClient, flow: str, parameters: Parameters, *, as_admin: bool) -> Answer:
    """Begin a flow.

    Args:
        flow: AuthFlow.
        parameters: AuthParameters.
        as_admin: whether AdminInitiateAuth was called.

    Returns:
        AuthenticationResult, or ChallengeName with what belongs to it.

    Raises:
        JsonRESTError: the flow is not for this call or this client, a parameter is missing, the user is refused.
    """
    if (flow in ADMIN_ONLY_FLOWS and not as_admin) or (flow in PUBLIC_ONLY_FLOWS and as_admin):
        raise NOT_HERE()
    settings, refusal = FLOW_SETTINGS[flow]
    if not client.allows(*settings):
        raise refusal(flow=flow)
    return FLOWS[flow](Attempt(pool, client, parameters, client.hides_users))


def respond(pool: UserPool, client: AppClient, name: str, session: str | None, responses: Parameters) -> Answer:
    """Answer a challenge.

    Args:
        name: ChallengeName.
        session: Session of the challenge; PASSWORD_VERIFIER has none, its SECRET_BLOCK takes the place.
        responses: ChallengeResponses.

    Returns, Raises: as `initiate`.
    """
    attempt = Attempt(pool, client, responses, client.hides_users)
    if name == "PASSWORD_VERIFIER":
        return _answer_password_verifier(attempt)
    if name not in CHALLENGES:
        raise NOT_LOCAL(what=f"the challenge {name}")
    challenge = pool.challenges.open(session, name, client)
    username = attempt.username()
    if username != challenge.username and not (challenge.user and pool.is_name_of(username, challenge.user)):
        raise NO_SESSION()
    return CHALLENGES[name](attempt, challenge)


# --- flows -----------------------------------------------------------------------------------------------------


def _password(attempt: Attempt) -> Answer:
    username, password = attempt.username(), attempt.required("PASSWORD")
    user = _find(attempt, username)
    known = user.password if user and user.password else secrets.token_hex()
    proved = hmac.compare_digest(known.encode(), password.encode())
    _check_password(attempt, user, proved, _counted_as(attempt, user, username))
    return _after_password(attempt, user)


def _srp(attempt: Attempt) -> Answer:
    username = attempt.username()
    try:
        A = srp.from_hex(attempt.required("SRP_A"))
    except ValueError as error:
        raise BAD_SRP_A() from error
    if not srp.is_acceptable(A):
        raise BAD_SRP_A()
    pool, user = attempt.pool, _find(attempt, username)
    credentials = pool.srp_credentials(user) if user else pool.simulated_credentials(username)
    b = srp.new_secret_number()
    B = srp.server_public(b, credentials.verifier)
    handshake = Handshake(attempt.client, user, _counted_as(attempt, user, username), credentials, A, B, b)
    return {
        "ChallengeName": "PASSWORD_VERIFIER",
        "ChallengeParameters": {
            "SALT": f"{credentials.salt:x}",
            "SRP_B": f"{B:x}",
            "SECRET_BLOCK": pool.challenges.begin_handshake(handshake),
            "USERNAME": credentials.user_id,
            "USER_ID_FOR_SRP": credentials.user_id,
        },
    }


def _answer_password_verifier(attempt: Attempt) -> Answer:
    username = attempt.username()
    secret_block = attempt.required("PASSWORD_CLAIM_SECRET_BLOCK")
    signature = attempt.required("PASSWORD_CLAIM_SIGNATURE")
    timestamp = attempt.required("TIMESTAMP")
    if not READABLE_TIMESTAMP.fullmatch(timestamp):
        raise BAD_TIMESTAMP()
    pool, handshake = attempt.pool, attempt.pool.challenges.end_handshake(secret_block, attempt.client)
    if handshake is None:
        raise WRONG_PASSWORD()
    user = handshake.user
    expected = _expected_signature(pool, handshake, secret_block, timestamp)
    proved = (
        hmac.compare_digest(expected.encode(), signature.encode())
        and user is not None
        and pool.is_name_of(username, user)
        and pool.srp_credentials(user) is handshake.credentials
        and _is_recent(timestamp)
    )
    _check_password(attempt, user, proved, handshake.counted_as)
    return _after_password(attempt, user)


def _expected_signature(pool: UserPool, handshake: Handshake, secret_block: str, timestamp: str) -> str:
    u = srp.scrambler(handshake.A, handshake.B)
    S = srp.server_shared_secret(handshake.A, handshake.b, handshake.credentials.verifier, u)
    key = srp.session_key(S, u)
    return srp.claim_signature(key, pool.bare_name, handshake.credentials.user_id, secret_block, timestamp)


def _is_recent(timestamp: str) -> bool:
    try:
        moment = srp.parse_timestamp(timestamp)
    except ValueError:
        return False
    return abs(datetime.fromtimestamp(clock.now(), timezone.utc) - moment) <= CLOCK_TOLERANCE


def _refresh(attempt: Attempt) -> Answer:
    refresh_token = attempt.required("REFRESH_TOKEN")
    if attempt.client.rotates:
        raise ROTATES(flow="REFRESH_TOKEN_AUTH")
    user = attempt.pool.tokens.of_refresh_token(attempt.client, refresh_token).user
    attempt.client.check_secret_hash(
        user.username, attempt.parameters.get("SECRET_HASH"), wrong=SECRET_HASH_WRONG_AT_REFRESH
    )
    return {"AuthenticationResult": attempt.pool.tokens.refresh(attempt.client, refresh_token)}


def _custom(attempt: Attempt) -> Answer:
    raise NO_LAMBDA()


def _choose(attempt: Attempt) -> Answer:
    """USER_AUTH: the user is asked which factor to begin with, unless the app knows already."""
    if attempt.pool.extended_config.get("UserPoolTier") == "LITE":
        raise TIER()
    username, preferred = attempt.username(), attempt.parameters.get("PREFERRED_CHALLENGE")
    if preferred in FIRST_FACTORS:
        return _first_factor(attempt, preferred)
    user = _find(attempt._replace(hides_users=True), username)
    return {**_ask(attempt, user, "SELECT_CHALLENGE", {}), "AvailableChallenges": FIRST_FACTORS}


def _first_factor(attempt: Attempt, factor: str) -> Answer:
    """PASSWORD or PASSWORD_SRP, at once if what it takes came along, else as a challenge.

    Choice-based sign-in never tells who exists, whatever the client's setting ("Managing user existence error
    responses" in the developer guide).
    """
    attempt = attempt._replace(hides_users=True)
    needed, begin = FACTOR_NEEDS[factor]
    if needed in attempt.parameters:
        return begin(attempt)
    return _ask(attempt, _find(attempt, attempt.username()), factor, {})


# --- challenges ------------------------------------------------------------------------------------------------


def _answer_choice(attempt: Attempt, challenge: Challenge) -> Answer:
    answer = attempt.required("ANSWER")
    if answer not in FIRST_FACTORS:
        raise BAD_CHOICE(answer=answer)
    challenge.answered = True
    return _first_factor(attempt, answer)


def _answer_first_factor(attempt: Attempt, challenge: Challenge) -> Answer:
    needed, begin = FACTOR_NEEDS[challenge.name]
    attempt.required(needed)
    challenge.answered = True
    return begin(attempt)


def _answer_new_password(attempt: Attempt, challenge: Challenge) -> Answer:
    user, password = challenge.user, attempt.required("NEW_PASSWORD")
    _check_state(attempt.pool, user)
    if user.status is not UserStatus.FORCE_CHANGE_PASSWORD:
        raise NO_SESSION()
    broken = attempt.pool.broken_rule(password)
    if broken:
        raise POLICY(rule=broken)
    prefix = "userAttributes."
    sent = {name[len(prefix) :]: value for name, value in attempt.parameters.items() if name.startswith(prefix)}
    for name in sent:
        if name in user.attribute_lookup:
            raise ALREADY_PROVIDED(name=name)
    for name in attempt.pool.missing_attributes(user):
        if not sent.get(name):
            raise MISSING_PARAMETER(name=prefix + name)
    written = [{"Name": name, "Value": value} for name, value in sent.items()]
    attributes.change(attempt.pool, user, written, client=attempt.client)
    challenge.answered = True
    user.password, user.status = password, UserStatus.CONFIRMED
    return _after_password(attempt, user)


def _answer_totp(attempt: Attempt, challenge: Challenge) -> Answer:
    _check_state(attempt.pool, challenge.user)
    code = attempt.required("SOFTWARE_TOKEN_MFA_CODE")
    with attempt.pool.lockout.attempt(("TOTP", challenge.user.id)):
        totp.check(challenge.user, code)
    challenge.answered = True
    return _let_in(attempt, challenge.user)


def _answer_mfa_setup(attempt: Attempt, challenge: Challenge) -> Answer:
    _check_state(attempt.pool, challenge.user)
    if not challenge.totp_proved:
        raise NO_SESSION()
    challenge.answered = True
    challenge.user.software_token_mfa_enabled = True
    return _let_in(attempt, challenge.user)


# --- what flows and challenges share ---------------------------------------------------------------------------


def _find(attempt: Attempt, username: str) -> CognitoIdpUser | None:
    """The user, in a state to sign in; None stands for one who is not there and whose absence is kept secret."""
    user = attempt.pool._get_user(username)
    if user is None:
        if attempt.hides_users:
            return None
        raise NO_SUCH_USER()
    _check_status(user)
    return user


def _counted_as(attempt: Attempt, user: CognitoIdpUser | None, username: str) -> str:
    """Under what wrong passwords are counted. Somebody who does not exist is locked out as one who does."""
    return user.id if user else attempt.pool.stranger(username)


def _check_password(attempt: Attempt, user: CognitoIdpUser | None, proved: bool, counted_as: str) -> None:
    """Let a proved password pass, refuse another and count it."""
    with attempt.pool.lockout.attempt(counted_as):
        if user is None or not proved:
            raise WRONG_PASSWORD()
    _check_state(attempt.pool, user)


def _check_state(pool: UserPool, user: CognitoIdpUser) -> None:
    """To be asked at every step: an administrator may have acted since the last one."""
    if pool.users.get(user.username) is not user:
        raise NO_SUCH_USER()
    if not user.enabled:
        raise USER_DISABLED()
    _check_status(user)


def _check_status(user: CognitoIdpUser) -> None:
    if user.status is UserStatus.UNCONFIRMED:
        raise NOT_CONFIRMED()
    if user.status is UserStatus.RESET_REQUIRED:
        raise RESET_REQUIRED()


def _after_password(attempt: Attempt, user: CognitoIdpUser) -> Answer:
    """The password is right. What else does the pool want to know?"""
    if user.status is UserStatus.FORCE_CHANGE_PASSWORD:
        if attempt.pool.invitation_is_over(user):
            raise INVITATION_OVER()
        known = {name: value for name, value in user.attribute_lookup.items() if name != "sub"}
        wanted = [f"userAttributes.{name}" for name in attempt.pool.missing_attributes(user)]
        return _ask(
            attempt,
            user,
            "NEW_PASSWORD_REQUIRED",
            {"requiredAttributes": json.dumps(wanted), "userAttributes": json.dumps(known)},
        )
    second_factor = totp.challenge_for(attempt.pool, user)
    if second_factor is None:
        return _let_in(attempt, user)
    name, parameters = second_factor
    if name == "SMS_MFA":
        raise NOT_LOCAL(what="SMS_MFA: it sends no SMS")
    return _ask(attempt, user, name, parameters)


def _ask(attempt: Attempt, user: CognitoIdpUser | None, name: str, parameters: Parameters) -> Answer:
    challenge = Challenge(name, attempt.client, user, attempt.required("USERNAME"))
    session = attempt.pool.challenges.begin(challenge)
    if user is not None and name not in ("SELECT_CHALLENGE", *FIRST_FACTORS):
        parameters = {"USER_ID_FOR_SRP": user.username, **parameters}
    return {"ChallengeName": name, "Session": session, "ChallengeParameters": parameters}


def _let_in(attempt: Attempt, user: CognitoIdpUser) -> Answer:
    return {"ChallengeParameters": {}, "AuthenticationResult": attempt.pool.tokens.sign_in(attempt.client, user)}


ADMIN_ONLY_FLOWS = {"ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH"}
PUBLIC_ONLY_FLOWS = {"USER_PASSWORD_AUTH"}

#: Flow: the ExplicitAuthFlows that allow it, new and old, and what AWS says without.
FLOW_SETTINGS = {
    "ADMIN_USER_PASSWORD_AUTH": (("ALLOW_ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH"), ADMIN_FLOW_OFF),
    "ADMIN_NO_SRP_AUTH": (("ALLOW_ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH"), ADMIN_FLOW_OFF),
    "USER_PASSWORD_AUTH": (("ALLOW_USER_PASSWORD_AUTH", "USER_PASSWORD_AUTH"), PASSWORD_FLOW_OFF),
    "USER_SRP_AUTH": (("ALLOW_USER_SRP_AUTH", "ADMIN_NO_SRP_AUTH", "USER_PASSWORD_AUTH"), SRP_FLOW_OFF),
    "USER_AUTH": (("ALLOW_USER_AUTH",), OTHER_FLOW_OFF),
    "CUSTOM_AUTH": (("ALLOW_CUSTOM_AUTH", "CUSTOM_AUTH_FLOW_ONLY"), OTHER_FLOW_OFF),
}
REFRESH_SETTINGS = ("ALLOW_REFRESH_TOKEN_AUTH", "ADMIN_NO_SRP_AUTH", "USER_PASSWORD_AUTH", "CUSTOM_AUTH_FLOW_ONLY")
FLOW_SETTINGS["REFRESH_TOKEN_AUTH"] = FLOW_SETTINGS["REFRESH_TOKEN"] = (REFRESH_SETTINGS, OTHER_FLOW_OFF)

FLOWS = {
    "ADMIN_USER_PASSWORD_AUTH": _password,
    "ADMIN_NO_SRP_AUTH": _password,
    "USER_PASSWORD_AUTH": _password,
    "USER_SRP_AUTH": _srp,
    "REFRESH_TOKEN_AUTH": _refresh,
    "REFRESH_TOKEN": _refresh,
    "USER_AUTH": _choose,
    "CUSTOM_AUTH": _custom,
}
FACTOR_NEEDS = {"PASSWORD": ("PASSWORD", _password), "PASSWORD_SRP": ("SRP_A", _srp)}
CHALLENGES = {
    "SELECT_CHALLENGE": _answer_choice,
    "PASSWORD": _answer_first_factor,
    "PASSWORD_SRP": _answer_first_factor,
    "NEW_PASSWORD_REQUIRED": _answer_new_password,
    "SOFTWARE_TOKEN_MFA": _answer_totp,
    "MFA_SETUP": _answer_mfa_setup,
}
