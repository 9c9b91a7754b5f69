"""Two things that ipywidgets leaves open: a password field that keeps nothing, and Enter.

Both work alike on ipywidgets 8 (JupyterLab) and 7.7.1 (Colab).
"""

from __future__ import annotations

import asyncio
from typing import Any, Callable

import ipywidgets as widgets
from traitlets import Unicode

GRACE = 0.2  # seconds that a text may come in later than the Enter or the click that followed it


class SecretField(widgets.Password):
    """A password field whose text is in no widget's state, so that no notebook can save it.

    The browser sends the text when you leave the field or press Enter. It is taken into plain Python memory
    at once and the field is emptied; dots show that something was typed. `take()` gives it out, once.
    `on_typed`, if given, is called with each text that comes in.
    """

    value = Unicode().tag(sync=True, echo_update=False)  # ipywidgets 8 repeats what it receives; not this

    def __init__(self, description: str, *, on_typed: Callable[[str], None] | None = None) -> None:
        self._secret = ""
        self._on_typed = on_typed
        super().__init__(description=description, continuous_update=False, layout=widgets.Layout(width="auto"))
        self.observe(self._keep, "value")

    def _keep(self, change: dict[str, Any]) -> None:
        if not change["new"]:
            return
        self._secret, self.value = change["new"], ""
        self.placeholder = "••••••••"
        if self._on_typed:
            self._on_typed(self._secret)

    @property
    def filled(self) -> bool:
        """Whether something was typed that nobody has taken yet."""
        return bool(self._secret)

    def same_as(self, other: SecretField) -> bool:
        """Whether the same was typed in both."""
        return self._secret == other._secret

    def take(self) -> str:
        """What was typed, or an empty string. From then on the field knows nothing of it."""
        secret, self._secret = self._secret, ""
        self.placeholder = ""
        return secret


def soon(action: Callable[[], None]) -> None:
    """Call `action()` after `GRACE`, when every text that was typed before has come in.

    Each field and the button have a line of their own to the kernel, and ipykernel 7 serves them in more than one
    thread: a click can overtake the text that was typed before it.
    """
    try:
        asyncio.get_running_loop().call_later(GRACE, action)
    except RuntimeError:  # no event loop, so no browser: the text is here already
        action()


def on_enter(field: widgets.Text, action: Callable[[], None]) -> None:
    """Call `action()` when Enter is pressed in `field`, once the text that stands there has come in.

    `Text.on_submit` is deprecated in ipywidgets 8, and watching `value` cannot tell Enter from leaving the
    field. So this listens to the message that the browser sends for Enter. It comes BEFORE the text, as a
    keypress comes before a change: `action` waits for the text, or for `GRACE` if that is as it was.
    """
    waiting: list[Any] = []

    def act() -> None:
        waiting.pop().cancel()
        action()

    def text(change: dict[str, Any]) -> None:
        if waiting and change["new"]:  # not the emptying of a SecretField
            act()

    def enter(_: widgets.Text, content: dict[str, Any], __: Any) -> None:
        if content.get("event") != "submit" or waiting:
            return
        try:
            waiting.append(asyncio.get_running_loop().call_later(GRACE, act))
        except RuntimeError:  # no event loop, so no browser: the text is here already
            action()

    field.on_msg(enter)
    field.observe(text, "value")
