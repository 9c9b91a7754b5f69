"""What is measured against, in a folder of its own that can be thrown away: .venv-bench."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

from .measure import ROOT, tell

HOME = ROOT / ".venv-bench"
COGNITO_LOCAL = "cognito-local@5.3.0"


def run(*command: Any) -> None:
    subprocess.run([str(word) for word in command], check=True, stdout=sys.stderr)


def new_venv(folder: Path) -> Path:
    """A new environment in this folder, with nothing in it but pip. Returns the folder."""
    run(sys.executable, "-m", "venv", "--clear", folder)
    return folder


@cache
def stock_moto() -> Path:
    """``moto_server``, of the same moto as ours."""
    from moto import __version__

    command = HOME / "moto/bin/moto_server"
    if not command.exists():
        tell("installing moto[server]")
        python = new_venv(HOME / "moto") / "bin/python"
        run(python, "-m", "pip", "install", "--quiet", f"moto[server]=={__version__}")
    return command


@cache
def cognito_local() -> Path:
    """The script that starts cognito-local, to be run by node."""
    folder = HOME / "cognito-local"
    if not folder.exists():
        tell(f"installing {COGNITO_LOCAL}")
        run(
            "npm",
            "install",
            "--silent",
            "--no-audit",
            "--no-fund",
            "--ignore-scripts",
            "--prefix",
            folder,
            COGNITO_LOCAL,
        )
    return folder / "node_modules/cognito-local/lib/bin/start.js"


@cache
def wheels() -> Path:
    """A folder with all packages of requirements.txt, so that installing needs no network."""
    folder = HOME / "wheels"
    tell("fetching the packages of requirements.txt")
    run(sys.executable, "-m", "pip", "wheel", "--quiet", "-w", folder, "-r", ROOT / "requirements.txt")
    return folder
