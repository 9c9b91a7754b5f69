"""The checks of lesson 06: read and verify tokens."""

from __future__ import annotations

import time
from typing import Any

import boto3
import jwt

from . import trial
from .verdict import NotYet, check, echo, expect, expect_strings, listed, result

FLOWS = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
HOUR = 3600
PASSES = {
    "signature": "Your pool signed it with your pool's key, so the signature is right.",
    "iss": "The issuer is the pool, and both applications use the same pool.",
    "exp": "It was made a moment ago, so it has not expired.",
    "token_use": "It is an access token, as it should be.",
}


def _log_in(user_pool_id: str) -> tuple[dict[str, Any], str]:
    """Log a new user in at a new app client. Returns the tokens and the client's id."""
    with trial.person(user_pool_id) as person, trial.app_client(user_pool_id, ExplicitAuthFlows=FLOWS) as client:
        answer = boto3.client("cognito-idp").initiate_auth(
            ClientId=client["ClientId"],
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": person.email, "PASSWORD": person.password},
        )
    return answer["AuthenticationResult"], client["ClientId"]


def _claims(token: str) -> dict[str, Any]:
    return jwt.decode(token, options={"verify_signature": False})


@check
def is_access_token(is_access_token: Any, user_pool_id: str) -> str:
    """A function of a token's claims, tried on both tokens of a login and on unusual ones."""
    tokens, _ = _log_in(user_pool_id)
    id_claims, access_claims = _claims(tokens["IdToken"]), _claims(tokens["AccessToken"])
    nameless = {name: value for name, value in id_claims.items() if not name.startswith("email")}
    for claims, right, whose in (
        (id_claims, False, "an ID token"),
        (access_claims, True, "an access token"),
        (nameless, False, "the ID token of someone without an e-mail address"),
        (
            {**access_claims, "email": id_claims["email"]},
            True,
            "an access token with the e-mail in it",
        ),
    ):
        answer = expect(result(is_access_token, dict(claims)), bool, "True or False, so compare it with something")
        if answer != right:
            raise NotYet(f"It returns {answer} for {whose}.")
    return "It tells the two kinds apart, even when their claims are unusual."


@check
def seconds_left(seconds_left: Any, user_pool_id: str) -> str:
    """A function of a token's claims, tried on a new token, a half used one and an expired one."""
    tokens, _ = _log_in(user_pool_id)
    claims = _claims(tokens["AccessToken"])
    for age, which in (
        (0, "a new token"),
        (HOUR // 2, "a token that is half an hour old"),
        (2 * HOUR, "an expired token"),
    ):
        aged = {**claims, **{name: claims[name] - age for name in ("iat", "auth_time", "exp")}}
        given = expect(result(seconds_left, dict(aged)), (int, float), "a number of seconds")
        right = aged["exp"] - int(time.time())
        if not abs(given - right) <= 10:
            raise NotYet(_about_seconds(given, right, aged) or f"It is not right for {which}.")
    return "It is right for a new token, for one that is half an hour old, and for an expired one."


def _about_seconds(given: float, right: int, claims: dict[str, Any]) -> str:
    """What a wrong number of seconds really is; empty if unknown."""
    if given in (claims["exp"], claims["iat"]):
        return "That is a time, in seconds since 1970. How far is it from now?"
    if given == claims["exp"] - claims["iat"]:
        return "That is how long the token lasts in all, whatever its age is now."
    if abs(given + right) <= 10:
        return "The number is right, but its sign is wrong. It is positive for a good token."
    if abs(given * 60 - right) <= 60:
        return "These are minutes. The answer is in seconds."
    return ""


@check
def refused_by(refused_by: Any, user_pool_id: str, app_client_id: str) -> str:
    """The checks that refuse another application's token. Such a token is made, and each check is tried on it."""
    names = set(expect_strings(refused_by, example='["nbf"]'))
    refusing = {name for name, passes in _five_checks(user_pool_id, app_client_id).items() if not passes}
    known = {*PASSES, *refusing}
    for name in sorted(names - known):
        raise NotYet(f"The five checks are {listed(known)}. Yours is {echo(name)}.")
    for name in sorted(names - refusing):
        raise NotYet(PASSES[name])
    if names != refusing:
        raise NotYet("With only these checks, your API accepts the token.")
    return "The other four accept the token. Without this one, every application of the pool could use your API."


def _five_checks(user_pool_id: str, app_client_id: str) -> dict[str, bool]:
    """Log in at another client. Returns for each check whether it accepts that access token."""
    tokens, _ = _log_in(user_pool_id)
    token, claims = tokens["AccessToken"], _claims(tokens["AccessToken"])
    keys = jwt.PyJWKClient(f"{boto3.client('cognito-idp').meta.endpoint_url}/{user_pool_id}/.well-known/jwks.json")
    issuer = f"https://cognito-idp.{user_pool_id.partition('_')[0]}.amazonaws.com/{user_pool_id}"
    off = {"verify_exp": False, "verify_iat": False, "verify_aud": False}

    def passes(**options: Any) -> bool:
        try:
            jwt.decode(token, keys.get_signing_key_from_jwt(token), algorithms=["RS256"], **options)
        except jwt.PyJWTError:
            return False
        return True

    return {
        "signature": passes(options=off),
        "iss": passes(issuer=issuer, options=off),
        "exp": passes(options={**off, "verify_exp": True}),
        "token_use": claims["token_use"] == "access",
        "client_id": claims["client_id"] == app_client_id,
    }
