"""HTTP around the calls: the headers of every response, other requests than calls, and whom the server answers."""

from __future__ import annotations

import json
from collections.abc import Callable
from http.client import HTTPConnection, HTTPMessage, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit

from botocore.exceptions import ClientError

from local_cognito.conformance.row import HEARSAY, OURS, SEEN, Row
from local_cognito.conformance.world import World, post, request_parts

GET_USER = "a response of GetUser, published in a write-up on writable attributes"
EXPOSED = "x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date"
IDENTITY_POOL = "amplify-js#2443, of an identity pool"
PREFLIGHT = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "x-amz-target"}
JWKS = "/{pool}/.well-known/jwks.json"
DISCOVERY = "/{pool}/.well-known/openid-configuration"
NOT_THIS_MACHINE = (
    "403 ForbiddenException: This server answers only to 127.0.0.1, [::1], localhost and names that end with "
    ".localhost, and the request's Host header is another."
)
NOT_JSON = "400 SerializationException: The request is not JSON."


# --- acts -------------------------------------------------------------------------------------------------------


def metadata(call: Callable[[World], Any], w: World) -> dict[str, Any]:
    """What boto3 keeps of the response to a call, beside its body."""
    try:
        answer = call(w)
    except ClientError as refused:
        answer = refused.response
    return answer["ResponseMetadata"]


def header(name: str, call: Callable[[World], Any]) -> Callable[[World], str | None]:
    return lambda w: metadata(call, w)["HTTPHeaders"].get(name.lower())


def refused_login(w: World) -> Any:
    return w.sign_in(PASSWORD=w.wrong_password)


def right_login(w: World) -> Any:
    return w.sign_in()


def send(
    w: World, method: str, path: str, headers: dict[str, str] | None = None, body: bytes = b""
) -> tuple[int, HTTPMessage, str]:
    """Any request. Returns the status, the headers and the body of the response."""
    url = urlsplit(w.url)
    connect = HTTPSConnection if url.scheme == "https" else HTTPConnection
    connection = connect(url.hostname or "", url.port, timeout=30)
    try:
        connection.request(method, path.format(pool=w.user_pool_id), body, headers or {})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read().decode()
    finally:
        connection.close()


def called_by(host: str, method: str, path: str) -> Callable[[World], str]:
    """A request with this Host header, and its status with the error."""

    def act(w: World) -> str:
        status, _, text = send(w, method, path, {"Host": host})
        answer = json.loads(text)
        return f"{status} {answer['__type']}: {answer['message']}"

    return act


def refused(method: str, path: str, body: bytes = b"") -> Callable[[World], str]:
    """A request, and its status with the code of the error."""

    def act(w: World) -> str:
        status, _, text = send(w, method, path, body=body)
        return f"{status} {json.loads(text)['__type']}"

    return act


def refused_body(body: bytes) -> Callable[[World], str]:
    """ListUserPools with this body, and its status with Cognito's error."""

    def act(w: World) -> str:
        status, answer = post(w.url, "ListUserPools", body)
        return f"{status} {answer['__type']}: {answer['message']}"

    return act


def content_type(path: str) -> Callable[[World], str | None]:
    return lambda w: send(w, "GET", path)[1]["Content-Type"]


def reader(origin: str) -> Callable[[World], str | None]:
    """The page that may read the response to a preflight request from a page of this origin."""
    return lambda w: send(w, "OPTIONS", "/", {"Origin": origin, **PREFLIGHT})[1]["Access-Control-Allow-Origin"]


def error_message_header(w: World, user_pool_id: str) -> str:
    """x-amzn-ErrorMessage where the message repeats a user pool id that is none."""
    body, headers = request_parts("DescribeUserPool", {"UserPoolId": user_pool_id})
    return send(w, "POST", "/", headers, body)[1]["x-amzn-ErrorMessage"]


# --- rows -------------------------------------------------------------------------------------------------------
# fmt: off

HEADERS = [
    Row("http-request_id", "whether a login has a RequestId",
        lambda w: bool(metadata(right_login, w).get("RequestId")),
        "True", GET_USER, SEEN, True),
    Row("http-request_id_of_error", "whether a refused login has a RequestId",
        lambda w: bool(metadata(refused_login, w).get("RequestId")),
        "True", "localstack#3201", SEEN, True),
    Row("http-error_type", "the header x-amzn-ErrorType of a login with a wrong password",
        header("x-amzn-ErrorType", refused_login),
        "NotAuthorizedException:", "localstack#3201", SEEN),
    Row("http-error_message", "the header x-amzn-ErrorMessage of a login with a wrong password",
        header("x-amzn-ErrorMessage", refused_login),
        "Incorrect username or password.", "localstack#3201", SEEN),
    Row("http-content_type", "the header Content-Type of a login",
        header("Content-Type", right_login),
        "application/x-amz-json-1.1", GET_USER, SEEN, True),
    Row("http-content_type_of_error", "the header Content-Type of a refused login",
        header("Content-Type", refused_login),
        "application/x-amz-json-1.1", IDENTITY_POOL, HEARSAY),
    Row("http-date", "whether a login has the header Date",
        lambda w: bool(header("Date", right_login)(w)),
        "True", GET_USER, SEEN, True),
    Row("http-exposed", "the header Access-Control-Expose-Headers of a login",
        header("Access-Control-Expose-Headers", right_login),
        EXPOSED, GET_USER, SEEN),
    Row("http-exposed_of_error", "the header Access-Control-Expose-Headers of a refused login",
        header("Access-Control-Expose-Headers", refused_login),
        EXPOSED, IDENTITY_POOL, HEARSAY),
    Row("http-keys", "the header Content-Type of a pool's public keys",
        content_type(JWKS),
        "application/json", "common knowledge", HEARSAY, True),
    Row("http-discovery", "the header Content-Type of a pool's discovery document",
        content_type(DISCOVERY),
        "application/json", "common knowledge", HEARSAY, True),
    Row("http-unknown_operation", "the error for an operation that does not exist",
        lambda w: post(w.url, "InitiateAuth2", {})[1]["__type"],
        "UnknownOperationException", "common knowledge", HEARSAY),
    Row("http-nan", "a body with NaN, which is not JSON",
        refused_body(b'{"MaxResults": NaN}'),
        NOT_JSON, "RFC 8259; the text is a guess", HEARSAY),
    Row("http-deep", "a body with 70 lists in each other",
        refused_body(b'{"MaxResults": 1, "a": ' + b"[" * 70 + b"]" * 70 + b"}"),
        NOT_JSON, "AWS's limit is not known; ours is 64", HEARSAY),
]

WHOM_IT_ANSWERS = [
    Row("here-host", "a request with the Host header of another site",
        called_by("evil.test:5050", "POST", "/"),
        NOT_THIS_MACHINE, "on AWS, TLS and DNS prevent it", OURS),
    Row("here-host_like_loopback", "a request with the Host header 127.0.0.1.nip.io",
        called_by("127.0.0.1.nip.io", "GET", JWKS),
        NOT_THIS_MACHINE, "on AWS, TLS and DNS prevent it", OURS),
    Row("here-localhost", "whether a request with the Host header app.localhost is answered",
        lambda w: send(w, "GET", JWKS, {"Host": "app.localhost:5050"})[0] == 200,
        "True", "", OURS, True),
    Row("here-own_pages", "the origin that may read an answer for a page at http://localhost:3000",
        reader("http://localhost:3000"),
        "http://localhost:3000", "on AWS, any: *", OURS, True),
    Row("here-other_pages", "the origin that may read an answer for a page at https://evil.test",
        reader("https://evil.test"),
        "None", "on AWS, any: *", OURS),
    Row("here-null_pages", "the origin that may read an answer for a page without an origin",
        reader("null"),
        "None", "on AWS, any: *", OURS),
    Row("here-newer_operation", "an operation that botocore does not know, or not yet",
        lambda w: post(w.url, "ListUserSessions2", {})[1]["message"],
        "The operation 'ListUserSessions2' is not known here.", "AWS says nothing", OURS),
    Row("here-get", "GET /, as a person does who opens the address",
        lambda w: send(w, "GET", "/")[2].partition(":")[0],
        "This is a local Amazon Cognito", "not known", OURS),
    Row("here-path", "a path that does not exist",
        refused("GET", "/login"),
        "404 UnknownOperationException", "not known", OURS),
    Row("here-method", "a method other than POST",
        refused("PUT", "/"),
        "405 UnknownOperationException", "not known", OURS),
    Row("here-too_large", "a body of 300 kB",
        refused("POST", "/", b" " * 300_000),
        "413 RequestEntityTooLargeException", "AWS's limit is not known", OURS),
    Row("here-header", "the header x-amzn-ErrorMessage where the message has a line break and an é",
        lambda w: error_message_header(w, "a\r\nSet-Cookie: é").partition(" at ")[0],
        "1 validation error detected: Value 'a??Set-Cookie: ?'", "AWS's way is not known", OURS),
    Row("here-long_header", "the length of the header x-amzn-ErrorMessage for a message of 100,000 characters",
        lambda w: len(error_message_header(w, "a" * 100_000)),
        "1024", "AWS's limit is not known", OURS),
]

SECTIONS = {"HTTP": HEADERS, "Whom it answers": WHOM_IT_ANSWERS}
