"""The line under a `NameError`: where it helps, and nowhere else."""

from __future__ import annotations

import subprocess
import sys
from types import ModuleType

import pytest
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from helpers import hints

WAITS = "try:\n    pass\nexcept ValueError as error:\n    refusal = error\n\nprint(refusal)"


class Shell(InteractiveShell):
    """An IPython of its own, which remembers nothing; `shown` is what it shows of errors."""

    def __init__(self) -> None:
        super().__init__(config=Config(HistoryManager={"enabled": False}))
        self.shown: list[str] = []

    def _showtraceback(self, kind: type, error: BaseException, lines: list[str]) -> None:
        self.shown = lines


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch) -> Shell:
    shell = Shell()
    monkeypatch.setattr("IPython.get_ipython", lambda: shell)
    hints.explain_name_errors()
    return shell


@pytest.mark.parametrize("cell", ["tokens", "def log_in():\n    return tokens\n\nlog_in()", WAITS])
def test_a_name_without_a_value_gets_the_usual_traceback_and_the_line(shell: Shell, cell: str) -> None:
    result = shell.run_cell(cell)
    *usual, line = shell.shown
    assert isinstance(result.error_in_exec, NameError)
    assert str(result.error_in_exec) in usual[-1]
    assert "---->" in "".join(usual)
    assert line == hints.NAMES_COME_FROM_ABOVE


@pytest.mark.parametrize(
    "cell", ["helper.run()", "1 / 0", "def f():\n    x = y\n    y = 1\n\nf()", "print(", "raise SystemExit"]
)
def test_every_other_error_is_shown_as_ever(shell: Shell, cell: str) -> None:
    helper = ModuleType("helper")
    exec("def run():\n    return not_there", helper.__dict__)
    shell.push({"helper": helper})
    assert not shell.run_cell(cell).success
    assert hints.NAMES_COME_FROM_ABOVE not in shell.shown
    assert shell.shown


def test_who_shows_errors_in_a_way_of_their_own_goes_on_doing_so(monkeypatch: pytest.MonkeyPatch) -> None:
    shell, seen = Shell(), []
    shell.set_custom_exc((ImportError,), lambda *error, **_: seen.append(error))
    monkeypatch.setattr("IPython.get_ipython", lambda: shell)
    hints.explain_name_errors()
    shell.run_cell("import not_there")
    assert seen


def test_outside_jupyter_nothing_happens_and_ipython_is_not_fetched() -> None:
    code = (
        "import sys; from helpers import hints as h; h.explain_name_errors(); assert 'IPython' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
