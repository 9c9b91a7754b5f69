"""The checks of lesson 03: log in from a server."""

from __future__ import annotations

import secrets
from typing import Any

import boto3
import requests
from botocore.exceptions import ClientError

from . import trial
from .flows import expect_flows
from .verdict import NotYet, check, expect, result

STATUS_CODES = (
    "Not the first. The request is complete, so the server asks Cognito, and Cognito does not let this person in. "
    "Which number is that?",
    "Not the second. Does this request reach Cognito at all?",
    "Not the third. Cognito believes this person, and still gives no tokens. Which number does section 3 give "
    "for that?",
)


@check
def flows_of_a_server(flows: Any, user_pool_id: str) -> str:
    """The smallest list for a back end that logs people in and keeps them logged in."""
    expect_flows(
        flows,
        user_pool_id,
        login="ADMIN_USER_PASSWORD_AUTH",
        if_closed="Your server's call, `admin_initiate_auth`, is refused at this client.",
    )
    return "The server's login works, the tokens can be renewed, and every other way in is closed."


@check
def secret_hash(secret_hash: Any, user_pool_id: str) -> str:
    """A function of a user name, a client id and a client secret, tried in a real login."""
    flows = ["ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
    with (
        trial.person(user_pool_id) as person,
        trial.app_client(user_pool_id, GenerateSecret=True, ExplicitAuthFlows=flows) as client,
    ):
        user, client_id, client_secret = person.email, client["ClientId"], client["ClientSecret"]
        hashed = expect(result(secret_hash, user, client_id, client_secret), str, "a text, in base64")
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
    return "Cognito took it: whoever made this hash holds the client's secret."


def _what_went_wrong(secret_hash: Any) -> str:
    """A sentence about a function whose hash Cognito refused: changes one of its three arguments at a time."""
    values = [secrets.token_hex(8) for _ in range(3)]
    first = result(secret_hash, *values)
    for position, name in enumerate(("the user name", "the client's id", "the client's secret")):
        others = [*values[:position], secrets.token_hex(8), *values[position + 1 :]]
        if result(secret_hash, *others) == first:
            return f"Your hash stays the same when {name} changes. It must depend on all three."
    return (
        "All three are in your hash. Now look at which of them is the key, and at the order of the other two. "
        "Nothing stands between these."
    )


@check
def status_codes(predicted: Any, url: str, user_pool_id: str) -> str:
    """The status codes of three requests to the server at this address, in the order of the task."""
    predicted = expect(predicted, (list, tuple), "three numbers in square brackets")
    if [type(code) for code in predicted] != [int, int, int]:
        raise NotYet("Three numbers are asked for, in square brackets, such as `[500, 501, 502]`.")
    with trial.person(user_pool_id, permanent=False) as newcomer:
        bodies = (
            {"email": f"nobody-{secrets.token_hex(8)}@example.com", "password": newcomer.password},
            {"email": newcomer.email, "password": ""},
            {"email": newcomer.email, "password": newcomer.password},
        )
        try:
            answers = [requests.post(f"{url}/login", json=body, timeout=10) for body in bodies]
        except requests.ConnectionError:
            raise NotYet("The server does not answer. Run the cell that starts it, then this one.") from None
    for code, answer, thought in zip(predicted, answers, STATUS_CODES):
        if code != answer.status_code:
            raise NotYet(thought)
    said = [f"`{answer.json()['error']}`" for answer in answers]
    return f"The server said {', '.join(said[:-1])} and {said[-1]}."
