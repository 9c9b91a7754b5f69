"""Codes from an authenticator app (TOTP, RFC 6238), with a secret for each user.

moto gives all users one fixed secret, and accepts any code unless it is told otherwise.
"""

from __future__ import annotations

import base64
import secrets
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor import InvalidToken
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from moto.cognitoidp.models import CognitoIdpUser

from . import clock
from .challenges import Challenge
from .pool import UserPool
from .refusals import CODE_USED, NO_TOTP_FOR_USER, NO_TOTP_IN_POOL, WRONG_CODE, WRONG_SETUP_CODE, Refusal

STEP = 30  # seconds


def new_secret(pool: UserPool, keeper: CognitoIdpUser | Challenge) -> str:
    """A random secret for the user's app: 52 base32 characters. It counts once a code has proved it.

    Args:
        keeper: where it waits until then: the user who is signed in, or the MFA_SETUP challenge that they answer.
    """
    if pool.mfa_config == "OFF" or not (pool.token_mfa_config or {}).get("Enabled"):
        raise NO_TOTP_IN_POOL()
    keeper.totp_pending = base64.b32encode(secrets.token_bytes(32)).decode().rstrip("=")
    return keeper.totp_pending


def confirm(user: CognitoIdpUser, code: str, keeper: CognitoIdpUser | Challenge) -> None:
    """Take the pending secret into use, if the code was made with it."""
    pending = getattr(keeper, "totp_pending", None)
    if not pending:
        raise NO_TOTP_FOR_USER()
    user.totp_last_step = _matching_step(pending, code, WRONG_SETUP_CODE)
    user.totp_secret = pending
    user.token_verified = True


def check(user: CognitoIdpUser, code: str) -> None:
    """Accept the app's code of now, of the step before or of the step after, each code once."""
    step = _matching_step(user.totp_secret, code, WRONG_CODE)
    if step <= user.totp_last_step:
        raise CODE_USED()
    user.totp_last_step = step


def challenge_for(pool: UserPool, user: CognitoIdpUser) -> tuple[str, dict[str, Any]] | None:
    """The second factor to ask for: a challenge's name and parameters, or None."""
    if pool.mfa_config == "OFF":
        return None
    if user.token_verified and (user.software_token_mfa_enabled or pool.mfa_config == "ON"):
        return "SOFTWARE_TOKEN_MFA", {}
    if user.sms_mfa_enabled:
        return "SMS_MFA", {}
    if pool.mfa_config == "ON":
        return "MFA_SETUP", {"MFAS_CAN_SETUP": '["SOFTWARE_TOKEN_MFA"]'}
    return None


def _matching_step(secret: str, code: str, refusal: Refusal) -> int:
    padded = secret + "=" * (-len(secret) % 8)
    totp = TOTP(base64.b32decode(padded), 6, SHA1(), STEP, enforce_key_length=False)
    now = int(clock.now()) // STEP
    for step in (now, now - 1, now + 1):
        try:
            totp.verify(code.encode(), step * STEP)
        except InvalidToken:
            continue
        return step
    raise refusal()
