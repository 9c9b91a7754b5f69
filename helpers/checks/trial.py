"""What a check makes in the learner's user pool to try an answer on, and removes again."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import boto3
from botocore.exceptions import ClientError

from helpers.lab import new_password
from local_cognito import srp


@dataclass
class Person:
    """A user who exists for a check only. The password is never shown."""

    email: str
    user_name: str
    password: str = field(repr=False)


@contextmanager
def person(user_pool_id: str, *, permanent: bool = True) -> Iterator[Person]:
    """A user with a verified e-mail address and a new password, a `permanent` or a temporary one."""
    cognito = boto3.client("cognito-idp")
    email, password = f"try-it-{secrets.token_hex(8)}@example.com", new_password()
    user_name = cognito.admin_create_user(
        UserPoolId=user_pool_id,
        Username=email,
        UserAttributes=[{"Name": "email", "Value": email}, {"Name": "email_verified", "Value": "true"}],
        MessageAction="SUPPRESS",
    )["User"]["Username"]
    user = {"UserPoolId": user_pool_id, "Username": user_name}
    try:
        cognito.admin_set_user_password(**user, Password=password, Permanent=permanent)
        yield Person(email, user_name, password)
    finally:
        cognito.admin_delete_user(**user)


@contextmanager
def app_client(user_pool_id: str, **settings: Any) -> Iterator[dict[str, Any]]:
    """An app client with these settings, as CreateUserPoolClient shows it.

    Raises:
        ClientError: Cognito refuses the settings.
    """
    cognito = boto3.client("cognito-idp")
    pool = {"UserPoolId": user_pool_id}
    client = cognito.create_user_pool_client(**pool, ClientName="try-it", **settings)["UserPoolClient"]
    try:
        yield client
    finally:
        cognito.delete_user_pool_client(**pool, ClientId=client["ClientId"])


def ways_in(user_pool_id: str, app_client_id: str) -> set[str]:
    """The authentication flows that this client lets somebody begin, found by trying each of them."""
    cognito = boto3.client("cognito-idp")
    client = {"ClientId": app_client_id}
    with person(user_pool_id) as somebody:
        parameters = {
            "USERNAME": somebody.email,
            "PASSWORD": somebody.password,
            "SRP_A": f"{srp.client_public(srp.new_secret_number()):x}",
            "REFRESH_TOKEN": "none",
        }
        begin = {
            flow: lambda flow=flow: cognito.initiate_auth(**client, AuthFlow=flow, AuthParameters=parameters)
            for flow in ("USER_SRP_AUTH", "USER_PASSWORD_AUTH", "USER_AUTH", "REFRESH_TOKEN_AUTH")
        }
        begin["ADMIN_USER_PASSWORD_AUTH"] = lambda: cognito.admin_initiate_auth(
            **client,
            UserPoolId=user_pool_id,
            AuthFlow="ADMIN_USER_PASSWORD_AUTH",
            AuthParameters=parameters,
        )
        return {flow for flow, attempt in begin.items() if _is_open(attempt)}


def _is_open(attempt: Any) -> bool:
    """A closed way in is refused as such; an open one gets an answer, or a refusal of what was sent."""
    try:
        attempt()
    except ClientError as error:
        return error.response["Error"]["Code"] == "NotAuthorizedException"
    return True
