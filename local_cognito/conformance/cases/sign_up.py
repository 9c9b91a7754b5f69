"""Signing up and forgotten passwords: the codes that Cognito mails."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from functools import partial
from typing import Any

from local_cognito.conformance.cases.users import with_email
from local_cognito.conformance.row import DOC, FLOCI, HEARSAY, SEEN, Row
from local_cognito.conformance.world import (
    INVALID_SESSION,
    USERNAMES,
    Settings,
    World,
    in_turn,
    only,
    outcome,
    wrong_code,
)

WRONG_CODE = "CodeMismatchException: Invalid verification code provided, please try again."
NO_WAY_TO_SEND = (
    "InvalidParameterException: Cannot reset password for the user as there is no registered/verified email or "
    "phone_number"
)
NO_CODE = "ExpiredCodeException: Invalid code provided, please request a code again."
NO_USER = "UserNotFoundException: Username/client id combination not found."
ADMIN_ONLY = {"AdminCreateUserConfig": {"AllowAdminCreateUserOnly": True}}


# --- acts -------------------------------------------------------------------------------------------------------


def unconfirmed(w: World) -> World:
    return w.set_up(user="unconfirmed")


def as_stranger(w: World, act: Callable[[World], Any]) -> Any:
    """What comes of a call for a user who does not exist."""
    w.set_up().username = w.unknown_username
    return act(w)


def confirm(w: World, code: str | None = None) -> dict[str, Any]:
    return w.public_call("confirm_sign_up", ConfirmationCode=code or w.mailed_code())


def resend(w: World) -> str:
    """A new code is mailed; then the old one is tried, and the new one."""
    old = w.mailed_code()
    return in_turn(lambda: w.public_call("resend_confirmation_code"), lambda: confirm(w, old), lambda: confirm(w))


def forgotten(w: World) -> World:
    w.public_call("forgot_password")
    return w


def reset(w: World, code: str) -> dict[str, Any]:
    return w.public_call("confirm_forgot_password", ConfirmationCode=code, Password=w.new_password)


def guess_mailed_code(w: World) -> str:
    """What the right code gets after five wrong ones."""
    code = w.mailed_code()
    for _ in range(5):
        outcome(reset, w, wrong_code(code))
    return outcome(reset, w, code)


def reset_after(w: World, act: Callable[[World], Any]) -> str:
    """Forget the password; let something happen; then use the code."""
    code = forgotten(w).mailed_code()
    return in_turn(lambda: act(w), lambda: reset(w, code))


def confirm_after(w: World, act: Callable[[World], Any]) -> str:
    """Sign up; let something happen; then use the code."""
    code = unconfirmed(w).mailed_code()
    return in_turn(lambda: act(w), lambda: confirm(w, code))


def write(w: World, name: str, value: str) -> dict[str, Any]:
    """An administrator writes an attribute."""
    return w.admin("admin_update_user_attributes", UserAttributes=[{"Name": name, "Value": value}])


def rename(w: World) -> dict[str, Any]:
    """An administrator changes the user's e-mail, which is the user's name."""
    answer = write(w, "email", f"new-{w.email}")
    w.username = f"new-{w.email}"
    return answer


def disable_for_a_while(w: World) -> str:
    return in_turn(lambda: w.admin("admin_disable_user"), lambda: w.admin("admin_enable_user"))


def change_own_password(w: World) -> dict[str, Any]:
    return w.public.change_password(
        AccessToken=w.access_token(), PreviousPassword=w.password, ProposedPassword=w.wrong_password
    )


def reset_by_admin(w: World) -> str:
    """AdminResetUserPassword; then a login, and what the code that was sent is good for."""
    return in_turn(
        lambda: w.admin("admin_reset_user_password"),
        w.sign_in,
        lambda: reset(w, w.mailed_code()),
        lambda: w.sign_in(PASSWORD=w.new_password),
    )


def confirm_with_session(w: World) -> dict[str, Any]:
    """Sign up, and confirm it with the Session of SignUp."""
    signed_up = w.set_up(user="none").sign_up()
    return w.public_call("confirm_sign_up", ConfirmationCode=w.mailed_code(), Session=signed_up["Session"])


def sign_in_with(w: World, answer: dict[str, Any], flow: str = "USER_AUTH", **parameters: str) -> dict[str, Any]:
    """InitiateAuth with the Session of an answer."""
    named = {"USERNAME": w.username, **parameters}
    return w.public.initiate_auth(
        ClientId=w.client_id, AuthFlow=flow, Session=answer["Session"], AuthParameters=named
    )


def auto_sign_in(w: World, act: Callable[[World], Any] | None = None, **options: str) -> str:
    """Sign up, confirm, let something happen, and sign in with the Session, twice."""
    confirmed = confirm_with_session(w)
    acts = [partial(act, w)] if act else []
    return in_turn(*acts, *[partial(sign_in_with, w, confirmed, **options)] * 2)


def confirm_with_session_of(w: World, owner: Callable[[World], World]) -> dict[str, Any]:
    """ConfirmSignUp with the right code, and with the Session of another sign-up."""
    session = owner(unconfirmed(w)).sign_up(f"other-{w.email}")["Session"]
    return w.public_call("confirm_sign_up", ConfirmationCode=w.mailed_code(), Session=session)


def mistype_and_confirm(w: World) -> str:
    """A wrong code, then the right one, with the same Session; then a sign-in with what came back."""
    signed_up, code = w.set_up(user="none").sign_up(), w.mailed_code()
    session = {"Session": signed_up["Session"]}
    wrong = outcome(w.public_call, "confirm_sign_up", ConfirmationCode=wrong_code(code), **session)
    confirmed = w.public_call("confirm_sign_up", ConfirmationCode=code, **session)
    return f"{wrong}, then {outcome(sign_in_with, w, confirmed)}"


def too_often(w: World, limit: int, call: Callable[[World], Any]) -> str:
    """One request more than the limit: what the last one within it gets, and the first one beyond."""
    for _ in range(limit - 1):
        outcome(call, w)
    return in_turn(partial(call, w), partial(call, w))


def with_token(w: World, operation: str, **options: str) -> Callable[[World], Any]:
    """A call with the same access token each time."""
    token = w.access_token()
    return lambda w: getattr(w.public, operation)(AccessToken=token, **options)


def change_back_and_forth(w: World) -> Callable[[World], Any]:
    """ChangePassword, which works each time."""
    token, passwords = w.access_token(), [w.password, w.new_password]

    def change(w: World) -> dict[str, Any]:
        passwords.reverse()
        old, new = reversed(passwords)
        return w.public.change_password(AccessToken=token, PreviousPassword=old, ProposedPassword=new)

    return change


def forget_and_reset(w: World) -> str:
    """ForgotPassword and ConfirmForgotPassword by turns, ten times each; then once more."""
    for _ in range(10):
        reset(w, forgotten(w).mailed_code())
    other = w.someone_else()
    return in_turn(lambda: forgotten(w), lambda: reset(w, "123456"), lambda: other.public_call("forgot_password"))


PHONE_NUMBER = "+918765431824"
BY_PHONE: Settings = {"AutoVerifiedAttributes": ["phone_number"], **USERNAMES}
BOTH: Settings = {"AutoVerifiedAttributes": ["phone_number", "email"], **USERNAMES}
EMAIL_FIRST: Settings = {
    "AccountRecoverySetting": {
        "RecoveryMechanisms": [
            {"Priority": 2, "Name": "verified_phone_number"},
            {"Priority": 1, "Name": "verified_email"},
        ]
    }
}
BY_SMS, BY_EMAIL = "+********1824 SMS phone_number", "t***@e*** EMAIL email"


def sent_to(w: World, operation: str, pool: Settings, *names: str) -> str:
    """CodeDeliveryDetails for a user who has these addresses, all of them verified if the operation resets."""
    values = {"email": w.email, "phone_number": PHONE_NUMBER}
    attributes = [{"Name": name, "Value": values[name]} for name in names]
    w.set_up(pool=pool, user="none")
    if operation == "forgot_password":
        w.create_user(
            UserAttributes=[*attributes, *({"Name": f"{name}_verified", "Value": "true"} for name in names)]
        )
        w.set_password(w.password)
        answer = w.public_call(operation)
    else:
        answer = w.sign_up(UserAttributes=attributes)
        if operation != "sign_up":
            answer = w.public_call(operation)
    sent = answer.get("CodeDeliveryDetails")
    return f"{sent['Destination']} {sent['DeliveryMedium']} {sent['AttributeName']}" if sent else "nothing"


def forgot_with_unverified_phone(w: World) -> str:
    write(w, "phone_number", PHONE_NUMBER)
    sent = w.public_call("forgot_password")["CodeDeliveryDetails"]
    return f"{sent['Destination']} {sent['DeliveryMedium']} {sent['AttributeName']}"


# --- rows -------------------------------------------------------------------------------------------------------
# fmt: off

CODES = [
    Row("sign_up-wrong_code", "ConfirmSignUp with a wrong code",
        lambda w: confirm(w, wrong_code(unconfirmed(w).mailed_code())),
        WRONG_CODE, FLOCI, SEEN, local_only=True),
    Row("sign_up-right_code", "ConfirmSignUp with the right code, then a login",
        lambda w: in_turn(lambda: confirm(unconfirmed(w)), w.srp),
        "done, then tokens", "API", DOC, local_only=True),
    Row("sign_up-verifies", "ConfirmSignUp with the right code, then the user's email_verified",
        lambda w: in_turn(lambda: confirm(unconfirmed(w)), lambda: w.attributes()["email_verified"]),
        "done, then true", "guide, signing up", DOC, local_only=True),
    Row("sign_up-session", "ConfirmSignUp with a made-up Session",
        lambda w: unconfirmed(w).public_call("confirm_sign_up", ConfirmationCode="123456", Session="s" * 40),
        INVALID_SESSION, "text of aws-samples#17", HEARSAY),
    Row("sign_up-confirmed_already", "ConfirmSignUp of a confirmed user",
        lambda w: confirm(w, "123456"),
        "NotAuthorizedException: User cannot be confirmed. Current status is CONFIRMED",
        "amazon-cognito-identity-dart-2#80", SEEN),
    Row("sign_up-resend", "ResendConfirmationCode, then ConfirmSignUp with the old code, then with the new one",
        lambda w: resend(unconfirmed(w)),
        f"done, then {WRONG_CODE}, then done", "API, ResendConfirmationCode", HEARSAY, local_only=True),
    Row("sign_up-only_admin", "SignUp in a pool with AllowAdminCreateUserOnly",
        lambda w: w.set_up(pool=ADMIN_ONLY, user="none").sign_up(),
        "NotAuthorizedException: SignUp is not permitted for this user pool", "media-analysis#8", SEEN),
    Row("sign_up-admin_confirms_once", "AdminConfirmSignUp of a user with a temporary password",
        lambda w: w.set_up(user="new").admin("admin_confirm_sign_up"),
        "NotAuthorizedException: User cannot be confirmed. Current status is FORCE_CHANGE_PASSWORD",
        "text of amazon-cognito-identity-dart-2#80", SEEN),
    Row("forgot_password-wrong_code", "ConfirmForgotPassword with a wrong code",
        lambda w: reset(w, wrong_code(forgotten(w).mailed_code())),
        WRONG_CODE, FLOCI, SEEN, local_only=True),
    Row("forgot_password-right_code",
        "ConfirmForgotPassword with the right code, then a login with the new password",
        lambda w: in_turn(lambda: reset(w, forgotten(w).mailed_code()), lambda: w.srp(w.new_password)),
        "done, then tokens", "API", DOC, local_only=True),
    Row("forgot_password-temporary", "ForgotPassword of a user with a temporary password",
        lambda w: w.set_up(user="new").public_call("forgot_password"),
        "NotAuthorizedException: User password cannot be reset in the current state.", "amplify-flutter#3048",
        SEEN),
    Row("forgot_password-unverified", "ForgotPassword of a user whose e-mail is not verified",
        lambda w: with_email(w, verified=False).public_call("forgot_password"),
        NO_WAY_TO_SEND, "public threads; stock moto's AdminResetUserPassword", SEEN),
    Row("forgot_password-admin_only", "ForgotPassword in a pool in which only administrators reset passwords",
        lambda w: w.set_up(pool={"AccountRecoverySetting": {"RecoveryMechanisms": [
            {"Name": "admin_only", "Priority": 1}]}}).public_call("forgot_password"),
        "NotAuthorizedException: Contact administrator to reset password.", "API, RecoveryOptionType", HEARSAY,
        True),
    Row("forgot_password-guessed", "ConfirmForgotPassword with the right code after five wrong ones",
        lambda w: guess_mailed_code(forgotten(w)),
        "LimitExceededException: Attempt limit exceeded, please try after some time.", "amplify-js#8013", SEEN,
        local_only=True),
]

CODES += [
    Row(f"{name}-unknown_user", f"{name} of an unknown user",
        partial(as_stranger, act=act),
        NO_USER, "public repositories", SEEN)
    for name, act in (
        ("ConfirmSignUp", lambda w: confirm(w, "123456")),
        ("ResendConfirmationCode", lambda w: w.public_call("resend_confirmation_code")),
        ("ConfirmForgotPassword", lambda w: reset(w, "123456")),
    )
]
CODES += [
    Row("sign_up-resend_without_verification", "ResendConfirmationCode in a pool that verifies no attribute",
        lambda w: w.set_up(pool={"AutoVerifiedAttributes": None}, user="unconfirmed").public_call(
            "resend_confirmation_code"
        ),
        "NotAuthorizedException: Cannot resend codes. Auto verification not turned on.", "public repositories",
        SEEN),
    Row("sign_up-resend_without_address", "ResendConfirmationCode for a user who has no e-mail",
        lambda w: in_turn(
            lambda: w.set_up(pool=USERNAMES, user="none").sign_up(UserAttributes=[]),
            lambda: w.public_call("resend_confirmation_code")),
        "done, then InvalidParameterException: The user has no email or phone_number to send a code to.",
        "our wording", HEARSAY),
    Row("sign_up-no_code", "ConfirmSignUp in a pool that verifies no attribute, so that no code is sent",
        lambda w: confirm(w.set_up(pool={"AutoVerifiedAttributes": None}, user="unconfirmed"), "123456"),
        NO_CODE, "text of public repositories", HEARSAY),
    Row("forgot_password-disabled", "ForgotPassword of a disabled user",
        lambda w: in_turn(lambda: w.admin("admin_disable_user"), lambda: w.public_call("forgot_password")),
        "done, then NotAuthorizedException: User is disabled.", "public repositories", SEEN),
    Row("forgot_password-by_admin",
        "AdminResetUserPassword, a login, ConfirmForgotPassword with the code that was sent, a login with the new "
        "password",
        reset_by_admin,
        "done, then PasswordResetRequiredException: Password reset required for the user, then done, then tokens",
        "API, AdminResetUserPassword", DOC, local_only=True),
    Row("forgot_password-by_admin_temporary", "AdminResetUserPassword of a user with a temporary password",
        lambda w: w.set_up(user="new").admin("admin_reset_user_password"),
        "NotAuthorizedException: User password cannot be reset in the current state.",
        "moto, AdminResetUserPassword", HEARSAY, True),
]

ENDS = [
    Row("code-of_sign_up_resets_nothing",
        "ConfirmForgotPassword with the code of SignUp, of a user whose e-mail is verified, then ConfirmSignUp",
        lambda w: confirm_after(w, lambda w: write(w, "email_verified", "true") and reset(w, w.mailed_code())),
        f"{NO_WAY_TO_SEND}, then done", "API", DOC),
    Row("code-of_reset_confirms_nothing", "ConfirmSignUp with the code of ForgotPassword",
        lambda w: reset_after(w, lambda w: confirm(w)),
        "NotAuthorizedException: User cannot be confirmed. Current status is CONFIRMED, then done", "API", DOC),
    *[
        Row(f"code-reset_ended_by_{id}", f"ForgotPassword, then {case}, then ConfirmForgotPassword with the code",
            partial(reset_after, act=act),
            answer, "so that an old message opens nothing", HEARSAY)
        for id, case, act, answer in (
            ("new_password", "AdminSetUserPassword",
             lambda w: w.set_password(w.password), f"done, then {NO_CODE}"),
            ("changed_password", "ChangePassword", change_own_password, f"done, then {NO_CODE}"),
            ("new_address", "another, verified e-mail",
             lambda w: (rename(w), write(w, "email_verified", "true"))[1], f"done, then {NO_CODE}"),
            ("disabling", "AdminDisableUser and AdminEnableUser", disable_for_a_while,
             f"done, then done, then {NO_CODE}"),
        )
    ],
    *[
        Row(f"code-sign_up_ended_by_{id}", f"SignUp, then {case}, then ConfirmSignUp with the code",
            partial(confirm_after, act=act),
            answer, "so that an old message opens nothing", HEARSAY)
        for id, case, act, answer in (
            ("new_address", "another e-mail", rename, f"done, then {NO_CODE}"),
            ("disabling", "AdminDisableUser and AdminEnableUser", disable_for_a_while,
             f"done, then done, then {NO_CODE}"),
        )
    ],
]

DELIVERY_GUIDE = "guide, verifying contact information; mask of a public thread"
DELIVERY = [
    Row("delivery-sign_up", "SignUp with both addresses in a pool that verifies phone numbers",
        lambda w: sent_to(w, "sign_up", BY_PHONE, "email", "phone_number"),
        BY_SMS, DELIVERY_GUIDE, DOC),
    Row("delivery-resend", "ResendConfirmationCode with both addresses in a pool that verifies phone numbers",
        lambda w: sent_to(w, "resend_confirmation_code", BY_PHONE, "email", "phone_number"),
        BY_SMS, DELIVERY_GUIDE, DOC),
    Row("delivery-sign_up_both", "SignUp with both addresses in a pool that verifies both",
        lambda w: sent_to(w, "sign_up", BOTH, "email", "phone_number"),
        BY_SMS, DELIVERY_GUIDE, DOC),
    Row("delivery-sign_up_email", "SignUp with an e-mail in a pool that verifies both",
        lambda w: sent_to(w, "sign_up", BOTH, "email"),
        BY_EMAIL, FLOCI, SEEN),
    Row("delivery-sign_up_nothing", "SignUp with an e-mail in a pool that verifies phone numbers",
        lambda w: sent_to(w, "sign_up", BY_PHONE, "email"),
        "nothing", "moto, tests verified on AWS", SEEN, True),
    Row("delivery-forgot", "ForgotPassword, both addresses verified",
        lambda w: sent_to(w, "forgot_password", BOTH, "email", "phone_number"),
        BY_SMS, "API, AccountRecoverySetting", DOC),
    Row("delivery-forgot_email_first",
        "ForgotPassword, both addresses verified, e-mail first in AccountRecoverySetting",
        lambda w: sent_to(w, "forgot_password", {**BOTH, **EMAIL_FIRST}, "email", "phone_number"),
        BY_EMAIL, "API, AccountRecoverySetting", DOC, True),
    Row("delivery-forgot_unverified", "ForgotPassword, e-mail verified, phone number not verified",
        forgot_with_unverified_phone,
        BY_EMAIL, "API, AccountRecoverySetting", DOC),
    Row("delivery-forgot_one", "ForgotPassword, e-mail verified, no phone number",
        lambda w: sent_to(w, "forgot_password", BOTH, "email"),
        BY_EMAIL, FLOCI, SEEN),
]

USED = "NotAuthorizedException: Invalid session for the user, session can only be used once."
SESSIONS_API = "API, SignUp, ConfirmSignUp, InitiateAuth"
AUTO_SIGN_IN = [
    Row("auto_sign_in-session", "whether SignUp returns a Session, with ALLOW_USER_AUTH, then without",
        lambda w: in_turn(
            lambda: "Session" in w.set_up(user="none").sign_up(),
            lambda: "Session" in w.set_up(user="none", **only("ALLOW_USER_SRP_AUTH")).sign_up()),
        "True, then False", "aws-sdk-js-v3#6724", SEEN),
    Row("auto_sign_in-nothing_sent", "whether SignUp returns a Session if it sends no code",
        lambda w: "Session" in w.set_up(pool={"AutoVerifiedAttributes": None}, user="none").sign_up(),
        "False", "the code is the first factor", HEARSAY, True),
    Row("auto_sign_in-tokens",
        "SignUp, ConfirmSignUp with its Session, then USER_AUTH with the Session that comes back, twice",
        auto_sign_in,
        f"tokens, then {USED}",
        "aws-sdk-js-v3#6724; API, InitiateAuth, Session", SEEN),
    Row("auto_sign_in-not_asked_for",
        "whether ConfirmSignUp without a Session returns one, with ALLOW_USER_AUTH, then without",
        lambda w: in_turn(
            lambda: "Session" in confirm(unconfirmed(w)),
            lambda: "Session" in confirm(w.set_up(user="unconfirmed", **only("ALLOW_USER_SRP_AUTH")))),
        "True, then False", "aws-amplify 6, which relies on it", HEARSAY),
    Row("auto_sign_in-mistyped",
        "ConfirmSignUp with a wrong code, then with the right one and the same Session, then USER_AUTH",
        mistype_and_confirm,
        f"{WRONG_CODE}, then tokens", SESSIONS_API, HEARSAY),
    Row("auto_sign_in-unconfirmed", "USER_AUTH with the Session of SignUp",
        lambda w: sign_in_with(w, w.set_up(user="none").sign_up()),
        INVALID_SESSION, SESSIONS_API, HEARSAY),
    Row("auto_sign_in-of_another", "ConfirmSignUp with the Session of another user's SignUp",
        lambda w: confirm_with_session_of(w, lambda w: w),
        INVALID_SESSION, SESSIONS_API, HEARSAY),
    Row("auto_sign_in-of_another_client", "ConfirmSignUp with the Session of a SignUp through another client",
        lambda w: confirm_with_session_of(w, lambda w: copy(w).client()),
        INVALID_SESSION, SESSIONS_API, HEARSAY),
    Row("auto_sign_in-as_another", "USER_AUTH with the Session of ConfirmSignUp and another user's name, twice",
        lambda w: auto_sign_in(w, USERNAME=w.unknown_username),
        f"{INVALID_SESSION}, then {INVALID_SESSION}", SESSIONS_API, HEARSAY),
    Row("auto_sign_in-other_flow", "USER_PASSWORD_AUTH with the Session of ConfirmSignUp, twice",
        lambda w: auto_sign_in(w, flow="USER_PASSWORD_AUTH", PASSWORD=w.password),
        f"{INVALID_SESSION}, then {INVALID_SESSION}", SESSIONS_API, HEARSAY),
    Row("auto_sign_in-disabled", "ConfirmSignUp, AdminDisableUser, then USER_AUTH with the Session, twice",
        lambda w: auto_sign_in(w, lambda w: w.admin("admin_disable_user")),
        "done, then NotAuthorizedException: User is disabled., then NotAuthorizedException: User is disabled.",
        SESSIONS_API, HEARSAY),
    Row("auto_sign_in-new_password", "ConfirmSignUp, AdminSetUserPassword, then USER_AUTH, twice",
        lambda w: auto_sign_in(w, lambda w: w.set_password(w.new_password)),
        f"done, then {INVALID_SESSION}, then {INVALID_SESSION}", "so that an old session opens nothing", HEARSAY),
    Row("auto_sign_in-mfa", "ConfirmSignUp, then the pool requires TOTP, then USER_AUTH with the Session, twice",
        lambda w: auto_sign_in(w, lambda w: w.require_totp() and {}),
        f"done, then MFA_SETUP, then {USED}", "API, MFA_SETUP", HEARSAY),
]

QUOTAS = "guide, quotas"
TOO_OFTEN = "LimitExceededException: Attempt limit exceeded, please try after some time."
HOURLY = [
    Row("hourly-ConfirmSignUp", "ConfirmSignUp of a confirmed user, 16 times: the last two",
        lambda w: too_often(w, 15, lambda w: confirm(w, "123456")),
        f"NotAuthorizedException: User cannot be confirmed. Current status is CONFIRMED, then {TOO_OFTEN}",
        f"{QUOTAS}; whether a refused one counts is a guess", HEARSAY),
    Row("hourly-ResendConfirmationCode", "ResendConfirmationCode, 6 times: the last two",
        lambda w: too_often(unconfirmed(w), 5, lambda w: w.public_call("resend_confirmation_code")),
        f"done, then {TOO_OFTEN}", QUOTAS, DOC, local_only=True),
    Row("hourly-ChangePassword", "ChangePassword, 6 times: the last two",
        lambda w: too_often(w, 5, change_back_and_forth(w)),
        f"done, then {TOO_OFTEN}", QUOTAS, DOC),
    Row("hourly-GetUserAttributeVerificationCode", "GetUserAttributeVerificationCode, 6 times: the last two",
        lambda w: too_often(w, 5, with_token(w, "get_user_attribute_verification_code", AttributeName="email")),
        f"done, then {TOO_OFTEN}", QUOTAS, DOC, local_only=True),
    Row("hourly-VerifyUserAttribute", "VerifyUserAttribute of a name, which has no code, 16 times: the last two",
        lambda w: too_often(w, 15, with_token(w, "verify_user_attribute", AttributeName="name", Code="123456")),
        f"InvalidParameterException: name is not an attribute that can be verified., then {TOO_OFTEN}",
        f"{QUOTAS}; whether a refused one counts is a guess", HEARSAY),
    Row("hourly-reset",
        "ForgotPassword and ConfirmForgotPassword, 10 times each, then each once more, then ForgotPassword of "
        "another user",
        forget_and_reset,
        f"{TOO_OFTEN}, then {TOO_OFTEN}, then done", f"{QUOTAS}: 5 to 20 by the risk; ours 20", HEARSAY,
        local_only=True),
]

SECTIONS = {
    "Signing up, forgotten passwords": CODES,
    "What ends a code": [row._replace(local_only=True) for row in ENDS],  # they read the codes
    "Signed in after signing up": [row._replace(local_only=True) for row in AUTO_SIGN_IN],  # most read the code
    "How often an hour": HOURLY,
    "Where codes are sent": [row._replace(local_only=True) for row in DELIVERY],  # AWS would send them
}
