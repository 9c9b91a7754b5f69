"""All lessons in foul weather: eight at once, each cell twice in a row, in whatever surroundings this is started.

    python -m tests.support.foul_weather

prints, as JSON, what differs: {lesson: {cell id: what it shows}}; `AGAIN` stands behind the id of a second run.
"""

from __future__ import annotations

import copy
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat

from tests.support import lessons
from tests.support.lessons import Cells
from tools.lessons import LESSONS

AT_ONCE = 8
AGAIN = " again"


def run(lesson: Path) -> dict[str, str]:
    """What differs when each cell of a lesson is run twice in a row."""
    return lessons.run(lesson, rearrange=twice).different()


def twice(cells: Cells) -> Cells:
    """Each cell, and a copy of it."""
    return [cell for first in cells for cell in (first, copy_of(first))]


def copy_of(cell: nbformat.NotebookNode) -> nbformat.NotebookNode:
    again = copy.deepcopy(cell)
    again.id += AGAIN
    return again


if __name__ == "__main__":
    with ThreadPoolExecutor(AT_ONCE) as at_once:
        print(json.dumps(dict(zip((lesson.stem for lesson in LESSONS), at_once.map(run, LESSONS)))))
