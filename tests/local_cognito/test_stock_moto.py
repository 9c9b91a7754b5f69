"""The last column of the table of `conformance`: what moto gets right as it comes from its registry.

`nox -s stock_moto` runs it.
"""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version

import pytest

from local_cognito.conformance.check import AGREES, check
from local_cognito.conformance.endpoint import Endpoint, made_up_keys
from local_cognito.conformance.table import ROWS

pytestmark = pytest.mark.nox

MOTO = version("moto")
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


def test_what_stock_moto_gets_wrong_it_still_gets_wrong(stock_moto):
    """A newer moto may have fixed a case, or broken one."""
    news = []
    with Endpoint(made_up_keys(), stock_moto) as endpoint:
        findings = list(check(ROWS, endpoint))
    for row, verdict, *_ in findings:
        now = verdict == AGREES
        if now and not row.stock_moto_agrees:
            news.append(f"moto {MOTO} now gets {row.id} right: the override may go")
        if not now and row.stock_moto_agrees:
            news.append(f"moto {MOTO} no longer gets {row.id} right: say so in the table")
    assert not news, "\n".join(news)
