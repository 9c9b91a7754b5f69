"""What `make lab` installs, next to jupyterlab and boto3 alone."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import Any

from .measure import HOME, ROOT, Cost, compare, cost_of, table, tell

UV = (sys.executable, "-m", "uv")
OURS, ALONE = "requirements.txt", "jupyterlab and boto3"


def tables() -> list[str]:
    tell("fetching packages")
    cost_of(*UV, "venv", "--quiet", "--seed", "--clear", "--python", sys.executable, HOME / "pip")
    to_wheels = ("--quiet", "--wheel-dir", HOME / "wheels", "-r", ROOT / "requirements.txt")
    cost_of(HOME / "pip/bin/python", "-m", "pip", "wheel", *to_wheels)
    # No environment is deleted before the end: after a deletion, ext4 takes up to twice as long to make new files.
    with TemporaryDirectory(dir=HOME) as folder:
        sizes: dict[str, int] = {}

        def install(name: str, *packages: Any) -> Cost:
            venv = Path(mkdtemp(dir=folder))
            cost_of(*UV, "venv", "--quiet", "--clear", "--python", sys.executable, venv)
            offline = ("--no-index", "--find-links", HOME / "wheels", "--cache-dir", f"{venv}-cache")
            cost = cost_of(*UV, "pip", "install", "--quiet", "--python", venv, *offline, *packages)
            sizes[name] = sum(path.lstat().st_size for path in venv.rglob("*") if path.is_file())
            return cost

        acts = {
            OURS: lambda: install(OURS, "-r", ROOT / "requirements.txt"),
            ALONE: lambda: install(ALONE, "jupyterlab", "boto3"),
        }
        about = "`uv pip install` into a new environment, with an empty cache, from wheels on this disk."
        times = compare("Installing what a learner needs", about, acts, 3, ALONE)
    rows = [[name, f"{size / 1e6:.0f}", f"{size / sizes[ALONE]:.2f}"] for name, size in sizes.items()]
    return [times, table("How large it is", "Of the environment.", ["", "MB (10⁶ bytes)", f"times {ALONE}"], rows)]
