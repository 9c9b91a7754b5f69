"""The table of `conformance` over HTTP: at the local Cognito, and at stock moto for its last column."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import conformance
import pytest
from botocore.exceptions import BotoCoreError
from conformance import RECORDED_ON, Row
from world import World, said

README = Path(__file__).parent.parent / "helpers/local_cognito/README.md"
MOTO = version("moto")
ROWS = {row.id: row for row in conformance.rows()}
#: Serves stock moto until its standard input ends. Its one key is unpacked once: 0.2 s saved for each pool.
STOCK_MOTO = """
from joserfc.jwk import RSAKey
unpack, unpacked = RSAKey.import_key, []
RSAKey.import_key = lambda *key: unpacked[0] if unpacked else unpacked.append(unpack(*key)) or unpacked[0]
from moto.server import ThreadedMotoServer
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
server.start()
print("http://%s:%s" % server.get_host_and_port(), flush=True)
input()
"""


@pytest.fixture(scope="session")
def stock_moto():
    """The address of a moto as it comes from its registry, in a process of its own."""
    process = subprocess.Popen(
        [sys.executable, "-c", STOCK_MOTO],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    yield next(line.strip() for line in process.stdout if line.startswith("http://"))
    process.communicate("\n", timeout=10)


def outcome(row: Row, url: str) -> tuple[str, str]:
    """What a row comes to at an endpoint, and what it should come to."""
    world = World(url)
    came = said(row.call, world)
    return came, row.expected(world)


def test_each_row_has_a_name_of_its_own():
    assert len(ROWS) == len(list(conformance.rows()))


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_as_aws(local_cognito, row):
    came, expected = outcome(row, local_cognito.url)
    assert came == expected


def agrees(row: Row, url: str) -> bool:
    """Whether stock moto answers as AWS does; where it falls over, or knows no such operation, it does not."""
    try:
        came, expected = outcome(row, url)
    except (BotoCoreError, KeyError, ValueError):
        return False
    return came == expected


def test_what_stock_moto_gets_wrong_it_still_gets_wrong(stock_moto):
    """Says when a newer moto has mended a case itself. An older one may get more wrong than the column says."""
    news = []
    for row in ROWS.values():
        now = agrees(row, stock_moto)
        if now and not row.stock_moto_agrees:
            news.append(f"moto {MOTO} now gets {row.id} right: the override may go")
        if not now and row.stock_moto_agrees and is_as_new_as_recorded():
            news.append(f"moto {MOTO} no longer gets {row.id} right: say so in the table")
    assert not news, "\n".join(news)


def is_as_new_as_recorded() -> bool:
    return [int(part) for part in MOTO.split(".")[:3]] >= [int(part) for part in RECORDED_ON.split(".")]


def test_the_readme_says_what_the_table_says():
    written = README.read_text(encoding="utf-8")
    assert written == conformance.readme(), "run: python -m tests.conformance > helpers/local_cognito/README.md"
