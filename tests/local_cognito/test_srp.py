"""Cognito's SRP: a test for each thing that is easy to get wrong.

What is right is computed with pycognito's own functions, which were written by others and work with AWS.
"""

from __future__ import annotations

import base64
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycognito import aws_srp
from pycognito.aws_srp import AWSSRP

from local_cognito import srp
from local_cognito.conformance.world import new_password, outcome

settings.register_profile("steady", derandomize=True, deadline=None, max_examples=200, database=None)
settings.load_profile("steady")

POOL = "us-east-1_AbCdEfGhI"
POOL_NAME = "AbCdEfGhI"


def of_length(bits: int) -> st.SearchStrategy[int]:
    """Numbers of exactly so many bits: with 8, the top bit of the byte is set; with 5, the hex digits are odd."""
    return st.integers(1 << (bits - 1), (1 << bits) - 1)


#: Numbers on both sides of each trap of writing one down: top bit set or clear, even or odd number of digits.
numbers = st.integers(1, 3072).flatmap(of_length)
salts = st.integers(1, 128).flatmap(of_length)
names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)


def bytes_of_pycognito(number: int) -> bytes:
    return bytes.fromhex(aws_srp.pad_hex(number))


def client_of_pycognito(password: str = "", *, secret_number: int | None = None) -> AWSSRP:
    client = AWSSRP("somebody", password, POOL, "some-client", client="not used")
    if secret_number is not None:
        client.small_a_value = secret_number
        client.large_a_value = client.calculate_a()
    return client


# --- the group, and how numbers become bytes -------------------------------------------------------------------


def test_the_group_is_the_3072_bit_one_that_clients_use():
    assert int(aws_srp.N_HEX, 16) == srp.N
    assert srp.g == int(aws_srp.G_HEX, 16)
    assert srp.N.bit_length() == 3072
    assert srp.k == client_of_pycognito().val_k


@given(numbers)
def test_a_number_is_as_short_as_can_be_with_its_top_bit_clear(number):
    assert srp.as_bytes(number) == bytes_of_pycognito(number)
    assert srp.as_bytes(number)[0] < 0x80


# --- u, x, the key and the signature ---------------------------------------------------------------------------


@given(numbers, numbers)
def test_u_is_the_hash_of_a_and_b(A, B):
    assert srp.scrambler(A, B) == aws_srp.calculate_u(A, B)


@given(salts, names, names)
def test_x_hashes_the_bare_pool_name_and_the_user_id(salt, user_id, password):
    identity = aws_srp.hash_sha256(f"{POOL_NAME}{user_id}:{password}".encode())
    expected = int(aws_srp.hex_hash(aws_srp.pad_hex(f"{salt:x}") + identity), 16)
    assert srp.private_key(POOL_NAME, user_id, password, salt) == expected


@given(numbers, st.integers(1, 256).flatmap(of_length))
def test_the_key_is_hkdf_of_the_secret_salted_with_u(S, u):
    expected = aws_srp.compute_hkdf(bytes_of_pycognito(S), bytes_of_pycognito(u))
    assert srp.session_key(S, u) == expected
    assert len(expected) == 16


@settings(max_examples=15)
@given(st.integers(8, 1024).flatmap(of_length), st.integers(8, 256).flatmap(of_length), salts, names, names)
def test_both_sides_compute_the_key_that_pycognito_computes(a, b, salt, user_id, password):
    client = client_of_pycognito(secret_number=a)
    A = srp.client_public(a)
    assert client.large_a_value == A
    x = srp.private_key(POOL_NAME, user_id, password, salt)
    v = srp.verifier(x)
    B = srp.server_public(b, v)
    u = srp.scrambler(A, B)
    expected = client.get_password_authentication_key(user_id, password, B, f"{salt:x}")
    assert srp.session_key(srp.client_shared_secret(a, B, x, u), u) == expected
    assert srp.session_key(srp.server_shared_secret(A, b, v, u), u) == expected


@settings(max_examples=15)
@given(st.binary(min_size=1, max_size=700), names)
def test_the_signature_covers_pool_user_block_and_time(block, user_id):
    password, secret_block = new_password(), base64.b64encode(block).decode()
    client = client_of_pycognito(password)
    salt, b = srp.new_salt(), srp.new_secret_number()
    v = srp.verifier(srp.private_key(POOL_NAME, user_id, password, salt))
    B = srp.server_public(b, v)
    challenge = {
        "USERNAME": user_id,
        "USER_ID_FOR_SRP": user_id,
        "SALT": f"{salt:x}",
        "SRP_B": f"{B:x}",
        "SECRET_BLOCK": secret_block,
    }
    answer = client.process_challenge(challenge, {"USERNAME": user_id})
    u = srp.scrambler(client.large_a_value, B)
    key = srp.session_key(srp.server_shared_secret(client.large_a_value, b, v, u), u)
    claim = (POOL_NAME, user_id, secret_block, answer["TIMESTAMP"])
    assert srp.claim_signature(key, *claim) == answer["PASSWORD_CLAIM_SIGNATURE"]
    for place in range(4):
        other = [part if number != place else "b3RoZXI=" for number, part in enumerate(claim)]
        assert srp.claim_signature(key, *other) != answer["PASSWORD_CLAIM_SIGNATURE"]


@pytest.mark.parametrize("bits", [128, 127, 125, 120, 119, 113, 8, 4])
def test_a_salt_with_zeros_in_front_logs_in(world, monkeypatch, bits):
    monkeypatch.setattr(srp, "new_salt", lambda: 1 << (bits - 1))
    assert world.begin_srp()["ChallengeParameters"]["SALT"] == f"{1 << (bits - 1):x}"
    by_pycognito = AWSSRP(world.username, world.password, world.user_pool_id, world.client_id, client=world.public)
    assert outcome(world.srp) == outcome(by_pycognito.authenticate_user) == "tokens"


# --- the time --------------------------------------------------------------------------------------------------


@given(st.datetimes(datetime(1000, 1, 1), datetime(9999, 12, 31)))
def test_a_timestamp_is_written_as_pycognito_writes_it_and_read_back(moment):
    moment = moment.replace(microsecond=0, tzinfo=timezone.utc)
    text = srp.timestamp(moment)
    assert text == AWSSRP.get_cognito_formatted_timestamp(moment)
    assert srp.parse_timestamp(text) == moment


def test_a_timestamp_of_another_time_zone_is_written_in_utc():
    moment = datetime(2026, 9, 5, 1, 2, 3, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    assert srp.timestamp(moment) == "Fri Sep 4 19:32:03 UTC 2026"


@pytest.mark.parametrize(
    "text",
    [
        "Sat Sep 05 01:02:03 UTC 2026",
        "Sun Sep 5 01:02:03 UTC 2026",
        "Sa Sep 5 01:02:03 UTC 2026",
        "Sam Sept 5 01:02:03 UTC 2026",
        "sat sep 5 01:02:03 utc 2026",
        "Sat Sep  5 01:02:03 UTC 2026",
        "Sat Sep 5 1:02:03 UTC 2026",
        "Sat Sep 5 01:02:03 GMT 2026",
        "Sat Sep 5 01:02:03 2026",
        "Sat Sep 5 01:02:03 UTC 2026 ",
        "Sat Sep 5 25:02:03 UTC 2026",
        "Mon Feb 30 01:02:03 UTC 2026",
        "Sat Sep 5 01:02:03 UTC 99999999999999999999",
        "Sat Sep \u0665 01:02:03 UTC 2026",
        "2026-09-05T01:02:03Z",
        "",
    ],
)
def test_a_timestamp_in_another_form_is_refused(text):
    with pytest.raises(ValueError, match="not a Cognito timestamp"):
        srp.parse_timestamp(text)


# --- what the server sends -------------------------------------------------------------------------------------


def test_a_server_takes_three_exponentiations_for_a_login(world, monkeypatch):
    assert outcome(world.srp) == "tokens"  # the first login also makes the verifier
    taken = []
    monkeypatch.setattr(srp, "pow", lambda *numbers: taken.append(1) or pow(*numbers), raising=False)
    assert outcome(world.srp) == "tokens"
    assert len(taken) == 3 + 4  # four are the client's: `World.srp` computes A twice


@pytest.mark.parametrize("number", [0, 1, srp.N - 1, srp.N, 2 * srp.N], ids=["0", "1", "N - 1", "N", "2N"])
def test_numbers_from_the_other_side_lie_between_1_and_n_less_1(number):
    assert srp.is_acceptable(number) is (number in (1, srp.N - 1))
