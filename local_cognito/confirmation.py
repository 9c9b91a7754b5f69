"""Who is sent a confirmation code, where to, and who may use it.

An app client with PreventUserExistenceErrors=ENABLED must not learn which users exist. So it is told the same of a
user who may not be sent a code, or may not use it, as of a name that no user has.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from . import errors
from .app_client import AppClient
from .codes import ADDRESSES, Code
from .moto_adapter import UserStatus
from .user import User
from .user_pool import UserPool

Check = Callable[[UserPool, User], None]


def find_user(pool: UserPool, client: AppClient, username: str, check: Check) -> User | None:
    """The user, if they pass the check; else None if the client hides which users exist.

    Raises:
        ApiError: the client does not hide users, and there is no such user or the check has failed.
    """
    try:
        user = pool.find_user(username)
        if user is None:
            raise errors.NO_SUCH_USERNAME()
        check(pool, user)
    except errors.ApiError:
        if client.hides_users:
            return None
        raise
    return user


def send_code(
    pool: UserPool, user: User | None, username: str, purpose: str, order: Sequence[str]
) -> dict[str, str]:
    """Send a code to a user, or pretend to if `find_user` has found none.

    Args:
        username: as typed.
        order: ``email``, ``phone_number`` or both, the preferred one first. A verified one goes before it.

    Returns:
        CodeDeliveryDetails.
    """
    named = pool.find_user(username)
    attributes = named.attributes if named else {}
    names = [name for name in order if attributes.get(name)]
    names.sort(key=lambda name: attributes.get(f"{name}_verified") != "true")
    addresses = [(name, attributes[name]) for name in names] or [pool.simulated_address(username, order)]
    attribute, address = addresses[0]
    if user:
        pool.codes.send(user.sub, purpose, attribute, address)
    # The address is shown in the case in which it was typed: that in which it is stored would tell that it is.
    return delivery_details(attribute, username if pool.is_same_name(username, address) else address)


def delivery_details(attribute: str, address: str) -> dict[str, str]:
    """CodeDeliveryDetails: where a code was sent, masked."""
    if attribute == "email":
        return {"Destination": mask_email(address), "DeliveryMedium": "EMAIL", "AttributeName": attribute}
    return {"Destination": mask_phone_number(address), "DeliveryMedium": "SMS", "AttributeName": attribute}


def mask_email(email: str) -> str:
    """An e-mail address as Cognito shows it: ``a***@e***``."""
    name, _, domain = email.partition("@")
    return f"{name[:1]}***@{domain[:1]}***"


def mask_phone_number(phone_number: str) -> str:
    """A phone number as Cognito shows it: ``+********1824``."""
    digits = phone_number[1:]
    return f"+{'*' * (len(digits) - 4)}{digits[-4:]}"


def use_code(
    pool: UserPool, client: AppClient, username: str, purpose: str, text: str, check: Check
) -> tuple[User, Code]:
    """The user who may use a code, and the code that they were sent.

    Raises:
        ApiError: as `find_user` and `check_code`.
    """
    user = find_user(pool, client, username, check)
    code = check_code(pool, username, purpose, text, hide=client.hides_users)
    if user is None:
        raise errors.WRONG_CONFIRMATION_CODE()
    return user, code


def check_code(pool: UserPool, username: str, purpose: str, text: str, *, hide: bool = False) -> Code:
    """The code that a user was sent. After too many wrong ones, the user has to wait.

    Args:
        hide: whether the answer must not tell whether the user exists. It then says that a code has expired only
            if it was the right one.

    Raises:
        ApiError: as `Codes.check`, or LimitExceededException.
    """
    subject = pool.subject(username)
    with pool.guesses.attempt(("code", subject)):
        return pool.codes.check(subject, purpose, text, tell_missing=not hide)


# --- which address is preferred --------------------------------------------------------------------------------


def verified_at_sign_up(pool: UserPool) -> list[str]:
    """AutoVerifiedAttributes. Phone numbers go before e-mail addresses (guide, verifying contact information)."""
    return [name for name in ADDRESSES if name in (pool.settings.get("AutoVerifiedAttributes") or [])]


def recovery_order(pool: UserPool) -> list[str]:
    """AccountRecoverySetting. Without it, phone numbers go before e-mail addresses (API, CreateUserPool).

    Raises:
        ApiError: only an administrator can reset passwords.
    """
    mechanisms = (pool.settings.get("AccountRecoverySetting") or {}).get("RecoveryMechanisms") or []
    if any(mechanism["Name"] == "admin_only" for mechanism in mechanisms):
        raise errors.CONTACT_ADMINISTRATOR()
    in_order = sorted(mechanisms, key=lambda mechanism: int(mechanism["Priority"]))
    return [mechanism["Name"].replace("verified_", "", 1) for mechanism in in_order] or list(ADDRESSES)


# --- checks for `find_user` ------------------------------------------------------------------------------------


def can_reset_password(pool: UserPool, user: User) -> None:
    """Raise an ApiError if the user cannot reset the password by a code."""
    user.check_active()
    if user.status is UserStatus.FORCE_CHANGE_PASSWORD:
        raise errors.CANNOT_RESET_PASSWORD()
    verified = [user.attributes.get(f"{name}_verified") for name in recovery_order(pool)]
    if user.status is UserStatus.UNCONFIRMED or "true" not in verified:
        raise errors.NO_VERIFIED_CONTACT()


def can_confirm(pool: UserPool, user: User) -> None:
    """Raise an ApiError if the user's account is not to be confirmed."""
    user.check_active()
    if user.status is not UserStatus.UNCONFIRMED:
        raise errors.CANNOT_CONFIRM(status=user.status.value)


def can_be_sent_code_again(pool: UserPool, user: User) -> None:
    """Raise an ApiError if the user cannot be sent a new code to confirm the account."""
    user.check_active()
    if user.status is not UserStatus.UNCONFIRMED:
        raise errors.ALREADY_CONFIRMED()
    if not any(user.attributes.get(name) for name in verified_at_sign_up(pool)):
        raise errors.NO_ADDRESS()
