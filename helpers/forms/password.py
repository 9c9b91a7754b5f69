"""The form to choose a permanent password, and the pool's rules for passwords."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from html import escape
from typing import Any, Callable

from .entry import Field, Step
from .form import Form, secondary_button
from .messages import FormError

# https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html
SYMBOLS = r"""^$*.[]{}()?"!@#%&/\,><':;|_~`=+-"""
LONGEST = 256


def rules(policy: Mapping[str, Any]) -> dict[str, Callable[[str], Any]]:
    """A pool's rules for passwords: each as a string, with a function that is true of a password that follows it.

    `policy` is `describe_user_pool(...)["UserPool"]["Policies"]["PasswordPolicy"]`. A rule that the policy does
    not name does not apply, except for the minimum length, which is 8 by default. Letters are A to Z.
    """
    shortest = policy.get("MinimumLength", 8)
    found: dict[str, Callable[[str], Any]] = {
        f"{shortest} to {LONGEST} characters": lambda password: shortest <= len(password) <= LONGEST,
        "no space at the start or the end": lambda password: password == password.strip(),
    }
    for name, text, pattern in (
        ("RequireUppercase", "an uppercase letter", "[A-Z]"),
        ("RequireLowercase", "a lowercase letter", "[a-z]"),
        ("RequireNumbers", "a number", "[0-9]"),
        ("RequireSymbols", "a symbol, such as ! or ?", rf"[{re.escape(SYMBOLS)}]|(?<=\S) +(?=\S)"),
    ):
        if policy.get(name):
            found[text] = re.compile(pattern).search
    return found


def unmet_rules(password: str, policy: Mapping[str, Any]) -> list[str]:
    """The rules that `password` does not follow, as strings; an empty list if it follows all of them."""
    return [text for text, is_met in rules(policy).items() if not is_met(password)]


def checklist(policy: Mapping[str, Any], unmet: Collection[str] | None = None) -> str:
    """HTML for the rules of `policy`, the `unmet` ones marked; None while there is no password to check."""
    items = "".join(_rule_html(text, unmet) for text in rules(policy))
    return f'<ul class="cognito-rules" role="list" aria-label="Rules">{items}</ul>'


def _rule_html(text: str, unmet: Collection[str] | None) -> str:
    if unmet is None:
        mark, kind, word = "○", "open", ""
    else:
        mark, kind, word = ("✕", "unmet", "missing: ") if text in unmet else ("✓", "met", "met: ")
    return f'<li class="cognito-{kind}"><b aria-hidden="true">{mark}</b><i>{word}</i>{escape(text)}</li>'


def new_password_fields(policy: Mapping[str, Any]) -> tuple[Field, Field]:
    """The fields `new_password` and `repeat`, with the rules of `policy` between them."""

    def hint(password: str) -> str:
        return checklist(policy, unmet_rules(password, policy) if password else None)

    return (
        Field("new_password", "New password", "Type a new password.", "password", "new-password", hint=hint),
        Field("repeat", "Repeat the password", "Repeat the password.", "password", "new-password"),
    )


def check_repeated(new_password: str, repeat: str) -> None:
    """Raise `FormError` if the two differ."""
    if new_password != repeat:
        raise FormError("The two passwords are not the same. Type both again.")


class PasswordForm(Form):
    """A new password, typed twice, the pool's rules, and a button that calls your `set_password(new_password)`.

    The rules are checked when you leave the first field. They are only advice, because Cognito decides: a password
    that breaks a rule is sent all the same, and the form shows Cognito's refusal. What `set_password` returns is
    not shown.
    """

    plain_text = "A form to choose a password. Run this cell to see it."

    def __init__(self, set_password: Callable[[str], Any], policy: Mapping[str, Any]) -> None:
        self._set_password = set_password
        fields = new_password_fields(policy)
        first = Step("Choose a password", fields, "Set password", "Setting the password…", self._submit)
        self.another = secondary_button("Choose another", lambda: self.show_step(first))
        super().__init__(first)

    def _submit(self, new_password: str, repeat: str) -> None:
        check_repeated(new_password, repeat)
        self._set_password(new_password)
        self.show_result(self.step.title, "The password is set.", self.another)
