"""The values that attributes can have, who may read and write them, and how a new address is verified."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import Any

from local_cognito.conformance.cases.users import NOT_WRITABLE
from local_cognito.conformance.row import DOC, FLOCI, HEARSAY, SEEN, Row
from local_cognito.conformance.world import (
    CODE_HEADER,
    USERNAMES,
    Settings,
    World,
    claims,
    in_turn,
    outcome,
    tokens,
)

Attributes = dict[str, str]
Writer = Callable[[World, Attributes], dict[str, Any]]

NOT_OF_SCHEMA = "InvalidParameterException: Attributes did not conform to the schema: "
NOT_UPDATABLE = "InvalidParameterException: user."  # the same of a user who exists: see the row attributes-unknown
CANNOT_BE_DELETED = "Required attribute cannot be deleted.\n"
BAD_EMAIL = "InvalidParameterException: Invalid email address format."
BAD_PHONE_NUMBER = "InvalidParameterException: Invalid phone number format."
WRONG_CODE = "CodeMismatchException: Invalid verification code provided, please try again."
EXPIRED_CODE = "ExpiredCodeException: Invalid code provided, please request a code again."
TAKEN = "AliasExistsException: An account with the given email already exists."

FAMILY_NAME = {"Schema": [{"Name": "family_name", "Required": True}]}
TYPES = {
    "Schema": [
        {
            "Name": "plan",
            "AttributeDataType": "String",
            "StringAttributeConstraints": {"MinLength": "2", "MaxLength": "4"},
        },
        {
            "Name": "age",
            "AttributeDataType": "Number",
            "NumberAttributeConstraints": {"MinValue": "1", "MaxValue": "9"},
        },
        {"Name": "since", "AttributeDataType": "DateTime"},
        {"Name": "member", "AttributeDataType": "Boolean"},
    ]
}
FOR_DEVELOPERS = {
    "Schema": [{"Name": "rank", "AttributeDataType": "String", "DeveloperOnlyAttribute": True, "Mutable": True}]
}
NEVER = {"Schema": [{"Name": "city", "AttributeDataType": "String", "Mutable": False}]}
BEFORE_UPDATE = {"UserAttributeUpdateSettings": {"AttributesRequireVerificationBeforeUpdate": ["email"]}}
UPDATES_GUIDE = "API, UserAttributeUpdateSettingsType"


# --- the four operations that write attributes ------------------------------------------------------------------


def entries(attributes: Attributes) -> list[dict[str, str]]:
    return [{"Name": name, "Value": value} for name, value in attributes.items()]


def sign_up(w: World, attributes: Attributes) -> dict[str, Any]:
    return w.sign_up(f"new-{w.email}", Password=w.new_password, UserAttributes=entries(attributes))


def create(w: World, attributes: Attributes) -> dict[str, Any]:
    return w.create_user(f"new-{w.email}", UserAttributes=entries(attributes))


def update(w: World, attributes: Attributes) -> dict[str, Any]:
    return w.public.update_user_attributes(AccessToken=w.access_token(), UserAttributes=entries(attributes))


def admin_update(w: World, attributes: Attributes) -> dict[str, Any]:
    return w.admin("admin_update_user_attributes", UserAttributes=entries(attributes))


WRITERS: dict[str, Writer] = {
    "SignUp": sign_up,
    "AdminCreateUser": create,
    "UpdateUserAttributes": update,
    "AdminUpdateUserAttributes": admin_update,
}


def write_in(pool: Settings, write: Writer, attributes: Attributes, w: World) -> dict[str, Any]:
    """Write attributes in a pool with these settings."""
    return write(w.set_up(pool=pool), attributes)


def sign_up_as(username: str, w: World) -> dict[str, Any]:
    return w.set_up(pool=USERNAMES, user="none").sign_up(username, UserAttributes=[])


DELETERS: dict[str, Callable[..., dict[str, Any]]] = {
    "DeleteUserAttributes": lambda w, *names: w.public.delete_user_attributes(
        AccessToken=w.access_token(), UserAttributeNames=names
    ),
    "AdminDeleteUserAttributes": lambda w, *names: w.admin(
        "admin_delete_user_attributes", UserAttributeNames=names
    ),
}


# --- acts -------------------------------------------------------------------------------------------------------


def first_login(w: World, **responses: str) -> dict[str, Any]:
    """The first login of a new user, with attributes."""
    asked = w.set_up(pool=TYPES, user="new").sign_in()
    sent = {f"userAttributes.{name}": value for name, value in responses.items()}
    return w.answer(asked, NEW_PASSWORD=w.new_password, **sent)


def forgot_password_verified_as(w: World, value: str) -> dict[str, Any]:
    admin_update(w, {"email": w.email, "email_verified": value})
    return w.public_call("forgot_password")


def names_of_user(w: World) -> str:
    """The attributes that GetUser shows, then those in the ID token, of a user with an e-mail and a nickname."""
    admin_update(w, {"nickname": "Ada"})
    have = tokens(w.sign_in())
    shown = [entry["Name"] for entry in w.get_user(have["AccessToken"])["UserAttributes"]]
    in_token = [name for name in claims(have["IdToken"]) if name in ("email", "nickname", "sub")]
    return f"{', '.join(sorted(shown))}; {', '.join(sorted(in_token))}"


def names_at_first_login(w: World) -> str:
    asked = w.set_up(user="new", ReadAttributes=["nickname"]).sign_in()
    return ", ".join(json.loads(asked["ChallengeParameters"]["userAttributes"])) or "none"


def details(answer: dict[str, Any]) -> str:
    """The members of CodeDeliveryDetails."""
    sent = answer.get("CodeDeliveryDetailsList") or [answer.get("CodeDeliveryDetails")]
    members = ("Destination", "DeliveryMedium", "AttributeName")
    return "; ".join(" ".join(one[name] for name in members) for one in sent if one) or "none"


def move(w: World) -> str:
    """Ask for another e-mail. Returns the new one."""
    update(w, {"email": f"new-{w.email}"})
    return f"new-{w.email}"


def log_in_while_waiting(w: World) -> str:
    """The new e-mail waits for its code: a login with it, one with the old one, email_verified."""
    new = move(w.set_up(pool=BEFORE_UPDATE, PreventUserExistenceErrors="ENABLED"))
    return in_turn(lambda: w.sign_in(USERNAME=new), w.sign_in, lambda: w.attributes()["email_verified"])


def move_at_once(w: World) -> str:
    """An administrator writes a new e-mail that is verified; then a login with it."""
    new = f"new-{w.set_up(pool=BEFORE_UPDATE).email}"
    return in_turn(
        lambda: admin_update(w, {"email": new, "email_verified": "true"}), lambda: w.sign_in(USERNAME=new)
    )


def verify(w: World, code: str, name: str = "email") -> dict[str, Any]:
    return w.public.verify_user_attribute(AccessToken=w.access_token(), AttributeName=name, Code=code)


def verify_moved(w: World) -> str:
    """Another e-mail, verified by its code; then its email_verified."""
    w.username = move(w.set_up())
    return in_turn(lambda: verify(w, w.mailed_code()), lambda: w.attributes()["email_verified"])


def verify_waiting(w: World) -> str:
    """Enter the code of a waiting e-mail; then a login with the new one, then with the old one."""
    old, new = w.set_up(pool=BEFORE_UPDATE).email, move(w)
    return in_turn(
        lambda: verify(w, w.mailed_code()), lambda: w.sign_in(USERNAME=new), lambda: w.sign_in(USERNAME=old)
    )


def send_again(w: World) -> str:
    """A new code for a waiting e-mail; then what the old code gets, and the new one."""
    move(w.set_up(pool=BEFORE_UPDATE))
    old, token = w.mailed_code(), w.access_token()
    again = w.public.get_user_attribute_verification_code(AccessToken=token, AttributeName="email")
    return f"{details(again)}, then {in_turn(lambda: verify(w, old), lambda: verify(w, w.mailed_code()))}"


def verify_two(w: World) -> str:
    """Two new addresses: the phone number with the other code, each with its own; then email_verified and more."""
    w.set_up(pool={"AutoVerifiedAttributes": ["email", "phone_number"], **USERNAMES})
    update(w, {"email": f"new-{w.email}", "phone_number": "+15555551824"})
    headers = w.admin("admin_get_user")["ResponseMetadata"]["HTTPHeaders"]
    email, phone_number = (headers[f"{CODE_HEADER}-{name}"] for name in ("email", "phone_number"))
    return in_turn(
        lambda: verify(w, email, "phone_number"),
        lambda: verify(w, phone_number, "phone_number"),
        lambda: verify(w, email),
        lambda: " ".join(w.attributes()[f"{name}_verified"] for name in ("email", "phone_number")),
    )


def return_to_the_old(w: World) -> str:
    """A new e-mail, then the old one again; then the new one's code, and email_verified."""
    move(w.set_up(pool=BEFORE_UPDATE))
    code = w.mailed_code()
    update(w, {"email": w.email})
    return in_turn(lambda: verify(w, code), lambda: w.attributes()["email_verified"])


def reset_after_the_address_was_deleted(w: World) -> str:
    """ForgotPassword; an administrator deletes the address and writes the same one; then its code."""
    w.set_up(pool=USERNAMES).public_call("forgot_password")
    code = w.mailed_code()
    w.admin("admin_delete_user_attributes", UserAttributeNames=["email"])
    admin_update(w, {"email": w.email, "email_verified": "true"})
    return outcome(w.public_call, "confirm_forgot_password", ConfirmationCode=code, Password=w.new_password)


def verify_what_another_has_taken(w: World) -> str:
    """Two users wait for the same e-mail, and both enter their codes."""
    other, new = w.set_up(pool=BEFORE_UPDATE).someone_else(), {"email": f"new-{w.email}"}
    update(w, new), update(other, new)
    return in_turn(lambda: verify(w, w.mailed_code()), lambda: verify(other, other.mailed_code()))


def confirm_alias_of_another(w: World, **options: Any) -> str:
    """Sign up with another user's e-mail, which is an alias; confirm; then who logs in with it, and with what."""
    w.set_up(pool={**USERNAMES, "AliasAttributes": ["email"]})
    owner = w.someone_else()
    w.username = f"second-{w.username}"
    w.sign_up(UserAttributes=entries({"email": owner.email}))
    return in_turn(
        lambda: w.public_call("confirm_sign_up", ConfirmationCode=w.mailed_code(), **options),
        lambda: w.sign_in(USERNAME=owner.email),
        lambda: owner.sign_in(USERNAME=owner.email),
        lambda: owner.attributes()["email_verified"],
    )


def create_with_alias_of_another(w: World, **options: Any) -> str:
    """Create a user with another's e-mail, which is an alias; then whether the other's is still verified."""
    owner = w.set_up(pool={**USERNAMES, "AliasAttributes": ["email"]}).someone_else()
    attributes = entries({"email": owner.email, "email_verified": "true"})
    w.username = f"second-{w.username}"
    return in_turn(
        lambda: w.create_user(w.username, UserAttributes=attributes, **options),
        lambda: w.sign_in(USERNAME=owner.email),
        lambda: owner.attributes()["email_verified"],
    )


def left_after_deleting(w: World, delete: Callable[..., dict[str, Any]], *names: str) -> str:
    """Delete attributes of a user who has an e-mail and a nickname; then those that are left."""
    admin_update(w.set_up(pool=USERNAMES), {"nickname": "Ada"})
    return in_turn(lambda: delete(w, *names), lambda: ", ".join(sorted(w.attributes())))


def second_name(w: World, delete: Callable[..., dict[str, Any]]) -> str:
    """Delete the e-mail of a user who also signs in by phone; then a login by phone."""
    w.set_up(pool={"UsernameAttributes": ["email", "phone_number"]})
    phone_number = f"+1{int(w.sub()[:7], 16):010d}"
    admin_update(w, {"phone_number": phone_number, "phone_number_verified": "true"})
    return in_turn(lambda: delete(w, "email"), lambda: w.sign_in(USERNAME=phone_number))


def update_what_never_changes(w: World, write: Writer, first: Attributes) -> dict[str, Any]:
    """Write the attribute custom:city of a user who was created with these attributes."""
    w.set_up(pool=NEVER, user="none").create_user(UserAttributes=entries({"email": w.email, **first}))
    w.set_password(w.password)
    return write(w, {"custom:city": "Paris"})


def developer_attributes_shown(w: World) -> list[str]:
    """The attributes that GetUser shows of a user with one that is for developers only."""
    w.set_up(pool=FOR_DEVELOPERS)
    admin_update(w, {"dev:custom:rank": "1"})
    return sorted(entry["Name"] for entry in w.get_user(w.access_token())["UserAttributes"])


def force_other_name(w: World, pool: Settings, name: str, value: str) -> dict[str, Any]:
    """Create a user with another's name of a kind that ForceAliasCreation does not move."""
    w.set_up(pool=pool)
    admin_update(w, {name: value, **({"phone_number_verified": "true"} if name == "phone_number" else {})})
    username = f"second-{w.username}"
    return w.create_user(username, UserAttributes=entries({name: value}), ForceAliasCreation=True)


def code_for_the_other(w: World) -> str:
    """Where the code for a phone number goes, while a new e-mail waits for its code."""
    move(w.set_up(pool=BEFORE_UPDATE))
    admin_update(w, {"phone_number": "+4915551824"})
    return details(
        w.public.get_user_attribute_verification_code(AccessToken=w.access_token(), AttributeName="phone_number")
    )


def give_up_email(w: World, delete: Callable[..., dict[str, Any]]) -> str:
    """Delete an e-mail that is an alias; then a login with it, another user who takes it, and a login."""
    w.set_up(pool={**USERNAMES, "AliasAttributes": ["email"]})
    return in_turn(
        lambda: delete(w, "email"),
        lambda: w.sign_in(USERNAME=w.email),
        lambda: admin_update(w.someone_else(), {"email": w.email, "email_verified": "true"}),
        lambda: w.sign_in(),
    )


# --- rows -------------------------------------------------------------------------------------------------------
# fmt: off


def written(
    id: str, case: str, attributes: Attributes, answer: str, source: str, grade: str, stock_agrees: bool = False
) -> list[Row]:
    """One row for each operation that writes attributes."""
    return [
        Row(f"attributes-{id}-{operation}", f"{operation} with {case}",
            partial(write_in, TYPES, write, attributes),
            answer.replace(NOT_OF_SCHEMA, NOT_UPDATABLE) if "Update" in operation else answer,
            source, grade, stock_agrees)
        for operation, write in WRITERS.items()
    ]


SHORT = "birthdate: String must be no shorter than 10 characters\n"

VALUES = [
    *written("bad_email", "an email that is none", {"email": "ada"}, BAD_EMAIL, "public threads", SEEN),
    *written("bad_phone_number", "a phone_number without its country code", {"phone_number": "5551824"},
           BAD_PHONE_NUMBER, "public threads", SEEN),
    *written("short", "a birthdate of 4 characters", {"birthdate": "1815"},
           NOT_OF_SCHEMA + SHORT, "aws-sdk-java#1396; its beginning is that of amplify-flutter#509", HEARSAY),
    *written("long", "five characters where the schema allows four", {"custom:plan": "extra"},
           NOT_OF_SCHEMA + "custom:plan: String must be no longer than 4 characters\n",
           "text of aws-sdk-java#1396", HEARSAY),
    *written("number", "a Number that is none", {"custom:age": "old"},
           NOT_OF_SCHEMA + "custom:age: Value must be a number\n", "our wording", HEARSAY),
    *written("small", "a Number that is too small", {"custom:age": "0"},
           NOT_OF_SCHEMA + "custom:age: Number is out of range\n", "our wording", HEARSAY),
    *written("large", "a Number that is too large", {"custom:age": "10"},
           NOT_OF_SCHEMA + "custom:age: Number is out of range\n", "our wording", HEARSAY),
    *written("date", "a DateTime that is none", {"custom:since": "today"},
           NOT_OF_SCHEMA + "custom:since: Value must be a date and time\n", "our wording", HEARSAY),
    *written("boolean", "a Boolean that is none", {"custom:member": "yes"},
           NOT_OF_SCHEMA + "custom:member: Value must be true or false\n", "our wording", HEARSAY),
    *written("fine", "a value of each type",
           {"custom:plan": "free", "custom:age": "9", "custom:since": "2026-01-02T03:04:05Z",
            "custom:member": "true", "phone_number": "+4915551824", "birthdate": "1815-12-10"},
           "done", "API, SchemaAttributeType", DOC, True),
    Row("attributes-first_login", "NEW_PASSWORD_REQUIRED answered with a phone_number without its country code",
        lambda w: first_login(w, phone_number="5551824"),
        BAD_PHONE_NUMBER, "text of UpdateUserAttributes", HEARSAY),
    Row("attributes-first_login_number", "NEW_PASSWORD_REQUIRED answered with a Number that is none",
        lambda w: first_login(w, **{"custom:age": "old"}),
        NOT_OF_SCHEMA + "custom:age: Value must be a number\n", "our wording", HEARSAY),
    Row("attributes-required", "SignUp without an attribute that the schema requires",
        lambda w: sign_up(w.set_up(pool=FAMILY_NAME), {"email": f"new-{w.email}"}),
        NOT_OF_SCHEMA + "family_name: The attribute is required\n", "cognito-local#431", SEEN),
    Row("attributes-required_by_admin",
        "AdminCreateUser without an attribute that the schema requires: the user adds it at the first login",
        lambda w: create(w.set_up(pool=FAMILY_NAME), {}),
        "done", "API, AdminCreateUser", DOC, True),
    *[
        Row(f"attributes-required_emptied-{operation}",
            f"{operation} with an empty value for a required attribute",
            partial(write_in, FAMILY_NAME, write, {"family_name": ""}),
            NOT_UPDATABLE + f"family_name: {CANNOT_BE_DELETED}", "aws-sdk-ios#4251", SEEN)
        for operation, write in WRITERS.items() if "Update" in operation
    ],
    Row("attributes-True", "ForgotPassword of a user whose email_verified was set to True, with a capital letter",
        lambda w: forgot_password_verified_as(w, "True"),
        "done", "moto, tests verified on AWS", SEEN),
    Row("attributes-username_is_required_email",
        "SignUp in a pool for e-mail sign-in that requires email, without the attribute: the Username is it",
        lambda w: sign_up(w.set_up(pool={"Schema": [{"Name": "email", "Required": True}]}), {}),
        "done", "common knowledge", HEARSAY, True),
]

ACCESS = [
    *[
        Row(f"dev-{operation}", f"{operation} with an attribute that is for developers only (dev:)",
            partial(write_in, FOR_DEVELOPERS, write, {"dev:custom:rank": "1"}),
            answer, "API, DeveloperOnlyAttribute; text of aws-sdk-js#3603", DOC, answer == "done")
        for operation, write, answer in (
            ("SignUp", sign_up, NOT_WRITABLE),
            ("UpdateUserAttributes", update, NOT_WRITABLE),
            ("AdminCreateUser", create, "done"),
            ("AdminUpdateUserAttributes", admin_update, "done"),
        )
    ],
    Row("read-all", "the attributes in GetUser, and those in the ID token, ReadAttributes not set",
        names_of_user,
        "email, email_verified, nickname, sub; email, nickname, sub", "API, ReadAttributes", DOC),
    Row("read-some", "the attributes in GetUser, and those in the ID token, ReadAttributes=['nickname']",
        lambda w: names_of_user(w.set_up(ReadAttributes=["nickname"])),
        "nickname, sub; nickname, sub", "API, ReadAttributes; sub is our guess", HEARSAY),
    Row("read-dev", "the attributes in GetUser of a user with one that is for developers only (dev:)",
        developer_attributes_shown,
        "['email', 'email_verified', 'sub']",
        "API, DeveloperOnlyAttribute", HEARSAY),
    Row("read-first_login", "the userAttributes of NEW_PASSWORD_REQUIRED, ReadAttributes=['nickname']",
        names_at_first_login,
        "none", "API, ReadAttributes", HEARSAY),
]

NEW_ADDRESSES = [
    Row("verify-details", "the CodeDeliveryDetailsList of UpdateUserAttributes with a new e-mail",
        lambda w: details(update(w, {"email": f"new-{w.email}"})),
        "n***@e*** EMAIL email", "API, UpdateUserAttributes; form of " + FLOCI, DOC),
    Row("verify-no_details", "the CodeDeliveryDetailsList of UpdateUserAttributes with a nickname",
        lambda w: details(update(w, {"nickname": "Ada"})),
        "none", "API, UpdateUserAttributes", DOC, True),
    Row("verify-right", "UpdateUserAttributes with a new e-mail, VerifyUserAttribute, then its email_verified",
        verify_moved,
        "done, then true", "API, VerifyUserAttribute", DOC, local_only=True),
    Row("verify-wrong", "VerifyUserAttribute without a code having been sent",
        lambda w: verify(w, "123456"),
        EXPIRED_CODE, "text of ConfirmSignUp", HEARSAY),
    Row("verify-waits",
        "with AttributesRequireVerificationBeforeUpdate, a new e-mail: a login with it, one with the old one, "
        "then email_verified",
        log_in_while_waiting,
        "NotAuthorizedException: Incorrect username or password., then tokens, then true", UPDATES_GUIDE, DOC),
    Row("verify-ends_the_wait",
        "with AttributesRequireVerificationBeforeUpdate, VerifyUserAttribute, a login with the new e-mail, then "
        "one with the old one",
        verify_waiting,
        "done, then tokens, then UserNotFoundException: User does not exist.", "API, VerifyUserAttribute", DOC,
        local_only=True),
    Row("verify-again", "GetUserAttributeVerificationCode for a waiting e-mail; then the old code and the new one",
        send_again,
        f"n***@e*** EMAIL email, then {WRONG_CODE}, then done", "API; text of ConfirmSignUp", HEARSAY,
        local_only=True),
    Row("verify-two",
        "a new e-mail and a new phone_number, VerifyUserAttribute: the phone_number with the e-mail's code, then "
        "each with its own; then whether both are verified",
        verify_two,
        f"{WRONG_CODE}, then done, then done, then true true", "API; text of ConfirmSignUp", HEARSAY,
        local_only=True),
    Row("verify-returned",
        "with AttributesRequireVerificationBeforeUpdate, a new e-mail, then the old one again; then "
        "VerifyUserAttribute with the new one's code, and email_verified",
        return_to_the_old,
        f"{EXPIRED_CODE}, then true", "our guess; text of ConfirmSignUp", HEARSAY,
        local_only=True),
    Row("verify-deleted_meanwhile",
        "ForgotPassword; an administrator deletes the e-mail and writes it again; then ConfirmForgotPassword with "
        "the code",
        reset_after_the_address_was_deleted,
        EXPIRED_CODE, "our guess; text of ConfirmSignUp", HEARSAY,
        local_only=True),
    Row("verify-taken", "two users wait for the same e-mail and verify it, one after the other",
        verify_what_another_has_taken,
        f"done, then {TAKEN}", "API, VerifyUserAttribute; text of UpdateUserAttributes", HEARSAY,
        local_only=True),
    Row("verify-by_admin",
        "with AttributesRequireVerificationBeforeUpdate, AdminUpdateUserAttributes with a new e-mail and "
        "email_verified=true, then a login with it",
        move_at_once,
        "done, then tokens", "API, AdminUpdateUserAttributes", DOC, True),
    Row("verify-other_address", "GetUserAttributeVerificationCode for a phone_number, while a new e-mail waits",
        code_for_the_other,
        "+******1824 SMS phone_number", "API; mask of a public thread", HEARSAY, local_only=True),
    Row("verify-not_an_address", "GetUserAttributeVerificationCode for a nickname",
        lambda w: w.public.get_user_attribute_verification_code(
            AccessToken=w.access_token(), AttributeName="nickname"
        ),
        "InvalidParameterException: nickname is not an attribute that can be verified.", "our wording", HEARSAY),
    Row("verify-no_address", "GetUserAttributeVerificationCode for a phone_number that the user does not have",
        lambda w: w.public.get_user_attribute_verification_code(
            AccessToken=w.access_token(), AttributeName="phone_number"
        ),
        "InvalidParameterException: The user has no phone_number to verify.", "our wording", HEARSAY),
]

def deleted(
    id: str, case: str, call: Callable[..., Any], answer: str, source: str, grade: str, stock_agrees: bool = False
) -> list[Row]:
    """One row for each operation that deletes attributes. Stock moto lacks the first."""
    return [
        Row(f"delete-{id}-{operation}", f"{operation} of {case}",
            partial(call, delete=delete), answer, source, grade, stock_agrees and operation.startswith("Admin"))
        for operation, delete in DELETERS.items()
    ]


def delete_in(pool: Settings, name: str) -> Callable[..., dict[str, Any]]:
    """Delete an attribute in a pool with these settings."""
    return lambda w, delete: delete(w.set_up(pool=pool), name)


DELETE_API = "API, DeleteUserAttributes"

DELETED = [
    *deleted("left", "a nickname; then the attributes that are left",
             lambda w, delete: left_after_deleting(w, delete, "nickname"),
             "done, then email, email_verified, sub", DELETE_API, DOC, True),
    *deleted("address", "an email; then the attributes that are left, without email_verified",
             lambda w, delete: left_after_deleting(w, delete, "email"),
             "done, then nickname, sub", "common knowledge", HEARSAY),
    *deleted("absent", "a phone_number that the user does not have",
             delete_in(USERNAMES, "phone_number"), "done", "amplify-js#12128", SEEN),
    *deleted("unknown", "an attribute that the schema lacks",
             delete_in(USERNAMES, "custom:none"),
             NOT_UPDATABLE + "custom:none: Attribute does not exist in the schema.\n",
             "text of the row attributes-unknown", HEARSAY),
    *deleted("required", "an attribute that the schema requires",
             delete_in(FAMILY_NAME, "family_name"),
             NOT_UPDATABLE + f"family_name: {CANNOT_BE_DELETED}", "text of aws-sdk-ios#4251", SEEN),
    *deleted("only_name", "the email in a pool for e-mail sign-in, the user's only name",
             delete_in({}, "email"),
             NOT_UPDATABLE + f"email: {CANNOT_BE_DELETED}", "text of aws-sdk-ios#4251", HEARSAY),
    *deleted("second_name", "the email in a pool for sign-in by e-mail or phone, of a user with both",
             second_name, "done, then tokens", "our guess", HEARSAY, True),
    *deleted("alias", "an email that is an alias; then a login with it, another user's AdminUpdateUserAttributes "
             "with it, and a login with the user name",
             give_up_email,
             "done, then UserNotFoundException: User does not exist., then done, then tokens",
             "guide, aliases", DOC, True),
    *deleted("never", "an attribute that is not mutable",
             delete_in(NEVER, "custom:city"),
             NOT_UPDATABLE + "custom:city: Attribute cannot be updated.\n", "text of amplify-js#3526", HEARSAY),
    *deleted("sub", "the sub",
             delete_in({}, "sub"),
             "InvalidParameterException: Cannot modify the non-mutable attribute sub",
             "text of public threads", HEARSAY),
    Row("delete-unwritable", "DeleteUserAttributes of an attribute that WriteAttributes does not have",
        lambda w: DELETERS["DeleteUserAttributes"](w.set_up(WriteAttributes=["email"]), "nickname"),
        NOT_WRITABLE, "API, WriteAttributes; text of aws-sdk-js#3603", HEARSAY),
    Row("delete-verified", "DeleteUserAttributes of email_verified",
        lambda w: DELETERS["DeleteUserAttributes"](w, "email_verified"),
        "InvalidParameterException: Cannot modify the non-mutable attribute email_verified",
        "text of aws-sdk-ios#2203", HEARSAY),
]

NEVER_CHANGED = [
    *[
        Row(f"never-{id}-{operation}",
            f"{operation} with an attribute that is not mutable and {case}",
            partial(update_what_never_changes, write=write, first=first),
            NOT_UPDATABLE + "custom:city: Attribute cannot be updated.\n", source, grade)
        for id, case, first, source, grade in (
            ("set", "has a value", {"custom:city": "London"}, "amplify-js#3526; amplify-swift#3981", SEEN),
            ("unset", "has no value yet", {}, "guide, attributes; public threads", DOC),
        )
        for operation, write in WRITERS.items() if "Update" in operation
    ],
    Row("never-at_creation", "AdminCreateUser with an attribute that is not mutable",
        lambda w: create(w.set_up(pool=NEVER), {"custom:city": "London"}),
        "done", "guide, attributes", DOC, True),
    Row("never-sub", "AdminCreateUser with a sub",
        lambda w: create(w, {"sub": "1"}),
        "InvalidParameterException: Cannot modify the non-mutable attribute sub", "two public threads", SEEN),
    Row("never-own_sub", "UpdateUserAttributes with the sub",
        lambda w: update(w, {"sub": "1"}),
        "InvalidParameterException: Cannot modify the non-mutable attribute sub", "a public thread", SEEN),
]

ALIASES = [
    Row("alias-confirm_taken",
        "ConfirmSignUp with an e-mail that is another user's alias; then a login with it of the new user, and of "
        "the old one; then the old one's email_verified",
        confirm_alias_of_another,
        "AliasExistsException: An account with the email already exists., then "
        "NotAuthorizedException: Incorrect username or password., then tokens, then true",
        "guide, aliases", DOC, local_only=True),
    Row("alias-confirm_force", "the same with ForceAliasCreation=True, which moves the alias",
        lambda w: confirm_alias_of_another(w, ForceAliasCreation=True),
        "done, then tokens, then NotAuthorizedException: Incorrect username or password., then false",
        "API, ConfirmSignUp", DOC, local_only=True),
    Row("alias-create_taken",
        "AdminCreateUser with a verified e-mail that is another user's alias, a login of the new user with it, "
        "then the old one's email_verified",
        create_with_alias_of_another,
        f"{TAKEN}, then NotAuthorizedException: Incorrect username or password., then true",
        "API, AdminCreateUser", DOC),
    Row("alias-create_force", "the same with ForceAliasCreation=True, which moves the alias",
        lambda w: create_with_alias_of_another(w, ForceAliasCreation=True),
        "done, then NEW_PASSWORD_REQUIRED, then false", "API, AdminCreateUser", DOC),
    Row("alias-force_preferred",
        "AdminCreateUser with another user's preferred_username and ForceAliasCreation=True",
        lambda w: force_other_name(
            w, {**USERNAMES, "AliasAttributes": ["preferred_username"]}, "preferred_username", "ada"),
        "AliasExistsException: An account with the given preferred_username already exists.",
        "API, AdminCreateUser: it moves e-mails and phone numbers", DOC),
    Row("alias-force_username",
        "AdminCreateUser with another user's phone_number and ForceAliasCreation=True in a pool for sign-in by "
        "e-mail or phone",
        lambda w: force_other_name(
            w, {"UsernameAttributes": ["email", "phone_number"]}, "phone_number", "+4915551824"),
        "AliasExistsException: An account with the given phone_number already exists.",
        "API, AdminCreateUser: it moves aliases", HEARSAY),
]

PATTERN = r"[\p{L}\p{M}\p{S}\p{N}\p{P}]+"
NO_BLANKS = (
    "InvalidParameterException: 1 validation error detected: Value at 'username' failed to satisfy constraint: "
    f"Member must satisfy regular expression pattern: {PATTERN.replace('{', '{{').replace('}', '}}')}"
)

PATTERNS = [
    *[
        Row(f"pattern-{id}", f"SignUp with {case} in the Username",
            partial(sign_up_as, f"a{character}b"),
            answer, "API model of botocore; public threads", SEEN, answer == "done")
        for id, case, character, answer in (
            ("space", "a space", " ", NO_BLANKS),
            ("no_break_space", "a no-break space", "\u00a0", NO_BLANKS),
            ("control", "a control character", "\x07", NO_BLANKS),
            ("zero_width", "a zero-width space", "\u200b", NO_BLANKS),
            ("letter", "a letter that is not ASCII", "é", "done"),
        )
    ],
    Row("pattern-group", "CreateGroup with a space in GroupName",
        lambda w: outcome(w.aws.create_group, UserPoolId=w.user_pool_id, GroupName="a b").partition(":")[0],
        "InvalidParameterException", "API model of botocore", DOC),
]

SECTIONS = {
    "Values of attributes": VALUES,
    "Who may read and write attributes": ACCESS,
    "New addresses": NEW_ADDRESSES,
    "Attributes that are deleted": DELETED,
    "Attributes that never change": NEVER_CHANGED,
    "Aliases that are taken": ALIASES,
    "Characters in names": PATTERNS,
}
