"""Confirmation codes, which AWS sends by e-mail or SMS: for whom, for what, and until when.

Nothing is sent here. AdminGetUser returns the codes to an administrator, in headers.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field
from itertools import count

from . import clock, errors, generate

HOUR = 60 * 60  # seconds
REMEMBERED = 24 * HOUR  # how long an expired code is kept, so that the error can say that it has expired
SIGN_UP, RESET = "sign-up", "reset"
#: What can be sent a code and verified. Such a name is also the purpose of the codes that verify it.
ADDRESSES = ("phone_number", "email")
#: Purpose: how many seconds a code is valid. Source: AWS, Amazon Cognito Developer Guide, quotas.
VALIDITY = {SIGN_UP: 24 * HOUR, RESET: HOUR, **dict.fromkeys(ADDRESSES, 24 * HOUR)}


@dataclass(frozen=True)
class Code:
    """A code that was sent to an address, the value of an attribute. Without these, it was sent nowhere."""

    expires: float
    text: str = field(repr=False)
    attribute: str = ""
    address: str = ""
    number: int = field(default_factory=count().__next__)  #: of two codes, the newer one has the higher number

    @property
    def is_valid(self) -> bool:
        """Whether the code has not expired yet."""
        return clock.now() < self.expires


class Codes:
    """The codes of a user pool. There is one for each subject and purpose.

    A subject is the sub of a user, or stands for a name that no user has: an app client that hides which users
    exist answers in the same way for both.
    """

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], Code] = {}

    def send(self, subject: str, purpose: str, attribute: str, address: str) -> None:
        """Make a new code. An earlier one for the same purpose is no longer valid."""
        code = Code(clock.now() + VALIDITY[purpose], generate.confirmation_code(), attribute, address)
        self._keep(subject, purpose, code)

    def pretend_to_send(self, subject: str, purpose: str) -> None:
        """Make a code that nobody is told."""
        self._keep(subject, purpose, Code(clock.now() + VALIDITY[purpose], secrets.token_hex()))

    def _keep(self, subject: str, purpose: str, code: Code) -> None:
        """Add a code, and forget those at the front that expired long ago."""
        while self._codes and next(iter(self._codes.values())).expires + REMEMBERED < clock.now():
            del self._codes[next(iter(self._codes))]
        self.cancel(subject, purpose)
        self._codes[subject, purpose] = code

    def check(self, subject: str, purpose: str, text: str, *, tell_missing: bool = True) -> Code:
        """The subject's code for this purpose. It stays valid until `cancel`.

        Args:
            tell_missing: whether a wrong text may get another answer if the subject has no valid code.

        Raises:
            ApiError: ExpiredCodeException: there is no code, or it has expired; CodeMismatchException.
        """
        code = self._codes.get((subject, purpose))
        is_right = code is not None and hmac.compare_digest(code.text.encode(), text.encode())
        is_valid = code is not None and code.is_valid
        if not is_valid and (is_right or tell_missing):
            raise errors.CONFIRMATION_CODE_EXPIRED()
        if code is None or not is_right:
            raise errors.WRONG_CONFIRMATION_CODE()
        return code

    def sent(self, subject: str) -> list[Code]:
        """The valid codes that were sent to the subject, the newest one last."""
        codes = [self._codes.get((subject, purpose)) for purpose in VALIDITY]
        valid = [code for code in codes if code and code.attribute and code.is_valid]
        return sorted(valid, key=lambda code: code.number)

    def cancel(self, subject: str, *purposes: str) -> None:
        """Make the subject's codes for these purposes invalid, or all of them if no purpose is given."""
        for purpose in purposes or VALIDITY:
            self._codes.pop((subject, purpose), None)

    def keep_those_sent_to(self, subject: str, attribute: str, address: str) -> None:
        """Make those codes invalid that were sent to another value of ``email`` or ``phone_number``."""
        for purpose in VALIDITY:
            code = self._codes.get((subject, purpose))
            if code and code.attribute == attribute and code.address != address:
                self.cancel(subject, purpose)
