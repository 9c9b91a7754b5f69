"""Foul weather. Whatever goes on around a lesson, its cells show what is committed, or say what is the matter.

All of it comes at once, so that it costs little: each alone was tried by hand, on all nine lessons.
`make everywhere` runs it, with the oldest packages.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from tests.support.foul_weather import AGAIN
from tools.lessons import ROOT

ENCODING = "euc_jp"  # older Japanese systems; its bytes are no UTF-8
PARTS = ["helpers", "local_cognito", "notebooks", "tools", "tests/support", "tests/sanitize.cfg"]

# Cells that show something else when they are run a second time, as a regular expression, and why that is right.
SECOND_RUNS = {
    "02-03": r"^UsernameExistsException: .*: User account already exists$",  # the user is there
    "05-25": r"^NotAuthorizedException: .*: Incorrect username or password\.$",  # said in 05-26
    "05-29": r"RespondToAuthChallenge carries [^;]*; refused",  # draws what 05-25 did
    "07-07": r"session can only be used once\.$",
    "07-19": r"session can only be used once\.$",
    "07-33": r"Your software token has already been used once\.$",  # unless a new half minute has begun
    "07-36": r"^UserNotFoundException: .*: User does not exist\.$",  # it is deleted already
    "09-21": r"^ours: 1  others: 2$",  # each run makes another pool
    "09-25": r"ours: 0  others: 2$",
}


@pytest.fixture
def japanese(tmp_path: Path) -> dict[str, str]:
    """An environment in Japanese, made without a change to this machine."""
    name = "ja_JP.eucJP"
    try:
        command = ["localedef", "-i", "ja_JP", "-f", "EUC-JP", str(tmp_path / name)]
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        warnings.warn(
            f"No locale can be made here, so the lessons run in that of this machine: {error}", stacklevel=1
        )
        return {}
    return {"LOCPATH": str(tmp_path), "LC_ALL": name, "LANG": name}


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A copy of the lessons and of what they need, that nobody can write to, with a name that is not ASCII."""
    name = "my lessons 日本語"
    folder = tmp_path / (os.fsdecode(name.encode(ENCODING)) if sys.platform == "linux" else name)
    for part in PARTS:
        (folder / part).parent.mkdir(parents=True, exist_ok=True)
        (shutil.copytree if (ROOT / part).is_dir() else shutil.copy)(ROOT / part, folder / part)
    inside = [folder, *(path for path in folder.rglob("*") if path.is_dir())]
    for place in inside:
        place.chmod(0o555)
    yield folder
    for place in inside:
        place.chmod(0o755)


@pytest.fixture
def ports_taken() -> Iterator[None]:
    """Another program has the ports that the lessons wish for."""
    with ExitStack() as taken:
        for port in (3000, 3001):
            with suppress(OSError):  # it is taken already
                taken.enter_context(socket.create_server(("127.0.0.1", port)))
        yield


# Without this right, root too may write only where the permissions say so.
AS_ANYBODY = ["setpriv", "--bounding-set", "-dac_override"] if os.geteuid() == 0 else []


def test_all_lessons_in_foul_weather(japanese: dict[str, str], folder: Path, ports_taken: None) -> None:
    """A read-only folder with a Japanese name is home and clone, eight lessons at once, each cell twice."""

    def python(*arguments: str) -> subprocess.CompletedProcess:
        command = [*AS_ANYBODY, sys.executable, *arguments]
        environment = {**os.environ, **japanese, "HOME": str(folder), "PYTHONPATH": ""}
        return subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)

    assert b"PermissionError" in python("-c", "open('new', 'w')").stderr
    done = python("-m", "tests.support.foul_weather")
    assert done.returncode == 0, done.stderr.decode(ENCODING, "replace")
    shown = {cell: text.strip() for lesson in json.loads(done.stdout).values() for cell, text in lesson.items()}
    expected = {cell + AGAIN: regex for cell, regex in SECOND_RUNS.items()}
    expected["09-25"] = SECOND_RUNS["09-25"]  # it comes after the second run of 09-21
    expected["05-29"] = SECOND_RUNS["05-29"]  # it comes after the second run of 05-25
    assert {cell for cell, text in shown.items() if not re.search(expected.get(cell, "$^"), text)} == set(), shown
    assert shown.keys() | {"07-33" + AGAIN} == expected.keys()
