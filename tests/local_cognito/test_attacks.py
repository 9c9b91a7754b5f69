"""Attempts to get in without a right, by somebody who knows the API well. None may end in a token."""

from __future__ import annotations

import json
import re
import secrets

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
    outcome,
    tokens,
    totp_code,
)
from tests.conftest import new_password

OTHER_CLIENT = "NotAuthorizedException: Refresh Token has different Client"

# --- an administrator acts between two steps ---------------------------------------------------------------------


def srp_interrupted(world: World, act) -> str:
    """What the right answer gets when something happens between the two calls of SRP."""
    asked = world.begin_srp()
    act()
    return outcome(world.finish_srp, asked)


def test_a_password_changed_between_the_calls_of_srp_makes_the_old_one_a_wrong_password(world):
    assert srp_interrupted(world, lambda: world.set_password(world.new_password)) == WRONG_PASSWORD


def test_a_user_disabled_between_the_calls_of_srp_is_refused(world):
    assert srp_interrupted(world, lambda: world.admin("admin_disable_user")).endswith("User is disabled.")


def test_a_user_reset_between_the_calls_of_srp_is_refused(world):
    came = srp_interrupted(world, lambda: world.admin("admin_reset_user_password"))
    assert came == "PasswordResetRequiredException: Password reset required for the user"


def test_a_user_deleted_between_the_calls_of_srp_is_refused(world):
    assert srp_interrupted(world, lambda: world.admin("admin_delete_user")) == USER_NOT_FOUND


def remake(world: World) -> None:
    """Delete the user, and make one of the same name with the same password."""
    world.admin("admin_delete_user")
    world.create_user()
    world.set_password(world.password)


@pytest.mark.parametrize("kind", [{}, USERNAMES], ids=["e-mails", "names"])
def test_a_handshake_of_a_deleted_user_does_not_log_in_their_namesake(world, kind):
    world.set_up(pool=kind)
    assert srp_interrupted(world, lambda: remake(world)) in (USER_NOT_FOUND, WRONG_PASSWORD)


@pytest.mark.parametrize("kind", [{}, USERNAMES], ids=["e-mails", "names"])
def test_tokens_of_a_deleted_user_do_not_open_their_namesakes_account(world, kind):
    have = tokens(world.set_up(pool=kind).srp())
    remake(world)
    assert outcome(world.get_user, have["AccessToken"]) == USER_NOT_FOUND
    assert outcome(world.refresh, have["RefreshToken"]) == USER_NOT_FOUND
    change = {"PreviousPassword": world.password, "ProposedPassword": world.new_password}
    assert outcome(world.public.change_password, AccessToken=have["AccessToken"], **change) == USER_NOT_FOUND
    assert outcome(world.public.delete_user, AccessToken=have["AccessToken"]) == USER_NOT_FOUND


@pytest.mark.parametrize("kind", [{}, USERNAMES], ids=["e-mails", "names"])
def test_a_session_of_a_deleted_user_does_not_let_in_their_namesake(world, kind):
    world.set_up(pool=kind, user="new")
    asked = world.sign_in()
    world.admin("admin_delete_user")
    world.create_user()
    assert outcome(world.answer, asked, NEW_PASSWORD=world.new_password) in (USER_NOT_FOUND, INVALID_SESSION)
    assert world.status() == "FORCE_CHANGE_PASSWORD"


def test_an_open_first_login_ends_when_an_administrator_sets_a_password(world):
    world.set_up(user="new")
    asked = world.sign_in()
    world.set_password(world.new_password)
    assert outcome(world.answer, asked, NEW_PASSWORD=new_password()) == INVALID_SESSION
    assert outcome(world.sign_in, PASSWORD=world.new_password) == "tokens"


def test_an_open_first_login_ends_when_the_same_password_is_made_permanent(world):
    world.set_up(user="new")
    asked = world.sign_in()
    world.set_password(world.password)
    assert outcome(world.answer, asked, NEW_PASSWORD=world.new_password) == INVALID_SESSION
    assert outcome(world.sign_in) == "tokens"


def test_of_two_open_first_logins_one_sets_the_password(world):
    world.set_up(user="new")
    first, second = world.sign_in(), world.srp()
    assert outcome(world.answer, first, NEW_PASSWORD=world.new_password) == "tokens"
    assert outcome(world.answer, second, NEW_PASSWORD=new_password()) == INVALID_SESSION


@pytest.mark.parametrize(
    "act, answer",
    [
        (lambda w: w.set_password(w.new_password), INVALID_SESSION),
        (lambda w: w.admin("admin_disable_user"), "NotAuthorizedException: User is disabled."),
        (
            lambda w: w.admin("admin_reset_user_password"),
            "PasswordResetRequiredException: Password reset required for the user",
        ),
        (lambda w: w.admin("admin_delete_user"), USER_NOT_FOUND),
    ],
    ids=["a new password", "disabled", "reset", "deleted"],
)
def test_a_right_code_is_refused_after_an_administrator_acted(world, act, answer):
    secret = world.set_up_totp()
    asked = world.sign_in()
    act(world)
    assert outcome(world.answer, asked, SOFTWARE_TOKEN_MFA_CODE=totp_code(secret)) == answer


def test_a_session_of_a_deleted_client_opens_nothing(world):
    world.set_up(user="new")
    asked = world.sign_in()
    world.aws.delete_user_pool_client(UserPoolId=world.user_pool_id, ClientId=world.client_id)
    gone = f"ResourceNotFoundException: User pool client {world.client_id} does not exist."
    assert outcome(world.answer, asked, NEW_PASSWORD=world.new_password) == gone
    assert outcome(world.client().answer, asked, NEW_PASSWORD=world.new_password) == INVALID_SESSION


def test_a_refresh_token_of_a_deleted_client_opens_nothing(world):
    refresh_token = tokens(world.srp())["RefreshToken"]
    world.aws.delete_user_pool_client(UserPoolId=world.user_pool_id, ClientId=world.client_id)
    assert outcome(world.refresh, refresh_token).startswith("ResourceNotFoundException")
    assert outcome(world.client().refresh, refresh_token) == OTHER_CLIENT


def test_a_pool_deleted_during_a_challenge_opens_nothing(world):
    world.set_up(user="new")
    asked = world.sign_in()
    world.aws.delete_user_pool(UserPoolId=world.user_pool_id)
    assert outcome(world.answer, asked, NEW_PASSWORD=world.new_password).startswith("ResourceNotFoundException")


def test_requiring_a_second_factor_takes_effect_by_either_operation(world):
    world.set_up().require_totp("OPTIONAL")
    world.aws.update_user_pool(UserPoolId=world.user_pool_id, MfaConfiguration="ON")
    assert outcome(world.sign_in) == "MFA_SETUP"


# --- sessions and blocks of others -------------------------------------------------------------------------------


def test_a_session_is_of_its_pool(world):
    asked = world.set_up(user="new").sign_in()
    elsewhere = world.another_pool().set_up(user="new")
    elsewhere.username = world.username
    assert outcome(elsewhere.answer, asked, NEW_PASSWORD=world.new_password) == INVALID_SESSION


def test_a_session_is_of_its_challenge(world):
    world.set_up(user="new").require_totp("OPTIONAL")
    asked = world.sign_in()
    for name in ("SOFTWARE_TOKEN_MFA", "MFA_SETUP", "SELECT_CHALLENGE", "PASSWORD", "PASSWORD_SRP"):
        answer = {
            "SOFTWARE_TOKEN_MFA_CODE": "123456",
            "ANSWER": "PASSWORD",
            "SRP_A": "5",
            "NEW_PASSWORD": world.new_password,
        }
        assert outcome(world.respond, name, asked["Session"], **answer) == INVALID_SESSION
    assert outcome(world.public.associate_software_token, Session=asked["Session"]) == INVALID_SESSION


USED = "NotAuthorizedException: Invalid session for the user, session can only be used once."


def test_a_session_is_used_up_by_a_right_code(world):
    secret = world.set_up_totp()
    asked = world.sign_in()
    assert outcome(world.answer, asked, SOFTWARE_TOKEN_MFA_CODE=totp_code(secret)) == "tokens"
    assert outcome(world.answer, asked, SOFTWARE_TOKEN_MFA_CODE=totp_code(secret, 1)) == USED


def test_a_session_is_used_up_by_a_choice(world):
    asked = world.initiate("USER_AUTH")
    assert outcome(world.answer, asked, ANSWER="PASSWORD", PASSWORD=world.password) == "tokens"
    assert outcome(world.answer, asked, ANSWER="PASSWORD", PASSWORD=world.password) == USED


def test_a_session_is_used_up_by_a_password(world):
    asked = world.initiate("USER_AUTH", PREFERRED_CHALLENGE="PASSWORD")
    assert outcome(world.answer, asked, PASSWORD=world.wrong_password) == WRONG_PASSWORD
    assert outcome(world.answer, asked, PASSWORD=world.password) == USED


def test_a_session_is_used_up_by_setting_up_an_authenticator_app(world):
    world.require_totp()
    asked = world.sign_in()
    secret = world.public.associate_software_token(Session=asked["Session"])["SecretCode"]
    world.public.verify_software_token(Session=asked["Session"], UserCode=totp_code(secret))
    assert outcome(world.answer, asked) == "tokens"
    assert outcome(world.answer, asked) == USED
    assert outcome(world.public.associate_software_token, Session=asked["Session"]) == USED


def test_a_choice_of_factor_is_no_login(world):
    asked = world.initiate("USER_AUTH")
    for name in ("NEW_PASSWORD_REQUIRED", "SOFTWARE_TOKEN_MFA", "MFA_SETUP"):
        assert outcome(world.respond, name, asked["Session"], NEW_PASSWORD=world.new_password) == INVALID_SESSION
    assert outcome(world.answer, asked, ANSWER="PASSWORD", PASSWORD=world.wrong_password) == WRONG_PASSWORD
    other = world.someone_else()
    asked = world.initiate("USER_AUTH")
    assert outcome(other.answer, asked, ANSWER="PASSWORD", PASSWORD=world.password) == INVALID_SESSION


def test_a_secret_block_is_of_its_client_and_pool(world):
    asked = world.begin_srp()
    proof = world.proof(asked)
    assert outcome(world.another_pool().respond, "PASSWORD_VERIFIER", **proof) == WRONG_PASSWORD
    asked = world.begin_srp()
    proof = world.proof(asked)
    assert (
        outcome(world.client(**{"GenerateSecret": True}).respond, "PASSWORD_VERIFIER", **proof) == WRONG_PASSWORD
    )


def test_a_client_without_a_secret_is_no_way_round_one_with_a_secret(world):
    world.set_up(GenerateSecret=True)
    asked = world.begin_srp()
    have = tokens(world.srp())
    world.client(GenerateSecret=None)
    assert outcome(world.finish_srp, asked) == WRONG_PASSWORD
    assert outcome(world.refresh, have["RefreshToken"]) == OTHER_CLIENT


def test_signed_over_the_email_instead_of_the_user_id_is_a_wrong_password(world):
    asked = world.begin_srp()
    asked["ChallengeParameters"]["USER_ID_FOR_SRP"] = world.email
    assert outcome(world.finish_srp, asked) == WRONG_PASSWORD


def test_the_answer_to_one_challenge_is_none_to_another(world):
    first = world.begin_srp()
    a = world.a
    second = world.begin_srp()
    world.a = a
    proof = world.proof(first)
    block = second["ChallengeParameters"]["SECRET_BLOCK"]
    assert (
        outcome(world.respond, "PASSWORD_VERIFIER", **{**proof, "PASSWORD_CLAIM_SECRET_BLOCK": block})
        == WRONG_PASSWORD
    )
    assert outcome(world.respond, "PASSWORD_VERIFIER", **proof) == "tokens"


# --- taking another's name ---------------------------------------------------------------------------------------


def write(world: World, **values: str) -> str:
    entries = [{"Name": name, "Value": value} for name, value in values.items()]
    return outcome(world.public.update_user_attributes, AccessToken=world.access_token(), UserAttributes=entries)


def test_another_users_email_cannot_be_taken(world):
    thief = world.someone_else()
    assert (
        write(thief, email=world.email) == "AliasExistsException: An account with the given email already exists."
    )
    assert outcome(world.sign_in) == "tokens"
    assert outcome(world.sign_in, PASSWORD=thief.password) == WRONG_PASSWORD


def test_another_users_email_cannot_be_taken_in_other_letters(world):
    world.set_up(pool={"UsernameConfiguration": {"CaseSensitive": False}})
    assert write(world.someone_else(), email=world.email.upper()).startswith("AliasExistsException")


def test_an_unverified_alias_names_nobody(world):
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


@pytest.mark.parametrize("kind", [{}, USERNAMES], ids=["e-mails", "names"])
def test_nobody_signs_up_under_another_users_name(world, kind):
    world.set_up(pool=kind)
    taken = "UsernameExistsException: User already exists"
    assert outcome(world.sign_up, Password=world.new_password) == taken
    if kind:
        assert outcome(world.sign_up, world.sub(), Password=world.new_password) == taken
    assert outcome(world.sign_in) == "tokens"
    assert outcome(world.sign_in, PASSWORD=world.new_password) == WRONG_PASSWORD


def test_nobody_signs_up_with_claims_of_their_own(world):
    world.set_up(user="none")
    for name in ("cognito:groups", "token_use", "aud", "iss", "exp", "custom:role", "cognito:username"):
        attributes = [{"Name": "email", "Value": world.email}, {"Name": name, "Value": "admin"}]
        assert "does not exist in the schema" in outcome(world.sign_up, UserAttributes=attributes)
    assert outcome(world.sign_in) == USER_NOT_FOUND


def test_an_administrator_cannot_change_or_take_away_the_sub(world):
    before = world.sub()
    change = {"UserAttributes": [{"Name": "sub", "Value": "someone"}]}
    take_away = {"UserAttributeNames": ["sub"]}
    refused = "InvalidParameterException: Cannot modify the non-mutable attribute sub"
    assert outcome(world.admin, "admin_update_user_attributes", **change) == refused
    assert outcome(world.admin, "admin_delete_user_attributes", **take_away) == refused
    assert world.sub() == before


def test_the_first_login_sets_what_the_user_lacks_and_may_write(world):
    schema = [{"Name": "nickname", "Required": True}, {"Name": "email", "Required": True}]
    world.set_up(pool={"Schema": schema}, user="none")
    world.create_user()
    asked = world.sign_in()
    assert json.loads(asked["ChallengeParameters"]["requiredAttributes"]) == ["userAttributes.nickname"]
    missing = "InvalidParameterException: Missing required parameter userAttributes.nickname"
    assert outcome(world.answer, asked, NEW_PASSWORD=world.new_password) == missing
    answer = {"NEW_PASSWORD": world.new_password, "userAttributes.nickname": "Ada", "userAttributes.locale": "en"}
    for name in ("email", "email_verified", "sub"):
        refused = outcome(world.answer, asked, **answer, **{f"userAttributes.{name}": "true"})
        assert refused == f"NotAuthorizedException: Cannot modify an already provided {name}"
    for name in ("phone_number_verified", "cognito:groups", ""):
        refused = outcome(world.answer, asked, **answer, **{f"userAttributes.{name}": "true"})
        assert refused.startswith(("NotAuthorizedException", "InvalidParameterException")), name
    assert "nickname" not in world.attributes()
    assert outcome(world.answer, asked, **answer) == "tokens"
    assert (world.attributes()["nickname"], world.attributes()["locale"]) == ("Ada", "en")


# --- moto's own operations ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("operation", ["admin_confirm_sign_up", "confirm_sign_up"])
def test_a_password_that_must_be_reset_is_not_confirmed_away(world, operation):
    world.admin("admin_reset_user_password")
    world.public_call("forgot_password")
    code = world.mailed_code()
    if operation == "confirm_sign_up":
        came = outcome(world.public_call, operation, ConfirmationCode=code)
    else:
        came = outcome(world.admin, operation)
    assert came == "NotAuthorizedException: User cannot be confirmed. Current status is RESET_REQUIRED"
    assert outcome(world.sign_in).startswith("PasswordResetRequiredException")


def test_a_code_counts_once(world):
    world.set_up(user="unconfirmed")
    code = world.mailed_code()
    world.public_call("confirm_sign_up", ConfirmationCode=code)
    reset = {"ConfirmationCode": code, "Password": world.new_password}
    assert outcome(world.public_call, "confirm_forgot_password", **reset).startswith("ExpiredCodeException")
    world.public_call("forgot_password")
    reset["ConfirmationCode"] = world.mailed_code()
    assert outcome(world.public_call, "confirm_forgot_password", **reset) == "done"
    reset["Password"] = new_password()
    assert outcome(world.public_call, "confirm_forgot_password", **reset).startswith("ExpiredCodeException")
    assert outcome(world.sign_in, PASSWORD=world.new_password) == "tokens"


def test_without_a_code_nothing_is_reset_or_confirmed(world):
    for code in ("0", "moto-confirmation-code", "None", "000000"):
        reset = {"ConfirmationCode": code, "Password": world.new_password}
        assert outcome(world.public_call, "confirm_forgot_password", **reset).startswith("ExpiredCodeException")
    assert outcome(world.sign_in, PASSWORD=world.new_password) == WRONG_PASSWORD


def test_an_administrator_alone_is_told_the_code(world, local_cognito):
    world.public_call("forgot_password")
    code = world.mailed_code()
    answers = [
        world.public_call("forgot_password"),
        world.get_user(world.access_token()),
        world.aws.list_users(UserPoolId=world.user_pool_id),
    ]
    assert re.fullmatch(r"\d{6}", code)
    for answer in answers:
        assert world.mailed_code() not in json.dumps(answer, default=str)


def test_turning_the_second_factor_off_takes_the_users_own_token(world):
    world.set_up_totp()
    other = world.someone_else().access_token()
    off = {"SoftwareTokenMfaSettings": {"Enabled": False}}
    world.public.set_user_mfa_preference(AccessToken=other, **off)
    assert outcome(world.sign_in) == "SOFTWARE_TOKEN_MFA"


# --- who exists is kept secret -----------------------------------------------------------------------------------


def test_a_stranger_and_a_user_are_told_the_same(world):
    """Everything that somebody without a password can try comes to the same for both."""
    world.set_up(**HIDES_USERS)
    stranger = World(world.url, world.aws, world.public)
    stranger.__dict__.update({**world.__dict__, "username": world.unknown_username, "password": new_password()})
    world.password = new_password()

    def transcript(who):
        tried = [lambda: who.sign_in(), lambda: who.srp(), lambda: who.sign_in("ADMIN_USER_PASSWORD_AUTH")]
        tried += [lambda: who.choose("PASSWORD"), lambda: who.choose("PASSWORD_SRP")]
        tried += [lambda: who.srp(), lambda: who.sign_in()]
        return [outcome(act) for act in tried]

    told = transcript(world)
    assert told == transcript(stranger)
    assert told[-1] == LOCKED_OUT
    challenges = [sorted(who.begin_srp()["ChallengeParameters"]) for who in (world, stranger)]
    assert challenges[0] == challenges[1]
    forgotten = [who.public_call("forgot_password")["CodeDeliveryDetails"] for who in (world, stranger)]
    assert {name: value for name, value in forgotten[0].items() if name != "Destination"} == {
        name: value for name, value in forgotten[1].items() if name != "Destination"
    }
    shapes = [re.sub(r"\w", "x", details["Destination"]) for details in forgotten]
    assert shapes[0] == shapes[1]


def test_a_stranger_who_varies_the_name_in_the_answer_is_locked_out_too(world):
    world.set_up(**HIDES_USERS)
    for _ in range(5):
        asked = world.begin_srp(USERNAME=world.unknown_username)
        assert outcome(world.finish_srp, asked, USERNAME=secrets.token_hex(4)) == WRONG_PASSWORD
    assert outcome(world.sign_in, USERNAME=world.unknown_username) == LOCKED_OUT
