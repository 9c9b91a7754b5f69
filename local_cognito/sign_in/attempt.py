"""One call of somebody who is signing in, and what all flows and challenges share."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .. import clock, errors
from ..app_client import AppClient
from ..challenges import Challenge, Challenges, UserChallenge
from ..devices import Device
from ..user import User
from ..user_pool import UserPool

Answer = dict[str, Any]
Parameters = dict[str, str]


@dataclass(frozen=True)
class Attempt:
    """One call of somebody who is signing in. ``parameters`` are AuthParameters or ChallengeResponses.

    ``session`` is the one that InitiateAuth was sent: it comes from ConfirmSignUp. ``device`` is the one that the
    user signs in from, once it is known.
    """

    pool: UserPool
    client: AppClient
    parameters: Parameters = field(repr=False)
    hides_users: bool
    session: str | None = field(default=None, repr=False)
    device: Device | None = None

    @property
    def challenges(self) -> Challenges:
        """Where the challenges of this attempt are kept."""
        return self.pool.challenges

    def required(self, name: str) -> str:
        """A parameter that the flow or the challenge needs.

        Raises:
            ApiError: it is missing or empty.
        """
        if not self.parameters.get(name):
            raise errors.MISSING_PARAMETER(name=name)
        return self.parameters[name]

    def username(self) -> str:
        """USERNAME, once SECRET_HASH is checked. Raises: as `required` and `AppClient.check_secret_hash`."""
        username = self.required("USERNAME")
        self.client.check_secret_hash(username, self.parameters.get("SECRET_HASH"))
        return username

    def complete(self, user: User) -> Answer:
        """What a sign-in ends in, once the user and the device have proved who they are: tokens."""
        pool = self.pool
        is_new = self.device is None and bool(pool.device_configuration)
        device = Device.new(pool.region) if is_new else self.device
        if device:
            device.authenticated = clock.timestamp()
        result = pool.tokens.sign_in(self.client, user, device)
        if device and is_new:
            result["NewDeviceMetadata"] = {"DeviceKey": device.key, "DeviceGroupKey": pool.device_group_key}
        return {"ChallengeParameters": {}, "AuthenticationResult": result}


def find_user(attempt: Attempt, username: str) -> User | None:
    """The user; None if there is no such user and the client must not know.

    Raises:
        ApiError: the user's status does not let them sign in. A client with PreventUserExistenceErrors=ENABLED is
            told so only after the right password; or there is no such user.
    """
    user = attempt.pool.find_user(username)
    if user is None:
        if attempt.hides_users:
            return None
        raise errors.NO_SUCH_USER()
    if not attempt.client.hides_users:
        user.check_status()
    return user


def ask(attempt: Attempt, challenge: Challenge) -> Answer:
    session = attempt.challenges.open(challenge)
    return {"ChallengeName": challenge.name, "Session": session, "ChallengeParameters": {}}


def ask_user(attempt: Attempt, challenge: UserChallenge, parameters: Parameters) -> Answer:
    parameters = {"USER_ID_FOR_SRP": challenge.user.username, **parameters}
    return {**ask(attempt, challenge), "ChallengeParameters": parameters}
