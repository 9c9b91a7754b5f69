"""MiniStack in the place of AWS: a Cognito that nobody here wrote (https://pypi.org/project/ministack).

It runs in a process and an environment of its own, on loopback. It checks signatures and IAM policies (AUTH=true).
Between it and its clients stands a `Door` that writes down what is asked.
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
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import boto3
import requests
from flask import Flask, Response, request

from local_cognito.serving import LOOPBACK, LoopbackServer
from tools.lessons import ROOT

ENVIRONMENT = ROOT / ".venv-ministack"
PACKAGES = ROOT / "tests" / "ministack.txt"
ACCOUNT = "111122223333"
REGION = "us-east-1"


@dataclass
class Call:
    """One request as it came in: "CreateUserPool" and its parameters, signed with AWS keys or not."""

    operation: str
    parameters: dict[str, Any]
    signed: bool


@dataclass
class Door:
    """Writes down every call and hands it on as it is, so that its signature holds."""

    address: str
    calls: list[Call] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.app = Flask("door")
        for path in ("/", "/<path:path>"):
            self.app.add_url_rule(path, view_func=self.hand_on, methods=["GET", "POST"])

    def hand_on(self, path: str = "") -> Response:
        body = request.get_data()
        self.calls += self.read(body)
        answer = requests.request(
            request.method, f"{self.address}/{path}", data=body, headers=dict(request.headers), timeout=30
        )
        kept = {
            name: answer.headers[name] for name in ("Content-Type", "x-amzn-ErrorType") if name in answer.headers
        }
        return Response(answer.content, answer.status_code, kept)

    def read(self, body: bytes) -> Iterator[Call]:
        signed = request.headers.get("Authorization", "").startswith("AWS4-HMAC-SHA256 ")
        target = request.headers.get("X-Amz-Target")
        if target:
            yield Call(target.partition(".")[2], json.loads(body), signed)
        elif request.method == "POST":
            yield Call(request.form["Action"], request.form.to_dict(), signed)


@dataclass
class MiniStack:
    """A running MiniStack.

    Attributes:
        url: where AWS's clients find it: the door.
        calls: all that came through the door.
        process: MiniStack's own.
        root: the keys of the account's root, which may do everything.
    """

    url: str
    calls: list[Call]
    process: subprocess.Popen
    root: dict[str, str]

    def client(self, service: str, keys: dict[str, str] | None = None) -> Any:
        return boto3.client(service, endpoint_url=self.url, region_name=REGION, **(keys or self.root))

    def add_user(self, name: str, *policies: dict[str, Any]) -> dict[str, str]:
        """An IAM user with these policies. Returns the keys, as boto3.client takes them."""
        iam = self.client("iam")
        iam.create_user(UserName=name)
        for number, policy in enumerate(policies):
            iam.put_user_policy(UserName=name, PolicyName=f"policy-{number}", PolicyDocument=json.dumps(policy))
        key = iam.create_access_key(UserName=name)["AccessKey"]
        return {"aws_access_key_id": key["AccessKeyId"], "aws_secret_access_key": key["SecretAccessKey"]}


@contextmanager
def running(folder: Path) -> Iterator[MiniStack]:
    """MiniStack and its door, until the ``with`` block ends.

    Args:
        folder: an empty one, for what it writes.
    """
    port = free_port()
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
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [python(), "-m", "ministack"], cwd=folder, env=settings, stdout=log, stderr=subprocess.STDOUT
        )
    try:
        wait_for(port, process, folder / "log")
        door = Door(f"http://{LOOPBACK}:{port}")
        server = LoopbackServer(door.app)
        try:
            yield MiniStack(server.url, door.calls, process, root)
        finally:
            server.stop()
    finally:
        process.terminate()
        process.wait(10)


def python() -> Path:
    """The Python of MiniStack's environment, which is made if it is not there as `PACKAGES` says."""
    made, its_python = ENVIRONMENT / "made", ENVIRONMENT / "bin" / "python"
    wanted = f"{sys.version}\n{PACKAGES.read_text()}"
    if not made.exists() or made.read_text() != wanted:
        base = sys.executable if sys.version_info >= (3, 10) else ">=3.10"  # older ones are too old for MiniStack
        uv = [sys.executable, "-m", "uv"]
        subprocess.run([*uv, "venv", "--quiet", "--clear", "--python", base, ENVIRONMENT], check=True)
        subprocess.run([*uv, "pip", "install", "--quiet", "--python", its_python, "-r", PACKAGES], check=True)
        made.write_text(wanted)
    return its_python


def free_port() -> int:
    with socket.create_server((LOOPBACK, 0)) as listener:
        return listener.getsockname()[1]


def wait_for(port: int, process: subprocess.Popen, log: Path) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and process.poll() is None:
        try:
            requests.get(f"http://{LOOPBACK}:{port}/_ministack/health", timeout=5).raise_for_status()
            return
        except requests.ConnectionError:
            time.sleep(0.05)
    raise RuntimeError(f"MiniStack did not start: {log.read_text()}")
