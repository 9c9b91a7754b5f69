"""The login page: e-mail, password, Log in, in a browser that talks to Cognito by itself.

The page uses the public library amazon-cognito-identity-js and the flow USER_SRP_AUTH, so the password never
leaves the browser. It holds no AWS keys and needs none.

    page = serve(create_app(user_pool_id, app_client_id, endpoint=cognito_url))
    Frame(page.port)                       # shows it in a lesson
    page.stop()

A browser on another machine reaches the page through a proxy, and the local Cognito not at all. Then the page
sends its calls to its own address, and `relay` passes them on.
"""

from __future__ import annotations

from helpers.on_demand import on_demand

_FILES = {"Frame": "frame", "create_app": "page", "serve": "page"}
__all__ = list(_FILES)
__getattr__, __dir__ = on_demand(__name__, _FILES)  # Flask takes time, and a lesson shows its page late
