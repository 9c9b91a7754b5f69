"""Confirmation codes, which AWS sends by e-mail or SMS.

Nothing is sent here. The code stays with the user, and AdminGetUser returns it to an administrator in a header.
"""

from __future__ import annotations

import hmac

from . import errors, generate
from .app_client import AppClient
from .user import User
from .user_pool import UserPool

#: The phone number shown for a user who has neither an e-mail address nor a phone number. It is moto's.
NO_PHONE_NUMBER = "+*******9934"


def send_code(user: User) -> None:
    """Make a new code; an earlier one is no longer valid."""
    user.confirmation_code = generate.confirmation_code()


def delivery_details(user: User | None, username: str) -> dict[str, str]:
    """CodeDeliveryDetails: the masked address that a code was sent to. An unknown user's name is taken for one."""
    email = user.attributes.get("email") if user else username
    if email:
        return {"Destination": mask_email(email), "DeliveryMedium": "EMAIL", "AttributeName": "email"}
    phone_number = user.attributes.get("phone_number") if user else None
    return {
        "Destination": phone_number or NO_PHONE_NUMBER,
        "DeliveryMedium": "SMS",
        "AttributeName": "phone_number",
    }


def mask_email(email: str) -> str:
    """An e-mail address as Cognito shows it: ``a***@e***``."""
    name, _, domain = email.partition("@")
    return f"{name[:1]}***@{domain[:1]}***"


def check_code(
    pool: UserPool, client: AppClient, username: str, code: str, unknown_user: errors.ErrorType
) -> User:
    """The user of this name, if this is the code that was sent to them. It stays valid until `send_code`.

    Args:
        unknown_user: the error for a name that no user has, if the client hides which users exist.

    Raises:
        ApiError: there is no such user, no code or another code, or there were too many wrong codes.
    """
    user = pool.find_user(username)
    if user is None:
        raise unknown_user() if client.hides_users else errors.NO_SUCH_USER()
    if not user.confirmation_code:
        raise errors.CONFIRMATION_CODE_EXPIRED()
    with pool.guesses.attempt(("code", user.sub)):
        if not hmac.compare_digest(user.confirmation_code.encode(), code.encode()):
            raise errors.WRONG_CONFIRMATION_CODE()
    return user
