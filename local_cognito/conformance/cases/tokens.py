"""What is in a token, how long it is good for, and what ends it."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import Any

from local_cognito.conformance.row import DOC, HEARSAY, SEEN, TOKENS_GUIDE, Row
from local_cognito.conformance.world import (
    DISABLED,
    USER_NOT_FOUND,
    WITH_SECRET,
    Settings,
    World,
    claims,
    in_turn,
    only,
    tokens,
)

BAD_TOKEN = "NotAuthorizedException: Invalid Access Token"
BAD_REFRESH = "NotAuthorizedException: Invalid Refresh Token."
REVOKED = "NotAuthorizedException: Access Token has been revoked"
REFRESH_REVOKED = "NotAuthorizedException: Refresh Token has been revoked"

ROTATING: Settings = {
    "RefreshTokenRotation": {"Feature": "ENABLED", "RetryGracePeriodSeconds": 0},
    **only("ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH"),
}
FIVE_MINUTES: Settings = {"AccessTokenValidity": 5, "TokenValidityUnits": {"AccessToken": "minutes"}}


# --- acts with the tokens of a login ----------------------------------------------------------------------------

Tokens = dict[str, Any]


def after_login(w: World, *acts: Callable[[World, Tokens], Any]) -> str:
    """Log in, then do one thing after the other with the tokens. Returns what each comes to."""
    have = tokens(w.srp())
    return in_turn(*[partial(act, w, have) for act in acts])


def get_user(w: World, have: Tokens) -> str:
    return w.get_user(have["AccessToken"])["Username"] and "the user"


def refresh(w: World, have: Tokens) -> dict[str, Any]:
    return w.refresh(have["RefreshToken"])


def refresh_with_hash_over(username: Callable[[World], str]) -> Callable[[World, Tokens], dict[str, Any]]:
    return lambda w, have: w.refresh(have["RefreshToken"], **w.secret_hash(username(w)))


def sign_out(w: World, have: Tokens) -> dict[str, Any]:
    return w.public.global_sign_out(AccessToken=have["AccessToken"])


def admin_sign_out(w: World, have: Tokens) -> dict[str, Any]:
    return w.admin("admin_user_global_sign_out")


def revoke(w: World, have: Tokens, kind: str = "RefreshToken") -> dict[str, Any]:
    return w.public.revoke_token(ClientId=w.client_id, Token=have[kind], **client_secret(w))


def revoke_through_another(w: World) -> str:
    have, first = tokens(w.srp()), w.client_id
    return in_turn(
        lambda: revoke(w.client(), have),
        lambda: w.public.get_tokens_from_refresh_token(ClientId=first, RefreshToken=have["RefreshToken"]),
    )


def renew(w: World, have: Tokens) -> dict[str, Any]:
    """GetTokensFromRefreshToken. If it returns a new refresh token, this replaces the old one in ``have``."""
    answer = w.public.get_tokens_from_refresh_token(
        ClientId=w.client_id, RefreshToken=have["RefreshToken"], **client_secret(w)
    )
    have["OldRefreshToken"] = have["RefreshToken"]
    have.update(tokens(answer))
    return answer


def renew_with_old(w: World, have: Tokens) -> dict[str, Any]:
    return renew(w, {"RefreshToken": have["OldRefreshToken"]})


def renew_with_wrong_secret(w: World, have: Tokens) -> dict[str, Any]:
    w.client_secret = "s" * 51
    return renew(w, have)


def client_secret(w: World) -> dict[str, str]:
    return {"ClientSecret": w.client_secret} if w.client_secret else {}


def disable(w: World, have: Tokens) -> dict[str, Any]:
    return w.admin("admin_disable_user")


def delete(w: World, have: Tokens) -> dict[str, Any]:
    return w.admin("admin_delete_user")


def delete_own_account(w: World, have: Tokens) -> dict[str, Any]:
    return w.public.delete_user(AccessToken=have["AccessToken"])


def claims_of(w: World, token: str = "IdToken") -> dict[str, Any]:
    return claims(tokens(w.srp())[token])


# --- rows -------------------------------------------------------------------------------------------------------
# fmt: off

LIFE = [
    Row("token-garbage", "GetUser with something that is not a token",
        lambda w: w.get_user("x.y.z"),
        BAD_TOKEN, "common knowledge", HEARSAY),
    Row("token-id", "GetUser with the ID token",
        lambda w: w.get_user(tokens(w.sign_in())["IdToken"]),
        BAD_TOKEN, "common knowledge", HEARSAY),
    Row("token-get_user", "GetUser with the access token",
        lambda w: after_login(w, get_user),
        "the user", "API", DOC, True),
    Row("token-sign_out", "GlobalSignOut, then GetUser, then a refresh",
        lambda w: after_login(w, sign_out, get_user, refresh),
        f"done, then {REVOKED}, then {REFRESH_REVOKED}",
        "API, GlobalSignOut; aws-sdk-net#1936", DOC),
    Row("token-admin_sign_out", "AdminUserGlobalSignOut, then GetUser, then a refresh",
        lambda w: after_login(w, admin_sign_out, get_user, refresh),
        f"done, then {REVOKED}, then {REFRESH_REVOKED}",
        "API, AdminUserGlobalSignOut; guide, token revocation", DOC),
    Row("token-revoked", "RevokeToken, then GetUser, then a refresh",
        lambda w: after_login(w, revoke, get_user, refresh),
        f"done, then {REVOKED}, then {REFRESH_REVOKED}",
        "API, RevokeToken; aws-sdk-net#1936", DOC),
    Row("token-revoke_access_token", "RevokeToken with an access token",
        lambda w: after_login(w, lambda w, have: revoke(w, have, "AccessToken")),
        "UnsupportedTokenTypeException: The token is not a refresh token.", "API, RevokeToken; our wording",
        HEARSAY),
    Row("token-revoke_off", "RevokeToken at a client with EnableTokenRevocation=False",
        lambda w: after_login(w.set_up(EnableTokenRevocation=False), revoke).partition(":")[0],
        "UnsupportedOperationException", "API, RevokeToken", DOC),
    Row("token-revoke_garbage", "RevokeToken with something that is not a token",
        lambda w: revoke(w, {"RefreshToken": "x" * 100}),
        BAD_REFRESH, "text of aws-sdk-cpp#1789", HEARSAY),
    Row("token-revoke_other_client", "RevokeToken through another client of the pool, then a refresh",
        lambda w: revoke_through_another(w),
        f"{BAD_REFRESH}, then tokens", "API, RevokeToken: ClientId; text of aws-sdk-cpp#1789", HEARSAY),
    Row("token-disabled", "AdminDisableUser, then GetUser, then a refresh",
        lambda w: after_login(w, disable, get_user, refresh),
        f"done, then {DISABLED}, then {DISABLED}", "public threads", SEEN),
    Row("token-deleted", "AdminDeleteUser, then GetUser, then a refresh",
        lambda w: after_login(w, delete, get_user, refresh),
        f"done, then {USER_NOT_FOUND}, then {USER_NOT_FOUND}", "common knowledge", HEARSAY),
    Row("token-deleted_oneself", "DeleteUser, then a login",
        lambda w: after_login(w, delete_own_account, lambda w, have: w.sign_in()),
        f"done, then {USER_NOT_FOUND}", "API, DeleteUser", DOC),
    Row("refresh-right", "a refresh",
        lambda w: after_login(w, refresh),
        "tokens", "API", DOC, True),
    Row("refresh-garbage", "a refresh with something that is not a token",
        lambda w: w.refresh("x" * 100),
        BAD_REFRESH, "aws-sdk-cpp#1789", SEEN),
    Row("refresh-garbage_as_admin", "a refresh through AdminInitiateAuth with something that is not a token",
        lambda w: w.initiate("REFRESH_TOKEN_AUTH", as_admin=True, USERNAME=None, REFRESH_TOKEN="x" * 100),
        BAD_REFRESH, "aws-sdk-cpp#1789", SEEN),
    Row("refresh-other_client", "a refresh through another client of the pool",
        lambda w: after_login(w, lambda w, have: refresh(w.client(), have)),
        "NotAuthorizedException: Refresh Token has different Client", "aws-sdk-js#4016; amplify-js#9502", SEEN),
    Row("refresh-with_secret", "a refresh at a client with a secret, SECRET_HASH over the sub",
        lambda w: after_login(w.set_up(**WITH_SECRET), refresh_with_hash_over(World.sub)),
        "tokens", "guide, computing secret hash", DOC, True),
    Row("refresh-without_secret", "a refresh at a client with a secret, without SECRET_HASH",
        lambda w: after_login(w.set_up(**WITH_SECRET), refresh),
        "NotAuthorizedException: Client {client} is configured with secret but SECRET_HASH was not received",
        "aws-sdk-cpp#3246", SEEN),
    Row("refresh-wrong_secret_hash", "a refresh at a client with a secret, SECRET_HASH over the e-mail",
        lambda w: after_login(w.set_up(**WITH_SECRET), refresh_with_hash_over(lambda w: w.email)),
        "NotAuthorizedException: SecretHash does not match for the client: {client}",
        "aws-sdk-net-extensions-cognito#94 and #122", SEEN),
    Row("renew-right", "GetTokensFromRefreshToken",
        lambda w: after_login(w, renew),
        "tokens", "API", DOC),
    Row("renew-rotates",
        "GetTokensFromRefreshToken twice at a client with rotation, then once more with the replaced token",
        lambda w: after_login(w.set_up(**ROTATING), renew, renew, renew_with_old),
        "tokens, then tokens, then RefreshTokenReuseException: Refresh token has been rotated out.",
        "API, RefreshTokenRotation; our wording", HEARSAY),
    Row("refresh-rotating",
        "a refresh with REFRESH_TOKEN_AUTH at a client with rotation and the older USER_PASSWORD_AUTH",
        lambda w: after_login(w.set_up(**{**ROTATING, **only("USER_PASSWORD_AUTH")}), refresh).partition(":")[0],
        "InvalidParameterException", "guide, refresh token rotation; type is common knowledge", HEARSAY),
    Row("renew-secret", "GetTokensFromRefreshToken with the client's secret, then with another",
        lambda w: after_login(w.set_up(**WITH_SECRET), renew, renew_with_wrong_secret),
        "tokens, then NotAuthorizedException: Unable to verify secret for client {client}",
        "API, ClientSecret; our wording", HEARSAY),
]

CONTENTS = [
    Row("claims-id", "the claims of an ID token",
        lambda w: ", ".join(sorted(claims_of(w))),
        "aud, auth_time, cognito:username, email, email_verified, event_id, exp, iat, iss, jti, origin_jti, sub, "
        "token_use",
        TOKENS_GUIDE, DOC),
    Row("claims-access", "the claims of an access token",
        lambda w: ", ".join(sorted(claims_of(w, "AccessToken"))),
        "auth_time, client_id, event_id, exp, iat, iss, jti, origin_jti, scope, sub, token_use, username",
        TOKENS_GUIDE, DOC),
    Row("claims-email_verified", "email_verified in the ID token, as JSON",
        lambda w: json.dumps(claims_of(w).get("email_verified")),
        "true", TOKENS_GUIDE, DOC),
    Row("claims-issuer", "iss in the ID token",
        lambda w: claims_of(w).get("iss"),
        "https://cognito-idp.{region}.amazonaws.com/{pool}", TOKENS_GUIDE, DOC, True),
    Row("claims-audience", "aud in the ID token",
        lambda w: claims_of(w).get("aud"),
        "{client}", TOKENS_GUIDE, DOC, True),
    Row("tokens-expire", "ExpiresIn at a client with an AccessTokenValidity of 5 minutes",
        lambda w: tokens(w.set_up(**FIVE_MINUTES).srp())["ExpiresIn"],
        "300", "API, AccessTokenValidity", DOC),
    Row("tokens-opaque_refresh", "whether a refresh token is longer than 1,000 characters",
        lambda w: len(tokens(w.srp())["RefreshToken"]) > 1000,
        "True", TOKENS_GUIDE, DOC),
]

SECTIONS = {"What ends a token": LIFE, "What is in a token": CONTENTS}
