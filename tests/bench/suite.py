"""The lessons under nbval, against as many empty notebooks that import boto3; and what a tenth lesson costs."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import nbformat

from tests.support.lessons import NBVAL
from tools.lessons import LESSONS

from .equipment import HOME
from .measure import ROOT, Found, Table, against, cpu_of, in_turn, rounds

ROUNDS, ROUNDS_EACH, GOAL = rounds(3), 1, 1.3
PYTEST = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *NBVAL]
IN_PARALLEL = ["-n", "2", "--dist", "loadfile"]
NONE, EMPTY, MINIMAL, ALL = "none", "empty, `import boto3`", "a first cell alone", "the lessons"


def tables() -> list[Table]:
    count = len(LESSONS)
    sets = {
        EMPTY: made("empty", ["import boto3"] * count),
        MINIMAL: made("minimal", [first_cell(path) for path in LESSONS]),
        ALL: LESSONS,
    }
    acts = {name: lambda paths=paths: check(paths) for name, paths in sets.items()}
    found = in_turn({**acts, NONE: lambda: cpu_of([*PYTEST, *IN_PARALLEL, "--collect-only", *LESSONS])}, ROUNDS)
    single = [sets[EMPTY][0], *LESSONS]
    each = in_turn({path.stem: lambda path=path: check([path], alone=True) for path in single}, ROUNDS_EACH)
    return [whole(found, count), one_by_one(each)]


def whole(found: Found, count: int) -> Table:
    rows = []
    for name in (EMPTY, MINIMAL, ALL):
        cpu, ratio = found.medians[name], found.ratio(name, to=EMPTY)
        one_more = (cpu - found.medians[NONE]) / count
        said = against(ratio, GOAL) if name == ALL else f"{ratio:.2f}"
        rows.append((f"{count} notebooks: {name}", f"{cpu:.1f}", said, f"{one_more:.2f}"))
    about = (
        f"With `pytest -n 2 --dist loadfile --nbval`, kernels counted; medians of {ROUNDS}.\n"
        "The last column is what one more notebook of the kind would cost: a tenth lesson."
    )
    return Table("The lessons, checked", about, ("", "CPU, s", "ratio", "one more, s"), rows)


def one_by_one(each: Found) -> Table:
    (_, empty), *lessons = each.medians.items()
    rows = [(name, f"{cpu:.2f}", f"{cpu - empty:.2f}", f"{cpu / empty:.2f}") for name, cpu in lessons]
    about = f"One pytest each, without workers. An empty notebook that imports boto3: {empty:.2f} s."
    return Table("Lesson by lesson", about, ("", "CPU, s", "above empty, s", "ratio"), rows)


def check(notebooks: list[Path], *, alone: bool = False) -> float:
    return cpu_of([*PYTEST, *([] if alone else IN_PARALLEL), *notebooks], output=HOME / "nbval.out")


def first_cell(lesson: Path) -> str:
    cells = nbformat.read(lesson, as_version=4).cells
    return next(cell.source for cell in cells if cell.id.endswith("-01")).replace('".."', repr(str(ROOT)))


def made(kind: str, sources: list[str]) -> list[Path]:
    """Notebooks of one cell each, whose output is not compared."""
    folder = HOME / f"notebooks-{kind}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    paths = []
    for number, source in enumerate(sources, start=1):
        cell = nbformat.v4.new_code_cell(source, metadata={"tags": ["nbval-ignore-output"]})
        paths.append(folder / f"{number:02}_{kind}.ipynb")
        nbformat.write(nbformat.v4.new_notebook(cells=[cell]), paths[-1])
    return paths
