"""Start a lesson: choose where it runs, and restore what earlier lessons have built.

    lesson = lab.start(3)

In local mode, the default, a local Cognito runs in this kernel. Environment variables point boto3, pycognito and
the AWS CLI at it, and replace your AWS keys with dummy ones. With ``COGNITO_LAB=aws`` the lessons use your AWS
account. Everything that they create there has the tag `TAG`, which says whose it is, and `Lesson.clean_up` deletes
only what has that tag.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import string
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError
from botocore.exceptions import ConnectionError as BotoConnectionError

from helpers import clean_up, hints
from helpers.errors import LabError, LabStop, explain_clock_skew
from helpers.owner import MADE_BY, SETTING, TAG, made_by, owner_of, was_called

if TYPE_CHECKING:
    from helpers.letter import Letter

LOCAL_REGION = "us-east-1"
LOCAL_KEY = "local"
USERNAME = "test@example.com"
MAILBOX, MAILBOX_SETTING = "ada@example.com", "COGNITO_LAB_EMAIL"
CLIENT_NAME = "test"
GROUP = "staff"  # of lesson 11
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
        caller: the ARN of the learner on AWS; None in local mode.
        user_pool_id, app_client_id: from lesson 02 on; None before.
        password: the password of `USERNAME`, from lesson 03 on; None before. New at each start, never shown.
    """

    region: str
    endpoint: str | None
    owner: str
    caller: str | None = None
    user_pool_id: str | None = None
    app_client_id: str | None = None
    password: str | None = field(default=None, repr=False)
    username: str = USERNAME

    @property
    def pool_name(self) -> str:
        return f"{TAG}-{self.owner}"

    @property
    def tags(self) -> dict[str, str]:
        return {TAG: self.owner, **({MADE_BY: made_by(self.caller)} if self.caller else {})}

    @property
    def domain_prefix(self) -> str:
        """A prefix for the domain of a user pool, which no other owner has.

        It does not contain the owner, because everyone can see it, and because AWS refuses a prefix that contains
        "aws", "amazon" or "cognito".
        """
        return f"login-{hashlib.sha256(self.owner.encode()).hexdigest()[:12]}"

    def user_pools(self) -> Iterator[dict[str, Any]]:
        """The user pools of this region with the lab's tags for this learner, as DescribeUserPool shows them."""
        return clean_up.find(self._cognito, self.pool_name, self.tags)

    def existing_user_pool(self) -> dict[str, Any] | None:
        """The user pool of the lessons, as DescribeUserPool shows it; None if it does not exist.

        Raises:
            LabError: there is one, but it was made by someone else who uses the same name.
        """
        named = clean_up.find(self._cognito, self.pool_name, {TAG: self.owner})
        pools = [pool for pool in named if pool["Name"] == self.pool_name]
        own = [pool for pool in pools if clean_up.has(pool, self.tags)]
        if pools and not own:
            someone = pools[0]["UserPoolTags"].get(MADE_BY, "someone else")
            raise LabError(
                f"{someone} uses the name {self.owner}, for user pool {pools[0]['Id']}. You are "
                f"{self.tags[MADE_BY]}. Set {SETTING} to a name that nobody else uses, then run this again."
            )
        return own[0] if own else None

    def clean_up(self) -> list[str]:
        """Delete the user pools that have the lab's tags for this learner, and everything in them.

        Prints how many were deleted, and the `clean_up_notes`.

        Returns:
            the ids of the deleted pools.

        Raises:
            CleanUpError: some pools could not be deleted; the message says which and why.
        """
        deleted = clean_up.delete(self._cognito, self.pool_name, self.tags)
        print(*self.clean_up_notes(), sep="\n")
        return deleted

    def clean_up_notes(self) -> list[str]:
        """Which region is searched, and which user pools there look like the learner's, but are left alone."""
        caller = self.caller or ""
        others = clean_up.left_alone(self._cognito, self.tags, lambda name: was_called(name, caller))
        return [f"Searched: region {self.region}, and no other.", *others]

    @property
    def mailbox(self) -> str:
        """The e-mail address of someone who signs up. On AWS, it is the learner's own.

        Raises:
            LabError: on AWS, ``COGNITO_LAB_EMAIL`` is not set.
        """
        address = MAILBOX if self.endpoint else os.environ.get(MAILBOX_SETTING)
        if not address:
            raise LabError(
                f"This lesson needs a mailbox that you can read. Set {MAILBOX_SETTING} to its address, as with "
                f"`%env {MAILBOX_SETTING}=you@example.com` in a cell, then run this again."
            )
        return address

    def mail(self, address: str) -> Letter:
        """The newest letter with a code to this e-mail address.

        The local Cognito sends none, and shows what Cognito would have sent. On AWS, it is in the mailbox.
        """
        from helpers.letter import Letter  # importing anywidget takes 0.15 s
        from local_cognito import LocalCognito

        if not self.endpoint:
            advice = "Put the code from there, in quotes, in place of letter.code, then run this cell again."
            return Letter(None, instead=f"Look in the mailbox of {address}.", advice=advice)
        try:
            return Letter(LocalCognito.mail(address))
        except LookupError as error:
            return Letter(None, instead=str(error))

    @contextmanager
    def later(self, *, hours: float = 0, minutes: float = 0) -> Iterator[None]:
        """Put the local Cognito's clock forward while a ``with`` block runs.

        Raises:
            LabStop: on AWS.
        """
        from local_cognito import LocalCognito

        if not self.endpoint:
            raise LabStop("Nobody can move AWS's clock. Go on with the next cell.")
        with LocalCognito.later(60 * (60 * hours + minutes)):
            yield

    @contextmanager
    def minutes_ago(self, minutes: int) -> Iterator[None]:
        """After this ``with`` block, what Cognito did in it is so many minutes old: a new token has that age.

        The local Cognito's clock goes back while the block runs. Nobody can move AWS's clock, so on AWS the block
        waits at its end.
        """
        if not self.endpoint:
            yield
            print(f"Nobody can move AWS's clock, so this cell waits for {minutes} minutes.")
            sleep(60 * minutes)
            return
        from local_cognito import LocalCognito

        with LocalCognito.later(-60 * minutes):
            yield

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
        if lesson_number == 2 and self._delete_user():
            self._warn_open_lessons("is deleted, because this lesson creates it")
        if lesson_number >= 3:
            self.password = new_password()
            if not self._create_user_with_password():
                self._warn_open_lessons("has a new password")
        if lesson_number == 11:
            self._delete_group()

    def _warn_open_lessons(self, change: str) -> None:
        """Say that open lessons can no longer log in. Local ones still can: each has a Cognito of its own."""
        if not self.endpoint:
            print(f"{self.username} {change}. Is another lesson open? Run its first cell again before it logs in.")

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

    def _delete_user(self) -> bool:
        """Lesson 02 creates the user, so one from an earlier run must go. Returns whether there was one."""
        try:
            self._cognito.admin_delete_user(UserPoolId=self.user_pool_id, Username=self.username)
        except self._cognito.exceptions.UserNotFoundException:
            return False
        return True

    def _delete_group(self) -> None:
        """Lesson 11 creates the group, so one from an earlier run must go."""
        with suppress(self._cognito.exceptions.ResourceNotFoundException):
            self._cognito.delete_group(UserPoolId=self.user_pool_id, GroupName=GROUP)

    def _create_user_with_password(self) -> bool:
        """As in lesson 02. A user from an earlier run is kept. Returns whether there was none."""
        cognito, user = self._cognito, {"UserPoolId": self.user_pool_id, "Username": self.username}
        attributes = [{"Name": "email", "Value": self.username}, {"Name": "email_verified", "Value": "true"}]
        created = True
        try:
            cognito.admin_create_user(**user, UserAttributes=attributes, MessageAction="SUPPRESS")
        except cognito.exceptions.UsernameExistsException:
            created = False
        cognito.admin_set_user_password(**user, Password=self.password, Permanent=True)
        return created


def start(lesson_number: int) -> Lesson:
    """Start a lesson, or start it again. Prints one line that says where it runs.

    Args:
        lesson_number: from 1. What the lessons before it build is created if it does not exist.

    Raises:
        LabError: ``COGNITO_LAB`` is neither ``local`` nor ``aws``. On AWS also: no credentials, no region, no
            network, a wrong clock, a missing permission, credentials that do not say who you are, or a name that
            someone else uses.
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
            explain_clock_skew(error) or f"Cognito refused a call of the earlier lessons: {error}"
        ) from error
    return lesson


def new_password() -> str:
    """A random password of 16 characters that satisfies every rule of Cognito's default policy."""
    kinds = (string.ascii_uppercase, string.ascii_lowercase, string.digits, "!#$%&*+=?@^_~")
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
    _local_cognito.reset_limits()  # so that a lesson can be run several times within an hour
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
        # Older boto3 retries for 15 s, but a server of this process that is gone stays gone. With one attempt,
        # newer boto3 would write "(reached max retries: 0)" into every refusal, which it does not do on AWS.
        AWS_MAX_ATTEMPTS="2",
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
            or f"AWS does not know you: {error} Sign in, for example with `aws sso login`, then run this again."
        ) from error
    owner = owner_of(identity["Arn"], os.environ.get(SETTING))
    _put_commands_on_path()
    print(f"AWS account {identity['Account']}, region {region}, as {owner}. What you create gets the tag {TAG}.")
    return Lesson(region, None, owner, identity["Arn"])
