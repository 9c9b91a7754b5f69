"""Foul weather: whatever goes on around a lesson, its cells show what is committed, or say what is wrong.

All of it comes at once, because that costs less than one run for each. `nox -s oldest` runs this.
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

from tools.lessons import ROOT

pytestmark = pytest.mark.nox

LOCALE, ENCODING = "ja_JP.eucJP", "euc_jp"  # of older Japanese systems; its bytes are not UTF-8
PARTS = ["helpers", "local_cognito", "notebooks", "tools", "tests/support", "tests/sanitize.cfg"]

# Cells that rightly show something else when they are run twice, as a regular expression.
SECOND_RUNS = {
    "02-03-again": r"^UsernameExistsException: .*: User account already exists$",  # the user is there
    "05-25-again": r"^NotAuthorizedException: .*: Incorrect username or password\.$",  # said in 05-26
    "05-29": r"4, Amazon Cognito to Your browser, refused: ",  # draws what 05-25 did
    "05-29-again": r"4, Amazon Cognito to Your browser, refused: ",
    "07-07-again": r"session can only be used once\.$",
    "07-33-again": r"Your software token has already been used once\.$",  # unless a new half minute has begun
    "07-36-again": r"^UserNotFoundException: .*: User does not exist\.$",  # it is deleted already
    "10-12-again": r"User cannot be confirmed\. Current status is CONFIRMED$",
    "10-19-again": r"Invalid code provided, please request a code again\.$",  # the code has been used
    "10-29-again": r"session can only be used once\.$",
    "11-15-again": r"^GroupExistsException: ",  # the group is there
    "12-12-again": r"^AssertionError: A code works once\.",
    "13-11-again": r"session can only be used once\.$",
    "09-21-again": r"^ours: 1  others: 2$",  # each run makes another pool
    "09-25": r"ours: 0  others: 2$",  # it comes after the second run of 09-21
    "09-25-again": r"ours: 0  others: 2$",
}


@pytest.fixture
def japanese(tmp_path: Path) -> dict[str, str]:
    """The environment variables of a Japanese system, made without a change to this machine."""
    command = ["localedef", "-i", "ja_JP", "-f", "EUC-JP", str(tmp_path / LOCALE)]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        warnings.warn(f"This machine has no Japanese locale, so its own is used: {error}", stacklevel=1)
        return {}
    return {"LOCPATH": str(tmp_path), "LC_ALL": LOCALE, "LANG": LOCALE}


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A read-only copy of the lessons and of what they need, with a name that is not ASCII."""
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
    """Another program has the ports that the lessons prefer."""
    with ExitStack() as taken:
        for port in (3000, 3001):
            with suppress(OSError):  # it is taken already
                taken.enter_context(socket.create_server(("127.0.0.1", port)))
        yield


# Without this right, even root may write only where the permissions allow it.
UNPRIVILEGED = ["setpriv", "--bounding-set", "-dac_override"] if os.geteuid() == 0 else []


def test_all_lessons_in_foul_weather(japanese: dict[str, str], folder: Path, ports_taken: None) -> None:
    """A read-only folder with a Japanese name is home and clone; eight lessons at once, each cell twice."""

    def python(*arguments: str) -> subprocess.CompletedProcess[bytes]:
        command = [*UNPRIVILEGED, sys.executable, *arguments]
        environment = {**os.environ, **japanese, "HOME": str(folder), "PYTHONPATH": ""}
        return subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)

    assert b"PermissionError" in python("-c", "open('new', 'w')").stderr
    done = python("-m", "tests.support.foul_weather")
    assert done.returncode == 0, done.stderr.decode(ENCODING, "replace")
    shown = {cell: text.strip() for cell, text in json.loads(done.stdout).items()}
    wrong = {cell: text for cell, text in shown.items() if not re.search(SECOND_RUNS.get(cell, "$^"), text)}
    assert wrong == {}
    assert shown.keys() | {"07-33-again"} == SECOND_RUNS.keys()
