"""moto's Cognito where it keeps things, with AWS's checks where moto has none.

moto makes one backend for each region. `install` has it make this one instead. Each override names the untruth
that it mends; what is not overridden is moto's own.
"""

from __future__ import annotations

import hmac
import secrets
import string
from typing import Any

from moto.cognitoidp.models import (
    CognitoIdpBackend,
    CognitoIdpUser,
    UserStatus,
    cognitoidp_backends,
)
from moto.cognitoidp.utils import validate_username_format

from .pool import AppClient, UserPool, random_text
from .refusals import (
    CALLBACK_OVER_HTTP,
    EMAIL_EXISTS,
    EMAIL_IS_ALIAS,
    EXPIRED_MAILED_CODE,
    NO_SIGN_UP,
    NO_SUCH_CLIENT,
    NO_SUCH_USER,
    NOT_AN_EMAIL,
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
)
from .tokens import seconds_valid

Attributes = list[dict[str, str]]
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
        client = self.describe_user_pool_client(user_pool_id, client_id)
        _check_client({**client.extended_config, **extended_config})
        return super().update_user_pool_client(user_pool_id, client_id, extended_config)

    def delete_user_pool_client(self, user_pool_id: str, client_id: str) -> None:
        self.describe_user_pool_client(user_pool_id, client_id)
        super().delete_user_pool_client(user_pool_id, client_id)

    # --- users and their names ---

    def admin_create_user(
        self,
        user_pool_id: str,
        username: str,
        message_action: str,
        temporary_password: str,
        attributes: Attributes,
    ) -> CognitoIdpUser:
        """moto takes any temporary password, makes none when there is none, and names a taken name as the error."""
        pool = self.describe_user_pool(user_pool_id)
        _check_username(pool, username)
        if message_action != "RESEND" and pool._get_user(username):
            raise USER_EXISTS()
        if temporary_password:
            _check_policy(pool, temporary_password, TEMPORARY_POLICY)
        else:
            temporary_password = _temporary_password()
        if message_action == "RESEND":
            user = self.admin_get_user(user_pool_id, username)
            user.password = temporary_password
            return user
        return super().admin_create_user(user_pool_id, username, message_action, temporary_password, attributes)

    def admin_update_user_attributes(self, user_pool_id: str, username: str, attributes: Attributes) -> None:
        self._change_attributes(user_pool_id, self.admin_get_user(user_pool_id, username), attributes)

    def update_user_attributes(self, access_token: str, attributes: Attributes) -> None:
        user = self.get_user(access_token)
        self._change_attributes(user.user_pool_id, user, attributes)

    def _change_attributes(self, user_pool_id: str, user: CognitoIdpUser, attributes: Attributes) -> None:
        """moto reads all users to see whether an e-mail is taken, and takes the user's own for somebody else's."""
        pool = self.describe_user_pool(user_pool_id)
        for attribute in attributes:
            if attribute["Name"] in (pool.extended_config.get("UsernameAttributes") or []):
                if pool._get_user(attribute["Value"]) not in (None, user):
                    raise EMAIL_EXISTS()
        user.update_attributes(attributes)
        pool.learn_names(user)

    def sign_up(
        self, client_id: str, username: str, password: str, attributes: Attributes
    ) -> tuple[CognitoIdpUser, Any]:
        """moto lets people sign up where only an administrator may make users, and never checks the code."""
        pool, _ = self._pool_and_client(client_id)
        if (pool.extended_config.get("AdminCreateUserConfig") or {}).get("AllowAdminCreateUserOnly"):
            raise NO_SIGN_UP()
        _check_username(pool, username)
        if pool._get_user(username):
            raise USER_EXISTS()
        _check_policy(pool, password, POLICY)
        user, delivery = super().sign_up(client_id, username, password, attributes)
        user.confirmation_code = random_text(6, string.digits)
        return user, delivery

    def confirm_sign_up(self, client_id: str, username: str, code: str | None = None) -> str:
        user = self._user_with_code(client_id, username, code, WRONG_MAILED_CODE)
        user.status = UserStatus.CONFIRMED
        return ""

    # --- passwords ---

    def _validate_password(self, user_pool_id: str, password: str) -> None:
        """moto has one sentence for all rules, and takes rules that are not set for set."""
        _check_policy(self.describe_user_pool(user_pool_id), password, POLICY)

    def change_password(self, access_token: str, previous_password: str, proposed_password: str) -> None:
        """moto answers a wrong password with the user's name, and lets one guess for ever."""
        user = self.get_user(access_token)
        pool = self.describe_user_pool(user.user_pool_id)
        pool.lockout.check(user.id)
        if not hmac.compare_digest((user.password or "").encode(), previous_password.encode()):
            pool.lockout.failed(user.id)
            raise WRONG_PASSWORD()
        pool.lockout.forget(user.id)
        super().change_password(access_token, previous_password, proposed_password)

    def admin_set_user_password(self, user_pool_id: str, username: str, password: str, permanent: bool) -> None:
        super().admin_set_user_password(user_pool_id, username, password, permanent)
        self.describe_user_pool(user_pool_id).lockout.forget(self.admin_get_user(user_pool_id, username).id)

    def forgot_password(self, client_id: str, username: str) -> tuple[str | None, dict[str, Any]]:
        """moto answers in the same way whether or not there is such a user."""
        pool, client = self._pool_and_client(client_id)
        user = pool._get_user(username)
        if user is None and not client.hides_users:
            raise NO_SUCH_USER()
        _, delivery = super().forgot_password(client_id, username)
        if user is None:
            return None, delivery
        user.confirmation_code = random_text(6, string.digits)
        return user.confirmation_code, delivery

    def confirm_forgot_password(
        self, client_id: str, username: str, password: str, confirmation_code: str
    ) -> None:
        """moto takes any code that does not look like one of its own, and any password."""
        user = self._user_with_code(client_id, username, confirmation_code, EXPIRED_MAILED_CODE)
        pool, _ = self._pool_and_client(client_id)
        _check_policy(pool, password, POLICY)
        user.password, user.confirmation_code = password, None
        if user.status in (UserStatus.RESET_REQUIRED, UserStatus.FORCE_CHANGE_PASSWORD):
            user.status = UserStatus.CONFIRMED
        pool.lockout.forget(user.id)

    def _user_with_code(self, client_id: str, username: str, code: str | None, unknown: Any) -> CognitoIdpUser:
        pool, client = self._pool_and_client(client_id)
        user = pool._get_user(username)
        if user is None:
            raise unknown() if client.hides_users else NO_SUCH_USER()
        if not user.confirmation_code:
            raise EXPIRED_MAILED_CODE()
        pool.lockout.check(user.id)
        if not hmac.compare_digest(user.confirmation_code.encode(), (code or "").encode()):
            pool.lockout.failed(user.id)
            raise WRONG_MAILED_CODE()
        return user

    # --- tokens ---

    def get_user(self, access_token: str) -> CognitoIdpUser:
        """The front door has checked the token already; see `door`."""
        for pool in self.user_pools.values():
            if access_token in pool.access_tokens:
                return pool.tokens.holder(access_token)
        return super().get_user(access_token)

    def global_sign_out(self, access_token: str) -> None:
        user = self.get_user(access_token)
        self.describe_user_pool(user.user_pool_id).tokens.sign_out(user)

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


def _complete_policy(config: dict[str, Any]) -> None:
    """What a password policy leaves out is off. moto takes it for on."""
    policy = (config.get("Policies") or {}).get("PasswordPolicy")
    if policy is not None:
        policy.setdefault("MinimumLength", 8)
        policy.setdefault("TemporaryPasswordValidityDays", 7)
        for rule in ("RequireUppercase", "RequireLowercase", "RequireNumbers", "RequireSymbols"):
            policy.setdefault(rule, False)


def _check_policy(pool: UserPool, password: str, refusal: Any) -> None:
    broken = pool.broken_rule(password)
    if broken:
        raise refusal(rule=broken)


def _check_username(pool: UserPool, username: str) -> None:
    looks_like_email = validate_username_format(username, "email")
    if pool.extended_config.get("UsernameAttributes") == ["email"] and not looks_like_email:
        raise NOT_AN_EMAIL()
    if "email" in (pool.extended_config.get("AliasAttributes") or []) and looks_like_email:
        raise EMAIL_IS_ALIAS()


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
