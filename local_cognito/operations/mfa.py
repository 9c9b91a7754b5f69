"""Authenticator apps and MFA preferences of a user. moto has one secret for all users, and accepts any code."""

from __future__ import annotations

from .. import errors, registry, totp
from ..challenges import MfaSetup
from ..first_factors import MULTI_FACTOR
from ..user import User
from ..user_pool import UserPool
from .call import Body, Call, operation


@operation("AssociateSoftwareToken")
def associate_software_token(call: Call) -> Body:
    """A secret for an authenticator app. It counts once VerifySoftwareToken has seen a code made with it."""
    pool, holder = _setting_up(call)
    return {"SecretCode": new_secret(pool, holder), **_session(call)}


@operation("VerifySoftwareToken")
def verify_software_token(call: Call) -> Body:
    """Check the app's first code. From then on, it is the user's app."""
    _, holder = _setting_up(call)
    set_up(holder, call.body["UserCode"])
    return {"Status": "SUCCESS", **_session(call)}


def new_secret(pool: UserPool, holder: User | MfaSetup) -> str:
    """A secret for an authenticator app. Raises: ApiError: the user can set none up."""
    _check_may_set_up(holder)
    if pool.mfa == "OFF":
        raise errors.NO_TOTP_IN_POOL()
    holder.pending_totp_secret = totp.new_secret()
    return holder.pending_totp_secret


def set_up(holder: User | MfaSetup, code: str) -> None:
    """Make the app with the secret the user's own. Raises: ApiError: the code was not made with the secret."""
    _check_may_set_up(holder)
    if not holder.pending_totp_secret:
        raise errors.NO_TOTP_FOR_USER()
    app = totp.AuthenticatorApp.set_up(holder.pending_totp_secret, code)
    if isinstance(holder, MfaSetup):
        holder.user.authenticator, holder.is_verified = app, True
    else:
        holder.authenticator = app


def _check_may_set_up(holder: User | MfaSetup) -> None:
    """Raise an ApiError if a sign-in asks for an app, and the user has got one in the meantime."""
    if isinstance(holder, MfaSetup) and holder.user.authenticator and not holder.is_verified:
        raise errors.INVALID_SESSION()


def _setting_up(call: Call) -> tuple[UserPool, User | MfaSetup]:
    """What holds the new app's secret until it is verified: the signed-in user, or the MFA_SETUP challenge."""
    if call.body.get("AccessToken"):
        pool, login = call.login()
        return pool, login.user
    pool, challenge = registry.find_challenge(call.body.get("Session") or "")
    if not isinstance(challenge, MfaSetup):
        raise errors.INVALID_SESSION()
    return pool, challenge


def _session(call: Call) -> Body:
    return {} if call.body.get("AccessToken") else {"Session": call.body["Session"]}


@operation("SetUserMFAPreference")
def set_user_mfa_preference(call: Call) -> Body:
    """Which second factors the user has, and which of them they prefer."""
    pool, login = call.login()
    return _set_preference(pool, login.user, call.body)


@operation("AdminSetUserMFAPreference")
def admin_set_user_mfa_preference(call: Call) -> Body:
    """The same, by an administrator."""
    return _set_preference(call.user_pool(), call.user(), call.body)


def _set_preference(pool: UserPool, user: User, body: Body) -> Body:
    for name in ("SMSMfaSettings", "EmailMfaSettings"):
        if any((body.get(name) or {}).values()):
            raise errors.NOT_IMPLEMENTED(what=f"{name}: its only second factor is an authenticator app")
    totp, passkey = body.get("SoftwareTokenMfaSettings"), body.get("WebAuthnMfaSettings")
    wants_totp = bool(totp.get("Enabled")) if totp else user.totp_enabled
    wants_passkey = bool(passkey.get("Enabled")) if passkey else user.passkey_is_mfa
    if totp and wants_totp and not user.authenticator:
        raise errors.TOTP_NOT_VERIFIED()
    if passkey and wants_passkey and pool.web_authn.get("FactorConfiguration") != MULTI_FACTOR:
        raise errors.PASSKEY_MFA_OFF()
    if wants_passkey and not wants_totp:
        raise errors.PASSKEY_MFA_ALONE()
    user.totp_enabled, user.passkey_is_mfa = wants_totp, wants_passkey
    if totp:
        user.preferred_mfa = "SOFTWARE_TOKEN_MFA" if wants_totp and totp.get("PreferredMfa") else ""
    return {}
