"""Delete the user pool that `make_pool.py` created, with everything in it, and take its ids out of `.env`.

python delete_pool.py
"""

from __future__ import annotations

import os
import sys

import boto3
from botocore.exceptions import BotoCoreError, ClientError
from dotenv import dotenv_values, load_dotenv, unset_key
from make_pool import DOTENV, LOCAL, TAGS


def main() -> None:
    load_dotenv(DOTENV, override=True)
    user_pool_id = os.environ["USER_POOL_ID"]  # make_pool.py writes it to .env
    cognito = boto3.client("cognito-idp")
    try:
        user_pool = cognito.describe_user_pool(UserPoolId=user_pool_id)["UserPool"]
        if not TAGS.items() <= user_pool.get("UserPoolTags", {}).items():
            sys.exit(f"{user_pool_id} does not have the tag of make_pool.py, so it is left alone.")
        cognito.delete_user_pool(UserPoolId=user_pool_id)
        print("Deleted", user_pool["Arn"])
    except cognito.exceptions.ResourceNotFoundException:
        print(user_pool_id, "does not exist any more.")

    for name in {*LOCAL, "USER_POOL_ID", "APP_CLIENT_ID"} & dotenv_values(DOTENV).keys():
        unset_key(DOTENV, name)


if __name__ == "__main__":
    try:
        main()
    except (BotoCoreError, ClientError) as error:
        sys.exit(str(error))
