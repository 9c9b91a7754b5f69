"""Check that a list of flows opens the right ways to log in, and no others."""

from __future__ import annotations

from typing import Any

from botocore.exceptions import ClientError

from . import trial
from .verdict import NotYet, expect_strings

SURPLUS = {
    "USER_PASSWORD_AUTH": "With this list, anyone who has the client's id can log in by sending a password: "
    "one of the flows allows that.",
    "ADMIN_USER_PASSWORD_AUTH": "One of these flows is for a server with AWS keys, and there is no server here.",
    "USER_AUTH": "One of these flows lets people choose how to log in, and one of the ways sends the password.",
    "USER_SRP_AUTH": "With this client, people can log in with SRP without your server. "
    "The client is only for the server.",
}


def expect_flows(flows: Any, user_pool_id: str, *, login: str, if_closed: str) -> None:
    """Create an app client with these flows and try each flow. One login and the refresh must work, and no other.

    Args:
        login: the flow that must work, such as USER_SRP_AUTH.
        if_closed: the sentence for a client where it does not work.

    Raises:
        NotYet: this is not a list, Cognito refuses it, or the wrong flows work.
    """
    needed = {
        login: if_closed,
        "REFRESH_TOKEN_AUTH": "People can log in, but an hour later they have to type the password again.",
    }
    flows = expect_strings(flows, example='["ALLOW_CUSTOM_AUTH"]')
    if not flows:
        raise NotYet("The list is empty. Cognito would then choose for you. Name the flows yourself.")
    try:
        with trial.app_client(user_pool_id, ExplicitAuthFlows=flows) as client:
            working = trial.open_flows(user_pool_id, client["ClientId"])
    except ClientError as error:
        code = error.response["Error"]["Code"]
        raise NotYet(f"Cognito refuses this list: `{code}`. Compare each name with lesson 01's table.") from None
    for flow, sentence in SURPLUS.items():
        if flow in working and flow not in needed:
            raise NotYet(sentence)
    for flow, sentence in needed.items():
        if flow not in working:
            raise NotYet(sentence)
    if len(set(flows)) > len(needed):
        raise NotYet("This works, but the list contains a flow that nobody uses here. Leave it out.")
