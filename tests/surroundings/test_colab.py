"""The lessons on Google Colab, set up by their own first cell, which finds the repository that they come from.

The fakes are Colab's server of sessions, Colab's page, and github.com, whose repositories are folders.
`nox -s colab` runs all lessons with the packages that Colab has, in tests/colab.txt. That is not Colab: it has
neither its proxy nor its widget manager.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import distributions
from pathlib import Path
from threading import Thread

import nbformat
import pytest

from tests.support.lessons import NBVAL
from tools import author
from tools.lessons import LESSONS, ROOT

MISSING = ROOT / "tools" / "colab.txt"
LESSON = "notebooks/01_create_pool_and_client.ipynb"
BADGE = '<a href="https://colab.research.google.com/github/{}"><img src="badge.svg" alt="Open In Colab"/></a>'


@contextmanager
def colab(folder: Path, sessions: str, github: Path, badge: str = "") -> Iterator[dict[str, str]]:
    """The environment of a kernel on Colab.

    Args:
        sessions: what Colab's server answers to /api/sessions.
        github: the folder that is used for https://github.com.
        badge: the HTML in a notebook that was saved on Colab.
    """
    (folder / "api").mkdir()
    (folder / "api" / "sessions").write_text(sessions, encoding="utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    cells = [{"cell_type": "code", "source": author.SETUP}, {"cell_type": "markdown", "source": badge}]
    yield {
        **os.environ,
        "PYTHONPATH": str(ROOT / "tests/support/colab_stub"),
        "COLAB_JUPYTER_IP": "127.0.0.1",
        "KMP_TARGET_PORT": str(server.server_port),
        "COLAB_NOTEBOOK": json.dumps({"ipynb": {"cells": cells}}),
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"url.{github}/.insteadOf",
        "GIT_CONFIG_VALUE_0": "https://github.com/",
    }
    server.shutdown()
    server.server_close()


def session(file_id: str) -> str:
    """What Colab's server answers for a notebook that was opened from GitHub, or from Drive."""
    file_id = file_id.replace(":", "%3A").replace("/", "%2F")
    return json.dumps([{"id": "1", "path": f"fileId={file_id}", "name": "01.ipynb", "type": "notebook"}])


# --- which repository, and which branch --------------------------------------------------------------------------

BRANCHES = {"ada": ["main", "fix/notebooks/all", "refs/pull/7/head"], "bob": ["main"]}  # of each one's repository


@pytest.fixture(scope="module")
def github(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Repositories in which the list of packages is the owner and the branch."""
    folder = tmp_path_factory.mktemp("github")
    for owner, branches in BRANCHES.items():
        repository = folder / owner / "lessons"
        for name in ("notebooks/a", "tools/colab.txt"):
            (repository / name).parent.mkdir(parents=True)
            (repository / name).touch()
        git(repository, "init", "-q")
        for branch in branches:
            (repository / "tools/colab.txt").write_text(f"{owner} {branch}", encoding="utf-8")
            git(repository, "add", ".")
            git(repository, "-c", "user.name=a", "-c", "user.email=a@a", "commit", "-qm", branch)
            git(repository, "update-ref", branch if branch.startswith("refs/") else f"refs/heads/{branch}", "HEAD")
    return folder


def git(repository: Path, *arguments: str) -> str:
    return subprocess.check_output(["git", *arguments], cwd=repository, encoding="utf-8").strip()


def set_up(folder: Path, environment: dict[str, str], typed: str = "") -> str:
    """Run the first cell, with this folder as /content. Returns the packages that it installs, or an error."""
    cell = author.SETUP.replace("/content", str(folder)).replace('address = ""', f"address = {typed!r}")
    pip = "lambda line: print(open(line.split()[-1]).read())"
    code = f"get_ipython().register_magic_function({pip}, magic_name='pip')\n{cell}"
    command = [sys.executable, "-m", "IPython", "-c", code]
    done = subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, check=False)
    return (done.stdout.strip() or done.stderr.strip()).rpartition("\n")[2]


ON_GITHUB = "https://github.com/{}/" + LESSON
WHERE = (
    "UsageError: Copy this notebook's address on GitHub, https://github.com/…/blob/…/notebooks/…, "
    "into the field 'address' of this cell, then run this cell again."
)
GONE = "UsageError: git cannot get gone from https://github.com/ada/lessons. Is it public, with this branch?"


@pytest.mark.parametrize(
    ("opened", "found"),
    [
        ("ada/lessons/blob/main", "ada main"),
        ("bob/lessons/blob/main", "bob main"),
        ("ada/lessons/blob/fix/notebooks/all", "ada fix/notebooks/all"),
        ("ada/lessons/blob/refs/pull/7/head", "ada refs/pull/7/head"),
        ("ada/lessons/blob/{commit}", "ada main"),
        ("ada/lessons/blob/gone", GONE),
    ],
)
def test_a_notebook_opened_from_github_gets_that_branch_of_that_repository(tmp_path, github, opened, found):
    commit = git(github / "ada/lessons", "rev-parse", "refs/heads/main")
    with colab(tmp_path, session(ON_GITHUB.format(opened.format(commit=commit))), github) as environment:
        assert set_up(tmp_path, environment) == found


BOB = "bob/lessons/blob/main"


@pytest.mark.parametrize(
    ("answer", "badge", "typed", "found"),
    [
        (session("1aBcD_from-Drive"), BADGE.format(f"{BOB}/{LESSON}"), "", "bob main"),
        (session("1aBcD_from-Drive"), "", "", WHERE),
        (session("1aBcD_from-Drive"), "", ON_GITHUB.format(BOB), "bob main"),
        ("[]", "", "https://github.com/bob/lessons", WHERE),
        ("<html>Not Found</html>", BADGE.format(f"{BOB}/{LESSON}"), "", "bob main"),
    ],
    ids=["badge", "no badge", "typed", "no session", "nonsense"],
)
def test_any_other_notebook_needs_a_badge_or_an_address(tmp_path, github, answer, badge, typed, found):
    with colab(tmp_path, answer, github, badge) as environment:
        assert set_up(tmp_path, environment, typed) == found


def test_without_an_answer_from_colab_it_asks_for_the_address(tmp_path, github):
    with colab(tmp_path, "", github) as environment:
        pass  # the server has stopped
    del environment["COLAB_NOTEBOOK"]
    assert set_up(tmp_path, environment) == WHERE


# --- the lessons -------------------------------------------------------------------------------------------------


def packages() -> dict[str, str]:
    """The packages of this environment, and their versions."""
    return {re.sub("[-_.]+", "-", each.metadata["Name"]).lower(): each.version for each in distributions()}


@pytest.mark.nox
def test_the_first_cell_sets_up_the_lessons_and_replaces_no_package(tmp_path: Path) -> None:
    """All lessons have the same first cell, and here they have the same kernel, so it runs once."""
    for lesson in LESSONS:
        notebook = nbformat.read(lesson, as_version=4)
        setup = notebook.cells[1]
        assert setup.source == author.SETUP
        if lesson == LESSONS[0]:
            setup.source = setup.source.replace("/content", str(tmp_path))
            setup.metadata["tags"] = ["nbval-ignore-output"]  # pip may have something to note
        else:
            del notebook.cells[1]
        nbformat.write(notebook, tmp_path / lesson.name)
    (tmp_path / "github/ada").mkdir(parents=True)
    (tmp_path / "github/ada/lessons").symlink_to(ROOT)
    before = packages()
    with colab(tmp_path, session(ON_GITHUB.format("ada/lessons/blob/HEAD")), tmp_path / "github") as environment:
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *NBVAL]
        command += sorted(map(str, tmp_path.glob("*.ipynb")))
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    after = packages()
    assert {name: version for name, version in after.items() if name in before} == before
    assert after.keys() - before.keys() == set(re.findall(r"^[a-z0-9-]+", MISSING.read_text(), re.MULTILINE))
    check = subprocess.run([sys.executable, "-m", "pip", "check"], capture_output=True, text=True, check=False)
    wanting = re.sub(r" \S+ has requirement (\w+).*", r" wants another \1", check.stdout)
    assert sorted(wanting.splitlines()) == ["awscli wants another docutils", "awscli wants another rsa"]
