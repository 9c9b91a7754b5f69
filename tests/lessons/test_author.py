"""The authors' command: the committed lessons are what it writes, and what it does with a lesson of one's own."""

from __future__ import annotations

import re

import nbformat
import pytest
from nbclient.exceptions import CellExecutionError
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tools import author
from tools.lessons import LESSONS

GUESS = re.compile(r"(?<!\ba )\bguess\b[^\n]*\Z", re.I)  # in the last paragraph of a cell, as a verb


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_a_committed_lesson_and_its_solutions_are_what_the_command_writes(lesson):
    solution = author.solution_of(lesson)
    lesson_now, solution_now = author.read(lesson), author.read(solution)
    assert author.generated(lesson) == lesson_now, f"Run make lessons ARGS={lesson.name[:2]}"
    assert author.named(lesson) == solution_now, f"Run make lessons ARGS={lesson.name[:2]}"
    for notebook in (lesson_now, solution_now):
        assert notebook.metadata == author.METADATA, "tells nothing about the machine that it ran on"
        assert not [cell.id for cell in notebook.cells if "execution" in cell.metadata], "tells no times"


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
def test_the_answer_to_a_guess_is_folded(lesson):
    cells = author.read(lesson).cells
    asks = [cell.cell_type == "markdown" and GUESS.search(cell.source) for cell in cells]
    answers = [cell for cell, is_asked in zip(cells[1:], asks) if is_asked]
    assert [cell.id for cell in answers if "guess" not in cell.metadata.get("tags", [])] == [], "tag them `guess`"


# --- stubs -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("source", ["", "print(1)", "a = 1\n", "a = 1\nprint(a)"])
def test_the_last_line_of_an_answer_cell_is_the_answer(source):
    with pytest.raises(ValueError, match="The last line of an answer cell begins with"):
        author.stub(source)


# --- a set of three lessons --------------------------------------------------------------------------------------


@pytest.fixture
def lessons(tmp_path, monkeypatch):
    """Three lessons without exercises, and with old links in the last cell of the second."""
    (tmp_path / "solutions").mkdir()
    paths = [tmp_path / f"{number}_name.ipynb" for number in ("09", "10", "11")]
    for path, title in zip(paths, ("Ask", "Answer", "Go on")):
        recap = "## Recap\n\n[Previous: 01 Old](01_old.ipynb) · [contents](../README.md#The-lessons)"
        cells = [new_markdown_cell(f"# {title}"), new_code_cell("1"), new_markdown_cell(recap)]
        nbformat.write(new_notebook(cells=cells), path)
    monkeypatch.setattr(author, "LESSONS", paths)
    monkeypatch.setattr(author, "SOLUTIONS", tmp_path / "solutions")
    return paths


def add_solution(lesson, check="check(a)"):
    """Write an exercise into the solutions of a lesson, as JupyterLab does: with ids that mean nothing."""
    task = "### Try it 1: do this"
    cells = [*map(new_markdown_cell, ("# Solutions", task)), *map(new_code_cell, ("a = 1", check))]
    notebook = new_notebook(cells=[*cells, *map(new_markdown_cell, ("Hint", "Why"))])
    nbformat.write(notebook, author.solution_of(lesson))


def test_a_lesson_without_a_recap_is_not_written(lessons):
    nbformat.write(new_notebook(cells=[new_markdown_cell("# Ask"), new_code_cell("1")]), lessons[0])
    with pytest.raises(ValueError, match="needs a cell that begins with"):
        author.generated(lessons[0])


# --- outputs -----------------------------------------------------------------------------------------------------


def said(text, **cell):
    """A code cell that has shown this text."""
    outputs = [new_output("execute_result", {"text/plain": text}, execution_count=cell.get("execution_count"))]
    return new_code_cell(outputs=outputs, **cell)


def test_a_generated_cell_keeps_its_output_until_its_source_changes(lessons):
    add_solution(lessons[1])
    notebook = author.generated(lessons[1])
    place = next(place for place, cell in enumerate(notebook.cells) if cell.id == "10-try1-check")
    notebook.cells[place] = said("not yet", id="10-try1-check", source="check(a)", execution_count=7)
    author.write(notebook, lessons[1])
    assert author.generated(lessons[1]).cells[place] == notebook.cells[place]
    add_solution(lessons[1], check="check(a, b)")
    assert author.generated(lessons[1]).cells[place].outputs == []


def test_an_output_stays_if_it_differs_only_in_what_differs_from_run_to_run(lessons):
    before = new_notebook(cells=[said("in us-east-1_aaaaAAAA1", id="a", execution_count=1), said("one", id="b")])
    now = new_notebook(cells=[said("in us-east-1_bbbbBBBB2", id="a", execution_count=2), said("two", id="b")])
    author.keep_same_outputs(now, before)
    shown = [(output.data["text/plain"], output.execution_count) for cell in now.cells for output in cell.outputs]
    assert shown == [("in us-east-1_aaaaAAAA1", 2), ("two", None)]


@pytest.mark.parametrize(("arguments", "port"), [([], 1), (["--fresh"], 2)])
def test_the_command_keeps_the_outputs_and_stops_at_a_cell_that_fails(lessons, monkeypatch, arguments, port):
    for lesson, source in zip(lessons, ("print('http://127.0.0.1:2')", "1 / 0", "print('not run')")):
        notebook = author.read(lesson)
        outputs = [new_output("stream", text="http://127.0.0.1:1\n")]
        notebook.cells[1].update(source=source, outputs=outputs, metadata={"tags": ["guess"]})
        author.write(notebook, lesson)
    monkeypatch.setattr(author, "ROOT", lessons[0].parent)
    monkeypatch.setattr("sys.argv", ["author", *arguments])
    with pytest.raises(CellExecutionError, match="ZeroDivisionError"):
        author.main()
    ran = [author.read(lesson) for lesson in lessons]
    shown = [[output.get("text") for output in notebook.cells[2].outputs] for notebook in ran]
    assert shown == [[None, f"http://127.0.0.1:{before}\n"] for before in (port, 1, 1)]
    guess = {"tags": ["guess"], "jupyter": FOLDED}
    assert [cell.metadata for cell in ran[0].cells] == [{}, author.setup_cell(lessons[0]).metadata, guess, {}]


FOLDED, UNFOLDED = {"outputs_hidden": True}, {"outputs_hidden": False}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"tags": ["guess"]}, {"tags": ["guess"], "jupyter": FOLDED}),
        ({"tags": ["guess"], "jupyter": UNFOLDED}, {"tags": ["guess"], "jupyter": FOLDED}),
        ({"jupyter": FOLDED}, {}),
    ],
    ids=["tagged", "unfolded by JupyterLab", "no longer tagged"],
)
def test_the_tag_guess_folds_the_output_of_a_cell(lessons, before, after):
    shown = [author.EMPTY_OUTPUT, new_output("stream", text="the answer")]
    notebook = author.read(lessons[0])
    for outputs in (shown, shown[1:]):
        notebook.cells[1].update(metadata=before, outputs=outputs)
        author.write(notebook, lessons[0])
        cell = author.generated(lessons[0]).cells[2]
        assert cell.metadata == after
        assert cell.outputs == (shown if "jupyter" in after else shown[1:])


@pytest.mark.parametrize("wrong", ["1", "12"])
def test_the_command_says_when_there_is_no_such_lesson(lessons, monkeypatch, capsys, wrong):
    monkeypatch.setattr("sys.argv", ["author", "10", wrong])
    with pytest.raises(SystemExit):
        author.main()
    assert f"there is no lesson {wrong}" in capsys.readouterr().err
