"""The form to choose a permanent password, and the pool's rules for one."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from html import escape
from typing import Any, Callable

from .card import Card, done_html, quiet_button, title_html
from .entry import Field, Step
from .messages import NotYet
from .style import style

# https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html
SYMBOLS = r"""^$*.[]{}()?"!@#%&/\,><':;|_~`=+-"""
LONGEST = 256


def rules(policy: Mapping[str, Any]) -> dict[str, Callable[[str], bool]]:
    """A pool's rules for passwords: each as a sentence, with a function that tells if a password keeps it.

    `policy` is `describe_user_pool(...)["UserPool"]["Policies"]["PasswordPolicy"]`. Letters are A to Z.
    A rule that the policy does not name does not hold, but the length: 8, as in a new pool.
    """
    shortest = policy.get("MinimumLength", 8)
    asked = {
        f"{shortest} to {LONGEST} characters": lambda password: shortest <= len(password) <= LONGEST,
        "no space at the start or the end": lambda password: password == password.strip(),
    }
    for name, sentence, pattern in (
        ("RequireUppercase", "an uppercase letter", "[A-Z]"),
        ("RequireLowercase", "a lowercase letter", "[a-z]"),
        ("RequireNumbers", "a number", "[0-9]"),
        ("RequireSymbols", "a symbol, such as ! or ?", rf"[{re.escape(SYMBOLS)}]|(?<=\S) +(?=\S)"),
    ):
        if policy.get(name):
            asked[sentence] = re.compile(pattern).search
    return asked


def unmet_rules(password: str, policy: Mapping[str, Any]) -> list[str]:
    """The rules of `policy` that `password` does not keep, as sentences; an empty list if it keeps all."""
    return [sentence for sentence, keeps in rules(policy).items() if not keeps(password)]


def checklist(policy: Mapping[str, Any], unmet: Collection[str] | None = None) -> str:
    """HTML for the rules of `policy`, the `unmet` ones marked; None when no password was looked at yet."""
    items = "".join(_rule_html(sentence, unmet) for sentence in rules(policy))
    attributes = 'class="cognito-rules" role="list" aria-label="Rules"'
    return f"{style('password')}<ul {attributes}>{items}</ul>"


def _rule_html(sentence: str, unmet: Collection[str] | None) -> str:
    if unmet is None:
        mark, kind, word = "○", "open", ""
    else:
        mark, kind, word = ("✕", "unmet", "missing: ") if sentence in unmet else ("✓", "met", "kept: ")
    return f'<li class="cognito-{kind}"><b aria-hidden="true">{mark}</b><i>{word}</i>{escape(sentence)}</li>'


def new_password_fields(policy: Mapping[str, Any]) -> tuple[Field, Field]:
    """Fields for `new_password` and to `repeat` it, with the rules of `policy` between them."""

    def hint(typed: str) -> str:
        return checklist(policy, unmet_rules(typed, policy) if typed else None)

    return (
        Field("new_password", "New password", "Type a new password.", "password", "new-password", hint=hint),
        Field("repeat", "Repeat the password", "Repeat the password.", "password", "new-password"),
    )


def check_repeated(new_password: str, repeat: str) -> None:
    """Raises `NotYet` when the two differ."""
    if new_password != repeat:
        raise NotYet("The two are not the same. Type both again.")


class PasswordForm(Card):
    """A new password, twice, the pool's rules, and a button that calls your `set_password(new_password)`.

    The rules are looked at when you leave the first field, and they only advise: Cognito decides. What you
    type is sent even if it breaks one, and a refusal is shown. When the function returns, the form gives way.
    """

    text_alone = "A form to choose a password. Run this cell to see it."

    def __init__(self, set_password: Callable[[str], Any], policy: Mapping[str, Any]) -> None:
        self._set_password = set_password
        fields = new_password_fields(policy)
        first = Step("Choose a password", fields, "Set password", "Setting the password…", self._submit)
        self.another = quiet_button("Choose another", lambda: self.ask(first))
        super().__init__(first)

    def _submit(self, new_password: str, repeat: str) -> None:
        """Set the password, once, and say so. What `set_password` returns is not shown."""
        check_repeated(new_password, repeat)
        self._set_password(new_password)
        self.give_way(title_html(self.step.title) + done_html("The password is set."), self.another)
