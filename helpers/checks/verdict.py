"""The verdict of a check: ``not yet: …`` or ``right: …``, followed by one sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import wraps
from html import escape
from typing import Any

from botocore.exceptions import ClientError

UNANSWERED = "Put your answer in place of the three dots, run that cell, then this one."
COLORS = {"right": ("#2f9e44", "47, 158, 68"), "not yet": ("#b7791f", "183, 121, 31")}  # of border and background
CHECKS: dict[str, Callable[..., Verdict]] = {}


@dataclass(frozen=True)
class Verdict:
    """`word` is "right" or "not yet". The sentence may contain code in backticks."""

    word: str
    sentence: str

    def __repr__(self) -> str:
        return f"{self.word}: {self.sentence}"

    def _repr_html_(self) -> str:
        """HTML in the text color of the page around it, so that it can be read on a dark and on a light page."""
        border, background = COLORS[self.word]
        sentence = re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(self.sentence, quote=False))
        style = f"border-left: 4px solid {border}; background-color: rgba({background}, 0.12)"
        return (
            f'<div role="status" style="{style}; max-width: 680px; margin: 4px 0; padding: 8px 12px">'
            f"<b>{self.word}:</b> {sentence}</div>"
        )


class NotYet(Exception):
    """Raised by a check if the answer is not right. Its message is the sentence for the learner."""


def check(function: Callable[..., str]) -> Callable[..., Verdict]:
    """A decorator that makes a check, and adds it to `CHECKS`.

    The function takes the learner's answer, and whatever else it needs. It returns the sentence for a right answer
    and raises `NotYet` for any other. It is not called while the answer still contains three dots.
    """

    @wraps(function)
    def checked(answer: Any, *arguments: Any) -> Verdict:
        try:
            if has_dots(answer):
                raise NotYet(UNANSWERED)
            return Verdict("right", function(answer, *arguments))
        except NotYet as reason:
            return Verdict("not yet", str(reason))

    CHECKS[function.__name__] = checked
    return checked


def has_dots(answer: Any) -> bool:
    """Whether the answer is three dots, Python's Ellipsis, or contains them."""
    if isinstance(answer, Mapping):
        return any(map(has_dots, answer.values()))
    if isinstance(answer, (list, tuple, set, frozenset)):
        return any(map(has_dots, answer))
    return answer is ...


def result(function: Any, *arguments: Any) -> Any:
    """What the learner's function returns.

    Raises:
        NotYet: it is not a function, it raised an exception, or it returned something with three dots in it.
            The sentence names the type of the exception or Cognito's error code. It leaves out the message of the
            exception, which may contain a password.
    """
    if not callable(function):
        raise NotYet("That is no longer a function. Keep the line with `def`, and change only the last line.")
    try:
        answer = function(*arguments)
    except Exception as error:  # a learner's line may raise anything
        kind = type(error).__name__
        if isinstance(error, ClientError):
            kind = f"Cognito's {error.response.get('Error', {}).get('Code')}"
        elif isinstance(error, (KeyError, NameError)):
            kind = f"{kind}: {error}"
        raise NotYet(f"Your function stopped with {kind}. To see more, call it in a cell of its own.") from None
    if has_dots(answer):
        raise NotYet(UNANSWERED)
    return answer


def expect(answer: Any, kind: type[Any] | tuple[type[Any], ...], wanted: str) -> Any:
    """The answer, if it has this type. True and False are not numbers here.

    Args:
        wanted: what to say is expected, such as "a number".

    Raises:
        NotYet: it has another type.
    """
    if not isinstance(answer, kind) or (isinstance(answer, bool) and kind is not bool):
        raise NotYet(f"That is {_a(type(answer).__name__)}. The answer is {wanted}.")
    return answer


def expect_strings(answer: Any, example: str) -> list[str]:
    """The answer as a list, if it is a list, tuple or set of strings.

    Raises:
        NotYet: it is something else.
    """
    if isinstance(answer, str):
        raise NotYet(f"That is one string. Put square brackets around it, as in `{example}`.")
    if not isinstance(answer, (list, tuple, set, frozenset)) or not all(isinstance(each, str) for each in answer):
        raise NotYet(f"That is not a list of strings. Write it as in `{example}`.")
    return list(answer)


def listed(names: Collection[str]) -> str:
    """Names for a sentence: "`a`, `b` and `c`"."""
    *first, last = [f"`{name}`" for name in sorted(names)]
    return f"{', '.join(first)} and {last}" if first else last


def _a(name: str) -> str:
    known = {"str": "a string", "NoneType": "nothing (`None`)", "bool": "True or False"}
    return known.get(name, f"{'an' if name[0] in 'aeiou' else 'a'} `{name}`")


def echo(text: str) -> str:
    """The learner's string as code if it is short and plain; otherwise "another string"."""
    return f"`{text}`" if re.fullmatch(r"[\w.@-]{1,40}", text, re.ASCII) else "another string"
