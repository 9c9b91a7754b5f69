"""The WSGI app: HTTP in and out, and what every call of the API has in common.

A call is decoded, checked against AWS's description of the API, and checked for its access token and secret hash.
Then `operations` answers it, or moto. Only one call runs at a time, so that nothing can be used twice.
"""

from __future__ import annotations

import json
import logging
import re
import traceback
from collections.abc import Iterable
from threading import Lock
from typing import Any

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from . import errors, moto_adapter, registry, validation
from .moto_adapter import AMZ_JSON, Body
from .operations import OPERATIONS, Call

DEFAULT_REGION = "us-east-1"
MAX_BODY = 256 * 1024  # bytes
CREDENTIAL_SCOPE = re.compile(r"Credential=[^/,\s]+/\d+/([a-z0-9-]+)/cognito-idp/aws4_request")

log = logging.getLogger(__name__)


class CognitoApp:
    """Answers as Cognito's endpoint does, also to pages of any origin in a browser."""

    def __init__(self) -> None:
        self._lock = Lock()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """WSGI (PEP 3333)."""
        request = Request(environ)
        request.max_content_length = MAX_BODY
        response = self._respond(request)
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response(environ, start_response)

    def _respond(self, request: Request) -> Response:
        try:
            return self._route(request)
        except errors.ApiError as error:
            return _json({"__type": error.code, "message": error.message}, 400)
        except HTTPException as error:
            return _json({"__type": "UnknownOperationException", "message": error.description}, error.code)
        except Exception as error:
            # The message of the exception may contain a password, so only its type and the traceback are logged.
            where = "".join(traceback.format_tb(error.__traceback__))
            log.error("a call failed inside the local Cognito: %s\n%s", type(error).__name__, where)
            return _json({"__type": "InternalErrorException", "message": "The local Cognito failed."}, 500)

    def _route(self, request: Request) -> Response:
        view, values = ROUTES.bind_to_environ(request.environ).match()
        if request.method == "OPTIONS":
            return _preflight(request)
        request.get_data()  # before the lock, so that a slow sender does not block the others
        with self._lock:
            response: Response = view(request, **values)
            return response


# --- what is behind each address -------------------------------------------------------------------------------


def _call(request: Request) -> Response:
    """POST /: an operation of the API."""
    registry.forget_expired()
    call = _read(request)
    if call.operation in OPERATIONS:
        answer = OPERATIONS[call.operation](call)
    elif moto_adapter.has_operation(call.operation):
        answer = call.pass_to_moto()
    else:
        raise errors.NOT_IMPLEMENTED(what=call.operation)
    response = _json(answer, 200)
    response.headers.update(call.headers)
    return response


def _jwks(request: Request, user_pool_id: str) -> Response:
    """The pool's public keys (RFC 7517)."""
    return _json(registry.find_user_pool(user_pool_id).tokens.jwks(), 200)


def _openid_configuration(request: Request, user_pool_id: str) -> Response:
    """The pool's discovery document (https://openid.net/specs/openid-connect-discovery-1_0.html)."""
    configuration = {
        "issuer": registry.find_user_pool(user_pool_id).tokens.issuer,
        "jwks_uri": f"{request.url_root}{user_pool_id}/.well-known/jwks.json",
        "id_token_signing_alg_values_supported": ["RS256"],
        "response_types_supported": ["code", "token"],
        "scopes_supported": ["openid", "email", "phone", "profile"],
        "subject_types_supported": ["public"],
    }
    return _json(configuration, 200)


def _preflight(request: Request) -> Response:
    """What a browser asks before a page may call another origin (https://fetch.spec.whatwg.org/#cors-preflight-fetch)."""
    requested = request.headers.get("Access-Control-Request-Headers", "")
    return Response(
        headers={"Access-Control-Allow-Methods": "GET, POST", "Access-Control-Allow-Headers": requested}
    )


GET, POST = ["GET", "OPTIONS"], ["POST", "OPTIONS"]
ROUTES = Map(
    [
        Rule("/", endpoint=_call, methods=POST),
        Rule("/<user_pool_id>/.well-known/jwks.json", endpoint=_jwks, methods=GET),
        Rule("/<user_pool_id>/.well-known/openid-configuration", endpoint=_openid_configuration, methods=GET),
    ]
)


# --- reading a call --------------------------------------------------------------------------------------------


def _read(request: Request) -> Call:
    """Decode a call and check what every operation checks."""
    operation = request.headers.get("X-Amz-Target", "").rpartition(".")[2]
    if operation not in moto_adapter.operation_names():
        raise errors.UNKNOWN_OPERATION(operation=operation)
    scope = CREDENTIAL_SCOPE.search(request.headers.get("Authorization", ""))
    if scope is None and validation.needs_signature(operation):
        raise errors.NOT_SIGNED()
    body = _decode(request)
    validation.check(operation, body)
    members = validation.members(operation)
    body = {name: value for name, value in body.items() if name in members and value is not None}
    region = scope[1] if scope else _region_of(body)
    if region not in moto_adapter.regions():
        raise errors.UNKNOWN_REGION(region=region)
    call = Call(operation, region, body)
    if "UserPoolId" in body:
        call.user_pool()
    if "AccessToken" in body:
        call.login()
    if "SecretHash" in members:
        _, client = call.app_client()
        client.check_secret_hash(body["Username"], body.get("SecretHash"))
    return call


def _decode(request: Request) -> Any:
    try:
        body = json.loads(request.get_data().decode() or "{}")
        json.dumps(body, ensure_ascii=False).encode()  # fails for half a surrogate pair
    except (ValueError, RecursionError) as error:
        raise errors.NOT_JSON() from error
    return body


def _region_of(body: Body) -> str:
    """The region of an unsigned call, which names none: that of its app client or access token."""
    if "ClientId" in body:
        return registry.find_app_client(body["ClientId"])[0].region
    if "AccessToken" in body:
        return registry.find_login(body["AccessToken"])[0].region
    return DEFAULT_REGION


def _json(body: Body, status: int | None) -> Response:
    return Response(json.dumps(body), status, mimetype=AMZ_JSON)
