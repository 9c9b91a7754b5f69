"""The programs in `examples/`, copied out of the clone, in an environment that has what their README installs.

They run on the local Cognito and, in aws mode, on MiniStack in place of AWS.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import pytest
import requests

from local_cognito.conformance.world import new_password
from tests.support import ministack
from tests.surroundings.test_package import free_port, run
from tools.lessons import ROOT

README = (ROOT / "examples/README.md").read_text(encoding="utf-8")
(INSTALL, SERVE), (MAKE, START) = (line.split(" && ") for line in re.findall(r"```console\n +\$ (.*)\n", README))
# What only the process of app.py can show: when the tokens have expired, and with a mistake in its settings.
INSIDE = """
import app

browser, login = app.app.test_client(), {"email": "test@example.com", "password": input()}
browser.post("/login", data=login)
(session,) = app.sessions.values()
for status in (200, 302):
    session.check_at = 0
    assert browser.get("/account").status_code == status
    app.cognito.revoke_token(ClientId=app.APP_CLIENT_ID, Token=session.refresh_token)

app.APP_CLIENT_ID = "a1mistake2of3ours"
answer = browser.post("/login", data=login)
assert answer.status_code == 502 and app.APP_CLIENT_ID not in answer.text
"""


@dataclass
class Copy:
    """A copy of the programs, in a bare shell. `administrator` is a client that sees all pools of its Cognito."""

    folder: Path
    variables: dict[str, str]
    administrator: Any = None

    def type(self, command: str, *lines: str) -> str:
        """Run a command, type these lines at its questions, and return what it prints."""
        without_terminal = {"input": "\n".join([*lines, ""]), "start_new_session": True}  # getpass reads the input
        return run("sh", "-c", command, cwd=self.folder, env=self.variables, **without_terminal)

    @contextmanager
    def serving(self, command: str) -> Iterator[str]:
        """Run a server until the ``with`` block ends. Gives its address."""
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
        words = ["sh", "-c", f"exec {command}"]
        with subprocess.Popen(words, cwd=self.folder, env=self.variables, **pipes) as server:
            try:
                said = (re.search(r"http://127\.0\.0\.1:\d+", line) for line in server.stdout)
                yield next(filter(None, said))[0]
            finally:
                server.terminate()


@pytest.fixture(params=["local", "aws"])
def copy(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Copy]:
    """A fresh environment with what the README installs; for AWS without the clone, so without local-cognito."""
    programs, on_aws = tmp_path / "environment/bin", request.param == "aws"
    run(sys.executable, "-m", "uv", "venv", "--quiet", "--python", sys.executable, programs.parent)
    uv = (sys.executable, "-m", "uv", "pip", "install", "--quiet", "--python", programs / "python")
    assert INSTALL == "pip install -r requirements.txt ../cognito-lessons"
    run(*uv, "-r", "requirements.txt", *([] if on_aws else [ROOT]), cwd=ROOT / "examples")

    copy = Copy(tmp_path / "my app", {"HOME": str(tmp_path), "PATH": f"{programs}:/usr/bin:/bin"})
    shutil.copytree(ROOT / "examples", copy.folder, ignore=shutil.ignore_patterns(".env"))
    port = str(free_port())
    for name, taken, free in (("make_pool.py", "5050", port), ("app.py", "3000", str(free_port()))):
        code = (copy.folder / name).read_text(encoding="utf-8")
        (copy.folder / name).write_text(code.replace(taken, free), encoding="utf-8")
    if on_aws:
        (tmp_path / "ministack").mkdir()
        with ministack.running(tmp_path / "ministack") as aws:
            copy.variables.update({name.upper(): value for name, value in aws.root.items()})
            copy.variables.update(AWS_ENDPOINT_URL=aws.url, AWS_DEFAULT_REGION=ministack.REGION)
            copy.administrator = aws.client("cognito-idp")
            yield copy
    else:
        with copy.serving(SERVE.replace("5050", port)) as url:
            keys = dict.fromkeys(["aws_access_key_id", "aws_secret_access_key"], "local")
            copy.administrator = boto3.client("cognito-idp", "us-east-1", endpoint_url=url, **keys)
            yield copy


def test_from_an_empty_folder_to_a_protected_page_and_back(copy: Copy) -> None:
    on_aws, password = "AWS_ENDPOINT_URL" in copy.variables, new_password()
    made = copy.type(f"COGNITO_LAB=aws {MAKE}" if on_aws else MAKE, "short", password)
    assert "did not conform with policy" in made and made.endswith("test@example.com can log in.\n")
    assert made.startswith(f"AWS account {ministack.ACCOUNT}\n") == on_aws
    assert password not in (copy.folder / ".env").read_text()
    with pytest.raises(AssertionError, match=r"There is a user pool in \.env already"):
        copy.type("COGNITO_LAB=aws python make_pool.py")
    (pool,) = copy.administrator.list_user_pools(MaxResults=60)["UserPools"]
    tags = copy.administrator.describe_user_pool(UserPoolId=pool["Id"])["UserPool"]["UserPoolTags"]
    assert tags == {"cognito-lab": "examples"}
    assert "You are test@example.com" in copy.type("python log_in.py", "test@example.com", password)
    copy.type(f"python -c '{INSIDE}'", password)

    with copy.serving(START) as url:
        browser = requests.Session()
        login = {"email": "test@example.com", "password": password}
        assert browser.post(f"{url}/login", {**login, "password": "wrong"}).status_code == 401
        assert browser.get(url).url == f"{url}/login"
        for elsewhere in ({"Sec-Fetch-Site": "same-site"}, {"Origin": "https://evil.test"}):
            assert browser.post(f"{url}/login", login, headers=elsewhere).status_code == 403
        assert browser.get(url, headers={"Host": "evil.test"}).status_code == 400

        page = browser.post(f"{url}/login", login)
        assert page.url == f"{url}/account" and "logged in as test@example.com" in page.text
        cookie = page.history[0].headers["Set-Cookie"]
        assert re.match(r"my-app-session=[\w-]{43};", cookie) and "HttpOnly" in cookie and "SameSite=Lax" in cookie

        ada = {"email": "ada@example.com", "password": password}
        assert "Confirm your address" in browser.post(f"{url}/signup", ada).text
        assert "Confirm your address" in browser.post(f"{url}/login", ada).text
        assert browser.post(f"{url}/resend", ada).status_code == 200
        code = "123456" if on_aws else re.findall(r"\d{6}", copy.type("python mailed_code.py", ada["email"]))[-1]
        assert browser.post(f"{url}/confirm", {**ada, "code": f"{code}0"}).status_code == 400
        assert browser.post(f"{url}/confirm", {**ada, "code": code}).status_code == 200
        assert "logged in as ada@example.com" in browser.post(f"{url}/login", json=ada).text

        id_of_session = browser.cookies.get_dict()
        assert browser.post(f"{url}/logout").url == f"{url}/login"
        assert requests.get(f"{url}/account", cookies=id_of_session).url == f"{url}/login"

    other = copy.administrator.create_user_pool(PoolName="other")["UserPool"]["Id"]
    dotenv, kept = copy.folder / ".env", (copy.folder / ".env").read_text()
    dotenv.write_text(kept.replace(pool["Id"], other))
    with pytest.raises(AssertionError, match="is left alone"):
        copy.type("python delete_pool.py")
    dotenv.write_text(f"{kept}MINE=1\n")
    copy.type("python delete_pool.py")
    assert dotenv.read_text() == "MINE=1\n"
    assert [pool["Id"] for pool in copy.administrator.list_user_pools(MaxResults=60)["UserPools"]] == [other]
