"""Write the generated parts of the lessons, run them, and keep their outputs.

    make lessons                    all lessons
    make lessons ARGS="03 04"       run only these
    make lessons ARGS="03 --fresh"  replace every output, for example after a change to a drawing
    make lessons ARGS="01 --origin https://github.com/OWNER/NAME"  with badges for this repository

An author writes a lesson and its solutions. This command adds, in this order:

1. the exercises, above the recap: those of the solutions, with three dots in place of each answer;
2. the cell that sets up Google Colab, folded, below the title;
3. the links to the previous and the next lesson, at the end of the first and the last cell;
4. the mark that folds the output of a cell tagged `guess` until a reader runs the cell;
5. the badges that open it on Colab, Binder and Codespaces (tools/badges.py), if the project is on GitHub;
6. the outputs, by running the lesson and its solutions, each in a kernel of its own.

Parts 1 to 5 are written into every lesson, because a new title changes the links in the lessons beside it. An
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
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from tests.support.lessons import sanitized
from tools import badges
from tools.lessons import LESSONS, ROOT, SOLUTIONS

# Colab tells a notebook which page it was opened from. A copy in Google Drive has no such page, but it may contain
# the badge "Open in Colab", with the address in it. If not, the reader types it into the field of this cell.
# The branch ends where the folder begins, so it may contain slashes, or be a tag, a commit or a pull request.
SETUP = r"""#@title Google Colab: get the lessons and their packages (elsewhere, this does nothing)
address = ""  #@param {type: "string"}
import re
import sys
import urllib.parse

if "google.colab" in sys.modules:
    from google.colab import _message
    from IPython.core.error import UsageError  # is shown without a traceback
    on_github = re.compile(r"github(?:\.com)?/([\w.-]+/[\w.-]+)/blob/([^\s\"'()\\]+)/notebooks/")
    sessions = %sx curl -s -m 5 "http://$COLAB_JUPYTER_IP:$KMP_TARGET_PORT/api/sessions"
    found = on_github.search(urllib.parse.unquote(f"{address} {sessions}"))
    found = found or on_github.search(str(_message.blocking_request("get_ipynb")))
    if not found:
        raise UsageError("Copy this notebook's address on GitHub, https://github.com/…/blob/…/notebooks/…, "
                         "into the field 'address' of this cell, then run this cell again.")
    repository, branch = f"https://github.com/{found[1]}", found[2]
    !git init -q /content/cognito-lessons
    %cd -q /content/cognito-lessons
    !GIT_TERMINAL_PROMPT=0 git fetch -q --depth 1 {repository} '{branch}' && git checkout -qf FETCH_HEAD
    if _exit_code != 0:
        raise UsageError(f"git cannot get {branch} from {repository}. Is it public, with this branch?")
    %cd -q notebooks
    %pip install -q --no-deps -r ../tools/colab.txt"""
TRY_IT = (
    "## Try it\n\nIn each exercise you change one line. Put your answer where the three dots are, run that cell, "
    "then the one below: it says *right*, or *not yet* and why."
)
PARTS = ("task", "answer", "check", "hint", "why")  # of an exercise; the last stays in the solutions
ANSWER = re.compile(r"^( *(?:return|\w+ =) ).+\Z", re.MULTILINE)  # the last line of an answer cell
UNANSWERED = r"\1...  # change only this line"
CONTENTS = "../README.md#The-lessons"  # as JupyterLab writes it; GitHub ignores case here
EMPTY_OUTPUT = new_output("display_data")
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
        ValueError: the lesson has no recap, or an answer in its solutions is not in the last line of its cell.
    """
    notebook = read(lesson)
    cells = [cell for cell in notebook.cells if not re.match(r"\d\d-(colab|try)", cell.id)]
    recap = next((place for place, cell in enumerate(cells) if cell.source.startswith("## Recap")), None)
    if recap is None:
        raise ValueError(f"{lesson.name} needs a cell that begins with '## Recap': the exercises come before it.")
    cells[recap:recap] = exercise_cells(lesson)
    cells.insert(1, setup_cell(lesson))  # GitHub folds nothing, so the title comes first
    for cell in (cells[0], cells[-1]):
        cell.source = with_links(cell.source, links(lesson))
    earlier = {(cell.id, cell.source): cell for cell in notebook.cells if cell.cell_type == "code"}
    for cell in cells:
        if same := earlier.get((cell.id, cell.source)):
            cell.update(outputs=same.outputs, execution_count=same.execution_count)
        fold(cell)
    notebook.cells = cells
    return notebook


def fold(cell: NotebookNode) -> None:
    """Fold the output of a code cell, if it is tagged `guess`. JupyterLab unfolds it when the cell runs.

    JupyterLab shows the first line of a folded output, so the first output is one without any content.
    """
    if "guess" in cell.metadata.get("tags", []):
        cell.metadata["jupyter"] = {"outputs_hidden": True}
        cell.outputs = [EMPTY_OUTPUT, *without_empty(cell.outputs)]
    elif "outputs_hidden" in cell.metadata.get("jupyter", {}):
        del cell.metadata["jupyter"]
        cell.outputs = without_empty(cell.outputs)


def without_empty(outputs: list[NotebookNode]) -> list[NotebookNode]:
    return [output for output in outputs if output != EMPTY_OUTPUT]


def setup_cell(lesson: Path) -> NotebookNode:
    """The cell that sets up Google Colab: one line in JupyterLab, a form in Colab."""
    folded = {"cellView": "form", "jupyter": {"source_hidden": True}}
    return new_code_cell(SETUP, id=f"{lesson.name[:2]}-colab", metadata=folded)


def solution_of(lesson: Path) -> Path:
    """The notebook with a lesson's solutions. Its name is another, because both can be open side by side."""
    return SOLUTIONS / f"{lesson.name[:2]}_solutions.ipynb"


def named(lesson: Path) -> NotebookNode:
    """A lesson's solutions, with links below the title. The cells of an exercise have ids such as 03-try1-task.

    The first of its five cells is the task, which begins with a heading such as "### Try it 1: choose the flows".
    """
    notebook, number = read(solution_of(lesson)), lesson.name[:2]
    links = f"[Lesson {number}](../{lesson.name}) · [contents](../{CONTENTS})"
    notebook.cells[0].source = with_links(notebook.cells[0].source, links)
    for place, cell in enumerate(notebook.cells):
        if heading := re.match(r"### Try it (\d): ", cell.source):
            for part, following in zip(PARTS, notebook.cells[place:]):
                following.id = f"{number}-try{heading[1]}-{part}"
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
    for name, parts in exercises(named(lesson)).items():
        link = f"[The explained solution](solutions/{solution_of(lesson).name}#cell-id={name}-task)"
        cells += [
            new_markdown_cell(parts["task"].source, id=f"{name}-task"),
            new_code_cell(stub(parts["answer"].source), id=f"{name}-answer"),
            new_code_cell(parts["check"].source, id=f"{name}-check"),
            new_markdown_cell(f"{parts['hint'].source}\n\n{link}", id=f"{name}-hint"),
        ]
    return cells


def stub(answer: str) -> str:
    """The source of an answer cell, with three dots in place of the answer, which is its last line.

    Raises:
        ValueError: that line is neither an assignment nor a return.
    """
    unanswered, changed = ANSWER.subn(UNANSWERED, answer)
    if not changed:
        raise ValueError(f"The last line of an answer cell begins with `return` or `name =`:\n{answer}")
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
    if not last.startswith(("[Previous:", "[Contents]", "[Lesson ")):
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
    for cell in notebook.cells:
        fold(cell)
    write(notebook, path)


def keep_same_outputs(notebook: NotebookNode, before: NotebookNode) -> None:
    """Put back the outputs of each cell that says the same as before, apart from what differs from run to run."""
    earlier = {cell.id: without_empty(cell.outputs) for cell in before.cells if cell.cell_type == "code"}
    for cell in notebook.cells:
        for output in earlier.get(cell.id, []):
            if "execution_count" in output:
                output.execution_count = cell.execution_count
        if cell.id in earlier and comparable(earlier[cell.id]) == comparable(cell.outputs):
            cell.outputs = earlier[cell.id]


def comparable(outputs: list[NotebookNode]) -> str:
    """Outputs with names in place of what differs from run to run."""
    return sanitized(json.dumps(outputs, sort_keys=True, ensure_ascii=False).replace(r"\n", "\n"))


def write_badges(address: str) -> None:
    """Write the badges into README and lessons, or remove them if this address is not one on GitHub."""
    repository = badges.repository(address)
    text = badges.README.read_text(encoding="utf-8")
    badges.README.write_text(badges.with_badges(text, badges.line(badges.README, repository)), encoding="utf-8")
    for lesson in LESSONS:
        notebook = read(lesson)
        title = notebook.cells[0]
        title.source = badges.with_badges(title.source, badges.line(lesson, repository))
        write(notebook, lesson)
    print(badges.in_words(address))


def main() -> None:
    command = argparse.ArgumentParser(prog="make lessons", description=__doc__.partition("\n")[0])
    command.add_argument("numbers", nargs="*", metavar="NN", help="run only these lessons, such as 03")
    command.add_argument("--fresh", action="store_true", help="replace outputs that say the same as before, too")
    command.add_argument("--origin", default=badges.origin(), help="where the project is; else what git says")
    options = command.parse_args()
    lessons = {lesson.name[:2]: lesson for lesson in LESSONS}
    if unknown := set(options.numbers) - set(lessons):
        command.error(f"there is no lesson {', '.join(sorted(unknown))}")
    for lesson in LESSONS:
        if solution_of(lesson).exists():
            write(named(lesson), solution_of(lesson))
        write(generated(lesson), lesson)
    write_badges(options.origin)
    chosen = [lessons[number] for number in options.numbers or lessons]
    for path in [path for lesson in chosen for path in (lesson, solution_of(lesson)) if path.exists()]:
        print(f"{path.relative_to(ROOT)} ...", flush=True)
        run(path, fresh=options.fresh)


if __name__ == "__main__":
    main()
