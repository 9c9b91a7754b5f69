"""One login by SRP as lesson 04 teaches it, against the bare exponentiations and another client."""

from __future__ import annotations

import json
import secrets
import shutil
import time
import warnings
from collections.abc import Callable
from typing import Any

from gmpy2 import powmod
from pycognito import AWSSRP

from local_cognito import srp
from local_cognito.conformance.world import World

from .equipment import HOME
from .measure import ROOT, Table, cpu_of, in_turn, milliseconds, stopping, tell
from .servers import Server

Act = Callable[[], Any]
Power = Callable[[int, int, int], int]


def tables() -> list[Table]:
    warnings.filterwarnings("ignore", category=DeprecationWarning)  # pycognito's utcnow
    tell("the arithmetic of a login")
    bare = [of_client(pow), of_client(powmod), of_server(pow), of_server(powmod)]
    client, client_fast, server, server_fast = milliseconds(time.process_time, *bare, calls=10)
    tell("a login by pycognito")
    with stopping(Server("ours")) as local:
        world = World(local.url)
        log_in = by_pycognito(world, world.public)
        pycognito, alone = milliseconds(time.process_time, log_in, by_pycognito(world, Echo(world)), calls=10)
        served = milliseconds(local.cpu, log_in, calls=10)[0]
        node = by_identity_js(world)
    floor = client + server
    costs = [
        ("client: 3 exponentiations, `pow`", client),
        ("client: 3 exponentiations, gmpy2", client_fast),
        ("client: pycognito without boto3", alone),
        ("**client: pycognito, as lesson 04 teaches it**", pycognito),
        ("client: identity-js in node, with its GetUser", node),
        ("server: 3 exponentiations, `pow`", server),
        ("server: 3 exponentiations, gmpy2", server_fast),
        ("**server: the local Cognito**", served),
        ("both sides' exponentiations, `pow`: the floor", floor),
        ("**both sides, as lesson 04 teaches it**", pycognito + served),
    ]
    about = (
        "Milliseconds of processor time, each side in a process of its own; medians of 7 rounds of 10 logins.\n"
        "pycognito and identity-js take a secret number of 1024 bits, and two of their three exponentiations\n"
        "take four times as long for it; the local Cognito takes one of 256."
    )
    rows = [(name, f"{ms:.2f}", f"{ms / floor:.2f}") for name, ms in costs]
    return [Table("One login by SRP", about, ("", "ms", "of the floor"), rows)]


def of_client(power: Power) -> Act:
    """g^a, g^x and (B - k*g^x)^(a + u*x), with numbers as long as pycognito's."""
    a, x, u, B = (secrets.randbits(bits) for bits in (1024, 256, 256, 3071))
    return lambda: [power(srp.g, a, srp.N), power(srp.g, x, srp.N), power(B, a + u * x, srp.N)]


def of_server(power: Power) -> Act:
    """g^b, v^u, and (A*v^u)^b, with numbers as long as the local Cognito's."""
    v, b, A, u = (secrets.randbits(bits) for bits in (3071, 256, 3071, 256))
    return lambda: [power(srp.g, b, srp.N), power(A * int(power(v, u, srp.N)), b, srp.N)]


def by_pycognito(world: World, client: Any) -> Act:
    pool = {"pool_id": world.user_pool_id, "client_id": world.client_id}
    return lambda: AWSSRP(
        username=world.username, password=world.password, client=client, **pool
    ).authenticate_user()


class Echo:
    """In the place of a boto3 client: the same challenge each time, and tokens for any answer."""

    def __init__(self, world: World) -> None:
        self._challenge = world.begin_srp()

    def initiate_auth(self, **_: Any) -> dict[str, Any]:
        return self._challenge

    def respond_to_auth_challenge(self, **_: Any) -> dict[str, Any]:
        return {"AuthenticationResult": {}}


def by_identity_js(world: World, logins: int = 20) -> float:
    """Milliseconds of node's processor time that one more login takes."""

    def run(count: int) -> float:
        login = {"email": world.username, "password": world.password}
        wish = {"endpoint": world.url, "userPoolId": world.user_pool_id, "clientId": world.client_id}
        asked = HOME / "identity-js.json"
        asked.write_text(json.dumps({**wish, "logins": [login] * count}))
        return cpu_of([shutil.which("node"), ROOT / "tests/local_cognito/clients/identity_js.mjs"], stdin=asked)

    acts = {f"identity-js, {count} logins": lambda count=count: run(count) for count in (1, 1 + logins)}
    one, many = in_turn(acts, 3).medians.values()
    return (many - one) / logins * 1000
