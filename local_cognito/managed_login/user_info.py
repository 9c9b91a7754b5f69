"""GET /oauth2/userInfo (OpenID Connect Core 1.0, section 5.3): what the scopes of a token open of its user."""

from __future__ import annotations

from werkzeug.wrappers import Response

from .. import errors, scopes
from .answers import EndpointError, as_json
from .domains import Domain
from .visit import Visit


class BearerError(EndpointError):
    """An error about an access token, which is in the header WWW-Authenticate, too."""

    def answer(self, domain: Domain) -> Response:
        response = super().answer(domain)
        response.headers["WWW-Authenticate"] = ", ".join(f'{name}="{text}"' for name, text in self.body.items())
        return response


def show_user(visit: Visit) -> Response:
    """The attributes of the user whom the access token was issued for, every value as a string."""
    scheme, _, token = visit.request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise BearerError("invalid_request", "Bad OAuth2 request at UserInfo Endpoint")
    try:
        login = visit.domain.pool.tokens.find_access_token(token)
    except errors.ApiError as error:
        raise BearerError(
            "invalid_token",
            "Access token is expired, disabled, or deleted, or the user has globally signed out.",
            401,
        ) from error
    if not login.has_scope(scopes.OPENID):
        raise BearerError("invalid_token", "Access token does not contain openid scope", 401)
    shown = scopes.opened(login.scopes or (), login.client.readable(login.user.attributes))
    return as_json({"sub": login.user.sub, **shown, "username": login.user.username})
