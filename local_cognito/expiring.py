"""Dictionaries that forget: the reason why memory does not grow with logins."""

from __future__ import annotations

from collections.abc import Hashable
from heapq import heappop, heappush
from itertools import count
from typing import TypeVar

from . import clock

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Expiring(dict[Key, Value]):
    """A dictionary of which each item is kept until its time is over.

    Expired items may still be there: `forget_expired` removes them, at a cost that each item pays once.
    """

    def __init__(self) -> None:
        super().__init__()
        self._ends: dict[Key, float] = {}
        self._queue: list[tuple[float, int, Key]] = []  # a heap; the number is there for ends that are equal
        self._numbers = count()

    def keep(self, key: Key, value: Value, *, until: float) -> None:
        """Add an item, or replace it; forget the items that have expired.

        Args:
            until: in seconds since 1970. The item is kept at least so long.
        """
        self.forget_expired()
        self[key] = value
        if self._ends.get(key) != until:
            self._ends[key] = until
            heappush(self._queue, (until, next(self._numbers), key))

    def forget_expired(self) -> None:
        """Remove the items whose time is over."""
        while self._queue and self._queue[0][0] < clock.now():
            end, _, key = heappop(self._queue)
            if self._ends.get(key) == end:  # else it was kept again, until another time
                del self._ends[key]
                self.pop(key, None)
