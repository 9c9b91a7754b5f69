"""Clients that nobody here wrote, as they come from their registries: pycognito, boto3, the AWS CLI, aws-amplify.

amazon-cognito-identity-js has a file of its own.
"""

from __future__ import annotations

import json
import secrets
import shutil
import subprocess
from itertools import chain, islice

import boto3
import pytest
from awscli.clidriver import create_clidriver
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError
from pycognito.aws_srp import AWSSRP
from pycognito.exceptions import ForceChangePasswordException, SoftwareTokenMFAChallengeException

from local_cognito.conformance.world import REGION, World, claims, new_password, said, tokens, totp_code
from tools.lessons import ROOT

TESTS = ROOT / "tests"
WRONG = "NotAuthorizedException: Incorrect username or password."


@pytest.fixture
def world(local_cognito, cognito, browser_cognito):
    return World(local_cognito.url, cognito, browser_cognito)


# --- pycognito ---------------------------------------------------------------------------------------------------


def by_pycognito(world: World, password: str | None = None, username: str | None = None) -> AWSSRP:
    return AWSSRP(
        username or world.username,
        password or world.password,
        world.user_pool_id,
        world.client_id,
        client=world.public,
        client_secret=world.client_secret,
    )


def test_pycognito_twenty_right_and_twenty_wrong_passwords_by_turns(world):
    for _ in range(20):
        assert said(by_pycognito(world).authenticate_user) == "tokens"
        assert said(by_pycognito(world, new_password()).authenticate_user) == WRONG


def test_pycognito_wrong_password_with_a_client_secret(world):
    world.made(GenerateSecret=True)
    assert said(by_pycognito(world).authenticate_user) == "tokens"
    assert said(by_pycognito(world, world.wrong).authenticate_user) == WRONG


def test_pycognito_wrong_password_that_differs_by_a_letter_a_case_or_a_space(world):
    for wrong in (world.password[:-1], world.password.swapcase(), world.password + " "):
        assert said(by_pycognito(world, wrong).authenticate_user) == WRONG


@pytest.mark.parametrize("kind", [{}, {"UsernameAttributes": None}], ids=["e-mails", "names"])
def test_pycognito_logs_in_and_gets_the_users_own_tokens(world, kind):
    world.made(pool=kind)
    have = tokens(by_pycognito(world).authenticate_user())
    assert claims(have["IdToken"])["email"] == world.email
    assert claims(have["AccessToken"])["sub"] == world.sub()


def test_pycognito_any_letters_make_a_password(world):
    password = "Aa1!" + "".join(secrets.choice("åßçđéłñöπщ東海🔑\\\"'&<") for _ in range(12))
    world.set_password(password)
    assert said(by_pycognito(world, password).authenticate_user) == "tokens"
    assert said(by_pycognito(world, password + "é").authenticate_user) == WRONG


def test_pycognito_first_login_wrong_password_and_then_a_new_one(world):
    world.made(user="new")
    assert said(by_pycognito(world, world.wrong).authenticate_user) == WRONG
    assert said(by_pycognito(world, world.wrong).set_new_password_challenge, world.chosen) == WRONG
    with pytest.raises(ForceChangePasswordException):
        by_pycognito(world).authenticate_user()
    assert said(by_pycognito(world).set_new_password_challenge, world.chosen) == "tokens"
    assert said(by_pycognito(world, world.chosen).authenticate_user) == "tokens"
    assert said(by_pycognito(world).authenticate_user) == WRONG


def test_pycognito_is_asked_for_a_code(world):
    secret = world.set_up_totp()
    with pytest.raises(SoftwareTokenMFAChallengeException) as asked:
        by_pycognito(world).authenticate_user()
    answer = world.answer(asked.value.get_tokens(), SOFTWARE_TOKEN_MFA_CODE=totp_code(secret))
    assert "AccessToken" in tokens(answer)


# --- boto3 -------------------------------------------------------------------------------------------------------


def test_boto3_finds_it_by_its_environment_variable(world, monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER", world.url)
    public = boto3.client("cognito-idp", region_name=REGION, config=Config(signature_version=UNSIGNED))
    call = {"ClientId": world.client_id, "AuthFlow": "USER_PASSWORD_AUTH"}
    right = {"USERNAME": world.username, "PASSWORD": world.password}
    assert "AccessToken" in public.initiate_auth(**call, AuthParameters=right)["AuthenticationResult"]
    assert said(public.initiate_auth, **call, AuthParameters={**right, "PASSWORD": world.wrong}) == WRONG


def test_boto3_raises_the_exceptions_of_its_own_model(world):
    with pytest.raises(world.public.exceptions.NotAuthorizedException):
        world.sign_in(PASSWORD=world.wrong)
    with pytest.raises(world.public.exceptions.UserNotFoundException):
        world.sign_in(USERNAME=world.stranger)
    with pytest.raises(world.aws.exceptions.UsernameExistsException):
        world.create_user()
    with pytest.raises(ClientError):
        world.sign_in("ADMIN_USER_PASSWORD_AUTH", PASSWORD=world.wrong)


# --- AWS CLI -----------------------------------------------------------------------------------------------------


@pytest.fixture
def aws(world, monkeypatch, capsys):
    """A function: run the AWS CLI against the local Cognito; what it prints, or its error, in one line.

    Lesson 01 runs it in a process of its own, as a terminal does, which takes a second each time.
    """
    monkeypatch.setenv("AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER", world.url)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "local")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "local")
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    command_line = create_clidriver()

    def aws(*words: str) -> str:
        status = command_line.main(["cognito-idp", *words, "--output", "json"])
        printed = capsys.readouterr()
        return printed.out if status == 0 else printed.err.strip()

    return aws


REFUSED = (
    "An error occurred (NotAuthorizedException) when calling the {} operation: Incorrect username or password."
)


@pytest.mark.parametrize("flow", ["ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH"])
def test_aws_cli_right_and_wrong_password_by_admin_initiate_auth(aws, world, flow):
    where = ("--user-pool-id", world.user_pool_id, "--client-id", world.client_id, "--auth-flow", flow)

    def log_in(password):
        parameters = json.dumps({"USERNAME": world.username, "PASSWORD": password})
        return aws("admin-initiate-auth", *where, "--auth-parameters", parameters)

    assert "AccessToken" in json.loads(log_in(world.password))["AuthenticationResult"]
    assert log_in(world.wrong).endswith(REFUSED.format("AdminInitiateAuth"))


def test_aws_cli_right_and_wrong_password_by_initiate_auth_without_keys(aws, world):
    where = ("--client-id", world.client_id, "--auth-flow", "USER_PASSWORD_AUTH", "--no-sign-request")

    def log_in(password):
        parameters = json.dumps({"USERNAME": world.username, "PASSWORD": password})
        return aws("initiate-auth", *where, "--auth-parameters", parameters)

    assert "AccessToken" in json.loads(log_in(world.password))["AuthenticationResult"]
    assert log_in(world.wrong).endswith(REFUSED.format("InitiateAuth"))


def test_aws_cli_makes_a_pool_a_client_and_a_user_who_logs_in(aws, world):
    """From an empty page, by the lines that one types in a terminal."""
    email, password = f"{secrets.token_hex(4)}@example.com", new_password()
    names = ("--username-attributes", "email", "--auto-verified-attributes", "email")
    pool = json.loads(aws("create-user-pool", "--pool-name", "my pool", *names))["UserPool"]["Id"]
    flows = (
        "ALLOW_ADMIN_USER_PASSWORD_AUTH",
        "ALLOW_USER_PASSWORD_AUTH",
        "ALLOW_USER_SRP_AUTH",
        "ALLOW_USER_AUTH",
        "ALLOW_REFRESH_TOKEN_AUTH",
    )
    where = ("--user-pool-id", pool)
    made = aws("create-user-pool-client", *where, "--client-name", "test", "--explicit-auth-flows", *flows)
    client = json.loads(made)["UserPoolClient"]
    assert sorted(client["ExplicitAuthFlows"]) == sorted(flows)
    attributes = ("--user-attributes", f"Name=email,Value={email}", "Name=email_verified,Value=true")
    made = aws("admin-create-user", *where, "--username", email, *attributes, "--message-action", "SUPPRESS")
    assert json.loads(made)["User"]["UserStatus"] == "FORCE_CHANGE_PASSWORD"
    set_it = ("--username", email, "--password", password, "--permanent")
    assert aws("admin-set-user-password", *where, *set_it) == ""
    log_in = ("--client-id", client["ClientId"], "--auth-flow", "ADMIN_USER_PASSWORD_AUTH")
    parameters = ("--auth-parameters", f"USERNAME={email},PASSWORD={password}")
    have = json.loads(aws("admin-initiate-auth", *where, *log_in, *parameters))["AuthenticationResult"]
    assert claims(have["IdToken"])["email"] == email


# --- aws-amplify -------------------------------------------------------------------------------------------------


@pytest.fixture
def amplify(world):
    """A function: try some logins with aws-amplify in one node process, and get what the library was told."""
    node = shutil.which("node")
    if node is None:
        pytest.fail("No node here: install Node.js 18 or newer.")
    if not (TESTS / "node_modules/aws-amplify").exists():
        pytest.fail("aws-amplify is not here: run `npm install --prefix tests` first.")

    def amplify(*logins: dict[str, str]) -> list[str]:
        wish = {
            "endpoint": world.url + "/",
            "userPoolId": world.user_pool_id,
            "clientId": world.client_id,
            "logins": [{"email": world.email, "password": world.password, **login} for login in logins],
        }
        done = subprocess.run(
            [node, ROOT / "tests/local_cognito/clients/amplify.mjs"],
            input=json.dumps(wish),
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return [": ".join(answer.values()) for answer in json.loads(done.stdout)]

    return amplify


AMPLIFY_WAYS = {
    "USER_SRP_AUTH": {"flow": "USER_SRP_AUTH"},
    "USER_PASSWORD_AUTH": {"flow": "USER_PASSWORD_AUTH"},
    "USER_AUTH-PASSWORD": {"flow": "USER_AUTH", "factor": "PASSWORD"},
    "USER_AUTH-PASSWORD_SRP": {"flow": "USER_AUTH", "factor": "PASSWORD_SRP"},
    "USER_AUTH-chosen-PASSWORD": {"flow": "USER_AUTH", "factor": "PASSWORD", "chooseLater": True},
    "USER_AUTH-chosen-PASSWORD_SRP": {"flow": "USER_AUTH", "factor": "PASSWORD_SRP", "chooseLater": True},
}


def test_amplify_right_and_wrong_password_by_turns(amplify, world):
    by_turns = [[way, {**way, "password": world.wrong}] * 2 for way in AMPLIFY_WAYS.values()]
    told = iter(amplify(*chain(*by_turns)))
    assert {name: list(islice(told, 4)) for name in AMPLIFY_WAYS} == {
        name: [world.email, WRONG] * 2 for name in AMPLIFY_WAYS
    }


def test_amplify_refreshes(amplify, world):
    assert amplify({"flow": "USER_SRP_AUTH", "refresh": True}) == [world.email]


def test_amplify_first_login_wrong_password_and_then_a_new_one(amplify, world):
    world.made(user="new")
    first = {"flow": "USER_SRP_AUTH"}
    told = amplify({**first, "password": world.wrong}, first, {**first, "newPassword": world.chosen}, first)
    asked = "CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED"
    assert told == [WRONG, asked, world.email, WRONG]


def test_amplify_is_asked_for_a_code_and_a_wrong_password_is_refused_before(amplify, world):
    secret = world.set_up_totp()
    way = {"flow": "USER_SRP_AUTH"}
    told = amplify({**way, "password": world.wrong}, way, {**way, "totp": totp_code(secret)})
    assert told == [WRONG, "CONFIRM_SIGN_IN_WITH_TOTP_CODE", world.email]


def test_amplify_an_unknown_user_is_refused_as_the_client_is_set_up(amplify, world):
    stranger = {"flow": "USER_SRP_AUTH", "email": world.stranger}
    assert world.client_id
    assert amplify(stranger) == ["UserNotFoundException: User does not exist."]
    world.made(PreventUserExistenceErrors="ENABLED")
    assert amplify(stranger) == [WRONG]
