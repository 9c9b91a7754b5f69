"""Run a lesson and compare what it shows with what is committed, in any environment.

    python -m tests.support.lessons 01_create_pool_and_client ...

prints, as JSON, what differs: {lesson: {cell id: what it shows}}.
"""

from __future__ import annotations

import configparser
import json
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import nbformat
from nbclient import NotebookClient

from tools import lessons
from tools.lessons import NOTEBOOKS, ROOT

Cells = list[nbformat.NotebookNode]
LESSONS = [path.stem for path in lessons.LESSONS]
# For pytest, in `ROOT`: how nbval compares, and the lessons without their solutions.
NBVAL = ("--nbval", "--nbval-sanitize-with=tests/sanitize.cfg")
FILES = [f"notebooks/{lesson}.ipynb" for lesson in LESSONS]


@dataclass
class Run:
    """What each code cell showed, by its id: in the committed lesson, and now."""

    committed: dict[str, str]
    shown: dict[str, str]

    @property
    def start(self) -> str:
        """The cell that starts the lab."""
        return next(cell for cell in self.shown if cell.endswith("-01"))

    def different(self) -> dict[str, str]:
        return {cell: shown for cell, shown in self.shown.items() if shown != self.committed[cell]}


def run(lesson: str, environment: dict[str, str] | None = None, rearrange: Callable[[Cells], Cells] = list) -> Run:
    """Run a lesson in a kernel of its own, to its end, whatever its cells raise. Its file stays as it is.

    Args:
        environment: of the kernel; None for that of this process.
        rearrange: makes the cells that are run from those of the lesson.
    """
    notebook = nbformat.read(NOTEBOOKS / f"{lesson}.ipynb", as_version=4)
    notebook.cells = rearrange(notebook.cells)
    committed = outputs(notebook)
    folder = {"metadata": {"path": str(NOTEBOOKS)}}
    client = NotebookClient(notebook, timeout=120, allow_errors=True, store_widget_state=False, resources=folder)
    client.execute(**({} if environment is None else {"env": environment}))
    return Run(committed, outputs(notebook))


def outputs(notebook: nbformat.NotebookNode) -> dict[str, str]:
    """What each code cell shows, as text, with names for what differs from run to run: as nbval compares it."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return {cell.id: sanitized("".join(map(text, cell.outputs))) for cell in cells}


def text(output: nbformat.NotebookNode) -> str:
    if output.output_type == "stream":
        return output.text
    if output.output_type == "error":
        return f"{output.ename}: {output.evalue}"
    return "".join(value for kind, value in sorted(output.data.items()) if kind in ("text/html", "text/plain"))


def sanitized(shown: str) -> str:
    for regex, name in replacements():
        shown = re.sub(regex, name, shown)
    return shown


@cache
def replacements() -> list[tuple[str, str]]:
    """What differs from run to run, as a regular expression, and its name: nbval's own list."""
    rules = configparser.ConfigParser(interpolation=None)
    rules.read(ROOT / "tests" / "sanitize.cfg", encoding="utf-8")
    return [(rules[section]["regex"], rules[section].get("replace", "")) for section in rules.sections()]


if __name__ == "__main__":
    print(json.dumps({lesson: run(lesson).different() for lesson in sys.argv[1:]}))
