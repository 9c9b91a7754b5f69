"""The checks of lesson 05: look inside SRP."""

from __future__ import annotations

import json
import secrets
from datetime import datetime, timezone
from typing import Any

import boto3

from helpers import wire
from helpers.lab import new_password
from local_cognito import srp

from . import trial
from .verdict import NotYet, check, echo, expect, expect_strings, listed, result

FLOWS = ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
LETTERS = ("salt", "x", "v", "a", "A", "B", "u", "S")
STAYS_HIDDEN = {
    "x": "It takes the password to compute x.",
    "v": "v is in Cognito's table, and stays there.",
    "a": "A crosses the wire, and nobody knows a way back from A to a.",
    "S": "To compute S it takes a or b, and neither of them crosses the wire.",
}


@check
def bytes_of(bytes_of: Any) -> str:
    """A function from a number to the bytes that Cognito hashes, tried on small and random numbers and on N."""
    numbers = [2, 127, 128, 255, 256, 32768, *(secrets.randbits(3071) for _ in range(50)), srp.N]
    for number in numbers:
        given, right = expect(result(bytes_of, number), bytes, "of the type `bytes`"), srp.as_bytes(number)
        name = str(number) if number < 10**6 else "N" if number == srp.N else "a long number"
        if int.from_bytes(given, "big") != number:
            raise NotYet(f"Read from left to right, the bytes for {name} are another number.")
        if len(given) < len(right):
            raise NotYet(f"The first bit of {name} is 1, and there is no zero byte in front of it.")
        if len(given) > len(right):
            raise NotYet(f"For {name} you take {len(given)} bytes, and fewer are enough.")
    return "It writes small numbers, N and fifty random ones as Cognito does."


@check
def eavesdropper(letters: Any, user_pool_id: str) -> str:
    """The letters of the numbers that someone with a recording of a login knows. A login is made and recorded."""
    letters = set(expect_strings(letters, example='["b"]'))
    for letter in sorted(letters - set(LETTERS)):
        raise NotYet(f"The eight are {listed(LETTERS)}, and {echo(letter)} is none of them.")
    crossed, computed = _recorded_login(user_pool_id)
    for letter in sorted(letters - crossed - computed):
        raise NotYet(STAYS_HIDDEN[letter])
    if not crossed <= letters:
        raise NotYet("Not all is there yet: look at what the first call carries to Cognito, and what comes back.")
    if not computed <= letters:
        raise NotYet("What crosses the wire is complete. One of the others can be computed of that alone.")
    return "A login was recorded: three of them stand in it, and one more can be computed of these."


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


@check
def is_password_of(is_password_of: Any, pool_name: str) -> str:
    """A function of a stolen row and a guessed password, tried on two rows and three guesses."""
    ada, bob = new_password(), new_password()
    rows = {password: _row(pool_name, password) for password in (ada, bob)}
    for owner, row in rows.items():
        for guess in (ada, bob, ada[:-1]):
            answer = expect(result(is_password_of, dict(row), guess), bool, "True or False")
            if answer and guess != owner:
                raise NotYet("It says True of a guess that is wrong.")
            if guess == owner and not answer:
                raise NotYet(
                    "It says False of the right password. What does the table hold, and what do you hold?"
                )
    return "It tells the right guess from wrong ones, and a row from another."


def _row(pool_name: str, password: str) -> dict[str, Any]:
    user_id, salt = secrets.token_hex(8), srp.new_salt()
    x = srp.private_key(pool_name, user_id, password, salt)
    return {"user_id": user_id, "salt": salt, "verifier": srp.verifier(x)}
