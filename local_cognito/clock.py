"""The one place where the local Cognito reads the time, so that a test can put it forward."""

import time


def now() -> float:
    """Seconds since 1970, UTC."""
    return time.time()
