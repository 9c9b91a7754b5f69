"""The password, sent as it is or proved by SRP."""

from __future__ import annotations

import hmac
import secrets

from .. import errors
from ..user import User
from .attempt import Answer, Attempt, find_user
from .device import device_of
from .handshake import Claim, begin, public_number
from .second_factor import after_password


def with_password(attempt: Attempt) -> Answer:
    username, password = attempt.username(), attempt.required("PASSWORD")
    user = find_user(attempt, username)
    expected = user.password if user and user.password else secrets.token_hex()
    is_right = hmac.compare_digest(expected.encode(), password.encode())
    return after_first_factor(attempt, user, is_right, attempt.pool.subject(username))


def with_srp(attempt: Attempt) -> Answer:
    username, A, pool = attempt.username(), public_number(attempt), attempt.pool
    user = find_user(attempt, username)
    credentials = pool.srp_credentials(username, user, hide=attempt.hides_users)
    parameters = begin(attempt, A, credentials, user=user, lockout_key=pool.subject(username))
    parameters.update(USERNAME=credentials.user_id, USER_ID_FOR_SRP=credentials.user_id)
    return {"ChallengeName": "PASSWORD_VERIFIER", "ChallengeParameters": parameters}


def answer_password_verifier(attempt: Attempt) -> Answer:
    username, claim, pool = attempt.username(), Claim.of(attempt), attempt.pool
    # amazon-cognito-identity-js sends the same SECRET_BLOCK again, without the device, if there is no such device.
    device_of(attempt, pool.find_user(username))
    handshake = pool.challenges.close_handshake(claim.secret_block, attempt.client)
    if handshake is None or handshake.device_challenge:
        raise errors.WRONG_PASSWORD()
    user = handshake.user
    is_right = (
        claim.is_proved(handshake, pool.srp_name)
        and user is not None
        and pool.is_name_of(username, user)
        and user.srp_credentials(pool.srp_name, handshake.credentials.user_id) is handshake.credentials
    )
    return after_first_factor(attempt, user, is_right, handshake.lockout_key)


def after_first_factor(attempt: Attempt, user: User | None, is_right: bool, lockout_key: str) -> Answer:
    """Count and refuse a wrong password; go on with a right one."""
    with attempt.pool.lockout.attempt(lockout_key):
        if user is None or not is_right:
            raise errors.WRONG_PASSWORD()
    user.check_may_sign_in()
    return after_password(attempt, user)
