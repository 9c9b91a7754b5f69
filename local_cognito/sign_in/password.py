"""The password, sent as it is or proved by SRP."""

from __future__ import annotations

import hmac
import re
import secrets
from datetime import datetime, timedelta, timezone

from .. import clock, errors, srp
from ..challenges import Handshake
from ..user import User
from ..user_pool import UserPool
from .attempt import Answer, Attempt, find_user
from .second_factor import after_password

#: How far TIMESTAMP may be from the server's clock. AWS does not publish its limit; this one is ours.
CLOCK_TOLERANCE = timedelta(minutes=5)
#: What Java reads as EEE MMM d HH:mm:ss z yyyy. Whether it is what the client signed is checked later.
TIMESTAMP_FORMAT = re.compile(
    rf"({'|'.join(srp.WEEKDAYS)}) ({'|'.join(srp.MONTHS)}) \d+ \d+:\d+:\d+ [\w:+-]+ \d+", re.IGNORECASE | re.ASCII
)


def with_password(attempt: Attempt) -> Answer:
    username, password = attempt.username(), attempt.required("PASSWORD")
    user = find_user(attempt, username)
    expected = user.password if user and user.password else secrets.token_hex()
    is_right = hmac.compare_digest(expected.encode(), password.encode())
    return after_first_factor(attempt, user, is_right, attempt.pool.subject(username))


def with_srp(attempt: Attempt) -> Answer:
    username = attempt.username()
    try:
        A = srp.from_hex(attempt.required("SRP_A"))
    except ValueError as error:
        raise errors.BAD_SRP_A() from error
    if not srp.is_acceptable(A):
        raise errors.BAD_SRP_A()
    pool, user = attempt.pool, find_user(attempt, username)
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


def answer_password_verifier(attempt: Attempt) -> Answer:
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
    return after_first_factor(attempt, user, is_right, handshake.lockout_key)


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


def after_first_factor(attempt: Attempt, user: User | None, is_right: bool, lockout_key: str) -> Answer:
    """Count and refuse a wrong password; go on with a right one."""
    with attempt.pool.lockout.attempt(lockout_key):
        if user is None or not is_right:
            raise errors.WRONG_PASSWORD()
    user.check_may_sign_in()
    return after_password(attempt, user)
