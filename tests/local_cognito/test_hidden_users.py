"""PreventUserExistenceErrors=ENABLED: whatever is tried, a user and a name that no user has are told the same."""

from __future__ import annotations

import copy
import json
import re
import secrets
import uuid
from functools import partial

import pytest
from botocore import xform_name
from botocore.exceptions import ClientError

from local_cognito import srp
from local_cognito.conformance.world import HIDES_USERS, USERNAMES, World, first_factors, new_password
from local_cognito.hourly import LIMITS

pytestmark = pytest.mark.once


def email() -> str:
    return f"{secrets.token_hex(4)}@example.com"


def phone_number() -> str:
    return f"+1{secrets.randbelow(10**10):010d}"


def name() -> str:
    return f"x{secrets.token_hex(4)}"


ANY_CASE = {"UsernameConfiguration": {"CaseSensitive": False}}
BY_PHONE = {"AutoVerifiedAttributes": ["phone_number"]}
EITHER = {"UsernameAttributes": ["email", "phone_number"]}
ALIASES = {**USERNAMES, "AliasAttributes": ["email", "phone_number", "preferred_username"]}
#: Pool: its settings; the user's name and attributes; the attribute that is typed, if it is not the name.
POOLS = {
    "e-mails": ({}, email, {}, None),
    "e-mails in any case": (ANY_CASE, email, {}, None),
    "phone numbers": ({"UsernameAttributes": ["phone_number"], **BY_PHONE}, phone_number, {}, None),
    "e-mails or phone numbers": (EITHER, email, {}, None),
    "phone numbers or e-mails": ({**EITHER, **BY_PHONE}, phone_number, {}, None),
    "codes": (first_factors("PASSWORD", "EMAIL_OTP"), email, {}, None),
    "subs": ({}, email, {}, "sub"),
    "user names": (USERNAMES, name, {"email": email}, None),
    "user names in any case": ({**USERNAMES, **ANY_CASE}, name, {"email": email}, None),
    "user names with phones": ({**USERNAMES, **BY_PHONE}, name, {"phone_number": phone_number}, None),
    "aliases: user name": (ALIASES, name, {"email": email}, None),
    "aliases: e-mail": (ALIASES, name, {"email": email}, "email"),
    "aliases: phone number": ({**ALIASES, **BY_PHONE}, name, {"phone_number": phone_number}, "phone_number"),
    "aliases: another name": (ALIASES, name, {"email": email, "preferred_username": name}, "preferred_username"),
}
STATES = {
    "confirmed": lambda w: None,
    "disabled": lambda w: w.admin("admin_disable_user"),
    "to be reset": lambda w: w.admin("admin_reset_user_password"),
    "with a temporary password": lambda w: w.set_password(new_password(), permanent=False),
    "with a code": lambda w: w.public_call("forgot_password"),
    "unconfirmed": None,
}


def told(act, who: World) -> str:
    """A whole answer or error. What is new each time is left out, and what tells one name from another."""
    try:
        answer = act(who)
    except ClientError as error:
        answer = error.response
    answer = {key: value for key, value in answer.items() if key != "ResponseMetadata"}
    parameters = answer.get("ChallengeParameters", {})
    for new in (answer, parameters):
        new.update({key: len(new[key]) for key in ("Session", "SECRET_BLOCK") if key in new})
    parameters.update({key: "number" for key in ("SALT", "SRP_B") if key in parameters})
    text = json.dumps(answer)
    for pattern, shown in (
        (f'(?i)"{re.escape(who.username)}"', '"typed"'),
        ("[0-9a-f]{8}-[0-9a-f-]{27}", "a UUID"),
        (r"\w(?=\*\*\*)", "x"),
        (r"(?<=\*)\d{4}", "1234"),
    ):
        text = re.sub(pattern, shown, text)
    return text


def transcript(who: World) -> list[str]:
    """Everything that somebody without the password and the code can try, until it is locked, and again."""
    with_codes = [
        lambda w: w.public_call("confirm_forgot_password", ConfirmationCode="12345x", Password=w.new_password),
        lambda w: w.public_call("confirm_sign_up", ConfirmationCode="12345x"),
        lambda w: w.public_call("forgot_password"),
        lambda w: w.public_call("resend_confirmation_code"),
        lambda w: w.public_call("confirm_forgot_password", ConfirmationCode="12345x", Password=w.new_password),
        lambda w: w.public_call("confirm_sign_up", ConfirmationCode="12345x"),
    ]
    with_passwords = [
        World.begin_srp,
        partial(World.begin_srp, as_admin=True),
        partial(World.begin_srp, flow="USER_AUTH", PREFERRED_CHALLENGE="PASSWORD_SRP"),
        lambda w: w.initiate("USER_AUTH"),
        lambda w: w.initiate("USER_AUTH", PREFERRED_CHALLENGE="PASSWORD"),
        lambda w: w.initiate("USER_AUTH", PREFERRED_CHALLENGE="EMAIL_OTP"),
        lambda w: w.answer(w.initiate("USER_AUTH", PREFERRED_CHALLENGE="EMAIL_OTP"), EMAIL_OTP_CODE="1234567x"),
        lambda w: w.answer(w.initiate("USER_AUTH"), ANSWER="EMAIL_OTP"),
        World.srp,
        World.sign_in,
        partial(World.sign_in, flow="ADMIN_USER_PASSWORD_AUTH"),
        lambda w: w.choose("PASSWORD"),
        lambda w: w.choose("PASSWORD_SRP"),
        lambda w: w.sign_in("USER_AUTH", PREFERRED_CHALLENGE="PASSWORD"),
        lambda w: w.finish_srp(w.begin_srp(flow="USER_AUTH", PREFERRED_CHALLENGE="PASSWORD_SRP")),
        partial(World.srp, as_admin=True),
        partial(World.choose, factor="PASSWORD", as_admin=True),
        partial(World.choose, factor="PASSWORD_SRP", as_admin=True),
        lambda w: w.answer(w.initiate("USER_AUTH"), USERNAME=w.username.swapcase(), ANSWER="PASSWORD"),
    ]
    return [told(act, who) for act in (with_codes + with_passwords) * 2 + with_codes]


def make_user(world: World, username: str, attributes: dict[str, str], state: str) -> None:
    """A user whose e-mail address and phone number are verified; with the state "unconfirmed", neither is."""
    world.username = username
    if state == "unconfirmed":
        entries = [{"Name": name, "Value": value} for name, value in attributes.items()]
        world.sign_up(Password=new_password(), UserAttributes=entries)
        return
    verified = {"email_verified": "true", "phone_number_verified": "true"}
    entries = [{"Name": name, "Value": value} for name, value in {**attributes, **verified}.items()]
    world.create_user(username, UserAttributes=entries)
    world.set_password(new_password())
    STATES[state](world)


CASES = [(kind, "confirmed") for kind in POOLS]
CASES += [(kind, state) for kind in ("e-mails", "user names", "codes") for state in STATES if state != "confirmed"]
CASES.remove(("codes", "with a temporary password"))  # who is offered no code, as was seen on AWS


@pytest.mark.parametrize("kind, state", CASES)
def test_a_user_and_a_stranger_are_told_the_same(world, later, kind, state):
    settings, new_name, makers, typed = POOLS[kind]
    world.set_up(pool=settings, user="none", **HIDES_USERS)
    make_user(world, new_name(), {name: make() for name, make in makers.items()}, state)
    stranger = copy.copy(world)
    stranger.username = str(uuid.uuid4()) if typed == "sub" else makers.get(typed, new_name)()
    if typed:
        world.username = world.attributes()[typed]
    if kind.endswith("any case"):
        world.username, stranger.username = world.username.upper(), stranger.username.upper()
    for user_is_told, stranger_is_told in zip(transcript(world), transcript(stranger)):
        assert user_is_told == stranger_is_told


@pytest.mark.parametrize("operation", ["ForgotPassword", "ResendConfirmationCode"])
def test_a_user_and_a_stranger_can_be_sent_as_many_codes_an_hour(world, operation):
    world.set_up(**HIDES_USERS)
    stranger = copy.copy(world)
    stranger.username = email()
    for one in (world, stranger):
        heard = [told(lambda w: w.public_call(xform_name(operation)), one) for _ in range(LIMITS[operation] + 1)]
        assert ["LimitExceededException" in answer for answer in heard] == [False] * LIMITS[operation] + [True]


def test_the_first_answer_of_srp_takes_as_many_exponentiations_for_a_user(world, monkeypatch):
    """The verifier is made together with the password, and not at the first login."""
    world.set_up(pool=ALIASES, user="none", **HIDES_USERS)
    make_user(world, name(), {"email": email(), "preferred_username": name()}, "confirmed")
    names = [
        world.username,
        *(world.attributes()[key] for key in ("email", "preferred_username")),
        name(),
        email(),
    ]
    taken = []
    monkeypatch.setattr(srp, "pow", lambda *numbers: taken.append(1) or pow(*numbers), raising=False)
    for username in names:
        world.initiate("USER_SRP_AUTH", USERNAME=username, SRP_A="5")
    assert len(taken) == len(names)
