"""Diagrams of what happened, drawn from live values.

    drawing.exchange(calls, secret=password)                  # calls come from helpers.wire
    drawing.side_by_side(drawing.exchange(...), drawing.exchange(...))

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

# All lengths are in pixels. In a window of 1100 with JupyterLab's file list open, a cell's output has 648: enough
# for two pictures side by side. Where there is more room, they grow, and their type with them, up to a part of the
# window's height: after Shift+Enter, JupyterLab shows the next cell, and of a high drawing only the end.
WIDTH, WIDEST = 312, 360  # of a picture
HIGHEST = 60  # percent of the window's height, for a picture that has grown
MARGIN, LIFELINE, PACKET = 10, 16, 24  # distance from the edge: of a head, of a lifeline, of a message's fields
LETTER, WORDS_LETTER, BOLD_LETTER = 6.65, 7, 8  # width of a character: of fields, of plain words, of labels
LINE = 16  # height of a line of fields
MOST_FIELDS, MOST_LINES = 12, 4  # fields of one message, lines of one value

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
.small { font-size: 12px; } .large { font-size: 15px; } .bold { font-weight: 600; }
.halo { paint-order: stroke; stroke: var(--paper); stroke-width: 6px; }
.number { fill: var(--on); font-size: 11px; }
.end { text-anchor: end; } .mid { text-anchor: middle; }
.soft { fill: var(--soft); } .blue { fill: var(--blue); } .red { fill: var(--red); } .green { fill: var(--green); }
.card { fill: var(--paper); stroke: var(--line); } .chip { fill: var(--tint); stroke: var(--line); }
.packet { fill: var(--tint); } .red-tint { fill: var(--red-tint); } .green-tint { fill: var(--green-tint); }
.badge { fill: var(--badge); } .white { fill: #fff; } .white-line { stroke: #fff; }
.stroke { fill: none; stroke-width: 1.6; stroke-linecap: round; stroke-linejoin: round; }
.dash { stroke-dasharray: 5 4; } .line { stroke: var(--line); } .soft-line { stroke: var(--soft); }
.blue-line { stroke: var(--blue); } .red-line { stroke: var(--red); }
.on-line { stroke: var(--on); stroke-width: 2; }
"""

# What a field is, in plain words. A lesson can use its own: see `exchange`.
WORDS = {
    "SRP_A": "a random number",
    "SRP_B": "a random number",
    "SALT": "a random number",
    "SECRET_BLOCK": "sent back below",
    "PASSWORD_CLAIM_SIGNATURE": "the proof",
    "Session": "the login so far",
}
PASSWORDS = re.compile(r"password$", re.IGNORECASE)
# body: see helpers.wire; the last four are of a login on Cognito's page
CREDENTIALS = re.compile(r"(token|session|secret|hash|code|otp|body|verifier|state|nonce|csrf)$", re.IGNORECASE)
ORIGIN = re.compile(r"https?://[\w.-]+(:\d+)?")
WORD = re.compile(r"[A-Za-z]+(_[A-Za-z]+)*")


# --- what is shown of a value ----------------------------------------------------------------------------------


class Shown(NamedTuple):
    """What a diagram shows of one field. If ``is_password``, it shows a badge instead of the value."""

    name: str
    text: str
    is_password: bool = False


def shown(name: str, value: Any, secrets: Mapping[str, str]) -> Shown:
    """What may be shown of a field.

    A value that reveals a secret (see `helpers.wire.reveals`) is not shown, nor is the value of a field whose name
    ends with "password". Tokens, sessions, codes and long numbers are masked. Words, sentences, e-mail addresses
    and short values are shown as they are, and so is an address without a path.

    Args:
        secrets: passwords, by what to call them, such as "new password".
    """
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    if any(wire.reveals(name, secret) for secret in secrets.values()):
        name = "…"
    for what, secret in secrets.items():
        if wire.reveals(text, secret):
            return Shown(name, f"the {what}", is_password=True)
    if PASSWORDS.search(name):
        return Shown(name, "a password", is_password=True)
    if CREDENTIALS.search(name):
        return Shown(name, mask(text))
    is_readable = len(text) < 16 or " " in text or "@" in text or WORD.fullmatch(text) or ORIGIN.fullmatch(text)
    return Shown(name, text if is_readable else mask(text))


def fields(name: str, value: Any, secrets: Mapping[str, str]) -> Iterator[Shown]:
    """What is shown of a value: all fields in it that are not empty, nested ones included."""
    if PASSWORDS.search(name):
        yield shown(name, value, secrets)
    elif isinstance(value, Mapping):
        pairs = [(value["Name"], value["Value"])] if set(value) == {"Name", "Value"} else value.items()
        for key, inner in pairs:
            yield from fields(str(key), inner, secrets)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from fields(name, inner, secrets)
    elif value not in ("", None):
        yield shown(name, value, secrets)


# --- diagrams --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Picture:
    """One SVG, and a description of it for anyone who cannot see it. The description contains no live values."""

    height: int
    body: str
    words: str

    @property
    def svg(self) -> str:
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{self.height}" '
            f'viewBox="0 0 {WIDTH} {self.height}" role="img"><title>{_escaped(self.words)}</title>'
            f"<style>{STYLE}</style>{self.body}</svg>"
        )

    def html(self, tallest: int) -> str:
        """An image that can be beside others, of which the tallest has this height."""
        data = base64.b64encode(self.svg.encode()).decode()
        look = (
            f"display: inline-block; width: calc(50% - 12px); min-width: min(100%, {WIDTH}px); "
            f"max-width: clamp({WIDTH}px, {HIGHEST * WIDTH / tallest:.0f}vh, {WIDEST}px); "
            "height: auto; margin: 4px 6px 4px 0; vertical-align: top"
        )
        return (
            f'<img alt="{_escaped(self.words)}" width="{WIDTH}" height="{self.height}" style="{look}" '
            f'src="data:image/svg+xml;base64,{data}">'
        )


@dataclass(frozen=True)
class Drawing:
    """One picture, or several next to each other. The last line of a cell displays it.

    A long exchange that is alone is in two columns: its `halves`.
    """

    pictures: tuple[Picture, ...]
    name: str
    halves: tuple[Picture, ...] = ()

    def __repr__(self) -> str:
        return f"<drawing: {self.name}>"

    def _repr_html_(self) -> str:
        pictures = self.halves or self.pictures
        tallest = max(picture.height for picture in pictures)
        return "\n".join(picture.html(tallest) for picture in pictures)


def exchange(
    calls: Sequence[Call],
    sides: Sequence[str] = ("Your browser", "Amazon Cognito"),
    *,
    secret: str | Mapping[str, str] | None = None,
    title: str = "",
    words: Mapping[str, str] | None = None,
) -> Drawing:
    """Draw the messages between two sides: a numbered arrow for each, with the fields that it carried below it.

    With three sides, the first call goes from the first side to the second. The second side makes the other calls
    to the third before it answers: a browser calls your server, and your server calls Cognito.

    Args:
        calls: from `helpers.wire.recording`.
        sides: their names. The first sends the requests, the last responds.
        secret: the password. A red badge marks where it was sent, and a headline says whether it was. If there are
            several, pass a dict: ``{"old password": temporary_password, "new password": new_password}``.
        title: what this exchange is, if there is another beside it.
        words: what fields are, in place of this module's own words: ``{"SRP_A": "A"}``.
    """
    secrets = {"password": secret} if isinstance(secret, str) else secret or {}
    name = f"{title or ' and '.join(sides)}, {len(calls)} call{'' if len(calls) == 1 else 's'}"
    messages = list(enumerate(_messages(calls, len(sides), secrets), 1))

    def picture(messages: Sequence[tuple[int, Message]], *, is_first: bool = True) -> Picture:
        sheet, said = _Sheet(sides, {**WORDS, **(words or {})}), [name] if is_first else []
        if is_first and title:
            sheet.title(title)
        for what, each in secrets.items() if is_first else ():
            said.append(sheet.verdict(what, is_sent=wire.contains(calls, each)))
        sheet.heads()
        for number, message in messages:
            sheet.message(number, message)
            way = f"{number}, {sides[message.start]} to {sides[message.end]}"
            said.append(f"{way}, {message.label}: {_list(message.fields, sheet.words)}")
        return sheet.picture(". ".join(said) + ".")

    half = len(messages) // 2
    halves = (picture(messages[:half]), picture(messages[half:], is_first=False)) if len(messages) > 2 else ()
    return Drawing((picture(messages),), name, halves)


def side_by_side(*drawings: Drawing) -> Drawing:
    """Put drawings next to each other, or one below the other where there is not enough room."""
    pictures = tuple(picture for drawing in drawings for picture in drawing.pictures)
    return Drawing(pictures, " beside ".join(drawing.name for drawing in drawings))


# --- an exchange -----------------------------------------------------------------------------------------------


class Message(NamedTuple):
    """A request or an answer, from one side to another. The sides are numbers, from the left."""

    label: str
    fields: list[Shown]
    start: int
    end: int


def _messages(calls: Sequence[Call], sides: int, secrets: Mapping[str, str], start: int = 0) -> Iterator[Message]:
    """The messages in the order in which they were sent."""
    end = start + 1
    calls, inner = (calls, []) if end == sides - 1 else (calls[:1], calls[1:])
    for call in calls:
        yield Message(call.operation, _sent(call, secrets), start, end)
        yield from _messages(inner, sides, secrets, end)
        yield Message(_kind_of_answer(call), list(fields("", call.received or {}, secrets)), end, start)


def _sent(call: Call, secrets: Mapping[str, str]) -> list[Shown]:
    """The fields of a request, and one more for each secret that is elsewhere in the request."""
    sent = list(fields("", call.sent, secrets))
    for what, secret in secrets.items():
        badge = Shown("elsewhere", f"the {what}", is_password=True)
        if wire.reveals(call.sent_text, secret) and not any(field[1:] == badge[1:] for field in sent):
            sent.append(badge)
    return sent


def _kind_of_answer(call: Call) -> str:
    if call.received is None:
        return "no answer"
    return "refused" if "__type" in call.received or call.received.get("error") else "answer"


def _list(fields: Sequence[Shown], words: Mapping[str, str]) -> str:
    pairs = [(field.name, field.text if field.is_password else words.get(field.name)) for field in fields]
    return ", ".join(f"{name} ({what})" if what else name for name, what in pairs) or "nothing"


class _Sheet:
    """Draws an exchange from top to bottom. ``y`` is the top of the next element."""

    def __init__(self, sides: Sequence[str], words: Mapping[str, str]) -> None:
        self.sides, self.words, self.y, self.lifelines_from = sides, words, MARGIN, 0
        self.parts: list[str] = []
        step = (WIDTH - 2 * LIFELINE) / (len(sides) - 1)
        self.lifelines = [LIFELINE + step * number for number in range(len(sides))]

    def picture(self, words: str) -> Picture:
        height = self.y + 8
        card = _box(0.5, 0.5, WIDTH - 1, height - 1, "card", 10)
        lifelines = [
            f'<path class="stroke line" d="M{x:g} {self.lifelines_from} V{height - MARGIN}"/>'
            for x in self.lifelines
        ]
        return Picture(height, "".join([card, *lifelines, *self.parts]), words)

    def title(self, title: str) -> None:
        self.parts.append(_text(MARGIN + 2, self.y + 15, _fit(title, WIDTH - 2 * MARGIN, 10), "bold large"))
        self.y += 26

    def verdict(self, what: str, *, is_sent: bool) -> str:
        """A headline that says whether a password was sent, in words, by its colour, and by a cross or tick."""
        words = f"The {what} was {'' if is_sent else 'not '}sent"
        colour, mark = ("red", _cross) if is_sent else ("green", _tick)
        x, y = MARGIN + 16, self.y + 14
        self.parts += [
            _box(MARGIN, self.y, WIDTH - 2 * MARGIN, 28, f"{colour}-tint"),
            _circle(x, y, 8, colour),
            mark(x, y),
            _text(x + 16, y + 4.5, _fit(words, WIDTH - 60, 8.5), f"bold {colour}"),
        ]
        self.y += 34
        return words

    def heads(self) -> None:
        """The names of the sides, each at the top of its lifeline."""
        room = (WIDTH - 2 * MARGIN) / len(self.sides) - 2
        for side, x in zip(self.sides, self.lifelines):
            side = _fit(side, room - 6, BOLD_LETTER)
            wide = min(BOLD_LETTER * len(side) + 18, room)
            left = min(max(x - wide / 2, MARGIN), WIDTH - MARGIN - wide)
            self.parts += [
                _box(left, self.y, wide, 26, "chip"),
                _text(left + wide / 2, self.y + 17.5, side, "bold mid small"),
            ]
        self.lifelines_from = self.y + 26
        self.y += 32

    def message(self, number: int, message: Message) -> None:
        """A numbered arrow with its name, and its fields below it; red if one of them is a password.

        The name is on the arrow, or above it where three sides leave an arrow too short.
        """
        is_request = message.end > message.start
        colour = "blue" if is_request else "ink" if message.label == "refused" else "soft"
        if any(field.is_password for field in message.fields):
            colour = "red"
        rise = 0 if len(self.sides) == 2 else 16
        start, end, y = self.lifelines[message.start], self.lifelines[message.end], self.y + 15 + rise
        label = _fit(message.label, WIDTH - 2 * PACKET, BOLD_LETTER)
        x, css = (start + 14, "") if message.start == 0 else (max(start, end) - 14, " end")
        self.parts += [
            _arrow(start, end, y, colour, dashed=not is_request),
            _text(x, y + 4 - rise, label, f"bold small halo {colour}{css}"),
            _circle(start, y, 9, colour),
            _text(start, y + 4, str(number), "bold number mid"),
        ]
        self.y = y + 12
        if message.fields:
            self.packet(message.fields)

    def packet(self, fields: Sequence[Shown]) -> None:
        """The fields of a message: a name, what it is in plain words, and its value at the right."""
        top = self.y
        self.y += 4
        kept = [field for number, field in enumerate(fields) if number < MOST_FIELDS or field.is_password]
        rows = [self.field(field) for field in kept]
        if len(fields) > len(kept):
            rows.append(_text(PACKET + 6, self.y + 12, f"and {len(fields) - len(kept)} more", "mono soft"))
            self.y += LINE
        self.y += 5
        self.parts += [_box(PACKET, top, WIDTH - 2 * PACKET, self.y - top, "packet"), *rows]

    def field(self, field: Shown) -> str:
        """One field. What does not fit beside the name is below it."""
        left, right = PACKET + 6, WIDTH - PACKET - 6
        name = _fit(field.name, right - left)
        words = "" if field.is_password else self.words.get(field.name, "")
        badge = 26 if field.is_password else 0
        most = int((right - left - badge) / LETTER)
        lines = wrap(field.text, most, max_lines=MOST_LINES, placeholder="…") or [""]
        room = right - left - LETTER * len(name) - 4  # beside the name
        drawn = _text(left, self.y + 12, name, "mono bold red" if badge else "mono soft")
        if words and WORDS_LETTER * len(words) + LETTER * len(lines[0]) + 8 <= room:
            drawn += _text(left + LETTER * len(name) + 6, self.y + 12, words, "small")
            words = ""
        if len(lines) > 1 or LETTER * len(lines[0]) + badge > room:
            self.y += LINE
        for line in lines:
            wide = LETTER * len(line) + badge
            drawn += _badge(right - wide, self.y, line) if badge else _text(right, self.y + 12, line, "mono end")
            self.y += LINE
        if words:
            drawn += _text(right, self.y + 10, _fit(words, right - left, WORDS_LETTER), "small end")
            self.y += LINE - 2
        return drawn


# --- shapes ----------------------------------------------------------------------------------------------------


def _escaped(text: str) -> str:
    """Escape text for SVG and HTML, and replace characters that XML does not allow."""
    return escape("".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text))


def _text(x: float, y: float, text: str, css: str) -> str:
    return f'<text class="{css}" x="{x:g}" y="{y:g}">{_escaped(text)}</text>' if text else ""


def _box(x: float, y: float, width: float, height: float, css: str, radius: float = 6) -> str:
    return f'<rect class="{css}" x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="{radius:g}"/>'


def _badge(x: float, y: float, text: str) -> str:
    """A red badge with an open lock."""
    lock = f"M{x + 9.8:g} {y + 7.1:g} v-1.6 a2.2 2.2 0 0 1 4.2 -.9"
    return (
        _box(x, y + 0.5, len(text) * LETTER + 26, 15, "badge", 7.5)
        + _box(x + 8, y + 7.3, 8, 5.4, "white", 1)
        + f'<path class="stroke white-line" d="{lock}"/>'
        + _text(x + 20, y + 12, text, "mono bold white")
    )


def _fit(text: str, width: float, letter: float = LETTER) -> str:
    """Cut a text to a width. ``letter`` is the width of one character."""
    most = int(width / letter)
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _circle(x: float, y: float, radius: float, css: str) -> str:
    return f'<circle class="{css}" cx="{x:g}" cy="{y:g}" r="{radius:g}"/>'


def _arrow(x1: float, x2: float, y: float, colour: str, *, dashed: bool) -> str:
    back = -9 if x2 > x1 else 9
    css = f"stroke {colour}-line" + (" dash" if dashed else "")
    return (
        f'<path class="{css}" d="M{x1:g} {y:g} H{x2 + back:g}"/>'
        f'<path class="{colour}" d="M{x2:g} {y:g} l{back} -4.5 v9 z"/>'
    )


def _tick(x: float, y: float) -> str:
    return f'<path class="stroke on-line" d="M{x - 4:g} {y + 0.5:g} l3 3 l5.5 -6.5"/>'


def _cross(x: float, y: float) -> str:
    d = f"M{x - 3.2:g} {y - 3.2:g} l6.4 6.4 m0 -6.4 l-6.4 6.4"
    return f'<path class="stroke on-line" d="{d}"/>'
