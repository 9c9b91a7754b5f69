"""The form that removes what the lessons made: it shows, asks, removes, and looks again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any, Callable

from helpers.errors import CleanUpError

from .card import Card, done_html, title_html
from .entry import Field, Step
from .messages import NotYet

TITLE = "Clean up"
WORD = "delete"
UserPool = Mapping[str, Any]


def pools_html(pools: Iterable[UserPool]) -> str:
    """HTML for a list of user pools: id, name, since when, how many users."""
    return f"<p>This goes, with all that is in it:</p><ul>{''.join(map(_pool_html, pools))}</ul>"


def _pool_html(pool: UserPool) -> str:
    users = pool.get("EstimatedNumberOfUsers", 0)
    known = [pool["Name"], f"made {pool['CreationDate']:%Y-%m-%d}", f"{users} user{'' if users == 1 else 's'}"]
    return f"<li><code>{escape(pool['Id'])}</code> {escape(', '.join(known))}</li>"


class CleanUpForm(Card):
    """The user pools that would go, and a button that calls your `remove()` once you have typed "delete".

    `find()` returns them as DescribeUserPool shows them; it is called when the form is made, and after `remove()`.
    The form ends when nothing is left. If something is, `CleanUpError` says why, and the form shows what.
    """

    text_alone = "A form to clean up. Run this cell to see it."

    def __init__(self, find: Callable[[], Iterable[UserPool]], remove: Callable[[], Any]) -> None:
        self._find, self._remove = find, remove
        self._pools: list[UserPool] = []
        word = Field("word", f'Type "{WORD}" if all of it may go', f'Nothing goes before you type "{WORD}".')
        self._question = Step(TITLE, (word,), "Delete", "Deleting…", self._submit)
        super().__init__(self._question)
        self._look()

    def _look(self) -> None:
        """Show what is there: the question, or that nothing is left."""
        before, self._pools = self._pools, list(self._find())
        if self._pools:
            self.ask(self._question)
            self.head.value = title_html(TITLE) + pools_html(self._pools)
        else:
            gone = ", ".join(pool["Id"] for pool in before)
            done = f"{gone}: gone. " if gone else ""
            self.give_way(title_html(TITLE) + done_html(f"{done}Nothing of the lessons is left."))

    def _submit(self, word: str) -> None:
        if word.lower() != WORD:
            raise NotYet(f'"{word}" is not "{WORD}". Nothing was removed.')
        try:
            self._remove()
        except CleanUpError as error:
            raise NotYet(str(error)) from error
        finally:
            self._look()
