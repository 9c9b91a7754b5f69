"""Which second factors a user pool asks for."""

from __future__ import annotations

from .. import errors, first_factors, settings
from ..user_pool import UserPool
from .call import Body, Call, operation

FACTORS = ("SmsMfaConfiguration", "SoftwareTokenMfaConfiguration", "EmailMfaConfiguration")


@operation("SetUserPoolMfaConfig")
def set_user_pool_mfa_config(call: Call) -> Body:
    """Replace the configuration of MFA. Without MfaConfiguration, MFA is turned off (cdkd#791).

    WebAuthnConfiguration is independent of it (API reference), so it is kept if it is left out.
    """
    pool, mfa = call.user_pool(), call.body.get("MfaConfiguration")
    totp_enabled = bool(call.body.get("SoftwareTokenMfaConfiguration", {}).get("Enabled"))
    if mfa == "OFF" and any(factor in call.body for factor in FACTORS):
        raise errors.MFA_OFF_WITH_FACTOR()
    settings.check(call.operation, call.body)
    if mfa in ("ON", "OPTIONAL") and not totp_enabled:
        raise errors.MFA_ALL_FACTORS_OFF()
    web_authn = call.body.get("WebAuthnConfiguration", pool.web_authn)
    first_factors.check(pool.settings, mfa or "OFF", web_authn, errors.MFA_WITH_PASSKEYS)
    pool.mfa, pool.web_authn = mfa or "OFF", web_authn
    pool.totp_enabled = pool.mfa != "OFF"
    pool.modify()
    return _describe(pool)


@operation("GetUserPoolMfaConfig")
def get_user_pool_mfa_config(call: Call) -> Body:
    """The configuration. A factor that is off is left out."""
    return _describe(call.user_pool())


def _describe(pool: UserPool) -> Body:
    totp = {"SoftwareTokenMfaConfiguration": {"Enabled": True}} if pool.totp_enabled else {}
    web_authn = {"WebAuthnConfiguration": pool.web_authn} if pool.web_authn else {}
    return {**totp, "MfaConfiguration": pool.mfa, **web_authn}
