"""The diagrams: what they show, what they never show, and how they look in a real browser."""

from __future__ import annotations

import base64
import re
import secrets
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from IPython.core.interactiveshell import InteractiveShell

from helpers import drawing
from helpers.drawing import Drawing, Shown, shown
from helpers.masking import mask
from helpers.wire import Call
from tools.lessons import ROOT

SENT, NOT_SENT = "The password was sent", "The password was not sent"
TWO_WAYS_IN = ROOT / "notebooks" / "images" / "two_ways_in.svg"  # at the top of lesson 01 and of the README
NASTY = "<script>\"&'\x00\x1b\n\ud800ü😀"


@pytest.fixture
def password() -> str:
    """A new password, so short that it would be shown if it were not recognized."""
    return "Aa1!" + secrets.token_urlsafe(6)


def svgs(drawn: Drawing) -> list[str]:
    """The SVGs in a drawing's HTML."""
    data = re.findall(r'src="data:image/svg\+xml;base64,([^"]+)"', drawn._repr_html_())
    return [base64.b64decode(each).decode() for each in data]


def texts(drawn: Drawing) -> list[str]:
    """All texts in the SVGs. Fails if one of them is not XML."""
    found = [ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text") for svg in svgs(drawn)]
    return [element.text or "" for elements in found for element in elements]


def alts(drawn: Drawing) -> list[str]:
    return [unescape(alt) for alt in re.findall(r'<img alt="([^"]*)"', drawn._repr_html_())]


def everything(drawn: Drawing) -> str:
    """All that a notebook could save of a drawing, the SVGs also decoded."""
    return "\n".join([repr(drawn), drawn._repr_html_(), *svgs(drawn)])


# --- what is shown of a value ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("AuthFlow", "ADMIN_USER_PASSWORD_AUTH", "ADMIN_USER_PASSWORD_AUTH"),
        ("message", "Incorrect username or password.", "Incorrect username or password."),
        ("USERNAME", "somebody.with.a.long.name@example.com", "somebody.with.a.long.name@example.com"),
        ("ExpiresIn", 3600, "3600"),
        ("Permanent", True, "true"),
        ("SRP_A", "9f3c" + "0" * 760 + "21ab", "9f3c…1ab"),
        ("UserPoolId", "us-east-1_AbCdEfGhI", "us-e…GhI"),
        ("redirect_uri", "http://localhost:3000", "http://localhost:3000"),
        ("Location", "http://localhost:3000/?code=1234567890", "http…890"),
        ("body", "email=me%40example.com&password=guess me", "emai… me"),
    ],
)
def test_words_are_shown_and_long_numbers_masked(name, value, text):
    assert shown(name, value, {}) == Shown(name, text)


@pytest.mark.parametrize(
    "name",
    [
        *("AccessToken", "idToken", "REFRESH_TOKEN", "Session", "ClientSecret", "SECRET_HASH", "SMS_MFA_CODE"),
        *("code", "code_verifier", "state", "nonce", "_csrf"),
    ],
)
def test_a_credential_is_masked(name):
    assert shown(name, "abcd efgh@ijklmnop", {}).text == "abcd…nop"
    assert shown(name, "123456", {}).text == "…"


@pytest.mark.parametrize("name", ["PASSWORD", "NEW_PASSWORD", "password", "TemporaryPassword"])
def test_a_password_is_recognized_by_the_name_of_its_field(name, password):
    assert shown(name, password, {}) == Shown(name, "a password", is_password=True)
    bodies = {name: password}, {name: {"is": [password]}}
    assert password not in everything(drawing.exchange([Call("Any", *bodies)]))


@pytest.mark.parametrize(
    "write",
    [
        lambda password: f"user:{password}@example.com and more",
        lambda password: quote(password, safe=""),
        lambda password: base64.b64encode(f"user:{password}".encode()).decode(),
    ],
    ids=["in clear", "URL", "base64"],
)
def test_the_password_is_never_drawn_wherever_it_is(write, password):
    hidden = write(password)
    body = {"Any": hidden, "Deep": {"er": [{"Name": "email", "Value": hidden}]}, "List": [hidden], hidden: "name"}
    drawn = drawing.exchange([Call("Any", body, body)], secret=password)
    assert texts(drawn).count("the password") == 2 * 3
    assert {"Any", "email", "List", "…"} <= set(texts(drawn)) and "Name" not in texts(drawn)
    assert hidden not in everything(drawn) and password not in everything(drawn)


def test_no_whole_token_is_drawn():
    tokens = {name: secrets.token_urlsafe(300) for name in ("IdToken", "AccessToken", "RefreshToken")}
    drawn = drawing.exchange([Call("InitiateAuth", {}, {"AuthenticationResult": tokens})])
    for name, token in tokens.items():
        assert {name, mask(token)} <= set(texts(drawn)) and token not in everything(drawn)


# --- an exchange -----------------------------------------------------------------------------------------------


def test_each_exchange_says_in_words_colour_and_sign_whether_the_password_was_sent(password):
    by_password = [Call("AdminInitiateAuth", {"USERNAME": "ada", "PASSWORD": password}, {"IdToken": "eyJ"})]
    by_srp = [Call("InitiateAuth", {"SRP_A": "9f"}, {"SRP_B": "3c"}), Call("RespondToAuthChallenge", {}, {})]
    drawn = drawing.side_by_side(
        drawing.exchange(by_password, ("Your server", "Cognito"), secret=password, title="Lesson 03"),
        drawing.exchange(by_srp, secret=password, title="Lesson 04"),
    )
    assert alts(drawn) == [
        f"Lesson 03, 1 call. {SENT}. "
        "1, Your server to Cognito, AdminInitiateAuth: USERNAME, PASSWORD (the password). "
        "2, Cognito to Your server, answer: IdToken.",
        f"Lesson 04, 2 calls. {NOT_SENT}. "
        "1, Your browser to Amazon Cognito, InitiateAuth: SRP_A (a random number). "
        "2, Amazon Cognito to Your browser, answer: SRP_B (a random number). "
        "3, Your browser to Amazon Cognito, RespondToAuthChallenge: nothing. "
        "4, Amazon Cognito to Your browser, answer: nothing.",
    ]
    red, green = svgs(drawn)
    assert SENT in red and 'class="bold red"' in red and 'class="red-tint"' in red and "l6.4 6.4" in red
    assert NOT_SENT in green and 'class="bold green"' in green and 'class="green-tint"' in green
    assert "l6.4 6.4" not in green and "badge" not in green.partition("</style>")[2]


def test_several_passwords_are_told_apart(password):
    secret = {"old password": "Old1!" + password, "new password": password}
    drawn = drawing.exchange([Call("A", {"NEW_PASSWORD": password})], secret=secret)
    assert {"The old password was not sent", "The new password was sent", "the new password"} <= set(texts(drawn))


def test_with_three_sides_the_second_makes_the_other_calls_before_it_answers():
    calls = [Call("POST /login", {}, {}), Call("One", {}, {}), Call("Two", {}, {"error": "No."})]
    drawn = drawing.exchange(calls, "ABC")
    [alt], halves = alts(drawing.side_by_side(drawn)), alts(drawn)
    assert " ".join(halves) == alt and [half.count("nothing") for half in halves] == [3, 2]
    assert alt.split(": nothing. ")[:-1] == [
        "A and B and C, 3 calls. 1, A to B, POST /login",
        "2, B to C, One",
        "3, C to B, answer",
        "4, B to C, Two",
    ]
    assert alt.endswith("5, C to B, refused: error. 6, B to A, answer: nothing.")


def test_plain_words_are_beside_a_field_and_a_lesson_can_use_its_own():
    calls = [Call("A", {"SRP_A": "9f", "PASSWORD_CLAIM_SIGNATURE": "x" * 44})]
    assert {"a random number", "the proof"} <= set(texts(drawing.exchange(calls)))
    assert {"A = g^a", "the proof"} <= set(texts(drawing.exchange(calls, words={"SRP_A": "A = g^a"})))


def test_without_the_password_there_is_no_headline(password):
    one, other = drawing.exchange([Call("A", {"x": password})], "LR"), drawing.exchange([], "LR")
    assert alts(one) == ["L and R, 1 call. 1, L to R, A: x. 2, R to L, no answer: nothing."]
    assert alts(other) == ["L and R, 0 calls."]


@pytest.mark.parametrize(
    ("call", "verdict", "field"),
    [
        (lambda password: Call("GET /", {}, {}, sent_text=f"Cookie: {password}"), SENT, "elsewhere"),
        (lambda password: Call("A", {}, {"echo": password}), NOT_SENT, "echo"),
    ],
    ids=["in a header", "in the answer"],
)
def test_the_headline_is_about_all_that_was_sent_and_nothing_else(password, call, verdict, field):
    [alt] = alts(drawing.exchange([call(password)], secret=password))
    assert alt.startswith(f"Your browser and Amazon Cognito, 1 call. {verdict}. ")
    assert f"{field} (the password)" in alt


def test_an_answer_a_refusal_and_no_answer_differ():
    received = [{}, {"__type": "NotAuthorizedException"}, None, {"error": "No."}]
    drawn = drawing.exchange([Call("A", {}, each) for each in received])
    labels = [text for text in texts(drawn) if text in ("answer", "refused", "no answer")]
    assert labels == ["answer", "refused", "no answer", "refused"]


def test_many_fields_are_counted_but_a_password_among_them_is_shown(password):
    body = {f"Field{number:02}": number for number in range(30)}
    drawn = drawing.exchange([Call("A", {**body, "Last": password}, {})], secret=password)
    assert "Field11" in texts(drawn) and "Field12" not in texts(drawn)
    assert {"Last", "the password", "and 18 more"} <= set(texts(drawn))


def test_a_long_sentence_is_wrapped_and_a_very_long_one_is_cut():
    drawn = drawing.exchange([Call("A", {"message": "one two three " * 8}, {"message": "word " * 1000})])
    assert sum(text.startswith(("one", "two", "three")) for text in texts(drawn)) == 3
    assert sum(text.startswith("word") for text in texts(drawn)) == 4


def test_empty_fields_are_left_out():
    sent = {"Empty": {}, "None": None, "List": [], "Text": "", "Zero": 0, "No": False}
    [alt] = alts(drawing.exchange([Call("A", sent)]))
    assert ", A: Zero, No. 2," in alt


# --- what a notebook saves -------------------------------------------------------------------------------------


def drawings(password: str, salt: str = "") -> Iterator[Drawing]:
    """One of each kind, with live values that depend on the salt."""
    calls = [
        Call("InitiateAuth", {"SRP_A": f"{salt}9f3c" * 30, "PASSWORD": password}, {"Session": f"{salt}x" * 40}),
        Call("RespondToAuthChallenge", {"TIMESTAMP": "Mon Nov 2 21:11:53 UTC"}, {"IdToken": f"eyJ{salt}" * 9}),
    ]
    yield drawing.exchange(calls, secret=password)
    other = drawing.exchange(calls, "ABC", secret=password, title="Lesson 03")
    yield drawing.side_by_side(other, drawing.exchange(calls[1:], secret=password, title="Lesson 04"))


def test_in_a_notebook_a_drawing_is_an_image_and_a_short_text(password):
    lines = []
    for drawn in drawings(password):
        data, _ = InteractiveShell.instance().display_formatter.format(drawn)
        assert set(data) == {"text/html", "text/plain"}
        lines.append(data["text/plain"])
    assert lines == [
        "<drawing: Your browser and Amazon Cognito, 2 calls>",
        "<drawing: Lesson 03, 2 calls beside Lesson 04, 1 call>",
    ]


def test_only_the_image_contains_live_values(password):
    """So that nbval can compare the rest."""
    for one, other in zip(drawings(password, "a"), drawings("Zz9?" + password[4:], "b")):
        assert svgs(one) != svgs(other)
        assert (repr(one), alts(one)) == (repr(other), alts(other))


def test_every_string_is_escaped(password):
    tags = HTMLParser()
    found: set[str] = set()
    tags.handle_starttag = lambda tag, attrs: found.add(tag)
    calls = [Call(NASTY, {NASTY: NASTY, "Secret": NASTY}, {NASTY: [NASTY, {NASTY: NASTY}]})]
    drawn = drawing.exchange(calls, [NASTY] * 3, secret={NASTY: password}, title=NASTY, words={NASTY: NASTY})
    tags.feed(drawn._repr_html_())
    assert found == {"img"}
    assert any("<script>" in text for text in texts(drawn))  # as text: `texts` has parsed it as XML
