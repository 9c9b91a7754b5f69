"""A pytest plugin: with the fixture ``local_cognito``, each test has an empty Cognito, and boto3 finds it.

def test_log_in(local_cognito):
    cognito = boto3.client("cognito-idp")  # needs no address, region or keys
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from urllib.request import getproxies_environment

import pytest

from . import LocalCognito, environment
from .serving import LOOPBACK


@pytest.fixture(scope="session")
def _local_cognito_server() -> Iterator[LocalCognito]:
    """One server for all tests, at one address: a client that a program keeps still works in the next test."""
    server = LocalCognito.start()
    yield server
    server.stop()


@pytest.fixture
def local_cognito(_local_cognito_server: LocalCognito) -> Iterator[LocalCognito]:
    """A Cognito without any user pools; its address is ``local_cognito.url``.

    During the test, the environment points boto3, the AWS CLI and the other AWS SDKs to it: your profile, keys,
    region and proxy do not count. After the test, all is as it was, boto3's default session too.
    """
    _local_cognito_server.clear()
    with pytest.MonkeyPatch.context() as patch:
        _point_clients_at(_local_cognito_server.url, patch)
        yield _local_cognito_server


def _point_clients_at(url: str, patch: pytest.MonkeyPatch) -> None:
    import boto3  # takes half a second, so only tests that use the fixture wait for it

    for name in list(os.environ):
        # The addresses of other services stay, for a test that also uses a local S3, say.
        if name.startswith("AWS_") and not name.startswith("AWS_ENDPOINT_URL"):
            patch.delenv(name)
    for name, value in environment.variables(url).items():
        patch.setenv(name, value)
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        patch.setenv(name, os.devnull)
    without_proxy = getproxies_environment().get("no", "")
    for name in ("NO_PROXY", "no_proxy"):
        patch.setenv(name, f"{LOOPBACK},{without_proxy}".rstrip(","))
    patch.setattr(boto3, "DEFAULT_SESSION", None)
