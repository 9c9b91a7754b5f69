"""Log in from a terminal with SRP, which does not send the password, and print who you are.

python log_in.py
"""

from __future__ import annotations

import getpass
import os
import sys

import boto3
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from dotenv import load_dotenv
from pycognito import AWSSRP
from pycognito.exceptions import ForceChangePasswordException, MFAChallengeException

load_dotenv(override=True)
USER_POOL_ID = os.environ["USER_POOL_ID"]  # make_pool.py writes both to .env
APP_CLIENT_ID = os.environ["APP_CLIENT_ID"]

cognito = boto3.client("cognito-idp", config=Config(signature_version=UNSIGNED))  # SRP needs no AWS keys


def log_in(email: str, password: str) -> dict[str, str]:
    """The tokens of a user. Anyone who has them can act as this user, so do not print or log them."""
    srp = AWSSRP(
        username=email,
        password=password,
        pool_id=USER_POOL_ID,
        client_id=APP_CLIENT_ID,
        client=cognito,
    )
    return srp.authenticate_user()["AuthenticationResult"]


def who_is(access_token: str) -> dict[str, str]:
    """What Cognito knows about the user, such as `email`, and `sub`, the name that never changes."""
    user = cognito.get_user(AccessToken=access_token)
    return {attribute["Name"]: attribute["Value"] for attribute in user["UserAttributes"]}


def main() -> None:
    tokens = log_in(input("E-mail: "), getpass.getpass())
    person = who_is(tokens["AccessToken"])
    print(f"You are {person['email']}, and your sub is {person['sub']}.")


if __name__ == "__main__":
    try:
        main()
    except ClientError as refusal:
        sys.exit(refusal.response["Error"]["Message"])
    except (BotoCoreError, ForceChangePasswordException, MFAChallengeException) as error:
        sys.exit(str(error))
