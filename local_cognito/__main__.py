"""``python -m local_cognito [--port N]``: a local Cognito for any client, until Ctrl-C."""

from __future__ import annotations

import argparse
import signal
import sys
from threading import Event

from . import LocalCognito


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m local_cognito", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="the port to listen on; a free one if not given")
    port = parser.parse_args().port
    stopped = Event()
    for signal_number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(signal_number, lambda *_: stopped.set())
    try:
        server = LocalCognito.start(port)
    except (OSError, OverflowError) as error:
        print(f"Port {port} cannot be used ({error}). Choose another with --port, or none.", file=sys.stderr)
        return 1
    print(f"Local Cognito at {server.url} (Ctrl-C stops it)", flush=True)
    stopped.wait()
    server.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
