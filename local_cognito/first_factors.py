"""What a user can begin to sign in with, in the flow USER_AUTH."""

from __future__ import annotations

from typing import Any

from . import errors
from .app_client import AppClient
from .moto_adapter import UserStatus
from .passkeys import Passkey
from .user import User
from .user_pool import UserPool

MULTI_FACTOR = "MULTI_FACTOR_WITH_USER_VERIFICATION"


def allowed(settings: dict[str, Any]) -> list[str]:
    """AllowedFirstAuthFactors among the settings of a user pool."""
    policy = settings["Policies"].get("SignInPolicy") or {}
    factors: list[str] = policy.get("AllowedFirstAuthFactors") or ["PASSWORD"]
    return factors


def check(settings: dict[str, Any], mfa: str, web_authn: dict[str, str], single_factor: errors.ErrorType) -> None:
    """Check what a user pool is to be set to.

    Args:
        settings: as DescribeUserPool shows them.
        mfa: MfaConfiguration.
        web_authn: WebAuthnConfiguration.
        single_factor: the error if MFA is required and passkeys are not set to be enough for it.

    Raises:
        ApiError: a factor does not exist, PASSWORD is missing, or the pool's tier or its MFA rules a factor out.
    """
    factors, tier = allowed(settings), settings["UserPoolTier"]
    if "SMS_OTP" in factors:
        raise errors.NOT_IMPLEMENTED(what="sign-in with SMS_OTP")
    if "SOFTWARE_TOKEN" in factors:
        raise errors.NOT_A_FIRST_FACTOR(factor="SOFTWARE_TOKEN")
    if "PASSWORD" not in factors:
        raise errors.PASSWORD_IS_ALWAYS_ALLOWED()
    if tier == "LITE" and set(factors) != {"PASSWORD"}:
        raise errors.TIER_TOO_LOW(what="AllowedFirstAuthFactors other than PASSWORD")
    if tier == "LITE" and web_authn:
        raise errors.TIER_TOO_LOW(what="WebAuthnConfiguration")
    if mfa == "ON" and "EMAIL_OTP" in factors:
        raise errors.CODES_WITH_MFA()
    if mfa == "ON" and "WEB_AUTHN" in factors and web_authn.get("FactorConfiguration") != MULTI_FACTOR:
        raise single_factor()


def offered(pool: UserPool, user: User | None) -> list[str]:
    """The AvailableChallenges of a user, in the order in which AWS was seen to offer passwords.

    A name that no user has is offered what most users are: all that the pool allows, except for passkeys.
    """
    challenges = []
    if user is None or user.password is not None:
        challenges += ["PASSWORD_SRP", "PASSWORD"]
    if "EMAIL_OTP" in allowed(pool.settings) and (user is None or _can_be_sent_code(pool, user)):
        challenges.append("EMAIL_OTP")
    if user and usable_passkeys(pool, user):
        challenges.append("WEB_AUTHN")
    return challenges


def usable_passkeys(pool: UserPool, user: User) -> list[Passkey]:
    """The passkeys that the user can sign in with."""
    is_allowed = "WEB_AUTHN" in allowed(pool.settings) and user.status is UserStatus.CONFIRMED
    if not (user.passkeys and is_allowed and (passkey_is_mfa(pool, user) or not _needs_mfa(pool, user))):
        return []
    return [passkey for passkey in user.passkeys.values() if passkey.relying_party_id == pool.relying_party_id]


def passkey_is_mfa(pool: UserPool, user: User) -> bool:
    """Whether signing in with a passkey is enough where MFA is asked for (API, WebAuthnMfaSettingsType)."""
    return user.passkey_is_mfa and pool.web_authn.get("FactorConfiguration") == MULTI_FACTOR


def can_sign_up_without_password(pool: UserPool, client: AppClient) -> bool:
    """Whether SignUp needs no password: if the address that codes will be sent to is verified at sign-up.

    Source: "Passwords at sign-up" in the developer guide.
    """
    verifies_email = "email" in (pool.settings.get("AutoVerifiedAttributes") or [])
    return "EMAIL_OTP" in allowed(pool.settings) and verifies_email and client.allows("ALLOW_USER_AUTH")


def _can_be_sent_code(pool: UserPool, user: User) -> bool:
    is_verified = user.attributes.get("email") and user.attributes.get("email_verified") == "true"
    return bool(is_verified and user.status is UserStatus.CONFIRMED and not _needs_mfa(pool, user))


def _needs_mfa(pool: UserPool, user: User) -> bool:
    """Whether MFA is asked for. Codes and passkeys alone are then not offered (Amplify docs, Passwordless)."""
    return pool.mfa == "ON" or (pool.mfa == "OPTIONAL" and user.totp_enabled)
