"""Sphinx's settings for `make pages`: the lessons as pages to read, in _site/.

The pages are made from the files where they are: README, the lessons with their committed outputs, their
solutions, the glossary, and the table of what Cognito answers. Nothing is run, and nothing is fetched.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

import nbformat

PAGES = Path(__file__).resolve().parent
sys.path[:0] = [str(PAGES), str(PAGES.parent)]  # reader, tools

from tools.lessons import LESSONS, SOLUTIONS  # noqa: E402

project = "Learn to log in with Amazon Cognito"
author = project_copyright = ""
root_doc = "README"
include_patterns = [
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "examples/README.md",
    "local_cognito/README.md",
    "notebooks/*.ipynb",
    "notebooks/glossary.md",
    "notebooks/solutions/*.ipynb",
    "tests/bench/README.md",
]
exclude_patterns = [".*", "_site", "tests/node_modules"]  # so that Sphinx does not search environments for pages
extensions = ["myst_nb"]
nb_execution_mode = "off"
nb_code_prompt_show = "Show our {type}"
nb_code_prompt_hide = "Hide our {type}"
nb_custom_formats = {".ipynb": ["reader.read", {}]}
myst_enable_extensions = ["html_image"]
myst_heading_anchors = 4
myst_heading_slug_func = "reader.slug"
suppress_warnings = [
    "misc.highlighting_failure",  # of cells with a command line
    "myst.header",  # solutions have no headings of the second level
]

html_theme = "furo"
pygments_dark_style = "github-dark"
html_title = project
html_static_path = ["style.css"]
html_css_files = ["style.css"]
html_copy_source = html_show_copyright = html_show_sphinx = False

# --- the table of contents


def title(lesson: Path) -> str:
    return nbformat.read(lesson, as_version=4).cells[0].source.splitlines()[0].lstrip("# ")


CONTENTS = {
    "Lessons": [f"{lesson.name[:2]} {title(lesson)} <notebooks/{lesson.stem}>" for lesson in LESSONS],
    "To look up": ["notebooks/glossary", "local_cognito/README", "examples/README"],
    "Solutions": [f"notebooks/solutions/{path.stem}" for path in sorted(SOLUTIONS.glob("*.ipynb"))],
    "The project": ["CONTRIBUTING", "CHANGELOG", "tests/bench/README"],
}


def add_contents(app: Any, page: str, source: list[str]) -> None:
    """Append the table of contents to README, hidden: the theme shows it on the left."""
    if page == root_doc:
        for caption, pages in CONTENTS.items():
            entries = "\n".join(pages)
            source[0] += f"\n```{{toctree}}\n:hidden:\n:caption: {caption}\n\n{entries}\n```\n"


def finish(app: Any, error: Exception | None) -> None:
    """Add index.html, which GitHub Pages opens, and remove the notebooks that MyST-NB leaves beside the pages."""
    shutil.rmtree(Path(app.outdir).with_name("jupyter_execute"), ignore_errors=True)
    if not error:
        shutil.copy(Path(app.outdir, "README.html"), Path(app.outdir, "index.html"))


def setup(app: Any) -> None:
    app.connect("source-read", add_contents)
    app.connect("build-finished", finish)
