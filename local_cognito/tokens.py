"""The three tokens of a pool: signed, refreshed, revoked, and read back.

moto signs all tokens of all pools with one key that is shipped in its package, and never lets one expire. Here
each pool makes two RSA keys when it first needs them: one for ID tokens, one for access tokens.
"""

from __future__ import annotations

import secrets
import uuid
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from joserfc import jwk, jwt
from joserfc.errors import JoseError
from moto.cognitoidp.models import CognitoIdpUser

from . import clock
from .refusals import (
    ACCESS_TOKEN_EXPIRED,
    ACCESS_TOKEN_REVOKED,
    BAD_ACCESS_TOKEN,
    BAD_REFRESH_TOKEN,
    NO_SUCH_USER,
    OTHER_CLIENTS_REFRESH_TOKEN,
    REFRESH_TOKEN_EXPIRED,
    REFRESH_TOKEN_REUSED,
    REFRESH_TOKEN_REVOKED,
    USER_DISABLED,
)

if TYPE_CHECKING:
    from .pool import AppClient, UserPool

SECONDS = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86400}
#: Token: (the setting's name in TokenValidityUnits, its unit and length when nothing is said).
VALIDITY = {
    "access": ("AccessToken", "hours", 1),
    "id": ("IdToken", "hours", 1),
    "refresh": ("RefreshToken", "days", 30),
}


def seconds_valid(client_config: dict[str, Any], kind: str) -> int:
    """How long a client's tokens of a kind last: ``access``, ``id`` or ``refresh``."""
    name, unit, length = VALIDITY[kind]
    unit = (client_config.get("TokenValidityUnits") or {}).get(name, unit)
    return (client_config.get(f"{name}Validity") or length) * SECONDS[unit]


def new_key() -> jwk.RSAKey:
    return jwk.RSAKey.generate_key(2048, {"kid": secrets.token_urlsafe(32), "use": "sig", "alg": "RS256"})


@dataclass
class SignIn:
    """One login: what all tokens that come of it have in common."""

    client: AppClient
    user: CognitoIdpUser
    ends: float
    time: int = field(default_factory=lambda: int(clock.now()))
    origin_jti: str = field(default_factory=lambda: str(uuid.uuid4()))
    revoked: bool = False


class Tokens:
    """All tokens of one user pool."""

    def __init__(self, pool: UserPool) -> None:
        self._pool = pool
        self._by_refresh_token: dict[str, SignIn] = {}
        self._by_origin: dict[str, SignIn] = {}
        self._rotated_out: dict[str, float] = {}

    @cached_property
    def _keys(self) -> dict[str, jwk.RSAKey]:
        return {"id": new_key(), "access": new_key()}

    @property
    def issuer(self) -> str:
        return f"https://cognito-idp.{self._pool.region}.amazonaws.com/{self._pool.id}"

    def jwks(self) -> dict[str, Any]:
        """The public halves of the pool's keys, as /.well-known/jwks.json shows them."""
        return {"keys": [key.as_dict(private=False) for key in self._keys.values()]}

    # --- giving ---

    def sign_in(self, client: AppClient, user: CognitoIdpUser) -> dict[str, Any]:
        """All three tokens for a user who has proved who they are, as AuthenticationResult has them."""
        sign_in = SignIn(client, user, ends=clock.now() + seconds_valid(client.extended_config, "refresh"))
        self._by_origin[sign_in.origin_jti] = sign_in
        return {**self._issue(sign_in), "RefreshToken": self._new_refresh_token(sign_in)}

    def refresh(self, client: AppClient, refresh_token: str) -> dict[str, Any]:
        """New ID and access tokens; where the client rotates, a new refresh token too.

        Raises:
            JsonRESTError: NotAuthorizedException for a token that is not this client's, revoked or expired.
        """
        sign_in = self.of_refresh_token(client, refresh_token)
        result = self._issue(sign_in)
        if client.rotates:
            grace = client.extended_config["RefreshTokenRotation"].get("RetryGracePeriodSeconds", 0)
            self._rotated_out.setdefault(refresh_token, clock.now() + grace)
            result["RefreshToken"] = self._new_refresh_token(sign_in)
        return result

    def _new_refresh_token(self, sign_in: SignIn) -> str:
        token = secrets.token_urlsafe(768)
        self._by_refresh_token[token] = sign_in
        return token

    def _issue(self, sign_in: SignIn) -> dict[str, Any]:
        client, user = sign_in.client, sign_in.user
        access_token = self._sign("access", sign_in, self._access_claims(sign_in))
        self._pool.access_tokens[access_token] = (client.id, user.username)
        return {
            "AccessToken": access_token,
            "IdToken": self._sign("id", sign_in, self._id_claims(sign_in)),
            "ExpiresIn": seconds_valid(client.extended_config, "access"),
            "TokenType": "Bearer",
        }

    def _sign(self, use: str, sign_in: SignIn, claims: dict[str, Any]) -> str:
        now = int(clock.now())
        key = self._keys[use]
        groups = [group.group_name for group in sign_in.user.groups]
        claims = {
            **claims,
            "sub": sign_in.user.id,
            **({"cognito:groups": groups} if groups else {}),
            "iss": self.issuer,
            "origin_jti": sign_in.origin_jti,
            "event_id": str(uuid.uuid4()),
            "token_use": use,
            "auth_time": sign_in.time,
            "exp": now + seconds_valid(sign_in.client.extended_config, use),
            "iat": now,
            "jti": str(uuid.uuid4()),
        }
        return jwt.encode({"kid": key.kid, "alg": "RS256"}, claims, key, default_type=None)

    def _access_claims(self, sign_in: SignIn) -> dict[str, Any]:
        return {
            "client_id": sign_in.client.id,
            "scope": "aws.cognito.signin.user.admin",
            "username": sign_in.user.username,
        }

    def _id_claims(self, sign_in: SignIn) -> dict[str, Any]:
        """What the client may read of the user. moto puts the name that was typed into ``email``."""
        attributes = dict(sign_in.user.attribute_lookup)
        readable = sign_in.client.extended_config.get("ReadAttributes") or attributes
        claims = {name: value for name, value in attributes.items() if name in readable}
        for name in ("email_verified", "phone_number_verified"):
            if name in claims:
                claims[name] = claims[name] == "true"
        return {**claims, "aud": sign_in.client.id, "cognito:username": sign_in.user.username}

    # --- taking back ---

    def of_refresh_token(self, client: AppClient, refresh_token: str) -> SignIn:
        """The login that a refresh token stands for, if this client may use it now."""
        sign_in = self._by_refresh_token.get(refresh_token)
        if sign_in is None:
            raise BAD_REFRESH_TOKEN()
        if sign_in.client is not client:
            raise OTHER_CLIENTS_REFRESH_TOKEN()
        if sign_in.revoked:
            raise REFRESH_TOKEN_REVOKED()
        if clock.now() >= self._rotated_out.get(refresh_token, float("inf")):
            raise REFRESH_TOKEN_REUSED()
        if clock.now() >= sign_in.ends:
            raise REFRESH_TOKEN_EXPIRED()
        self._check_user(sign_in.user)
        return sign_in

    def revoke(self, client: AppClient, refresh_token: str) -> None:
        """Take back a refresh token, with the access tokens of the same login."""
        sign_in = self._by_refresh_token.get(refresh_token)
        if sign_in is None or sign_in.client is not client:
            raise BAD_REFRESH_TOKEN()
        sign_in.revoked = True

    def sign_out(self, user: CognitoIdpUser) -> None:
        """Take back every login of a user."""
        for sign_in in self._by_origin.values():
            if sign_in.user is user:
                sign_in.revoked = True

    # --- reading back ---

    def of_access_token(self, access_token: str) -> SignIn:
        """The login that an access token of the pool stands for.

        Raises:
            JsonRESTError: NotAuthorizedException: not an access token of this pool, expired, revoked, or the user
                is disabled; UserNotFoundException: they are gone.
        """
        try:
            claims = jwt.decode(access_token, self._keys["access"], algorithms=["RS256"]).claims
        except (JoseError, ValueError) as error:
            raise BAD_ACCESS_TOKEN() from error
        if claims["exp"] <= clock.now():
            raise ACCESS_TOKEN_EXPIRED()
        sign_in = self._by_origin[claims["origin_jti"]]
        if sign_in.revoked:
            raise ACCESS_TOKEN_REVOKED()
        self._check_user(sign_in.user)
        return sign_in

    def holder(self, access_token: str) -> CognitoIdpUser:
        """The user who holds this access token. Raises: as `of_access_token`."""
        return self.of_access_token(access_token).user

    def _check_user(self, user: CognitoIdpUser) -> None:
        if self._pool.users.get(user.username) is not user:
            raise NO_SUCH_USER()
        if not user.enabled:
            raise USER_DISABLED()
