"""The lessons on Google Colab: in an environment with its versions, which their own first cell sets up.

The environment is `.venv-colab`, of tests/colab.txt and tests/colab/. It is not Colab: its page, its proxy and its
widget manager are not here. It is made anew when what it is made of changes.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.support import pythons
from tools import author
from tools.lessons import LESSONS, ROOT

ENVIRONMENT = ROOT / ".venv-colab"
PYTHON = ENVIRONMENT / "bin" / "python"
PINS = ROOT / "tests" / "colab.txt"
MISSING = ROOT / "tools" / "colab.txt"
VERSION = "3.13"  # Colab's Python
RUN = """
import json, pathlib, sys
from concurrent.futures import ThreadPoolExecutor
from tests.support import lessons

environment, changes, count, names = map(json.loads, sys.argv[1:])


def change(cells):
    for cell in cells:
        for old, new in changes.items():
            cell.source = cell.source.replace(old, new)
    return [cell for cell in cells if cell.cell_type == "code"][:count]


def run(name):
    seen = lessons.run(pathlib.Path(name), environment=environment, rearrange=change)
    return name, [seen.shown, seen.different()]


with ThreadPoolExecutor(2) as at_once:
    print(json.dumps(list(at_once.map(run, names))))
"""


def packages() -> dict[str, str]:
    """The packages of the environment: from a name to "name==version"."""
    frozen = pythons.run("uv", "pip", "freeze", "--quiet", "--python", PYTHON)
    return {line.partition("==")[0]: line for line in frozen.split()}


@dataclass
class Colab:
    """A machine like Colab's.

    Attributes:
        content: what is /content there.
        repository: where the lessons can be cloned.
    """

    content: Path
    repository: str

    def run(self, *lessons: Path, count: int | None = None) -> dict[Path, Shown]:
        """Run lessons, two at a time, their first cell on this machine: as many cells as `count` says, or all."""
        settings = {name: value for name, value in os.environ.items() if name not in ("VIRTUAL_ENV", "PYTHONPATH")}
        changes = {"/content": str(self.content), author.ADDRESS: self.repository}
        given = [json.dumps(argument) for argument in (settings, changes, count, [*map(str, lessons)])]
        done = subprocess.run(
            [PYTHON, "-c", RUN, *given], cwd=ROOT, env=settings, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return {Path(lesson): Shown(*shown) for lesson, shown in json.loads(done.stdout)}


class Shown(NamedTuple):
    """What each code cell of a lesson showed, by its id, and those that show something else than is committed."""

    all: dict[str, str]
    different: dict[str, str]


def make_environment() -> None:
    pythons.run("uv", "venv", "--quiet", "--clear", "--python", pythons.find(VERSION), ENVIRONMENT)
    pythons.run("uv", "pip", "install", "--quiet", "--python", PYTHON, "-r", PINS)
    site = next(ENVIRONMENT.glob("lib/python3.*/site-packages"))
    (site / "colab.pth").write_text(f"{ROOT / 'tests' / 'colab'}\nimport google.colab.output\n")


def repository_of(folder: Path) -> str:
    """Make a repository of this project's files as they are now, committed or not. Returns its address."""
    git = ["git", "-c", "user.name=test", "-c", "user.email=test@example.com"]
    names = subprocess.run(
        [*git, "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, check=True
    )
    for name in names.stdout.decode().splitlines():
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    for arguments in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "now"]):
        subprocess.run([*git, *arguments], cwd=folder, check=True)
    return str(folder)


class Visits(NamedTuple):
    """The packages before lesson 01 and after it, and all lessons, on Colab."""

    before: dict[str, str]
    after: dict[str, str]
    lessons: dict[Path, Shown]


@pytest.fixture(scope="module")
def visits(tmp_path_factory: pytest.TempPathFactory) -> Visits:
    colab = Colab(tmp_path_factory.mktemp("content"), repository_of(tmp_path_factory.mktemp("repository")))
    made = ENVIRONMENT / "made.json"
    wanted = PINS.read_text() + MISSING.read_text() + author.SETUP
    known = json.loads(made.read_text()) if made.exists() else {}
    if known.get("wanted") != wanted:
        make_environment()
        known = {"wanted": wanted, "before": packages()}
    first = colab.run(LESSONS[0])
    after = packages()
    made.write_text(json.dumps(known))
    return Visits(known["before"], after, {**first, **colab.run(*LESSONS[1:])})


def names(requirements: Path) -> set[str]:
    return set(re.findall(r"^[a-z0-9-]+", requirements.read_text(), re.M))


# --- on Colab --------------------------------------------------------------------------------------


def test_the_set_up_replaces_no_package_and_adds_what_is_listed(visits):
    kept = {name: version for name, version in visits.after.items() if name in visits.before}
    assert kept == visits.before
    assert visits.after.keys() - visits.before.keys() == names(MISSING)


def test_what_is_added_lacks_nothing_and_only_the_aws_cli_would_have_older_ones(visits):
    found = pythons.run("uv", "pip", "check", "--python", PYTHON, check=False)
    assert sorted(re.findall(r"The package `(\S+)` requires `([a-z]+)", found)) == [
        ("awscli", "docutils"),
        ("awscli", "rsa"),
    ]


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.stem)
def test_a_lesson_shows_what_the_committed_one_shows(visits, lesson):
    shown = visits.lessons[lesson]
    set_up = shown.different.pop(f"{lesson.name[:2]}-colab", "")  # pip may have something to note
    assert not re.search("error", set_up, re.I), set_up
    assert shown.different == {}


def test_an_address_that_is_none_ends_in_a_sentence(visits, tmp_path):
    shown = Colab(tmp_path, author.ADDRESS).run(LESSONS[0], count=1)[LESSONS[0]].all
    assert list(shown) == ["01-colab"]
    assert shown["01-colab"].endswith(
        "AssertionError: Write the address of the lessons' repository after git clone -q, then run this again."
    )
