"""Groups, domains, resource servers, tags, and lists that come in pages."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import partial
from typing import Any

from local_cognito.conformance.row import DOC, HEARSAY, SEEN, Row
from local_cognito.conformance.world import NAME, World, claims, in_turn, outcome, tokens

NO_GROUP = "ResourceNotFoundException: Group not found."
BAD_TOKEN = "InvalidParameterException: Invalid pagination token."
GROUP_API = "API, CreateGroup"
ROLE = "arn:aws:iam::123456789012:role/{}"
TAGS = {"team": "red", "cost": "1"}


# --- acts -------------------------------------------------------------------------------------------------------


def group(w: World, name: str = "staff", **settings: Any) -> dict[str, Any]:
    return w.aws.create_group(UserPoolId=w.user_pool_id, GroupName=name, **settings)["Group"]


def groups_of_access_token(w: World) -> list[str]:
    id_claims(w, ("b", 2, "b"), ("a", 1, "a"))
    return sorted(claims(w.access_token())["cognito:groups"])


def groups_after_refresh(w: World) -> list[Any]:
    before = tokens(w.sign_in())
    group(w)
    w.admin("admin_add_user_to_group", GroupName="staff")
    after = tokens(w.refresh(before["RefreshToken"]))
    return [claims(each["AccessToken"]).get("cognito:groups") for each in (before, after)]


def id_claims(w: World, *groups: tuple[str, int, str]) -> dict[str, Any]:
    """The claims of a user in these groups, each with a precedence and a role."""
    for name, precedence, role in groups:
        group(w, name, Precedence=precedence, RoleArn=ROLE.format(role))
        w.admin("admin_add_user_to_group", GroupName=name)
    return claims(tokens(w.sign_in())["IdToken"])


def of_no_group(w: World, call: Callable[[World, dict[str, str]], Any]) -> Any:
    """A call on a group that does not exist."""
    return call(w, {"UserPoolId": w.user_pool_id, "GroupName": "nowhere"})


def members_after(w: World, *operations: str) -> str:
    """Join a group, do these operations on the user, and count its members and the user's groups."""
    group(w)
    w.admin("admin_add_user_to_group", GroupName="staff")
    for operation in operations:
        w.admin(operation, GroupName="staff")
    pool = {"UserPoolId": w.user_pool_id}
    members = w.aws.list_users_in_group(**pool, GroupName="staff")["Users"]
    return f"{len(members)}, {len(w.admin('admin_list_groups_for_user')['Groups'])}"


def leave_by(w: World, operation: str) -> list[str]:
    """The group's members, or the user's groups, after the other is deleted."""
    group(w)
    w.admin("admin_add_user_to_group", GroupName="staff")
    pool = {"UserPoolId": w.user_pool_id}
    if operation == "DeleteGroup":
        w.aws.delete_group(**pool, GroupName="staff")
        return w.admin("admin_list_groups_for_user")["Groups"]
    w.admin("admin_delete_user")
    return w.aws.list_users_in_group(**pool, GroupName="staff")["Users"]


def update_group(w: World) -> list[Any]:
    made = group(w, Description="old", Precedence=1)
    w.aws.update_group(UserPoolId=w.user_pool_id, GroupName="staff", Description="new")
    now = w.aws.get_group(UserPoolId=w.user_pool_id, GroupName="staff")["Group"]
    return [now["Description"], now["Precedence"], now["CreationDate"] == made["CreationDate"]]


def prefix() -> str:
    return f"test-{secrets.token_hex(6)}"


def domain(w: World, name: str, **settings: Any) -> dict[str, Any]:
    return w.aws.create_user_pool_domain(UserPoolId=w.user_pool_id, Domain=name, **settings)


def domain_of_another(w: World) -> dict[str, Any]:
    name = prefix()
    domain(w.another_pool(), name)
    return domain(w, name)


def delete_with_domain(w: World) -> str:
    name = prefix()
    pool = {"UserPoolId": w.user_pool_id}
    return in_turn(
        lambda: domain(w, name),
        lambda: w.aws.delete_user_pool(**pool),
        lambda: w.aws.delete_user_pool_domain(**pool, Domain=name),
        lambda: w.aws.delete_user_pool(**pool),
    )


def shown_domain(w: World) -> list[Any]:
    name = prefix()
    domain(w, name)
    shown = w.aws.describe_user_pool_domain(Domain=name)["DomainDescription"]
    pool = w.aws.describe_user_pool(UserPoolId=w.user_pool_id)["UserPool"]
    return [shown["Status"], shown["ManagedLoginVersion"], pool["Domain"] == name]


def server(w: World, *scopes: str, update: bool = False) -> dict[str, Any]:
    call = w.aws.update_resource_server if update else w.aws.create_resource_server
    entries = [{"ScopeName": scope, "ScopeDescription": scope} for scope in scopes]
    options = {"Scopes": entries} if entries else {}
    return call(UserPoolId=w.user_pool_id, Identifier="shop", Name="Shop", **options)["ResourceServer"]


def scope_of_server(w: World) -> str:
    """A client with a scope before its resource server has it, and after."""
    make = lambda: w.client(AllowedOAuthScopes=["shop/read"]) and "made"  # noqa: E731
    return in_turn(make, lambda: server(w, "read"), make)


def delete_server(w: World) -> dict[str, Any]:
    server(w)
    ids = {"UserPoolId": w.user_pool_id, "Identifier": "shop"}
    w.aws.delete_resource_server(**ids)
    return w.aws.describe_resource_server(**ids)


def tags_after(w: World, change: Callable[[Any, str], Any]) -> list[str]:
    pool = w.aws.create_user_pool(PoolName="tagged", UserPoolTags=TAGS)["UserPool"]
    change(w.aws, pool["Arn"])
    listed = w.aws.list_tags_for_resource(ResourceArn=pool["Arn"])["Tags"]
    shown = w.aws.describe_user_pool(UserPoolId=pool["Id"])["UserPool"]["UserPoolTags"]
    listed.pop(NAME, None)  # at other endpoints, all pools carry it
    shown.pop(NAME, None)
    return [f"{name}={value}" for name, value in sorted(listed.items())] if listed == shown else ["not the same"]


def pages(w: World) -> list[list[str]]:
    """The names of five groups in pages of two. The last group of each page is deleted after the page is read."""
    names = [f"group-{number}" for number in range(5)]
    for name in names:
        group(w, name)
    pool, read = {"UserPoolId": w.user_pool_id}, []
    options: dict[str, str] = {}
    while True:
        answer = w.aws.list_groups(**pool, Limit=2, **options)
        read.append([entry["GroupName"] for entry in answer["Groups"]])
        if "NextToken" not in answer:
            return read
        w.aws.delete_group(**pool, GroupName=read[-1][-1])
        options = {"NextToken": answer["NextToken"]}


def foreign_token(w: World) -> dict[str, Any]:
    """The token of one pool's list, in the list of another."""
    for name in ("a", "b"):
        group(w, name)
    token = w.aws.list_groups(UserPoolId=w.user_pool_id, Limit=1)["NextToken"]
    return w.aws.list_groups(UserPoolId=w.another_pool().user_pool_id, NextToken=token)


# --- rows -------------------------------------------------------------------------------------------------------
# fmt: off

GROUPS = [
    Row("group-same_name", "CreateGroup with a name that a group has",
        lambda w: [group(w) for _ in range(2)] and "made",
        "GroupExistsException: A group with the name already exists.",
        "type: API; text is common knowledge", HEARSAY),
    Row("group-members_of_answer", "the members of CreateGroup's answer",
        lambda w: sorted(group(w)),
        "['CreationDate', 'GroupName', 'LastModifiedDate', 'UserPoolId']", "API, GroupType", DOC),
    Row("group-update", "a group's Description, Precedence, and whether CreationDate is as before, after an "
        "UpdateGroup with a Description",
        update_group,
        "['new', 1, True]", "API, UpdateGroup", DOC, True),
    *[Row(f"group-unknown-{operation}", f"{operation} with a group that does not exist",
          partial(of_no_group, call=call),
          NO_GROUP, "type: API; text is common knowledge", HEARSAY)
      for operation, call in {
          "GetGroup": lambda w, ids: w.aws.get_group(**ids),
          "UpdateGroup": lambda w, ids: w.aws.update_group(**ids),
          "DeleteGroup": lambda w, ids: w.aws.delete_group(**ids),
          "ListUsersInGroup": lambda w, ids: w.aws.list_users_in_group(**ids),
          "AdminAddUserToGroup":
              lambda w, ids: w.aws.admin_add_user_to_group(**ids, Username=w.username),
          "AdminRemoveUserFromGroup":
              lambda w, ids: w.aws.admin_remove_user_from_group(**ids, Username=w.username),
      }.items()],
    Row("group-unknown_user", "AdminAddUserToGroup with a user who does not exist",
        lambda w: group(w) and w.aws.admin_add_user_to_group(
            UserPoolId=w.user_pool_id, GroupName="staff", Username=w.unknown_username),
        "UserNotFoundException: User does not exist.", "API", DOC, True),
    Row("group-twice", "the members of a group and the user's groups, after AdminAddUserToGroup twice",
        lambda w: members_after(w, "admin_add_user_to_group"),
        "1, 1", "API, AdminAddUserToGroup", DOC, True),
    Row("group-left", "the members of a group and the user's groups, after AdminRemoveUserFromGroup twice",
        lambda w: members_after(w, "admin_remove_user_from_group", "admin_remove_user_from_group"),
        "0, 0", "API, AdminRemoveUserFromGroup", DOC, True),
    Row("group-deleted", "the user's groups after DeleteGroup",
        lambda w: leave_by(w, "DeleteGroup"),
        "[]", "API, DeleteGroup", DOC, True),
    Row("group-member_deleted", "the members of the group after AdminDeleteUser",
        lambda w: leave_by(w, "AdminDeleteUser"),
        "[]", "common knowledge", HEARSAY, True),
    Row("group-access_token", "cognito:groups in the access token of a user in two groups",
        groups_of_access_token,
        "['a', 'b']", "guide, access token", DOC, True),
    Row("group-refreshed", "cognito:groups before the user joins a group, then after a refresh",
        groups_after_refresh,
        "[None, ['staff']]", "amazon-cognito-identity-js#531, amplify-js#3730", SEEN, True),
    Row("group-order", "cognito:groups of a user in groups of precedence 6 to 1",
        lambda w: "".join(id_claims(w, *((name, 6 - number, "a") for number, name in enumerate("abcdef")))
                          ["cognito:groups"]),
        "fedcba", "common knowledge", HEARSAY),
    Row("group-role", "cognito:preferred_role of a user in groups of precedence 2 and 1",
        lambda w: id_claims(w, ("b", 2, "b"), ("a", 1, "a"))["cognito:preferred_role"],
        ROLE.format("a"), GROUP_API, DOC),
    Row("group-roles", "cognito:roles of a user in two groups",
        lambda w: len(id_claims(w, ("b", 2, "b"), ("a", 1, "a"))["cognito:roles"]),
        "2", GROUP_API, DOC),
    Row("group-equal_roles",
        "whether a user in two groups of one precedence and two roles has cognito:preferred_role",
        lambda w: "cognito:preferred_role" in id_claims(w, ("b", 1, "b"), ("a", 1, "a")),
        "False", GROUP_API, DOC, True),
    Row("group-equal_role", "cognito:preferred_role of a user in two groups of one precedence and one role",
        lambda w: id_claims(w, ("b", 1, "a"), ("a", 1, "a"))["cognito:preferred_role"],
        ROLE.format("a"), GROUP_API, DOC),
]

DOMAINS = [
    Row("domain-taken", "CreateUserPoolDomain with a domain of another pool",
        domain_of_another,
        "InvalidParameterException: Domain already associated with another user pool.",
        "serverless#10135, aws-cdk-examples#402", SEEN),
    Row("domain-second", "CreateUserPoolDomain for a pool that has a domain",
        lambda w: [domain(w, prefix()) for _ in range(2)] and "made",
        "InvalidParameterException: User pool already has a domain configured.", "aws-cdk#10062", SEEN),
    Row("domain-reserved", "CreateUserPoolDomain with a domain that contains aws",
        lambda w: domain(w, f"laws-{prefix()}"),
        "InvalidParameterException: Domain cannot contain reserved word: aws", "public threads", SEEN),
    Row("domain-blocks_deletion", "DeleteUserPool for a pool with a domain, then without",
        delete_with_domain,
        "done, then InvalidParameterException: User pool cannot be deleted. It has a domain configured that "
        "should be deleted first., then done, then done", "terraform-provider-aws#16479", SEEN),
    Row("domain-shown", "a domain's Status and ManagedLoginVersion, and whether DescribeUserPool has it",
        shown_domain,
        "['ACTIVE', 1, True]", "API, DomainDescriptionType", DOC),
    Row("domain-unknown", "DescribeUserPoolDomain with a domain that no pool has",
        lambda w: w.aws.describe_user_pool_domain(Domain=prefix())["DomainDescription"] or "empty",
        "empty", "amplify-cli's tests", SEEN, True),
    Row("domain-delete_unknown", "DeleteUserPoolDomain with a domain that the pool does not have",
        lambda w: w.aws.delete_user_pool_domain(UserPoolId=w.user_pool_id, Domain=prefix()),
        "InvalidParameterException: No such domain or user pool exists.", "amplify-cli's tests", SEEN),
    Row("domain-delete_other", "DeleteUserPoolDomain with another domain than the pool's",
        lambda w: domain(w, prefix()) and w.aws.delete_user_pool_domain(
            UserPoolId=w.user_pool_id, Domain=prefix()),
        "InvalidParameterException: No such domain or user pool exists.", "text of amplify-cli's tests", HEARSAY),
    Row("domain-managed", "CreateUserPoolDomain with ManagedLoginVersion=2 in the tier ESSENTIALS",
        lambda w: domain(w, prefix(), ManagedLoginVersion=2)["ManagedLoginVersion"],
        "2", "API, ManagedLoginVersion", DOC),
    Row("domain-update_unknown", "UpdateUserPoolDomain with a domain that the pool does not have",
        lambda w: w.aws.update_user_pool_domain(UserPoolId=w.user_pool_id, Domain=prefix()),
        "InvalidParameterException: No such domain or user pool exists.", "text of DeleteUserPoolDomain", HEARSAY),
    Row("domain-tier", "CreateUserPoolDomain with ManagedLoginVersion=2 in the tier LITE",
        lambda w: outcome(domain, w.set_up(pool={"UserPoolTier": "LITE"}), prefix(),
                          ManagedLoginVersion=2).partition(":")[0],
        "FeatureUnavailableInTierException", "API, ManagedLoginVersion", DOC),
    Row("domain-version", "CreateUserPoolDomain with ManagedLoginVersion=3",
        lambda w: outcome(domain, w, prefix(), ManagedLoginVersion=3).partition(":")[0],
        "InvalidParameterException", "API, ManagedLoginVersion", DOC),
]

SERVERS = [
    Row("server-twice", "CreateResourceServer with an Identifier that exists",
        lambda w: [server(w) for _ in range(2)] and "made",
        "InvalidParameterException: shop already exists in user pool {pool}.", "common knowledge", HEARSAY, True),
    Row("server-unknown", "DescribeResourceServer with an Identifier that does not exist",
        lambda w: w.aws.describe_resource_server(UserPoolId=w.user_pool_id, Identifier="shop"),
        "ResourceNotFoundException: Resource server shop does not exist.",
        "type: API; text of moto", HEARSAY, True),
    Row("server-deleted", "DescribeResourceServer after DeleteResourceServer",
        delete_server,
        "ResourceNotFoundException: Resource server shop does not exist.", "type: API; text of moto", HEARSAY),
    Row("server-update", "the scopes after an UpdateResourceServer that leaves them out",
        lambda w: [server(w, "read"), server(w, update=True)][1]["Scopes"],
        "[]", "API, UpdateResourceServer", DOC),
    Row("server-scope", "a client with a scope, before and after its resource server is created",
        scope_of_server,
        "ScopeDoesNotExistException: Invalid scope requested: shop/read, then done, then made",
        "cfn-guide#564", SEEN),
    Row("server-scope_twice", "CreateResourceServer with the same scope twice",
        lambda w: outcome(server, w, "read", "read").partition(":")[0],
        "InvalidParameterException", "common knowledge", HEARSAY),
]

TAGGING = [
    Row("tags-add", "a pool's tags after TagResource with an old key and a new one",
        lambda w: tags_after(
            w, lambda aws, arn: aws.tag_resource(ResourceArn=arn, Tags={"team": "blue", "new": ""})),
        "['cost=1', 'new=', 'team=blue']", "API, TagResource", DOC),
    Row("tags-remove", "a pool's tags after UntagResource with a key that it has and one that it has not",
        lambda w: tags_after(w, lambda aws, arn: aws.untag_resource(ResourceArn=arn, TagKeys=["team", "other"])),
        "['cost=1']", "API, UntagResource", DOC),
    Row("tags-unknown", "ListTagsForResource with the ARN of no pool",
        lambda w: outcome(w.aws.list_tags_for_resource, ResourceArn=ROLE.format("a")).partition(":")[0],
        "ResourceNotFoundException", "API, ListTagsForResource", DOC),
]

LISTS = [
    Row("pages-all", "five groups in pages of two, each page's last group deleted before the next page is read",
        pages,
        "[['group-0', 'group-1'], ['group-2', 'group-3'], ['group-4']]", "API, ListGroups", DOC, True),
    Row("pages-bad_token", "ListGroups with a NextToken that Cognito did not make",
        lambda w: w.aws.list_groups(UserPoolId=w.user_pool_id, NextToken="abc"),
        BAD_TOKEN, "our wording", HEARSAY),
    Row("pages-foreign_token", "ListGroups with the NextToken of another pool's list",
        foreign_token,
        BAD_TOKEN, "our wording", HEARSAY),
    Row("pages-empty", "the members of ListGroups' answer when there is no further page",
        lambda w: sorted(set(w.aws.list_groups(UserPoolId=w.user_pool_id)) - {"ResponseMetadata"}),
        "['Groups']", "API, ListGroups", DOC, True),
    Row("providers-no_identifier", "GetIdentityProviderByIdentifier with an identifier that no provider has",
        lambda w: outcome(w.aws.get_identity_provider_by_identifier, UserPoolId=w.user_pool_id,
                          IdpIdentifier="Google").partition(":")[0],
        "ResourceNotFoundException", "API, GetIdentityProviderByIdentifier", DOC),
    Row("providers-none", "DescribeIdentityProvider with a provider that does not exist",
        lambda w: outcome(w.aws.describe_identity_provider, UserPoolId=w.user_pool_id,
                          ProviderName="Google").partition(":")[0],
        "ResourceNotFoundException", "API, DescribeIdentityProvider", DOC, True),
]

SECTIONS = {
    "Groups": GROUPS,
    "Domains": DOMAINS,
    "Resource servers": SERVERS,
    "Tags": TAGGING,
    "Lists": LISTS,
}
