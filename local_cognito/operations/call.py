"""What an operation is given, and the table that operations are put into."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from .. import errors, moto_adapter, registry, scopes
from ..app_client import AppClient
from ..hourly import LIMITS
from ..moto_adapter import Body
from ..tokens import Login
from ..user import User
from ..user_pool import UserPool

__all__ = ["OPERATIONS", "Body", "Call", "operation"]


@dataclass(frozen=True)
class Call:
    """A call of the API that has passed validation.

    Attributes:
        operation: as AWS spells it, such as ``InitiateAuth``.
        region: the AWS region that the call was signed for, or that its app client or access token belongs to.
        body: the decoded request, without members that the operation does not have and without nulls.
        headers: further headers of the response; empty at first.
    """

    operation: str
    region: str
    body: Body = field(repr=False)
    headers: dict[str, str] = field(default_factory=dict, repr=False)

    def user_pool(self) -> UserPool:
        """The user pool of UserPoolId. Raises: as `registry.find_user_pool`."""
        return registry.find_user_pool(self.body["UserPoolId"], self.region)

    def user(self) -> User:
        """The user of UserPoolId and Username. Raises: as `UserPool.user`."""
        return self.user_pool().user(self.body["Username"])

    def app_client(self) -> tuple[UserPool, AppClient]:
        """The app client of ClientId, and its pool: the one of UserPoolId, or any.

        Raises:
            ApiError: ResourceNotFoundException.
        """
        if "UserPoolId" not in self.body:
            return registry.find_app_client(self.body["ClientId"])
        pool = self.user_pool()
        return pool, pool.app_client(self.body["ClientId"])

    def login(self) -> tuple[UserPool, Login]:
        """The login of AccessToken, and its pool.

        Raises:
            ApiError: NotAuthorizedException: the token lacks the scope; or as `registry.find_login`.
        """
        pool, login = registry.find_login(self.body["AccessToken"])
        if not login.has_scope(scopes.ADMIN):
            raise errors.SCOPE_MISSING()
        return pool, login

    def count(self) -> None:
        """Count the call, if it is one that a user may make only so often an hour.

        Raises:
            ApiError: LimitExceededException.
        """
        if self.operation not in LIMITS:
            return
        if "AccessToken" in self.body:
            pool, login = self.login()
            sub = login.user.sub
        else:
            pool, _ = self.app_client()
            sub = pool.subject(self.body["Username"])
        pool.requests.count(self.operation, sub)

    def pass_to_moto(self) -> Body:
        """moto's answer to this call. Raises: as `moto_adapter.answer`."""
        return moto_adapter.answer(self.operation, self.region, self.body)


Operation = Callable[[Call], Body]
OPERATIONS: dict[str, Operation] = {}


def operation(name: str) -> Callable[[Operation], Operation]:
    """Put a function into the table, as the answer to the operation with this name."""

    def register(function: Operation) -> Operation:
        OPERATIONS[name] = function
        return function

    return register
