"""Print the code that the local Cognito would have mailed. On AWS, look in your mailbox instead.

python mailed_code.py
"""

import os

import boto3
from dotenv import load_dotenv

load_dotenv(override=True)
answer = boto3.client("cognito-idp").admin_get_user(
    UserPoolId=os.environ["USER_POOL_ID"],  # make_pool.py writes it to .env
    Username=input("E-mail: "),
)
print(answer["ResponseMetadata"]["HTTPHeaders"].get("x-local-cognito-mailed-code", "There is no code."))
