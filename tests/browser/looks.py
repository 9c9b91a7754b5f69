"""How a part of a page looks: legible, with names for a screen reader, and no wider than its place."""

from __future__ import annotations

import os
from pathlib import Path

from playwright.sync_api import Locator, Page

from tools.lessons import ROOT

AXE = ROOT / "tests/node_modules/axe-core/axe.min.js"
SCREENSHOTS = os.environ.get("SCREENSHOTS")  # a folder for pictures to look at; without it none is taken

# The rules that axe finds broken or cannot check, each with the elements concerned. The body of JupyterLab has no
# height and cuts off what is outside it: without a height, axe takes everything for hidden.
CHECK = """async (part) => {
  document.body.style.minHeight = "100vh";
  part.scrollIntoView({ block: "nearest" });
  const where = { include: [part], exclude: ["[aria-hidden=true]"] };
  const { violations, incomplete, passes } = await axe.run(where, { preload: false });
  const hasContrast = ({ any }) => any.some(({ data }) => data?.contrastRatio);
  if (![...violations, ...passes].some(({ nodes }) => nodes.some(hasContrast))) return ["no text has a contrast"];
  return [...violations, ...incomplete].flatMap(({ help, nodes }) => nodes.map(({ html }) => `${help}: ${html}`));
}"""

# The elements that stick out of the part, or out of a notebook's output, or that have to be scrolled sideways.
OVERFLOWS = """part => {
  const around = part.closest(".jp-OutputArea-output") ?? document.documentElement;
  const right = (element) => element.getBoundingClientRect().right;
  const limit = Math.min(right(part), right(around)) + 0.5;
  const scrolls = (element) => element.clientWidth && element.scrollWidth > element.clientWidth + 1;
  const seen = [part, ...part.querySelectorAll("*:not(input)")].filter(
    (element) => element.checkVisibility() && element.offsetWidth > 1,
  );
  const wide = seen.filter((element) => scrolls(element) || right(element) > limit);
  return wide.concat(scrolls(around) ? around : []).map(({ outerHTML }) => `too wide: ${outerHTML.slice(0, 80)}`);
}"""


def accessibility_problems(part: Locator) -> list[str]:
    """What axe-core finds wrong in the part, or cannot check: contrast, labels, roles."""
    if part.evaluate("typeof axe") == "undefined":
        part.evaluate(f"() => {{ {AXE.read_text(encoding='utf-8')} }}")
    return part.evaluate(CHECK)


def overflows(part: Locator) -> list[str]:
    """The elements that are too wide."""
    return part.evaluate(OVERFLOWS)


def picture(of: Page | Locator, name: str) -> None:
    """Take a picture, if $SCREENSHOTS names a folder for it."""
    if SCREENSHOTS:
        of.screenshot(path=Path(SCREENSHOTS, f"{name}.png"))
