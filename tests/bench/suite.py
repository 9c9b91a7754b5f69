"""The lessons under nbval, next to as many notebooks that only import boto3."""

from __future__ import annotations

import sys
from pathlib import Path

from nbformat.v4 import new_code_cell, new_notebook

from tests.support.lessons import NBVAL
from tools.author import read, write
from tools.lessons import LESSONS, ROOT

from .measure import HOME, compare, cost_of

EMPTY = "as many that import boto3"


def tables() -> list[str]:
    starts = [next(cell.source for cell in read(path).cells if "lab.start(" in cell.source) for path in LESSONS]
    empty = made("empty", ["import boto3"] * len(LESSONS))
    minimal = made("first-cell", [source.replace('".."', repr(str(ROOT))) for source in starts])
    pytest = (sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-n", "2", "--dist", "loadfile", *NBVAL)
    acts = {
        f"the {len(LESSONS)} lessons": lambda: cost_of(*pytest, *LESSONS),
        "as many with a lesson's first cell": lambda: cost_of(*pytest, *minimal),
        EMPTY: lambda: cost_of(*pytest, *empty),
    }
    about = "`pytest -n 2 --dist loadfile --nbval`, with the kernels. Goal: at most 1.3 times."
    return [compare("The lessons, checked", about, acts, 3, EMPTY)]


def made(kind: str, sources: list[str]) -> list[Path]:
    """Notebooks of one cell each, whose output is not compared."""
    paths = [HOME / f"{kind}-{number:02}.ipynb" for number in range(1, len(sources) + 1)]
    for path, source in zip(paths, sources):
        write(new_notebook(cells=[new_code_cell(source, metadata={"tags": ["nbval-ignore-output"]})]), path)
    return paths
