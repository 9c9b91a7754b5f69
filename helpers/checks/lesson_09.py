"""The checks of lesson 09: move to AWS, and clean up."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from helpers.owner import MADE_BY, TAG

from .verdict import NotYet, check, expect, result


@check
def may_go(may_go: Any) -> str:
    """Whether a function finds an owner's user pool among made-up pools."""
    ada, bob = (f"{name}-{secrets.token_hex(2)}" for name in ("ada", "bob"))
    pools: tuple[tuple[dict[str, Any], str], ...] = (
        (
            {"UserPoolTags": {TAG: ada, MADE_BY: "user/ada"}},
            "This pool is the owner's, and would never be deleted.",
        ),
        (
            {"UserPoolTags": {"stage": "test"}},
            "This pool has the lab's name but not its tag, and would be deleted.",
        ),
        ({}, "This pool has the lab's name but no tags at all, and would be deleted."),
        (
            {"UserPoolTags": {TAG: bob, MADE_BY: "user/bob"}},
            "This pool has the lab's tag but belongs to another learner, and would be deleted.",
        ),
        (
            {"UserPoolTags": {"project": ada}},
            "This pool has the right value in another tag, and would be deleted.",
        ),
    )
    for number, (tags, thought) in enumerate(pools):
        pool = {"Id": "us-east-1_AbCdEfGhI", "Name": f"{TAG}-{ada}", **tags}
        if bool(result(may_go, pool, ada)) is not (number == 0):
            shown = f"`{tags}`" if tags else "no tags"
            raise NotYet(f"{thought} The check asked about a pool with {shown}, and the owner `{ada}`.")
    return "Of five pools, your function deletes only the owner's."


@check
def without_condition(action: Any, policy: Mapping[str, Any]) -> str:
    """Whether this is the action that a policy allows whatever the tags of a user pool are."""
    action = expect(action, str, 'the name of one action, a string such as `"cognito-idp:GetUser"`')
    statements = [each for each in policy["Statement"] if action in each["Action"]]
    if not statements:
        raise NotYet("This action is not in the policy above. Copy one that is, including `cognito-idp:`.")
    condition: Mapping[str, str] = next(iter(statements[0].get("Condition", {}).values()), {})
    if any("RequestTag" in key for key in condition):
        raise NotYet("This action has a condition: the new pool must get the tag.")
    if condition:
        raise NotYet("This action has a condition: the pool must already have the tag.")
    return "To find your pools, you must be allowed to list all pools, but not to see their users."
