"""What draws a QR code in an SVG."""

from __future__ import annotations

import re
from urllib.parse import unquote

import segno


def path_of(svg: str) -> str:
    """The part of an SVG, or of its data URI, that draws this QR code and no other."""
    found = re.search(r"""\bd=["'](M4 [^"']{300})""", unquote(svg))
    assert found, "no QR code in it"
    return found.group(1)


def path_drawn_for(text: str) -> str:
    """The same for a QR code of this text."""
    return path_of(segno.make(text, error="m").svg_inline())
