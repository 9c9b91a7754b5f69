"""Write the exercises of the solutions into the lessons: ``python tools/write_stubs.py [03 ...]``.

The source of an exercise is its solution, ``notebooks/solutions/NN_name.ipynb``, a notebook that runs by itself.
Exercise 1 of lesson 03 is these cells there, in this order; the ids tell them:

    03-try1-task    markdown  "### Try it 1: choose ...", then **Given**, **Do** and **Example**
    03-try1-answer  code      one line is "name = answer  # change only this line", or "return answer  # ..."
    03-try1-check   code      the call of the check, such as "checks.flows_of_a_server(flows, user_pool_id)"
    03-try1-hint    markdown  "<details><summary>Hint</summary> ... </details>"
    03-try1-why     markdown  why it is so, and what wrong answers mean; stays in the solution

The lesson gets the first four, with three dots in place of the answer, and a link to the solution below the hint.
(JupyterLab finds a cell by its id in a notebook that it opens; a heading it does not find before it is drawn.)
They are written where they stand in the lesson already, so an author may move them; new ones come into the section
"Try it" before the recap, which begins by importing ``checks``. The other cells of a lesson stay as they are.

To add an exercise:
1. Write a check in ``helpers/checks/lesson_NN.py``, and name it in ``helpers/checks/__init__.py``.
2. Write the five cells into the solution. What they need and the lesson makes, such as ``user_pool_id``, a setup
   cell (with any other id) makes in the solution; in the lesson its own cells do. Task and hint have no links
   inside the project, because the two notebooks lie in different folders.
3. Run this, then the lesson and the solution with ``tools/run_lessons.py``, which keeps what they print.
4. Put the typical wrong answers, each with its sentence, into the table in ``tests/test_exercises.py``.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import nbformat
from nbformat import NotebookNode

NOTEBOOKS = Path(__file__).resolve().parent.parent / "notebooks"
SOLUTIONS = NOTEBOOKS / "solutions"
MARK = "  # change only this line"
ANSWER = re.compile(rf"^( *(?:return|\w+ =) ).+{MARK}$", re.MULTILINE)
PARTS = ("task", "answer", "check", "hint")
HEADING = (
    "## Try it\n\nIn each exercise you change one line. Put your answer where the three dots are, run that cell, "
    "then the one below: it says *right*, or *not yet* and why."
)


def stub(answer: str) -> str:
    """The answer cell with three dots in place of the answer.

    Raises:
        ValueError: not exactly one line is marked, or it neither assigns nor returns.
    """
    unanswered, changed = ANSWER.subn(rf"\1...{MARK}", answer)
    if changed != 1 or answer.count(MARK) != 1:
        raise ValueError(f"One line ends in {MARK.strip()!r} and begins with `return` or `name =`:\n{answer}")
    return unanswered


def solution_of(lesson: Path) -> Path:
    """Where the solutions of a lesson are."""
    return SOLUTIONS / lesson.name


def exercises(solution: NotebookNode) -> dict[str, dict[str, NotebookNode]]:
    """The exercises of a solution: from "03-try1" to its cells by part, "task" to "why"."""
    found: dict[str, dict[str, NotebookNode]] = {}
    for cell in solution.cells:
        known = re.fullmatch(r"(\d\d-try\d)-(\w+)", cell.id)
        if known:
            found.setdefault(known[1], {})[known[2]] = cell
    return found


def lesson_cells(lesson: Path) -> list[NotebookNode]:
    """The cells that belong into a lesson because of its solution, without outputs."""
    number = lesson.name[:2]
    cells = [
        nbformat.v4.new_markdown_cell(HEADING, id=f"{number}-try"),
        nbformat.v4.new_code_cell("from helpers import checks", id=f"{number}-try-import"),
    ]
    for name, parts in exercises(nbformat.read(solution_of(lesson), as_version=4)).items():
        link = f"[The explained solution](solutions/{lesson.name}#cell-id={parts['task'].id})"
        sources = {
            **{part: parts[part].source for part in PARTS},
            "answer": stub(parts["answer"].source),
            "hint": f"{parts['hint'].source}\n\n{link}",
        }
        for part, source in sources.items():
            new_cell = nbformat.v4.new_code_cell if part in ("answer", "check") else nbformat.v4.new_markdown_cell
            cells.append(new_cell(source, id=f"{name}-{part}"))
    return cells


def put(cells: list[NotebookNode], lesson: NotebookNode) -> None:
    """Put these cells into a lesson. One whose source is the same keeps its outputs."""
    ids = {cell.id for cell in cells}
    lesson.cells = [cell for cell in lesson.cells if cell.id in ids or not re.match(r"\d\d-try", cell.id)]
    place = _before_recap(lesson)
    for cell in cells:
        there = [index for index, old in enumerate(lesson.cells) if old.id == cell.id]
        if not there:
            lesson.cells.insert(place, cell)
        elif lesson.cells[there[0]].source != cell.source:
            lesson.cells[there[0]] = cell
        place = there[0] + 1 if there else place + 1


def _before_recap(lesson: NotebookNode) -> int:
    """The index of the cell that begins with the recap. If it begins inside of one, that is divided first."""
    for index, cell in enumerate(lesson.cells):
        before, heading, recap = cell.source.partition("## Recap")
        if cell.cell_type == "markdown" and heading:
            if not before:
                return index
            cell.source = before.rstrip()
            new_id = f"{lesson.cells[0].id[:2]}-recap"
            lesson.cells.insert(index + 1, nbformat.v4.new_markdown_cell(heading + recap, id=new_id))
            return index + 1
    raise ValueError("The lesson has no recap to put exercises before.")


def main(numbers: list[str]) -> int:
    for lesson in sorted(NOTEBOOKS.glob("[0-9]*.ipynb")):
        if solution_of(lesson).exists() and (not numbers or lesson.name[:2] in numbers):
            notebook = nbformat.read(lesson, as_version=4)
            put(lesson_cells(lesson), notebook)
            nbformat.validate(notebook)
            nbformat.write(notebook, lesson)
            print(lesson.name)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
