"""What it costs to start a lesson, next to other local Cognitos, and `make lab`, next to `jupyter lab`."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from http.client import HTTPException
from typing import Any
from urllib.request import urlopen

from local_cognito.conformance.world import post
from tools.author import read
from tools.lessons import LESSONS, NOTEBOOKS

from .measure import HOME, ROOT, Cost, Running, compare, cost_of

COGNITO_LOCAL = HOME / "node_modules/cognito-local/lib/bin/start.js"
BOTO3, MOTO, NODE, JUPYTER = "`import boto3`", "`moto_server`", "cognito-local", "`jupyter lab`"
TO_ANSWER = f"""\
From the start of the process to the answer to ListUserPools. A lesson's first cell has boto3 too, and lesson 04's
makes a pool, a client and a user. Goal: less than {MOTO} and than {NODE}."""
TO_PAGE = "To the first page of JupyterLab, with the same options. Goal: at most 1.05 times."


def tables() -> list[str]:
    if not COGNITO_LOCAL.exists():
        quiet = ("--silent", "--no-audit", "--no-fund", "--ignore-scripts")
        cost_of("npm", "install", *quiet, "--prefix", HOME, "cognito-local@5.3.0")
    cells = {
        BOTO3: lambda: cost_of(sys.executable, "-c", "import boto3"),
        "first cell of lesson 01": lambda: first_cell("01"),
        "first cell of lesson 04": lambda: first_cell("04"),
        "`python -m local_cognito`": lambda: server(sys.executable, "-m", "local_cognito", "--port"),
        MOTO: lambda: server(sys.executable, "-m", "moto.server", "--port"),
        NODE: lambda: server("node", COGNITO_LOCAL, cwd=HOME),
    }
    jupyterlab("make")  # the first time: makes .venv and compiles it
    labs = {"`make lab`": lambda: jupyterlab("make"), JUPYTER: lambda: jupyterlab(ROOT / ".venv/bin/jupyter")}
    return [
        compare("The first cell of a lesson", TO_ANSWER, cells, 11, BOTO3, MOTO, NODE),
        compare("`make lab`, the second time", TO_PAGE, labs, 5, JUPYTER),
    ]


def first_cell(number: str) -> Cost:
    """The cell that starts a lesson, in a Python of its own."""
    lesson = read(next(path for path in LESSONS if path.name.startswith(number)))
    start = next(cell.source for cell in lesson.cells if "lab.start(" in cell.source)
    command = (sys.executable, "-uc", f"{start}\nimport time; time.sleep(600)")
    with Running(*command, cwd=NOTEBOOKS, stdout=subprocess.PIPE, text=True) as python:
        url = re.search(r"http://[\d.:]+", python.stdout.readline())[0]
        return python.cost_until(lambda: answers(url))


def server(*command: Any, **options: Any) -> Cost:
    """A server whose port is its last argument, and in the variable PORT."""
    port = free_port()
    with Running(*command, port, env={**os.environ, "PORT": port}, **options) as process:
        return process.cost_until(lambda: answers(f"http://127.0.0.1:{port}"))


def free_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return str(listener.getsockname()[1])


def answers(url: str) -> bool:
    try:
        return post(url, "ListUserPools", {"MaxResults": 1})[0] == 200
    except (OSError, HTTPException, ValueError):
        return False


def jupyterlab(command: Any) -> Cost:
    """JupyterLab on a port of its own, started by make, or by itself with the Makefile's options."""
    port = free_port()
    options = f"--no-browser --port={port} --ServerApp.port_retries=0 --IdentityProvider.token="
    same = "--LabApp.app_settings_dir=tools/jupyterlab --LabApp.default_url=/lab --allow-root"
    arguments = [f"ARGS={options}"] if command == "make" else [*options.split(), *same.split()]
    with Running(command, "lab", *arguments, env={**os.environ, "MAKEFLAGS": ""}) as process:
        return process.cost_until(lambda: shows(f"http://127.0.0.1:{port}/lab"))


def shows(url: str) -> bool:
    try:
        return urlopen(url, timeout=10).status == 200
    except OSError:
        return False
