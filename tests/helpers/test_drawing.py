"""The pictures: what they show, what they never show, and how they look in a real browser."""

from __future__ import annotations

import base64
import re
import secrets
import struct
import zlib
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from IPython.core.interactiveshell import InteractiveShell
from playwright.sync_api import Page
from pycognito.aws_srp import AWSSRP

from helpers import drawing, wire
from helpers.drawing import Drawing, Shown, shown
from helpers.wire import Call

CROSSED, NOT_CROSSED = "The password crossed the wire", "The password did not cross the wire"
NASTY = "<script>\"&'\x00\x1b\n\ud800ü😀"


@pytest.fixture
def password() -> str:
    """A new one, so short that it would be shown whole if it were taken for something else."""
    return "Aa1!" + secrets.token_urlsafe(6)


def svgs(drawn: Drawing) -> list[str]:
    """The SVGs in a drawing's HTML."""
    data = re.findall(r'src="data:image/svg\+xml;base64,([^"]+)"', drawn._repr_html_())
    return [base64.b64decode(each).decode() for each in data]


def texts(drawn: Drawing) -> list[str]:
    """All that can be read in the pictures. Fails if one of them is no XML."""
    found = [ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text") for svg in svgs(drawn)]
    return [element.text or "" for elements in found for element in elements]


def alts(drawn: Drawing) -> list[str]:
    return [unescape(alt) for alt in re.findall(r'<img alt="([^"]*)"', drawn._repr_html_())]


def everything(drawn: Drawing) -> str:
    """Whatever a notebook could keep of a drawing, the pictures also decoded."""
    return "\n".join([repr(drawn), drawn._repr_html_(), *svgs(drawn)])


# --- what is shown of a value ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("AuthFlow", "ADMIN_USER_PASSWORD_AUTH", "ADMIN_USER_PASSWORD_AUTH"),
        ("__type", "NotAuthorizedException", "NotAuthorizedException"),
        ("message", "Incorrect username or password.", "Incorrect username or password."),
        ("USERNAME", "somebody.with.a.long.name@example.com", "somebody.with.a.long.name@example.com"),
        ("TIMESTAMP", "Mon Nov 23 21:11:53 UTC 2026", "Mon Nov 23 21:11:53 UTC 2026"),
        ("ExpiresIn", 3600, "3600"),
        ("Permanent", True, "true"),
        ("SRP_A", "9f3c" + "0" * 760 + "21ab", "9f3c…1ab"),
        ("UserPoolId", "us-east-1_AbCdEfGhI", "us-e…GhI"),
        ("ClientId", "1h57kf5cpq17m0eml12EXAMPLE", "1h57…PLE"),
    ],
)
def test_words_are_shown_and_numbers_shortened(name, value, text):
    assert shown(name, value) == Shown(name, text)


@pytest.mark.parametrize(
    "name", ["AccessToken", "idToken", "REFRESH_TOKEN", "Session", "ClientSecret", "SECRET_HASH", "SMS_MFA_CODE"]
)
def test_of_a_credential_seven_letters_are_shown_and_of_a_short_one_none(name):
    assert shown(name, "abcd efgh@ijklmnop").text == "abcd…nop"
    assert shown(name, "123456").text == "…"


@pytest.mark.parametrize("name", ["PASSWORD", "NEW_PASSWORD", "password", "TemporaryPassword", "PreviousPassword"])
def test_a_password_is_known_by_the_name_of_its_field(name, password):
    assert shown(name, password) == Shown(name, "a password", is_password=True)
    bodies = {name: password}, {name: {"is": [password]}}
    assert password not in everything(drawing.exchange([Call("Any", *bodies)]))


def test_what_is_no_json_is_not_shown():
    assert shown("body", "email=me%40example.com&password=guess me").text == "emai… me"


@pytest.mark.parametrize(
    "disguise",
    [
        lambda password: password,
        lambda password: f"user:{password}@example.com and more",
        lambda password: quote(password, safe=""),
        lambda password: base64.b64encode(f"user:{password}".encode()).decode(),
        lambda password: password.encode().hex(),
    ],
    ids=["in clear", "in the middle", "URL", "base64", "hex"],
)
def test_the_password_is_never_drawn_wherever_it_is(disguise, password):
    hidden = disguise(password)
    body = {"Any": hidden, "Deep": {"er": [{"Name": "email", "Value": hidden}]}, "List": [hidden], hidden: "name"}
    drawn = drawing.exchange([Call("Any", body, body)], secret=password)
    assert texts(drawn).count("the password") == 2 * 3
    assert {"Any", "email", "List", "…"} <= set(texts(drawn)) and "Name" not in texts(drawn)
    assert hidden not in everything(drawn)
    assert password not in everything(drawn)


def test_no_whole_token_is_drawn(cognito, make_pool):
    pool = make_pool()
    with wire.recording(cognito) as calls:
        answer = admin_login(cognito, pool, pool.password)
    drawn = drawing.exchange(calls, secret=pool.password)
    for name, value in answer["AuthenticationResult"].items():
        assert name in texts(drawn)
        if name.endswith("Token"):
            assert value not in everything(drawn)
            assert f"{value[:4]}…{value[-3:]}" in texts(drawn)


# --- an exchange -----------------------------------------------------------------------------------------------


def admin_login(cognito: Any, pool: Any, password: str) -> dict[str, Any]:
    return cognito.admin_initiate_auth(
        UserPoolId=pool.user_pool_id,
        ClientId=pool.app_client_id,
        AuthFlow="ADMIN_USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": pool.username, "PASSWORD": password},
    )


def srp_login(cognito: Any, pool: Any) -> None:
    AWSSRP(
        username=pool.username,
        password=pool.password,
        pool_id=pool.user_pool_id,
        client_id=pool.app_client_id,
        client=cognito,
    ).authenticate_user()


def test_the_password_is_in_one_picture_and_not_in_the_other(cognito, browser_cognito, make_pool):
    pool = make_pool()
    with wire.recording(cognito) as by_admin:
        admin_login(cognito, pool, pool.password)
    with wire.recording(browser_cognito) as by_srp:
        srp_login(browser_cognito, pool)
    drawn = drawing.side_by_side(by_admin, by_srp, left=("Your server", "Your browser"), secret=pool.password)
    first, second = alts(drawn)
    assert first.startswith(
        f"Lesson 03. {CROSSED}. Your server and Amazon Cognito: 1 call. AdminInitiateAuth carries"
    )
    assert "PASSWORD (the password)" in first
    assert second.startswith(
        f"Lesson 04. {NOT_CROSSED}. Your browser and Amazon Cognito: 2 calls. InitiateAuth carries"
    )
    assert "SRP_A" in second and "PASSWORD_CLAIM_SIGNATURE" in second and "(the password)" not in second
    assert texts(drawn).count("the password") == 1
    assert pool.password not in everything(drawn)


def test_each_side_says_in_words_colour_and_sign_whether_the_password_crossed(password):
    with_password, without = [Call("A", {"x": password})], [Call("B", {"x": "y"})]
    red, green = svgs(drawing.side_by_side(with_password, without, secret=password))
    assert CROSSED in red and 'class="bold red"' in red and 'class="red-tint"' in red and "l6.4 6.4" in red
    assert NOT_CROSSED in green and 'class="bold green"' in green and 'class="green-tint"' in green
    assert "l6.4 6.4" not in green and "badge" not in green.partition("</style>")[2]


def test_without_the_password_nothing_is_said_about_it(password):
    drawn = drawing.exchange([Call("A", {"x": password})])
    assert CROSSED not in everything(drawn) and NOT_CROSSED not in everything(drawn)


def test_a_password_that_no_field_shows_is_told_all_the_same(password):
    header = f"Authorization: Basic {base64.b64encode(f'me:{password}'.encode()).decode()}"
    drawn = drawing.exchange([Call("GET /", {}, {}, sent_text=header)], secret=password)
    assert alts(drawn)[0].startswith(CROSSED)
    assert "GET / carries elsewhere (the password)" in alts(drawn)[0]


def test_the_verdict_is_about_what_was_sent(password):
    drawn = drawing.exchange([Call("A", {}, {"echo": password})], secret=password)
    assert alts(drawn)[0].startswith(NOT_CROSSED)
    assert "echo (the password)" in alts(drawn)[0]


def test_an_answer_a_refusal_and_no_answer_differ():
    refusal = {"__type": "NotAuthorizedException", "message": "Incorrect username or password."}
    calls = [Call("A", {}, {}), Call("B", {}, refusal), Call("C", {}), Call("D", {}, {"error": "No."})]
    drawn = drawing.exchange(calls)
    labels = [text for text in texts(drawn) if text in ("answer", "refused", "no answer")]
    assert labels == ["answer", "refused", "no answer", "refused"]
    assert "Incorrect username or password." in texts(drawn)


def test_many_fields_are_counted_but_a_password_among_them_is_shown(password):
    body = {f"Field{number:02}": number for number in range(30)}
    drawn = drawing.exchange([Call("A", {**body, "Last": password}, {})], secret=password)
    assert "Field11" in texts(drawn) and "Field12" not in texts(drawn)
    assert "Last" in texts(drawn) and "the password" in texts(drawn)
    assert "and 18 more" in texts(drawn)


def test_a_long_sentence_is_broken_and_a_very_long_one_is_cut():
    drawn = drawing.exchange([Call("A", {"message": "one two three " * 8}, {"message": "word " * 1000})])
    lines = [text for text in texts(drawn) if text.startswith(("one", "two", "three"))]
    assert len(lines) == 2
    assert sum(text.startswith("word") for text in texts(drawn)) == 4


def test_empty_fields_are_left_out():
    drawn = drawing.exchange(
        [Call("A", {"Empty": {}, "None": None, "List": [], "Text": "", "Zero": 0, "No": False})]
    )
    assert alts(drawn)[0].endswith("A carries Zero, No; no answer: nothing.")


def test_no_calls_at_all_can_be_drawn(password):
    assert alts(drawing.exchange([], secret=password)) == [
        f"{NOT_CROSSED}. Your browser and Amazon Cognito: 0 calls."
    ]


# --- steps -----------------------------------------------------------------------------------------------------

STEPS = {"pool": "us-east-1_AbCdEfGhI", "app client": "1h57kf5cpq17m0eml12EXAMPLE", "user": None, "login": None}


def test_the_steps_that_are_done_are_filled_and_show_their_ids_shortened():
    drawn = drawing.steps(STEPS, current="user")
    assert texts(drawn) == ["pool", "us-e…GhI", "app client", "1h57…PLE", "3", "user", "4", "login"]
    body = svgs(drawn)[0].partition("</style>")[2]
    assert body.count('class="green"') == 2
    assert body.count('class="stroke green-line"') == 1  # from pool to app client
    assert body.count('class="stroke blue-line"') == 2  # the dot and the ring of the current step


def test_the_steps_are_told_in_words():
    assert alts(drawing.steps(STEPS, current="user")) == ["Step 3 of 4, user. There already: pool, app client."]
    assert alts(drawing.steps({"pool": None})) == ["1 step. Nothing is there yet."]
    assert repr(drawing.steps(STEPS, current="user")) == "<drawing: step 3 of 4, user>"


def test_a_step_that_is_there_but_has_no_id_is_filled():
    assert texts(drawing.steps({"server login": True})) == ["server login"]


def test_a_step_that_is_none_of_them_is_a_mistake():
    with pytest.raises(ValueError, match=r"no step 'pol'\. The steps are: pool, app client, user, login"):
        drawing.steps(STEPS, current="pol")


# --- what a notebook keeps -------------------------------------------------------------------------------------


def drawings(password: str, salt: str = "") -> Iterator[Drawing]:
    """One of each, with live values that depend on the salt."""
    calls = [
        Call("InitiateAuth", {"SRP_A": f"{salt}9f3c" * 30, "PASSWORD": password}, {"Session": f"{salt}x" * 40}),
        Call(
            "RespondToAuthChallenge", {"TIMESTAMP": "Mon Nov 2 21:11:53 UTC 2026"}, {"IdToken": f"eyJ{salt}" * 9}
        ),
    ]
    yield drawing.exchange(calls, secret=password)
    yield drawing.side_by_side(calls[:1], calls[1:], secret=password)
    yield drawing.steps({"pool": f"us-east-1_AbCdEf{salt}", "user": None}, current="user")


def test_in_a_notebook_a_drawing_is_an_image_and_a_short_text(password):
    for drawn in drawings(password):
        data, _ = InteractiveShell.instance().display_formatter.format(drawn)
        assert set(data) == {"text/html", "text/plain"}
        assert re.fullmatch(r"<drawing: [^<>]{3,60}>", data["text/plain"])
    assert repr(next(drawings(password))) == "<drawing: 2 calls between Your browser and Amazon Cognito>"


def test_the_same_input_makes_the_same_output(password):
    assert [everything(drawn) for drawn in drawings(password)] == [
        everything(drawn) for drawn in drawings(password)
    ]


def test_live_values_are_in_the_image_only(password):
    """So that nbval can compare the rest, once the image is put out of its sight."""
    for one, other in zip(drawings(password, "a"), drawings("Zz9?" + password[4:], "b")):
        assert svgs(one) != svgs(other)
        assert repr(one) == repr(other)
        assert alts(one) == alts(other)


def test_every_string_is_escaped(password):
    tags = HTMLParser()
    found: set[str] = set()
    tags.handle_starttag = lambda tag, attrs: found.add(tag)
    calls = [Call(NASTY, {NASTY: NASTY, "Secret": NASTY}, {NASTY: [NASTY, {NASTY: NASTY}]})]
    for drawn in (
        drawing.exchange(calls, NASTY, NASTY, secret=password),
        drawing.side_by_side(calls, calls, (NASTY, NASTY), left=NASTY, right=NASTY, secret=password),
        drawing.steps({NASTY: NASTY}, current=NASTY),
    ):
        tags.feed(drawn._repr_html_())
        assert found == {"img"}
        assert any("<script>" in text for text in texts(drawn))  # as text; `texts` has parsed it as XML


# --- in a real browser -----------------------------------------------------------------------------------------


def show(page: Page, drawn: Drawing, *, theme: str = "light", width: int = 1000) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    look = f"margin: 0; color-scheme: {theme}"
    page.set_content(f"<!doctype html><body style='{look}'>{drawn._repr_html_()}</body>", wait_until="load")


def pixel(page: Page, x: int, y: int) -> tuple[int, ...]:
    """Red, green and blue of one pixel, out of a PNG of it: in its IDAT chunks are, packed, a 0 and the colour."""
    png = page.screenshot(clip={"x": x, "y": y, "width": 1, "height": 1})
    packed, at = b"", 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        if png[at + 4 : at + 8] == b"IDAT":
            packed += png[at + 8 : at + 8 + length]
        at += length + 12
    return tuple(zlib.decompress(packed)[1:4])


@pytest.mark.parametrize(("theme", "paper"), [("light", (255, 255, 255)), ("dark", (23, 25, 29))])
def test_the_picture_follows_the_theme_of_the_page(page, password, theme, paper):
    for drawn in drawings(password):
        show(page, drawn, theme=theme)
        assert page.evaluate("[...document.images].every(image => image.complete && image.naturalWidth > 0)")
        assert pixel(page, 20, 14) == paper


def test_two_exchanges_stand_beside_each_other_and_below_each_other_where_it_is_narrow(page, password):
    _, drawn, _ = drawings(password)

    def places() -> list[dict[str, float]]:
        return [image.bounding_box() for image in page.locator("img").all()]

    show(page, drawn, width=850)
    first, second = places()
    assert first["y"] == second["y"] and first["x"] + first["width"] <= second["x"]
    show(page, drawn, width=600)
    first, second = places()
    assert first["x"] == second["x"] and first["y"] + first["height"] <= second["y"]
    show(page, drawn, width=300)
    assert all(place["x"] + place["width"] <= 300 for place in places())


def test_no_text_leaves_its_card(page, password):
    """Measured with the fonts of this browser, on names and values that are too long."""
    wide = {"PASSWORD_CLAIM_SECRET_BLOCK": "W" * 400, "W" * 90: "W W " * 90, "e": f"{'w' * 90}@example.com"}
    calls = [Call("AdminSetUserMFAPreference" * 4, {**wide, "NEW_PASSWORD": password}, wide)]
    long = "Amazon Cognito and more " * 5
    for drawn in (
        drawing.exchange(calls, long, long, secret=password),
        drawing.side_by_side(calls, calls, (long, long), left=long, right=long, secret=password),
        drawing.steps({"server login": "W" * 90, long: f"{'w' * 60}@example.com"}, current=long),
    ):
        for svg in svgs(drawn):
            page.set_content(f"<body style='margin: 0'>{svg}")
            outside = page.evaluate(
                """() => {
                    const svg = document.querySelector("svg"), {width, height} = svg.viewBox.baseVal;
                    return [...svg.querySelectorAll("text")].filter(text => {
                        const {x, y, width: wide, height: high} = text.getBBox();
                        return x < 2 || y < 2 || x + wide > width - 2 || y + high > height - 2;
                    }).map(text => text.textContent);
                }"""
            )
            assert outside == []


def test_fields_do_not_run_into_their_values(page, password):
    calls = [Call("A", {"PASSWORD_CLAIM_SECRET_BLOCK": "x", "W" * 90: "y", "NEW_PASSWORD": password}, {})]
    for svg in svgs(drawing.exchange(calls, secret=password)):
        page.set_content(svg)
        rows = page.evaluate(
            """() => {
                const rows = {};
                for (const text of document.querySelectorAll("text.mono")) {
                    const box = text.getBBox();
                    (rows[text.getAttribute("y")] ??= []).push([box.x, box.x + box.width]);
                }
                return Object.values(rows);
            }"""
        )
        assert [len(row) for row in rows] == [2, 2, 2]
        assert all(name[1] + 2 <= value[0] for name, value in rows)
