"""Badges that open README and lessons on Colab, Binder and Codespaces, below the title of each.

They name the repository on GitHub, so a copy of this project gets its own when its author runs `make lessons`. The
committed files have none as long as there is no such repository. The pictures are files of this project: a lesson
that is open in JupyterLab fetches nothing from elsewhere.
"""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

from tools.lessons import LESSONS, NOTEBOOKS, ROOT

README = ROOT / "README.md"
SERVICES = {  # HEAD is the repository's main branch, whatever its name
    "Colab": "https://colab.research.google.com/github/{repository}/blob/HEAD/{page}",
    "Binder": "https://mybinder.org/v2/gh/{repository}/HEAD?urlpath=lab/tree/{page}",
    "Codespaces": "https://codespaces.new/{repository}",
}
# https://github.com/owner/name.git, git@github.com:owner/name.git, ssh://git@ssh.github.com:443/owner/name, ...
ON_GITHUB = re.compile(
    r"(?:(?:https?|git|ssh)://)?(?:[^/@]+@)?(?:www\.|ssh\.)?github\.com(?::\d+/|[:/])/?"
    r"([\w-]+/[\w.-]+?)(?:\.git)?/?",
    re.I,
)
BADGES = re.compile(r"\n\n(\[!\[Open in .*)")


def origin(project: Path = ROOT) -> str:
    """The address of git's remote `origin`; empty if there is none."""
    command = ["git", "-C", str(project), "remote", "get-url", "origin"]
    return subprocess.run(command, capture_output=True, text=True).stdout.strip()


def repository(address: str) -> str:
    """The name of a repository on GitHub, such as owner/name; empty if this is not the address of one."""
    found = ON_GITHUB.fullmatch(address)
    return found[1] if found else ""


def line(page: Path, repository: str) -> str:
    """The badges of a page; empty without a repository. README opens the first lesson."""
    if not repository:
        return ""
    lesson = (LESSONS[0] if page == README else page).relative_to(ROOT).as_posix()
    images = Path(os.path.relpath(NOTEBOOKS / "images", page.parent)).as_posix()
    return " ".join(
        f"[![Open in {name}]({images}/open_in_{name.lower()}.svg)]({address})".format(
            repository=repository, page=lesson
        )
        for name, address in SERVICES.items()
    )


def found(text: str) -> str:
    """The badges of a page; empty if it has none."""
    badges = BADGES.search(text)
    return badges[1] if badges else ""


def with_badges(text: str, badges: str) -> str:
    """A page with these badges below its title, in place of earlier ones; without any if there are none."""
    title, newline, rest = BADGES.sub("", text, count=1).partition("\n")
    return f"{title}\n\n{badges}{newline}{rest}" if badges else f"{title}{newline}{rest}"


def in_words(address: str) -> str:
    """What the badges open, or why there are none. An address may contain a token, so it is not shown."""
    if name := repository(address):
        return f"The badges open {name} on Colab, Binder and Codespaces."
    reason = "its remote `origin` is not on GitHub" if address else "it has no remote `origin` in git"
    return f"This project has no badges for Colab, Binder and Codespaces: {reason}."
