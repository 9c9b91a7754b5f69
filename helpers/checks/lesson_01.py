"""The checks of lesson 01: create a user pool and an app client."""

from __future__ import annotations

from typing import Any

from .flows import expect_flows
from .verdict import NotYet, check, echo, expect, result

OTHER_POOLS = ("eu-central-1_4xB8qLm2Z", "ap-southeast-2_Zq9WcT0aK")


@check
def flows_of_a_web_page(flows: Any, user_pool_id: str) -> str:
    """The shortest list for a page where people log in with SRP and stay logged in."""
    expect_flows(
        flows,
        user_pool_id,
        login="USER_SRP_AUTH",
        if_closed="With this list, nobody can log in by proving that they know the password.",
    )
    return "People can log in with SRP and stay logged in, and no flow on your list sends the password."


@check
def region_of(region_of: Any, user_pool_id: str) -> str:
    """A function from a user pool's id to its region, tried on pools of three regions."""
    for pool_id in (user_pool_id, *OTHER_POOLS):
        given = expect(result(region_of, pool_id), str, "a string, such as `eu-west-2`")
        region, _, random_part = pool_id.partition("_")
        if given == random_part:
            raise NotYet("That is the random part. The region is the other part.")
        if given != region:
            raise NotYet(f"For `{pool_id}` your function returns {echo(given)}.")
    return f"Your pool is in `{user_pool_id.partition('_')[0]}`, and your function also works for other regions."
