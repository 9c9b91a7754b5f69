"""`local_cognito` as a package: in fresh environments, outside the clone, it does what README.md shows."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from local_cognito import __main__ as command
from tools.lessons import ROOT

PYENV = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
BESIDE_THIS_PYTHON = str(Path(sys.executable).parent)  # where the AWS CLI is
README = (ROOT / "README.md").read_text(encoding="utf-8")
SECTION = README.partition("## The local Cognito, for your own tests")[2].partition("\n## ")[0]
THE_TEST, *_ = re.findall(r"```python\n(.*?)```", SECTION, re.DOTALL)
START, CALL = re.findall(r"```console\n(.*?)```", SECTION, re.DOTALL)

#: Settings that would lead boto3 elsewhere, or stop it.
MISLEADING = {
    "AWS_PROFILE": "work",
    "AWS_SESSION_TOKEN": "real",
    "AWS_USE_FIPS_ENDPOINT": "true",
    "HTTP_PROXY": "http://127.0.0.1:9",
    "NO_PROXY": "intranet",
}
ONE_TEST_AFTER_ANOTHER = """
import os

import boto3
import pytest

kept = []


def surroundings():
    variables = {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"}
    return variables, boto3.DEFAULT_SESSION


BEFORE = surroundings()


@pytest.mark.parametrize("turn", ["first", "second"])
def test_each_starts_with_an_empty_cognito(local_cognito, turn):
    kept.append(boto3.client("cognito-idp"))
    for cognito in kept:
        assert cognito.meta.endpoint_url == local_cognito.url
        assert cognito.list_user_pools(MaxResults=1)["UserPools"] == []
    cognito.create_user_pool(PoolName="test", DeletionProtection="ACTIVE")
    assert "intranet" in os.environ["NO_PROXY"]


def test_afterwards_all_is_as_before():
    assert kept
    assert surroundings() == BEFORE
"""


def find_python(version: str) -> str | None:
    """The path of a Python of pyenv's, or of one on the PATH."""
    of_pyenv = next(PYENV.glob(f"versions/{version}.*/bin/python"), None)
    return str(of_pyenv) if of_pyenv else shutil.which(f"python{version}")


OLDEST, NEWEST = "3.9", "3.13"
PYTHONS = {version: find_python(version) for version in (OLDEST, NEWEST)}
FOUND = {version: path for version, path in PYTHONS.items() if path} or {"3": sys.executable}
MISSING = [version for version in PYTHONS if version not in FOUND]
IDS = [" ".join([version, *(f"without-{other}" for other in MISSING)]) for version in FOUND]


def run(*words: str | Path, **options: object) -> str:
    done = subprocess.run(words, capture_output=True, text=True, check=False, **options)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "uv", "build", "--quiet", "--wheel", "--out-dir", folder, ROOT)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module", params=FOUND, ids=IDS)
def programs(request: pytest.FixtureRequest, wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the programs in a fresh environment that has the package and pytest.

    The oldest Python gets the oldest versions that pyproject.toml allows, the other one the newest.
    """
    programs = tmp_path_factory.mktemp("environment") / "bin"
    python, resolution = FOUND[request.param], "lowest-direct" if request.param == OLDEST else "highest"
    run(sys.executable, "-m", "uv", "venv", "--quiet", "--python", python, programs.parent)
    install = (sys.executable, "-m", "uv", "pip", "install", "--quiet", "--python", programs / "python")
    run(*install, f"--resolution={resolution}", wheel, "pytest>=8")
    return programs


def test_the_wheel_has_the_package_and_nothing_else(wheel: Path) -> None:
    files = ZipFile(wheel).namelist()
    pages = "local_cognito/managed_login/pages"
    assert {"local_cognito/pytest_plugin.py", "local_cognito/py.typed", f"{pages}/style.css"} <= set(files)
    ours = re.compile(
        r"local_cognito/(?!conformance)[a-z_/]+\.py|local_cognito/py\.typed|local_cognito-[^/]+\.dist-info/.+"
        rf"|{pages}/style\.css|{pages}/templates/[a-z_]+\.html"
    )
    assert [name for name in files if not ours.fullmatch(name)] == []


def test_only_its_own_dependencies_come_along(programs: Path) -> None:
    listed = run(sys.executable, "-m", "uv", "pip", "freeze", "--python", programs / "python")
    installed = set(re.findall(r"^[\w-]+", listed, re.MULTILINE))
    assert {"local-cognito", "moto", "boto3"} <= installed
    assert installed.isdisjoint({"jupyterlab", "ipywidgets", "flask", "pycognito", "awscli"})


def test_the_fixture_does_what_the_readme_shows_and_leaves_no_trace(programs: Path, tmp_path: Path) -> None:
    (tmp_path / "test_readme.py").write_text(THE_TEST, encoding="utf-8")
    (tmp_path / "test_turns.py").write_text(ONE_TEST_AFTER_ANOTHER, encoding="utf-8")
    (tmp_path / ".aws").mkdir()
    (tmp_path / ".aws/config").write_text("not a configuration", encoding="utf-8")
    words = (programs / "python", "-m", "pytest", "-q", "-p", "no:cacheprovider")
    said = run(*words, cwd=tmp_path, env={"HOME": str(tmp_path), "PATH": os.environ["PATH"], **MISLEADING})
    assert "4 passed" in said


def test_the_command_does_what_the_readme_shows_in_a_bare_shell(programs: Path, tmp_path: Path) -> None:
    start, call = (block.replace("5050", str(free_port())).splitlines() for block in (START, CALL))
    bare = {"HOME": str(tmp_path), "PATH": f"{programs}:{BESIDE_THIS_PYTHON}:/usr/bin:/bin"}
    words = start[0].removeprefix("$ ").split()
    server = subprocess.Popen(words, env=bare, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert [server.stdout.readline().rstrip() for _ in start[1:]] == start[1:]
        typed = "\n".join([*start[2:], *(line.removeprefix("$ ") for line in call if line.startswith("$ "))])
        answer = [line for line in call if not line.startswith("$ ")]
        for settings in ({}, {"AWS_PROFILE": "work"}):
            assert run("sh", "-c", typed, env={**bare, **settings}).splitlines() == answer
        server.send_signal(signal.SIGINT)
        assert server.communicate(timeout=20) == ("", "")
    finally:
        server.kill()
    assert server.returncode == 0


def test_the_command_stops_when_it_is_terminated() -> None:
    words = (sys.executable, "-m", "local_cognito")
    server = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert server.stdout.readline().startswith("Local Cognito at http://127.0.0.1:")
        server.terminate()
        _, errors = server.communicate(timeout=20)
    finally:
        server.kill()
    assert (server.returncode, errors) == (0, "")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--port=TAKEN"], "Port TAKEN is taken or reserved: choose another with --port, or leave it out."),
        *(([f"--port={port}"], f"--port .* 0 to 65535, not '{port}'.") for port in ("many", "-1", "65536")),
        (
            ["--allow-origin=https://app.example.com", "--allow-origin=null"],
            "--allow-origin: An origin .*: 'null'",
        ),
    ],
)
def test_what_cannot_be_had_is_refused_in_one_sentence(arguments, said, monkeypatch) -> None:
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = str(other.getsockname()[1])
        monkeypatch.setattr(sys, "argv", ["local-cognito", *(each.replace("TAKEN", taken) for each in arguments)])
        with pytest.raises(SystemExit, match=f"^{said.replace('TAKEN', taken)}"):
            command.main()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]
