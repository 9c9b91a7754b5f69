"""How often an hour a user may ask for a code, enter one, or change the password.

Source: AWS, Amazon Cognito Developer Guide, quotas, "code security". It says neither whether refused requests
count nor when the hour begins. Here they count, and the hour begins with the first request.
"""

from __future__ import annotations

from . import clock, errors
from .expiring import Expiring

HOUR = 60 * 60  # seconds
#: How many requests an hour are allowed.
LIMITS = {
    "ConfirmSignUp": 15,
    "ResendConfirmationCode": 5,
    "ChangePassword": 5,
    "ForgotPassword": 20,  # on AWS 5 to 20, depending on the risk that it sees
    "ConfirmForgotPassword": 20,
    "GetUserAttributeVerificationCode": 5,
    "VerifyUserAttribute": 15,
}
#: Operations that are counted under the name of another one.
TOGETHER = {"ConfirmForgotPassword": "ForgotPassword"}


class HourlyLimits:
    """Counts the requests of each user of a pool."""

    def __init__(self) -> None:
        self._counted: Expiring[tuple[str, str], tuple[int, float]] = Expiring()  # how many, and until when

    def count(self, operation: str, sub: str) -> None:
        """Count a request of `LIMITS`. Raises: ApiError: LimitExceededException."""
        key = (TOGETHER.get(operation, operation), sub)
        number, until = self._counted.get(key, (0, 0.0))
        if until <= clock.now():
            number, until = 0, clock.now() + HOUR
        if number == LIMITS[operation]:
            raise errors.LIMIT_EXCEEDED()
        self._counted.keep(key, (number + 1, until), until=until)

    def forget_expired(self) -> None:
        """Forget the hours that are over."""
        self._counted.forget_expired()

    def reset(self) -> None:
        """Forget all requests."""
        self._counted = Expiring()
