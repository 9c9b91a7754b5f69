"""The fields of the forms, and what is wrong with what was typed into them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

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
        inputmode: which keyboard a phone shows.
        hint: a sentence below the field.
        is_fixed: whether it can only be read.
    """

    name: str
    label: str
    type: str = "text"
    autocomplete: str = "off"
    inputmode: str = "text"
    hint: str = ""
    is_fixed: bool = False

    def shown(self, typed: Typed) -> str:
        """What was typed, if the page may show it again: neither a password nor a code."""
        is_secret = self.type == "password" or self.autocomplete == "one-time-code"
        return "" if is_secret else typed.get(self.name, "")


PASSWORD = Field("password", "Password", "password", "current-password")
CODE = Field("code", "Code", autocomplete="one-time-code", inputmode="numeric")
#: Which field an error is about, if it is not the form's most important one.
FIELD_OF_ERROR = {
    "UserNotFoundException": "username",
    "UsernameExistsException": "username",
    errors.INVALID_PASSWORD: "password",
}
#: The same for the places that AWS names where a value breaks its description of the API.
FIELD_OF_PLACE = {"username": "username", "password": "password", "confirmationCode": "code"}
PLACE = re.compile(r" at '(\w+)' failed to satisfy constraint")
#: What a page adds to messages of the API that tell a person too little.
ADVICE = {
    errors.TOO_MANY_ATTEMPTS.message: "Wait a moment, then try again.",
    errors.WRONG_TOTP_CODE.message: "Enter the code that the app shows now.",
    errors.WRONG_TOTP_SETUP_CODE.message: "Enter the code that the app shows now.",
}
BREAKS_API = "This is too long, or has a space where there can be none."
#: How a form asks for the attributes that every user pool has.
ATTRIBUTES = {
    field.name: field
    for field in (
        Field("name", "Name", autocomplete="name"),
        Field("given_name", "First name", autocomplete="given-name"),
        Field("family_name", "Last name", autocomplete="family-name"),
        Field("middle_name", "Middle name", autocomplete="additional-name"),
        Field("nickname", "Nickname", autocomplete="nickname"),
        Field("preferred_username", "Preferred username"),
        Field("email", "E-mail address", autocomplete="email", inputmode="email"),
        Field(
            "phone_number",
            "Phone number",
            autocomplete="tel",
            inputmode="tel",
            hint="With the country code, as in +14155550100.",
        ),
        Field("birthdate", "Date of birth", "date", "bday"),
        Field("gender", "Gender", autocomplete="sex"),
        Field("address", "Address", autocomplete="street-address"),
        Field("locale", "Language", autocomplete="language"),
        Field("zoneinfo", "Time zone"),
        Field("website", "Website", autocomplete="url", inputmode="url"),
        Field("profile", "Profile page", inputmode="url"),
        Field("picture", "Picture", autocomplete="photo", inputmode="url", hint="The address of your picture."),
        Field("updated_at", "Last update", inputmode="numeric", hint="In seconds since 1970."),
    )
}
#: UsernameAttributes: what users sign in with, and the keyboard for it.
NAMES = {
    ("email",): ("E-mail address", "email"),
    ("phone_number",): ("Phone number", "tel"),
    ("email", "phone_number"): ("E-mail address or phone number", "text"),
}


def username(pool: UserPool) -> Field:
    """The field for what users of this pool sign in with."""
    names = tuple(sorted(pool.settings.get("UsernameAttributes") or []))
    label, inputmode = NAMES.get(names, ("Username", "text"))
    return Field("username", label, autocomplete="username", inputmode=inputmode)


def new_password(pool: UserPool, label: str = "New password") -> Field:
    """The field for a password that the user chooses, with the pool's policy."""
    policy = pool.password_policy
    rules = {
        "RequireUppercase": "an uppercase letter",
        "RequireLowercase": "a lowercase letter",
        "RequireNumbers": "a number",
        "RequireSymbols": "a symbol",
    }
    needed = [f"at least {policy.get('MinimumLength', 8)} characters"]
    needed += [rule for setting, rule in rules.items() if policy.get(setting)]
    *others, last = needed
    hint = f"It needs {', '.join(others)} and {last}." if others else f"It needs {last}."
    return Field("password", label, "password", "new-password", hint=hint)


def missing(fields: Iterable[Field], typed: Typed) -> Problems:
    """The fields that were left empty."""
    empty = [field for field in fields if not field.is_fixed and not typed.get(field.name, "").strip()]
    return {field.name: f"Enter your {field.label.lower()}." for field in empty}


def attributes_in(fields: Iterable[Field], typed: Typed) -> dict[str, str]:
    """The attributes of the user among the fields, as they were typed."""
    return {field.name: typed.get(field.name, "") for field in fields if field.name in ATTRIBUTES}


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
    message, advice = error.message.strip(), ADVICE.get(error.message)
    name = FIELD_OF_ERROR.get(error.code, most_important.name)
    return {name: f"{message}. {advice}" if advice else message}
