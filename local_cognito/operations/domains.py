"""The domain of a user pool, where the pages and the OAuth endpoints of `managed_login` are."""

from __future__ import annotations

from typing import Any

from .. import errors, registry, settings
from ..moto_adapter import DEFAULT_ACCOUNT_ID
from ..user_pool import CLASSIC, MANAGED_LOGIN, UserPool
from .call import Body, Call, operation

RESERVED_WORDS = ("aws", "amazon", "cognito")


@operation("CreateUserPoolDomain")
def create_user_pool_domain(call: Call) -> Body:
    """Give a user pool a prefix domain that no other pool of the region has."""
    pool, domain = call.user_pool(), call.body["Domain"]
    version = _version(pool, call.body.get("ManagedLoginVersion", CLASSIC))
    for word in RESERVED_WORDS:
        if word in domain:
            raise errors.RESERVED_DOMAIN(word=word)
    if _owner(call):
        raise errors.DOMAIN_TAKEN()
    if pool.domain:
        raise errors.SECOND_DOMAIN()
    settings.check(call.operation, call.body)
    pool.domain = {"Domain": domain, "ManagedLoginVersion": version}
    return {"ManagedLoginVersion": version}


@operation("DescribeUserPoolDomain")
def describe_user_pool_domain(call: Call) -> Body:
    """A domain of the region; an empty description if no pool has it."""
    pool = _owner(call)
    if pool is None:
        return {"DomainDescription": {}}
    shown: dict[str, Any] = {
        "UserPoolId": pool.id,
        "AWSAccountId": DEFAULT_ACCOUNT_ID,
        **(pool.domain or {}),
        "Status": "ACTIVE",
        "CustomDomainConfig": {},
    }
    return {"DomainDescription": shown}


@operation("UpdateUserPoolDomain")
def update_user_pool_domain(call: Call) -> Body:
    """Change the version of the pages."""
    pool, domain = call.user_pool(), _domain(call)
    version = _version(pool, call.body.get("ManagedLoginVersion", domain["ManagedLoginVersion"]))
    settings.check(call.operation, call.body)
    domain["ManagedLoginVersion"] = version
    return {"ManagedLoginVersion": version}


@operation("DeleteUserPoolDomain")
def delete_user_pool_domain(call: Call) -> Body:
    """Delete the domain of a user pool."""
    _domain(call)
    call.user_pool().domain = None
    return {}


def _owner(call: Call) -> UserPool | None:
    """The pool of the region that has the domain."""
    return registry.find_domain(call.body["Domain"], call.region)


def _domain(call: Call) -> Body:
    pool = call.user_pool()
    if pool.domain is None or pool.domain["Domain"] != call.body["Domain"]:
        raise errors.NO_SUCH_DOMAIN()
    return pool.domain


def _version(pool: UserPool, version: Any) -> int:
    if version not in (CLASSIC, MANAGED_LOGIN):
        raise errors.BAD_LOGIN_VERSION()
    if version == MANAGED_LOGIN and pool.settings["UserPoolTier"] == "LITE":
        raise errors.MANAGED_LOGIN_TIER()
    return int(version)
