"""The three tokens of a user pool: issued, refreshed, revoked and looked up.

moto signs the tokens of all user pools with one key that is part of its package, and its tokens never expire. Here
each pool makes two RSA keys when it first needs them: one for ID tokens and one for access tokens.

Tokens are forgotten when they have expired, so memory does not grow with logins. A token that is not known but has
the pool's signature must have expired, however long ago.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import uuid
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from joserfc import jwk, jws, jwt
from joserfc.errors import JoseError

from . import clock, errors, generate, group, scopes
from .app_client import AppClient
from .devices import Device
from .encoding import base64url
from .expiring import Expiring
from .user import User

Claims = dict[str, Any]


def new_key() -> jwk.RSAKey:
    """A new key pair for signing tokens."""
    return jwk.RSAKey.generate_key(2048, {"kid": secrets.token_urlsafe(32), "use": "sig", "alg": "RS256"})


@dataclass
class Login:
    """One sign-in: what all tokens that come from it have in common.

    Attributes:
        device: the one that the user has signed in from, if the pool remembers devices. It may be a new one.
        scopes: what managed login has granted; None if the user has signed in through the API.
    """

    client: AppClient
    user: User
    expires: float
    device: Device | None = None
    scopes: tuple[str, ...] | None = None
    time: int = field(default_factory=lambda: int(clock.now()))
    origin_jti: str = field(default_factory=lambda: str(uuid.uuid4()))
    revoked: bool = False

    @property
    def access(self) -> tuple[str, ...]:
        """The scopes that its access tokens are for."""
        return (scopes.ADMIN,) if self.scopes is None else self.scopes

    def has_scope(self, scope: str) -> bool:
        """Whether the access tokens of this login have the scope."""
        return scope in self.access


class Tokens:
    """All tokens of one user pool.

    Args:
        issuer: the ``iss`` claim of its tokens.
        custom_scopes: the scopes that the resource servers of the pool have now. A token has no others.
    """

    def __init__(self, issuer: str, custom_scopes: Callable[[], Collection[str]]) -> None:
        self.issuer = issuer
        self._custom_scopes = custom_scopes
        self._logins: Expiring[str, Login] = Expiring()  # by origin_jti
        self._by_access_token: Expiring[str, tuple[Login, int]] = Expiring()
        self._by_refresh_token: Expiring[str, Login] = Expiring()
        self._rotated_until: Expiring[str, float] = Expiring()
        self._seal_key = secrets.token_bytes(32)

    @cached_property
    def _keys(self) -> dict[str, jwk.RSAKey]:
        return {"id": new_key(), "access": new_key()}

    def jwks(self) -> dict[str, Any]:
        """The public halves of the pool's keys, as /.well-known/jwks.json shows them."""
        return {"keys": [key.as_dict(private=False) for key in self._keys.values()]}

    def forget_expired(self) -> None:
        """Forget the tokens that have expired, and the logins that have none left."""
        for store in (self._logins, self._by_access_token, self._by_refresh_token, self._rotated_until):
            store.forget_expired()

    # --- issuing ---

    def sign_in(self, client: AppClient, user: User, device: Device | None = None) -> dict[str, Any]:
        """AuthenticationResult with all three tokens, for a user who has proved who they are."""
        return self.issue(self.open(client, user, device=device), with_refresh_token=True)

    def open(
        self,
        client: AppClient,
        user: User,
        granted: tuple[str, ...] | None = None,
        time: float | None = None,
        device: Device | None = None,
    ) -> Login:
        """A login, of which no token is issued yet.

        Args:
            granted: the scopes, from managed login; None if the user has signed in through the API.
            time: when the user signed in, in seconds since 1970; None for now.
            device: the one that the user signs in from.
        """
        now = clock.now()
        expires = now + client.token_validity("refresh")
        return Login(client, user, expires, device, granted, int(now if time is None else time))

    def issue(self, login: Login, nonce: str | None = None, *, with_refresh_token: bool = False) -> dict[str, Any]:
        """AuthenticationResult: an access token, an ID token unless the scopes lack ``openid``, a refresh token.

        Args:
            nonce: what the client has sent to find in the ID token.
        """
        access_token, expires = self._sign("access", login, self._access_claims(login))
        self._by_access_token.keep(access_token, (login, expires), until=expires)
        self._logins.keep(login.origin_jti, login, until=max(login.expires, expires))
        result = {
            "AccessToken": access_token,
            "ExpiresIn": login.client.token_validity("access"),
            "TokenType": "Bearer",
        }
        if login.scopes is None or login.has_scope(scopes.OPENID):
            result["IdToken"], _ = self._sign("id", login, _id_claims(login, access_token, nonce))
        if with_refresh_token:
            result["RefreshToken"] = self._new_refresh_token(login)
        return result

    def refresh(self, client: AppClient, refresh_token: str, device_key: str | None = None) -> dict[str, Any]:
        """AuthenticationResult with new ID and access tokens, and a new refresh token if the client rotates them.

        Raises:
            ApiError: as `find_refresh_token`; or the sign-in was from another device, or from one that is not
                confirmed, or forgotten since.
        """
        login = self.find_refresh_token(client, refresh_token)
        if login.device and not (login.device.is_confirmed and login.device.key == device_key):
            raise errors.BAD_REFRESH_TOKEN()
        result = self.issue(login)
        if client.rotates_refresh_tokens:
            if refresh_token not in self._rotated_until:
                rotated_until = clock.now() + client.rotation_grace
                self._rotated_until.keep(refresh_token, rotated_until, until=login.expires)
            result["RefreshToken"] = self._new_refresh_token(login)
        return result

    def _new_refresh_token(self, login: Login) -> str:
        body = generate.token(768)
        token = f"{body}{self._seal(body)}"
        self._by_refresh_token.keep(token, login, until=login.expires)
        return token

    def _seal(self, body: str) -> str:
        """The end of a refresh token, which only this pool can make."""
        return hmac.digest(self._seal_key, body.encode(), "sha256").hex()

    def for_client(self, client: AppClient, granted: Iterable[str]) -> dict[str, Any]:
        """An access token for an app client itself: it has no user, so no operation of the API takes it."""
        now, validity = int(clock.now()), client.token_validity("access")
        claims = {
            "sub": client.id,
            "token_use": "access",
            "scope": self._existing(granted),
            "auth_time": now,
            "iss": self.issuer,
            "exp": now + validity,
            "iat": now,
            "version": 2,
            "jti": str(uuid.uuid4()),
            "client_id": client.id,
        }
        return {"AccessToken": self._encode("access", claims), "ExpiresIn": validity, "TokenType": "Bearer"}

    def _existing(self, granted: Iterable[str]) -> str:
        """The ``scope`` claim: those of the scopes that their resource server has not lost since."""
        existing = scopes.STANDARD | set(self._custom_scopes())
        return " ".join(scope for scope in granted if scope in existing)

    def _access_claims(self, login: Login) -> Claims:
        version = {} if login.scopes is None else {"version": 2}
        return {
            **({"device_key": login.device.key} if login.device else {}),
            **version,
            "client_id": login.client.id,
            "scope": self._existing(login.access),
            "username": login.user.username,
        }

    def _sign(self, use: str, login: Login, claims: Claims) -> tuple[str, int]:
        """The token with these claims and those that ID and access tokens share, and its ``exp``."""
        now = int(clock.now())
        expires = now + login.client.token_validity(use)
        groups = group.names(login.user.groups)
        claims = {
            **claims,
            "sub": login.user.sub,
            **({"cognito:groups": groups} if groups else {}),
            "iss": self.issuer,
            "origin_jti": login.origin_jti,
            **({"event_id": str(uuid.uuid4())} if login.scopes is None else {}),
            "token_use": use,
            "auth_time": login.time,
            "exp": expires,
            "iat": now,
            "jti": str(uuid.uuid4()),
        }
        return self._encode(use, claims), expires

    def _encode(self, use: str, claims: Claims) -> str:
        key = self._keys[use]
        return jwt.encode({"kid": key.kid, "alg": "RS256"}, claims, key, default_type=None)

    # --- revoking ---

    def revoke(self, client: AppClient, refresh_token: str) -> None:
        """Revoke a refresh token together with the access tokens of the same login.

        Raises:
            ApiError: it is not a refresh token of this client.
        """
        login = self._by_refresh_token.get(refresh_token)
        if login is None and self._was_refresh_token(refresh_token):
            return  # it has expired, so there is nothing left to revoke
        if login is None or login.client is not client:
            raise errors.BAD_REFRESH_TOKEN()
        login.revoked = True

    def revoke_all(self, user: User) -> None:
        """Revoke the tokens of every login of a user."""
        for login in self._logins.values():
            if login.user is user:
                login.revoked = True

    # --- looking up ---

    def find_refresh_token(self, client: AppClient, refresh_token: str) -> Login:
        """The login that a refresh token belongs to.

        Raises:
            ApiError: NotAuthorizedException: the token is unknown, revoked or expired, or another client's; or as
                `User.check_may_use_tokens`.
        """
        login = self._by_refresh_token.get(refresh_token)
        if login is None and self._was_refresh_token(refresh_token):
            raise errors.REFRESH_TOKEN_EXPIRED()
        if login is None:
            raise errors.BAD_REFRESH_TOKEN()
        if login.client is not client:
            raise errors.REFRESH_TOKEN_OF_OTHER_CLIENT()
        login.user.check_may_use_tokens()
        if login.revoked:
            raise errors.REFRESH_TOKEN_REVOKED()
        if clock.now() >= self._rotated_until.get(refresh_token, float("inf")):
            raise errors.REFRESH_TOKEN_REUSED()
        if clock.now() >= login.expires:
            raise errors.REFRESH_TOKEN_EXPIRED()
        return login

    def find_access_token(self, access_token: str) -> Login:
        """The login that an access token belongs to.

        The token is compared as a whole with those that were issued, so its signature need not be verified.

        Raises:
            ApiError: NotAuthorizedException: the token is unknown, revoked or expired; or as
                `User.check_may_use_tokens`.
        """
        if access_token not in self._by_access_token:
            was_valid = self._was_access_token(access_token)
            raise errors.ACCESS_TOKEN_EXPIRED() if was_valid else errors.BAD_ACCESS_TOKEN()
        login, expires = self._by_access_token[access_token]
        login.user.check_may_use_tokens()
        if expires <= clock.now():
            raise errors.ACCESS_TOKEN_EXPIRED()
        if login.revoked:
            raise errors.ACCESS_TOKEN_REVOKED()
        return login

    # --- what has been forgotten ---

    def _was_access_token(self, token: str) -> bool:
        """Whether a token that is not known has the pool's signature, and has expired."""
        if claimed_issuer(token) != self.issuer:
            return False  # so that only tokens of this pool cost a verification, or make its keys
        try:
            claims = jwt.decode(token, self._keys["access"], algorithms=["RS256"]).claims
            return bool(claims["exp"] <= clock.now())
        except (JoseError, ValueError, KeyError, TypeError, RecursionError):
            return False

    def _was_refresh_token(self, token: str) -> bool:
        """Whether a token that is not known has the pool's seal."""
        body, seal = token[:-64], token[-64:]
        return hmac.compare_digest(self._seal(body).encode(), seal.encode())


def claimed_issuer(token: str) -> str:
    """The ``iss`` claim of a token, which may be forged; an empty string if it is no token."""
    try:
        return str(json.loads(jws.extract_compact(token.encode()).payload)["iss"])
    except (JoseError, ValueError, KeyError, TypeError, RecursionError):
        return ""


def _id_claims(login: Login, access_token: str, nonce: str | None) -> Claims:
    """The user's attributes that the client may read. moto puts the name that was typed into ``email``."""
    attributes = login.client.readable(login.user.attributes)
    claims: Claims = dict(attributes if login.scopes is None else scopes.opened(login.scopes, attributes))
    for name in ("email_verified", "phone_number_verified"):
        if name in claims:
            claims[name] = claims[name] == "true"
    if login.scopes is not None:
        claims["at_hash"] = _half_hash(access_token)
    if nonce is not None:
        claims["nonce"] = nonce
    claims.update(group.role_claims(login.user.groups))
    return {**claims, "aud": login.client.id, "cognito:username": login.user.username}


def _half_hash(token: str) -> str:
    """The left half of a token's hash, which ties it to an ID token (OpenID Connect Core 1.0, 3.1.3.6)."""
    digest = hashlib.sha256(token.encode()).digest()
    return base64url(digest[: len(digest) // 2])
