"""The operations of the API that are answered here; moto answers the others.

Each module has the operations of one subject. An operation is a function that takes a `Call` and returns the
answer, or raises one of `errors`. The decorator ``@operation("InitiateAuth")`` puts it into `OPERATIONS`.
"""

from . import app_clients, authentication, mfa, passwords, profile, sign_up, user_pools, users  # noqa: F401
from .call import OPERATIONS, Call

__all__ = ["OPERATIONS", "Call"]
