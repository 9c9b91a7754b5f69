"""The messages that AWS would have sent, each with a code. Nothing is sent here.

The sender, the subject and the text about a password were seen in a mail of real Cognito, which is quoted in
WikiWatershed/monitor-my-watershed#636. The other text is hearsay.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from . import registry
from .codes import RESET, SIGN_IN

SENDER = "no-reply@verificationemail.com"
SUBJECT = "Your verification code"
KINDS = {RESET: "password reset", SIGN_IN: "authentication"}


@dataclass(frozen=True)
class Mail:
    """A message to an e-mail address, or to a phone number."""

    to: str
    text: str = field(repr=False)
    code: str = field(repr=False)
    sender: str = SENDER
    subject: str = SUBJECT


def newest_to(address: str) -> Mail:
    """The newest message to this address, of those with a code that is still valid: in any user pool.

    Raises:
        LookupError: there is none.
    """
    codes = [code for pool in registry.user_pools() for code in pool.codes_sent_to(address)]
    if not codes:
        raise LookupError(f"No code that was sent to {address} is still valid.")
    code = max(codes, key=lambda code: code.number)
    kind = KINDS.get(code.purpose, "confirmation")
    return Mail(address, f"Your {kind} code is {code.text}", code.text)
