"""Signing in and out, and what can be done with a refresh token."""

from __future__ import annotations

from .. import errors, sign_in
from .call import Body, Call, operation


@operation("InitiateAuth")
def initiate_auth(call: Call) -> Body:
    """Begin an authentication flow."""
    return _initiate(call, as_admin=False)


@operation("AdminInitiateAuth")
def admin_initiate_auth(call: Call) -> Body:
    """Begin an authentication flow, from a server."""
    return _initiate(call, as_admin=True)


def _initiate(call: Call, *, as_admin: bool) -> Body:
    pool, client = call.app_client()
    flow, parameters = call.body["AuthFlow"], call.body.get("AuthParameters") or {}
    return sign_in.initiate(pool, client, flow, parameters, as_admin=as_admin, session=call.body.get("Session"))


@operation("RespondToAuthChallenge")
@operation("AdminRespondToAuthChallenge")
def respond_to_auth_challenge(call: Call) -> Body:
    """Answer a challenge."""
    pool, client = call.app_client()
    responses = call.body.get("ChallengeResponses") or {}
    return sign_in.respond(pool, client, call.body["ChallengeName"], call.body.get("Session"), responses)


@operation("GetTokensFromRefreshToken")
def get_tokens_from_refresh_token(call: Call) -> Body:
    """New tokens for a refresh token. moto does not have this operation."""
    pool, client = call.app_client()
    client.check_secret(call.body.get("ClientSecret"))
    return {
        "AuthenticationResult": pool.tokens.refresh(client, call.body["RefreshToken"], call.body.get("DeviceKey"))
    }


@operation("RevokeToken")
def revoke_token(call: Call) -> Body:
    """Revoke a refresh token. moto does not have this operation."""
    pool, client = call.app_client()
    client.check_secret(call.body.get("ClientSecret"))
    if not client.settings["EnableTokenRevocation"]:
        raise errors.REVOCATION_OFF()
    if call.body["Token"].count(".") == 2:
        raise errors.NOT_A_REFRESH_TOKEN()
    pool.tokens.revoke(client, call.body["Token"])
    return {}


@operation("GlobalSignOut")
def global_sign_out(call: Call) -> Body:
    """Revoke all tokens of the user who calls."""
    pool, login = call.login()
    pool.tokens.revoke_all(login.user)
    return {}


@operation("AdminUserGlobalSignOut")
def admin_user_global_sign_out(call: Call) -> Body:
    """Revoke all tokens of a user. moto would miss those that were issued under another of the user's names."""
    call.user_pool().tokens.revoke_all(call.user())
    return {}
