"""The tags of user pools, by the ARN of the pool."""

from __future__ import annotations

from .. import errors, registry
from .call import Body, Call, operation


@operation("TagResource")
def tag_resource(call: Call) -> Body:
    """Add tags. A tag that the pool has already gets the new value."""
    _tags(call).update(call.body["Tags"])
    return {}


@operation("UntagResource")
def untag_resource(call: Call) -> Body:
    """Remove tags by their keys."""
    tags = _tags(call)
    for key in call.body["TagKeys"]:
        tags.pop(key, None)
    return {}


@operation("ListTagsForResource")
def list_tags_for_resource(call: Call) -> Body:
    """The tags of a user pool."""
    return {"Tags": _tags(call)}


def _tags(call: Call) -> dict[str, str]:
    """The pool's own tags, to be read or changed."""
    for pool in registry.user_pools(call.region):
        if pool.arn == call.body["ResourceArn"]:
            tags: dict[str, str] = pool.settings["UserPoolTags"]
            return tags
    raise errors.NO_SUCH_RESOURCE(arn=call.body["ResourceArn"])
