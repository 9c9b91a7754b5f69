"""What the lessons and their local Cognito cost, as ratios side by side: ``make bench``. Nothing here is asserted.

make bench                           all parts, some fifteen minutes on two cores
make bench ARGS="login pool_sizes"   some parts
make bench ARGS="--rounds 1"         a first look
make bench ARGS=--write              all, and keep the tables in tests/bench/README.md
"""

from __future__ import annotations

import argparse
import os
import platform
from datetime import date
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

from . import measure
from .equipment import HOME
from .measure import BUSY_ORPHAN, cpu_of

PARTS = ["install", "first_cell", "suite", "second_start", "login", "pool_sizes"]
PACKAGES = ["jupyterlab", "boto3", "moto", "pycognito", "cryptography", "nbval", "pytest"]
KEPT = Path(__file__).parent / "README.md"


def main() -> None:
    options = argparse.ArgumentParser(
        prog="make bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("parts", nargs="*", metavar="PART", help=f"one of {', '.join(PARTS)}")
    options.add_argument("--write", action="store_true", help=f"keep the tables in {KEPT.name}")
    options.add_argument("--rounds", type=int, default=99, help="at most so many rounds of each measurement")
    chosen = options.parse_args()
    measure.most_rounds = chosen.rounds
    parts = chosen.parts or PARTS
    if unknown := set(parts) - set(PARTS):
        options.error(f"there is no part {', '.join(unknown)}")
    HOME.mkdir(exist_ok=True)
    text = [introduction()]
    print(text[0], flush=True)
    for part in parts:
        for table in import_module(f".{part}", __package__).tables():
            text.append(str(table))
            print(f"\n{table}", flush=True)
    if chosen.write:
        KEPT.write_text("\n\n".join(text) + "\n", encoding="utf-8")


def introduction() -> str:
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    load = os.getloadavg()[0]
    return (
        "# What it costs\n\n"
        "Written by `make bench ARGS=--write`. CPU is user and system time of the whole process tree. Compare\n"
        "within a table, not from one machine to another.\n\n"
        f"{date.today()}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores, load {load:.0f}; "
        f"Python {platform.python_version()}, {packages}.\n"
        f"A second of work in a process whose parent has gone measures as {cpu_of(BUSY_ORPHAN):.2f} s."
    )


if __name__ == "__main__":
    main()
