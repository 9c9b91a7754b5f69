"""The checks of lesson 10: sign up, and recover an account."""

from __future__ import annotations

import secrets
from typing import Any

import boto3
from botocore.exceptions import ClientError

from local_cognito import srp

from . import trial
from .verdict import NotYet, check, expect, result

# Of ConfirmSignUp: the code and the message of a refusal, whether a new code helps, and who gets it.
REFUSALS = (
    ("CodeMismatchException", "Invalid verification code provided, please try again.", False, "mistyped the code"),
    ("ExpiredCodeException", "Invalid code provided, please request a code again.", True, "has an old code"),
    ("LimitExceededException", "Attempt limit exceeded, please try after some time.", False, "tried too often"),
    (
        "NotAuthorizedException",
        "User cannot be confirmed. Current status is CONFIRMED",
        False,
        "has confirmed the account already",
    ),
)
# By the number of a call: what to say if the answer has it, and it tells nothing.
TELLS_NOTHING = {
    1: "Number 1 gets the refusal that a wrong password gets, whether there is an account or not.",
    2: "Number 2 gets an answer in any case. For an unknown address, Cognito sends nothing, and does not say so.",
    4: "Number 4 gets numbers in any case. For an unknown address, Cognito invents them.",
    5: "Number 5 gets an answer in any case. For an unknown address, Cognito sends nothing, and does not say so.",
}


@check
def needs_new_code(function: Any) -> str:
    """A function of the error of ConfirmSignUp, tried on four refusals."""
    for code, message, helps, someone in REFUSALS:
        error = ClientError({"Error": {"Code": code, "Message": message}}, "ConfirmSignUp")
        if expect(result(function, error), bool, "True or False") is not helps:
            raise NotYet(f"Your function returned {not helps} for someone who {someone}: `{code}`.")
    return "It offers a new code to someone with an old one, and to nobody else."


@check
def calls_that_tell(numbers: Any, user_pool_id: str) -> str:
    """The numbers of the calls that tell who has an account. The calls are made, for a user and for nobody."""
    numbers = expect(numbers, (list, tuple, set, frozenset), "some numbers in brackets, such as `[6, 7]`")
    if not all(type(number) is int and 1 <= number <= 5 for number in numbers):
        raise NotYet("Write the numbers of calls, from 1 to 5. `[6, 7]` would be right only if there were seven.")
    nobody = f"nobody-{secrets.token_hex(8)}@example.com"
    flows = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
    hides = {"ExplicitAuthFlows": flows, "PreventUserExistenceErrors": "ENABLED"}
    with (  # a temporary password, so that none of the calls sends a letter
        trial.person(user_pool_id, permanent=False) as someone,
        trial.app_client(user_pool_id, **hides) as client,
    ):
        answers = zip(*(_answers(client["ClientId"], email) for email in (someone.email, nobody)))
        telling = {number for number, (one, other) in enumerate(answers, start=1) if one != other}
    for number in sorted(set(numbers) - telling):
        raise NotYet(TELLS_NOTHING[number])
    if telling - set(numbers):
        raise NotYet("One call is missing: Cognito must either do it or refuse it.")
    return "The check made all five calls, with an address that has an account and one without."


def _answers(client_id: str, email: str) -> list[str]:
    """What the five calls of the task are told: the code of a refusal, or the name of a challenge."""
    cognito, who = boto3.client("cognito-idp"), {"ClientId": client_id, "Username": email}
    number = f"{srp.client_public(srp.new_secret_number()):x}"

    def initiate(flow: str, **parameters: str) -> Any:
        parameters["USERNAME"] = email
        return cognito.initiate_auth(ClientId=client_id, AuthFlow=flow, AuthParameters=parameters)

    return [
        _told(lambda: initiate("USER_PASSWORD_AUTH", PASSWORD=secrets.token_urlsafe())),
        _told(lambda: cognito.forgot_password(**who)),
        _told(lambda: cognito.sign_up(**who, Password="weak")),  # too weak to make an account for nobody
        _told(lambda: initiate("USER_SRP_AUTH", SRP_A=number)),
        _told(lambda: cognito.resend_confirmation_code(**who)),
    ]


def _told(call: Any) -> str:
    try:
        return str(call().get("ChallengeName"))
    except ClientError as error:
        return str(error.response["Error"]["Code"])
