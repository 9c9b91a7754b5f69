"""Servers in processes of their own, which say how much processor time they have used: the client's stays out."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

from .equipment import HOME, cognito_local
from .measure import ROOT

# --- in the server's process -------------------------------------------------------------------------------------


def serve(kind: str) -> None:
    """Serve, and answer on standard input: ``cpu`` with the seconds used, ``seed POOL N`` by adding N users."""
    if kind == "ours":
        from local_cognito import LocalCognito

        url = LocalCognito.start().url
    else:
        from moto.server import ThreadedMotoServer

        server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
        server.start()
        url = "http://{}:{}".format(*server.get_host_and_port())
    print(url, flush=True)
    for line in sys.stdin:
        command, *words = line.split()
        print(time.process_time() if command == "cpu" else seed(words[0], int(words[1])), flush=True)


def seed(user_pool_id: str, users: int) -> str:
    """Put users into a pool without a call for each: stock moto reads all of them for each that it makes."""
    from moto.cognitoidp.models import CognitoIdpUser, UserStatus, cognitoidp_backends

    pool = cognitoidp_backends["123456789012"]["us-east-1"].user_pools[user_pool_id]
    for _ in range(users):
        email = [{"Name": "email", "Value": f"{secrets.token_hex(6)}@example.com"}]
        password = "Aa1!" + secrets.token_urlsafe(12)
        user = CognitoIdpUser(user_pool_id, None, password, UserStatus.CONFIRMED, email)
        pool.users[user.username] = user
    return "done"


# --- here --------------------------------------------------------------------------------------------------------


class Server:
    """The local Cognito (``ours``) or stock moto (``stock``), asked over its standard input."""

    def __init__(self, kind: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.servers", kind],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.url = next(line.strip() for line in self._process.stdout if line.startswith("http"))

    def ask(self, question: str) -> str:
        self._process.stdin.write(question + "\n")
        self._process.stdin.flush()
        return self._process.stdout.readline().strip()

    def cpu(self) -> float:
        return float(self.ask("cpu"))

    def stop(self) -> None:
        self._process.stdin.close()
        self._process.wait(10)


class CognitoLocal(Server):
    """cognito-local, in node; its processor time is read from /proc, so that this one needs Linux."""

    def __init__(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        home = HOME / "cognito-local-home"
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir()
        self._process = subprocess.Popen(
            [shutil.which("node"), cognito_local()],
            cwd=home,
            env={**os.environ, "PORT": str(port), "HOST": "127.0.0.1", "CODE": "123456"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.url = f"http://127.0.0.1:{port}"
        next(line for line in self._process.stdout if "running" in line)

    def cpu(self) -> float:
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(10)


if __name__ == "__main__":
    serve(sys.argv[1])
