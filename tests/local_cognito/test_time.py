"""What changes as time passes: tokens, temporary passwords and sessions expire, and a lockout ends."""

from __future__ import annotations

import pytest

from local_cognito.challenges import Challenge, Challenges
from local_cognito.conformance.world import EXCEEDED, WRONG, claims, said, tokens
from local_cognito.lockout import LONGEST_PAUSE

HOUR, DAY = 3600, 86400  # seconds
REFRESH_EXPIRED = "NotAuthorizedException: Refresh Token has expired"


def test_tokens_last_as_long_as_their_client_says(world, later):
    world.made(
        AccessTokenValidity=10,
        IdTokenValidity=20,
        RefreshTokenValidity=2,
        TokenValidityUnits={"AccessToken": "minutes", "IdToken": "minutes", "RefreshToken": "hours"},
    )
    have = tokens(world.srp())
    access, id_ = claims(have["AccessToken"]), claims(have["IdToken"])
    assert have["ExpiresIn"] == 600 == access["exp"] - access["iat"]
    assert id_["exp"] - id_["iat"] == 1200
    later(599)
    assert world.get_user(have["AccessToken"])["Username"] == world.sub()
    later(1)
    assert said(world.get_user, have["AccessToken"]) == "NotAuthorizedException: Access Token has expired"
    later(2 * HOUR - 601)
    assert said(world.refresh, have["RefreshToken"]) == "tokens"
    later(1)
    assert said(world.refresh, have["RefreshToken"]) == REFRESH_EXPIRED


def test_by_default_a_login_lasts_thirty_days_and_a_refresh_does_not_lengthen_it(world, later):
    have = tokens(world.sign_in())
    assert have["ExpiresIn"] == HOUR
    later(30 * DAY - 1)
    renewed = tokens(world.refresh(have["RefreshToken"]))
    assert "RefreshToken" not in renewed
    assert claims(renewed["AccessToken"])["auth_time"] == claims(have["AccessToken"])["auth_time"]
    later(1)
    assert said(world.refresh, have["RefreshToken"]) == REFRESH_EXPIRED


def test_a_rotated_refresh_token_counts_until_its_grace_period_ends(world, later):
    world.made(
        RefreshTokenRotation={"Feature": "ENABLED", "RetryGracePeriodSeconds": 10},
        ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"],
    )
    first = tokens(world.sign_in())["RefreshToken"]

    def renew(token):
        return world.public.get_tokens_from_refresh_token(ClientId=world.client_id, RefreshToken=token)

    second = tokens(renew(first))["RefreshToken"]
    assert second != first
    later(9)
    assert said(renew, first) == "tokens"
    later(1)
    assert said(renew, first).startswith("RefreshTokenReuseException")
    assert said(renew, second) == "tokens"


@pytest.mark.parametrize("days", [None, 1])
def test_a_temporary_password_lasts_as_long_as_the_policy_says_until_the_user_is_invited_again(world, later, days):
    over = "NotAuthorizedException: Temporary password has expired and must be reset by an administrator."
    validity = {"TemporaryPasswordValidityDays": days} if days else {}
    world.made(pool={"Policies": {"PasswordPolicy": validity}}, user="new")
    later((days or 7) * DAY - 1)
    assert said(world.srp) == "NEW_PASSWORD_REQUIRED"
    later(1)
    assert said(world.srp) == said(world.sign_in) == over
    assert said(world.sign_in, PASSWORD=world.wrong) == WRONG
    world.create_user(MessageAction="RESEND")
    assert said(world.srp) == "NEW_PASSWORD_REQUIRED"
    world.set_password(world.password)
    later(400 * DAY)
    assert said(world.srp) == "tokens"


def test_a_session_ends_with_the_clients_auth_session_validity(world, later):
    world.made(user="new", AuthSessionValidity=3)
    asked = world.sign_in()
    later(179)
    assert said(world.answer, asked, NEW_PASSWORD="short").startswith("InvalidPasswordException")
    later(2)
    expired = "NotAuthorizedException: Invalid session for the user, session is expired."
    assert said(world.answer, asked, NEW_PASSWORD=world.chosen) == expired


@pytest.mark.parametrize("seconds, came", [(239, "tokens"), (241, WRONG)])
def test_so_does_a_secret_block_of_srp(world, later, seconds, came):
    world.made(AuthSessionValidity=4)
    asked = world.begin_srp()
    later(seconds)
    assert said(world.finish_srp, asked) == came


def test_old_sessions_are_forgotten(later):
    challenges = Challenges()
    client = type("Client", (), {"extended_config": {"AuthSessionValidity": 3}})()
    for _ in range(3):
        challenges.begin(Challenge("NEW_PASSWORD_REQUIRED", client, None, "ada"))
        later(HOUR)
    assert len(challenges._challenges) == 1


def test_the_pause_after_wrong_passwords_doubles_up_to_fifteen_minutes(world, later):
    for _ in range(4):
        assert said(world.sign_in, PASSWORD=world.wrong) == WRONG
    for pause in [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, LONGEST_PAUSE, LONGEST_PAUSE]:
        assert said(world.sign_in, PASSWORD=world.wrong) == WRONG
        later(pause - 0.5)
        for attempt in (world.password, world.wrong):  # none of them makes the pause longer
            assert said(world.sign_in, PASSWORD=attempt) == said(world.srp, attempt) == EXCEEDED
        later(0.5)
    assert said(world.sign_in) == "tokens"


def test_wrong_passwords_are_forgotten_after_a_quarter_of_an_hour(world, later):
    for _ in range(4):
        said(world.sign_in, PASSWORD=world.wrong)
    later(15 * 60 + 1)
    for _ in range(4):
        assert said(world.sign_in, PASSWORD=world.wrong) == WRONG
    assert said(world.sign_in) == "tokens"
