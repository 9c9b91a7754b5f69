"""What `make lab` and `make test` do on machines of all sorts, and what they say when they cannot.

The Makefile and tools/environment.sh are real, in a folder with spaces in its name. The programs that they call
are fakes, which write down how they were called.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools.lessons import ROOT

PARTS = ["Makefile", "tools/environment.sh", "requirements.txt", "tests/requirements.txt", "tests/package.json"]
REAL = ["make", "sh", "id", "cat", "cmp", "cp", "dirname", "mkdir", "rm", "sed"]
FAKE = '#!/bin/sh\necho "${0##*/} $*" >>"$CALLS"\n'
PYTHON = f"""#!{sys.executable} -S
import os, shutil, sys
if sys.argv[1] == "-c":
    sys.version, sys.version_info = "VERSION", tuple(map(int, "VERSION".split(".")))
    sys.modules["pip"] = type(sys)("pip")
    sys.modules["pip"].__version__ = os.environ.get("PIP", "24.0")
    sys.modules.update(dict.fromkeys("LACKS".split()))
    exec(sys.argv[2])
    sys.exit()
print(*sys.argv[2:], file=open(os.environ["CALLS"], "a"))
if sys.argv[2] == "venv":
    shutil.rmtree(sys.argv[-1], ignore_errors=True)
    os.makedirs(sys.argv[-1] + "/bin")
    for name in ("python", "aws"):
        shutil.copy(__file__, sys.argv[-1] + "/bin/" + name)
sys.exit(sys.argv[2] == "pip" and int(os.environ.get("PIP_EXIT", 0)))
"""
MADE = ["venv", "uv", "jupyterlab"]


def python(version: str, lacks: str = "") -> str:
    return PYTHON.replace("VERSION", version).replace("LACKS", lacks)


class Machine:
    """A folder with the project's set-up, and a PATH with nothing on it but what a test puts there."""

    def __init__(self, home: Path) -> None:
        self.project, self.programs, self.log = home / "path with spaces", home / "bin", home / "log"
        self.programs.mkdir()
        for part in PARTS:
            (self.project / part).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / part, self.project / part)
        for name in REAL:
            self.has(name, f'#!/bin/sh\nexec {shutil.which(name)} "$@"')
        for name in ["apt-get", "curl", "node", "chromium-headless-shell"]:
            self.has(name)
        self.has("npm", FAKE + "mkdir -p tests/node_modules")
        self.has("uv", FAKE + "exit ${UV_EXIT:-0}")
        self.has("python3", python("3.11.7"))

    def has(self, name: str, script: str = FAKE) -> None:
        (self.programs / name).write_text(script)
        (self.programs / name).chmod(0o755)

    def make(self, *words: str, path: str = "", **environment: str) -> tuple[int, str]:
        """Run make, which leaves in `calls` what it called. Returns its exit code and what it writes to stderr."""
        self.log.write_text("")
        variables = {"PATH": path + str(self.programs), "CALLS": str(self.log), **environment}
        command = ["make", "-C", self.project, "--no-print-directory", *words]
        done = subprocess.run(command, env=variables, capture_output=True, text=True, timeout=60, check=False)
        self.calls = self.log.read_text().splitlines()
        return done.returncode, done.stderr

    def made(self, *words: str, **environment: str) -> list[str]:
        """The first word of each call of a make that succeeds: venv, pip, uv, npm, jupyterlab, ..."""
        code, stderr = self.make(*words, **environment)
        assert code == 0, stderr
        return [call.split()[0] for call in self.calls]

    def refusal(self, *words: str, **environment: str) -> str:
        """The one sentence that a make which fails says, before make's own last line."""
        code, stderr = self.make(*words, **environment)
        said, last = stderr.splitlines()
        assert (code, said[-1], last[:5]) == (2, ".", "make:")
        return said


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


@pytest.mark.parametrize(("shell", "user", "allowed"), [("dash", "0", " --allow-root"), ("bash", "1000", "")])
def test_make_lab_makes_an_environment_once_and_opens_lesson_01(machine, shell, user, allowed):
    machine.has("sh", f'#!/bin/sh\nexec {shutil.which(shell) or "/bin/sh"} "$@"')
    machine.has("id", f"#!/bin/sh\necho {user}")
    assert machine.made("lab") == MADE
    assert machine.calls[1].endswith(" -r requirements.txt")
    assert machine.made("lab", "ARGS=--no-browser --port 8080") == ["jupyterlab"]
    assert machine.calls[0].endswith(f"/01_create_pool_and_client.ipynb{allowed} --no-browser --port 8080")


def test_make_test_makes_an_environment_of_its_own_once(machine):
    (machine.programs / "chromium-headless-shell").rename(machine.programs / "mine")
    assert machine.made("test", CHROMIUM="mine") == ["npm", "venv", "uv", "pytest"]
    assert machine.calls[2].endswith(" -r tests/requirements.txt")
    assert machine.made("test", "ARGS=-k 'wrong and password'", CHROMIUM="mine") == ["pytest"]
    assert machine.made("lab") == MADE


def test_an_environment_that_no_longer_fits_is_made_anew(machine):
    machine.has("python3.12", python("3.12.1"))
    assert machine.made("lab") == MADE
    assert machine.made("lab", PYTHON="python3.12") == MADE
    (machine.project / "requirements.txt").write_text("another-package\n")
    assert machine.made("lab") == MADE
    machine.project = machine.project.rename(machine.project.with_name("another place"))
    assert machine.made("lab") == MADE
    assert machine.made("lab") == ["jupyterlab"]


def test_an_installation_that_was_cut_short_is_made_anew_but_not_by_itself(machine):
    assert "check the network, " in machine.refusal("lab", UV_EXIT="2", PIP_EXIT="1")
    assert machine.made("lab") == MADE
    (machine.project / ".venv/ready").unlink()
    (machine.project / ".venv/bin/python3").symlink_to("python")
    machine.has("python3", python("3.8.10"))
    assert "python3 is Python 3.8" in machine.refusal("lab", path=f"{machine.project}/.venv/bin:")  # activated


@pytest.mark.parametrize(
    ("environment", "calls"),
    [
        ({"UV_EXIT": "2"}, ["uv", "pip"]),
        ({"NO_UV": ""}, ["pip", "pip"]),  # the fake pip installs none
        ({"UV_EXIT": "2", "PIP": "22.0.4"}, ["uv", "ensurepip", "pip"]),
    ],
)
def test_pip_installs_where_uv_cannot_and_aws_runs_in_a_folder_with_spaces(machine, environment, calls):
    machine.has("show", "#!/bin/sh\naws cognito-idp list-user-pools --query 'UserPools[0].Id'")
    if "NO_UV" in environment:
        (machine.programs / "uv").unlink()
    assert machine.made("lab", "jupyterlab=show", **environment) == ["venv", *calls, "awscli"]
    assert machine.calls[-1] == "awscli cognito-idp list-user-pools --query UserPools[0].Id"
    assert " -r requirements.txt" in machine.calls[-2]


@pytest.mark.parametrize(
    ("goal", "program", "script", "said"),
    [
        ("lab", "python3.12", None, "There is no python3.12: install Python 3.9 or newer"),
        ("lab", "python3.12", "#!/bin/sh\nexit 127", "python3.12 does not run"),  # as with pyenv
        ("lab", "python3.12", python("3.8.10"), "is Python 3.8, but the lessons need 3.9 or newer"),
        ("lab", "python3.12", python("3.12.1", lacks="ensurepip"), "apt install python3.12-venv"),
        ("test", "node", None, "The tests need node: install it"),
        ("test", "chromium-headless-shell", None, "or set CHROMIUM to the Chromium that you have"),
        ("test", "npm", "#!/bin/sh\nexit 1", "check the network, "),
    ],
)
def test_what_is_missing_is_named_and_not_installed(machine, goal, program, script, said):
    machine.made("lab")
    (machine.programs / program).unlink(missing_ok=True)
    if script:
        machine.has(program, script)
    assert said in machine.refusal(goal, PYTHON="python3.12")
    assert machine.calls == []
    assert machine.made("lab") == ["jupyterlab"]
