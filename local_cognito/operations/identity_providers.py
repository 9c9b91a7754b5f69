"""Identity providers such as Google. None can be created here, because nobody could sign in with them."""

from __future__ import annotations

from .. import errors
from .call import Body, Call, operation
from .paging import page


@operation("CreateIdentityProvider")
def create_identity_provider(call: Call) -> Body:
    """Refuse to create one. moto would store it, without any effect."""
    raise errors.NOT_IMPLEMENTED(what="sign-in with other identity providers")


@operation("ListIdentityProviders")
def list_identity_providers(call: Call) -> Body:
    """An empty list."""
    return page(call, "Providers", [], key=lambda provider: [provider], show=lambda provider: provider)


@operation("DescribeIdentityProvider")
@operation("UpdateIdentityProvider")
@operation("DeleteIdentityProvider")
@operation("GetIdentityProviderByIdentifier")
def find_identity_provider(call: Call) -> Body:
    """There is no such provider."""
    name = call.body.get("ProviderName") or call.body["IdpIdentifier"]
    raise errors.NO_SUCH_IDENTITY_PROVIDER(name=name)
