"""The form to choose a permanent password, and the pool's rules for one."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from html import escape
from typing import Any, Callable

import ipywidgets as widgets

from .card import Card, message_html, title_html
from .fields import SecretField
from .messages import Message
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
    attributes = 'class="cognito-rules" role="list" aria-live="polite" aria-label="Rules"'
    return f"{style('password')}<ul {attributes}>{items}</ul>"


def _rule_html(sentence: str, unmet: Collection[str] | None) -> str:
    if unmet is None:
        mark, kind, word = "○", "open", ""
    else:
        mark, kind, word = ("✕", "unmet", "missing: ") if sentence in unmet else ("✓", "met", "kept: ")
    return f'<li class="cognito-{kind}"><b aria-hidden="true">{mark}</b><i>{word}</i>{escape(sentence)}</li>'


class PasswordForm(Card):
    """A new password, twice, the pool's rules, and a button that calls your `set_password(new_password)`.

    The rules are looked at when you leave the first field, and they only advise: Cognito decides. What you
    type is sent even if it breaks one, and a refusal is shown. When the function returns, the form gives way.
    """

    text_alone = "A form to choose a password. Run this cell to see it."
    title, label, busy_label = "Choose a password", "Set password", "Setting the password…"

    def __init__(self, set_password: Callable[[str], Any], policy: Mapping[str, Any]) -> None:
        self._set_password, self._policy = set_password, dict(policy)
        self.new_password = SecretField("New password", on_typed=self._look_at_rules)
        self.repeat = SecretField("Repeat the password")
        self.rules = widgets.HTML(checklist(self._policy))
        self.another = widgets.Button(description="Choose another")
        self.another.add_class("cognito-quiet")
        self.another.on_click(lambda _: self.ask())
        super().__init__(self.new_password, self.rules, self.repeat)

    def missing(self) -> str:
        """Asks for both, and for both again when they differ."""
        if not self.new_password.filled:
            return "Type a new password."
        if not self.repeat.filled:
            return "Repeat the password."
        if not self.new_password.same_as(self.repeat):
            self.new_password.take()
            self.repeat.take()
            return "The two are not the same. Type both again."
        return ""

    def call(self, *secrets: str) -> Any:
        """Set the password, once. Raises what `set_password` raises."""
        return self._set_password(secrets[0])

    def done(self, result: Any) -> None:
        """Say that it is set. What the function returned is not shown."""
        message = message_html(Message("The password is set."), kind="done")
        self.give_way(widgets.HTML(title_html(self.title) + message), self.another)

    def ask(self) -> None:
        """Show the empty form again."""
        self.rules.value = checklist(self._policy)
        super().ask()

    def _look_at_rules(self, password: str) -> None:
        self.rules.value = checklist(self._policy, unmet_rules(password, self._policy))
