"""OAuth scopes: which there are, and which of a user's attributes each of them opens to an app.

Source: AWS, Amazon Cognito Developer Guide, "The user attributes endpoint".
"""

from __future__ import annotations

from collections.abc import Collection

OPENID = "openid"
ADMIN = "aws.cognito.signin.user.admin"  #: for the operations of the API that take an access token
#: Scope: the attributes that it opens. ``profile`` opens the custom ones, too.
ATTRIBUTES = {
    "email": {"email", "email_verified"},
    "phone": {"phone_number", "phone_number_verified"},
    "profile": {
        *("name", "family_name", "given_name", "middle_name", "nickname", "preferred_username", "profile"),
        *("picture", "website", "gender", "birthdate", "zoneinfo", "locale", "updated_at"),
    },
}
STANDARD = {OPENID, ADMIN, *ATTRIBUTES}


def attributes_of(scopes: Collection[str]) -> set[str]:
    """The standard attributes that the scopes name."""
    return set().union(*(ATTRIBUTES.get(scope, set()) for scope in scopes))


def opened(scopes: Collection[str], attributes: dict[str, str]) -> dict[str, str]:
    """Those of a user's attributes that the scopes open: with ``openid`` and none of the others, all of them."""
    names = attributes_of(scopes)
    has_custom = "profile" in scopes
    return {
        name: value
        for name, value in attributes.items()
        if not names or name in names | {"sub"} or (has_custom and name.startswith("custom:"))
    }
