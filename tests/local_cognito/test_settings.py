"""settings.py says of every member of AWS's description of the API what becomes of it. The rows have the rest."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from local_cognito import moto_adapter, settings
from local_cognito.app_client import check_settings
from local_cognito.conformance.world import post
from local_cognito.errors import ApiError
from local_cognito.operations import OPERATIONS

#: Operations that set something of users and not of pools, or that refuse whatever they are sent.
OTHERS = {
    "AddUserPoolClientSecret",
    "CreateIdentityProvider",
    "SetUserMFAPreference",
    "UpdateDeviceStatus",
    "UpdateIdentityProvider",
    "UpdateUserAttributes",
}


def members(shape, around="") -> Iterator[str]:
    """The paths of all members that are not structures themselves."""
    for name, member in shape.members.items():
        inner = member.member if member.type_name == "list" else member
        if inner.type_name == "structure":
            yield from members(inner, f"{around}{name}.")
        else:
            yield f"{around}{name}"


@pytest.mark.parametrize("operation", settings.TABLES)
def test_the_table_has_every_member(operation):
    paths = members(moto_adapter.operation_model(operation).input_shape)
    assert [path for path in paths if settings.treatment(operation, path) is None] == []


def test_every_operation_that_sets_something_has_a_table():
    setting = {name for name in OPERATIONS if name.startswith(("Add", "Create", "Set", "Update"))}
    assert setting - OTHERS == set(settings.TABLES)


@pytest.mark.parametrize("new", [{"NewSetting": False}, {"Policies": {"NewPolicy": {"Size": 1}}}])
def test_a_setting_that_only_a_newer_api_has_is_refused(local_cognito, new):
    status, answer = post(local_cognito.url, "CreateUserPool", {"PoolName": "test", **new})
    assert (status, answer["__type"]) == (400, "NotImplementedException")


def test_a_flow_that_only_a_newer_api_has_is_refused():
    with pytest.raises(ApiError, match=r"NotImplementedException: .* ALLOW_TOKEN_EXCHANGE_DELEGATION"):
        check_settings({"ExplicitAuthFlows": ["ALLOW_TOKEN_EXCHANGE_DELEGATION"]}, has_secret=True)


def test_null_is_the_same_as_left_out_however_deep(local_cognito):
    nulls = {"LambdaConfig": {"PreSignUp": None}, "Policies": {"PasswordPolicy": None}, "Schema": None}
    status, answer = post(local_cognito.url, "CreateUserPool", {"PoolName": "test", **nulls})
    assert status == 200
    assert answer["UserPool"]["Policies"]["PasswordPolicy"]["MinimumLength"] == 8
