"""Codes from an authenticator app."""

from __future__ import annotations

from local_cognito.conformance.world import outcome, totp_code

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


def test_what_is_not_a_code_is_refused(world, later):
    world.set_up_totp()
    for code in ("", "0", "000000000000", "abcdef", "\uff11\uff12\uff13\uff14\uff15\uff16", "12 345", "-12345"):
        came = outcome(world.answer, world.sign_in(), SOFTWARE_TOKEN_MFA_CODE=code)
        assert came.startswith(("CodeMismatchException", "InvalidParameterException")), code
        later(1000)
