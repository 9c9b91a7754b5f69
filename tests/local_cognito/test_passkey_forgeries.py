"""Forged answers of a browser: none may sign anyone in or add a passkey to anyone else, and none may fail.

    FUZZ_CALLS=10000 make test ARGS="tests/local_cognito/test_passkey_forgeries.py -n 0"

Mallory has an account and a passkey of her own. She sees whatever the victim's passkey has signed: earlier logins,
and answers to pages of hers, of another site and of another user pool, which a browser would refuse.
"""

from __future__ import annotations

import json
import os
import random
from collections import Counter
from functools import partial
from typing import Any

import pytest

from local_cognito.app import CognitoApp
from local_cognito.conformance.cases.passkeys import (
    ELSEWHERE,
    PAGE,
    ask,
    count,
    from_base64url,
    listed,
    register,
    send,
    sign,
    start,
    with_passkey,
)
from local_cognito.conformance.world import World, outcome
from local_cognito.encoding import base64url
from tests.local_cognito.test_fuzz import CALLS, JUNK, SEED, hand_to

pytestmark = pytest.mark.once

BINARY = ["clientDataJSON", "authenticatorData", "signature", "attestationObject"]
ODD: list[Any] = [None, 0, True, [], {}, [{}], *JUNK]


class Forger:
    """The victim, Mallory and an account of the victim's name in another pool; every forgery is a method."""

    def __init__(self, url: str) -> None:
        self.app, self.counts = CognitoApp(), Counter[str]()
        self.victim = with_passkey(World(url), UserVerification="required")
        self.mallory = self.victim.someone_else()
        register(self.mallory)
        self.elsewhere = self.victim.another_pool()
        self.elsewhere.email = self.elsewhere.username = self.victim.email
        with_passkey(self.elsewhere, UserVerification="required")
        self.token = self.mallory.access_token()
        self.seen = [sign(self.victim, ask(self.victim)) for _ in range(3)]

    # --- where an answer comes from: all of these are refused as they are ---

    def overheard(self, draw: random.Random, asked: Any) -> Any:
        return draw.choice(self.seen)

    def phished(self, draw: random.Random, asked: Any) -> Any:
        page = draw.choice(
            [ELSEWHERE, f"{PAGE}.example.org", "http://127.0.0.1:8888", "http://localhost@evil.org"]
        )
        return sign(self.victim, asked, page)

    def of_mallory(self, draw: random.Random, asked: Any) -> Any:
        ids = draw.choice([{}, {"id": self.victim.authenticator.keys[0].id}])
        return {**sign(self.mallory, asked, allowCredentials=[]), **ids}

    def of_another_pool(self, draw: random.Random, asked: Any) -> Any:
        return sign(self.elsewhere, asked, allowCredentials=[])

    def mixed(self, draw: random.Random, asked: Any) -> Any:
        """The right answer with a part of another one."""
        one, other, part = sign(self.victim, asked), draw.choice(self.seen), draw.choice(BINARY[:3])
        return {**one, "response": {**one["response"], part: other["response"][part]}}

    def altered(self, draw: random.Random, asked: Any) -> Any:
        """The right answer with a byte of it changed, cut off or added."""
        return self.alter(draw, sign(self.victim, asked), draw.choice(BINARY[:3]))

    # --- what is done to it ---

    def alter(self, draw: random.Random, credential: Any, part: str) -> Any:
        data = bytearray(from_base64url(credential["response"][part]))
        place, change = draw.randrange(len(data)), draw.random()
        if change < 0.6:
            data[place] ^= draw.randrange(1, 256)
        elif change < 0.8:
            del data[place:]
        else:
            data[place:place] = draw.randbytes(draw.choice([1, 40, 4000]))
        return {**credential, "response": {**credential["response"], part: base64url(bytes(data))}}

    def spoil(self, draw: random.Random, credential: Any) -> Any:
        """One more change: a byte, a member of another type or left out, or the text of the whole."""
        change, credential = draw.random(), json.loads(json.dumps(credential))
        parts = [part for part in BINARY if part in credential["response"]]
        if change < 0.4:
            return self.alter(draw, credential, draw.choice(parts))
        container = draw.choice([credential, credential["response"]])
        container[draw.choice(list(container))] = draw.choice(ODD)
        return credential

    # --- one call ---

    def call(self, operation: str, body: Any) -> Any:
        status, answer = hand_to(self.app, operation, body)
        came = answer.get("__type") or ("tokens" if "AuthenticationResult" in answer else "done")
        self.counts[f"{operation}: {status} {came}"] += 1
        assert status in (200, 400), answer
        return answer

    def sign_in(self, draw: random.Random) -> None:
        asked = ask(self.victim)
        forge = draw.choice(
            [self.overheard, self.phished, self.of_mallory, self.of_another_pool, self.mixed, self.altered]
        )
        credential = forge(draw, asked)
        if draw.random() < 0.5 and forge not in (self.mixed, self.altered):
            credential = self.spoil(draw, credential)
        text = json.dumps(credential)
        if draw.random() < 0.1:
            text = draw.choice([text[: draw.randrange(len(text))], *JUNK])
        answer = {"USERNAME": self.victim.username, "CREDENTIAL": text}
        body = {"ClientId": self.victim.client_id, "ChallengeName": "WEB_AUTHN", "ChallengeResponses": answer}
        came = self.call("RespondToAuthChallenge", {**body, "Session": asked["Session"]})
        assert "AuthenticationResult" not in came, forge.__name__

    def register(self, draw: random.Random) -> None:
        owner = draw.choice([self.mallory, self.mallory, self.victim])
        token = self.token if owner is self.mallory else None
        options = {**start(owner, token), "excludeCredentials": []}
        credential = self.spoil(draw, owner.authenticator.create(options, PAGE))
        owner.authenticator.keys.pop()
        self.call("CompleteWebAuthnRegistration", {"AccessToken": self.token, "Credential": credential})
        for passkey in listed(self.mallory)["Credentials"][1:]:
            self.mallory.public.delete_web_authn_credential(
                AccessToken=self.token, CredentialId=passkey["CredentialId"]
            )


def test_fuzz_of_passkeys_no_forged_answer_signs_anyone_in(local_cognito, capsys):
    draw, forger = random.Random(SEED), Forger(local_cognito.url)
    for number in range(CALLS if "FUZZ_CALLS" in os.environ else 300):
        act = forger.sign_in if number % 4 else forger.register
        act(draw)
        if number % 100 == 0:
            asked = ask(forger.victim)
            assert outcome(partial(send, forger.victim, asked, sign(forger.victim, asked))) == "tokens"
    assert count(forger.victim) == 1
    with capsys.disabled():
        print(f"\nFUZZ_SEED={SEED}\n" + "\n".join(f"{n:7} {what}" for what, n in forger.counts.most_common()))
    assert forger.counts["CompleteWebAuthnRegistration: 200 done"] > 5, "the fuzz must reach the inside"
