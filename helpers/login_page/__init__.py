"""The login page: e-mail, password and a button, in a browser that calls Cognito directly.

The page uses the public library amazon-cognito-identity-js and the flow USER_SRP_AUTH, so the password never
leaves the browser. It has no AWS keys and needs none.

    page = serve(create_app(user_pool_id, app_client_id, endpoint=cognito_url))
    Frame(page.port)                       # shows it in a lesson
    page.stop()

A browser on another machine reaches the page through a proxy, but not the local Cognito. The page then sends its
calls to its own address, and `relay` forwards them.
"""

from __future__ import annotations

from helpers.on_demand import on_demand

_MODULES = {"Frame": "frame", "create_app": "page", "serve": "page"}
__all__ = list(_MODULES)
__getattr__, __dir__ = on_demand(__name__, _MODULES)  # importing Flask and anywidget takes 0.2 s
