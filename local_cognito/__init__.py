"""A Cognito on your own machine that says no where AWS says no, in AWS's words.

    server = LocalCognito.start()
    cognito = boto3.client("cognito-idp", endpoint_url=server.url)

moto keeps the pools, clients and users. Around it stand, each in a file that can be read in one sitting:

    door        HTTP in and out; what every call has in common
    validation  requests held against AWS's own description of the API
    descriptions  where that is read
    sign_in     the flows and the challenges
    challenges  what is open between two calls
    pool        user pools and app clients: names, passwords, settings
    backend     moto's storage, with AWS's checks
    attributes  what a user is and is called, and who may write it
    tokens      signed, refreshed, revoked, read back
    totp        codes from an authenticator app
    lockout     five wrong passwords, then a pause that doubles
    refusals    every "no", in AWS's words, with where they are known from
    serving     a web server on loopback
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any

from .serving import LoopbackServer


class LocalCognito(LoopbackServer):
    """The endpoint, served in a thread of this process. All pools of a process are shared."""

    @classmethod
    def start(cls, port: int = 0) -> LocalCognito:
        """Serve on 127.0.0.1; port 0 takes a free one.

        Returns:
            the running server: its address is ``.url``, and ``.stop()`` ends it.

        Raises:
            OSError: the port is taken.
        """
        # What an interrupt catches in mid-import stays broken, so the imports run in a thread that none can reach.
        with ThreadPoolExecutor(1) as undisturbed:
            door = undisturbed.submit(cls._load).result()
        return cls(door(), port)

    @staticmethod
    def clear() -> None:
        """Delete every user pool, with all that is in it: those of each server in this process."""
        from .backend import clear

        clear()

    @staticmethod
    @cache
    def _load() -> Callable[[], Any]:
        """What makes the WSGI app, once. moto takes its time; who only wants `serving` need not wait for it."""
        from .backend import install
        from .door import Door

        install()
        return Door


__all__ = ["LocalCognito"]
