"""Styles of the managed login pages. Each belongs to one app client, which has no such pages without it.

The pages here have one look, so a style can only be the one that Cognito provides.
"""

from __future__ import annotations

import uuid

from .. import clock, errors, settings
from .call import Body, Call, operation


@operation("CreateManagedLoginBranding")
def create_managed_login_branding(call: Call) -> Body:
    """Give an app client the style that Cognito provides."""
    pool, client = call.app_client()
    _check(call)
    if client.id in pool.login_styles:
        raise errors.LOGIN_STYLE_EXISTS(client_id=client.id)
    now = clock.timestamp()
    pool.login_styles[client.id] = {
        "ManagedLoginBrandingId": str(uuid.uuid4()),
        "UserPoolId": pool.id,
        "UseCognitoProvidedValues": True,
        "CreationDate": now,
        "LastModifiedDate": now,
    }
    return {"ManagedLoginBranding": pool.login_styles[client.id]}


@operation("DescribeManagedLoginBranding")
def describe_managed_login_branding(call: Call) -> Body:
    """A style."""
    return {"ManagedLoginBranding": _find(call)[1]}


@operation("DescribeManagedLoginBrandingByClient")
def describe_managed_login_branding_by_client(call: Call) -> Body:
    """The style of an app client."""
    pool, client = call.app_client()
    if client.id not in pool.login_styles:
        raise errors.NO_SUCH_LOGIN_STYLE()
    return {"ManagedLoginBranding": pool.login_styles[client.id]}


@operation("UpdateManagedLoginBranding")
def update_managed_login_branding(call: Call) -> Body:
    """Set a style to the one that Cognito provides, which it is already."""
    _, style = _find(call)
    _check(call)
    style["LastModifiedDate"] = clock.timestamp()
    return {"ManagedLoginBranding": style}


@operation("DeleteManagedLoginBranding")
def delete_managed_login_branding(call: Call) -> Body:
    """Delete a style. From then on, the app client has no managed login pages."""
    client_id, _ = _find(call)
    del call.user_pool().login_styles[client_id]
    return {}


def _find(call: Call) -> tuple[str, Body]:
    """The app client and the style of UserPoolId and ManagedLoginBrandingId, which the API lets be left out."""
    if "UserPoolId" in call.body:
        for client_id, style in call.user_pool().login_styles.items():
            if style["ManagedLoginBrandingId"] == call.body.get("ManagedLoginBrandingId"):
                return client_id, style
    raise errors.NO_SUCH_LOGIN_STYLE()


def _check(call: Call) -> None:
    settings.check(call.operation, call.body)
    if not call.body.get("UseCognitoProvidedValues"):
        raise errors.NOT_IMPLEMENTED(what="a style other than UseCognitoProvidedValues")
