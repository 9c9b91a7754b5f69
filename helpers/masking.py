"""Secrets, shortened so that a lesson can show them."""

from __future__ import annotations


def mask(token: str) -> str:
    """The first four and the last three characters, such as `eyJr…3fQ`. Only `…` for fewer than 16 characters."""
    return f"{token[:4]}…{token[-3:]}" if len(token) >= 16 else "…"
