"""The front door: HTTP in, HTTP out, and what every call has in common.

Each call is read, held against AWS's own description of the API, and checked for whose access token or secret hash
it carries. Then it is answered: signing in by `sign_in`, a few operations by functions of this file, all others by
moto. One call at a time, so that nothing is answered twice.
"""

from __future__ import annotations

import json
import logging
import re
import traceback
from collections.abc import Callable, Iterator
from threading import Lock
from typing import Any

from botocore.awsrequest import AWSPreparedRequest
from moto.cognitoidp.models import CognitoIdpUser, cognitoidp_backends
from moto.cognitoidp.responses import CognitoIdpResponse
from moto.core import DEFAULT_ACCOUNT_ID
from moto.core.exceptions import JsonRESTError
from moto.core.request import normalize_request
from moto.core.utils import camelcase_to_underscores
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from . import descriptions, sign_in, totp, validation
from .challenges import Challenge
from .pool import AppClient, UserPool
from .refusals import (
    BAD_ACCESS_TOKEN,
    NO_SESSION,
    NO_SUCH_CLIENT,
    NO_SUCH_POOL,
    NOT_A_REFRESH_TOKEN,
    NOT_JSON,
    NOT_LOCAL,
    NOT_SIGNED,
    REVOCATION_OFF,
    UNKNOWN_OPERATION,
    UNKNOWN_REGION,
)

ACCOUNT = DEFAULT_ACCOUNT_ID
DEFAULT_REGION = "us-east-1"
AMZ_JSON = "application/x-amz-json-1.1"
LARGEST_BODY = 256 * 1024  # bytes
SIGNED_FOR = re.compile(r"Credential=[^/,\s]+/\d+/([a-z0-9-]+)/cognito-idp/aws4_request")

log = logging.getLogger(__name__)
Body = dict[str, Any]


class Door:
    """A WSGI app that answers as Cognito's endpoint does, any page of any browser included."""

    def __init__(self) -> None:
        self._one_at_a_time = Lock()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        request = Request(environ)
        request.max_content_length = LARGEST_BODY
        answer = self._answer_or_refuse(request)
        answer.headers["Access-Control-Allow-Origin"] = "*"
        return answer(environ, start_response)

    def _answer_or_refuse(self, request: Request) -> Response:
        try:
            return self._answer(request)
        except JsonRESTError as error:
            return _json({"__type": error.error_type, "message": error.message}, 400)
        except HTTPException as error:
            return _json({"__type": "UnknownOperationException", "message": error.description}, error.code)
        except Exception as error:
            where = "".join(traceback.format_tb(error.__traceback__))
            log.error("a call failed inside the local Cognito: %s\n%s", type(error).__name__, where)
            return _json({"__type": "InternalErrorException", "message": "The local Cognito failed."}, 500)

    def _answer(self, request: Request) -> Response:
        operation, values = ROUTES.bind_to_environ(request.environ).match()
        if request.method == "OPTIONS":
            return _may_a_page_ask(request)
        request.get_data()  # before the lock: whoever sends slowly keeps nobody waiting
        with self._one_at_a_time:
            return operation(request, **values)


def _may_a_page_ask(request: Request) -> Response:
    """What a browser asks before a page may call another origin (https://fetch.spec.whatwg.org/#cors-preflight-fetch)."""
    wished = request.headers.get("Access-Control-Request-Headers", "")
    return Response(headers={"Access-Control-Allow-Methods": "GET, POST", "Access-Control-Allow-Headers": wished})


def _jwks(request: Request, user_pool_id: str) -> Response:
    return _json(_pool(user_pool_id).tokens.jwks(), 200)


def _openid_configuration(request: Request, user_pool_id: str) -> Response:
    configuration = {
        "issuer": _pool(user_pool_id).tokens.issuer,
        "jwks_uri": f"{request.url_root}{user_pool_id}/.well-known/jwks.json",
        "id_token_signing_alg_values_supported": ["RS256"],
        "response_types_supported": ["code", "token"],
        "scopes_supported": ["openid", "email", "phone", "profile"],
        "subject_types_supported": ["public"],
    }
    return _json(configuration, 200)


def _call(request: Request) -> Response:
    operation = request.headers.get("X-Amz-Target", "").rpartition(".")[2]
    if operation not in descriptions.service_model().operation_names:
        raise UNKNOWN_OPERATION(operation=operation)
    signature = SIGNED_FOR.search(request.headers.get("Authorization", ""))
    if signature is None and validation.needs_signature(operation):
        raise NOT_SIGNED()
    body = _body(request)
    validation.check(operation, body)
    region = signature.group(1) if signature else _region_of(body)
    if region not in descriptions.regions():
        raise UNKNOWN_REGION(region=region)
    if body.get("UserPoolId") and "UserPoolId" in validation.members(operation):
        cognitoidp_backends[ACCOUNT][region].describe_user_pool(body["UserPoolId"])
    _check_access_token(body)
    _check_secret_hash(operation, body)
    if operation in OPERATIONS:
        return _json(OPERATIONS[operation](body, region), 200)
    if not hasattr(CognitoIdpResponse, camelcase_to_underscores(operation)):
        raise NOT_LOCAL(what=operation)
    answer = _by_moto(operation, region, body)
    if operation == "AdminGetUser" and answer.status_code == 200:
        _add_mailed_code(answer, body, region)
    return answer


ROUTES = Map(
    [
        Rule("/", endpoint=_call, methods=["POST", "OPTIONS"]),
        Rule("/<user_pool_id>/.well-known/jwks.json", endpoint=_jwks, methods=["GET", "OPTIONS"]),
        Rule(
            "/<user_pool_id>/.well-known/openid-configuration",
            endpoint=_openid_configuration,
            methods=["GET", "OPTIONS"],
        ),
    ]
)


def _add_mailed_code(answer: Response, body: Body, region: str) -> None:
    """Nothing is mailed here: the code that waits for this user goes to the administrator, as a header."""
    user = cognitoidp_backends[ACCOUNT][region].admin_get_user(body["UserPoolId"], body["Username"])
    if user.confirmation_code:
        answer.headers["x-local-cognito-mailed-code"] = user.confirmation_code


# --- reading a call --------------------------------------------------------------------------------------------


def _body(request: Request) -> Body:
    try:
        text = request.get_data().decode()
        body = json.loads(text or "{}")
        json.dumps(body, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise NOT_JSON() from error
    return body


def _region_of(body: Body) -> str:
    """Where an unsigned call goes: it names no region, so its client or its token must tell."""
    if "ClientId" in body:
        return _pool_and_client(body["ClientId"])[0].region
    if "AccessToken" in body:
        return _pool_of_token(body["AccessToken"]).region
    return DEFAULT_REGION


def _check_access_token(body: Body) -> None:
    if body.get("AccessToken"):
        _pool_of_token(body["AccessToken"]).tokens.holder(body["AccessToken"])


def _check_secret_hash(operation: str, body: Body) -> None:
    if "SecretHash" in validation.members(operation):
        _, client = _pool_and_client(body["ClientId"])
        client.check_secret_hash(body["Username"], body.get("SecretHash"))


def _by_moto(operation: str, region: str, body: Body) -> Response:
    """moto's answer. It sees only what has been checked, signed for the region that it is meant for."""
    url = f"https://cognito-idp.{region}.amazonaws.com/"
    headers = {
        "Authorization": f"AWS4-HMAC-SHA256 Credential=local/20000101/{region}/cognito-idp/aws4_request",
        "X-Amz-Target": f"AWSCognitoIdentityProviderService.{operation}",
        "Content-Type": AMZ_JSON,
    }
    call = normalize_request(AWSPreparedRequest("POST", url, headers, json.dumps(body), False))
    status, headers, text = CognitoIdpResponse.dispatch(call, url, headers)
    return Response(text, status, mimetype=AMZ_JSON)


def _json(body: Body, status: int | None) -> Response:
    return Response(json.dumps(body), status, mimetype=AMZ_JSON)


# --- finding pools ---------------------------------------------------------------------------------------------


def _pools() -> Iterator[UserPool]:
    for backend in cognitoidp_backends[ACCOUNT].values():
        yield from backend.user_pools.values()


def _pool(user_pool_id: str) -> UserPool:
    region = user_pool_id.partition("_")[0]
    if region not in cognitoidp_backends[ACCOUNT]:
        raise NO_SUCH_POOL(user_pool_id=user_pool_id)
    return cognitoidp_backends[ACCOUNT][region].describe_user_pool(user_pool_id)


def _pool_and_client(client_id: str) -> tuple[UserPool, AppClient]:
    for pool in _pools():
        if client_id in pool.clients:
            return pool, pool.clients[client_id]
    raise NO_SUCH_CLIENT(client_id=client_id)


def _pool_and_client_of_admin(body: Body, region: str) -> tuple[UserPool, AppClient]:
    backend = cognitoidp_backends[ACCOUNT][region]
    pool = backend.describe_user_pool(body["UserPoolId"])
    return pool, backend.describe_user_pool_client(pool.id, body["ClientId"])


def _pool_of_token(access_token: str) -> UserPool:
    for pool in _pools():
        if access_token in pool.access_tokens:
            return pool
    raise BAD_ACCESS_TOKEN()


# --- operations that moto answers untruly, or not at all -------------------------------------------------------


def _initiate_auth(body: Body, region: str) -> Body:
    pool, client = _pool_and_client(body["ClientId"])
    return sign_in.initiate(pool, client, body["AuthFlow"], body.get("AuthParameters") or {}, as_admin=False)


def _admin_initiate_auth(body: Body, region: str) -> Body:
    pool, client = _pool_and_client_of_admin(body, region)
    return sign_in.initiate(pool, client, body["AuthFlow"], body.get("AuthParameters") or {}, as_admin=True)


def _respond(pool: UserPool, client: AppClient, body: Body) -> Body:
    responses = body.get("ChallengeResponses") or {}
    return sign_in.respond(pool, client, body["ChallengeName"], body.get("Session"), responses)


def _respond_to_auth_challenge(body: Body, region: str) -> Body:
    return _respond(*_pool_and_client(body["ClientId"]), body)


def _admin_respond_to_auth_challenge(body: Body, region: str) -> Body:
    return _respond(*_pool_and_client_of_admin(body, region), body)


def _get_tokens_from_refresh_token(body: Body, region: str) -> Body:
    pool, client = _pool_and_client(body["ClientId"])
    client.check_secret(body.get("ClientSecret"))
    return {"AuthenticationResult": pool.tokens.refresh(client, body["RefreshToken"])}


def _revoke_token(body: Body, region: str) -> Body:
    pool, client = _pool_and_client(body["ClientId"])
    client.check_secret(body.get("ClientSecret"))
    if not client.extended_config["EnableTokenRevocation"]:
        raise REVOCATION_OFF()
    if body["Token"].count(".") == 2:
        raise NOT_A_REFRESH_TOKEN()
    pool.tokens.revoke(client, body["Token"])
    return {}


def _associate_software_token(body: Body, region: str) -> Body:
    pool, user, challenge = _who_sets_up_totp(body)
    secret = {"SecretCode": totp.new_secret(pool, challenge or user)}
    return {**secret, "Session": body["Session"]} if challenge else secret


def _verify_software_token(body: Body, region: str) -> Body:
    _, user, challenge = _who_sets_up_totp(body)
    totp.confirm(user, body["UserCode"], challenge or user)
    if challenge:
        challenge.totp_proved = True
    return {"Status": "SUCCESS", "Session": body["Session"]} if challenge else {"Status": "SUCCESS"}


def _who_sets_up_totp(body: Body) -> tuple[UserPool, CognitoIdpUser, Challenge | None]:
    if body.get("AccessToken"):
        pool = _pool_of_token(body["AccessToken"])
        return pool, pool.tokens.holder(body["AccessToken"]), None
    for pool in _pools():
        if body.get("Session") in pool.challenges:
            challenge = pool.challenges.of_session(body["Session"])
            if challenge.name != "MFA_SETUP" or (challenge.user.token_verified and not challenge.totp_proved):
                raise NO_SESSION()
            return pool, challenge.user, challenge
    raise NO_SESSION()


def _confirm_sign_up(body: Body, region: str) -> Body:
    pool, _ = _pool_and_client(body["ClientId"])
    cognitoidp_backends[ACCOUNT][pool.region].confirm_sign_up(
        body["ClientId"], body["Username"], body["ConfirmationCode"]
    )
    return {}


def _resend_confirmation_code(body: Body, region: str) -> Body:
    pool, _ = _pool_and_client(body["ClientId"])
    backend = cognitoidp_backends[ACCOUNT][pool.region]
    return {"CodeDeliveryDetails": backend.resend_confirmation_code(body["ClientId"], body["Username"])}


def _delete_user(body: Body, region: str) -> Body:
    pool = _pool_of_token(body["AccessToken"])
    user = pool.tokens.holder(body["AccessToken"])
    cognitoidp_backends[ACCOUNT][pool.region].admin_delete_user(pool.id, user.username)
    return {}


OPERATIONS: dict[str, Callable[[Body, str], Body]] = {
    "InitiateAuth": _initiate_auth,
    "AdminInitiateAuth": _admin_initiate_auth,
    "RespondToAuthChallenge": _respond_to_auth_challenge,
    "AdminRespondToAuthChallenge": _admin_respond_to_auth_challenge,
    "GetTokensFromRefreshToken": _get_tokens_from_refresh_token,
    "RevokeToken": _revoke_token,
    "AssociateSoftwareToken": _associate_software_token,
    "VerifySoftwareToken": _verify_software_token,
    "ConfirmSignUp": _confirm_sign_up,
    "ResendConfirmationCode": _resend_confirmation_code,
    "DeleteUser": _delete_user,
}
