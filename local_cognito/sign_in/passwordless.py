"""Without a password: by a code that was mailed, or by a passkey."""

from __future__ import annotations

import hmac

from .. import clock, confirmation, errors, first_factors, generate
from ..challenges import Challenge, CodeChallenge, PasskeyChallenge
from ..codes import SIGN_IN, Code
from ..user import User
from ..user_pool import UserPool
from .attempt import Answer, Attempt, Parameters, ask
from .device import finish
from .second_factor import after_password

# --- a code by e-mail ------------------------------------------------------------------------------------------


def ask_for_code(attempt: Attempt, username: str, user: User | None) -> Answer:
    """Mail a code, and ask for it; pretend to, if there is no user. Each challenge has a code of its own."""
    address = user.attributes["email"] if user else attempt.pool.simulated_email(username)
    expires = clock.now() + attempt.client.session_validity
    code = Code(SIGN_IN, "email", address, expires, generate.sign_in_code())
    answer = ask(attempt, CodeChallenge("EMAIL_OTP", attempt.client, username, user, code))
    shown = username if attempt.pool.is_same_name(username, address) else address
    answer["ChallengeParameters"] = {
        "CODE_DELIVERY_DELIVERY_MEDIUM": "EMAIL",
        "CODE_DELIVERY_DESTINATION": confirmation.mask_email(shown),
    }
    return answer


def answer_code(attempt: Attempt, challenge: Challenge) -> Answer:
    """A wrong code ends nothing: AWS was seen to refuse six without a lockout. They are valid for minutes only."""
    text = attempt.required("EMAIL_OTP_CODE")
    user = challenge.user
    if not isinstance(challenge, CodeChallenge) or "EMAIL_OTP" not in first_factors.offered(attempt.pool, user):
        raise errors.INVALID_SESSION()
    is_right = hmac.compare_digest(challenge.code.text.encode(), text.encode())
    if user is None or not is_right:
        raise errors.WRONG_SIGN_IN_CODE()
    challenge.answered = True
    return after_password(attempt, user)


# --- a passkey -------------------------------------------------------------------------------------------------


def ask_for_passkey(attempt: Attempt, username: str, user: User) -> Answer:
    challenge = PasskeyChallenge("WEB_AUTHN", attempt.client, username, user)
    return {**ask(attempt, challenge), "ChallengeParameters": passkey_parameters(attempt.pool, challenge)}


def passkey_parameters(pool: UserPool, challenge: PasskeyChallenge) -> Parameters:
    """What a browser needs to answer with one of the user's passkeys; nothing, if the user has none."""
    passkeys = first_factors.usable_passkeys(pool, challenge.user) if challenge.user else []
    if not passkeys:
        return {}
    seconds = challenge.client.session_validity
    options = pool.relying_party().request_options(challenge.nonce, passkeys, seconds)
    return {"CREDENTIAL_REQUEST_OPTIONS": options}


def check_passkey(attempt: Attempt, challenge: Challenge) -> Answer:
    """CREDENTIAL, which is enough to sign in: where it is not, it is not offered."""
    pool, user, answer = attempt.pool, challenge.user, attempt.required("CREDENTIAL")
    if not isinstance(challenge, PasskeyChallenge) or user is None:
        raise errors.INVALID_SESSION()
    passkeys, is_mfa = first_factors.usable_passkeys(pool, user), first_factors.passkey_is_mfa(pool, user)
    pool.relying_party().check(answer, passkeys, challenge.nonce, user.sub, verified=is_mfa)
    return finish(attempt, user)
