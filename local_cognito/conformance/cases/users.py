"""The names with which a user can sign in, and who may write which attribute."""

from __future__ import annotations

from typing import Any

from local_cognito.conformance.row import DOC, FLOCI, HEARSAY, MINISTACK, SEEN, TOKENS_GUIDE, Row
from local_cognito.conformance.world import USER_NOT_FOUND, USERNAMES, World, claims, outcome, tokens

ALIAS = {"UsernameAttributes": None, "AliasAttributes": ["email"]}
ANY_CASE = {"UsernameConfiguration": {"CaseSensitive": False}}

TAKEN = "UsernameExistsException: User account already exists"
NOT_WRITABLE = "NotAuthorizedException: A client attempted to write unauthorized attribute"
NOT_IN_SCHEMA = "InvalidParameterException: user.cognito:groups: Attribute does not exist in the schema.\n"
NOT_MUTABLE = "InvalidParameterException: Cannot modify the non-mutable attribute "
NAME_LIKE_ALIAS = (
    "InvalidParameterException: Username cannot be of email format, since user pool is configured for email alias."
)


# --- acts -------------------------------------------------------------------------------------------------------


def with_email(w: World, *, verified: bool) -> World:
    """As an administrator, set the user's e-mail, and whether it is verified."""
    attributes = {"email": w.email, "email_verified": str(verified).lower()}
    entries = [{"Name": name, "Value": value} for name, value in attributes.items()]
    w.admin("admin_update_user_attributes", UserAttributes=entries)
    return w


def take_email(w: World) -> dict[str, Any]:
    """Another user gets this user's e-mail."""
    entries = [{"Name": "email", "Value": w.email}]
    return w.someone_else().admin("admin_update_user_attributes", UserAttributes=entries)


def write_own(w: World, name: str, value: str) -> dict[str, Any]:
    """Users write their own attributes."""
    entries = [{"Name": name, "Value": value}]
    return w.public.update_user_attributes(AccessToken=w.access_token(), UserAttributes=entries)


def change_email(w: World) -> str:
    """Change the e-mail, then ask whether the new one is verified."""
    changed = outcome(write_own, w, "email", f"new-{w.email}")
    w.username = f"new-{w.email}"
    return f"{changed}, then {w.attributes()['email_verified']}"


def email_claim(w: World) -> str | None:
    return claims(tokens(w.srp())["IdToken"]).get("email")


# --- rows -------------------------------------------------------------------------------------------------------
# fmt: off

NAMES_AND_ATTRIBUTES = [
    Row("names-uuid", "whether the Username is the sub in a pool for e-mail sign-in",
        lambda w: w.admin("admin_get_user")["Username"] == w.sub(),
        "True", "guide, attributes", DOC, True),
    Row("names-id_for_srp", "USER_ID_FOR_SRP in a pool with user names",
        lambda w: w.set_up(pool=USERNAMES).begin_srp()["ChallengeParameters"]["USER_ID_FOR_SRP"],
        "{user}", MINISTACK, SEEN),
    Row("names-id_for_srp_email", "whether USER_ID_FOR_SRP is the sub in a pool for e-mail sign-in",
        lambda w: w.begin_srp()["ChallengeParameters"]["USER_ID_FOR_SRP"] == w.sub(),
        "True", "guide, authentication flow", DOC, True),
    Row("names-by_sub", "a login with the sub as USERNAME",
        lambda w: w.srp(USERNAME=w.sub()),
        "tokens", "guide, attributes", DOC, True),
    Row("names-id_for_srp_hidden",
        "whether USER_ID_FOR_SRP is the e-mail that was typed, an alias, PreventUserExistenceErrors=ENABLED",
        lambda w: with_email(w.set_up(pool=ALIAS, PreventUserExistenceErrors="ENABLED"), verified=True).begin_srp(
            USERNAME=w.email)["ChallengeParameters"]["USER_ID_FOR_SRP"] == w.email,
        "False", "guide, authentication flow", DOC),
    Row("names-email_claim", "whether the email in the ID token after SRP is the user's e-mail",
        lambda w: email_claim(w) == w.email,
        "True", TOKENS_GUIDE, DOC),
    Row("names-case_matters", "a login with the e-mail in upper case, CaseSensitive not set",
        lambda w: w.sign_in(USERNAME=w.email.upper()),
        USER_NOT_FOUND, "API, UsernameConfiguration", DOC, True),
    Row("names-any_case", "a login with the e-mail in upper case, CaseSensitive=False",
        lambda w: w.set_up(pool=ANY_CASE).sign_in(USERNAME=w.email.upper()),
        "tokens", "API, UsernameConfiguration", DOC),
    Row("names-any_case_srp", "a login with SRP and the e-mail in upper case, CaseSensitive=False",
        lambda w: w.set_up(pool=ANY_CASE).srp(USERNAME=w.email.upper()),
        "tokens", "API, UsernameConfiguration", DOC),
    Row("names-any_case_taken", "AdminCreateUser with an existing Username in upper case, CaseSensitive=False",
        lambda w: w.set_up(pool={**USERNAMES, **ANY_CASE}).create_user(w.username.upper(), UserAttributes=None),
        TAKEN, "common knowledge", HEARSAY),
    Row("names-alias", "a login with an e-mail that is a verified alias",
        lambda w: with_email(w.set_up(pool=ALIAS), verified=True).srp(USERNAME=w.email),
        "tokens", "guide, attributes", DOC),
    Row("names-alias_unverified", "a login with an e-mail that is an alias and not verified",
        lambda w: with_email(w.set_up(pool=ALIAS), verified=False).sign_in(USERNAME=w.email),
        USER_NOT_FOUND, "guide, attributes", DOC, True),
    Row("names-alias_email_shaped",
        "AdminCreateUser with a Username that looks like an e-mail, where e-mail is an alias",
        lambda w: w.set_up(pool=ALIAS, user="none").create_user(w.email),
        NAME_LIKE_ALIAS, "public threads", SEEN),
    Row("names-not_an_email", "AdminCreateUser with a Username that is not an e-mail in a pool for e-mail sign-in",
        lambda w: w.create_user("ada"),
        "InvalidParameterException: Username should be an email.", "public threads", SEEN),
    Row("names-taken", "AdminCreateUser with an existing Username",
        lambda w: w.create_user(),
        TAKEN, "localstack#4465", SEEN),
    Row("names-taken_at_sign_up", "SignUp with an existing Username",
        lambda w: w.sign_up(Password=w.new_password),
        "UsernameExistsException: User already exists", FLOCI, SEEN),
    Row("names-not_a_phone_number",
        "AdminCreateUser with a Username that is not a phone number in a pool for sign-in by phone",
        lambda w: w.set_up(pool={"UsernameAttributes": ["phone_number"]}, user="none").create_user(),
        "InvalidParameterException: Username should be a phone number.", "public threads", SEEN),
    Row("names-neither",
        "AdminCreateUser with a Username that is neither in a pool for sign-in by e-mail or phone",
        lambda w: w.set_up(pool={"UsernameAttributes": ["email", "phone_number"]}, user="none").create_user(
            "ada", UserAttributes=None),
        "InvalidParameterException: Username should be either an email or a phone number.", "stock moto", HEARSAY,
        True),
    Row("names-taken_alias", "AdminUpdateUserAttributes with another user's e-mail",
        take_email,
        "AliasExistsException: An account with the given email already exists.", "public threads", SEEN, True),
    Row("attributes-unauthorized", "UpdateUserAttributes with email_verified",
        lambda w: write_own(w, "email_verified", "true"),
        NOT_MUTABLE + "email_verified", "text of aws-sdk-ios#2203; code of floci#2530", HEARSAY),
    Row("attributes-unauthorized_at_sign_up", "SignUp with email_verified",
        lambda w: w.set_up(user="none").sign_up(UserAttributes=[{"Name": "email_verified", "Value": "true"}]),
        NOT_WRITABLE, "aws-sdk-js#3603", SEEN),
    Row("attributes-unknown",
        "UpdateUserAttributes with a name that the schema lacks, such as that of a claim in the ID token",
        lambda w: write_own(w, "cognito:groups", "admin"),
        NOT_IN_SCHEMA, "Account Takeover: An Epic Bug Bounty Story (medium.com)", SEEN),
    Row("attributes-new_email_is_unverified", "UpdateUserAttributes with a new e-mail, then its email_verified",
        change_email,
        "done, then false", "API, UpdateUserAttributes", DOC),
]

SECTIONS = {"Names and attributes": NAMES_AND_ATTRIBUTES}
