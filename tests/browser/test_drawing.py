"""The pictures in a real browser: their colours, their places, and whether their text fits."""

from __future__ import annotations

import struct
import zlib

import pytest

from helpers import drawing
from helpers.wire import Call
from tests.conftest import new_password

W = "W" * 90


@pytest.fixture(scope="module")
def pictures():
    """One picture of each kind."""
    password = new_password()
    calls = [
        Call("InitiateAuth", {"PASSWORD": password}, {"Session": "x" * 40}),
        Call("GetUser", {}),
    ]
    return [
        drawing.exchange(calls, secret=password),
        drawing.side_by_side(calls[:1], calls[1:], secret=password),
        drawing.steps({"pool": "us-east-1_AbCdEfGhI", "user": None}, current="user"),
    ]


def show(page, drawn, *, theme="light", width=1000):
    page.set_viewport_size({"width": width, "height": 800})
    page.set_content(f"<body style='margin: 0; color-scheme: {theme}'>{drawn._repr_html_()}</body>")


def pixel(page, x, y):
    """Red, green and blue of one pixel, from a PNG of it: its IDAT chunks contain, packed, a 0 and the colour."""
    png = page.screenshot(clip={"x": x, "y": y, "width": 1, "height": 1})
    packed, at = b"", 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        if png[at + 4 : at + 8] == b"IDAT":
            packed += png[at + 8 : at + 8 + length]
        at += length + 12
    return tuple(zlib.decompress(packed)[1:4])


@pytest.mark.parametrize(("theme", "paper"), [("light", (255, 255, 255)), ("dark", (23, 25, 29))])
def test_a_picture_follows_the_theme_of_the_page(page, pictures, theme, paper):
    for drawn in pictures:
        show(page, drawn, theme=theme)
        assert page.evaluate("[...document.images].every(image => image.complete && image.naturalWidth > 0)")
        assert pixel(page, 20, 14) == paper


def test_two_exchanges_are_side_by_side_or_one_below_the_other_where_it_is_narrow(page, pictures):
    def boxes():
        return [image.bounding_box() for image in page.locator("img").all()]

    show(page, pictures[1], width=850)
    first, second = boxes()
    assert first["y"] == second["y"] and first["x"] + first["width"] <= second["x"]
    show(page, pictures[1], width=600)
    first, second = boxes()
    assert first["x"] == second["x"] and first["y"] + first["height"] <= second["y"]
    show(page, pictures[1], width=300)
    assert all(box["x"] + box["width"] <= 300 for box in boxes())


def test_no_text_leaves_its_card_and_no_name_runs_into_its_value(page):
    """Measured with the fonts of this browser, on names and values that are too long."""
    password, long = new_password(), "Amazon Cognito and more " * 5
    wide = {"PASSWORD_CLAIM_SECRET_BLOCK": "W" * 400, W: "W W " * 90, "e": f"{'w' * 90}@example.com"}
    calls = [Call("AdminSetUserMFAPreference" * 4, {**wide, "NEW_PASSWORD": password}, wide)]
    for drawn in (
        drawing.exchange(calls, long, long, secret=password),
        drawing.side_by_side(calls, calls, (long, long), left=long, right=long, secret=password),
        drawing.steps({"server login": W, long: f"{'w' * 60}@example.com"}, current=long),
    ):
        for picture in drawn.pictures:
            page.set_content(f"<body style='margin: 0'>{picture.svg}")
            outside, rows = page.evaluate("""() => {
              const svg = document.querySelector("svg"), { width, height } = svg.viewBox.baseVal;
              const texts = [...svg.querySelectorAll("text")].map((text) => [text, text.getBBox()]);
              const leaves = ({ x, y, width: wide, height: high }) =>
                x < 2 || y < 2 || x + wide > width - 2 || y + high > height - 2;
              const rows = {};
              for (const [text, box] of texts) {
                if (text.matches(".mono")) (rows[text.getAttribute("y")] ??= []).push([box.x, box.x + box.width]);
              }
              const outside = texts.filter(([, box]) => leaves(box)).map(([text]) => text.textContent);
              return [outside, Object.values(rows)];
            }""")
            assert outside == []
            assert all(left[1] + 2 <= right[0] for left, right in (row for row in rows if len(row) == 2))
            assert len(rows) > 0
