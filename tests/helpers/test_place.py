"""How the learner's browser reaches a port of the kernel, in each place where a lesson may run."""

from __future__ import annotations

import sys
from types import ModuleType

import pytest

from helpers import login_page, place

NOWHERE = ("us-east-1_Nowhere", "nobody")
CODESPACE = {"CODESPACE_NAME": "ada-x1", "GITHUB_CODESPACES_PORT_FORWARDING_DOMAIN": "app.github.dev"}
CLOUD9 = "0123456789abcdef.vfs.cloud9.eu-west-1.amazonaws.com"


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("C9_PID", "JUPYTERHUB_SERVICE_PREFIX", "KAGGLE_KERNEL_RUN_TYPE", "VSCODE_PROXY_URI", *CODESPACE)
    for name in names:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.delitem(sys.modules, "google.colab", raising=False)


def framed_by(host: str = "127.0.0.1:3000") -> str:
    """The origins that may show the login page in a frame, if the browser asks for it by this host name."""
    answer = login_page.create_app(*NOWHERE).test_client().get("/", headers={"Host": host})
    policy = dict(rule.split(" ", 1) for rule in answer.headers["Content-Security-Policy"].split("; "))
    return policy["frame-ancestors"]


def test_without_any_sign_the_browser_is_on_this_machine(monkeypatch):
    monkeypatch.setenv("C9_PID", "")
    monkeypatch.setenv("JUPYTERHUB_SERVICE_PREFIX", "")
    monkeypatch.setitem(sys.modules, "google", ModuleType("google"))  # without google.colab
    assert place.where() is place.HERE
    assert place.where().address.format(port=3000) == "http://localhost:3000"
    assert framed_by() == "'self' http://localhost:* http://127.0.0.1:*"


def test_on_colab_the_notebooks_page_asks_for_the_address(monkeypatch):
    monkeypatch.setitem(sys.modules, "google.colab", ModuleType("google.colab"))
    assert place.where().address == ""
    assert framed_by() == "'self' https://colab.research.google.com https://*.googleusercontent.com"


def test_on_a_jupyterhub_the_address_is_below_the_learners_own(monkeypatch):
    monkeypatch.setenv("JUPYTERHUB_SERVICE_PREFIX", "/user/ada%7Bx%7D/")
    assert place.where().address.format(port=3000) == "/user/ada%7Bx%7D/proxy/3000/"
    assert framed_by() == "'self'"


def test_a_codespace_has_a_host_name_for_each_port(monkeypatch):
    for name, value in CODESPACE.items():
        monkeypatch.setenv(name, value)
    assert place.where().address.format(port=3000) == "https://ada-x1-3000.app.github.dev/"
    editor = "https://ada-x1.github.dev https://*.vscode-cdn.net"
    assert framed_by() == f"'self' https://ada-x1-8888.app.github.dev {editor}"
    names = ["ada-x1-3000.app.github.dev", "eve-x1-3000.app.github.dev", "ada-x1-3000.app.github.dev.evil.test"]
    assert [status(name) for name in names] == [200, 403, 403]


@pytest.mark.parametrize(
    ("template", "host"),
    [
        ("https://code.example:8443/proxy/{{port}}/", "code.example:8443"),
        ("https://{{port}}.code.example/", "3000.code.example"),
    ],
)
def test_code_server_says_where_its_proxy_is(monkeypatch, template, host):
    monkeypatch.setenv("VSCODE_PROXY_URI", template)
    assert place.where().address.format(port=3000) == template.replace("{{port}}", "3000")
    assert [status(name) for name in (host, f"{host}.evil.test", "evil.test")] == [200, 403, 403]


def test_studio_lab_is_known_by_its_home(monkeypatch):
    monkeypatch.setenv("HOME", "/home/studio-lab-user")
    assert place.where().address.format(port=3000) == "/studiolab/default/jupyter/proxy/3000/"


def test_on_kaggle_a_browser_reaches_nothing(monkeypatch):
    monkeypatch.setenv("KAGGLE_KERNEL_RUN_TYPE", "Interactive")
    assert place.where().address == ""


@pytest.fixture
def on_cloud9(monkeypatch):
    monkeypatch.setenv("C9_PID", "0123456789abcdef0123456789abcdef")


def test_on_cloud9_the_page_has_the_notebooks_host_name_and_another_port(on_cloud9):
    assert place.where()[1:3] == ("https://{host}:{port}/", (8081, 8082))
    assert framed_by(f"{CLOUD9}:8081") == f"'self' https://{CLOUD9}:*"


@pytest.mark.parametrize("host", [f"{CLOUD9}; script-src *", f"{CLOUD9} *", f"{CLOUD9}, *", f"{CLOUD9}'"])
def test_a_host_name_adds_no_rule_to_the_policy(on_cloud9, host):
    assert framed_by(host) in (f"'self' https://{CLOUD9}:*", "'self' https://:*")


def status(host: str) -> int:
    """Of a request that comes by this name, which the proxy passes on."""
    return login_page.create_app(*NOWHERE).test_client().get("/", headers={"Host": host}).status_code


COLAB = "3000-gpu-t4-s-abc0.europe-west4-0.prod.colab.dev"
HUB = "hub.mybinder.org"


def test_a_page_answers_to_the_name_that_its_proxy_has_and_to_no_other(monkeypatch):
    names = [f"{CLOUD9}:8081", COLAB, "abc-3000-colab.googleusercontent.com", HUB]
    others = ["evil.test", f"{CLOUD9}.evil.test", f"{COLAB}.evil.test", "evilcolab.dev", "colab.dev@evil.test"]
    allowed = {place.HERE: [], place.CLOUD9: names[:1], place.COLAB: names[1:3]}
    for here, expected in allowed.items():
        monkeypatch.setattr(login_page.page, "where", lambda here=here: here)
        assert [name for name in [*names, *others] if status(name) == 200] == expected
        assert status("localhost:3000") == 200


def test_a_hub_answers_to_any_name(monkeypatch):
    """Its own is not known, and its proxy asks everyone to log in first."""
    monkeypatch.setenv("JUPYTERHUB_SERVICE_PREFIX", "/user/ada/")
    assert {status(name) for name in (HUB, "hub.example:8000", "[2001:db8::1]:8000", "localhost")} == {200}


def test_a_page_is_served_on_the_first_port_that_is_free(on_cloud9):
    app = login_page.create_app(*NOWHERE)
    pages = [login_page.serve(app) for _ in range(3)]
    try:
        assert [page.port for page in pages[:2]] == [8081, 8082]
        assert pages[2].port not in (8081, 8082)
    finally:
        for page in pages:
            page.stop()
