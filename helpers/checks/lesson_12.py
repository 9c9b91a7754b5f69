"""The checks of lesson 12: log in on Cognito's page."""

from __future__ import annotations

import secrets
from typing import Any

from .verdict import NotYet, check, expect, result

# By the number of a thief: why there are no tokens.
GETS_NOTHING = {
    1: "The code is good for nothing without the verifier.",
    2: "The challenge is a hash of the verifier, and nobody can compute the verifier from it.",
    4: "Your application has used this code, and each code works once.",
    5: "Cognito asks for neither the state nor the nonce. Your application checks them.",
}


@check
def may_trade(may_trade: Any) -> str:
    """A function of what came back in the address, and of the state that the session expects, or None."""
    ours, theirs = secrets.token_urlsafe(), secrets.token_urlsafe()
    code = {"code": secrets.token_urlsafe()}
    for came_back, expected, right, what in (
        ({**code, "state": ours}, ours, True, "someone who clicked Log in and comes back"),
        ({**code, "state": theirs}, ours, False, "someone who clicked a link with another state"),
        (code, ours, False, "someone who clicked a link without a state"),
        ({"error": "access_denied", "state": ours}, ours, False, "someone who comes back without a code"),
        ({**code, "state": theirs}, None, False, "someone who never clicked Log in, and clicked a link"),
        (code, None, False, "someone who never clicked Log in, and clicked a link without a state"),
    ):
        answer = expect(result(may_trade, came_back, expected), bool, "True or False")
        if answer != right:
            raise NotYet(f"It returns {answer} for {what}.")
    return "It accepts only the answer to the question that this session has asked."


@check
def thieves(numbers: Any) -> str:
    """The numbers of those who get tokens for what they have stolen."""
    numbers = expect(numbers, (list, tuple, set, frozenset), "some numbers in brackets, such as `[6, 7]`")
    if not all(type(number) is int and 1 <= number <= 5 for number in numbers):
        raise NotYet("Write the numbers of thieves, from 1 to 5.")
    for number in sorted(GETS_NOTHING.keys() & set(numbers)):
        raise NotYet(f"Number {number} gets no tokens. {GETS_NOTHING[number]}")
    if not numbers:
        raise NotYet("One of them gets tokens. Look at what your own request for tokens contained.")
    return "Only the code together with its verifier is worth tokens, and only until your application uses them."
