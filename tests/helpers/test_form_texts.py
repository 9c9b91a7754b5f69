"""What the forms show of tokens, errors and password rules."""

from __future__ import annotations

import json
import re
import secrets
import socket
from html import escape
from typing import Any
from urllib.parse import quote, quote_plus

import botocore.exceptions as boto
import jwt
import pytest
import requests

from helpers.forms.messages import FormError, Message, explain, scrub
from helpers.forms.password import SYMBOLS, unmet_rules
from helpers.forms.tokens import tokens_in, tokens_table, utc
from helpers.masking import mask

KINDS = ("Uppercase", "Lowercase", "Numbers", "Symbols")
POLICY = {"MinimumLength": 8, **{f"Require{kind}": True for kind in KINDS}}

# --- tokens ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("token", "masked"),
    [
        ("eyJrIjoiYSJ9.eyJzdWIiOiJiIn0.c3fQ", "eyJr…3fQ"),
        ("0123456789abcdef", "0123…def"),
        ("15_characters..", "…"),
    ],
)
def test_a_mask_shows_both_ends_of_a_token_and_nothing_of_a_short_one(token, masked):
    assert mask(token) == masked


THREE = {"IdToken": "i", "AccessToken": "a", "RefreshToken": "r"}
BY_POST = {"idToken": "i", "accessToken": "a", "refreshToken": "r"}


@pytest.mark.parametrize(
    "answer",
    [{**THREE, "ExpiresIn": 3600}, {"AuthenticationResult": THREE}, {"success": True, "tokens": BY_POST}, BY_POST],
)
def test_tokens_are_found_in_every_answer_to_a_login(answer):
    assert tokens_in(answer) == THREE


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (None, "log_in returned no tokens"),
        ("eyJ", "log_in returned no tokens"),
        ({"AuthenticationResult": {}}, "log_in returned a dict without tokens"),
        ({"IdToken": None}, "log_in returned a dict without tokens"),
        ({"ChallengeName": "NEW_PASSWORD_REQUIRED", "Session": "s"}, "one more step, NEW_PASSWORD_REQUIRED"),
        ({"success": False, "error": "Email and password are required"}, "Email and password are required"),
    ],
)
def test_the_error_says_what_is_there_instead_of_tokens(answer, message):
    with pytest.raises(FormError, match=message):
        tokens_in(answer)


def test_the_table_masks_tokens_escapes_claims_and_adds_dates():
    claims = {"<b>": "<script>", "exp": 1700000000, "iat": "soon", "email_verified": True}
    tokens = {"IdToken": jwt.encode(claims, secrets.token_hex(32)), "RefreshToken": secrets.token_urlsafe(900)}
    table = tokens_table(tokens)
    for token in tokens.values():
        assert token not in table and mask(token) in table
    assert "4 claims, decoded, not yet verified" in table
    assert "opaque: only Cognito can read it" in table
    assert '<th scope="row">&lt;b&gt;</th><td>&lt;script&gt;</td>' in table
    assert "<td>1700000000 <small>2023-11-14 22:13:20 UTC</small></td>" in table
    assert '<th scope="row">iat</th><td>soon</td>' in table and "<td>true</td>" in table


@pytest.mark.parametrize("claim", ["soon", None, [], 10**30, float("nan")])
def test_a_claim_that_is_not_a_time_has_no_date(claim):
    assert utc(claim) == ""


# --- errors ------------------------------------------------------------------------------------------------------


def refusal(code: str, message: str) -> boto.ClientError:
    return boto.ClientError({"Error": {"Code": code, "Message": message}}, "InitiateAuth")


def response_401(body: bytes) -> requests.HTTPError:
    response = requests.Response()
    response.status_code, response.reason, response._content = 401, "UNAUTHORIZED", body
    return requests.HTTPError(response=response)


STOPPED = "Your function stopped with an error. Fix it, then try again."


@pytest.mark.parametrize(
    ("error", "text", "code"),
    [
        (refusal("UserNotFoundException", "No such user."), "No such user.", "UserNotFoundException"),
        (boto.ClientError({"Error": {"Code": "500"}}, "SignUp"), "Cognito refused, and gave no reason.", "500"),
        (response_401(b'{"success": false, "error": "Incorrect."}'), "Incorrect.", "HTTP 401"),
        (response_401(b"<html>no</html>"), "The server refused: UNAUTHORIZED", "HTTP 401"),
        (FormError("Type both again."), "Type both again.", ""),
        (KeyError("AuthenticationResult"), STOPPED, "KeyError: 'AuthenticationResult'"),
        (RuntimeError(), STOPPED, "RuntimeError"),
    ],
)
def test_an_error_keeps_its_message_and_code(error, text, code):
    assert explain(error) == Message(text, code)


def test_a_server_that_does_not_answer_is_named_with_what_to_do():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{probe.getsockname()[1]}"
    with pytest.raises(requests.ConnectionError) as caught:
        requests.post(f"{url}/login", json={})
    for error in (
        caught.value,
        boto.EndpointConnectionError(endpoint_url=f"{url}/"),
        boto.ConnectTimeoutError(endpoint_url=f"{url}/"),
        boto.ReadTimeoutError(endpoint_url=f"{url}/"),
        boto.ConnectionClosedError(endpoint_url=url.replace("//", "//ada:pw@")),
    ):
        text = f"The server does not answer at {url}. Run the cell that starts it, then log in again."
        assert explain(error, retry="log in again") == Message(text), type(error)


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (
            boto.EndpointConnectionError(endpoint_url="https://cognito-idp.us-east-1.amazonaws.com/"),
            "The server does not answer at https://cognito-idp.us-east-1.amazonaws.com. "
            "Check your network connection, then try again.",
        ),
        (ConnectionRefusedError(), "The server does not answer. Run the cell that starts it, then try again."),
    ],
)
def test_a_cell_starts_no_server_on_aws_and_an_unknown_address_is_left_out(error, text):
    assert explain(error) == Message(text)


def test_a_long_error_is_one_short_line():
    code = explain(ValueError("many\nlines " * 1000)).code
    assert "\n" not in code and len(code) < 320


# --- no secret in an error ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("write", [str, repr, json.dumps, escape, quote, quote_plus, lambda s: repr(s.encode())])
def test_a_password_is_hidden_however_it_is_written(write):
    for end in ("  a'b\"c\\d&e/é", " f\\"):
        password = secrets.token_hex(4) + end
        error = refusal("InvalidParameterException", f"Value {write(password)} at 'password' failed")
        text = explain(error, secrets=[password]).text
        assert re.fullmatch(r"Value b?['\"]?•••['\"]? at 'password' failed", text)


def test_half_an_emoji_in_a_password_is_hidden_too():
    password = "half\ud83d" + secrets.token_hex(4)
    assert explain(ValueError(f"bad {password!r}"), secrets=[password]).code == "ValueError: bad '•••'"


@pytest.mark.parametrize("password", ["password", "user", "or", "a"])
def test_a_word_of_cognitos_sentence_typed_as_a_password_stays_in_the_sentence(password):
    assert scrub("Incorrect username or password.", [password]) == "Incorrect username or password."


@pytest.mark.parametrize("error", [ConnectionRefusedError(), KeyError()])
def test_a_word_of_the_forms_sentences_stays_in_them_too(error):
    assert "•" not in explain(error, secrets=["error", "server", "function"]).text


def test_a_short_password_is_hidden_where_it_is_a_word():
    assert scrub("Invalid value 'abc' for abcde", ["abc"]) == "Invalid value '•••' for abcde"


def test_a_token_in_an_error_is_masked():
    token = jwt.encode({"sub": "ada"}, secrets.token_hex(32))
    assert scrub(f"Could not verify {token}!", []) == f"Could not verify {mask(token)}!"


# --- the rules for passwords -------------------------------------------------------------------------------------

LENGTH, SPACES = "8 to 256 characters", "no space at the start or the end"
UPPER, LOWER, NUMBER = "an uppercase letter", "a lowercase letter", "a number"
SYMBOL = "a symbol, such as ! or ?"


@pytest.mark.parametrize(
    ("password", "unmet"),
    [
        ("", [LENGTH, UPPER, LOWER, NUMBER, SYMBOL]),
        ("abcdefgh", [UPPER, NUMBER, SYMBOL]),
        ("ABCDEFG1", [LOWER, SYMBOL]),
        ("Abcde1!", [LENGTH]),
        ("Ab1!" + "x" * 252, []),
        ("Ab1!" + "x" * 253, [LENGTH]),
        ("Abcdef 1", []),
        ("Abcdef1 ", [SPACES, SYMBOL]),
        (" Abcdef1!", [SPACES]),
        ("Äbcdef1!", [UPPER]),
        ("ABCDEFß1!", [LOWER]),
        ("Abcdef٣!", [NUMBER]),
        ("Abcdef1€", [SYMBOL]),
    ],
)
def test_the_rules_that_a_password_breaks(password, unmet):
    assert unmet_rules(password, POLICY) == unmet


def test_every_symbol_of_cognito_counts():
    assert len(SYMBOLS) == 32
    assert [symbol for symbol in SYMBOLS if unmet_rules(f"Abcdef1{symbol}", POLICY)] == []


@pytest.mark.parametrize(
    ("policy", "unmet"),
    [
        ({"MinimumLength": 6}, []),
        ({"MinimumLength": 6, "RequireUppercase": False, "RequireNumbers": True}, [NUMBER]),
        ({}, [LENGTH]),
    ],
)
def test_only_the_rules_of_the_policy_apply(policy: dict[str, Any], unmet):
    assert unmet_rules("abcdef", policy) == unmet
