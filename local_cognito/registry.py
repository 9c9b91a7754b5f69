"""Finds user pools, domains, app clients, logins and challenges by the ids that a call carries.

All user pools of this process are here, whatever their region and whichever server they were made through.
"""

from __future__ import annotations

from . import clock, errors, moto_adapter, tokens
from .app_client import AppClient
from .challenges import Challenge
from .tokens import Login
from .user_pool import UserPool

FORGET_EVERY = 60  # seconds

_pools: dict[str, UserPool] = {}
_last_forgotten = 0.0


def add(pool: UserPool) -> None:
    """Make a user pool known."""
    _pools[pool.id] = pool


def remove(pool: UserPool) -> None:
    """Forget a user pool with all that is in it."""
    del _pools[pool.id]


def clear() -> None:
    """Delete every user pool of every region, even those with deletion protection."""
    moto_adapter.clear()
    _pools.clear()


def user_pools(region: str | None = None) -> list[UserPool]:
    """The user pools of a region, or all of them."""
    return [pool for pool in _pools.values() if region in (None, pool.region)]


def forget_expired() -> None:
    """Forget, in every pool, what has expired. To be called at each call of the API; once a minute, it looks."""
    global _last_forgotten
    if abs(clock.now() - _last_forgotten) >= FORGET_EVERY:
        _last_forgotten = clock.now()
        for pool in _pools.values():
            pool.forget_expired()


def find_user_pool(user_pool_id: str, region: str | None = None) -> UserPool:
    """The user pool with this id, in this region or in any.

    Raises:
        ApiError: ResourceNotFoundException.
    """
    pool = _pools.get(user_pool_id)
    if pool is None or region not in (None, pool.region):
        raise errors.NO_SUCH_USER_POOL(user_pool_id=user_pool_id)
    return pool


def find_domain(prefix: str, region: str) -> UserPool | None:
    """The user pool that has a domain: a prefix, which is unique within its region."""
    return next((pool for pool in user_pools(region) if pool.domain and pool.domain["Domain"] == prefix), None)


def find_app_client(client_id: str) -> tuple[UserPool, AppClient]:
    """The app client with this id, and its user pool.

    Raises:
        ApiError: ResourceNotFoundException.
    """
    for pool in _pools.values():
        if client_id in pool.clients:
            return pool, pool.clients[client_id]
    raise errors.NO_SUCH_APP_CLIENT(client_id=client_id)


def find_login(access_token: str) -> tuple[UserPool, Login]:
    """The login that an access token belongs to, and its user pool.

    Raises:
        ApiError: as `Tokens.find_access_token`.
    """
    pool = _pools.get(tokens.claimed_issuer(access_token).rpartition("/")[2])
    if pool is None:
        raise errors.BAD_ACCESS_TOKEN()
    return pool, pool.tokens.find_access_token(access_token)


def find_challenge(session: str) -> tuple[UserPool, Challenge]:
    """The open challenge of a Session, and its user pool.

    Raises:
        ApiError: as `Challenges.find`, or its app client is deleted.
    """
    for pool in _pools.values():
        if session in pool.challenges:
            challenge = pool.challenges.find_by_session(session)
            pool.app_client(challenge.client.id)
            return pool, challenge
    raise errors.INVALID_SESSION()
