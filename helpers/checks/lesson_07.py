"""The checks of lesson 07: the first login, and a second factor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import boto3
from botocore.exceptions import ClientError
from pycognito import AWSSRP

from helpers.lab import FIVE_FLOWS, new_password

from . import trial
from .verdict import NotYet, check, expect, result

CHALLENGES = (
    "Not the first. The password is right, but it is temporary. Something has to come before the tokens.",
    "Not the second. Cognito has only seen a number. The password is not proved yet.",
    "Not the third. Now the password is proved. What does Cognito know, compared with the first?",
)
NAME = "Ada Lovelace"


@check
def challenges(predicted: Any, user_pool_id: str) -> str:
    """The challenges that answer three calls, in the order of the task."""
    predicted = expect(predicted, (list, tuple), "three names in square brackets")
    if [type(name) for name in predicted] != [str, str, str]:
        raise NotYet('Give three names in square brackets, such as `["A", "B", "C"]`.')
    cognito = boto3.client("cognito-idp")
    with (
        trial.person(user_pool_id, permanent=False) as newcomer,
        trial.app_client(user_pool_id, ExplicitAuthFlows=FIVE_FLOWS) as client,
    ):
        client_id = {"ClientId": client["ClientId"]}
        known = {"USERNAME": newcomer.email, "PASSWORD": newcomer.password}
        srp = AWSSRP(newcomer.email, newcomer.password, user_pool_id, client["ClientId"], client=cognito)
        number = srp.get_auth_params()
        sent = cognito.admin_initiate_auth(
            **client_id, UserPoolId=user_pool_id, AuthFlow="ADMIN_USER_PASSWORD_AUTH", AuthParameters=known
        )
        asked = cognito.initiate_auth(**client_id, AuthFlow="USER_SRP_AUTH", AuthParameters=number)
        proof = srp.process_challenge(asked["ChallengeParameters"], number)
        proved = cognito.respond_to_auth_challenge(
            **client_id, ChallengeName=asked["ChallengeName"], ChallengeResponses=proof
        )
        answers = (sent, asked, proved)
    for name, answer, thought in zip(predicted, answers, CHALLENGES):
        if name != answer["ChallengeName"]:
            raise NotYet(thought)
    return "Cognito asks these three questions, and sends no tokens yet."


@check
def required_answers(answers: Any, user_pool_id: str) -> str:
    """A function of a new password and a name, tried at the first login in a pool that requires a name."""
    password = new_password()
    with _pool_that_requires_a_name(user_pool_id) as pool, trial.person(pool, permanent=False) as newcomer:
        sent = expect(result(answers, password, NAME), dict, "a dict with your answers")
        if not all(isinstance(text, str) for pair in sent.items() for text in pair):
            raise NotYet("In an answer to Cognito, all names and all values are strings.")
        try:
            _log_in_for_the_first_time(pool, newcomer, sent)
        except ClientError as error:
            code = error.response["Error"]["Code"]
            raise NotYet(f"Cognito says `{code}`. {_what_is_missing(sent)}") from None
        known = boto3.client("cognito-idp").admin_get_user(UserPoolId=pool, Username=newcomer.user_name)
    if {"Name": "name", "Value": NAME} not in known["UserAttributes"]:
        raise NotYet("The user is logged in, but does not have the name that your function was given.")
    return f"`{NAME}` is logged in, with her name and a password of her own."


@contextmanager
def _pool_that_requires_a_name(user_pool_id: str) -> Iterator[str]:
    """A second pool with the same tags as the learner's. It is deleted after the check."""
    cognito = boto3.client("cognito-idp")
    learners = cognito.describe_user_pool(UserPoolId=user_pool_id)["UserPool"]
    pool = cognito.create_user_pool(
        PoolName=f"{learners['Name']} try-it",
        UsernameAttributes=["email"],
        Schema=[{"Name": "name", "AttributeDataType": "String", "Required": True, "Mutable": True}],
        UserPoolTags=learners.get("UserPoolTags", {}),
    )["UserPool"]["Id"]
    try:
        yield pool
    finally:
        cognito.delete_user_pool(UserPoolId=pool)


def _log_in_for_the_first_time(user_pool_id: str, newcomer: trial.Person, answers: Mapping[str, str]) -> None:
    """Answer NEW_PASSWORD_REQUIRED with these answers.

    Raises:
        ClientError: Cognito refuses the answers.
    """
    cognito = boto3.client("cognito-idp")
    with trial.app_client(user_pool_id, ExplicitAuthFlows=FIVE_FLOWS) as client:
        ids = {"UserPoolId": user_pool_id, "ClientId": client["ClientId"]}
        challenge = cognito.admin_initiate_auth(
            **ids,
            AuthFlow="ADMIN_USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": newcomer.email, "PASSWORD": newcomer.password},
        )
        cognito.admin_respond_to_auth_challenge(
            **ids,
            ChallengeName=challenge["ChallengeName"],
            Session=challenge["Session"],
            ChallengeResponses={"USERNAME": newcomer.user_name, **answers},
        )


def _what_is_missing(sent: Mapping[str, str]) -> str:
    """A sentence about answers that Cognito refused."""
    if "NEW_PASSWORD" not in sent:
        return "The new password is missing, or its key is not the one in section 1."
    if not any("name" in name for name in sent):
        return "The new password is there. What else did the challenge ask for?"
    if "userAttributes.name" not in sent:
        return "Cognito does not recognize the key of the name. Compare it with the task."
    return "The keys are right. Look at which value belongs to which."
