"""The checks of lesson 09: move to AWS, and clean up."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from helpers.owner import MADE_BY, TAG

from .verdict import NotYet, check, expect, result


@check
def may_go(may_go: Any) -> str:
    """A function of a user pool and an owner, tried on invented pools."""
    ada, bob = (f"{name}-{secrets.token_hex(2)}" for name in ("ada", "bob"))
    pools: tuple[tuple[dict[str, Any], str], ...] = (
        ({"UserPoolTags": {TAG: ada, MADE_BY: "user/ada"}}, "This one is the owner's, and would stay for ever."),
        ({"UserPoolTags": {"stage": "test"}}, "This one has the lab's name and not its tag, and would be gone."),
        ({}, "This one has the lab's name and no tags at all, and would be gone."),
        (
            {"UserPoolTags": {TAG: bob, MADE_BY: "user/bob"}},
            "This one carries the lab's tag, and belongs to another learner.",
        ),
        (
            {"UserPoolTags": {"project": ada}},
            "This one has the right value under another tag, and would be gone.",
        ),
    )
    for number, (tags, thought) in enumerate(pools):
        pool = {"Id": "us-east-1_AbCdEfGhI", "Name": f"{TAG}-{ada}", **tags}
        if bool(result(may_go, pool, ada)) is not (number == 0):
            shown = f"`{tags}`" if tags else "no tags"
            raise NotYet(f"{thought} Your function was asked about a pool with {shown}, for `{ada}`.")
    return "Five pools were tried, and the one that is the owner's goes, alone."


@check
def without_condition(action: Any, policy: Mapping[str, Any]) -> str:
    """The action that a policy allows on every user pool, whatever its tags."""
    action = expect(action, str, 'the name of one action, a text such as `"cognito-idp:GetUser"`')
    statements = [each for each in policy["Statement"] if action in each["Action"]]
    if not statements:
        raise NotYet("The policy above does not name this action. Copy one of its own, `cognito-idp:` and all.")
    condition: Mapping[str, str] = next(iter(statements[0].get("Condition", {}).values()), {})
    if any("RequestTag" in key for key in condition):
        raise NotYet("This one has a condition: the pool that is made must carry the tag.")
    if condition:
        raise NotYet("This one has a condition: the pool must carry the tag already.")
    return "Whoever searches must be allowed to read the whole list: ids and names, and nothing of what is inside."
