"""Templates made into responses, and the pages that only say what is wrong."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from werkzeug.wrappers import Response

HERE = Path(__file__).parent
STYLE = (HERE / "style.css").read_text(encoding="utf-8")
#: For Content-Security-Policy: the only style that a page may have.
STYLE_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
TEMPLATES = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
ENCOUNTERED = "An error was encountered with the requested page."


def render(template: str, status: int, **values: Any) -> Response:
    """The response that shows a template."""
    html = TEMPLATES.get_template(template).render(style=STYLE, **values)
    return Response(html, status, mimetype="text/html")


def error(message: str, status: int) -> Response:
    """A page that says what is wrong.

    Args:
        message: one of our own, never what somebody has sent.
    """
    return render("error.html", status, heading=ENCOUNTERED if status == 400 else message, message=message)
