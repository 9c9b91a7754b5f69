"""moto's Cognito where it keeps things, with AWS's checks where moto has none.

moto makes one backend for each region. `install` has it make this one instead. Each override names the untruth
that it mends; what is not overridden is moto's own.
"""

from __future__ import annotations

import hmac
import json
import secrets
import string
from typing import Any

from moto.cognitoidp import models
from moto.cognitoidp.models import (
    CognitoIdpBackend,
    CognitoIdpUser,
    UserStatus,
    cognitoidp_backends,
)
from moto.cognitoidp.responses import CognitoIdpJsonWebKeyResponse
from moto.cognitoidp.utils import flatten_attrs, validate_username_format
from moto.core import DEFAULT_ACCOUNT_ID, utils
from moto.core.base_backend import AccountSpecificBackend

from . import attributes, descriptions
from .attributes import Attributes
from .pool import AppClient, UserPool, random_text
from .refusals import (
    BAD_ACCESS_TOKEN,
    CALLBACK_OVER_HTTP,
    CANNOT_CONFIRM,
    CANNOT_RESET,
    CONFIRMED_ALREADY,
    EXPIRED_MAILED_CODE,
    NAME_IS_ALIAS,
    NAMELESS_ATTRIBUTE,
    NO_SIGN_UP,
    NO_SUCH_CLIENT,
    NO_SUCH_USER,
    NOT_AN_EMAIL,
    NOT_INVITED,
    NOT_MUTABLE,
    NOWHERE_TO_SEND,
    POLICY,
    PROTECTED,
    ROTATES,
    TEMPORARY_POLICY,
    TOKEN_LIFE,
    TWO_KINDS_OF_FLOWS,
    TWO_KINDS_OF_NAMES,
    USER_EXISTS,
    WRONG_MAILED_CODE,
    WRONG_PASSWORD,
    Refusal,
)
from .tokens import SignIn, seconds_valid

LOCAL_HOSTS = ("http://localhost", "http://127.0.0.1", "http://[::1]")
#: Seconds that a token may be valid: shortest, longest.
TOKEN_LIVES = {
    "access": (5 * 60, 24 * 3600),
    "id": (5 * 60, 24 * 3600),
    "refresh": (60 * 60, 3650 * 24 * 3600),
}


class Backend(CognitoIdpBackend):
    """The user pools of one region."""

    # moto finds the URLs of a backend by the module that its class says it is from.
    __module__ = CognitoIdpBackend.__module__

    # --- pools and clients: moto stores whatever it is sent ---

    def create_user_pool(self, name: str, extended_config: dict[str, Any]) -> UserPool:
        if extended_config.get("UsernameAttributes") and extended_config.get("AliasAttributes"):
            raise TWO_KINDS_OF_NAMES()
        _check_schema(extended_config.get("Schema") or [])
        _complete_policy(extended_config)
        pool = UserPool(self.account_id, self.region_name, name, extended_config)
        self.user_pools[pool.id] = pool
        return pool

    def update_user_pool(self, user_pool_id: str, extended_config: dict[str, Any]) -> None:
        _complete_policy(extended_config)
        super().update_user_pool(user_pool_id, extended_config)

    def delete_user_pool(self, user_pool_id: str) -> None:
        if self.describe_user_pool(user_pool_id).extended_config.get("DeletionProtection") == "ACTIVE":
            raise PROTECTED()
        super().delete_user_pool(user_pool_id)

    def create_user_pool_client(
        self, user_pool_id: str, generate_secret: bool, extended_config: dict[str, Any]
    ) -> AppClient:
        pool = self.describe_user_pool(user_pool_id)
        client = AppClient(user_pool_id, generate_secret, extended_config)
        _check_client(client.extended_config)
        pool.clients[client.id] = client
        return client

    def describe_user_pool_client(self, user_pool_id: str, client_id: str) -> AppClient:
        client = self.describe_user_pool(user_pool_id).clients.get(client_id)
        if client is None:
            raise NO_SUCH_CLIENT(client_id=client_id)
        return client

    def update_user_pool_client(
        self, user_pool_id: str, client_id: str, extended_config: dict[str, Any]
    ) -> AppClient:
        """moto keeps what an update leaves out; AWS returns it to its default (API, UpdateUserPoolClient)."""
        client = self.describe_user_pool_client(user_pool_id, client_id)
        kept = {"ClientName": client.extended_config["ClientName"]}
        updated = AppClient(user_pool_id, client.generate_secret, {**kept, **extended_config}).extended_config
        _check_client(updated)
        client.extended_config = updated
        return client

    def delete_user_pool_client(self, user_pool_id: str, client_id: str) -> None:
        self.describe_user_pool_client(user_pool_id, client_id)
        super().delete_user_pool_client(user_pool_id, client_id)

    def add_custom_attributes(self, user_pool_id: str, custom_attributes: list[dict[str, Any]]) -> None:
        _check_schema(custom_attributes)
        super().add_custom_attributes(user_pool_id, custom_attributes)

    # --- users and their names ---

    def admin_create_user(
        self,
        user_pool_id: str,
        username: str,
        message_action: str,
        temporary_password: str,
        user_attributes: Attributes,
    ) -> CognitoIdpUser:
        """moto takes any temporary password, makes none where there is none, and has a taken name as the error."""
        pool = self.describe_user_pool(user_pool_id)
        _check_username(pool, username)
        if temporary_password:
            _check_policy(pool, temporary_password, TEMPORARY_POLICY)
        else:
            temporary_password = _temporary_password()
        if message_action == "RESEND":
            return self._invite_again(pool, username, temporary_password)
        if pool._get_user(username):
            raise USER_EXISTS()
        user_attributes = attributes.checked(pool, user_attributes)
        attributes.check_names(pool, flatten_attrs(user_attributes))
        user = super().admin_create_user(
            user_pool_id, username, message_action, temporary_password, user_attributes
        )
        pool.invite(user, temporary_password)
        return user

    def _invite_again(self, pool: UserPool, username: str, temporary_password: str) -> CognitoIdpUser:
        user = self.admin_get_user(pool.id, username)
        if user.status is not UserStatus.FORCE_CHANGE_PASSWORD:
            raise NOT_INVITED(status=user.status.value)
        pool.invite(user, temporary_password)
        return user

    def admin_update_user_attributes(self, user_pool_id: str, username: str, user_attributes: Attributes) -> None:
        """moto reads all users to see whether an e-mail is taken, and takes the user's own for somebody else's."""
        user = self.admin_get_user(user_pool_id, username)
        attributes.change(self.describe_user_pool(user_pool_id), user, user_attributes)

    def update_user_attributes(self, access_token: str, user_attributes: Attributes) -> None:
        """moto lets users write what only an administrator may, such as email_verified."""
        pool, sign_in = self._login(access_token)
        attributes.change(pool, sign_in.user, user_attributes, client=sign_in.client)

    def admin_delete_user_attributes(self, user_pool_id: str, username: str, names: list[str]) -> None:
        if "sub" in names:
            raise NOT_MUTABLE(name="sub")
        super().admin_delete_user_attributes(user_pool_id, username, names)

    # --- signing up ---

    def sign_up(
        self, client_id: str, username: str, password: str, user_attributes: Attributes
    ) -> tuple[CognitoIdpUser, Any]:
        """moto lets people sign up where only an administrator may make users, and never checks the code."""
        pool, client = self._pool_and_client(client_id)
        if (pool.extended_config.get("AdminCreateUserConfig") or {}).get("AllowAdminCreateUserOnly"):
            raise NO_SIGN_UP()
        _check_username(pool, username)
        if pool._get_user(username):
            raise USER_EXISTS()
        _check_policy(pool, password, POLICY)
        user_attributes = attributes.checked(pool, user_attributes, client=client)
        attributes.check_names(pool, flatten_attrs(user_attributes))
        user, delivery = super().sign_up(client_id, username, password, user_attributes)
        user.confirmation_code = random_text(6, string.digits)
        return user, delivery

    def confirm_sign_up(self, client_id: str, username: str, code: str | None = None) -> str:
        """moto confirms whatever the code, in any state, and leaves the e-mail that brought it unverified."""
        pool, client = self._pool_and_client(client_id)
        user = pool._get_user(username)
        if user and user.status is not UserStatus.UNCONFIRMED:
            raise CANNOT_CONFIRM(status=user.status.value)
        user = self._user_with_code(pool, client, username, code, WRONG_MAILED_CODE)
        for name in pool.extended_config.get("AutoVerifiedAttributes") or []:
            if name in user.attribute_lookup:
                attributes.change(pool, user, [{"Name": f"{name}_verified", "Value": "true"}])
                break
        user.confirmation_code = None
        user.status = UserStatus.CONFIRMED
        return ""

    def resend_confirmation_code(self, client_id: str, username: str) -> dict[str, str]:
        """moto does not have it. Returns where the new code would have been sent."""
        pool, client = self._pool_and_client(client_id)
        user = pool._get_user(username)
        if user is None and not client.hides_users:
            raise NO_SUCH_USER()
        if user and user.status is not UserStatus.UNCONFIRMED:
            raise CONFIRMED_ALREADY()
        if user:
            user.confirmation_code = random_text(6, string.digits)
        return self._get_code_delivery_details(pool.extended_config.get("AccountRecoverySetting"), user, username)

    def _get_code_delivery_details(
        self, recovery_settings: Any, user: CognitoIdpUser | None, username: str
    ) -> dict[str, str]:
        """moto names a phone for a user who has none, and masks an e-mail that exists unlike one that does not."""
        mechanisms = (recovery_settings or {}).get("RecoveryMechanisms") or []
        email = user.attribute_lookup.get("email") if user else username
        if not email or "admin_only" in [mechanism["Name"] for mechanism in mechanisms]:
            return super()._get_code_delivery_details(recovery_settings, user, username)
        name, _, domain = email.partition("@")
        masked = f"{name[:1]}***@{domain[:1]}***"
        return {"Destination": masked, "DeliveryMedium": "EMAIL", "AttributeName": "email"}

    def admin_confirm_sign_up(self, user_pool_id: str, username: str) -> str:
        """moto confirms in any state: a temporary password, or one to be reset, would be good for ever."""
        user = self.admin_get_user(user_pool_id, username)
        if user.status is not UserStatus.UNCONFIRMED:
            raise CANNOT_CONFIRM(status=user.status.value)
        return super().admin_confirm_sign_up(user_pool_id, username)

    # --- passwords ---

    def _validate_password(self, user_pool_id: str, password: str) -> None:
        """moto has one sentence for all rules, and takes rules that are not set for set."""
        _check_policy(self.describe_user_pool(user_pool_id), password, POLICY)

    def change_password(self, access_token: str, previous_password: str, proposed_password: str) -> None:
        """moto answers a wrong password with the user's name, and lets one guess for ever."""
        pool, sign_in = self._login(access_token)
        known = sign_in.user.password or ""
        with pool.guesses.attempt(("password", sign_in.user.id)):
            if not hmac.compare_digest(known.encode(), previous_password.encode()):
                raise WRONG_PASSWORD()
        super().change_password(access_token, previous_password, proposed_password)

    def admin_set_user_password(self, user_pool_id: str, username: str, password: str, permanent: bool) -> None:
        super().admin_set_user_password(user_pool_id, username, password, permanent)
        pool, user = self.describe_user_pool(user_pool_id), self.admin_get_user(user_pool_id, username)
        if not permanent:
            pool.invite(user, password)
        pool.lockout.forget(user.id)

    def forgot_password(self, client_id: str, username: str) -> tuple[None, dict[str, Any]]:
        """moto answers in the same way whether or not there is such a user, and tells the code to whoever asks.

        The code stays with the user, in the place of a mail; an administrator reads it with AdminGetUser (`door`).
        """
        pool, client = self._pool_and_client(client_id)
        user = pool._get_user(username)
        if user is None and not client.hides_users:
            raise NO_SUCH_USER()
        if user:
            _check_resettable(user)
        _, delivery = super().forgot_password(client_id, username)
        if user:
            user.confirmation_code = random_text(6, string.digits)
        return None, delivery

    def confirm_forgot_password(
        self, client_id: str, username: str, password: str, confirmation_code: str
    ) -> None:
        """moto takes any code that does not look like one of its own, and any password."""
        pool, client = self._pool_and_client(client_id)
        user = self._user_with_code(pool, client, username, confirmation_code, EXPIRED_MAILED_CODE)
        _check_resettable(user)
        _check_policy(pool, password, POLICY)
        user.password, user.confirmation_code = password, None
        user.status = UserStatus.CONFIRMED
        pool.lockout.forget(user.id)

    def _user_with_code(
        self, pool: UserPool, client: AppClient, username: str, code: str | None, unknown: Refusal
    ) -> CognitoIdpUser:
        user = pool._get_user(username)
        if user is None:
            raise unknown() if client.hides_users else NO_SUCH_USER()
        if not user.confirmation_code:
            raise EXPIRED_MAILED_CODE()
        with pool.guesses.attempt(("code", user.id)):
            if not hmac.compare_digest(user.confirmation_code.encode(), (code or "").encode()):
                raise WRONG_MAILED_CODE()
        return user

    # --- tokens ---

    def get_user(self, access_token: str) -> CognitoIdpUser:
        return self._login(access_token)[1].user

    def _login(self, access_token: str) -> tuple[UserPool, SignIn]:
        for pool in self.user_pools.values():
            if access_token in pool.access_tokens:
                return pool, pool.tokens.of_access_token(access_token)
        raise BAD_ACCESS_TOKEN()

    def global_sign_out(self, access_token: str) -> None:
        pool, sign_in = self._login(access_token)
        pool.tokens.sign_out(sign_in.user)

    def admin_user_global_sign_out(self, user_pool_id: str, username: str) -> None:
        """moto signs out only those tokens that were got under this same one of the user's names."""
        user = self.admin_get_user(user_pool_id, username)
        self.describe_user_pool(user_pool_id).tokens.sign_out(user)

    def _pool_and_client(self, client_id: str) -> tuple[UserPool, AppClient]:
        for pool in self.user_pools.values():
            if client_id in pool.clients:
                return pool, pool.clients[client_id]
        raise NO_SUCH_CLIENT(client_id=client_id)


def install() -> None:
    """Have moto make this backend for each region from now on. What earlier backends held is gone."""
    cognitoidp_backends.backend = Backend
    cognitoidp_backends.clear()
    # moto would make a session to ask for the regions, and read the description of the API once more.
    regions = sorted(descriptions.regions())
    cognitoidp_backends[DEFAULT_ACCOUNT_ID] = AccountSpecificBackend(
        descriptions.SERVICE, DEFAULT_ACCOUNT_ID, Backend, use_boto3_regions=False, additional_regions=regions
    )
    utils.create_loader = lambda: descriptions.LOADER
    # For each pool moto unpacks its one private key, which takes 0.2 s. Pools have their own here: see `tokens`.
    public_half = json.loads(CognitoIdpJsonWebKeyResponse.json_web_key)["keys"][0]
    models.load_resource = lambda *_: public_half


def clear() -> None:
    """Delete every user pool of every region, those with deletion protection too."""
    cognitoidp_backends[DEFAULT_ACCOUNT_ID].reset()


def _check_schema(schema: list[dict[str, Any]]) -> None:
    """moto breaks down over an attribute without a name."""
    if not all(attribute.get("Name") for attribute in schema):
        raise NAMELESS_ATTRIBUTE()


def _complete_policy(config: dict[str, Any]) -> None:
    """What a password policy leaves out is off. moto takes it for on."""
    policy = (config.get("Policies") or {}).get("PasswordPolicy")
    if policy is not None:
        policy.setdefault("MinimumLength", 8)
        policy.setdefault("TemporaryPasswordValidityDays", 7)
        for rule in ("RequireUppercase", "RequireLowercase", "RequireNumbers", "RequireSymbols"):
            policy.setdefault(rule, False)


def _check_policy(pool: UserPool, password: str, refusal: Refusal) -> None:
    broken = pool.broken_rule(password)
    if broken:
        raise refusal(rule=broken)


def _check_username(pool: UserPool, username: str) -> None:
    is_email = validate_username_format(username, "email")
    if pool.extended_config.get("UsernameAttributes") == ["email"] and not is_email:
        raise NOT_AN_EMAIL()
    for alias in pool.extended_config.get("AliasAttributes") or []:
        if validate_username_format(username, alias):
            raise NAME_IS_ALIAS(kind=alias.replace("_", " "))


def _check_resettable(user: CognitoIdpUser) -> None:
    if user.status is UserStatus.FORCE_CHANGE_PASSWORD:
        raise CANNOT_RESET()
    verified = [user.attribute_lookup.get(f"{name}_verified") for name in ("email", "phone_number")]
    if user.status is UserStatus.UNCONFIRMED or "true" not in verified:
        raise NOWHERE_TO_SEND()


def _check_client(config: dict[str, Any]) -> None:
    flows = config["ExplicitAuthFlows"]
    new_style = [flow for flow in flows if flow.startswith("ALLOW_")]
    if new_style and len(new_style) < len(flows):
        raise TWO_KINDS_OF_FLOWS()
    rotation = config.get("RefreshTokenRotation") or {}
    if rotation.get("Feature") == "ENABLED" and "ALLOW_REFRESH_TOKEN_AUTH" in flows:
        raise ROTATES(flow="ALLOW_REFRESH_TOKEN_AUTH")
    for url in [*(config.get("CallbackURLs") or []), *(config.get("LogoutURLs") or [])]:
        if url.startswith("http://") and not url.startswith(LOCAL_HOSTS):
            raise CALLBACK_OVER_HTTP(url=url)
    for kind, (shortest, longest) in TOKEN_LIVES.items():
        if not shortest <= seconds_valid(config, kind) <= longest:
            raise TOKEN_LIFE()


def _temporary_password() -> str:
    kinds = (string.ascii_uppercase, string.ascii_lowercase, string.digits, "!#$%&*+-")
    letters = [secrets.choice(kind) for kind in kinds for _ in range(3)]
    secrets.SystemRandom().shuffle(letters)
    return "".join(letters)
