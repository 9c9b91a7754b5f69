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
            name = expect(result(user_name_of, person.email), str, "a string")
            if name == person.email:
                raise NotYet(
                    "That is the address again. Cognito finds people by it, but their user name is different."
                )
            if name != person.user_name:
                raise NotYet("That is not the user name of the person with this `email`.")
    return "The check asked about two people, and your function found their user names, which never change."


@check
def is_ready(is_ready: Any, user_pool_id: str) -> str:
    """A function from an e-mail address to whether that account is ready, tried on two accounts."""
    with trial.person(user_pool_id) as ready, trial.person(user_pool_id, permanent=False) as newcomer:
        of_ready, of_newcomer = [
            expect(result(is_ready, person.email), bool, "True or False, so compare something with `==`")
            for person in (ready, newcomer)
        ]
    if of_ready == of_newcomer:
        raise NotYet(
            f"It returns {of_ready} for everyone. The check asked about two people, and one of them is ready."
        )
    if of_newcomer:
        raise NotYet(
            "It returns True for someone who still has a temporary password, and False for the other person."
        )
    return "It returns True for an account that is ready, and False for one with a temporary password."


@check
def passwords(new_password: Any, user_pool_id: str) -> str:
    """A function that makes passwords. It is called several times, and Cognito is asked to accept each of them."""
    made = [expect(result(new_password), str, "a string") for _ in range(DRAWS)]
    if len(set(made)) < DRAWS:
        raise NotYet(f"{DRAWS} calls did not return {DRAWS} different passwords. Each call must make a new one.")
    cognito = boto3.client("cognito-idp")
    with trial.person(user_pool_id) as person:
        user = {"UserPoolId": user_pool_id, "Username": person.user_name}
        for password in made:
            try:
                cognito.admin_set_user_password(**user, Password=password, Permanent=True)
            except ClientError as error:
                message = error.response["Error"]["Message"]
                raise NotYet(f"Cognito refused one of your {DRAWS} passwords: {message}.") from None
            except BotoCoreError as error:
                raise NotYet(f"boto3 cannot send one of your {DRAWS} passwords: {type(error).__name__}.") from None
    return f"Cognito accepted {DRAWS} of your passwords, and no two were the same."
