"""The OAuth endpoints of a domain: what an app may ask for, and what it gets."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

from local_cognito import clock
from local_cognito.conformance.row import DOC, HEARSAY, OURS, SEEN, Row
from local_cognito.conformance.site import CALLBACK, LOGGED_OUT, WEB_APP, Reply, Site
from local_cognito.conformance.world import WITH_SECRET, World, claims, outcome, tokens

AUTHORIZE = "guide, the authorize endpoint"
TOKEN = "guide, the token endpoint"
USER_INFO = "guide, the userInfo endpoint"
REVOKE = "guide, the revoke endpoint"
LOGOUT = "guide, the logout endpoint"
SCOPES = "guide, scopes"
RFC = "RFC 6749"
AGENT_TOOLKIT = "aws/agent-toolkit-for-aws, aws-auth"
JWT_VERIFY = "aws-jwt-verify's test data"
THREADS = "public threads"
ENCOUNTERED = "An error was encountered with the requested page."
MISSING_CLIENT, MISSING_REDIRECT = (
    f"Required String parameter '{name}' is not present" for name in ("client_id", "redirect_uri")
)
PREFIX = re.compile(r"^/[^/]+\.auth\.[^/]+")  # of the paths of a domain that is a path itself
M2M = {"AllowedOAuthFlows": ["client_credentials"], "AllowedOAuthScopes": ["shop/read", "shop/write"]}


# --- acts -------------------------------------------------------------------------------------------------------


def at(act: Callable[[Site], Any], **client: Any) -> Callable[[World], Any]:
    """Something at the domain of a pool whose app client has these settings."""
    return lambda w: act(Site(w, **client))


def sent_back(**changed: str | None) -> Callable[[World], str]:
    """Where an authorization request without a session leads, as a whole."""
    return lambda w: Site(w).authorize(**changed).location


def error_sent_back(client: dict[str, Any] | None = None, **changed: str | None) -> Callable[[World], str | None]:
    """The code of the error with which an authorization request leads back to the app."""

    def act(w: World) -> str | None:
        reply = Site(w, **(client or {})).authorize(**changed)
        return reply.parameters.get("error") if reply.location.startswith(CALLBACK) else reply.where

    return act


def shown(site: Site, reply: Reply, *texts: str) -> str:
    """The status of the page that the browser ends at, and which of these texts is in it."""
    while reply.location.startswith("DOMAIN"):
        reply = site.send("GET", reply.location)
    page = html.unescape(reply.text)
    return f"{reply.status} {next((text for text in texts if text in page), reply.location)}"


def page_of(text: str, client: dict[str, Any] | None = None, **changed: str | None) -> Callable[[World], str]:
    def act(w: World) -> str:
        site = Site(w, **(client or {}))
        return shown(site, site.authorize(**changed), text)

    return act


def login_page(w: World) -> bool:
    """Whether the login page is sent the same query."""
    site = Site(w)
    reply = site.authorize(nonce="N", lang="en")
    return reply.where == "302 DOMAIN/login" and reply.parameters == site.request(nonce="N", lang="en")


def second_request(
    between: Callable[[Site], Any] = lambda site: None, **changed: str | None
) -> Callable[[World], str]:
    """Where another authorization request leads after a login, and something in between."""

    def act(w: World) -> str:
        site = Site(w, version=2)
        w.aws.create_managed_login_branding(
            UserPoolId=w.user_pool_id, ClientId=w.client_id, UseCognitoProvidedValues=True
        )
        site.log_in()
        between(site)
        return site.authorize(**changed).where

    return act


def session_without_provider(w: World) -> str:
    """Where a browser that is signed in comes to with a client that has no COGNITO provider."""
    site = Site(w)
    site.log_in()
    w.client(**{**WEB_APP, "SupportedIdentityProviders": []})
    return site.authorize().where


def an_hour_later(w: World) -> str:
    site = Site(w)
    site.log_in()
    with clock.moved(3601):
        return site.authorize().where


def members(reply: Reply) -> str:
    return ", ".join(sorted(reply.json))


def exchanged(**changed: str | None) -> Callable[[World], str]:
    """What comes of a code that is exchanged with these parameters changed."""

    def act(w: World) -> str:
        site = Site(w)
        return site.exchange(site.code(), **changed).error

    return act


def without_verifier(w: World) -> str:
    """A code for a request that had no challenge, exchanged with a verifier."""
    site = Site(w)
    return site.exchange(site.code(code_challenge=None, code_challenge_method=None)).error


def twice(w: World) -> str:
    site = Site(w)
    code = site.code()
    first = site.exchange(code).json
    second = site.exchange(code)
    return f"{second.error}, then {site.grant('refresh_token', refresh_token=first['refresh_token']).error}"


def six_minutes_later(w: World) -> str:
    site = Site(w)
    code = site.code()
    with clock.moved(301):
        return site.exchange(code).error


def exchanged_after(*acts: Callable[[Site], Any]) -> Callable[[World], str]:
    """What comes of a code that is exchanged after something else has happened."""

    def act(w: World) -> str:
        site = Site(w)
        code = site.code()
        for each in acts:
            each(site)
        return site.exchange(code).error

    return act


def only_implicit(site: Site) -> None:
    """Take the flow code from the client."""
    ids = {"UserPoolId": site.world.user_pool_id, "ClientId": site.world.client_id}
    site.world.aws.update_user_pool_client(**ids, **{**WEB_APP, "AllowedOAuthFlows": ["implicit"]})


def logged_out_twice(w: World) -> str:
    """/logout with the same logout_uri twice."""
    site = Site(w)
    query = urlencode([("client_id", w.client_id), *[("logout_uri", LOGGED_OUT)] * 2])
    return shown(site, site.send("GET", f"DOMAIN/logout?{query}"), MISSING_REDIRECT)


def through_another_client(w: World) -> str:
    site = Site(w)
    code = site.code()
    w.client()
    w.aws.update_user_pool_client(
        UserPoolId=w.user_pool_id, ClientId=w.client_id, AllowedOAuthFlowsUserPoolClient=True,
        AllowedOAuthFlows=["code"], AllowedOAuthScopes=["openid"], CallbackURLs=[CALLBACK],
    )  # fmt: skip
    return site.exchange(code).error


def identified(form: dict[str, str | None], **headers: str | None) -> Callable[[World], str]:
    """A client with a secret that exchanges a code, and says who it is in this way."""

    def act(w: World) -> str:
        site = Site(w, **WITH_SECRET)
        values = {"{client}": w.client_id, "{secret}": w.client_secret}
        filled = {name: values.get(value or "", value) for name, value in form.items()}
        usual = {"grant_type": "authorization_code", "code": site.code(), "code_verifier": site.verifier}
        return site.post("/oauth2/token", {**usual, "redirect_uri": CALLBACK, **filled}, **headers).error

    return act


def second_secret(w: World) -> str:
    """The first and the second secret of a client."""
    site = Site(w, **WITH_SECRET)
    pool = {"UserPoolId": w.user_pool_id, "ClientId": w.client_id}
    added = w.aws.add_user_pool_client_secret(**pool)["ClientSecretDescriptor"]["ClientSecretValue"]
    replies = []
    for secret in (w.client_secret, added):
        w.client_secret = secret
        replies.append(site.exchange(site.code()).error)
    return ", ".join(replies)


def machine(w: World, **client: Any) -> Site:
    """A client for client_credentials, with two scopes of a resource server."""
    scopes = [{"ScopeName": name, "ScopeDescription": name} for name in ("read", "write")]
    w.aws.create_resource_server(UserPoolId=w.user_pool_id, Identifier="shop", Name="Shop", Scopes=scopes)
    return Site(w, **{**M2M, **WITH_SECRET, **client})


def token_of_machine(w: World, **form: str | None) -> str:
    token = claims(machine(w).grant("client_credentials", **form).json["access_token"])
    names = ("scope", "token_use", "version")
    return f"{token['sub'] == token['client_id'] == w.client_id}, {', '.join(str(token[name]) for name in names)}"


def refreshed(site: Site, scope: str = "openid email") -> Reply:
    return site.grant("refresh_token", refresh_token=site.tokens(scope=scope)["refresh_token"])


def refreshed_after_revocation(w: World) -> str:
    site = Site(w)
    token = site.tokens()["refresh_token"]
    revoked = site.post("/oauth2/revoke", {"token": token, "client_id": w.client_id})
    return f"{revoked.status} {revoked.text!r}, then {site.grant('refresh_token', refresh_token=token).error}"


def token_of_login(name: str, scope: str, *wanted: str, **changed: str | None) -> Callable[[World], str]:
    """Claims of the token of a login with these scopes."""

    def act(w: World) -> str:
        token = claims(Site(w).tokens(scope=scope, **changed)[name])
        return ", ".join(str(token.get(claim)) for claim in wanted)

    return act


def at_hash_fits(w: World) -> bool:
    """Whether at_hash is the left half of the access token's hash (OpenID Connect Core 1.0, section 3.1.3.6)."""
    issued = Site(w).tokens()
    digest = hashlib.sha256(issued["access_token"].encode()).digest()
    return claims(issued["id_token"])["at_hash"] == base64.urlsafe_b64encode(digest[:16]).decode().rstrip("=")


def attributes_of(shown: dict[str, Any]) -> str:
    """Which of a user's attributes are in an ID token, or in the answer of userInfo."""
    return ", ".join(sorted(name for name in shown if name in ("email", "email_verified", "name", "phone_number")))


def named(w: World) -> World:
    """A user with a name, besides the e-mail address."""
    w.set_up()
    w.admin("admin_update_user_attributes", UserAttributes=[{"Name": "name", "Value": "Ann"}])
    return w


def user_shown(scope: str) -> Callable[[World], str]:
    """The attributes that userInfo and the ID token have, which are the same."""

    def act(w: World) -> str:
        site = Site(named(w))
        issued = site.tokens(scope=scope)
        came = {
            attributes_of(site.user_info(issued["access_token"]).json),
            attributes_of(claims(issued["id_token"])),
        }
        return " / ".join(sorted(came))

    return act


def header_of_user_info(w: World, token: str | None = None) -> str:
    site = Site(w)
    reply = site.user_info(token) if token else site.send("GET", "DOMAIN/oauth2/userInfo")
    return f"{reply.status} {reply.headers['WWW-Authenticate']}"


def with_token_of_api(w: World) -> str:
    site = Site(w)
    return site.user_info(w.access_token()).error


def revoked(form: Callable[[Site], dict[str, str | None]], **client: Any) -> Callable[[World], str]:
    def act(w: World) -> str:
        site = Site(w, **client)
        return site.post("/oauth2/revoke", {"client_id": w.client_id, **form(site)}).error

    return act


def logged_out(**query: str | None) -> Callable[[World], str]:
    def act(w: World) -> str:
        site = Site(w)
        return shown(site, site.get("/logout", client_id=w.client_id, **query), MISSING_REDIRECT)

    return act


def style(w: World, **settings: Any) -> dict[str, Any]:
    ids = {"UserPoolId": w.user_pool_id, "ClientId": w.client_id}
    return w.aws.create_managed_login_branding(**ids, **(settings or {"UseCognitoProvidedValues": True}))


def pages_of_version_2(w: World) -> str:
    """The login page without a style, with one, and after it is deleted."""
    site = Site(w, version=2)
    unavailable = "Login pages unavailable. Please contact an administrator."
    pages = [shown(site, site.authorize(), unavailable, "<form")]
    made = style(w)["ManagedLoginBranding"]["ManagedLoginBrandingId"]
    pages.append(shown(site, site.authorize(), unavailable, "<form"))
    w.aws.delete_managed_login_branding(UserPoolId=w.user_pool_id, ManagedLoginBrandingId=made)
    return ", then ".join([*pages, shown(site, site.authorize(), unavailable, "<form")])


def style_of_deleted_client(w: World) -> str:
    made, pool = style(w)["ManagedLoginBranding"]["ManagedLoginBrandingId"], {"UserPoolId": w.user_pool_id}
    w.aws.delete_user_pool_client(**pool, ClientId=w.client_id)
    describe = w.aws.describe_managed_login_branding
    return outcome(describe, **pool, ManagedLoginBrandingId=made).partition(":")[0]


def found_style(w: World) -> list[bool]:
    made = style(w)["ManagedLoginBranding"]["ManagedLoginBrandingId"]
    pool = {"UserPoolId": w.user_pool_id}
    found = [
        w.aws.describe_managed_login_branding(**pool, ManagedLoginBrandingId=made),
        w.aws.describe_managed_login_branding_by_client(**pool, ClientId=w.client_id),
        w.aws.update_managed_login_branding(**pool, ManagedLoginBrandingId=made, UseCognitoProvidedValues=True),
    ]
    return [
        one["ManagedLoginBranding"]["ManagedLoginBrandingId"] == made
        and one["ManagedLoginBranding"]["UseCognitoProvidedValues"]
        for one in found
    ]


def endpoints(w: World) -> str:
    """The names and the paths of the endpoints in the discovery document."""
    found = {name: urlsplit(str(value)).path for name, value in Site(w).discovery().items()}
    return ", ".join(
        f"{name} {PREFIX.sub('', found[name])}" for name in sorted(found) if name.endswith("_endpoint")
    )


# --- rows -------------------------------------------------------------------------------------------------------
# fmt: off

AUTHORIZATION = [
    Row("authorize-login", "whether an authorization request leads to /login with the same query",
        login_page,
        "True", AUTHORIZE, DOC),
    Row("authorize-redirect_slash", "a redirect_uri with a slash more than the registered one",
        sent_back(redirect_uri=f"{CALLBACK}/"),
        "DOMAIN/error?error=redirect_mismatch&client_id={client}", THREADS, SEEN),
    Row("authorize-redirect_foreign", "a redirect_uri of another site: the page that the browser ends at",
        page_of(ENCOUNTERED, redirect_uri="https://evil.test/callback"),
        f"400 {ENCOUNTERED}", THREADS, SEEN),
    Row("authorize-no_redirect", "no redirect_uri: the page that the browser ends at",
        page_of(MISSING_REDIRECT, redirect_uri=None),
        f"400 {MISSING_REDIRECT}", "the text of client_id and of /logout", HEARSAY),
    Row("authorize-default_redirect", "no redirect_uri, and a client with DefaultRedirectURI",
        lambda w: Site(w, DefaultRedirectURI=CALLBACK).authorize(redirect_uri=None).where,
        "302 DOMAIN/login", "API, DefaultRedirectURI", DOC),
    Row("authorize-no_client", "no client_id: the page that the browser ends at",
        page_of(MISSING_CLIENT, client_id=None),
        f"400 {MISSING_CLIENT}", THREADS, SEEN),
    Row("authorize-unknown_client", "an unknown client_id: the page that the browser ends at",
        page_of(ENCOUNTERED, client_id="a" * 26),
        f"400 {ENCOUNTERED}", "the page of redirect_mismatch", HEARSAY),
    Row("authorize-scope", "a scope that the client is not allowed",
        sent_back(scope="openid offline_access"),
        f"{CALLBACK}?error_description=invalid_scope&state=S&error=invalid_request", THREADS, SEEN),
    Row("authorize-scope_implicit", "the same with response_type=token",
        sent_back(scope="openid offline_access", response_type="token"),
        f"{CALLBACK}#error_description=invalid_scope&state=S&error=invalid_request", THREADS, SEEN),
    Row("authorize-scope_alone", "scope=email without openid",
        sent_back(scope="email"),
        f"{CALLBACK}?error_description=invalid_scope&state=S&error=invalid_request",
        "guide, scopes; the form is that of other scopes", HEARSAY),
    Row("authorize-no_type", "no response_type",
        error_sent_back(response_type=None),
        "invalid_request", AUTHORIZE, DOC),
    Row("authorize-type", "response_type=id_token",
        error_sent_back(response_type="id_token"),
        "unsupported_response_type", RFC, HEARSAY),
    Row("authorize-flow", "response_type=token, with a client that only has the flow code",
        error_sent_back({"AllowedOAuthFlows": ["code"]}, response_type="token"),
        "unauthorized_client", AUTHORIZE, DOC),
    Row("authorize-oauth_off", "a client with AllowedOAuthFlowsUserPoolClient=False",
        error_sent_back({"AllowedOAuthFlowsUserPoolClient": False}),
        "unauthorized_client", "that of flows", HEARSAY),
    Row("authorize-pkce_no_method", "a code_challenge without code_challenge_method",
        error_sent_back(code_challenge_method=None),
        "invalid_request", AUTHORIZE, DOC),
    Row("authorize-pkce_plain", "code_challenge_method=plain",
        error_sent_back(code_challenge_method="plain"),
        "invalid_request", AUTHORIZE, DOC),
    Row("authorize-provider", "identity_provider=Google, which the pool does not have",
        error_sent_back(identity_provider="Google"),
        "invalid_request", "not known", HEARSAY),
    Row("here-resource", "an authorization request with resource",
        lambda w: Site(w).authorize(resource="https://api.example.com").parameters["error_description"],
        "The local Cognito cannot do resource; AWS can.", "", OURS),
    Row("authorize-cognito", "identity_provider=COGNITO",
        lambda w: Site(w).authorize(identity_provider="COGNITO").where,
        "302 DOMAIN/login", AUTHORIZE, DOC),
    Row("authorize-no_cognito", "a client without COGNITO in SupportedIdentityProviders: the login page",
        page_of("Login option is not available. Please try another one", {"SupportedIdentityProviders": []}),
        "401 Login option is not available. Please try another one", THREADS, SEEN),
    Row("authorize-prompt_none", "prompt=none without a session, in version 2",
        lambda w: Site(w, version=2).authorize(prompt="none").parameters["error"],
        "login_required", AUTHORIZE, DOC),
    Row("authorize-session", "another authorization request after a login",
        second_request(),
        f"302 {CALLBACK}", AUTHORIZE, DOC),
    Row("authorize-session_no_cognito",
        "the same through another client, without COGNITO in SupportedIdentityProviders",
        session_without_provider,
        "302 DOMAIN/login", "as without a session", HEARSAY),
    Row("authorize-prompt_login", "the same with prompt=login, in version 2",
        second_request(prompt="login"),
        "302 DOMAIN/login", AUTHORIZE, DOC),
    Row("authorize-prompt_none_session", "the same with prompt=none, in version 2",
        second_request(prompt="none"),
        f"302 {CALLBACK}", AUTHORIZE, DOC),
    Row("authorize-after_logout", "another authorization request after a login and /logout",
        second_request(lambda site: site.get("/logout", client_id=site.world.client_id, logout_uri=LOGGED_OUT)),
        "302 DOMAIN/login", LOGOUT, DOC),
    Row("authorize-after_sign_out", "another authorization request after a login and AdminUserGlobalSignOut",
        second_request(lambda site: site.world.admin("admin_user_global_sign_out")),
        f"302 {CALLBACK}", "guide, managed login", DOC),
    Row("authorize-after_password", "another authorization request after a login and a new password",
        second_request(lambda site: site.world.set_password(site.world.new_password)),
        "302 DOMAIN/login", "not known", HEARSAY),
    Row("authorize-after_disable", "another authorization request after a login and AdminDisableUser",
        second_request(lambda site: site.world.admin("admin_disable_user")),
        "302 DOMAIN/login", "not known", HEARSAY),
    Row("authorize-after_enable", "the same once the user is enabled again",
        second_request(lambda site: [site.world.admin(f"admin_{what}_user") for what in ("disable", "enable")]),
        "302 DOMAIN/login", "not known", HEARSAY),
    Row("authorize-hour", "another authorization request an hour after a login",
        an_hour_later,
        "302 DOMAIN/login", "guide, managed login", DOC, local_only=True),
    Row("authorize-implicit", "what is after # at the end of a login with response_type=token",
        lambda w: ", ".join(Site(w).log_in(response_type="token").parameters),
        "id_token, access_token, token_type, expires_in, state", AUTHORIZE, DOC),
    Row("authorize-implicit_scope", "the same without the scope openid",
        lambda w: ", ".join(Site(w).log_in(response_type="token",
                                           scope="aws.cognito.signin.user.admin").parameters),
        "access_token, token_type, expires_in, state", AUTHORIZE, DOC),
    Row("authorize-wrong_password", "whether a wrong password at the login page ends in a redirect",
        lambda w: bool(Site(w).log_in(w.wrong_password).location),
        "False", "public clients of the classic page", SEEN),
]

TOKENS = [
    Row("code-tokens", "what a code is exchanged for",
        at(lambda site: members(site.exchange(site.code()))),
        "access_token, expires_in, id_token, refresh_token, token_type", TOKEN, DOC),
    Row("code-content_type", "the Content-Type of this answer",
        at(lambda site: site.exchange(site.code()).headers["Content-Type"]),
        "application/json;charset=UTF-8", TOKEN, DOC),
    Row("authorization-code-twice", "a code that comes twice, then the refresh token of the first time",
        twice,
        "400 invalid_grant, then 400 invalid_grant", f"{TOKEN}; {RFC} for the refresh token", HEARSAY),
    Row("code-expired", "a code after five minutes",
        six_minutes_later,
        "400 invalid_grant", TOKEN, DOC, local_only=True),
    Row("code-unknown", "a code that was never issued",
        lambda w: Site(w).exchange("a" * 43).error,
        "400 invalid_grant", TOKEN, DOC),
    Row("authorization-code-missing", "no code",
        exchanged(code=None),
        "400 invalid_request", TOKEN, DOC),
    Row("code-other_client", "a code of another client",
        through_another_client,
        "400 invalid_grant", RFC, HEARSAY),
    Row("code-flow_off", "a code of a client that has lost the flow code since",
        exchanged_after(only_implicit),
        "400 unauthorized_client", TOKEN, DOC),
    Row("code-reset", "a code of a user who has to reset the password since",
        exchanged_after(lambda site: site.world.admin("admin_reset_user_password")),
        "400 invalid_grant", "as with refresh tokens", HEARSAY),
    Row("code-disabled", "a code of a user who was disabled and enabled since",
        exchanged_after(*[lambda site, call=call: site.world.admin(call)
                          for call in ("admin_disable_user", "admin_enable_user")]),
        "400 invalid_grant", "API, AdminDisableUser, of tokens", HEARSAY),
    Row("code-redirect_slash", "a redirect_uri with a slash more than that of the code",
        exchanged(redirect_uri=f"{CALLBACK}/"),
        "400 unauthorized_client", "Stack Overflow 50264679", SEEN),
    Row("code-no_redirect", "no redirect_uri",
        exchanged(redirect_uri=None),
        "400 invalid_request", TOKEN, DOC),
    Row("code-verifier", "another code_verifier",
        exchanged(code_verifier="a" * 43),
        "400 invalid_grant", AGENT_TOOLKIT, DOC),
    Row("code-no_verifier", "no code_verifier",
        exchanged(code_verifier=None),
        "400 invalid_grant", AGENT_TOOLKIT, DOC),
    Row("code-no_challenge", "a code_verifier, though the code was asked for without code_challenge",
        without_verifier,
        "400 invalid_grant", "RFC 9700, section 4.8.2", HEARSAY),
    Row("code-read_attributes", "a code for the scope email, of a client that may not read email_verified",
        at(lambda site: site.exchange(site.code()).error, ReadAttributes=["email"]),
        "400 invalid_grant", TOKEN, DOC),
    Row("code-no_openid", "what a code is exchanged for without the scope openid",
        at(lambda site: members(site.exchange(site.code(scope="aws.cognito.signin.user.admin")))),
        "access_token, expires_in, refresh_token, token_type", TOKEN, DOC),
    Row("client-basic", "a client with a secret: by HTTP Basic",
        identified({}),
        "200", TOKEN, DOC),
    Row("client-body", "client_id and client_secret in the body",
        identified({"client_id": "{client}", "client_secret": "{secret}"}, Authorization=None),
        "200", TOKEN, DOC),
    Row("client-no_secret", "its client_id alone",
        identified({"client_id": "{client}"}, Authorization=None),
        "400 invalid_client", TOKEN, DOC),
    Row("client-wrong_secret", "another secret",
        identified({"client_id": "{client}", "client_secret": "a" * 51}, Authorization=None),
        "400 invalid_client", TOKEN, DOC),
    Row("client-unknown", "a client that does not exist",
        identified({"client_id": "a" * 26}, Authorization=None),
        "400 invalid_client", TOKEN, DOC),
    Row("client-secret_twice", "the client secret by HTTP Basic and in the body",
        identified({"client_secret": "{secret}"}),
        "400 invalid_request", "RFC 6749, section 2.3", HEARSAY),
    Row("client-two_ids", "one client by HTTP Basic, and the id of another in the body",
        identified({"client_id": "a" * 26}),
        "400 invalid_request", "RFC 6749, section 2.3", HEARSAY),
    Row("client-second_secret", "the first and the second secret of a client that has two",
        second_secret,
        "200, 200", "API, AddUserPoolClientSecret", DOC),
    Row("grant-missing", "no grant_type",
        lambda w: Site(w).grant(None).error,
        "400 invalid_request", TOKEN, DOC),
    Row("grant-unknown", "grant_type=password",
        lambda w: Site(w).grant("password").error,
        "400 unsupported_grant_type", TOKEN, DOC),
    Row("machine-tokens", "what client_credentials get",
        lambda w: members(machine(w).grant("client_credentials")),
        "access_token, expires_in, token_type", TOKEN, DOC),
    Row("machine-claims", "whether that token's sub and client_id are the client; its scope, token_use, version",
        token_of_machine,
        "True, shop/read shop/write, access, 2", "guide, the access token", DOC),
    Row("machine-scope", "client_credentials with one of the scopes",
        lambda w: token_of_machine(w, scope="shop/read"),
        "True, shop/read, access, 2", TOKEN, DOC),
    Row("machine-wrong_scope", "client_credentials with a scope that the client is not allowed",
        lambda w: machine(w).grant("client_credentials", scope="shop/delete").error,
        "400 invalid_scope", "re:Post QUnhrx; aws-auth says that this does not exist", SEEN),
    Row("machine-flow", "client_credentials with a client that only has the flow code",
        lambda w: Site(w, AllowedOAuthFlows=["code"], **WITH_SECRET).grant("client_credentials").error,
        "400 unauthorized_client", TOKEN, DOC),
    Row("refresh-members", "what a refresh token is exchanged for",
        lambda w: members(refreshed(Site(w))),
        "access_token, expires_in, id_token, token_type", TOKEN, DOC),
    Row("refresh-no_openid", "the same without the scope openid",
        lambda w: members(refreshed(Site(w), "aws.cognito.signin.user.admin")),
        "access_token, expires_in, token_type", "as with the code", HEARSAY),
    Row("refresh-rotation", "the same of a client that rotates refresh tokens",
        lambda w: members(refreshed(Site(w, RefreshTokenRotation={
            "Feature": "ENABLED", "RetryGracePeriodSeconds": 0}, ExplicitAuthFlows=["ALLOW_USER_SRP_AUTH"]))),
        "access_token, expires_in, id_token, refresh_token, token_type", "guide, refresh token rotation", DOC),
    Row("refresh-scope", "the scope of the access token afterwards",
        lambda w: claims(refreshed(Site(w)).json["access_token"])["scope"],
        "openid email", TOKEN, DOC),
    Row("refresh-never_issued", "a refresh token that was never issued",
        lambda w: Site(w).grant("refresh_token", refresh_token="garbage").error,
        "400 invalid_grant", TOKEN, DOC),
    Row("refresh-of_api", "a refresh token of InitiateAuth",
        at(lambda site: site.grant(
            "refresh_token", refresh_token=tokens(site.world.sign_in())["RefreshToken"]).error),
        "200", TOKEN, DOC),
    Row("refresh-at_api", "REFRESH_TOKEN_AUTH with a refresh token of the token endpoint",
        at(lambda site: site.world.refresh(site.tokens()["refresh_token"])),
        "tokens", "aws-amplify does it", HEARSAY),
]

CLAIMS = [
    Row("claim-scope", "scope and version of an access token",
        token_of_login("access_token", "openid email", "scope", "version"),
        "openid email, 2", f"{JWT_VERIFY}; the number is common knowledge", HEARSAY),
    Row("claim-all_scopes", "whether the scopes are all of the client if none is asked for",
        lambda w: sorted(claims(Site(w).tokens(scope=None)["access_token"])["scope"].split()),
        "['aws.cognito.signin.user.admin', 'email', 'openid', 'phone', 'profile']", AUTHORIZE, DOC),
    Row("claim-nonce", "the nonce in the ID token",
        token_of_login("id_token", "openid", "nonce", nonce="N"),
        "N", AUTHORIZE, DOC),
    Row("claim-at_hash", "whether at_hash in the ID token is that of the access token",
        at_hash_fits,
        "True", JWT_VERIFY, SEEN),
    Row("claim-of_api", "whether tokens of InitiateAuth have version, at_hash, nonce",
        lambda w: [name for token in ("AccessToken", "IdToken") for name in claims(tokens(w.sign_in())[token])
                   if name in ("version", "at_hash", "nonce")],
        "[]", "common knowledge", HEARSAY, True),
    Row("scope-no_admin", "GetUser with a token that lacks aws.cognito.signin.user.admin",
        lambda w: w.get_user(Site(w).tokens()["access_token"]),
        "NotAuthorizedException: Access Token does not have required scopes", "amplify-js#1906", SEEN),
    Row("scope-with_admin", "GetUser with a token that has it",
        lambda w: w.get_user(Site(w).tokens(scope="aws.cognito.signin.user.admin")["access_token"]),
        "done", SCOPES, DOC),
    Row("scope-machine", "GetUser with a token of client_credentials",
        lambda w: w.get_user(machine(w).grant("client_credentials").json["access_token"]),
        "NotAuthorizedException: Invalid Access Token", "the text of other tokens", HEARSAY),
    Row("user_info-openid", "the attributes in userInfo and the ID token with the scope openid",
        user_shown("openid"),
        "email, email_verified, name", USER_INFO, DOC),
    Row("user_info-email", "the same with openid email",
        user_shown("openid email"),
        "email, email_verified", USER_INFO, DOC),
    Row("user_info-profile", "the same with openid profile",
        user_shown("openid profile"),
        "name", USER_INFO, DOC),
    Row("user_info-string", "email_verified in userInfo",
        at(lambda site: repr(site.user_info(site.tokens()["access_token"]).json["email_verified"])),
        "'true'", "an example in the guide, the userInfo endpoint", DOC),
    Row("user_info-of_api", "userInfo with an access token of InitiateAuth",
        with_token_of_api,
        "401 invalid_token", "guide, the userInfo endpoint, says that it is refused", HEARSAY),
    Row("user_info-no_token", "userInfo without a token: the status and the header WWW-Authenticate",
        header_of_user_info,
        '400 error="invalid_request", error_description="Bad OAuth2 request at UserInfo Endpoint"',
        USER_INFO, DOC),
    Row("user_info-garbage", "userInfo with a token that was never issued",
        lambda w: header_of_user_info(w, "garbage"),
        '401 error="invalid_token", error_description="Access token is expired, disabled, or deleted, or the user '
        'has globally signed out."', USER_INFO, DOC),
]

ENDING = [
    Row("revoke-refresh", "/oauth2/revoke with a refresh token, then the token",
        refreshed_after_revocation,
        "200 '', then 400 invalid_grant", REVOKE, DOC),
    Row("revoke-access_token", "/oauth2/revoke with an access token",
        revoked(lambda site: {"token": site.tokens()["access_token"]}),
        "400 unsupported_token_type", REVOKE, DOC),
    Row("revoke-no_token", "/oauth2/revoke without a token",
        revoked(lambda site: {}),
        "400 invalid_request", REVOKE, DOC),
    Row("revoke-off", "/oauth2/revoke, with a client with EnableTokenRevocation=False",
        revoked(lambda site: {"token": site.tokens()["refresh_token"]}, EnableTokenRevocation=False),
        "400 invalid_request", REVOKE, DOC),
    Row("revoke-client", "/oauth2/revoke with an unknown client",
        revoked(lambda site: {"token": "garbage", "client_id": "a" * 26}),
        "401 invalid_client", REVOKE, DOC),
    Row("revoke-garbage", "/oauth2/revoke with a token that was never issued",
        revoked(lambda site: {"token": "garbage"}),
        "200", "guide, the revoke endpoint, of tokens that are no longer valid", HEARSAY),
    Row("logout-uri", "/logout with a logout_uri of the client",
        logged_out(logout_uri=LOGGED_OUT),
        f"302 {LOGGED_OUT}", LOGOUT, DOC),
    Row("logout-foreign", "/logout with another logout_uri: the page that the browser ends at",
        logged_out(logout_uri="https://evil.test/"),
        f"400 {MISSING_REDIRECT}", THREADS, SEEN),
    Row("logout-oidc", "/logout with post_logout_redirect_uri, which OpenID Connect has",
        logged_out(post_logout_redirect_uri=LOGGED_OUT),
        f"400 {MISSING_REDIRECT}", THREADS, SEEN),
    Row("logout-twice", "/logout with logout_uri twice",
        logged_out_twice,
        f"400 {MISSING_REDIRECT}", "RFC 6749, section 3.1, of other parameters", HEARSAY),
    Row("logout-login", "where /logout with redirect_uri and response_type leads",
        lambda w: Site(w).get("/logout", client_id=w.client_id, redirect_uri=CALLBACK, response_type="code").where,
        "302 DOMAIN/login", LOGOUT, DOC),
    Row("discovery-endpoints", "the endpoints in the discovery document of a pool with a domain",
        endpoints,
        "authorization_endpoint /oauth2/authorize, end_session_endpoint /logout, "
        "revocation_endpoint /oauth2/revoke, token_endpoint /oauth2/token, userinfo_endpoint /oauth2/userInfo",
        "two published documents", SEEN),
    Row("style-needed", "the login page of version 2 without a style, with one, and after it is deleted",
        pages_of_version_2,
        "403 Login pages unavailable. Please contact an administrator., then 200 <form, then 403 Login pages "
        "unavailable. Please contact an administrator.", THREADS, SEEN),
    Row("style-found", "whether a style is described, also by its client, and updated",
        found_style,
        "[True, True, True]", "API, CreateManagedLoginBranding", DOC),
    Row("style-twice", "CreateManagedLoginBranding for a client that has a style",
        lambda w: outcome(lambda: [style(w) for _ in range(2)]).partition(":")[0],
        "ManagedLoginBrandingExistsException", "API, CreateManagedLoginBranding", DOC),
    Row("style-client_deleted", "DescribeManagedLoginBranding after DeleteUserPoolClient",
        style_of_deleted_client,
        "ResourceNotFoundException", "common knowledge", HEARSAY),
    Row("style-unknown", "DescribeManagedLoginBrandingByClient for a client without a style",
        lambda w: outcome(w.aws.describe_managed_login_branding_by_client, UserPoolId=w.user_pool_id,
                          ClientId=w.client_id).partition(":")[0],
        "ResourceNotFoundException", "API, DescribeManagedLoginBrandingByClient", DOC),
]

SECTIONS = {
    "Managed login: authorization": AUTHORIZATION,
    "Managed login: tokens": TOKENS,
    "Managed login: what is in tokens and userInfo": CLAIMS,
    "Managed login: revocation, logout, discovery, styles": ENDING,
}
