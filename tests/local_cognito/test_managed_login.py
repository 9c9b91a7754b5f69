"""What a domain does beside its answers, which are rows of the conformance table: whom it answers, and how."""

from __future__ import annotations

from urllib.parse import quote, urlencode, urlsplit

import pytest
from werkzeug.test import Client

from local_cognito import clock, registry
from local_cognito.app import CognitoApp
from local_cognito.conformance.site import CALLBACK, CSRF, Site
from local_cognito.conformance.world import World
from local_cognito.managed_login import user_info

FOREIGN = "https://evil.test"
OWN_PAGE = "http://localhost:3000"


@pytest.fixture
def site(local_cognito) -> Site:
    return Site(World(local_cognito.url))


@pytest.fixture
def host(site) -> str:
    """The domain as a browser writes it. Python cannot resolve it, so requests carry it in the header Host."""
    return urlsplit(site.discovery()["authorization_endpoint"]).netloc


def at_host(site: Site, host: str, method: str, path: str, form=None, **headers):
    """A request to the domain by its host name."""
    return site.send(method, f"{site.world.url}{path}", form, Host=host, **headers)


# --- both kinds of address ---------------------------------------------------------------------------------------


def test_a_login_at_the_host_name_stays_there_and_its_cookies_are_for_all_of_it(site, host):
    name = urlsplit(site.root).path.strip("/")
    assert host == f"{name}.localhost:{urlsplit(site.world.url).port}"
    asked = at_host(site, host, "GET", "/oauth2/authorize?" + urlsplit(site.authorize().location).query)
    assert asked.location.startswith(f"http://{host}/login?")
    path = asked.location.partition(host)[2]
    page = at_host(site, host, "GET", path)
    form = {"_csrf": CSRF.search(page.text)[1], "username": site.world.username, "password": site.world.password}
    done = at_host(site, host, "POST", path, form, Origin=f"http://{host}")
    assert done.location.startswith(f"{CALLBACK}?code=")
    assert [cookie.partition("; ")[2] for cookie in done.headers.get_all("Set-Cookie") if "XSRF" in cookie] == [
        "HttpOnly; Path=/; SameSite=Lax"
    ]


def test_at_a_path_cookies_are_for_this_path_only_and_the_session_lasts_an_hour(site):
    cookies = site.log_in().headers.get_all("Set-Cookie")
    session = next(cookie for cookie in cookies if cookie.startswith("cognito="))
    assert session.endswith(f"; Max-Age=3600; HttpOnly; Path={urlsplit(site.root).path}; SameSite=Lax")


def test_a_prefix_is_that_of_one_region(site):
    assert site.send("GET", f"{site.root.replace('us-east-1', 'eu-west-1')}/error").status == 404


def test_the_host_of_another_site_is_refused_also_at_a_domain(site):
    reply = site.send("GET", "DOMAIN/error", Host="evil.test")
    assert reply.status == 403
    assert reply.headers["Content-Type"].startswith("text/html")


# --- whom it answers ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "is_shared"),
    [
        ("/oauth2/token", True),
        ("/oauth2/userInfo", True),
        ("/oauth2/revoke", True),
        ("/oauth2/authorize", False),
        ("/login", False),
        ("/logout", False),
    ],
)
def test_pages_of_other_origins_may_read_the_endpoints_alone(site, path, is_shared):
    for method in ("OPTIONS", "GET", "POST"):
        replies = [site.send(method, f"DOMAIN{path}", Origin=origin) for origin in (OWN_PAGE, FOREIGN, "null")]
        readers = [reply.headers["Access-Control-Allow-Origin"] for reply in replies]
        assert readers == [OWN_PAGE if is_shared else None, None, None]


def test_what_browsers_show_is_in_no_frame_and_no_cache(site):
    for reply in (
        site.authorize(),
        site.send("GET", site.authorize().location),
        site.get("/error"),
        site.get("/"),
    ):
        assert reply.headers["X-Frame-Options"] == "DENY"
        policy = reply.headers["Content-Security-Policy"].split("; ")
        assert {"default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"} < set(policy)
        assert reply.headers["X-Content-Type-Options"] == "nosniff"
        assert reply.headers["Cache-Control"] == "no-store"
        assert reply.headers["Referrer-Policy"] == "same-origin"


# --- what it answers ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "state", ["a b&c=d#e", "é👩‍🚀", "\r\nSet-Cookie: a=b", "%0d%0a", "</script>", "x" * 20_000]
)
def test_the_state_comes_back_as_it_was_sent(site, state):
    reply = site.authorize(state=state, scope="none")
    assert reply.parameters["state"] == state
    said = f"error_description=invalid_scope&state={quote(state, safe='')}&error=invalid_request"
    assert reply.location == f"{CALLBACK}?{said}"
    assert reply.headers["Set-Cookie"] is None


@pytest.mark.parametrize("name", ["grant_type", "code", "client_id", "redirect_uri"])
def test_a_parameter_of_a_form_that_is_there_twice_is_refused(site, name):
    form = {"grant_type": "authorization_code", "code": site.code(), "client_id": site.world.client_id}
    form.update(redirect_uri=CALLBACK, code_verifier=site.verifier)
    twice = f"{urlencode(form)}&{urlencode({name: form[name]})}"
    assert site.send("POST", "DOMAIN/oauth2/token", twice).error == "400 invalid_request"
    parts = [f'--x\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{form[key]}\r\n' for key in form]
    multipart = {"form": "".join([*parts, "--x--"]), "Content_Type": "multipart/form-data; boundary=x"}
    assert site.send("POST", "DOMAIN/oauth2/token", **multipart).error == "400 invalid_request"
    assert site.send("POST", "DOMAIN/oauth2/token", form).status == 200


def test_what_has_expired_counts_no_longer_and_is_forgotten(site):
    code = site.code()
    pool = registry.find_user_pool(site.world.user_pool_id)
    stores = (pool.grants._grants, pool.browser_sessions._sessions)
    assert [len(store) for store in stores] == [1, 1]
    with clock.moved(3600):
        assert [session.is_over for session in stores[1].values()] == [True]
        assert pool.grants.use(code, pool.app_client(site.world.client_id)) is None
        site.get("/error")
    assert [len(store) for store in stores] == [0, 0]


def test_a_failure_inside_is_told_as_oauth_or_as_a_page_and_without_details(site, monkeypatch, caplog):
    monkeypatch.setattr(user_info, "as_json", lambda body: 1 / 0)
    reply = site.user_info(site.tokens()["access_token"])
    assert (reply.status, reply.json) == (500, {"error": "server_error"})
    assert "ZeroDivisionError" in caplog.text


def test_an_address_that_is_not_in_utf_8_is_a_bad_request(site):
    at = {"base_url": site.world.url, "path": urlsplit(site.root).path + "/error"}
    assert Client(CognitoApp()).get(**at, environ_overrides={"QUERY_STRING": "error=\xff"}).status_code == 400
