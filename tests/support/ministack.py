"""MiniStack in place of AWS: a Cognito that nobody here wrote (https://pypi.org/project/ministack).

It runs on loopback, in a process and an environment of its own. It checks signatures and IAM policies (AUTH=true).
A proxy in front of it records the calls.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import boto3
import requests
import urllib3
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
        elif request.method == "POST":
            self.calls.append(Call(request.form["Action"], request.form.to_dict()))
        address = f"{self.address}{request.path}"
        answer = self.pool.request(request.method, address, body=body, headers=dict(request.headers))
        names = {"Content-Type", "x-amzn-ErrorType"} & answer.headers.keys()
        return Response(answer.data, answer.status, {name: answer.headers[name] for name in names})

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
    command, log, address = [python(), "-m", "ministack"], folder / "log", f"http://{LOOPBACK}:{port}"
    with log.open("w") as output:
        process = subprocess.Popen(command, cwd=folder, env=settings, stdout=output, stderr=subprocess.STDOUT)
    try:
        wait_for(address, process, log)
        ministack = MiniStack(address, root)
        yield ministack
        ministack.proxy.stop()
    finally:
        process.terminate()
        process.wait(10)


def python() -> Path:
    """The Python of MiniStack's environment, which is made if it is missing, or was made from other packages."""
    made, its_python = ENVIRONMENT / "made", ENVIRONMENT / "bin" / "python"
    wanted = f"{sys.version}\n{PACKAGES.read_text()}"
    if not made.exists() or made.read_text() != wanted:
        base = sys.executable if sys.version_info >= (3, 10) else ">=3.10"  # older ones are too old for MiniStack
        uv = [sys.executable, "-m", "uv"]
        subprocess.run([*uv, "venv", "--quiet", "--clear", "--python", base, ENVIRONMENT], check=True)
        subprocess.run([*uv, "pip", "install", "--quiet", "--python", its_python, "-r", PACKAGES], check=True)
        made.write_text(wanted)
    return its_python


def wait_for(address: str, process: subprocess.Popen, log: Path) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and process.poll() is None:
        try:
            requests.get(f"{address}/_ministack/health", timeout=5).raise_for_status()
            return
        except requests.ConnectionError:
            time.sleep(0.05)
    raise RuntimeError(f"MiniStack did not start: {log.read_text()}")
