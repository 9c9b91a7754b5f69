"""A kernel that is interrupted and restarted in the middle of a lesson.

test_foul_weather.py runs whole lessons in bad conditions. What the web server takes is in
tests/local_cognito/test_serving.py.
"""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass

import nbformat
import psutil
import pytest
from jupyter_client.blocking import BlockingKernelClient
from jupyter_client.manager import KernelManager, start_new_kernel

from tools.lessons import NOTEBOOKS


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
