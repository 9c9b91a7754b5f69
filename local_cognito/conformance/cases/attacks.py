"""Attempts to get in without the right to, by someone who knows the API well. None may end in tokens."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Callable
from copy import copy
from functools import partial
from typing import Any

from local_cognito.conformance.cases.states import ACTS, AFTER, Act
from local_cognito.conformance.row import DOC, HEARSAY, OURS, Row
from local_cognito.conformance.world import (
    HIDES_USERS,
    INVALID_SESSION,
    LOCKED_OUT,
    RESET,
    USER_NOT_FOUND,
    USERNAMES,
    VERIFIED,
    WITH_SECRET,
    WRONG_PASSWORD,
    Settings,
    World,
    in_turn,
    new_password,
    outcome,
    tokens,
    totp_code,
)

USED = "NotAuthorizedException: Invalid session for the user, session can only be used once."
OTHER_CLIENT = "NotAuthorizedException: Refresh Token has different Client"
INVALID_TOKEN = "NotAuthorizedException: Invalid Access Token"
NO_CLIENT = "ResourceNotFoundException: User pool client {client} does not exist."
TAKEN = "AliasExistsException: An account with the given email already exists."
NOT_MUTABLE = "InvalidParameterException: Cannot modify the non-mutable attribute {}"
NOT_OF_SCHEMA = (
    "InvalidParameterException: Attributes did not conform to the schema: "
    "{}: Attribute does not exist in the schema.\n"
)
EXISTS = "UsernameExistsException: User already exists"


# --- an administrator acts between two steps of a login ---------------------------------------------------------


def act_during_srp(w: World, act: Act) -> str:
    asked = w.begin_srp()
    act(w)
    return outcome(w.finish_srp, asked)


def delete_and_create(w: World) -> None:
    """Another user with the name and the password of a deleted one."""
    w.admin("admin_delete_user")
    w.create_user()
    w.set_password(w.password)


def use_what_a_namesake_had(w: World, pool: Settings) -> str:
    have = tokens(w.set_up(pool=pool).srp())
    delete_and_create(w)
    change = {"PreviousPassword": w.password, "ProposedPassword": w.new_password}
    return in_turn(
        lambda: w.get_user(have["AccessToken"]),
        lambda: w.refresh(have["RefreshToken"]),
        lambda: w.public.change_password(AccessToken=have["AccessToken"], **change),
        lambda: w.public.delete_user(AccessToken=have["AccessToken"]),
    )


def finish_a_namesakes_login(w: World, pool: Settings) -> str:
    """A first login, answered after the user was deleted and made again; then the new user's status."""
    asked = w.set_up(pool=pool, user="new").sign_in()
    w.admin("admin_delete_user")
    w.create_user()
    return in_turn(lambda: w.answer(asked, NEW_PASSWORD=w.new_password), w.status)


def set_password_after(w: World, act: Act) -> str:
    asked = w.set_up(user="new").sign_in()
    act(w)
    return outcome(w.answer, asked, NEW_PASSWORD=new_password())


def delete_client(w: World) -> str:
    """A session and a refresh token, after their client was deleted; then both at a new client."""
    refresh_token = tokens(w.srp())["RefreshToken"]
    w.set_password(w.password, permanent=False)
    asked = w.sign_in()

    def use_both() -> str:
        return in_turn(lambda: w.answer(asked, NEW_PASSWORD=w.new_password), lambda: w.refresh(refresh_token))

    w.aws.delete_user_pool_client(UserPoolId=w.user_pool_id, ClientId=w.client_id)
    at_deleted = use_both().replace(w.client_id, "CLIENT")
    w.client()
    return f"{at_deleted}, then {use_both()}"


def set_up_app_after_delete(w: World) -> str:
    """A login asks to set up an app; its client is deleted; then the app is set up."""
    asked = w.set_up().require_totp().sign_in()
    w.aws.delete_user_pool_client(UserPoolId=w.user_pool_id, ClientId=w.client_id)
    return outcome(w.public.associate_software_token, Session=asked["Session"]).replace(w.client_id, "CLIENT")


def delete_pool(w: World) -> str:
    have, asked = tokens(w.srp()), w.initiate("USER_AUTH")
    w.aws.delete_user_pool(UserPoolId=w.user_pool_id)
    return in_turn(
        lambda: w.answer(asked, ANSWER="PASSWORD", PASSWORD=w.password),
        lambda: w.refresh(have["RefreshToken"]),
        lambda: w.get_user(have["AccessToken"]),
    )


def require_factor_by_update(w: World) -> dict[str, Any]:
    w.set_up().require_totp("OPTIONAL")
    w.aws.update_user_pool(UserPoolId=w.user_pool_id, MfaConfiguration="ON")
    return w.sign_in()


# --- sessions and secret blocks that belong elsewhere -----------------------------------------------------------

OTHER_CHALLENGES = ("SOFTWARE_TOKEN_MFA", "MFA_SETUP", "SELECT_CHALLENGE", "PASSWORD", "PASSWORD_SRP")


def use_session_in_another_pool(w: World) -> str:
    asked = w.set_up(user="new").sign_in()
    elsewhere = w.another_pool().set_up(user="none")
    elsewhere.create_user(w.username)
    return outcome(elsewhere.answer, asked, USERNAME=w.username, NEW_PASSWORD=w.new_password)


def use_session_for_another_challenge(w: World) -> str:
    asked = w.set_up(user="new").require_totp("OPTIONAL").sign_in()

    def answer(name: str) -> dict[str, Any]:
        return w.respond(
            name,
            asked["Session"],
            NEW_PASSWORD=w.new_password,
            SOFTWARE_TOKEN_MFA_CODE="123456",
            ANSWER="PASSWORD",
            SRP_A="5",
        )

    answers = [partial(answer, name) for name in OTHER_CHALLENGES]
    return in_turn(*answers, lambda: w.public.associate_software_token(Session=asked["Session"]))


def use_session_of_a_choice(w: World) -> str:
    """Challenges that would not ask for the password; then the choice itself, by another user."""
    asked, other = w.initiate("USER_AUTH"), w.someone_else()
    names = ("NEW_PASSWORD_REQUIRED", "SOFTWARE_TOKEN_MFA", "MFA_SETUP")
    return in_turn(
        *[partial(w.respond, name, asked["Session"], NEW_PASSWORD=w.new_password) for name in names],
        lambda: other.answer(asked, ANSWER="PASSWORD", PASSWORD=w.password),
    )


def use_session_twice(w: World, password: str, preferred: str | None = None) -> str:
    asked = w.initiate("USER_AUTH", PREFERRED_CHALLENGE=preferred)
    first = partial(w.answer, asked, ANSWER="PASSWORD", PASSWORD=getattr(w, password))
    return in_turn(first, lambda: w.answer(asked, ANSWER="PASSWORD", PASSWORD=w.password))


def use_session_of_a_code_twice(w: World) -> str:
    secret = w.set_up_totp()
    asked = w.sign_in()
    codes = [totp_code(secret), totp_code(secret, 1)]
    return in_turn(*[partial(w.answer, asked, SOFTWARE_TOKEN_MFA_CODE=code) for code in codes])


def use_session_of_a_setup_twice(w: World) -> str:
    asked = w.require_totp().sign_in()
    secret = w.public.associate_software_token(Session=asked["Session"])["SecretCode"]
    w.public.verify_software_token(Session=asked["Session"], UserCode=totp_code(secret))
    return in_turn(
        lambda: w.answer(asked),
        lambda: w.answer(asked),
        lambda: w.public.associate_software_token(Session=asked["Session"]),
    )


def prove_elsewhere(w: World, elsewhere: Callable[[World], World]) -> dict[str, Any]:
    proof = w.proof(w.begin_srp())
    return elsewhere(w).respond("PASSWORD_VERIFIER", **proof)


def leave_a_client_with_a_secret(w: World) -> str:
    w.set_up(**WITH_SECRET)
    asked, have = w.begin_srp(), tokens(w.sign_in())
    w.client()
    return in_turn(lambda: w.finish_srp(asked), lambda: w.refresh(have["RefreshToken"]))


def sign_the_email(w: World) -> dict[str, Any]:
    """A proof over the e-mail in place of USER_ID_FOR_SRP."""
    asked = w.begin_srp()
    asked["ChallengeParameters"]["USER_ID_FOR_SRP"] = w.email
    return w.finish_srp(asked)


def mix_challenges(w: World) -> str:
    """The proof for one challenge with the secret block of another; then the proof as it was."""
    first, secret_number = w.begin_srp(), w.a
    block = w.begin_srp()["ChallengeParameters"]["SECRET_BLOCK"]
    w.a = secret_number
    proof = w.proof(first)
    mixed = {**proof, "PASSWORD_CLAIM_SECRET_BLOCK": block}
    return in_turn(*[partial(w.respond, "PASSWORD_VERIFIER", **answer) for answer in (mixed, proof)])


def prove_after_a_wrong_signature(w: World) -> str:
    asked = w.begin_srp()
    wrong = partial(w.finish_srp, asked, PASSWORD_CLAIM_SIGNATURE="AAAA")
    return in_turn(wrong, lambda: w.finish_srp(asked))


# --- another user's name ----------------------------------------------------------------------------------------


def write(w: World, **values: str) -> str:
    """The user changes attributes of their own."""
    entries = [{"Name": name, "Value": value} for name, value in values.items()]
    return outcome(w.public.update_user_attributes, AccessToken=w.access_token(), UserAttributes=entries)


def take_email(w: World) -> str:
    """Write another user's e-mail, also in capitals; then log in with it, with each of the two passwords."""
    w.set_up(pool={"UsernameConfiguration": {"CaseSensitive": False}})
    thief = w.someone_else()
    return in_turn(
        lambda: write(thief, email=w.email),
        lambda: write(thief, email=w.email.upper()),
        w.sign_in,
        lambda: w.sign_in(PASSWORD=thief.password),
    )


def take_unverified_alias(w: World) -> str:
    """Write an e-mail before its owner has an account, and log in with it; then the owner, and the thief again."""
    w.set_up(pool={**USERNAMES, "AliasAttributes": ["email"]}, user="none")
    thief, victims = w.someone_else(), f"victim-{secrets.token_hex(4)}@example.com"
    before = in_turn(lambda: write(thief, email=victims), lambda: thief.sign_in(USERNAME=victims))
    w.create_user(UserAttributes=[{"Name": "email", "Value": victims}, *VERIFIED])
    w.set_password(w.password)
    return f"{before}, then " + in_turn(*[partial(user.sign_in, USERNAME=victims) for user in (w, thief)])


def take_name_as_preferred(w: World) -> str:
    """As preferred_username: another user's name, their sub, and a name that is free; then that one once more."""
    w.set_up(pool={**USERNAMES, "AliasAttributes": ["preferred_username"]})
    thief = w.someone_else()
    names = (w.username, w.sub(), "countess")
    taken = [write(thief, preferred_username=name).partition(":")[0] for name in names]
    again = write(w, preferred_username="countess").partition(":")[0]
    return ", then ".join([*taken, outcome(thief.sign_in, USERNAME="countess"), again])


def take_name_that_was_given_up(w: World) -> str:
    other = w.someone_else()
    return in_turn(
        lambda: write(other, email=f"moved-{other.email}"),
        lambda: write(w, email=other.email),
        lambda: w.sign_in(USERNAME=other.email),
        lambda: other.sign_in(USERNAME=f"moved-{other.email}"),
    )


def sign_up_as(w: World, name: str, pool: Settings) -> str:
    """Sign up under this name of another user's, username or sub; then log in, with each of the two passwords."""
    w.set_up(pool=pool)
    taken = w.sub() if name == "sub" else w.username
    return in_turn(
        lambda: w.sign_up(taken, Password=w.new_password),
        w.sign_in,
        lambda: w.sign_in(PASSWORD=w.new_password),
    )


def write_no_value(w: World) -> str:
    w.public.update_user_attributes(AccessToken=w.access_token(), UserAttributes=[{"Name": "name"}])
    return w.attributes()["name"]


def nameless_attributes(w: World) -> str:
    schema = [{"Name": "plan", "AttributeDataType": "String"}, {"AttributeDataType": "String"}]
    came = in_turn(
        lambda: w.aws.create_user_pool(PoolName="nameless", Schema=schema),
        lambda: w.aws.add_custom_attributes(UserPoolId=w.user_pool_id, CustomAttributes=schema),
    )
    return ", then ".join(part.partition(":")[0] for part in came.split(", then "))


CLAIMS = ("cognito:groups", "token_use", "aud", "iss", "exp", "custom:role", "cognito:username")


def sign_up_with_claims(w: World) -> str:
    """How many of the claims are refused as no attributes of the pool; then a login."""
    w.set_up(user="none")
    email = {"Name": "email", "Value": w.email}
    refused = [
        "does not exist in the schema"
        in outcome(w.sign_up, UserAttributes=[email, {"Name": name, "Value": "admin"}])
        for name in CLAIMS
    ]
    return f"{sum(refused)}, then {outcome(w.sign_in)}"


def change_sub(w: World) -> str:
    """An administrator changes the sub, then deletes it; and whether it is as before."""
    before = w.sub()
    entry = [{"Name": "sub", "Value": "someone"}]
    return in_turn(
        lambda: w.admin("admin_update_user_attributes", UserAttributes=entry),
        lambda: w.admin("admin_delete_user_attributes", UserAttributeNames=["sub"]),
        lambda: w.sub() == before,
    )


def first_login(w: World) -> tuple[Callable[..., str], list[str]]:
    """A first login in a pool that requires a nickname: a function that answers it, and what Cognito asks for."""
    schema = [{"Name": "nickname", "Required": True}, {"Name": "email", "Required": True}]
    w.set_up(pool={"Schema": schema}, user="none").create_user()
    asked = w.sign_in()

    def answer(**attributes: str) -> str:
        named = {f"userAttributes.{name}": value for name, value in attributes.items()}
        return outcome(w.answer, asked, NEW_PASSWORD=w.new_password, **named)

    return answer, json.loads(asked["ChallengeParameters"]["requiredAttributes"])


def first_login_with(w: World, name: str) -> str:
    answer, _ = first_login(w)
    return answer(**{"nickname": "Ada", name: "true"})


def first_login_sets(w: World) -> str:
    """What Cognito requires; the answer without it; with it, and one more; then both as stored."""
    answer, required = first_login(w)
    came = [answer(), answer(nickname="Ada", locale="en")]
    return ", then ".join([*required, *came, "{nickname} {locale}".format(**w.attributes())])


# --- codes ------------------------------------------------------------------------------------------------------


def confirm_after_reset(w: World) -> str:
    """ConfirmSignUp and AdminConfirmSignUp for a user who must reset the password; then a login."""
    w.admin("admin_reset_user_password")
    w.public_call("forgot_password")
    code = w.mailed_code()
    return in_turn(
        lambda: w.public_call("confirm_sign_up", ConfirmationCode=code),
        lambda: w.admin("admin_confirm_sign_up"),
        w.sign_in,
    )


MADE_UP = ("0", "000000", "moto-confirmation-code")  # moto accepts the last


def use_code_for_another_purpose(w: World) -> str:
    """ConfirmForgotPassword with the sign-up's code, and made-up ones; its own; that once more. Then a login."""
    w.set_up(user="unconfirmed")
    code = w.mailed_code()
    w.public_call("confirm_sign_up", ConfirmationCode=code)

    def reset(code: str, password: str) -> str:
        came = outcome(w.public_call, "confirm_forgot_password", ConfirmationCode=code, Password=password)
        return came.partition(":")[0]

    came = [reset(wrong, w.new_password) for wrong in (code, *MADE_UP)]
    w.public_call("forgot_password")
    code = w.mailed_code()
    came += [reset(code, w.new_password), reset(code, new_password())]
    return ", then ".join([*came, outcome(w.sign_in, PASSWORD=w.new_password)])


def who_can_read_a_code(w: World) -> bool:
    """Whether the code is in any answer but that to AdminGetUser."""
    answers = [
        w.public_call("forgot_password"),
        w.get_user(w.access_token()),
        w.aws.list_users(UserPoolId=w.user_pool_id),
    ]
    return w.mailed_code() in json.dumps(answers, default=str)


def turn_off_anothers_factor(w: World) -> dict[str, Any]:
    w.set_up_totp()
    other = w.someone_else().access_token()
    w.public.set_user_mfa_preference(AccessToken=other, SoftwareTokenMfaSettings={"Enabled": False})
    return w.sign_in()


def use_anothers_setup(w: World, *, has_secret: bool) -> str:
    """Two logins ask to set up an app, and one does. What the other session is good for; then the first login.

    Args:
        has_secret: whether the other session has asked for a secret, too, and sends a code of it.
    """
    w.require_totp()
    thief, owner = (w.sign_in()["Session"] for _ in range(2))
    associate, verify = w.public.associate_software_token, w.public.verify_software_token
    code = totp_code(associate(Session=thief)["SecretCode"]) if has_secret else "123456"
    secret = associate(Session=owner)["SecretCode"]
    verify(Session=owner, UserCode=totp_code(secret))
    return in_turn(
        lambda: verify(Session=thief, UserCode=code),
        lambda: associate(Session=thief),
        lambda: w.respond("MFA_SETUP", thief),
        lambda: w.respond("MFA_SETUP", owner),
    )


def use_new_secret(w: World) -> str:
    """A code of a secret that no code has proved yet; then one of the secret before."""
    secret = w.set_up_totp()
    token = tokens(w.answer(w.sign_in(), SOFTWARE_TOKEN_MFA_CODE=totp_code(secret)))["AccessToken"]
    new = w.public.associate_software_token(AccessToken=token)["SecretCode"]
    asked = w.sign_in()
    codes = [totp_code(new, 1), totp_code(secret, 1)]
    return in_turn(*[partial(w.answer, asked, SOFTWARE_TOKEN_MFA_CODE=code) for code in codes])


def try_everything(w: World) -> tuple[Any, ...]:
    """What someone who has no password is told of a name."""
    flows: list[Callable[[], Any]] = [w.sign_in, w.srp, lambda: w.sign_in("ADMIN_USER_PASSWORD_AUTH")]
    flows += [lambda: w.choose("PASSWORD"), lambda: w.choose("PASSWORD_SRP")]
    details = w.public_call("forgot_password")["CodeDeliveryDetails"]
    details["Destination"] = re.sub(r"\w", "x", details["Destination"])
    return in_turn(*flows), sorted(w.begin_srp()["ChallengeParameters"]), details


def compare_with_stranger(w: World) -> bool:
    w.set_up(**HIDES_USERS)
    stranger = copy(w)
    stranger.username = w.unknown_username
    w.password = stranger.password = new_password()
    return try_everything(w) == try_everything(stranger)


def guess_under_changing_names(w: World) -> str:
    """Five proofs for an unknown user, each answered under another name; then a password."""
    w.set_up(**HIDES_USERS)
    for _ in range(5):
        asked = w.begin_srp(USERNAME=w.unknown_username)
        outcome(w.finish_srp, asked, USERNAME=secrets.token_hex(4))
    return outcome(w.sign_in, USERNAME=w.unknown_username)


# --- rows -------------------------------------------------------------------------------------------------------
# fmt: off

KINDS: dict[str, Settings] = {"e-mails": {}, "user names": USERNAMES}
ELSEWHERE: dict[str, Callable[[World], World]] = {
    "another pool": lambda w: w.another_pool(),
    "another client": lambda w: w.client(),
    "another client, with a secret": lambda w: w.client(**WITH_SECRET),
}

IN_BETWEEN = [
    *[
        Row(f"attack-during_srp-{name}", f"the proof of SRP, after {name} since it began",
            partial(act_during_srp, act=act),
            answer, "as for tokens", HEARSAY, name.startswith("AdminDeleteUser"))
        for name, act, answer in (
            ("AdminSetUserPassword", lambda w: w.set_password(w.new_password), WRONG_PASSWORD),
            *((name, ACTS[name], AFTER[name]) for name in ("AdminDisableUser", "AdminResetUserPassword",
                                                           "AdminDeleteUser")),
            ("AdminDeleteUser and AdminCreateUser", delete_and_create, USER_NOT_FOUND),
        )
    ],
    *[
        Row(f"attack-namesake-{kind}",
            "GetUser, a refresh, ChangePassword and DeleteUser with the tokens of a deleted user, when there is a "
            f"new user of the same name and password, in a pool of {kind}",
            partial(use_what_a_namesake_had, pool=pool),
            ", then ".join([USER_NOT_FOUND] * 4), "guide, user pool attributes: a sub is unique", HEARSAY)
        for kind, pool in KINDS.items()
    ],
    *[
        Row(f"attack-namesakes_login-{kind}",
            "a first login answered after the user was deleted and created again, then the new user's status, in "
            f"a pool of {kind}",
            partial(finish_a_namesakes_login, pool=pool),
            f"{USER_NOT_FOUND}, then FORCE_CHANGE_PASSWORD", "as for tokens", HEARSAY)
        for kind, pool in KINDS.items()
    ],
    *[
        Row(f"attack-first_login-{name}", f"a first login answered after {case}",
            partial(set_password_after, act=act),
            INVALID_SESSION, "as for tokens", HEARSAY)
        for name, case, act in (
            ("another", "an administrator has set another password", lambda w: w.set_password(w.new_password)),
            ("in_another_login", "the user has chosen a password in another login",
             lambda w: w.answer(w.srp(), NEW_PASSWORD=w.new_password)),
        )
    ],
    Row("attack-deleted_client",
        "a session and a refresh token of a client that was deleted, then both at a new client",
        delete_client,
        ", then ".join([NO_CLIENT, NO_CLIENT, INVALID_SESSION, OTHER_CLIENT]).replace("{client}", "CLIENT"),
        "as for tokens", HEARSAY),
    Row("attack-deleted_client-set_up", "AssociateSoftwareToken with the session of a client that was deleted",
        set_up_app_after_delete,
        NO_CLIENT.replace("{client}", "CLIENT"), "as for tokens", HEARSAY),
    Row("attack-deleted_pool", "a session, a refresh token and an access token of a pool that was deleted",
        delete_pool,
        f"{NO_CLIENT}, then {NO_CLIENT}, then {INVALID_TOKEN}", "as for tokens", HEARSAY),
    Row("attack-factor_by_update", "a login after UpdateUserPool with MfaConfiguration=ON",
        require_factor_by_update,
        "MFA_SETUP", "API, UpdateUserPool", DOC),
]

ELSEWHERES = [
    Row("attack-session-pool", "NEW_PASSWORD_REQUIRED answered in another pool that has a user of the same name",
        use_session_in_another_pool,
        INVALID_SESSION, "common knowledge", HEARSAY),
    Row("attack-session-challenge",
        f"{', '.join(OTHER_CHALLENGES)} and AssociateSoftwareToken with the session of NEW_PASSWORD_REQUIRED",
        use_session_for_another_challenge,
        ", then ".join([INVALID_SESSION] * 6), "common knowledge", HEARSAY),
    Row("attack-session-choice",
        "three challenges without a password answered with the session of SELECT_CHALLENGE, then another user's "
        "choice with it",
        use_session_of_a_choice,
        ", then ".join([INVALID_SESSION] * 4), "common knowledge", HEARSAY),
    Row("attack-session-twice", "the choice of USER_AUTH answered twice",
        partial(use_session_twice, password="password"),
        f"tokens, then {USED}", "API, InitiateAuth, Session", HEARSAY),
    Row("attack-session-wrong_password",
        "the right password with the session of USER_AUTH that a wrong one was sent with",
        partial(use_session_twice, password="wrong_password", preferred="PASSWORD"),
        f"{WRONG_PASSWORD}, then {USED}", "API, InitiateAuth, Session", HEARSAY),
    Row("attack-session-code", "two right codes of an authenticator app with one session",
        use_session_of_a_code_twice,
        f"tokens, then {USED}", "API, InitiateAuth, Session", HEARSAY),
    Row("attack-session-set_up",
        "the answer to MFA_SETUP twice, then AssociateSoftwareToken, with one session",
        use_session_of_a_setup_twice,
        f"tokens, then {USED}, then {USED}", "API, InitiateAuth, Session", HEARSAY),
    *[
        Row(f"attack-block-{name}", f"the right proof of SRP at {name}",
            partial(prove_elsewhere, elsewhere=elsewhere),
            WRONG_PASSWORD, "common knowledge", HEARSAY)
        for name, elsewhere in ELSEWHERE.items()
    ],
    Row("attack-block-secret",
        "the proof of SRP, and a refresh, that began at a client with a secret, at a client without one",
        leave_a_client_with_a_secret,
        f"{WRONG_PASSWORD}, then {OTHER_CLIENT}", "common knowledge", HEARSAY),
    Row("attack-block-mixed", "the proof for one challenge with the block of another, then with its own",
        mix_challenges,
        f"{WRONG_PASSWORD}, then tokens", "common knowledge", HEARSAY),
    Row("attack-block-used", "a wrong signature, then the right one, for the same block",
        prove_after_a_wrong_signature,
        f"{WRONG_PASSWORD}, then {WRONG_PASSWORD}", "common knowledge", HEARSAY),
    Row("attack-email_signed", "a proof over the e-mail in place of USER_ID_FOR_SRP",
        sign_the_email,
        WRONG_PASSWORD, "common knowledge", HEARSAY),
]

NAMES = [
    Row("attack-email",
        "another user's e-mail written as one's own, also in capitals; then a login with it, with each password",
        take_email,
        f"{TAKEN}, then {TAKEN}, then tokens, then {WRONG_PASSWORD}", "guide, user pool attributes", DOC),
    Row("attack-alias",
        "someone else's e-mail, and a login with it; then the owner's login, and once more the other's",
        take_unverified_alias,
        f"done, then {USER_NOT_FOUND}, then tokens, then {WRONG_PASSWORD}", "guide, user pool attributes", DOC),
    Row("attack-preferred_username",
        "another user's name, their sub and a free name as preferred_username; a login with it; it again, by the "
        "other user",
        take_name_as_preferred,
        "AliasExistsException, then AliasExistsException, then done, then tokens, then AliasExistsException",
        "guide, user pool attributes", HEARSAY),
    Row("attack-write", "two attributes written at a client with WriteAttributes=['nickname']",
        lambda w: ", then ".join(write(w.set_up(WriteAttributes=["nickname"]), **{name: "Ada"})
                                 for name in ("nickname", "name")),
        "done, then NotAuthorizedException: A client attempted to write unauthorized attribute",
        "API, WriteAttributes", HEARSAY),
    Row("attack-no_value", "the name of a user after UpdateUserAttributes with an attribute without a value",
        write_no_value,
        "", "API, AttributeType", HEARSAY),
    Row("attack-no_name", "CreateUserPool, then AddCustomAttributes, with an attribute without a name",
        nameless_attributes,
        "InvalidParameterException, then InvalidParameterException", "API, SchemaAttributeType", HEARSAY),
    Row("attack-given_up", "an e-mail that another user has given up, and logins of both",
        take_name_that_was_given_up,
        "done, then done, then tokens, then tokens", "guide, user pool attributes", HEARSAY, True),
    *[
        Row(f"attack-sign_up-{name}-{kind}",
            f"SignUp with another user's {name} in a pool of {kind}, then a login with each password",
            partial(sign_up_as, name=name, pool=KINDS[kind]),
            f"{EXISTS}, then tokens, then {WRONG_PASSWORD}", "API, SignUp", HEARSAY)
        for name, kind in (("username", "e-mails"), ("username", "user names"), ("sub", "user names"))
    ],
    Row("attack-claims", f"how many of {', '.join(CLAIMS)} SignUp refuses as attributes, then a login",
        sign_up_with_claims,
        f"{len(CLAIMS)}, then {USER_NOT_FOUND}", "API, SignUp", HEARSAY),
    Row("attack-sub", "the sub changed, then deleted by an administrator, and whether it is as before",
        change_sub,
        ", then ".join([NOT_MUTABLE.format("sub")] * 2 + ["True"]),
        "guide, user pool attributes", HEARSAY),
    Row("attack-first_login_sets",
        "what a first login in a pool with a required nickname asks for; its answer without, and with one and a "
        "locale; then both",
        first_login_sets,
        "userAttributes.nickname, then InvalidParameterException: Missing required parameter "
        "userAttributes.nickname, then tokens, then Ada en", "API, RespondToAuthChallenge", HEARSAY),
    *[
        Row(f"attack-first_login_writes-{name}", f"a first login that sets {name or 'an attribute with no name'}",
            partial(first_login_with, name=name),
            answer.format(name), "API, RespondToAuthChallenge", DOC if name == "email" else HEARSAY)
        for name, answer in (
            ("email", "NotAuthorizedException: Cannot modify an already provided {}"),
            *((name, NOT_MUTABLE) for name in ("email_verified", "sub", "phone_number_verified")),
            *((name, NOT_OF_SCHEMA) for name in ("cognito:groups", "")),
        )
    ],
]

CODES = [
    Row("attack-confirm_after_reset",
        "ConfirmSignUp and AdminConfirmSignUp for a user whose password must be reset, then a login",
        confirm_after_reset,
        ", then ".join(["NotAuthorizedException: User cannot be confirmed. Current status is RESET_REQUIRED"] * 2
                       + [RESET]),
        "text of aws-sdk-net#1085", HEARSAY, local_only=True),
    Row("attack-code_reused",
        "ConfirmForgotPassword with the sign-up's code, with three made-up codes, with its own, with that again; "
        "then a login",
        use_code_for_another_purpose,
        ", then ".join(["ExpiredCodeException"] * 4 + ["done", "ExpiredCodeException", "tokens"]),
        "API, ConfirmForgotPassword", HEARSAY, local_only=True),
    Row("attack-code_read",
        "whether the answers to ForgotPassword, GetUser and ListUsers have the code that was mailed",
        who_can_read_a_code,
        "False", "", OURS),
    Row("attack-anothers_factor",
        "a login with an authenticator app, after another user has turned off their own factor",
        turn_off_anothers_factor,
        "SOFTWARE_TOKEN_MFA", "API, SetUserMFAPreference", DOC),
    *[
        Row(f"attack-anothers_setup-{name}",
            f"what a login that has to set up an app is good for {case}, once another login has set one up: "
            "VerifySoftwareToken, AssociateSoftwareToken, MFA_SETUP; then the other login",
            partial(use_anothers_setup, has_secret=has_secret),
            ", then ".join([INVALID_SESSION] * 3 + ["tokens"]), "common knowledge", HEARSAY)
        for name, case, has_secret in (
            ("alone", "by itself", False),
            ("with_secret", "with a secret of its own", True),
        )
    ],
    Row("attack-new_secret",
        "a code of a new secret that VerifySoftwareToken has not accepted yet, then one of the secret before",
        use_new_secret,
        "CodeMismatchException: Invalid code received for user, then tokens",
        "API, AssociateSoftwareToken", HEARSAY),
    Row("attack-no_apps", "AssociateSoftwareToken in a pool without authenticator apps",
        lambda w: w.public.associate_software_token(AccessToken=w.access_token()),
        "SoftwareTokenMFANotFoundException: Software Token MFA has not been enabled by the userPool.",
        "API, AssociateSoftwareToken", HEARSAY),
    Row("attack-who_exists",
        "whether a user and a stranger are told the same in all flows and by ForgotPassword, with "
        "PreventUserExistenceErrors=ENABLED",
        compare_with_stranger,
        "True", "guide, managing user existence error responses", DOC),
    Row("attack-lockout",
        "five proofs for an unknown user under five names, then a password, PreventUserExistenceErrors=ENABLED",
        guess_under_changing_names,
        LOCKED_OUT, "as for users", HEARSAY),
]

SECTIONS = {
    "Attacks: an administrator acts in between": IN_BETWEEN,
    "Attacks: sessions and secret blocks used elsewhere": ELSEWHERES,
    "Attacks: another user's name": NAMES,
    "Attacks: codes and guesses": CODES,
}
