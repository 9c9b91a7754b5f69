"""Processor time of whole process trees, medians of acts that take turns, and tables with ratios and goals.

A machine is faster in one minute than in the next. So acts take turns, and each round is compared in itself: a
ratio is the median of the rounds' ratios.

Processor time is what a command and all that it starts use, of user and of system time. So that a kernel counts
though the process that started it has gone, this file, run by `Tree` as a program, adopts what its command leaves
behind, and waits for all of it. For that it needs Linux.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from operator import truediv
from pathlib import Path
from statistics import median
from threading import Thread
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from tools.lessons import ROOT

ADOPT_ORPHANS = 36  # PR_SET_CHILD_SUBREAPER, prctl(2)
ONE_SECOND = "import time\nwhile time.process_time() < 1: pass"
BUSY_ORPHAN = [
    *(sys.executable, "-c"),
    f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {ONE_SECOND!r}])",
]


class Tree:
    """A running command with all that it starts.

    Args:
        command: what to run, as a list.
        env: further variables of its environment.
        output: where it writes; nowhere if not given.
        stdin: a file for its standard input.
    """

    def __init__(
        self, command: list[Any], *, env: dict[str, str] | None = None, output: Path | None = None, **where: Path
    ) -> None:
        self.command, self.output = [str(word) for word in command], output
        wish = {"output": str(output or os.devnull), **{name: str(path) for name, path in where.items()}}
        self._started = time.monotonic()
        self._watcher = subprocess.Popen(
            [sys.executable, __file__, json.dumps(wish), *self.command],
            cwd=ROOT,
            env={**os.environ, **(env or {})},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def end(self) -> float:
        """Wait for it to end. Returns its seconds of processor time."""
        found = json.loads(self._watcher.stdout.readline())
        self._watcher.stdin.close()
        self._watcher.wait()
        if found["status"] > 0:
            said = self.output.read_text() if self.output else ""
            raise RuntimeError(f"{' '.join(self.command)} ended with {found['status']}.\n{said}")
        return found["cpu"]

    def kill(self) -> float:
        """End it at once. Returns its seconds of processor time."""
        self._watcher.stdin.write("\n")
        self._watcher.stdin.flush()
        return self.end()

    def wait_for(self, answers: Callable[[], bool]) -> float:
        """Wait until something answers. Returns the seconds since the start."""
        while not answers():
            if self._watcher.poll() is not None:
                raise RuntimeError(f"{' '.join(self.command)} has ended.")
            time.sleep(0.02)
        return time.monotonic() - self._started


def cpu_of(command: list[Any], **options: Any) -> float:
    """Seconds of processor time of a command, from its start to its end."""
    return Tree(command, **options).end()


def says_200(url: str) -> bool:
    try:
        with urlopen(url, timeout=10) as answer:
            return answer.status == 200
    except (URLError, OSError):
        return False


def watch(wish: dict[str, str], command: list[str]) -> None:
    """Run a command to its end, or until a line comes on standard input, or its end; print what it used."""
    ctypes.CDLL(None, use_errno=True).prctl(ADOPT_ORPHANS, 1)
    with open(wish.get("stdin", os.devnull)) as stdin, open(wish["output"], "w") as output:
        process = subprocess.Popen(
            command, cwd=wish.get("cwd"), stdin=stdin, stdout=output, stderr=output, start_new_session=True
        )
    Thread(target=kill_when_told, args=[process.pid], daemon=True).start()
    status = process.wait()
    try:
        while True:
            os.wait()
    except ChildProcessError:
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(json.dumps({"cpu": used.ru_utime + used.ru_stime, "status": status}))


def kill_when_told(group: int) -> None:
    sys.stdin.readline()
    with suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)


# --- medians -----------------------------------------------------------------------------------------------------

most_rounds = 99


def rounds(usual: int) -> int:
    """How many rounds a part makes: as many as usual, or as few as were asked for."""
    return min(usual, most_rounds)


@dataclass
class Found:
    """What each act returned in each round: a number, or a tuple of numbers."""

    values: dict[str, list[Any]]

    @property
    def medians(self) -> dict[str, Any]:
        return {name: _median(values) for name, values in self.values.items()}

    def ratio(self, name: str, to: str) -> Any:
        """How many times the other's, round by round: the median."""
        return _median([_divided(*pair) for pair in zip(self.values[name], self.values[to])])


def in_turn(acts: dict[str, Callable[[], Any]], rounds: int) -> Found:
    """Run each act once a round, one after the other."""
    found = Found({name: [] for name in acts})
    for number in range(1, rounds + 1):
        for name, act in acts.items():
            tell(f"{name}, round {number} of {rounds}")
            found.values[name].append(act())
    return found


def _divided(mine: Any, theirs: Any) -> Any:
    return tuple(map(truediv, mine, theirs)) if isinstance(mine, tuple) else mine / theirs


def _median(values: list[Any]) -> Any:
    return tuple(map(median, zip(*values))) if isinstance(values[0], tuple) else median(values)


def milliseconds(cpu: Callable[[], float], *acts: Callable[[], Any], calls: int, rounds: int = 7) -> list[float]:
    """What one of each act costs, by a processor clock: medians of several rounds, the acts taking turns."""
    found: list[list[float]] = [[] for _ in acts]
    for act in acts:
        act()
    for _ in range(rounds):
        for act, costs in zip(acts, found):
            before = cpu()
            for _ in range(calls):
                act()
            costs.append((cpu() - before) / calls * 1000)
            getattr(act, "clean", int)()
    return [median(costs) for costs in found]


# --- tables ------------------------------------------------------------------------------------------------------


@dataclass
class Table:
    """What is printed, and kept in README.md: Markdown that reads well as it stands."""

    title: str
    about: str
    head: tuple[str, ...]
    rows: list[tuple[str, ...]] = field(default_factory=list)
    after: str = ""

    def __str__(self) -> str:
        rows = [self.head, tuple("---" for _ in self.head), *self.rows]
        widths = [max(len(row[column]) for row in rows) for column in range(len(self.head))]
        lines = ["| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths)) + " |" for row in rows]
        return "\n\n".join(part for part in (f"## {self.title}", self.about, "\n".join(lines), self.after) if part)


def against(ratio: float, goal: float) -> str:
    """A ratio, and whether it meets its goal."""
    return f"{ratio:.2f}, goal {goal:g}: {'met' if ratio <= goal else '**not met**'}"


def tell(progress: str) -> None:
    """Say on standard error, which no table goes to, how far it is."""
    print(f"... {progress}", file=sys.stderr, flush=True)


@contextmanager
def stopping(server: Any) -> Iterator[Any]:
    """A server for the time of a block."""
    try:
        yield server
    finally:
        server.stop()


if __name__ == "__main__":
    watch(json.loads(sys.argv[1]), sys.argv[2:])
