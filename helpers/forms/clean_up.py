"""The form that deletes what the lessons created: it lists, asks, deletes, and lists again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any, Callable

from helpers.errors import CleanUpError

from .entry import Field, Step
from .form import Form
from .messages import FormError

TITLE = "Clean up"
WORD = "delete"
UserPool = Mapping[str, Any]


def pools_html(pools: Iterable[UserPool]) -> str:
    """HTML for a list of user pools: id, name, date of creation, number of users."""
    listed = "".join(map(_pool_html, pools))
    return f"<p>These user pools will be deleted, with everything in them:</p><ul>{listed}</ul>"


def notes_html(notes: Iterable[str]) -> str:
    return "".join(f"<p>{escape(note)}</p>" for note in notes)


def _pool_html(pool: UserPool) -> str:
    users = pool.get("EstimatedNumberOfUsers", 0)
    known = [pool["Name"], f"created {pool['CreationDate']:%Y-%m-%d}", f"{users} user{'' if users == 1 else 's'}"]
    return f"<li><code>{escape(pool['Id'])}</code> {escape(', '.join(known))}</li>"


class CleanUpForm(Form):
    """A list of user pools, and a button that calls your `remove()` once you have typed "delete".

    `find()` returns the pools as DescribeUserPool describes them. It is called when the form is made and after
    `remove()`. When no pool is left, the form says so. If `remove` raises `CleanUpError`, the form shows the
    reason and what is left. `notes()` returns sentences to show below the list, such as which region was searched.
    """

    plain_text = "A form to clean up. Run this cell to see it."

    def __init__(
        self,
        find: Callable[[], Iterable[UserPool]],
        remove: Callable[[], Any],
        notes: Callable[[], Iterable[str]] = tuple,
    ) -> None:
        self._find, self._remove, self._notes = find, remove, notes
        self._pools: list[UserPool] = []
        word = Field("word", f'Type "{WORD}" to confirm', f'Nothing is deleted until you type "{WORD}".')
        self._question = Step(TITLE, (word,), "Delete", "Deleting…", self._submit)
        super().__init__(self._question)
        self._update()

    def _update(self) -> None:
        """List the pools that exist now, or say that none is left."""
        before, self._pools = self._pools, list(self._find())
        notes = notes_html(self._notes())
        if self._pools:
            self.show_step(self._question._replace(intro=pools_html(self._pools) + notes))
        else:
            gone = ", ".join(pool["Id"] for pool in before)
            done = f"{f'Deleted: {gone}. ' if gone else ''}Nothing is left to delete."
            self.show_result(TITLE, done, details=notes)

    def _submit(self, word: str) -> None:
        if word.lower() != WORD:
            raise FormError(f'"{word}" is not "{WORD}". Nothing was deleted.')
        try:
            self._remove()
        except CleanUpError as error:
            raise FormError(str(error)) from error
        finally:
            self._update()
