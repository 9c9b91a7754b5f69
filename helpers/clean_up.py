"""Find the user pools that carry a tag, and delete them and no others.

A user pool is the lab's if its name begins as the lab's do and its tag says whose it is. The name alone, which
anybody may give to a pool, is not enough. The name is in AWS's list; for the tag each pool has to be described.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from helpers.errors import CleanUpError


def find(cognito: Any, name: str, tags: dict[str, str]) -> Iterator[dict[str, Any]]:
    """The user pools with this name and these tags, as DescribeUserPool shows them.

    Args:
        cognito: `boto3.client("cognito-idp")`: its account and region are searched.
        name: of the pools; a space and more may follow, as in "cognito-lab-ada foreign".
        tags: each of them has to be there, with this value.

    Raises:
        ValueError: no tag is given.
    """
    for pool_id in _ids(cognito, name):
        pool = _describe(cognito, pool_id, tags)
        if pool:
            yield pool


def delete(cognito: Any, name: str, tags: dict[str, str]) -> list[str]:
    """Delete the user pools with this name and these tags, with all that is in them. Prints how far it is.

    The tags are read right before each deletion. A pool that is gone by then is no error.

    Returns:
        the ids of the pools that it deleted.

    Raises:
        ValueError: no tag is given.
        CleanUpError: AWS refused something, or did not answer. What could go has gone; the next run does the rest.
    """
    try:
        waiting = _ids(cognito, name)
    except (BotoCoreError, ClientError) as error:
        raise CleanUpError(f"Your user pools cannot be listed: {_reason(error)} Nothing was deleted.") from error
    deleted: list[str] = []
    left: dict[str, list[str]] = {}
    while waiting:
        pool_id = waiting.pop(0)
        try:
            if _describe(cognito, pool_id, tags) and _delete(cognito, pool_id):
                deleted.append(pool_id)
        except (BotoCoreError, ClientError) as error:
            same_fate = [] if _concerns_one_pool(error) else waiting
            left.setdefault(_reason(error), []).extend([pool_id, *same_fate])
            same_fate.clear()
        _show_progress(len(deleted), len(waiting))
    if left:
        raise CleanUpError(_what_is_left(left, deleted))
    return deleted


def _ids(cognito: Any, name: str) -> list[str]:
    pages = cognito.get_paginator("list_user_pools").paginate(MaxResults=60)
    listed = [pool for page in pages for pool in page["UserPools"]]
    return [pool["Id"] for pool in listed if f"{pool['Name']} ".startswith(f"{name} ")]


def _describe(cognito: Any, pool_id: str, tags: dict[str, str]) -> dict[str, Any] | None:
    """A user pool; None if it is gone, or lacks one of the tags."""
    if not tags:
        raise ValueError("Without a tag, any user pool of this name would be taken for the lab's. Give its tags.")
    try:
        pool = cognito.describe_user_pool(UserPoolId=pool_id)["UserPool"]
    except cognito.exceptions.ResourceNotFoundException:
        return None
    return pool if tags.items() <= pool.get("UserPoolTags", {}).items() else None


def _delete(cognito: Any, pool_id: str) -> bool:
    """Delete a user pool. False if it is gone already."""
    try:
        cognito.delete_user_pool(UserPoolId=pool_id)
    except cognito.exceptions.ResourceNotFoundException:
        return False
    return True


def _show_progress(deleted: int, waiting: int) -> None:
    """A line that is written over itself, so that it has to be as long as the one before."""
    line = f"User pools deleted: {deleted}" + (f", to look at: {waiting}" if waiting else "")
    print(line.ljust(40), end="\r" if waiting else "\n", flush=True)


def _what_is_left(left: dict[str, list[str]], deleted: list[str]) -> str:
    pools = " ".join(f"{', '.join(ids)}: {reason}" for reason, ids in left.items())
    return f"Left are {pools} Deleted: {', '.join(deleted) or 'none'}. Mend that, then run it again for the rest."


def _reason(error: Exception) -> str:
    """Why AWS did not do it: a permission that is missing, too many calls, or AWS's own words."""
    if not isinstance(error, ClientError):
        return f"{str(error).rstrip('.')}."
    if error.response["Error"]["Code"] == "AccessDeniedException":
        return f"you lack the IAM permission cognito-idp:{error.operation_name}."
    if _is_throttled(error):
        return "AWS asks you to go slower; wait a minute."
    return f"{error.response['Error']['Message'].rstrip('.')}."


def _concerns_one_pool(error: Exception) -> bool:
    """Whether the next user pool may fare better."""
    return isinstance(error, ClientError) and not _is_throttled(error)


def _is_throttled(error: ClientError) -> bool:
    return bool(re.search("TooManyRequests|Throttl", error.response["Error"]["Code"]))
