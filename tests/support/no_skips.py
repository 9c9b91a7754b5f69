"""A pytest plugin: a green run left nothing out.

    python -m pytest -p tests.support.no_skips tests notebooks

The run fails, and says why, when a test or a whole module was skipped, when a test is expected to fail, when
tests were deselected by anything but ``-k`` or ``-m``, and when a folder that it was given ran no test.
It counts under pytest-xdist too.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest


class NoSkips:
    """Notes what ran and what was left out."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.chosen = bool(config.option.keyword or config.option.markexpr)
        self.ran: set[str] = set()
        self.left_out: dict[str, str] = {}

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.skipped:
            self.left_out[report.nodeid] = "skipped"

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.ran.add(report.nodeid)
        if hasattr(report, "wasxfail"):
            self.left_out[report.nodeid] = "expected to fail"
        elif report.skipped:
            self.left_out[report.nodeid] = "skipped"

    def pytest_deselected(self, items: list[pytest.Item]) -> None:
        if not self.chosen:
            self.left_out.update((item.nodeid, "deselected") for item in items)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """An xdist worker ends: only it knows what was deselected."""
        self.left_out.update(getattr(node, "workeroutput", {}).get("left_out", {}))

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if hasattr(self.config, "workeroutput"):
            self.config.workeroutput["left_out"] = self.left_out
            return
        if not self.chosen:
            self.left_out.update((path, "ran no test") for path in self.config.args if self.is_empty(path))
        if self.left_out and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def is_empty(self, argument: str) -> bool:
        """Whether no test of this command line argument, a path or a path::test, ran."""
        asked = Path(self.config.invocation_params.dir, argument.partition("::")[0]).resolve()
        ran = {Path(self.config.rootpath, nodeid.partition("::")[0]).resolve() for nodeid in self.ran}
        return not any(asked == path or asked in path.parents for path in ran)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self.left_out:
            terminalreporter.section("left out, so this run fails", red=True)
            for name, why in sorted(self.left_out.items()):
                terminalreporter.line(f"{why}: {name}")


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(NoSkips(config), "no-skips")
