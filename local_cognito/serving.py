"""A web server on this machine's loopback address, in a thread of this process."""

from __future__ import annotations

import errno
import socket
from contextlib import suppress
from threading import Thread
from typing import Any

from werkzeug.serving import WSGIRequestHandler, make_server

LOOPBACK = "127.0.0.1"
POLL = 0.05  # seconds until a request to stop is seen
BACKLOG = 1024  # connections that may come in at the same time; some systems allow fewer


class QuietRequestHandler(WSGIRequestHandler):
    """Writes no access log: addresses and bodies of a login are nobody's to keep."""

    def log_request(self, *_: Any) -> None:
        return


class LoopbackServer:
    """Serves a WSGI app on 127.0.0.1 until `stop`, or until the process ends.

    Args:
        app: any WSGI app.
        port: the port; 0 takes a free one.

    Raises:
        OSError: the port is taken.
    """

    def __init__(self, app: Any, port: int = 0) -> None:
        with socket.create_server((LOOPBACK, port), backlog=BACKLOG) as listener:
            self._server = make_server(
                LOOPBACK, port, app, threaded=True, request_handler=QuietRequestHandler, fd=listener.fileno()
            )
        serve = self._server.serve_forever
        self._thread = Thread(target=serve, args=(POLL,), name=f"loopback-{self.port}", daemon=True)
        self._thread.start()

    @classmethod
    def on(cls, app: Any, *ports: int) -> LoopbackServer:
        """Serve on the first of these ports that no other program has, or on a free one."""
        for port in ports:
            with suppress(OSError):
                if not _is_taken_on_ipv6(port):
                    return cls(app, port)
        return cls(app)

    @property
    def port(self) -> int:
        return self._server.server_address[1]

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"

    def stop(self) -> None:
        """Stop serving and free the port."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def _is_taken_on_ipv6(port: int) -> bool:
    """Whether another program has the port at ::1, where a browser looks first when it is asked for localhost."""
    try:
        socket.create_server(("::1", port), family=socket.AF_INET6).close()
    except OSError as error:
        return error.errno == errno.EADDRINUSE
    return False
