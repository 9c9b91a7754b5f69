"""The web server behind the local Cognito, POST /login and the login page: its limits, and how it stops."""

from __future__ import annotations

import json
import resource
import socket
import threading
import time
import warnings
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from copy import copy
from http.client import HTTPResponse

import pytest
from botocore import UNSIGNED

from local_cognito import LocalCognito, serving
from local_cognito.conformance.world import WRONG_PASSWORD, connect, outcome, post
from local_cognito.serving import LoopbackServer

REQUEST = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
HALF_REQUESTS = {
    "nothing": b"",
    "half of the headers": b"POST / HTTP/1.1\r\nHost: x\r\n",
    "half of the body": b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{",
}


class Slow:
    """A WSGI app that answers when it is told to go on."""

    def __init__(self):
        self.started, self.go_on = threading.Semaphore(0), threading.Event()

    def __call__(self, environ, start_response):
        self.started.release()
        self.go_on.wait(30)
        return hello(environ, start_response)


def hello(environ, start_response):
    start_response("200 OK", [("Content-Length", "5")])
    return [b"hello"]


@pytest.fixture
def start():
    """A function: serve an app until the test is over."""
    with ExitStack() as servers:

        def start(app, port=0):
            server = LoopbackServer(app, port)
            servers.callback(server.stop)
            return server

        yield start


def opened(server, sent=b""):
    """A connection over which this was sent. It waits 5 seconds for an answer."""
    connection = socket.create_connection(("127.0.0.1", server.port), timeout=5)
    connection.sendall(sent)
    return connection


def is_closed(connection):
    try:
        return connection.recv(1) == b""
    except ConnectionResetError:
        return True


@pytest.fixture
def many_files():
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, 4096)), hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_fifteen_hundred_half_open_connections_hold_no_threads_and_keep_nobody_waiting(many_files):
    server = LocalCognito.start()
    threads = threading.active_count()
    with ExitStack() as held:
        for _ in range(1500):
            held.enter_context(opened(server, HALF_REQUESTS["half of the body"]))
        assert post(server.url, "InitiateAuth", {})[0] == 400
        assert threading.active_count() <= threads
    assert post(server.url, "InitiateAuth", {})[0] == 400
    server.stop()


def test_a_full_server_closes_idle_connections_and_finishes_requests(start, monkeypatch):
    monkeypatch.setattr(serving, "CONNECTIONS", 10)
    slow = Slow()
    server = start(slow)
    with ExitStack() as held:
        busy = [held.enter_context(opened(server, REQUEST)) for _ in range(5)]
        for _ in busy:
            slow.started.acquire(timeout=5)
        idle = [held.enter_context(opened(server)) for _ in range(20)]
        assert is_closed(idle[0])
        slow.go_on.set()
        assert {connection.recv(15) for connection in busy} == {b"HTTP/1.1 200 OK"}


@pytest.mark.parametrize("sent", HALF_REQUESTS.values(), ids=HALF_REQUESTS)
def test_a_connection_that_sends_nothing_or_half_a_request_is_closed(start, monkeypatch, sent):
    monkeypatch.setattr(serving, "IDLE", 1)
    with opened(start(hello), sent) as connection:
        assert is_closed(connection)


@pytest.mark.parametrize(
    "head, status",
    [
        (f"Cookie: {'x' * 60_000}", b"200"),
        (f"Cookie: {'x' * 64 * 1024}", b"431"),
        (f"Content-Length: {512 * 1024}", b"413"),
    ],
    ids=["almost too long", "a header too long", "a body too long"],
)
def test_a_request_that_is_too_large_is_refused_before_all_of_it_is_there(start, head, status):
    with opened(start(hello), f"POST / HTTP/1.1\r\nHost: x\r\n{head}\r\n\r\n".encode()) as connection:
        assert connection.recv(12)[9:] == status


@pytest.mark.parametrize(
    "sent, status",
    [
        (b"POST / HTTP/1.1\r\nContent-Length: 600000\r\n\r\n", 413),
        (b"POST / HTTP/1.1\r\nContent-Length: many\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n", 501),
        (b"\x00\r\n\r\n", 400),
        (b"GET http://[ HTTP/1.1\r\n\r\n", 400),
    ],
)
def test_what_does_not_reach_the_app_is_answered_in_its_words(start, capfd, sent, status):
    cognito = LocalCognito.start()
    for server, kind, member in ((start(hello), "json", "error"), (cognito, "x-amz-json-1.1", "__type")):
        with opened(server, sent) as connection:
            answer = HTTPResponse(connection)
            answer.begin()
            assert (answer.status, answer.headers.get_content_subtype()) == (status, kind)
            assert json.loads(answer.read())[member]
            assert answer.headers["Date"]
            assert bool(answer.headers["x-amzn-RequestId"]) == (server is cognito)
            answer.close()
    cognito.stop()
    assert "".join(capfd.readouterr()) == ""


def test_eight_requests_are_answered_at_a_time_and_the_others_wait_silently(start, caplog):
    slow = Slow()
    server = start(slow)
    with ExitStack() as requests:
        waiting = [requests.enter_context(opened(server, REQUEST)) for _ in range(50)]
        for _ in range(serving.THREADS):
            slow.started.acquire()
        assert not slow.started.acquire(timeout=0.2)
        slow.go_on.set()
        assert {connection.recv(15) for connection in waiting} == {b"HTTP/1.1 200 OK"}
    assert caplog.text == ""


@pytest.mark.parametrize("sent", [b"", HALF_REQUESTS["half of the body"], REQUEST], ids=["idle", "half", "slow"])
def test_it_stops_within_half_a_second_and_frees_the_port(start, caplog, sent):
    seconds = []
    for _ in range(3):  # another process may have the processor for a while, but hardly three times
        slow = Slow()
        server = LoopbackServer(slow)
        with ExitStack() as connections:
            held = [connections.enter_context(opened(server, sent)) for _ in range(20)]
            assert sent != REQUEST or slow.started.acquire(timeout=5)
            before = time.perf_counter()
            server.stop()
            seconds.append(time.perf_counter() - before)
            start(hello, server.port).stop()
            assert all(map(is_closed, held))
        slow.go_on.set()
        server.stop()  # a second time does no harm
    assert min(seconds) < 0.5
    assert caplog.text == ""


def test_a_port_that_is_taken_at_either_of_localhosts_addresses_is_left_to_its_owner():
    owners = [socket.create_server(("127.0.0.1", 0))]
    try:
        owners.append(socket.create_server(("::1", 0), family=socket.AF_INET6))
    except OSError as error:
        warnings.warn(f"This machine has no ::1: {error}", stacklevel=1)
    for owner in owners:
        with owner:
            port = owner.getsockname()[1]
            server = LoopbackServer.on(hello, port)
            assert server.port != port
            server.stop()
        server = LoopbackServer.on(hello, port)
        assert server.port == port
        with pytest.raises(OSError, match="in use"):
            LoopbackServer(hello, port)
        server.stop()


def test_it_listens_on_this_machine_only(start):
    server = start(hello)
    assert server.url == f"http://127.0.0.1:{server.port}"
    others = {address[4][0] for address in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    for other in others - {"127.0.0.1"}:
        with pytest.raises(OSError, match="refused"):
            socket.create_connection((other, server.port), timeout=5)


def test_two_hundred_connections_wait_until_a_server_accepts_them(start):
    """If the queue is shorter, the system drops some, and their owners try again a second later."""
    server, go_on = start(hello), threading.Event()
    server._server.trigger.pull_trigger(go_on.wait)
    with ExitStack() as waiting:
        waiting.callback(go_on.set)
        for _ in range(200):
            waiting.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=0.5))


def test_two_hundred_people_log_in_at_the_same_time_and_nothing_is_printed(world, caplog, capfd):
    """One in four has a wrong password, and one in four logs in by SRP."""
    world.public = connect(world.url, signature_version=UNSIGNED, max_pool_connections=200)
    world.set_up()
    guessers = [world.someone_else() for _ in range(10)]  # five wrong passwords each: the sixth would have to wait
    gate = threading.Barrier(200)

    def log_in(number):
        person = copy(world if number % 4 else guessers[number // 4 % 10])
        password = person.password if number % 4 else person.wrong_password
        gate.wait()
        return (
            outcome(person.srp, password) if number // 4 % 4 == 0 else outcome(person.sign_in, PASSWORD=password)
        )

    with ThreadPoolExecutor(200) as people:
        answers = list(people.map(log_in, range(200), timeout=120))
    assert answers == ["tokens" if number % 4 else WRONG_PASSWORD for number in range(200)]
    assert caplog.text + "".join(capfd.readouterr()) == ""
