"""Tokens are real: signed with the pool's own keys, with claims that are true, and none can be forged."""

from __future__ import annotations

import base64
import hmac
import json

import jwt
import pytest
import requests

from local_cognito.conformance.world import World, claims, outcome, tokens

BAD_TOKEN = "NotAuthorizedException: Invalid Access Token"


def keys_of(world: World) -> list[dict]:
    return requests.get(f"{world.url}/{world.user_pool_id}/.well-known/jwks.json").json()["keys"]


def test_both_tokens_are_about_one_user_and_one_login(world):
    """Lesson 06 verifies their signatures."""
    have = tokens(world.srp())
    access, id_ = claims(have["AccessToken"]), claims(have["IdToken"])
    assert (access["token_use"], id_["token_use"]) == ("access", "id")
    assert access["client_id"] == world.client_id
    assert access["username"] == access["sub"] == id_["sub"] == id_["cognito:username"] == world.sub()
    assert id_["email"] == world.email
    assert access["origin_jti"] == id_["origin_jti"]
    assert access["jti"] != id_["jti"]


def test_each_pool_has_two_keys_of_its_own_and_shows_only_their_public_halves(world):
    here, there = keys_of(world), keys_of(world.another_pool())
    assert len({key["kid"] for key in here + there}) == len({key["n"] for key in here + there}) == 4
    assert {tuple(sorted(key)) for key in here} == {("alg", "e", "kid", "kty", "n", "use")}
    have = tokens(world.srp())
    used = {jwt.get_unverified_header(have[name])["kid"] for name in ("IdToken", "AccessToken")}
    assert used == {key["kid"] for key in here}


@pytest.mark.parametrize("pool", ["us-east-1_Nowhere99", "nowhere", "xx-nowhere-1_Nowhere99"])
def test_a_pool_that_does_not_exist_has_no_keys(local_cognito, pool):
    answer = requests.get(f"{local_cognito.url}/{pool}/.well-known/jwks.json")
    assert (answer.status_code, answer.json()["__type"]) == (400, "ResourceNotFoundException")


def encoded(value: object) -> str:
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def forgeries(world: World, have: dict) -> dict[str, str]:
    """Tokens that were given to nobody."""
    token, keys = have["AccessToken"], keys_of(world)
    h, b, s = token.split(".")
    head, body = jwt.get_unverified_header(token), claims(token)
    other_head, _, other_signature = world.another_pool().access_token().split(".")
    by_secret = encoded({**head, "alg": "HS256"})
    signed = hmac.digest(json.dumps(keys[1]).encode(), f"{by_secret}.{b}".encode(), "sha256")
    return {
        "alg none": f"{encoded({**head, 'alg': 'none'})}.{b}.",
        "alg none, signature kept": f"{encoded({**head, 'alg': 'none'})}.{b}.{s}",
        "alg None": f"{encoded({**head, 'alg': 'None'})}.{b}.",
        "signed with the public key as a secret": f"{by_secret}.{b}.{encoded(signed)}",
        "another kid": f"{encoded({**head, 'kid': '../../../dev/null'})}.{b}.{s}",
        "no kid": f"{encoded({'alg': 'RS256'})}.{b}.{s}",
        "a key of its own in the head": f"{encoded({**head, 'jwk': keys[0]})}.{b}.{s}",
        "a later exp": f"{h}.{encoded({**body, 'exp': body['exp'] * 2})}.{s}",
        "the issuer is a pool that does not exist": f"{h}.{encoded({**body, 'iss': body['iss'] + 'x'})}.{s}",
        "the issuer only ends like the pool": f"{h}.{encoded({**body, 'iss': f'https://x/{world.user_pool_id}'})}.{s}",
        "the issuer is no text": f"{h}.{encoded({**body, 'iss': {'a': 1}})}.{s}",
        "no issuer": f"{h}.{encoded({'exp': 1})}.{s}",
        "claims that are a list": f"{h}.{encoded([1])}.{s}",
        "claims that are no JSON": f"{h}.{encoded(b'x')}.{s}",
        "signature of another pool": f"{h}.{b}.{other_signature}",
        "head of another pool": f"{other_head}.{b}.{s}",
        "one more dot": token + ".",
        "no signature": f"{h}.{b}.",
        "cut": token[:-1],
        "the ID token": have["IdToken"],
        "padding": token + "==",
    }


def test_a_forged_access_token_opens_nothing(world):
    have = tokens(world.srp())
    for trick, token in forgeries(world, have).items():
        assert outcome(world.get_user, token) == BAD_TOKEN, trick
        change = {"AccessToken": token, "PreviousPassword": world.password, "ProposedPassword": world.new_password}
        assert outcome(world.public.change_password, **change) == BAD_TOKEN, trick
        for operation in ("global_sign_out", "delete_user", "associate_software_token"):
            assert outcome(getattr(world.public, operation), AccessToken=token) == BAD_TOKEN, trick
    assert outcome(world.get_user, have["AccessToken"]) == "done"
