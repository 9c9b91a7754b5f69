"""QR codes on a page, as a phone reads them, and in files. Screenshots are read by jsQR, which draws none."""

from __future__ import annotations

import base64
import re
from pathlib import Path
from urllib.parse import unquote

import pytest
import segno
from playwright.sync_api import expect

from tests.support.sentinels import traces
from tools.lessons import ROOT

TESTS = ROOT / "tests"

# Reads a PNG. Gives what its QR code says, dark on light only, and how wide the white border around it is. The
# outermost pixels may be mixed with what is beside them.
READ = """async (png) => {
  const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
  const [width, height] = [image.width, image.height];
  const canvas = new OffscreenCanvas(width, height).getContext("2d");
  canvas.drawImage(image, 0, 0);
  const { data } = canvas.getImageData(0, 0, width, height);
  let border = Infinity;
  for (let x = 1; x < width - 1; x++) {
    for (let y = 1; y < height - 1; y++) {
      const white = data.slice(4 * (y * width + x), 4 * (y * width + x) + 3).every((channel) => channel === 255);
      if (!white) border = Math.min(border, x, y, width - 1 - x, height - 1 - y);
    }
  }
  return { text: jsQR(data, width, height, { inversionAttempts: "dontInvert" })?.data, border };
}"""


def path_of(svg):
    """What draws the code in an SVG, and in no other."""
    return re.search(r"""\bd=["'](M4 [^"']{300})""", unquote(svg)).group(1)


def path_drawn_for(text):
    return path_of(segno.make(text, error="m").svg_inline())


@pytest.fixture
def scan(browser):
    """A function: what a phone reads off a part of the page, and how wide the white border around it is."""
    reader = browser.new_page()
    reader.add_script_tag(path=TESTS / "node_modules/jsqr/dist/jsQR.js")

    def scan(picture):
        return reader.evaluate(READ, base64.b64encode(picture.screenshot()).decode())

    yield scan
    reader.close()


def shown_in(notebook):
    """The QR code in a notebook, when it is there."""
    widget = notebook.page.locator(".cognito-qr")
    expect(widget.get_by_role("img")).to_have_attribute("src", re.compile("^data:image/svg"))
    widget.scroll_into_view_if_needed()
    return widget


def files_with(folder, secret, drawn):
    """The files in a folder that hold a secret, or what draws it."""
    found = []
    for path in filter(Path.is_file, folder.rglob("*")):
        data = path.read_bytes()
        if traces(secret, data) or drawn in unquote(data.decode(errors="replace")):
            found.append(path.name)
    return found
