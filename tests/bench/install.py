"""What `make lab` installs, against jupyterlab and boto3 alone."""

from __future__ import annotations

import json
import subprocess
import time
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import Any

from .equipment import HOME, new_venv, wheels
from .measure import ROOT, Table, against, cpu_of, in_turn, rounds

ROUNDS, GOAL = rounds(3), 1.15
OURS, ALONE = "requirements.txt", "jupyterlab and boto3"
ASKED_FOR: dict[str, list[Any]] = {OURS: ["-r", ROOT / "requirements.txt"], ALONE: ["jupyterlab", "boto3"]}
#: Each package of an environment, with the bytes of its files.
SIZES = """
import json
from importlib.metadata import distributions
def size(package):
    paths = [package.locate_file(file) for file in package.files or []]
    return sum(path.stat().st_size for path in paths if path.exists())
sizes = {package.metadata["Name"]: size(package) for package in distributions()}
print(json.dumps({name: size for name, size in sizes.items() if name not in ("pip", "setuptools")}))
"""


def tables() -> list[Table]:
    # All stay until the end: where files were just deleted, ext4 takes up to twice as long to make new ones.
    with TemporaryDirectory(dir=HOME) as home:
        found = in_turn({name: lambda name=name: install(name, home) for name in ASKED_FOR}, ROUNDS)
        held = {name: packages(name, home) for name in ASKED_FOR}
    rows = [
        (name, f"{cpu:.1f}", f"{wall:.1f}", f"{size / 1e6:.0f}", f"{source / 1e6:.0f}", str(len(held[name])))
        for name, (cpu, wall, size, source) in found.medians.items()
    ]
    cpu, wall, size, source = found.ratio(OURS, to=ALONE)
    rows.append(("ratio", against(cpu, GOAL), f"{wall:.2f}", against(size, GOAL), f"{source:.2f}", ""))
    about = (
        "`pip install` from wheels that lie ready, into new environments, in turn, without network; medians\n"
        f"of {ROUNDS}. MB, of 10⁶ bytes, are all that it added."
    )
    head = ("", "CPU, s", "wall, s", "MB", "MB without .pyc", "packages")
    more = {name: size for name, size in held[OURS].items() if name not in held[ALONE]}
    return [
        Table("What a learner installs", about, head, rows),
        largest(held[OURS], "The ten largest packages", 10),
        largest(more, f"The largest that {ALONE} lack", 8),
    ]


def install(name: str, home: str) -> tuple[float, float, int, int]:
    """Install one side. Returns seconds of processor time, of waiting, and bytes with .pyc and without."""
    folder = new_venv(Path(mkdtemp(prefix=name, dir=home)))
    before = sizes(folder)
    command = [folder / "bin/python", "-m", "pip", "install", "--quiet", "--no-index", "--find-links", wheels()]
    started = time.monotonic()
    cpu = cpu_of([*command, *ASKED_FOR[name]])
    wall = time.monotonic() - started
    return cpu, wall, *(after - empty for after, empty in zip(sizes(folder), before))


def sizes(folder: Path) -> tuple[int, int]:
    """Bytes of all files, and of those that are not .pyc."""
    files = [(path.suffix, path.lstat().st_size) for path in folder.rglob("*") if path.is_file()]
    return sum(size for _, size in files), sum(size for suffix, size in files if suffix != ".pyc")


def packages(name: str, home: str) -> dict[str, int]:
    """The packages of a side that is installed, with their bytes, .pyc among them."""
    python = next(Path(home).glob(f"{name}*/bin/python"))
    return json.loads(subprocess.run([python, "-c", SIZES], capture_output=True, text=True, check=True).stdout)


def largest(packages: dict[str, int], title: str, count: int) -> Table:
    total = sum(packages.values())
    by_size = sorted(packages.items(), key=lambda package: -package[1])
    rows = [(name, f"{size / 1e6:.1f}", f"{size / total:.0%}") for name, size in by_size[:count]]
    rest = sum(size for _, size in by_size[count:])
    rows.append((f"{len(by_size) - count} others", f"{rest / 1e6:.1f}", f"{rest / total:.0%}"))
    return Table(title, "", ("package", "MB", "share"), rows)
