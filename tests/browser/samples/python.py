"""AWS's quick start for traditional web applications, in Python: Flask and Authlib."""

from __future__ import annotations

import os

from authlib.integrations.flask_client import OAuth
from flask import Flask, redirect, session, url_for


def create_app(authority: str, client_id: str, client_secret: str) -> Flask:
    app = Flask(__name__)
    app.secret_key = os.urandom(24)
    oauth = OAuth(app)
    oauth.register(
        name="oidc",
        authority=authority,
        client_id=client_id,
        client_secret=client_secret,
        server_metadata_url=f"{authority}/.well-known/openid-configuration",
        client_kwargs={"scope": "phone openid email"},
    )

    @app.route("/")
    def index():
        user = session.get("user")
        return (
            f'Hello, {user["email"]} <a href="/logout">Forget me</a>' if user else '<a href="/login">Sign in</a>'
        )

    @app.route("/login")
    def login():
        return oauth.oidc.authorize_redirect(url_for("authorize", _external=True))

    @app.route("/authorize")
    def authorize():
        token = oauth.oidc.authorize_access_token()
        session["user"] = token["userinfo"]
        return redirect(url_for("index"))

    @app.route("/logout")
    def logout():
        session.pop("user", None)
        return redirect(url_for("index"))

    return app
