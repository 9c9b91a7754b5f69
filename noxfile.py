"""The lessons and their tests in other environments than that of `make test`.

nox --list           what there is
nox                  all that .ci/run checks; a Python that is not here is listed as skipped
nox -s tests-3.14    one of them
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import nox

nox.needs_version = ">=2026.10"
nox.options.default_venv_backend = "uv"
nox.options.download_python = "never"
nox.options.error_on_missing_interpreters = False
nox.options.allow_parallel = True
nox.options.parallel = "auto"
nox.options.sessions = ["tests-3.9", "colab", "oldest", "lessons", "pages", "lint"]  # the longest first

# pyenv shows only the Pythons that are switched on. This switches on all of them.
PYENV = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
os.environ["PYENV_VERSION"] = ":".join(path.name for path in PYENV.glob("versions/3.*"))

TEST_PACKAGES = ("-r", "tests/requirements.txt")
PYTEST = ("python", "-m", "pytest", "-q", "-p", "no:cacheprovider")
OLD_PACKAGES = {"PYTEST_ADDOPTS": "-W ignore"}  # newer versions fixed what these warn of
NBVAL = (
    *PYTEST,
    *("-p", "tests.support.kernels"),
    "--nbval",
    "--nbval-sanitize-with=tests/sanitize.cfg",
    "notebooks",
    "--ignore=notebooks/solutions",
)


@nox.session(python=["3.9", "3.10", "3.11", "3.12", "3.13", "3.14"])
def tests(session: nox.Session) -> None:
    """The lessons, and the tests that need only Python. Cloud9 has 3.9."""
    session.install(*TEST_PACKAGES)
    folders = ("tests/local_cognito", "tests/helpers")
    session.run(*NBVAL, *folders, "-m", "not (browser or once or nox)", *session.posargs)


@nox.session(python=["3.12", "3.14"])  # 3.11 is the one of `make test` on Debian 12; others run all lessons, too
def lessons(session: nox.Session) -> None:
    """The lessons, with nothing installed but what a learner has."""
    session.install("-r", "requirements.txt")
    session.run(*NBVAL, *session.posargs)


@nox.session(python="3.10")
def oldest(session: nox.Session) -> None:
    """The lessons in foul weather, with the oldest packages that requirements.txt allows."""
    session.install("--resolution=lowest-direct", *TEST_PACKAGES, "botocore")  # else not the oldest boto3
    session.run(*PYTEST, "-m", "nox", "tests/surroundings/test_foul_weather.py", env=OLD_PACKAGES)


@nox.session(python="3.13")
def newest(session: nox.Session) -> None:
    """The lessons and the local Cognito without the upper bounds of requirements.txt: which bound can go?"""
    session.install(*TEST_PACKAGES)
    session.install("--upgrade", *re.findall(r"^[\w-]+(?=.*<)", Path("requirements.txt").read_text(), re.M))
    session.run(*NBVAL, "tests/local_cognito", "-m", "not (once or nox)", *session.posargs)


@nox.session(python="3.13")
def stock_moto(session: nox.Session) -> None:
    """What moto gets wrong as it comes from its registry: the last column in local_cognito/README.md.

    Run it when you have changed the table. A newer moto may change the column, too, and that is no reason for a
    commit to fail: GitHub runs this each week.
    """
    session.install(*TEST_PACKAGES)
    session.run(*PYTEST, "-m", "nox", "tests/local_cognito/test_stock_moto.py")


@nox.session(python="3.13")
def colab(session: nox.Session) -> None:
    """The lessons with Google Colab's packages."""
    session.install("-r", "tests/colab.txt")
    session.run(*PYTEST, "-m", "nox", "--noconftest", "tests/surroundings/test_colab.py", env=OLD_PACKAGES)


@nox.session
def pages(session: nox.Session) -> None:
    """The pages: every link leads somewhere, and every picture has an alternative text."""
    session.install("-r", "pages/requirements.txt")
    site = str(Path(session.create_tmp()).resolve() / "site")
    session.run("python", "-m", "sphinx", "-qWEc", "pages", ".", site)
    session.run("python", "pages/check.py", site)


@nox.session(venv_backend="none")
def lint(session: nox.Session) -> None:
    """ruff and mypy."""
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("mypy", "local_cognito", "helpers")
