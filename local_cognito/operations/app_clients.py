"""CreateUserPoolClient, DescribeUserPoolClient, UpdateUserPoolClient, DeleteUserPoolClient."""

from __future__ import annotations

from ..app_client import DEFAULT_FLOWS, check_settings
from .call import Body, Call, operation


@operation("CreateUserPoolClient")
def create_user_pool_client(call: Call) -> Body:
    """Create an app client. moto stores whatever it is sent."""
    settings = _with_flows(call.body)
    check_settings(settings)
    pool = call.user_pool()
    client = pool.create_app_client(has_secret=bool(call.body.get("GenerateSecret")), settings=settings)
    return pool.ask_moto("DescribeUserPoolClient", ClientId=client.id)


@operation("DescribeUserPoolClient")
def describe_user_pool_client(call: Call) -> Body:
    """All settings of an app client, its secret included."""
    call.app_client()
    return call.pass_to_moto()


@operation("UpdateUserPoolClient")
def update_user_pool_client(call: Call) -> Body:
    """Change settings. Those that are left out return to their defaults (API reference); moto would keep them."""
    pool, client = call.app_client()
    settings = {"ClientName": client.settings["ClientName"], **_with_flows(call.body)}
    check_settings(settings)
    client.reset_settings(settings)
    return pool.ask_moto("DescribeUserPoolClient", ClientId=client.id)


@operation("DeleteUserPoolClient")
def delete_user_pool_client(call: Call) -> Body:
    """Delete an app client."""
    pool, client = call.app_client()
    del pool.clients[client.id]
    return call.pass_to_moto()


def _with_flows(settings: Body) -> Body:
    return {**settings, "ExplicitAuthFlows": list(settings.get("ExplicitAuthFlows") or DEFAULT_FLOWS)}
