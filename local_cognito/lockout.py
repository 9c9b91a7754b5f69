"""Five wrong passwords, then a pause that doubles.

Source: AWS, Amazon Cognito Developer Guide, "Authentication flows", lockout behaviour for failed sign-in attempts.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from . import clock
from .refusals import TOO_MANY_ATTEMPTS, Refusal

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
    """Counts the wrong passwords, or the wrong codes, of each user of a pool, in all flows together."""

    def __init__(self, refusal: Refusal = TOO_MANY_ATTEMPTS) -> None:
        self._refusal = refusal
        self._records: dict[Hashable, _Record] = {}

    @contextmanager
    def attempt(self, user: Hashable) -> Iterator[None]:
        """Around a check that raises when it fails: a failure is counted, a success forgets those before.

        Raises:
            JsonRESTError: it is the pause, and nothing was checked or counted.
        """
        record = self._records.get(user, _Record())
        if clock.now() < record.open_again:
            raise self._refusal()
        if clock.now() > max(record.open_again, record.last_failure) + FORGOTTEN_AFTER:
            record = _Record()
        try:
            yield
        except Exception:
            record.failures += 1
            record.last_failure = clock.now()
            self._records[user] = record
            raise
        self.forget(user)

    def forget(self, user: Hashable) -> None:
        self._records.pop(user, None)
