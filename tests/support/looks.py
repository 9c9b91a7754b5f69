"""What cannot be read in a form, and what sticks out of it."""

from __future__ import annotations

from playwright.sync_api import Locator

# The texts of an element with their contrast (WCAG 2.2, 1.4.3). Colours are laid over one another from the page's
# ground up, a canvas says what they are, and an opacity mixes all of an element with what is behind it.
CONTRASTS = """root => {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const channels = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const mix = (top, ground, amount) => ground.map((value, i) => top[i] * amount + value * (1 - amount));
  const over = (colour, ground) => mix(channels(colour), ground, channels(colour)[3] / 255);
  const paint = ([node, ...rest], behind, text) => {
    const style = getComputedStyle(node);
    const ground = over(style.backgroundColor, behind);
    const painted = rest.length ? paint(rest, ground, text) : [text(ground), ground];
    return painted.map((colour) => mix(colour, behind, Number(style.opacity)));
  };
  const luminance = (colour) => colour
    .map((value) => (value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
    .reduce((sum, value, i) => sum + value * [0.2126, 0.7152, 0.0722][i], 0);
  const contrast = (element, pseudo) => {
    const nodes = [];
    for (let node = element; node; node = node.parentElement) nodes.unshift(node);
    const { color, opacity } = getComputedStyle(element, pseudo);
    const text = (ground) => mix(over(color, ground), ground, pseudo ? Number(opacity) : 1);
    const [one, other] = paint(nodes, [255, 255, 255], text).map(luminance);
    return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
  };
  const found = [];
  for (const element of [root, ...root.querySelectorAll("*")]) {
    if (!element.checkVisibility() || element.tagName === "STYLE") continue;
    const texts = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    if (texts.length) found.push([contrast(element), texts[0].data.trim()]);
    if (element.value && element.tagName === "INPUT") found.push([contrast(element), "typed text"]);
    if (element.placeholder) found.push([contrast(element, "::placeholder"), element.placeholder]);
  }
  return found;
}"""

# The parts of a form that stick out of it, out of the notebook, or have to be scrolled sideways.
OVERFLOWS = """form => {
  const output = form.closest(".jp-OutputArea-output");
  const right = (part) => part.getBoundingClientRect().right;
  const sticksOut = (part) => right(part) > Math.min(right(form), right(output)) + 0.5;
  const scrolls = (part) => part.clientWidth && part.scrollWidth > part.clientWidth + 1;
  const parts = [form, ...form.querySelectorAll("*:not(input)")];
  const seen = parts.filter((part) => part.checkVisibility() && part.offsetWidth > 1);
  const wrong = seen.filter((part) => scrolls(part) || sticksOut(part)).concat(scrolls(output) ? output : []);
  return wrong.map((part) => `${part.tagName}.${part.className}`);
}"""


def trouble_with(form: Locator, name: str) -> list[str]:
    """A sentence for each text with too little contrast, and for each part that is too wide."""
    pale = [(contrast, text) for contrast, text in form.evaluate(CONTRASTS) if contrast < 4.5]
    return [
        *(f"{name}: {text!r} has {contrast:.1f}" for contrast, text in pale),
        *(f"{name}: {part} is too wide" for part in form.evaluate(OVERFLOWS)),
    ]
