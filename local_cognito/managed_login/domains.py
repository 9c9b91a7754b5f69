"""Which user pool a request is for, and the addresses of its domain.

On AWS a domain is ``https://PREFIX.auth.REGION.amazoncognito.com``. Here it is a host that Chromium,
Firefox and curl resolve to this machine, ``http://PREFIX.auth.REGION.localhost:PORT``, and a path of the plain
address, ``http://127.0.0.1:PORT/PREFIX.auth.REGION``, for programs that cannot: Python and Safari, for example.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from werkzeug.wrappers import Request, Response

from .. import registry
from ..user_pool import CLASSIC, UserPool

NAME = r"(?P<name>(?P<prefix>[a-z0-9-]{1,63})\.auth\.(?P<region>[a-z0-9-]+))"
HOST = re.compile(rf"{NAME}\.localhost(:\d+)?", re.IGNORECASE)
PATH = re.compile(rf"/{NAME}(?P<rest>/.*)?", re.DOTALL)


@dataclass(frozen=True)
class Domain:
    """The domain of a user pool, as the request calls it.

    Attributes:
        root: the beginning of its addresses, without a slash at the end.
        path: what of the root is path: empty if the domain is a host. The path of its cookies is in it.
    """

    pool: UserPool
    root: str
    path: str

    @property
    def is_classic(self) -> bool:
        """Whether the domain has the classic pages, ManagedLoginVersion 1."""
        return bool((self.pool.domain or {}).get("ManagedLoginVersion") == CLASSIC)

    def url(self, path: str, query: str = "") -> str:
        """An address of the domain, such as that of ``/login``.

        Args:
            query: encoded, without the question mark.
        """
        return f"{self.root}{path}{'?' if query else ''}{query}"

    def set_cookie(self, response: Response, name: str, value: str, max_age: int | None = None) -> None:
        """Set a cookie that only this domain is sent. It is not Secure, because there is no TLS here.

        Args:
            max_age: in seconds; None until the browser is closed. 0 deletes the cookie.
        """
        response.set_cookie(name, value, max_age, path=self.path or "/", httponly=True, samesite="Lax")


def enter(environ: dict[str, Any]) -> bool:
    """Whether a request is for a domain. A domain in its path becomes the WSGI application's own path."""
    if HOST.fullmatch(environ.get("HTTP_HOST", "")):
        return True
    found = PATH.fullmatch(environ.get("PATH_INFO", ""))
    if found:
        environ["SCRIPT_NAME"], environ["PATH_INFO"] = f"/{found['name']}", found["rest"] or "/"
    return found is not None


def find(request: Request) -> Domain | None:
    """The domain of a request that `enter` has let in; None if no user pool has it."""
    found = HOST.fullmatch(request.environ.get("HTTP_HOST", "")) or PATH.fullmatch(request.script_root)
    pool = registry.find_domain(found["prefix"].lower(), found["region"].lower()) if found else None
    return Domain(pool, request.root_url.rstrip("/"), request.script_root) if pool else None


def roots(pool: UserPool, request: Request) -> tuple[str, str] | None:
    """The root of the pool's domain for a browser and for programs; None if it has no domain."""
    if pool.domain is None:
        return None
    name, (_, colon, port) = f"{pool.domain['Domain']}.auth.{pool.region}", request.host.rpartition(":")
    browser = f"{name}.localhost{colon}{port}" if port.isdigit() else f"{name}.localhost"
    return f"{request.scheme}://{browser}", f"{request.root_url}{name}"
