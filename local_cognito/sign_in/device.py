"""The last step of a sign-in: the device. A remembered one proves that it has its secret, and can replace MFA.

Amplify and amazon-cognito-identity-js name the device in each call that may be the last before the tokens, so each
call is taken at its word: one without DEVICE_KEY comes from a new device.
"""

from __future__ import annotations

from dataclasses import replace

from .. import errors
from ..challenges import DeviceChallenge
from ..devices import Device
from ..user import SrpCredentials, User
from .attempt import Answer, Attempt, ask_user
from .handshake import Claim, begin, public_number


def device_of(attempt: Attempt, user: User | None) -> Device | None:
    """The device that a call names; None if it names none.

    Raises:
        ApiError: the user has no such device, or the pool does not remember devices.
    """
    return _find(attempt, user) if attempt.parameters.get("DEVICE_KEY") else None


def _find(attempt: Attempt, user: User | None) -> Device:
    key = attempt.required("DEVICE_KEY")
    if user is None or not attempt.pool.device_configuration:
        raise errors.NO_SUCH_DEVICE()
    return user.device(key)


def replaces_mfa(attempt: Attempt, user: User) -> bool:
    """Whether the device that a call names will do as a second factor."""
    device = device_of(attempt, user)
    is_enough = attempt.pool.device_configuration.get("ChallengeRequiredOnNewDevice")
    return bool(is_enough and device and device.is_remembered)


def finish(attempt: Attempt, user: User) -> Answer:
    """The user has proved who they are: ask a remembered device for a proof, or issue the tokens."""
    device = device_of(attempt, user)
    if device is None or not device.is_remembered:
        return replace(attempt, device=device).complete(user)
    challenge = DeviceChallenge("DEVICE_SRP_AUTH", attempt.client, attempt.required("USERNAME"), user, device)
    answer = ask_user(attempt, challenge, {"USERNAME": user.username, "DEVICE_KEY": device.key})
    device.session = answer["Session"]
    return answer


def answer_device_srp(attempt: Attempt, session: str | None) -> Answer:
    """DEVICE_SRP_AUTH. AWS's own examples and pycognito send no Session: then it is the device's newest one."""
    username, A = attempt.username(), public_number(attempt)
    device = _find(attempt, attempt.pool.find_user(username))
    challenge = attempt.pool.challenges.find(session or device.session, "DEVICE_SRP_AUTH", attempt.client)
    if not isinstance(challenge, DeviceChallenge) or challenge.device is not device:
        raise errors.INVALID_SESSION()
    challenge.answered = True
    user, verifier = challenge.user, device.verifier or 0
    parameters = begin(
        attempt,
        A,
        SrpCredentials(device.key, device.salt, verifier),
        user=user,
        lockout_key=device.key,
        device_challenge=challenge,
    )
    parameters.update(USERNAME=user.username, DEVICE_KEY=device.key)
    return {"ChallengeName": "DEVICE_PASSWORD_VERIFIER", "ChallengeParameters": parameters}


def answer_device_password_verifier(attempt: Attempt) -> Answer:
    """DEVICE_PASSWORD_VERIFIER: the tokens, if the device has its secret."""
    username, claim, pool = attempt.username(), Claim.of(attempt), attempt.pool
    device = _find(attempt, pool.find_user(username))
    handshake = pool.challenges.close_handshake(claim.secret_block, attempt.client)
    asked = handshake.device_challenge if handshake else None
    if handshake is None or asked is None or asked.device is not device:
        raise errors.WRONG_PASSWORD()
    asked.user.check_may_sign_in()
    with pool.lockout.attempt(handshake.lockout_key):
        is_open = device.is_remembered and not asked.is_stale
        if not (claim.is_proved(handshake, pool.device_group_key) and is_open):
            raise errors.WRONG_PASSWORD()
    return replace(attempt, device=device).complete(asked.user)
