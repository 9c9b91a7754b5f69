"""A user: what moto stores of them, and what only this package knows."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from . import clock, errors, srp
from .group import Group
from .moto_adapter import CognitoIdpUser, StoredUser, UserStatus
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
        invited_at: when the current temporary password was set, in seconds since 1970.
        confirmation_code: the code that AWS would have sent by e-mail or SMS, until it is used.
        authenticator: the authenticator app, once a code has proved that it holds the secret.
        pending_totp_secret: a secret that no code has proved yet.
        groups: the groups that the user is in.
    """

    def __init__(self, user: CognitoIdpUser) -> None:
        super().__init__(user)
        self.deleted = False
        self.invited_at = 0.0
        self.confirmation_code: str | None = None
        self.authenticator: AuthenticatorApp | None = None
        self.pending_totp_secret: str | None = None
        self.groups: list[Group] = []
        self._srp: tuple[str | None, SrpCredentials] | None = None

    def invite(self, temporary_password: str) -> None:
        """Set a temporary password, valid from now on for as long as the user pool's policy says."""
        self.password, self.status = temporary_password, UserStatus.FORCE_CHANGE_PASSWORD
        self.invited_at = clock.now()

    def join(self, group: Group) -> None:
        """Become a member of a group, unless the user is one."""
        if group not in self.groups:
            self.groups.append(group)

    def leave(self, group: Group) -> None:
        """Stop being a member of a group, if the user is one."""
        self.groups = [other for other in self.groups if other is not group]

    def srp_credentials(self, pool_name: str) -> SrpCredentials:
        """Salt and verifier of the current password: made when first needed, the same object until it changes."""
        if self._srp is None or self._srp[0] != self.password:
            salt = srp.new_salt()
            x = srp.private_key(pool_name, self.username, self.password or secrets.token_hex(), salt)
            self._srp = (self.password, SrpCredentials(self.username, salt, srp.verifier(x)))
        return self._srp[1]

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
