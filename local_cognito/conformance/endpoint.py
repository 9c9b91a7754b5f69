"""A Cognito that the table is compared with: an emulator at some address, or a real account.

Whatever the rows do there, every user pool that they create carries a tag and is deleted; calls are counted, and
repeated while the endpoint asks to wait.
"""

from __future__ import annotations

import re
import secrets
import signal
from collections import Counter
from contextlib import suppress
from threading import current_thread, main_thread
from typing import Any

import boto3
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from local_cognito.conformance.world import NAME, ONE_TRY, REGION, World

THROTTLED = ("TooManyRequestsException", "ThrottlingException", "Throttling", "RequestLimitExceeded")
LONGEST_PAUSE = 30  # seconds
TRIES = 7  # 1 + 2 + 4 + 8 + 16 + 30 seconds: a minute
DENIED = ("AccessDeniedException", "AccessDenied")
#: Errors that say nothing about the case: those of the keys.
OF_THE_KEYS = ("ExpiredTokenException", "UnrecognizedClientException", "InvalidSignatureException")


class Endpoint:
    """One Cognito endpoint. At the end of a ``with`` block, all pools that were created in it are deleted.

    Args:
        session: has the region, and the keys for the calls that need them.
        url: the address; None for the one that AWS's settings lead to.

    Attributes:
        calls: how often each operation was called.
        codes_sent: how many answers say that a code was sent; some are made up, for names that no user has.
        obstacles: why the last calls say nothing about a case: denied, throttled to the end, out of quota.
    """

    def __init__(self, session: boto3.Session, url: str | None = None) -> None:
        def client(**options: Any) -> Any:
            made = session.client("cognito-idp", endpoint_url=url, config=Config(retries=ONE_TRY, **options))
            events = made.meta.events
            events.register("provide-client-params.cognito-idp.CreateUserPool", self._tag)
            events.register("after-call.cognito-idp.CreateUserPool", self._remember_pool)
            events.register("before-call.cognito-idp", self._count)
            events.register("after-call.cognito-idp", self._look_for_obstacle)
            events.register("after-call.cognito-idp", self._count_codes)
            events.register("needs-retry.cognito-idp", pause)
            return made

        self.run_id = secrets.token_hex(8)
        self.calls: Counter[str] = Counter()
        self.codes_sent = 0
        self.obstacles: list[str] = []
        self._pools: dict[str, None] = {}
        self.aws, self.public = client(), client(signature_version=UNSIGNED)
        self.url: str = self.aws.meta.endpoint_url
        self.region: str = self.aws.meta.region_name

    def world(self) -> World:
        """A new world at this endpoint."""
        return World(self.url, self.aws, self.public, self.region)

    # --- what happens at each call ---

    def _tag(self, params: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {**params, "UserPoolTags": {**(params.get("UserPoolTags") or {}), NAME: self.run_id}}

    def _remember_pool(self, parsed: dict[str, Any], **_: Any) -> None:
        if "UserPool" in parsed:
            self._pools[parsed["UserPool"]["Id"]] = None

    def _count(self, model: Any, **_: Any) -> None:
        self.calls[model.name] += 1

    def _look_for_obstacle(self, parsed: dict[str, Any], model: Any, **_: Any) -> None:
        obstacle = obstacle_in(parsed.get("Error") or {}, model.name)
        if obstacle:
            self.obstacles.append(obstacle)

    def _count_codes(self, parsed: dict[str, Any], model: Any, **_: Any) -> None:
        if model.name == "AdminResetUserPassword":  # its answer is empty
            self.codes_sent += "Error" not in parsed
        self.codes_sent += bool(parsed.get("CodeDeliveryDetails") or parsed.get("CodeDeliveryDetailsList"))
        self.codes_sent += parsed.get("ChallengeName") == "EMAIL_OTP"

    # --- deleting ---

    def __enter__(self) -> Endpoint:
        return self

    def __exit__(self, *_: object) -> None:
        """Delete what is left. Ctrl-C has to wait."""
        if current_thread() is not main_thread():  # which has no signals
            return self.delete_all_tagged()
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            self.delete_all_tagged()
        finally:
            signal.signal(signal.SIGINT, before)

    def delete_pools(self) -> None:
        """Delete the pools that were created since the last time, also those with a domain or a protection.

        Raises:
            ClientError, BotoCoreError: one could not be deleted. The others are.
        """
        failed = None
        for user_pool_id in list(self._pools):
            try:
                with suppress(self.aws.exceptions.ResourceNotFoundException):  # the row deleted it itself
                    self._delete(user_pool_id)
                del self._pools[user_pool_id]
            except (BotoCoreError, ClientError) as error:
                failed = error
        if failed:
            raise failed

    def delete_all_tagged(self) -> None:
        """Delete every pool of this run: those of `delete_pools`, and one whose creation was interrupted."""
        self.delete_pools()
        for page in self.aws.get_paginator("list_user_pools").paginate(MaxResults=60):
            for pool in page["UserPools"]:
                if pool["Name"] == NAME and self._is_tagged(pool["Id"]):
                    self._delete(pool["Id"])

    def left(self) -> list[str]:
        """The ids of the pools that could not be deleted."""
        return list(self._pools)

    def _is_tagged(self, user_pool_id: str) -> bool:
        pool = self.aws.describe_user_pool(UserPoolId=user_pool_id)["UserPool"]
        return (pool.get("UserPoolTags") or {}).get(NAME) == self.run_id

    def _delete(self, user_pool_id: str) -> None:
        try:
            self.aws.delete_user_pool(UserPoolId=user_pool_id)
        except self.aws.exceptions.InvalidParameterException:
            pool = self.aws.describe_user_pool(UserPoolId=user_pool_id)["UserPool"]
            if pool.get("Domain"):
                self.aws.delete_user_pool_domain(UserPoolId=user_pool_id, Domain=pool["Domain"])
            if pool.get("DeletionProtection") == "ACTIVE":
                self.aws.update_user_pool(UserPoolId=user_pool_id, DeletionProtection="INACTIVE")
            self.aws.delete_user_pool(UserPoolId=user_pool_id)


def pause(response: Any, operation: Any, attempts: int, **_: Any) -> int | None:
    """How many seconds boto3 should wait before it repeats a call; None if it should not."""
    error = response[1].get("Error") or {} if response else {}
    if _is_throttled(error, operation.name) and attempts < TRIES:
        return min(2 ** (attempts - 1), LONGEST_PAUSE)
    return None


def _is_throttled(error: dict[str, str], operation: str) -> bool:
    return error.get("Code") in THROTTLED or (
        error.get("Code") == "LimitExceededException" and operation == "CreateUserPool"
    )


def obstacle_in(error: dict[str, str], operation: str) -> str | None:
    """Why an error says nothing about a case; None if it does."""
    code, message = error.get("Code"), error.get("Message") or ""
    if code in DENIED:
        named = re.search(r"perform: (\S+)", message)
        return f"the IAM action {named[1] if named else f'cognito-idp:{operation}'} is not allowed"
    if _is_throttled(error, operation):
        return f"{operation}: {code}, also after {TRIES} tries"
    if code in OF_THE_KEYS:
        return f"{operation}: {code}"
    if code == "LimitExceededException" and "email" in message:
        return f"{operation}: the account's e-mails of today are used up"
    return None


def made_up_keys() -> boto3.Session:
    """Made-up keys, for endpoints that check none."""
    return boto3.Session("local", "local", region_name=REGION)


def account_of(session: boto3.Session) -> str:
    """The number of the account that the session's keys belong to. Raises: botocore's errors."""
    return session.client("sts").get_caller_identity()["Account"]
