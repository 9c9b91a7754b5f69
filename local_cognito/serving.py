"""A web server on this machine's loopback address, in threads of this process: waitress, with limits."""

from __future__ import annotations

import errno
import logging
import socket
from collections.abc import Callable
from contextlib import suppress
from threading import Thread
from typing import Any

from waitress import create_server, wasyncore
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.task import ErrorTask
from werkzeug.exceptions import HTTPException, default_exceptions
from werkzeug.wrappers import Response

from . import trust

LOOPBACK = "127.0.0.1"
BACKLOG = 1024  # connections that may arrive at the same time; some systems allow fewer
THREADS = 8  # requests that are answered at the same time; the others wait
CONNECTIONS = 400  # from here on, each new connection costs the one that has been idle longest
IDLE = 10  # seconds until a connection that sends nothing, or half a request, is closed
GRACE = 0.2  # seconds that `stop` gives to requests that are being answered

#: Prints errors, but not how many requests are waiting.
ERRORS_ONLY = logging.Logger(__name__, logging.ERROR)


class LoopbackServer:
    """Serves a WSGI app on 127.0.0.1 until `stop`, or until the process ends.

    It logs no requests, because what a login sends is private. A client that keeps a thousand connections open
    does not keep other clients out: beyond `CONNECTIONS`, the one that has been idle longest is closed.

    Args:
        app: any WSGI app.
        port: the port; 0 takes a free one.
        error_response: makes the response to a request that does not reach the app, such as one that is too large.

    Raises:
        OSError: the port is taken.
    """

    def __init__(
        self, app: Any, port: int = 0, error_response: Callable[[HTTPException], Response] = trust.as_json
    ) -> None:
        listener = socket.create_server((LOOPBACK, port), backlog=BACKLOG)
        self.port: int = listener.getsockname()[1]
        self._sockets: dict[int, Any] = {}  # what waitress waits for, by file descriptor
        self._server: Any = create_server(
            app,
            map=self._sockets,
            sockets=[listener],
            threads=THREADS,
            backlog=BACKLOG,
            connection_limit=500,  # for busy ones too; on Windows, a program can wait for 512 sockets
            channel_timeout=IDLE,
            cleanup_interval=1,  # seconds
            max_request_header_size=64 * 1024,  # bytes
            max_request_body_size=512 * 1024,  # bytes; waitress writes larger ones to a file, passwords included
            log_socket_errors=False,
            ident=None,  # no Server header
        )
        self._server.channel_class = _channel_class(error_response)
        for part in (self._server, self._server.task_dispatcher):
            part.logger = part.queue_logger = ERRORS_ONLY
        self._thread = Thread(target=self._serve, name=f"loopback-{self.port}", daemon=True)
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
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"

    def stop(self) -> None:
        """Stop serving and free the port, within half a second: open connections and slow requests are cut off."""
        if self._thread.is_alive():
            self._server.task_dispatcher.shutdown(timeout=GRACE)
            # Sockets are closed in the loop that waits for them.
            self._server.trigger.pull_trigger(lambda: wasyncore.close_all(self._sockets, ignore_all=True))
            self._thread.join()

    def _serve(self) -> None:
        """The server's loop: it ends when `stop` has closed every socket."""
        while self._sockets:
            self._make_room()
            wasyncore.loop(timeout=1, use_poll=True, map=self._sockets, count=1)

    def _make_room(self) -> None:
        """If too many connections are open, close the one that has been idle longest."""
        connections = self._server.active_channels.values()
        if len(connections) >= CONNECTIONS:
            idle = [one for one in connections if not one.requests and not one.will_close]
            if idle:
                min(idle, key=lambda one: one.last_activity).will_close = True


class _Parser(HTTPRequestParser):  # type: ignore[misc]  # waitress has no types
    """waitress's parser, but an address that is none is an error of the client's."""

    def parse_header(self, header_plus: bytes) -> None:
        try:
            super().parse_header(header_plus)
        except ValueError as error:
            raise ParsingError(str(error)) from error


def _channel_class(error_response: Callable[[HTTPException], Response]) -> Any:
    """waitress's class of connections, but with these responses to what it cannot read."""

    class Task(ErrorTask):  # type: ignore[misc]
        def execute(self) -> None:
            error = self.request.error
            response = error_response(default_exceptions[error.code](f"{error.reason}: {error.body}"))
            self.status = response.status
            self.response_headers.extend(response.headers)
            self.set_close_on_finish()
            self.write(response.data)

    class Channel(HTTPChannel):  # type: ignore[misc]
        error_task_class = Task
        parser_class = _Parser

    return Channel


def _is_taken_on_ipv6(port: int) -> bool:
    """Whether another program has the port at ::1, where browsers look first for localhost."""
    try:
        socket.create_server(("::1", port), family=socket.AF_INET6).close()
    except OSError as error:
        return error.errno == errno.EADDRINUSE
    return False
