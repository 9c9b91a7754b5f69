"""What a user can sign in with. moto does not have these operations."""

from __future__ import annotations

from .. import first_factors
from ..user import User
from ..user_pool import UserPool
from .call import Body, Call, operation


@operation("GetUserAuthFactors")
def get_user_auth_factors(call: Call) -> Body:
    """The factors of the user who calls."""
    pool, login = call.login()
    return _describe(pool, login.user)


@operation("AdminGetUserAuthFactors")
def admin_get_user_auth_factors(call: Call) -> Body:
    """The factors of a user."""
    return _describe(call.user_pool(), call.user())


def _describe(pool: UserPool, user: User) -> Body:
    shown = pool.ask_moto("AdminGetUser", Username=user.username)
    mfa = {name: shown[name] for name in ("PreferredMfaSetting", "UserMFASettingList") if shown.get(name)}
    factors = [factor for factor in first_factors.offered(pool, user) if factor != "PASSWORD_SRP"]
    if user.authenticator:
        factors.append("SOFTWARE_TOKEN")
    return {"Username": user.username, **mfa, "ConfiguredUserAuthFactors": factors}
