"""The operations of the API that are answered here; the others are refused.

Each module has the operations of one subject. An operation is a function that takes a `Call` and returns the
answer, or raises one of `errors`. The decorator ``@operation("InitiateAuth")`` puts it into `OPERATIONS`.
"""

from . import (  # noqa: F401
    app_clients,
    auth_factors,
    authentication,
    devices,
    domains,
    groups,
    identity_providers,
    login_styles,
    mfa,
    passwords,
    pool_mfa,
    profile,
    resource_servers,
    sign_up,
    tags,
    user_lists,
    user_pools,
    users,
    web_authn,
)
from .call import OPERATIONS, Call

__all__ = ["OPERATIONS", "Call"]
