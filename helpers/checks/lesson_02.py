"""The checks of lesson 02: set a permanent password."""

from __future__ import annotations

from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from . import trial
from .verdict import NotYet, check, expect, result

DRAWS = 20


@check
def user_name_of(user_name_of: Any, user_pool_id: str) -> str:
    """A function from an e-mail address to the user name, tried on two people."""
    with trial.person(user_pool_id) as ada, trial.person(user_pool_id) as bob:
        for person in (ada, bob):
            name = expect(result(user_name_of, person.email), str, "a text")
            if name == person.email:
                raise NotYet("That is the address again. Cognito finds people by it, and they have another name.")
            if name != person.user_name:
                raise NotYet("That is not the person with the `email` that your function was called with.")
    return "Two people were looked for by their addresses, and it found the name that stays theirs."


@check
def is_ready(is_ready: Any, user_pool_id: str) -> str:
    """A function from an e-mail address to whether that account is ready, tried on two accounts."""
    with trial.person(user_pool_id) as ready, trial.person(user_pool_id, permanent=False) as newcomer:
        of_ready, of_newcomer = [
            expect(result(is_ready, person.email), bool, "True or False, so compare it with something")
            for person in (ready, newcomer)
        ]
    if of_ready == of_newcomer:
        raise NotYet(f"It says {of_ready} of everybody. Two people were asked about, and one of them is ready.")
    if of_newcomer:
        raise NotYet("It says True of somebody who still has a temporary password, and False of the other.")
    return "It says True of an account that is ready, and False of one with a temporary password."


@check
def passwords(new_password: Any, user_pool_id: str) -> str:
    """A function that makes passwords. It is called several times, and Cognito is asked to accept each of them."""
    made = [expect(result(new_password), str, "a text") for _ in range(DRAWS)]
    if len(set(made)) < DRAWS:
        raise NotYet(f"{DRAWS} calls did not give {DRAWS} different passwords. Draw it anew at each call.")
    cognito = boto3.client("cognito-idp")
    with trial.person(user_pool_id) as person:
        user = {"UserPoolId": user_pool_id, "Username": person.user_name}
        for password in made:
            try:
                cognito.admin_set_user_password(**user, Password=password, Permanent=True)
            except ClientError as error:
                message = error.response["Error"]["Message"]
                raise NotYet(f"Cognito refused one of {DRAWS} passwords of yours: {message}.") from None
            except BotoCoreError as error:
                raise NotYet(f"Of {DRAWS} passwords boto3 cannot send one: {type(error).__name__}.") from None
    return f"Cognito took {DRAWS} of them, and no two were the same."
