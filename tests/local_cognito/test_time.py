"""What changes as time passes: tokens, temporary passwords and sessions expire, and a lockout ends."""

from __future__ import annotations

import time
from functools import partial

import pytest

from local_cognito import LocalCognito, errors, registry
from local_cognito.conformance.cases import passkeys
from local_cognito.conformance.world import LOCKED_OUT, WRONG_PASSWORD, NotHere, claims, outcome, tokens
from local_cognito.lockout import LONGEST_WAIT

HOUR, DAY = 3600, 86400  # seconds
AN_HOUR = {"RefreshTokenValidity": 1, "TokenValidityUnits": {"RefreshToken": "hours"}}
ROTATING = {
    "RefreshTokenRotation": {"Feature": "ENABLED", "RetryGracePeriodSeconds": 0},
    "ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_USER_AUTH"],
}
ACCESS_EXPIRED = "NotAuthorizedException: Access Token has expired"
BAD_TOKEN = "NotAuthorizedException: Invalid Access Token"
REFRESH_EXPIRED = "NotAuthorizedException: Refresh Token has expired"


def test_tokens_last_as_long_as_their_client_says(world, later):
    world.set_up(
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
    assert outcome(world.get_user, have["AccessToken"]) == ACCESS_EXPIRED
    later(2 * HOUR - 601)
    assert outcome(world.refresh, have["RefreshToken"]) == "tokens"
    later(1)
    assert outcome(world.refresh, have["RefreshToken"]) == REFRESH_EXPIRED


def test_a_token_that_was_made_while_the_clock_was_back_is_an_old_one(world):
    world.set_up()
    with pytest.raises(ZeroDivisionError), LocalCognito.later(-HOUR):
        have = tokens(world.sign_in())
        raise ZeroDivisionError
    assert outcome(world.get_user, have["AccessToken"]) == ACCESS_EXPIRED
    renewed = tokens(world.refresh(have["RefreshToken"]))["AccessToken"]
    assert claims(renewed)["exp"] - time.time() == pytest.approx(HOUR, abs=60)


def test_by_default_a_login_lasts_thirty_days_and_a_refresh_does_not_lengthen_it(world, later):
    have = tokens(world.sign_in())
    assert have["ExpiresIn"] == HOUR
    later(30 * DAY - 1)
    renewed = tokens(world.refresh(have["RefreshToken"]))
    assert "RefreshToken" not in renewed
    assert claims(renewed["AccessToken"])["auth_time"] == claims(have["AccessToken"])["auth_time"]
    later(1)
    assert outcome(world.refresh, have["RefreshToken"]) == REFRESH_EXPIRED


def test_a_rotated_refresh_token_counts_until_its_grace_period_ends(world, later):
    world.set_up(
        RefreshTokenRotation={"Feature": "ENABLED", "RetryGracePeriodSeconds": 10},
        ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"],
    )
    first = tokens(world.sign_in())["RefreshToken"]

    def renew(token):
        return world.public.get_tokens_from_refresh_token(ClientId=world.client_id, RefreshToken=token)

    second = tokens(renew(first))["RefreshToken"]
    assert second != first
    later(9)
    assert outcome(renew, first) == "tokens"
    later(1)
    assert outcome(renew, first).startswith("RefreshTokenReuseException")
    assert outcome(renew, second) == "tokens"


@pytest.mark.parametrize("days", [None, 1])
def test_a_temporary_password_lasts_as_long_as_the_policy_says_until_the_user_is_invited_again(world, later, days):
    over = "NotAuthorizedException: Temporary password has expired and must be reset by an administrator."
    validity = {"TemporaryPasswordValidityDays": days} if days else {}
    world.set_up(pool={"Policies": {"PasswordPolicy": validity}}, user="new")
    later((days or 7) * DAY - 1)
    assert outcome(world.srp) == "NEW_PASSWORD_REQUIRED"
    later(1)
    assert outcome(world.srp) == outcome(world.sign_in) == over
    assert outcome(world.sign_in, PASSWORD=world.wrong_password) == WRONG_PASSWORD
    world.create_user(MessageAction="RESEND")
    assert outcome(world.srp) == "NEW_PASSWORD_REQUIRED"
    world.set_password(world.password)
    later(400 * DAY)
    assert outcome(world.srp) == "tokens"


def test_a_session_ends_with_the_clients_auth_session_validity(world, later):
    world.set_up(user="new", AuthSessionValidity=3)
    asked = world.sign_in()
    later(179)
    assert outcome(world.answer, asked, NEW_PASSWORD="short").startswith("InvalidPasswordException")
    later(2)
    expired = "NotAuthorizedException: Invalid session for the user, session is expired."
    assert outcome(world.answer, asked, NEW_PASSWORD=world.new_password) == expired


def test_so_do_a_code_to_sign_in_with_and_the_registration_of_a_passkey(world, later):
    code = passkeys.with_passkeys(world).mailed_code
    asked, token = world.initiate("USER_AUTH", PREFERRED_CHALLENGE="EMAIL_OTP"), world.access_token()
    first, second = (world.authenticator.create(passkeys.start(world, token), passkeys.PAGE) for _ in range(2))
    right = code()
    later(179)
    assert outcome(world.answer, asked, EMAIL_OTP_CODE="1234567x").startswith("CodeMismatchException")
    assert (code(), outcome(passkeys.complete, world, first, token)) == (right, "done")
    later(2)
    expired = "NotAuthorizedException: Invalid session for the user, session is expired."
    assert outcome(world.answer, asked, EMAIL_OTP_CODE=right) == expired
    assert outcome(passkeys.complete, world, second, token) == passkeys.NOT_FOUND
    with pytest.raises(NotHere):
        code()


def test_so_does_the_session_of_a_sign_up_but_not_the_code(world, later):
    signed_up, code = world.set_up(user="none", AuthSessionValidity=3).sign_up(), world.mailed_code()
    later(181)
    expired = "NotAuthorizedException: Invalid session for the user, session is expired."
    confirm = partial(world.public_call, "confirm_sign_up", ConfirmationCode=code)
    assert [outcome(confirm, Session=signed_up["Session"]), outcome(confirm)] == [expired, "done"]


@pytest.mark.parametrize("seconds, came", [(239, "tokens"), (241, WRONG_PASSWORD)])
def test_so_does_a_secret_block_of_srp(world, later, seconds, came):
    world.set_up(AuthSessionValidity=4)
    asked = world.begin_srp()
    later(seconds)
    assert outcome(world.finish_srp, asked) == came


def test_what_has_expired_is_forgotten_and_still_known_for_what_it_was(world, later):
    """Whatever was done, nothing of it is kept when the longest lifetime is over; then any call forgets it."""
    world.set_up(user="new", RefreshTokenValidity=400)
    outcome(world.sign_in)
    world.set_password(world.password)
    short = world.someone_else().client(**ROTATING, **AN_HOUR)
    for user in (world, short):
        have = tokens(user.sign_in())
        for call in (user.begin_srp, lambda user=user: user.initiate("USER_AUTH")):
            assert outcome(call) != "tokens"
        for name in (user.username, user.unknown_username):
            outcome(user.sign_in, USERNAME=name, PASSWORD=user.wrong_password)
        wrong = {"PreviousPassword": user.wrong_password, "ProposedPassword": user.new_password}
        outcome(user.public.change_password, AccessToken=have["AccessToken"], **wrong)
    passkeys.allow(world, "PASSWORD", "WEB_AUTHN")
    passkeys.configure(world, RelyingPartyId=passkeys.SITE)
    passkeys.start(world)
    renewed = short.public.get_tokens_from_refresh_token(
        ClientId=short.client_id, RefreshToken=have["RefreshToken"]
    )
    have = tokens(renewed)
    pool = registry.find_user_pool(world.user_pool_id)
    stores = [
        *[pool.tokens._logins, pool.tokens._by_access_token, pool.tokens._by_refresh_token],
        *[pool.tokens._rotated_until, pool.challenges._challenges, pool.challenges._handshakes],
        *[pool.lockout._failures, pool.guesses._failures, pool.challenges._registrations],
    ]
    assert all(stores)
    later(HOUR / 2)
    short.public.global_sign_out(AccessToken=have["AccessToken"])
    assert outcome(short.get_user, have["AccessToken"]) == "NotAuthorizedException: Access Token has been revoked"
    later(400 * DAY)
    world.aws.list_user_pools(MaxResults=1)
    assert [len(store) for store in stores] == [0] * len(stores)
    assert [len(store._queue) + len(store._ends) for store in stores] == [0] * len(stores)
    assert outcome(short.get_user, have["AccessToken"]) == ACCESS_EXPIRED
    assert outcome(world.get_user, have["IdToken"]) == BAD_TOKEN
    assert outcome(world.get_user, have["AccessToken"][:-9] + "AAAAAAAAA") == BAD_TOKEN
    with pytest.raises(errors.ApiError, match="Refresh Token has expired"):
        pool.tokens.find_refresh_token(pool.clients[short.client_id], have["RefreshToken"])
    pool.tokens.revoke(pool.clients[short.client_id], have["RefreshToken"])  # nothing is left to revoke
    forged = have["RefreshToken"][1:]
    with pytest.raises(errors.ApiError, match="Invalid Refresh Token"):
        pool.tokens.find_refresh_token(pool.clients[short.client_id], forged)


def test_the_pause_after_wrong_passwords_doubles_up_to_fifteen_minutes(world, later):
    for _ in range(4):
        assert outcome(world.sign_in, PASSWORD=world.wrong_password) == WRONG_PASSWORD
    for pause in [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, LONGEST_WAIT, LONGEST_WAIT]:
        assert outcome(world.sign_in, PASSWORD=world.wrong_password) == WRONG_PASSWORD
        later(pause - 0.5)
        for attempt in (world.password, world.wrong_password):  # none of them makes the pause longer
            assert outcome(world.sign_in, PASSWORD=attempt) == outcome(world.srp, attempt) == LOCKED_OUT
        later(0.5)
    assert outcome(world.sign_in) == "tokens"


def test_wrong_passwords_are_forgotten_after_a_quarter_of_an_hour(world, later):
    for _ in range(4):
        outcome(world.sign_in, PASSWORD=world.wrong_password)
    later(15 * 60 + 1)
    for _ in range(4):
        assert outcome(world.sign_in, PASSWORD=world.wrong_password) == WRONG_PASSWORD
    assert outcome(world.sign_in) == "tokens"
