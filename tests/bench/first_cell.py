"""The first cell of a lesson, to an answering local Cognito, against other local Cognitos' start."""

from __future__ import annotations

import json
import shutil
import socket
import sys
from collections.abc import Callable
from http.client import HTTPException
from typing import Any

from local_cognito.conformance.world import post

from .equipment import HOME, cognito_local, stock_moto
from .measure import ROOT, Table, Tree, cpu_of, in_turn, rounds

ROUNDS = rounds(11)
FLOOR, LESSON_01, LESSON_04 = "`import boto3`, the floor", "first cell of lesson 01", "first cell of lesson 04"
MOTO_04 = "`moto_server`, and another Python that makes lesson 04's pool in it"
ALONE, MOTO, NODE = "`python -m local_cognito`", "`moto_server`", "cognito-local, from npm"


def tables() -> list[Table]:
    found = in_turn(
        {
            FLOOR: lambda: cpu_of([sys.executable, "-c", "import boto3"]),
            LESSON_01: lambda: first_cell("01"),
            LESSON_04: lambda: first_cell("04"),
            ALONE: lambda: server([sys.executable, "-m", "local_cognito", "--port"]),
            MOTO_04: lambda: server([stock_moto(), "-H", "127.0.0.1", "-p"], then=make_what_lesson_04_needs),
            MOTO: lambda: server([stock_moto(), "-H", "127.0.0.1", "-p"]),
            NODE: lambda: server([shutil.which("node"), cognito_local()], in_environment="PORT"),
        },
        ROUNDS,
    )
    rows = []
    for name, cpu in found.medians.items():
        ratios = [found.ratio(name, to=other) for other in (FLOOR, MOTO, NODE)]
        goal = met(max(ratios[1:]) < 1) if name in (LESSON_01, LESSON_04) else ""
        rows.append((name, f"{cpu:.2f}", *(f"{ratio:.2f}" for ratio in ratios), goal))
    about = (
        "From the start of the process to the answer to ListUserPools, that client's own time left out; medians\n"
        f"of {ROUNDS} rounds, and of their ratios. A lesson's first cell holds boto3 too, and lesson 04's makes\n"
        "a pool, a client and a user with a password. Goal: less than either of the two others."
    )
    head = ("", "CPU, s", "times `import boto3`", "times moto_server", "times cognito-local", "goal")
    return [Table("The first cell of a lesson", about, head, rows)]


def met(reached: bool) -> str:
    return "met" if reached else "**not met**"


def first_cell(number: str) -> float:
    """Processor time of the cell that starts a lesson, in a Python of its own, until its Cognito answers."""
    notebook = json.loads(next((ROOT / "notebooks").glob(f"{number}_*.ipynb")).read_text(encoding="utf-8"))
    source = next("".join(cell["source"]) for cell in notebook["cells"] if cell["id"] == f"{number}-01")
    told = HOME / "first-cell.out"
    told.unlink(missing_ok=True)
    wait = "import time; print(lesson.endpoint, flush=True); time.sleep(600)"
    tree = Tree([sys.executable, "-c", f"{source}\n{wait}"], output=told, cwd=ROOT / "notebooks")
    tree.wait_for(lambda: told.exists() and told.read_text().endswith("\n") and told.read_text().count("\n") > 1)
    return until_answer(tree, told.read_text().split()[-1])


def make_what_lesson_04_needs(url: str) -> float:
    """Processor time of a Python that makes a pool, a client and a user with a password in a server."""
    program = f"from helpers.lab import Lesson; Lesson('us-east-1', {url!r}, 'you').catch_up(4)"
    keys = {"AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local"}
    return cpu_of([sys.executable, "-c", program], env=keys)


def server(
    command: list[Any], in_environment: str | None = None, then: Callable[[str], float] = lambda url: 0
) -> float:
    """Processor time of a server that is told its port, as its last argument or by a variable.

    Args:
        then: what else is to be done before it is ended; its own processor time counts too.
    """
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    if in_environment:
        home = HOME / "cognito-local-home"
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
        tree = Tree(command, env={in_environment: port, "HOST": "127.0.0.1"}, cwd=home)
    else:
        tree = Tree([*command, port])
    return until_answer(tree, f"http://127.0.0.1:{port}", then)


def until_answer(tree: Tree, url: str, then: Callable[[str], float] = lambda url: 0) -> float:
    tree.wait_for(lambda: answers(url))
    more = then(url)
    return tree.kill() + more


def answers(url: str) -> bool:
    try:
        return post(url, "ListUserPools", {"MaxResults": 1})[0] == 200
    except (OSError, HTTPException, ValueError):
        return False
