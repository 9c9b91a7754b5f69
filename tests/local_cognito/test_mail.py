"""What the local Cognito offers in Python: the mail that AWS would send. And the hourly limits."""

from __future__ import annotations

import pytest

from local_cognito.conformance.world import first_factors, outcome

HOUR = 3600  # seconds
TOO_OFTEN = "LimitExceededException: Attempt limit exceeded, please try after some time."


def test_the_newest_mail_to_an_address_is_found_whichever_pool_sent_it(world, local_cognito, later):
    world.set_up(user="unconfirmed")
    first = local_cognito.mail(world.email)
    assert (first.code, first.to) == (world.mailed_code(), world.email)
    assert first.text == f"Your confirmation code is {first.code}" and first.code not in repr(first)
    there = world.another_pool()
    there.email = there.username = world.email
    there.set_up().public_call("forgot_password")
    second = local_cognito.mail(world.email)
    assert second.text == f"Your password reset code is {there.mailed_code()}"
    later(HOUR)
    assert local_cognito.mail(world.email) == first
    world.public_call("confirm_sign_up", ConfirmationCode=first.code)
    with pytest.raises(LookupError, match=f"^No code that was sent to {world.email} is"):
        local_cognito.mail(world.email)


def test_a_code_to_sign_in_with_is_mailed_to_users_only_and_found_until_it_is_used(world, local_cognito):
    world.set_up(pool=first_factors("PASSWORD", "EMAIL_OTP"))
    asked, again = (world.initiate("USER_AUTH", PREFERRED_CHALLENGE="EMAIL_OTP") for _ in range(2))
    stranger = world.unknown_username
    assert world.initiate("USER_AUTH", PREFERRED_CHALLENGE="EMAIL_OTP", USERNAME=stranger)["Session"]
    mail = local_cognito.mail(world.email)
    assert mail.text == f"Your authentication code is {mail.code}" and mail.code not in repr(mail)
    with pytest.raises(LookupError):
        local_cognito.mail(stranger)
    world.answer(again, EMAIL_OTP_CODE=mail.code)
    world.answer(asked, EMAIL_OTP_CODE=local_cognito.mail(world.email).code)
    with pytest.raises(LookupError):
        local_cognito.mail(world.email)


def test_after_an_hour_requests_are_counted_anew(world, later):
    world.set_up(user="unconfirmed")

    def resend():
        return outcome(world.public_call, "resend_confirmation_code")

    assert [resend() for _ in range(6)] == ["done"] * 5 + [TOO_OFTEN]
    later(HOUR - 1)
    assert resend() == TOO_OFTEN
    later(1)
    assert [resend() for _ in range(6)] == ["done"] * 5 + [TOO_OFTEN]
