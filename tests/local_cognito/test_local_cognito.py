"""What a table cannot say of the local Cognito: time, tokens, authenticator apps, odd calls, the server itself."""

from __future__ import annotations

import base64
import hmac
import json
import secrets
import socket
import time
from http.client import HTTPConnection

import boto3
import jwt
import pytest
from botocore.exceptions import DataNotFoundError
from botocore.loaders import Loader

from local_cognito import LocalCognito, clock, descriptions, sign_in
from local_cognito.challenges import Challenges
from local_cognito.conformance.world import (
    EXCEEDED,
    NO_SESSION,
    REGION,
    WRONG,
    World,
    claims,
    connect,
    post,
    said,
    tokens,
    totp_code,
    wrong_code,
)
from local_cognito.lockout import LONGEST_PAUSE

BAD_TOKEN = "NotAuthorizedException: Invalid Access Token"


@pytest.fixture
def later(monkeypatch):
    """A function that puts the local Cognito's clock forward, by seconds; it stands still in between."""
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now)

    def later(seconds: float) -> None:
        nonlocal now
        now += seconds

    return later


# --- time ------------------------------------------------------------------------------------------------------


def test_tokens_last_as_long_as_their_client_says(world, later):
    world.made(
        AccessTokenValidity=10,
        IdTokenValidity=20,
        RefreshTokenValidity=2,
        TokenValidityUnits={"AccessToken": "minutes", "IdToken": "minutes", "RefreshToken": "hours"},
    )
    have = tokens(world.srp())
    access, id_ = claims(have["AccessToken"]), claims(have["IdToken"])
    assert have["ExpiresIn"] == 600 == access["exp"] - access["iat"]
    assert id_["exp"] - id_["iat"] == 1200
    later(599)
    assert world.get_user(have["AccessToken"])["Username"] == world.sub()
    later(1)
    assert said(world.get_user, have["AccessToken"]) == "NotAuthorizedException: Access Token has expired"
    later(7200 - 601)
    assert said(world.refresh, have["RefreshToken"]) == "tokens"
    later(1)
    assert said(world.refresh, have["RefreshToken"]) == "NotAuthorizedException: Refresh Token has expired"


def test_tokens_last_an_hour_and_thirty_days_when_their_client_says_nothing(world, later):
    have = tokens(world.sign_in())
    assert have["ExpiresIn"] == 3600
    later(30 * 86400 - 1)
    assert said(world.refresh, have["RefreshToken"]) == "tokens"
    later(1)
    assert said(world.refresh, have["RefreshToken"]) == "NotAuthorizedException: Refresh Token has expired"


def test_a_refresh_does_not_lengthen_the_login(world, later):
    have = tokens(world.sign_in())
    later(29 * 86400)
    renewed = tokens(world.refresh(have["RefreshToken"]))
    assert "RefreshToken" not in renewed
    assert claims(renewed["AccessToken"])["auth_time"] == claims(have["AccessToken"])["auth_time"]
    later(86400)
    assert said(world.refresh, have["RefreshToken"]) == "NotAuthorizedException: Refresh Token has expired"


def test_a_rotated_refresh_token_counts_until_its_grace_period_ends(world, later):
    world.made(
        RefreshTokenRotation={"Feature": "ENABLED", "RetryGracePeriodSeconds": 10},
        ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"],
    )
    first = tokens(world.sign_in())["RefreshToken"]

    def renew(token):
        return world.public.get_tokens_from_refresh_token(ClientId=world.client_id, RefreshToken=token)

    second = tokens(renew(first))["RefreshToken"]
    assert second != first
    later(9)
    assert said(renew, first) == "tokens"
    later(1)
    assert said(renew, first).startswith("RefreshTokenReuseException")
    assert said(renew, second) == "tokens"


@pytest.mark.parametrize("days", [None, 1])
def test_a_temporary_password_lasts_as_long_as_the_policy_says_until_the_user_is_invited_again(world, later, days):
    over = "NotAuthorizedException: Temporary password has expired and must be reset by an administrator."
    validity = {"TemporaryPasswordValidityDays": days} if days else {}
    world.made(pool={"Policies": {"PasswordPolicy": validity}}, user="new")
    later((days or 7) * 86400 - 1)
    assert said(world.srp) == "NEW_PASSWORD_REQUIRED"
    later(1)
    assert [said(world.srp), said(world.sign_in, "USER_PASSWORD_AUTH")] == [over, over]
    assert said(world.sign_in, "USER_PASSWORD_AUTH", PASSWORD=world.wrong) == WRONG
    world.create_user(MessageAction="RESEND")
    assert said(world.srp) == "NEW_PASSWORD_REQUIRED"
    world.set_password(world.password)
    later(400 * 86400)
    assert said(world.srp) == "tokens"


def test_a_session_ends_with_the_clients_auth_session_validity(world, later):
    world.made(user="new", AuthSessionValidity=3)
    asked = world.sign_in()
    later(179)
    assert said(world.answer, asked, NEW_PASSWORD=secrets.token_hex(2)).startswith("InvalidPasswordException")
    later(2)
    expired = "NotAuthorizedException: Invalid session for the user, session is expired."
    assert said(world.answer, asked, NEW_PASSWORD=world.chosen) == expired


def test_old_sessions_are_forgotten(world, later, local_cognito):
    challenges = Challenges()
    kept = challenges._challenges
    world.made(user="new")
    for _ in range(3):
        from local_cognito.challenges import Challenge

        client = type("Client", (), {"extended_config": {"AuthSessionValidity": 3}})()
        challenges.begin(Challenge("NEW_PASSWORD_REQUIRED", client, None, "ada"))
        later(3600)
    assert len(kept) == 1


def test_the_pause_after_wrong_passwords_doubles_up_to_fifteen_minutes(world, later):
    for _ in range(4):
        assert said(world.sign_in, PASSWORD=world.wrong) == WRONG
    pauses = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, LONGEST_PAUSE, LONGEST_PAUSE]
    for pause in pauses:
        assert said(world.sign_in, PASSWORD=world.wrong) == WRONG
        later(pause - 0.5)
        assert said(world.sign_in) == EXCEEDED
        assert said(world.srp) == EXCEEDED
        later(0.5)
    assert said(world.sign_in) == "tokens"


def test_an_attempt_in_the_pause_does_not_lengthen_it(world, later):
    for _ in range(5):
        said(world.sign_in, PASSWORD=world.wrong)
    for _ in range(10):
        assert said(world.sign_in, PASSWORD=world.wrong) == EXCEEDED
    later(1)
    assert said(world.sign_in) == "tokens"


def test_a_login_forgets_the_wrong_passwords_before_it(world):
    for _ in range(4):
        said(world.srp, world.wrong)
    assert said(world.srp) == "tokens"
    for _ in range(4):
        said(world.srp, world.wrong)
    assert said(world.srp) == "tokens"


def test_twenty_right_and_twenty_wrong_by_turns_lock_nobody_out(world):
    for _ in range(20):
        assert said(world.sign_in) == "tokens"
        assert said(world.sign_in, PASSWORD=world.wrong) == WRONG


def test_wrong_passwords_are_forgotten_after_a_quarter_of_an_hour(world, later):
    for _ in range(4):
        said(world.sign_in, PASSWORD=world.wrong)
    later(15 * 60 + 1)
    for _ in range(4):
        assert said(world.sign_in, PASSWORD=world.wrong) == WRONG
    assert said(world.sign_in) == "tokens"


# --- tokens are real -------------------------------------------------------------------------------------------


def verified(world: World, token: str, **options) -> dict:
    """The claims of a token, verified as an API would: with the pool's public keys, by PyJWT."""
    keys = jwt.PyJWKClient(f"{world.url}/{world.user_pool_id}/.well-known/jwks.json")
    key = keys.get_signing_key_from_jwt(token)
    issuer = f"https://cognito-idp.{REGION}.amazonaws.com/{world.user_pool_id}"
    return jwt.decode(token, key, algorithms=["RS256"], issuer=issuer, **options)


def test_tokens_verify_with_the_pools_public_keys(world):
    have = tokens(world.srp())
    access = verified(world, have["AccessToken"])
    id_ = verified(world, have["IdToken"], audience=world.client_id)
    assert (access["token_use"], id_["token_use"]) == ("access", "id")
    assert access["client_id"] == world.client_id
    assert access["username"] == access["sub"] == id_["sub"] == id_["cognito:username"] == world.sub()
    assert id_["email"] == world.email
    assert access["origin_jti"] == id_["origin_jti"]
    assert access["jti"] != id_["jti"]


def test_a_changed_token_does_not_verify(world):
    head, body, signature = tokens(world.srp())["IdToken"].split(".")
    said_now = json.loads(base64.urlsafe_b64decode(body + "=="))
    other = base64.urlsafe_b64encode(json.dumps({**said_now, "sub": "someone"}).encode()).decode().rstrip("=")
    with pytest.raises(jwt.InvalidSignatureError):
        verified(world, f"{head}.{other}.{signature}", audience=world.client_id)


def keys_of(world: World) -> list[dict]:
    host = HTTPConnection("127.0.0.1", int(world.url.rpartition(":")[2]), timeout=10)
    host.request("GET", f"/{world.user_pool_id}/.well-known/jwks.json")
    answer = host.getresponse()
    assert answer.status == 200
    return json.loads(answer.read())["keys"]


def test_each_pool_has_two_keys_of_its_own_and_shows_their_public_halves_only(world):
    here, there = keys_of(world), keys_of(world.another_pool())
    assert len({key["kid"] for key in here + there}) == 4
    assert len({key["n"] for key in here + there}) == 4
    assert {tuple(sorted(key)) for key in here} == {("alg", "e", "kid", "kty", "n", "use")}
    have = tokens(world.srp())
    used = {jwt.get_unverified_header(have[name])["kid"] for name in ("IdToken", "AccessToken")}
    assert used == {key["kid"] for key in here}


def test_the_discovery_document_leads_to_the_keys(world):
    host = HTTPConnection("127.0.0.1", int(world.url.rpartition(":")[2]), timeout=10)
    host.request("GET", f"/{world.user_pool_id}/.well-known/openid-configuration")
    found = json.loads(host.getresponse().read())
    assert found["jwks_uri"] == f"{world.url}/{world.user_pool_id}/.well-known/jwks.json"
    assert found["issuer"] == claims(world.access_token())["iss"]


def test_the_keys_of_a_pool_that_is_not_there_are_not_there(world):
    for path in ("us-east-1_Nowhere99", "nowhere", "xx-nowhere-1_Nowhere99"):
        host = HTTPConnection("127.0.0.1", int(world.url.rpartition(":")[2]), timeout=10)
        host.request("GET", f"/{path}/.well-known/jwks.json")
        answer = host.getresponse()
        assert answer.status == 400
        assert json.loads(answer.read())["__type"] == "ResourceNotFoundException"


def test_groups_are_in_both_tokens(world):
    world.aws.create_group(UserPoolId=world.user_pool_id, GroupName="admins")
    world.admin("admin_add_user_to_group", GroupName="admins")
    have = tokens(world.srp())
    assert claims(have["IdToken"])["cognito:groups"] == claims(have["AccessToken"])["cognito:groups"] == ["admins"]


def test_a_client_reads_and_writes_the_attributes_that_it_may(world):
    world.made(ReadAttributes=["nickname"], WriteAttributes=["nickname"])
    token = world.access_token()

    def write(name):
        entry = [{"Name": name, "Value": "Ada"}]
        return world.public.update_user_attributes(AccessToken=token, UserAttributes=entry)

    assert said(write, "nickname") == "done"
    assert said(write, "name") == "NotAuthorizedException: A client attempted to write unauthorized attribute"
    shown = claims(tokens(world.srp())["IdToken"])
    assert shown["nickname"] == "Ada"
    assert "email" not in shown


def forge(world: World, have: dict) -> dict[str, str]:
    """Tokens that nobody was given."""
    body, head = claims(have["AccessToken"]), jwt.get_unverified_header(have["AccessToken"])
    h, b, s = have["AccessToken"].split(".")
    other = tokens(world.another_pool().srp())["AccessToken"]

    def encode_bytes(value):
        return base64.urlsafe_b64encode(value).decode().rstrip("=")

    def encode(value):
        return encode_bytes(json.dumps(value).encode())

    unsigned, by_secret = encode({**head, "alg": "none"}), encode({**head, "alg": "HS256"})
    signed = hmac.digest(json.dumps(keys_of(world)[1]).encode(), f"{by_secret}.{b}".encode(), "sha256")
    return {
        "alg none": f"{unsigned}.{b}.",
        "alg none, signature kept": f"{unsigned}.{b}.{s}",
        "alg None": f"{encode({**head, 'alg': 'None'})}.{b}.",
        "signed with the public key as a secret": f"{by_secret}.{b}.{encode_bytes(signed)}",
        "another kid": f"{encode({**head, 'kid': '../../../dev/null'})}.{b}.{s}",
        "no kid": f"{encode({'alg': 'RS256'})}.{b}.{s}",
        "a key of its own in the head": f"{encode({**head, 'jwk': keys_of(world)[0]})}.{b}.{s}",
        "exp put off": f"{h}.{encode({**body, 'exp': body['exp'] * 2})}.{s}",
        "signature of another pool": f"{h}.{b}.{other.split('.')[2]}",
        "head of another pool": f"{other.split('.')[0]}.{b}.{s}",
        "a dot more": have["AccessToken"] + ".",
        "no signature": f"{h}.{b}.",
        "cut": have["AccessToken"][:-1],
        "the ID token": have["IdToken"],
        "padding": have["AccessToken"] + "==",
    }


def test_a_forged_access_token_opens_nothing(world):
    have = tokens(world.srp())
    for trick, token in forge(world, have).items():
        assert said(world.get_user, token) == BAD_TOKEN, trick
        change = {"AccessToken": token, "PreviousPassword": world.password, "ProposedPassword": world.chosen}
        assert said(world.public.change_password, **change) == BAD_TOKEN, trick
        assert said(world.public.global_sign_out, AccessToken=token) == BAD_TOKEN, trick
        assert said(world.public.delete_user, AccessToken=token) == BAD_TOKEN, trick
        assert said(world.public.associate_software_token, AccessToken=token) == BAD_TOKEN, trick
    assert said(world.get_user, have["AccessToken"]) == "done"


def test_a_token_of_a_pool_that_is_gone_opens_nothing(world):
    have = tokens(world.srp())
    world.aws.delete_user_pool(UserPoolId=world.user_pool_id)
    assert said(world.get_user, have["AccessToken"]) == BAD_TOKEN
    assert said(world.refresh, have["RefreshToken"]).startswith("ResourceNotFoundException")


# --- authenticator apps ------------------------------------------------------------------------------------------


def test_a_code_of_the_step_before_or_after_is_accepted_and_no_other(world, later):
    secret = world.set_up_totp()
    later(300)
    for steps, came in ((-3, "wrong"), (-2, "wrong"), (2, "wrong"), (3, "wrong"), (-1, "tokens"), (1, "tokens")):
        answer = said(world.answer, world.sign_in(), SOFTWARE_TOKEN_MFA_CODE=totp_code(secret, steps))
        assert answer == came if came == "tokens" else answer.startswith("CodeMismatchException")


def test_guessing_codes_is_locked_out_and_the_right_password_does_not_start_it_anew(world, later):
    secret = world.set_up_totp()
    later(300)
    for _ in range(5):
        asked = world.sign_in()
        wrong = wrong_code(totp_code(secret))
        assert said(world.answer, asked, SOFTWARE_TOKEN_MFA_CODE=wrong).startswith("CodeMismatchException")
    asked = world.srp()
    assert said(world.answer, asked, SOFTWARE_TOKEN_MFA_CODE=totp_code(secret)) == EXCEEDED
    later(1)
    assert said(world.answer, asked, SOFTWARE_TOKEN_MFA_CODE=totp_code(secret)) == "tokens"


@pytest.mark.parametrize(
    "code", ["", "0", "000000000000", "abcdef", "\uff11\uff12\uff13\uff14\uff15\uff16", "12 345", "-12345"]
)
def test_what_is_no_code_is_refused(world, code):
    world.set_up_totp()
    came = said(world.answer, world.sign_in(), SOFTWARE_TOKEN_MFA_CODE=code)
    assert came.startswith(("CodeMismatchException", "InvalidParameterException"))


def test_a_set_up_in_one_session_does_not_let_in_another(world):
    world.require_totp()
    thiefs, owners = world.sign_in(), world.sign_in()
    secret = world.public.associate_software_token(Session=owners["Session"])["SecretCode"]
    world.public.verify_software_token(Session=owners["Session"], UserCode=totp_code(secret))
    assert said(world.answer, thiefs) == NO_SESSION
    assert said(world.public.associate_software_token, Session=thiefs["Session"]) == NO_SESSION
    assert said(world.answer, owners) == "tokens"
    assert said(world.sign_in) == "SOFTWARE_TOKEN_MFA"


def test_a_secret_waits_in_its_own_session(world):
    world.require_totp()
    thiefs, owners = world.sign_in(), world.sign_in()
    owners_secret = world.public.associate_software_token(Session=owners["Session"])["SecretCode"]
    thiefs_secret = world.public.associate_software_token(Session=thiefs["Session"])["SecretCode"]
    world.public.verify_software_token(Session=owners["Session"], UserCode=totp_code(owners_secret))
    verify = {"Session": thiefs["Session"], "UserCode": totp_code(thiefs_secret)}
    assert said(world.public.verify_software_token, **verify) == NO_SESSION
    assert said(world.answer, owners) == "tokens"
    code = totp_code(owners_secret, 1)
    assert said(world.answer, world.sign_in(), SOFTWARE_TOKEN_MFA_CODE=code) == "tokens"


def test_a_new_secret_counts_once_it_is_proved(world):
    secret = world.set_up_totp()
    token = tokens(world.answer(world.sign_in(), SOFTWARE_TOKEN_MFA_CODE=totp_code(secret)))["AccessToken"]
    new = world.public.associate_software_token(AccessToken=token)["SecretCode"]
    asked = world.sign_in()
    refused = said(world.answer, asked, SOFTWARE_TOKEN_MFA_CODE=totp_code(new, 1))
    assert refused.startswith("CodeMismatchException")
    assert said(world.answer, asked, SOFTWARE_TOKEN_MFA_CODE=totp_code(secret, 1)) == "tokens"


def test_a_pool_without_authenticator_apps_sets_none_up(world):
    came = said(world.public.associate_software_token, AccessToken=world.access_token())
    assert came.startswith("SoftwareTokenMFANotFoundException")


# --- odd calls ---------------------------------------------------------------------------------------------------

PASSWORD_FLOW = b'{"ClientId": "abc1", "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": '
ODD_BODIES = {
    "empty": b"",
    "not JSON": b"{",
    "not UTF-8": b"\xff\xfe",
    "a byte order mark": b"\xef\xbb\xbf{}",
    "a list": b"[]",
    "null": b"null",
    "a number": b"1",
    "a text": b'"InitiateAuth"',
    "NaN": b'{"ClientId": NaN}',
    "Infinity": b'{"ClientId": "abc1", "AuthFlow": Infinity}',
    "a lone surrogate": b'{"ClientId": "\\ud800", "AuthFlow": "USER_PASSWORD_AUTH"}',
    "a huge number": b'{"ClientId": ' + b"9" * 10_000 + b"}",
    "a number too large for a float": b'{"ClientId": 1e999}',
    "nested deep": b'{"ClientMetadata": ' + b'{"a":' * 20_000 + b"1" + b"}" * 20_000 + b"}",
    "lists nested deep": b"[" * 100_000,
    "a list for a text": b'{"ClientId": ["a"], "AuthFlow": "USER_PASSWORD_AUTH"}',
    "a text for a map": PASSWORD_FLOW + b'"a"}',
    "a number for a password": PASSWORD_FLOW + b'{"PASSWORD": 1}}',
    "null for a password": PASSWORD_FLOW + b'{"PASSWORD": null}}',
}


@pytest.mark.parametrize("operation", ["InitiateAuth", "AdminInitiateAuth", "RespondToAuthChallenge"])
@pytest.mark.parametrize("body", ODD_BODIES.values(), ids=ODD_BODIES)
def test_an_odd_body_is_refused_as_json(local_cognito, operation, body):
    status, answer = post(local_cognito.url, operation, body)
    assert status == 400
    assert answer["__type"] in ("SerializationException", "InvalidParameterException", "ResourceNotFoundException")
    assert answer["message"]


def test_of_two_values_the_last_counts_for_every_check(world):
    """A second PASSWORD or USERNAME does not pass one check and serve another."""
    body = (
        f'{{"ClientId": "{world.client_id}", "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": '
        f'{{"USERNAME": "{world.username}", "PASSWORD": "{world.password}", "PASSWORD": "{world.wrong}"}}}}'
    )
    assert post(world.url, "InitiateAuth", body.encode())[1]["message"] == "Incorrect username or password."


def test_a_body_of_256_kb_is_read_and_a_larger_one_is_not(world):
    call = {"ClientId": world.client_id, "AuthFlow": "USER_PASSWORD_AUTH"}
    sign_in = {"USERNAME": world.username, "PASSWORD": world.password, "FIRST": "x" * 100_000}
    room = 256 * 1024 - len(
        json.dumps({**call, "AuthParameters": {**sign_in, "SECOND": "x" * 100_000, "THIRD": ""}})
    )
    for size, expected in ((room, 200), (room + 1, 413)):
        fill = {"SECOND": "x" * 100_000, "THIRD": "x" * size}
        status, answer = post(world.url, "InitiateAuth", {**call, "AuthParameters": {**sign_in, **fill}})
        assert status == expected
        assert ("AuthenticationResult" in answer) is (expected == 200)


@pytest.mark.parametrize("size", [257, 5000])
def test_a_password_that_is_too_long_is_refused_and_not_repeated(world, size):
    password = secrets.token_hex(size // 2 + 1)[:size]
    came = said(world.sign_up, f"{secrets.token_hex(4)}@example.com", Password=password)
    assert came.startswith("InvalidParameterException: 1 validation error detected: Value at 'password'")
    assert password[:50] not in came


@pytest.mark.parametrize(
    "target", ["InitiateAuth2", "DropTables", "", "initiateAuth", "__class__", "get_user", "é"]
)
def test_an_operation_that_aws_does_not_know_is_refused_as_json(local_cognito, target):
    status, answer = post(local_cognito.url, target.encode().decode("latin-1"), {})
    assert (status, answer["__type"]) == (400, "UnknownOperationException")


def test_a_call_without_a_target_is_refused_as_json(local_cognito):
    status, answer = post(local_cognito.url, "InitiateAuth", {}, X_Amz_Target="")
    assert (status, answer["__type"]) == (400, "UnknownOperationException")


@pytest.mark.parametrize("method, path, status", [("GET", "/", 405), ("PUT", "/", 405), ("POST", "/login", 404)])
def test_another_address_or_method_is_refused_as_json(local_cognito, method, path, status):
    host = HTTPConnection("127.0.0.1", local_cognito.port, timeout=10)
    host.request(method, path, b"{}")
    answer = host.getresponse()
    assert answer.status == status
    assert json.loads(answer.read())["__type"] == "UnknownOperationException"


@pytest.mark.parametrize("region", ["xx-nowhere-1", "aws-global", "global", "us-east-1a", "moto"])
def test_a_region_that_is_none_is_refused(world, region):
    refused = f"UnrecognizedClientException: There is no region {region}."
    elsewhere = connect(world.url, region=region)
    assert said(elsewhere.create_user_pool, PoolName="x") == refused
    options = {"UserPoolId": world.user_pool_id, "ClientId": world.client_id, "AuthFlow": "USER_SRP_AUTH"}
    assert said(elsewhere.admin_initiate_auth, **options) == refused


def test_its_regions_are_those_that_boto3_knows():
    session = boto3.session.Session()
    known = [
        session.get_available_regions("cognito-idp", partition_name=partition)
        for partition in session.get_available_partitions()
    ]
    assert descriptions.regions() == set().union(*known)


def test_descriptions_are_those_that_botocore_finds():
    quick, stock = descriptions.QuickLoader(), Loader()
    for kind in ("service-2", "paginators-1", "endpoint-rule-set-1"):
        assert quick.load_service_model("cognito-idp", kind) == stock.load_service_model("cognito-idp", kind), kind
    assert quick.load_service_model("sts", "service-2") == stock.load_service_model("sts", "service-2")
    for service, kind in (("cognito-idp", "waiters-2"), ("no-such-service", "service-2")):
        with pytest.raises(DataNotFoundError):
            quick.load_service_model(service, kind)


def test_another_region_has_other_pools(world):
    elsewhere = connect(world.url, region="eu-central-1")
    unknown = f"ResourceNotFoundException: User pool {world.user_pool_id} does not exist."
    assert said(elsewhere.describe_user_pool, UserPoolId=world.user_pool_id) == unknown
    assert said(elsewhere.admin_get_user, UserPoolId=world.user_pool_id, Username=world.username) == unknown
    made = elsewhere.create_user_pool(PoolName="there")["UserPool"]["Id"]
    assert made.startswith("eu-central-1_")


@pytest.mark.parametrize("operation", ["AdminInitiateAuth", "AdminSetUserPassword", "CreateUserPool", "ListUsers"])
@pytest.mark.parametrize("authorization", ["", "Bearer x", "AWS4-HMAC-SHA256", "Credential=a/b/c/d/e"])
def test_an_administrators_call_needs_a_signature(world, operation, authorization):
    body = {"UserPoolId": world.user_pool_id, "ClientId": world.client_id, "PoolName": "x"}
    status, answer = post(world.url, operation, body, Authorization=authorization)
    assert (status, answer["__type"]) == (400, "MissingAuthenticationTokenException")


def test_every_operation_answers_in_json_and_in_words(local_cognito):
    """Whatever AWS has an operation for gets an answer, never a page and never a failure of the server."""
    for operation in descriptions.service_model().operation_names:
        status, answer = post(local_cognito.url, operation, {})
        assert status in (200, 400), operation
        assert status == 200 or answer["__type"].endswith("Exception"), operation


def test_an_attribute_without_a_value_is_an_empty_one(world):
    world.sign_up(f"{secrets.token_hex(4)}@example.com", UserAttributes=[{"Name": "name"}])
    world.create_user(f"{secrets.token_hex(4)}@example.com", UserAttributes=[{"Name": "name"}])
    world.admin("admin_update_user_attributes", UserAttributes=[{"Name": "name"}])
    assert world.attributes()["name"] == ""


def test_a_pool_that_is_not_there_is_not_there_for_any_operation(local_cognito):
    for operation in ("ListResourceServers", "ListUsers", "AdminGetUser", "DescribeUserPool", "ListGroups"):
        body = {"UserPoolId": "us-east-1_Nowhere99", "Username": "ada"}
        status, answer = post(local_cognito.url, operation, body)
        assert (status, answer["__type"]) == (400, "ResourceNotFoundException"), operation


# --- the server --------------------------------------------------------------------------------------------------


def test_a_browser_may_call_from_any_page(local_cognito):
    host = HTTPConnection("127.0.0.1", local_cognito.port, timeout=10)
    asked = {
        "Origin": "http://localhost:3000",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type,x-amz-target,x-amz-user-agent",
    }
    host.request("OPTIONS", "/", headers=asked)
    answer = host.getresponse()
    assert answer.status == 200
    assert answer.headers["Access-Control-Allow-Origin"] in ("*", "http://localhost:3000")
    assert "POST" in answer.headers["Access-Control-Allow-Methods"]
    assert "x-amz-target" in answer.headers["Access-Control-Allow-Headers"].lower()
    answer.read()
    host = HTTPConnection("127.0.0.1", local_cognito.port, timeout=10)
    host.request("POST", "/", b"{}", {"Origin": "http://localhost:3000", "X-Amz-Target": "x.InitiateAuth"})
    answer = host.getresponse()
    assert answer.status == 400
    assert answer.headers["Access-Control-Allow-Origin"] in ("*", "http://localhost:3000")


def test_who_sends_slowly_keeps_nobody_waiting(world):
    assert said(world.sign_in) == "tokens"
    with socket.create_connection(("127.0.0.1", int(world.url.rpartition(":")[2]))) as slow:
        slow.sendall(
            b"POST / HTTP/1.1\r\nHost: x\r\nX-Amz-Target: x.InitiateAuth\r\nContent-Length: 1000\r\n\r\n{"
        )
        time.sleep(0.2)
        status, _ = post(world.url, "InitiateAuth", {})
        assert status == 400


def test_a_failure_inside_tells_no_secret(world, monkeypatch, caplog, capfd):
    def fails(*_, **__):
        raise RuntimeError(f"the password is {world.password}")

    assert world.client_id
    monkeypatch.setattr(sign_in, "initiate", fails)
    parameters = {"USERNAME": world.username, "PASSWORD": world.password}
    body = {"ClientId": world.client_id, "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": parameters}
    status, answer = post(world.url, "InitiateAuth", body)
    assert (status, answer["__type"]) == (500, "InternalErrorException")
    written = json.dumps(answer) + caplog.text + "".join(capfd.readouterr())
    assert "RuntimeError" in caplog.text
    assert world.password not in written


def test_logins_leave_no_trace_on_the_screen(world, capfd, caplog):
    said(world.srp), said(world.sign_in), said(world.sign_in, PASSWORD=world.wrong)
    assert "".join(capfd.readouterr()) == ""
    assert caplog.text == ""


def test_two_servers_of_one_process_share_their_pools(world):
    second = LocalCognito.start()
    try:
        world.user_pool_id  # noqa: B018
        there = World(second.url)
        there.__dict__.update(
            {name: value for name, value in world.__dict__.items() if name not in ("url", "aws", "public")}
        )
        assert said(there.srp) == "tokens"
    finally:
        second.stop()


def test_a_port_that_is_taken_raises_and_one_that_was_freed_does_not():
    first = LocalCognito.start()
    with pytest.raises(OSError, match="in use"):
        LocalCognito.start(first.port)
    first.stop()
    LocalCognito.start(first.port).stop()


def test_it_listens_on_this_machine_only(local_cognito):
    assert local_cognito.url == f"http://127.0.0.1:{local_cognito.port}"
    assert local_cognito._server.server_address[0] == "127.0.0.1"


@pytest.mark.parametrize(
    "schema", [[{"AttributeDataType": "String"}], [{"Name": "plan", "AttributeDataType": "String"}, {}]]
)
def test_an_attribute_without_a_name_is_refused(cognito, make_pool, schema):
    user_pool_id = make_pool().user_pool_id
    for call in (
        lambda: cognito.create_user_pool(PoolName="nameless", Schema=schema),
        lambda: cognito.add_custom_attributes(UserPoolId=user_pool_id, CustomAttributes=schema),
    ):
        with pytest.raises(cognito.exceptions.InvalidParameterException, match="no name"):
            call()
