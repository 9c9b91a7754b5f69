"""The badges: none without a repository on GitHub, and in a clone that has one, those of its own."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys

from tools import badges
from tools.lessons import ROOT

NOT_COPIED = shutil.ignore_patterns(".git", ".venv*", ".nox", ".*_cache", "node_modules", "__pycache__", "_site")
# All but running the lessons.
MAIN = "from tools import author; author.run = lambda path, fresh: None; author.main()"
NO_BADGES = "This project has no badges for Colab, Binder and Codespaces: its remote `origin` is not on GitHub."
LINKS = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/lessons/test_links.py")


ADDRESSES = """
https://github.com/ada/log-in.git  https://github.com/ada/log-in/  https://token:secret@github.com/ada/log-in
git@github.com:ada/log-in.git  ssh://git@github.com/ada/log-in.git  ssh://git@ssh.github.com:443/ada/log-in.git
"""
OTHERS = "https://gitlab.com/ada/a  git@github.com.evil.test:a/b  https://notgithub.com/a/b  /srv/github.com/a"


def test_a_repository_on_github_is_known_by_each_of_its_addresses():
    assert {badges.repository(address) for address in ADDRESSES.split()} == {"ada/log-in"}
    assert {badges.repository(address) for address in ["", *OTHERS.split()]} == {""}


def test_a_clone_gets_the_badges_of_its_own_repository(tmp_path):
    clone = shutil.copytree(ROOT, tmp_path / "clone", ignore=NOT_COPIED)

    def run(*command: str) -> str:
        return subprocess.run(command, cwd=clone, check=True, capture_output=True, text=True).stdout

    def written(origin: str) -> tuple[str, str]:
        """What the command says, and README and the first lesson as it writes them."""
        run("git", "remote", "set-url", "origin", origin)
        said = run(sys.executable, "-c", MAIN, "01").splitlines()[0]
        return said, "".join(
            (clone / name).read_text(encoding="utf-8") for name in ("README.md", f"notebooks/{first}")
        )

    first = badges.LESSONS[0].name
    run("git", "init", "-q")
    run("git", "remote", "add", "origin", "nowhere")
    said, without = written("https://token@gitlab.com/ada/log-in.git")
    assert said == NO_BADGES
    assert "Open in" not in without
    said, text = written("git@github.com:ada/log-in.git")
    assert said == "The badges open ada/log-in on Colab, Binder and Codespaces."
    run(sys.executable, *LINKS)
    assert re.findall(r"\]\((https:[^)]*ada/log-in[^)]*)\)", text) == 2 * [
        f"https://colab.research.google.com/github/ada/log-in/blob/HEAD/notebooks/{first}",
        f"https://mybinder.org/v2/gh/ada/log-in/HEAD?urlpath=lab/tree/notebooks/{first}",
        "https://codespaces.new/ada/log-in",
    ]
    assert {(clone / image).exists() for image in re.findall(r"\]\((notebooks/images/open_\w+\.svg)\)", text)} == {
        True
    }
    assert written("https://github.com/ada/log-in") == (said, text)
    assert written("https://gitlab.com/ada/log-in")[1] == without
