"""Both steps of SRP on the server, for a password and for the secret of a device."""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone

from .. import clock, errors, srp
from ..challenges import DeviceChallenge, Handshake
from ..user import SrpCredentials, User
from .attempt import Attempt, Parameters

#: How far TIMESTAMP may be from the server's clock. AWS does not publish its limit; this one is ours.
CLOCK_TOLERANCE = timedelta(minutes=5)
#: What Java reads as EEE MMM d HH:mm:ss z yyyy. Whether it is what the client signed is checked later.
TIMESTAMP_FORMAT = re.compile(
    rf"({'|'.join(srp.WEEKDAYS)}) ({'|'.join(srp.MONTHS)}) \d+ \d+:\d+:\d+ [\w:+-]+ \d+", re.IGNORECASE | re.ASCII
)


def public_number(attempt: Attempt) -> int:
    """SRP_A. Raises an ApiError if it is missing, or no number that SRP allows."""
    try:
        A = srp.from_hex(attempt.required("SRP_A"))
    except ValueError as error:
        raise errors.BAD_SRP_A() from error
    if not srp.is_acceptable(A):
        raise errors.BAD_SRP_A()
    return A


def begin(
    attempt: Attempt,
    A: int,
    credentials: SrpCredentials,
    *,
    user: User | None,
    lockout_key: str,
    device_challenge: DeviceChallenge | None = None,
) -> Parameters:
    """The first step: answer SRP_A with the parameters of a challenge, and keep the other half of them."""
    b = srp.new_secret_number()
    B = srp.server_public(b, credentials.verifier)
    handshake = Handshake(attempt.client, user, lockout_key, credentials, A, B, b, device_challenge)
    return {
        "SALT": f"{credentials.salt:x}",
        "SRP_B": f"{B:x}",
        "SECRET_BLOCK": attempt.pool.challenges.open_handshake(handshake),
    }


@dataclass(frozen=True)
class Claim:
    """The second step: what the client claims, and its signature."""

    secret_block: str = field(repr=False)
    signature: str = field(repr=False)
    timestamp: str

    @classmethod
    def of(cls, attempt: Attempt) -> Claim:
        """The claim in a call. Raises an ApiError if a part is missing, or the time has another format."""
        secret_block = attempt.required("PASSWORD_CLAIM_SECRET_BLOCK")
        claim = cls(secret_block, attempt.required("PASSWORD_CLAIM_SIGNATURE"), attempt.required("TIMESTAMP"))
        if not TIMESTAMP_FORMAT.fullmatch(claim.timestamp):
            raise errors.BAD_TIMESTAMP()
        return claim

    def is_proved(self, handshake: Handshake, name: str) -> bool:
        """Whether the client has the secret, and the time is right.

        Args:
            name: of the user pool, or the device group key.
        """
        u = srp.scrambler(handshake.A, handshake.B)
        S = srp.server_shared_secret(handshake.A, handshake.b, handshake.credentials.verifier, u)
        key, user_id = srp.session_key(S, u), handshake.credentials.user_id
        expected = srp.claim_signature(key, name, user_id, self.secret_block, self.timestamp)
        return hmac.compare_digest(expected.encode(), self.signature.encode()) and self._is_recent()

    def _is_recent(self) -> bool:
        try:
            moment = srp.parse_timestamp(self.timestamp)
        except ValueError:
            return False
        return abs(datetime.fromtimestamp(clock.now(), timezone.utc) - moment) <= CLOCK_TOLERANCE
