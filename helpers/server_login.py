"""A server that logs people in: `POST /login` takes an e-mail and a password, and returns tokens.

This is the back end of an application, the half that has AWS keys. It passes the password to Cognito with
AdminInitiateAuth, which needs AWS keys, so this code must never run in a browser.

    server = serve(create_app(cognito, user_pool_id, app_client_id))
    print(server.url)                      # http://127.0.0.1:3001, or a free port if 3001 is taken
    server.stop()

It runs in the lesson's kernel, and stops with it. For a server of your own, copy `examples/app.py`.

`serve_page` serves a page that calls it: the other half of the application, in the browser.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from botocore.exceptions import BotoCoreError, ClientError
from flask import Flask, jsonify, render_template, request
from flask_cors import CORS
from werkzeug.exceptions import UnsupportedMediaType
from werkzeug.wrappers import Response

from helpers.local_app import only_for_this_machine
from local_cognito import trust
from local_cognito.serving import LoopbackServer

PORT = 3001
PAGE_PORT = 3000
MAX_BODY = 16 * 1024  # bytes; an e-mail and a password need far less


def create_app(
    cognito: Any, user_pool_id: str, app_client_id: str, *, allowed_origin: str = "http://localhost:3000"
) -> Flask:
    """Create the web application that answers `POST /login`.

    The body is a JSON object with `email` and `password`, sent with the header `Content-Type: application/json`.
    Without that header, any web site could let its visitors' browsers send a login: a form can send text that
    happens to be JSON, but not this header.

    | status | body | when |
    | --- | --- | --- |
    | 200 | `{"success": true, "message": "Login successful", "tokens": {...}}` | Cognito returned tokens |
    | 400 | `{"error": "Email and password are required"}` | one is missing, empty or not a string; not JSON |
    | 400 | `{"success": false, "error": "No authentication result returned"}` | Cognito asks for one more step |
    | 401 | `{"success": false, "error": MESSAGE}` | Cognito refused; the message is Cognito's own |
    | 403 | `{"error": "..."}` | a page of another origin sent it, or the Host header is not of this machine |
    | 413 | `{"error": "..."}` | the body is larger than 16 kB |
    | 415 | `{"error": "..."}` | the header `Content-Type: application/json` is missing |
    | 502 | `{"success": false, "error": "Cognito did not answer (REASON). ..."}` | Cognito could not be reached |

    `GET /` says in one sentence what this server is for. Other paths (404), other methods (405) and bugs in this
    server (500) are answered with `{"error": "..."}` too.

    Args:
        cognito: `boto3.client("cognito-idp")`, with keys that allow AdminInitiateAuth.
        user_pool_id: the user's pool, such as us-east-1_AbCdEfGhI.
        app_client_id: a client of that pool with the flow ALLOW_ADMIN_USER_PASSWORD_AUTH.
        allowed_origin: the origin of the page that may log users in and read the responses (CORS).

    Raises:
        ValueError: that is not an origin.
    """
    app = only_for_this_machine(Flask(__name__))
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY
    app.json.sort_keys = False  # type: ignore[attr-defined]  # as Flask's documentation does
    CORS(app, origins=trust.check_origin(allowed_origin))

    @app.get("/")
    def welcome() -> Response:
        return Response("This server logs users in: send it POST /login, with an e-mail and a password as JSON.\n")

    @app.post("/login")
    def login() -> tuple[Response, int]:
        trust.check_sender(request, [allowed_origin])
        email, password = read_email_and_password()
        if not email or not password:
            return jsonify(error="Email and password are required"), 400

        try:
            answer = cognito.admin_initiate_auth(
                UserPoolId=user_pool_id,
                ClientId=app_client_id,
                AuthFlow="ADMIN_USER_PASSWORD_AUTH",
                AuthParameters={"USERNAME": email, "PASSWORD": password},
            )
        except ClientError as refusal:
            if refusal.response["ResponseMetadata"]["HTTPStatusCode"] >= 500:
                return bad_gateway(refusal.response["Error"]["Code"])
            return jsonify(success=False, error=refusal.response["Error"]["Message"]), 401
        except BotoCoreError as error:
            return bad_gateway(type(error).__name__)

        result = answer.get("AuthenticationResult")
        if not result:  # a challenge: choose a new password, type a code, ...
            return jsonify(success=False, error="No authentication result returned"), 400

        tokens = {
            "accessToken": result["AccessToken"],
            "idToken": result["IdToken"],
            "refreshToken": result["RefreshToken"],
        }
        return jsonify(success=True, message="Login successful", tokens=tokens), 200

    return app


def read_email_and_password() -> tuple[str, str]:
    """The e-mail and the password in the body of this request; empty strings if one of them is missing.

    Raises:
        UnsupportedMediaType: the request does not say that its body is JSON.
    """
    if request.mimetype != "application/json":
        raise UnsupportedMediaType(
            "Send the e-mail and the password as JSON, with the header Content-Type: application/json."
        )
    try:
        body = request.get_json(silent=True)
    except RecursionError:  # thousands of nested brackets
        body = None
    if not isinstance(body, dict):
        return "", ""
    email, password = body.get("email"), body.get("password")
    if not isinstance(email, str) or not isinstance(password, str):
        return "", ""
    return email.strip(), password


def bad_gateway(reason: str) -> tuple[Response, int]:
    """Report that Cognito could not be reached. `reason` is an error's name, because its text may hold secrets."""
    sentence = f"Cognito did not answer ({reason}). Is it running, and does this server have AWS keys?"
    return jsonify(success=False, error=sentence), 502


def serve(app: Flask, port: int = PORT) -> LoopbackServer:
    """Serve the application on 127.0.0.1, on this port, or on a free one if it is taken."""
    return LoopbackServer.on(app, port)


def serve_page(login_url: str, *, email: str = "", port: int = PAGE_PORT) -> LoopbackServer:
    """Serve a page with a form that calls `POST /login`, on this port, or on a free one if it is taken.

    Its origin is http://localhost and the port of the server that is returned. `create_app` must be told, because
    the browser shows a page of another origin no answer that does not name it.

    Args:
        login_url: the address that the page calls, such as http://127.0.0.1:3001/login.
        email: what is in the field for the e-mail at first.

    Raises:
        ValueError: that is not the address of a server.
    """
    server_origin = trust.check_origin("{0.scheme}://{0.netloc}".format(urlsplit(login_url)))
    app = only_for_this_machine(Flask(__name__, template_folder=".", static_folder=None))

    @app.get("/")
    def page() -> str:
        return render_template("server_login_page.html", login_url=login_url, email=email)

    @app.after_request
    def protect(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = (
            f"default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; "
            f"connect-src {server_origin}; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
        )
        return response

    return LoopbackServer.on(app, port)
