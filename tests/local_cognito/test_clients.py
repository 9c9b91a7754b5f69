"""Clients that others wrote: pycognito, amazon-cognito-identity-js, aws-amplify and the AWS CLI.

They are unchanged, but for a quicker exponentiation here. In the browser they have their own. All other tests use
boto3.
"""

from __future__ import annotations

import json
import secrets
import shutil
import subprocess
from copy import copy
from functools import partial
from typing import Any

import pytest
import requests
from awscli.clidriver import create_clidriver
from botocore.exceptions import ClientError
from pycognito.aws_srp import AWSSRP
from pycognito.exceptions import ForceChangePasswordException, SoftwareTokenMFAChallengeException

from local_cognito.conformance.cases.devices import NO_DEVICE
from local_cognito.conformance.cases.devices import pool as pool_with_devices
from local_cognito.conformance.world import (
    FIVE_FLOWS,
    HIDES_USERS,
    REGION,
    USER_NOT_FOUND,
    USERNAMES,
    WITH_SECRET,
    WRONG_PASSWORD,
    World,
    claims,
    new_password,
    outcome,
    tokens,
    totp_code,
)
from tools.lessons import ROOT

pytestmark = pytest.mark.once

TESTS = ROOT / "tests"


def by_node(script: str, world: World, *logins: dict) -> list[str]:
    """Log in with a JavaScript library, one login after the other in one process of node.

    Returns:
        what the library was told at each: the user's e-mail after a login, ``Code: message``, or the next step.
    """
    usual = {"email": world.email, "password": world.password, "clientId": world.client_id}
    return node(script, world, logins=[{**usual, **login} for login in logins])


def node(script: str, world: World, **wish: object) -> Any:
    """What a script in the folder clients writes, decoded. It reads the wish and where the pool is."""
    if not (program := shutil.which("node")):
        pytest.fail("No node here: install Node.js 18 or newer.")
    if not (TESTS / "node_modules/aws-amplify").exists():
        pytest.fail("The JavaScript libraries are not here: run `npm install --prefix tests` first.")
    wish = {"endpoint": world.url + "/", "userPoolId": world.user_pool_id, **wish}
    words = [program, TESTS / "local_cognito/clients" / script]
    done = subprocess.run(words, input=json.dumps(wish), capture_output=True, text=True, timeout=180, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def pycognito_of(world: World, password: str | None = None, username: str | None = None, **options: str) -> AWSSRP:
    client = {"client_id": world.client_id, "client_secret": world.client_secret, **options}
    return AWSSRP(
        username or world.username, password or world.password, world.user_pool_id, client=world.public, **client
    )


def by_pycognito(world: World, *logins: dict) -> list[str]:
    """The same with pycognito."""

    def log_in(email=None, password=None, newPassword=None, totp=None, clientId=None):
        user = pycognito_of(world, password, email, **({"client_id": clientId} if clientId else {}))
        try:
            answer = user.set_new_password_challenge(newPassword) if newPassword else user.authenticate_user()
        except ForceChangePasswordException:
            return "NEW_PASSWORD_REQUIRED"
        except SoftwareTokenMFAChallengeException as asked:
            if not totp:
                return "SOFTWARE_TOKEN_MFA"
            answer = world.answer(asked.get_tokens(), USERNAME=email, SOFTWARE_TOKEN_MFA_CODE=totp)
        except ClientError as refused:
            return "{Code}: {Message}".format(**refused.response["Error"])
        return claims(tokens(answer)["IdToken"])["email"]

    return [log_in(**login) for login in logins]


CLIENTS = {
    "pycognito": by_pycognito,
    "identity-js": partial(by_node, "identity_js.mjs"),
    "amplify": partial(by_node, "amplify.mjs"),
}


@pytest.fixture(params=CLIENTS)
def log_in(request, world):
    return partial(CLIENTS[request.param], world)


@pytest.mark.parametrize("log_in", ["pycognito", "identity-js"], indirect=True)
def test_the_right_password_logs_in_and_a_wrong_one_is_refused_five_times_each(log_in, world):
    by_turns = [{}, {"password": world.wrong_password}] * 5
    assert log_in(*by_turns) == [world.email, WRONG_PASSWORD] * 5


def test_a_client_hears_what_it_would_hear_from_aws(log_in, world):
    world.password = "Aa1!" + "".join(secrets.choice("åßçđéłñöπщ東海🔑\\\"'&<") for _ in range(12))
    newcomer, cautious = world.someone_else(), world.someone_else()
    newcomer.set_password(newcomer.password, permanent=False)
    code = totp_code(cautious.set_up_totp())
    discreet = copy(world).client(**HIDES_USERS).client_id
    new = {"email": newcomer.email, "password": newcomer.password}
    chosen = {**new, "newPassword": newcomer.new_password}
    app = {"email": cautious.email, "password": cautious.password}
    too_short = "InvalidPasswordException: Password did not conform with policy: Password not long enough"
    cases = {
        "any characters": ({}, world.email),
        "upper for lower case": ({"password": world.password.swapcase()}, WRONG_PASSWORD),
        "one more space": ({"password": world.password + " "}, WRONG_PASSWORD),
        "unknown user": ({"email": world.unknown_username}, USER_NOT_FOUND),
        "unknown user, kept secret": ({"email": world.unknown_username, "clientId": discreet}, WRONG_PASSWORD),
        "first login, wrong": ({**chosen, "password": world.wrong_password}, WRONG_PASSWORD),
        "first login": (new, "NEW_PASSWORD_REQUIRED"),
        "first login, weak new one": ({**new, "newPassword": "Aa1!"}, too_short),
        "first login, new one": (chosen, newcomer.email),
        "the new one": ({**new, "password": newcomer.new_password}, newcomer.email),
        "app, wrong": ({**app, "password": world.wrong_password}, WRONG_PASSWORD),
        "app": (app, "SOFTWARE_TOKEN_MFA"),
        "app, code": ({**app, "totp": code}, cautious.email),
    }
    heard = log_in(*[login for login, _ in cases.values()])
    assert dict(zip(cases, heard)) == {case: expected for case, (_, expected) in cases.items()}


@pytest.mark.parametrize("pool, client", [(USERNAMES, {}), ({}, WITH_SECRET)], ids=["names", "secret"])
def test_pycognito_logs_in_to_other_kinds_of_pools_and_clients(world, pool, client):
    world.set_up(pool=pool, **client)
    have = tokens(pycognito_of(world).authenticate_user())
    assert claims(have["IdToken"])["email"] == world.email
    assert claims(have["AccessToken"])["sub"] == world.sub()
    assert outcome(pycognito_of(world, world.wrong_password).authenticate_user) == WRONG_PASSWORD


AMPLIFY_WAYS = [
    {"flow": "USER_SRP_AUTH", "refresh": True},
    {"flow": "USER_PASSWORD_AUTH"},
    {"flow": "USER_AUTH", "factor": "PASSWORD"},
    {"flow": "USER_AUTH", "factor": "PASSWORD_SRP"},
    {"flow": "USER_AUTH", "factor": "PASSWORD", "chooseLater": True},
    {"flow": "USER_AUTH", "factor": "PASSWORD_SRP", "chooseLater": True},
]


def test_amplify_logs_in_every_way_it_knows(world):
    logins = [login for way in AMPLIFY_WAYS for login in (way, {**way, "password": world.wrong_password})]
    assert by_node("amplify.mjs", world, *logins) == [world.email, WRONG_PASSWORD] * len(AMPLIFY_WAYS)


WRONG_CODE = "CodeMismatchException: Invalid verification code provided, please try again."
LIFE = {
    "sign up": "done",
    "sign up again": "UsernameExistsException: User already exists",
    "confirm, wrong": WRONG_CODE,
    "resend": "done",
    "confirm": "done",
    "log in": "done",
    "change, wrong": WRONG_PASSWORD,
    "change": "done",
    "forget": "done",
    "reset, wrong": WRONG_CODE,
    "reset": "done",
    "log in, old": WRONG_PASSWORD,
    "log in, new": "done",
}


@pytest.mark.parametrize("library", ["amplify", "identity-js"])
def test_people_sign_up_and_change_and_recover_their_passwords(world, library):
    world.set_up(user="none")
    passwords = [world.password, world.new_password, new_password()]
    given = {"library": library, "clientId": world.client_id, "email": world.email, "passwords": passwords}
    assert node("account.mjs", world, **given) == LIFE


REMEMBERED = {
    "at first": "done",
    "refresh": "done",
    "without a code": "done",
    "wrong secret": WRONG_PASSWORD,
    "device of another": "SOFTWARE_TOKEN_MFA",
    "forgotten": "SOFTWARE_TOKEN_MFA",
}


@pytest.mark.parametrize("library", ["amplify", "identity-js"])
def test_a_remembered_device_replaces_the_code_of_the_app(world, library):
    code, other = totp_code(pool_with_devices(world).set_up_totp()), world.someone_else()
    other.set_up_totp()
    people = [{"email": one.email, "sub": one.sub(), "password": one.password} for one in (world, other)]
    given = {"library": library, "clientId": world.client_id, "people": people, "code": code}
    assert node("devices.mjs", world, **given) == REMEMBERED


def test_pycognito_confirms_and_uses_and_forgets_a_device(world, monkeypatch):
    send = requests.post  # pycognito sends these calls to AWS whatever the endpoint
    monkeypatch.setattr(requests, "post", lambda url, **call: send(world.url, **call))
    code, newcomer = totp_code(pool_with_devices(world).set_up_totp()), pycognito_of(world)
    with pytest.raises(SoftwareTokenMFAChallengeException) as asked:
        newcomer.authenticate_user()
    have = world.answer(asked.value.get_tokens(), SOFTWARE_TOKEN_MFA_CODE=code)
    confirmed, secret = newcomer.confirm_device(have, "laptop")
    assert confirmed.json() == {"UserConfirmationNecessary": False}
    device = {"device_key": newcomer.device_key, "device_group_key": newcomer.device_group_key}
    again, other = pycognito_of(world, device_password=secret, **device), world.someone_else()
    assert claims(tokens(again.authenticate_user())["AccessToken"])["device_key"] == newcomer.device_key
    assert outcome(pycognito_of(world, device_password="wrong", **device).authenticate_user) == WRONG_PASSWORD
    assert outcome(pycognito_of(other, device_password=secret, **device).authenticate_user) == NO_DEVICE
    newcomer.forget_device(tokens(have)["AccessToken"], newcomer.device_key)
    assert outcome(again.authenticate_user) == NO_DEVICE


@pytest.fixture
def aws(world, monkeypatch, capsys):
    """A function: run the AWS CLI with these words. Returns what it prints, decoded, or its error.

    It runs in this process, because its own would take a second each time; lesson 01 runs it as a terminal does.
    Random text begins with a dash, as one in 64 does: no token may look like an option to the CLI.
    """
    token_urlsafe = secrets.token_urlsafe
    monkeypatch.setattr(secrets, "token_urlsafe", lambda size=None: f"-{token_urlsafe(size)}")
    monkeypatch.setenv("AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER", world.url)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "local")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "local")
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    command_line = create_clidriver()

    def aws(words: str, *more: str):
        status = command_line.main(["cognito-idp", *words.split(), *more, "--output", "json"])
        printed = capsys.readouterr()
        return json.loads(printed.out or "null") if status == 0 else printed.err.strip()

    return aws


def test_the_aws_cli_makes_a_pool_a_client_and_a_user_who_logs_in(aws):
    """The whole way, as one would type it in a terminal."""
    email, password, wrong = f"{secrets.token_hex(4)}@example.com", new_password(), new_password()
    names = "--username-attributes email --auto-verified-attributes email"
    pool = aws(f"create-user-pool {names} --pool-name", "my pool")["UserPool"]["Id"]
    settings = f"--user-pool-id {pool} --client-name test --explicit-auth-flows {' '.join(FIVE_FLOWS)}"
    client = aws(f"create-user-pool-client {settings}")["UserPoolClient"]
    assert sorted(client["ExplicitAuthFlows"]) == sorted(FIVE_FLOWS)
    user = f"--user-pool-id {pool} --username {email}"
    attributes = f"--user-attributes Name=email,Value={email} Name=email_verified,Value=true"
    made = aws(f"admin-create-user {user} {attributes} --message-action SUPPRESS")
    assert made["User"]["UserStatus"] == "FORCE_CHANGE_PASSWORD"
    assert aws(f"admin-set-user-password {user} --permanent --password", password) is None
    for command, operation, flow in (
        (f"admin-initiate-auth --user-pool-id {pool}", "AdminInitiateAuth", "ADMIN_USER_PASSWORD_AUTH"),
        (f"admin-initiate-auth --user-pool-id {pool}", "AdminInitiateAuth", "ADMIN_NO_SRP_AUTH"),
        ("initiate-auth --no-sign-request", "InitiateAuth", "USER_PASSWORD_AUTH"),
    ):
        log_in = f"{command} --client-id {client['ClientId']} --auth-flow {flow} --auth-parameters"
        have = tokens(aws(log_in, json.dumps({"USERNAME": email, "PASSWORD": password})))
        assert claims(have["IdToken"])["email"] == email
        refused = f"An error occurred (NotAuthorizedException) when calling the {operation} operation: "
        assert aws(log_in, json.dumps({"USERNAME": email, "PASSWORD": wrong})).endswith(
            refused + "Incorrect username or password."
        )


def test_the_aws_cli_signs_a_user_up_and_changes_and_recovers_the_password(aws, world):
    world.set_up(user="none")
    client, name = f"--no-sign-request --client-id {world.client_id}", f"--username {world.email}"
    third = new_password()

    def log_in(password: str) -> Any:
        parameters = json.dumps({"USERNAME": world.email, "PASSWORD": password})  # it may contain , and =
        return aws(f"initiate-auth {client} --auth-flow USER_PASSWORD_AUTH --auth-parameters", parameters)

    signed_up = aws(
        f"sign-up {client} {name} --user-attributes Name=email,Value={world.email} --password", world.password
    )
    assert signed_up["CodeDeliveryDetails"]["Destination"] == "t***@e***"
    assert "(CodeMismatchException)" in aws(f"confirm-sign-up {client} {name} --confirmation-code 12345x")
    assert aws(f"resend-confirmation-code {client} {name}")["CodeDeliveryDetails"]["DeliveryMedium"] == "EMAIL"
    session = f"--session {signed_up['Session']} --confirmation-code {world.mailed_code()}"
    session = aws(f"confirm-sign-up {client} {name} {session}")["Session"]
    begin = f"initiate-auth {client} --auth-flow USER_AUTH --auth-parameters USERNAME={world.email}"
    token = tokens(aws(f"{begin} --session {session}"))["AccessToken"]
    change = f"change-password --no-sign-request --access-token {token} --proposed-password"
    assert "(NotAuthorizedException)" in aws(change, world.new_password, "--previous-password", third)
    assert aws(change, world.new_password, "--previous-password", world.password) is None
    refresh_token = log_in(world.new_password)["AuthenticationResult"]["RefreshToken"]
    assert aws(f"revoke-token {client} --token {refresh_token}") is None
    aws(f"forgot-password {client} {name}")
    reset = f"confirm-forgot-password {client} {name} --confirmation-code {world.mailed_code()} --password"
    assert "(InvalidPasswordException)" in aws(reset, "weak")
    assert aws(reset, third) is None
    assert "(NotAuthorizedException)" in log_in(world.new_password)
    assert claims(tokens(log_in(third))["IdToken"])["email_verified"] is True
