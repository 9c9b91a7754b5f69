"""What is open between two calls: challenges, found by their Session, SRP handshakes, found by SECRET_BLOCK, and
registrations of passkeys, found by what the passkey has to sign.

Each belongs to one app client, can be answered once, and expires after the client's AuthSessionValidity.
"""

from __future__ import annotations

import base64
import secrets
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from . import clock, errors, generate
from .app_client import AppClient
from .codes import Code
from .devices import Device
from .expiring import Expiring
from .user import SrpCredentials, User

# What the Session of SignUp and that of ConfirmSignUp are kept under. No client ever sees these names.
SIGNED_UP, CONFIRMED = "signed up", "confirmed"
REMEMBERED = 15 * 60  # seconds that an expired session is kept, so that the error can say that it has expired


def new_nonce() -> bytes:
    """What a passkey has to sign, so that no answer counts twice: 16 bytes, as in a capture by aws-amplify."""
    return secrets.token_bytes(16)


@dataclass
class Challenge:
    """A question to someone who is signing in; as it is, one that comes before the password.

    ``user`` is None for a name that no user has, which the answers must not reveal. The challenge ends early when
    the user's password or status changes: whoever knew only the old password must start again. It also ends when
    the user is disabled or deleted.
    """

    name: str
    client: AppClient
    username: str
    user: User | None
    expires: float = field(default=0.0, init=False)
    answered: bool = field(default=False, init=False)
    _state: tuple[Any, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._state = self._current_state

    @property
    def _current_state(self) -> tuple[Any, ...]:
        user = self.user
        return (user.password, user.status, user.enabled, user.deleted) if user else ()

    @property
    def is_stale(self) -> bool:
        """Whether the user is no longer as they were when the challenge was made."""
        return self._state != self._current_state


@dataclass
class CodeChallenge(Challenge):
    """EMAIL_OTP: the code that was sent. Without a user, it was not. Another e-mail address ends the challenge."""

    code: Code

    @property
    def _current_state(self) -> tuple[Any, ...]:
        address = self.user.attributes.get("email") if self.user else None
        return (*super()._current_state, address)


@dataclass
class PasskeyChallenge(Challenge):
    """WEB_AUTHN, or SELECT_CHALLENGE, which can be answered by a passkey at once: what the passkey has to sign."""

    nonce: bytes = field(default_factory=new_nonce, init=False, repr=False)


@dataclass
class UserChallenge(Challenge):
    """A challenge that comes after the right password, so there is a user."""

    user: User


@dataclass
class MfaSetup(UserChallenge):
    """MFA_SETUP: the user sets up an authenticator app before the sign-in can go on."""

    pending_totp_secret: str | None = field(default=None, init=False, repr=False)
    is_verified: bool = field(default=False, init=False)


@dataclass
class DeviceChallenge(UserChallenge):
    """DEVICE_SRP_AUTH: a remembered device proves that it has its secret."""

    device: Device


@dataclass
class Handshake:
    """The server's side of SRP between its two calls.

    ``lockout_key`` is what a failure is counted under. ``device_challenge`` is what a device answers by SRP; None
    for a user's password.
    """

    client: AppClient
    user: User | None
    lockout_key: str
    credentials: SrpCredentials
    A: int
    B: int
    b: int = field(repr=False)
    device_challenge: DeviceChallenge | None = None
    expires: float = field(default=0.0, init=False)


@dataclass
class Registration:
    """A passkey that a signed-in user is about to register."""

    client: AppClient
    user: User
    expires: float = field(default=0.0, init=False)


class Challenges:
    """All open challenges, handshakes and registrations of a user pool."""

    def __init__(self) -> None:
        self._challenges: Expiring[str, Challenge] = Expiring()
        self._handshakes: Expiring[str, Handshake] = Expiring()
        self._registrations: Expiring[bytes, Registration] = Expiring()

    def open(self, challenge: Challenge) -> str:
        """Keep a challenge. Returns its Session."""
        return _keep(self._challenges, generate.token(400), challenge)

    def find(self, session: str | None, name: str, client: AppClient) -> Challenge:
        """The open challenge of a Session. It stays open, so that a mistyped code can be corrected.

        Raises:
            ApiError: NotAuthorizedException: the session is unknown, expired or answered, or belongs to another
                client, challenge or password; or as `User.check_may_sign_in`.
        """
        challenge = self._challenges.get(session or "")
        if challenge is None or challenge.client is not client or challenge.name != name:
            raise errors.INVALID_SESSION()
        if challenge.answered:
            raise errors.SESSION_USED()
        if isinstance(challenge, UserChallenge):
            challenge.user.check_may_sign_in()
        if challenge.is_stale:
            raise errors.INVALID_SESSION()
        if challenge.expires <= clock.now():
            raise errors.SESSION_EXPIRED()
        return challenge

    def find_by_session(self, session: str) -> Challenge:
        """The challenge of a Session that is here, for calls that name neither client nor challenge.

        Raises:
            ApiError: as `find`.
        """
        challenge = self._challenges[session]
        return self.find(session, challenge.name, challenge.client)

    def __contains__(self, session: str) -> bool:
        return session in self._challenges

    def forget_expired(self) -> None:
        """Forget what has expired."""
        for store in (self._challenges, self._handshakes, self._registrations):
            store.forget_expired()

    def codes(self, user: User | None = None) -> list[Code]:
        """The codes that a user was sent and can still sign in with, or those of all users."""
        return [
            challenge.code
            for challenge in list(self._challenges.values())
            if isinstance(challenge, CodeChallenge)
            and challenge.user
            and user in (None, challenge.user)
            and not (challenge.answered or challenge.is_stale)
            and challenge.code.is_valid
        ]

    def cancel_codes(self, user: User) -> None:
        """End the challenges whose codes the user was sent."""
        for session, challenge in list(self._challenges.items()):
            if isinstance(challenge, CodeChallenge) and challenge.user is user:
                del self._challenges[session]

    def open_handshake(self, handshake: Handshake) -> str:
        """Keep a handshake. Returns its SECRET_BLOCK."""
        return _keep(self._handshakes, base64.b64encode(secrets.token_bytes(600)).decode(), handshake)

    def close_handshake(self, secret_block: str, client: AppClient) -> Handshake | None:
        """Remove a handshake and return it; None if this client has no such handshake, or it has expired."""
        handshake = self._handshakes.pop(secret_block, None)
        if handshake is None or handshake.client is not client or handshake.expires <= clock.now():
            return None
        return handshake

    def open_registration(self, registration: Registration) -> bytes:
        """Keep a registration. Returns what the passkey has to sign."""
        return _keep(self._registrations, new_nonce(), registration)

    def close_registration(self, nonce: bytes, client: AppClient, user: User) -> None:
        """Remove a registration.

        Raises:
            ApiError: the user has none with this nonce, it has expired, or it was begun through another client.
        """
        registration = self._registrations.get(nonce)
        if registration is None or registration.user is not user:
            raise errors.NO_REGISTRATION()
        del self._registrations[nonce]
        if registration.client is not client:
            raise errors.REGISTRATION_OF_OTHER_CLIENT()
        if registration.expires <= clock.now():
            raise errors.NO_REGISTRATION()


class _Expiring(Protocol):
    client: AppClient
    expires: float


Key = TypeVar("Key", str, bytes)
Item = TypeVar("Item", bound=_Expiring)


def _keep(store: Expiring[Key, Item], key: Key, item: Item) -> Key:
    item.expires = clock.now() + item.client.session_validity
    store.keep(key, item, until=item.expires + REMEMBERED)
    return key
