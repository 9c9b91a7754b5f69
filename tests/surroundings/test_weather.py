"""What goes on around a lesson: ports that are taken, two hundred people, kernels that are interrupted.

tests/test_foul_weather.py has the lessons as a whole.
"""

from __future__ import annotations

import socket
import subprocess
import threading
import time
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from copy import copy
from dataclasses import dataclass

import nbformat
import psutil
import pytest
from botocore import UNSIGNED
from jupyter_client.blocking import BlockingKernelClient
from jupyter_client.manager import KernelManager, start_new_kernel

from local_cognito.conformance.world import WRONG_PASSWORD, World, connect, outcome
from local_cognito.serving import LoopbackServer
from tools.lessons import NOTEBOOKS


def test_a_port_that_is_taken_at_either_of_localhosts_addresses_is_left_to_its_owner() -> None:
    for family, host in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        try:
            owner = socket.create_server((host, 0), family=family)
        except OSError as error:
            warnings.warn(f"This machine has no {host}: {error}", stacklevel=1)
            continue
        port = owner.getsockname()[1]
        with owner:
            server = LoopbackServer.on(lambda *_: [], port)
            assert server.port != port
            server.stop()
        server = LoopbackServer.on(lambda *_: [], port)
        assert server.port == port
        server.stop()


def test_two_hundred_connections_wait_until_a_server_takes_them_up() -> None:
    """Where the queue is shorter, the system drops what comes, and its owner tries again a second later."""
    server, go_on = LoopbackServer(lambda *_: []), threading.Event()
    server._server.verify_request = lambda *_: go_on.wait()
    with ExitStack() as waiting:
        for _ in range(200):
            waiting.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=0.5))
        go_on.set()
    server.stop()


def test_two_hundred_people_log_in_at_the_same_time(world: World) -> None:
    """One in four has a wrong password, and one in four logs in by SRP."""
    world.public = connect(world.url, signature_version=UNSIGNED, max_pool_connections=200)
    world.set_up()
    guessers = [world.someone_else() for _ in range(10)]  # five wrong ones each: with a sixth they had to wait
    gate = threading.Barrier(200)

    def log_in(number: int) -> str:
        person = copy(world if number % 4 else guessers[number // 4 % 10])
        password = person.password if number % 4 else person.wrong_password
        gate.wait()
        return (
            outcome(person.srp, password) if number // 4 % 4 == 0 else outcome(person.sign_in, PASSWORD=password)
        )

    with ThreadPoolExecutor(200) as people:
        answers = list(people.map(log_in, range(200), timeout=120))
    assert answers == ["tokens" if number % 4 else WRONG_PASSWORD for number in range(200)]


@dataclass
class Kernel:
    """A kernel where the lessons are."""

    manager: KernelManager
    client: BlockingKernelClient

    @property
    def process(self) -> subprocess.Popen:
        return self.manager.provisioner.process

    def run(self, cell: str, interrupt_after: float | None = None) -> str:
        """Run a cell, and interrupt it after so many seconds. Returns the error's name, or ok."""
        request = self.client.execute(cell, stop_on_error=False)
        if interrupt_after is not None:
            time.sleep(interrupt_after)
            self.manager.interrupt_kernel()
        while True:
            reply = self.client.get_shell_msg(timeout=60)
            if reply["parent_header"].get("msg_id") == request:
                return reply["content"].get("ename", reply["content"]["status"])


@pytest.fixture
def kernel() -> Iterator[Kernel]:
    manager, client = start_new_kernel(cwd=str(NOTEBOOKS))
    yield Kernel(manager, client)
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def cells_of(lesson: str, *names: str) -> str:
    notebook = nbformat.read(NOTEBOOKS / f"{lesson}.ipynb", as_version=4)
    return "\n".join(cell.source for cell in notebook.cells if cell.id in names)


def test_a_kernel_can_be_interrupted_and_restarted_and_nothing_outlives_it(kernel: Kernel) -> None:
    first_cell = cells_of("04_log_in_from_a_browser_with_srp", "04-01")
    log_in_and_serve = cells_of("04_log_in_from_a_browser_with_srp", "04-03", "04-05", "04-37")
    kernel.run("import boto3")  # an import that is interrupted stays broken until a restart: Python's own flaw
    assert kernel.run(first_cell, interrupt_after=0.2) == "KeyboardInterrupt"
    assert kernel.run(first_cell) == "ok"
    kernel.run(log_in_and_serve, interrupt_after=0.2)
    assert kernel.run(log_in_and_serve) == "ok"

    kernel.manager.restart_kernel()
    assert kernel.run(f"{first_cell}\n{log_in_and_serve}") == "ok"

    left = psutil.Process(kernel.process.pid).children(recursive=True)
    kernel.client.shutdown()
    assert (kernel.process.wait(timeout=10), left) == (0, [])
