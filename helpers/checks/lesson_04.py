"""The checks of lesson 04: log in from a browser, with SRP."""

from __future__ import annotations

import secrets
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError
from pycognito import AWSSRP

from helpers import wire
from helpers.lab import new_password

from . import trial
from .verdict import NotYet, check, expect, listed

# By the number of a call: what to say if the answer has it and it does not carry the password, ...
CARRIES_SOMETHING_ELSE = {
    2: "Number 2 carries a name and a number, `SRP_A`.",
    3: "Number 3 carries a signature. It was made with the password, but nobody can read the password in it.",
    5: "Number 5 carries the refresh token. This flow needs no password.",
}
# ... and if the answer lacks it and it does.
CARRIES_THE_PASSWORD = {
    1: "One call is missing. Somehow Cognito must learn the password.",
    4: "One call is missing. Not every flow is as careful as SRP.",
    6: "One call is missing. Think of what Cognito asks for before people may change their password.",
}


@check
def calls_with_the_password(numbers: Any, user_pool_id: str) -> str:
    """The numbers of the calls that carry the password. The calls are made, and recorded."""
    numbers = expect(numbers, (list, tuple, set, frozenset), "some numbers in brackets, such as `[7, 8]`")
    if not all(type(number) is int and 1 <= number <= 6 for number in numbers):
        raise NotYet("Write the numbers of calls, from 1 to 6. `[7, 8]` would be right only if there were eight.")
    carrying = {number for number, carries in enumerate(_six_calls(user_pool_id), start=1) if carries}
    for number in sorted(set(numbers) - carrying):
        raise NotYet(CARRIES_SOMETHING_ELSE[number])
    for number in sorted(carrying - set(numbers)):
        raise NotYet(CARRIES_THE_PASSWORD[number])
    return "The check made the calls and recorded them, and the password was only in these."


def _six_calls(user_pool_id: str) -> list[bool]:
    """Make the six calls of the task. Returns for each whether it carried the password."""
    cognito = boto3.client("cognito-idp")
    flows = ["ALLOW_USER_SRP_AUTH", "ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
    with (
        trial.person(user_pool_id) as person,
        trial.app_client(user_pool_id, ExplicitAuthFlows=flows) as client,
        wire.recording(cognito) as calls,
    ):
        client_id, name, password = client["ClientId"], person.email, person.password
        cognito.admin_set_user_password(UserPoolId=user_pool_id, Username=name, Password=password, Permanent=True)
        AWSSRP(name, password, user_pool_id, client_id, client=cognito).authenticate_user()
        tokens = cognito.initiate_auth(
            ClientId=client_id,
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": name, "PASSWORD": password},
        )["AuthenticationResult"]
        new_tokens = cognito.initiate_auth(
            ClientId=client_id,
            AuthFlow="REFRESH_TOKEN_AUTH",
            AuthParameters={"REFRESH_TOKEN": tokens["RefreshToken"]},
        )["AuthenticationResult"]
        cognito.change_password(
            AccessToken=new_tokens["AccessToken"], PreviousPassword=password, ProposedPassword=new_password()
        )
    return [wire.contains([call], person.password) for call in calls]


@check
def update_that_hides_who_exists(update: Any, made_with: dict[str, Any], user_pool_id: str) -> str:
    """The settings for an update of a client that must keep the settings that it was made with."""
    update = expect(update, dict, "a dictionary, in braces")
    cognito = boto3.client("cognito-idp")
    with trial.app_client(user_pool_id, **made_with) as client:
        ids = {"UserPoolId": user_pool_id, "ClientId": client["ClientId"]}
        settings = {**{str(name): value for name, value in update.items()}, **ids}
        try:
            updated = cognito.update_user_pool_client(**settings)["UserPoolClient"]
        except ClientError as error:
            raise NotYet(f"Cognito refuses this update: `{error.response['Error']['Code']}`.") from None
        except BotoCoreError:
            raise NotYet(
                "boto3 refuses this update. There is no such setting, or its value has another type."
            ) from None
        if _tells_who_exists(client["ClientId"]):
            raise NotYet("With this client, Cognito still says `User does not exist.` to a stranger.")
    lost = [name for name, value in made_with.items() if updated.get(name) != value]
    if lost:
        raise NotYet(f"Strangers learn nothing now, but the client has lost something. Look at {listed(lost)}.")
    return "Strangers learn nothing now, and everything else is as before."


def _tells_who_exists(app_client_id: str) -> bool:
    nobody = {"USERNAME": f"nobody-{secrets.token_hex(8)}@example.com", "SRP_A": "2"}
    try:
        boto3.client("cognito-idp").initiate_auth(
            ClientId=app_client_id, AuthFlow="USER_SRP_AUTH", AuthParameters=nobody
        )
    except ClientError as error:
        return error.response["Error"]["Code"] == "UserNotFoundException"
    return False
