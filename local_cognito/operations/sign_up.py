"""SignUp, ConfirmSignUp, ResendConfirmationCode."""

from __future__ import annotations

from .. import attributes, confirmation, errors, first_factors
from ..challenges import CONFIRMED, SIGNED_UP, Challenge, UserChallenge
from ..codes import SIGN_UP
from ..moto_adapter import UserStatus
from .call import Body, Call, operation


@operation("SignUp")
def sign_up(call: Call) -> Body:
    """Create a user who has to confirm the account. moto ignores AllowAdminCreateUserOnly.

    The Session lets them sign in when they have confirmed it. Only a client that allows USER_AUTH gets one
    (aws-sdk-js-v3#6724).
    """
    (pool, client), username = call.app_client(), call.body["Username"]
    if (pool.settings.get("AdminCreateUserConfig") or {}).get("AllowAdminCreateUserOnly"):
        raise errors.SIGN_UP_NOT_ALLOWED()
    pool.check_username(username)
    if pool.find_user(username):
        raise errors.USER_EXISTS_AT_SIGN_UP()
    password = call.body.get("Password") or ""
    needs_one = not first_factors.can_sign_up_without_password(pool, client)
    if password or needs_one:
        pool.check_password(password)
    wanted = attributes.parse(pool, call.body.get("UserAttributes") or [], client=client)
    complete = pool.attributes_with_name(username, wanted)
    attributes.check_required(pool, complete)
    if not password and not complete.get("email"):
        pool.check_password(password)  # codes have nowhere to go, so one is needed after all
    attributes.check_names(pool, wanted)
    user = pool.create_user(username, password or None, wanted)
    answer: Body = {"UserConfirmed": False, "UserSub": user.sub}
    order = confirmation.verified_at_sign_up(pool)
    if any(user.attributes.get(name) for name in order):
        answer["CodeDeliveryDetails"] = confirmation.send_code(pool, user, username, SIGN_UP, order)
        if client.allows("ALLOW_USER_AUTH"):
            answer["Session"] = pool.challenges.open(Challenge(SIGNED_UP, client, username, user))
    return answer


@operation("ConfirmSignUp")
def confirm_sign_up(call: Call) -> Body:
    """Confirm an account by the code that was sent. The attribute that it was sent to is then verified.

    The Session in the answer is for InitiateAuth. aws-amplify, which sends none here, needs it all the same.
    """
    (pool, client), username, text = call.app_client(), call.body["Username"], call.body["ConfirmationCode"]
    signed_up = None
    if "Session" in call.body:
        signed_up = pool.challenges.find(call.body["Session"], SIGNED_UP, client)
        if signed_up.user is not pool.find_user(username):
            raise errors.INVALID_SESSION()
    user, code = confirmation.use_code(pool, client, username, SIGN_UP, text, confirmation.can_confirm)
    attributes.verify(
        pool, user, code, taken=errors.ALIAS_EXISTS_AT_CONFIRMATION, move=bool(call.body.get("ForceAliasCreation"))
    )
    pool.codes.cancel(user.sub, SIGN_UP)
    user.status = UserStatus.CONFIRMED
    if signed_up:
        signed_up.answered = True
    if not client.allows("ALLOW_USER_AUTH"):
        return {}
    return {"Session": pool.challenges.open(UserChallenge(CONFIRMED, client, username, user))}


@operation("ResendConfirmationCode")
def resend_confirmation_code(call: Call) -> Body:
    """Send a new code to a user who has signed up. moto does not have this operation."""
    (pool, client), username = call.app_client(), call.body["Username"]
    order = confirmation.verified_at_sign_up(pool)
    if not order:
        raise errors.CANNOT_RESEND()
    user = confirmation.find_user(pool, client, username, confirmation.can_be_sent_code_again)
    return {"CodeDeliveryDetails": confirmation.send_code(pool, user, username, SIGN_UP, order)}
