"""A client nobody here wrote: amazon-cognito-identity-js, unchanged, in node, logs in with SRP."""

from __future__ import annotations

import json
import secrets
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import make_newcomer, new_password
from tools.lessons import ROOT

pytestmark = pytest.mark.once

CLIENT = Path(__file__).parent / "clients/identity_js.mjs"
REFUSED = {"code": "NotAuthorizedException", "message": "Incorrect username or password."}


@pytest.fixture
def pool(make_pool):
    return make_pool(ExplicitAuthFlows=["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"])


@pytest.fixture
def answers(cognito):
    """A function: try some logins in a pool, in one node process, and get what the library was told."""
    node = shutil.which("node")
    if node is None:
        pytest.fail("No node here: install Node.js 18 or newer.")
    if not (ROOT / "tests/node_modules/amazon-cognito-identity-js").exists():
        pytest.fail("amazon-cognito-identity-js is not here: run `npm install --prefix tests` first.")

    def answers(pool, *logins):
        wish = {
            "endpoint": cognito.meta.endpoint_url,
            "userPoolId": pool.user_pool_id,
            "clientId": pool.app_client_id,
            "logins": [dict(zip(("email", "password", "newPassword"), login)) for login in logins],
        }
        done = subprocess.run(
            [node, CLIENT], input=json.dumps(wish), capture_output=True, text=True, timeout=120, check=False
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return answers


@pytest.fixture
def newcomer(cognito, pool):
    """The e-mail and the temporary password of a user who never logged in."""
    return make_newcomer(cognito, pool)


def test_the_right_password_logs_in_and_a_wrong_password_is_refused_twenty_times_each(answers, pool):
    right, wrong = (pool.username, pool.password), (pool.username, new_password())
    assert answers(pool, *[right, wrong] * 20) == [{"email": pool.username}, REFUSED] * 20


def test_a_wrong_password_that_differs_in_one_letter_is_refused(answers, pool):
    nearly = pool.password.swapcase()
    assert answers(pool, (pool.username, nearly), (pool.username, pool.password + " ")) == [REFUSED, REFUSED]


def test_a_password_of_any_letters_logs_in(answers, pool, cognito):
    password = "Aa1!" + "".join(secrets.choice("åßçđéłñöπщ東海🔑\\\"'&<") for _ in range(12))
    cognito.admin_set_user_password(
        UserPoolId=pool.user_pool_id, Username=pool.username, Password=password, Permanent=True
    )
    told = answers(pool, (pool.username, password), (pool.username, password + "é"))
    assert told == [{"email": pool.username}, REFUSED]


def test_an_unknown_user_is_refused_as_the_client_is_set_up(answers, make_pool):
    stranger = (f"nobody-{secrets.token_hex(4)}@example.com", new_password())
    open_client = make_pool(PreventUserExistenceErrors="LEGACY")
    assert answers(open_client, stranger) == [{"code": "UserNotFoundException", "message": "User does not exist."}]
    discreet_client = make_pool(PreventUserExistenceErrors="ENABLED")
    assert answers(discreet_client, stranger) == [REFUSED]


def test_a_client_without_srp_refuses_the_right_password(answers, make_pool):
    pool = make_pool(ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"])
    refusal = {"code": "InvalidParameterException", "message": "USER_SRP_AUTH is not enabled for the client."}
    assert answers(pool, (pool.username, pool.password)) == [refusal]


def test_a_temporary_password_asks_for_a_new_one(answers, pool, newcomer):
    assert answers(pool, newcomer) == [{"challenge": "NEW_PASSWORD_REQUIRED"}]


def test_a_new_password_finishes_the_first_login_and_stays(answers, pool, newcomer, cognito):
    email, temporary = newcomer
    chosen = new_password()
    told = answers(pool, (email, temporary, chosen), (email, chosen), (email, temporary))
    assert told == [{"email": email}, {"email": email}, REFUSED]
    status = cognito.admin_get_user(UserPoolId=pool.user_pool_id, Username=email)["UserStatus"]
    assert status == "CONFIRMED"


def test_a_new_password_that_breaks_the_policy_is_refused(answers, pool, newcomer):
    weak = secrets.token_hex(2)
    (told,) = answers(pool, (*newcomer, weak))
    assert told["code"] == "InvalidPasswordException"
    assert answers(pool, newcomer) == [{"challenge": "NEW_PASSWORD_REQUIRED"}]


def test_a_wrong_password_is_refused_at_the_first_login_too(answers, pool, newcomer):
    email, _ = newcomer
    assert answers(pool, (email, new_password(), new_password())) == [REFUSED]


def test_no_password_and_no_token_comes_out_of_the_client(cognito, pool, answers, capfd):
    told = answers(pool, (pool.username, pool.password), (pool.username, new_password()))
    out, err = capfd.readouterr()
    assert pool.password not in json.dumps(told) + out + err
    assert "eyJ" not in json.dumps(told) + out + err
