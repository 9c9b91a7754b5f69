"""Right and wrong passwords in every flow, users who do not exist or may not log in, and the lockout."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from local_cognito.conformance.row import DOC, FLOCI, HEARSAY, MINISTACK, SEEN, Row
from local_cognito.conformance.world import (
    DISABLED,
    HIDES_USERS,
    LOCKED_OUT,
    RESET,
    USER_NOT_FOUND,
    WITH_SECRET,
    WRONG_PASSWORD,
    World,
    in_turn,
    outcome,
)

UNCONFIRMED = "UserNotConfirmedException: User is not confirmed."

ERRORS_GUIDE = "guide, managing errors"
NO_SUCH_USERNAME = "UserNotFoundException: Username/client id combination not found."
LOCKOUT_GUIDE = "guide, lockout behavior"
LOCKOUT_TEXT = f"{LOCKOUT_GUIDE}; text of amazon-cognito-identity-js#506"
WRONG_SEEN = f"{MINISTACK}; oneuptime.com 2026-02-12"


class Way(NamedTuple):
    """A way to log in with a user name and a password.

    Attributes:
        id: part of the ids of its rows.
        name: part of their cases.
        log_in: the login with a given password.
    """

    id: str
    name: str
    log_in: Callable[[World, str], Any]


WAYS = [
    Way(
        "ADMIN_USER_PASSWORD_AUTH",
        "ADMIN_USER_PASSWORD_AUTH",
        lambda w, password: w.sign_in("ADMIN_USER_PASSWORD_AUTH", PASSWORD=password),
    ),
    Way(
        "ADMIN_NO_SRP_AUTH",
        "ADMIN_NO_SRP_AUTH",
        lambda w, password: w.sign_in("ADMIN_NO_SRP_AUTH", PASSWORD=password),
    ),
    Way(
        "USER_PASSWORD_AUTH",
        "USER_PASSWORD_AUTH",
        lambda w, password: w.sign_in("USER_PASSWORD_AUTH", PASSWORD=password),
    ),
    Way("USER_SRP_AUTH", "USER_SRP_AUTH", lambda w, password: w.srp(password)),
    Way(
        "USER_SRP_AUTH-as_admin",
        "USER_SRP_AUTH through AdminInitiateAuth",
        lambda w, password: w.srp(password, as_admin=True),
    ),
    Way(
        "USER_AUTH-PASSWORD",
        "USER_AUTH with PREFERRED_CHALLENGE=PASSWORD",
        lambda w, password: w.initiate("USER_AUTH", PREFERRED_CHALLENGE="PASSWORD", PASSWORD=password),
    ),
    Way(
        "USER_AUTH-PASSWORD_SRP",
        "USER_AUTH with PREFERRED_CHALLENGE=PASSWORD_SRP",
        lambda w, password: w.finish_srp(
            w.begin_srp(flow="USER_AUTH", PREFERRED_CHALLENGE="PASSWORD_SRP"), password
        ),
    ),
    Way(
        "USER_AUTH-chosen-PASSWORD",
        "USER_AUTH with PASSWORD chosen",
        lambda w, password: w.choose("PASSWORD", password),
    ),
    Way(
        "USER_AUTH-chosen-PASSWORD_SRP",
        "USER_AUTH with PASSWORD_SRP chosen",
        lambda w, password: w.choose("PASSWORD_SRP", password),
    ),
    Way(
        "USER_AUTH-as_admin",
        "USER_AUTH through AdminInitiateAuth",
        lambda w, password: w.choose("PASSWORD", password, as_admin=True),
    ),
]
WAY = {way.id: way for way in WAYS}
STOCK_MOTO_CHECKS = {"USER_PASSWORD_AUTH"}
STOCK_MOTO_LOGS_IN = {"ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH", "USER_PASSWORD_AUTH", "USER_SRP_AUTH"}


# --- acts -------------------------------------------------------------------------------------------------------


def same_for_stranger(w: World) -> str:
    """Which parameters of the SRP challenge of a user who does not exist are the same the second time."""
    first, second = (w.begin_srp(USERNAME=w.unknown_username)["ChallengeParameters"] for _ in range(2))
    names = ("SALT", "USER_ID_FOR_SRP", "SRP_B")
    return ", ".join(f"{name} {'same' if first[name] == second[name] else 'new'}" for name in names)


def disabled(w: World) -> World:
    w.admin("admin_disable_user")
    return w


def reset_required(w: World) -> World:
    w.admin("admin_reset_user_password")
    return w


def locked_out(w: World, *ways: str) -> str:
    """What the right password gets after a wrong one in each of these ways."""
    for way in ways:
        outcome(WAY[way].log_in, w, w.wrong_password)
    return outcome(w.sign_in)


def lock_stranger(w: World) -> str:
    for _ in range(5):
        outcome(w.sign_in, USERNAME=w.unknown_username)
    return outcome(w.sign_in, USERNAME=w.unknown_username)


# --- rows -------------------------------------------------------------------------------------------------------
# fmt: off


def of_way(way: Way) -> list[Row]:
    return [
        Row(f"right_password-{way.id}", f"the right password, {way.name}",
            lambda w: way.log_in(w, w.password),
            "tokens", "API", DOC, way.id in STOCK_MOTO_LOGS_IN),
        Row(f"wrong_password-{way.id}", f"a wrong password, {way.name}",
            lambda w: way.log_in(w, w.wrong_password),
            WRONG_PASSWORD, WRONG_SEEN, SEEN, way.id in STOCK_MOTO_CHECKS),
        Row(f"wrong_password-client_with_secret-{way.id}",
            f"a wrong password with the right SECRET_HASH, {way.name}",
            lambda w: way.log_in(w.set_up(**WITH_SECRET), w.wrong_password),
            WRONG_PASSWORD, WRONG_SEEN, SEEN, way.id in STOCK_MOTO_CHECKS),
        Row(f"wrong_password-new_password_required-{way.id}",
            f"a wrong password instead of the temporary one, {way.name}",
            lambda w: way.log_in(w.set_up(user="new"), w.wrong_password),
            WRONG_PASSWORD, WRONG_SEEN, SEEN, way.id in STOCK_MOTO_CHECKS),
        Row(f"temporary_password-{way.id}", f"the temporary password, {way.name}",
            lambda w: way.log_in(w.set_up(user="new"), w.password),
            "NEW_PASSWORD_REQUIRED", "CLI, admin-initiate-auth", DOC, way.id in STOCK_MOTO_LOGS_IN),
    ]


def of_unknown_user(flow: str, log_in: Callable[[World], Any]) -> list[Row]:
    return [
        Row(f"unknown_user-legacy-{flow}", f"an unknown user, PreventUserExistenceErrors not set, {flow}",
            log_in,
            USER_NOT_FOUND, f"{ERRORS_GUIDE}; {MINISTACK}", DOC, True),
        Row(f"unknown_user-hidden-{flow}", f"an unknown user, PreventUserExistenceErrors=ENABLED, {flow}",
            lambda w: log_in(w.set_up(**HIDES_USERS)),
            WRONG_PASSWORD, ERRORS_GUIDE, DOC),
    ]


UNKNOWN_USERS = [
    *of_unknown_user(
        "ADMIN_USER_PASSWORD_AUTH", lambda w: w.sign_in("ADMIN_USER_PASSWORD_AUTH", USERNAME=w.unknown_username)
    ),
    *of_unknown_user("USER_PASSWORD_AUTH", lambda w: w.sign_in("USER_PASSWORD_AUTH", USERNAME=w.unknown_username)),
    *of_unknown_user("USER_SRP_AUTH", lambda w: w.srp(USERNAME=w.unknown_username)),
    Row("unknown_user-hidden-challenge",
        "the SRP challenge of an unknown user, PreventUserExistenceErrors=ENABLED: as for any user",
        lambda w: w.set_up(**HIDES_USERS).begin_srp(USERNAME=w.unknown_username),
        "PASSWORD_VERIFIER", ERRORS_GUIDE, DOC),
    Row("unknown_user-hidden-same_salt",
        "two SRP challenges of the same unknown user, PreventUserExistenceErrors=ENABLED",
        lambda w: same_for_stranger(w.set_up(**HIDES_USERS)),
        "SALT same, USER_ID_FOR_SRP same, SRP_B new", ERRORS_GUIDE, DOC),
    Row("unknown_user-hidden-USER_AUTH", "USER_AUTH of an unknown user: asks for a factor, as for any user",
        lambda w: w.initiate("USER_AUTH", USERNAME=w.unknown_username),
        "SELECT_CHALLENGE", ERRORS_GUIDE, DOC),
    Row("unknown_user-forgot_password", "ForgotPassword of an unknown user",
        lambda w: w.public_call("forgot_password", Username=w.unknown_username),
        NO_SUCH_USERNAME, FLOCI, SEEN),
    Row("unknown_user-hidden-forgot_password",
        "ForgotPassword of an unknown user, PreventUserExistenceErrors=ENABLED: announces a code",
        lambda w: w.set_up(**HIDES_USERS).public_call("forgot_password", Username=w.unknown_username),
        "done", ERRORS_GUIDE, DOC, True),
]


def of_users_who_may_not(way: Way) -> list[Row]:
    return [
        Row(f"disabled-right_password-{way.id}", f"a disabled user, {way.name}",
            lambda w: way.log_in(disabled(w), w.password),
            DISABLED, "public threads", SEEN, way.id != "USER_AUTH-chosen-PASSWORD"),
        Row(f"disabled-wrong_password-{way.id}", f"a disabled user and a wrong password, {way.name}",
            lambda w: way.log_in(disabled(w), w.wrong_password),
            WRONG_PASSWORD, ERRORS_GUIDE, DOC),
        Row(f"unconfirmed-{way.id}", f"an unconfirmed user, {way.name}",
            lambda w: way.log_in(w.set_up(user="unconfirmed"), w.password),
            UNCONFIRMED, MINISTACK, SEEN, way.id in ("USER_PASSWORD_AUTH", "USER_SRP_AUTH")),
        Row(f"unconfirmed-wrong_password-{way.id}", f"an unconfirmed user and a wrong password, {way.name}",
            lambda w: way.log_in(w.set_up(user="unconfirmed"), w.wrong_password),
            UNCONFIRMED, f"{MINISTACK}, in part; identity-js#288", SEEN, way.id == "USER_SRP_AUTH"),
        Row(f"reset_required-{way.id}", f"a user whose password must be reset, {way.name}",
            lambda w: way.log_in(reset_required(w), w.password),
            RESET, "identity-js#98", SEEN),
    ]


BASIC_WAYS = ["ADMIN_USER_PASSWORD_AUTH", "USER_PASSWORD_AUTH", "USER_SRP_AUTH", "USER_AUTH-chosen-PASSWORD"]

LOCKOUT = [
    Row("lockout-four", "the right password after four wrong ones",
        lambda w: locked_out(w, *["USER_PASSWORD_AUTH"] * 4),
        "tokens", LOCKOUT_GUIDE, DOC, True),
    Row("lockout-five", "the right password after five wrong ones",
        lambda w: locked_out(w, *["USER_PASSWORD_AUTH"] * 5),
        LOCKED_OUT, LOCKOUT_TEXT, SEEN),
    Row("lockout-all_flows", "the right password after five wrong ones in different flows",
        lambda w: locked_out(
            w,
            "USER_PASSWORD_AUTH",
            "USER_SRP_AUTH",
            "ADMIN_USER_PASSWORD_AUTH",
            "USER_SRP_AUTH-as_admin",
            "USER_AUTH-chosen-PASSWORD",
        ),
        LOCKED_OUT, LOCKOUT_TEXT, SEEN),
    Row("lockout-srp", "after five wrong passwords in SRP, the right one in USER_PASSWORD_AUTH, then in SRP",
        lambda w: in_turn(lambda: locked_out(w, *["USER_SRP_AUTH"] * 5), w.srp),
        f"{LOCKED_OUT}, then {LOCKED_OUT}", LOCKOUT_TEXT, SEEN),
    Row("lockout-stranger", "five passwords of an unknown user, PreventUserExistenceErrors=ENABLED, then a sixth",
        lambda w: lock_stranger(w.set_up(**HIDES_USERS)),
        LOCKED_OUT, "so that the lockout does not tell who exists", HEARSAY),
    Row("lockout-alone", "the right password after five wrong ones, then a login of another user",
        lambda w: in_turn(
            lambda: locked_out(w, *["USER_PASSWORD_AUTH"] * 5), lambda: w.someone_else().sign_in()
        ),
        f"{LOCKED_OUT}, then tokens", LOCKOUT_GUIDE, DOC),
]

SECTIONS = {
    "Passwords, right and wrong": [row for way in WAYS for row in of_way(way)],
    "Unknown users": UNKNOWN_USERS,
    "Users who may not log in": [row for way in BASIC_WAYS for row in of_users_who_may_not(WAY[way])],
    "Lockout": LOCKOUT,
}
