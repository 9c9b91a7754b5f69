"""What stops a lesson, in a sentence for the person in front of it."""

from __future__ import annotations


class LabError(Exception):
    """The lesson cannot start; the text says what to do. Jupyter shows the text alone, without a traceback."""

    heading = "The lab cannot start."

    def _render_traceback_(self) -> list[str]:
        return [f"{self.heading} {self}"]


class CleanUpError(LabError):
    """Something is left; the text says what and why, and what was deleted."""

    heading = "The clean-up is not finished."
