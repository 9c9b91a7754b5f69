"""Start a lesson: choose where it runs, and restore what earlier lessons have built.

    lesson = lab.start(3)

In local mode, the default, a local Cognito runs in this kernel. Environment variables point boto3, pycognito and
the AWS CLI at it, and replace your AWS keys by dummy ones. With ``COGNITO_LAB=aws`` the lessons use your AWS
account. Everything that they create there has the tag `TAG`, and `Lesson.clean_up` deletes only what has that tag.
"""

from __future__ import annotations

import os
import re
import secrets
import string
import sys
import warnings
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError
from botocore.exceptions import ConnectionError as BotoConnectionError

from helpers import clean_up, hints
from helpers.errors import LabError, explain_clock_skew

TAG = "cognito-lab"
LOCAL_REGION = "us-east-1"
LOCAL_KEY = "local"
USERNAME = "test@example.com"
CLIENT_NAME = "test"
RETURN_URL = "http://localhost:3000"
FAIL_FAST = Config(connect_timeout=5, retries={"total_max_attempts": 2})  # seconds; the defaults wait for minutes
FIVE_FLOWS = [
    "ALLOW_REFRESH_TOKEN_AUTH",
    "ALLOW_USER_SRP_AUTH",
    "ALLOW_USER_AUTH",
    "ALLOW_USER_PASSWORD_AUTH",
    "ALLOW_ADMIN_USER_PASSWORD_AUTH",
]

_local_cognito: Any = None


@dataclass
class Lesson:
    """Where a lesson runs, and what it can build on.

    Attributes:
        region: the AWS region.
        endpoint: the address of the local Cognito; None on AWS.
        owner: the learner's name in names and tags, so that two learners can share an AWS account.
        user_pool_id, app_client_id: from lesson 02 on; None before.
        password: the password of `USERNAME`, from lesson 03 on; None before. New at each start, never shown.
    """

    region: str
    endpoint: str | None
    owner: str
    user_pool_id: str | None = None
    app_client_id: str | None = None
    password: str | None = field(default=None, repr=False)
    username: str = USERNAME

    @property
    def pool_name(self) -> str:
        return f"{TAG}-{self.owner}"

    @property
    def tags(self) -> dict[str, str]:
        return {TAG: self.owner}

    def user_pools(self) -> Iterator[dict[str, Any]]:
        """The user pools of this region with the lab's tag for this owner, as DescribeUserPool shows them."""
        return clean_up.find(self._cognito, self.pool_name, self.tags)

    def existing_user_pool(self) -> dict[str, Any] | None:
        """The user pool of the lessons, as DescribeUserPool shows it; None if it does not exist."""
        return next((pool for pool in self.user_pools() if pool["Name"] == self.pool_name), None)

    def clean_up(self) -> list[str]:
        """Delete the user pools that have the lab's tag for this owner, and everything in them.

        Returns:
            the ids of the deleted pools.

        Raises:
            CleanUpError: some pools could not be deleted; the text says which and why.
        """
        return clean_up.delete(self._cognito, self.pool_name, self.tags)

    @cached_property
    def _cognito(self) -> Any:
        """A client for where the lesson was started, whatever the environment says by now."""
        retrying = Config(retries={"mode": "standard"})  # older boto3 retries TooManyRequestsException only so
        return boto3.client("cognito-idp", region_name=self.region, endpoint_url=self.endpoint, config=retrying)

    def catch_up(self, lesson_number: int) -> None:
        """Restore what the lessons before this one build, with the same calls."""
        if lesson_number < 2:
            return
        self.user_pool_id = (self.existing_user_pool() or self._create_user_pool())["Id"]
        self.app_client_id = self._find_or_create_app_client()
        if lesson_number == 2:
            self._delete_user()
        if lesson_number >= 3:
            self.password = new_password()
            self._set_password()

    def _create_user_pool(self) -> dict[str, Any]:
        """As in lesson 01."""
        return self._cognito.create_user_pool(
            PoolName=self.pool_name,
            UsernameAttributes=["email"],
            AutoVerifiedAttributes=["email"],
            UserPoolTags=self.tags,
        )["UserPool"]

    def _find_or_create_app_client(self) -> str:
        """As in lesson 01. An existing client gets its settings back. Returns the client's id."""
        cognito = self._cognito
        settings = {
            "UserPoolId": self.user_pool_id,
            "ClientName": CLIENT_NAME,
            "CallbackURLs": [RETURN_URL],
            "ExplicitAuthFlows": FIVE_FLOWS,
        }
        for page in cognito.get_paginator("list_user_pool_clients").paginate(UserPoolId=self.user_pool_id):
            for client in page["UserPoolClients"]:
                if client["ClientName"] == CLIENT_NAME:
                    cognito.update_user_pool_client(ClientId=client["ClientId"], **settings)
                    return client["ClientId"]
        return cognito.create_user_pool_client(GenerateSecret=False, **settings)["UserPoolClient"]["ClientId"]

    def _delete_user(self) -> None:
        """Lesson 02 creates the user, so one from an earlier run would be in its way."""
        with suppress(self._cognito.exceptions.UserNotFoundException):
            self._cognito.admin_delete_user(UserPoolId=self.user_pool_id, Username=self.username)

    def _set_password(self) -> None:
        """As in lesson 02. A user from an earlier run is kept."""
        cognito, user = self._cognito, {"UserPoolId": self.user_pool_id, "Username": self.username}
        attributes = [{"Name": "email", "Value": self.username}, {"Name": "email_verified", "Value": "true"}]
        with suppress(cognito.exceptions.UsernameExistsException):
            cognito.admin_create_user(**user, UserAttributes=attributes, MessageAction="SUPPRESS")
        cognito.admin_set_user_password(**user, Password=self.password, Permanent=True)


def start(lesson_number: int) -> Lesson:
    """Start a lesson, or start it again. Prints one line that says where it runs.

    Args:
        lesson_number: from 1. What the lessons before it build is created if it does not exist.

    Raises:
        LabError: ``COGNITO_LAB`` is neither ``local`` nor ``aws``. On AWS also: no credentials, no region, no
            network, a wrong clock, or a missing permission.
    """
    mode = os.environ.get("COGNITO_LAB") or "local"
    if mode not in ("local", "aws"):
        raise LabError(f"COGNITO_LAB is {mode!r}. Set it to 'local' or to 'aws', or leave it out for 'local'.")
    hints.explain_name_errors()
    warnings.filterwarnings("ignore", message="Boto3 will no longer support Python")
    lesson = _start_on_aws() if mode == "aws" else _start_locally()
    try:
        lesson.catch_up(lesson_number)
    except (BotoCoreError, ClientError) as error:
        raise LabError(
            explain_clock_skew(error) or f"Cognito refused what the earlier lessons build: {error}"
        ) from error
    return lesson


def new_password() -> str:
    """A random password of 16 characters that satisfies every rule of Cognito's default policy."""
    kinds = (string.ascii_uppercase, string.ascii_lowercase, string.digits, "!#$%&*+-=?@^_~")
    characters = [secrets.choice(kind) for kind in kinds for _ in range(4)]
    secrets.SystemRandom().shuffle(characters)
    return "".join(characters)


def _start_locally() -> Lesson:
    from local_cognito import LocalCognito

    global _local_cognito
    _replace_aws_settings()
    boto3.setup_default_session()
    if _local_cognito is None:
        _local_cognito = LocalCognito.start()
    os.environ["AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER"] = _local_cognito.url
    print(f"A local Cognito at {_local_cognito.url}, region {LOCAL_REGION}: nothing leaves this machine.")
    return Lesson(LOCAL_REGION, _local_cognito.url, owner="you")


def _replace_aws_settings() -> None:
    """Make sure that clients use none of the learner's AWS keys, profiles, endpoints and regions, and no proxy."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        del os.environ[name]
    os.environ.update(
        AWS_ACCESS_KEY_ID=LOCAL_KEY,
        AWS_SECRET_ACCESS_KEY=LOCAL_KEY,
        AWS_DEFAULT_REGION=LOCAL_REGION,
        AWS_REGION=LOCAL_REGION,
        AWS_CONFIG_FILE=os.devnull,
        AWS_SHARED_CREDENTIALS_FILE=os.devnull,
        AWS_EC2_METADATA_DISABLED="true",
        AWS_MAX_ATTEMPTS="1",  # a server in this process that is gone stays gone; older boto3 retries for 15 s
        AWS_PAGER="",
        NO_PROXY="127.0.0.1,localhost",
        no_proxy="127.0.0.1,localhost",
    )
    _put_commands_on_path()


def _put_commands_on_path() -> None:
    """Make `!aws` in a cell run the AWS CLI that is installed with this kernel."""
    commands = str(Path(sys.executable).parent)
    path = os.environ.get("PATH", "")
    if commands not in path.split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join([commands, path])


def _start_on_aws() -> Lesson:
    if os.environ.get("AWS_ACCESS_KEY_ID") == LOCAL_KEY:
        raise LabError("This kernel is set up for local mode. Restart the kernel, then run this again.")
    boto3.DEFAULT_SESSION = None
    region = boto3.session.Session().region_name
    if not region:
        raise LabError(
            "No AWS region is set. Put one, such as us-east-1, in AWS_DEFAULT_REGION, then run this again."
        )
    try:
        identity = boto3.client("sts", config=FAIL_FAST).get_caller_identity()
    except (BotoConnectionError, HTTPClientError) as error:
        raise LabError(
            f"AWS does not answer: {error} Check the network and the region, then run this again."
        ) from error
    except (BotoCoreError, ClientError) as error:
        raise LabError(
            explain_clock_skew(error)
            or f"AWS does not know you: {error} Sign in, as with `aws sso login`; run this again."
        ) from error
    _put_commands_on_path()
    owner = _owner(identity["Arn"])
    print(f"AWS account {identity['Account']}, region {region}, as {owner}. What you make carries the tag {TAG}.")
    return Lesson(region, None, owner)


def _owner(arn: str) -> str:
    """A name for the caller with this ARN: the same on every visit, and valid in the name of a user pool.

    It is the last part of the ARN: the user, or the session of a role. botocore names a session after the time, so
    then it is the role.
    """
    *_, role, name = re.split("[/:]", arn)
    return re.sub(r"[^\w+=,.@-]", "-", role if re.fullmatch(r"botocore-session-\d+", name) else name)
