"""What a check says: ``not yet: …`` or ``right: …``, each with one sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import wraps
from html import escape
from typing import Any

from botocore.exceptions import ClientError

UNANSWERED = "Put your answer in place of the three dots, run that cell, then this one."
LOOKS = {"right": ("#2f9e44", "47, 158, 68"), "not yet": ("#b7791f", "183, 121, 31")}


@dataclass(frozen=True)
class Verdict:
    """`word` is "right" or "not yet". The sentence may hold code in backticks."""

    word: str
    sentence: str

    def __repr__(self) -> str:
        return f"{self.word}: {self.sentence}"

    def _repr_html_(self) -> str:
        """The text in the colours of the page around it, so that it holds on dark and on light."""
        line, ground = LOOKS[self.word]
        sentence = re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(self.sentence, quote=False))
        looks = f"border-left: 4px solid {line}; background-color: rgba({ground}, 0.12)"
        return (
            f'<div role="status" style="{looks}; max-width: 680px; margin: 4px 0; padding: 8px 12px">'
            f"<b>{self.word}:</b> {sentence}</div>"
        )


class NotYet(Exception):
    """Raised by a judge; the text is the sentence for the learner."""


def check(judge: Callable[..., str]) -> Callable[..., Verdict]:
    """Make a check of a judge: a function of the answer, and of what else it needs to know.

    A judge returns the sentence for a right answer and raises `NotYet` with the sentence for any other. It is not
    asked about an answer that still has three dots in it.
    """

    @wraps(judge)
    def checked(answer: Any, *given: Any) -> Verdict:
        try:
            if has_dots(answer):
                raise NotYet(UNANSWERED)
            return Verdict("right", judge(answer, *given))
        except NotYet as reason:
            return Verdict("not yet", str(reason))

    return checked


def has_dots(answer: Any) -> bool:
    """Whether the three dots, Python's Ellipsis, are the answer or stand somewhere in it."""
    if isinstance(answer, Mapping):
        return any(map(has_dots, answer.values()))
    if isinstance(answer, (list, tuple, set, frozenset)):
        return any(map(has_dots, answer))
    return answer is ...


def result(function: Any, *arguments: Any) -> Any:
    """What the learner's function returns.

    An exception is called by its type, and Cognito's refusal by its code: the text may hold a password.

    Raises:
        NotYet: it is no function, it stopped with an error, or its answer still has three dots in it.
    """
    if not callable(function):
        raise NotYet("That is not a function any more. Leave the `def` as it was, and change its last line only.")
    try:
        answer = function(*arguments)
    except Exception as error:  # whatever the learner's line raises is said
        kind = type(error).__name__
        if isinstance(error, ClientError):
            kind = f"Cognito's {error.response.get('Error', {}).get('Code')}"
        elif isinstance(error, (KeyError, NameError)):
            kind = f"{kind}: {error}"
        raise NotYet(f"Your function stopped with {kind}. Call it in a cell of its own to see more.") from None
    if has_dots(answer):
        raise NotYet(UNANSWERED)
    return answer


def expect(answer: Any, kind: type[Any] | tuple[type[Any], ...], wanted: str) -> Any:
    """The answer, if it is of this type. True and False do not pass for numbers.

    Raises:
        NotYet: it is of another type; the sentence names that and what is `wanted`, such as "a number".
    """
    if not isinstance(answer, kind) or (isinstance(answer, bool) and kind is not bool):
        raise NotYet(f"That is {_a(type(answer).__name__)}. The answer is {wanted}.")
    return answer


def expect_texts(answer: Any, example: str) -> list[str]:
    """The answer as a list, if it is a list, tuple or set of texts.

    Raises:
        NotYet: it is something else.
    """
    if isinstance(answer, str):
        raise NotYet(f"That is one text. Put square brackets around it, as in `{example}`.")
    if not isinstance(answer, (list, tuple, set, frozenset)) or not all(isinstance(each, str) for each in answer):
        raise NotYet(f"That is not a list of texts. Write it as in `{example}`.")
    return list(answer)


def listed(names: Collection[str]) -> str:
    """Names for a sentence: "`a`, `b` and `c`"."""
    *first, last = [f"`{name}`" for name in sorted(names)]
    return f"{', '.join(first)} and {last}" if first else last


def _a(name: str) -> str:
    known = {"str": "a text", "NoneType": "nothing (`None`)", "bool": "True or False"}
    return known.get(name, f"{'an' if name[0] in 'aeiou' else 'a'} `{name}`")


def echo(text: str) -> str:
    """A text that the learner gave, as code if it is short and plain; other texts are not repeated."""
    return f"`{text}`" if re.fullmatch(r"[\w.@-]{1,40}", text, re.ASCII) else "another text"
