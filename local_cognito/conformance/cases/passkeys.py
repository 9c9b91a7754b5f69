"""Passkeys: registering them, and signing in with them. A software authenticator takes the part of the browser."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from collections.abc import Callable
from functools import partial
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.hashes import SHA256

from local_cognito.authenticator import Authenticator
from local_cognito.conformance.cases.passwordless import CODES, MULTI_FACTOR, allow, offers, require_mfa
from local_cognito.conformance.cases.sign_up import disable_for_a_while
from local_cognito.conformance.row import DOC, HEARSAY, SEEN, Row
from local_cognito.conformance.world import (
    INVALID_SESSION,
    World,
    first_factors,
    in_turn,
    without_enum,
)
from local_cognito.encoding import base64url
from local_cognito.passkeys import JSON

SITE, PAGE = "localhost", "http://localhost:8888"
ELSEWHERE = "https://example.org"
ALL = first_factors("PASSWORD", "EMAIL_OTP", "WEB_AUTHN")
PASSKEY_API = "API, in words of our own"
AMPLIFY = "amplify-js, __tests__/mockData.ts"
NOT_ACCEPTED = "NotAuthorizedException: The passkey was not accepted."
NOT_FOUND = "WebAuthnChallengeNotFoundException: The challenge was not found, or it has expired."
BAD = "InvalidParameterException: Credential is not the answer of a browser."
NOT_SUPPORTED = "WebAuthnCredentialNotSupportedException: Passkeys like this one are not supported."
OTHER_ORIGIN = f"WebAuthnOriginNotAllowedException: The page is not one of {SITE}."
OTHER_SITE = f"WebAuthnRelyingPartyMismatchException: The passkey is not for {SITE}."
TOO_MANY = "LimitExceededException: A user can have 20 passkeys."
NO_SITE = "WebAuthnConfigurationMissingException: The user pool has neither a relying party id nor a domain."
OFF = "WebAuthnNotEnabledException: WEB_AUTHN is not an allowed first factor of the user pool."
OTHER_CLIENT = "WebAuthnClientMismatchException: The registration was begun through another app client."
AT_EXAMPLE = "WebAuthnOriginNotAllowedException: The page is not one of example.com."
GUESSED = "no source; our wording"
CHALLENGES_API = "API, ChallengeResponseType"
NO_SUCH_PASSKEY = "ResourceNotFoundException: The passkey does not exist."
USED = "NotAuthorizedException: Invalid session for the user, session can only be used once."


# --- acts -------------------------------------------------------------------------------------------------------


def with_passkeys(w: World, **web_authn: str) -> World:
    """A pool with passkeys. The user has none yet."""
    w.set_up(pool=ALL)
    configure(w, **{"RelyingPartyId": SITE, **web_authn})
    return w


def configure(w: World, **web_authn: str) -> dict[str, Any]:
    return w.aws.set_user_pool_mfa_config(UserPoolId=w.user_pool_id, WebAuthnConfiguration=web_authn)


def start(w: World, token: str | None = None) -> JSON:
    started = w.public.start_web_authn_registration(AccessToken=token or w.access_token())
    return started["CredentialCreationOptions"]


def complete(w: World, credential: JSON, token: str | None = None) -> dict[str, Any]:
    return w.public.complete_web_authn_registration(AccessToken=token or w.access_token(), Credential=credential)


def register(w: World, page: str = PAGE) -> dict[str, Any]:
    """Register a passkey of the world's authenticator."""
    return complete(w, w.authenticator.create(start(w), page, check_origin=False))


def with_passkey(w: World, **web_authn: str) -> World:
    register(with_passkeys(w, **web_authn))
    return w


def listed(w: World, **options: Any) -> dict[str, Any]:
    return w.public.list_web_authn_credentials(AccessToken=w.access_token(), **options)


def count(w: World) -> int:
    return len(listed(w)["Credentials"])


def delete(w: World, passkey_id: str) -> dict[str, Any]:
    return w.public.delete_web_authn_credential(AccessToken=w.access_token(), CredentialId=passkey_id)


def ask(w: World) -> dict[str, Any]:
    return w.initiate("USER_AUTH", PREFERRED_CHALLENGE="WEB_AUTHN")


def options_of(asked: dict[str, Any]) -> str:
    return asked["ChallengeParameters"]["CREDENTIAL_REQUEST_OPTIONS"]


def sign(w: World, asked: dict[str, Any], page: str = PAGE, **changed: Any) -> JSON:
    """The answer of the world's authenticator, asked with other options if need be."""
    return w.authenticator.get({**json.loads(options_of(asked)), **changed}, page, check_origin=False)


def send(w: World, asked: dict[str, Any], credential: JSON, **responses: str) -> dict[str, Any]:
    return w.answer(asked, CREDENTIAL=json.dumps(credential), **responses)


def sign_in(w: World, page: str = PAGE) -> dict[str, Any]:
    """Sign in with a passkey. Returns what is asked instead, if the user has none."""
    asked = ask(w)
    return send(w, asked, sign(w, asked, page)) if asked["ChallengeParameters"] else asked


def choose_twice(w: World) -> str:
    """One answer at once, sent twice."""
    asked = with_passkey(w).initiate("USER_AUTH")
    credential = sign(w, asked)
    return in_turn(*[partial(send, w, asked, credential, ANSWER="WEB_AUTHN")] * 2)


def choose(w: World, *, at_once: bool, as_admin: bool = False) -> dict[str, Any]:
    """Choose the passkey from the list, and answer at once or when asked."""
    respond = partial(w.respond, as_admin=as_admin)
    asked = w.initiate("USER_AUTH", as_admin=as_admin)
    if not at_once:
        asked = respond("SELECT_CHALLENGE", asked["Session"], ANSWER="WEB_AUTHN")
        return respond("WEB_AUTHN", asked["Session"], CREDENTIAL=json.dumps(sign(w, asked)))
    credential = json.dumps(sign(w, asked))
    return respond("SELECT_CHALLENGE", asked["Session"], ANSWER="WEB_AUTHN", CREDENTIAL=credential)


def changed(credential: JSON, member: str, change: Callable[[bytes], bytes]) -> JSON:
    """A credential with one of its binary members changed."""
    response = dict(credential["response"])
    response[member] = base64url(change(from_base64url(response[member])))
    return {**credential, "response": response}


def from_base64url(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def flip(data: bytes, place: int = -1) -> bytes:
    """Data with one bit of one byte changed."""
    data_ = bytearray(data)
    data_[place] ^= 1
    return bytes(data_)


def saying(name: str, value: Any) -> Callable[[JSON], JSON]:
    """Changes what the browser says in the client data."""
    return partial(
        changed,
        member="clientDataJSON",
        change=lambda data: json.dumps({**json.loads(data), name: value}).encode(),
    )


def register_with(w: World, alter: Callable[[JSON], JSON], **web_authn: str) -> dict[str, Any]:
    """Register a passkey, the browser's answer altered on its way."""
    with_passkeys(w, **web_authn)
    return complete(w, alter(w.authenticator.create(start(w), PAGE)))


def sign_in_with(w: World, alter: Callable[[JSON], Any]) -> dict[str, Any]:
    asked = ask(with_passkey(w))
    return send(w, asked, alter(sign(w, asked)))


def register_at(w: World, page: str, site: str) -> dict[str, Any]:
    return register(with_passkeys(w, RelyingPartyId=site), page)


def complete_twice(w: World) -> str:
    token = with_passkeys(w).access_token()
    credential = w.authenticator.create(start(w, token), PAGE)
    return in_turn(*[partial(complete, w, credential, token)] * 2)


def register_again(w: World) -> str:
    """A passkey that the user has already, for another challenge; then how many the user has."""
    key, options = with_passkey(w).authenticator.keys[0], start(w)
    other = Authenticator()
    credential = other.create({**options, "excludeCredentials": []}, PAGE)
    same = {**credential, "id": key.id, "rawId": key.id}
    place = from_base64url(credential["response"]["attestationObject"]).index(from_base64url(other.keys[0].id))

    def swap(data: bytes) -> bytes:
        return data[:place] + from_base64url(key.id) + data[place + 32 :]

    return in_turn(lambda: complete(w, changed(same, "attestationObject", swap)), lambda: count(w))


def challenge_of_another(w: World) -> str:
    """A registration that another user has begun; then the same, completed by that user."""
    with_passkeys(w)
    other = w.someone_else()
    credential = w.authenticator.create(start(other), PAGE)
    return in_turn(lambda: complete(w, credential), lambda: complete(other, credential))


def other_client(w: World) -> str:
    """A registration that was begun through another client; then through the right one, which is too late."""
    token = with_passkeys(w).access_token()
    credential = w.authenticator.create(start(w, token), PAGE)
    return in_turn(lambda: complete(w.client(), credential), lambda: complete(w, credential, token))


def too_many(w: World) -> str:
    token = with_passkeys(w).access_token()
    for _ in range(19):
        complete(w, Authenticator().create(start(w, token), PAGE), token)
    last_two = [Authenticator().create(start(w, token), PAGE) for _ in range(2)]
    return in_turn(
        *[partial(complete, w, one, token) for one in last_two], partial(count, w), partial(start, w, token)
    )


def pages(w: World) -> str:
    """How many passkeys the pages of a list have, with at most two on each."""
    with_passkey(w)
    for _ in range(2):
        w.authenticator = Authenticator()
        register(w)
    token = w.access_token()
    list_ = partial(w.public.list_web_authn_credentials, AccessToken=token, MaxResults=2)
    first = list_()
    second = list_(NextToken=first["NextToken"])
    return f"{len(first['Credentials'])}, {len(second['Credentials'])}, {'NextToken' in second}"


def describe(w: World) -> str:
    (passkey,) = listed(with_passkey(w))["Credentials"]
    is_same = passkey["CredentialId"] == w.authenticator.keys[0].id
    return f"{', '.join(sorted(passkey))}: {is_same}, {passkey['RelyingPartyId']}"


def delete_each(w: World) -> str:
    """Delete a passkey that is not there, another user's, and one's own; then sign in with it."""
    other = with_passkey(w).someone_else()
    theirs = w.authenticator.keys[0].id
    return in_turn(
        lambda: delete(w, "none"), lambda: delete(other, theirs), lambda: delete(w, theirs), lambda: ask(w)
    )


def deleted_meanwhile(w: World) -> str:
    asked = ask(with_passkey(w))
    credential = sign(w, asked)
    return in_turn(lambda: delete(w, w.authenticator.keys[0].id), lambda: send(w, asked, credential))


def after(w: World, act: Callable[[World], Any]) -> str:
    """A passkey signs; something happens; then its answer is sent."""
    asked = ask(with_passkey(w))
    credential = sign(w, asked)
    return in_turn(partial(act, w), lambda: send(w, asked, credential))


def of_another_user(w: World) -> str:
    """An answer by another user's passkey, as it is, then with the id of the victim's, then without a user."""
    other = with_passkey(w).someone_else()
    register(other)
    key = other.authenticator.keys[0]

    def answer(**members: str) -> dict[str, Any]:
        asked = ask(w)
        return send(w, asked, {**sign(other, asked, allowCredentials=[]), **members})

    victims = w.authenticator.keys[0].id
    return in_turn(answer, lambda: answer(id=victims, rawId=victims), lambda: answer(id=key.id, rawId=victims))


def other_handle(w: World) -> dict[str, Any]:
    """An answer by the user's own passkey that says it is another user's."""
    with_passkey(w).authenticator.keys[0].user_handle = base64url(w.someone_else().sub().encode())
    return sign_in(w)


def other_name(w: World) -> dict[str, Any]:
    """An answer by the user's own passkey, sent with another user's name."""
    asked = ask(with_passkey(w))
    return send(w, asked, sign(w, asked), USERNAME=w.someone_else().username)


def other_pool(w: World) -> str:
    """An answer by a passkey that a user of the same name has in another pool."""
    with_passkey(w)
    there = w.another_pool()
    there.email = there.username = w.email
    with_passkey(there)
    asked, asked_there = ask(w), ask(there)
    return in_turn(
        lambda: send(w, asked, sign(there, asked_there)),
        lambda: send(there, asked_there, sign(there, asked_there)),
    )


def old_challenge(w: World) -> str:
    """An answer to an earlier challenge; then to the right one, with the session that it has used up."""
    first, second = ask(with_passkey(w)), ask(w)
    old = sign(w, first)
    return in_turn(lambda: send(w, second, old), lambda: send(w, second, sign(w, second)))


def replayed(w: World) -> str:
    asked = ask(with_passkey(w))
    credential = sign(w, asked)
    return in_turn(*[lambda: send(w, asked, credential)] * 2, lambda: send(w, ask(w), credential))


def counted(w: World, counts: tuple[int, ...]) -> str:
    """Sign in with a passkey whose counter goes through these values."""
    with_passkey(w)

    def with_counter(value: int) -> dict[str, Any]:
        w.authenticator.keys[0].counter = value - 1
        return sign_in(w)

    return in_turn(*[partial(with_counter, value) for value in counts])


def uncounted(w: World) -> str:
    """Two logins with a passkey that does not count."""
    with_passkey(w)

    def without_counter() -> dict[str, Any]:
        w.authenticator.keys[0].counter = -1
        return sign_in(w)

    return in_turn(without_counter, without_counter)


def unverified(w: World, **web_authn: str) -> str:
    """Register with an authenticator that does not verify the user, then sign in."""
    with_passkeys(w, **web_authn).authenticator.verifies_user = False
    return in_turn(lambda: register(w), lambda: sign_in(w))


def unverified_later(w: World) -> dict[str, Any]:
    with_passkey(w, UserVerification="required").authenticator.verifies_user = False
    return sign_in(w)


def moved(w: World) -> str:
    """A passkey after the pool's site has changed, then after it has changed back."""
    with_passkey(w)
    return in_turn(
        lambda: configure(w, RelyingPartyId="example.com"),
        lambda: ask(w),
        lambda: configure(w, RelyingPartyId=SITE),
        lambda: sign_in(w),
    )


def by_domain(w: World) -> str:
    """The site of a pool with a prefix domain, then of one without; then what its user can do."""
    w.set_up(pool=ALL)
    domain = {"UserPoolId": w.user_pool_id, "Domain": f"test-{w.email[5:13]}"}
    w.aws.create_user_pool_domain(**domain)
    site = start(w)["rp"]["id"]
    register(w, f"https://{site}")
    return in_turn(
        lambda: site.replace(domain["Domain"], "PREFIX"),
        lambda: sign_in(w, f"https://{site}"),
        lambda: w.aws.delete_user_pool_domain(**domain),
        lambda: start(w),
        lambda: ask(w),
    )


def prefer_passkey(w: World, *, enabled: bool = True) -> dict[str, Any]:
    return w.admin("admin_set_user_mfa_preference", WebAuthnMfaSettings={"Enabled": enabled})


def with_mfa(w: World, mode: str, *, prefers: bool = True, **web_authn: str) -> World:
    """A user with a passkey and an authenticator app."""
    with_passkey(w, **{**MULTI_FACTOR, **web_authn}).set_up_totp()
    if prefers:
        prefer_passkey(w)
    allow(w, "PASSWORD", "WEB_AUTHN")
    require_mfa(w, mode, RelyingPartyId=SITE, **{**MULTI_FACTOR, **web_authn})
    return w


def turned_off(w: World) -> str:
    """The passkey is no longer enough; then the app is turned off, too."""
    with_mfa(w, "OPTIONAL")
    off = {"SoftwareTokenMfaSettings": {"Enabled": False}}
    return in_turn(
        lambda: w.admin("admin_set_user_mfa_preference", **off),
        lambda: prefer_passkey(w, enabled=False),
        lambda: offers(w),
        lambda: w.admin("admin_set_user_mfa_preference", **off),
        lambda: offers(w),
    )


def mfa_unverified(w: World) -> dict[str, Any]:
    with_mfa(w, "ON", UserVerification="preferred").authenticator.verifies_user = False
    return sign_in(w)


def recreated(w: World) -> str:
    """A user is deleted and created again, with the same name: what they are offered."""
    with_passkey(w).admin("admin_delete_user")
    w.create_user()
    return in_turn(lambda: w.set_password(w.password), lambda: offers(w), lambda: count(w))


def factors(w: World) -> str:
    """GetUserAuthFactors of a user with an authenticator app, too; whether the Admin twin says the same."""
    token = with_passkey(w).access_token()
    w.set_up_totp()
    found = w.public.get_user_auth_factors(AccessToken=token)
    same = found
    if hasattr(w.aws, "admin_get_user_auth_factors"):  # boto3 for Python 3.9 does not have it
        same = w.admin("admin_get_user_auth_factors")
    found, same = ({**answer, "ResponseMetadata": None} for answer in (found, same))
    members = ("ConfiguredUserAuthFactors", "PreferredMfaSetting", "UserMFASettingList")
    return f"{', '.join(str(found[name]) for name in members)}, {found == same}"


def own_factors(w: World) -> str:
    found = w.public.get_user_auth_factors(AccessToken=with_passkey(w).access_token())
    return f"{', '.join(found['ConfiguredUserAuthFactors'])}: {found['Username'] == w.sub()}"


def pool_configuration(w: World, **web_authn: str) -> str:
    """WebAuthnConfiguration as GetUserPoolMfaConfig shows it, before and after it is set."""
    get = partial(w.set_up().aws.get_user_pool_mfa_config, UserPoolId=w.user_pool_id)

    def shown() -> str:
        configuration = get().get("WebAuthnConfiguration", {})
        return " ".join(f"{name}={value}" for name, value in sorted(configuration.items())) or "none"

    return in_turn(shown, lambda: configure(w, **web_authn), shown, lambda: require_mfa(w, "OPTIONAL"), shown)


def absent(w: World) -> dict[str, Any]:
    """An answer that says nobody was there, properly signed."""
    asked, key = ask(w), w.authenticator.keys[0]
    credential = sign(w, asked)
    data = flip(from_base64url(credential["response"]["authenticatorData"]), 32)
    client_data = from_base64url(credential["response"]["clientDataJSON"])
    signature = key.private.sign(data + sha256(client_data).digest(), ECDSA(SHA256()))
    response = {"authenticatorData": base64url(data), "signature": base64url(signature)}
    return send(w, asked, {**credential, "response": {**credential["response"], **response}})


def delete_first_of_two(w: World) -> dict[str, Any]:
    first, w.authenticator = w.authenticator, Authenticator()
    register(w)
    return delete(w, first.keys[0].id)


def require_mfa_now(w: World) -> dict[str, Any]:
    allow(w, "PASSWORD", "WEB_AUTHN")
    return require_mfa(w, RelyingPartyId=SITE, **MULTI_FACTOR)


def sessions_mixed(w: World) -> str:
    asked, asked_for_password = ask(with_passkey(w)), w.initiate("USER_AUTH", PREFERRED_CHALLENGE="PASSWORD")
    credential = json.dumps(sign(w, asked))
    return in_turn(
        lambda: w.respond("WEB_AUTHN", asked_for_password["Session"], CREDENTIAL=credential),
        lambda: w.respond("PASSWORD", asked["Session"], PASSWORD=w.password),
    )


Alter = Callable[[JSON], Any]
#: What is not an answer of navigator.credentials.create: the row's id, in words, and how it is made from one.
BAD_CREDENTIALS: list[tuple[str, str, Alter]] = [
    ("empty", "an empty object", lambda credential: {}),
    ("response", "an answer that has no response", lambda credential: {**credential, "response": {}}),
    (
        "client_data",
        "clientDataJSON that is not JSON",
        partial(changed, member="clientDataJSON", change=lambda data: data[:-1]),
    ),
    (
        "deep",
        "clientDataJSON of 10,000 brackets",
        partial(changed, member="clientDataJSON", change=lambda data: b"[" * 10_000),
    ),
    (
        "base64",
        "clientDataJSON that is not base64url",
        lambda credential: {**credential, "response": {**credential["response"], "clientDataJSON": "!"}},
    ),
]
#: What is not the right answer of navigator.credentials.get.
FORGED: list[tuple[str, str, Alter]] = [
    ("signature", "with one bit of the signature changed", partial(changed, member="signature", change=flip)),
    (
        "signature-cut",
        "with the signature cut",
        partial(changed, member="signature", change=lambda data: data[:-1]),
    ),
    ("signature-none", "without a signature", partial(changed, member="signature", change=lambda data: b"")),
    ("data", "with the counter changed", partial(changed, member="authenticatorData", change=flip)),
    (
        "data-cut",
        "with the authenticator data cut",
        partial(changed, member="authenticatorData", change=lambda data: data[:36]),
    ),
    (
        "client_data",
        "with a space added to the client data",
        partial(changed, member="clientDataJSON", change=lambda data: data + b" "),
    ),
    (
        "type",
        "that says it was for a registration",
        saying("type", "webauthn.create"),
    ),
    (
        "own_challenge",
        "with another challenge written into it",
        saying("challenge", base64url(bytes(16))),
    ),
    ("id", "with the id of no passkey", lambda credential: {**credential, "id": "AAAA", "rawId": "AAAA"}),
    ("raw_id", "with another rawId", lambda credential: {**credential, "rawId": "AAAA"}),
    ("list", "that is a list", lambda credential: [credential]),
    ("deep", "of 900 lists in each other", lambda credential: json.loads("[" * 900 + "]" * 900)),
]


# --- rows -------------------------------------------------------------------------------------------------------
# fmt: off

POOLS = [
    Row("passkeys-configuration",
        "GetUserPoolMfaConfig, at first, after SetUserPoolMfaConfig with WebAuthnConfiguration, after it without",
        partial(pool_configuration, RelyingPartyId=SITE, UserVerification="required"),
        f"none, then done, then RelyingPartyId={SITE} UserVerification=required, then done, then "
        f"RelyingPartyId={SITE} UserVerification=required", "API, SetUserPoolMfaConfig", HEARSAY),
    Row("passkeys-configuration-bad", "SetUserPoolMfaConfig with an unknown UserVerification",
        lambda w: without_enum(configure, w, UserVerification="discouraged"),
        "InvalidParameterException: 1 validation error detected: Value 'discouraged' at "
        "'webAuthnConfiguration.userVerification' failed to satisfy constraint: Member must satisfy",
        "API model of botocore", SEEN),
    Row("passkeys-lite", "SetUserPoolMfaConfig with WebAuthnConfiguration in a pool of the Lite tier",
        lambda w: configure(w.set_up(pool={"UserPoolTier": "LITE"}), RelyingPartyId=SITE),
        "FeatureUnavailableInTierException: WebAuthnConfiguration needs the Essentials tier or higher.",
        PASSKEY_API, HEARSAY),
    Row("passkeys-off", "StartWebAuthnRegistration in a pool without WEB_AUTHN, then CompleteWebAuthnRegistration",
        lambda w: in_turn(lambda: start(w.set_up(pool=CODES)), lambda: complete(w, {})),
        f"{OFF}, then {OFF}",
        PASSKEY_API, HEARSAY),
    Row("passkeys-no_site", "StartWebAuthnRegistration in a pool with neither RelyingPartyId nor domain",
        lambda w: start(w.set_up(pool=ALL)),
        NO_SITE, PASSKEY_API, HEARSAY),
    Row("passkeys-domain",
        "the relying party of a pool with a domain, a login there, then the domain is deleted: "
        "StartWebAuthnRegistration, then PREFERRED_CHALLENGE=WEB_AUTHN",
        by_domain,
        f"PREFIX.auth.{{region}}.amazoncognito.com, then tokens, then done, then {NO_SITE}, then SELECT_CHALLENGE",
        "API, WebAuthnConfigurationType, in part", HEARSAY),
]

REGISTER = [
    Row("passkey-options", "the members of CredentialCreationOptions",
        lambda w: ", ".join(start(with_passkeys(w))),
        "rp, user, challenge, pubKeyCredParams, timeout, excludeCredentials, authenticatorSelection", AMPLIFY,
        HEARSAY),
    Row("passkey-options-user", "the user's id in CredentialCreationOptions, decoded, then what is excluded",
        lambda w: in_turn(
            lambda: from_base64url(start(with_passkeys(w))["user"]["id"]).decode() == w.sub(),
            lambda: start(with_passkey(w))["excludeCredentials"][0]["id"] == w.authenticator.keys[0].id,
        ),
        "True, then True", AMPLIFY, HEARSAY),
    Row("passkey-registered", "StartWebAuthnRegistration, then CompleteWebAuthnRegistration",
        lambda w: register_with(w, lambda credential: credential),
        "done", "API, CompleteWebAuthnRegistration", DOC),
    Row("passkey-described", "a passkey as ListWebAuthnCredentials shows it: its members, its id, RelyingPartyId",
        describe,
        f"AuthenticatorAttachment, AuthenticatorTransports, CreatedAt, CredentialId, FriendlyCredentialName, "
        f"RelyingPartyId: True, {SITE}", "API, WebAuthnCredentialDescription", DOC),
    Row("passkey-pages", "three passkeys, two on each page: how many are on each, and whether there is a third",
        pages,
        "2, 1, False", "API, ListWebAuthnCredentials", DOC),
    Row("passkey-page_of_21", "ListWebAuthnCredentials with MaxResults=21",
        lambda w: listed(w, MaxResults=21),
        "InvalidParameterException: 1 validation error detected: Value '21' at 'maxResults' failed to satisfy "
        "constraint: Member must have value less than or equal to 20", "API model of botocore", SEEN),
    Row("passkey-too_many", "a user's 20th passkey, the 21st, how many there are, StartWebAuthnRegistration",
        too_many,
        f"done, then {TOO_MANY}, then 20, then {TOO_MANY}", "our reading", HEARSAY),
    Row("passkey-deleted",
        "DeleteWebAuthnCredential: one that is not there, another user's, one's own; then WEB_AUTHN preferred",
        delete_each,
        f"{NO_SUCH_PASSKEY}, then {NO_SUCH_PASSKEY}, then done, then SELECT_CHALLENGE", PASSKEY_API, HEARSAY),
    Row("passkey-recreated", "a user with a passkey is deleted and created again: AvailableChallenges, passkeys",
        recreated,
        "done, then PASSWORD_SRP, PASSWORD, EMAIL_OTP, then 0", "common knowledge", HEARSAY),
    Row("passkey-factors",
        "GetUserAuthFactors, with a passkey and an authenticator app; whether its Admin twin says the same",
        factors,
        "['PASSWORD', 'SOFTWARE_TOKEN'], SOFTWARE_TOKEN_MFA, ['SOFTWARE_TOKEN_MFA'], True",
        "API, GetUserAuthFactors, in part", HEARSAY),
    Row("passkey-own_factors", "GetUserAuthFactors, and whether its Username is the username",
        own_factors,
        "PASSWORD, EMAIL_OTP, WEB_AUTHN: True", "API, GetUserAuthFactors; our order", HEARSAY),
]

REFUSED = [
    Row("passkey-twice", "CompleteWebAuthnRegistration twice",
        complete_twice,
        f"done, then {NOT_FOUND}", PASSKEY_API, HEARSAY),
    Row("passkey-exists", "CompleteWebAuthnRegistration with a passkey that is there; then how many there are",
        register_again,
        "InvalidParameterException: The passkey is already registered., then 1", "WebAuthn, section 7.1", HEARSAY),
    Row("passkey-of_another", "CompleteWebAuthnRegistration of what another user has begun; then by that user",
        challenge_of_another,
        f"{NOT_FOUND}, then done", PASSKEY_API, HEARSAY),
    Row("passkey-other_client", "CompleteWebAuthnRegistration through another client, then through the right one",
        other_client,
        f"{OTHER_CLIENT}, then {NOT_FOUND}", PASSKEY_API, HEARSAY),
    *[Row(f"passkey-origin-{name}", f"CompleteWebAuthnRegistration of a passkey made at {page} for {site}",
          partial(register_at, page=page, site=site),
          answer, f"{PASSKEY_API}; WebAuthn, section 5.1.3", HEARSAY)
      for name, page, site, answer in [
          ("site", "https://example.com", "example.com", "done"),
          ("port", "https://example.com:8443", "example.com", "done"),
          ("below", "https://login.example.com", "example.com", "done"),
          ("localhost", "http://localhost", SITE, "done"),
          ("http", "http://example.com", "example.com", AT_EXAMPLE),
          ("similar", "https://bad-example.com", "example.com", AT_EXAMPLE),
          ("after", "https://example.com.evil.org", "example.com", AT_EXAMPLE),
          ("above", "https://example.com", "login.example.com", AT_EXAMPLE.replace("of ", "of login.")),
          ("name", "https://example.com@evil.org", "example.com", AT_EXAMPLE),
          ("not_a_port", "https://example.com:8443.evil.org", "example.com", AT_EXAMPLE),
          ("path", "https://example.com/index.html", "example.com", AT_EXAMPLE),
          ("app", "android:apk-key-hash:Zm9v", "example.com", AT_EXAMPLE),
          ("address", "http://127.0.0.1:8888", SITE, OTHER_ORIGIN),
          ("foreign", ELSEWHERE, SITE, OTHER_ORIGIN),
      ]],
    Row("passkey-frame", "CompleteWebAuthnRegistration of a passkey made in a frame of another site's page",
        lambda w: register_with(w, saying("crossOrigin", True)),
        OTHER_ORIGIN, f"{PASSKEY_API}; WebAuthn, section 5.8.1", HEARSAY),
    Row("passkey-other_site", "CompleteWebAuthnRegistration of a passkey for another relying party",
        lambda w: complete(
            with_passkeys(w),
            w.authenticator.create({**start(w), "rp": {"id": "example.org"}}, PAGE, check_origin=False)),
        OTHER_SITE, PASSKEY_API, HEARSAY),
    Row("passkey-type", "CompleteWebAuthnRegistration with an answer of navigator.credentials.get",
        lambda w: register_with(w, saying("type", "webauthn.get")),
        NOT_SUPPORTED, PASSKEY_API, HEARSAY),
    Row("passkey-algorithm", "CompleteWebAuthnRegistration with a key of an algorithm that was not asked for",
        lambda w: register_with(w, partial(
            changed, member="attestationObject", change=lambda data: data.replace(b"\x03\x26", b"\x03\x27"))),
        NOT_SUPPORTED, PASSKEY_API, HEARSAY),
    Row("passkey-unverified", "a passkey that does not verify the user, UserVerification=required: made, used",
        partial(unverified, UserVerification="required"),
        f"{NOT_SUPPORTED}, then SELECT_CHALLENGE", PASSKEY_API, HEARSAY),
    Row("passkey-unverified-preferred", "the same, UserVerification=preferred",
        partial(unverified, UserVerification="preferred"),
        "done, then tokens", "API, WebAuthnConfigurationType", DOC),
    *[Row(f"passkey-bad-{name}", f"CompleteWebAuthnRegistration with {what}",
          partial(register_with, alter=alter),
          BAD, "our wording", HEARSAY)
      for name, what, alter in BAD_CREDENTIALS],
]

SIGN_IN = [
    Row("passkey-preferred", "PREFERRED_CHALLENGE=WEB_AUTHN, answered by the passkey",
        lambda w: in_turn(lambda: ask(with_passkey(w)), lambda: sign_in(w)),
        "WEB_AUTHN, then tokens", CHALLENGES_API, DOC),
    Row("passkey-request", "the members of CREDENTIAL_REQUEST_OPTIONS, which is a string",
        lambda w: ", ".join(json.loads(options_of(ask(with_passkey(w))))),
        "hints, attestation, attestationFormats, challenge, timeout, rpId, allowCredentials, userVerification",
        AMPLIFY, HEARSAY),
    Row("passkey-chosen", "SELECT_CHALLENGE answered with WEB_AUTHN, then with CREDENTIAL",
        lambda w: choose(with_passkey(w), at_once=False),
        "tokens", CHALLENGES_API, DOC),
    Row("passkey-at_once", "SELECT_CHALLENGE answered with WEB_AUTHN and CREDENTIAL at once",
        lambda w: choose(with_passkey(w), at_once=True),
        "tokens", f"{CHALLENGES_API}; it does not say where the options come from", HEARSAY),
    Row("passkey-at_once-twice", "the same answer twice",
        choose_twice,
        f"tokens, then {USED}", "text of aws-samples#17", HEARSAY),
    Row("passkey-as_admin", "the same through the Admin operations",
        lambda w: choose(with_passkey(w), at_once=False, as_admin=True),
        "tokens", CHALLENGES_API, DOC),
    Row("passkey-offered", "AvailableChallenges of a user with a passkey, then of one without",
        lambda w: in_turn(lambda: offers(with_passkey(w)), lambda: offers(w.someone_else())),
        "PASSWORD_SRP, PASSWORD, EMAIL_OTP, WEB_AUTHN, then PASSWORD_SRP, PASSWORD, EMAIL_OTP",
        "API, InitiateAuth; our order", HEARSAY),
    Row("passkey-none", "PREFERRED_CHALLENGE=WEB_AUTHN without a passkey",
        lambda w: ask(with_passkeys(w)),
        "SELECT_CHALLENGE", "as for EMAIL_OTP", HEARSAY),
    Row("passkey-missing", "WEB_AUTHN answered without CREDENTIAL",
        lambda w: w.answer(ask(with_passkey(w))),
        "InvalidParameterException: Missing required parameter CREDENTIAL", "text of aws-sdk-cpp#452", HEARSAY),
    Row("passkey-temporary_password", "AvailableChallenges of a user with a passkey and a temporary password",
        lambda w: in_turn(
            lambda: with_passkey(w).set_password(w.new_password, permanent=False), lambda: offers(w)),
        "done, then PASSWORD_SRP, PASSWORD", "as for EMAIL_OTP", HEARSAY),
    Row("passkey-moved", "the relying party changes, PREFERRED_CHALLENGE=WEB_AUTHN; it changes back, sign-in",
        moved,
        "done, then SELECT_CHALLENGE, then done, then tokens", "common knowledge", HEARSAY),
    Row("passkey-uncounted", "two logins with a passkey that does not count",
        uncounted,
        "tokens, then tokens", "WebAuthn, section 6.1.1", HEARSAY),
]

ATTACKS = [
    Row("passkey-forged-other_user",
        "an answer by another user's passkey, then the same with the id of the right one, then with that as rawId",
        of_another_user,
        ", then ".join([NOT_ACCEPTED] * 3), GUESSED, HEARSAY),
    Row("passkey-forged-handle", "an answer by the right passkey, with the id of another user in it",
        other_handle,
        NOT_ACCEPTED, GUESSED, HEARSAY),
    Row("passkey-forged-name", "an answer by the right passkey, with another USERNAME",
        other_name,
        INVALID_SESSION, "text of aws-samples#17", HEARSAY),
    Row("passkey-forged-other_pool", "an answer by a passkey of another pool's user with the same name; and there",
        other_pool,
        f"{NOT_ACCEPTED}, then tokens", GUESSED, HEARSAY),
    Row("passkey-forged-challenge", "an answer to an earlier challenge; then the right one for the same session",
        old_challenge,
        f"{NOT_ACCEPTED}, then {USED}", GUESSED, HEARSAY),
    Row("passkey-forged-replay", "an answer twice, then for another session",
        replayed,
        f"tokens, then {USED}, then {NOT_ACCEPTED}", GUESSED, HEARSAY),
    Row("passkey-forged-origin", "an answer to a page of another site",
        lambda w: sign_in(with_passkey(w), ELSEWHERE),
        NOT_ACCEPTED, GUESSED, HEARSAY),
    Row("passkey-forged-site", "an answer by a passkey of another relying party, with the same key",
        lambda w: sign_in_with(w, partial(
            changed, member="authenticatorData", change=lambda data: bytes(32) + data[32:])),
        NOT_ACCEPTED, GUESSED, HEARSAY),
    Row("passkey-forged-unverified", "an answer without user verification, UserVerification=required",
        unverified_later,
        NOT_ACCEPTED, GUESSED, HEARSAY),
    Row("passkey-forged-absent", "an answer without the user's presence",
        lambda w: absent(with_passkey(w)),
        NOT_ACCEPTED, GUESSED, HEARSAY),
    Row("passkey-forged-counter", "a passkey whose counter goes 5, 5, 4, 0, 6",
        partial(counted, counts=(5, 5, 4, 0, 6)),
        f"tokens, then {NOT_ACCEPTED}, then {NOT_ACCEPTED}, then {NOT_ACCEPTED}, then tokens",
        f"{GUESSED}; WebAuthn, section 7.2", HEARSAY),
    *[Row(f"passkey-forged-{name}", f"an answer {what}",
          partial(sign_in_with, alter=alter),
          NOT_ACCEPTED, GUESSED, HEARSAY)
      for name, what, alter in FORGED],
    *[Row(f"passkey-after-{name}", f"the right answer after {what}",
          partial(after, act=act),
          f"{done}, then {answer}", "our reading", HEARSAY)
      for name, what, act, done, answer in [
          ("disabled", "AdminDisableUser", lambda w: w.admin("admin_disable_user"), "done", INVALID_SESSION),
          ("disabled_for_a_while", "AdminDisableUser and AdminEnableUser", disable_for_a_while, "done, then done",
           "tokens"),
          ("password", "AdminSetUserPassword", lambda w: w.set_password(w.new_password), "done", INVALID_SESSION),
          ("policy", "WEB_AUTHN was taken from the pool", lambda w: allow(w, "PASSWORD"), "done", INVALID_SESSION),
          ("mfa", "MFA was required", require_mfa_now,
           "done", INVALID_SESSION),
          ("deleted", "DeleteWebAuthnCredential", lambda w: delete(w, w.authenticator.keys[0].id), "done",
           INVALID_SESSION),
          ("other", "DeleteWebAuthnCredential, while another passkey is left", delete_first_of_two, "done",
           NOT_ACCEPTED),
      ]],
    Row("passkey-other_factor",
        "the right answer with the session of PASSWORD, then the password with that of WEB_AUTHN, as PASSWORD",
        sessions_mixed,
        f"{INVALID_SESSION}, then {INVALID_SESSION}", "text of aws-samples#17", HEARSAY),
]

MFA = [
    Row("passkey-mfa", "a passkey where MFA is required, with MULTI_FACTOR_… and WebAuthnMfaSettings",
        lambda w: sign_in(with_mfa(w, "ON")),
        "tokens", "API, WebAuthnMfaSettingsType", DOC),
    Row("passkey-mfa-optional", "the same, MFA optional, user with an authenticator app",
        lambda w: sign_in(with_mfa(w, "OPTIONAL")),
        "tokens", "API, WebAuthnMfaSettingsType", DOC),
    Row("passkey-mfa-not_set", "AvailableChallenges where MFA is required, WebAuthnMfaSettings not set",
        lambda w: offers(with_mfa(w, "ON", prefers=False)),
        "PASSWORD_SRP, PASSWORD", "API, WebAuthnMfaSettingsType", DOC),
    Row("passkey-mfa-single", "the same with an authenticator app, MFA optional, SINGLE_FACTOR",
        lambda w: offers(with_mfa(w, "OPTIONAL", prefers=False, FactorConfiguration="SINGLE_FACTOR")),
        "PASSWORD_SRP, PASSWORD", "Amplify docs, passwordless", DOC),
    Row("passkey-mfa-single-later", "a passkey with WebAuthnMfaSettings, after the pool was set to SINGLE_FACTOR",
        lambda w: in_turn(
            lambda: configure(with_mfa(w, "OPTIONAL"), RelyingPartyId=SITE, FactorConfiguration="SINGLE_FACTOR"),
            lambda: require_mfa(w, "OPTIONAL"),
            lambda: offers(w)),
        "done, then done, then PASSWORD_SRP, PASSWORD", "our reading", HEARSAY),
    Row("passkey-mfa-password", "the password where a passkey is enough for MFA",
        lambda w: with_mfa(w, "ON").sign_in(),
        "SOFTWARE_TOKEN_MFA", "API, WebAuthnMfaSettingsType", DOC),
    Row("passkey-mfa-unverified", "a passkey that does not verify the user, MFA required, verification preferred",
        mfa_unverified,
        NOT_ACCEPTED, f"API, WebAuthnMfaSettingsType; {GUESSED}", HEARSAY),
    Row("passkey-mfa-setting-single", "WebAuthnMfaSettings in a pool with SINGLE_FACTOR",
        lambda w: prefer_passkey(with_passkey(w)),
        "InvalidParameterException: WebAuthnMfaSettings needs FactorConfiguration "
        "MULTI_FACTOR_WITH_USER_VERIFICATION.", PASSKEY_API, HEARSAY),
    Row("passkey-mfa-setting-alone", "WebAuthnMfaSettings of a user without another MFA method",
        lambda w: prefer_passkey(with_passkey(w, **MULTI_FACTOR)),
        "InvalidParameterException: WebAuthnMfaSettings needs another MFA method.", PASSKEY_API, HEARSAY),
    Row("passkey-mfa-setting-off",
        "with WebAuthnMfaSettings: the authenticator app off, then WebAuthnMfaSettings off, AvailableChallenges, "
        "then the app off, AvailableChallenges",
        turned_off,
        "InvalidParameterException: WebAuthnMfaSettings needs another MFA method., then done, then PASSWORD_SRP, "
        "PASSWORD, then done, then PASSWORD_SRP, PASSWORD, WEB_AUTHN", PASSKEY_API, HEARSAY),
]

SECTIONS = {
    "Passkeys of a pool": POOLS,
    "Registering a passkey": [*REGISTER, *REFUSED],
    "Signing in with a passkey": [*SIGN_IN, *ATTACKS],
    "Passkeys and MFA": MFA,
}
