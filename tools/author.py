"""Write the generated parts of the lessons, run them, and keep their outputs.

    make lessons                    all lessons
    make lessons ARGS="03 04"       run only these
    make lessons ARGS="03 --fresh"  replace every output, for example after a change to a drawing

An author writes a lesson and its solutions. This command adds, in this order:

1. the exercises, above the recap: those of the solutions, with three dots in place of each answer;
2. the cell that sets up Google Colab, above the first code cell;
3. the links to the previous and the next lesson, at the end of the first and the last cell;
4. the outputs, by running the lesson and its solutions, each in a kernel of its own.

Parts 1 to 3 are written into every lesson, because a new title changes the links in the lessons beside it. An
output that differs only in what differs from run to run, such as an id or a port (tests/sanitize.cfg), stays as it
is, so that a diff shows what has changed. The command stops at a notebook that fails, which keeps its old outputs.
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from tests.support.lessons import sanitized
from tools.lessons import LESSONS, ROOT, SOLUTIONS

ADDRESS = "ADDRESS-OF-THIS-REPOSITORY"  # where anyone can clone it, https://...
SETUP = f"""\
import sys

if "google.colab" in sys.modules:  # fetches the lessons, and what Colab lacks; elsewhere it does nothing
    ![ -d /content/cognito-lessons ] || git clone -q {ADDRESS} /content/cognito-lessons
    assert _exit_code == 0, "Write the address of the lessons' repository after git clone -q, then run this again."
    %cd -q /content/cognito-lessons/notebooks
    %pip install -q --no-deps -r ../tools/colab.txt"""
TRY_IT = (
    "## Try it\n\nIn each exercise you change one line. Put your answer where the three dots are, run that cell, "
    "then the one below: it says *right*, or *not yet* and why."
)
PARTS = ("task", "answer", "check", "hint", "why")  # of an exercise; the last stays in the solutions
MARK = "  # change only this line"
ANSWER = re.compile(rf"^( *(?:return|\w+ =) ).+{MARK}$", re.MULTILINE)
CONTENTS = "../README.md#the-lessons"
METADATA = {  # of every notebook: nothing about the machine that ran it, and no widget state
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def read(path: Path) -> NotebookNode:
    return nbformat.read(path, as_version=4)


def write(notebook: NotebookNode, path: Path) -> None:
    """Write a notebook. Raises nbformat.ValidationError, and writes nothing, if it is not a valid one."""
    notebook.metadata = METADATA
    nbformat.validate(notebook)
    nbformat.write(notebook, path)


def generated(lesson: Path) -> NotebookNode:
    """A lesson with its generated parts written anew. A code cell that has not changed keeps its outputs.

    Raises:
        ValueError: the lesson has no recap, or an answer in its solutions is not marked properly.
    """
    notebook = read(lesson)
    cells = [cell for cell in notebook.cells if not re.match(r"\d\d-(colab|try)", cell.id)]
    recap = next((place for place, cell in enumerate(cells) if cell.source.startswith("## Recap")), None)
    if recap is None:
        raise ValueError(f"{lesson.name} needs a cell that begins with '## Recap': the exercises come before it.")
    cells[recap:recap] = exercise_cells(lesson)
    first_code = next(place for place, cell in enumerate(cells) if cell.cell_type == "code")
    cells.insert(first_code, new_code_cell(SETUP, id=f"{lesson.name[:2]}-colab"))
    for cell in (cells[0], cells[-1]):
        cell.source = with_links(cell.source, links(lesson))
    earlier = {(cell.id, cell.source): cell for cell in notebook.cells if cell.cell_type == "code"}
    for cell in cells:
        if same := earlier.get((cell.id, cell.source)):
            cell.update(outputs=same.outputs, execution_count=same.execution_count)
    notebook.cells = cells
    return notebook


def solution_of(lesson: Path) -> Path:
    """The notebook with a lesson's solutions."""
    return SOLUTIONS / lesson.name


def named(solution: Path) -> NotebookNode:
    """A notebook of solutions in which the five cells of an exercise have ids such as 03-try1-task.

    The first of the five is the task, which begins with a heading such as "### Try it 1: choose the flows".
    """
    notebook = read(solution)
    for place, cell in enumerate(notebook.cells):
        if heading := re.match(r"### Try it (\d): ", cell.source):
            for part, following in zip(PARTS, notebook.cells[place:]):
                following.id = f"{solution.name[:2]}-try{heading[1]}-{part}"
    return notebook


def exercises(solution: NotebookNode) -> dict[str, dict[str, NotebookNode]]:
    """The exercises in a notebook of solutions: their names, such as 03-try1, and the cell of each part."""
    found: dict[str, dict[str, NotebookNode]] = {}
    for cell in solution.cells:
        if known := re.fullmatch(r"(\d\d-try\d)-(\w+)", cell.id):
            found.setdefault(known[1], {})[known[2]] = cell
    return found


def exercise_cells(lesson: Path) -> list[NotebookNode]:
    """The section *Try it* of a lesson, made from its solutions; empty as long as there are none."""
    if not solution_of(lesson).exists():
        return []
    cells = [
        new_markdown_cell(TRY_IT, id=f"{lesson.name[:2]}-try"),
        new_code_cell("from helpers import checks", id=f"{lesson.name[:2]}-try-import"),
    ]
    for name, parts in exercises(named(solution_of(lesson))).items():
        link = f"[The explained solution](solutions/{lesson.name}#cell-id={name}-task)"
        cells += [
            new_markdown_cell(parts["task"].source, id=f"{name}-task"),
            new_code_cell(stub(parts["answer"].source), id=f"{name}-answer"),
            new_code_cell(parts["check"].source, id=f"{name}-check"),
            new_markdown_cell(f"{parts['hint'].source}\n\n{link}", id=f"{name}-hint"),
        ]
    return cells


def stub(answer: str) -> str:
    """The source of an answer cell, with three dots in place of the answer.

    Raises:
        ValueError: not exactly one line is marked, or it is neither an assignment nor a return.
    """
    unanswered, changed = ANSWER.subn(rf"\1...{MARK}", answer)
    if changed != 1 or answer.count(MARK) != 1:
        raise ValueError(f"One line begins with `return` or `name =` and ends in {MARK.strip()!r}:\n{answer}")
    return unanswered


def title(lesson: Path) -> str:
    """The heading of a lesson."""
    return read(lesson).cells[0].source.splitlines()[0].lstrip("# ")


def links(lesson: Path) -> str:
    """The line that links a lesson to the previous one, the contents and the next one."""
    place = LESSONS.index(lesson)
    before, after = LESSONS[:place][-1:], LESSONS[place + 1 :][:1]
    return " · ".join(
        [
            *(f"[Previous: {path.name[:2]} {title(path)}]({path.name})" for path in before),
            f"[{'contents' if before else 'Contents'}]({CONTENTS})",
            *(f"next: [{path.name[:2]} {title(path)}]({path.name})" for path in after),
        ]
    )


def with_links(source: str, line: str) -> str:
    """The source of a cell, with this line at its end in place of an earlier one."""
    text, _, last = source.rstrip().rpartition("\n")
    if not last.startswith(("[Previous:", "[Contents]")):
        text = source
    return f"{text.rstrip()}\n\n{line}".lstrip()


def run(path: Path, *, fresh: bool = False) -> None:
    """Run a notebook and write it with its outputs. Unless `fresh`, those that say the same as before stay.

    Raises:
        nbclient.exceptions.CellExecutionError: a cell failed; the file is unchanged.
    """
    notebook, before = read(path), read(path)
    folder = {"metadata": {"path": str(path.parent)}}
    NotebookClient(
        notebook, timeout=120, resources=folder, store_widget_state=False, coalesce_streams=True
    ).execute()
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)  # when it was run
    if not fresh:
        keep_same_outputs(notebook, before)
    write(notebook, path)


def keep_same_outputs(notebook: NotebookNode, before: NotebookNode) -> None:
    """Put back the outputs of each cell that says the same as before, apart from what differs from run to run."""
    earlier = {cell.id: cell.outputs for cell in before.cells if cell.cell_type == "code"}
    for cell in notebook.cells:
        for output in earlier.get(cell.id, []):
            if "execution_count" in output:
                output.execution_count = cell.execution_count
        if cell.id in earlier and comparable(earlier[cell.id]) == comparable(cell.outputs):
            cell.outputs = earlier[cell.id]


def comparable(outputs: list[NotebookNode]) -> str:
    """Outputs with names in place of what differs from run to run."""
    return sanitized(json.dumps(outputs, sort_keys=True, ensure_ascii=False).replace(r"\n", "\n"))


def main() -> None:
    command = argparse.ArgumentParser(prog="make lessons", description=__doc__.partition("\n")[0])
    command.add_argument("numbers", nargs="*", metavar="NN", help="run only these lessons, such as 03")
    command.add_argument("--fresh", action="store_true", help="replace outputs that say the same as before, too")
    options = command.parse_args()
    lessons = {lesson.name[:2]: lesson for lesson in LESSONS}
    if unknown := set(options.numbers) - set(lessons):
        command.error(f"there is no lesson {', '.join(sorted(unknown))}")
    for lesson in LESSONS:
        if solution_of(lesson).exists():
            write(named(solution_of(lesson)), solution_of(lesson))
        write(generated(lesson), lesson)
    chosen = [lessons[number] for number in options.numbers or lessons]
    for path in [path for lesson in chosen for path in (lesson, solution_of(lesson)) if path.exists()]:
        print(f"{path.relative_to(ROOT)} ...", flush=True)
        run(path, fresh=options.fresh)


if __name__ == "__main__":
    main()
