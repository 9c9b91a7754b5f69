"""What calls cost: a login by SRP next to its exponentiations, and calls in pools of 10 to 20,000 users."""

from __future__ import annotations

import secrets
import time
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context
from typing import Any

from moto.cognitoidp.models import CognitoIdpUser, UserStatus, cognitoidp_backends
from moto.server import DomainDispatcherApplication, create_backend_app
from pycognito import AWSSRP

from local_cognito import LocalCognito, srp
from local_cognito.conformance.world import HIDES_USERS, World
from local_cognito.serving import LoopbackServer

from .measure import per_call, table, tell

SIZES = (10, 1_000, 20_000)
LOGIN = """\
Milliseconds of processor time, each side in a process of its own. pycognito takes a secret number of 1024 bits,
with which two of its three exponentiations take four times as long; the local Cognito takes one of 256 bits."""
FIRST_ANSWER = """

With PreventUserExistenceErrors=ENABLED, the server's first answer takes {known:.2f} ms for a user and
{unknown:.2f} ms for a name that no user has: {ratio:.2f} times as long."""
CALLS = """\
Milliseconds of the server's processor time for a call, and how many times those in the smallest pool. Both have
the same web server. Stock moto checks no signature in a login by SRP."""


def tables() -> list[str]:
    costs = {**by_size(local_cognito), **by_size(stock_moto)}
    rows = [[name, *(f"{ms:.2f} ({ms / found[0]:.2f}x)" for ms in found)] for name, found in sorted(costs.items())]
    head = ["", *(f"{size:,} users" for size in SIZES)]
    return [one_login(), table("Calls, by the number of users in the pool", CALLS, head, rows)]


def one_login() -> str:
    warnings.filterwarnings("ignore", category=DeprecationWarning)  # pycognito calls utcnow
    a, x, u, B = (secrets.randbits(bits) for bits in (1024, 256, 256, 3071))  # as long as pycognito's
    v, b, A = (secrets.randbits(bits) for bits in (3071, 256, 3071))  # as long as the local Cognito's
    client_floor, server_floor = per_call(
        time.process_time,
        lambda: [pow(srp.g, a, srp.N), pow(srp.g, x, srp.N), pow(B, a + u * x, srp.N)],
        lambda: [pow(srp.g, b, srp.N), pow(A * pow(v, u, srp.N), b, srp.N)],
    )
    with in_a_process(local_cognito) as (url, call):
        world = World(url)
        user = (world.username, world.password, world.user_pool_id, world.client_id)
        log_in = lambda: AWSSRP(*user, client=world.public).authenticate_user()  # noqa: E731
        [client] = per_call(time.process_time, log_in)
        cpu = partial(call, time.process_time)
        [served] = per_call(cpu, log_in)
        begin = partial(world.client(**HIDES_USERS).initiate, "USER_SRP_AUTH", SRP_A="5")
        known, unknown = per_call(cpu, begin, partial(begin, USERNAME=world.unknown_username))
    costs = [
        ("client: pycognito, as in lesson 04", client, client_floor),
        ("server: the local Cognito", served, server_floor),
        ("both", client + served, client_floor + server_floor),
    ]
    rows = [[name, f"{ms:.2f}", f"{floor:.2f}", f"{ms / floor:.2f}"] for name, ms, floor in costs]
    logins = table("One login by SRP", LOGIN, ["", "the login", "its exponentiations by `pow`", "ratio"], rows)
    return logins + FIRST_ANSWER.format(known=known, unknown=unknown, ratio=known / unknown)


def by_size(start: Callable[[], str]) -> dict[str, list[float]]:
    """What each call costs a server in a pool of each size."""
    with in_a_process(start) as (url, call):
        pools = []
        for size in SIZES:
            tell(f"{start.__name__}, {size} users")
            world = World(url)
            call(seed, world.user_pool_id, size - 1)
            pools.append(calls(world))
        cpu = partial(call, time.process_time)
        return {f"{name}, {start.__name__}": per_call(cpu, *(pool[name] for pool in pools)) for name in pools[0]}


def calls(world: World) -> dict[str, Callable[[], Any]]:
    def log_in_by_srp() -> None:
        asked = world.begin_srp()
        session = asked.get("Session")  # stock moto needs it
        world.respond("PASSWORD_VERIFIER", session, **world.proof(asked))

    def create_and_delete() -> None:
        name = f"{secrets.token_hex(6)}@example.com"
        world.create_user(name)
        world.aws.admin_delete_user(UserPoolId=world.user_pool_id, Username=name)

    return {
        "SRP login": log_in_by_srp,
        "password login": world.sign_in,
        "AdminGetUser": world.status,
        "AdminCreateUser and AdminDeleteUser": create_and_delete,
    }


@contextmanager
def in_a_process(start: Callable[[], str]) -> Iterator[tuple[str, Callable[..., Any]]]:
    """Run a server in a process of its own, so that the client's processor time is not counted.

    Yields the server's address, and a function that calls another one in that process.
    """
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        yield process.submit(start).result(), lambda *call: process.submit(*call).result()


def local_cognito() -> str:
    return LocalCognito.start().url


def stock_moto() -> str:
    return LoopbackServer(DomainDispatcherApplication(create_backend_app)).url


def seed(user_pool_id: str, users: int) -> None:
    """Add users, without calls: for each new user, stock moto reads all the others."""
    pool = cognitoidp_backends["123456789012"]["us-east-1"].user_pools[user_pool_id]
    for _ in range(users):
        email = [{"Name": "email", "Value": f"{secrets.token_hex(6)}@example.com"}]
        user = CognitoIdpUser(user_pool_id, None, "Aa1!" + secrets.token_urlsafe(12), UserStatus.CONFIRMED, email)
        pool.users[user.username] = user
