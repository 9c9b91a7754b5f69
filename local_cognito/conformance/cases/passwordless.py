"""Signing in with a code by e-mail, the policy that allows it, and users without a password."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from local_cognito.conformance.cases.flows import CHOICE_GUIDE
from local_cognito.conformance.cases.sign_up import disable_for_a_while, sign_in_with, write
from local_cognito.conformance.row import DOC, HEARSAY, SEEN, Row
from local_cognito.conformance.world import (
    HIDES_USERS,
    INVALID_SESSION,
    TOTP_ON,
    USERNAMES,
    WRONG_PASSWORD,
    NotHere,
    Settings,
    World,
    first_factors,
    in_turn,
    only,
    outcome,
    without_enum,
)

CODES = first_factors("PASSWORD", "EMAIL_OTP")
PASSKEYS = first_factors("PASSWORD", "WEB_AUTHN")
MULTI_FACTOR = {"FactorConfiguration": "MULTI_FACTOR_WITH_USER_VERIFICATION"}
RECORDED = "onecgiar_pr, cognito-email-otp-login, 2026-09-11"
CHALLENGES_API = "API, ChallengeResponseType"
SIGN_UP_GUIDE = "guide, passwords at sign-up"
MISMATCH = "CodeMismatchException: Invalid code or auth state for the user."
USED = "NotAuthorizedException: Invalid session for the user, session can only be used once."
CODES_WITH_MFA = (
    "InvalidParameterException: Only PASSWORD and WEB_AUTHN (if configured) can be enabled as an auth factor if "
    "MFA is enabled"
)
MFA_WITH_PASSKEYS = (
    "InvalidParameterException: Cannot set WebAuthn factor configuration to SINGLE_FACTOR if MFA is required and "
    "WebAuthn is an allowed first auth factor"
)
PASSKEYS_WITH_MFA = (
    "InvalidParameterException: WEB_AUTHN cannot be used as an auth factor when MFA is enabled if not configured "
    "for MFA."
)
NO_PASSWORD = "InvalidPasswordException: Password did not conform with policy: Password not long enough"


# --- acts -------------------------------------------------------------------------------------------------------


def allow(w: World, *names: str, **settings: Any) -> dict[str, Any]:
    return w.aws.update_user_pool(UserPoolId=w.user_pool_id, **first_factors(*names), **settings)


def allowed(w: World) -> str:
    pool = w.aws.describe_user_pool(UserPoolId=w.user_pool_id)["UserPool"]
    return ", ".join(pool["Policies"]["SignInPolicy"]["AllowedFirstAuthFactors"])


def require_mfa(w: World, mode: str = "ON", **web_authn: str) -> dict[str, Any]:
    block = {"WebAuthnConfiguration": web_authn} if web_authn else {}
    return w.aws.set_user_pool_mfa_config(UserPoolId=w.user_pool_id, MfaConfiguration=mode, **TOTP_ON, **block)


def offers(w: World, **parameters: Any) -> str:
    return ", ".join(w.initiate("USER_AUTH", **parameters)["AvailableChallenges"])


def with_codes(w: World, kind: str = "confirmed", **client: Any) -> World:
    """A pool with codes, and a user: of `World.set_up`, ``stranger``, ``without a password`` or ``disabled``."""
    if kind in ("confirmed", "new", "unconfirmed"):
        return w.set_up(pool=CODES, user=kind, **client)
    w.set_up(pool=CODES, user="none", **client)
    if kind == "stranger":
        w.username = w.unknown_username
    else:
        w.create_user(TemporaryPassword=None)
        if kind == "disabled":
            w.admin("admin_disable_user")
    return w


def asked_for_code(w: World, **parameters: Any) -> dict[str, Any]:
    return w.initiate("USER_AUTH", PREFERRED_CHALLENGE="EMAIL_OTP", **parameters)


def shown(asked: dict[str, Any]) -> str:
    """What an answer says of the code that was sent."""
    told = asked["ChallengeParameters"]
    medium, destination = told["CODE_DELIVERY_DELIVERY_MEDIUM"], told["CODE_DELIVERY_DESTINATION"]
    return f"{asked['ChallengeName']}, {medium}, {destination}, {asked['AvailableChallenges']}"


def enter(w: World, asked: dict[str, Any], code: str | None = None) -> dict[str, Any]:
    return w.answer(asked, EMAIL_OTP_CODE=code or w.mailed_code())


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**8:08d}"


def six_wrong_codes(w: World) -> str:
    return in_turn(*[partial(enter, w, asked_for_code(with_codes(w)), "00000000")] * 6)


def right_after_wrong(w: World) -> str:
    asked = asked_for_code(with_codes(w))
    code = w.mailed_code()
    return in_turn(*[partial(enter, w, asked, wrong(code))] * 7, partial(enter, w, asked, code))


def enter_after(w: World, act: Callable[[World], Any]) -> str:
    """A code is sent; something happens; then the code is entered."""
    asked = asked_for_code(with_codes(w))
    code = w.mailed_code()
    return in_turn(partial(act, w), partial(enter, w, asked, code))


def rename_verified(w: World) -> dict[str, Any]:
    """An administrator gives the user another e-mail address, which is the user's name."""
    w.email = f"new-{w.email}"
    new = {"email": w.email, "email_verified": "true"}
    entries = [{"Name": name, "Value": value} for name, value in new.items()]
    answer = w.admin("admin_update_user_attributes", UserAttributes=entries)
    w.username = w.email
    return answer


def enter_twice(w: World) -> str:
    asked = asked_for_code(with_codes(w))
    code = w.mailed_code()
    return in_turn(*[partial(enter, w, asked, code)] * 2)


def two_sessions(w: World) -> str:
    """The second code for the first session, then for the second; then the first code for the first."""
    first = asked_for_code(with_codes(w))
    first_code = w.mailed_code()
    second = asked_for_code(w)
    second_code = w.mailed_code()
    return in_turn(
        partial(enter, w, first, second_code),
        partial(enter, w, second, second_code),
        partial(enter, w, first, first_code),
    )


def choose_code(w: World, *, as_admin: bool = False) -> str:
    asked = with_codes(w).initiate("USER_AUTH", as_admin=as_admin)
    sent = w.respond("SELECT_CHALLENGE", asked["Session"], as_admin=as_admin, ANSWER="EMAIL_OTP")
    code = {"EMAIL_OTP_CODE": w.mailed_code()}
    return in_turn(lambda: sent, partial(w.respond, "EMAIL_OTP", sent["Session"], as_admin=as_admin, **code))


def choose_code_after(w: World, operation: str) -> str:
    """What comes of the choice of a code, after an administrator's operation on the user since the question."""
    asked = with_codes(w).initiate("USER_AUTH")
    return in_turn(partial(w.admin, operation), partial(w.answer, asked, ANSWER="EMAIL_OTP"))


def is_mailed(w: World) -> str:
    """Whether a code reaches the user."""
    asked_for_code(w)
    try:
        return f"a code of {len(w.mailed_code())} digits"
    except NotHere:
        return "no code"


def session_of_other_factor(w: World) -> str:
    """The session of a password as that of a code, and the other way round; each with the right answer."""
    sent = asked_for_code(with_codes(w))
    asked = w.initiate("USER_AUTH", PREFERRED_CHALLENGE="PASSWORD")
    return in_turn(
        lambda: w.respond("EMAIL_OTP", asked["Session"], EMAIL_OTP_CODE=w.mailed_code()),
        lambda: w.respond("PASSWORD", sent["Session"], PASSWORD=w.password),
        lambda: w.respond("SELECT_CHALLENGE", sent["Session"], ANSWER="PASSWORD", PASSWORD=w.password),
    )


def create(w: World, pool: Settings, **options: Any) -> str:
    """The status of a user for whom AdminCreateUser is sent no password."""
    w.set_up(pool=pool, user="none")
    return w.create_user(**{"TemporaryPassword": None, **options})["User"]["UserStatus"]


def give_password(w: World) -> str:
    with_codes(w, "without a password")
    return in_turn(w.sign_in, lambda: w.set_password(w.password), w.sign_in, lambda: offers(w))


def choose_first_password(w: World) -> str:
    """ChangePassword of a user without a password: with a wrong old password, then without any."""
    token = enter(w, asked_for_code(with_codes(w, "without a password")))["AuthenticationResult"]["AccessToken"]
    change = partial(w.public.change_password, AccessToken=token, ProposedPassword=w.password)
    return in_turn(partial(change, PreviousPassword=w.wrong_password), change, w.sign_in)


def sign_up_without_password(w: World, pool: Settings = CODES, **client: Any) -> str:
    w.set_up(pool=pool, user="none", **client)
    return in_turn(partial(w.sign_up, Password=None), lambda: w.status())


def refused_without_password(w: World, **options: Any) -> str:
    return sign_up_without_password(w, **options).partition(", then")[0]


def sign_up_and_in(w: World) -> str:
    signed_up = w.set_up(pool=CODES, user="none").sign_up(Password=None)
    code = w.mailed_code()
    confirmed = w.public_call("confirm_sign_up", ConfirmationCode=code, Session=signed_up["Session"])
    return in_turn(partial(sign_in_with, w, confirmed), lambda: enter(w, asked_for_code(w)))


# --- rows -------------------------------------------------------------------------------------------------------
# fmt: off

POLICY = [
    Row("first-default", "the AllowedFirstAuthFactors of a pool that is created without them",
        allowed,
        "PASSWORD", "API, in examples", HEARSAY),
    Row("first-changed", "the AllowedFirstAuthFactors after CreateUserPool, then after UpdateUserPool",
        lambda w: in_turn(lambda: allowed(w.set_up(pool=CODES)), lambda: allow(w, "PASSWORD", "WEB_AUTHN"),
                          lambda: allowed(w)),
        "PASSWORD, EMAIL_OTP, then done, then PASSWORD, WEB_AUTHN", "API, SignInPolicyType", DOC, True),
    Row("first-unknown", "UpdateUserPool with a first factor that does not exist",
        lambda w: without_enum(allow, w, "MAGIC"),
        "InvalidParameterException: 1 validation error detected: Value '[MAGIC]' at "
        "'policies.signInPolicy.allowedFirstAuthFactors' failed to satisfy constraint: Member must satisfy "
        "constraint: [Member must satisfy", "API model of botocore", SEEN),
    Row("first-totp", "UpdateUserPool with SOFTWARE_TOKEN as a first factor",
        lambda w: outcome(allow, w, "PASSWORD", "SOFTWARE_TOKEN").partition(":")[0],
        "InvalidParameterException", "API, SignInPolicyType, in part", HEARSAY),
    Row("first-no_password", "UpdateUserPool with EMAIL_OTP as the only first factor, then with WEB_AUTHN",
        lambda w: in_turn(lambda: allow(w, "EMAIL_OTP"), lambda: allow(w, "WEB_AUTHN")),
        ", then ".join(["InvalidParameterException: PASSWORD must be among AllowedFirstAuthFactors."] * 2),
        "CDK, AllowedFirstAuthFactors; our wording", HEARSAY),
    Row("first-lite", "UpdateUserPool to the Lite tier, with EMAIL_OTP as a first factor",
        lambda w: allow(w, "PASSWORD", "EMAIL_OTP", UserPoolTier="LITE"),
        "FeatureUnavailableInTierException: AllowedFirstAuthFactors other than PASSWORD needs the Essentials tier "
        "or higher.", "API, SignInPolicyType; our wording", HEARSAY),
    Row("first-codes-mfa", "MFA required in a pool with EMAIL_OTP as a first factor",
        lambda w: require_mfa(w.set_up(pool=CODES)),
        CODES_WITH_MFA, "cdkd#1975", SEEN),
    Row("first-codes-optional", "MFA optional in a pool with EMAIL_OTP as a first factor",
        lambda w: require_mfa(w.set_up(pool=CODES), "OPTIONAL"),
        "done", "cdkd#2069", SEEN, True),
    Row("first-mfa-codes", "EMAIL_OTP as a first factor in a pool that requires MFA",
        lambda w: in_turn(lambda: require_mfa(w), lambda: allow(w, "PASSWORD", "EMAIL_OTP")),
        f"done, then {CODES_WITH_MFA}", "text of cdkd#1975", HEARSAY),
    Row("first-passkeys-mfa",
        "MFA required in a pool with WEB_AUTHN as a first factor: without WebAuthnConfiguration, then without "
        "FactorConfiguration, then with MULTI_FACTOR_WITH_USER_VERIFICATION",
        lambda w: in_turn(
            lambda: require_mfa(w.set_up(pool=PASSKEYS)),
            lambda: require_mfa(w, UserVerification="required"),
            lambda: require_mfa(w, **MULTI_FACTOR),
        ),
        f"{MFA_WITH_PASSKEYS}, then {MFA_WITH_PASSKEYS}, then done", "cdkd#2064", SEEN),
    Row("first-passkeys-optional", "MFA optional in a pool with WEB_AUTHN as a first factor, SINGLE_FACTOR",
        lambda w: require_mfa(w.set_up(pool=PASSKEYS), "OPTIONAL", FactorConfiguration="SINGLE_FACTOR"),
        "done", "cdkd#2064", SEEN, True),
    Row("first-mfa-passkeys", "WEB_AUTHN as a first factor in a pool that requires MFA, SINGLE_FACTOR",
        lambda w: in_turn(lambda: require_mfa(w), lambda: allow(w, "PASSWORD", "WEB_AUTHN")),
        f"done, then {PASSKEYS_WITH_MFA}", "terraform-provider-aws#50110", SEEN),
]

OFFERS = [
    Row("offers-all", "AvailableChallenges in a pool with PASSWORD and EMAIL_OTP",
        lambda w: offers(with_codes(w)),
        "PASSWORD_SRP, PASSWORD, EMAIL_OTP", "our order", HEARSAY),
    Row("offers-no_password", "the same for a user without a password",
        lambda w: offers(with_codes(w, "without a password")),
        "EMAIL_OTP", f"{RECORDED}, in part", HEARSAY),
    Row("offers-unverified", "the same for a user whose e-mail address is not verified",
        lambda w: in_turn(lambda: write(with_codes(w), "email_verified", "false"), lambda: offers(w)),
        "done, then PASSWORD_SRP, PASSWORD", "common knowledge", HEARSAY),
    Row("offers-stranger", "the same for a user who does not exist",
        lambda w: offers(with_codes(w, "stranger")),
        "PASSWORD_SRP, PASSWORD, EMAIL_OTP", "as for a user who has both", HEARSAY),
    Row("offers-mfa", "the same for a user with an authenticator app, where MFA is optional",
        lambda w: in_turn(lambda: with_codes(w).set_up_totp() and "set up", lambda: offers(w)),
        "set up, then PASSWORD_SRP, PASSWORD", "Amplify docs, passwordless", DOC),
    Row("offers-instead",
        "PREFERRED_CHALLENGE=EMAIL_OTP for a user with a temporary password, then its AvailableChallenges",
        lambda w: in_turn(lambda: asked_for_code(with_codes(w, "new")),
                          lambda: offers(w, PREFERRED_CHALLENGE="EMAIL_OTP")),
        "SELECT_CHALLENGE, then PASSWORD_SRP, PASSWORD", RECORDED, SEEN),
    Row("offers-instead-no_password", "PREFERRED_CHALLENGE=PASSWORD, with one, for a user without a password",
        lambda w: with_codes(w, "without a password").sign_in("USER_AUTH", PREFERRED_CHALLENGE="PASSWORD"),
        "SELECT_CHALLENGE", "as for EMAIL_OTP", HEARSAY),
    Row("offers-bad_choice", "SELECT_CHALLENGE answered with EMAIL_OTP in a pool without it",
        lambda w: w.answer(w.initiate("USER_AUTH"), ANSWER="EMAIL_OTP"),
        "InvalidParameterException: EMAIL_OTP is not one of the available challenges.", "our wording", HEARSAY),
]

EMAIL = [
    Row("code-sent", "PREFERRED_CHALLENGE=EMAIL_OTP: medium, destination and AvailableChallenges",
        lambda w: shown(asked_for_code(with_codes(w, "without a password"))),
        "EMAIL_OTP, EMAIL, t***@e***, ['EMAIL_OTP']", RECORDED, SEEN),
    Row("code-stranger", "the same for a user who does not exist, PreventUserExistenceErrors=ENABLED",
        lambda w: shown(asked_for_code(with_codes(w, "stranger", **HIDES_USERS))),
        "EMAIL_OTP, EMAIL, n***@e***, ['EMAIL_OTP']", RECORDED, SEEN),
    Row("code-stranger-legacy", "the same, PreventUserExistenceErrors not set",
        lambda w: shown(asked_for_code(with_codes(w, "stranger"))),
        "EMAIL_OTP, EMAIL, n***@e***, ['EMAIL_OTP']", "guide, user existence errors", HEARSAY),
    Row("code-stranger-wrong", "a code for a user who does not exist",
        lambda w: enter(w, asked_for_code(with_codes(w, "stranger")), "12345678"),
        MISMATCH, "as for a wrong code", HEARSAY),
    Row("code-mailed", "the code that is mailed",
        lambda w: is_mailed(with_codes(w)),
        "a code of 8 digits", RECORDED, SEEN, local_only=True),
    Row("code-mailed-disabled", "the same for a user who is disabled",
        lambda w: is_mailed(with_codes(w, "disabled")),
        "no code", "our reading", HEARSAY, local_only=True),
    Row("code-mailed-unverified", "the same for a user whose e-mail address is not verified",
        lambda w: in_turn(lambda: write(with_codes(w), "email_verified", "false"), lambda: is_mailed(w)),
        "done, then no code", "our reading", HEARSAY, local_only=True),
    Row("code-right", "the right code",
        lambda w: enter(w, asked_for_code(with_codes(w))),
        "tokens", RECORDED, SEEN, local_only=True),
    Row("code-wrong", "six wrong codes",
        six_wrong_codes,
        ", then ".join([MISMATCH] * 6), RECORDED, SEEN),
    Row("code-right_after_wrong", "seven wrong codes, then the right one",
        right_after_wrong,
        ", then ".join([*[MISMATCH] * 7, "tokens"]), "our reading", HEARSAY, local_only=True),
    Row("code-missing", "EMAIL_OTP answered without a code",
        lambda w: w.answer(asked_for_code(with_codes(w))),
        "InvalidParameterException: Missing required parameter EMAIL_OTP_CODE", "text of aws-sdk-cpp#452",
        HEARSAY),
    Row("code-twice", "the right code twice",
        enter_twice,
        f"tokens, then {USED}", RECORDED, SEEN, local_only=True),
    Row("code-two_sessions", "two sessions: the second code for the first, then each code for its own",
        two_sessions,
        f"{MISMATCH}, then tokens, then tokens", "our reading", HEARSAY, local_only=True),
    Row("code-chosen", "SELECT_CHALLENGE answered with EMAIL_OTP, then the right code",
        choose_code,
        "EMAIL_OTP, then tokens", f"{CHALLENGES_API}; {CHOICE_GUIDE}", DOC, local_only=True),
    Row("code-as_admin", "the same through AdminInitiateAuth and AdminRespondToAuthChallenge",
        partial(choose_code, as_admin=True),
        "EMAIL_OTP, then tokens", CHALLENGES_API, DOC, local_only=True),
    *[Row(f"code-chosen-{name}", f"SELECT_CHALLENGE answered with EMAIL_OTP after {what}",
          partial(choose_code_after, operation=operation),
          f"done, then {INVALID_SESSION}", "our reading", HEARSAY)
      for name, what, operation in [
          ("disabled", "AdminDisableUser", "admin_disable_user"),
          ("deleted", "AdminDeleteUser", "admin_delete_user"),
      ]],
    Row("code-other_factor",
        "the right code with the session of PASSWORD, then the password with that of EMAIL_OTP, as PASSWORD, then "
        "as SELECT_CHALLENGE",
        session_of_other_factor,
        ", then ".join([INVALID_SESSION] * 3), "text of aws-samples#17", HEARSAY, local_only=True),
    *[Row(f"code-after-{name}", f"the right code after {what}",
          partial(enter_after, act=act),
          f"{done}, then {answer}", "our reading", HEARSAY, local_only=True)
      for name, what, act, done, answer in [
          ("disabled", "AdminDisableUser", lambda w: w.admin("admin_disable_user"), "done", INVALID_SESSION),
          ("disabled_for_a_while", "AdminDisableUser and AdminEnableUser", disable_for_a_while, "done, then done",
           INVALID_SESSION),
          ("deleted", "AdminDeleteUser", lambda w: w.admin("admin_delete_user"), "done", INVALID_SESSION),
          ("renamed", "the e-mail address was replaced by another that is verified", rename_verified, "done",
           INVALID_SESSION),
          ("unverified", "an administrator said that the e-mail address is not verified",
           lambda w: write(w, "email_verified", "false"), "done", INVALID_SESSION),
          ("password", "AdminSetUserPassword", lambda w: w.set_password(w.new_password), "done", INVALID_SESSION),
          ("policy", "EMAIL_OTP was taken from the pool", lambda w: allow(w, "PASSWORD"), "done", INVALID_SESSION),
          ("mfa", "an authenticator app was set up", lambda w: w.set_up_totp() and "done", "done",
           INVALID_SESSION),
      ]],
]

USERS = [
    Row("no_password-created", "the status after AdminCreateUser without TemporaryPassword, with EMAIL_OTP",
        partial(create, pool=CODES),
        "CONFIRMED", RECORDED, SEEN),
    Row("no_password-blank", "the same, TemporaryPassword empty",
        partial(create, pool=CODES, TemporaryPassword=""),
        "CONFIRMED", "API, AdminCreateUser; status as without", DOC),
    Row("no_password-passkeys", "the same without TemporaryPassword, with WEB_AUTHN but not EMAIL_OTP",
        partial(create, pool=PASSKEYS),
        "FORCE_CHANGE_PASSWORD", "API, AdminCreateUser", DOC, True),
    Row("no_password-has_one", "the same with TemporaryPassword, with EMAIL_OTP",
        lambda w: create(w, CODES, TemporaryPassword=w.password),
        "FORCE_CHANGE_PASSWORD", "API, AdminCreateUser", DOC, True),
    Row("no_password-invited_again", "MessageAction=RESEND without TemporaryPassword, with EMAIL_OTP; the status",
        lambda w: in_turn(
            lambda: with_codes(w, "new").create_user(TemporaryPassword=None, MessageAction="RESEND"), w.status),
        "done, then FORCE_CHANGE_PASSWORD", "API, AdminCreateUser", HEARSAY, True),
    Row("no_password-no_email", "AdminCreateUser without TemporaryPassword and without email, with EMAIL_OTP",
        partial(create, pool={**CODES, **USERNAMES}, UserAttributes=[]),
        "InvalidParameterException: A user without a password needs an email to be sent codes.",
        "API, AdminCreateUser; our wording", HEARSAY),
    Row("no_password-guess", "a user without a password: USER_PASSWORD_AUTH with one, empty, then USER_SRP_AUTH",
        lambda w: in_turn(with_codes(w, "without a password").sign_in, lambda: w.sign_in(PASSWORD=" "), w.srp),
        f"{WRONG_PASSWORD}, then {WRONG_PASSWORD}, then {WRONG_PASSWORD}", "as for a wrong password", HEARSAY),
    Row("no_password-set", "the same, before and after AdminSetUserPassword, then AvailableChallenges",
        give_password,
        f"{WRONG_PASSWORD}, then done, then tokens, then PASSWORD_SRP, PASSWORD, EMAIL_OTP",
        "API, AdminSetUserPassword; our order", HEARSAY),
    Row("no_password-change", "ChangePassword of a user without a password: a wrong old one, none, then a login",
        choose_first_password,
        f"{WRONG_PASSWORD}, then done, then tokens", "API, ChangePassword", DOC, local_only=True),
    Row("no_password-sign_up", "SignUp without Password, then the status",
        sign_up_without_password,
        "done, then UNCONFIRMED", SIGN_UP_GUIDE, DOC),
    Row("no_password-sign_up-in", "SignUp without Password, confirmed: sign-in with its Session, then with a code",
        sign_up_and_in,
        "tokens, then tokens", "API, InitiateAuth", DOC, local_only=True),
    *[Row(f"no_password-sign_up-{name}", f"SignUp without Password {where}",
          partial(refused_without_password, **options),
          NO_PASSWORD, f"{SIGN_UP_GUIDE}; text of another case", HEARSAY)
      for name, where, options in [
          ("no_codes", "in a pool without EMAIL_OTP", {"pool": {}}),
          ("flow", "through a client without ALLOW_USER_AUTH", only("ALLOW_USER_PASSWORD_AUTH")),
          ("unverified", "in a pool that does not verify e-mail addresses",
           {"pool": {**CODES, "AutoVerifiedAttributes": None}}),
      ]],
    Row("no_password-sign_up-no_email", "SignUp without Password and without email",
        lambda w: w.set_up(pool={**CODES, **USERNAMES}, user="none").sign_up(Password=None, UserAttributes=[]),
        NO_PASSWORD, f"{SIGN_UP_GUIDE}; text of another case", HEARSAY),
]

SECTIONS = {
    "First factors of a pool": POLICY,
    "First factors of a user": OFFERS,
    "Codes by e-mail": EMAIL,
    "Users without a password": USERS,
}
