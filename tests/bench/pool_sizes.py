"""What calls cost the server in pools of 10 to 20,000 users, beside stock moto and cognito-local."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from typing import Any

from local_cognito import srp
from local_cognito.conformance.world import World, outcome, post

from .measure import Table, milliseconds, stopping, tell
from .servers import CognitoLocal, Server

SIZES = (10, 1_000, 20_000)


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


def by_size(kind: str) -> dict[str, list[float]]:
    """The server's cost of each act in pools of each size, side by side."""
    with stopping(Server(kind)) as server:
        made = []
        for size in SIZES:
            world = World(server.url)
            server.ask(f"seed {world.user_pool_id} {size - 1}")
            made.append(acts(world))
        found = {}
        for name in made[0]:
            tell(f"{kind}: {name}")
            found[name] = milliseconds(server.cpu, *[acts[name] for acts in made], calls=10, rounds=5)
        return found


def of_cognito_local() -> tuple[str, dict[str, float]]:
    """What a login by SRP comes to, and what the other acts cost."""
    with stopping(CognitoLocal()) as server:
        world = World(server.url)
        answer = outcome(world.srp)
        tried = {name: act for name, act in acts(world).items() if name != "SRP login"}
        return answer, {name: milliseconds(server.cpu, act, calls=60, rounds=5)[0] for name, act in tried.items()}


def tables() -> list[Table]:
    ours, stock = by_size("ours"), by_size("stock")
    answer, theirs = of_cognito_local()
    rows = []
    for name, costs in ours.items():
        for who, found in (("", costs), (", stock moto", stock[name])):
            rows.append((name + who, *(f"{ms:.2f} ({ms / found[0]:.2f}x)" for ms in found)))
        if name in theirs:
            rows.append((f"{name}, cognito-local", f"{theirs[name]:.2f}", "", ""))
    about = (
        "Milliseconds of the server's processor time a call, and how many times the smallest pool's; medians of 5 "
        "rounds. Stock moto looks at no signature when it answers a login by SRP."
    )
    after = f"cognito-local answers a login by SRP so: {answer}"
    return [Table("Calls, by users in the pool", about, ("", *(f"{size:,} users" for size in SIZES)), rows, after)]
