"""The checks of lesson 07: the first login, and a second factor."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import unquote

import boto3
from botocore.exceptions import ClientError

from helpers.lab import FIVE_FLOWS, new_password
from local_cognito import srp

from . import trial
from .verdict import NotYet, check, expect, result

CHALLENGES = (
    "Not the first. The password is right, and it is a temporary one: something has to come before the tokens.",
    "Not the second. All that Cognito has seen is a number; it does not know yet what kind of password this is.",
    "Not the third. Cognito does not tell who exists: a stranger gets the question of section 4.",
)
NAME = "Ada Lovelace"


@check
def challenges(predicted: Any, user_pool_id: str) -> str:
    """The challenges that answer the first calls of three logins, in the order of the task."""
    predicted = expect(predicted, (list, tuple), "three names in square brackets")
    if [type(name) for name in predicted] != [str, str, str]:
        raise NotYet('Three names are asked for, in square brackets, such as `["A", "B", "C"]`.')
    cognito = boto3.client("cognito-idp")
    with (
        trial.person(user_pool_id, permanent=False) as newcomer,
        trial.app_client(user_pool_id, ExplicitAuthFlows=FIVE_FLOWS) as client,
    ):
        client_id = {"ClientId": client["ClientId"]}
        known = {"USERNAME": newcomer.email, "PASSWORD": newcomer.password}
        number = {"USERNAME": newcomer.email, "SRP_A": f"{srp.client_public(srp.new_secret_number()):x}"}
        unknown = {"USERNAME": f"nobody-{secrets.token_hex(8)}@example.com"}
        answers = (
            cognito.admin_initiate_auth(
                **client_id, UserPoolId=user_pool_id, AuthFlow="ADMIN_USER_PASSWORD_AUTH", AuthParameters=known
            ),
            cognito.initiate_auth(**client_id, AuthFlow="USER_SRP_AUTH", AuthParameters=number),
            cognito.initiate_auth(**client_id, AuthFlow="USER_AUTH", AuthParameters=unknown),
        )
    for name, answer, thought in zip(predicted, answers, CHALLENGES):
        if name != answer["ChallengeName"]:
            raise NotYet(thought)
    return "These are the questions, and tokens come with none of the three."


@check
def address(address: Any) -> str:
    """A function of issuer, e-mail and secret, tried with an issuer that needs quoting in an address."""
    issuer, email = "Bread & Butter", "ada@example.com"
    secret = base64.b32encode(secrets.token_bytes(32)).decode().rstrip("=")
    text = expect(result(address, issuer, email, secret), str, "a text that begins with `otpauth://`")
    beginning, _, query = text.partition("?")
    parameters = dict(part.partition("=")[::2] for part in query.split("&"))
    if not beginning.startswith("otpauth://totp/"):
        raise NotYet("The app does not know what to do with it: an address for codes begins `otpauth://totp/`.")
    if parameters.get("secret") != secret:
        raise NotYet("The app finds no secret, or another one. Behind the question mark it looks for `secret=`.")
    if not text.isascii() or " " in text:
        raise NotYet("There is a space in your address. Which function did the lesson use for its issuer?")
    if unquote(parameters.get("issuer", "")) != issuer:
        said = "nobody" if "issuer" not in parameters else f"`{unquote(parameters['issuer'])}`"
        raise NotYet(f"The check calls your function with an issuer named `{issuer}`. The app reads: {said}.")
    if unquote(beginning) != f"otpauth://totp/{issuer}:{email}":
        raise NotYet("The part before the question mark is what the app shows: the issuer, a colon, the e-mail.")
    return f"The app shows `{issuer}`, `{email}` and six digits."


@check
def required_answers(answers: Any, user_pool_id: str) -> str:
    """A function of a new password and a name, tried at the first login in a pool that requires a name."""
    password = new_password()
    with _pool_that_requires_a_name(user_pool_id) as pool, trial.person(pool, permanent=False) as newcomer:
        sent = expect(result(answers, password, NAME), dict, "a dict: what is asked for, and your answers")
        if not all(isinstance(text, str) for pair in sent.items() for text in pair):
            raise NotYet("In an answer to Cognito all names and all values are texts.")
        try:
            _log_in_for_the_first_time(pool, newcomer, sent)
        except ClientError as error:
            code = error.response["Error"]["Code"]
            raise NotYet(f"Cognito says `{code}`. {_what_is_missing(sent)}") from None
        known = boto3.client("cognito-idp").admin_get_user(UserPoolId=pool, Username=newcomer.user_name)
    if {"Name": "name", "Value": NAME} not in known["UserAttributes"]:
        raise NotYet("The person is in, and has another name than the one that your function was given.")
    return f"`{NAME}` is in, with a password and a name of her own."


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
        return "The new password is not there, or has another name than in section 1."
    if not any("name" in name for name in sent):
        return "The new password is there. What else did the challenge ask for?"
    if "userAttributes.name" not in sent:
        return "Cognito does not recognize the name in your answer. Compare what stands in front of it."
    return "The names are right. Look at which value belongs to which."
