"""Find the user pools that the lab made for one learner, and delete them and no others.

A user pool is the learner's if it has both the name and the tags of the learner's pools. The name alone is not
enough: anyone can give it to a pool. ListUserPools returns the names; the tags need one DescribeUserPool per pool.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Callable

from botocore.exceptions import BotoCoreError, ClientError

from helpers.errors import CleanUpError
from helpers.owner import MADE_BY, TAG

DENIED = "AccessDeniedException"
Pool = dict[str, Any]  # as DescribeUserPool shows it


def find(cognito: Any, name: str, tags: dict[str, str]) -> Iterator[Pool]:
    """The user pools with this name and these tags, as DescribeUserPool shows them.

    Args:
        cognito: `boto3.client("cognito-idp")`; its account and region are searched.
        name: the name of the pools. More may follow after a space, as in "cognito-lab-ada foreign".
        tags: a pool must have all of these tags, with these values.

    Raises:
        ValueError: no tag is given.
    """
    for pool_id in _ids(cognito, name):
        pool = _describe(cognito, pool_id)
        if has(pool, tags):
            yield pool


def has(pool: Pool, tags: dict[str, str]) -> bool:
    """Whether a user pool has all of these tags, with these values.

    Raises:
        ValueError: no tag is given.
    """
    if not tags:
        raise ValueError("Without tags, any user pool with this name would count as the lab's. Pass its tags.")
    return tags.items() <= pool.get("UserPoolTags", {}).items()


def left_alone(cognito: Any, tags: dict[str, str], was_called: Callable[[str], bool]) -> Iterator[str]:
    """A sentence about each user pool that looks like the learner's, and that `delete` leaves alone.

    Args:
        cognito: `boto3.client("cognito-idp")`; its account and region are searched.
        tags: the tags of the learner's pools.
        was_called: whether an earlier version of the lessons may have given the learner this name. It may have
            given the same name to others, so nobody can tell whose those pools are.
    """
    try:
        for pool_id, pool_name in _listed(cognito).items():
            prefix, _, name = pool_name.split(" ")[0].partition(f"{TAG}-")
            if not prefix and (name == tags[TAG] or was_called(name)):
                pool = _describe_if_allowed(cognito, pool_id, instead={"UserPoolTags": {TAG: name}})
                if has(pool, {TAG: name}) and not has(pool, tags):
                    yield f"{pool_id} ({pool_name}) is left alone: {_why(pool, pool_id, tags)}"
    except (BotoCoreError, ClientError) as error:
        yield f"The search for pools that look like yours failed: {_reason(error)}"


def delete(cognito: Any, name: str, tags: dict[str, str]) -> list[str]:
    """Delete the user pools with this name and these tags, and everything in them. Prints its progress.

    Reads the tags of each pool just before it deletes the pool. A pool that no longer exists is not an error.

    Returns:
        the ids of the deleted pools.

    Raises:
        ValueError: no tag is given.
        CleanUpError: AWS refused a call, or did not answer. The message says what is left. Run it again for that.
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
            pool = _describe(cognito, pool_id)
            if has(pool, tags) and _delete(cognito, pool):
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


def _listed(cognito: Any) -> dict[str, str]:
    """The names of all user pools of this account and region, by id."""
    pages = cognito.get_paginator("list_user_pools").paginate(MaxResults=60)
    return {pool["Id"]: pool["Name"] for page in pages for pool in page["UserPools"]}


def _ids(cognito: Any, name: str) -> list[str]:
    return [pool_id for pool_id, listed in _listed(cognito).items() if f"{listed} ".startswith(f"{name} ")]


def _describe(cognito: Any, pool_id: str) -> Pool:
    """A user pool; empty if it no longer exists."""
    try:
        return cognito.describe_user_pool(UserPoolId=pool_id)["UserPool"]
    except cognito.exceptions.ResourceNotFoundException:
        return {}


def _describe_if_allowed(cognito: Any, pool_id: str, *, instead: Pool) -> Pool:
    """A user pool; `instead` if the caller may not see it, as with a policy that goes by the tags."""
    try:
        return _describe(cognito, pool_id)
    except ClientError as error:
        if error.response["Error"]["Code"] != DENIED:
            raise
        return instead


def _why(pool: Pool, pool_id: str, tags: dict[str, str]) -> str:
    """Why a user pool that looks like the learner's is left alone, and what the learner can do."""
    if has(pool, {TAG: tags[TAG]}):
        return f"it has your name, but {pool['UserPoolTags'].get(MADE_BY, 'someone else')} created it."
    return (
        "an earlier version of the lessons created it, for you or for someone else. If it is yours, delete it: "
        f'boto3.client("cognito-idp").delete_user_pool(UserPoolId="{pool_id}")'
    )


def _delete(cognito: Any, pool: Pool) -> bool:
    """Delete a user pool, and first its domain, as AWS demands. Returns False if the pool no longer exists."""
    try:
        if "Domain" in pool:
            cognito.delete_user_pool_domain(UserPoolId=pool["Id"], Domain=pool["Domain"])
        cognito.delete_user_pool(UserPoolId=pool["Id"])
    except cognito.exceptions.ResourceNotFoundException:
        return False
    return True


def _show_progress(deleted: int, waiting: int) -> None:
    """Overwrite the line printed before. All lines have the same length, so nothing of the old one remains."""
    line = f"User pools deleted: {deleted}" + (f", to check: {waiting}" if waiting else "")
    print(line.ljust(40), end="\r" if waiting else "\n", flush=True)


def _what_is_left(left: dict[str, list[str]], deleted: list[str]) -> str:
    pools = " ".join(f"{', '.join(ids)}: {reason}" for reason, ids in left.items())
    return f"Left: {pools} Deleted: {', '.join(deleted) or 'none'}. Fix the cause, then run it again."


def _reason(error: Exception) -> str:
    """Why a call failed: a missing permission, too many calls, or AWS's own message."""
    if not isinstance(error, ClientError):
        return f"{str(error).rstrip('.')}."
    if error.response["Error"]["Code"] == DENIED:
        return f"you lack the IAM permission cognito-idp:{error.operation_name}."
    if _is_throttled(error):
        return "AWS got too many calls; wait a minute."
    return f"{error.response['Error']['Message'].rstrip('.')}."


def _concerns_one_pool(error: Exception) -> bool:
    """Whether the same call may succeed for another user pool."""
    return isinstance(error, ClientError) and not _is_throttled(error)


def _is_throttled(error: ClientError) -> bool:
    return bool(re.search("TooManyRequests|Throttl", error.response["Error"]["Code"]))
