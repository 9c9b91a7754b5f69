"""The command ``local-cognito [--port N] [--allow-origin ORIGIN]``.

It serves a local Cognito for any client, until Ctrl-C or SIGTERM. ``python -m local_cognito`` does the same.
"""

from __future__ import annotations

import argparse
import signal
import sys
from threading import Event

from . import LocalCognito, environment

HIGHEST_PORT = 65535


def main() -> None:
    """Serve until a signal asks to stop. A port or an origin that cannot be used ends it with one sentence."""
    parser = argparse.ArgumentParser(
        prog="local-cognito",
        description="Serve a local Amazon Cognito on 127.0.0.1 until Ctrl-C.",
    )
    parser.add_argument("--port", metavar="N", default="0", help="the port to listen on (default: any free one)")
    parser.add_argument(
        "--allow-origin",
        metavar="ORIGIN",
        action="append",
        default=[],
        help="let pages of this origin call it too, such as https://app.example.com; can be given several times",
    )
    options = parser.parse_args()
    port = _port(options.port)
    stopped = Event()
    for signal_number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signal_number, lambda *_: stopped.set())
    try:
        server = LocalCognito.start(port, origins=options.allow_origin)
    except ValueError as error:
        sys.exit(f"--allow-origin: {error}")
    except OSError:
        sys.exit(f"Port {port} is taken or reserved: choose another with --port, or leave it out.")
    print(_greeting(server.url), flush=True)
    while not stopped.wait(timeout=1):  # without a timeout, Ctrl-C would not be noticed on Windows
        pass
    server.stop()


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > HIGHEST_PORT:
        sys.exit(f"--port takes a number from 0 to {HIGHEST_PORT}, not {text!r}.")
    return int(text)


def _greeting(url: str) -> str:
    """The address, and lines for a Unix shell after which clients find it."""
    return "\n".join(
        [
            f"Local Cognito at {url} (Ctrl-C stops it). In another terminal, first paste:",
            f"unset {' '.join(environment.UNWANTED)}",
            *(f"export {name}={value}" for name, value in environment.variables(url).items()),
        ]
    )


if __name__ == "__main__":
    main()
