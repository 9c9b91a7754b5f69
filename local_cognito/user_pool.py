"""User pools: the names a user can be found by, the password policy, and what is open and issued in the pool."""

from __future__ import annotations

import hmac
import re
import secrets
import string
import uuid
from collections.abc import Sequence
from typing import Any

from . import clock, errors, generate, srp
from .app_client import AppClient, ClientSecret
from .browser_sessions import BrowserSessions
from .challenges import Challenges
from .codes import RESET, SIGN_UP, Code, Codes
from .grants import Grants
from .group import Group
from .hourly import HourlyLimits
from .lockout import Lockout
from .moto_adapter import StoredUserPool, UserStatus, validate_username_format
from .passkeys import RelyingParty
from .tokens import Tokens
from .user import SrpCredentials, User

UUID = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
CLASSIC, MANAGED_LOGIN = 1, 2  #: ManagedLoginVersion: of which kind the pages at the domain are
SYMBOLS = set("^$*.[]{}()?\"!@#%&/\\,><':;|_~`=+- ")


class UserPool(StoredUserPool):
    """A user pool. It finds a user by any of their names, at the same cost however many users there are.

    Attributes:
        created, modified: in seconds since 1970.
        clients: the app clients by id.
        groups: the groups by name.
        resource_servers: the resource servers by identifier, as DescribeResourceServer shows them.
        device_group_key: DeviceGroupKey, the pool's name in the SRP of devices.
        domain: the prefix domain, as CreateUserPoolDomain was sent it; None if there is none.
        login_styles: the styles of managed login by client id, as DescribeManagedLoginBranding shows them.
        web_authn: WebAuthnConfiguration, as SetUserPoolMfaConfig was sent it.
        tokens, challenges, codes: what was issued, what is open and what was sent.
        page_challenges: what is open on the pages of the domain. The API cannot go on with it, nor they with its.
        browser_sessions, grants: who is signed in at the domain, and the authorization codes from there.
        lockout: counts wrong passwords and TOTP codes.
        guesses: counts wrong confirmation codes, and wrong old passwords of ChangePassword.
        requests: counts how often an hour users ask for codes, enter them and change their passwords.
    """

    def __init__(self, region: str, name: str, settings: dict[str, Any], schema: list[dict[str, Any]]) -> None:
        super().__init__(region, name, settings, schema)
        self.created = self.modified = clock.timestamp()
        self.clients: dict[str, AppClient] = {}
        self.groups: dict[str, Group] = {}
        self.resource_servers: dict[str, dict[str, Any]] = {}
        self.device_group_key = f"-{generate.text(8, generate.LETTERS_AND_DIGITS)}"
        self.domain: dict[str, Any] | None = None
        self.login_styles: dict[str, dict[str, Any]] = {}
        self.web_authn: dict[str, str] = {}
        self.tokens = Tokens(f"https://cognito-idp.{region}.amazonaws.com/{self.id}", lambda: self.custom_scopes)
        self.challenges = Challenges()
        self.page_challenges = Challenges()
        self.codes = Codes()
        self.browser_sessions = BrowserSessions()
        self.grants = Grants()
        self.lockout = Lockout()
        self.guesses = Lockout(errors.LIMIT_EXCEEDED)
        self.requests = HourlyLimits()
        self._users_by_name: dict[str, User] = {}
        self._simulation_key = secrets.token_bytes(32)

    @property
    def srp_name(self) -> str:
        """The pool's name in SRP: its id after the underscore."""
        return self.id.partition("_")[2]

    @property
    def device_configuration(self) -> dict[str, Any]:
        """DeviceConfiguration. The pool remembers devices if it has any member, even one that is false."""
        return self.settings.get("DeviceConfiguration") or {}

    def describe(self) -> dict[str, Any]:
        """The pool as DescribeUserPool shows it."""
        return {
            "Id": self.id,
            "Arn": self.arn,
            "Name": self.name,
            "CreationDate": self.created,
            "LastModifiedDate": self.modified,
            "MfaConfiguration": self.mfa,
            "EstimatedNumberOfUsers": len(self.users()),
            **({"Domain": self.domain["Domain"]} if self.domain else {}),
            **self.settings,
            "SchemaAttributes": self.schema,
        }

    def modify(self) -> None:
        """Call this when a setting has changed."""
        self.modified = clock.timestamp()

    def forget_expired(self) -> None:
        """Forget tokens, sessions and failed attempts that have expired."""
        stores = (self.tokens, self.challenges, self.page_challenges, self.browser_sessions, self.grants)
        for part in (*stores, self.lockout, self.guesses, self.requests):
            part.forget_expired()

    # --- app clients ---

    @property
    def custom_scopes(self) -> set[str]:
        """The scopes of the resource servers, as app clients can be allowed them."""
        servers = self.resource_servers.items()
        return {
            f"{identifier}/{scope['ScopeName']}" for identifier, server in servers for scope in server["Scopes"]
        }

    def create_app_client(self, settings: dict[str, Any], secrets: list[ClientSecret]) -> AppClient:
        """Create an app client."""
        client = AppClient(self.id, settings, secrets)
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
        is_phone_number = validate_username_format(username, "phone_number")
        if self.settings.get("UsernameAttributes") == ["phone_number"] and not is_phone_number:
            raise errors.NOT_A_PHONE_NUMBER()
        for alias in self.settings.get("AliasAttributes") or []:
            if validate_username_format(username, alias):
                raise errors.USERNAME_LOOKS_LIKE_ALIAS(kind=alias.replace("_", " "))

    def create_user(self, username: str, password: str | None, attributes: dict[str, str]) -> User:
        """Create a user who is not confirmed yet. The caller has checked the arguments.

        Where e-mail addresses or phone numbers are usernames, the username becomes an attribute, and the user's
        real username is the sub.

        Raises:
            ApiError: as `attributes_with_name`.
        """
        attributes = self.attributes_with_name(username, attributes)
        has_own_name = not self.settings.get("UsernameAttributes")
        user = User(self._store_user(username if has_own_name else None, password, attributes))
        self.learn_names(user)
        return user

    def attributes_with_name(self, username: str, attributes: dict[str, str]) -> dict[str, str]:
        """The attributes of a new user, the username among them if it is an e-mail address or a phone number.

        Raises:
            ApiError: the username is neither, and has to be.
        """
        kinds = self.settings.get("UsernameAttributes")
        if not kinds:
            return attributes
        kind = next((kind for kind in kinds if validate_username_format(username, kind)), None)
        if kind is None:
            raise errors.NOT_EMAIL_OR_PHONE()
        return {**attributes, kind: username}

    def delete_user(self, user: User) -> None:
        """Delete a user. Their names are free again; their tokens, sessions and codes are no longer valid."""
        self.ask_moto("AdminDeleteUser", Username=user.username)
        user.deleted = True
        self.cancel_codes(user)
        self._users_by_name = {name: other for name, other in self._users_by_name.items() if other is not user}

    def users(self) -> list[User]:
        """All users."""
        return list(dict.fromkeys(self._users_by_name.values()))

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

    def is_same_name(self, one: str, other: str) -> bool:
        """Whether the two differ in case at most, and not at all if case matters in this pool."""
        return self._folded(one) == self._folded(other)

    def learn_names(self, user: User) -> None:
        """Call this when a user is new or their attributes have changed. A name stays with its first user."""
        for name in self._names_of(user):
            if self.find_user(name) is None:
                self._users_by_name[name] = user
        self._prepare_srp(user)

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

    def set_password(self, user: User, password: str, *, temporary: bool = False) -> None:
        """Set a password. Codes sent before no longer count, and the user is no longer locked out.

        Args:
            temporary: whether the user has to choose another one at the next sign-in.
        """
        user.password = password
        user.status = UserStatus.FORCE_CHANGE_PASSWORD if temporary else UserStatus.CONFIRMED
        user.invited_at = clock.now()
        self.codes.cancel(user.sub, SIGN_UP, RESET)
        self.lockout.reset(user.sub)
        self._prepare_srp(user)

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

    # --- codes and passkeys ---

    def codes_sent(self, user: User) -> list[Code]:
        """The valid codes that were sent to the user, the newest one last."""
        codes = [*self.codes.sent(user.sub), *self.challenges.codes(user)]
        return sorted(codes, key=lambda code: code.number)

    def codes_sent_to(self, address: str) -> list[Code]:
        """The valid codes that were sent to this address. Any thread may ask, while others send codes."""
        return [
            *self.codes.sent_to(address),
            *(code for code in self.challenges.codes() if code.address == address),
        ]

    def cancel_codes(self, user: User) -> None:
        """Make all codes that the user was sent invalid."""
        self.codes.cancel(user.sub)
        self.challenges.cancel_codes(user)

    @property
    def relying_party_id(self) -> str | None:
        """The site that the pool's passkeys are for: RelyingPartyId, or else the pool's domain (API reference)."""
        default = f"{self.domain['Domain']}.auth.{self.region}.amazoncognito.com" if self.domain else None
        return self.web_authn.get("RelyingPartyId", default)

    def relying_party(self) -> RelyingParty:
        """The same, with what it wants of passkeys.

        Raises:
            ApiError: WebAuthnConfigurationMissingException.
        """
        if self.relying_party_id is None:
            raise errors.NO_RELYING_PARTY()
        return RelyingParty(self.relying_party_id, self.web_authn.get("UserVerification", "preferred"))

    # --- SRP, and users who do not exist ---

    def srp_credentials(self, username: str, user: User | None, *, hide: bool) -> SrpCredentials:
        """What SRP needs to know about a user, or about a name that no user has: always the same id and salt.

        Source: "Managing user existence error responses" in the developer guide, which refers to RFC 5054.

        Args:
            username: as typed.
            hide: whether the answer must not tell whether the user exists. Then the id depends on what was typed.
        """
        if user:
            user_id = self._id_for_srp(username, user.sub) if hide else user.username
            return user.srp_credentials(self.srp_name, user_id)
        salt = int.from_bytes(self._simulated_bytes(username)[16:], "big")
        user_id = self._id_for_srp(username, self.subject(username))
        return SrpCredentials(user_id, salt, secrets.randbelow(srp.N - 1) + 1)

    def _id_for_srp(self, username: str, subject: str) -> str:
        """The name itself if it can be a username. All others are e-mail addresses, phone numbers or aliases."""
        if self.settings.get("UsernameAttributes"):
            return self._folded(username) if UUID.fullmatch(username) else subject
        aliases = self.settings.get("AliasAttributes") or []
        is_alias = any(validate_username_format(username, alias) for alias in aliases)
        return subject if is_alias else self._folded(username)

    def _prepare_srp(self, user: User) -> None:
        """Make the verifiers now, because a login that has to wait for one tells that the user exists."""
        names = [user.username, *self.sign_in_names(user.attributes).values()]
        for user_id in {user.username, *(self._id_for_srp(name, user.sub) for name in names)}:
            user.srp_credentials(self.srp_name, user_id)

    def subject(self, username: str) -> str:
        """The sub of the user with this name. For a name that no user has, a UUID: the same one each time.

        Wrong passwords and codes are counted under it.
        """
        user = self.find_user(username)
        return user.sub if user else str(uuid.UUID(bytes=self._simulated_bytes(username)[:16], version=4))

    def simulated_address(self, username: str, order: Sequence[str]) -> tuple[str, str]:
        """``email`` or ``phone_number``, and a made-up value, for a user who does not exist or has neither.

        Source: "Managing user existence error responses" in the developer guide: the medium depends on the format
        of the name and on what the pool verifies.

        Args:
            order: of ``email`` and ``phone_number``, the preferred one first.
        """
        for attribute in ("email", "phone_number"):
            if validate_username_format(username, attribute):
                return attribute, username
        verified = self.settings.get("AutoVerifiedAttributes") or ["email"]
        attribute = next((name for name in order if name in verified), "email")
        number = int.from_bytes(self._simulated_bytes(username), "big")
        if attribute == "phone_number":
            return attribute, f"+1{number % 10**10:010d}"
        return attribute, self.simulated_email(username)

    def simulated_email(self, username: str) -> str:
        """The username if it is an e-mail address, else a made-up one: always the same for the same name."""
        if validate_username_format(username, "email"):
            return username
        number, letters = int.from_bytes(self._simulated_bytes(username), "big"), string.ascii_lowercase
        return f"{letters[number % 26]}@{letters[number // 26 % 26]}"

    def _simulated_bytes(self, username: str) -> bytes:
        return hmac.digest(self._simulation_key, self._folded(username).encode(), "sha256")
