"""User pools and app clients as AWS has them: ids, names a user can be found by, passwords, settings."""

from __future__ import annotations

import base64
import hmac
import secrets
import string
import uuid
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from moto.cognitoidp.models import CognitoIdpUser, CognitoIdpUserPool, CognitoIdpUserPoolClient, UserStatus

from local_cognito import srp

from . import clock
from .challenges import Challenges
from .lockout import Lockout
from .refusals import (
    SECRET_HASH_MISSING,
    SECRET_HASH_UNASKED,
    SECRET_HASH_WRONG,
    SECRET_WRONG,
    TOO_MANY_GUESSES,
    Refusal,
)
from .tokens import Tokens

FLOWS_WITHOUT_SETTING = ["ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_CUSTOM_AUTH"]
IMMUTABLE_SETTINGS = ("UsernameAttributes", "AliasAttributes", "UsernameConfiguration")
SYMBOLS = set("^$*.[]{}()?\"!@#%&/\\,><':;|_~`=+- ")


def random_text(length: int, alphabet: str) -> str:
    return "".join(secrets.choice(alphabet) for _ in range(length))


class AppClient(CognitoIdpUserPoolClient):
    """An app client whose flows and secret count. moto stores both and asks for neither."""

    def __init__(self, user_pool_id: str, generate_secret: bool, extended_config: dict[str, Any]) -> None:
        super().__init__(user_pool_id, generate_secret, extended_config)
        self.id = random_text(26, string.ascii_lowercase + string.digits)
        self.secret = random_text(51, string.ascii_lowercase + string.digits)
        self.extended_config["ExplicitAuthFlows"] = list(
            extended_config.get("ExplicitAuthFlows") or FLOWS_WITHOUT_SETTING
        )

    def allows(self, *settings: str) -> bool:
        """Whether any of these is among the client's ExplicitAuthFlows."""
        return not set(settings).isdisjoint(self.extended_config["ExplicitAuthFlows"])

    @property
    def hides_users(self) -> bool:
        """PreventUserExistenceErrors; LEGACY, the default of the API, tells who exists."""
        return self.extended_config.get("PreventUserExistenceErrors") == "ENABLED"

    @property
    def rotates(self) -> bool:
        return self.extended_config.get("RefreshTokenRotation", {}).get("Feature") == "ENABLED"

    def check_secret_hash(
        self, username: str, secret_hash: str | None, wrong: Refusal = SECRET_HASH_WRONG
    ) -> None:
        """SECRET_HASH: base64(HMAC-SHA256(client secret, user name as sent + client id)).

        Raises:
            JsonRESTError: missing, wrong, or sent to a client without a secret.
        """
        if not self.generate_secret:
            if secret_hash:
                raise SECRET_HASH_UNASKED(client_id=self.id)
            return
        if not secret_hash:
            raise SECRET_HASH_MISSING(client_id=self.id)
        digest = hmac.digest(self.secret.encode(), (username + self.id).encode(), "sha256")
        if not hmac.compare_digest(base64.b64encode(digest), secret_hash.encode()):
            raise wrong(client_id=self.id)

    def check_secret(self, secret: str | None) -> None:
        """ClientSecret, which the newer operations take instead of a hash.

        Raises:
            JsonRESTError: missing, wrong, or sent to a client without a secret.
        """
        expected = self.secret if self.generate_secret else ""
        if not hmac.compare_digest(expected.encode(), (secret or "").encode()):
            raise SECRET_WRONG(client_id=self.id)


@dataclass(frozen=True)
class SrpCredentials:
    """What the server half of SRP needs of a user. It lasts as long as the password does."""

    user_id: str
    salt: int
    verifier: int


class UserPool(CognitoIdpUserPool):
    """A pool that finds users by every name that AWS accepts, at the same cost however many there are."""

    def __init__(self, account_id: str, region: str, name: str, extended_config: dict[str, Any]) -> None:
        super().__init__(account_id, region, name, extended_config)
        moto_id = self.id
        self.id = f"{region}_{random_text(9, string.ascii_letters + string.digits)}"
        self.arn = self.arn.replace(moto_id, self.id)
        self.users: dict[str, CognitoIdpUser] = _Users(self)
        self.tokens = Tokens(self)
        self.lockout = Lockout()
        self.guesses = Lockout(TOO_MANY_GUESSES)  # of codes, and of the old password by who is signed in
        self.challenges = Challenges()
        self._by_name: dict[str, CognitoIdpUser] = {}
        self._credentials: dict[str, tuple[str, SrpCredentials]] = {}
        self._simulation_key = secrets.token_bytes(32)

    def update_extended_config(self, extended_config: dict[str, Any]) -> None:
        """Settings as sent. At an update moto forgets what only the creation can give, and ignores the MFA."""
        kept = {
            key: value for key, value in getattr(self, "extended_config", {}).items() if key in IMMUTABLE_SETTINGS
        }
        super().update_extended_config({**extended_config, **kept})
        self.mfa_config = extended_config.get("MfaConfiguration") or getattr(self, "mfa_config", "OFF")

    @property
    def bare_name(self) -> str:
        """The pool's name in SRP: its id after the underscore."""
        return self.id.split("_", 1)[1]

    # --- names ---

    def _get_user(self, username: str) -> CognitoIdpUser | None:
        """The user with this name, or None. moto calls it so, and reads all users each time."""
        user = self._by_name.get(self._folded(username))
        if user and self.users.get(user.username) is user and self.is_name_of(username, user):
            return user
        return None

    def is_name_of(self, name: str, user: CognitoIdpUser) -> bool:
        return self._folded(name) in self._names_of(user)

    def learn_names(self, user: CognitoIdpUser) -> None:
        """To be called when a user is made, or their attributes change. A name stays with who had it first."""
        for name in self._names_of(user):
            if self._get_user(name) is None:
                self._by_name[name] = user

    def _names_of(self, user: CognitoIdpUser) -> set[str]:
        names = {user.username, user.id, *self.names_among(user.attribute_lookup).values()}
        return {self._folded(name) for name in names}

    def names_among(self, attributes: dict[str, str]) -> dict[str, str]:
        """Those attributes that a user with these can sign in with; an alias counts once it is verified."""
        names = list(self.extended_config.get("UsernameAttributes") or [])
        for alias in self.extended_config.get("AliasAttributes") or []:
            if alias == "preferred_username" or attributes.get(f"{alias}_verified") == "true":
                names.append(alias)
        return {name: attributes[name] for name in names if attributes.get(name)}

    def _folded(self, name: str) -> str:
        cases_differ = self.extended_config.get("UsernameConfiguration", {}).get("CaseSensitive", True)
        return name if cases_differ else name.casefold()

    def missing_attributes(self, user: CognitoIdpUser) -> list[str]:
        """What the pool's schema requires and the user does not have yet."""
        required = [name for name, attribute in self.schema_attributes.items() if attribute.required]
        return [name for name in required if name not in user.attribute_lookup]

    # --- passwords ---

    @property
    def password_policy(self) -> dict[str, Any]:
        """As DescribeUserPool shows it."""
        return self.extended_config.get("Policies", {}).get("PasswordPolicy", {})

    def broken_rule(self, password: str) -> str | None:
        """The first rule of the pool's policy that a password breaks, in AWS's words, or None."""
        policy = self.password_policy
        wanted = {
            "RequireUppercase": ("uppercase", any(c in string.ascii_uppercase for c in password)),
            "RequireLowercase": ("lowercase", any(c in string.ascii_lowercase for c in password)),
            "RequireNumbers": ("numeric", any(c in string.digits for c in password)),
            "RequireSymbols": ("symbol", not SYMBOLS.isdisjoint(password.strip())),
        }
        if len(password) < policy.get("MinimumLength", 8):
            return "Password not long enough"
        for setting, (kind, present) in wanted.items():
            if policy.get(setting) and not present:
                return f"Password must have {kind} characters"
        return None

    def invite(self, user: CognitoIdpUser, temporary_password: str) -> None:
        """Give a user a temporary password, good from now on for as long as the policy says."""
        user.password, user.status = temporary_password, UserStatus.FORCE_CHANGE_PASSWORD
        user.invited_at = clock.now()

    def invitation_is_over(self, user: CognitoIdpUser) -> bool:
        """Whether a temporary password is older than TemporaryPasswordValidityDays."""
        days = self.password_policy.get("TemporaryPasswordValidityDays") or 7
        return clock.now() - user.invited_at >= days * 86400

    def srp_credentials(self, user: CognitoIdpUser) -> SrpCredentials:
        """Salt and verifier of the user's present password, made at its first use."""
        password, credentials = self._credentials.get(user.id, (None, None))
        if credentials is None or password != user.password:
            salt = srp.new_salt()
            x = srp.private_key(self.bare_name, user.username, user.password or secrets.token_hex(), salt)
            credentials = SrpCredentials(user.username, salt, srp.verifier(x))
            self._credentials[user.id] = (user.password, credentials)
        return credentials

    def simulated_credentials(self, username: str) -> SrpCredentials:
        """For a user who is not there: the same UUID and salt each time, and a verifier of no password.

        Source: "Managing user existence error responses" in the developer guide, which names RFC 5054 for it.
        """
        digest = self._digest_of_stranger(username)
        user_id = self.stranger(username) if self.extended_config.get("UsernameAttributes") else username
        return SrpCredentials(user_id, int.from_bytes(digest[16:], "big"), secrets.randbelow(srp.N - 1) + 1)

    def stranger(self, username: str) -> str:
        """A UUID for a name that no user has, always the same for the name."""
        return str(uuid.UUID(bytes=self._digest_of_stranger(username)[:16], version=4))

    def _digest_of_stranger(self, username: str) -> bytes:
        return hmac.digest(self._simulation_key, self._folded(username).encode(), "sha256")


class _Users(OrderedDict):
    """The users of a pool by Username; tells the pool of each that is added."""

    def __init__(self, pool: UserPool) -> None:
        super().__init__()
        self._pool = pool

    def __setitem__(self, username: str, user: CognitoIdpUser) -> None:
        super().__setitem__(username, user)
        self._pool.learn_names(user)
