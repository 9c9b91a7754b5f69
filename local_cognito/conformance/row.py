"""A row of the conformance table: a call, what AWS answers, and where that is known from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from local_cognito.conformance.world import World, outcome

# --- how well an answer is known ---
DOC = "doc"  # AWS's documentation says so
SEEN = "seen"  # somebody published what real Cognito answered
HEARSAY = "hearsay"  # common knowledge, or our best guess at the words
OURS = "ours"  # the local Cognito differs from AWS on purpose

# --- sources of several rows ---
# A repository with a number is an issue in which somebody shows what real Cognito answered.
MINISTACK = "ministack#1758"  # a table of answers, recorded from a real user pool
FLOCI = "floci, fixtures of 2026-05"  # answers recorded from a real user pool
FLOWS_API = "API, ExplicitAuthFlows"
TOKENS_GUIDE = "guide, using tokens"


class Row(NamedTuple):
    """One case of the table.

    Attributes:
        id: names the case in tests; two rows never have the same.
        case: what is called, in words.
        call: the call itself. It is given a new `World`; what it returns is put in words by `outcome`.
        answer: what AWS answers. ``{client}``, ``{pool}`` and ``{user}`` are filled in from the world.
        source: where the answer is known from. ``guide`` and ``API`` are AWS's developer guide and API reference.
        grade: how well it is known.
        local_only: whether the case needs what only the local Cognito has, such as the mailed code in a header.
        stock_moto_agrees: whether moto, without the local Cognito, gives the same answer.
    """

    id: str
    case: str
    call: Callable[[World], Any]
    answer: str
    source: str
    grade: str
    stock_moto_agrees: bool = False
    local_only: bool = False

    def expected(self, world: World) -> str:
        """The answer, with the ids of this world."""
        return self.answer.format(
            client=world.client_id, pool=world.user_pool_id, user=world.username, region=world.region
        )

    def run(self, world: World) -> tuple[str, str]:
        """What the call comes to in this world, and what it should come to."""
        return outcome(self.call, world), self.expected(world)
