"""What stops a lesson, in a sentence for the person in front of it."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

SIGNATURE_LASTS = timedelta(minutes=5)  # AWS, Elements of an API request signature: within five minutes


class LabError(Exception):
    """The lesson cannot start; the text says what to do. Jupyter shows the text alone, without a traceback."""

    heading = "The lab cannot start."

    def _render_traceback_(self) -> list[str]:
        return [f"{self.heading} {self}"]


class CleanUpError(LabError):
    """Something is left; the text says what and why, and what was deleted."""

    heading = "The clean-up is not finished."


def clock_trouble(error: Exception) -> str | None:
    """What to do about this machine's clock, if AWS refuses a signature because of it; else None.

    A signature holds for five minutes around the time that it names. AWS says so in many ways (RequestExpired,
    InvalidSignatureException, SignatureDoesNotMatch); each answer carries AWS's own time.
    """
    headers = getattr(error, "response", {}).get("ResponseMetadata", {}).get("HTTPHeaders", {})
    try:
        ahead = datetime.now(timezone.utc) - parsedate_to_datetime(headers["date"])
    except (KeyError, TypeError, ValueError):
        return None
    if abs(ahead) < SIGNATURE_LASTS:
        return None
    minutes, side = round(abs(ahead) / timedelta(minutes=1)), "ahead of" if ahead > timedelta(0) else "behind"
    return (
        f"This machine's clock is {minutes} minutes {side} AWS's, and AWS takes no signature that is off by more "
        "than five. Set the clock (switch on that it is set automatically), then run this again."
    )
