"""The lessons on every Python that they are for: ``python -m tests.support.everywhere [NAME ...]``.

Each row of `SURROUNDINGS` gets an environment of its own, made anew, in which pytest runs. Rows run side by side,
one more than there are cores, because each waits now and then. Prints a table in the end. Exit code 0: all rows
are green.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.support import pythons
from tests.support.lessons import NBVAL
from tools.lessons import LESSONS, ROOT

ENVIRONMENTS = ROOT / ".venvs"
# What stays with `make test`: pages, other clients, other tools, the longest. And what has a row of its own.
ELSEWHERE = {
    *("aws_mode", "browser_login", "clients", "exercises", "fuzz", "identity_js", "links", "no_network"),
    *("no_skips", "nothing_secret_is_saved", "setup", "weather"),
    *("colab", "foul_weather", "stock_moto"),
}
COGNITO = {"attacks", "conformance"}  # with the newest moto in `make test`, with an older one on Python 3.9


def all_but(names: set[str]) -> tuple[str, ...]:
    """The tests that need no browser, without these files."""
    return ("tests", "-m", "not browser", *(f"--ignore=tests/test_{name}.py" for name in sorted(names)))


@dataclass(frozen=True)
class Surroundings:
    """Where the lessons run.

    Attributes:
        tests: for pytest.
        python: the version of its Python, such as "3.9"; None for the environment that this runs in.
        resolution: which of the packages that fit requirements.txt: "highest" or "lowest-direct", as uv says it.
    """

    name: str
    tests: tuple[str, ...]
    python: str | None
    resolution: str = "highest"


# What pip 21.3 takes on Cloud9's own Python 3.9 is what uv takes (compared 2026-11-26, package by package).
# Python 3.11 is missing: `make test` itself runs there.
SURROUNDINGS = [
    Surroundings("3.9, as on Cloud9", (*NBVAL, *map(str, LESSONS), *all_but(ELSEWHERE)), "3.9"),
    Surroundings("3.14, newest", (*NBVAL, "notebooks", *all_but((ELSEWHERE | COGNITO) - {"stock_moto"})), "3.14"),
    Surroundings("Colab's packages", ("tests/test_colab.py",), None),
    Surroundings("3.9, oldest packages, foul weather", ("tests/test_foul_weather.py",), "3.9", "lowest-direct"),
    *(Surroundings(f"3.{minor}", (*NBVAL, *map(str, LESSONS)), f"3.{minor}") for minor in (10, 12, 13)),
]


@dataclass
class Result:
    """What a row gave: pytest's last line, or what went wrong before; and how long it took, in seconds."""

    row: Surroundings
    green: bool
    said: str
    setup: float
    took: float


def visit(row: Surroundings) -> Result:
    """Make the environment of a row and run its tests there."""
    start = time.monotonic()
    try:
        python = make_environment(row)
    except RuntimeError as error:
        return Result(row, False, str(error), time.monotonic() - start, 0)
    ready = time.monotonic()
    print(f"{row.name}: set up in {ready - start:.0f} s ...", flush=True)
    command = [python, "-m", "pytest", "-q", "-p", "tests.support.no_skips", *row.tests]
    settings = {**os.environ, "PATH": f"{python.parent}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(command, cwd=ROOT, env=settings, capture_output=True, text=True, check=False)
    said = done.stdout.strip().splitlines()[-1] if done.returncode == 0 else done.stdout + done.stderr
    return Result(row, done.returncode == 0, said, ready - start, time.monotonic() - ready)


def make_environment(row: Surroundings) -> Path:
    """Returns the Python in it. Raises RuntimeError when it cannot be made."""
    if row.python is None:
        return Path(sys.executable)
    folder = ENVIRONMENTS / row.name.replace(", ", "-").replace(" ", "-")
    shutil.rmtree(folder, ignore_errors=True)
    pythons.run("uv", "venv", "--quiet", "--python", pythons.find(row.python), folder)
    python = folder / "bin" / "python"
    lists = ("--requirements=requirements.txt", "--requirements=tests/requirements.txt")
    how = ("--quiet", f"--python={python}", f"--resolution={row.resolution}")
    pythons.run("uv", "pip", "install", *how, *lists)
    return python


def main(names: list[str]) -> int:
    rows = [row for row in SURROUNDINGS if not names or row.name in names]
    if len(rows) < len(set(names)):
        print(f"The rows are: {'; '.join(row.name for row in SURROUNDINGS)}.", file=sys.stderr)
        return 2
    with ThreadPoolExecutor((os.cpu_count() or 1) + 1) as rooms:
        results = list(rooms.map(visit, rows))
    width = max(len(row.name) for row in rows)
    for result in results:
        if not result.green:
            print(f"\n--- {result.row.name}\n{result.said}")
    print()
    for result in results:
        said = result.said if result.green else "NOT GREEN, see above"
        print(f"{result.row.name:{width}}  {result.setup:4.0f} s + {result.took:4.0f} s  {said}")
    return 0 if all(result.green for result in results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
