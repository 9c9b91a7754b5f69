"""ListUsers: filters, attributes and pages."""

from __future__ import annotations

from functools import partial
from typing import Any

from local_cognito.conformance.cases.groups import BAD_TOKEN
from local_cognito.conformance.row import DOC, HEARSAY, Row
from local_cognito.conformance.world import World

# --- acts -------------------------------------------------------------------------------------------------------


def find(w: World, text: str) -> str:
    """Whom a filter finds: ``a`` and ``b"c`` have their names as an attribute, and ``b"c`` is disabled."""
    w.set_up(pool={"UsernameAttributes": None}, user="none")
    for name in ("a", 'b"c'):
        w.sign_up(name, UserAttributes=[{"Name": "name", "Value": name}])
    w.sign_up("d", UserAttributes=[])
    w.aws.admin_confirm_sign_up(UserPoolId=w.user_pool_id, Username="d")
    w.aws.admin_disable_user(UserPoolId=w.user_pool_id, Username='b"c')
    found = w.aws.list_users(UserPoolId=w.user_pool_id, Filter=text)["Users"]
    return " ".join(sorted(user["Username"] for user in found)) or "nobody"


def user_pages(w: World) -> list[int]:
    """How many users are on each page of two, and how many different ones on all."""
    names = [f"{number}-{w.email}" for number in range(5)]
    w.set_up(user="none")
    for name in names:
        w.create_user(name)
    pages = w.aws.get_paginator("list_users").paginate(UserPoolId=w.user_pool_id, PaginationConfig={"PageSize": 2})
    seen = [[user["Username"] for user in answer["Users"]] for answer in pages]
    return [*map(len, seen), len({name for names in seen for name in names})]


def change_filter(w: World) -> dict[str, Any]:
    """The token of one filter with another filter."""
    user_pages(w)
    pool = {"UserPoolId": w.user_pool_id, "Limit": 1}
    token = w.aws.list_users(**pool, Filter='status = "Enabled"')["PaginationToken"]
    return w.aws.list_users(**pool, Filter='status = "Disabled"', PaginationToken=token)


# --- rows -------------------------------------------------------------------------------------------------------
# fmt: off

FILTERS = {
    'name = "a"': "a",
    'name="a"': "a",
    'name ^= ""': 'a b"c',
    'name = "b\\"c"': 'b"c',
    'username = "d"': "d",
    'cognito:user_status = "confirmed"': "d",
    'cognito:user_status ^= "UNC"': 'a b"c',
    'status = "Disabled"': 'b"c',
    'status = "disabled"': "nobody",
}
#: What stock moto finds nobody for.
NOT_IN_MOTO = {'name = "b\\"c"', 'cognito:user_status = "confirmed"'}
USER_LISTS = [
    *[Row(f"users-{text}", f"whom ListUsers finds with the Filter {text}",
          partial(find, text=text), found, "API, ListUsers", DOC, text not in NOT_IN_MOTO)
      for text, found in FILTERS.items()],
    Row("users-bad_filter", "ListUsers with the Filter name",
        lambda w: w.aws.list_users(UserPoolId=w.user_pool_id, Filter="name"),
        "InvalidParameterException: Error while parsing filter", "text of moto", HEARSAY, True),
    Row("users-custom", "ListUsers with a Filter for a custom attribute",
        lambda w: w.aws.list_users(UserPoolId=w.user_pool_id, Filter='custom:plan = "a"'),
        "InvalidParameterException: Invalid search attribute: custom:plan",
        "API, ListUsers; text of moto", HEARSAY, True),
    Row("users-attributes", "the attributes in ListUsers with AttributesToGet=['email']",
        lambda w: [entry["Name"] for entry in w.set_up().aws.list_users(
            UserPoolId=w.user_pool_id, AttributesToGet=["email"])["Users"][0]["Attributes"]],
        "['email']", "API, ListUsers", DOC, True),
    Row("users-unknown_attribute", "ListUsers with an attribute that the pool does not have",
        lambda w: w.aws.list_users(UserPoolId=w.user_pool_id, AttributesToGet=["custom:plan"]),
        "InvalidParameterException: One or more requested attributes do not exist.", "common knowledge", HEARSAY),
    Row("users-pages", "how many of five users are on each page of two, and how many different ones on all",
        user_pages,
        "[2, 2, 1, 5]", "API, ListUsers", DOC, True),
    Row("users-foreign_token", "ListUsers with the PaginationToken of another Filter",
        change_filter,
        BAD_TOKEN, "API, ListUsers: the same parameters; our wording", HEARSAY),
]

SECTIONS = {"Lists of users": USER_LISTS}
