"""POST /oauth2/token (RFC 6749, section 3.2): tokens for an authorization code, a refresh token, or a client."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from werkzeug.wrappers import Response

from .. import errors, scopes
from ..app_client import AppClient
from . import clients
from .answers import EndpointError, as_json
from .visit import Visit

Form = dict[str, str]
#: What the API calls the members of AuthenticationResult, and what OAuth calls them.
NAMES = {
    "IdToken": "id_token",
    "AccessToken": "access_token",
    "RefreshToken": "refresh_token",
    "ExpiresIn": "expires_in",
    "TokenType": "token_type",
}


def exchange(visit: Visit) -> Response:
    """Issue tokens."""
    form = clients.read_form(visit.request)
    client = clients.identify(visit, form)
    if "resource" in form:
        raise EndpointError("invalid_request", "The local Cognito cannot do resource; AWS can.")
    if _required(form, "grant_type") not in GRANTS:
        raise EndpointError("unsupported_grant_type")
    issued = GRANTS[form["grant_type"]](visit, client, form)
    return as_json({name: issued[member] for member, name in NAMES.items() if member in issued})


def _required(form: Form, name: str) -> str:
    if name not in form:
        raise EndpointError("invalid_request", f"There is no {name}")
    return form[name]


def _for_code(visit: Visit, client: AppClient, form: Form) -> dict[str, Any]:
    """Tokens for a code. It is used up, whatever else is wrong: RFC 6749 does not say so, and AWS neither."""
    if not client.allows_oauth("code"):
        raise EndpointError("unauthorized_client")
    code, redirect_uri = _required(form, "code"), _required(form, "redirect_uri")
    if redirect_uri not in client.settings["CallbackURLs"]:
        raise EndpointError("unauthorized_client")
    pool = visit.domain.pool
    grant = pool.grants.use(code, client)
    if (
        grant is None
        or redirect_uri != grant.redirect_uri
        or not grant.is_proved_by(form.get("code_verifier"))
        or not client.can_read(scopes.attributes_of(grant.scopes))
    ):
        raise EndpointError("invalid_grant")
    try:
        grant.user.check_may_use_tokens()
    except errors.ApiError as error:
        raise EndpointError("invalid_grant") from error
    grant.login = pool.tokens.open(client, grant.user, grant.scopes, grant.time)
    return pool.tokens.issue(grant.login, grant.nonce, with_refresh_token=True)


def _for_refresh_token(visit: Visit, client: AppClient, form: Form) -> dict[str, Any]:
    """New tokens with the scopes of the first ones, also of a login through the API (guide, "The token issuer
    endpoint"). Other scopes cannot be asked for: AWS says nothing about that.
    """
    tokens, refresh_token = visit.domain.pool.tokens, _required(form, "refresh_token")
    try:
        login = tokens.find_refresh_token(client, refresh_token)
        if "scope" in form and set(form["scope"].split()) != set(login.access):
            raise EndpointError("invalid_scope", "The scopes of a refresh token cannot be changed")
        return tokens.refresh(client, refresh_token)
    except errors.ApiError as error:
        raise EndpointError("invalid_grant") from error


def _for_client(visit: Visit, client: AppClient, form: Form) -> dict[str, Any]:
    """An access token for the client itself, with scopes of resource servers."""
    if not client.allows_oauth("client_credentials"):
        raise EndpointError("unauthorized_client")
    allowed = [scope for scope in client.settings["AllowedOAuthScopes"] if scope not in scopes.STANDARD]
    wanted = list(dict.fromkeys(form["scope"].split())) if "scope" in form else allowed
    if not set(wanted) <= set(allowed):
        raise EndpointError("invalid_scope")
    return visit.domain.pool.tokens.for_client(client, wanted)


GRANTS: dict[str, Callable[[Visit, AppClient, Form], dict[str, Any]]] = {
    "authorization_code": _for_code,
    "refresh_token": _for_refresh_token,
    "client_credentials": _for_client,
}
