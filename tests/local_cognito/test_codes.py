"""How long confirmation codes are valid."""

from __future__ import annotations

import pytest

from local_cognito.codes import Codes
from local_cognito.conformance.world import HIDES_USERS, NotHere, outcome

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


def test_codes_that_expired_long_ago_are_forgotten(later):
    codes = Codes()
    for number in range(3):
        codes.send(str(number), "reset", "email", "ada@example.com")
        later(30 * HOUR)
    assert len(codes._codes) == 1
