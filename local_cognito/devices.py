"""Devices: after a sign-in with a second factor, a device can replace it the next time.

A sign-in that names no device gets the key of a new one, in NewDeviceMetadata. ConfirmDevice registers it: the app
makes a secret, keeps it, and sends a salt and an SRP verifier of it. Once it is remembered, the device proves by
SRP at each sign-in that it has the secret.

Source: "Working with user devices in your user pool" in the developer guide.
"""

from __future__ import annotations

import base64
import binascii
import uuid
from dataclasses import dataclass, field

from . import clock, errors, srp


@dataclass
class Device:
    """A device of one user: what a browser or an app is to Cognito. Times are in seconds since 1970.

    Attributes:
        key: DeviceKey.
        name: DeviceName.
        salt, verifier: of its secret. It has no verifier until it is confirmed.
        is_remembered: whether it proves its secret at sign-in.
        is_forgotten: whether it has been deleted; tokens and sessions from before may still refer to it.
        session: Session of its newest DEVICE_SRP_AUTH.
    """

    key: str
    name: str | None = None
    salt: int = 0
    verifier: int | None = field(default=None, repr=False)
    is_remembered: bool = False
    is_forgotten: bool = False
    created: float = 0.0
    modified: float = 0.0
    authenticated: float = 0.0
    session: str | None = field(default=None, repr=False)

    @classmethod
    def new(cls, region: str) -> Device:
        """A device that is not confirmed yet."""
        return cls(f"{region}_{uuid.uuid4()}")

    @property
    def is_confirmed(self) -> bool:
        """Whether the user has it: it has been confirmed and not been forgotten since."""
        return self.verifier is not None and not self.is_forgotten

    def confirm(self, name: str | None, secret: dict[str, str], *, remember: bool) -> None:
        """Register the device.

        Args:
            secret: DeviceSecretVerifierConfig.
            remember: whether it is remembered at once.

        Raises:
            ApiError: it is registered or forgotten already, or this is no salt and verifier.
        """
        if self.is_forgotten:
            raise errors.NO_SUCH_DEVICE()
        if self.verifier is not None:
            raise errors.DEVICE_EXISTS()
        salt, verifier = (_number(secret.get(member)) for member in ("Salt", "PasswordVerifier"))
        if not srp.is_acceptable(verifier):
            raise errors.BAD_DEVICE_SECRET()
        self.name, self.salt, self.verifier = name, salt, verifier
        self.created = clock.timestamp()
        self.remember(remember)

    def remember(self, remembered: bool) -> None:
        """Let the device prove its secret at sign-in, or treat it like any other."""
        self.is_remembered = remembered
        self.modified = clock.timestamp()


def _number(text: str | None) -> int:
    """A number in base64. The padding may be missing, as in AWS's own example."""
    if not text:
        raise errors.BAD_DEVICE_SECRET()
    try:
        return int.from_bytes(base64.b64decode(text + "=" * (-len(text) % 4), validate=True), "big")
    except (binascii.Error, ValueError) as error:
        raise errors.BAD_DEVICE_SECRET() from error
