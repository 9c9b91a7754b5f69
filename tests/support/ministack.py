"""MiniStack in place of AWS: a Cognito that nobody here wrote (https://pypi.org/project/ministack).

It runs on loopback, in a process and an environment of its own. It checks signatures and IAM policies (AUTH=true).
A proxy in front of it records the calls.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import boto3
import urllib3
from urllib3.util import Retry
from uv import find_uv_bin
from werkzeug import Request, Response

from local_cognito.serving import LOOPBACK, LoopbackServer
from tools.lessons import ROOT

ENVIRONMENT = ROOT / ".venv-ministack"
PACKAGES = ROOT / "tests" / "ministack.txt"
ACCOUNT = "111122223333"
REGION = "us-east-1"


class Call(NamedTuple):
    """A request, such as "CreateUserPool" and its parameters."""

    operation: str
    parameters: dict[str, Any]


class MiniStack:
    """A running MiniStack.

    Attributes:
        address: its own address.
        calls: all calls that came through the proxy.
        url: the address of the proxy, for AWS's clients.
        root: the keys of the account's root user, which may do everything.
    """

    def __init__(self, address: str, root: dict[str, str]) -> None:
        self.address = address
        self.root = root
        self.calls: list[Call] = []
        self.pool = urllib3.PoolManager()
        self.proxy = LoopbackServer(Request.application(self.forward))
        self.url = self.proxy.url
        self.iam = self.client("iam")

    def forward(self, request: Request) -> Response:
        """Record a request and pass it on unchanged, so that its signature stays valid."""
        body = request.get_data()
        target = request.headers.get("X-Amz-Target")
        if target:
            self.calls.append(Call(target.partition(".")[2], json.loads(body)))
        elif "Action" in request.form:
            self.calls.append(Call(request.form["Action"], request.form.to_dict()))
        address, sent = f"{self.address}{request.full_path}", dict(request.headers)
        answer = self.pool.request(request.method, address, body=body, headers=sent, redirect=False)
        names = {"Content-Type", "x-amzn-ErrorType", "Location"} & answer.headers.keys()
        return Response(answer.data, answer.status, {name: answer.headers[name] for name in names})

    def wait(self) -> None:
        """Wait until MiniStack answers, for about 40 seconds at most."""
        retries = Retry(total=None, connect=12, backoff_factor=0.01)  # after 0.02 seconds, 0.04, 0.08, ...
        self.pool.request("GET", f"{self.address}/_ministack/health", retries=retries)

    def client(self, service: str, keys: dict[str, str] | None = None) -> Any:
        return boto3.client(service, endpoint_url=self.url, region_name=REGION, **(keys or self.root))

    def add_user(self, name: str, *policies: dict[str, Any]) -> dict[str, str]:
        """Create an IAM user with these policies. Returns the user's keys, as boto3.client takes them."""
        self.iam.create_user(UserName=name)
        for number, policy in enumerate(policies):
            document = json.dumps(policy)
            self.iam.put_user_policy(UserName=name, PolicyName=f"policy-{number}", PolicyDocument=document)
        key = self.iam.create_access_key(UserName=name)["AccessKey"]
        return {"aws_access_key_id": key["AccessKeyId"], "aws_secret_access_key": key["SecretAccessKey"]}


@contextmanager
def running(folder: Path) -> Iterator[MiniStack]:
    """Run MiniStack until the ``with`` block ends. It writes into this folder only, which should be empty."""
    with socket.create_server((LOOPBACK, 0)) as listener:
        port = listener.getsockname()[1]
    root = {"aws_access_key_id": "root", "aws_secret_access_key": os.urandom(16).hex()}
    settings = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "BIND_HOST": LOOPBACK,
        "GATEWAY_PORT": str(port),
        "IOT_MTLS_ENABLED": "0",
        "SERVICES": "cognito-idp,sts,iam",
        "AUTH": "true",
        "MINISTACK_ACCOUNT_ID": ACCOUNT,
        "LOG_LEVEL": "WARNING",
        **{name.upper(): value for name, value in root.items()},
    }
    ministack = MiniStack(f"http://{LOOPBACK}:{port}", root)
    with subprocess.Popen([python(), "-m", "ministack"], cwd=folder, env=settings) as process:
        try:
            ministack.wait()
            yield ministack
        finally:
            ministack.proxy.stop()
            process.terminate()


def python() -> Path:
    """The Python of MiniStack's environment, which is made anew if `PACKAGES` has changed."""
    made, python = ENVIRONMENT / "made", ENVIRONMENT / "bin" / "python"
    if not made.exists() or made.read_text() != PACKAGES.read_text():
        uv, oldest = [find_uv_bin(), "--quiet"], ">=3.10"
        subprocess.run([*uv, "venv", "--clear", "--python", oldest, ENVIRONMENT], check=True)
        subprocess.run([*uv, "pip", "install", "--python", python, "-r", PACKAGES], check=True)
        made.write_text(PACKAGES.read_text())
    return python
