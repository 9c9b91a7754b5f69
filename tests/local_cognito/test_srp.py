"""SRP as Cognito speaks it: each thing that is easy to get wrong has its test.

The numbers are held against pycognito's own functions, which were written by others and work with AWS.
"""

from __future__ import annotations

import base64
import json
import secrets
from dataclasses import fields
from datetime import datetime, timedelta, timezone

import pytest
from botocore.exceptions import ClientError
from hypothesis import given, settings
from hypothesis import strategies as st
from pycognito import aws_srp
from pycognito.aws_srp import AWSSRP

from local_cognito import clock, srp
from local_cognito.user import SrpCredentials
from tests.conftest import new_password

settings.register_profile("steady", derandomize=True, deadline=None, max_examples=200, database=None)
settings.load_profile("steady")

POOL = "us-east-1_AbCdEfGhI"
POOL_NAME = "AbCdEfGhI"


@pytest.fixture(scope="module", autouse=True)
def pythons_own_powers(quick_powers):
    with pytest.MonkeyPatch.context() as patch:
        patch.delattr(srp, "pow")
        yield


def of_length(bits: int) -> st.SearchStrategy[int]:
    """Numbers of exactly so many bits: 8 sets the top bit of the byte, 5 makes the hex text odd, and so on."""
    return st.integers(1 << (bits - 1), (1 << bits) - 1)


#: Numbers on both sides of each trap of writing one down: top bit set or clear, even or odd number of digits.
numbers = st.integers(1, 3072).flatmap(of_length)
salts = st.integers(1, 128).flatmap(of_length)
names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)


def bytes_of_pycognito(number: int) -> bytes:
    return bytes.fromhex(aws_srp.pad_hex(number))


def client_of_pycognito(password: str = "", *, secret_number: int | None = None) -> AWSSRP:
    client = AWSSRP("somebody", password, POOL, "some-client", client="none is called")
    if secret_number is not None:
        client.small_a_value = secret_number
        client.large_a_value = client.calculate_a()
    return client


# --- 1, 2: the group, and how numbers become bytes -------------------------------------------------------------


def test_trap_1_the_group_is_the_3072_bit_one_that_clients_carry():
    assert int(aws_srp.N_HEX, 16) == srp.N
    assert srp.g == int(aws_srp.G_HEX, 16)
    assert srp.N.bit_length() == 3072


@given(numbers)
def test_trap_2_a_number_is_as_short_as_can_be_with_its_top_bit_clear(number):
    assert srp.as_bytes(number) == bytes_of_pycognito(number)
    assert srp.as_bytes(number)[0] < 0x80


@pytest.mark.parametrize(
    "number, written",
    [(0x7F, "7f"), (0x80, "0080"), (0xFFF, "0fff"), (0x8000, "008000"), (0x100, "0100")],
    ids=["top bit clear", "top bit set", "odd number of digits", "two bytes, top bit set", "a zero in front"],
)
def test_trap_2_padding_by_example(number, written):
    assert srp.as_bytes(number).hex() == written
    assert aws_srp.pad_hex(number) == written


def test_trap_2_k_hashes_g_as_one_byte_and_n_as_385():
    assert len(srp.as_bytes(srp.N)) == 385
    assert srp.as_bytes(srp.g) == bytes([2])
    assert srp.k == client_of_pycognito().val_k


# --- 3, 4, 5: u, x, the key and the signature ------------------------------------------------------------------


@given(numbers, numbers)
def test_trap_3_u_is_the_hash_of_a_and_b(A, B):
    assert srp.scrambler(A, B) == aws_srp.calculate_u(A, B)


@given(salts, names, names)
def test_trap_3_x_hashes_the_bare_pool_name_and_the_user_id(salt, user_id, password):
    identity = aws_srp.hash_sha256(f"{POOL_NAME}{user_id}:{password}".encode())
    expected = int(aws_srp.hex_hash(aws_srp.pad_hex(f"{salt:x}") + identity), 16)
    assert srp.private_key(POOL_NAME, user_id, password, salt) == expected


def test_trap_3_x_is_of_this_pool_this_user_and_this_password_alone():
    salt, password = srp.new_salt(), new_password()
    x = srp.private_key(POOL_NAME, "ada", password, salt)
    assert x != srp.private_key(POOL, "ada", password, salt)
    assert x != srp.private_key(POOL_NAME, "bob", password, salt)
    assert x != srp.private_key(POOL_NAME, "ada", password + " ", salt)
    assert x != srp.private_key(POOL_NAME, "ada", password, salt + 1)


@given(numbers, st.integers(1, 256).flatmap(of_length))
def test_trap_4_the_key_is_hkdf_of_the_secret_salted_with_u(S, u):
    expected = aws_srp.compute_hkdf(bytes_of_pycognito(S), bytes_of_pycognito(u))
    assert srp.session_key(S, u) == expected
    assert len(expected) == 16


@settings(max_examples=15)
@given(st.integers(8, 1024).flatmap(of_length), st.integers(8, 256).flatmap(of_length), salts, names, names)
def test_both_halves_find_the_key_that_pycognito_finds(a, b, salt, user_id, password):
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
def test_trap_5_the_signature_covers_pool_user_block_and_time(block, user_id):
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


# --- 6: the salt on the wire -----------------------------------------------------------------------------------


def srp_login(cognito, pool, password: str | None = None) -> dict:
    secret = {"client_secret": pool.app_client_secret} if pool.app_client_secret else {}
    client = AWSSRP(
        pool.username, password or pool.password, pool.user_pool_id, pool.app_client_id, client=cognito, **secret
    )
    return client.authenticate_user()


def begin(cognito, pool, username: str | None = None, **parameters: str) -> dict:
    """The first half of a login: what the server sends."""
    parameters = {"USERNAME": username or pool.username, "SRP_A": f"{srp.client_public(5):x}", **parameters}
    return cognito.initiate_auth(ClientId=pool.app_client_id, AuthFlow="USER_SRP_AUTH", AuthParameters=parameters)


def finish(cognito, pool, challenge: dict, *, client_id: str | None = None, **changed: str) -> dict:
    """The second half, computed with srp.py's client; ``changed`` replaces parts of the answer."""
    sent = challenge["ChallengeParameters"]
    pool_name = pool.user_pool_id.split("_")[1]
    a, B = 5, srp.from_hex(sent["SRP_B"])
    x = srp.private_key(pool_name, sent["USER_ID_FOR_SRP"], pool.password, srp.from_hex(sent["SALT"]))
    u = srp.scrambler(srp.client_public(a), B)
    key = srp.session_key(srp.client_shared_secret(a, B, x, u), u)
    now = changed.get("TIMESTAMP") or srp.timestamp(datetime.fromtimestamp(clock.now(), timezone.utc))
    signature = srp.claim_signature(key, pool_name, sent["USER_ID_FOR_SRP"], sent["SECRET_BLOCK"], now)
    answer = {
        "USERNAME": sent["USERNAME"],
        "PASSWORD_CLAIM_SECRET_BLOCK": sent["SECRET_BLOCK"],
        "PASSWORD_CLAIM_SIGNATURE": signature,
        "TIMESTAMP": now,
        **changed,
    }
    return cognito.respond_to_auth_challenge(
        ClientId=client_id or pool.app_client_id, ChallengeName="PASSWORD_VERIFIER", ChallengeResponses=answer
    )


def refusal(call, *arguments, **options) -> tuple[str, str]:
    with pytest.raises(ClientError) as raised:
        call(*arguments, **options)
    error = raised.value.response["Error"]
    return error["Code"], error["Message"]


WRONG = ("NotAuthorizedException", "Incorrect username or password.")


@pytest.mark.parametrize("bits", [128, 127, 125, 120, 119, 113, 8, 4])
def test_trap_6_a_salt_with_zeros_in_front_logs_in(browser_cognito, make_pool, monkeypatch, bits):
    monkeypatch.setattr(srp, "new_salt", lambda: 1 << (bits - 1))
    pool = make_pool()
    salt = begin(browser_cognito, pool)["ChallengeParameters"]["SALT"]
    assert salt == f"{1 << (bits - 1):x}"
    assert "AccessToken" in srp_login(browser_cognito, pool)["AuthenticationResult"]
    assert "AccessToken" in finish(browser_cognito, pool, begin(browser_cognito, pool))["AuthenticationResult"]


# --- 7: the time -----------------------------------------------------------------------------------------------


@given(st.datetimes(datetime(1000, 1, 1), datetime(9999, 12, 31)))
def test_trap_7_a_timestamp_is_written_as_pycognito_writes_it_and_read_back(moment):
    moment = moment.replace(microsecond=0, tzinfo=timezone.utc)
    text = srp.timestamp(moment)
    assert text == AWSSRP.get_cognito_formatted_timestamp(moment)
    assert srp.parse_timestamp(text) == moment


def test_trap_7_a_timestamp_of_another_time_zone_is_written_in_utc():
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
def test_trap_7_a_timestamp_that_is_written_otherwise_is_refused(text):
    with pytest.raises(ValueError, match="not a Cognito timestamp"):
        srp.parse_timestamp(text)


@pytest.mark.parametrize("text", ["Sat Sep 05 01:02:03 UTC 2026", "Sun Sep 5 01:02:03 UTC 2026"])
def test_trap_7_a_login_with_such_a_timestamp_is_refused_though_correctly_signed(
    browser_cognito, make_pool, monkeypatch, text
):
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 9, 5, 1, 2, 3, tzinfo=timezone.utc).timestamp())
    pool = make_pool()
    assert refusal(finish, browser_cognito, pool, begin(browser_cognito, pool), TIMESTAMP=text) == WRONG


@pytest.mark.parametrize("minutes", [-120, -6, 6, 120])
def test_trap_7_a_stale_or_future_timestamp_is_refused_though_correctly_signed(
    browser_cognito, make_pool, minutes
):
    pool = make_pool()
    when = srp.timestamp(datetime.now(timezone.utc) + timedelta(minutes=minutes))
    assert refusal(finish, browser_cognito, pool, begin(browser_cognito, pool), TIMESTAMP=when) == WRONG


@pytest.mark.parametrize("minutes", [-4, 0, 4])
def test_trap_7_a_clock_that_is_a_little_off_logs_in(browser_cognito, make_pool, minutes):
    pool = make_pool()
    when = srp.timestamp(datetime.now(timezone.utc) + timedelta(minutes=minutes))
    answer = finish(browser_cognito, pool, begin(browser_cognito, pool), TIMESTAMP=when)
    assert "AccessToken" in answer["AuthenticationResult"]


# --- 8, 9, 10, 11: what the server sends -----------------------------------------------------------------------


def test_trap_8_there_is_no_session_with_password_verifier_and_a_block_answers_once(browser_cognito, make_pool):
    pool = make_pool()
    challenge = begin(browser_cognito, pool)
    assert challenge["ChallengeName"] == "PASSWORD_VERIFIER"
    assert "Session" not in challenge
    assert "AccessToken" in finish(browser_cognito, pool, challenge)["AuthenticationResult"]
    assert refusal(finish, browser_cognito, pool, challenge) == WRONG


def test_trap_8_a_block_is_used_up_by_a_wrong_answer_too(browser_cognito, make_pool):
    pool = make_pool()
    challenge = begin(browser_cognito, pool)
    assert refusal(finish, browser_cognito, pool, challenge, PASSWORD_CLAIM_SIGNATURE="AAAA") == WRONG
    assert refusal(finish, browser_cognito, pool, challenge) == WRONG


def test_trap_9_the_answer_comes_under_the_sub_and_the_secret_hash_is_over_it(browser_cognito, cognito, make_pool):
    pool = make_pool(GenerateSecret=True)
    sub = cognito.admin_get_user(UserPoolId=pool.user_pool_id, Username=pool.username)["Username"]

    def hash_over(name):
        return AWSSRP.get_secret_hash(name, pool.app_client_id, pool.app_client_secret)

    def challenge():
        return begin(browser_cognito, pool, SECRET_HASH=hash_over(pool.username))

    assert challenge()["ChallengeParameters"]["USERNAME"] == sub != pool.username
    over_email = refusal(finish, browser_cognito, pool, challenge(), SECRET_HASH=hash_over(pool.username))
    assert over_email == (
        "NotAuthorizedException",
        f"Unable to verify secret hash for client {pool.app_client_id}",
    )
    assert (
        "AccessToken"
        in finish(browser_cognito, pool, challenge(), SECRET_HASH=hash_over(sub))["AuthenticationResult"]
    )
    assert "AccessToken" in srp_login(browser_cognito, pool)["AuthenticationResult"]


def test_trap_9_the_user_id_is_the_real_name_not_the_alias(browser_cognito, cognito, make_pool):
    pool = make_pool({"UsernameAttributes": [], "AliasAttributes": ["email"]})
    email = f"{secrets.token_hex(4)}@example.com"
    attributes = [{"Name": "email", "Value": email}, {"Name": "email_verified", "Value": "true"}]
    cognito.admin_update_user_attributes(
        UserPoolId=pool.user_pool_id, Username=pool.username, UserAttributes=attributes
    )
    challenge = begin(browser_cognito, pool, username=email)
    assert challenge["ChallengeParameters"]["USER_ID_FOR_SRP"] == pool.username
    assert "AccessToken" in finish(browser_cognito, pool, challenge)["AuthenticationResult"]


def test_trap_10_the_salt_stays_until_the_password_changes_and_b_never_does(browser_cognito, cognito, make_pool):
    pool = make_pool()
    first, second = (begin(browser_cognito, pool)["ChallengeParameters"] for _ in range(2))
    assert first["SALT"] == second["SALT"]
    assert first["SRP_B"] != second["SRP_B"]
    assert first["SECRET_BLOCK"] != second["SECRET_BLOCK"]
    cognito.admin_set_user_password(
        UserPoolId=pool.user_pool_id, Username=pool.username, Password=new_password(), Permanent=True
    )
    assert begin(browser_cognito, pool)["ChallengeParameters"]["SALT"] != first["SALT"]


def test_trap_10_the_server_keeps_salt_and_verifier_and_they_are_enough():
    assert [field.name for field in fields(SrpCredentials)] == ["user_id", "salt", "verifier"]
    password, salt, a, b = new_password(), srp.new_salt(), srp.new_secret_number(), srp.new_secret_number()
    x = srp.private_key(POOL_NAME, "ada", password, salt)
    kept = SrpCredentials("ada", salt, srp.verifier(x))
    A, B = srp.client_public(a), srp.server_public(b, kept.verifier)
    u = srp.scrambler(A, B)
    assert srp.server_shared_secret(A, b, kept.verifier, u) == srp.client_shared_secret(a, B, x, u)


def test_trap_11_new_password_required_carries_its_attributes_as_json_texts(browser_cognito, cognito, make_pool):
    pool = make_pool()
    pool.password = new_password()
    cognito.admin_set_user_password(
        UserPoolId=pool.user_pool_id, Username=pool.username, Password=pool.password, Permanent=False
    )
    answer = finish(browser_cognito, pool, begin(browser_cognito, pool))
    assert answer["ChallengeName"] == "NEW_PASSWORD_REQUIRED"
    assert json.loads(answer["ChallengeParameters"]["userAttributes"])["email"] == pool.username
    assert json.loads(answer["ChallengeParameters"]["requiredAttributes"]) == []


# --- 12, 13: what it costs, what is refused --------------------------------------------------------------------


def test_trap_12_a_login_takes_three_exponentiations_and_the_verifier_is_made_once(
    browser_cognito, make_pool, monkeypatch
):
    pool = make_pool()
    begin(browser_cognito, pool)  # makes the verifier
    taken = []
    monkeypatch.setattr(srp, "pow", lambda *numbers: taken.append(1) or pow(*numbers), raising=False)
    parameters = {"USERNAME": pool.username, "SRP_A": f"{2**5:x}"}
    challenge = browser_cognito.initiate_auth(
        ClientId=pool.app_client_id, AuthFlow="USER_SRP_AUTH", AuthParameters=parameters
    )
    assert len(taken) == 1
    sent = challenge["ChallengeParameters"]
    wrong = {
        "USERNAME": sent["USERNAME"],
        "PASSWORD_CLAIM_SECRET_BLOCK": sent["SECRET_BLOCK"],
        "PASSWORD_CLAIM_SIGNATURE": "AAAA",
        "TIMESTAMP": srp.timestamp(datetime.now(timezone.utc)),
    }
    respond = {"ClientId": pool.app_client_id, "ChallengeName": "PASSWORD_VERIFIER", "ChallengeResponses": wrong}
    assert refusal(browser_cognito.respond_to_auth_challenge, **respond) == WRONG
    assert len(taken) == 3


UNUSABLE = {
    "zero": "0",
    "N": f"{srp.N:x}",
    "2N": f"{2 * srp.N:x}",
    "N squared": f"{srp.N**2:x}",
    "more than N": f"{srp.N + 1:x}",
    "a million digits would be too long; ten thousand are": "f" * 10_000,
    "not hexadecimal": "xyz",
    "negative": "-5",
    "with a prefix": "0x5",
    "with a sign": "+5",
    "with an underscore": "5_5",
    "with a space": " 5",
    "another alphabet's digit": "\u0665",
}


@pytest.mark.parametrize("text", UNUSABLE.values(), ids=UNUSABLE)
def test_trap_13_an_srp_a_that_proves_nothing_is_refused(browser_cognito, make_pool, text):
    code, message = refusal(begin, browser_cognito, make_pool(), SRP_A=text)
    assert (code, message) == ("InvalidParameterException", "SRP_A is not a number that SRP allows.")


@pytest.mark.parametrize(
    "number, fits", [(0, False), (1, True), (srp.N - 1, True), (srp.N, False), (2 * srp.N, False)]
)
def test_trap_13_numbers_from_the_other_side_lie_between_1_and_n_less_1(number, fits):
    assert srp.is_acceptable(number) is fits


def test_trap_13_a_handshake_is_of_one_client(browser_cognito, cognito, make_pool):
    pool = make_pool()
    other = cognito.create_user_pool_client(UserPoolId=pool.user_pool_id, ClientName="other")["UserPoolClient"]
    challenge = begin(browser_cognito, pool)
    assert refusal(finish, browser_cognito, pool, challenge, client_id=other["ClientId"]) == WRONG


def test_trap_13_a_handshake_expires_with_the_clients_auth_session_validity(
    browser_cognito, make_pool, monkeypatch
):
    pool = make_pool(AuthSessionValidity=4)
    now = clock.now()
    for seconds, fits in ((239, True), (241, False)):
        monkeypatch.setattr(clock, "now", lambda: now)
        challenge = begin(browser_cognito, pool)
        monkeypatch.setattr(clock, "now", lambda later=now + seconds: later)
        if fits:
            assert "AccessToken" in finish(browser_cognito, pool, challenge)["AuthenticationResult"]
        else:
            assert refusal(finish, browser_cognito, pool, challenge) == WRONG


def test_secret_numbers_and_salts_are_new_each_time():
    assert len({srp.new_secret_number() for _ in range(100)}) == 100
    assert len({srp.new_salt() for _ in range(100)}) == 100
