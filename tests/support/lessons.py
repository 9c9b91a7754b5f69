"""Run lessons, and compare what they show with what is committed."""

from __future__ import annotations

import configparser
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from tools.lessons import NOTEBOOKS, ROOT

Cells = list[nbformat.NotebookNode]
# How pytest runs and compares lessons, in `ROOT`.
NBVAL = ("-p", "tests.support.kernels", "--nbval", "--nbval-sanitize-with=tests/sanitize.cfg")
FORGET = "%reset_selective -f ."  # deletes all variables; %reset also collects garbage, for a third of a second
#: Leaves a kernel as it was before a lesson, apart from what is imported.
LIKE_NEW = f"""
from ipywidgets import Widget
from local_cognito import LocalCognito

Widget.close_all()
LocalCognito.clear()
{FORGET}
"""


@dataclass
class Run:
    """What each code cell showed, by its id: in the committed lessons, and now."""

    committed: dict[str, str]
    shown: dict[str, str]

    def different(self) -> dict[str, str]:
        return {cell: shown for cell, shown in self.shown.items() if shown != self.committed[cell]}


def run(
    *lessons: Path, environment: dict[str, str] | None = None, rearrange: Callable[[Cells], Cells] = list
) -> Run:
    """Run lessons one after the other, to the end, whatever their cells raise. The files are not changed.

    They share a kernel, which is slow to start; its variables are deleted before each lesson.

    Args:
        environment: the kernel's; by default that of this process.
        rearrange: makes the cells to run from those of the lessons.
    """
    cells: Cells = []
    for lesson in lessons:
        cells += [new_code_cell(FORGET)] if cells else []
        cells += nbformat.read(lesson, as_version=4).cells
    notebook = new_notebook(cells=rearrange(cells))
    committed = outputs(notebook)
    folder = {"metadata": {"path": str(NOTEBOOKS)}}
    client = NotebookClient(notebook, timeout=120, allow_errors=True, store_widget_state=False, resources=folder)
    client.execute(**({} if environment is None else {"env": environment}))
    return Run(committed, outputs(notebook))


def outputs(notebook: nbformat.NotebookNode) -> dict[str, str]:
    """What each code cell shows, as text that is the same in every run."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return {cell.id: sanitized("".join(map(text, cell.outputs))) for cell in cells}


def text(output: nbformat.NotebookNode) -> str:
    if output.output_type == "stream":
        return output.text
    if output.output_type == "error":
        return f"{output.ename}: {output.evalue}"
    return "".join(value for kind, value in sorted(output.data.items()) if kind in ("text/html", "text/plain"))


def sanitized(shown: str) -> str:
    """An output with names in place of what differs from run to run, as nbval replaces it."""
    for regex, name in replacements():
        shown = re.sub(regex, name, shown)
    return shown


@cache
def replacements() -> list[tuple[str, str]]:
    """Regular expressions, and the name that replaces each: nbval's own list."""
    rules = configparser.ConfigParser(interpolation=None)
    rules.read(ROOT / "tests" / "sanitize.cfg", encoding="utf-8")
    return [(rules[section]["regex"], rules[section].get("replace", "")) for section in rules.sections()]
