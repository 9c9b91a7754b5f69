"""Write the line that leads from lesson to lesson: ``python tools/write_links.py``.

It stands last in a lesson's first and last cell. A lesson's name in it is the number of its file and its title.
"""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat

NOTEBOOKS = Path(__file__).resolve().parent.parent / "notebooks"
CONTENTS = "../README.md#the-lessons"
BEGINNINGS = ("[Previous:", "[Contents]")


def lessons() -> list[Path]:
    """The lessons, in their order."""
    return sorted(NOTEBOOKS.glob("[0-9]*.ipynb"))


def title(path: Path) -> str:
    """The first line of a lesson, without its mark."""
    return nbformat.read(path, as_version=4).cells[0].source.splitlines()[0].lstrip("# ")


def line(number: int, paths: list[Path]) -> str:
    """The line for one of the lessons, by its place in the list: previous, contents, next."""

    def link(path: Path) -> str:
        return f"[{path.name[:2]} {title(path)}]({path.name})"

    before = f"[Previous: {link(paths[number - 1])[1:]}" if number else ""
    after = f"next: {link(paths[number + 1])}" if number + 1 < len(paths) else ""
    contents = f"[{'contents' if before else 'Contents'}]({CONTENTS})"
    return " · ".join(filter(None, [before, contents, after]))


def with_line(text: str, last: str) -> str:
    """A cell's text that ends in that line, in the place of an earlier one."""
    lines = text.rstrip().splitlines()
    if lines[-1].startswith(BEGINNINGS):
        lines.pop()
    return "\n".join([*lines, last] if not lines or not lines[-1] else [*lines, "", last])


def main() -> int:
    paths = lessons()
    for number, path in enumerate(paths):
        notebook = nbformat.read(path, as_version=4)
        for cell in (notebook.cells[0], notebook.cells[-1]):
            cell.source = with_line(cell.source, line(number, paths))
        nbformat.write(notebook, path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
