"""Confirmation codes, which AWS sends by e-mail or SMS: for whom, for what, and until when.

Nothing is sent here. AdminGetUser returns the codes to an administrator, in headers.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from itertools import count

from . import clock, errors, generate

HOUR = 60 * 60  # seconds
REMEMBERED = 24 * HOUR  # how long an expired code is kept, so that the error can say that it has expired
SIGN_UP, RESET, SIGN_IN = "sign-up", "reset", "sign-in"
#: What can be sent a code and verified. Such a name is also the purpose of the codes that verify it.
ADDRESSES = ("phone_number", "email")
#: Purpose: how many seconds a code is valid. Source: AWS, Amazon Cognito Developer Guide, quotas. A code to sign
#: in with is valid as long as its challenge, which keeps it.
VALIDITY = {SIGN_UP: 24 * HOUR, RESET: HOUR, **dict.fromkeys(ADDRESSES, 24 * HOUR)}


@dataclass(frozen=True)
class Code:
    """A code that was sent to an address, which is the value of an attribute."""

    purpose: str
    attribute: str
    address: str
    expires: float
    text: str = field(repr=False, default_factory=generate.confirmation_code)
    number: int = field(default_factory=count().__next__)  #: of two codes, the newer one has the higher number

    @property
    def is_valid(self) -> bool:
        """Whether the code has not expired yet."""
        return clock.now() < self.expires


class Codes:
    """The codes of a user pool. For each sub of a user and each purpose, there is one at most."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], Code] = {}

    def send(self, sub: str, purpose: str, attribute: str, address: str) -> None:
        """Make a new code. An earlier one for the same purpose is no longer valid."""
        now = clock.now()
        while self._codes and next(iter(self._codes.values())).expires + REMEMBERED < now:
            del self._codes[next(iter(self._codes))]
        self.cancel(sub, purpose)
        self._codes[sub, purpose] = Code(purpose, attribute, address, now + VALIDITY[purpose])

    def check(self, sub: str, purpose: str, text: str, *, tell_missing: bool = True) -> Code:
        """The user's code for this purpose. It stays valid until `cancel`.

        Args:
            tell_missing: whether a wrong code may get another answer if there is no valid one.

        Raises:
            ApiError: ExpiredCodeException: there is no code, or it has expired; CodeMismatchException.
        """
        code = self._codes.get((sub, purpose))
        is_right = code is not None and hmac.compare_digest(code.text.encode(), text.encode())
        is_valid = code is not None and code.is_valid
        if not is_valid and (is_right or tell_missing):
            raise errors.CONFIRMATION_CODE_EXPIRED()
        if code is None or not is_right:
            raise errors.WRONG_CONFIRMATION_CODE()
        return code

    def sent(self, sub: str) -> list[Code]:
        """The valid codes that were sent to the user, the newest one last."""
        codes = [self._codes.get((sub, purpose)) for purpose in VALIDITY]
        valid = [code for code in codes if code and code.is_valid]
        return sorted(valid, key=lambda code: code.number)

    def sent_to(self, address: str) -> list[Code]:
        """The valid codes that were sent to this address. Any thread may ask, while others send codes."""
        return [code for code in list(self._codes.values()) if code.address == address and code.is_valid]

    def cancel(self, sub: str, *purposes: str) -> None:
        """Make the user's codes for these purposes invalid, or all of them if no purpose is given."""
        for purpose in purposes or VALIDITY:
            self._codes.pop((sub, purpose), None)

    def keep_those_sent_to(self, sub: str, attribute: str, address: str) -> None:
        """Make those codes invalid that were sent to another value of ``email`` or ``phone_number``."""
        for purpose in VALIDITY:
            code = self._codes.get((sub, purpose))
            if code and code.attribute == attribute and code.address != address:
                self.cancel(sub, purpose)
