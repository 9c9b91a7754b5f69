"""App clients and their secrets."""

from __future__ import annotations

from .. import errors, scopes, settings
from ..app_client import DEFAULT_FLOWS, MAX_SECRETS, AppClient, ClientSecret, check_settings
from ..user_pool import UserPool
from .call import Body, Call, operation
from .paging import page

#: Members of the requests that are not settings of the client.
NOT_SETTINGS = ("UserPoolId", "ClientId", "GenerateSecret", "ClientSecret")
#: What no app client can be allowed to write.
NEVER_WRITABLE = {"sub", "email_verified", "phone_number_verified"}


@operation("CreateUserPoolClient")
def create_user_pool_client(call: Call) -> Body:
    """Create an app client: public, with a secret of Cognito's, or with one of the caller's."""
    pool, own_secret = call.user_pool(), call.body.get("ClientSecret")
    if own_secret and call.body.get("GenerateSecret"):
        raise errors.TWO_SECRETS_AT_ONCE()
    if own_secret:
        secrets = [ClientSecret(own_secret)]
    else:
        secrets = [ClientSecret()] if call.body.get("GenerateSecret") else []
    wanted = _settings(call)
    _check(pool, wanted, has_secret=bool(secrets), doing="creating")
    settings.check(call.operation, call.body)
    return {"UserPoolClient": pool.create_app_client(wanted, secrets).describe()}


@operation("DescribeUserPoolClient")
def describe_user_pool_client(call: Call) -> Body:
    """All settings of an app client, its secret included."""
    _, client = call.app_client()
    return {"UserPoolClient": client.describe()}


@operation("ListUserPoolClients")
def list_user_pool_clients(call: Call) -> Body:
    """The ids and names of the app clients. moto returns their secrets, too."""
    clients = [] if call.body.get("ClientType") == "DCR" else list(call.user_pool().clients.values())
    return page(call, "UserPoolClients", clients, key=lambda client: [client.created, client.id], show=_summary)


def _summary(client: AppClient) -> Body:
    return {
        "ClientId": client.id,
        "UserPoolId": client.user_pool_id,
        "ClientName": client.settings["ClientName"],
    }


@operation("UpdateUserPoolClient")
def update_user_pool_client(call: Call) -> Body:
    """Change settings. Those that are left out return to their defaults (API reference)."""
    pool, client = call.app_client()
    wanted = {"ClientName": client.settings["ClientName"], **_settings(call)}
    _check(pool, wanted, has_secret=bool(client.secrets), doing="updating")
    settings.check(call.operation, call.body)
    client.update(wanted)
    return {"UserPoolClient": client.describe()}


@operation("DeleteUserPoolClient")
def delete_user_pool_client(call: Call) -> Body:
    """Delete an app client."""
    pool, client = call.app_client()
    del pool.clients[client.id]
    pool.login_styles.pop(client.id, None)
    return call.pass_to_moto()


# --- checks ----------------------------------------------------------------------------------------------------


def _settings(call: Call) -> Body:
    """What the client is to be set to. A RefreshTokenValidity of 0 is the default (API reference)."""
    wanted = {name: value for name, value in call.body.items() if name not in NOT_SETTINGS}
    if wanted.get("RefreshTokenValidity") == 0:
        del wanted["RefreshTokenValidity"]
    return {**wanted, "ExplicitAuthFlows": list(wanted.get("ExplicitAuthFlows") or DEFAULT_FLOWS)}


def _check(pool: UserPool, wanted: Body, *, has_secret: bool, doing: str) -> None:
    """Check settings by themselves, and against what there is in the user pool.

    Args:
        doing: "creating" or "updating", for the message.
    """
    check_settings(wanted, has_secret=has_secret)
    if not all(pool.has_attribute(name) for name in wanted.get("ReadAttributes", [])):
        raise errors.BAD_READ_ATTRIBUTES(doing=doing)
    writable = set(wanted.get("WriteAttributes", []))
    missing = set(pool.required_attributes) - NEVER_WRITABLE - writable
    if not all(map(pool.has_attribute, writable)) or writable & NEVER_WRITABLE or (writable and missing):
        raise errors.BAD_WRITE_ATTRIBUTES(doing=doing)
    for name in wanted.get("SupportedIdentityProviders", []):
        if name != "COGNITO":
            raise errors.NO_SUCH_PROVIDER(name=name, user_pool_id=pool.id)
    for scope in wanted.get("AllowedOAuthScopes", []):
        if scope not in scopes.STANDARD | pool.custom_scopes:
            raise errors.NO_SUCH_SCOPE(scope=scope)


# --- secrets ---------------------------------------------------------------------------------------------------


@operation("AddUserPoolClientSecret")
def add_user_pool_client_secret(call: Call) -> Body:
    """Give a client a second secret, so that the first one can be replaced while it is in use."""
    _, client = call.app_client()
    if not client.secrets:
        raise errors.NOT_CONFIDENTIAL()
    if len(client.secrets) >= MAX_SECRETS:
        raise errors.TOO_MANY_SECRETS()
    own_secret = call.body.get("ClientSecret")
    secret = ClientSecret(own_secret) if own_secret else ClientSecret()
    client.secrets.append(secret)
    return {"ClientSecretDescriptor": {**_descriptor(secret), "ClientSecretValue": secret.value}}


@operation("ListUserPoolClientSecrets")
def list_user_pool_client_secrets(call: Call) -> Body:
    """The ids of a client's secrets, never the secrets themselves."""
    _, client = call.app_client()
    return {"ClientSecrets": [_descriptor(secret) for secret in client.secrets]}


@operation("DeleteUserPoolClientSecret")
def delete_user_pool_client_secret(call: Call) -> Body:
    """Delete one of a client's two secrets."""
    _, client = call.app_client()
    secret_id = call.body["ClientSecretId"]
    kept = [secret for secret in client.secrets if secret.id != secret_id]
    if len(kept) == len(client.secrets):
        raise errors.NO_SUCH_SECRET(secret_id=secret_id)
    if not kept:
        raise errors.LAST_SECRET()
    client.secrets = kept
    return {}


def _descriptor(secret: ClientSecret) -> Body:
    return {"ClientSecretId": secret.id, "ClientSecretCreateDate": secret.created}
