"""How long confirmation codes are valid, and what else only time or two addresses can show."""

from __future__ import annotations

import pytest

from local_cognito.codes import Codes
from local_cognito.conformance.world import HIDES_USERS, USERNAMES, NotHere, outcome, wrong_code

EXPIRED = "ExpiredCodeException: Invalid code provided, please request a code again."
HOUR = 3600


def enter(world, purpose: str, code: str) -> str:
    if purpose == "reset":
        reset = {"ConfirmationCode": code, "Password": world.new_password}
        return outcome(world.public_call, "confirm_forgot_password", **reset)
    if purpose == "sign-up":
        return outcome(world.public_call, "confirm_sign_up", ConfirmationCode=code)
    verify = {"AccessToken": world.access_token(), "AttributeName": "email", "Code": code}
    return outcome(world.public.verify_user_attribute, **verify)


@pytest.mark.parametrize("client", [{}, HIDES_USERS], ids=["told", "hidden"])
@pytest.mark.parametrize("purpose, hours", [("reset", 1), ("sign-up", 24), ("email", 24)])
def test_a_code_lasts_as_long_as_its_purpose_allows(world, later, purpose, hours, client):
    world.set_up(user="unconfirmed" if purpose == "sign-up" else "confirmed", **client)

    def send() -> str:
        if purpose == "reset":
            world.public_call("forgot_password")
        elif purpose == "sign-up":
            world.public_call("resend_confirmation_code")
        else:
            token = world.access_token()
            world.public.get_user_attribute_verification_code(AccessToken=token, AttributeName="email")
        return world.mailed_code()

    code = send()
    later(hours * HOUR)
    assert enter(world, purpose, code) == EXPIRED
    with pytest.raises(NotHere):
        world.mailed_code()
    code = send()
    later(hours * HOUR - 1)
    assert enter(world, purpose, code) == "done"
    assert enter(world, purpose, code).startswith(("ExpiredCode", "CodeMismatch", "NotAuthorized"))


def test_codes_to_two_addresses_are_told_apart(world):
    both = {"AutoVerifiedAttributes": ["email", "phone_number"], **USERNAMES}
    token = world.set_up(pool=both).access_token()
    new = [{"Name": "email", "Value": f"new-{world.email}"}, {"Name": "phone_number", "Value": "+15555551824"}]
    world.public.update_user_attributes(AccessToken=token, UserAttributes=new)
    headers = world.admin("admin_get_user")["ResponseMetadata"]["HTTPHeaders"]
    for name in ("phone_number", "email"):
        code = headers[f"x-local-cognito-mailed-code-{name}"]
        verify = {"AccessToken": token, "AttributeName": name}
        assert outcome(world.public.verify_user_attribute, Code=wrong_code(code), **verify).startswith(
            "CodeMismatch"
        )
        assert outcome(world.public.verify_user_attribute, Code=code, **verify) == "done"
        assert world.attributes()[f"{name}_verified"] == "true"


def test_a_code_ends_with_the_address_that_it_was_sent_to(world):
    world.set_up(pool=USERNAMES)
    world.public_call("forgot_password")
    code, email = world.mailed_code(), [{"Name": "email", "Value": world.email}]
    world.admin("admin_delete_user_attributes", UserAttributeNames=["email"])
    verified = {"Name": "email_verified", "Value": "true"}
    world.admin("admin_update_user_attributes", UserAttributes=[*email, verified])
    assert enter(world, "reset", code) == EXPIRED


def test_a_waiting_address_is_dropped_when_the_user_returns_to_the_old_one(world):
    settings = {"AttributesRequireVerificationBeforeUpdate": ["email"]}
    token = world.set_up(pool={"UserAttributeUpdateSettings": settings}).access_token()
    for email in (f"new-{world.email}", world.email):
        entry = [{"Name": "email", "Value": email}]
        world.public.update_user_attributes(AccessToken=token, UserAttributes=entry)
    with pytest.raises(NotHere):
        world.mailed_code()
    assert world.attributes()["email_verified"] == "true"


def test_codes_that_expired_long_ago_are_forgotten(later):
    codes = Codes()
    for number in range(3):
        codes.send(str(number), "reset", "email", "ada@example.com")
        later(30 * HOUR)
    assert len(codes._codes) == 1
