"""The login form whose password stays in the browser: its JavaScript in node, and its half in the kernel.

The JavaScript must give what pycognito and local_cognito/srp.py give. The browser tests use the form as a whole.
"""

from __future__ import annotations

import base64
import json
import random
import subprocess
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from pycognito.aws_srp import AWSSRP

from helpers import forms
from local_cognito import srp
from tests.conftest import new_password
from tests.support.forms import EMAIL, ask

SCRIPT = Path(forms.__file__).with_name("srp.js")
POOL_ID, POOL_NAME = "us-east-1_AbCdEfGhI", "AbCdEfGhI"

# --- the arithmetic, in node -------------------------------------------------------------------------------------

# Calls functions of a module: in, as JSON on standard input, [[name, argument, ...], ...]; out, a list of results.
# Numbers are written as {"number": hex}, moments as {"time": milliseconds}.
CALLER = """
import { readFileSync } from "node:fs";
const functions = await import(process.argv[1]);
const read = (_, value) =>
  value?.number ? BigInt("0x" + value.number) : value?.time ? new Date(value.time) : value;
const write = (value) => (typeof value === "bigint" ? { number: value.toString(16) } : value);
const failure = (error) => ({ error: error.message });
const answers = [];
for (const [name, ...given] of JSON.parse(readFileSync(0, "utf8"), read)) {
  answers.push(await Promise.resolve(given).then((all) => functions[name](...all)).then(write, failure));
}
console.log(JSON.stringify(answers));
"""
READERS = {"number": lambda text: int(text, 16), "error": lambda text: ("error", text)}


def to_json(value: Any) -> Any:
    if isinstance(value, int):
        return {"number": f"{value:x}"}
    if isinstance(value, datetime):
        return {"time": int(value.timestamp() * 1000)}
    return {name: to_json(inner) for name, inner in value.items()} if isinstance(value, dict) else value


def from_json(value: Any) -> Any:
    if isinstance(value, dict) and len(value) == 1:
        ((kind, text),) = value.items()
        return READERS[kind](text)
    return value


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Calls functions of the page's script in node: `run(("isAcceptable", 5), ...)` gives the list of results."""
    module = tmp_path_factory.mktemp("node") / "srp.mjs"
    module.write_bytes(SCRIPT.read_bytes())

    def run(*calls):
        asked = json.dumps([[name, *map(to_json, given)] for name, *given in calls])
        command = ["node", "--input-type=module", "--eval", CALLER, "--", module.as_uri()]
        done = subprocess.run(command, input=asked, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr
        return [from_json(answer) for answer in json.loads(done.stdout)]

    return run


class Chance(random.Random):
    """Random numbers, the same in every run."""

    def of_length(self, bits: int) -> int:
        return self.getrandbits(bits - 1) | 1 << (bits - 1)

    def text(self) -> str:
        return "".join(self.choices('aZ9!"\\\\éß€😀 ', k=12))


@pytest.fixture
def chance():
    return Chance(20261123)


def test_a_moment_is_written_as_python_writes_it(run):
    start = datetime(2026, 1, 1, 0, 0, 59, tzinfo=timezone.utc)
    moments = [start + timedelta(days=day, hours=day % 24, seconds=7 * day) for day in range(0, 800)]
    written = run(*[("timestamp", moment) for moment in moments])
    assert written == [srp.timestamp(moment) for moment in moments]
    assert "Mon Jan 5 04:01:27 UTC 2026" in written


@pytest.mark.filterwarnings("ignore:datetime.datetime.utcnow:DeprecationWarning")
def test_whole_logins_give_the_signatures_of_pycognito(run, chance):
    top_bits, calls, expected = [], [], []
    for number in range(24):
        a, b, password = chance.of_length(chance.choice([255, 256, 1024])), chance.getrandbits(256), chance.text()
        salt = chance.of_length([128, 127, 121, 120, 119, 8, 7, 1][number % 8])  # top bit set, clear; odd, short
        client = AWSSRP("somebody", password, POOL_ID, "some-client", client="none is called")
        client.small_a_value = a
        client.large_a_value = client.calculate_a()
        x = srp.private_key(POOL_NAME, "a-user", password, salt)
        B = srp.server_public(b, srp.verifier(x))
        challenge = {
            "USERNAME": "a-user",
            "USER_ID_FOR_SRP": "a-user",
            "SALT": f"{salt:x}",
            "SRP_B": f"{B:x}",
            "SECRET_BLOCK": base64.b64encode(chance.randbytes(500 + number)).decode(),
        }
        answer = client.process_challenge(challenge, {"USERNAME": "a-user"})
        now = srp.parse_timestamp(answer["TIMESTAMP"])
        asked = {"poolName": POOL_NAME, "password": password, "a": a, "challenge": challenge, "now": now}
        calls.append(("challengeResponses", asked))
        expected.append(answer)
        u = srp.scrambler(client.large_a_value, B)
        S = srp.client_shared_secret(a, B, x, u)
        top_bits.append([n.bit_length() % 8 == 0 for n in (client.large_a_value, B, u, S, salt)])
    assert run(*calls) == expected
    for of_one_number in zip(*top_bits):
        assert set(of_one_number) == {True, False}, "both cases of the padding must be among the logins"


@pytest.mark.parametrize("B", [0, srp.N, 2 * srp.N], ids=["0", "N", "2N"])
def test_a_number_that_would_make_every_password_right_is_not_used(run, B):
    challenge = {"USER_ID_FOR_SRP": "a", "SALT": "1", "SRP_B": f"{B:x}", "SECRET_BLOCK": "AA=="}
    asked = {"poolName": POOL_NAME, "password": new_password(), "a": 5, "challenge": challenge}
    answer, wrong, right = run(("challengeResponses", asked), ("isAcceptable", B), ("isAcceptable", srp.N - 1))
    assert answer[0] == "error" and "SRP_B" in answer[1]
    assert (wrong, right) == (False, True)


def test_secret_numbers_are_drawn_anew_each_time(run):
    drawn = run(*[("newSecretNumber",)] * 50)
    assert len(set(drawn)) == 50
    assert 240 < max(number.bit_length() for number in drawn) <= 256


# --- the kernel's half -------------------------------------------------------------------------------------------

CHALLENGE = {"ChallengeName": "PASSWORD_VERIFIER", "ChallengeParameters": {"SRP_B": "b"}, "ResponseMetadata": {}}
TOKENS = {"AuthenticationResult": {"AccessToken": "an access token of 34 characters..", "ExpiresIn": 3600}}


def new_form(initiate, respond):
    return forms.BrowserLoginForm(initiate, respond, user_pool_id=POOL_ID)


def test_the_functions_are_given_what_the_page_sends_and_nothing_else(sent):
    given = []
    form = new_form(lambda p: given.append(p) or CHALLENGE, lambda r: given.append(r) or TOKENS)
    parameters, responses = {"USERNAME": EMAIL, "SRP_A": "a"}, {"PASSWORD_CLAIM_SIGNATURE": "s"}
    assert ask(form, "initiate", **parameters) == {"answer": {"SRP_B": "b"}}
    assert ask(form, "submit", **responses) == {"answer": None}
    assert given == [parameters, responses]
    assert f"You are logged in as {EMAIL}." == form.entry.said
    assert form.tokens == {"AccessToken": TOKENS["AuthenticationResult"]["AccessToken"]}
    assert form.tokens["AccessToken"] not in str(sent)


NO_CHALLENGE = "initiate returned no challenge. End it with: return cognito.initiate_auth(...)"


@pytest.mark.parametrize(
    "action, answer, told",
    [
        ("initiate", None, NO_CHALLENGE),
        ("initiate", TOKENS, NO_CHALLENGE),
        ("initiate", {"ChallengeName": "SMS_MFA"}, "Cognito asks for SMS_MFA, but SRP needs PASSWORD_VERIFIER."),
        ("submit", None, "respond returned no tokens. End it with: return answer['AuthenticationResult']"),
        (
            "submit",
            {"ChallengeName": "NEW_PASSWORD_REQUIRED"},
            "Cognito asks for one more step, NEW_PASSWORD_REQUIRED, before it sends tokens.",
        ),
    ],
)
def test_an_answer_that_leads_nowhere_is_reported(action, answer, told):
    form = new_form(lambda _: answer, lambda _: answer)
    assert ask(form, action, USERNAME=EMAIL)["refused"] == told
    assert form.tokens is None
