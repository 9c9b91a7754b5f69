"""A browser for a lesson to play: it keeps cookies, follows redirects, and finds what a browser finds.

    yours = Browser()
    page = yours.get("http://login.localhost:5050/")

To a browser, every name that ends in .localhost is this machine (RFC 6761, section 6.3). Python asks the system,
and many systems know only localhost itself.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

A_MINUTE = Retry(6, backoff_factor=1)  # waits 0, 2, 4, 8, 16 and 32 seconds


class Browser(requests.Session):
    """A `requests.Session` that reaches names such as login.localhost.

    On AWS it waits for a new domain of a user pool, which "might take up to one minute to take effect"
    (API reference, CreateUserPoolDomain).
    """

    def __init__(self) -> None:
        super().__init__()
        self.mount("http://", _LocalNames())
        self.mount("https://", HTTPAdapter(max_retries=A_MINUTE))


class _LocalNames(HTTPAdapter):
    """Connects to 127.0.0.1 for localhost and names that end in .localhost, and tells the server the name."""

    def build_connection_pool_key_attributes(self, request: Any, *arguments: Any, **options: Any) -> Any:
        place, rest = super().build_connection_pool_key_attributes(request, *arguments, **options)
        if place["host"].rpartition(".")[2] == "localhost":
            place["host"] = "127.0.0.1"
        return place, rest

    def send(self, request: Any, *arguments: Any, **options: Any) -> requests.Response:
        request.headers["Host"] = urlsplit(request.url).netloc
        try:
            return super().send(request, *arguments, **options)
        finally:
            del request.headers["Host"]  # or a redirect to another host would have it, too
