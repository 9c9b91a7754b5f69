"""`make lab` and `make test` on machines of all sorts: what they run, and what they say when they cannot.

The machine is made of pretended programs: a python3 that notes what it is asked and can be old, without venv
or without network, and an npm, an apt-get and a Chromium of the same kind. What answers is the real Makefile
with the real tools/environment.sh, in a folder with spaces in its name.
"""

from __future__ import annotations

import os
import pty
import shlex
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tools.lessons import ROOT

PARTS = [
    "Makefile",
    "tools/environment.sh",
    "requirements.txt",
    "tests/requirements.txt",
    "tests/package.json",
]
EVERYWHERE = ["make", "sh", "cat", "chmod", "cmp", "cp", "dirname", "grep", "mkdir", "rm", "sed", "sleep", "tail"]
NO_NETWORK = "WARNING: Retrying (Retry(total=4)) after connection broken by 'NewConnectionError'"

# What it is asked by -c, a real Python answers, made to look like the pretended one. pip and uv do what $PIP_SAYS
# and $PIP_EXIT want, after $PIP_TAKES seconds.
PYTHON = """
echo "python $*" >>"$CALLS"
case "$1 $2" in
"-c "*) exec {real} -c "import sys
sys.version, sys.version_info = '{version}', ({version_info})
sys.modules.update(dict.fromkeys({lacks}))
exec(sys.argv[1])" "$2" ;;
"-m venv") mkdir -p .venv/bin && cp "$0" .venv/bin/python && exit ${{VENV_EXIT:-0}} ;;
"-m pip" | "-m uv")
    echo "${{PIP_SAYS:-Installing collected packages}}"; sleep ${{PIP_TAKES:-0}}; exit ${{PIP_EXIT:-0}} ;;
esac
"""
NPM = 'echo "npm $*" >>"$CALLS"; mkdir -p tests/node_modules; exit ${NPM_EXIT:-0}'


class Machine:
    """A folder with the project's set-up, and a PATH with nothing in it but what a test puts there."""

    def __init__(self, home: Path) -> None:
        self.project = home / "path with spaces"
        self.programs = home / "bin"
        self.log = home / "calls"
        self.programs.mkdir()
        for name in EVERYWHERE:
            (self.programs / name).symlink_to(shutil.which(name))
        for part in PARTS:
            (self.project / part).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / part, self.project / part)
        self.has("id", "echo 1000")
        self.has("uname", "echo Darwin")  # whose locales are its own

    def has(self, name: str, script: str = "") -> None:
        (self.programs / name).write_text(f"#!/bin/sh\n{script}\n")
        (self.programs / name).chmod(0o755)

    def has_python(self, name: str = "python3", version: str = "3.11.7", lacks: tuple[str, ...] = ()) -> None:
        real, numbers = shlex.quote(sys.executable), version.replace(".", ", ")
        self.has(name, PYTHON.format(real=real, version=version, version_info=numbers, lacks=lacks))

    def has_all_that_tests_need(self) -> None:
        self.has_python()
        for name in ["node", "curl", "chromium-headless-shell"]:
            self.has(name)
        self.has("npm", NPM)

    def make(self, *words: str, activated: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
        """Run make; ``calls`` then tells what it asked of the pretended programs."""
        return subprocess.run(
            ["make", *words],
            **self.surroundings(activated, environment),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def make_on_a_terminal(self, *words: str, **environment: str) -> tuple[int, str]:
        """Run make as a person does. Returns its exit status and all that the terminal was sent."""
        terminal, programs_end = pty.openpty()
        make = subprocess.Popen(
            ["make", *words], **self.surroundings("", environment), stdout=programs_end, stderr=programs_end
        )
        os.close(programs_end)
        sent = b""
        with suppress(OSError):  # Linux: nobody has the other end any more
            while some := os.read(terminal, 1024):
                sent += some
        os.close(terminal)
        return make.wait(60), sent.decode().replace("\r\n", "\n")

    def surroundings(self, activated: str, environment: dict[str, str]) -> dict[str, Any]:
        self.log.write_text("")
        path = os.pathsep.join(filter(None, [activated, str(self.programs)]))
        variables = {"PATH": path, "CALLS": str(self.log), **environment}
        return {"cwd": self.project, "env": variables, "stdin": subprocess.DEVNULL}

    @property
    def calls(self) -> list[str]:
        """What was done, a word each, like venv, pip, jupyterlab or npm; questions by -c do nothing."""
        lines = [line.split() for line in self.log.read_text().splitlines()]
        done = [words for words in lines if words[:2] != ["python", "-c"]]
        return [words[2] if words[:2] == ["python", "-m"] else words[0] for words in done]

    def asked(self, word: str) -> str:
        """The one line that names ``word``."""
        (line,) = (line for line in self.log.read_text().splitlines() if f" {word}" in line)
        return line


def sentence(result: subprocess.CompletedProcess[str]) -> str:
    """The one thing that a failed make says, besides make's own last line."""
    assert result.returncode != 0
    said, *last = result.stderr.splitlines()
    assert [line.partition(" ")[0] for line in last] == ["make:"]
    assert said.endswith(".")
    return said


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


# --- all goes well


def test_make_lab_makes_everything_and_opens_lesson_01(machine):
    machine.has_python()
    assert machine.make("lab").returncode == 0
    assert machine.calls == ["venv", "pip", "pip", "jupyterlab"]
    assert machine.asked("-r").endswith("-r requirements.txt")
    assert "notebooks/01_create_pool_and_client.ipynb" in machine.asked("jupyterlab")


def test_the_second_time_nothing_is_made_or_installed(machine):
    machine.has_python()
    machine.make("lab")
    assert machine.make("lab").returncode == 0
    assert machine.calls == ["jupyterlab"]


def test_options_reach_jupyterlab(machine):
    machine.has_python()
    machine.make("lab", "ARGS=--no-browser --port 8080")
    assert machine.asked("jupyterlab").endswith(" --no-browser --port 8080")


def test_an_option_with_spaces_stays_in_one_piece(machine):
    machine.has_python()
    machine.has("show", "printf '<%s>' \"$@\"")
    assert machine.make("lab", "jupyterlab=show", "ARGS=-k 'wrong and password'").stdout.endswith(
        "<-k><wrong and password>"
    )


@pytest.mark.parametrize(("user", "allowed"), [("0", True), ("1000", False)])
def test_only_root_is_allowed_to_run_as_root(machine, user, allowed):
    machine.has_python()
    machine.has("id", f"echo {user}")
    machine.make("lab")
    assert ("--allow-root" in machine.asked("jupyterlab")) is allowed


def test_the_aws_command_runs_in_a_folder_with_spaces(machine):
    machine.has_python()
    machine.has("show", "aws cognito-idp list-user-pools --query 'UserPools[0].Id'")
    machine.make("lab", "jupyterlab=show")
    assert machine.asked("awscli").endswith("-m awscli cognito-idp list-user-pools --query UserPools[0].Id")


def test_a_changed_list_is_installed_again_in_the_same_venv(machine):
    machine.has_python()
    machine.make("lab")
    with (machine.project / "requirements.txt").open("a") as requirements:
        requirements.write("another-package\n")
    machine.make("lab")
    assert machine.calls == ["pip", "pip", "jupyterlab"]


def test_another_python_makes_the_venv_anew_and_stays(machine):
    machine.has_python()
    machine.has_python("python3.12", version="3.12.1")
    machine.make("lab")
    machine.make("lab", PYTHON="python3.12")
    assert machine.calls == ["venv", "pip", "pip", "jupyterlab"]
    machine.make("lab", PYTHON="python3.12")
    assert machine.calls == ["jupyterlab"]
    machine.make("lab")
    assert machine.calls == ["jupyterlab"]


def test_a_moved_folder_gets_a_venv_that_knows_its_place(machine):
    machine.has_python()
    machine.make("lab")
    machine.project = machine.project.rename(machine.project.with_name("another place"))
    machine.make("lab")
    assert machine.calls == ["venv", "pip", "pip", "jupyterlab"]


def test_make_test_installs_for_the_lessons_too(machine):
    machine.has_all_that_tests_need()
    assert machine.make("test").returncode == 0
    assert machine.calls == ["venv", "pip", "uv", "npm", "pytest"]
    assert machine.asked("-r").endswith("-r tests/requirements.txt")
    machine.make("test")
    assert machine.calls == ["pytest"]
    machine.make("lab")
    assert machine.calls == ["jupyterlab"]


def test_make_lists_what_it_can_do(machine):
    words = machine.make("help").stdout.split()
    assert {"lab", "test", "bench"} <= set(words)


# --- what takes long

SLOW = {"PIP_TAKES": "2", "PIP_SAYS": "Collecting jupyterlab"}


def test_a_terminal_shows_the_seconds_and_what_pip_is_at_and_then_clears_the_line(machine):
    machine.has_python()
    status, sent = machine.make_on_a_terminal("lab", **SLOW)
    *shown, last = sent.split("\r")
    assert status == 0
    assert "   1 s  Collecting jupyterlab" in [line.rstrip() for line in shown]
    assert (shown[-1].strip(), last) == ("", "")


def test_elsewhere_a_line_says_it_once(machine):
    machine.has_python()
    said = machine.make("lab", **SLOW).stdout
    assert (
        said == "Making .venv with Python 3.11 ...\nInstalling Python packages for make lab, about a minute ...\n"
    )


def test_a_failure_on_a_terminal_is_a_failure_and_its_sentence_comes_last(machine):
    machine.has_python()
    status, sent = machine.make_on_a_terminal("lab", PIP_EXIT="1", **{**SLOW, "PIP_SAYS": NO_NETWORK})
    said, *last = sent.rpartition("\r")[2].splitlines()
    assert status != 0
    assert said.startswith("There is no way to the package index")
    assert [line.partition(" ")[0] for line in last] == ["make:"]
    assert (machine.project / ".venv/pip.log").read_text() == f"{NO_NETWORK}\n"


# --- a Python that will not do


def test_no_python_at_all(machine):
    said = sentence(machine.make("lab"))
    assert "no python3" in said
    assert "install Python 3.9 or newer" in said


def test_a_python_that_is_too_old(machine):
    machine.has_python(version="3.8.10")
    said = sentence(machine.make("lab"))
    assert "python3 is Python 3.8" in said
    assert "PYTHON=python3.12 make lab" in said


def test_a_python_without_venv(machine):
    machine.has_python(lacks=("ensurepip",))
    assert "sudo apt install python3-venv" in sentence(machine.make("lab"))


def test_a_second_python_without_venv_names_its_own_package(machine):
    machine.has_python("python3.12", version="3.12.1", lacks=("ensurepip",))
    assert "python3.12-venv" in sentence(machine.make("lab", PYTHON="python3.12"))


def test_a_python_that_is_only_a_name(machine):
    machine.has("python3.12", "echo 'pyenv: python3.12: command not found' >&2; exit 127")
    assert "python3.12 does not run here" in sentence(machine.make("lab", PYTHON="python3.12"))


def test_a_python_that_will_not_do_leaves_the_venv_alone(machine):
    machine.has_python()
    machine.has_python("python3.8", version="3.8.10")
    machine.make("lab")
    sentence(machine.make("lab", PYTHON="python3.8"))
    assert machine.make("lab").returncode == 0
    assert machine.calls == ["jupyterlab"]


# --- something goes wrong on the way


def test_without_network_pip_says_so_and_the_next_run_takes_it_up(machine):
    machine.has_python()
    assert "check the network" in sentence(machine.make("lab", PIP_EXIT="1", PIP_SAYS=NO_NETWORK))
    assert not list((machine.project / ".venv").glob("ready*"))
    assert machine.make("lab").returncode == 0
    assert machine.calls == ["pip", "pip", "jupyterlab"]


def test_another_trouble_of_pips_is_not_called_the_network(machine):
    machine.has_python()
    said = sentence(machine.make("lab", PIP_EXIT="1", PIP_SAYS="ERROR: No space left on device"))
    assert "network" not in said
    assert ".venv/pip.log" in said
    assert "No space left" in (machine.project / ".venv/pip.log").read_text()


@pytest.mark.parametrize(
    ("goal", "said"),
    [("lab", "Installing collected packages: jupyterlab"), ("test", "Prepared 141 packages in 13s")],
)
def test_an_install_that_was_cut_short_is_not_trusted(machine, goal, said):
    machine.has_python()
    machine.make(goal, PIP_EXIT="137", PIP_SAYS=said)
    assert machine.make("lab").returncode == 0
    assert machine.calls == ["venv", "pip", "pip", "jupyterlab"]


def test_a_venv_that_was_cut_short_is_not_trusted(machine):
    machine.has_python()
    assert ".venv/venv.log" in sentence(machine.make("lab", VENV_EXIT="1"))
    assert machine.make("lab").returncode == 0
    assert machine.calls == ["venv", "pip", "pip", "jupyterlab"]


def test_an_activated_venv_does_not_answer_for_the_python_that_makes_it_anew(machine):
    machine.has_python(version="3.8.10")
    machine.has_python("python3.12", version="3.12.1")
    machine.make("lab", PYTHON="python3.12")
    activated = machine.project / ".venv/bin"
    (activated / "python3").symlink_to("python")
    (machine.project / ".venv/made").unlink()
    assert "python3 is Python 3.8" in sentence(machine.make("lab", activated=str(activated)))


def test_a_failed_install_of_the_tests_leaves_the_lessons_ready(machine):
    machine.has_all_that_tests_need()
    machine.make("lab")
    sentence(machine.make("test", PIP_EXIT="1", PIP_SAYS=NO_NETWORK))
    assert machine.make("lab").returncode == 0
    assert machine.calls == ["jupyterlab"]


# --- what only the tests need


@pytest.mark.parametrize(("user", "system"), [("1000", "apt-get"), ("0", "dnf")])
def test_who_cannot_apt_get_is_told_which_programs_the_tests_need(machine, user, system):
    machine.has_all_that_tests_need()
    for name in ["chromium-headless-shell", "node"]:
        (machine.programs / name).unlink()
    machine.has("id", f"echo {user}")
    machine.has(system)
    assert "sudo apt install chromium-headless-shell nodejs)" in sentence(machine.make("test"))


def test_root_on_debian_gets_the_programs_that_are_missing(machine):
    machine.has_all_that_tests_need()
    (machine.programs / "chromium-headless-shell").rename(machine.programs / "later")
    machine.has("id", "echo 0")
    later, now = machine.programs / "later", machine.programs / "chromium-headless-shell"
    machine.has("apt-get", f"echo \"apt-get $*\" >>\"$CALLS\"; cp '{later}' '{now}'")
    assert machine.make("test").returncode == 0
    assert machine.calls == ["venv", "pip", "uv", "apt-get", "apt-get", "npm", "pytest"]
    assert machine.asked("install -y").endswith(" chromium-headless-shell")


def test_a_failing_apt_get_says_where_to_read_why(machine):
    machine.has_all_that_tests_need()
    (machine.programs / "chromium-headless-shell").unlink()
    machine.has("id", "echo 0")
    machine.has("apt-get", "exit 100")
    assert ".venv/apt.log" in sentence(machine.make("test"))


def test_a_chromium_that_apt_get_puts_elsewhere_is_asked_for(machine):
    machine.has_all_that_tests_need()
    (machine.programs / "chromium-headless-shell").unlink()
    machine.has("id", "echo 0")
    machine.has("apt-get")
    assert "set CHROMIUM to the path" in sentence(machine.make("test"))


def test_a_chromium_of_your_own_will_do(machine):
    machine.has_all_that_tests_need()
    mine = (machine.programs / "chromium-headless-shell").rename(machine.programs / "my browser")
    assert machine.make("test", CHROMIUM=str(mine)).returncode == 0


def test_node_packages_that_failed_are_installed_again(machine):
    machine.has_all_that_tests_need()
    assert "npm could not install" in sentence(machine.make("test", NPM_EXIT="1"))
    assert machine.make("test").returncode == 0
    assert machine.calls == ["npm", "pytest"]
