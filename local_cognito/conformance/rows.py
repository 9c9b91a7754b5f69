# ruff: noqa: E501
"""The table: what is called, what AWS answers, where that is known from, and what stock moto answers instead.

    python -m local_cognito.conformance > local_cognito/README.md

writes the table for readers; `test_conformance` calls each row over HTTP. A row reads aloud: *unknown user, by
USER_PASSWORD_AUTH: UserNotFoundException, User does not exist.* Calls are on a `World`: one pool, client and user.

Sources: ``guide`` and ``API`` are AWS's developer guide and API reference; a repository with a number is the issue
in which somebody shows what real Cognito answered; ``ministack#1758`` is a table measured against a real pool.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from local_cognito import srp
from local_cognito.conformance.acts import (
    SECRET,
    WAYS,
    admin_sign_out,
    after,
    answer_as_admin,
    answer_twice,
    answer_without_hash,
    answered,
    answered_with_other_name,
    ask_new_password,
    at,
    attributes_shown,
    before_list,
    both,
    change_password,
    choose_password,
    claim_names,
    client_of,
    confirm,
    create_pool,
    delete,
    delete_oneself,
    delete_protected,
    disable,
    disabled,
    forgotten,
    get_user,
    guess_mailed_code,
    guess_old_password,
    hashed,
    headers_of_forgot_password,
    id_claim,
    lock_stranger,
    locked_out,
    login_by_sms,
    made_of,
    new_password_counts,
    only_user_auth,
    other_answers,
    parameters_of,
    refresh,
    refresh_after_update,
    renew,
    renew_old,
    replay,
    resend,
    reset,
    reset_required,
    revoke,
    same_for_stranger,
    secrets_differ,
    set_up_at_login,
    sign_out,
    srp_and_refresh,
    through_another_client,
    too_short,
    totp_guessed,
    totp_login,
    totp_replay,
    unsigned_admin_call,
    unverified,
    update_client,
    verified,
    verify_email,
    verify_wrong,
    with_other_secret,
    with_totp,
    write_own,
    wrong_mailed_code,
)
from local_cognito.conformance.world import (
    ENABLED,
    EXCEEDED,
    NAMES,
    NO_SESSION,
    NOT_THERE,
    WRONG,
    World,
    connect,
    said,
    tokens,
    totp_code,
    wrong_code,
)

DOC, SEEN, HEARSAY, OURS = "doc", "seen", "hearsay", "ours"
#: The moto that the last column was recorded on.
RECORDED_ON = "5.2.5"


class Row(NamedTuple):
    """A case: what is called and what AWS answers; where that is known from and how well; whether stock moto answers
    so too; how much a wrong answer matters (A teaches something false, B is a wrong or odd error, C is cosmetic)."""

    id: str
    what: str
    call: Callable[[World], Any]
    answer: str
    source: str
    grade: str
    stock_moto_agrees: bool = False
    severity: str = "A"

    def expected(self, world: World) -> str:
        """The answer, with the names of this run in the place of their marks."""
        return self.answer.format(
            client=world.client_id, pool=world.user_pool_id, user=world.username, stranger=world.stranger
        )

    def tried(self, url: str) -> tuple[str, str]:
        """What the call comes to at an endpoint, and what it should come to."""
        world = World(url)
        return said(self.call, world), self.expected(world)


def only(*flows: str) -> dict[str, Any]:
    return {"ExplicitAuthFlows": list(flows)}


# fmt: off
ALIAS = {"UsernameAttributes": None, "AliasAttributes": ["email"]}
ANY_CASE = {"UsernameConfiguration": {"CaseSensitive": False}}
MINISTACK = "ministack#1758"
ERRORS = "guide, managing errors"
FLOWS_API = "API, ExplicitAuthFlows"
TOKENS_GUIDE = "guide, using tokens"

STOCK_MOTO_CHECKS = {"USER_PASSWORD_AUTH"}
STOCK_MOTO_LETS_IN = {"ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH", "USER_PASSWORD_AUTH", "USER_SRP_AUTH"}


def passwords() -> Iterator[Row]:
    """(a) The right and the wrong password, every way, in every kind of client and at the first login."""
    source = f"{MINISTACK}; oneuptime.com 2026-02-12"
    for way, tried in WAYS.items():
        yield Row(f"right_password-{way}", f"the right password, {way}",
            lambda w, tried=tried: tried(w, w.password),
            "tokens", "API", DOC, way in STOCK_MOTO_LETS_IN)
        yield Row(f"wrong_password-{way}", f"a wrong password, {way}",
            lambda w, tried=tried: tried(w, w.wrong),
            WRONG, source, SEEN, way in STOCK_MOTO_CHECKS)
        yield Row(f"wrong_password-client_with_secret-{way}", f"a wrong password with the right SECRET_HASH, {way}",
            lambda w, tried=tried: tried(w.made(**SECRET), w.wrong),
            WRONG, source, SEEN, way in STOCK_MOTO_CHECKS)
        yield Row(f"wrong_password-new_password_required-{way}",
            f"a wrong password in the place of the temporary one, {way}",
            lambda w, tried=tried: tried(w.made(user="new"), w.wrong),
            WRONG, source, SEEN, way in STOCK_MOTO_CHECKS)
        yield Row(f"temporary_password-{way}", f"the temporary password, {way}",
            lambda w, tried=tried: tried(w.made(user="new"), w.password),
            "NEW_PASSWORD_REQUIRED", "CLI, admin-initiate-auth", DOC, way in STOCK_MOTO_LETS_IN)


def unknown_users() -> Iterator[Row]:
    """(b) Somebody who is not there: told, or kept secret."""
    ways: dict[str, Callable[[World], Any]] = {
        "ADMIN_USER_PASSWORD_AUTH": lambda w: w.sign_in("ADMIN_USER_PASSWORD_AUTH", USERNAME=w.stranger),
        "USER_PASSWORD_AUTH": lambda w: w.sign_in("USER_PASSWORD_AUTH", USERNAME=w.stranger),
        "USER_SRP_AUTH": lambda w: w.srp(USERNAME=w.stranger),
    }
    for way, tried in ways.items():
        yield Row(f"unknown_user-legacy-{way}",
            f"an unknown user, {way}, PreventUserExistenceErrors as the API leaves it",
            tried,
            NOT_THERE, f"{ERRORS}; {MINISTACK}", DOC, True)
        yield Row(f"unknown_user-hidden-{way}", f"an unknown user, {way}, PreventUserExistenceErrors=ENABLED",
            lambda w, tried=tried: tried(w.made(**ENABLED)),
            WRONG, ERRORS, DOC)
    yield Row("unknown_user-hidden-challenge", "... whose SRP challenge looks like anybody's",
        lambda w: w.made(**ENABLED).begin_srp(USERNAME=w.stranger),
        "PASSWORD_VERIFIER", ERRORS, DOC)
    yield Row("unknown_user-hidden-same_salt", "... with the same salt and the same UUID each time, and SRP_B new",
        lambda w: same_for_stranger(w.made(**ENABLED)),
        "SALT same, USER_ID_FOR_SRP same, SRP_B new", ERRORS, DOC)
    yield Row("unknown_user-hidden-USER_AUTH", "an unknown user, USER_AUTH: asked for the factor like anybody",
        lambda w: w.initiate("USER_AUTH", USERNAME=w.stranger),
        "SELECT_CHALLENGE", ERRORS, DOC)
    yield Row("unknown_user-forgot_password", "ForgotPassword for an unknown user",
        lambda w: w.public_call("forgot_password", Username=w.stranger),
        NOT_THERE, ERRORS, DOC, severity="B")
    yield Row("unknown_user-hidden-forgot_password",
        "... PreventUserExistenceErrors=ENABLED: a delivery that never happens",
        lambda w: w.made(**ENABLED).public_call("forgot_password", Username=w.stranger),
        "done", ERRORS, DOC, True, severity="C")


SRP_ONLY = only("ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH")
PASSWORD_ONLY = only("ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH")
ADMIN_OFF = "InvalidParameterException: Auth flow not enabled for this client"
PASSWORD_OFF = "InvalidParameterException: USER_PASSWORD_AUTH flow not enabled for this client"
SRP_OFF = "InvalidParameterException: USER_SRP_AUTH is not enabled for the client."
NOT_HERE = "InvalidParameterException: Initiate Auth method not supported."
ENUM = (
    "InvalidParameterException: 1 validation error detected: Value 'MAGIC' at 'authFlow' failed to satisfy constraint: "
    "Member must satisfy"
)

FLOWS = [  # (c)
    Row("flow_off-USER_PASSWORD_AUTH",
        "the right password by USER_PASSWORD_AUTH, the client without ALLOW_USER_PASSWORD_AUTH",
        lambda w: w.made(**SRP_ONLY).sign_in(),
        PASSWORD_OFF, "four public repositories", SEEN),
    Row("flow_off-ADMIN_USER_PASSWORD_AUTH", "... by ADMIN_USER_PASSWORD_AUTH",
        lambda w: w.made(**SRP_ONLY).sign_in("ADMIN_USER_PASSWORD_AUTH"),
        ADMIN_OFF, "public threads", SEEN),
    Row("flow_off-ADMIN_NO_SRP_AUTH", "... by its older name ADMIN_NO_SRP_AUTH",
        lambda w: w.made(**SRP_ONLY).sign_in("ADMIN_NO_SRP_AUTH"),
        ADMIN_OFF, "public threads", SEEN),
    Row("flow_off-USER_SRP_AUTH", "... by USER_SRP_AUTH",
        lambda w: w.made(**PASSWORD_ONLY).srp(),
        SRP_OFF, "aws-serverless-workshops#277", SEEN),
    Row("flow_off-USER_SRP_AUTH-as_admin", "... by USER_SRP_AUTH as administrator",
        lambda w: w.made(**PASSWORD_ONLY).srp(as_admin=True),
        SRP_OFF, "aws-serverless-workshops#277", SEEN),
    Row("flow_off-USER_AUTH", "USER_AUTH, the client without ALLOW_USER_AUTH",
        lambda w: w.made(**PASSWORD_ONLY).initiate("USER_AUTH"),
        "InvalidParameterException: USER_AUTH is not enabled for the client.", "our wording", HEARSAY),
    Row("flow_off-CUSTOM_AUTH", "CUSTOM_AUTH, on the client, without a Lambda trigger",
        lambda w: w.made(**only("ALLOW_CUSTOM_AUTH")).initiate("CUSTOM_AUTH"),
        "InvalidParameterException: Custom auth lambda trigger is not configured for the user pool.",
        "common knowledge", HEARSAY),
    Row("flow_off-REFRESH_TOKEN_AUTH", "a refresh after the client lost ALLOW_REFRESH_TOKEN_AUTH",
        lambda w: refresh_after_update(w, ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"]),
        "InvalidParameterException: REFRESH_TOKEN_AUTH is not enabled for the client.", "our wording", HEARSAY,
        severity="B"),
    Row("flow_default-password", "a client made without ExplicitAuthFlows: no USER_PASSWORD_AUTH",
        lambda w: w.made(ExplicitAuthFlows=None).sign_in(),
        PASSWORD_OFF, FLOWS_API, DOC),
    Row("flow_default-admin", "... no ADMIN_USER_PASSWORD_AUTH",
        lambda w: w.made(ExplicitAuthFlows=None).sign_in("ADMIN_USER_PASSWORD_AUTH"),
        ADMIN_OFF, FLOWS_API, DOC),
    Row("flow_default-srp_and_refresh", "... but USER_SRP_AUTH, and refreshing",
        lambda w: srp_and_refresh(w.made(ExplicitAuthFlows=None)),
        "tokens, then tokens", FLOWS_API, DOC, True),
    Row("flow_old_names-admin", "a client made with the older ADMIN_NO_SRP_AUTH allows ADMIN_USER_PASSWORD_AUTH",
        lambda w: w.made(**only("ADMIN_NO_SRP_AUTH")).sign_in("ADMIN_USER_PASSWORD_AUTH"),
        "tokens", FLOWS_API, DOC, True),
    Row("flow_old_names-password", "... and not USER_PASSWORD_AUTH",
        lambda w: w.made(**only("ADMIN_NO_SRP_AUTH")).sign_in(),
        PASSWORD_OFF, FLOWS_API, DOC),
    Row("flow_update_resets", "UpdateUserPoolClient that leaves ExplicitAuthFlows out: back to the default",
        lambda w: both(lambda: update_client(w, RefreshTokenValidity=20), w.sign_in),
        f"done, then {PASSWORD_OFF}", "API, UpdateUserPoolClient", DOC),
    Row("flow_public-ADMIN_USER_PASSWORD_AUTH", "ADMIN_USER_PASSWORD_AUTH through InitiateAuth",
        lambda w: w.initiate("ADMIN_USER_PASSWORD_AUTH", PASSWORD=w.password),
        NOT_HERE, "soto-cognito#10", SEEN, severity="C"),
    Row("flow_public-ADMIN_NO_SRP_AUTH", "ADMIN_NO_SRP_AUTH through InitiateAuth",
        lambda w: w.initiate("ADMIN_NO_SRP_AUTH", PASSWORD=w.password),
        NOT_HERE, "soto-cognito#10", SEEN, severity="C"),
    Row("flow_admin-USER_PASSWORD_AUTH", "USER_PASSWORD_AUTH through AdminInitiateAuth",
        lambda w: w.initiate("USER_PASSWORD_AUTH", as_admin=True, PASSWORD=w.password),
        NOT_HERE, "API, AdminInitiateAuth; text of soto-cognito#10", HEARSAY, severity="C"),
    Row("flow_unknown", "an unknown flow",
        lambda w: before_list(w.initiate, "MAGIC"),
        ENUM, "API model of botocore", SEEN, True, severity="C"),
    Row("client_unknown", "an unknown client",
        lambda w: w.public.initiate_auth(ClientId="nobody1", AuthFlow="USER_PASSWORD_AUTH"),
        "ResourceNotFoundException: User pool client nobody1 does not exist.", "common knowledge", HEARSAY,
        severity="C"),
    Row("client_of_another_pool", "AdminInitiateAuth with another pool's client",
        lambda w: client_of(w.another_pool(), w).sign_in("ADMIN_USER_PASSWORD_AUTH"),
        "ResourceNotFoundException: User pool client {client} does not exist.", "common knowledge", HEARSAY,
        severity="C"),
    Row("pool_unknown", "an unknown pool",
        lambda w: w.aws.describe_user_pool(UserPoolId="us-east-1_Nowhere99"),
        "ResourceNotFoundException: User pool us-east-1_Nowhere99 does not exist.", "public threads", SEEN, True,
        severity="C"),
]


FIRST_LOGIN = [  # (d)
    Row("new_password-parameters", "NEW_PASSWORD_REQUIRED carries what a client shows and needs",
        lambda w: parameters_of(ask_new_password(w)[1]),
        "USER_ID_FOR_SRP, requiredAttributes, userAttributes", "CLI, admin-initiate-auth", DOC, severity="B"),
    Row("new_password-parameters_after_srp", "... after SRP too; without them amazon-cognito-identity-js dies",
        lambda w: parameters_of(w.made(user="new").srp()),
        "USER_ID_FOR_SRP, requiredAttributes, userAttributes", "CLI, admin-initiate-auth", DOC),
    Row("new_password-json", "... the attributes as JSON texts",
        lambda w: attributes_shown(w) == w.email,
        "True", "CLI, admin-initiate-auth", DOC),
    Row("new_password-answered", "the answer with a new password, and what becomes of the user",
        lambda w: both(lambda: choose_password(w), w.status),
        "tokens, then CONFIRMED", "API", DOC, True),
    Row("new_password-answered_by_admin", "... through AdminRespondToAuthChallenge",
        lambda w: answer_as_admin(w),
        "tokens", "API", DOC, True),
    Row("new_password-counts", "from then on the new password logs in, and the temporary one does not",
        lambda w: new_password_counts(w),
        f"tokens, then tokens, then {WRONG}", "API", DOC, True),
    Row("new_password-weak", "a new password that is too short",
        lambda w: choose_password(w, too_short()),
        "InvalidPasswordException: Password did not conform with policy: Password not long enough",
        "eight public files", SEEN, severity="B"),
    Row("new_password-other_user", "the session of one user, answered with the name of another",
        lambda w: other_answers(w),
        NO_SESSION, "text of public threads", HEARSAY),
    Row("new_password-twice", "a session that was answered already",
        lambda w: answer_twice(w),
        "tokens, then NotAuthorizedException: Invalid session for the user, session can only be used once.",
        "public threads", SEEN, severity="B"),
    Row("new_password-provided_attribute", "an attribute that the user has already",
        lambda w: w.answer(
            w.made(user="new").sign_in(), NEW_PASSWORD=w.chosen, **{"userAttributes.email": w.stranger}
        ),
        "NotAuthorizedException: Cannot modify an already provided email", "aws-saas-factory-bootcamp#67", SEEN,
        severity="B"),
    Row("new_password-unknown_session", "a session that nobody was given",
        lambda w: w.respond("NEW_PASSWORD_REQUIRED", "s" * 40, NEW_PASSWORD=w.chosen),
        NO_SESSION, "aws-samples#17", SEEN, severity="B"),
    Row("new_password-session_of_another_client", "a session answered through another client of the pool",
        lambda w: through_another_client(w),
        NO_SESSION, "text of aws-samples#17", HEARSAY),
    Row("new_password-forced_again", "AdminSetUserPassword with Permanent=False asks for a new password again",
        lambda w: both(lambda: w.set_password(w.password, permanent=False), w.status, w.sign_in),
        "done, then FORCE_CHANGE_PASSWORD, then NEW_PASSWORD_REQUIRED", "API", DOC, True),
]


def policy(**rules: Any) -> dict[str, Any]:
    return {"pool": {"Policies": {"PasswordPolicy": rules}}}


NO_POLICY = "InvalidPasswordException: Password did not conform with policy: "
BAD_TEMPORARY = "InvalidPasswordException: Password did not conform with password policy: "

POLICIES = [  # (e)
    Row(f"policy-{kind}", f"AdminSetUserPassword with a password that has no {kind}",
        lambda w, made=made: w.set_password(made()),
        NO_POLICY + text, "eight public files", SEEN, severity="B")
    for kind, made, text in (
        ("length", too_short, "Password not long enough"),
        ("uppercase", lambda: made_of("a", "1", "!"), "Password must have uppercase characters"),
        ("lowercase", lambda: made_of("A", "1", "!"), "Password must have lowercase characters"),
        ("number", lambda: made_of("A", "a", "!"), "Password must have numeric characters"),
        ("symbol", lambda: made_of("A", "a", "1"), "Password must have symbol characters"),
        ("symbol_but_a_space_at_the_end", lambda: made_of("A", "a", "1") + " ",
         "Password must have symbol characters"),
    )
] + [
    Row("policy-space_inside", "a space inside a password is a symbol",
        lambda w: w.set_password(made_of("A") + " " + made_of("a", "1")),
        "done", "common knowledge", HEARSAY, True, severity="C"),
    Row("policy-256_letters", "a password of 256 letters",
        lambda w: w.set_password(made_of("A", "a", "1", "!", length=256)),
        "done", "API, PasswordType", DOC, severity="C"),
    Row("policy-partial", "a policy that names a length only asks for nothing else",
        lambda w: w.made(**policy(MinimumLength=6)).set_password(made_of("a", length=6)),
        "done", "common knowledge", HEARSAY, severity="B"),
    Row("policy-sign_up", "SignUp with a short password",
        lambda w: w.made(user="none").sign_up(Password=too_short()),
        NO_POLICY + "Password not long enough", "eight public files", SEEN, severity="B"),
    Row("policy-temporary", "AdminCreateUser with a short temporary password",
        lambda w: w.made(user="none").create_user(TemporaryPassword=too_short()),
        BAD_TEMPORARY + "Password not long enough", "data-dot-all#690", SEEN, severity="B"),
    Row("policy-change", "ChangePassword to a short password",
        lambda w: change_password(w, w.password, too_short()),
        NO_POLICY + "Password not long enough", "eight public files", SEEN, severity="B"),
    Row("policy-default", "the policy of a pool made without one",
        lambda w: w.aws.describe_user_pool(UserPoolId=w.user_pool_id)["UserPool"]["Policies"]["PasswordPolicy"][
            "MinimumLength"
        ],
        "8", "API", DOC, True, severity="C"),
]


NAMES_OF_USERS = [  # (f)
    Row("names-uuid", "in a pool for e-mail sign-in the Username is the sub",
        lambda w: w.admin("admin_get_user")["Username"] == w.sub(),
        "True", "guide, attributes", DOC, True),
    Row("names-id_for_srp", "USER_ID_FOR_SRP in a pool of names is the name",
        lambda w: w.made(pool=NAMES).begin_srp()["ChallengeParameters"]["USER_ID_FOR_SRP"],
        "{user}", MINISTACK, SEEN, severity="B"),
    Row("names-id_for_srp_email", "USER_ID_FOR_SRP in a pool of e-mails is the sub",
        lambda w: w.begin_srp()["ChallengeParameters"]["USER_ID_FOR_SRP"] == w.sub(),
        "True", "guide, authentication flow", DOC, True, severity="B"),
    Row("names-by_sub", "login under the sub",
        lambda w: w.srp(USERNAME=w.sub()),
        "tokens", "guide, attributes", DOC, True),
    Row("names-email_claim", "the ID token's email after SRP is the e-mail",
        lambda w: id_claim(w, w.srp(), "email") == w.email,
        "True", TOKENS_GUIDE, DOC),
    Row("names-case_matters", "login with the e-mail in other letters, CaseSensitive as the API leaves it",
        lambda w: w.sign_in(USERNAME=w.email.upper()),
        NOT_THERE, "API, UsernameConfiguration", DOC, True, severity="B"),
    Row("names-any_case", "... and with CaseSensitive=False",
        lambda w: w.made(pool=ANY_CASE).sign_in(USERNAME=w.email.upper()),
        "tokens", "API, UsernameConfiguration", DOC, severity="B"),
    Row("names-any_case_srp", "... by SRP",
        lambda w: w.made(pool=ANY_CASE).srp(USERNAME=w.email.upper()),
        "tokens", "API, UsernameConfiguration", DOC, severity="B"),
    Row("names-any_case_taken", "a Username that is taken in other letters, with CaseSensitive=False",
        lambda w: w.made(pool={**NAMES, **ANY_CASE}).create_user(w.username.upper(), UserAttributes=None),
        "UsernameExistsException: User account already exists", "common knowledge", HEARSAY, severity="B"),
    Row("names-alias", "login under a verified e-mail alias",
        lambda w: verify_email(w.made(pool=ALIAS)).srp(USERNAME=w.email),
        "tokens", "guide, attributes", DOC, severity="B"),
    Row("names-alias_unverified", "... not verified",
        lambda w: unverified(w.made(pool=ALIAS)).sign_in(USERNAME=w.email),
        NOT_THERE, "guide, attributes", DOC, True, severity="B"),
    Row("names-alias_email_shaped", "a Username that looks like an e-mail, with e-mail as the alias",
        lambda w: w.made(pool=ALIAS, user="none").create_user(w.email),
        "InvalidParameterException: Username cannot be of email format, since user pool is configured for email alias.",
        "public threads", SEEN, severity="B"),
    Row("names-not_an_email", "a Username that is no e-mail in a pool of e-mails",
        lambda w: w.create_user("ada"),
        "InvalidParameterException: Username should be an email.", "public threads", SEEN, severity="C"),
    Row("names-taken", "a Username that is taken",
        lambda w: w.create_user(),
        "UsernameExistsException: User account already exists", "common knowledge", HEARSAY, severity="C"),
    Row("names-taken_alias", "another user's e-mail",
        lambda w: w.someone_else().admin(
            "admin_update_user_attributes", UserAttributes=[{"Name": "email", "Value": w.email}]
        ),
        "AliasExistsException: An account with the given email already exists.", "public threads", SEEN, True,
        severity="B"),
    Row("attributes-unauthorized", "a user who calls themselves verified",
        lambda w: write_own(w, "email_verified", "true"),
        "NotAuthorizedException: A client attempted to write unauthorized attribute", "aws-sdk-js#3603", SEEN),
    Row("attributes-unauthorized_at_sign_up", "... at SignUp",
        lambda w: w.made(user="none").sign_up(UserAttributes=[{"Name": "email_verified", "Value": "true"}]),
        "NotAuthorizedException: A client attempted to write unauthorized attribute", "aws-sdk-js#3603", SEEN),
    Row("attributes-unknown", "an attribute that the pool does not have, such as a claim of the ID token",
        lambda w: write_own(w, "cognito:groups", "admin"),
        "InvalidParameterException: Attributes did not conform to the schema: cognito:groups: Attribute does not exist in the schema.\n",
        "amplify-flutter#509", SEEN),
    Row("attributes-new_email_is_unverified",
        "UpdateUserAttributes with a new e-mail: it has to be verified again",
        lambda w: both(lambda: write_own(w, "email", f"new-{w.email}"), lambda: verified(w, f"new-{w.email}")),
        "done, then false", "API, UpdateUserAttributes", DOC, severity="B"),
]


BAD_TOKEN = "NotAuthorizedException: Invalid Access Token"
REVOKED = "NotAuthorizedException: Access Token has been revoked"
BAD_REFRESH = "NotAuthorizedException: Invalid Refresh Token."


ROTATING = {
    "RefreshTokenRotation": {"Feature": "ENABLED", "RetryGracePeriodSeconds": 0},
    **only("ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH"),
}

TOKEN_LIFE = [  # (g)
    Row("token-garbage", "GetUser with something that is no token",
        lambda w: w.get_user("x.y.z"),
        BAD_TOKEN, "common knowledge", HEARSAY, severity="C"),
    Row("token-id", "GetUser with the ID token",
        lambda w: w.get_user(tokens(w.sign_in())["IdToken"]),
        BAD_TOKEN, "common knowledge", HEARSAY, severity="C"),
    Row("token-get_user", "GetUser with the access token",
        lambda w: after(w, get_user),
        "the user", "API", DOC, True),
    Row("token-sign_out", "GetUser, then a refresh, after GlobalSignOut",
        lambda w: after(w, sign_out, get_user, refresh),
        f"done, then {REVOKED}, then NotAuthorizedException: Refresh Token has been revoked",
        "API, GlobalSignOut; aws-sdk-net#1936", DOC, severity="B"),
    Row("token-admin_sign_out", "... after AdminUserGlobalSignOut by another of the user's names",
        lambda w: after(w, admin_sign_out, get_user, refresh),
        f"done, then {REVOKED}, then NotAuthorizedException: Refresh Token has been revoked",
        "API, AdminUserGlobalSignOut; guide, token revocation", DOC, severity="B"),
    Row("token-revoked", "GetUser, then a refresh, after RevokeToken",
        lambda w: after(w, revoke, get_user, refresh),
        f"done, then {REVOKED}, then NotAuthorizedException: Refresh Token has been revoked",
        "API, RevokeToken; aws-sdk-net#1936", DOC, severity="B"),
    Row("token-revoke_access_token", "RevokeToken with an access token",
        lambda w: after(w, lambda w, have: revoke(w, {"RefreshToken": have["AccessToken"]})),
        "UnsupportedTokenTypeException: The token is not a refresh token.", "API, RevokeToken; our wording",
        HEARSAY, severity="B"),
    Row("token-disabled", "GetUser, then a refresh, of a user disabled since",
        lambda w: after(w, disable, get_user, refresh),
        "done, then NotAuthorizedException: User is disabled., then NotAuthorizedException: User is disabled.",
        "public threads", SEEN, severity="B"),
    Row("token-deleted", "GetUser, then a refresh, of a user deleted since",
        lambda w: after(w, delete, get_user, refresh),
        f"done, then {NOT_THERE}, then {NOT_THERE}", "common knowledge", HEARSAY, severity="B"),
    Row("token-deleted_oneself", "DeleteUser, then a login",
        lambda w: after(w, delete_oneself, lambda w, have: w.sign_in()),
        f"done, then {NOT_THERE}", "API, DeleteUser", DOC, severity="B"),
    Row("refresh-right", "a refresh",
        lambda w: after(w, refresh),
        "tokens", "API", DOC, True),
    Row("refresh-garbage", "a refresh with something that is no token",
        lambda w: w.refresh("x" * 100),
        BAD_REFRESH, "aws-sdk-cpp#1789", SEEN, severity="B"),
    Row("refresh-garbage_as_admin", "... through AdminInitiateAuth",
        lambda w: w.initiate("REFRESH_TOKEN_AUTH", as_admin=True, USERNAME=None, REFRESH_TOKEN="x" * 100),
        BAD_REFRESH, "aws-sdk-cpp#1789", SEEN, severity="B"),
    Row("refresh-other_client", "a refresh through another client of the pool",
        lambda w: after(w, lambda w, have: refresh(w.client(), have)),
        "NotAuthorizedException: Refresh Token has different Client", "aws-sdk-js#4016; amplify-js#9502", SEEN),
    Row("refresh-with_secret", "a refresh with SECRET_HASH over the sub",
        lambda w: after(
            w.made(**SECRET), lambda w, have: w.refresh(have["RefreshToken"], **w.secret_hash(w.sub()))
        ),
        "tokens", "guide, computing secret hash", DOC, True),
    Row("refresh-without_secret", "... without it",
        lambda w: after(w.made(**SECRET), lambda w, have: w.refresh(have["RefreshToken"], SECRET_HASH=None)),
        "NotAuthorizedException: Client {client} is configured with secret but SECRET_HASH was not received",
        "aws-sdk-cpp#3246", SEEN),
    Row("refresh-wrong_secret_hash", "... with SECRET_HASH over the e-mail",
        lambda w: after(
            w.made(**SECRET), lambda w, have: w.refresh(have["RefreshToken"], **w.secret_hash(w.email))
        ),
        "NotAuthorizedException: SecretHash does not match for the client: {client}",
        "aws-sdk-net-extensions-cognito#94 and #122", SEEN),
    Row("renew-right", "GetTokensFromRefreshToken",
        lambda w: after(w, renew),
        "tokens", "API", DOC, severity="B"),
    Row("renew-rotates", "GetTokensFromRefreshToken where the client rotates: each refresh token counts once",
        lambda w: after(w.made(**ROTATING), renew, renew, renew_old),
        "tokens, then tokens, then RefreshTokenReuseException: Refresh token has been rotated out.",
        "API, RefreshTokenRotation; our wording", HEARSAY, severity="B"),
    Row("renew-secret", "GetTokensFromRefreshToken with the client's secret, and with another",
        lambda w: after(w.made(**SECRET), renew, with_other_secret),
        "tokens, then NotAuthorizedException: Unable to verify secret for client {client}",
        "API, ClientSecret; our wording", HEARSAY, severity="B"),
    Row("change_password-wrong_old", "ChangePassword with a wrong old password",
        lambda w: change_password(w, w.wrong, w.chosen),
        WRONG, "public threads", SEEN, severity="B"),
    Row("change_password-right", "ChangePassword, then a login with the new one and with the old",
        lambda w: both(
            lambda: change_password(w, w.password, w.chosen), lambda: w.srp(w.chosen), lambda: w.srp(w.password)
        ),
        f"done, then tokens, then {WRONG}", "API", DOC),
    Row("change_password-wrong_five_times", "the sixth ChangePassword after five with a wrong old password",
        lambda w: guess_old_password(w),
        "LimitExceededException: Attempt limit exceeded, please try after some time.", "aws-sdk-android#627",
        SEEN, severity="B"),
]


FACTORS = "PASSWORD, PASSWORD_SRP"

CHOICE_BASED = [  # (h); each way with a right and a wrong password stands among the passwords
    Row("USER_AUTH-asks", "USER_AUTH without a preference asks which factor to begin with",
        lambda w: w.initiate("USER_AUTH"),
        "SELECT_CHALLENGE", "guide, choice-based sign-in", DOC, severity="B"),
    Row("USER_AUTH-offers", "... and offers those that the pool has",
        lambda w: ", ".join(w.initiate("USER_AUTH")["AvailableChallenges"]),
        FACTORS, "guide, choice-based sign-in", DOC, severity="B"),
    Row("USER_AUTH-alone", "a client with ALLOW_USER_AUTH only: password and SRP work in it, and not outside",
        lambda w: only_user_auth(w.made(**only("ALLOW_USER_AUTH"))),
        f"tokens, then tokens, then {PASSWORD_OFF}, then {SRP_OFF}", FLOWS_API, DOC, severity="B"),
    Row("USER_AUTH-preferred_password", "PREFERRED_CHALLENGE=PASSWORD without the password: asked for it",
        lambda w: w.initiate("USER_AUTH", PREFERRED_CHALLENGE="PASSWORD"),
        "PASSWORD", "guide, choice-based sign-in", DOC, severity="B"),
    Row("USER_AUTH-preferred_srp", "PREFERRED_CHALLENGE=PASSWORD_SRP without SRP_A: asked for it",
        lambda w: w.initiate("USER_AUTH", PREFERRED_CHALLENGE="PASSWORD_SRP"),
        "PASSWORD_SRP", "guide, choice-based sign-in", DOC, severity="B"),
    Row("USER_AUTH-bad_choice", "a factor that is not offered",
        lambda w: w.answer(w.initiate("USER_AUTH"), ANSWER="MAGIC"),
        "InvalidParameterException: MAGIC is not one of the available challenges.", "our wording", HEARSAY,
        severity="B"),
    Row("USER_AUTH-no_choice", "no ANSWER",
        lambda w: w.answer(w.initiate("USER_AUTH")),
        "InvalidParameterException: Missing required parameter ANSWER", "text of aws-sdk-cpp#452", HEARSAY,
        severity="B"),
    Row("USER_AUTH-lite", "in a pool of the Lite tier",
        lambda w: w.made(pool={"UserPoolTier": "LITE"}).initiate("USER_AUTH"),
        "FeatureUnavailableInTierException: USER_AUTH needs the Essentials tier or higher.", "API; our wording",
        HEARSAY, severity="B"),
]


TOKENS = [  # (i)
    Row("claims-id", "the claims of an ID token",
        lambda w: claim_names(w, "IdToken"),
        "aud, auth_time, cognito:username, email, email_verified, event_id, exp, iat, iss, jti, origin_jti, sub, token_use",
        TOKENS_GUIDE, DOC, severity="B"),
    Row("claims-access", "the claims of an access token",
        lambda w: claim_names(w, "AccessToken"),
        "auth_time, client_id, event_id, exp, iat, iss, jti, origin_jti, scope, sub, token_use, username",
        TOKENS_GUIDE, DOC, severity="B"),
    Row("claims-email_verified", "email_verified in the ID token, true as in JSON",
        lambda w: json.dumps(id_claim(w, w.srp(), "email_verified")),
        "true", TOKENS_GUIDE, DOC, severity="B"),
    Row("claims-issuer", "the issuer of a pool's tokens",
        lambda w: id_claim(w, w.srp(), "iss"),
        "https://cognito-idp.us-east-1.amazonaws.com/{pool}", TOKENS_GUIDE, DOC, True),
    Row("claims-audience", "the ID token is for the client",
        lambda w: id_claim(w, w.srp(), "aud"),
        "{client}", TOKENS_GUIDE, DOC, True),
    Row("tokens-expire", "ExpiresIn of a client with AccessTokenValidity of 5 minutes",
        lambda w: tokens(w.made(AccessTokenValidity=5, TokenValidityUnits={"AccessToken": "minutes"}).srp())[
            "ExpiresIn"
        ],
        "300", "API, AccessTokenValidity", DOC, severity="B"),
    Row("tokens-opaque_refresh", "a refresh token is long, and no JWT that can be read",
        lambda w: len(tokens(w.srp())["RefreshToken"]) > 1000,
        "True", TOKENS_GUIDE, DOC, severity="C"),
]


SECRETS = [  # (k)
    Row(f"secret-{case}-{flow}", f"{what}, {flow}",
        lambda w, flow=flow, sent=sent: hashed(w, flow, SECRET_HASH=sent),
        f"NotAuthorizedException: {text}", source, SEEN)
    for flow in ("ADMIN_USER_PASSWORD_AUTH", "USER_PASSWORD_AUTH", "USER_SRP_AUTH", "USER_AUTH")
    for case, what, sent, text, source in (
        (
            "missing",
            "a client with a secret, no SECRET_HASH",
            None,
            "Client {client} is configured with secret but SECRET_HASH was not received",
            "aws-sdk-cpp#3246, amplify-android#2504",
        ),
        (
            "wrong",
            "a client with a secret, a SECRET_HASH made with another",
            "c2VjcmV0",
            "Unable to verify secret hash for client {client}",
            "six public files",
        ),
    )
] + [
    Row("secret-right", "a client with a secret, SECRET_HASH right in both calls of SRP",
        lambda w: hashed(w, "USER_SRP_AUTH"),
        "tokens", "guide, computing secret hash", DOC, True),
    Row("secret-missing_in_answer", "... left out of the answer to PASSWORD_VERIFIER",
        lambda w: answer_without_hash(w.made(**SECRET)),
        "NotAuthorizedException: Client {client} is configured with secret but SECRET_HASH was not received",
        "text of aws-sdk-cpp#3246", SEEN),
    Row("secret-unasked", "SECRET_HASH sent to a client without a secret",
        lambda w: w.sign_in(SECRET_HASH="c2VjcmV0"),
        "InvalidParameterException: App client {client} is not configured for secret but secret hash was received",
        "keivanK1#1", SEEN, severity="C"),
    Row("secret-sign_up", "SignUp without SecretHash",
        lambda w: w.made(**SECRET, user="none").sign_up(SecretHash=None),
        "NotAuthorizedException: Client {client} is configured with secret but SECRET_HASH was not received",
        "text of aws-sdk-cpp#3246", SEEN, severity="B"),
    Row("secret-sign_up_right", "SignUp with it",
        lambda w: w.made(**SECRET, user="none").sign_up(),
        "done", "API", DOC, True, severity="B"),
]


BAD_A = "InvalidParameterException: SRP_A is not a number that SRP allows."


def missing(flow: str, name: str, **parameters: str | None) -> Row:
    return Row(
        f"missing-{name}-{flow}",
        f"{flow} without {name}",
        lambda w: w.sign_in(flow, **{name: None, **parameters}),
        f"InvalidParameterException: Missing required parameter {name}",
        "aws-sdk-cpp#452",
        SEEN,
        severity="B",
    )


BAD_INPUT = [  # (l)
    *[
        Row(f"srp_a-{case}", f"SRP_A is {case.replace('_', ' ')}",
            lambda w, text=text: w.begin_srp(SRP_A=text),
            BAD_A, "identity-js#356, without the text", HEARSAY)
        for case, text in (
            ("zero", "0"),
            ("N", f"{srp.N:x}"),
            ("2N", f"{2 * srp.N:x}"),
            ("not_hexadecimal", "xyz"),
        )
    ],
    missing("USER_PASSWORD_AUTH", "USERNAME"),
    missing("USER_PASSWORD_AUTH", "PASSWORD"),
    missing("ADMIN_USER_PASSWORD_AUTH", "USERNAME"),
    missing("ADMIN_USER_PASSWORD_AUTH", "PASSWORD"),
    missing("USER_SRP_AUTH", "USERNAME"),
    missing("USER_SRP_AUTH", "SRP_A", PASSWORD=None),
    missing("REFRESH_TOKEN_AUTH", "REFRESH_TOKEN"),
    Row("missing-all", "no AuthParameters at all",
        lambda w: w.public.initiate_auth(ClientId=w.client_id, AuthFlow="USER_PASSWORD_AUTH"),
        "InvalidParameterException: Missing required parameter USERNAME", "text of aws-sdk-cpp#452", HEARSAY,
        severity="B"),
    Row("srp-wrong_signature", "a signature of the right length over nothing",
        answered(PASSWORD_CLAIM_SIGNATURE="A" * 43 + "="),
        WRONG, MINISTACK, SEEN),
    Row("srp-wrong_block", "a SECRET_BLOCK that was never sent",
        answered(PASSWORD_CLAIM_SECRET_BLOCK="A" * 800),
        WRONG, MINISTACK, SEEN),
    Row("srp-leading_zero", "a TIMESTAMP of another time, its day written 05, correctly signed",
        lambda w: at(w, "Sat Sep 05 01:02:03 UTC 2026"),
        WRONG, MINISTACK, SEEN),
    Row("srp-unreadable_timestamp", "a TIMESTAMP in another language",
        answered(TIMESTAMP="lør sep 5 01:02:03 UTC 2026"),
        "InvalidParameterException: TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.",
        "pycognito#122; amazon-cognito-identity-js#683", SEEN, severity="B"),
    Row("srp-stale", "a TIMESTAMP of long ago, correctly signed",
        lambda w: at(w, "Sat Sep 5 01:02:03 UTC 2026"),
        WRONG, "AWS's window is not known; ours is 5 minutes", HEARSAY),
    Row("srp-replayed", "an answer that was right, sent again",
        replay,
        f"tokens, then {WRONG}", "not documented", HEARSAY),
    Row("srp-other_name", "the right answer under another user's name",
        answered_with_other_name,
        WRONG, "common knowledge", HEARSAY),
    Row("srp-no_session", "PASSWORD_VERIFIER comes without a Session",
        lambda w: "Session" in w.begin_srp(),
        "False", MINISTACK, SEEN, severity="B"),
]


DISABLED = "NotAuthorizedException: User is disabled."
UNCONFIRMED = "UserNotConfirmedException: User is not confirmed."
RESET = "PasswordResetRequiredException: Password reset required for the user"
BASIC_WAYS = ("ADMIN_USER_PASSWORD_AUTH", "USER_PASSWORD_AUTH", "USER_SRP_AUTH", "USER_AUTH-chosen-PASSWORD")


def states() -> Iterator[Row]:
    """(m) Users who may not log in, whatever their password."""
    for way in BASIC_WAYS:
        tried = WAYS[way]
        yield Row(f"disabled-right_password-{way}", f"a disabled user, {way}",
            lambda w, tried=tried: tried(disabled(w), w.password),
            DISABLED, "public threads", SEEN, way != "USER_AUTH-chosen-PASSWORD")
        yield Row(f"disabled-wrong_password-{way}", f"a disabled user and a wrong password, {way}",
            lambda w, tried=tried: tried(disabled(w), w.wrong),
            WRONG, ERRORS, DOC, severity="B")
        yield Row(f"unconfirmed-{way}", f"an unconfirmed user, {way}",
            lambda w, tried=tried: tried(w.made(user="unconfirmed"), w.password),
            UNCONFIRMED, MINISTACK, SEEN, way in ("USER_PASSWORD_AUTH", "USER_SRP_AUTH"))
        yield Row(f"unconfirmed-wrong_password-{way}", f"an unconfirmed user and a wrong password, {way}",
            lambda w, tried=tried: tried(w.made(user="unconfirmed"), w.wrong),
            UNCONFIRMED, f"{MINISTACK}, in part; identity-js#288", SEEN, way == "USER_SRP_AUTH", severity="C")
        yield Row(f"reset_required-{way}", f"a user whose password must be reset, {way}",
            lambda w, tried=tried: tried(reset_required(w), w.password),
            RESET, "identity-js#98", SEEN, severity="B")


SIGN_UP = [  # (m), the codes
    Row("sign_up-wrong_code", "ConfirmSignUp with a wrong code",
        lambda w: wrong_mailed_code(w.made(user="unconfirmed")),
        "CodeMismatchException: Invalid verification code provided, please try again.",
        "API; text is common knowledge", HEARSAY, severity="B"),
    Row("sign_up-right_code", "ConfirmSignUp with the right code, then a login",
        lambda w: both(lambda: confirm(w.made(user="unconfirmed")), w.srp),
        "done, then tokens", "API", DOC, severity="B"),
    Row("sign_up-verifies", "... and the e-mail that brought the code is verified",
        lambda w: both(lambda: confirm(w.made(user="unconfirmed")), lambda: w.attributes()["email_verified"]),
        "done, then true", "guide, signing up", DOC, severity="B"),
    Row("sign_up-confirmed_already", "ConfirmSignUp of a confirmed user",
        lambda w: w.public_call("confirm_sign_up", ConfirmationCode="123456"),
        "NotAuthorizedException: User cannot be confirmed. Current status is CONFIRMED",
        "amazon-cognito-identity-dart-2#80", SEEN, severity="B"),
    Row("sign_up-resend", "ResendConfirmationCode makes a new code; the old one is gone",
        lambda w: resend(w.made(user="unconfirmed")),
        "done, then CodeMismatchException: Invalid verification code provided, please try again., then done",
        "API, ResendConfirmationCode", HEARSAY, severity="B"),
    Row("sign_up-only_admin", "SignUp where AllowAdminCreateUserOnly is set",
        lambda w: w.made(pool={"AdminCreateUserConfig": {"AllowAdminCreateUserOnly": True}}, user="none").sign_up(),
        "NotAuthorizedException: SignUp is not permitted for this user pool", "media-analysis#8", SEEN,
        severity="B"),
    Row("sign_up-admin_confirms_once", "AdminConfirmSignUp of a user with a temporary password",
        lambda w: w.made(user="new").admin("admin_confirm_sign_up"),
        "NotAuthorizedException: User cannot be confirmed. Current status is FORCE_CHANGE_PASSWORD",
        "text of amazon-cognito-identity-dart-2#80", SEEN, severity="B"),
    Row("forgot_password-wrong_code", "ConfirmForgotPassword with a wrong code",
        lambda w: reset(w, wrong_code(forgotten(w).mailed_code())),
        "CodeMismatchException: Invalid verification code provided, please try again.",
        "API; text is common knowledge", HEARSAY, severity="B"),
    Row("forgot_password-right_code", "ConfirmForgotPassword with the right code, then a login with the new password",
        lambda w: both(lambda: reset(w, forgotten(w).mailed_code()), lambda: w.srp(w.chosen)),
        "done, then tokens", "API", DOC, severity="B"),
    Row("forgot_password-temporary", "ForgotPassword of a user with a temporary password",
        lambda w: w.made(user="new").public_call("forgot_password"),
        "NotAuthorizedException: User password cannot be reset in the current state.", "amplify-flutter#3048",
        SEEN, severity="B"),
    Row("forgot_password-unverified", "ForgotPassword of a user whose e-mail is not verified",
        lambda w: unverified(w).public_call("forgot_password"),
        "InvalidParameterException: Cannot reset password for the user as there is no registered/verified email or phone_number",
        "public threads; stock moto's AdminResetUserPassword", SEEN, severity="B"),
    Row("forgot_password-guessed", "the sixth code after five wrong ones",
        lambda w: guess_mailed_code(forgotten(w)),
        "LimitExceededException: Attempt limit exceeded, please try after some time.", "amplify-js#8013", SEEN,
        severity="B"),
]


SECOND_FACTOR = [  # (n)
    Row("totp-asked", "a user with an authenticator app, after the right password",
        lambda w: with_totp(w)[1],
        "SOFTWARE_TOKEN_MFA", "API", DOC),
    Row("totp-right", "the right code", totp_login, "tokens", "API", DOC),
    Row("totp-right_after_srp", "... after SRP", lambda w: totp_login(w, ask="srp"), "tokens", "API", DOC),
    Row("totp-wrong", "a wrong code",
        lambda w: totp_login(w, lambda secret: wrong_code(totp_code(secret))),
        "CodeMismatchException: Invalid code received for user", "amplify-swift, integration tests", SEEN),
    Row("totp-old", "a code of two minutes ago",
        lambda w: totp_login(w, lambda secret: totp_code(secret, -4)),
        "CodeMismatchException: Invalid code received for user", "amplify-swift, integration tests", SEEN),
    Row("totp-replayed", "a code that was used already",
        totp_replay,
        "tokens, then ExpiredCodeException: Your software token has already been used once.",
        "amplify-swift, integration tests", SEEN, severity="B"),
    Row("totp-missing", "no code",
        lambda w: w.answer(with_totp(w)[1]),
        "InvalidParameterException: Missing required parameter SOFTWARE_TOKEN_MFA_CODE",
        "text of aws-sdk-cpp#452", HEARSAY, severity="B"),
    Row("totp-guessed", "the right code after five wrong ones",
        totp_guessed,
        "NotAuthorizedException: Password attempts exceeded", "our wording", HEARSAY),
    Row("totp-secret_of_ones_own", "each user has another secret",
        secrets_differ,
        "True", "API", DOC),
    Row("totp-secret_of_52_letters", "a secret has 52 letters, as an app reads them from a QR code",
        lambda w: len(w.set_up_totp()),
        "52", "common knowledge", HEARSAY, severity="C"),
    Row("totp-set_up_at_login", "a pool that requires it: set up between password and tokens",
        lambda w: set_up_at_login(w),
        "MFA_SETUP, then tokens", "API", DOC),
    Row("totp-set_up_unverified", "a pool that requires it: no code proved between password and tokens",
        lambda w: set_up_at_login(w, verify=False),
        f"MFA_SETUP, then {NO_SESSION}", "our wording", HEARSAY),
    Row("totp-set_up_wrong", "VerifySoftwareToken with a wrong code",
        lambda w: verify_wrong(w),
        "EnableSoftwareTokenMFAException: Code mismatch and fail enable Software Token MFA", "public threads",
        SEEN),
]


LOCKOUT_GUIDE = "guide, lockout behavior; text of amazon-cognito-identity-js#506"

LOCKOUT = [  # (o)
    Row("lockout-four", "the right password after four wrong ones",
        lambda w: locked_out(w, *["USER_PASSWORD_AUTH"] * 4),
        "tokens", "guide, lockout behavior", DOC, True),
    Row("lockout-five", "... after five",
        lambda w: locked_out(w, *["USER_PASSWORD_AUTH"] * 5),
        EXCEEDED, LOCKOUT_GUIDE, SEEN),
    Row("lockout-all_flows", "... after five in different flows",
        lambda w: locked_out(
            w,
            "USER_PASSWORD_AUTH",
            "USER_SRP_AUTH",
            "ADMIN_USER_PASSWORD_AUTH",
            "USER_SRP_AUTH-as_admin",
            "USER_AUTH-chosen-PASSWORD",
        ),
        EXCEEDED, LOCKOUT_GUIDE, SEEN),
    Row("lockout-srp", "the right password by SRP after five wrong ones",
        lambda w: both(lambda: locked_out(w, *["USER_SRP_AUTH"] * 5), w.srp),
        f"{EXCEEDED}, then {EXCEEDED}", LOCKOUT_GUIDE, SEEN),
    Row("lockout-stranger", "somebody who does not exist is locked out too, where that is kept secret",
        lambda w: lock_stranger(w.made(**ENABLED)),
        EXCEEDED, "so that the lockout tells nothing", HEARSAY),
    Row("lockout-alone", "another user is not locked out",
        lambda w: both(lambda: locked_out(w, *["USER_PASSWORD_AUTH"] * 5), lambda: w.someone_else().sign_in()),
        f"{EXCEEDED}, then tokens", "guide, lockout behavior", DOC),
]


def invalid(name: str, value: str, constraint: str, who: str = "Member") -> str:
    return (
        f"InvalidParameterException: 1 validation error detected: Value '{value}' at '{name}' failed to satisfy "
        f"constraint: {who} must {constraint}"
    )


CREATE_CALLS = [  # (p)
    Row("create-bad_flow", "CreateUserPoolClient with a flow that does not exist",
        lambda w: before_list(w.client, **only("ALLOW_MAGIC")),
        invalid("explicitAuthFlows", "[ALLOW_MAGIC]", "satisfy constraint: [Member must satisfy"),
        "API model of botocore; the form of other services' messages", HEARSAY, severity="B"),
    Row("create-mixed_flows", "... with an older and a newer name",
        lambda w: w.client(**only("ADMIN_NO_SRP_AUTH", "ALLOW_USER_SRP_AUTH")),
        "InvalidParameterException: The flows that begin with ALLOW_ cannot be mixed with the older ones.",
        f"{FLOWS_API}; our wording", HEARSAY, severity="B"),
    Row("create-bad_prevent", "... with PreventUserExistenceErrors=SOMETIMES",
        lambda w: w.client(PreventUserExistenceErrors="SOMETIMES"),
        invalid("preventUserExistenceErrors", "SOMETIMES", "satisfy enum value set: [LEGACY, ENABLED]"),
        "API model of botocore", HEARSAY, severity="B"),
    Row("create-bad_name", "... with a ClientName of strange letters",
        lambda w: w.aws.create_user_pool_client(UserPoolId=w.user_pool_id, ClientName="a/b"),
        invalid("clientName", "a/b", r"satisfy regular expression pattern: [\w\s+=,.@-]+"),
        "API model of botocore", HEARSAY, severity="B"),
    Row("create-http_callback", "... with a return address over http that is not this machine",
        lambda w: w.client(CallbackURLs=["http://example.com"]),
        "InvalidParameterException: http://example.com cannot use the HTTP protocol.",
        "API, CallbackURLs; text is common knowledge", HEARSAY, severity="B"),
    Row("create-short_life", "... with access tokens of 2 minutes",
        lambda w: w.client(AccessTokenValidity=2, TokenValidityUnits={"AccessToken": "minutes"}),
        "InvalidParameterException: Invalid range for token validity.",
        "API, AccessTokenValidity; text is common knowledge", HEARSAY, severity="B"),
    Row("create-localhost_callback", "CreateUserPoolClient with a return address over http on localhost",
        lambda w: w.client(CallbackURLs=["http://localhost:3000"]) and "made",
        "made", "API, CallbackURLs", DOC, True, severity="B"),
    Row("create-both_kinds_of_names", "CreateUserPool with AliasAttributes and UsernameAttributes",
        lambda w: create_pool(w, AliasAttributes=["email"], UsernameAttributes=["email"]),
        "InvalidParameterException: Only one of the aliasAttributes or usernameAttributes can be set in a user pool.",
        "common knowledge", HEARSAY, severity="B"),
    Row("create-bad_names", "... with UsernameAttributes=['nickname']",
        lambda w: create_pool(w, UsernameAttributes=["nickname"]),
        invalid("usernameAttributes", "[nickname]",
                "satisfy constraint: [Member must satisfy enum value set: [phone_number, email]]"),
        "API model of botocore; the form of other services' messages", HEARSAY, severity="B"),
    Row("create-short_policy", "... with passwords of at least 100 letters",
        lambda w: create_pool(w, Policies={"PasswordPolicy": {"MinimumLength": 100}}),
        invalid("policies.passwordPolicy.minimumLength", "100", "have value less than or equal to 99"),
        "API, PasswordPolicyType", HEARSAY, severity="B"),
    Row("delete-protected", "DeleteUserPool of one with DeletionProtection=ACTIVE",
        delete_protected,
        "InvalidParameterException: The user pool cannot be deleted because deletion protection is activated. Deletion protection must be inactivated first.",
        "localstack#11947", SEEN, severity="B"),
    Row("create-resend_to_confirmed", "AdminCreateUser with MessageAction=RESEND for a user who is confirmed",
        lambda w: said(w.create_user, MessageAction="RESEND").partition(":")[0],
        "UnsupportedUserStateException", "API, AdminCreateUser", DOC, severity="B"),
]

NOT_LOCAL = "NotImplementedException: The local Cognito cannot do {what}; AWS can."


def not_local(what: str) -> str:
    return NOT_LOCAL.replace("{what}", what)


ONLY_HERE = [  # not as AWS, and said so
    Row("here-any_keys", "an administrator's call with any AWS keys: signatures are not verified",
        lambda w: w.admin("admin_get_user")["UserStatus"],
        "CONFIRMED", "AWS verifies them", OURS, True),
    Row("here-no_keys", "an administrator's call without a signature",
        lambda w: unsigned_admin_call(w),
        "MissingAuthenticationTokenException: Missing Authentication Token", "as AWS", OURS),
    Row("here-mail", "the code that AWS would mail: AdminGetUser has it as the header x-local-cognito-mailed-code",
        lambda w: len(forgotten(w).mailed_code()),
        "6", "AWS mails it", OURS),
    Row("here-code_is_not_told", "... and who asks for it is not told",
        lambda w: [name for name in headers_of_forgot_password(w) if "code" in name],
        "[]", "stock moto tells", OURS),
    Row("here-sms", "a login that takes a code by SMS",
        lambda w: login_by_sms(w),
        not_local("SMS_MFA: it sends no SMS"), "", OURS),
    Row("here-device", "a challenge of remembered devices",
        lambda w: w.respond("DEVICE_SRP_AUTH", SRP_A="5"),
        not_local("the challenge DEVICE_SRP_AUTH"), "", OURS),
    Row("here-passkeys", "an operation that stock moto lacks, such as StartWebAuthnRegistration",
        lambda w: w.public.start_web_authn_registration(AccessToken=w.access_token()),
        not_local("StartWebAuthnRegistration"), "", OURS),
    Row("here-verify_attribute", "VerifyUserAttribute",
        lambda w: w.public.verify_user_attribute(AccessToken=w.access_token(), AttributeName="email", Code="1"),
        not_local("VerifyUserAttribute"), "", OURS),
    Row("here-region", "a region that does not exist",
        lambda w: connect(w.url, region="xx-nowhere-1").list_user_pools(MaxResults=1),
        "UnrecognizedClientException: There is no region xx-nowhere-1.", "at AWS there is no such address", OURS),
]

#: Heading in the README: its rows.
TABLE: dict[str, list[Row]] = {
    "Passwords, right and wrong": list(passwords()),
    "Unknown users": list(unknown_users()),
    "Flows and clients": FLOWS,
    "The first login": FIRST_LOGIN,
    "Password policy": POLICIES,
    "Names and attributes": NAMES_OF_USERS,
    "What becomes of tokens": TOKEN_LIFE,
    "USER_AUTH": CHOICE_BASED,
    "What is in a token": TOKENS,
    "Client secrets": SECRETS,
    "Bad input": BAD_INPUT,
    "Users who may not log in": list(states()),
    "Signing up, forgotten passwords": SIGN_UP,
    "Authenticator apps": SECOND_FACTOR,
    "Lockout": LOCKOUT,
    "Making pools, clients and users": CREATE_CALLS,
    "Only here": ONLY_HERE,
}


def rows() -> Iterable[Row]:
    return [row for part in TABLE.values() for row in part]


# --- the table, for readers ---------------------------------------------------------------------------------------

README = """# A local Cognito

<!-- Made by `python -m local_cognito.conformance`; a test says when it is out of date. Change it there. -->

An Amazon Cognito user pool endpoint on your own machine that says no where AWS says no, in AWS's words: for tests and
for learning, offline. It verifies SRP, enforces the client's flows and secrets, and lets nobody in whom AWS keeps out.
[moto](https://github.com/getmoto/moto) keeps the pools and the users; the files beside this one mend what it gets wrong.

## Point your own tests at it

`python -m local_cognito --port 5050` serves it until Ctrl-C, and prints its address. Then, with any AWS keys:

```python
cognito = boto3.client("cognito-idp", region_name="us-east-1", endpoint_url="http://127.0.0.1:5050")
```
```sh
AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER=http://127.0.0.1:5050 aws cognito-idp list-user-pools --max-results 9
```
```js
Amplify.configure({{ Auth: {{ Cognito: {{ userPoolId, userPoolClientId, userPoolEndpoint: "http://127.0.0.1:5050/" }} }} }});
```

With `amazon-cognito-identity-js` it is `new CognitoUserPool({{ UserPoolId, ClientId, endpoint: "http://127.0.0.1:5050/" }})`.
In Python tests, `LocalCognito.start()` serves it in a thread: `.url`, `.stop()`. Public keys are at
`/USER_POOL_ID/.well-known/jwks.json`; the tokens' issuer is AWS's address for the pool, as on AWS.

## What it is not

- A place for real users. It listens on this machine only, keeps all in memory, and verifies no AWS signature: whoever
  reaches it is an administrator.
- A mailer. It sends no e-mail and no SMS; a code that AWS would mail is told to administrators, see *Only here*.
- The hosted pages, federation, passkeys, remembered devices, Lambda triggers, threat protection, quotas: none is here.
- A proof. Nothing here was run against AWS. Each case says where it is known from.

## What it answers

{count} cases, all called over HTTP by `tests/local_cognito/test_conformance.py`. Stock moto {moto} answers {stock} of them as AWS does;
the last column says which.

- **As AWS**: known from AWS's documentation (*doc*), or from what real Cognito answered to somebody who published it (*seen*).
- **Hearsay**: common knowledge, or our best guess at the words.
- **Only here**: ours; AWS does otherwise, or more.

`CLIENT_ID`, `USER_POOL_ID` and `USERNAME` stand for those of the call.
{tables}"""


def readme() -> str:
    """README.md of the package: all that is known of its answers."""
    parts = [("As AWS", (DOC, SEEN)), ("Hearsay", (HEARSAY,)), ("Only here", (OURS,))]
    everything = rows()
    return README.format(
        count=len(everything),
        moto=RECORDED_ON,
        stock=sum(row.stock_moto_agrees for row in everything if row.grade != OURS),
        tables="".join(f"\n## {title}\n{_tables(grades)}" for title, grades in parts),
    )


def _tables(grades: tuple[str, ...]) -> str:
    text = ""
    for heading, part in TABLE.items():
        lines = [_line(row) for row in _told(part, grades)]
        if lines:
            title = "" if OURS in grades else f"\n### {heading}\n"
            head = "\n| case | answer | known from | stock moto |\n| --- | --- | --- | --- |\n"
            text += title + head + "".join(lines)
    return text


def _told(part: list[Row], grades: tuple[str, ...]) -> Iterator[Row]:
    """The rows of these grades. One that goes on from the rows above it (...) follows them, or repeats their first."""
    first, is_told = "", False
    for row in part:
        goes_on = row.what.startswith("... ")
        if not goes_on:
            first, is_told = row.what, False
        if row.grade in grades:
            yield row._replace(what=f"{first} {row.what}") if goes_on and not is_told else row
            is_told = True


def _line(row: Row) -> str:
    answer = row.expected(NAMELESS).replace("\n", " ").strip().replace("|", "\\|")
    known = " ".join(part for part in (f"*{row.grade}*:", row.source) if row.source)
    return f"| {row.what} | `{answer}` | {known} | {'yes' if row.stock_moto_agrees else 'no'} |\n"


class NAMELESS:
    """Stands for the world of no run in particular."""

    client_id, user_pool_id, username, stranger = "CLIENT_ID", "USER_POOL_ID", "USERNAME", "STRANGER"
