"""Local mode never leaves the machine, whatever a learner's environment says.

nbval runs each lesson, and compares its outputs, in a network namespace that has loopback and nothing else, in an
environment that points elsewhere in every way that we know. And each Python process there, kernels and the AWS
CLI, is watched: it may not even try.
"""

from __future__ import annotations

import os
import subprocess
import sys
import warnings
from dataclasses import dataclass
from pathlib import Path

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
    "HTTP_PROXY": ELSEWHERE,
    "HTTPS_PROXY": ELSEWHERE,
    "ALL_PROXY": ELSEWHERE,
    "http_proxy": ELSEWHERE,
    "https_proxy": ELSEWHERE,
    "all_proxy": ELSEWHERE,
    "HOME": "/dev/null",  # nobody, root included, can make a file in it
}
RAISE_LOOPBACK = """
import fcntl, os, socket, struct, sys
assert [name for _, name in socket.if_nameindex()] == ["lo"]
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
    fcntl.ioctl(control, 0x8914, struct.pack("16sh14x", b"lo", 1))  # SIOCSIFFLAGS, IFF_UP
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""


@dataclass
class Place:
    """Where Python runs alone with loopback, and is watched.

    Attributes:
        command: what runs Python there.
        log: what the watch writes.
    """

    command: list[str]
    log: Path

    def run(self, *arguments: str, **environment: str) -> str:
        """Run Python with these arguments. Returns what it prints."""
        settings = {
            **os.environ,
            "PYTHONPATH": str(ROOT / "tests/support/watch"),
            "WATCH": str(self.log),
            **environment,
        }
        done = subprocess.run(
            [*self.command, *arguments], cwd=ROOT, env=settings, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def tries(self) -> list[str]:
        return [line for line in self.log.read_text().splitlines() if not line.startswith("started")]

    def started(self, words: str) -> bool:
        """Whether a Python process was started with these words on its command line."""
        return any(words in line for line in self.log.read_text().splitlines() if line.startswith("started"))


@pytest.fixture(scope="module")
def alone() -> list[str]:
    """The command that runs Python in a network namespace of its own."""
    command = ["unshare", "--map-root-user", "--net", sys.executable, "-c", RAISE_LOOPBACK]
    try:
        subprocess.run([*command, "-c", "pass"], check=True, capture_output=True, timeout=60)
    except (OSError, subprocess.CalledProcessError) as error:
        warnings.warn(f"No network namespace can be made here, so the watch is alone: {error}", stacklevel=1)
        return [sys.executable]
    return command


@pytest.fixture
def place(alone: list[str], tmp_path: Path) -> Place:
    return Place(alone, tmp_path / "log")


# --- the lessons ---


def test_the_lessons_show_what_is_committed_and_try_nothing_beyond_this_machine(place: Place) -> None:
    quiet = ("-q", "-p", "tests.support.no_skips", "-p", "no:cacheprovider")
    place.run("-m", "pytest", *quiet, *NBVAL, *map(str, LESSONS), **POINTING_ELSEWHERE)
    assert place.tries() == []
    assert place.started(".json"), "the kernels were watched"
    assert place.started("create-user-pool-client"), "the AWS CLI was watched"


# --- the watch ---

OUT = "192.0.2.1"  # RFC 5737: nobody's


@pytest.mark.parametrize(
    ("code", "seen"),
    [
        (f"socket.create_connection(({OUT!r}, 9), timeout=1)", ["socket.getaddrinfo", "socket.connect"]),
        (f"socket.socket().connect(({OUT!r}, 9))", ["socket.connect"]),
        ("socket.socket(socket.AF_INET6).connect(('2001:db8::1', 9))", ["socket.connect"]),
        (f"socket.socket(type=socket.SOCK_DGRAM).sendto(b'', ({OUT!r}, 9))", ["socket.sendto"]),
        ("socket.getaddrinfo('elsewhere.invalid', 443)", ["socket.getaddrinfo"]),
        ("socket.gethostbyname('elsewhere.invalid')", ["socket.gethostbyname"]),
        (
            "requests.get('http://127.0.0.1:9', proxies={'http': 'http://elsewhere.invalid:3128'})",
            ["socket.getaddrinfo"],
        ),
        (
            "subprocess.run([sys.executable, '-c', 'import socket; socket.gethostbyname(\"a.invalid\")'])",
            ["socket.gethostbyname"],
        ),
        ("socket.create_connection(('127.0.0.1', 9))", []),
        ("socket.create_connection(('localhost', 9))", []),
        ("socket.socket(socket.AF_INET6).connect(('::1', 9))", []),
        ("socket.socket(socket.AF_UNIX).connect('/no/such/socket')", []),
    ],
)
def test_the_watch_sees_what_leaves_and_nothing_else(place: Place, code: str, seen: list[str]) -> None:
    place.run(
        "-c",
        f"""
import requests, socket, subprocess, sys
try:
    {code}
except OSError:
    pass  # nothing answers there
""",
    )
    assert [line.split()[0] for line in place.tries()] == seen


def test_where_the_lessons_run_there_is_no_way_out(place: Place) -> None:
    if place.command == [sys.executable]:
        return  # the fixture has warned
    printed = place.run(
        "-c",
        f"""
import errno, socket
print(errno.errorcode[socket.socket().connect_ex(({OUT!r}, 9))], socket.if_nameindex())
""",
    )
    assert printed == "ENETUNREACH [(1, 'lo')]\n"
