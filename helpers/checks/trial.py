"""Temporary users and app clients in the learner's user pool, for a check to try an answer on."""

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

FLOWS = ("USER_SRP_AUTH", "USER_PASSWORD_AUTH", "USER_AUTH", "REFRESH_TOKEN_AUTH", "ADMIN_USER_PASSWORD_AUTH")


@dataclass
class Person:
    """A user who exists only during a check. The password is never shown."""

    email: str
    user_name: str
    password: str = field(repr=False)


@contextmanager
def person(
    user_pool_id: str, *, permanent: bool = True, password: bool = True, verified: bool = True
) -> Iterator[Person]:
    """Create a user with an e-mail address and a new password, permanent or temporary, or without one."""
    cognito = boto3.client("cognito-idp")
    email, chosen = f"try-it-{secrets.token_hex(8)}@example.com", new_password()
    user_name = cognito.admin_create_user(
        UserPoolId=user_pool_id,
        Username=email,
        UserAttributes=[
            {"Name": "email", "Value": email},
            {"Name": "email_verified", "Value": str(verified).lower()},
        ],
        MessageAction="SUPPRESS",
    )["User"]["Username"]
    user = {"UserPoolId": user_pool_id, "Username": user_name}
    try:
        if password:
            cognito.admin_set_user_password(**user, Password=chosen, Permanent=permanent)
        yield Person(email, user_name, chosen)
    finally:
        cognito.admin_delete_user(**user)


@contextmanager
def app_client(user_pool_id: str, **settings: Any) -> Iterator[dict[str, Any]]:
    """Create an app client with these settings. Yields it as CreateUserPoolClient returns it.

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


def open_flows(user_pool_id: str, app_client_id: str) -> set[str]:
    """The authentication flows that this client accepts, found by trying each of them."""
    with person(user_pool_id) as somebody:
        parameters = {
            "USERNAME": somebody.email,
            "PASSWORD": somebody.password,
            "SRP_A": f"{srp.client_public(srp.new_secret_number()):x}",
            "REFRESH_TOKEN": "none",
        }
        return {flow for flow in FLOWS if _is_open(flow, parameters, user_pool_id, app_client_id)}


def _is_open(flow: str, parameters: dict[str, str], user_pool_id: str, app_client_id: str) -> bool:
    """Whether a flow gets an answer, or NotAuthorizedException because of its parameters; else it is closed."""
    cognito = boto3.client("cognito-idp")
    request = {"ClientId": app_client_id, "AuthFlow": flow, "AuthParameters": parameters}
    try:
        if flow.startswith("ADMIN_"):
            cognito.admin_initiate_auth(UserPoolId=user_pool_id, **request)
        else:
            cognito.initiate_auth(**request)
    except ClientError as error:
        return error.response["Error"]["Code"] == "NotAuthorizedException"
    return True
