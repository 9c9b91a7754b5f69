"""A local Amazon Cognito that refuses what AWS refuses, with AWS's messages.

    server = LocalCognito.start()
    cognito = boto3.client("cognito-idp", endpoint_url=server.url)

moto stores the user pools, app clients, users and groups. Each module imports only those above it in this list:

    clock          the time
    expiring       dictionaries that forget what has expired
    srp            SRP, both sides of it
    generate       random ids, codes and passwords
    errors         every error, in AWS's words, with how well they are known
    moto_adapter   everything that touches moto or botocore
    validation     checks requests against AWS's description of the API
    totp           authenticator apps
    lockout        waits after failed attempts
    user           a user, with what moto does not store of them
    app_client     an app client: its flows, its secret, its settings
    challenges     what is open between two calls
    tokens         issued, refreshed, revoked
    user_pool      a user pool: names, passwords, and all of the above
    attributes     which attributes exist, and who may write them
    confirmation   confirmation codes
    sign_in        authentication flows and challenges
    registry       finds user pools, app clients, logins and challenges
    operations     the operations of the API, by subject
    app            HTTP in and out

Beside these, `serving` is a web server on the loopback address, `environment` has the variables with which clients
find it, and `pytest_plugin` has a fixture.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any

from .serving import LoopbackServer


class LocalCognito(LoopbackServer):
    """The endpoint, served in a thread of this process. All servers of a process share their user pools."""

    @classmethod
    def start(cls, port: int = 0) -> LocalCognito:
        """Serve on 127.0.0.1. Port 0 takes a free port.

        Returns:
            the running server: ``.url`` is its address, and ``.stop()`` ends it.

        Raises:
            OSError: the port is taken.
            UnsupportedMotoError: the installed moto lacks a name that this package relies on.
        """
        # An interrupted import leaves broken modules behind. A KeyboardInterrupt reaches only the main thread, so
        # the imports run in another one.
        with ThreadPoolExecutor(1) as executor:
            new_app = executor.submit(cls._load).result()
        return cls(new_app(), port)

    @staticmethod
    def clear() -> None:
        """Delete every user pool, with all that is in it: those of each server in this process."""
        from . import registry

        registry.clear()

    @staticmethod
    @cache
    def _load() -> Callable[[], Any]:
        """Import moto and set it up, once. It takes a while, so importing this package alone does not do it."""
        from . import moto_adapter
        from .app import CognitoApp

        moto_adapter.start()
        return CognitoApp


__all__ = ["LocalCognito"]
