"""The only place where this package reads the time, so that it can be moved."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

_ahead = 0.0  # seconds by which this clock is ahead of the machine's


def now() -> float:
    """The current time in seconds since 1970, UTC."""
    return time.time() + _ahead


def timestamp() -> float:
    """The current time as AWS writes it: in seconds since 1970, with milliseconds."""
    return round(now(), 3)


@contextmanager
def moved(seconds: float) -> Iterator[None]:
    """Put this clock forward while the block runs, or back if `seconds` is negative."""
    global _ahead
    _ahead += seconds
    try:
        yield
    finally:
        _ahead -= seconds
