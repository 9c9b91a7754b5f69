"""The pictures in a real browser: their colours, their places, and whether their text fits."""

from __future__ import annotations

import struct
import zlib

import pytest
from playwright.sync_api import Page

from helpers import drawing
from helpers.drawing import Drawing
from helpers.wire import Call
from tests.conftest import new_password
from tests.helpers.test_drawing import TWO_WAYS_IN, drawings, svgs


@pytest.fixture
def password() -> str:
    return new_password()


def show(page: Page, drawn: Drawing, *, theme: str = "light", width: int = 1000) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    look = f"margin: 0; color-scheme: {theme}"
    jupyterlab = "<style>img { display: block }</style>"  # as JupyterLab has it, for images in outputs
    page.set_content(f"<!doctype html>{jupyterlab}<body style='{look}'>{drawn._repr_html_()}", wait_until="load")


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


@pytest.mark.parametrize(("room", "lie_beside"), [(828, True), (648, True), (348, False)])
def test_two_exchanges_are_side_by_side_where_the_output_of_a_cell_is_wide_enough(
    page, password, room, lie_beside
):
    """The room in windows of 1280, 1100 and 800 pixels, with JupyterLab's file list open."""
    _, drawn = drawings(password)
    show(page, drawn, width=room)
    first, second = (image.bounding_box() for image in page.locator("img").all())
    assert (first["y"] == second["y"]) is lie_beside and (first["x"] == second["x"]) is not lie_beside
    assert drawing.WIDTH <= first["width"] == second["width"] <= room - second["x"]


# Texts that leave the picture, run into another or are smaller than 11 pixels, with the fonts of this browser.
TROUBLE = """() => {
    const svg = document.querySelector("svg"), {width, height} = svg.viewBox.baseVal;
    const texts = [...svg.querySelectorAll("text")].map(text => [text, text.getBBox()]);
    const meet = (a, b) => a.x < b.x + b.width - 1 && b.x < a.x + a.width - 1 && a.y < b.y + b.height - 4
        && b.y < a.y + a.height - 4;
    return texts.filter(([text, box], i) =>
        box.x < 2 || box.y < 2 || box.x + box.width > width - 2 || box.y + box.height > height - 2
        || parseFloat(getComputedStyle(text).fontSize) < 11
        || texts.slice(i + 1).some(([, other]) => meet(box, other))
    ).map(([text]) => text.textContent);
}"""


def test_every_text_is_legible_and_has_its_place(page, password):
    wide = {"PASSWORD_CLAIM_SECRET_BLOCK": "W" * 400, "W" * 90: "W W " * 90, "e": f"{'w' * 90}@example.com"}
    srp = {"PASSWORD_CLAIM_SIGNATURE": "x" * 44, "SECRET_BLOCK": "y" * 90, "NEW_PASSWORD": password}
    calls = [Call("AdminSetUserMFAPreference" * 4, {**wide, **srp}, wide), Call("A", srp, {})]
    long = "Amazon Cognito and more " * 5
    words = {"e": long, "W" * 90: long}
    pictures = [
        *svgs(drawing.exchange(calls, [long] * 2, secret={long: password}, title=long, words=words)),
        *svgs(drawing.exchange(calls, [long] * 3, secret=password)),
        TWO_WAYS_IN.read_text(encoding="utf-8"),
    ]
    for svg in pictures:
        page.set_content(f"<body style='margin: 0'>{svg}")
        assert page.evaluate(TROUBLE) == []
