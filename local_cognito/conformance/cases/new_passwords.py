"""New passwords: at the first login, by ChangePassword, and the rules that they have to keep."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import Any

from local_cognito.conformance.row import DOC, HEARSAY, SEEN, Row
from local_cognito.conformance.world import (
    INVALID_SESSION,
    WRONG_PASSWORD,
    World,
    in_turn,
    outcome,
    password_of,
    too_short,
)

POLICY = "InvalidPasswordException: Password did not conform with policy: "
TEMPORARY_POLICY = "InvalidPasswordException: Password did not conform with password policy: "
CLI = "CLI, admin-initiate-auth"


# --- acts -------------------------------------------------------------------------------------------------------


def first_login(w: World, flow: str = "USER_PASSWORD_AUTH") -> dict[str, Any]:
    """The challenge that a new user gets for the temporary password."""
    return w.set_up(user="new").sign_in(flow)


def set_new_password(w: World, password: str | None = None, **responses: Any) -> dict[str, Any]:
    return w.answer(first_login(w), NEW_PASSWORD=password or w.new_password, **responses)


def parameters_of(asked: dict[str, Any]) -> str:
    return ", ".join(sorted(asked["ChallengeParameters"]))


def email_in_user_attributes(w: World) -> str:
    parameters = first_login(w)["ChallengeParameters"]
    json.loads(parameters["requiredAttributes"])
    return json.loads(parameters["userAttributes"])["email"]


def answer_as_another_user(w: World) -> dict[str, Any]:
    asked = first_login(w)
    return w.answer(asked, USERNAME=w.someone_else().username, NEW_PASSWORD=w.new_password)


def answer_twice(w: World) -> str:
    asked = first_login(w)
    return in_turn(
        lambda: w.answer(asked, NEW_PASSWORD=w.new_password),
        lambda: w.answer(asked, NEW_PASSWORD=w.wrong_password),
    )


def answer_through_another_client(w: World) -> dict[str, Any]:
    asked = first_login(w)
    return w.client().answer(asked, NEW_PASSWORD=w.new_password)


def change_password(w: World, old: str, new: str) -> dict[str, Any]:
    return w.public.change_password(AccessToken=w.access_token(), PreviousPassword=old, ProposedPassword=new)


def set_with_space(w: World, form: str) -> dict[str, Any]:
    return w.set_password(form.format(password_of("Aa1!")))


def guess_old_password(w: World) -> str:
    """What the right old password gets after five wrong ones."""
    guess = {
        "AccessToken": w.access_token(),
        "PreviousPassword": w.wrong_password,
        "ProposedPassword": w.new_password,
    }
    for _ in range(5):
        outcome(w.public.change_password, **guess)
    return outcome(w.public.change_password, **{**guess, "PreviousPassword": w.password})


def minimum_length(w: World) -> int:
    pool = w.aws.describe_user_pool(UserPoolId=w.user_pool_id)["UserPool"]
    return pool["Policies"]["PasswordPolicy"]["MinimumLength"]


# --- rows -------------------------------------------------------------------------------------------------------
# fmt: off

FIRST_LOGIN = [
    Row("new_password-parameters", "the ChallengeParameters of NEW_PASSWORD_REQUIRED",
        lambda w: parameters_of(first_login(w)),
        "USER_ID_FOR_SRP, requiredAttributes, userAttributes", CLI, DOC),
    Row("new_password-parameters_after_srp",
        "the ChallengeParameters of NEW_PASSWORD_REQUIRED after SRP; amazon-cognito-identity-js needs them all",
        lambda w: parameters_of(w.set_up(user="new").srp()),
        "USER_ID_FOR_SRP, requiredAttributes, userAttributes", CLI, DOC),
    Row("new_password-json", "whether the attributes of NEW_PASSWORD_REQUIRED are JSON and have the e-mail",
        lambda w: email_in_user_attributes(w) == w.email,
        "True", CLI, DOC),
    Row("new_password-answered", "NEW_PASSWORD_REQUIRED answered with a new password, then the user's status",
        lambda w: in_turn(lambda: set_new_password(w), w.status),
        "tokens, then CONFIRMED", "API", DOC, True),
    Row("new_password-answered_by_admin", "NEW_PASSWORD_REQUIRED answered through AdminRespondToAuthChallenge",
        lambda w: w.answer(first_login(w, "ADMIN_USER_PASSWORD_AUTH"), as_admin=True, NEW_PASSWORD=w.new_password),
        "tokens", "API", DOC, True),
    Row("new_password-counts",
        "NEW_PASSWORD_REQUIRED answered, then a login with the new password, then with the temporary one",
        lambda w: in_turn(lambda: set_new_password(w), lambda: w.sign_in(PASSWORD=w.new_password), w.sign_in),
        f"tokens, then tokens, then {WRONG_PASSWORD}", "API", DOC, True),
    Row("new_password-weak", "NEW_PASSWORD_REQUIRED answered with a password that is too short",
        lambda w: set_new_password(w, too_short()),
        POLICY + "Password not long enough", "eight public files", SEEN),
    Row("new_password-other_user", "NEW_PASSWORD_REQUIRED of one user, answered with another user's name",
        answer_as_another_user,
        INVALID_SESSION, "text of public threads", HEARSAY),
    Row("new_password-twice", "NEW_PASSWORD_REQUIRED answered twice with the same session",
        answer_twice,
        "tokens, then NotAuthorizedException: Invalid session for the user, session can only be used once.",
        "public threads", SEEN),
    Row("new_password-provided_attribute",
        "NEW_PASSWORD_REQUIRED answered with an attribute that already has a value",
        lambda w: set_new_password(w, **{"userAttributes.email": w.unknown_username}),
        "NotAuthorizedException: Cannot modify an already provided email", "aws-saas-factory-bootcamp#67", SEEN),
    Row("new_password-email_verified", "NEW_PASSWORD_REQUIRED answered with email_verified",
        lambda w: set_new_password(w, **{"userAttributes.email_verified": "true"}),
        "InvalidParameterException: Cannot modify the non-mutable attribute email_verified",
        "aws-sdk-ios#2203", SEEN),
    Row("new_password-unknown_session", "NEW_PASSWORD_REQUIRED answered with a made-up session",
        lambda w: w.respond("NEW_PASSWORD_REQUIRED", "s" * 40, NEW_PASSWORD=w.new_password),
        INVALID_SESSION, "aws-samples#17", SEEN),
    Row("new_password-session_of_another_client",
        "NEW_PASSWORD_REQUIRED answered through another client of the pool",
        answer_through_another_client,
        INVALID_SESSION, "text of aws-samples#17", HEARSAY),
    Row("new_password-forced_again",
        "AdminSetUserPassword with Permanent=False, then the user's status, then a login",
        lambda w: in_turn(lambda: w.set_password(w.password, permanent=False), w.status, w.sign_in),
        "done, then FORCE_CHANGE_PASSWORD, then NEW_PASSWORD_REQUIRED", "API", DOC, True),
]


def breaks(rule: str, case: str, password: Callable[[], str], text: str) -> Row:
    return Row(f"policy-{rule}", f"AdminSetUserPassword, {case}",
        lambda w: w.set_password(password()),
        POLICY + text, "eight public files", SEEN)


POLICIES = [
    breaks("length", "a password that is too short", too_short, "Password not long enough"),
    breaks("uppercase", "a password without upper case", lambda: password_of("a1!"),
        "Password must have uppercase characters"),
    breaks("lowercase", "a password without lower case", lambda: password_of("A1!"),
        "Password must have lowercase characters"),
    breaks("number", "a password without a digit", lambda: password_of("Aa!"),
        "Password must have numeric characters"),
    breaks("symbol", "a password without a symbol", lambda: password_of("Aa1"),
        "Password must have symbol characters"),
    *[
        Row(f"policy-space_at_the_{place}", f"AdminSetUserPassword, a password with a space at its {place}",
            partial(set_with_space, form=form),
            "InvalidParameterException: 1 validation error detected: Value at 'password' failed to satisfy "
            r"constraint: Member must satisfy regular expression pattern: ^[\S]+.*[\S]+$",
            "public threads", SEEN)
        for place, form in {"beginning": " {}", "end": "{} "}.items()
    ],
    Row("policy-space_inside", "AdminSetUserPassword, a password with a space inside as the only symbol",
        lambda w: w.set_password(password_of("A") + " " + password_of("a1")),
        "done", "common knowledge", HEARSAY, True),
    Row("policy-256_letters", "AdminSetUserPassword, a password of 256 characters",
        lambda w: w.set_password(password_of("Aa1!", length=256)),
        "done", "API, PasswordType", DOC),
    Row("policy-partial", "AdminSetUserPassword, a policy that sets MinimumLength=6 only, six lower-case letters",
        lambda w: w.set_up(pool={"Policies": {"PasswordPolicy": {"MinimumLength": 6}}}).set_password(
            password_of("a", length=6)
        ),
        "done", "common knowledge", HEARSAY),
    Row("policy-sign_up", "SignUp with a password that is too short",
        lambda w: w.set_up(user="none").sign_up(Password=too_short()),
        POLICY + "Password not long enough", "eight public files", SEEN),
    Row("policy-temporary", "AdminCreateUser with a temporary password that is too short",
        lambda w: w.set_up(user="none").create_user(TemporaryPassword=too_short()),
        TEMPORARY_POLICY + "Password not long enough", "data-dot-all#690", SEEN),
    Row("policy-change", "ChangePassword to a password that is too short",
        lambda w: change_password(w, w.password, too_short()),
        POLICY + "Password not long enough", "eight public files", SEEN),
    Row("policy-default", "the MinimumLength of a pool made without a policy",
        minimum_length,
        "8", "API", DOC, True),
]

CHANGES = [
    Row("change_password-wrong_old", "ChangePassword with a wrong old password",
        lambda w: change_password(w, w.wrong_password, w.new_password),
        WRONG_PASSWORD, "public threads", SEEN),
    Row("change_password-right", "ChangePassword, then a login with the new password, then with the old one",
        lambda w: in_turn(
            lambda: change_password(w, w.password, w.new_password),
            lambda: w.srp(w.new_password),
            lambda: w.srp(w.password),
        ),
        f"done, then tokens, then {WRONG_PASSWORD}", "API", DOC),
    Row("change_password-wrong_five_times", "ChangePassword after five times with a wrong old password",
        guess_old_password,
        "LimitExceededException: Attempt limit exceeded, please try after some time.", "aws-sdk-android#627",
        SEEN),
]

SECTIONS = {"The first login": FIRST_LOGIN, "Password policy": POLICIES, "Changing a password": CHANGES}
