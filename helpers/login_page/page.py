"""The login page's web application: three files, and the headers that restrict what they may do."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from flask import Flask, Response, render_template, request, send_from_directory

from helpers.local_app import only_for_this_machine
from helpers.place import where
from local_cognito.serving import LoopbackServer

from .relay import LARGEST_CALL, relay_to

LIBRARY_URL = "https://cdn.jsdelivr.net/npm/amazon-cognito-identity-js@6.3.21/dist/amazon-cognito-identity.min.js"
# The SHA-384 hash of that file in the npm package. A browser does not run a file with any other hash.
LIBRARY_INTEGRITY = "sha384-SVW/JUAWuaFjpcvT65qqpCfy5aD/6+mTPt046MJYXaNbaI70H1WE4fvhVc0iKOvi"


def create_app(
    user_pool_id: str, app_client_id: str, endpoint: str | None = None, *, api_url: str | None = None
) -> Flask:
    """Make the web application that shows the login page.

    Args:
        user_pool_id: the pool that the user belongs to, such as us-east-1_AbCdEfGhI.
        app_client_id: a client of that pool, without a secret, that allows ALLOW_USER_SRP_AUTH.
        endpoint: the address of a local Cognito; None for Cognito on AWS, in the pool's region.
        api_url: the address of an API whose `GET /me` the page calls with its access token, if there is one.

    Raises:
        ValueError: one of them is not valid; the message says which.
    """
    region = region_of(user_pool_id)
    if not app_client_id:
        raise ValueError("The app client id is empty. Make an app client first, and give its ClientId.")
    cognito_url = origin_of(endpoint or f"https://cognito-idp.{region}.amazonaws.com")
    api_url = origin_of(api_url) if api_url else ""
    may_call = " ".join(filter(None, ["'self'" if endpoint else "", cognito_url, api_url]))
    place = where()
    config = {
        "userPoolId": user_pool_id,
        "clientId": app_client_id,
        "cognitoUrl": cognito_url,
        "isLocal": endpoint is not None,
        "apiUrl": api_url,
    }

    app = only_for_this_machine(Flask(__name__, template_folder=".", static_folder=None), also=place.hosts)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_CALL
    if endpoint:
        app.add_url_rule("/cognito", "relay", relay_to(cognito_url), methods=["POST"])

    @app.get("/")
    def page() -> str:
        return render_template(
            "index.html", config=config, library_url=LIBRARY_URL, library_integrity=LIBRARY_INTEGRITY
        )

    @app.get("/login.js")
    def script() -> Response:
        return send_from_directory(app.root_path, "login.js", mimetype="text/javascript")

    @app.get("/style.css")
    def style() -> Response:
        return send_from_directory(app.root_path, "style.css", mimetype="text/css")

    @app.after_request
    def protect(response: Response) -> Response:
        host = re.sub(r"[^\w.-].*", "", request.host)  # without the port, and without anything that adds a rule
        policy = content_security_policy(may_call, place.framed_by.replace("{host}", host))
        response.headers["Content-Security-Policy"] = policy
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    return app


def region_of(user_pool_id: str) -> str:
    """The region in a user pool id, such as us-east-1 in us-east-1_AbCdEfGhI."""
    if not re.fullmatch(r"[a-z0-9-]+_[0-9A-Za-z]+", user_pool_id):
        raise ValueError(f"A user pool id looks like us-east-1_AbCdEfGhI, and this one does not: {user_pool_id!r}")
    return user_pool_id.split("_")[0]


def origin_of(url: str) -> str:
    """The scheme, host and port of an address, which is what a content security policy compares."""
    if not re.fullmatch(r"https?://[\w.-]+(:\d+)?/?", url):
        raise ValueError(f"An endpoint looks like http://127.0.0.1:5050, and this one does not: {url!r}")
    return "{0.scheme}://{0.netloc}".format(urlsplit(url))


def content_security_policy(may_call: str, framed_by: str) -> str:
    """All that the page may do: run two scripts, call Cognito, be shown in a notebook's frame."""
    rules = {
        "default-src": "'none'",
        "script-src": f"'self' {LIBRARY_URL}",
        "style-src": "'self'",
        "img-src": "data:",
        "connect-src": may_call,
        "form-action": "'none'",
        "base-uri": "'none'",
        "frame-ancestors": f"'self' {framed_by}".rstrip(),
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def serve(app: Flask, port: int | None = None) -> LoopbackServer:
    """Serve the page on 127.0.0.1.

    Args:
        port: the port, or None for the one that the learner's browser can reach best. If it is taken, a free one.
    """
    return LoopbackServer.on(app, *(where().ports if port is None else [port]))
