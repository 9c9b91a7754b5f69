"""The lessons on Google Colab: with the versions it has, set up by their own first cell. `nox -s colab` runs this.

The environment of that session, made from tests/colab.txt, is not Colab: it has neither Colab's page nor its proxy
nor its widget manager. The lessons clone what is committed here.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib.metadata import distributions
from pathlib import Path

import nbformat
import pytest

from tests.support.lessons import NBVAL
from tools import author
from tools.lessons import LESSONS, ROOT

pytestmark = pytest.mark.nox

MISSING = ROOT / "tools" / "colab.txt"
ON_COLAB = {**os.environ, "PYTHONPATH": str(ROOT / "tests/support/colab_stub")}


def packages() -> dict[str, str]:
    """The packages of this environment, and their versions."""
    return {re.sub("[-_.]+", "-", each.metadata["Name"]).lower(): each.version for each in distributions()}


def nbval(content: Path, address: str, *lessons: Path) -> subprocess.CompletedProcess[str]:
    """Run lessons that clone this address, and compare what they show. ``content`` is in place of /content."""
    copies = []
    for lesson in lessons:
        notebook = nbformat.read(lesson, as_version=4)
        setup = next(cell for cell in notebook.cells if cell.cell_type == "code")
        setup.source = setup.source.replace(author.ADDRESS, address).replace("/content", str(content))
        setup.metadata["tags"] = ["nbval-ignore-output"]  # pip may have something to note
        copies.append(content / lesson.name)
        nbformat.write(notebook, copies[-1])
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *NBVAL, *copies]
    return subprocess.run(command, cwd=ROOT, env=ON_COLAB, capture_output=True, text=True, check=False)


def test_the_first_cell_sets_up_every_lesson_and_replaces_no_package(tmp_path: Path) -> None:
    before = packages()
    done = nbval(tmp_path, str(ROOT), *LESSONS)
    assert done.returncode == 0, done.stdout + done.stderr
    after = packages()
    assert {name: version for name, version in after.items() if name in before} == before
    assert after.keys() - before.keys() == set(re.findall(r"^[a-z0-9-]+", MISSING.read_text(), re.MULTILINE))
    check = subprocess.run([sys.executable, "-m", "pip", "check"], capture_output=True, text=True, check=False)
    wanting = re.sub(r" \S+ has requirement (\w+).*", r" wants another \1", check.stdout)
    assert sorted(wanting.splitlines()) == ["awscli wants another docutils", "awscli wants another rsa"]


def test_without_an_address_to_clone_it_says_what_to_write(tmp_path: Path) -> None:
    done = nbval(tmp_path, author.ADDRESS, LESSONS[0])
    assert "Write the address of the lessons' repository after git clone -q, then run this again." in done.stdout
