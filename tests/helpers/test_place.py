"""How the learner's browser reaches a port of the kernel, by what the place where it runs has set."""

from __future__ import annotations

import sys
from types import ModuleType

import pytest

from helpers import login_page, place

NOWHERE = ("us-east-1_Nowhere", "nobody")


@pytest.fixture(autouse=True)
def nothing_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("C9_PID", "JUPYTERHUB_SERVICE_PREFIX"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.delitem(sys.modules, "google.colab", raising=False)


@pytest.fixture
def on_colab(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "google.colab", ModuleType("google.colab"))


@pytest.fixture
def on_cloud9(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("C9_PID", "0123456789abcdef0123456789abcdef")


@pytest.fixture
def on_a_hub(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUPYTERHUB_SERVICE_PREFIX", "/user/ada%7Bx%7D/")


def framed_by(host: str = "127.0.0.1:3000") -> str:
    """Who may show the login page in a frame, when it is asked for by this host."""
    answer = login_page.create_app(*NOWHERE).test_client().get("/", headers={"Host": host})
    policy = dict(rule.split(" ", 1) for rule in answer.headers["Content-Security-Policy"].split("; "))
    return policy["frame-ancestors"]


def test_where_nothing_is_set_the_browser_is_on_this_machine():
    assert place.where() == ("http://localhost:{port}", (3000,), "http://localhost:* http://127.0.0.1:*")
    assert framed_by() == "'self' http://localhost:* http://127.0.0.1:*"


def test_on_colab_the_page_asks_for_the_address(on_colab):
    assert place.where().address == ""
    assert framed_by() == "'self' https://colab.research.google.com https://*.googleusercontent.com"


def test_colab_has_to_be_there_already(monkeypatch):
    monkeypatch.setitem(sys.modules, "google", ModuleType("google"))
    assert place.where() is place.HERE


def test_on_cloud9_the_page_is_on_a_port_of_the_preview_and_leaves_8080_to_jupyterlab(on_cloud9):
    assert place.where().address == "https://{host}:{port}/"
    assert place.where().ports == (8081, 8082)


def test_on_cloud9_the_notebook_has_the_pages_host_name_and_another_port(on_cloud9):
    name = "0123456789abcdef.vfs.cloud9.eu-west-1.amazonaws.com"
    assert framed_by(f"{name}:8081") == f"'self' https://{name}:*"


@pytest.mark.parametrize("host", ["evil.test; script-src *", "evil.test *", "evil.test, *", "evil.test'"])
def test_a_host_name_adds_no_rule(on_cloud9, host):
    assert framed_by(host) in ("'self' https://evil.test:*", "'self' https://:*")


def test_a_variable_that_is_empty_is_not_set(monkeypatch):
    monkeypatch.setenv("C9_PID", "")
    monkeypatch.setenv("JUPYTERHUB_SERVICE_PREFIX", "")
    assert place.where() is place.HERE


def test_on_a_hub_the_address_is_below_the_learners_own(on_a_hub):
    assert place.where().address == "/user/ada%7Bx%7D/proxy/{port}/"
    assert framed_by() == "'self'"


def test_a_page_is_served_on_the_first_port_that_is_free(on_cloud9):
    app = login_page.create_app(*NOWHERE)
    pages = [login_page.serve(app) for _ in range(3)]
    try:
        assert [page.port for page in pages[:2]] == [8081, 8082]
        assert pages[2].port not in (8081, 8082)
    finally:
        for page in pages:
            page.stop()
