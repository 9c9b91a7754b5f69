"""In local mode nothing leaves the machine, whatever a learner's environment says.

nbval runs each lesson, and compares its outputs, in a network namespace that has only loopback, with environment
variables that point elsewhere in every way we know. All Python processes there, kernels and the AWS CLI among
them, write down each attempt to reach another machine (tests/support/watch).
"""

from __future__ import annotations

import os
import subprocess
import sys
import warnings
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.support.lessons import NBVAL
from tools.lessons import LESSONS, ROOT

ELSEWHERE = "http://elsewhere.invalid:3128"
POINTING_ELSEWHERE = {
    "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    "AWS_SESSION_TOKEN": "real-looking",
    "AWS_PROFILE": "no-such-profile",
    "AWS_DEFAULT_REGION": "ap-south-1",
    "AWS_ENDPOINT_URL": ELSEWHERE,
    "AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER": ELSEWHERE,
    **{f"{scheme}_PROXY": ELSEWHERE for scheme in ("HTTP", "HTTPS", "ALL")},
    **{f"{scheme}_proxy": ELSEWHERE for scheme in ("http", "https", "all")},
    "HOME": "/dev/null",  # nobody, not even root, can make a file in it
}
ONLY_LOOPBACK = """
import fcntl, os, socket, struct, sys
assert [name for _, name in socket.if_nameindex()] == ["lo"]
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
    fcntl.ioctl(control, 0x8914, struct.pack("16sh14x", b"lo", 1))  # SIOCSIFFLAGS, IFF_UP
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""


class Watched(NamedTuple):
    """Runs Python with these words in front of its arguments, and logs where it tries to go."""

    command: list[str]
    log: Path

    def python(self, *arguments: str, **environment: str) -> None:
        watch = {"PYTHONPATH": str(ROOT / "tests/support/watch"), "WATCH": str(self.log)}
        settings = {**os.environ, **watch, **environment}
        command = [*self.command, *arguments]
        done = subprocess.run(command, cwd=ROOT, env=settings, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr

    def tries(self) -> list[str]:
        return [line for line in self.log.read_text().splitlines() if not line.startswith("started")]

    def started(self, words: str) -> bool:
        """Whether a Python process was started with these words on its command line."""
        return any(words in line for line in self.log.read_text().splitlines() if line.startswith("started"))


@pytest.fixture(scope="module")
def alone() -> list[str]:
    """The command that runs Python in a network namespace of its own."""
    command = ["unshare", "--map-root-user", "--net", sys.executable, "-c", ONLY_LOOPBACK]
    try:
        subprocess.run([*command, "-c", "pass"], check=True, capture_output=True, timeout=60)
    except (OSError, subprocess.CalledProcessError) as error:
        warnings.warn(f"This machine has no network namespaces, only the watch: {error}", stacklevel=1)
        return [sys.executable]
    return command


@pytest.fixture
def watched(alone: list[str], tmp_path: Path) -> Watched:
    return Watched(alone, tmp_path / "log")


def test_the_lessons_show_what_is_committed_and_try_nothing_beyond_this_machine(watched: Watched) -> None:
    options = ("-q", "-p", "no:cacheprovider", "-W", "ignore:IPython")  # which warns that it has no home
    watched.python("-m", "pytest", *options, *NBVAL, *map(str, LESSONS), **POINTING_ELSEWHERE)
    assert watched.tries() == []
    assert watched.started(".json"), "the kernels were watched"
    assert watched.started("create-user-pool-client"), "the AWS CLI was watched"


OUT = "192.0.2.1"  # for documentation, RFC 5737: belongs to nobody
PROXY = f"proxies={{'http': {ELSEWHERE!r}}}"
CHILD = "import socket; socket.gethostbyname('a.invalid')"
# What a process tries, and what the watch sees of it.
TRIES = {
    "socket.create_connection(('127.0.0.1', 9))": [],
    "socket.create_connection(('localhost', 9))": [],
    "socket.socket(socket.AF_INET6).connect(('::1', 9))": [],
    "socket.socket(socket.AF_UNIX).connect('/no/such/socket')": [],
    f"socket.create_connection(({OUT!r}, 9), timeout=1)": ["socket.getaddrinfo", "socket.connect"],
    "socket.socket(socket.AF_INET6).connect(('2001:db8::1', 9))": ["socket.connect"],
    f"socket.socket(type=socket.SOCK_DGRAM).sendto(b'', ({OUT!r}, 9))": ["socket.sendto"],
    f"requests.get('http://127.0.0.1:9', {PROXY})": ["socket.getaddrinfo"],
    f"subprocess.run([sys.executable, '-c', {CHILD!r}])": ["socket.gethostbyname"],
}


def test_the_watch_sees_what_leaves_and_nothing_gets_out(watched: Watched) -> None:
    code = "import contextlib, errno, requests, socket, subprocess, sys"
    code += "".join(f"\nwith contextlib.suppress(OSError): {one}" for one in TRIES)
    expected = [event for events in TRIES.values() for event in events]
    if watched.command != [sys.executable]:  # the fixture has warned
        code += f"\nassert socket.socket().connect_ex(({OUT!r}, 9)) == errno.ENETUNREACH"
        expected.append("socket.connect")
    watched.python("-c", code)
    assert [line.split()[0] for line in watched.tries()] == expected
