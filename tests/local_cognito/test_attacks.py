"""Attempts to get in without the right to, by someone who knows the API well. None may end in a token."""

from __future__ import annotations

import json
import re
import secrets
from copy import copy

import pytest

from local_cognito.conformance.world import (
    HIDES_USERS,
    INVALID_SESSION,
    LOCKED_OUT,
    USER_NOT_FOUND,
    USERNAMES,
    VERIFIED,
    WRONG_PASSWORD,
    World,
    new_password,
    outcome,
    tokens,
    totp_code,
)

DISABLED = "NotAuthorizedException: User is disabled."
RESET = "PasswordResetRequiredException: Password reset required for the user"
OTHER_CLIENT = "NotAuthorizedException: Refresh Token has different Client"
USED = "NotAuthorizedException: Invalid session for the user, session can only be used once."

both_kinds_of_names = pytest.mark.parametrize("kind", [{}, USERNAMES], ids=["e-mails", "names"])

# --- an administrator acts between two steps ---------------------------------------------------------------------


def recreate(world: World) -> None:
    """Delete the user, and create another with the same name and the same password."""
    world.admin("admin_delete_user")
    world.create_user()
    world.set_password(world.password)


@pytest.mark.parametrize(
    "act, after_srp, after_code",
    [
        (lambda w: w.set_password(w.new_password), WRONG_PASSWORD, INVALID_SESSION),
        (lambda w: w.admin("admin_disable_user"), DISABLED, DISABLED),
        (lambda w: w.admin("admin_reset_user_password"), RESET, RESET),
        (lambda w: w.admin("admin_delete_user"), USER_NOT_FOUND, USER_NOT_FOUND),
    ],
    ids=["a new password", "disabled", "reset", "deleted"],
)
def test_what_an_administrator_does_counts_for_logins_that_have_begun(world, act, after_srp, after_code):
    app = world.someone_else()
    secret = app.set_up_totp()
    srp, code = world.begin_srp(), app.sign_in()
    act(world), act(app)
    assert outcome(world.finish_srp, srp) == after_srp
    assert outcome(app.answer, code, SOFTWARE_TOKEN_MFA_CODE=totp_code(secret)) == after_code


@both_kinds_of_names
def test_what_a_deleted_user_had_does_not_work_for_a_new_user_of_the_same_name(world, kind):
    have = tokens(world.set_up(pool=kind).srp())
    asked = world.begin_srp()
    recreate(world)
    assert outcome(world.finish_srp, asked) in (USER_NOT_FOUND, WRONG_PASSWORD)
    assert outcome(world.get_user, have["AccessToken"]) == USER_NOT_FOUND
    assert outcome(world.refresh, have["RefreshToken"]) == USER_NOT_FOUND
    change = {"PreviousPassword": world.password, "ProposedPassword": world.new_password}
    assert outcome(world.public.change_password, AccessToken=have["AccessToken"], **change) == USER_NOT_FOUND
    assert outcome(world.public.delete_user, AccessToken=have["AccessToken"]) == USER_NOT_FOUND


@both_kinds_of_names
def test_a_session_of_a_deleted_user_does_not_log_in_a_new_user_of_the_same_name(world, kind):
    asked = world.set_up(pool=kind, user="new").sign_in()
    world.admin("admin_delete_user")
    world.create_user()
    assert outcome(world.answer, asked, NEW_PASSWORD=world.new_password) in (USER_NOT_FOUND, INVALID_SESSION)
    assert world.status() == "FORCE_CHANGE_PASSWORD"


@pytest.mark.parametrize(
    "act",
    [
        lambda w: w.set_password(w.new_password),
        lambda w: w.set_password(w.password),
        lambda w: w.answer(w.srp(), NEW_PASSWORD=w.new_password),
    ],
    ids=["an administrator, another", "an administrator, the same", "the user, in another login"],
)
def test_an_open_first_login_ends_when_a_password_is_set(world, act):
    asked = world.set_up(user="new").sign_in()
    act(world)
    assert outcome(world.answer, asked, NEW_PASSWORD=new_password()) == INVALID_SESSION


def test_sessions_and_tokens_of_a_deleted_client_are_worth_nothing(world):
    refresh_token = tokens(world.srp())["RefreshToken"]
    world.set_password(world.password, permanent=False)
    asked = world.sign_in()
    world.aws.delete_user_pool_client(UserPoolId=world.user_pool_id, ClientId=world.client_id)
    gone = f"ResourceNotFoundException: User pool client {world.client_id} does not exist."
    assert outcome(world.answer, asked, NEW_PASSWORD=world.new_password) == gone
    assert outcome(world.refresh, refresh_token) == gone
    world.client()
    assert outcome(world.answer, asked, NEW_PASSWORD=world.new_password) == INVALID_SESSION
    assert outcome(world.refresh, refresh_token) == OTHER_CLIENT


def test_sessions_and_tokens_of_a_deleted_pool_are_worth_nothing(world):
    have = tokens(world.srp())
    asked = world.initiate("USER_AUTH")
    world.aws.delete_user_pool(UserPoolId=world.user_pool_id)
    gone = f"ResourceNotFoundException: User pool client {world.client_id} does not exist."
    assert outcome(world.answer, asked, ANSWER="PASSWORD", PASSWORD=world.password) == gone
    assert outcome(world.refresh, have["RefreshToken"]) == gone
    assert outcome(world.get_user, have["AccessToken"]) == "NotAuthorizedException: Invalid Access Token"


def test_update_user_pool_can_require_a_second_factor_too(world):
    world.set_up().require_totp("OPTIONAL")
    world.aws.update_user_pool(UserPoolId=world.user_pool_id, MfaConfiguration="ON")
    assert outcome(world.sign_in) == "MFA_SETUP"


# --- sessions and secret blocks that belong elsewhere ------------------------------------------------------------


def test_a_session_belongs_to_its_pool_and_its_challenge(world):
    asked = world.set_up(user="new").require_totp("OPTIONAL").sign_in()
    elsewhere = world.another_pool().set_up(user="none")
    elsewhere.create_user(world.username)
    answer = {"USERNAME": world.username, "NEW_PASSWORD": world.new_password}
    assert outcome(elsewhere.answer, asked, **answer) == INVALID_SESSION
    answer.update({"SOFTWARE_TOKEN_MFA_CODE": "123456", "ANSWER": "PASSWORD", "SRP_A": "5"})
    for name in ("SOFTWARE_TOKEN_MFA", "MFA_SETUP", "SELECT_CHALLENGE", "PASSWORD", "PASSWORD_SRP"):
        assert outcome(world.respond, name, asked["Session"], **answer) == INVALID_SESSION
    assert outcome(world.public.associate_software_token, Session=asked["Session"]) == INVALID_SESSION


def test_a_session_is_used_up_by_a_right_code(world):
    secret = world.set_up_totp()
    asked = world.sign_in()
    assert outcome(world.answer, asked, SOFTWARE_TOKEN_MFA_CODE=totp_code(secret)) == "tokens"
    assert outcome(world.answer, asked, SOFTWARE_TOKEN_MFA_CODE=totp_code(secret, 1)) == USED


@pytest.mark.parametrize(
    "preferred, password, came",
    [(None, "password", "tokens"), ("PASSWORD", "wrong_password", WRONG_PASSWORD)],
    ids=["a choice", "a wrong password"],
)
def test_a_session_of_user_auth_is_used_up_by_one_answer(world, preferred, password, came):
    asked = world.initiate("USER_AUTH", PREFERRED_CHALLENGE=preferred)
    assert outcome(world.answer, asked, ANSWER="PASSWORD", PASSWORD=getattr(world, password)) == came
    assert outcome(world.answer, asked, ANSWER="PASSWORD", PASSWORD=world.password) == USED


def test_a_session_is_used_up_by_setting_up_an_authenticator_app(world):
    asked = world.require_totp().sign_in()
    secret = world.public.associate_software_token(Session=asked["Session"])["SecretCode"]
    world.public.verify_software_token(Session=asked["Session"], UserCode=totp_code(secret))
    assert outcome(world.answer, asked) == "tokens"
    assert outcome(world.answer, asked) == USED
    assert outcome(world.public.associate_software_token, Session=asked["Session"]) == USED


def test_the_choice_of_a_factor_does_not_log_in(world):
    asked = world.initiate("USER_AUTH")
    for name in ("NEW_PASSWORD_REQUIRED", "SOFTWARE_TOKEN_MFA", "MFA_SETUP"):
        assert outcome(world.respond, name, asked["Session"], NEW_PASSWORD=world.new_password) == INVALID_SESSION
    assert outcome(world.answer, asked, ANSWER="PASSWORD", PASSWORD=world.wrong_password) == WRONG_PASSWORD
    asked, other = world.initiate("USER_AUTH"), world.someone_else()
    assert outcome(other.answer, asked, ANSWER="PASSWORD", PASSWORD=world.password) == INVALID_SESSION


@pytest.mark.parametrize(
    "elsewhere",
    [lambda w: w.another_pool(), lambda w: w.client(), lambda w: w.client(GenerateSecret=True)],
    ids=["pool", "client", "client with a secret"],
)
def test_a_secret_block_belongs_to_its_client_and_pool(world, elsewhere):
    proof = world.proof(world.begin_srp())
    assert outcome(elsewhere(world).respond, "PASSWORD_VERIFIER", **proof) == WRONG_PASSWORD


def test_a_client_without_a_secret_does_not_help_with_what_began_at_one_with_a_secret(world):
    world.set_up(GenerateSecret=True)
    asked = world.begin_srp()
    have = tokens(world.srp())
    world.client(GenerateSecret=None)
    assert outcome(world.finish_srp, asked) == WRONG_PASSWORD
    assert outcome(world.refresh, have["RefreshToken"]) == OTHER_CLIENT


def test_a_signature_over_the_email_instead_of_the_user_id_is_a_wrong_password(world):
    asked = world.begin_srp()
    asked["ChallengeParameters"]["USER_ID_FOR_SRP"] = world.email
    assert outcome(world.finish_srp, asked) == WRONG_PASSWORD


def test_the_answer_to_one_challenge_does_not_answer_another(world):
    first, secret_number = world.begin_srp(), world.a
    block = world.begin_srp()["ChallengeParameters"]["SECRET_BLOCK"]
    world.a = secret_number
    proof = world.proof(first)
    mixed = {**proof, "PASSWORD_CLAIM_SECRET_BLOCK": block}
    assert outcome(world.respond, "PASSWORD_VERIFIER", **mixed) == WRONG_PASSWORD
    assert outcome(world.respond, "PASSWORD_VERIFIER", **proof) == "tokens"


# --- taking another user's name ----------------------------------------------------------------------------------


def write(world: World, **values: str) -> str:
    entries = [{"Name": name, "Value": value} for name, value in values.items()]
    return outcome(world.public.update_user_attributes, AccessToken=world.access_token(), UserAttributes=entries)


def test_another_users_email_cannot_be_taken_even_in_other_letters(world):
    world.set_up(pool={"UsernameConfiguration": {"CaseSensitive": False}})
    thief = world.someone_else()
    for email in (world.email, world.email.upper()):
        taken = "AliasExistsException: An account with the given email already exists."
        assert write(thief, email=email) == taken
    assert outcome(world.sign_in) == "tokens"
    assert outcome(world.sign_in, PASSWORD=thief.password) == WRONG_PASSWORD


def test_an_unverified_alias_is_not_a_name_to_sign_in_with(world):
    world.set_up(pool={**USERNAMES, "AliasAttributes": ["email"]}, user="none")
    thief = world.someone_else()
    victims = f"victim-{secrets.token_hex(4)}@example.com"
    assert write(thief, email=victims) == "done"
    assert outcome(thief.sign_in, USERNAME=victims) == USER_NOT_FOUND
    world.create_user(UserAttributes=[{"Name": "email", "Value": victims}, *VERIFIED])
    world.set_password(world.password)
    assert outcome(world.sign_in, USERNAME=victims) == "tokens"
    assert outcome(thief.sign_in, USERNAME=victims) == WRONG_PASSWORD


def test_a_preferred_username_cannot_be_another_users_name(world):
    world.set_up(pool={**USERNAMES, "AliasAttributes": ["preferred_username"]})
    thief = world.someone_else()
    assert write(thief, preferred_username=world.username).startswith("AliasExistsException")
    assert write(thief, preferred_username=world.sub()).startswith("AliasExistsException")
    assert write(thief, preferred_username="countess") == "done"
    assert outcome(thief.sign_in, USERNAME="countess") == "tokens"
    assert write(world, preferred_username="countess").startswith("AliasExistsException")


def test_a_name_that_was_given_up_can_be_taken(world):
    other = world.someone_else()
    assert write(other, email=f"moved-{other.email}") == "done"
    assert write(world, email=other.email) == "done"
    assert outcome(world.sign_in, USERNAME=other.email) == "tokens"
    assert outcome(other.sign_in, USERNAME=f"moved-{other.email}") == "tokens"


@both_kinds_of_names
def test_nobody_signs_up_under_another_users_name(world, kind):
    world.set_up(pool=kind)
    for name in [world.username, *([world.sub()] if kind else [])]:
        taken = "UsernameExistsException: User already exists"
        assert outcome(world.sign_up, name, Password=world.new_password) == taken
    assert outcome(world.sign_in) == "tokens"
    assert outcome(world.sign_in, PASSWORD=world.new_password) == WRONG_PASSWORD


def test_nobody_signs_up_with_claims_of_their_own(world):
    world.set_up(user="none")
    for name in ("cognito:groups", "token_use", "aud", "iss", "exp", "custom:role", "cognito:username"):
        attributes = [{"Name": "email", "Value": world.email}, {"Name": name, "Value": "admin"}]
        assert "does not exist in the schema" in outcome(world.sign_up, UserAttributes=attributes)
    assert outcome(world.sign_in) == USER_NOT_FOUND


def test_not_even_an_administrator_can_change_or_delete_the_sub(world):
    before = world.sub()
    change = {"UserAttributes": [{"Name": "sub", "Value": "someone"}]}
    refused = "InvalidParameterException: Cannot modify the non-mutable attribute sub"
    assert outcome(world.admin, "admin_update_user_attributes", **change) == refused
    assert outcome(world.admin, "admin_delete_user_attributes", UserAttributeNames=["sub"]) == refused
    assert world.sub() == before


def test_the_first_login_sets_only_what_the_user_lacks_and_may_write(world):
    schema = [{"Name": "nickname", "Required": True}, {"Name": "email", "Required": True}]
    world.set_up(pool={"Schema": schema}, user="none").create_user()
    asked = world.sign_in()
    assert json.loads(asked["ChallengeParameters"]["requiredAttributes"]) == ["userAttributes.nickname"]
    missing = "InvalidParameterException: Missing required parameter userAttributes.nickname"
    assert outcome(world.answer, asked, NEW_PASSWORD=world.new_password) == missing
    answer = {"NEW_PASSWORD": world.new_password, "userAttributes.nickname": "Ada", "userAttributes.locale": "en"}
    for name, refused in (
        ("email", "NotAuthorizedException: Cannot modify an already provided email"),
        ("email_verified", "InvalidParameterException: Cannot modify the non-mutable attribute email_verified"),
        ("sub", "InvalidParameterException: Cannot modify the non-mutable attribute sub"),
    ):
        assert outcome(world.answer, asked, **answer, **{f"userAttributes.{name}": "true"}) == refused
    for name in ("phone_number_verified", "cognito:groups", ""):
        refused = outcome(world.answer, asked, **answer, **{f"userAttributes.{name}": "true"})
        assert refused.startswith(("NotAuthorizedException", "InvalidParameterException")), name
    assert "nickname" not in world.attributes()
    assert outcome(world.answer, asked, **answer) == "tokens"
    assert (world.attributes()["nickname"], world.attributes()["locale"]) == ("Ada", "en")


# --- moto's own operations ---------------------------------------------------------------------------------------


def test_confirming_a_user_does_not_undo_a_required_reset(world):
    world.admin("admin_reset_user_password")
    world.public_call("forgot_password")
    code = world.mailed_code()
    refused = "NotAuthorizedException: User cannot be confirmed. Current status is RESET_REQUIRED"
    assert outcome(world.public_call, "confirm_sign_up", ConfirmationCode=code) == refused
    assert outcome(world.admin, "admin_confirm_sign_up") == refused
    assert outcome(world.sign_in) == RESET


def test_a_mailed_code_counts_once_and_nothing_else_counts(world):
    world.set_up(user="unconfirmed")
    code = world.mailed_code()
    world.public_call("confirm_sign_up", ConfirmationCode=code)
    reset = {"Password": world.new_password}
    for used in (code, "0", "moto-confirmation-code", "000000"):  # a fifth would be one too many
        refused = outcome(world.public_call, "confirm_forgot_password", ConfirmationCode=used, **reset)
        assert refused.startswith("ExpiredCodeException")
    world.public_call("forgot_password")
    reset["ConfirmationCode"] = world.mailed_code()
    assert outcome(world.public_call, "confirm_forgot_password", **reset) == "done"
    reset["Password"] = new_password()
    assert outcome(world.public_call, "confirm_forgot_password", **reset).startswith("ExpiredCodeException")
    assert outcome(world.sign_in, PASSWORD=world.new_password) == "tokens"


def test_only_an_administrator_can_read_a_mailed_code(world):
    answers = [
        world.public_call("forgot_password"),
        world.get_user(world.access_token()),
        world.aws.list_users(UserPoolId=world.user_pool_id),
    ]
    assert re.fullmatch(r"\d{6}", world.mailed_code())
    assert world.mailed_code() not in json.dumps(answers, default=str)


def test_a_user_cannot_turn_off_the_second_factor_of_another(world):
    world.set_up_totp()
    other = world.someone_else().access_token()
    world.public.set_user_mfa_preference(AccessToken=other, SoftwareTokenMfaSettings={"Enabled": False})
    assert outcome(world.sign_in) == "SOFTWARE_TOKEN_MFA"


# --- who exists is kept secret -----------------------------------------------------------------------------------


def test_someone_without_a_password_cannot_tell_whether_a_user_exists(world, later):
    """Everything that they can try has the same result for a user and for a name that nobody has."""
    world.set_up(**HIDES_USERS)
    stranger = copy(world)
    stranger.username = world.unknown_username
    world.password = stranger.password = new_password()

    def transcript(who):
        tried = [who.sign_in, who.srp, lambda: who.sign_in("ADMIN_USER_PASSWORD_AUTH")]
        tried += [lambda: who.choose("PASSWORD"), lambda: who.choose("PASSWORD_SRP"), who.srp, who.sign_in]
        details = who.public_call("forgot_password")["CodeDeliveryDetails"]
        details["Destination"] = re.sub(r"\w", "x", details["Destination"])
        return [outcome(act) for act in tried], sorted(who.begin_srp()["ChallengeParameters"]), details

    told = transcript(world)
    assert told == transcript(stranger)
    assert told[0][-1] == LOCKED_OUT


def test_a_stranger_is_locked_out_too_whatever_name_is_in_the_answer(world):
    world.set_up(**HIDES_USERS)
    for _ in range(5):
        asked = world.begin_srp(USERNAME=world.unknown_username)
        assert outcome(world.finish_srp, asked, USERNAME=secrets.token_hex(4)) == WRONG_PASSWORD
    assert outcome(world.sign_in, USERNAME=world.unknown_username) == LOCKED_OUT
