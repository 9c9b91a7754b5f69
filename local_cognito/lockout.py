"""After five failed attempts in a row, a wait that doubles with each further one.

Source: AWS, Amazon Cognito Developer Guide, "Authentication flows", lockout behavior for failed sign-in attempts.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from . import clock, errors
from .expiring import Expiring

FREE_FAILURES = 5
LONGEST_WAIT = 15 * 60  # seconds
FORGOTTEN_AFTER = 15 * 60  # seconds without an attempt


@dataclass
class _Failures:
    count: int = 0
    last: float = 0.0

    @property
    def locked_until(self) -> float:
        if self.count < FREE_FAILURES:
            return 0.0
        return self.last + min(2.0 ** (self.count - FREE_FAILURES), LONGEST_WAIT)

    @property
    def expires(self) -> float:
        return max(self.locked_until, self.last) + FORGOTTEN_AFTER


class Lockout:
    """Counts failed attempts under any key, such as a user's sub, in all authentication flows together."""

    def __init__(self, error: errors.ErrorType = errors.TOO_MANY_ATTEMPTS) -> None:
        self._error = error
        self._failures: Expiring[Hashable, _Failures] = Expiring()

    @contextmanager
    def attempt(self, key: Hashable) -> Iterator[None]:
        """Put this around a check that raises when it fails. A failure is counted; a success resets the count.

        Raises:
            ApiError: the key is locked out. The check is not run and nothing is counted.
        """
        failures = self._failures.get(key, _Failures())
        if clock.now() < failures.locked_until:
            raise self._error()
        if clock.now() > failures.expires:
            failures = _Failures()
        try:
            yield
        except Exception:
            failures.count += 1
            failures.last = clock.now()
            self._failures.keep(key, failures, until=failures.expires)
            raise
        self.reset(key)

    def forget_expired(self) -> None:
        """Forget the failures that no longer count."""
        self._failures.forget_expired()

    def reset(self, key: Hashable) -> None:
        """Forget the failures under this key."""
        self._failures.pop(key, None)
