"""Where the local Cognito differs from AWS on purpose, or refuses what AWS can do."""

from __future__ import annotations

from functools import partial

from local_cognito.conformance.cases.sign_up import forgotten
from local_cognito.conformance.row import OURS, Row
from local_cognito.conformance.world import World, connect, in_turn, post


def not_local(what: str) -> str:
    return f"NotImplementedException: The local Cognito cannot do {what}; AWS can."


# --- acts -------------------------------------------------------------------------------------------------------


def code_headers_of_forgot_password(w: World) -> list[str]:
    headers = w.public_call("forgot_password")["ResponseMetadata"]["HTTPHeaders"]
    return [name for name in headers if "code" in name]


def prefer(w: World, name: str) -> str:
    """An administrator, then the user, chooses a second factor."""
    choice = {name: {"Enabled": True}}
    return in_turn(
        lambda: w.admin("admin_set_user_mfa_preference", **choice),
        lambda: w.public.set_user_mfa_preference(AccessToken=w.access_token(), **choice),
    )


def set_user_settings(w: World) -> str:
    options = [{"DeliveryMedium": "SMS", "AttributeName": "phone_number"}]
    return in_turn(
        lambda: w.admin("admin_set_user_settings", MFAOptions=options),
        lambda: w.public.set_user_settings(AccessToken=w.access_token(), MFAOptions=options),
    )


def unsigned_admin_call(w: World) -> str:
    user = {"UserPoolId": w.user_pool_id, "Username": w.username}
    _, answer = post(w.url, "AdminGetUser", user, Authorization="")
    return f"{answer['__type']}: {answer['message']}"


def pools_of_another_region(w: World) -> str:
    there = connect(w.url, region="us-gov-west-1")
    return in_turn(
        lambda: there.describe_user_pool(UserPoolId=w.user_pool_id),
        lambda: there.create_user_pool(PoolName="there")["UserPool"]["Id"].partition("_")[0],
    )


# --- rows -------------------------------------------------------------------------------------------------------
# fmt: off

DIFFERENT = [
    Row("here-any_keys", "AdminGetUser with any AWS keys: signatures are not verified",
        lambda w: w.status(),
        "CONFIRMED", "AWS verifies them", OURS, True),
    Row("here-no_keys", "AdminGetUser without a signature",
        unsigned_admin_call,
        "MissingAuthenticationTokenException: Missing Authentication Token", "as AWS", OURS),
    Row("here-mail",
        "the length of the code that AWS would mail, in AdminGetUser's header x-local-cognito-mailed-code",
        lambda w: len(forgotten(w).mailed_code()),
        "6", "AWS mails it", OURS),
    Row("here-code_is_not_told", "the headers of ForgotPassword that have a code",
        code_headers_of_forgot_password,
        "[]", "stock moto has one", OURS),
    Row("here-other_regions", "the pool in another region, then the region of a pool that is made there",
        pools_of_another_region,
        "ResourceNotFoundException: User pool {pool} does not exist., then us-gov-west-1", "AWS", OURS, True),
    Row("here-region", "a region that does not exist",
        lambda w: connect(w.url, region="xx-nowhere-1").list_user_pools(MaxResults=1),
        "UnrecognizedClientException: There is no region xx-nowhere-1.", "on AWS, there is no such address", OURS),
]

REFUSED = [
    *[
        Row(f"here-{name}", f"AdminSetUserMFAPreference, then SetUserMFAPreference, with {name}",
            partial(prefer, name=name),
            ", then ".join([not_local(f"{name}: its only second factor is an authenticator app")] * 2), "", OURS)
        for name in ("SMSMfaSettings", "EmailMfaSettings")
    ],
    Row("here-user_settings", "AdminSetUserSettings, then SetUserSettings",
        set_user_settings,
        f"{not_local('AdminSetUserSettings')}, then {not_local('SetUserSettings')}", "", OURS),
    Row("here-challenge", "a challenge that it does not have, such as CUSTOM_CHALLENGE",
        lambda w: w.respond("CUSTOM_CHALLENGE", ANSWER="5"),
        not_local("the challenge CUSTOM_CHALLENGE"), "", OURS),
    Row("here-feedback", "an operation that is not answered here, such as UpdateAuthEventFeedback",
        lambda w: w.public.update_auth_event_feedback(
            UserPoolId=w.user_pool_id, Username=w.username, EventId="1", FeedbackToken="1", FeedbackValue="Valid"),
        not_local("UpdateAuthEventFeedback"), "", OURS),
]

SECTIONS = {"What it does in another way": DIFFERENT, "What it cannot do": REFUSED}
