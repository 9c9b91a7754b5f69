"""Whom the three servers answer: programs and pages of this machine, and no page of another site.

The local Cognito, POST /login and the login page, each attacked as a web page could: see `local_cognito.trust`.
"""

from __future__ import annotations

import json
from http.client import HTTPConnection
from unittest.mock import Mock

import pytest

from helpers import login_page, server_login
from local_cognito import LocalCognito
from local_cognito.conformance.world import request_parts
from local_cognito.serving import LoopbackServer

NOWHERE = ("us-east-1_Nowhere", "nobody")
NAMED = "http://localhost:3000"
JSON = "application/json"
TOKENS = {"AccessToken": "a", "IdToken": "i", "RefreshToken": "r"}
SERVERS = ["Cognito", "POST /login", "login page"]

LOOPBACK_HOSTS = ["127.0.0.1", "127.0.0.1:80", "localhost:3000", "LocalHost", "my.app.localhost:1", "[::1]:5050"]
OTHER_HOSTS = [
    *("", "evil.test", "evil.test:3001", "127.0.0.1.nip.io", "localhost.evil.test", "evillocalhost", "evil.test."),
    *("localhost@evil.test", "evil.test@localhost", "evil.test#localhost", "evil.test/.localhost", "localhost:x"),
    *("127.0.0.1, evil.test", "127.0.0.2", "0.0.0.0", "[::ffff:127.0.0.1]", "2130706433", "localhost."),
    *("x..localhost", "LOCALHO\u017fT".encode().decode("latin-1"), "localhost:123456", "127.0.0.1:1\t.evil.test"),
]
OTHER_ORIGINS = [
    *("https://evil.test", "null", "http://localhost.evil.test", "http://127.0.0.1.nip.io:3000", "file://"),
    *("http://localhost:3000@evil.test", "http://evil.test#.localhost", "HTTP://LOCALHOST:3000/", "*"),
    *("localhost", "http://localhost:3000, https://evil.test", "ftp://localhost"),
]


@pytest.fixture(scope="module")
def cognito_of_login() -> Mock:
    """Cognito as POST /login calls it: it lets everyone in."""
    return Mock(**{"admin_initiate_auth.return_value": {"AuthenticationResult": TOKENS}})


@pytest.fixture(scope="module")
def ports(local_cognito: LocalCognito, cognito_of_login: Mock):
    """The port of each server."""
    login = LoopbackServer(server_login.create_app(cognito_of_login, *NOWHERE))
    page = LoopbackServer(login_page.create_app(*NOWHERE, local_cognito.url))
    yield dict(zip(SERVERS, (local_cognito.port, login.port, page.port)))
    login.stop()
    page.stop()


@pytest.fixture
def send(ports, cognito_of_login):
    """A function that sends a request. Returns the status, the headers and the body of the response."""
    cognito_of_login.reset_mock()

    def send(server, method="POST", path=None, body=b"", **headers):
        connection = HTTPConnection("127.0.0.1", ports[server], timeout=10)
        connection.putrequest(method, path or "/", skip_host="Host" in headers)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            if value is not None:
                connection.putheader(name.replace("_", "-"), value.encode("latin-1"))
        connection.endheaders(body)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, answer.headers, text

    return send


@pytest.fixture
def log_in(send):
    """A function: POST /login with a right password. Returns the status and what the response says."""
    body = json.dumps({"email": "ada@example.com", "password": "x"}).encode()

    def log_in(content_type=JSON, **headers):
        status, _, text = send("POST /login", path="/login", body=body, Content_Type=content_type, **headers)
        return status, json.loads(text)

    return log_in


# --- by which name -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("server", SERVERS)
@pytest.mark.parametrize("host", LOOPBACK_HOSTS)
def test_a_loopback_name_is_answered(send, server, host):
    assert send(server, "GET", Host=host)[0] == 200


@pytest.mark.parametrize("server", SERVERS)
@pytest.mark.parametrize("host", [*OTHER_HOSTS, None])
def test_any_other_name_is_refused_in_json(send, server, host):
    kind, members = ("x-amz-json-1.1", ["__type", "message"]) if server == "Cognito" else ("json", ["error"])
    for method, path in (("GET", "/"), ("POST", "/"), ("POST", "/login"), ("POST", "/cognito"), ("GET", "/x")):
        status, headers, text = send(server, method, path, Host=host, X_Forwarded_Host="localhost")
        assert (status, headers.get_content_subtype(), list(json.loads(text))) == (403, kind, members)
        assert "answers only to 127.0.0.1, [::1], localhost" in text


# --- who may read ------------------------------------------------------------------------------------------------


def readers(headers):
    return headers.get_all("Access-Control-Allow-Origin", [])


@pytest.mark.parametrize(
    "origin", [NAMED, "https://localhost", "http://127.0.0.1:8888", "http://[::1]:1", "http://app.localhost:5173"]
)
@pytest.mark.parametrize("method", ["OPTIONS", "GET", "POST"])
def test_pages_of_this_machine_may_read_what_cognito_answers(send, method, origin):
    asked = {"Access_Control_Request_Method": "POST", "Access_Control_Request_Headers": "x-amz-target"}
    status, headers, _ = send("Cognito", method, Origin=origin, **asked)
    assert (readers(headers), headers["Vary"]) == ([origin], "Origin")
    assert method != "OPTIONS" or (status, headers["Access-Control-Allow-Headers"]) == (200, "x-amz-target")


@pytest.mark.parametrize("server", SERVERS)
@pytest.mark.parametrize("origin", OTHER_ORIGINS)
def test_other_pages_may_read_nothing(send, server, origin):
    for method in ("OPTIONS", "GET", "POST"):
        for path in ("/", "/login", "/cognito", "/us-east-1_Nowhere/.well-known/jwks.json"):
            _, headers, _ = send(server, method, path, Origin=origin, Access_Control_Request_Method="POST")
            assert readers(headers) == []
            assert server != "Cognito" or headers["Vary"] == "Origin"


def test_other_origins_are_let_in_by_name():
    origins = ["https://app.example.com", "capacitor://localhost"]
    server = LocalCognito.start(origins=origins)
    for origin in [*origins, "https://evil.test", NAMED]:
        connection = HTTPConnection("127.0.0.1", server.port, timeout=10)
        asked = {"Origin": origin, "Access-Control-Request-Private-Network": "true"}
        connection.request("OPTIONS", "/", headers=asked)
        headers = connection.getresponse().headers
        connection.close()
        expected = [] if origin == "https://evil.test" else [origin]
        assert readers(headers) == expected
        assert headers.get_all("Access-Control-Allow-Private-Network", []) == ["true"] * len(expected)
    server.stop()


@pytest.mark.parametrize(
    "origin",
    [
        "*",
        "null",
        "",
        "app.example.com",
        "https://app.example.com/",
        "https://App.example",
        "http://a b",
        "http://x\n",
    ],
)
def test_what_is_not_an_origin_is_refused(origin):
    with pytest.raises(ValueError, match=r"An origin looks like https://app\.example\.com"):
        LocalCognito.start(origins=[origin])
    with pytest.raises(ValueError, match="An origin looks like"):
        server_login.create_app(None, *NOWHERE, allowed_origin=origin)


def test_a_page_needs_leave_before_it_can_name_an_operation(send):
    """A form, or a fetch without CORS, cannot send X-Amz-Target. So it can call nothing."""
    body, headers = request_parts("ListUserPools", {"MaxResults": 1}, X_Amz_Target="")
    for content_type in FORMS:
        sent = {**headers, "Content-Type": content_type, "Origin": "https://evil.test"}
        assert send("Cognito", body=body, **sent)[0] == 400


# --- who may send ------------------------------------------------------------------------------------------------

FORMS = ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]
OWN = {"Host": "127.0.0.1:3001", "Origin": "http://127.0.0.1:3001"}


@pytest.mark.parametrize("content_type", [*FORMS, None, "", "text/json", f"text/plain;{JSON}", f"{JSON}, x/y"])
def test_a_login_must_say_that_it_is_json(log_in, cognito_of_login, content_type):
    status, answer = log_in(content_type)
    assert (status, list(answer)) == (415, ["error"])
    assert "Content-Type: application/json" in answer["error"]
    assert not cognito_of_login.mock_calls


@pytest.mark.parametrize("origin", OTHER_ORIGINS)
@pytest.mark.parametrize("site", [{}, {"Sec_Fetch_Site": "same-origin"}, {"Sec_Fetch_Site": "cross-site"}])
@pytest.mark.parametrize("content_type", [JSON, "text/plain"])
def test_the_pages_of_other_origins_log_nobody_in(log_in, cognito_of_login, origin, site, content_type):
    status, answer = log_in(content_type, Origin=origin, **site)
    assert (status, answer) == (403, {"error": f"Of web pages, only those of {NAMED} can send this request."})
    assert not cognito_of_login.mock_calls


@pytest.mark.parametrize("site", ["cross-site", "same-site", "", "CROSS-SITE", "none, cross-site"])
@pytest.mark.parametrize("own", [{}, OWN])
def test_a_request_from_another_site_logs_nobody_in(log_in, cognito_of_login, site, own):
    assert log_in(Sec_Fetch_Site=site, **own)[0] == 403
    assert not cognito_of_login.mock_calls


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Content_Type": "Application/JSON; charset=utf-8"},
        {"Origin": NAMED},
        {"Origin": NAMED, "Sec_Fetch_Site": "cross-site"},  # it calls 127.0.0.1 and not localhost
        {"Origin": NAMED, "Sec_Fetch_Site": "same-site"},
        {**OWN, "Sec_Fetch_Site": "same-origin"},
        {"Sec_Fetch_Site": "none"},
    ],
    ids=str,
)
def test_programs_and_the_page_that_is_named_log_in(log_in, headers):
    content_type = headers.pop("Content_Type", JSON)
    assert log_in(content_type, **headers)[0] == 200


# --- what a person sees ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("server, sentence", [("Cognito", "local Amazon Cognito"), ("POST /login", "POST /login")])
def test_the_address_answers_a_person_who_opens_it(send, server, sentence):
    """Also from a link in the notebook, which is another site."""
    status, headers, text = send(server, "GET", Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="navigate")
    assert (status, headers["Content-Type"]) == (200, "text/plain; charset=utf-8")
    assert sentence in text
    assert text.count("\n") == 1
    assert send(server, "HEAD")[::2] == (200, "")
