"""The login page in a lesson. The browser's half is in `frame.js`."""

from __future__ import annotations

from pathlib import Path

import anywidget
from traitlets import Int, Unicode

from helpers.place import where


class Frame(anywidget.AnyWidget):
    """Shows the page on this port of the kernel's machine, or says that the browser cannot reach it."""

    _esm = Path(__file__).with_name("frame.js").read_text(encoding="utf-8")
    _css = Path(__file__).with_name("frame.css").read_text(encoding="utf-8")
    port = Int().tag(sync=True)
    address = Unicode().tag(sync=True)

    def __init__(self, port: int) -> None:
        super().__init__(port=port, address=where().address)

    def __repr__(self) -> str:
        return "A frame with the login page. Run this cell to see it."
