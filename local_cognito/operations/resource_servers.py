"""Resource servers: APIs, and the scopes that app clients can be allowed to ask for."""

from __future__ import annotations

from .. import errors, settings
from .call import Body, Call, operation
from .paging import page


@operation("CreateResourceServer")
def create_resource_server(call: Call) -> Body:
    """Create a resource server."""
    pool, identifier = call.user_pool(), call.body["Identifier"]
    if identifier in pool.resource_servers:
        raise errors.RESOURCE_SERVER_EXISTS(identifier=identifier, user_pool_id=pool.id)
    return _store(call)


@operation("DescribeResourceServer")
def describe_resource_server(call: Call) -> Body:
    """A resource server."""
    return {"ResourceServer": _find(call)}


@operation("UpdateResourceServer")
def update_resource_server(call: Call) -> Body:
    """Change the name and the scopes. If they are left out, there are no scopes afterwards (API reference)."""
    _find(call)
    return _store(call)


@operation("DeleteResourceServer")
def delete_resource_server(call: Call) -> Body:
    """Delete a resource server with its scopes."""
    _find(call)
    del call.user_pool().resource_servers[call.body["Identifier"]]
    return {}


@operation("ListResourceServers")
def list_resource_servers(call: Call) -> Body:
    """The resource servers of the pool."""
    servers = call.user_pool().resource_servers.values()
    return page(
        call, "ResourceServers", servers, key=lambda server: [server["Identifier"]], show=lambda server: server
    )


def _find(call: Call) -> Body:
    identifier = call.body["Identifier"]
    server = call.user_pool().resource_servers.get(identifier)
    if server is None:
        raise errors.NO_SUCH_RESOURCE_SERVER(identifier=identifier)
    return server


def _store(call: Call) -> Body:
    pool, scopes = call.user_pool(), call.body.get("Scopes", [])
    if len({scope["ScopeName"] for scope in scopes}) < len(scopes):
        raise errors.SCOPE_TWICE()
    settings.check(call.operation, call.body)
    server = {
        "UserPoolId": pool.id,
        "Identifier": call.body["Identifier"],
        "Name": call.body["Name"],
        "Scopes": scopes,
    }
    pool.resource_servers[server["Identifier"]] = server
    return {"ResourceServer": server}
