"""Attempts to get in at a domain without the right to: with cookies, forms and addresses of somebody else."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from typing import Any
from urllib.parse import quote, urlencode

from local_cognito.conformance.cases.managed_login import attributes_of, error_sent_back, machine, named
from local_cognito.conformance.row import DOC, HEARSAY, OURS, Row
from local_cognito.conformance.site import CALLBACK, CSRF, LOGGED_OUT, WEB_APP, Site
from local_cognito.conformance.world import WITH_SECRET, World, claims, outcome

SESSION, FIXED = "cognito", "f" * 43
KNOWN = "common knowledge"
#: Of somebody else, or the registered address in another spelling, with ~ for it.
ADDRESSES = (
    "https://evil.test|//evil.test|\\\\evil.test|/\\evil.test|https:evil.test|https:/evil.test/callback|~/|~?|~#|~#x|~&x"
    "|~?x=//evil.test|~/../x|~.evil.test|~@evil.test|~%00|~\0|~ | ~|\t~|~\r\nX-Evil: 1|~%0d%0aX-Evil: 1|~\n|~/."
    "|HTTP://LOCALHOST:3000/CALLBACK|http://Localhost:3000/callback|http://localhost.:3000/callback"
    "|https://localhost:3000/callback|http://localhost/callback|http://localhost:03000/callback|~,~"
    "|http://127.0.0.1:3000/callback|http://x@localhost:3000/callback|http://localhost:3000@evil.test/callback"
    "|http://localhost:3000\\@evil.test/callback|http://evil.test\\@localhost:3000/callback|http://x.localhost:3000/callback"
    "|http://localhost:3000//callback|http://localhost:3000/%63allback|http://localhost:3000%2fcallback"
    "|http://loca\u3002lhost:3000/callback|http://localhost:3000\t/callback|data:text/html,x|javascript:alert(1)//~"
    "|http://[::1|/login|/callback|callback|http://localhost:3001/callback"
).replace("~", CALLBACK).split("|")  # fmt: skip


def another_browser(site: Site) -> Site:
    """A browser without cookies, at the same domain."""
    other = copy(site)
    other.cookies = {}
    return other


def is_in(site: Site) -> bool:
    """Whether the browser gets a code without a password."""
    return "code" in site.authorize().parameters


def fixed_cookie(w: World) -> list[bool]:
    """A browser with a cookie that somebody else has set, and the other browser that has it."""
    site = Site(w)
    other = another_browser(site)
    site.cookies[SESSION] = other.cookies[SESSION] = FIXED
    site.log_in()
    return [is_in(site), is_in(other)]


def cookie_after(act: Callable[[Site], Any]) -> Callable[[World], bool]:
    """Whether the cookie of a login still opens anything after this."""

    def call(w: World) -> bool:
        site = Site(w)
        site.log_in()
        thief = another_browser(site)
        thief.cookies = dict(site.cookies)
        assert is_in(thief)
        act(site)
        return is_in(thief)

    return call


def login_page(site: Site) -> tuple[str, str]:
    """The address of the login page, also with a session, and the CSRF token of its form."""
    address = f"DOMAIN/login?{urlencode(site.request())}"
    return address, CSRF.findall(site.send("GET", address).text)[0]


def log_in_again(site: Site) -> None:
    address, csrf = login_page(site)
    site.send("POST", address, {"_csrf": csrf, "username": site.world.username, "password": site.world.password})


def log_out(site: Site) -> None:
    site.get("/logout", client_id=site.world.client_id, logout_uri=LOGGED_OUT)


def cookie_of_another_pool(w: World) -> bool:
    site, there = Site(w), Site(w.another_pool())
    site.log_in()
    there.cookies = dict(site.cookies)
    return is_in(there)


def form_from_elsewhere(csrf: str | None, **headers: str | None) -> Callable[[World], bool]:
    """Whether a victim's browser is signed in as the attacker by a form that another page sends.

    Args:
        csrf: the hidden field: of the ``victim``'s page, of the ``attacker``'s own, or any other value.
        headers: others than usual; None leaves one out.
    """

    def call(w: World) -> bool:
        victim = Site(w)
        _, attackers = login_page(another_browser(victim))
        address, own = login_page(victim)
        tokens = {"victim": own, "attacker": attackers}
        form = {"username": w.username, "password": w.password, "_csrf": tokens.get(csrf or "", csrf)}
        reply = victim.send("POST", address, form, **headers)
        return "code" in reply.parameters or is_in(victim)

    return call


def redirected(path: str, name: str) -> Callable[[World], str]:
    """Where a browser that is signed in is sent, with each of these addresses as this parameter."""

    def call(w: World) -> str:
        site = Site(w)
        site.log_in()
        places = set()
        for address in ADDRESSES:
            query = urlencode({**site.request(), name: address})
            places.add(site.send("GET", f"DOMAIN{path}?{query}").location.partition("?")[0])
        return f"{len(ADDRESSES)} addresses: {', '.join(sorted(places))}"

    return call


def sent_twice(*names: str) -> Callable[[World], str]:
    """Where a browser that is signed in is sent, with which error, if one of these parameters is there twice."""

    def call(w: World) -> str:
        site = Site(w)
        site.log_in()
        places = []
        for name in names:
            query = f"{urlencode(site.request())}&{name}={quote(site.request()[name] or '')}"
            reply = site.send("GET", f"DOMAIN/oauth2/authorize?{query}")
            places.append(f"{reply.where} {reply.parameters.get('error')}")
        return ", ".join(places)

    return call


def code_at_once(w: World) -> str:
    """Eight exchanges of one code at the same time, then the use of the refresh token and of the access token."""
    site = Site(w)
    code = site.code()
    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(lambda _: site.exchange(code), range(8)))
    (got,) = (reply.json for reply in replies if reply.status == 200)
    after = site.grant("refresh_token", refresh_token=got["refresh_token"]).error
    return f"{sorted(reply.error for reply in replies)[0]}, {after}, {site.user_info(got['access_token']).error}"


def with_another_client(act: Callable[[Site, str], str]) -> Callable[[World], str]:
    """What comes of a refresh token if another client of the pool has it, and then if its own client uses it."""

    def call(w: World) -> str:
        site = Site(w)
        token, other = site.tokens()["refresh_token"], copy(site)
        other.world = copy(w).client(**WEB_APP)
        return f"{act(other, token)}, then {site.grant('refresh_token', refresh_token=token).error}"

    return call


def at_another_pool(w: World) -> str:
    """A code and an access token at the domain of another pool."""
    site, there = Site(w), Site(w.another_pool())
    there.verifier = site.verifier
    token = site.tokens()["access_token"]
    return f"{there.exchange(site.code()).error}, {there.user_info(token).error}"


def for_another_address(w: World) -> str:
    """A code for one of the client's addresses, exchanged for another one."""
    other = f"{CALLBACK}/other"
    site = Site(w, CallbackURLs=[CALLBACK, other])
    return site.exchange(site.code(), redirect_uri=other).error


def more_scopes_at_refresh(w: World) -> str:
    site = Site(w)
    token = site.tokens(scope="openid")["refresh_token"]
    return site.grant("refresh_token", refresh_token=token, scope="openid email").error


def deleted_scope(w: World) -> str:
    """The scopes of a user's access token, after the resource server has lost one that the client may ask for."""
    server = {"UserPoolId": w.user_pool_id, "Identifier": "shop", "Name": "Shop"}
    scopes = [{"ScopeName": name, "ScopeDescription": name} for name in ("read", "write")]
    w.aws.create_resource_server(**server, Scopes=scopes)
    site = Site(w, AllowedOAuthScopes=["openid", "shop/read", "shop/write"])
    w.aws.update_resource_server(**server, Scopes=scopes[:1])
    return claims(site.tokens(scope="openid shop/read shop/write")["access_token"])["scope"]


def deleted_scope_of_login(w: World) -> str:
    """The scopes of tokens for a code and for a refresh token, each after the resource server has lost one."""
    server = {"UserPoolId": w.user_pool_id, "Identifier": "shop", "Name": "Shop"}
    scopes = [{"ScopeName": name, "ScopeDescription": name} for name in ("read", "write")]
    w.aws.create_resource_server(**server, Scopes=scopes)
    asked = "openid shop/read shop/write"
    site = Site(w, AllowedOAuthScopes=asked.split())
    code = site.code(scope=asked)
    w.aws.update_resource_server(**server, Scopes=scopes[:1])
    got = site.exchange(code).json
    w.aws.delete_resource_server(UserPoolId=w.user_pool_id, Identifier="shop")
    refreshed = site.grant("refresh_token", refresh_token=got["refresh_token"]).json
    return ", then ".join(claims(each["access_token"])["scope"] for each in (got, refreshed))


def deleted_scope_of_machine(w: World) -> str:
    site = machine(w)
    w.aws.delete_resource_server(UserPoolId=w.user_pool_id, Identifier="shop")
    reply = site.grant("client_credentials", scope="shop/read")
    return repr(claims(reply.json["access_token"])["scope"])


def basic_by_another_name(w: World) -> str:
    """A client's id and secret as for HTTP Basic, with another scheme before them."""
    site = Site(w, **WITH_SECRET)
    header = str(site.basic()["Authorization"]).replace("Basic", "Bearer")
    form = {"grant_type": "refresh_token", "refresh_token": site.tokens()["refresh_token"]}
    return site.post("/oauth2/token", form, Authorization=header).error


def cookie_kept_after_logout(w: World) -> str:
    site = Site(w)
    site.log_in()
    log_out(site)
    return repr(site.cookies[SESSION])


def other_scheme_at_user_info(w: World) -> str:
    site = Site(w)
    token = site.tokens()["access_token"]
    return site.send("GET", "DOMAIN/oauth2/userInfo", Authorization=f"Basic {token}").error


def attributes_that_can_be_read(w: World) -> str:
    """Those that userInfo and the ID token show, with a scope that opens all and a client that may read one."""
    site = Site(named(w), ReadAttributes=["email"])
    issued = site.tokens(scope="openid")
    shown = site.user_info(issued["access_token"]).json, claims(issued["id_token"])
    return "; ".join(map(attributes_of, shown))


def kept_by_a_cache(w: World) -> str:
    site = Site(w)
    headers = site.exchange(site.code()).headers
    return f"{headers['Cache-Control']}, {headers['Pragma']}"


def signed_out_everywhere(w: World) -> str:
    site = Site(w)
    issued = site.tokens()
    w.admin("admin_user_global_sign_out")
    refreshed = site.grant("refresh_token", refresh_token=issued["refresh_token"])
    return f"{refreshed.error}, {site.user_info(issued['access_token']).error}"


def id_token_as_access_token(w: World) -> str:
    site = Site(w)
    token = site.tokens(scope="openid aws.cognito.signin.user.admin")["id_token"]
    return f"{site.user_info(token).error}, {outcome(w.get_user, token)}"


# fmt: off
COOKIES = [
    Row("attack-fixed_cookie",
        "a login in a browser with a session cookie that somebody else has set: whether it is signed in, and the "
        "browser of somebody else",
        fixed_cookie,
        "[True, False]", KNOWN, HEARSAY),
    Row("attack-cookie_other_pool", "whether the session cookie of one pool signs in at the domain of another",
        cookie_of_another_pool,
        "False", KNOWN, HEARSAY),
    *[
        Row(f"attack-cookie_after_{name}", f"whether a stolen session cookie still signs in after {what}",
            cookie_after(act),
            "False", KNOWN, HEARSAY)
        for name, what, act in (
            ("logout", "/logout", log_out),
            ("login", "another login in the same browser", log_in_again),
            ("delete", "AdminDeleteUser", lambda site: site.world.admin("admin_delete_user")),
            ("reset", "AdminResetUserPassword", lambda site: site.world.admin("admin_reset_user_password")),
        )
    ],
]

FORMS = [
    Row(f"attack-form_{name}", f"whether a form of another site signs a browser in, {what}",
        form_from_elsewhere(csrf, **headers),
        "False", KNOWN, HEARSAY)
    for name, what, csrf, headers in (
        ("no_token", "without a CSRF token", None, {}),
        ("empty_token", "with an empty CSRF token", "", {}),
        ("other_token", "with the CSRF token of another browser", "attacker", {}),
        ("no_cookie", "with an empty CSRF token and no cookie", "", {"Cookie": None}),
        ("origin", "with the right CSRF token and a foreign Origin", "victim", {"Origin": "https://evil.test"}),
        ("null", "with the right CSRF token and the Origin null", "victim", {"Origin": "null"}),
        ("cross_site", "with the right CSRF token and Sec-Fetch-Site: cross-site", "victim",
         {"Sec_Fetch_Site": "cross-site"}),
    )
]

ADDRESS_ROWS = [
    Row("attack-redirect_uri", "where a redirect_uri leads that is not registered, character by character",
        redirected("/oauth2/authorize", "redirect_uri"),
        f"{len(ADDRESSES)} addresses: DOMAIN/error", KNOWN, HEARSAY),
    Row("attack-logout_uri", "where a logout_uri leads that is not registered",
        redirected("/logout", "logout_uri"),
        f"{len(ADDRESSES)} addresses: DOMAIN/login", "guide, the logout endpoint, of a query with redirect_uri",
        HEARSAY),
    Row("attack-twice", "client_id, redirect_uri, state, scope, code_challenge twice in an authorization request",
        sent_twice("client_id", "redirect_uri", "state", "scope", "code_challenge"),
        "302 DOMAIN/error invalid_client, 302 DOMAIN/error redirect_mismatch, "
        + ", ".join([f"302 {CALLBACK} invalid_request"] * 3), "RFC 6749, section 3.1", HEARSAY),
    Row("attack-code_other_address", "a code for one redirect_uri of the client, exchanged with another one",
        for_another_address,
        "400 invalid_grant", "RFC 6749, section 4.1.3", HEARSAY),
    Row("attack-other_pool", "a code, and an access token at userInfo, at the domain of another pool",
        at_another_pool,
        "400 invalid_grant, 401 invalid_token", KNOWN, HEARSAY),
    Row("attack-refresh_other_client", "a refresh token that another client uses, then its own client",
        with_another_client(lambda site, token: site.grant("refresh_token", refresh_token=token).error),
        "400 invalid_grant, then 200", "RFC 6749, section 6", HEARSAY),
    Row("attack-revoke_other_client", "a refresh token that another client revokes, then its own client uses it",
        with_another_client(lambda site, token: site.post(
            "/oauth2/revoke", {"token": token, "client_id": site.world.client_id}).error),
        "200, then 200", "RFC 7009, section 2.1", HEARSAY),
    Row("attack-refresh_scope", "a refresh token with a scope that the user has not granted",
        more_scopes_at_refresh,
        "400 invalid_scope", "RFC 6749, section 6", HEARSAY),
    Row("attack-challenge", "a code_challenge of 42 characters, which no verifier can have",
        error_sent_back(code_challenge="a" * 42),
        "invalid_request", "RFC 7636, section 4.2", HEARSAY),
    Row("attack-deleted_scope", "the scopes of a user's token after the resource server has lost shop/write",
        deleted_scope,
        "openid shop/read", "guide, scopes", DOC),
    Row("attack-deleted_scope_login",
        "the scopes of the token for a code after the resource server has lost shop/write, then for the refresh "
        "token after it is deleted",
        deleted_scope_of_login,
        "openid shop/read, then openid", "API, DeleteResourceServer; UpdateResourceServer alike", DOC),
    Row("attack-deleted_scope_machine", "the scope of client_credentials after the resource server is deleted",
        deleted_scope_of_machine,
        "''", "guide, scopes, of the scopes of users", HEARSAY),
    Row("attack-machine_openid", "client_credentials with openid, of a client that may ask for it",
        lambda w: machine(w, AllowedOAuthScopes=["openid", "shop/read"]).grant(
            "client_credentials", scope="openid").error,
        "400 invalid_scope", "guide, the token endpoint, of the scopes of client_credentials", HEARSAY),
    Row("here-resource_token", "resource at the token endpoint",
        lambda w: machine(w).grant("client_credentials", resource="https://api.example.com").json["error_description"],
        "The local Cognito cannot do resource; AWS can.", "", OURS),
    Row("attack-basic", "a client's id and secret as for HTTP Basic, but with the scheme Bearer",
        basic_by_another_name,
        "400 invalid_client", "RFC 6749, section 2.3.1", HEARSAY),
    Row("attack-error_text", "whether the error page repeats what its address says",
        lambda w: "Call" in Site(w).get("/error", error="Call 555-0100", error_description="Call 555-0100").text,
        "False", "OWASP, content spoofing", HEARSAY),
    Row("attack-logout_cookie", "the session cookie after /logout",
        cookie_kept_after_logout,
        "''", "OWASP, session management", HEARSAY),
    Row("attack-logout_redirect", "where /logout leads with a redirect_uri that is not registered",
        lambda w: Site(w).get("/logout", client_id=w.client_id, redirect_uri="https://evil.test",
                              response_type="code").where,
        "302 DOMAIN/error", "guide, the logout endpoint, of redirect_uri", HEARSAY),
    Row("attack-user_info_scheme", "userInfo with an access token and the scheme Basic",
        other_scheme_at_user_info,
        "400 invalid_request", "RFC 6750, section 2.1", HEARSAY),
    Row("attack-readable", "the attributes in userInfo, and in the ID token, for openid and ReadAttributes=email",
        attributes_that_can_be_read,
        "email; email", "API, ReadAttributes", DOC),
    Row("attack-cached", "Cache-Control and Pragma of an answer with tokens",
        kept_by_a_cache,
        "no-store, no-cache", "RFC 6749, section 5.1", HEARSAY),
    Row("attack-signed_out", "a refresh token, and an access token at userInfo, after AdminUserGlobalSignOut",
        signed_out_everywhere,
        "400 invalid_grant, 401 invalid_token", "guide, the userInfo endpoint, of the access token", DOC),
    Row("attack-id_token", "the ID token in place of the access token, at userInfo and at GetUser",
        id_token_as_access_token,
        "401 invalid_token, NotAuthorizedException: Invalid Access Token", KNOWN, HEARSAY),
    Row("attack-code_at_once",
        "eight exchanges of one code at the same time, then its refresh token, then its access token",
        code_at_once,
        "200, 400 invalid_grant, 401 invalid_token", "RFC 6749, section 4.1.2", HEARSAY),
]

SECTIONS = {
    "Attacks at a domain: cookies": COOKIES,
    "Attacks at a domain: forms": FORMS,
    "Attacks at a domain: addresses and codes": ADDRESS_ROWS,
}
