"""POST /oauth2/revoke (RFC 7009): revoke a refresh token, with the access tokens of the same login."""

from __future__ import annotations

from contextlib import suppress

from werkzeug.wrappers import Response

from .. import errors
from . import clients
from .answers import EndpointError
from .visit import Visit


def revoke(visit: Visit) -> Response:
    """Revoke a token. A token that opens nothing any more, or is another client's, is answered the same way."""
    form = clients.read_form(visit.request)
    client = clients.identify(visit, form, status=401)
    if "token" not in form or not client.settings["EnableTokenRevocation"]:
        raise EndpointError("invalid_request")
    if form["token"].count(".") == 2:  # an ID or access token
        raise EndpointError("unsupported_token_type")
    with suppress(errors.ApiError):
        visit.domain.pool.tokens.revoke(client, form["token"])
    return Response()
