"""Write the cell that sets a lesson up on Google Colab: ``python tools/write_setup.py``.

It is the first code cell of every lesson, and the same in all. Elsewhere it does nothing.
"""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat
from nbformat import NotebookNode

NOTEBOOKS = Path(__file__).resolve().parent.parent / "notebooks"
ADDRESS = "ADDRESS-OF-THIS-REPOSITORY"  # where anybody can clone it: https://...; then run this file
SOURCE = f"""\
import sys

if "google.colab" in sys.modules:  # fetches the lessons, and what Colab lacks; elsewhere it does nothing
    ![ -d /content/cognito-lessons ] || git clone -q {ADDRESS} /content/cognito-lessons
    assert _exit_code == 0, "Write the address of the lessons' repository after git clone -q, then run this again."
    %cd -q /content/cognito-lessons/notebooks
    %pip install -q --no-deps -r ../tools/colab.txt"""


def cell_id(lesson: Path) -> str:
    """The id of the cell in a lesson, such as 01-colab."""
    return f"{lesson.name[:2]}-colab"


def put(lesson: Path, notebook: NotebookNode) -> None:
    """Put the cell before a lesson's first code cell, in the place of an earlier one."""
    new = nbformat.v4.new_code_cell(SOURCE, id=cell_id(lesson))
    cells = [cell for cell in notebook.cells if cell.id != new.id]
    first = next(index for index, cell in enumerate(cells) if cell.cell_type == "code")
    notebook.cells = [*cells[:first], new, *cells[first:]]


def main() -> int:
    for lesson in sorted(NOTEBOOKS.glob("[0-9]*.ipynb")):
        notebook = nbformat.read(lesson, as_version=4)
        put(lesson, notebook)
        nbformat.write(notebook, lesson)
    return 0


if __name__ == "__main__":
    sys.exit(main())
