"""The checks of lesson 03: log in from a server."""

from __future__ import annotations

import secrets
from typing import Any

import boto3
from botocore.exceptions import ClientError

from . import trial
from .flows import expect_flows
from .verdict import NotYet, check, expect, result


@check
def flows_of_a_server(flows: Any, user_pool_id: str) -> str:
    """The shortest list for a back end that logs people in and keeps them logged in."""
    expect_flows(
        flows,
        user_pool_id,
        login="ADMIN_USER_PASSWORD_AUTH",
        if_closed="With this list, Cognito refuses your server's call, `admin_initiate_auth`.",
    )
    return "Your server can log people in and renew their tokens, and no other flow works."


@check
def secret_hash(secret_hash: Any, user_pool_id: str) -> str:
    """A function of a user name, a client id and a client secret, tried in a real login."""
    flows = ["ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
    with (
        trial.person(user_pool_id) as person,
        trial.app_client(user_pool_id, GenerateSecret=True, ExplicitAuthFlows=flows) as client,
    ):
        user, client_id, client_secret = person.email, client["ClientId"], client["ClientSecret"]
        hashed = expect(result(secret_hash, user, client_id, client_secret), str, "a string, in base64")
        try:
            boto3.client("cognito-idp").admin_initiate_auth(
                UserPoolId=user_pool_id,
                ClientId=client_id,
                AuthFlow="ADMIN_USER_PASSWORD_AUTH",
                AuthParameters={"USERNAME": user, "PASSWORD": person.password, "SECRET_HASH": hashed},
            )
        except ClientError as error:
            said = error.response["Error"]["Message"].replace(client_id, "…")
            raise NotYet(f"Cognito says `{said}`. {_what_went_wrong(secret_hash)}") from None
    return "Cognito accepted your hash. It proves that you have the client's secret."


def _what_went_wrong(secret_hash: Any) -> str:
    """A sentence about a function whose hash Cognito refused: changes one of its three arguments at a time."""
    values = [secrets.token_hex(8) for _ in range(3)]
    first = result(secret_hash, *values)
    for position, name in enumerate(("the user name", "the client's id", "the client's secret")):
        others = [*values[:position], secrets.token_hex(8), *values[position + 1 :]]
        if result(secret_hash, *others) == first:
            return f"Your hash stays the same when {name} changes. It must depend on all three."
    return (
        "All three are in your hash. Check which of them is the key, and the order of the other two. "
        "There is nothing between these two."
    )
