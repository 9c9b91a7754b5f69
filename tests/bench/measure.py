"""Processor time of commands and of calls, and tables that compare them.

A machine is faster in one minute than in the next. So what is compared takes turns, and a ratio is the median of
the ratios in each round.
"""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from operator import truediv
from statistics import median
from typing import Any, NamedTuple

import psutil

from tools.lessons import ROOT

HOME = ROOT / ".venv-bench"  # all that the benchmark installs and writes
most_rounds = 99  # set by --rounds


class Cost(NamedTuple):
    """Seconds of processor time, user and system, and seconds on the clock."""

    cpu: float
    wall: float


def cost_of(*command: Any, **options: Any) -> Cost:
    """What a command costs, with all that it starts and waits for. The options are those of subprocess.run."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run(list(map(str, command)), check=True, **{"cwd": ROOT, "stdout": subprocess.DEVNULL, **options})
    after, ended = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    return Cost(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, ended - started)


class Running(psutil.Popen):
    """A command that runs for the time of a block. The options are those of subprocess.Popen."""

    def __init__(self, *command: Any, **options: Any) -> None:
        self.started = time.monotonic()
        silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        super().__init__(list(map(str, command)), **{"cwd": ROOT, "start_new_session": True, **silent, **options})

    def __exit__(self, *error: Any) -> None:
        os.killpg(self.pid, signal.SIGKILL)
        super().__exit__(*error)

    def cost_until(self, is_ready: Callable[[], bool]) -> Cost:
        """What it and all that it starts cost until it is ready. Raises RuntimeError if it ends before that."""
        while not is_ready():
            if self.poll() is not None:
                raise RuntimeError(f"{self.args} ended with {self.returncode}.")
            time.sleep(0.02)
        tree = [self, *self.children(recursive=True)]
        return Cost(sum(sum(process.cpu_times()[:4]) for process in tree), time.monotonic() - self.started)


def compare(title: str, about: str, acts: dict[str, Callable[[], Cost]], rounds: int, *against: str) -> str:
    """Run the acts in turn. Returns a table of their medians, and of the ratios to the acts named in `against`."""
    found: dict[str, list[Cost]] = {name: [] for name in acts}
    for number in range(1, min(rounds, most_rounds) + 1):
        for name, act in acts.items():
            tell(f"{name}, round {number}")
            found[name].append(act())
    cpu = {name: [cost.cpu for cost in costs] for name, costs in found.items()}
    rows = []
    for name, costs in found.items():
        ratios = [f"{median(map(truediv, cpu[name], cpu[other])):.2f}" for other in against]
        rows.append([name, f"{median(cpu[name]):.2f}", *ratios, f"{median(cost.wall for cost in costs):.2f}"])
    head = ["", "CPU, s", *(f"times {name}" for name in against), "wall, s"]
    return table(title, f"{about}\nMedians of up to {rounds} rounds.", head, rows)


def per_call(clock: Callable[[], float], *acts: Callable[[], Any]) -> list[float]:
    """Milliseconds by a processor clock for a call of each act: medians of up to 7 rounds of 10 calls, in turn."""
    found: list[list[float]] = [[] for _ in acts]
    for _ in range(min(7, most_rounds)):
        for act, costs in zip(acts, found):
            act()
            before = clock()
            for _ in range(10):
                act()
            costs.append((clock() - before) * 100)
    return [median(costs) for costs in found]


def table(title: str, about: str, head: list[str], rows: list[list[str]]) -> str:
    """A section in Markdown that can be read as it is."""
    lines = [head, ["---"] * len(head), *rows]
    widths = [max(map(len, column)) for column in zip(*lines)]
    lines = [[cell.ljust(width) for cell, width in zip(line, widths)] for line in lines]
    return "\n".join([f"## {title}\n\n{about}\n", *(f"| {' | '.join(line)} |" for line in lines)])


def tell(progress: str) -> None:
    """Say on standard error, where no table goes, what is being done."""
    print(f"... {progress}", file=sys.stderr, flush=True)
