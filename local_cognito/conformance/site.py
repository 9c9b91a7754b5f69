"""The domain of a user pool, as an app and a browser use it: the pages, and the OAuth endpoints."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import secrets
import time
from http.client import HTTPConnection, HTTPMessage, HTTPSConnection
from http.cookies import SimpleCookie
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit

from local_cognito.conformance.world import NotHere, Settings, World, without_none

CALLBACK, LOGGED_OUT = "http://localhost:3000/callback", "http://localhost:3000/"
WAIT = 60  # seconds for a new domain: on AWS it takes some
CSRF = re.compile(r'name="_csrf" value="([^"]+)"')
FORM = "application/x-www-form-urlencoded"
#: The settings of an app client that a web application has.
WEB_APP: Settings = {
    "AllowedOAuthFlowsUserPoolClient": True,
    "AllowedOAuthFlows": ["code", "implicit"],
    "AllowedOAuthScopes": ["openid", "email", "phone", "profile", "aws.cognito.signin.user.admin"],
    "CallbackURLs": [CALLBACK],
    "LogoutURLs": [LOGGED_OUT],
    "SupportedIdentityProviders": ["COGNITO"],
}


def challenge_of(verifier: str) -> str:
    """The code challenge of a verifier, by S256 (RFC 7636)."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


class Reply(NamedTuple):
    """What came of a request to a domain.

    Attributes:
        location: where the browser is sent, with ``DOMAIN`` for the domain; nothing if it is not sent anywhere.
    """

    status: int
    headers: HTTPMessage
    text: str
    location: str

    @property
    def json(self) -> Any:
        return json.loads(self.text)

    @property
    def error(self) -> str:
        """The status and the code of an error of OAuth; only the status of any other answer."""
        return f"{self.status} {self.json['error']}" if self.status >= 400 else str(self.status)

    @property
    def parameters(self) -> dict[str, str]:
        """What is in the query or the fragment of `location`."""
        parts = urlsplit(self.location)
        return dict(parse_qsl(parts.query or parts.fragment, keep_blank_values=True))

    @property
    def where(self) -> str:
        """The status, and where the browser is sent, without query."""
        return f"{self.status} {self.location.partition('?')[0]}"


class Site:
    """The domain of a world's user pool, for one browser: it keeps cookies, and follows no redirect by itself.

    Args:
        version: ManagedLoginVersion.
        client: settings of the app client, besides those of a web application.

    Raises:
        NotHere: this Cognito has no domains.
    """

    def __init__(self, world: World, *, version: int = 1, **client: Any) -> None:
        self.world = world
        self.cookies: dict[str, str] = {}
        self.verifier = secrets.token_urlsafe(48)
        world.user_pool_id  # noqa: B018  # makes the pool
        world.client(**{**WEB_APP, **client})
        self.root, prefix = "", f"test-{secrets.token_hex(8)}"
        world.aws.create_user_pool_domain(
            UserPoolId=world.user_pool_id, Domain=prefix, ManagedLoginVersion=version
        )
        for _ in range(WAIT):
            shown = world.aws.describe_user_pool_domain(Domain=prefix)["DomainDescription"]
            if shown.get("Status") == "ACTIVE":
                break
            time.sleep(1)
        endpoint = self.discovery().get("token_endpoint", "")
        if not endpoint.endswith("/oauth2/token"):
            raise NotHere("its discovery document has no token_endpoint")
        self.root = endpoint[: -len("/oauth2/token")]

    def discovery(self) -> dict[str, Any]:
        """The discovery document of the pool."""
        path = f"{self.world.url.rstrip('/')}/{self.world.user_pool_id}/.well-known/openid-configuration"
        return json.loads(self.send("GET", path).text)

    # --- requests ---

    def send(self, method: str, url: str, form: Settings | str | None = None, **headers: str | None) -> Reply:
        """Any request, with the cookies of this browser.

        Args:
            url: with ``DOMAIN`` for the domain.
            form: of a POST, encoded or not; a value that is None is left out.
            headers: with _ for -.
        """
        url = url.replace("DOMAIN", self.root, 1)
        parts = urlsplit(url)
        connect = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        connection = connect(parts.hostname or "", parts.port, timeout=30)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        sent = {"Cookie": cookies or None, "Content-Type": FORM if form is not None else None}
        sent.update({name.replace("_", "-"): value for name, value in headers.items()})
        body = form if isinstance(form, str) else urlencode(without_none(form or {}))
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        try:
            connection.request(method, path, body, without_none(sent))
            answer = connection.getresponse()
            for line in answer.headers.get_all("Set-Cookie", []):
                for name, morsel in SimpleCookie(line).items():
                    self.cookies[name] = morsel.value
            location = answer.headers["Location"] or ""
            if self.root:
                location = location.replace(self.root, "DOMAIN", 1)
            return Reply(answer.status, answer.headers, answer.read().decode(), location)
        finally:
            connection.close()

    def get(self, path: str, **query: str | None) -> Reply:
        """GET at a path of the domain."""
        return self.send("GET", f"DOMAIN{path}?{urlencode(without_none(query))}")

    def post(self, path: str, form: Settings, **headers: str | None) -> Reply:
        """POST of a form to a path of the domain, with the Authorization header of a client that has a secret."""
        return self.send("POST", f"DOMAIN{path}", form, **{**self.basic(), **headers})

    def basic(self, secret: str | None = None) -> dict[str, str | None]:
        """The Authorization header with this secret, or with the client's own; nothing for a public client."""
        secret = secret or self.world.client_secret
        if secret is None:
            return {}
        return {"Authorization": f"Basic {base64.b64encode(f'{self.world.client_id}:{secret}'.encode()).decode()}"}

    # --- what an app does ---

    def request(self, **changed: str | None) -> dict[str, str | None]:
        """The query of a right authorization request, with these parameters changed; None leaves one out."""
        return {
            "client_id": self.world.client_id,
            "redirect_uri": CALLBACK,
            "response_type": "code",
            "state": "S",
            "scope": "openid email",
            "code_challenge": challenge_of(self.verifier),
            "code_challenge_method": "S256",
            **changed,
        }

    def authorize(self, **changed: str | None) -> Reply:
        """GET /oauth2/authorize."""
        return self.get("/oauth2/authorize", **self.request(**changed))

    def log_in(self, password: str | None = None, **changed: str | None) -> Reply:
        """Go to the login page, unless there is a session, and send its form. Returns where that leads."""
        asked = self.authorize(**changed)
        if not asked.location.startswith("DOMAIN"):
            return asked
        page = self.send("GET", asked.location)
        found = CSRF.search(page.text)
        form = {
            "_csrf": found[1] if found else None,
            "username": self.world.username,
            "password": password or self.world.password,
            "cognitoAsfData": "",
        }
        return self.send("POST", asked.location, form)

    def code(self, **changed: str | None) -> str:
        """An authorization code, as the app is sent it."""
        return self.log_in(**changed).parameters["code"]

    def exchange(self, a_code: str, **changed: str | None) -> Reply:
        """POST /oauth2/token with a code."""
        usual = {"code": a_code, "redirect_uri": CALLBACK, "code_verifier": self.verifier}
        return self.grant("authorization_code", **{**usual, **changed})

    def grant(self, grant_type: str | None, **form: str | None) -> Reply:
        """POST /oauth2/token."""
        client_id = None if self.world.client_secret else self.world.client_id
        return self.post("/oauth2/token", {"grant_type": grant_type, "client_id": client_id, **form})

    def tokens(self, **changed: str | None) -> dict[str, Any]:
        """The tokens of a whole login."""
        return self.exchange(self.code(**changed)).json

    def user_info(self, access_token: str) -> Reply:
        """GET /oauth2/userInfo."""
        return self.send("GET", "DOMAIN/oauth2/userInfo", Authorization=f"Bearer {access_token}")
