"""Groups, and who is in them."""

from __future__ import annotations

from .. import clock, errors, settings
from ..group import Group
from ..user_pool import UserPool
from .call import Body, Call, operation
from .paging import page
from .user_lists import user_page

SETTINGS = ("Description", "RoleArn", "Precedence")


@operation("CreateGroup")
def create_group(call: Call) -> Body:
    """Create a group."""
    pool, name = call.user_pool(), call.body["GroupName"]
    settings.check(call.operation, call.body)
    if name in pool.groups:
        raise errors.GROUP_EXISTS()
    pool.groups[name] = Group(name, _settings(call))
    return {"Group": _show(pool, pool.groups[name])}


@operation("GetGroup")
def get_group(call: Call) -> Body:
    """A group."""
    return {"Group": _show(call.user_pool(), _find(call))}


@operation("UpdateGroup")
def update_group(call: Call) -> Body:
    """Change the settings that are sent, and leave the others."""
    group = _find(call)
    settings.check(call.operation, call.body)
    group.settings.update(_settings(call))
    group.modified = clock.timestamp()
    return {"Group": _show(call.user_pool(), group)}


@operation("DeleteGroup")
def delete_group(call: Call) -> Body:
    """Delete a group. Its members stay."""
    pool, group = call.user_pool(), _find(call)
    for user in pool.users():
        user.leave(group)
    del pool.groups[group.name]
    return {}


@operation("ListGroups")
def list_groups(call: Call) -> Body:
    """The groups of the pool."""
    return _page(call, call.user_pool(), list(call.user_pool().groups.values()))


@operation("AdminListGroupsForUser")
def admin_list_groups_for_user(call: Call) -> Body:
    """The groups of a user."""
    return _page(call, call.user_pool(), call.user().groups)


@operation("AdminAddUserToGroup")
def admin_add_user_to_group(call: Call) -> Body:
    """Put a user into a group. A user who is in it already stays in it."""
    call.user().join(_find(call))
    return {}


@operation("AdminRemoveUserFromGroup")
def admin_remove_user_from_group(call: Call) -> Body:
    """Take a user out of a group. A user who is not in it stays out of it."""
    call.user().leave(_find(call))
    return {}


@operation("ListUsersInGroup")
def list_users_in_group(call: Call) -> Body:
    """The members of a group."""
    pool, group = call.user_pool(), _find(call)
    members = [user for user in pool.users() if group in user.groups]
    return user_page(call, members)


def _find(call: Call) -> Group:
    group = call.user_pool().groups.get(call.body["GroupName"])
    if group is None:
        raise errors.NO_SUCH_GROUP()
    return group


def _settings(call: Call) -> Body:
    return {name: call.body[name] for name in SETTINGS if name in call.body}


def _page(call: Call, pool: UserPool, groups: list[Group]) -> Body:
    return page(
        call,
        "Groups",
        groups,
        key=lambda group: [group.created, group.name],
        show=lambda group: _show(pool, group),
    )


def _show(pool: UserPool, group: Group) -> Body:
    return {
        "GroupName": group.name,
        "UserPoolId": pool.id,
        **group.settings,
        "LastModifiedDate": group.modified,
        "CreationDate": group.created,
    }
