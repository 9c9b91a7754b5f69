"""`make lab`, when all is made, against `jupyter lab` itself."""

from __future__ import annotations

import os
import socket
from typing import Any

from .measure import ROOT, Table, Tree, against, cpu_of, in_turn, rounds, says_200

ROUNDS, GOAL = rounds(5), 1.05
MAKE, JUPYTER, SCRIPT = "`make lab`", "`jupyter lab`", "`tools/environment.sh lab true`"
OPTIONS = ["--LabApp.app_settings_dir=tools/jupyterlab", "--allow-root", "--LabApp.default_url=/lab"]


def tables() -> list[Table]:
    found = in_turn(
        {
            MAKE: lambda: start(["make", "lab"], as_variable=True),
            JUPYTER: lambda: start([ROOT / ".venv/bin/jupyter", "lab", *OPTIONS]),
            SCRIPT: lambda: (cpu_of(["sh", "tools/environment.sh", "lab", "true"]), 0.0),
        },
        ROUNDS,
    )
    (cpu, wall), (cpu_alone, wall_alone), (checks, _) = found.medians.values()
    ratio, wall_ratio = found.ratio(MAKE, to=JUPYTER)
    rows = [
        (MAKE, f"{cpu:.2f}", f"{wall:.2f}"),
        (JUPYTER, f"{cpu_alone:.2f}", f"{wall_alone:.2f}"),
        (f"{SCRIPT}, part of `make lab`", f"{checks:.3f}", ""),
        ("ratio", against(ratio, GOAL), f"{wall_ratio:.2f}"),
    ]
    about = f"To the first page that JupyterLab answers with 200, the same options; medians of {ROUNDS}, in turn."
    return [Table("`make lab`, the second time", about, ("", "CPU, s", "wall, s"), rows)]


def start(command: list[Any], *, as_variable: bool = False) -> tuple[float, float]:
    """Start JupyterLab. Returns seconds of processor time, and of waiting, to its first page."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    options = ["--no-browser", f"--port={port}", "--ServerApp.port_retries=0", "--IdentityProvider.token="]
    tree = Tree([*command, "ARGS=" + " ".join(options)] if as_variable else [*command, *options], env=bare())
    wall = tree.wait_for(lambda: says_200(f"http://127.0.0.1:{port}/lab"))
    return tree.kill(), wall


def bare() -> dict[str, str]:
    """No make is above these: its variables stay out."""
    return {name: "" for name in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS") if name in os.environ}
