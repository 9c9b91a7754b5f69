"""Five wrong passwords, then a pause that doubles.

Source: AWS, Amazon Cognito Developer Guide, "Authentication flows", lockout behaviour for failed sign-in attempts.
"""

from __future__ import annotations

from dataclasses import dataclass

from . import clock
from .refusals import TOO_MANY_ATTEMPTS

FREE_FAILURES = 5
LONGEST_PAUSE = 15 * 60  # seconds
FORGOTTEN_AFTER = 15 * 60  # seconds without an attempt


@dataclass
class _Record:
    failures: int = 0
    last_failure: float = 0.0

    @property
    def open_again(self) -> float:
        if self.failures < FREE_FAILURES:
            return 0.0
        return self.last_failure + min(2 ** (self.failures - FREE_FAILURES), LONGEST_PAUSE)


class Lockout:
    """Counts the wrong passwords of each user of a pool, in all flows together."""

    def __init__(self) -> None:
        self._records: dict[str, _Record] = {}

    def check(self, user: str) -> None:
        """Refuse an attempt during a pause. Such an attempt does not count as a failure.

        Raises:
            JsonRESTError: NotAuthorizedException, "Password attempts exceeded".
        """
        record = self._records.get(user)
        if record is None:
            return
        if clock.now() < record.open_again:
            raise TOO_MANY_ATTEMPTS()
        if clock.now() > max(record.open_again, record.last_failure) + FORGOTTEN_AFTER:
            self.forget(user)

    def failed(self, user: str) -> None:
        record = self._records.setdefault(user, _Record())
        record.failures += 1
        record.last_failure = clock.now()

    def forget(self, user: str) -> None:
        self._records.pop(user, None)
