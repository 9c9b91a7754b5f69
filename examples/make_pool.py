"""Create a user pool, an app client and a user, and write the ids to `.env`, where the other programs find them.

    python make_pool.py                    on the local Cognito, after `local-cognito --port 5050`
    COGNITO_LAB=aws python make_pool.py    on AWS, with your own keys and region

`delete_pool.py` deletes what this creates. The password goes to Cognito only. It is not saved here.
"""

from __future__ import annotations

import getpass
import os
import sys
from pathlib import Path
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError
from dotenv import dotenv_values, set_key

DOTENV = Path(__file__).with_name(".env")
EMAIL = "test@example.com"
TAGS = {"cognito-lab": "examples"}  # the lessons delete only pools with your own name in this tag
LOCAL = {  # with these variables, boto3 finds the local Cognito
    "AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER": "http://127.0.0.1:5050",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_ACCESS_KEY_ID": "local",
    "AWS_SECRET_ACCESS_KEY": "local",
    "no_proxy": "127.0.0.1",
}


def main() -> None:
    on_aws, earlier = os.environ.get("COGNITO_LAB") == "aws", dotenv_values(DOTENV)
    is_forgotten = not on_aws and LOCAL.items() <= earlier.items()  # the local Cognito keeps nothing when it stops
    if "USER_POOL_ID" in earlier and not is_forgotten:
        sys.exit("There is a user pool in .env already. To delete it: python delete_pool.py")
    if on_aws:
        print("AWS account", boto3.client("sts").get_caller_identity()["Account"])
    else:
        os.environ.update(LOCAL)
    cognito = boto3.client("cognito-idp")

    user_pool = create_user_pool(cognito)
    print("Created", user_pool["Arn"])
    save({} if on_aws else LOCAL)
    save({"AWS_DEFAULT_REGION": cognito.meta.region_name, "USER_POOL_ID": user_pool["Id"]})
    save({"APP_CLIENT_ID": create_app_client(cognito, user_pool["Id"])})
    create_user(cognito, user_pool["Id"])
    print(EMAIL, "can log in.")


def create_user_pool(cognito: Any) -> dict[str, Any]:
    """A pool where people sign in by e-mail. Cognito mails a code to anyone who signs up."""
    return cognito.create_user_pool(
        PoolName="my-app",
        UsernameAttributes=["email"],
        AutoVerifiedAttributes=["email"],
        UserPoolTags=TAGS,
    )["UserPool"]


def create_app_client(cognito: Any, user_pool_id: str) -> str:
    """A client that does not tell strangers who has an account. Returns its id."""
    return cognito.create_user_pool_client(
        UserPoolId=user_pool_id,
        ClientName="my-app",
        GenerateSecret=False,
        PreventUserExistenceErrors="ENABLED",
        ExplicitAuthFlows=[
            "ALLOW_USER_SRP_AUTH",  # log_in.py
            "ALLOW_ADMIN_USER_PASSWORD_AUTH",  # app.py
            "ALLOW_REFRESH_TOKEN_AUTH",  # app.py, after an hour
        ],
    )["UserPoolClient"]["ClientId"]


def create_user(cognito: Any, user_pool_id: str) -> None:
    """A user with a password that you type. Asks again until the password follows the pool's rules."""
    user = {"UserPoolId": user_pool_id, "Username": EMAIL}
    cognito.admin_create_user(
        **user,
        UserAttributes=[{"Name": "email", "Value": EMAIL}, {"Name": "email_verified", "Value": "true"}],
        MessageAction="SUPPRESS",  # no mail: nobody reads this address
    )
    while True:
        password = getpass.getpass(f"Choose a password for {EMAIL}: ")
        try:
            cognito.admin_set_user_password(**user, Password=password, Permanent=True)
            return
        except (
            cognito.exceptions.InvalidPasswordException,
            cognito.exceptions.InvalidParameterException,
        ) as refusal:
            print(refusal.response["Error"]["Message"])


def save(settings: dict[str, str]) -> None:
    """Write settings to `.env`, and keep what else is in it."""
    for name, value in settings.items():
        set_key(DOTENV, name, value)


if __name__ == "__main__":
    try:
        main()
    except (BotoCoreError, ClientError) as error:
        sys.exit(str(error))
