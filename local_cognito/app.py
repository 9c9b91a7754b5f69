"""The WSGI app: HTTP in and out, and what every call of the API has in common.

A call is decoded, checked against AWS's description of the API, and checked for its access token and secret hash.
Then `operations` answers it. Only one call runs at a time in this process, so that nothing can be used twice.
"""

from __future__ import annotations

import json
import logging
import re
import traceback
import uuid
from collections.abc import Callable, Iterable
from threading import Lock
from typing import Any

from werkzeug.exceptions import HTTPException, InternalServerError, MethodNotAllowed, NotFound
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from . import errors, moto_adapter, registry, settings, trust, validation
from .managed_login import discovery, domains, routes
from .moto_adapter import AMZ_JSON, Body
from .operations import OPERATIONS, Call

DEFAULT_REGION = "us-east-1"
MAX_BODY = 256 * 1024  # bytes
MAX_DEPTH = 64  # of lists and objects in a request; the deepest of Cognito's has 6
MAX_HEADER = 1024  # characters of an error message in a header: Python's clients give up at 65,536
NOT_FOR_HEADERS = re.compile(r"[^ -~]")
FOR_PAGES = "x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date"  # headers that a page may read
JSON = "application/json"
CREDENTIAL_SCOPE = re.compile(r"Credential=[^/,\s]+/\d+/([a-z0-9-]+)/cognito-idp/aws4_request")

#: Of all servers of the process, because they share their user pools.
ONE_AT_A_TIME = Lock()

log = logging.getLogger(__name__)


class CognitoApp:
    """Answers as Cognito's endpoint does, to programs and to web pages.

    Args:
        origins: the origins of pages that may call it, such as ``https://app.example.com``, besides those of pages
            on this machine. On AWS, pages of any origin may.

    Raises:
        ValueError: one of them is not an origin.
    """

    def __init__(self, origins: Iterable[str] = ()) -> None:
        self._origins = frozenset(map(trust.check_origin, origins))

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """WSGI (PEP 3333)."""
        is_for_domain = domains.enter(environ)
        request = Request(environ)
        request.max_content_length = MAX_BODY
        if is_for_domain:
            response = self._respond(request, routes.answer, routes.refuse)
            routes.add_headers(response, request, self._is_allowed)
        else:
            response = self._respond(request, _answer, _refuse)
            trust.share_with(response, request, self._is_allowed)
            _add_headers(response)
        return response(environ, start_response)

    @staticmethod
    def error_response(error: HTTPException) -> Response:
        """The response to a request that does not reach `__call__`."""
        response = _http_error(error)
        _add_headers(response)
        return response

    def _is_allowed(self, origin: str) -> bool:
        return origin in self._origins or trust.is_loopback_origin(origin)

    def _respond(
        self,
        request: Request,
        answer: Callable[[Request], Response],
        refuse: Callable[[Request, HTTPException], Response],
    ) -> Response:
        try:
            trust.check_host(request)
            request.get_data()  # before the lock, so that a slow sender does not block the others
            with ONE_AT_A_TIME:
                return answer(request)
        except HTTPException as error:
            return refuse(request, error)
        except Exception as error:
            # The message of the exception may contain a password, so only its type and the traceback are logged.
            where = "".join(traceback.format_tb(error.__traceback__))
            log.error("a call failed inside the local Cognito: %s\n%s", type(error).__name__, where)
            return refuse(request, InternalServerError())


def _answer(request: Request) -> Response:
    """The answer to a request that is for no domain."""
    view, values = ROUTES.bind_to_environ(request.environ).match()
    if request.method == "OPTIONS":
        return trust.preflight(request)
    try:
        response: Response = view(request, **values)
    except errors.ApiError as error:
        return _error(error.code, error.message, 400)
    return response


def _refuse(request: Request, error: HTTPException) -> Response:
    """The answer to a request that ends in an error of HTTP."""
    if isinstance(error, InternalServerError):
        return _error("InternalErrorException", "The local Cognito failed.", 500)
    return _http_error(error)


# --- what is behind each address -------------------------------------------------------------------------------


def _welcome(request: Request) -> Response:
    """GET /: somebody has opened the address in a browser."""
    return Response(f"This is a local Amazon Cognito: programs reach it at the endpoint {request.host_url}\n")


def _call(request: Request) -> Response:
    """POST /: an operation of the API."""
    registry.forget_expired()
    call = _read(request)
    if call.operation not in OPERATIONS:
        raise errors.NOT_IMPLEMENTED(what=call.operation)
    call.count()
    response = _json(OPERATIONS[call.operation](call), 200)
    response.headers.update(call.headers)
    return response


def _jwks(request: Request, user_pool_id: str) -> Response:
    """The pool's public keys (RFC 7517)."""
    return _json(registry.find_user_pool(user_pool_id).tokens.jwks(), 200, JSON)


def _openid_configuration(request: Request, user_pool_id: str) -> Response:
    """The pool's discovery document (https://openid.net/specs/openid-connect-discovery-1_0.html)."""
    pool = registry.find_user_pool(user_pool_id)
    configuration = {
        **discovery.endpoints(pool, request),
        "issuer": pool.tokens.issuer,
        "jwks_uri": f"{request.root_url}{pool.id}/.well-known/jwks.json",
        "id_token_signing_alg_values_supported": ["RS256"],
        "response_types_supported": ["code", "token"],
        "scopes_supported": ["openid", "email", "phone", "profile"],
        "subject_types_supported": ["public"],
    }
    return _json(configuration, 200, JSON)


GET, POST = ["GET", "OPTIONS"], ["POST", "OPTIONS"]
ROUTES = Map(
    [
        Rule("/", endpoint=_welcome, methods=GET),
        Rule("/", endpoint=_call, methods=POST),
        Rule("/<user_pool_id>/.well-known/jwks.json", endpoint=_jwks, methods=GET),
        Rule("/<user_pool_id>/.well-known/openid-configuration", endpoint=_openid_configuration, methods=GET),
    ],
    merge_slashes=False,
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
    settings.check_names(operation, body)
    members = validation.members(operation)
    body = {name: value for name, value in validation.without_nulls(body).items() if name in members}
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
        body = json.loads(request.get_data().decode() or "{}", parse_constant=_refuse_constant)
        json.dumps(body, ensure_ascii=False).encode()  # fails for half a surrogate pair
        if _depth(body) > MAX_DEPTH:
            raise errors.NOT_JSON()
    except (ValueError, RecursionError) as error:
        raise errors.NOT_JSON() from error
    return body


def _refuse_constant(name: str) -> None:
    """Infinity and NaN, which Python's parser takes, are not JSON (RFC 8259)."""
    raise ValueError(name)


def _depth(value: Any) -> int:
    """How many lists and objects are in each other."""
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return 0 if inside is None else 1 + max(map(_depth, inside), default=0)


def _region_of(body: Body) -> str:
    """The region of an unsigned call, which names none: that of its app client or access token."""
    if "ClientId" in body:
        return registry.find_app_client(body["ClientId"])[0].region
    if "AccessToken" in body:
        return registry.find_login(body["AccessToken"])[0].region
    return DEFAULT_REGION


# --- responses -------------------------------------------------------------------------------------------------


def _json(body: Body, status: int | None, mimetype: str = AMZ_JSON) -> Response:
    return Response(json.dumps(body), status, mimetype=mimetype)


def _error(code: str, message: str, status: int | None) -> Response:
    """An error as Cognito's: in the body and, for clients that look only there, in the headers."""
    response = _json({"__type": code, "message": message}, status)
    response.headers["x-amzn-ErrorType"] = f"{code}:"
    response.headers["x-amzn-ErrorMessage"] = _for_header(message)
    return response


def _http_error(error: HTTPException) -> Response:
    """An error of HTTP, such as 404 or 413, in the form of Cognito's errors."""
    is_unknown = isinstance(error, (NotFound, MethodNotAllowed))
    code = "UnknownOperationException" if is_unknown else f"{type(error).__name__}Exception"
    response = _error(code, error.description or "", error.code)
    if isinstance(error, MethodNotAllowed):
        response.allow.update(error.valid_methods or [])
    return response


def _add_headers(response: Response) -> None:
    """Add what every response of Cognito has; the web server adds Date."""
    response.headers["x-amzn-RequestId"] = str(uuid.uuid4())
    response.headers["Access-Control-Expose-Headers"] = FOR_PAGES


def _for_header(text: str) -> str:
    """A text that a header can contain, whatever a caller put into it: printable ASCII, and not too long."""
    return NOT_FOR_HEADERS.sub("?", text.strip())[:MAX_HEADER]
