"""User pools: the names a user can be found by, the password policy, and what is open and issued in the pool."""

from __future__ import annotations

import hmac
import secrets
import string
import uuid
from typing import Any

from . import clock, errors, srp
from .app_client import AppClient
from .challenges import Challenges
from .lockout import Lockout
from .moto_adapter import StoredUserPool, validate_username_format
from .tokens import Tokens
from .user import SrpCredentials, User

SYMBOLS = set("^$*.[]{}()?\"!@#%&/\\,><':;|_~`=+- ")


class UserPool(StoredUserPool):
    """A user pool. It finds a user by any of their names, at the same cost however many users there are.

    Attributes:
        clients: the app clients by id.
        tokens, challenges: what was issued and what is open.
        lockout: counts wrong passwords and TOTP codes.
        guesses: counts wrong confirmation codes, and wrong old passwords of ChangePassword.
    """

    def __init__(self, region: str, name: str, settings: dict[str, Any]) -> None:
        super().__init__(region, name, settings)
        self.clients: dict[str, AppClient] = {}
        self.tokens = Tokens(f"https://cognito-idp.{region}.amazonaws.com/{self.id}")
        self.challenges = Challenges()
        self.lockout = Lockout()
        self.guesses = Lockout(errors.LIMIT_EXCEEDED)
        self._users_by_name: dict[str, User] = {}
        self._simulation_key = secrets.token_bytes(32)

    @property
    def srp_name(self) -> str:
        """The pool's name in SRP: its id after the underscore."""
        return self.id.partition("_")[2]

    def forget_expired(self) -> None:
        """Forget tokens, sessions and failed attempts that have expired."""
        for part in (self.tokens, self.challenges, self.lockout, self.guesses):
            part.forget_expired()

    # --- app clients ---

    def create_app_client(self, *, has_secret: bool, settings: dict[str, Any]) -> AppClient:
        """Create an app client."""
        client = AppClient(self.id, has_secret=has_secret, settings=settings)
        self._store_app_client(client)
        self.clients[client.id] = client
        return client

    def app_client(self, client_id: str) -> AppClient:
        """The app client with this id.

        Raises:
            ApiError: ResourceNotFoundException.
        """
        if client_id not in self.clients:
            raise errors.NO_SUCH_APP_CLIENT(client_id=client_id)
        return self.clients[client_id]

    # --- users ---

    def check_username(self, username: str) -> None:
        """Raise an ApiError if no new user can have this username."""
        is_email = validate_username_format(username, "email")
        if self.settings.get("UsernameAttributes") == ["email"] and not is_email:
            raise errors.NOT_AN_EMAIL()
        for alias in self.settings.get("AliasAttributes") or []:
            if validate_username_format(username, alias):
                raise errors.USERNAME_LOOKS_LIKE_ALIAS(kind=alias.replace("_", " "))

    def create_user(self, username: str, password: str, attributes: dict[str, str]) -> User:
        """Create a user who is not confirmed yet. The caller has checked the arguments.

        Where e-mail addresses or phone numbers are usernames, the username becomes an attribute, and the user's
        real username is the sub.

        Raises:
            ApiError: the username is neither an e-mail address nor a phone number, and has to be.
        """
        kinds = self.settings.get("UsernameAttributes")
        if kinds:
            kind = next((kind for kind in kinds if validate_username_format(username, kind)), None)
            if kind is None:
                raise errors.NOT_EMAIL_OR_PHONE()
            attributes = {**attributes, kind: username}
        user = User(self._store_user(None if kinds else username, password, attributes))
        self.learn_names(user)
        return user

    def delete_user(self, user: User) -> None:
        """Delete a user. Their names are free again; their tokens and sessions are no longer valid."""
        self.ask_moto("AdminDeleteUser", Username=user.username)
        user.deleted = True
        self._users_by_name = {name: other for name, other in self._users_by_name.items() if other is not user}

    def find_user(self, name: str) -> User | None:
        """The user with this name, which is a username, a sub or an alias; None if there is none."""
        user = self._users_by_name.get(self._folded(name))
        return user if user and self.is_name_of(name, user) else None

    def user(self, name: str) -> User:
        """The user with this name.

        Raises:
            ApiError: UserNotFoundException.
        """
        user = self.find_user(name)
        if user is None:
            raise errors.NO_SUCH_USER()
        return user

    def is_name_of(self, name: str, user: User) -> bool:
        """Whether this is one of the user's current names."""
        return self._folded(name) in self._names_of(user)

    def learn_names(self, user: User) -> None:
        """Call this when a user is new or their attributes have changed. A name stays with its first user."""
        for name in self._names_of(user):
            if self.find_user(name) is None:
                self._users_by_name[name] = user

    def _names_of(self, user: User) -> set[str]:
        names = {user.username, user.sub, *self.sign_in_names(user.attributes).values()}
        return {self._folded(name) for name in names}

    def sign_in_names(self, attributes: dict[str, str]) -> dict[str, str]:
        """Those of the attributes that a user can sign in with. An alias counts once it is verified."""
        names = list(self.settings.get("UsernameAttributes") or [])
        for alias in self.settings.get("AliasAttributes") or []:
            if alias == "preferred_username" or attributes.get(f"{alias}_verified") == "true":
                names.append(alias)
        return {name: attributes[name] for name in names if attributes.get(name)}

    def _folded(self, name: str) -> str:
        is_case_sensitive = (self.settings.get("UsernameConfiguration") or {}).get("CaseSensitive", True)
        return name if is_case_sensitive else name.casefold()

    def missing_attributes(self, user: User) -> list[str]:
        """What the pool's schema requires and the user does not have yet."""
        return [name for name in self.required_attributes if name not in user.attributes]

    # --- passwords ---

    @property
    def password_policy(self) -> dict[str, Any]:
        """The policy as DescribeUserPool shows it."""
        policies: dict[str, Any] = self.settings.get("Policies") or {}
        return policies.get("PasswordPolicy") or {}

    def check_password(self, password: str, error: errors.ErrorType = errors.PASSWORD_POLICY) -> None:
        """Raise the error, with the rule in AWS's words, if a password breaks the pool's policy."""
        policy = self.password_policy
        rules = {
            "RequireUppercase": ("uppercase", any(c in string.ascii_uppercase for c in password)),
            "RequireLowercase": ("lowercase", any(c in string.ascii_lowercase for c in password)),
            "RequireNumbers": ("numeric", any(c in string.digits for c in password)),
            "RequireSymbols": ("symbol", not SYMBOLS.isdisjoint(password.strip())),
        }
        if len(password) < policy.get("MinimumLength", 8):
            raise error(rule="Password not long enough")
        for setting, (kind, is_present) in rules.items():
            if policy.get(setting) and not is_present:
                raise error(rule=f"Password must have {kind} characters")

    def temporary_password_expired(self, user: User) -> bool:
        """Whether the user's temporary password is older than TemporaryPasswordValidityDays."""
        days = self.password_policy.get("TemporaryPasswordValidityDays") or 7
        return bool(clock.now() - user.invited_at >= days * 86400)

    # --- users who do not exist ---

    def simulated_credentials(self, username: str) -> SrpCredentials:
        """SRP credentials for a name that no user has: always the same id and salt, and a verifier of no password.

        Source: "Managing user existence error responses" in the developer guide, which refers to RFC 5054.
        """
        user_id = self.simulated_sub(username) if self.settings.get("UsernameAttributes") else username
        salt = int.from_bytes(self._simulated_bytes(username)[16:], "big")
        return SrpCredentials(user_id, salt, secrets.randbelow(srp.N - 1) + 1)

    def simulated_sub(self, username: str) -> str:
        """A UUID for a name that no user has, always the same for the same name."""
        return str(uuid.UUID(bytes=self._simulated_bytes(username)[:16], version=4))

    def _simulated_bytes(self, username: str) -> bytes:
        return hmac.digest(self._simulation_key, self._folded(username).encode(), "sha256")
