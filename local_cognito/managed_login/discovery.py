"""The endpoints of a domain, as the user pool's discovery document names them.

A browser is sent to its host name. What programs call is at a path of the address by which they have asked for the
document, because Python cannot resolve that name.
"""

from __future__ import annotations

from werkzeug.wrappers import Request

from ..user_pool import UserPool
from . import domains


def endpoints(pool: UserPool, request: Request) -> dict[str, object]:
    """What the discovery document of a pool with a domain has besides."""
    roots = domains.roots(pool, request)
    if roots is None:
        return {}
    for_browsers, for_programs = roots
    return {
        "authorization_endpoint": f"{for_browsers}/oauth2/authorize",
        "end_session_endpoint": f"{for_browsers}/logout",
        "revocation_endpoint": f"{for_programs}/oauth2/revoke",
        "token_endpoint": f"{for_programs}/oauth2/token",
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "userinfo_endpoint": f"{for_programs}/oauth2/userInfo",
    }
