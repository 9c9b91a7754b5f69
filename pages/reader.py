"""Reads a lesson for the pages: without what only Colab needs, and with pictures in place of widgets."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
from nbformat import NotebookNode

WIDGET = "application/vnd.jupyter.widget-view+json"
PICTURES = Path(__file__).with_name("pictures")  # screenshots, each named after what the widget calls itself
TO_A_CELL = re.compile(r"\]\([^)\s]*#cell-id=([\w-]+)\)")


def read(text: str) -> NotebookNode:
    """A lesson, or its solutions, as the pages show it."""
    notebook = nbformat.reads(text, as_version=4)
    notebook.cells = [cell for cell in notebook.cells if not cell.id.endswith("-colab")]
    is_lesson = not notebook.cells[0].source.startswith("# Solutions")
    for cell in notebook.cells:
        cell.source = TO_A_CELL.sub(r"](#\1)", cell.source)
        if cell.id.endswith("-task") and not is_lesson:
            cell.source = f"({cell.id})=\n{cell.source}"  # where the lesson's link to this cell leads
        if "guess" in cell.metadata.get("tags", []):
            cell.metadata.tags.append("hide-output")
        for output in cell.get("outputs", []):
            if WIDGET in output.get("data", {}):
                output.data = {"text/markdown": in_place_of_widget(output.data["text/plain"])}
    return notebook


def in_place_of_widget(sentences: str) -> str:
    """The picture of a widget that calls itself "A login form. Run this cell to see it.", or else these words."""
    name = sentences.partition(".")[0].lower().replace(" ", "-")
    picture = PICTURES / f"{name}.png"
    return f"![{sentences}](../pages/pictures/{picture.name})" if picture.exists() else f"*{sentences}*"


def slug(heading: str) -> str:
    """The name of a heading in links, as JupyterLab writes it."""
    return heading.replace(" ", "-")
