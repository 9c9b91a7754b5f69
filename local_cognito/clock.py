"""The only place where this package reads the time, so that tests can move it."""

import time


def now() -> float:
    """The current time in seconds since 1970, UTC."""
    return time.time()
