"""An API that asks for an access token: `GET /me` for anyone who is logged in, `GET /orders` for one group.

    server = serve(create_app(issuer, jwks_url, app_client_id, group="staff"))
    requests.get(f"{server.url}/me", headers={"Authorization": f"Bearer {access_token}"})
    server.stop()

It needs no AWS keys and sends nothing to Cognito: it only fetches the public keys of the user pool.

How a client sends the token, and how a refusal looks, is in RFC 6750 (https://www.rfc-editor.org/rfc/rfc6750).
"""

from __future__ import annotations

import re
from typing import Any, NoReturn

import jwt
from flask import Flask, abort, jsonify, request
from flask_cors import CORS
from jwt.exceptions import PyJWKClientConnectionError
from werkzeug.exceptions import ServiceUnavailable
from werkzeug.wrappers import Response

from helpers.local_app import only_for_this_machine
from local_cognito import trust
from local_cognito.serving import LoopbackServer

PORT = 3002
ORDERS = [{"order": 1, "item": "a lamp"}, {"order": 2, "item": "two chairs"}]
UNPRINTABLE = re.compile(r"[^ !#-\[\]-~]")  # what RFC 6750, section 3, keeps out of an error_description


def create_app(
    issuer: str, jwks_url: str, app_client_id: str, *, group: str, allowed_origin: str | None = None
) -> Flask:
    """Create the web application.

    | status | error in WWW-Authenticate | when |
    | --- | --- | --- |
    | 200 | | the token is good, and its user may read this |
    | 401 | none | no header `Authorization: Bearer TOKEN` |
    | 401 | `invalid_token` | the token is no access token of this pool and this app client, or it has expired |
    | 403 | `insufficient_scope` | `/orders`, and the token does not name the group |
    | 503 | | the public keys cannot be fetched, so the token may be good or bad |

    Args:
        issuer: the user pool, as its tokens name it in `iss`.
        jwks_url: the address of the pool's public keys.
        app_client_id: the app client whose tokens are accepted.
        group: the group whose members may read the orders.
        allowed_origin: the origin of a page that may read the answers (CORS), if there is one.

    Raises:
        ValueError: that is not an origin.
    """
    app = only_for_this_machine(Flask(__name__))
    if allowed_origin:
        CORS(app, origins=trust.check_origin(allowed_origin))
    # Keeps the keys for five minutes. For a key that it does not know, it fetches them again, once.
    keys = jwt.PyJWKClient(jwks_url, timeout=5)

    def verify(token: str) -> dict[str, Any]:
        claims = jwt.decode(
            token,
            keys.get_signing_key_from_jwt(token),
            algorithms=["RS256"],
            issuer=issuer,
            options={"verify_aud": False},  # an access token has client_id instead
        )
        if claims["token_use"] != "access":
            raise jwt.InvalidTokenError("This is not an access token.")
        if claims["client_id"] != app_client_id:
            raise jwt.InvalidTokenError("The token was made for another app client.")
        return claims

    def caller() -> dict[str, Any]:
        """The claims of the token in this request. Without a good one, the request ends here."""
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            refuse(401, "Send an access token in the header Authorization: Bearer.")
        try:
            return verify(token.strip())
        except PyJWKClientConnectionError:
            raise ServiceUnavailable("The user pool's keys cannot be fetched. Try again later.") from None
        except (jwt.PyJWTError, RecursionError) as error:
            refuse(401, str(error), "invalid_token")

    @app.get("/me")
    def me() -> Response:
        claims = caller()
        return jsonify(username=claims["username"], groups=claims.get("cognito:groups", []))

    @app.get("/orders")
    def orders() -> Response:
        if group not in caller().get("cognito:groups", []):
            refuse(403, f"Only the group {group} may read the orders.", "insufficient_scope")
        return jsonify(ORDERS)

    @app.get("/")
    def welcome() -> Response:
        return Response("This API answers GET /me and GET /orders, to requests with an access token.\n")

    return app


def refuse(status: int, why: str, error: str = "") -> NoReturn:
    """End this request. The header says how to do better, as in RFC 6750: `Bearer realm="shop", error="…", …`."""
    why = UNPRINTABLE.sub("", why)[:100]  # PyJWT may quote the token
    challenge = 'Bearer realm="shop"'
    if error:
        challenge += f', error="{error}", error_description="{why}"'
    response = jsonify(error=why)
    response.status_code = status
    response.headers["WWW-Authenticate"] = challenge
    abort(response)


def serve(app: Flask, port: int = PORT) -> LoopbackServer:
    """Serve the application on 127.0.0.1, on this port, or on a free one if it is taken."""
    return LoopbackServer.on(app, port)
