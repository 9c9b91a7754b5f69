"""How a lesson starts: where it runs, and what earlier lessons have built.

    lesson = lab.start(3)

Local mode (the default) serves a local Cognito in this kernel. It points boto3, pycognito and the AWS CLI there
by environment variables, with dummy keys in place of yours. ``COGNITO_LAB=aws`` takes your AWS account instead;
what the lessons make there carries the tag `TAG`, and `Lesson.clean_up` removes only what carries it.
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
from botocore.exceptions import ConnectionError as NotConnected

from helpers import clean_up, hints
from helpers.errors import LabError, clock_trouble

TAG = "cognito-lab"
LOCAL_REGION = "us-east-1"
LOCAL_KEY = "local"
USERNAME = "test@example.com"
CLIENT_NAME = "test"
RETURN_URL = "http://localhost:3000"
SOON = Config(connect_timeout=5, retries={"total_max_attempts": 2})  # seconds; boto3 alone would wait for minutes
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
        region: AWS region.
        endpoint: address of the local Cognito; None on AWS.
        owner: who the lab's things belong to, so that two learners in one account do not meet.
        user_pool_id, app_client_id: from lesson 02 on; None before.
        password: of `USERNAME`, from lesson 03 on; new at each start, None before, never shown.
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
        """The user pools of this region with the lab's tag and this owner, as DescribeUserPool shows them."""
        return clean_up.find(self._cognito, self.pool_name, self.tags)

    def existing_user_pool(self) -> dict[str, Any] | None:
        """The lab's own user pool, as DescribeUserPool shows it; None before it is made."""
        return next((pool for pool in self.user_pools() if pool["Name"] == self.pool_name), None)

    def clean_up(self) -> list[str]:
        """Delete the user pools that carry the lab's tag with this owner, with all that is in them.

        Returns:
            the ids of the pools that it deleted.

        Raises:
            CleanUpError: something is left; the text says what and why.
        """
        return clean_up.delete(self._cognito, self.pool_name, self.tags)

    @cached_property
    def _cognito(self) -> Any:
        """Cognito where the lesson was started. In older boto3 only this mode retries TooManyRequestsException."""
        standard = Config(retries={"mode": "standard"})
        return boto3.client("cognito-idp", region_name=self.region, endpoint_url=self.endpoint, config=standard)

    def catch_up(self, lesson_number: int) -> None:
        """Bring back what the lessons before this one build, with the same calls."""
        if lesson_number < 2:
            return
        self.user_pool_id = (self.existing_user_pool() or self._create_user_pool())["Id"]
        self.app_client_id = self._find_or_create_app_client()
        if lesson_number == 2:
            self._forget_user()
        if lesson_number >= 3:
            self.password = new_password()
            self._set_password()

    def _create_user_pool(self) -> dict[str, Any]:
        """As lesson 01."""
        return self._cognito.create_user_pool(
            PoolName=self.pool_name,
            UsernameAttributes=["email"],
            AutoVerifiedAttributes=["email"],
            UserPoolTags=self.tags,
        )["UserPool"]

    def _find_or_create_app_client(self) -> str:
        """As lesson 01. On AWS a client from an earlier visit gets the five flows again. Returns its id."""
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

    def _forget_user(self) -> None:
        """Lesson 02 makes the user; so that it can be run again, an earlier one goes first."""
        with suppress(self._cognito.exceptions.UserNotFoundException):
            self._cognito.admin_delete_user(UserPoolId=self.user_pool_id, Username=self.username)

    def _set_password(self) -> None:
        """As lesson 02. A user from an earlier visit stays."""
        cognito, user = self._cognito, {"UserPoolId": self.user_pool_id, "Username": self.username}
        attributes = [{"Name": "email", "Value": self.username}, {"Name": "email_verified", "Value": "true"}]
        with suppress(cognito.exceptions.UsernameExistsException):
            cognito.admin_create_user(**user, UserAttributes=attributes, MessageAction="SUPPRESS")
        cognito.admin_set_user_password(**user, Password=self.password, Permanent=True)


def start(lesson_number: int) -> Lesson:
    """Start a lesson, or start it again. Prints one line that says where it runs.

    Args:
        lesson_number: 1 to 9; what earlier lessons build is brought back if it is not there.

    Raises:
        LabError: ``COGNITO_LAB`` is neither ``local`` nor ``aws``; on AWS no credentials, no region, no
            network, a clock that is off, or no right to do what the lesson does.
    """
    mode = os.environ.get("COGNITO_LAB") or "local"
    if mode not in ("local", "aws"):
        raise LabError(f"COGNITO_LAB is {mode!r}. Set it to 'local' or to 'aws', or leave it out for 'local'.")
    hints.explain_names()
    warnings.filterwarnings("ignore", message="Boto3 will no longer support Python")
    lesson = _start_on_aws() if mode == "aws" else _start_locally()
    try:
        lesson.catch_up(lesson_number)
    except (BotoCoreError, ClientError) as error:
        raise LabError(
            clock_trouble(error) or f"Cognito refused what the earlier lessons build: {error}"
        ) from error
    return lesson


def new_password() -> str:
    """A random password that satisfies every rule of Cognito's default policy."""
    kinds = (string.ascii_uppercase, string.ascii_lowercase, string.digits, "!#$%&*+-=?@^_~")
    letters = [secrets.choice(kind) for kind in kinds for _ in range(4)]
    secrets.SystemRandom().shuffle(letters)
    return "".join(letters)


def _start_locally() -> Lesson:
    from local_cognito import LocalCognito

    global _local_cognito
    _point_clients_away_from_aws()
    boto3.setup_default_session()
    if _local_cognito is None:
        _local_cognito = LocalCognito.start()
    os.environ["AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER"] = _local_cognito.url
    print(f"A local Cognito at {_local_cognito.url}, region {LOCAL_REGION}: nothing leaves this machine.")
    return Lesson(LOCAL_REGION, _local_cognito.url, owner="you")


def _point_clients_away_from_aws() -> None:
    """Nothing of the learner's AWS set-up counts in local mode: no keys, profile, endpoint, region or proxy."""
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
        AWS_MAX_ATTEMPTS="1",  # what is gone from this process stays gone; older boto3 would try for 15 seconds
        AWS_PAGER="",
        NO_PROXY="127.0.0.1,localhost",
        no_proxy="127.0.0.1,localhost",
    )
    _find_commands_of_this_python()


def _find_commands_of_this_python() -> None:
    """`!aws` in a cell runs the AWS CLI that is installed beside this kernel."""
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
        who = boto3.client("sts", config=SOON).get_caller_identity()
    except (NotConnected, HTTPClientError) as error:
        raise LabError(
            f"AWS does not answer: {error} Check the network and the region, then run this again."
        ) from error
    except (BotoCoreError, ClientError) as error:
        raise LabError(
            clock_trouble(error)
            or f"AWS does not know you: {error} Sign in, as with `aws sso login`; run this again."
        ) from error
    _find_commands_of_this_python()
    owner = _owner(who["Arn"])
    print(f"AWS account {who['Account']}, region {region}, as {owner}. What you make carries the tag {TAG}.")
    return Lesson(region, None, owner)


def _owner(arn: str) -> str:
    """A name for whoever has this ARN, the same at each visit, fit for the name of a user pool.

    It is the last part of the ARN: the user, or the session of a role. A session that botocore named by the clock
    says nothing, so the role stands in.
    """
    *_, before, last = re.split("[/:]", arn)
    return re.sub(r"[^\w+=,.@-]", "-", before if re.fullmatch(r"botocore-session-\d+", last) else last)
