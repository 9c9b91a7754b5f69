"""App clients: which authentication flows they allow, how their secret is checked, how long their tokens last."""

from __future__ import annotations

import base64
import hmac
from typing import Any

from . import errors
from .moto_adapter import StoredAppClient

Settings = dict[str, Any]

DEFAULT_FLOWS = ["ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_CUSTOM_AUTH"]
LOCAL_HOSTS = ("http://localhost", "http://127.0.0.1", "http://[::1]")
SECONDS = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86400}
#: Token: its name in TokenValidityUnits, and the default unit and length.
VALIDITY = {
    "access": ("AccessToken", "hours", 1),
    "id": ("IdToken", "hours", 1),
    "refresh": ("RefreshToken", "days", 30),
}
#: Token: the shortest and the longest validity that can be set, in seconds.
VALIDITY_RANGES = {
    "access": (5 * 60, 24 * 3600),
    "id": (5 * 60, 24 * 3600),
    "refresh": (60 * 60, 3650 * 24 * 3600),
}


class AppClient(StoredAppClient):
    """An app client of a user pool."""

    def allows(self, *flows: str) -> bool:
        """Whether any of these is among the client's ExplicitAuthFlows."""
        return not set(flows).isdisjoint(self.settings["ExplicitAuthFlows"])

    @property
    def hides_users(self) -> bool:
        """PreventUserExistenceErrors. With LEGACY, the API's default, errors tell which users exist."""
        return bool(self.settings.get("PreventUserExistenceErrors") == "ENABLED")

    @property
    def rotates_refresh_tokens(self) -> bool:
        """Whether each use of a refresh token returns a new one."""
        return _rotates(self.settings)

    @property
    def rotation_grace(self) -> float:
        """How many seconds a refresh token can still be used after it was rotated."""
        return float(self.settings["RefreshTokenRotation"].get("RetryGracePeriodSeconds", 0))

    @property
    def session_validity(self) -> float:
        """How many seconds a challenge stays open."""
        return float(60 * self.settings["AuthSessionValidity"])

    def readable(self, attributes: dict[str, str]) -> dict[str, str]:
        """Those of a user's attributes that the client may read: ReadAttributes and the sub.

        Without the setting, all but those for developers (``dev:``).
        """
        allowed = self.settings.get("ReadAttributes")
        if allowed:
            return {name: value for name, value in attributes.items() if name in allowed or name == "sub"}
        return {name: value for name, value in attributes.items() if not name.startswith("dev:")}

    def can_write(self, name: str) -> bool:
        """Whether users may write the attribute through this client: never those for developers (``dev:``)."""
        return not name.startswith("dev:") and name in (self.settings.get("WriteAttributes") or [name])

    def token_validity(self, token: str) -> int:
        """How many seconds a token is valid: ``access``, ``id`` or ``refresh``."""
        return _token_validity(self.settings, token)

    def check_secret_hash(
        self, username: str, secret_hash: str | None, wrong: errors.ErrorType = errors.SECRET_HASH_WRONG
    ) -> None:
        """Check SECRET_HASH, which is base64(HMAC-SHA256(client secret, username as sent + client id)).

        Raises:
            ApiError: the hash is missing or wrong, or was sent to a client without a secret.
        """
        if not self.secret:
            if secret_hash:
                raise errors.SECRET_HASH_UNEXPECTED(client_id=self.id)
            return
        if not secret_hash:
            raise errors.SECRET_HASH_MISSING(client_id=self.id)
        digest = hmac.digest(self.secret.encode(), (username + self.id).encode(), "sha256")
        if not hmac.compare_digest(base64.b64encode(digest), secret_hash.encode()):
            raise wrong(client_id=self.id)

    def check_secret(self, secret: str | None) -> None:
        """Check ClientSecret, which the newer operations take instead of a hash.

        Raises:
            ApiError: the secret is missing or wrong, or was sent to a client without one.
        """
        if not hmac.compare_digest((self.secret or "").encode(), (secret or "").encode()):
            raise errors.CLIENT_SECRET_WRONG(client_id=self.id)


def check_settings(settings: Settings) -> None:
    """Check what CreateUserPoolClient or UpdateUserPoolClient was sent, ExplicitAuthFlows filled in.

    Raises:
        ApiError: a setting is out of range, or contradicts another.
    """
    flows = settings["ExplicitAuthFlows"]
    new_style = [flow for flow in flows if flow.startswith("ALLOW_")]
    if new_style and len(new_style) < len(flows):
        raise errors.FLOW_NAMES_MIXED()
    if _rotates(settings) and "ALLOW_REFRESH_TOKEN_AUTH" in flows:
        raise errors.REFRESH_TOKEN_ROTATES(flow="ALLOW_REFRESH_TOKEN_AUTH")
    for url in [*(settings.get("CallbackURLs") or []), *(settings.get("LogoutURLs") or [])]:
        if url.startswith("http://") and not url.startswith(LOCAL_HOSTS):
            raise errors.CALLBACK_OVER_HTTP(url=url)
    for token, (shortest, longest) in VALIDITY_RANGES.items():
        if not shortest <= _token_validity(settings, token) <= longest:
            raise errors.TOKEN_VALIDITY_RANGE()


def _rotates(settings: Settings) -> bool:
    return bool((settings.get("RefreshTokenRotation") or {}).get("Feature") == "ENABLED")


def _token_validity(settings: Settings, token: str) -> int:
    name, unit, length = VALIDITY[token]
    unit = (settings.get("TokenValidityUnits") or {}).get(name, unit)
    return int(settings.get(f"{name}Validity") or length) * SECONDS[unit]
