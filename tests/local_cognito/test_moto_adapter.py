"""The local Cognito says what is missing if moto has changed, and does not depend on the user's AWS settings."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location

import pytest
from moto.cognitoidp import models

from local_cognito import moto_adapter
from local_cognito.errors import UnsupportedMotoError
from tools.lessons import ROOT


@pytest.mark.parametrize(("owner", "name"), [(models, "load_resource"), (models.CognitoIdpUserPool, "_get_user")])
def test_a_name_that_is_replaced_must_exist(monkeypatch, owner, name):
    monkeypatch.delattr(owner, name)
    with pytest.raises(UnsupportedMotoError, match=rf"moto has no .*\.{name}\. .* for moto 5\.1\.22 to 5\.2"):
        moto_adapter.start()


@pytest.mark.parametrize(
    ("owner", "name"),
    [
        (models.CognitoIdpBackend, "user_pools"),
        (models.CognitoIdpUserPool, "mfa_config"),
        (models.CognitoIdpUserPoolClient, "extended_config"),
        (models.CognitoIdpUser, "attribute_lookup"),
    ],
)
def test_an_attribute_that_is_used_must_exist(monkeypatch, owner, name):
    make = owner.__init__

    def make_without(self, *arguments):
        make(self, *arguments)
        delattr(self, name)

    monkeypatch.setattr(owner, "__init__", make_without)
    with pytest.raises(UnsupportedMotoError, match=rf"moto has no {owner.__name__}\.{name}\."):
        moto_adapter.start()


def test_a_name_that_is_imported_must_exist(monkeypatch):
    monkeypatch.delattr(models, "UserStatus")
    spec = spec_from_file_location("local_cognito.second_adapter", moto_adapter.__file__)
    with pytest.raises(UnsupportedMotoError, match=r"cannot import name 'UserStatus'.* written for moto"):
        spec.loader.exec_module(module_from_spec(spec))


def test_it_starts_whatever_the_users_aws_settings_are():
    code = """
from local_cognito import LocalCognito
from local_cognito.conformance.world import post
server = LocalCognito.start()
status, _ = post(server.url, "CreateUserPool", {"PoolName": "test"})
assert status == 200
"""
    environment = {**os.environ, "AWS_PROFILE": "does-not-exist"}
    subprocess.run([sys.executable, "-c", code], env=environment, cwd=ROOT, check=True, timeout=60)
