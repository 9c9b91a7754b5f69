"""Signing in: what InitiateAuth and RespondToAuthChallenge do, and their Admin twins.

`initiate` begins an authentication flow. The flow ends in tokens, or in a challenge that `respond` continues.
moto signs users in without checking the app client's flows, its secret, or SRP's signature; nothing of it is used.

    attempt         one call, and what all flows and challenges share
    handshake       both steps of SRP, for a password and for a device
    device          the device proves that it is remembered
    second_factor   what comes after the right password
    password        the password, sent as it is or proved by SRP
    passwordless    a code that was mailed, or a passkey
    choice          USER_AUTH: the user chooses the factor to begin with
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from .. import errors
from ..app_client import AppClient
from ..challenges import Challenge, UserChallenge
from ..user_pool import UserPool
from .attempt import Answer, Attempt, Parameters
from .choice import answer_choice, answer_first_factor, choose
from .device import answer_device_password_verifier, answer_device_srp
from .password import answer_password_verifier, with_password, with_srp
from .passwordless import answer_code
from .second_factor import answer_mfa_setup, answer_new_password, answer_totp


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
    if session is not None and begin is not choose:
        raise errors.INVALID_SESSION()
    return begin(Attempt(pool, client, parameters, client.hides_users, session))


def respond(pool: UserPool, client: AppClient, name: str, session: str | None, responses: Parameters) -> Answer:
    """Answer a challenge.

    Args:
        name: ChallengeName.
        session: Session of the challenge. PASSWORD_VERIFIER and DEVICE_PASSWORD_VERIFIER have none; their
            SECRET_BLOCK is used instead.
        responses: ChallengeResponses.

    Returns, Raises: as `initiate`.
    """
    return answer(Attempt(pool, client, responses, client.hides_users), name, session)


def answer(attempt: Attempt, name: str, session: str | None) -> Answer:
    """Answer a challenge, in an attempt of any kind. Args, Returns, Raises: as `respond`."""
    if name == "PASSWORD_VERIFIER":
        return answer_password_verifier(attempt)
    if name == "DEVICE_SRP_AUTH":
        return answer_device_srp(attempt, session)
    if name == "DEVICE_PASSWORD_VERIFIER":
        return answer_device_password_verifier(attempt)
    if name not in CHALLENGES and name not in USER_CHALLENGES:
        raise errors.NOT_IMPLEMENTED(what=f"the challenge {name}")
    pool = attempt.pool
    challenge = attempt.challenges.find(session, name, attempt.client)
    username = attempt.username()
    is_same = pool.is_same_name(username, challenge.username)
    if not is_same and not (challenge.user and pool.is_name_of(username, challenge.user)):
        raise errors.INVALID_SESSION()
    if isinstance(challenge, UserChallenge):
        return USER_CHALLENGES[name](attempt, challenge)
    return CHALLENGES[name](attempt, challenge)


def _refresh(attempt: Attempt) -> Answer:
    refresh_token = attempt.required("REFRESH_TOKEN")
    if attempt.client.rotates_refresh_tokens:
        raise errors.REFRESH_TOKEN_ROTATES(flow="REFRESH_TOKEN_AUTH")
    user = attempt.pool.tokens.find_refresh_token(attempt.client, refresh_token).user
    attempt.client.check_secret_hash(
        user.username, attempt.parameters.get("SECRET_HASH"), wrong=errors.SECRET_HASH_WRONG_AT_REFRESH
    )
    device_key = attempt.parameters.get("DEVICE_KEY")
    return {"AuthenticationResult": attempt.pool.tokens.refresh(attempt.client, refresh_token, device_key)}


def _custom(attempt: Attempt) -> Answer:
    raise errors.NO_CUSTOM_AUTH_TRIGGER()


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
    with_password, ("ALLOW_ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH"), errors.ADMIN_FLOW_OFF, as_admin=True
)
_REFRESH_FLOW = Flow(
    _refresh, ("ALLOW_REFRESH_TOKEN_AUTH", "ADMIN_NO_SRP_AUTH", "USER_PASSWORD_AUTH", "CUSTOM_AUTH_FLOW_ONLY")
)
FLOWS = {
    "ADMIN_USER_PASSWORD_AUTH": _ADMIN_PASSWORD_FLOW,
    "ADMIN_NO_SRP_AUTH": _ADMIN_PASSWORD_FLOW,
    "USER_PASSWORD_AUTH": Flow(
        with_password, ("ALLOW_USER_PASSWORD_AUTH", "USER_PASSWORD_AUTH"), errors.PASSWORD_FLOW_OFF, as_admin=False
    ),
    "USER_SRP_AUTH": Flow(
        with_srp, ("ALLOW_USER_SRP_AUTH", "ADMIN_NO_SRP_AUTH", "USER_PASSWORD_AUTH"), errors.SRP_FLOW_OFF
    ),
    "REFRESH_TOKEN_AUTH": _REFRESH_FLOW,
    "REFRESH_TOKEN": _REFRESH_FLOW,
    "USER_AUTH": Flow(choose, ("ALLOW_USER_AUTH",)),
    "CUSTOM_AUTH": Flow(_custom, ("ALLOW_CUSTOM_AUTH", "CUSTOM_AUTH_FLOW_ONLY")),
}
#: What answers the challenges of the first factor, and those that come after it.
CHALLENGES: dict[str, Callable[[Attempt, Challenge], Answer]] = {
    "SELECT_CHALLENGE": answer_choice,
    "PASSWORD": answer_first_factor,
    "PASSWORD_SRP": answer_first_factor,
    "WEB_AUTHN": answer_first_factor,
    "EMAIL_OTP": answer_code,
}
USER_CHALLENGES: dict[str, Callable[[Attempt, UserChallenge], Answer]] = {
    "NEW_PASSWORD_REQUIRED": answer_new_password,
    "SOFTWARE_TOKEN_MFA": answer_totp,
    "MFA_SETUP": answer_mfa_setup,
}
