"""A user: what moto stores of them, and what only this package knows."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from . import errors, srp
from .devices import Device
from .group import Group
from .moto_adapter import CognitoIdpUser, StoredUser, UserStatus
from .passkeys import Passkey
from .totp import AuthenticatorApp


@dataclass(frozen=True)
class SrpCredentials:
    """What the server needs to know about a user for SRP. It changes with the password."""

    user_id: str
    salt: int
    verifier: int = field(repr=False)


class User(StoredUser):
    """A user of a user pool.

    Attributes:
        deleted: whether the user is gone; tokens and sessions from before may still refer to them.
        invited_at: when the current password was set, in seconds since 1970.
        authenticator: the authenticator app, once a code has proved that it holds the secret.
        pending_totp_secret: a secret that no code has proved yet.
        passkeys: by id.
        passkey_is_mfa: whether a passkey is enough where MFA is asked for, if the pool says so, too.
        groups: the groups that the user is in.
        devices: the devices that are confirmed, by key.
    """

    def __init__(self, user: CognitoIdpUser) -> None:
        super().__init__(user)
        self.deleted = False
        self.invited_at = 0.0
        self.authenticator: AuthenticatorApp | None = None
        self.pending_totp_secret: str | None = None
        self.passkeys: dict[str, Passkey] = {}
        self.passkey_is_mfa = False
        self.groups: list[Group] = []
        self.devices: dict[str, Device] = {}
        self._srp: tuple[str | None, int, dict[str, SrpCredentials]] | None = None

    def join(self, group: Group) -> None:
        """Become a member of a group, unless the user is one."""
        if group not in self.groups:
            self.groups.append(group)

    def leave(self, group: Group) -> None:
        """Stop being a member of a group, if the user is one."""
        self.groups = [other for other in self.groups if other is not group]

    def device(self, key: str) -> Device:
        """The device with this key. Raises an ApiError if the user has none."""
        if key not in self.devices:
            raise errors.NO_SUCH_DEVICE()
        return self.devices[key]

    def forget_device(self, key: str) -> None:
        """Delete a device. Raises: as `device`."""
        self.device(key).is_forgotten = True
        del self.devices[key]

    def srp_credentials(self, pool_name: str, user_id: str) -> SrpCredentials:
        """Salt and verifier of the current password, for one of the user's names: the same until it changes."""
        if self._srp is None or self._srp[0] != self.password:
            self._srp = (self.password, srp.new_salt(), {})
        password, salt, made = self._srp
        if user_id not in made:
            x = srp.private_key(pool_name, user_id, password or secrets.token_hex(), salt)
            made[user_id] = SrpCredentials(user_id, salt, srp.verifier(x))
        return made[user_id]

    # --- what the user may do in the current state ---

    def check_active(self) -> None:
        """Raise an ApiError if the user is deleted or disabled."""
        if self.deleted:
            raise errors.NO_SUCH_USER()
        if not self.enabled:
            raise errors.USER_DISABLED()

    def check_status(self) -> None:
        """Raise an ApiError if the user is not confirmed yet or has to reset the password."""
        if self.status is UserStatus.UNCONFIRMED:
            raise errors.NOT_CONFIRMED()
        if self.status is UserStatus.RESET_REQUIRED:
            raise errors.RESET_REQUIRED()

    def check_may_sign_in(self) -> None:
        """Raise an ApiError if the user may not sign in, or may not go on: much can happen between two steps.

        `Challenges.find` calls this for each Session that a call carries.
        """
        self.check_active()
        self.check_status()

    def check_may_use_tokens(self) -> None:
        """Raise an ApiError if what the user was issued opens nothing, for now or for good.

        `Tokens` calls this for each access token and each refresh token that a call carries.
        """
        self.check_may_sign_in()
        if self.status is UserStatus.FORCE_CHANGE_PASSWORD:
            raise errors.NEW_PASSWORD_REQUIRED()
