"""App clients: their authentication flows, their secrets, and how long their tokens last."""

from __future__ import annotations

import base64
import hmac
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from . import clock, errors, generate
from .moto_adapter import StoredAppClient

Settings = dict[str, Any]

DEFAULT_FLOWS = ["ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_CUSTOM_AUTH"]
#: The flows of AWS's description of the API that can be allowed, but not used, here.
FLOWS_NOT_HERE = {"ALLOW_TOKEN_EXCHANGE_DELEGATION", "ALLOW_TOKEN_EXCHANGE_IMPERSONATION"}
MAX_SECRETS = 2
LOCAL_HOSTS = ("localhost", "127.0.0.1", "::1")
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


@dataclass(frozen=True)
class ClientSecret:
    """One of the secrets of an app client. Without a value, a random one of the length that AWS gives them."""

    value: str = field(default_factory=lambda: generate.text(51, generate.LOWERCASE_AND_DIGITS), repr=False)
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    created: float = field(default_factory=lambda: clock.timestamp())


class AppClient(StoredAppClient):
    """An app client of a user pool.

    Attributes:
        secrets: the secrets that count: none for a public client, and two while one replaces the other.
        created, modified: in seconds since 1970.
    """

    def __init__(self, user_pool_id: str, settings: Settings, secrets: list[ClientSecret]) -> None:
        super().__init__(user_pool_id, settings)
        self.secrets = secrets
        self.created = self.modified = clock.timestamp()

    def update(self, settings: Settings) -> None:
        """Set every setting to its default, except for these."""
        self.reset_settings(settings)
        self.modified = clock.timestamp()

    def describe(self) -> dict[str, Any]:
        """The client as DescribeUserPoolClient shows it."""
        return {
            "UserPoolId": self.user_pool_id,
            "ClientId": self.id,
            **({"ClientSecret": self.secrets[0].value} if self.secrets else {}),
            "LastModifiedDate": self.modified,
            "CreationDate": self.created,
            **self.settings,
        }

    def allows(self, *flows: str) -> bool:
        """Whether any of these is among the client's ExplicitAuthFlows."""
        return not set(flows).isdisjoint(self.settings["ExplicitAuthFlows"])

    def allows_oauth(self, flow: str) -> bool:
        """Whether the client may use an OAuth flow: ``code``, ``implicit`` or ``client_credentials``."""
        is_on = self.settings.get("AllowedOAuthFlowsUserPoolClient")
        return bool(is_on and flow in self.settings.get("AllowedOAuthFlows", []))

    @property
    def takes_local_users(self) -> bool:
        """Whether users of the pool itself can sign in to it at the domain: SupportedIdentityProviders."""
        return "COGNITO" in self.settings.get("SupportedIdentityProviders", [])

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

    def can_read(self, names: set[str]) -> bool:
        """Whether the client may read all of these standard attributes."""
        return names <= set(self.settings.get("ReadAttributes") or names)

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
        if not self.secrets:
            if secret_hash:
                raise errors.SECRET_HASH_UNEXPECTED(client_id=self.id)
            return
        if not secret_hash:
            raise errors.SECRET_HASH_MISSING(client_id=self.id)

        def hash_with(secret: str) -> str:
            digest = hmac.digest(secret.encode(), (username + self.id).encode(), "sha256")
            return base64.b64encode(digest).decode()

        if not self._has_secret(secret_hash, hash_with):
            raise wrong(client_id=self.id)

    def check_secret(self, secret: str | None) -> None:
        """Check ClientSecret, which the newer operations take instead of a hash.

        Raises:
            ApiError: the secret is missing or wrong, or was sent to a client without one.
        """
        is_right = self._has_secret(secret or "", lambda value: value) if self.secrets else not secret
        if not is_right:
            raise errors.CLIENT_SECRET_WRONG(client_id=self.id)

    def _has_secret(self, proof: str, prove: Callable[[str], str]) -> bool:
        """Whether the proof is that of one of the secrets, compared in the same time whichever it is."""
        found = [hmac.compare_digest(prove(secret.value).encode(), proof.encode()) for secret in self.secrets]
        return any(found)


def check_settings(settings: Settings, *, has_secret: bool) -> None:
    """Check what CreateUserPoolClient or UpdateUserPoolClient was sent, ExplicitAuthFlows filled in.

    Raises:
        ApiError: a setting is out of range, or contradicts another.
    """
    flows = settings["ExplicitAuthFlows"]
    for flow in FLOWS_NOT_HERE.intersection(flows):
        raise errors.NOT_IMPLEMENTED(what=flow)
    new_style = [flow for flow in flows if flow.startswith("ALLOW_")]
    if new_style and len(new_style) < len(flows):
        raise errors.FLOW_NAMES_MIXED()
    if _rotates(settings) and "ALLOW_REFRESH_TOKEN_AUTH" in flows:
        raise errors.REFRESH_TOKEN_ROTATES(flow="ALLOW_REFRESH_TOKEN_AUTH")
    for token, (shortest, longest) in VALIDITY_RANGES.items():
        if not shortest <= _token_validity(settings, token) <= longest:
            raise errors.TOKEN_VALIDITY_RANGE()
    if max(_token_validity(settings, token) for token in ("access", "id")) > _token_validity(settings, "refresh"):
        raise errors.TOKEN_VALIDITY_RANGE()
    _check_oauth(settings, has_secret=has_secret)


def _check_oauth(settings: Settings, *, has_secret: bool) -> None:
    callbacks, flows = settings.get("CallbackURLs", []), settings.get("AllowedOAuthFlows", [])
    for url in [*callbacks, *settings.get("LogoutURLs", [])]:
        _check_url(url)
    if settings.get("DefaultRedirectURI", None) not in (None, *callbacks):
        raise errors.DEFAULT_REDIRECT_UNKNOWN()
    if settings.get("AllowedOAuthFlowsUserPoolClient") and not (flows and settings.get("AllowedOAuthScopes")):
        raise errors.OAUTH_WITHOUT_FLOWS()
    if "client_credentials" in flows and len(flows) > 1:
        raise errors.CLIENT_CREDENTIALS_ALONE()
    if "client_credentials" in flows and not has_secret:
        raise errors.CLIENT_CREDENTIALS_WITHOUT_SECRET()
    if {"code", "implicit"}.intersection(flows) and not callbacks:
        raise errors.OAUTH_WITHOUT_CALLBACK()


def _check_url(url: str) -> None:
    """A callback or logout URL is absolute, has no fragment, and is HTTPS unless it leads to this machine."""
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise errors.BAD_CALLBACK(url=url) from error
    if not parts.scheme or "#" in url:
        raise errors.BAD_CALLBACK(url=url)
    if parts.scheme == "http" and parts.hostname not in LOCAL_HOSTS:
        raise errors.CALLBACK_OVER_HTTP(url=url)


def _rotates(settings: Settings) -> bool:
    return bool((settings.get("RefreshTokenRotation") or {}).get("Feature") == "ENABLED")


def _token_validity(settings: Settings, token: str) -> int:
    name, unit, length = VALIDITY[token]
    unit = (settings.get("TokenValidityUnits") or {}).get(name, unit)
    return int(settings.get(f"{name}Validity") or length) * SECONDS[unit]
