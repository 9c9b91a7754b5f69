"""What a client asks for at /oauth2/authorize (RFC 6749, section 4.1.1), and where it wants the browser back.

The client and the return address are checked first, and a browser is never sent to an address that the client has
not registered. Whatever else is wrong, the client is told through that address. Of the order of these other checks
AWS says nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from werkzeug.datastructures import MultiDict

from .. import scopes
from ..app_client import AppClient
from .answers import ErrorPage, SentBack, encode
from .visit import Visit

#: Response type: the AllowedOAuthFlows of the client that allows it.
FLOWS = {"code": "code", "token": "implicit"}
CODE_CHALLENGE = re.compile(r"[A-Za-z0-9._~-]{43,128}")  # RFC 7636, section 4.2
PROMPTS = {"none", "login", "select_account", "consent"}  # OpenID Connect Core 1.0, section 3.1.2.1


@dataclass(frozen=True)
class ReturnAddress:
    """Where the browser goes back to: an address that the client has registered."""

    redirect_uri: str
    state: str | None = field(repr=False)
    in_fragment: bool  #: whether parameters go after ``#``, where only the page itself can read them

    def url(self, parameters: dict[str, str]) -> str:
        """The address with these parameters."""
        mark = "#" if self.in_fragment else "&" if "?" in self.redirect_uri else "?"
        return f"{self.redirect_uri}{mark}{encode(parameters)}"

    def with_state(self, **parameters: str) -> dict[str, str]:
        """These parameters, and the state if the client has sent one."""
        return parameters if self.state is None else {**parameters, "state": self.state}

    def refuse(self, error: str, description: str = "") -> SentBack:
        """The error as AWS sends it back: the description, the state, the error."""
        before = {"error_description": description} if description else {}
        return SentBack(self.url({**self.with_state(**before), "error": error}))


@dataclass(frozen=True)
class AuthorizationRequest:
    """What a client asks for, once it is checked.

    Attributes:
        prompts: the values of ``prompt``.
        login_hint: what the user probably types as username, or nothing.
        lang: the language of the pages, or nothing.
    """

    client: AppClient
    return_to: ReturnAddress
    scopes: tuple[str, ...]
    nonce: str | None = field(repr=False)
    code_challenge: str | None
    prompts: frozenset[str]
    login_hint: str
    lang: str


def read(visit: Visit) -> AuthorizationRequest:
    """What the query asks for. The pages, which are passed the same query, read it again.

    Raises:
        Refusal: something is missing or not allowed.
    """
    query = visit.parameters
    client = find_client(visit)
    return_to = ReturnAddress(
        _redirect_uri(client, query), query.get("state"), in_fragment=query.get("response_type") == "token"
    )
    for _, values in query.lists():
        if len(values) > 1:
            raise return_to.refuse("invalid_request", "A parameter is there twice")
    _check_flow(client, return_to, query.get("response_type"))
    _check_what_is_not_here(return_to, query)
    return AuthorizationRequest(
        client,
        return_to,
        _scopes(client, return_to, query.get("scope", "")),
        query.get("nonce"),
        _code_challenge(return_to, query),
        _prompts(visit, return_to, query.get("prompt", "")),
        query.get("login_hint", ""),
        query.get("lang", ""),
    )


def missing(name: str, client: AppClient | None = None) -> ErrorPage:
    """The error page about a parameter that is missing."""
    return ErrorPage(f"Required String parameter '{name}' is not present", client.id if client else None)


def find_client(visit: Visit) -> AppClient:
    """The app client of ``client_id``.

    Raises:
        ErrorPage: it is missing, there twice, or no client of the user pool.
    """
    client_ids = visit.parameters.getlist("client_id")
    if not client_ids:
        raise missing("client_id")
    client = visit.domain.pool.clients.get(client_ids[0])
    if client is None or len(client_ids) > 1:
        raise ErrorPage("invalid_client")
    return client


def _redirect_uri(client: AppClient, query: MultiDict[str, str]) -> str:
    """The address to go back to: one of CallbackURLs, character by character."""
    uris = query.getlist("redirect_uri")
    if not uris and "DefaultRedirectURI" in client.settings:
        uris = [client.settings["DefaultRedirectURI"]]
    if not uris:
        raise missing("redirect_uri", client)
    if len(uris) > 1 or uris[0] not in client.settings.get("CallbackURLs", []):
        raise ErrorPage("redirect_mismatch", client.id)
    return uris[0]


def _check_flow(client: AppClient, return_to: ReturnAddress, response_type: str | None) -> None:
    if not response_type:
        raise return_to.refuse("invalid_request")
    if response_type not in FLOWS:
        raise return_to.refuse("unsupported_response_type")
    if not client.allows_oauth(FLOWS[response_type]):
        raise return_to.refuse("unauthorized_client")


def _check_what_is_not_here(return_to: ReturnAddress, query: MultiDict[str, str]) -> None:
    """Refuse parameters that would have an effect on AWS, and have none here."""
    if query.get("identity_provider", "COGNITO") != "COGNITO" or "idp_identifier" in query:
        raise return_to.refuse("invalid_request", "There are no other identity providers here")
    if "resource" in query:
        raise return_to.refuse("invalid_request", "The local Cognito cannot do resource; AWS can.")


def _scopes(client: AppClient, return_to: ReturnAddress, sent: str) -> tuple[str, ...]:
    """The scopes that are granted. The tokens leave out those that their resource server no longer has."""
    allowed = client.settings["AllowedOAuthScopes"]
    wanted = list(dict.fromkeys(sent.split() or allowed))
    if not set(wanted) <= set(allowed) or (scopes.OPENID not in wanted and set(wanted) & set(scopes.ATTRIBUTES)):
        raise return_to.refuse("invalid_request", "invalid_scope")
    return tuple(wanted)


def _code_challenge(return_to: ReturnAddress, query: MultiDict[str, str]) -> str | None:
    """The challenge of PKCE (RFC 7636, section 4.3); None if the client does not use it."""
    challenge, method = query.get("code_challenge"), query.get("code_challenge_method")
    if challenge is None and method is None:
        return None
    if challenge is None or method != "S256" or not CODE_CHALLENGE.fullmatch(challenge):
        raise return_to.refuse("invalid_request")
    return str(challenge)


def _prompts(visit: Visit, return_to: ReturnAddress, sent: str) -> frozenset[str]:
    """The values of ``prompt``, which the classic pages ignore."""
    if visit.domain.is_classic:
        return frozenset()
    prompts = frozenset(sent.split())
    if not prompts <= PROMPTS or ("none" in prompts and len(prompts) > 1):
        raise return_to.refuse("invalid_request")
    return prompts
