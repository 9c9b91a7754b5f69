"""The style sheets beside this file, ready to stand in HTML."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def style(name: str) -> str:
    """A `<style>` element with the style sheet `name` ("card", "tokens" or "password")."""
    return f"<style>\n{Path(__file__).with_name(f'{name}.css').read_text(encoding='utf-8')}</style>"
