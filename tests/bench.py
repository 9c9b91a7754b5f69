"""What a login costs the server: ``python -m tests.bench``. Ratios of one run; nothing here is asserted anywhere.

Each server runs in a process of its own and says how much processor time it has used, so that the client's cost
stays out. Three servers: the local Cognito; stock moto, which looks at no signature; and cognito-local from npm,
if it is in tests/node_modules, or in a folder that ``COGNITO_LOCAL`` names. The floor is the three modular
exponentiations that the server's half of SRP takes, with nothing around them.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

if __name__ == "__main__":
    sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parent.parent)]

from conftest import new_password
from world import World, post, said

from helpers import srp

ROUNDS, CALLS = 7, 30
SIZES = (10, 1_000, 20_000)


# --- in the server's process -------------------------------------------------------------------------------------


def serve(kind: str) -> None:
    """Serve, and answer on standard input: ``cpu`` with the seconds used, ``seed POOL N`` by adding N users."""
    if kind == "ours":
        from helpers.local_cognito import LocalCognito

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
        user = CognitoIdpUser(user_pool_id, None, new_password(), UserStatus.CONFIRMED, email)
        pool.users[user.username] = user
    return "done"


# --- here --------------------------------------------------------------------------------------------------------


class Server:
    """A server in another process, asked over its standard input."""

    def __init__(self, kind: str) -> None:
        command = [sys.executable, __file__, "--serve", kind]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
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

    def __init__(self, folder: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self._home = tempfile.mkdtemp()
        environment = {**os.environ, "PORT": str(port), "HOST": "127.0.0.1", "CODE": "123456"}
        self._process = subprocess.Popen(
            [shutil.which("node"), folder / "cognito-local/lib/bin/start.js"],
            cwd=self._home,
            env=environment,
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
        shutil.rmtree(self._home)


def milliseconds(cpu: Callable[[], float], *acts: Callable[[], Any], calls: int = CALLS) -> list[float]:
    """What one of each act costs, by a processor clock: medians of several rounds, the acts taking turns."""
    rounds: list[list[float]] = [[] for _ in acts]
    for act in acts:
        act()
    for _ in range(ROUNDS):
        for act, costs in zip(acts, rounds):
            before = cpu()
            for _ in range(calls):
                act()
            costs.append((cpu() - before) / calls * 1000)
            getattr(act, "clean", int)()
    return [median(costs) for costs in rounds]


def bare(powmod: Callable[[int, int, int], int]) -> float:
    """The exponentiations of one login: g^b, v^u, and (A*v^u)^b."""
    v, b, A, u = (secrets.randbits(bits) for bits in (3071, 256, 3071, 256))

    def login() -> None:
        powmod(srp.g, b, srp.N)
        powmod(A * int(powmod(v, u, srp.N)), b, srp.N)

    return milliseconds(time.process_time, login, calls=10)[0]


def signatures() -> float:
    """The two RSA signatures of one login."""
    from joserfc import jwt

    from helpers.local_cognito.tokens import new_key

    key, payload = new_key(), {"sub": secrets.token_hex(16), "iss": "x" * 60, "exp": 0}
    return milliseconds(time.process_time, lambda: [jwt.encode({"alg": "RS256"}, payload, key) for _ in "12"])[0]


class Login:
    """A whole login by SRP, with the calls as bare as can be, and the client's processor time kept apart."""

    def __init__(self, world: World) -> None:
        self.world, self.client, self.calls = world, 0.0, 0

    def __call__(self) -> None:
        before = time.process_time()
        w = self.world
        w.a = srp.new_secret_number()
        parameters = {"USERNAME": w.username, "SRP_A": f"{srp.client_public(w.a):x}"}
        asked = self._call("InitiateAuth", {"AuthFlow": "USER_SRP_AUTH", "AuthParameters": parameters})
        body = {"ChallengeName": "PASSWORD_VERIFIER", "ChallengeResponses": w.proof(asked)}
        if "Session" in asked:  # stock moto wants it back
            body["Session"] = asked["Session"]
        answer = self._call("RespondToAuthChallenge", body)
        assert "AccessToken" in answer["AuthenticationResult"]
        self.client += time.process_time() - before
        self.calls += 1

    def _call(self, operation: str, body: dict[str, Any]) -> dict[str, Any]:
        status, answer = post(self.world.url, operation, {"ClientId": self.world.client_id, **body})
        assert status == 200, answer
        return answer


class CreateUsers:
    """AdminCreateUser; `clean` takes the users away again, so that the pool keeps its size."""

    def __init__(self, world: World) -> None:
        self.world, self.made = world, []

    def __call__(self) -> None:
        self.made.append(f"{secrets.token_hex(6)}@example.com")
        admin(self.world, "AdminCreateUser", Username=self.made[-1], MessageAction="SUPPRESS")

    def clean(self) -> None:
        while self.made:
            admin(self.world, "AdminDeleteUser", Username=self.made.pop())


def admin(world: World, operation: str, **body: Any) -> None:
    status, answer = post(world.url, operation, {"UserPoolId": world.user_pool_id, **body})
    assert status == 200, answer


def acts(world: World) -> dict[str, Callable[[], Any]]:
    """What is measured at each size of a pool."""
    parameters = {"USERNAME": world.username, "PASSWORD": world.password}
    flow = {"ClientId": world.client_id, "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": parameters}
    return {
        "SRP login": Login(world),
        "password login": lambda: admin(world, "InitiateAuth", **flow),
        "AdminGetUser": lambda: admin(world, "AdminGetUser", Username=world.username),
        "AdminCreateUser": CreateUsers(world),
    }


@contextlib.contextmanager
def running(start: Callable[[], Server]) -> Iterator[Server]:
    server = start()
    try:
        yield server
    finally:
        server.stop()


def by_size(kind: str) -> tuple[dict[str, list[float]], float]:
    """The server's cost of each act in pools of each size, side by side, and the client's cost of a login."""
    with running(lambda: Server(kind)) as server:
        made = []
        for size in SIZES:
            world = World(server.url)
            server.ask(f"seed {world.user_pool_id} {size - 1}")
            made.append(acts(world))
        found = {name: milliseconds(server.cpu, *[acts[name] for acts in made]) for name in made[0]}
    login = made[0]["SRP login"]
    return found, login.client / login.calls * 1000


def cognito_local(folder: Path) -> dict[str, float]:
    with running(lambda: CognitoLocal(folder)) as server:
        world = World(server.url)
        print("\ncognito-local, a login by SRP: " + said(world.srp) + "\n")
        tried = [name for name in acts(world) if name != "SRP login"]
        return {name: milliseconds(server.cpu, acts(world)[name], calls=60)[0] for name in tried}


def where_cognito_local_is() -> Path | None:
    folders = [Path(os.environ.get("COGNITO_LOCAL", "")), Path(__file__).parent]
    found = [
        folder.resolve() / "node_modules" for folder in folders if (folder / "node_modules/cognito-local").exists()
    ]
    return found[0] if found else None


def table(rows: list[tuple[str, ...]]) -> None:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())


def main() -> None:
    exponentiate = {"gmpy2": srp.powmod} if srp.powmod is not pow else {}
    floors = {name: bare(powmod) for name, powmod in {**exponentiate, "pow": pow}.items()}
    floor = min(floors.values())
    signing = signatures()
    ours, client = by_size("ours")
    stock, _ = by_size("stock")
    login, moto = ours["SRP login"][0], stock["SRP login"][0]

    print(f"\nProcessor time of the server, medians of {ROUNDS} rounds, in ms (and in the floor's)\n")
    rows = [("", "ms", "floors")]
    rows += [(f"the floor: 3 exponentiations, {n}", f"{ms:.2f}", f"{ms / floor:.1f}") for n, ms in floors.items()]
    rows += [
        ("2 RSA signatures", f"{signing:.2f}", f"{signing / floor:.1f}"),
        ("stock moto, login by SRP (unverified)", f"{moto:.2f}", f"{moto / floor:.1f}"),
        ("ours, login by SRP", f"{login:.2f}", f"{login / floor:.1f}"),
        ("the client's own, the same login", f"{client:.2f}", f"{client / floor:.1f}"),
    ]
    table(rows)
    print(f"\nours / (2 floors + stock moto) = {login / (2 * floor + moto):.2f}   (goal: at most 1)")
    print(f"ours / (floor + stock moto)    = {login / (floor + moto):.2f}")

    print("\nBy users in the pool (ours is the first of them): ms, and how many times the smallest pool's\n")
    rows = [("", *(f"{size:,} users" for size in SIZES))]
    for who, found in (("ours", ours), ("stock moto", stock)):
        for name, costs in found.items():
            rows.append((f"{who}, {name}", *(f"{ms:.2f} ({ms / costs[0]:.2f}x)" for ms in costs)))
    table(rows)

    folder = where_cognito_local_is()
    if folder is None or not Path("/proc/self/stat").exists():
        print("\ncognito-local: not here; npm install cognito-local in a folder, and name it in COGNITO_LOCAL.")
        return
    theirs = cognito_local(folder)
    rows = [("", "cognito-local", "ours", "times ours")]
    for name, ms in theirs.items():
        rows.append((name, f"{ms:.2f}", f"{ours[name][0]:.2f}", f"{ms / ours[name][0]:.1f}"))
    table(rows)


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--serve", choices=["ours", "stock"], help=argparse.SUPPRESS)
    chosen = options.parse_args().serve
    serve(chosen) if chosen else main()
