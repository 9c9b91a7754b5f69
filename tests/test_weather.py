"""Foul weather. Whatever goes on around a lesson, its cells show what is committed, or say what is the matter.

All of it comes at once, so that it costs little: each alone was tried by hand, on all nine lessons.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from copy import copy
from dataclasses import dataclass
from pathlib import Path

import nbformat
import psutil
import pytest
from botocore import UNSIGNED
from jupyter_client.blocking import BlockingKernelClient
from jupyter_client.manager import KernelManager, start_new_kernel
from world import WRONG, World, connect, said

from helpers.local_cognito.serving import LoopbackServer
from tests.lessons import NOTEBOOKS, ROOT
from tests.weather import AGAIN

ENCODING = "euc_jp"  # older Japanese systems; its bytes are no UTF-8
PARTS = ["helpers", "notebooks", "tests/lessons.py", "tests/weather.py", "tests/sanitize.cfg"]

# Cells that show something else when they are run a second time, as a regular expression, and why that is right.
SECOND_RUNS = {
    "02-03": r"^UsernameExistsException: .*: User account already exists$",  # the user is there
    "05-25": r"^NotAuthorizedException: .*: Incorrect username or password\.$",  # said in 05-26
    "05-29": r"RespondToAuthChallenge carries [^;]*; refused",  # draws what 05-25 did
    "07-07": r"session can only be used once\.$",
    "07-19": r"session can only be used once\.$",
    "07-33": r"Your software token has already been used once\.$",  # unless a new half minute has begun
    "07-36": r"^UserNotFoundException: .*: User does not exist\.$",  # it is deleted already
    "09-21": r"^ours: 1  others: 2$",  # each run makes another pool
    "09-25": r"ours: 0  others: 2$",
}


@pytest.fixture
def japanese(tmp_path: Path) -> dict[str, str]:
    """An environment in Japanese, made without a change to this machine."""
    name = "ja_JP.eucJP"
    try:
        command = ["localedef", "-i", "ja_JP", "-f", "EUC-JP", str(tmp_path / name)]
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        warnings.warn(
            f"No locale can be made here, so the lessons run in that of this machine: {error}", stacklevel=1
        )
        return {}
    return {"LOCPATH": str(tmp_path), "LC_ALL": name, "LANG": name}


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A copy of the lessons and of what they need, that nobody can write to, with a name that is not ASCII."""
    name = "my lessons 日本語"
    folder = tmp_path / (os.fsdecode(name.encode(ENCODING)) if sys.platform == "linux" else name)
    for part in PARTS:
        (folder / part).parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if (ROOT / part).is_dir() else shutil.copy)(ROOT / part, folder / part)
    inside = [folder, *(path for path in folder.rglob("*") if path.is_dir())]
    for place in inside:
        place.chmod(0o555)
    yield folder
    for place in inside:
        place.chmod(0o755)


@pytest.fixture
def ports_taken() -> Iterator[None]:
    """Another program has the ports that the lessons wish for."""
    with ExitStack() as taken:
        for port in (3000, 3001):
            with suppress(OSError):  # it is taken already
                taken.enter_context(socket.create_server(("127.0.0.1", port)))
        yield


# Without this right, root too may write only where the permissions say so.
AS_ANYBODY = ["setpriv", "--bounding-set", "-dac_override"] if os.geteuid() == 0 else []


def test_all_lessons_in_foul_weather(japanese: dict[str, str], folder: Path, ports_taken: None) -> None:
    """A read-only folder with a Japanese name is home and clone, eight lessons at once, each cell twice."""

    def python(*arguments: str) -> subprocess.CompletedProcess:
        command = [*AS_ANYBODY, sys.executable, *arguments]
        environment = {**os.environ, **japanese, "HOME": str(folder), "PYTHONPATH": ""}
        return subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)

    assert b"PermissionError" in python("-c", "open('new', 'w')").stderr
    done = python("-m", "tests.weather")
    assert done.returncode == 0, done.stderr.decode(ENCODING, "replace")
    shown = {cell: text.strip() for lesson in json.loads(done.stdout).values() for cell, text in lesson.items()}
    expected = {cell + AGAIN: regex for cell, regex in SECOND_RUNS.items()}
    expected["09-25"] = SECOND_RUNS["09-25"]  # it comes after the second run of 09-21
    expected["05-29"] = SECOND_RUNS["05-29"]  # it comes after the second run of 05-25
    assert {cell for cell, text in shown.items() if not re.search(expected.get(cell, "$^"), text)} == set(), shown
    assert shown.keys() | {"07-33" + AGAIN} == expected.keys()


# --- ports, people, kernels


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
    world.made()
    guessers = [world.someone_else() for _ in range(10)]  # five wrong ones each: with a sixth they had to wait
    gate = threading.Barrier(200)

    def log_in(number: int) -> str:
        person = copy(world if number % 4 else guessers[number // 4 % 10])
        password = person.password if number % 4 else person.wrong
        gate.wait()
        return said(person.srp, password) if number // 4 % 4 == 0 else said(person.sign_in, PASSWORD=password)

    with ThreadPoolExecutor(200) as people:
        answers = list(people.map(log_in, range(200), timeout=120))
    assert answers == ["tokens" if number % 4 else WRONG for number in range(200)]


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
