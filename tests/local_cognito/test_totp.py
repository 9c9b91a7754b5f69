"""Codes from an authenticator app."""

from __future__ import annotations

import pytest

from local_cognito.conformance.world import INVALID_SESSION, LOCKED_OUT, outcome, tokens, totp_code, wrong_code

MISMATCH = "CodeMismatchException: Invalid code received for user"


def test_the_codes_of_the_steps_before_and_after_are_accepted_and_no_others(world, later):
    secret = world.set_up_totp()
    later(300)
    for steps, came in (
        (-3, MISMATCH),
        (-2, MISMATCH),
        (2, MISMATCH),
        (3, MISMATCH),
        (-1, "tokens"),
        (1, "tokens"),
    ):
        assert outcome(world.answer, world.sign_in(), SOFTWARE_TOKEN_MFA_CODE=totp_code(secret, steps)) == came


def test_wrong_codes_lock_a_user_out_and_the_right_password_in_between_does_not_help(world, later):
    secret = world.set_up_totp()
    later(300)
    for _ in range(5):
        wrong = wrong_code(totp_code(secret))
        assert outcome(world.answer, world.sign_in(), SOFTWARE_TOKEN_MFA_CODE=wrong) == MISMATCH
    asked = world.srp()
    assert outcome(world.answer, asked, SOFTWARE_TOKEN_MFA_CODE=totp_code(secret)) == LOCKED_OUT
    later(1)
    assert outcome(world.answer, asked, SOFTWARE_TOKEN_MFA_CODE=totp_code(secret)) == "tokens"


def test_what_is_not_a_code_is_refused(world, later):
    world.set_up_totp()
    for code in ("", "0", "000000000000", "abcdef", "\uff11\uff12\uff13\uff14\uff15\uff16", "12 345", "-12345"):
        came = outcome(world.answer, world.sign_in(), SOFTWARE_TOKEN_MFA_CODE=code)
        assert came.startswith(("CodeMismatchException", "InvalidParameterException")), code
        later(1000)


@pytest.mark.parametrize("thief_asks_for_a_secret", [False, True])
def test_setting_up_an_app_in_one_session_does_not_help_another(world, thief_asks_for_a_secret):
    world.require_totp()
    thiefs, owners = world.sign_in(), world.sign_in()
    secret = world.public.associate_software_token(Session=owners["Session"])["SecretCode"]
    if thief_asks_for_a_secret:
        thiefs_secret = world.public.associate_software_token(Session=thiefs["Session"])["SecretCode"]
    world.public.verify_software_token(Session=owners["Session"], UserCode=totp_code(secret))
    if thief_asks_for_a_secret:
        verify = {"Session": thiefs["Session"], "UserCode": totp_code(thiefs_secret)}
        assert outcome(world.public.verify_software_token, **verify) == INVALID_SESSION
    assert outcome(world.public.associate_software_token, Session=thiefs["Session"]) == INVALID_SESSION
    assert outcome(world.answer, thiefs) == INVALID_SESSION
    assert outcome(world.answer, owners) == "tokens"
    assert outcome(world.answer, world.sign_in(), SOFTWARE_TOKEN_MFA_CODE=totp_code(secret, 1)) == "tokens"


def test_a_new_secret_counts_only_after_a_code_has_proved_it(world):
    secret = world.set_up_totp()
    token = tokens(world.answer(world.sign_in(), SOFTWARE_TOKEN_MFA_CODE=totp_code(secret)))["AccessToken"]
    new = world.public.associate_software_token(AccessToken=token)["SecretCode"]
    asked = world.sign_in()
    assert outcome(world.answer, asked, SOFTWARE_TOKEN_MFA_CODE=totp_code(new, 1)) == MISMATCH
    assert outcome(world.answer, asked, SOFTWARE_TOKEN_MFA_CODE=totp_code(secret, 1)) == "tokens"


def test_a_pool_without_authenticator_apps_sets_none_up(world):
    came = outcome(world.public.associate_software_token, AccessToken=world.access_token())
    assert came.startswith("SoftwareTokenMFANotFoundException")
