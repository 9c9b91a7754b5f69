"""What the lessons and the local Cognito cost, next to what they can be compared with.

    make bench                         all parts, some ten minutes on two cores
    make bench ARGS=calls              one part
    make bench ARGS="--rounds 1"       a first look
    make bench ARGS=--write            all parts, kept in tests/bench/README.md

A part is a module of this folder. Its function `tables` returns sections in Markdown. Nothing is asserted.
"""

from __future__ import annotations

import argparse
import os
import platform
from datetime import date
from importlib import import_module
from importlib.metadata import version

from . import measure

PARTS = ["start", "calls"]
PACKAGES = ["jupyterlab", "boto3", "moto", "pycognito", "cryptography", "nbval"]


def main() -> None:
    command = argparse.ArgumentParser(prog="make bench", description=__doc__.partition("\n")[0])
    command.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    command.add_argument("--rounds", type=int, default=99, help="at most so many rounds of each measurement")
    command.add_argument("--write", action="store_true", help="keep the tables in tests/bench/README.md")
    options = command.parse_args()
    if unknown := set(options.parts) - set(PARTS):
        command.error(f"there is no part {', '.join(sorted(unknown))}")
    measure.most_rounds = options.rounds
    measure.HOME.mkdir(exist_ok=True)
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    text = f"""\
# What it costs

Written by `make bench ARGS=--write`. CPU is the processor time of a command and of all that it starts.
Compare within a table, not from one machine to another.

{date.today()}, {platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.0f};
Python {platform.python_version()}, {packages}.
"""
    print(text)
    for part in options.parts or PARTS:
        for section in import_module(f".{part}", __package__).tables():
            print(section, end="\n\n", flush=True)
            text += f"\n{section}\n"
    if options.write:
        (measure.ROOT / "tests/bench/README.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
