"""The fields of the forms, and what is wrong with what was typed into them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from ... import attributes, errors
from ...app_client import AppClient
from ...user_pool import UserPool

Typed = Mapping[str, str]
Problems = dict[str, str]  #: a sentence for each field that has to be corrected, by the field's name


@dataclass(frozen=True)
class Field:
    """A field of a form.

    Attributes:
        autocomplete: what a browser or a password manager may fill in (HTML, autofill).
        hint: a sentence below the field.
        is_fixed: whether it can only be read.
    """

    name: str
    label: str
    type: str = "text"
    autocomplete: str = "off"
    hint: str = ""
    is_fixed: bool = False

    @property
    def is_code(self) -> bool:
        """Whether it is for a confirmation code, or for one of an authenticator app."""
        return self.autocomplete == "one-time-code"

    def shown(self, typed: Typed) -> str:
        """What was typed, if the page may show it again: neither a password nor a code."""
        return "" if self.is_code or self.type == "password" else typed.get(self.name, "")


PASSWORD = Field("password", "Password", "password", "current-password")
CODE = Field("code", "Code", autocomplete="one-time-code")
#: Which field an error is about, if it is not the form's most important one.
FIELD_OF_ERROR = {
    "UserNotFoundException": "username",
    "UsernameExistsException": "username",
    errors.INVALID_PASSWORD: "password",
}
#: The same for the places that AWS names where a value breaks its description of the API.
FIELD_OF_PLACE = {"username": "username", "password": "password", "confirmationCode": "code"}
PLACE = re.compile(r" at '(\w+)' failed to satisfy constraint")
BREAKS_API = "This is too long, or has a space where there can be none."


class _Attribute(NamedTuple):
    label: str
    autocomplete: str = "off"
    type: str = "text"


#: How a form asks for the attributes that every user pool has.
ATTRIBUTES = {
    "name": _Attribute("Name", "name"),
    "given_name": _Attribute("First name", "given-name"),
    "family_name": _Attribute("Last name", "family-name"),
    "middle_name": _Attribute("Middle name", "additional-name"),
    "nickname": _Attribute("Nickname", "nickname"),
    "preferred_username": _Attribute("Preferred username"),
    "email": _Attribute("E-mail address", "email", "email"),
    "phone_number": _Attribute("Phone number", "tel", "tel"),
    "birthdate": _Attribute("Date of birth", "bday", "date"),
    "gender": _Attribute("Gender", "sex"),
    "address": _Attribute("Address", "street-address"),
    "locale": _Attribute("Language", "language"),
    "zoneinfo": _Attribute("Time zone"),
    "website": _Attribute("Website", "url", "url"),
    "profile": _Attribute("Address of your profile", type="url"),
    "picture": _Attribute("Address of your picture", "photo", "url"),
    "updated_at": _Attribute("Last update"),
}
HINTS = {"phone_number": "With the country code, as in +14155550100."}
NAMES = {
    ("email",): ATTRIBUTES["email"],
    ("phone_number",): ATTRIBUTES["phone_number"],
    ("email", "phone_number"): _Attribute("E-mail address or phone number"),
}


def username(pool: UserPool) -> Field:
    """The field for what users of this pool sign in with."""
    names = tuple(sorted(pool.settings.get("UsernameAttributes") or []))
    label, _, type_ = NAMES.get(names, _Attribute("Username"))
    return Field("username", label, type_, "username")


def new_password(pool: UserPool) -> Field:
    """The field for a password that the user chooses, with the pool's policy."""
    policy = pool.password_policy
    rules = {
        "RequireUppercase": "an uppercase letter",
        "RequireLowercase": "a lowercase letter",
        "RequireNumbers": "a number",
        "RequireSymbols": "a symbol",
    }
    needed = [text for setting, text in rules.items() if policy.get(setting)]
    hint = f"At least {policy.get('MinimumLength', 8)} characters"
    if needed:
        hint += f", with {' and '.join(filter(None, [', '.join(needed[:-1]), needed[-1]]))}"
    return Field("password", "New password", "password", "new-password", f"{hint}.")


def attribute(name: str) -> Field:
    """The field for an attribute of the user."""
    label, autocomplete, type_ = ATTRIBUTES[name]
    return Field(name, label, type_, autocomplete, HINTS.get(name, ""))


def missing(fields: Iterable[Field], typed: Typed) -> Problems:
    """The fields that were left empty."""
    empty = [field for field in fields if not field.is_fixed and not typed.get(field.name, "").strip()]
    return {field.name: f"Enter your {field.label.lower()}." for field in empty}


def attributes_in(fields: Iterable[Field], typed: Typed) -> dict[str, str]:
    """The attributes of the user among the fields, as they were typed."""
    return {field.name: typed[field.name] for field in fields if field.name in ATTRIBUTES}


def wrong(pool: UserPool, client: AppClient, values: dict[str, str]) -> Problems:
    """The attributes that the user cannot have, in Cognito's words."""
    problems = {}
    for name, value in values.items():
        try:
            attributes.check_names(pool, attributes.check(pool, {name: value}, client=client))
        except errors.ApiError as error:
            problems[name] = error.message.strip()
    return problems


def refused(error: errors.ApiError, most_important: Field) -> Problems:
    """Which field Cognito refuses, and why."""
    places = {FIELD_OF_PLACE[place] for place in PLACE.findall(error.message) if place in FIELD_OF_PLACE}
    if places:
        return dict.fromkeys(places, BREAKS_API)
    return {FIELD_OF_ERROR.get(error.code, most_important.name): error.message.strip()}
