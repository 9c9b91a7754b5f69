"""Diagrams of what happened, drawn from live values.

    drawing.exchange(calls, secret=password)                  # calls come from helpers.wire
    drawing.side_by_side(calls_03, calls_04, secret=password)
    drawing.steps({"pool": user_pool_id, "app client": app_client_id, "user": None}, current="user")

A diagram shows the names of all fields, and just enough of their values to tell them apart: `shown` decides. A
password is never drawn; a red badge replaces it.

A diagram is an SVG in an ``<img>`` with alt text. JupyterLab shows that even before the notebook has run, and
tells the SVG whether the theme is dark (https://github.com/jupyterlab/jupyterlab/pull/16301). Of an inline SVG it
shows only the text until the notebook has run; of an ``image/svg+xml`` output, nothing.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from textwrap import wrap
from typing import Any, NamedTuple

from helpers import wire
from helpers.masking import mask
from helpers.wire import Call

# All lengths are in pixels.
ALONE, BESIDE = 560, 412  # width of an exchange alone, and next to another
STEP, DOT = 124, 26  # width of a step, and distance of its dot from the top
MARGIN, LIFELINE, PACKET = 14, 28, 42  # distance from the edge: of text, of a lifeline, of a message's fields
LETTER = 6.65  # width of a character in a monospaced font of 11 pixels
LONGEST_NAME = 28  # characters: PASSWORD_CLAIM_SECRET_BLOCK has 27
LINE = 17  # height of a line of fields
MOST_FIELDS, MOST_LINES = 12, 4  # fields of one message, lines of one field

STYLE = """
svg {
  --paper: #fff; --ink: #1f2328; --soft: #59636e; --line: #d1d9e0; --tint: #f3f5f8; --on: #fff; --badge: #c62828;
  --blue: #1565c0; --red: #c62828; --green: #2e7d32; --red-tint: #fdecec; --green-tint: #e9f5ea;
  font: 13px system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", Arial, sans-serif;
}
@media (prefers-color-scheme: dark) {
  svg {
    --paper: #17191d; --ink: #e8eaed; --soft: #a3abb5; --line: #3a3f47; --tint: #22262c; --on: #17191d;
    --badge: #d32f2f; --blue: #64b5f6; --red: #ff8a80; --green: #81c995;
    --red-tint: #3a1e1f; --green-tint: #1c2f21;
  }
}
text, .ink { fill: var(--ink); } .ink-line { stroke: var(--ink); }
.mono { font: 11px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
.small { font-size: 12px; } .large { font-size: 16px; } .bold { font-weight: 600; }
.end { text-anchor: end; } .mid { text-anchor: middle; }
.soft { fill: var(--soft); } .blue { fill: var(--blue); } .red { fill: var(--red); } .green { fill: var(--green); }
.card { fill: var(--paper); stroke: var(--line); } .chip { fill: var(--tint); stroke: var(--line); }
.packet { fill: var(--tint); } .red-tint { fill: var(--red-tint); } .green-tint { fill: var(--green-tint); }
.badge { fill: var(--badge); } .white { fill: #fff; } .white-line { stroke: #fff; }
.stroke { fill: none; stroke-width: 1.6; stroke-linecap: round; stroke-linejoin: round; }
.dash { stroke-dasharray: 5 4; } .line { stroke: var(--line); } .soft-line { stroke: var(--soft); }
.blue-line { stroke: var(--blue); } .red-line { stroke: var(--red); } .green-line { stroke: var(--green); }
.on-line { stroke: var(--on); stroke-width: 2; }
"""

THE_PASSWORD = "the password"
PASSWORDS = re.compile(r"password$", re.IGNORECASE)
CREDENTIALS = re.compile(r"(token|session|secret|hash|code|otp|body)$", re.IGNORECASE)  # body: see helpers.wire
WORD = re.compile(r"[A-Za-z]+(_[A-Za-z]+)*")


# --- what is shown of a value ----------------------------------------------------------------------------------


class Shown(NamedTuple):
    """What a diagram shows of one field. If ``is_password``, it shows a badge instead of the value."""

    name: str
    text: str
    is_password: bool = False


def shown(name: str, value: Any, secret: str | None = None) -> Shown:
    """What may be shown of a field.

    A value that reveals the secret (see `helpers.wire.reveals`) is not shown, nor is the value of a field whose
    name ends with "password". Tokens, sessions, codes and long numbers are masked. Words, sentences, e-mail
    addresses and short values are shown as they are.
    """
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    if secret and wire.reveals(name, secret):
        name = "…"
    if secret and wire.reveals(text, secret):
        return Shown(name, THE_PASSWORD, is_password=True)
    if PASSWORDS.search(name):
        return Shown(name, "a password", is_password=True)
    if CREDENTIALS.search(name):
        return Shown(name, mask(text))
    is_readable = len(text) < 16 or " " in text or "@" in text or WORD.fullmatch(text)
    return Shown(name, text if is_readable else mask(text))


def fields(body: Mapping[str, Any], secret: str | None = None) -> list[Shown]:
    """What is shown of a body: all fields that are not empty, nested ones included."""
    return list(_fields("", body, secret))


def _fields(name: str, value: Any, secret: str | None) -> Iterator[Shown]:
    if PASSWORDS.search(name):
        yield shown(name, value, secret)
    elif isinstance(value, Mapping):
        pairs = [(value["Name"], value["Value"])] if set(value) == {"Name", "Value"} else value.items()
        for key, inner in pairs:
            yield from _fields(str(key), inner, secret)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from _fields(name, inner, secret)
    elif value not in ("", None):
        yield shown(name, value, secret)


# --- diagrams --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Picture:
    """One SVG, and a description of it for anyone who cannot see it. The description contains no live values."""

    width: int
    height: int
    body: str
    words: str

    @property
    def svg(self) -> str:
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{self.width}" height="{self.height}" '
            f'viewBox="0 0 {self.width} {self.height}" role="img"><title>{_escaped(self.words)}</title>'
            f"<style>{STYLE}</style>{self.body}</svg>"
        )

    @property
    def html(self) -> str:
        data = base64.b64encode(self.svg.encode()).decode()
        look = "display: inline-block; max-width: 100%; height: auto; margin: 4px 6px 4px 0; vertical-align: top"
        return (
            f'<img alt="{_escaped(self.words)}" width="{self.width}" style="{look}" '
            f'src="data:image/svg+xml;base64,{data}">'
        )


@dataclass(frozen=True)
class Drawing:
    """One picture, or two next to each other. The last line of a cell displays it."""

    pictures: tuple[Picture, ...]
    name: str

    def __repr__(self) -> str:
        return f"<drawing: {self.name}>"

    def _repr_html_(self) -> str:
        return "\n".join(picture.html for picture in self.pictures)


def exchange(
    calls: Sequence[Call], left: str = "Your browser", right: str = "Amazon Cognito", *, secret: str | None = None
) -> Drawing:
    """Draw the messages between two sides: an arrow for each, with the fields that it carried below it.

    Args:
        calls: from `helpers.wire.recording`.
        left: the side that sends the requests.
        right: the side that responds.
        secret: the password. A red badge marks where it was sent; a headline says whether it was.
    """
    picture = _exchange(calls, left, right, secret=secret, width=ALONE)
    return Drawing((picture,), f"{_count(calls)} between {left} and {right}")


def side_by_side(
    calls_a: Sequence[Call],
    calls_b: Sequence[Call],
    titles: tuple[str, str] = ("Lesson 03", "Lesson 04"),
    *,
    secret: str,
    left: str | tuple[str, str] = "Your browser",
    right: str | tuple[str, str] = "Amazon Cognito",
) -> Drawing:
    """Draw two exchanges next to each other, or one below the other if there is not enough room.

    Args:
        calls_a, calls_b: from `helpers.wire.recording`.
        titles: one for each exchange.
        secret: the password. A headline on each exchange says whether it was sent.
        left, right: the side that sends the requests, and the one that responds; two names each if they differ.
    """
    lefts = (left, left) if isinstance(left, str) else left
    rights = (right, right) if isinstance(right, str) else right
    sides = list(zip((calls_a, calls_b), lefts, rights, titles))
    pictures = tuple(
        _exchange(calls, one, other, secret=secret, width=BESIDE, title=title)
        for calls, one, other, title in sides
    )
    name = " beside ".join(f"{title}, {_count(calls)}" for calls, _, _, title in sides)
    return Drawing(pictures, name)


def steps(items: Mapping[str, Any], current: str | None = None) -> Drawing:
    """Draw a learner's progress: one dot for each step, filled if the step is done.

    Args:
        items: the steps in order, each with its result, such as an id; None if it is not done yet.
        current: the step of this lesson.

    Raises:
        ValueError: ``current`` is not one of the items.
    """
    names = list(items)
    if current is not None and current not in items:
        raise ValueError(f"There is no step {current!r}. The steps are: {', '.join(names)}.")
    done = [name for name in names if items[name]]
    parts = []
    for number, name in enumerate(names):
        if number:
            colour = "green-line" if items[name] and items[names[number - 1]] else "line"
            middle = STEP * number
            parts.append(_line(middle - STEP / 2 + 21, middle + STEP / 2 - 21, DOT, f"stroke {colour}"))
        parts.append(_step(STEP * (number + 0.5), number + 1, name, items[name], is_current=name == current))
    here = f"step {names.index(current) + 1} of {len(names)}, {current}" if current else _count(names, "step")
    words = f"{here[0].upper()}{here[1:]}. " + (
        f"There already: {', '.join(done)}." if done else "Nothing is there yet."
    )
    width, height = STEP * len(names), DOT + 62
    return Drawing((Picture(width, height, _card(width, height) + "".join(parts), words),), here)


def _step(x: float, number: int, name: str, value: Any, *, is_current: bool) -> str:
    drawn = _circle(x, DOT, 15.5, "stroke blue-line") if is_current else ""
    if value:
        drawn += _circle(x, DOT, 12, "green") + _tick(x, DOT)
    else:
        drawn += _circle(x, DOT, 12, "stroke blue-line" if is_current else "stroke line")
        drawn += _text(x, DOT + 4.5, str(number), "mid small blue bold" if is_current else "mid small soft")
    made = shown(name, value).text if isinstance(value, str) else ""
    label = _text(x, DOT + 33, _fit(name, STEP - 6, 8.6), "mid bold" if is_current else "mid")
    return drawn + label + _text(x, DOT + 49, _fit(made, STEP - 6), "mid mono soft")


# --- an exchange -----------------------------------------------------------------------------------------------


def _exchange(
    calls: Sequence[Call], left: str, right: str, *, secret: str | None, width: int, title: str = ""
) -> Picture:
    sheet = _Sheet(width)
    words = []
    if title:
        words.append(sheet.title(title))
    if secret is not None:
        words.append(sheet.verdict(crossed=wire.contains(calls, secret)))
    words.append(f"{left} and {right}: {_count(calls)}")
    sheet.heads(left, right)
    for call in calls:
        sent, answer, received = _sent(call, secret), _kind_of_answer(call), fields(call.received or {}, secret)
        sheet.message(call.operation, sent, "blue", to_right=True)
        sheet.message(answer, received, "ink" if answer == "refused" else "soft", to_right=False)
        sheet.y += 8
        words.append(f"{call.operation} carries {_list(sent)}; {answer}: {_list(received)}")
    return sheet.picture(". ".join(words) + ".")


def _sent(call: Call, secret: str | None) -> list[Shown]:
    """The fields of a request, and one more if the secret is elsewhere in the request."""
    sent = fields(call.sent, secret)
    if secret and wire.reveals(call.sent_text, secret) and not any(field.text == THE_PASSWORD for field in sent):
        sent.append(Shown("elsewhere", THE_PASSWORD, is_password=True))
    return sent


def _kind_of_answer(call: Call) -> str:
    if call.received is None:
        return "no answer"
    return "refused" if "__type" in call.received or call.received.get("error") else "answer"


def _list(fields: Sequence[Shown]) -> str:
    return ", ".join(f"{f.name} ({f.text})" if f.is_password else f.name for f in fields) or "nothing"


def _count(things: Sequence[Any], name: str = "call") -> str:
    return f"{len(things)} {name}{'' if len(things) == 1 else 's'}"


class _Sheet:
    """Draws an exchange from top to bottom. ``y`` is the top of the next element."""

    def __init__(self, width: int) -> None:
        self.width, self.y, self.lifelines_from = width, MARGIN, 0
        self.parts: list[str] = []

    def picture(self, words: str) -> Picture:
        height = self.y + 6
        ends = (LIFELINE, self.width - LIFELINE)
        lifelines = [
            f'<path class="stroke line" d="M{x} {self.lifelines_from} V{height - MARGIN}"/>' for x in ends
        ]
        return Picture(self.width, height, "".join([_card(self.width, height), *lifelines, *self.parts]), words)

    def title(self, title: str) -> str:
        self.parts.append(_text(MARGIN, self.y + 15, _fit(title, self.width - 2 * MARGIN, 11), "bold large"))
        self.y += 30
        return title

    def verdict(self, *, crossed: bool) -> str:
        """A headline that says whether the password was sent, in words, by its colour, and by a cross or tick."""
        words, colour, mark = (
            ("The password crossed the wire", "red", _cross)
            if crossed
            else ("The password did not cross the wire", "green", _tick)
        )
        x, y = MARGIN + 18, self.y + 16
        self.parts += [
            _box(MARGIN, self.y, self.width - 2 * MARGIN, 32, f"{colour}-tint"),
            _circle(x, y, 9, colour),
            mark(x, y),
            _text(x + 18, y + 4.5, words, f"bold {colour}"),
        ]
        self.y += 44
        return words

    def heads(self, left: str, right: str) -> None:
        """The names of the two sides, each at the top of its lifeline."""
        room = self.width / 2 - MARGIN - 8
        for number, name in enumerate((left, right)):
            name = _fit(name, room - 24, 8)
            wide = 8 * len(name) + 24
            x = self.width - MARGIN - wide if number else MARGIN
            self.parts += [
                _box(x, self.y, wide, 28, "chip"),
                _text(x + wide / 2, self.y + 18.5, name, "bold mid small"),
            ]
        self.y += 28
        self.lifelines_from = self.y
        self.y += 10

    def message(self, label: str, fields: Sequence[Shown], colour: str, *, to_right: bool) -> None:
        """An arrow with its name above it and its fields below it; red if one of them is a password."""
        if any(field.is_password for field in fields):
            colour = "red"
        ends = (LIFELINE, self.width - LIFELINE)
        x, css = (PACKET, "") if to_right else (self.width - PACKET, " end")
        label = _fit(label, self.width - 2 * PACKET, 8)
        self.parts.append(_text(x, self.y + 22, label, f"bold small {colour}{css}"))
        self.parts.append(_arrow(*(ends if to_right else ends[::-1]), self.y + 31, colour, dashed=not to_right))
        self.y += 40
        if fields:
            self.packet(fields)

    def packet(self, fields: Sequence[Shown]) -> None:
        """The fields of a message: names on the left, values on the right."""
        kept = [field for number, field in enumerate(fields) if number < MOST_FIELDS or field.is_password]
        names = PACKET + 10
        values = names + (min(LONGEST_NAME, max(len(field.name) for field in kept)) + 2) * LETTER
        room = int((self.width - PACKET - 8 - values) / LETTER)
        rows, y = [], self.y + 5  # the top of the next line; the baseline of its text is 12 lower
        for field in kept:
            css = "mono bold red" if field.is_password else "mono soft"
            rows.append(_text(names, y + 12, _fit(field.name, LONGEST_NAME * LETTER), css))
            if field.is_password:
                rows.append(_badge(values - 3, y, field.text))
                y += LINE
            else:
                lines = wrap(field.text, room, max_lines=MOST_LINES, placeholder="…")
                rows += [_text(values, y + 12 + n * LINE, line, "mono") for n, line in enumerate(lines)]
                y += LINE * max(1, len(lines))
        if len(fields) > len(kept):
            rows.append(_text(names, y + 12, f"and {len(fields) - len(kept)} more", "mono soft"))
            y += LINE
        self.parts += [_box(PACKET, self.y, self.width - 2 * PACKET, y + 5 - self.y, "packet"), *rows]
        self.y = y + 5


# --- shapes ----------------------------------------------------------------------------------------------------


def _escaped(text: str) -> str:
    """Escape text for SVG and HTML, and replace characters that XML does not allow."""
    return escape("".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text))


def _text(x: float, y: float, text: str, css: str) -> str:
    return f'<text class="{css}" x="{x:g}" y="{y:g}">{_escaped(text)}</text>' if text else ""


def _box(x: float, y: float, width: float, height: float, css: str, radius: float = 6) -> str:
    return f'<rect class="{css}" x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="{radius:g}"/>'


def _card(width: int, height: int) -> str:
    return _box(0.5, 0.5, width - 1, height - 1, "card", 10)


def _badge(x: float, y: float, text: str) -> str:
    """A red badge with an open lock."""
    lock = f"M{x + 9.8:g} {y + 7.1:g} v-1.6 a2.2 2.2 0 0 1 4.2 -.9"
    return (
        _box(x, y + 0.5, len(text) * 6.9 + 26, 15, "badge", 7.5)
        + _box(x + 8, y + 7.3, 8, 5.4, "white", 1)
        + f'<path class="stroke white-line" d="{lock}"/>'
        + _text(x + 20, y + 12, text, "mono bold white")
    )


def _fit(text: str, width: float, letter: float = LETTER) -> str:
    """Cut a text to a width. ``letter`` is the width of one character."""
    most = int(width / letter)
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _line(x1: float, x2: float, y: float, css: str) -> str:
    return f'<path class="{css}" d="M{x1:g} {y:g} H{x2:g}"/>'


def _circle(x: float, y: float, radius: float, css: str) -> str:
    return f'<circle class="{css}" cx="{x:g}" cy="{y:g}" r="{radius:g}"/>'


def _arrow(x1: float, x2: float, y: float, colour: str, *, dashed: bool) -> str:
    back = -9 if x2 > x1 else 9
    css = f"stroke {colour}-line" + (" dash" if dashed else "")
    head = f'<path class="{colour}" d="M{x2:g} {y:g} l{back} -4.5 v9 z"/>'
    return _line(x1, x2 + back, y, css) + head


def _tick(x: float, y: float) -> str:
    return f'<path class="stroke on-line" d="M{x - 4:g} {y + 0.5:g} l3 3 l5.5 -6.5"/>'


def _cross(x: float, y: float) -> str:
    d = f"M{x - 3.2:g} {y - 3.2:g} l6.4 6.4 m0 -6.4 l-6.4 6.4"
    return f'<path class="stroke on-line" d="{d}"/>'
