"""Hostile calls of the four operations of signing in: none may get a token that it should not. And calls of every
operation, with anything in them: none may fail.

A short run is part of `make test`. Ten thousand calls of each kind, by another seed each time, which is printed:

    FUZZ_CALLS=10000 make test ARGS="tests/local_cognito/test_fuzz.py -k fuzz -n 0"

With FUZZ_SEED, a run is repeated.

Mallory knows every name, client id and public number, has overheard other people's logins, and knows the passwords
of some accounts: her own, which may log in, and others which may not, whatever the password: with an authenticator
app that she does not have, or a remembered device of which she knows only the key, disabled, with a password that
must be reset. She does not know the secret of the clients that have one. So each token that she gets must be for
her own account, through a client without a secret, by a flow that the client allows.

Calls one after the other go straight to the WSGI app, without HTTP; calls at the same time go over HTTP.
"""

from __future__ import annotations

import json
import os
import random
import secrets
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone
from functools import partial
from io import BytesIO
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest

from local_cognito import clock, srp
from local_cognito.app import CognitoApp
from local_cognito.conformance.cases.devices import SKIP_MFA, confirmed
from local_cognito.conformance.world import (
    HIDES_USERS,
    LOCKED_OUT,
    WRONG_PASSWORD,
    World,
    claims,
    first_factors,
    new_password,
    outcome,
    post,
    request_parts,
    tokens,
    totp_code,
)
from tests.local_cognito.every_operation import ANSWERED, EveryOperation

pytestmark = pytest.mark.once

CALLS = int(os.environ.get("FUZZ_CALLS", 3000))
SEED = int(os.environ.get("FUZZ_SEED", random.randrange(10**9) if "FUZZ_CALLS" in os.environ else 1))
REAL_FLOWS = ["USER_SRP_AUTH", "USER_PASSWORD_AUTH", "ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH", "USER_AUTH"]
FLOWS = [*REAL_FLOWS, "REFRESH_TOKEN_AUTH", "REFRESH_TOKEN", "CUSTOM_AUTH", "MAGIC"]
CHALLENGES = [
    "PASSWORD_VERIFIER",
    "NEW_PASSWORD_REQUIRED",
    "SOFTWARE_TOKEN_MFA",
    "MFA_SETUP",
    "SELECT_CHALLENGE",
    "PASSWORD",
    "PASSWORD_SRP",
    "EMAIL_OTP",
    "WEB_AUTHN",
    "SMS_MFA",
    "CUSTOM_CHALLENGE",
    "DEVICE_SRP_AUTH",
    "DEVICE_PASSWORD_VERIFIER",
    "MAGIC",
]
JUNK = ["", " ", "0", "-1", "null", "\x00", "é" * 3, "A" * 5000, "' OR 1=1 --", "../..", "\u202e", "{}", "[]", "="]


def hand_to(app: Any, operation: str, body: Any) -> tuple[int, Any]:
    """The call of `post`, handed to a WSGI app without a connection."""
    data, headers = request_parts(operation, body)
    environ = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
    environ.update({"REQUEST_METHOD": "POST", "CONTENT_LENGTH": str(len(data)), "wsgi.input": BytesIO(data)})
    setup_testing_defaults(environ)
    begun: list[str] = []
    answer = b"".join(app(environ, lambda status, _: begun.append(status)))
    return int(begun[0][:3]), json.loads(answer)


class Mallory:
    """What the attacker knows, and learns from each answer."""

    def __init__(self, url: str) -> None:
        self.send = partial(hand_to, CognitoApp())
        self.counts: Counter[str] = Counter()
        self.wrongs: list[str] = []  # what should not have happened
        factors = first_factors("PASSWORD", "EMAIL_OTP", "WEB_AUTHN")
        kind = {**factors, "DeviceConfiguration": SKIP_MFA}
        self.pools = [World(url).set_up(pool=kind, user="none").require_totp("OPTIONAL") for _ in range(2)]
        self.device_keys = ["us-east-1_device"]
        self.own: dict[str, str] = {}  # sub: password
        self.names: list[str] = []
        self.passwords: list[str] = []
        self.accounts: list[tuple[World, str, str]] = []
        self.clients = self._make_clients()
        self.victims = [self._user(pool) for pool in self.pools]
        for pool in self.pools:
            self._make_accounts(pool)
        self.sessions = [("NEW_PASSWORD_REQUIRED", "s" * 40, list(self.clients)[-1], self.names[0])]
        self.blocks, self.refresh_tokens, self.requests = ["AAAA"], ["r" * 900], []
        self.open_srp: list[tuple[World, dict[str, Any]]] = []
        self._overhear()

    def _make_clients(self) -> dict[str, tuple[list[str], bool]]:
        """Client id: the flows that it allows, and whether Mallory may get tokens through it."""
        clients = {}
        for pool in self.pools:
            clients[pool.client(GenerateSecret=True).client_id] = (REAL_FLOWS, False)
            srp_only = pool.client(ExplicitAuthFlows=["ALLOW_USER_SRP_AUTH"], **HIDES_USERS)
            clients[srp_only.client_id] = (["USER_SRP_AUTH"], True)
            clients[pool.client(**HIDES_USERS).client_id] = (REAL_FLOWS, True)
            clients[pool.client().client_id] = (REAL_FLOWS, True)
        return clients

    def _user(self, pool: World, *, known: bool = False) -> World:
        user = pool.someone_else()
        self.names += [user.username, user.sub()]
        if known:
            self.passwords.append(user.password)
        self.accounts.append((pool, user.username, user.password if known else new_password()))
        return user

    def _make_accounts(self, pool: World) -> None:
        """The accounts whose passwords she knows; only the first is hers. The names of others, too."""
        mine = self._user(pool, known=True)
        self.own[mine.sub()] = mine.password
        cautious = self._user(pool, known=True)
        cautious.set_up_totp()
        self.device_keys.append(confirmed(cautious).key)
        self._user(pool, known=True).admin("admin_disable_user")
        self._user(pool, known=True).admin("admin_reset_user_password")
        deleted = self._user(pool, known=True)
        deleted.sign_up(f"unconfirmed-{deleted.username}")
        self.names += [f"unconfirmed-{deleted.username}", f"nobody-{secrets.token_hex(4)}@example.com"]
        deleted.admin("admin_delete_user")

    def _overhear(self) -> None:
        """Two real logins of each victim: all but the tokens."""
        for victim in self.victims * 2:
            answer = victim.proof(victim.begin_srp())
            victim.respond("PASSWORD_VERIFIER", **answer)
            self.blocks.append(answer["PASSWORD_CLAIM_SECRET_BLOCK"])
            body = {
                "ClientId": victim.client_id,
                "ChallengeName": "PASSWORD_VERIFIER",
                "ChallengeResponses": answer,
            }
            self.requests.append(("RespondToAuthChallenge", body))

    # --- one call ---

    def call(self, operation: str, body: Any) -> None:
        status, answer = self.send(operation, body)
        self.counts["calls"] += 1
        self.counts[f"{status} {answer.get('__type') or answer.get('ChallengeName') or 'tokens'}"] += 1
        if status not in (200, 400) or (status == 400 and not answer["__type"].endswith("Exception")):
            self.wrongs.append(f"{operation} answered {status} {answer}")
        if isinstance(body, dict) and body:
            self.requests.append((operation, body))
            self._learn(body, answer)

    def _learn(self, body: dict[str, Any], answer: dict[str, Any]) -> None:
        if "Session" in answer:
            name = (body.get("AuthParameters") or body["ChallengeResponses"])["USERNAME"]
            self.sessions.append((answer["ChallengeName"], answer["Session"], body["ClientId"], name))
        if "SECRET_BLOCK" in answer.get("ChallengeParameters", {}):
            self.blocks.append(answer["ChallengeParameters"]["SECRET_BLOCK"])
        if answer.get("ChallengeName") == "PASSWORD_VERIFIER":
            self.open_srp.append((self._pool_of(body["ClientId"]), {**answer, "ClientId": body["ClientId"]}))
        if "AuthenticationResult" in answer:
            self._judge(body, tokens(answer))

    def _judge(self, body: dict[str, Any], got: dict[str, Any]) -> None:
        token = claims(got["AccessToken"])
        allowed, open_to_her = self.clients[token["client_id"]]
        flow = body.get("AuthFlow", "")
        is_hers = token["sub"] in self.own and token["client_id"] == body["ClientId"] and open_to_her
        if not is_hers or (flow in REAL_FLOWS and flow not in allowed):
            self.wrongs.append(f"a token for {token['sub']} through {token['client_id']} by {flow or body}")
        self.refresh_tokens += [got["AccessToken"], got["IdToken"], *filter(None, [got.get("RefreshToken")])]

    def _pool_of(self, client_id: str) -> World:
        place = list(self.clients).index(client_id)
        return self.pools[place // (len(self.clients) // 2)]

    # --- what she says ---

    def parameters(self, draw: random.Random) -> dict[str, Any]:
        """Some of what a call may carry: known, half known or junk."""
        now = srp.timestamp(datetime.fromtimestamp(clock.now(), timezone.utc))
        shelves: dict[str, list[Any]] = {
            "USERNAME": self.names,
            "PASSWORD": self.passwords,
            "SRP_A": [f"{srp.client_public(5):x}", "5", "0", f"{srp.N:x}", f"{srp.N * 3:x}", "xyz", "f" * 2000],
            "SECRET_HASH": ["c2VjcmV0", "A" * 44],
            "REFRESH_TOKEN": self.refresh_tokens,
            "PREFERRED_CHALLENGE": ["PASSWORD", "PASSWORD_SRP", "EMAIL_OTP", "WEB_AUTHN", "MAGIC"],
            "ANSWER": ["PASSWORD", "PASSWORD_SRP", "EMAIL_OTP", "WEB_AUTHN"],
            "EMAIL_OTP_CODE": [f"{draw.randrange(10**8):08d}"],
            "CREDENTIAL": ["{}"],
            "NEW_PASSWORD": [new_password()],
            "PASSWORD_CLAIM_SECRET_BLOCK": self.blocks,
            "PASSWORD_CLAIM_SIGNATURE": ["A" * 43 + "=", "AAAA"],
            "TIMESTAMP": [now, "Sat Sep 5 01:02:03 UTC 2026", "Sat Sep 05 01:02:03 UTC 2026"],
            "SOFTWARE_TOKEN_MFA_CODE": [f"{draw.randrange(10**6):06d}"],
            "userAttributes.email_verified": ["true"],
            "userAttributes.sub": self.names,
            "DEVICE_KEY": self.device_keys,
        }
        likely = draw.random()
        chosen = [name for name in shelves if draw.random() < likely or name in ("USERNAME", "PASSWORD")]
        if draw.random() < 0.8 and "SECRET_HASH" in chosen:
            chosen.remove("SECRET_HASH")
        junk = 0.2 if draw.random() < 0.3 else 0.0
        return {name: draw.choice(JUNK if draw.random() < junk else shelves[name]) for name in chosen}

    def client_and_pool(self, draw: random.Random) -> dict[str, str]:
        client_id = draw.choice(list(self.clients))
        pool = self._pool_of(client_id) if draw.random() < 0.9 else draw.choice(self.pools)
        return {"ClientId": client_id, "UserPoolId": pool.user_pool_id}

    def client_of(self, pool: World, draw: random.Random) -> str:
        return draw.choice([client_id for client_id in self.clients if self._pool_of(client_id) is pool])

    def try_password(self, draw: random.Random) -> None:
        """A plain login to one of the accounts, with the password that she knows or guesses."""
        pool, name, password = draw.choice(self.accounts)
        flow = draw.choice(REAL_FLOWS)
        parameters = {"USERNAME": name, "PASSWORD": password, "SRP_A": f"{srp.client_public(5):x}"}
        if flow == "USER_AUTH" and draw.random() < 0.7:
            parameters["PREFERRED_CHALLENGE"] = draw.choice(["PASSWORD", "PASSWORD_SRP", "EMAIL_OTP"])
        if draw.random() < 0.5:
            parameters["DEVICE_KEY"] = draw.choice(self.device_keys)
        if draw.random() < 0.3:
            extra = self.parameters(draw)
            name = draw.choice(list(extra))
            parameters[name] = extra[name]
        body = {"UserPoolId": pool.user_pool_id, "ClientId": self.client_of(pool, draw), "AuthFlow": flow}
        operation = "AdminInitiateAuth" if flow.startswith("ADMIN_") else "InitiateAuth"
        self.call(operation, {**body, "AuthParameters": parameters})

    def initiate(self, draw: random.Random) -> None:
        body = {"AuthFlow": draw.choice(FLOWS), "AuthParameters": self.parameters(draw)}
        self.call(draw.choice(["InitiateAuth", "AdminInitiateAuth"]), {**self.client_and_pool(draw), **body})

    def respond(self, draw: random.Random) -> None:
        challenge, session, client_id, name = draw.choice(self.sessions[-5:] + self.sessions[:2])
        body = {
            **self.client_and_pool(draw),
            "ChallengeName": draw.choice(CHALLENGES),
            "ChallengeResponses": self.parameters(draw),
            "Session": session,
        }
        if draw.random() < 0.6:
            body.update(ChallengeName=challenge, ClientId=client_id)
            body["ChallengeResponses"]["USERNAME"] = name
            body["ChallengeResponses"].pop("SECRET_HASH", None)
        self.call(draw.choice(["RespondToAuthChallenge", "AdminRespondToAuthChallenge"]), body)

    def prove(self, draw: random.Random) -> None:
        """Answer an open handshake with a password that she knows, some parts taken from elsewhere."""
        if not self.open_srp:
            return self.initiate(draw)
        pool, asked = draw.choice(self.open_srp[-6:])
        pool.a = 5
        own = self.own.get(asked["ChallengeParameters"]["USER_ID_FOR_SRP"])
        proof = pool.proof(asked, own if own and draw.random() < 0.8 else draw.choice(self.passwords))
        other = self.parameters(draw)
        for name in proof:
            if name in other and draw.random() < 0.08:
                proof[name] = other[name]
        client_id = asked["ClientId"] if draw.random() < 0.7 else self.client_of(pool, draw)
        body = {"ClientId": client_id, "ChallengeName": "PASSWORD_VERIFIER", "ChallengeResponses": proof}
        return self.call("RespondToAuthChallenge", body)

    def replay(self, draw: random.Random) -> None:
        """An earlier request, her own or overheard: as it was, or with one part changed, missing or cut."""
        operation, body = draw.choice(self.requests[-40:] + self.requests[:4])
        body = json.loads(json.dumps(body))
        part = draw.choice([body, *(value for value in body.values() if isinstance(value, dict) and value)])
        name, change = draw.choice(list(part)), draw.random()
        if change < 0.2:
            body.update(self.client_and_pool(draw))
        elif change < 0.4:
            del part[name]
        elif change < 0.5:
            part[name] = draw.choice([None, 1, True, [], {}, 1e9, draw.choice(JUNK)])
        elif change < 0.7 and isinstance(part[name], str):
            part[name] = part[name][: draw.randrange(len(part[name]) + 1)]
        elif change < 0.8:
            operation = draw.choice(["InitiateAuth", "AdminInitiateAuth", "AdminRespondToAuthChallenge"])
        self.call(operation, body)

    def garble(self, draw: random.Random) -> None:
        """An earlier request, cut or with a byte changed."""
        operation, body = draw.choice(self.requests[-40:])
        text = bytearray(json.dumps(body).encode())
        if draw.random() < 0.5:
            text = text[: draw.randrange(len(text))]
        else:
            text[draw.randrange(len(text))] = draw.randrange(256)
        self.call(operation, bytes(text))

    def act(self, draw: random.Random) -> None:
        acts = [self.try_password] * 6 + [self.initiate] * 2 + [self.respond] * 4 + [self.prove] * 3
        draw.choice([*acts, *[self.replay] * 4, self.garble])(draw)


@pytest.fixture(scope="module")
def mallory(local_cognito, forward):
    return Mallory(local_cognito.url)


def test_fuzz_of_every_operation_no_call_fails(local_cognito, capsys):
    fuzz = EveryOperation(local_cognito.url, SEED, hand_to)
    fuzz.run(CALLS)
    with capsys.disabled():
        succeeded = f"{len(fuzz.succeeded)} of {len(ANSWERED)} operations succeeded"
        print(f"\nFUZZ_SEED={SEED}: {dict(fuzz.counts)}, {succeeded}")
    assert not fuzz.failures, "\n".join(f"{count:5} {what}" for what, count in fuzz.failures.most_common())
    assert len(fuzz.succeeded) > 0.6 * len(ANSWERED), "the fuzz must reach the inside"


def test_fuzz_of_signing_in_no_hostile_call_gets_a_token_and_right_logins_still_work(mallory, forward, capsys):
    draw = random.Random(SEED)
    for number in range(CALLS):
        if number % 25 == 0:
            forward(1800)
        mallory.act(draw)
        assert not mallory.wrongs, f"FUZZ_SEED={SEED}"
    forward(1800)
    for victim in mallory.victims:
        assert outcome(victim.srp) == outcome(victim.sign_in) == "tokens"
        assert outcome(victim.srp, victim.wrong_password) == WRONG_PASSWORD
    with capsys.disabled():
        print(
            f"\nFUZZ_SEED={SEED}\n"
            + "\n".join(f"{count:7} {what}" for what, count in mallory.counts.most_common())
        )
    assert mallory.counts["200 tokens"] >= 20, "the fuzz must reach the inside"
    reached = ("PASSWORD_VERIFIER", "SELECT_CHALLENGE", "SOFTWARE_TOKEN_MFA", "EMAIL_OTP", "DEVICE_SRP_AUTH")
    for challenge in reached:
        assert mallory.counts[f"200 {challenge}"] >= 5, "the fuzz must reach the inside"


# --- at the same time --------------------------------------------------------------------------------------------


def at_once(*calls: Any) -> list[str]:
    """What calls come to that are all made at the same time."""
    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(outcome, calls))


def test_of_eight_answers_to_one_block_at_once_one_gets_tokens(world):
    proof = world.proof(world.begin_srp())
    came = at_once(*[lambda: world.respond("PASSWORD_VERIFIER", **proof)] * 8)
    assert sorted(came) == [WRONG_PASSWORD] * 7 + ["tokens"]


def test_of_eight_new_passwords_at_once_one_is_set(world):
    asked = world.set_up(user="new").sign_in()
    chosen = [new_password() for _ in range(8)]
    came = at_once(*[partial(world.answer, asked, NEW_PASSWORD=password) for password in chosen])
    assert came.count("tokens") == 1
    assert outcome(world.sign_in, PASSWORD=chosen[came.index("tokens")]) == "tokens"


def test_of_eight_rotations_at_once_one_gets_tokens(world):
    world.set_up(
        RefreshTokenRotation={"Feature": "ENABLED", "RetryGracePeriodSeconds": 0},
        ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"],
    )
    renew = {"ClientId": world.client_id, "RefreshToken": tokens(world.sign_in())["RefreshToken"]}
    came = at_once(*[partial(world.public.get_tokens_from_refresh_token, **renew)] * 8)
    assert came.count("tokens") == 1


def test_of_eight_logins_with_one_code_at_once_one_gets_tokens(world):
    code = totp_code(world.set_up_totp())
    asked = [world.sign_in() for _ in range(8)]
    came = at_once(*[partial(world.answer, one, SOFTWARE_TOKEN_MFA_CODE=code) for one in asked])
    assert came.count("tokens") == 1


def test_of_twelve_wrong_passwords_at_once_five_are_looked_at(world):
    assert world.client_id
    came = at_once(*[partial(world.sign_in, PASSWORD=world.wrong_password)] * 12)
    assert sorted(came) == [WRONG_PASSWORD] * 5 + [LOCKED_OUT] * 7


def test_eight_hostile_threads_get_no_token_and_no_failure(mallory, local_cognito, monkeypatch):
    """Her calls at the same time, over HTTP. All threads share what she knows, and all are judged."""
    monkeypatch.setattr(mallory, "send", partial(post, local_cognito.url))

    def attack(seed: int) -> None:
        draw = random.Random(seed)
        for _ in range(100):
            mallory.act(draw)

    before = mallory.counts["calls"]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(attack, range(8)))
    assert mallory.wrongs == []
    assert mallory.counts["calls"] > before + 700
