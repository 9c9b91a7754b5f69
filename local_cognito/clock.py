"""The only place where this package reads the time, so that tests can move it."""

import time


def now() -> float:
    """The current time in seconds since 1970, UTC."""
    return time.time()


def timestamp() -> float:
    """The current time as AWS writes it: in seconds since 1970, with milliseconds."""
    return round(now(), 3)
