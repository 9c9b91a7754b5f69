"""The checks of lesson 05: look inside SRP."""

from __future__ import annotations

import json
import secrets
from datetime import datetime, timezone
from typing import Any

import boto3

from helpers import wire
from local_cognito import srp

from . import trial
from .verdict import NotYet, check, echo, expect, expect_strings, listed, result

FLOWS = ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
LETTERS = ("salt", "x", "v", "a", "A", "B", "u", "S")
STAYS_HIDDEN = {
    "x": "To compute x, they would need the password.",
    "v": "v is in Cognito's table, and does not cross the wire.",
    "a": "A crosses the wire, but nobody knows how to get from A back to a.",
    "S": "To compute S, they would need a or b. Neither crosses the wire.",
}


@check
def bytes_of(bytes_of: Any) -> str:
    """A function from a number to the bytes that Cognito hashes, tried on small and random numbers and on N."""
    numbers = [2, 127, 128, 255, 256, 32768, *(secrets.randbits(3071) for _ in range(50)), srp.N]
    for number in numbers:
        given, right = expect(result(bytes_of, number), bytes, "of the type `bytes`"), srp.as_bytes(number)
        name = str(number) if number < 10**6 else "N" if number == srp.N else "a long number"
        if int.from_bytes(given, "big") != number:
            raise NotYet(f"Read from left to right, the bytes for {name} are a different number.")
        if len(given) < len(right):
            raise NotYet(f"The first bit of {name} is 1, but there is no zero byte in front of it.")
        if len(given) > len(right):
            raise NotYet(f"For {name} you use {len(given)} bytes, but fewer are enough.")
    return "It writes small numbers, N and fifty random numbers as Cognito does."


@check
def eavesdropper(letters: Any, user_pool_id: str) -> str:
    """The letters of the numbers that someone with a recording of a login knows. A login is made and recorded."""
    letters = set(expect_strings(letters, example='["b"]'))
    for letter in sorted(letters - set(LETTERS)):
        raise NotYet(f"The eight letters are {listed(LETTERS)}. Yours is {echo(letter)}.")
    crossed, computed = _recorded_login(user_pool_id)
    for letter in sorted(letters - crossed - computed):
        raise NotYet(STAYS_HIDDEN[letter])
    if not crossed <= letters:
        raise NotYet("Something is missing. Look at what the first call sends to Cognito, and what comes back.")
    if not computed <= letters:
        raise NotYet("You have everything that crosses the wire. One more letter can be computed from that alone.")
    return (
        "The check recorded a login. Three of these letters are in it, and the fourth can be computed from them."
    )


def _recorded_login(user_pool_id: str) -> tuple[set[str], set[str]]:
    """Record a login, made step by step. Returns the letters that were sent, and those computed from them."""
    browser, pool_name = boto3.client("cognito-idp"), user_pool_id.partition("_")[2]
    with (
        trial.person(user_pool_id) as person,
        trial.app_client(user_pool_id, ExplicitAuthFlows=FLOWS) as client,
        wire.recording(browser) as calls,
    ):
        a = srp.new_secret_number()
        A = srp.client_public(a)
        challenge = browser.initiate_auth(
            ClientId=client["ClientId"],
            AuthFlow="USER_SRP_AUTH",
            AuthParameters={"USERNAME": person.email, "SRP_A": f"{A:x}"},
        )["ChallengeParameters"]
        salt, B = srp.from_hex(challenge["SALT"]), srp.from_hex(challenge["SRP_B"])
        user_id, secret_block = challenge["USER_ID_FOR_SRP"], challenge["SECRET_BLOCK"]
        u, x = srp.scrambler(A, B), srp.private_key(pool_name, user_id, person.password, salt)
        S, now = srp.client_shared_secret(a, B, x, u), srp.timestamp(datetime.now(timezone.utc))
        browser.respond_to_auth_challenge(
            ClientId=client["ClientId"],
            ChallengeName="PASSWORD_VERIFIER",
            ChallengeResponses={
                "USERNAME": challenge["USERNAME"],
                "PASSWORD_CLAIM_SECRET_BLOCK": secret_block,
                "PASSWORD_CLAIM_SIGNATURE": srp.claim_signature(
                    srp.session_key(S, u), pool_name, user_id, secret_block, now
                ),
                "TIMESTAMP": now,
            },
        )
    recorded = json.dumps([[call.sent, call.received] for call in calls])
    numbers = dict(zip(LETTERS, (salt, x, srp.verifier(x), a, A, B, u, S)))
    crossed = {letter for letter, number in numbers.items() if f'"{number:x}"' in recorded}
    computed = {"u"} if {"A", "B"} <= crossed else set()
    return crossed, computed - crossed
