"""User pools: their settings, and the attributes of their users."""

from __future__ import annotations

import copy
from typing import Any

from .. import errors, first_factors, registry, schema, settings
from ..user_pool import UserPool
from .call import Body, Call, operation
from .paging import page

#: What only CreateUserPool can set.
IMMUTABLE = ("UsernameAttributes", "AliasAttributes", "UsernameConfiguration")
#: What UpdateUserPool keeps if it is left out, besides Policies, the name and MFA. Source: cdkd#1982.
KEPT = ("UserAttributeUpdateSettings",)
#: What the answers have in another place.
NOT_SETTINGS = ("UserPoolId", "PoolName", "MfaConfiguration", "Schema")

#: The settings of a pool that is made with a name only.
DEFAULTS: Body = {
    "Policies": {
        "PasswordPolicy": {
            "MinimumLength": 8,
            "RequireUppercase": True,
            "RequireLowercase": True,
            "RequireNumbers": True,
            "RequireSymbols": True,
            "TemporaryPasswordValidityDays": 7,
        },
        "SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD"]},
    },
    "DeletionProtection": "INACTIVE",
    "LambdaConfig": {},
    "VerificationMessageTemplate": {"DefaultEmailOption": "CONFIRM_WITH_CODE"},
    "UserAttributeUpdateSettings": {"AttributesRequireVerificationBeforeUpdate": []},
    "EmailConfiguration": {"EmailSendingAccount": "COGNITO_DEFAULT"},
    "UserPoolTags": {},
    "AdminCreateUserConfig": {"AllowAdminCreateUserOnly": False, "UnusedAccountValidityDays": 7},
    "UserPoolTier": "ESSENTIALS",
}
#: The rules of a password policy that names only some.
UNNAMED_RULES: Body = {
    "MinimumLength": 8,
    "RequireUppercase": False,
    "RequireLowercase": False,
    "RequireNumbers": False,
    "RequireSymbols": False,
}


@operation("CreateUserPool")
def create_user_pool(call: Call) -> Body:
    """Create a user pool."""
    if call.body.get("UsernameAttributes") and call.body.get("AliasAttributes"):
        raise errors.ALIAS_AND_USERNAME_ATTRIBUTES()
    if call.body.get("MfaConfiguration", "OFF") != "OFF" and not call.body.get("SmsConfiguration"):
        raise errors.MFA_WITHOUT_SMS()
    wanted = _with_defaults(call.body, DEFAULTS["Policies"])
    _check(wanted)
    first_factors.check(wanted, "OFF", {}, errors.PASSKEYS_WITH_MFA)
    attributes = schema.complete(call.body.get("Schema", []))
    settings.check(call.operation, call.body)
    pool = UserPool(call.region, call.body["PoolName"], wanted, attributes)
    registry.add(pool)
    return {"UserPool": pool.describe()}


@operation("DescribeUserPool")
def describe_user_pool(call: Call) -> Body:
    """All settings of a user pool."""
    return {"UserPool": call.user_pool().describe()}


@operation("ListUserPools")
def list_user_pools(call: Call) -> Body:
    """The user pools of the region."""
    pools = registry.user_pools(call.region)
    return page(call, "UserPools", pools, key=lambda pool: [pool.created, pool.id], show=_summary)


def _summary(pool: UserPool) -> Body:
    return {
        "Id": pool.id,
        "Name": pool.name,
        "LambdaConfig": {},
        "LastModifiedDate": pool.modified,
        "CreationDate": pool.created,
    }


@operation("UpdateUserPool")
def update_user_pool(call: Call) -> Body:
    """Change settings. Most that are left out return to their defaults."""
    pool = call.user_pool()
    kept = {name: pool.settings[name] for name in (*IMMUTABLE, *KEPT) if name in pool.settings}
    wanted = _with_defaults({**kept, **call.body}, pool.settings["Policies"])
    mfa = call.body.get("MfaConfiguration", pool.mfa)
    if mfa != "OFF" and not pool.totp_enabled:
        raise errors.MFA_WITHOUT_FACTOR() if mfa == "ON" else errors.MFA_WITHOUT_SMS()
    _check(wanted)
    first_factors.check(wanted, mfa, pool.web_authn, errors.PASSKEYS_WITH_MFA)
    settings.check(call.operation, call.body)
    pool.settings, pool.mfa = wanted, mfa
    pool.name = call.body.get("PoolName", pool.name)
    pool.modify()
    return {}


@operation("DeleteUserPool")
def delete_user_pool(call: Call) -> Body:
    """Delete a user pool, unless it is protected or has a domain."""
    pool = call.user_pool()
    if pool.settings["DeletionProtection"] == "ACTIVE":
        raise errors.DELETION_PROTECTED()
    if pool.domain:
        raise errors.POOL_HAS_DOMAIN()
    registry.remove(pool)
    return call.pass_to_moto()


@operation("AddCustomAttributes")
def add_custom_attributes(call: Call) -> Body:
    """Add attributes to the pool's schema."""
    schema.check(call.body["CustomAttributes"])
    settings.check(call.operation, call.body)
    answer = call.pass_to_moto()
    call.user_pool().modify()
    return answer


def _with_defaults(body: Body, policies: Body) -> Body:
    """The settings of a request, with defaults for those that it leaves out.

    Args:
        policies: the Policies for those that the request leaves out.
    """
    wanted = {name: value for name, value in body.items() if name not in NOT_SETTINGS}
    complete: dict[str, Any] = copy.deepcopy(DEFAULTS)
    for name, value in wanted.items():
        default = complete.get(name)
        complete[name] = {**default, **value} if isinstance(default, dict) and name != "UserPoolTags" else value
    complete["Policies"] = {**policies, **wanted.get("Policies", {})}
    if "PasswordPolicy" in wanted.get("Policies", {}):
        complete["Policies"]["PasswordPolicy"] = {**UNNAMED_RULES, **wanted["Policies"]["PasswordPolicy"]}
    policy = complete["Policies"]["PasswordPolicy"]
    # API reference, PasswordPolicyType: 0 is the default, 7 days.
    policy["TemporaryPasswordValidityDays"] = policy.get("TemporaryPasswordValidityDays") or 7
    return complete


def _check(wanted: Body) -> None:
    """Check settings against each other."""
    verified = wanted.get("AutoVerifiedAttributes", [])
    before_update = wanted["UserAttributeUpdateSettings"]["AttributesRequireVerificationBeforeUpdate"]
    if not set(before_update) <= set(verified):
        raise errors.VERIFIED_BEFORE_UPDATE_ONLY()
    mechanisms = wanted.get("AccountRecoverySetting", {}).get("RecoveryMechanisms", [])
    names = [mechanism["Name"] for mechanism in mechanisms]
    if "admin_only" in names and len(names) > 1:
        raise errors.ADMIN_ONLY_RECOVERY()
    if len({mechanism["Priority"] for mechanism in mechanisms}) < len(mechanisms) or len(set(names)) < len(names):
        raise errors.RECOVERY_TWICE()
