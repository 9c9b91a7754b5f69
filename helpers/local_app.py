"""What the web applications of the lessons have in common: who may call them, and how they answer."""

from __future__ import annotations

from flask import Flask, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from local_cognito import trust


def only_for_this_machine(app: Flask, *, also: str | None = None) -> Flask:
    """Let an application answer only to this machine's names, with errors in JSON, and nothing for a cache.

    Args:
        app: the application; it is returned.
        also: a regular expression for the other hosts by which a proxy calls it.
    """

    def forbid_caching(response: Response) -> Response:
        response.headers["Cache-Control"] = "no-store"  # it may contain tokens
        return response

    app.before_request(lambda: trust.check_host(request, also))
    app.register_error_handler(HTTPException, trust.as_json)
    app.after_request(forbid_caching)
    return app
