"""A web application: people sign up, confirm their address with a code, log in, see their own page, and log out.

    python app.py    # prints its address

The browser gets one cookie, with a random id. The tokens stay in this process. `POST /login` takes the fields
`email` and `password`, from the form on the page or as JSON.
"""

from __future__ import annotations

import os
import secrets
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import boto3
import waitress
from botocore.exceptions import BotoCoreError, ClientError
from dotenv import load_dotenv
from flask import Flask, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

load_dotenv(override=True)
USER_POOL_ID = os.environ["USER_POOL_ID"]  # make_pool.py writes both to .env
APP_CLIENT_ID = os.environ["APP_CLIENT_ID"]

PORT = 3000
COOKIE = "my-app-session"
LOGIN_LASTS = 12 * 60 * 60  # seconds
# Refusals that the person can do something about: they see Cognito's message. Other errors are our own mistakes.
REFUSALS = {
    "NotAuthorizedException": 401,
    "UserNotConfirmedException": 401,
    "PasswordResetRequiredException": 401,
    "UsernameExistsException": 400,
    "InvalidPasswordException": 400,
    "InvalidParameterException": 400,
    "CodeMismatchException": 400,
    "ExpiredCodeException": 400,
    "LimitExceededException": 429,
    "TooManyFailedAttemptsException": 429,
    "TooManyRequestsException": 429,
}

cognito = boto3.client("cognito-idp")  # AdminInitiateAuth needs AWS keys; the other calls here need none
app = Flask(__name__, template_folder=".", static_folder=None)
app.config["MAX_CONTENT_LENGTH"] = 16 * 1024  # bytes
app.config["TRUSTED_HOSTS"] = ["localhost", "127.0.0.1"]  # add the name of your site


# --- who is logged in -------------------------------------------------------------------------------------------


@dataclass
class Session:
    """Someone who is logged in. Times are in seconds, as in `time.time`."""

    email: str
    refresh_token: str = field(repr=False)  # a repr may end up in a log
    check_at: float  # when to ask Cognito again
    ends: float


# By the id in the cookie. With more than one process, or to survive a restart, keep them in a database.
sessions: dict[str, Session] = {}


def start_session(tokens: dict[str, Any]) -> str:
    """Start a session for someone who has just logged in. Returns its id."""
    now = time.time()
    for session_id, session in list(sessions.items()):
        if session.ends < now:
            sessions.pop(session_id, None)
    user = cognito.get_user(AccessToken=tokens["AccessToken"])
    attributes = {attribute["Name"]: attribute["Value"] for attribute in user["UserAttributes"]}
    session_id = secrets.token_urlsafe()
    sessions[session_id] = Session(
        email=attributes["email"],
        refresh_token=tokens["RefreshToken"],
        check_at=now + tokens["ExpiresIn"],
        ends=now + LOGIN_LASTS,
    )
    return session_id


def current_session() -> Session | None:
    """The session of the browser that sent this request, if there is one and Cognito has not ended it.

    When the tokens have expired, after an hour, the refresh token gets new ones. Cognito refuses that if the
    account was disabled or deleted, or signed out everywhere.
    """
    session = sessions.get(request.cookies.get(COOKIE, ""))
    now = time.time()
    if session is None or session.ends < now:
        return None
    if session.check_at < now:
        try:
            answer = cognito.initiate_auth(
                ClientId=APP_CLIENT_ID,
                AuthFlow="REFRESH_TOKEN_AUTH",
                AuthParameters={"REFRESH_TOKEN": session.refresh_token},
            )
        except (cognito.exceptions.NotAuthorizedException, cognito.exceptions.UserNotFoundException):
            return None
        session.check_at = now + answer["AuthenticationResult"]["ExpiresIn"]
    return session


# --- pages ------------------------------------------------------------------------------------------------------


@app.get("/")
def home() -> ResponseReturnValue:
    return redirect("/account")


@app.get("/account")
def account() -> ResponseReturnValue:
    """The protected page. Begin each page of your own like this one."""
    session = current_session()
    if session is None:
        return redirect("/login")
    return render_template("page.html", person=session)


@app.get("/login")
@app.get("/signup")
@app.get("/confirm")
def show(form: str = "", message: str = "", status: int = 200) -> ResponseReturnValue:
    """Show a form, named by its path, with a message above it. Without a name, show the form of this path."""
    if request.is_json:
        return {"message": message}, status
    return render_template("page.html", form=form or request.path, message=message), status


@app.post("/login")
def log_in() -> ResponseReturnValue:
    email, password = fields("email", "password")
    answer = cognito.admin_initiate_auth(
        UserPoolId=USER_POOL_ID,
        ClientId=APP_CLIENT_ID,
        AuthFlow="ADMIN_USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": email, "PASSWORD": password},
    )
    if "AuthenticationResult" not in answer:  # lesson 07 shows what to do
        return show(message=f"Cognito asks for one more step: {answer['ChallengeName']}.", status=401)
    response = redirect("/account", 303)
    response.set_cookie(
        COOKIE,
        start_session(answer["AuthenticationResult"]),
        max_age=LOGIN_LASTS,
        httponly=True,  # scripts cannot read it
        samesite="Lax",  # forms of other sites do not send it
        secure=request.is_secure,  # with https, never without; behind a proxy, set waitress's trusted_proxy
    )
    return response


@app.post("/signup")
def sign_up() -> ResponseReturnValue:
    email, password = fields("email", "password")
    cognito.sign_up(
        ClientId=APP_CLIENT_ID,
        Username=email,
        Password=password,
        UserAttributes=[{"Name": "email", "Value": email}],
    )
    return show("/confirm", f"Type the code that was sent to {email}.")


@app.post("/confirm")
def confirm() -> ResponseReturnValue:
    email, code = fields("email", "code")
    cognito.confirm_sign_up(ClientId=APP_CLIENT_ID, Username=email, ConfirmationCode=code)
    return show("/login", "Your address is confirmed. Log in.")


@app.post("/resend")
def send_new_code() -> ResponseReturnValue:
    (email,) = fields("email")
    cognito.resend_confirmation_code(ClientId=APP_CLIENT_ID, Username=email)
    return show("/confirm", f"Type the new code that was sent to {email}.")


@app.post("/logout")
def log_out() -> ResponseReturnValue:
    session = sessions.pop(request.cookies.get(COOKIE, ""), None)
    if session:
        cognito.revoke_token(ClientId=APP_CLIENT_ID, Token=session.refresh_token)
    response = redirect("/login", 303)
    response.delete_cookie(COOKIE)
    return response


def fields(*names: str) -> list[str]:
    """These fields of a form, or of a JSON object. Refuses the request if one is missing."""
    body = request.get_json() if request.is_json else request.form.to_dict()
    values: list[Any] = [body.get(name) for name in names] if isinstance(body, dict) else []
    if not values or not all(value and isinstance(value, str) for value in values):
        abort(400, f"Send {' and '.join(names)}.")
    return values


# --- what is refused, and what goes wrong -----------------------------------------------------------------------


@app.before_request
def refuse_other_sites() -> None:
    """Refuse what a page of another site makes a browser send. Browsers say where a request comes from.

    The rules are those of Go's net/http.CrossOriginProtection. The cookie's `SameSite` is not enough: it counts
    another port as the same site, and does not keep a page from logging you in as someone else.
    """
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    is_own = site in ("same-origin", "none") if site else not origin or urlsplit(origin).netloc == request.host
    if not is_own:
        abort(403, "Pages of other sites cannot send this request.")


@app.errorhandler(ClientError)
def refused(error: ClientError) -> ResponseReturnValue:
    """Show Cognito's message if it is for the person who uses this page."""
    code = error.response["Error"]["Code"]
    if code not in REFUSALS:
        return failed(error)
    form = "/confirm" if code == "UserNotConfirmedException" else request.path
    return show(form, error.response["Error"]["Message"], REFUSALS[code])


@app.errorhandler(BotoCoreError)
def failed(error: Exception) -> ResponseReturnValue:
    """Write to the log what is wrong here, and do not show it."""
    app.logger.error(error)
    return show(message="This does not work at the moment. Please try again later.", status=502)


@app.after_request
def protect(response: Response) -> Response:
    """Keep personal pages out of caches, and scripts and frames out of these pages."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    )
    return response


if __name__ == "__main__":
    server = waitress.create_server(app, host="127.0.0.1", port=PORT)
    print(f"Open http://127.0.0.1:{PORT} (Ctrl-C stops the server).", flush=True)
    server.run()
