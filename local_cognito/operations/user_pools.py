"""CreateUserPool, UpdateUserPool, DeleteUserPool, AddCustomAttributes. moto stores whatever it is sent."""

from __future__ import annotations

from typing import Any

from .. import errors, registry
from ..user_pool import UserPool
from .call import Body, Call, operation

#: What only CreateUserPool can set.
IMMUTABLE_SETTINGS = ("UsernameAttributes", "AliasAttributes", "UsernameConfiguration")


@operation("CreateUserPool")
def create_user_pool(call: Call) -> Body:
    """Create a user pool."""
    if call.body.get("UsernameAttributes") and call.body.get("AliasAttributes"):
        raise errors.ALIAS_AND_USERNAME_ATTRIBUTES()
    _check_schema(call.body.get("Schema") or [])
    settings = _with_complete_policy(call.body)
    pool = UserPool(call.region, settings.pop("PoolName"), settings)
    registry.add(pool)
    return pool.ask_moto("DescribeUserPool")


@operation("UpdateUserPool")
def update_user_pool(call: Call) -> Body:
    """Change settings. Those that are left out return to their defaults, except for MFA and what cannot change."""
    pool = call.user_pool()
    kept = {name: pool.settings[name] for name in IMMUTABLE_SETTINGS if name in pool.settings}
    answer = call.pass_to_moto(**{**_with_complete_policy(call.body), **kept})
    pool.mfa = call.body.get("MfaConfiguration") or pool.mfa
    return answer


@operation("DeleteUserPool")
def delete_user_pool(call: Call) -> Body:
    """Delete a user pool, unless it is protected."""
    pool = call.user_pool()
    if pool.settings.get("DeletionProtection") == "ACTIVE":
        raise errors.DELETION_PROTECTED()
    registry.remove(pool)
    return call.pass_to_moto()


@operation("AddCustomAttributes")
def add_custom_attributes(call: Call) -> Body:
    """Add attributes to the pool's schema."""
    _check_schema(call.body["CustomAttributes"])
    return call.pass_to_moto()


def _check_schema(schema: list[dict[str, Any]]) -> None:
    if not all(attribute.get("Name") for attribute in schema):
        raise errors.ATTRIBUTE_WITHOUT_NAME()


def _with_complete_policy(settings: Body) -> Body:
    """A copy in which the rules that a password policy leaves out are off. moto would apply them."""
    policies = settings.get("Policies") or {}
    policy = policies.get("PasswordPolicy")
    if policy is None:
        return dict(settings)
    defaults = {
        "MinimumLength": 8,
        "TemporaryPasswordValidityDays": 7,
        "RequireUppercase": False,
        "RequireLowercase": False,
        "RequireNumbers": False,
        "RequireSymbols": False,
    }
    return {**settings, "Policies": {**policies, "PasswordPolicy": {**defaults, **policy}}}
