"""Which second factors a user pool asks for."""

from __future__ import annotations

from .. import errors, settings
from ..user_pool import UserPool
from .call import Body, Call, operation

FACTORS = ("SmsMfaConfiguration", "SoftwareTokenMfaConfiguration", "EmailMfaConfiguration")


@operation("SetUserPoolMfaConfig")
def set_user_pool_mfa_config(call: Call) -> Body:
    """Replace the whole configuration. Without MfaConfiguration, MFA is turned off (cdkd#791)."""
    pool, mfa = call.user_pool(), call.body.get("MfaConfiguration")
    totp_enabled = bool(call.body.get("SoftwareTokenMfaConfiguration", {}).get("Enabled"))
    if mfa == "OFF" and any(factor in call.body for factor in FACTORS):
        raise errors.MFA_OFF_WITH_FACTOR()
    settings.check(call.operation, call.body)
    if mfa in ("ON", "OPTIONAL") and not totp_enabled:
        raise errors.MFA_ALL_FACTORS_OFF()
    pool.mfa = mfa or "OFF"
    pool.totp_enabled = pool.mfa != "OFF"
    pool.modify()
    return _describe(pool)


@operation("GetUserPoolMfaConfig")
def get_user_pool_mfa_config(call: Call) -> Body:
    """The configuration. A factor that is off is left out."""
    return _describe(call.user_pool())


def _describe(pool: UserPool) -> Body:
    totp = {"SoftwareTokenMfaConfiguration": {"Enabled": True}} if pool.totp_enabled else {}
    return {**totp, "MfaConfiguration": pool.mfa}
