"""A user's passkeys. moto does not have these operations."""

from __future__ import annotations

from .. import errors, first_factors
from ..challenges import Registration
from ..passkeys import MOST_PASSKEYS, NewPasskey, Passkey
from ..user_pool import UserPool
from .call import Body, Call, operation
from .paging import page


@operation("StartWebAuthnRegistration")
def start_web_authn_registration(call: Call) -> Body:
    """What a browser needs to make a passkey."""
    pool, login = call.login()
    _check_enabled(pool)
    user, relying_party = login.user, pool.relying_party()
    if len(user.passkeys) >= MOST_PASSKEYS:
        raise errors.TOO_MANY_PASSKEYS()
    nonce = pool.challenges.open_registration(Registration(login.client, user))
    name = user.attributes.get("email", user.username)
    options = relying_party.creation_options(nonce, user.sub, name, user.passkeys.values())
    return {"CredentialCreationOptions": options}


@operation("CompleteWebAuthnRegistration")
def complete_web_authn_registration(call: Call) -> Body:
    """Keep the public half of the passkey that a browser has made."""
    pool, login = call.login()
    _check_enabled(pool)
    new = NewPasskey.read(call.body["Credential"])
    pool.challenges.close_registration(new.nonce, login.client, login.user)
    passkey = pool.relying_party().register(new)
    if any(passkey.id in user.passkeys for user in pool.users()):
        raise errors.PASSKEY_EXISTS()
    if len(login.user.passkeys) >= MOST_PASSKEYS:
        raise errors.TOO_MANY_PASSKEYS()
    login.user.passkeys[passkey.id] = passkey
    return {}


@operation("ListWebAuthnCredentials")
def list_web_authn_credentials(call: Call) -> Body:
    """The user's passkeys, the oldest one first."""
    _, login = call.login()
    passkeys = login.user.passkeys.values()
    return page(
        call, "Credentials", passkeys, key=lambda passkey: [passkey.created, passkey.id], show=Passkey.describe
    )


@operation("DeleteWebAuthnCredential")
def delete_web_authn_credential(call: Call) -> Body:
    """Forget one of the user's passkeys."""
    _, login = call.login()
    if call.body["CredentialId"] not in login.user.passkeys:
        raise errors.NO_SUCH_PASSKEY()
    del login.user.passkeys[call.body["CredentialId"]]
    return {}


def _check_enabled(pool: UserPool) -> None:
    if "WEB_AUTHN" not in first_factors.allowed(pool.settings):
        raise errors.PASSKEYS_OFF()
