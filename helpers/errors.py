"""Errors that stop a lesson. The message of each tells the learner what to do."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

MAX_CLOCK_SKEW = timedelta(minutes=5)  # AWS, Elements of an API request signature: within five minutes


class LabError(Exception):
    """The lesson cannot start. Jupyter shows only the message, without a traceback."""

    heading = "The lab cannot start."

    def _render_traceback_(self) -> list[str]:
        return [f"{self.heading} {self}"]


class LabStop(LabError):
    """A cell needs something that only the learner has, or that nobody can do on AWS."""

    heading = "This cell stops here."


class CleanUpError(LabError):
    """Some user pools could not be deleted. The message says which, why, and what was deleted."""

    heading = "The clean-up is not finished."


def explain_clock_skew(error: Exception) -> str | None:
    """What to do if AWS refused a signature because this machine's clock is wrong; None if the clock is right.

    AWS reports this in several ways (RequestExpired, InvalidSignatureException, SignatureDoesNotMatch), so the
    clock is compared with the Date header of the response.
    """
    headers = getattr(error, "response", {}).get("ResponseMetadata", {}).get("HTTPHeaders", {})
    try:
        ahead = datetime.now(timezone.utc) - parsedate_to_datetime(headers["date"])
    except (KeyError, TypeError, ValueError):
        return None
    if abs(ahead) < MAX_CLOCK_SKEW:
        return None
    minutes, side = round(abs(ahead) / timedelta(minutes=1)), "ahead of" if ahead > timedelta(0) else "behind"
    return (
        f"This machine's clock is {minutes} minutes {side} AWS's, and AWS accepts at most five. "
        "Set the clock, or turn on automatic time, then run this again."
    )
