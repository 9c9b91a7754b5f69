"""The output of a cell tagged `guess`, in a real JupyterLab: not to be seen until the cell runs."""

from __future__ import annotations

import nbformat
from nbformat.v4 import new_output
from playwright.sync_api import expect

from tests.browser.jupyter_lab import Notebook
from tools import author


def test_the_answer_to_a_guess_appears_when_its_cell_runs(jupyter, lab_page):
    path = jupyter.add("guess.ipynb", "print('for' + 'ty')")
    notebook = nbformat.read(path, as_version=4)
    [cell] = notebook.cells
    cell.update(outputs=[new_output("stream", text="forty")], metadata={"tags": ["guess"]})
    author.fold(cell)
    nbformat.write(notebook, path)
    opened = Notebook(jupyter, lab_page, path)
    shown = lab_page.locator(".jp-CodeCell")
    expect(shown.locator(".jp-Cell-outputWrapper .jp-Placeholder")).to_be_visible()
    expect(shown).not_to_contain_text("forty")
    opened.run_all()
    expect(shown).to_contain_text("forty")
    opened.close()
