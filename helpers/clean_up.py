"""Find the user pools that the lab made, and delete them and no others.

A user pool belongs to the lab if it has both the lab's name and the lab's tag. The name alone is not enough:
anyone can give it to a pool. ListUserPools returns the names; the tags need one DescribeUserPool per pool.
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
        cognito: `boto3.client("cognito-idp")`; its account and region are searched.
        name: the name of the pools. More may follow after a space, as in "cognito-lab-ada foreign".
        tags: a pool must have all of these tags, with these values.

    Raises:
        ValueError: no tag is given.
    """
    for pool_id in _ids(cognito, name):
        pool = _describe(cognito, pool_id, tags)
        if pool:
            yield pool


def delete(cognito: Any, name: str, tags: dict[str, str]) -> list[str]:
    """Delete the user pools with this name and these tags, and everything in them. Prints its progress.

    Reads the tags of each pool just before it deletes the pool. A pool that no longer exists is not an error.

    Returns:
        the ids of the deleted pools.

    Raises:
        ValueError: no tag is given.
        CleanUpError: AWS refused a call, or did not answer. The text says what is left. Run it again for that.
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
            failed = [pool_id]
            if not _concerns_one_pool(error):
                failed += waiting
                waiting = []
            left.setdefault(_reason(error), []).extend(failed)
        _show_progress(len(deleted), len(waiting))
    if left:
        raise CleanUpError(_what_is_left(left, deleted))
    return deleted


def _ids(cognito: Any, name: str) -> list[str]:
    pages = cognito.get_paginator("list_user_pools").paginate(MaxResults=60)
    listed = [pool for page in pages for pool in page["UserPools"]]
    return [pool["Id"] for pool in listed if f"{pool['Name']} ".startswith(f"{name} ")]


def _describe(cognito: Any, pool_id: str, tags: dict[str, str]) -> dict[str, Any] | None:
    """A user pool; None if it no longer exists, or lacks one of the tags."""
    if not tags:
        raise ValueError("Without a tag, any user pool of this name would be taken for the lab's. Give its tags.")
    try:
        pool = cognito.describe_user_pool(UserPoolId=pool_id)["UserPool"]
    except cognito.exceptions.ResourceNotFoundException:
        return None
    return pool if tags.items() <= pool.get("UserPoolTags", {}).items() else None


def _delete(cognito: Any, pool_id: str) -> bool:
    """Delete a user pool. Returns False if it no longer exists."""
    try:
        cognito.delete_user_pool(UserPoolId=pool_id)
    except cognito.exceptions.ResourceNotFoundException:
        return False
    return True


def _show_progress(deleted: int, waiting: int) -> None:
    """Overwrite the line printed before. All lines have the same length, so nothing of the old one remains."""
    line = f"User pools deleted: {deleted}" + (f", to look at: {waiting}" if waiting else "")
    print(line.ljust(40), end="\r" if waiting else "\n", flush=True)


def _what_is_left(left: dict[str, list[str]], deleted: list[str]) -> str:
    pools = " ".join(f"{', '.join(ids)}: {reason}" for reason, ids in left.items())
    return f"Left are {pools} Deleted: {', '.join(deleted) or 'none'}. Fix that, then run it again for the rest."


def _reason(error: Exception) -> str:
    """Why a call failed: a missing permission, too many calls, or AWS's own message."""
    if not isinstance(error, ClientError):
        return f"{str(error).rstrip('.')}."
    if error.response["Error"]["Code"] == "AccessDeniedException":
        return f"you lack the IAM permission cognito-idp:{error.operation_name}."
    if _is_throttled(error):
        return "AWS asks you to go slower; wait a minute."
    return f"{error.response['Error']['Message'].rstrip('.')}."


def _concerns_one_pool(error: Exception) -> bool:
    """Whether the same call may succeed for another user pool."""
    return isinstance(error, ClientError) and not _is_throttled(error)


def _is_throttled(error: ClientError) -> bool:
    return bool(re.search("TooManyRequests|Throttl", error.response["Error"]["Code"]))
