"""The hint below a `NameError`: it comes when it helps, and only then."""

from __future__ import annotations

import subprocess
import sys
from types import ModuleType

import pytest
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from helpers import hints


class Shell(InteractiveShell):
    """An IPython without history. `shown` has the lines that it showed about the latest error."""

    def __init__(self) -> None:
        super().__init__(config=Config(HistoryManager={"enabled": False}))
        self.shown: list[str] = []

    def _showtraceback(self, kind: type, error: BaseException, lines: list[str]) -> None:
        self.shown = lines


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch) -> Shell:
    shell = Shell()
    monkeypatch.setattr("IPython.get_ipython", lambda: shell)
    return shell


@pytest.mark.parametrize(
    "cell",
    [
        "tokens",
        "def log_in():\n    return tokens\n\nlog_in()",
        "try:\n    pass\nexcept ValueError as error:\n    refusal = error\n\nprint(refusal)",
    ],
)
def test_a_name_without_a_value_gets_the_usual_traceback_and_the_hint(shell: Shell, cell: str) -> None:
    hints.explain_name_errors()
    result = shell.run_cell(cell)
    *usual, hint = shell.shown
    assert isinstance(result.error_in_exec, NameError)
    assert str(result.error_in_exec) in usual[-1]
    assert "---->" in "".join(usual)
    assert hint == hints.NAMES_COME_FROM_ABOVE


@pytest.mark.parametrize("cell", ["helper.run()", "1 / 0", "def f():\n    x = y\n    y = 1\n\nf()", "print("])
def test_any_other_error_gets_no_hint(shell: Shell, cell: str) -> None:
    hints.explain_name_errors()
    helper = ModuleType("helper")
    exec("def run():\n    return not_there", helper.__dict__)
    shell.push({"helper": helper})
    assert not shell.run_cell(cell).success
    assert shell.shown
    assert hints.NAMES_COME_FROM_ABOVE not in shell.shown


def test_the_lab_installs_the_hint_and_its_own_errors_have_no_traceback(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COGNITO_LAB", "aws")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "local")
    shell.run_cell("from helpers import lab; lab.start(1)")
    assert [line.partition(".")[0] for line in shell.shown] == ["The lab cannot start"]
    shell.run_cell("tokens")
    assert shell.shown[-1] == hints.NAMES_COME_FROM_ABOVE


def test_another_handler_of_errors_is_kept(shell: Shell) -> None:
    seen: list[object] = []
    shell.set_custom_exc((ImportError,), lambda *error, **_: seen.append(error))
    hints.explain_name_errors()
    shell.run_cell("import not_there")
    assert seen


def test_ipython_is_not_imported_outside_jupyter() -> None:
    code = "import sys; from helpers.hints import *; explain_name_errors(); assert 'IPython' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
