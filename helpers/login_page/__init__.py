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

from importlib import import_module
from typing import Any

_FILES = {"Frame": "frame", "create_app": "page", "serve": "page"}
__all__ = list(_FILES)


def __getattr__(name: str) -> Any:
    """Read a file when what is in it is first asked for: a lesson shows its page late, and Flask takes time."""
    if name not in _FILES:
        raise AttributeError(f"There is no {name} in helpers.login_page.")
    return getattr(import_module(f".{_FILES[name]}", __name__), name)


def __dir__() -> list[str]:
    return __all__
