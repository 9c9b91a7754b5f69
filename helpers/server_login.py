"""The server that logs people in: `POST /login` with an e-mail and a password, tokens back.

This is the half of an application that holds AWS keys. It hands the password to Cognito with AdminInitiateAuth,
which only someone with AWS keys may call, so it must never run in a browser.

    server = serve(create_app(cognito, user_pool_id, app_client_id))
    print(server.url)                      # http://127.0.0.1:3001, or a free port when 3001 is taken
    server.stop()
"""

from __future__ import annotations

from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from flask import Flask, Response, jsonify, request
from flask_cors import CORS
from werkzeug.exceptions import HTTPException

from local_cognito.serving import LoopbackServer

PORT = 3001
LARGEST_BODY = 16 * 1024  # bytes: an e-mail and a password need far less


def create_app(
    cognito: Any, user_pool_id: str, app_client_id: str, *, allowed_origin: str = "http://localhost:3000"
) -> Flask:
    """Make the web application that answers `POST /login`.

    The body is a JSON object with `email` and `password`. It is read as JSON whatever its Content-Type says,
    so that `curl -d '{...}'` works without a header.

    | status | body | when |
    | --- | --- | --- |
    | 200 | `{"success": true, "message": "Login successful", "tokens": {...}}` | Cognito gave tokens |
    | 400 | `{"error": "Email and password are required"}` | one is missing, empty or not text; no JSON |
    | 400 | `{"success": false, "error": "No authentication result returned"}` | Cognito asks for one more step |
    | 401 | `{"success": false, "error": MESSAGE}` | Cognito refuses; the message is Cognito's own |
    | 502 | `{"success": false, "error": "Cognito did not answer (REASON). ..."}` | Cognito cannot be asked |

    Args:
        cognito: `boto3.client("cognito-idp")`, with keys that allow AdminInitiateAuth.
        user_pool_id: the pool that knows the user, such as us-east-1_AbCdEfGhI.
        app_client_id: a client of that pool that allows ALLOW_ADMIN_USER_PASSWORD_AUTH.
        allowed_origin: the address of the page that may read the answers (CORS).
    """
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.json.sort_keys = False
    CORS(app, origins=allowed_origin)

    @app.post("/login")
    def login() -> tuple[Response, int]:
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
                return no_answer(refusal.response["Error"]["Code"])
            return jsonify(success=False, error=refusal.response["Error"]["Message"]), 401
        except BotoCoreError as trouble:
            return no_answer(type(trouble).__name__)

        result = answer.get("AuthenticationResult")
        if not result:  # a challenge: choose a new password, type a code, ...
            return jsonify(success=False, error="No authentication result returned"), 400

        tokens = {
            "accessToken": result["AccessToken"],
            "idToken": result["IdToken"],
            "refreshToken": result["RefreshToken"],
        }
        return jsonify(success=True, message="Login successful", tokens=tokens), 200

    @app.errorhandler(HTTPException)
    def say_it_in_json(error: HTTPException) -> Response:
        response = error.get_response()
        response.data = app.json.dumps({"error": error.description})
        response.content_type = "application/json"
        return response

    @app.after_request
    def keep_no_copy(response: Response) -> Response:
        response.headers["Cache-Control"] = "no-store"  # tokens belong in no cache
        return response

    return app


def read_email_and_password() -> tuple[str, str]:
    """The e-mail and the password in the body of this request; an empty text stands for what is not there."""
    try:
        body = request.get_json(force=True, silent=True)
    except RecursionError:  # thousands of brackets, one in the other
        body = None
    if not isinstance(body, dict):
        return "", ""
    email, password = body.get("email"), body.get("password")
    if not isinstance(email, str) or not isinstance(password, str):
        return "", ""
    return email.strip(), password


def no_answer(reason: str) -> tuple[Response, int]:
    """Say that Cognito could not be asked: the name of the error, and nothing that it carries."""
    sentence = f"Cognito did not answer ({reason}). Is it running, and does this server have AWS keys?"
    return jsonify(success=False, error=sentence), 502


def serve(app: Flask, port: int = PORT) -> LoopbackServer:
    """Serve the application on 127.0.0.1, on this port, or on a free one if it is taken."""
    return LoopbackServer.on(app, port)
