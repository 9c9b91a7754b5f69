"""tests/no_skips.py: what `make test` calls green."""

from __future__ import annotations

import pytest

from tools.lessons import ROOT

pytest_plugins = ["pytester"]

LEAVES_OUT = {
    "a skipped test": "import pytest\n@pytest.mark.skip\ndef test_it(): pass",
    "a skip from inside": "import pytest\ndef test_it(): pytest.skip('later')",
    "a skipped module": "import pytest\npytest.importorskip('no_such_module')",
    "a test that fails as expected": "import pytest\n@pytest.mark.xfail\ndef test_it(): assert False",
    "a test that passes against expectation": "import pytest\n@pytest.mark.xfail\ndef test_it(): pass",
}
DESELECT = """
def pytest_collection_modifyitems(config, items):
    config.hook.pytest_deselected(items=[items.pop()])
"""


@pytest.fixture(params=[(), ("-p", "xdist.plugin", "-n", "1")], ids=["one process", "a worker"])
def run(request, pytester, monkeypatch):
    """A function: run pytest in a folder of its own, and get its exit code and its output."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")  # nbval and hypothesis take their time to load
    pytester.makepyfile(test_sound="def test_one(): pass\ndef test_two(): pass")

    def run(*options):
        result = pytester.runpytest_inprocess("-p", "tests.support.no_skips", *request.param, *options)
        return result.ret, result.stdout.str()

    return run


def test_a_run_that_leaves_nothing_out_is_green(run):
    code, output = run()
    assert code == 0
    assert "left out" not in output


@pytest.mark.parametrize("source", LEAVES_OUT.values(), ids=LEAVES_OUT)
def test_a_run_that_leaves_something_out_fails(run, pytester, source):
    pytester.makepyfile(test_other=source)
    code, output = run()
    assert code == 1
    assert "left out, so this run fails" in output
    assert "test_other.py" in output


def test_a_test_that_is_deselected_behind_our_back_fails_the_run(run, pytester):
    pytester.makeconftest(DESELECT)
    code, output = run()
    assert code == 1
    assert "deselected: test_sound.py::test_two" in output


def test_a_test_that_is_not_asked_for_may_be_left_out(run):
    code, output = run("-k", "one")
    assert code == 0
    assert "left out" not in output


def test_a_folder_without_a_test_fails_the_run(run, pytester):
    pytester.mkdir("empty")
    code, output = run("test_sound.py", "empty")
    assert code == 1
    assert "ran no test: empty" in output


def test_a_run_without_a_test_fails(run):
    assert run("-k", "nothing_is_called_so")[0] == pytest.ExitCode.NO_TESTS_COLLECTED
