"""What the tests share: one local Cognito, clients for it, and pools made to order."""

from __future__ import annotations

import gc
import os
import re
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import cycle
from typing import Any
from unittest.mock import MagicMock

import pytest
from botocore.loaders import JSONFileLoader
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from gmpy2 import powmod
from joserfc.jwk import RSAKey
from pycognito import aws_srp
from xdist.scheduler import LoadFileScheduling

from local_cognito import LocalCognito, clock, srp, tokens
from local_cognito.conformance.world import FIVE_FLOWS, World, connect, new_password
from local_cognito.serving import LoopbackServer


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: a tenth of the time, a worker waits."""
    return (os.cpu_count() or 1) + 1


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadFileScheduling:
    """A worker runs whole files, as with `--dist loadfile`; one worker runs those in JupyterLab, which is slow."""

    class ByFile(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return re.sub(r"test_(lessons|other_places)\.py$", "in JupyterLab", super()._split_scope(nodeid))

    return ByFile(config, log)


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark tests that use a browser, so that `-m "not browser"` leaves them out."""
    if "browser" in getattr(item, "fixturenames", ()):
        item.add_marker("browser")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the folders first whose files take longest, so that in the end no worker waits long for another."""
    items.sort(key=lambda item: item.path.parent.name not in ("browser", "surroundings"))


def pytest_collection_finish() -> None:
    """Exempt from garbage collection what is here by now: hundreds of thousands of objects, which all stay."""
    gc.freeze()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Make a run fail in which a test was skipped or expected to fail: it left something out."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")  # there is none in a worker of xdist
    left_out = [word for word in ("skipped", "xfailed", "xpassed") if reporter and reporter.stats.get(word)]
    if left_out and session.exitstatus == pytest.ExitCode.OK:
        reporter.write_line(f"\nThis run fails because tests were {' and '.join(left_out)}.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def make_newcomer(cognito: Any, pool: Pool) -> tuple[str, str]:
    """The e-mail and the temporary password of a user who never logged in."""
    email, temporary = f"new-{secrets.token_hex(4)}@example.com", new_password()
    cognito.admin_create_user(
        UserPoolId=pool.user_pool_id,
        Username=email,
        TemporaryPassword=temporary,
        MessageAction="SUPPRESS",
        UserAttributes=[{"Name": "email", "Value": email}, {"Name": "email_verified", "Value": "true"}],
    )
    return email, temporary


@dataclass
class Pool:
    """A user pool with one app client and one confirmed user."""

    user_pool_id: str
    app_client_id: str
    username: str
    password: str


@pytest.fixture(autouse=True)
def a_code_lasts_for_a_test(monkeypatch: pytest.MonkeyPatch) -> None:
    """A code of an authenticator app lasts half a minute: for the local Cognito, a test begins with a new one."""
    now, late = clock.now, clock.now() % 30
    monkeypatch.setattr(clock, "now", lambda: now() - late)


def quick_power(*numbers: int) -> int:
    """What `pow` gives, in a tenth of the time."""
    return int(powmod(*numbers))


@pytest.fixture(scope="session", autouse=True)
def quick() -> Iterator[None]:
    """Make three things quick that the tests wait for. The lessons run without this.

    Ten thousand logins compute powers. Hundreds of pools need two RSA keys each: here they take turns with eight,
    under new names. And each session of boto3 reads AWS's descriptions of its services: here only the first does.
    """
    keys = cycle(generate_private_key(65537, 2048) for _ in range(8))

    def new_key() -> RSAKey:
        key = next(keys)
        return RSAKey(key, key, {"kid": secrets.token_urlsafe(32), "use": "sig", "alg": "RS256"})

    with pytest.MonkeyPatch.context() as patch:
        for module in (srp, aws_srp):
            patch.setattr(module, "pow", quick_power, raising=False)
        patch.setattr(tokens, "new_key", new_key)
        patch.setattr(JSONFileLoader, "load_file", staticmethod(cache(JSONFileLoader().load_file)))
        yield


@pytest.fixture(scope="session")
def local_cognito() -> Iterator[LocalCognito]:
    server = LocalCognito.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def cognito(local_cognito: LocalCognito) -> Any:
    """boto3 with AWS keys, as a server has them."""
    return connect(local_cognito.url)


@pytest.fixture
def make_pool(cognito: Any) -> Callable[..., Pool]:
    """Makes a pool for e-mail sign-in, and a client with these options."""

    def make(**client_options: Any) -> Pool:
        settings = {"UsernameAttributes": ["email"], "AutoVerifiedAttributes": ["email"]}
        user_pool_id = cognito.create_user_pool(PoolName="test", **settings)["UserPool"]["Id"]
        client_options = {"ExplicitAuthFlows": FIVE_FLOWS, **client_options}
        client = cognito.create_user_pool_client(UserPoolId=user_pool_id, ClientName="test", **client_options)
        username = f"test-{secrets.token_hex(4)}@example.com"
        pool = Pool(user_pool_id, client["UserPoolClient"]["ClientId"], username, new_password())
        cognito.admin_create_user(UserPoolId=user_pool_id, Username=username, MessageAction="SUPPRESS")
        cognito.admin_set_user_password(
            UserPoolId=user_pool_id, Username=username, Password=pool.password, Permanent=True
        )
        return pool

    return make


@pytest.fixture
def world(local_cognito: LocalCognito) -> World:
    """A world on the local Cognito."""
    return World(local_cognito.url)


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Every message from the kernel's widgets to the page, as one growing list."""
    import ipykernel.comm
    import ipywidgets

    messages: list[Any] = []
    monkeypatch.setattr(ipykernel.comm.Comm, "kernel", MagicMock(), raising=False)  # ipywidgets 7 asks for one
    monkeypatch.setattr(ipywidgets.Widget, "_send", lambda _, message, buffers=None: messages.append(message))
    return messages


@pytest.fixture
def serve() -> Iterator[Callable[[Any], str]]:
    """Serve an app on a free port until the test is over."""
    servers: list[LoopbackServer] = []

    def start(app: Any) -> str:
        servers.append(LoopbackServer(app))
        return servers[-1].url

    yield start
    for server in servers:
        server.stop()
