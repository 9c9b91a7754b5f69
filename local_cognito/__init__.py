"""A local Amazon Cognito that refuses what AWS refuses, with AWS's messages.

    server = LocalCognito.start()
    cognito = boto3.client("cognito-idp", endpoint_url=server.url)

moto stores the user pools, app clients and users. Each module imports only those above it in this list:

    clock          the time
    expiring       dictionaries that forget what has expired
    srp            SRP, both sides of it
    encoding       bytes as text
    generate       random ids, codes and passwords
    scopes         OAuth scopes, and what they open
    errors         every error, in AWS's words, with how well they are known
    moto_adapter   everything that touches moto or botocore
    validation     checks requests against AWS's description of the API
    settings       which settings have an effect here, and which are refused
    schema         the attributes of a user pool
    totp           authenticator apps
    lockout        waits after failed attempts
    hourly         how often an hour a user may do something
    group          groups of users, and what they add to tokens
    devices        a user's devices, which can replace a second factor
    passkeys       passkeys (WebAuthn), and the site that they are for
    user           a user, with what moto does not store of them
    app_client     an app client: its flows, its secrets, its settings
    codes          confirmation codes, and until when they count
    challenges     what is open between two calls
    tokens         issued, refreshed, revoked
    grants         authorization codes
    browser_sessions
                   who is signed in at the domain of a user pool, in which browser
    user_pool      a user pool: names, passwords, and all of the above
    first_factors  what a user can begin to sign in with
    confirmation   who is sent a confirmation code, and who may use it
    attributes     which attributes exist, and who may write them
    sign_in        authentication flows and challenges
    registry       finds user pools, app clients, logins and challenges
    mail           the messages that AWS would have sent
    operations     the operations of the API, by subject
    trust          which requests a server on this machine answers, and which pages may read the answers
    managed_login  the pages and the OAuth 2.0 endpoints at the domain of a user pool
    app            HTTP in and out

Beside these, `serving` is a web server on the loopback address, `environment` has the variables with which clients
find it, and `pytest_plugin` has a fixture. `authenticator` makes passkeys, for tests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from functools import cache
from typing import TYPE_CHECKING, Any

from .serving import LoopbackServer

if TYPE_CHECKING:
    from .mail import Mail


class LocalCognito(LoopbackServer):
    """The endpoint, served in a thread of this process. All servers of a process share their user pools."""

    @classmethod
    def start(cls, port: int = 0, *, origins: Iterable[str] = ()) -> LocalCognito:
        """Serve on 127.0.0.1.

        Args:
            port: the port; 0 takes a free one.
            origins: the origins of web pages that may call it, such as ``https://app.example.com``, besides those
                of pages on this machine.

        Returns:
            the running server: ``.url`` is its address, and ``.stop()`` ends it.

        Raises:
            OSError: the port is taken.
            ValueError: one of the origins is not an origin.
            UnsupportedMotoError: the installed moto lacks a name that this package relies on.
        """
        # An interrupted import leaves broken modules behind. A KeyboardInterrupt reaches only the main thread, so
        # the imports run in another one.
        with ThreadPoolExecutor(1) as executor:
            app = executor.submit(cls._load).result()(origins)
        return cls(app, port, app.error_response)

    @staticmethod
    def clear() -> None:
        """Delete every user pool, with all that is in it: those of each server in this process."""
        from . import registry

        registry.clear()

    @staticmethod
    def later(seconds: float) -> AbstractContextManager[None]:
        """Put the clock forward while a ``with`` block runs, or back if `seconds` is negative.

        It is the clock of every server in this process. A token that is made while it is back is an old token
        afterwards, for any program that checks it.
        """
        from . import clock

        return clock.moved(seconds)

    @staticmethod
    def mail(address: str) -> Mail:
        """What Cognito would have sent to an e-mail address or a phone number: ``.code``, ``.text``, ``.subject``.

        Returns:
            the newest message, of those with a code that is still valid.

        Raises:
            LookupError: there is none.
        """
        from . import mail

        return mail.newest_to(address)

    @staticmethod
    def reset_limits() -> None:
        """Forget how often users have asked for codes, entered them, and changed their passwords."""
        from . import registry

        for pool in registry.user_pools():
            pool.requests.reset()

    @staticmethod
    @cache
    def _load() -> Callable[[Iterable[str]], Any]:
        """Import moto and set it up, once. It takes a while, so importing this package alone does not do it."""
        from . import moto_adapter
        from .app import CognitoApp

        moto_adapter.start()
        return CognitoApp


__all__ = ["LocalCognito"]
