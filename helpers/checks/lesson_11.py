"""The checks of lesson 11: protect an API."""

from __future__ import annotations

import time
from typing import Any

from .verdict import NotYet, check, expect, result

HOUR = 3600  # seconds


@check
def may_read_invoices(may_read_invoices: Any) -> str:
    """A function of the claims of a good access token, tried on people in several groups and in none."""
    for groups, right in (
        (["accounting"], True),
        (["managers"], True),
        (["staff", "managers"], True),
        (["accounting", "managers"], True),
        (["staff"], False),
        (["accounting-trainees"], False),
        (None, False),
    ):
        claims = {"token_use": "access", "username": "a", **({"cognito:groups": groups} if groups else {})}
        answer = expect(result(may_read_invoices, claims), bool, "True or False")
        if answer != right:
            who = f"someone in {' and '.join(f'`{name}`' for name in groups)}" if groups else "someone in no group"
            raise NotYet(f"It returns {answer} for {who}.")
    return "It lets in both groups and nobody else, and it works for someone in no group."


@check
def is_signed_out(is_signed_out: Any) -> str:
    """A function of a good token's claims and of the time when its user signed out everywhere."""
    now = int(time.time())
    signed_out_at = now - 600
    for login, made, right, what in (
        (now - 1200, now - 1200, True, "a token from a login ten minutes before the user signed out"),
        (now - 5 * HOUR, now - 1200, True, "a token that was refreshed before the user signed out"),
        (now - 60, now - 60, False, "a token from a login after the user signed out"),
        (now - 400, now - 60, False, "a token from a later login, refreshed since then"),
    ):
        claims = {"auth_time": login, "iat": made, "exp": made + HOUR, "token_use": "access"}
        answer = expect(result(is_signed_out, claims, signed_out_at), bool, "True or False, so compare two times")
        if answer != right:
            raise NotYet(f"It returns {answer} for {what}.")
    return "It refuses every older token, and lets the user log in again."
