"""The style sheets beside this file, as they are and ready to stand in HTML."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def sheet(name: str) -> str:
    """The style sheet `name` ("card", "tokens" or "password")."""
    return Path(__file__).with_name(f"{name}.css").read_text(encoding="utf-8")


def style(name: str) -> str:
    """A `<style>` element with that sheet."""
    return f"<style>\n{sheet(name)}</style>"
