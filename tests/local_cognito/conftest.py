"""What several tests of the local Cognito share."""

from __future__ import annotations

from contextlib import ExitStack

import pytest

from local_cognito import clock


@pytest.fixture
def later(monkeypatch):
    """A function that puts the local Cognito's clock forward, by seconds. In between, the clock does not move."""
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now)

    def later(seconds: float) -> None:
        nonlocal now
        now += seconds

    return later


@pytest.fixture(scope="module")
def forward():
    """Put the local Cognito's clock forward, by seconds: then pauses end, and sessions expire."""
    with ExitStack() as moves:
        yield lambda seconds: moves.enter_context(clock.moved(seconds))
