"""Everything in this package that touches moto or botocore.

moto (https://docs.getmoto.org) stores the user pools, app clients and users. botocore contains AWS's description
of the API.

The other modules see moto's objects only through `StoredUserPool`, `StoredAppClient` and `StoredUser`. Much of
what these use is internal to moto and may change in any release. So `start` checks that every such name exists.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, Generic, NamedTuple, Optional, Protocol, TypeVar

from . import errors, generate

WRITTEN_FOR = "5.1.22 to 5.2"

try:
    from botocore.awsrequest import AWSPreparedRequest
    from botocore.loaders import Loader
    from botocore.model import ServiceModel, Shape
    from botocore.regions import EndpointResolver
    from moto.cognitoidp import models
    from moto.cognitoidp.models import (
        CognitoIdpBackend,
        CognitoIdpUser,
        CognitoIdpUserPool,
        CognitoIdpUserPoolAttribute,
        CognitoIdpUserPoolClient,
        UserStatus,
        cognitoidp_backends,
    )
    from moto.cognitoidp.responses import CognitoIdpJsonWebKeyResponse, CognitoIdpResponse
    from moto.cognitoidp.utils import validate_username_format
    from moto.core.base_backend import AccountSpecificBackend
    from moto.core.exceptions import JsonRESTError
    from moto.core.models import DEFAULT_ACCOUNT_ID
    from moto.core.request import normalize_request
except ImportError as error:
    raise errors.UnsupportedMotoError(f"{error}. The local Cognito was written for moto {WRITTEN_FOR}.") from error

__all__ = ["DEFAULT_ACCOUNT_ID", "CognitoIdpUser", "Shape", "UserStatus", "validate_username_format"]

SERVICE = "cognito-idp"
LOAD_RESOURCE = "load_resource"  # moto's function that reads a file of its package
AMZ_JSON = "application/x-amz-json-1.1"
Body = dict[str, Any]
T = TypeVar("T")
#: The attributes that every user pool has, by name, each as in a Schema.
STANDARD_ATTRIBUTES: dict[str, Body] = CognitoIdpUserPoolAttribute.STANDARD_SCHEMA


# --- AWS's description of the API ------------------------------------------------------------------------------


@cache
def _loader() -> Any:
    return Loader()


@cache
def _service_model() -> Any:
    return ServiceModel(_loader().load_service_model(SERVICE, "service-2"), SERVICE)


def operation_names() -> list[str]:
    """The operations of the Cognito API, as AWS spells them."""
    names: list[str] = _service_model().operation_names
    return names


def operation_model(operation: str) -> Any:
    """What requests and answers of an operation consist of: a botocore.model.OperationModel."""
    return _service_model().operation_model(operation)


@cache
def regions() -> frozenset[str]:
    """The regions that have Cognito user pools, in all partitions: the China and government regions too."""
    resolver = EndpointResolver(_loader().load_data("endpoints"))
    partitions = resolver.get_available_partitions()
    return frozenset(
        region for partition in partitions for region in resolver.get_available_endpoints(SERVICE, partition)
    )


# --- what moto stores ------------------------------------------------------------------------------------------


class _Stored(Protocol):
    moto: Any


class _MotoAttribute(Generic[T]):
    """An attribute that is stored in moto's object, under the given name."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, stored: _Stored, owner: type) -> T:
        value: T = getattr(stored.moto, self.name)
        return value

    def __set__(self, stored: _Stored, value: T) -> None:
        setattr(stored.moto, self.name, value)


class StoredUser:
    """A user as moto stores them."""

    sub = _MotoAttribute[str]("id")
    username = _MotoAttribute[str]("username")
    password = _MotoAttribute[Optional[str]]("password")
    status = _MotoAttribute[UserStatus]("status")
    enabled = _MotoAttribute[bool]("enabled")
    attributes = _MotoAttribute[dict[str, str]]("attribute_lookup")
    totp_enabled = _MotoAttribute[bool]("software_token_mfa_enabled")
    preferred_mfa = _MotoAttribute[Optional[str]]("preferred_mfa_setting")

    def __init__(self, user: CognitoIdpUser) -> None:
        self.moto = user

    def update_attributes(self, attributes: dict[str, str]) -> None:
        """Write these attributes and leave the others as they are."""
        self.moto.update_attributes(_as_list(attributes))

    def delete_attributes(self, names: list[str]) -> None:
        """Delete those of these attributes that the user has."""
        self.moto.delete_attributes([name for name in set(names) if name in self.attributes])


class StoredAppClient:
    """An app client as moto stores it, without its secrets, and with an id of the length that AWS gives it."""

    id = _MotoAttribute[str]("id")
    user_pool_id = _MotoAttribute[str]("user_pool_id")
    settings = _MotoAttribute[Body]("extended_config")

    def __init__(self, user_pool_id: str, settings: Body) -> None:
        self.moto = CognitoIdpUserPoolClient(user_pool_id, False, settings)
        self.moto.id = generate.text(26, generate.LOWERCASE_AND_DIGITS)

    def reset_settings(self, settings: Body) -> None:
        """Set every setting to its default, except for these."""
        self.settings = CognitoIdpUserPoolClient(self.user_pool_id, False, settings).extended_config


class SchemaAttribute(NamedTuple):
    """An attribute of a user pool's schema.

    Attributes:
        data_type: ``String``, ``Number``, ``DateTime`` or ``Boolean``.
        smallest, largest: of a string, its length in characters; of a number, its value.
    """

    data_type: str
    smallest: float
    largest: float


class StoredUserPool(ABC):
    """A user pool as moto stores it.

    Args:
        region: AWS region.
        name: PoolName.
        settings: as DescribeUserPool shows them.
        schema: all attributes of the pool, see `STANDARD_ATTRIBUTES`.
    """

    id = _MotoAttribute[str]("id")
    arn = _MotoAttribute[str]("arn")
    name = _MotoAttribute[str]("name")
    region = _MotoAttribute[str]("region")
    settings = _MotoAttribute[Body]("extended_config")
    mfa = _MotoAttribute[str]("mfa_config")  #: OFF, ON or OPTIONAL

    def __init__(self, region: str, name: str, settings: Body, schema: list[Body]) -> None:
        with _as_api_error():
            self.moto = _MotoUserPool(self, region, name, {"Schema": schema})
        self.settings = settings  # moto has added its defaults, some of which are not AWS's
        _backend(region).user_pools[self.id] = self.moto

    @abstractmethod
    def find_user(self, name: str) -> StoredUser | None:
        """The user with this name or alias, or None. moto calls it too."""

    @property
    def totp_enabled(self) -> bool:
        """Whether the pool's MFA settings allow authenticator apps."""
        return bool((self.moto.token_mfa_config or {}).get("Enabled"))

    @totp_enabled.setter
    def totp_enabled(self, value: bool) -> None:
        self.moto.token_mfa_config = {"Enabled": value}

    @property
    def schema(self) -> list[Body]:
        """The pool's attributes, as DescribeUserPool shows them."""
        attributes = [attribute.to_json() for attribute in self.moto.schema_attributes.values()]
        return [
            {name: value for name, value in attribute.items() if value is not None} for attribute in attributes
        ]

    @property
    def required_attributes(self) -> list[str]:
        """The attributes that the pool's schema requires of each user."""
        return [name for name, attribute in self.moto.schema_attributes.items() if attribute.required]

    def attribute(self, name: str) -> SchemaAttribute | None:
        """An attribute that users of this pool can have."""
        attribute = self.moto.schema_attributes.get(name)
        if attribute is None:
            return None
        length, size = attribute.string_constraints or {}, attribute.number_constraints or {}
        return SchemaAttribute(
            attribute.data_type,
            float(length.get("MinLength") or size.get("MinValue") or "-inf"),
            float(length.get("MaxLength") or size.get("MaxValue") or "inf"),
        )

    def has_attribute(self, name: str) -> bool:
        """Whether users of this pool can have the attribute."""
        return name in self.moto.schema_attributes

    def is_mutable(self, name: str) -> bool:
        """Whether an attribute of the schema can be changed once the user exists."""
        return bool(self.moto.schema_attributes[name].mutable)

    def is_boolean(self, name: str) -> bool:
        """Whether an attribute of the schema is either true or false."""
        return bool(self.moto.schema_attributes[name].data_type == "Boolean")

    def ask_moto(self, operation: str, **body: Any) -> Body:
        """moto's answer to an operation on this pool. Raises: as `answer`."""
        return answer(operation, self.region, {"UserPoolId": self.id, **body})

    def _store_app_client(self, client: StoredAppClient) -> None:
        self.moto.clients[client.id] = client.moto

    def _store_user(
        self, username: str | None, password: str | None, attributes: dict[str, str]
    ) -> CognitoIdpUser:
        """Store a new user, whose username is the sub if there is no other, and who may have no password."""
        user = CognitoIdpUser(self.id, username, password, UserStatus.UNCONFIRMED, _as_list(attributes))
        self.moto.users[user.username] = user
        return user


class _MotoUserPool(CognitoIdpUserPool):
    """moto's user pool, with an id as AWS makes them and with our search for users.

    moto's own search reads all users each time, and knows neither aliases nor case-insensitive names. It returns
    None if there is no such user, although its type says otherwise.
    """

    def __init__(self, pool: StoredUserPool, region: str, name: str, settings: Body) -> None:
        super().__init__(DEFAULT_ACCOUNT_ID, region, name, settings)
        moto_id = self.id
        self.id = f"{region}_{generate.text(9, generate.LETTERS_AND_DIGITS)}"
        self.arn = self.arn.replace(moto_id, self.id)
        self._pool = pool

    def _get_user(self, username: str) -> CognitoIdpUser | None:  # type: ignore[override]
        user = self._pool.find_user(username)
        return user.moto if user else None


def _backend(region: str) -> CognitoIdpBackend:
    return cognitoidp_backends[DEFAULT_ACCOUNT_ID][region]


@contextmanager
def _as_api_error() -> Iterator[None]:
    """Raise moto's errors as ours."""
    try:
        yield
    except JsonRESTError as error:
        raise errors.ApiError(error.error_type, error.message) from error


def _as_list(attributes: dict[str, str]) -> list[dict[str, str]]:
    return [{"Name": name, "Value": value} for name, value in attributes.items()]


# --- what moto answers -----------------------------------------------------------------------------------------


def answer(operation: str, region: str, body: Body) -> Body:
    """moto's answer to a request. moto checks neither signatures nor most rules of the API.

    Raises:
        ApiError: moto answers with an error.
    """
    url = f"https://{SERVICE}.{region}.amazonaws.com/"
    headers = {
        "Authorization": f"AWS4-HMAC-SHA256 Credential=local/20000101/{region}/{SERVICE}/aws4_request",
        "X-Amz-Target": f"AWSCognitoIdentityProviderService.{operation}",
        "Content-Type": AMZ_JSON,
    }
    request = normalize_request(AWSPreparedRequest("POST", url, headers, json.dumps(body), False))
    status, _, text = CognitoIdpResponse.dispatch(request, url, headers)
    answered: Body = json.loads(text or "{}")
    if status != 200:
        raise errors.ApiError(answered["__type"], answered["message"])
    return answered


# --- start -----------------------------------------------------------------------------------------------------


def start() -> None:
    """Set moto up. Whatever it stored in this process before is gone.

    Raises:
        UnsupportedMotoError: moto lacks a name that this file replaces or relies on.
    """
    _require(CognitoIdpUserPool, "_get_user")
    _require(models, LOAD_RESOURCE)
    # For each user pool moto unpacks its one private key, which takes 0.1 s. Ours make their own: see `tokens`.
    public_key = json.loads(CognitoIdpJsonWebKeyResponse.json_web_key)["keys"][0]
    setattr(models, LOAD_RESOURCE, lambda *_: public_key)
    _check_attributes()
    # Left alone, moto asks a boto3 session for the regions, which fails if AWS_PROFILE names no profile.
    cognitoidp_backends[DEFAULT_ACCOUNT_ID] = AccountSpecificBackend(
        SERVICE,
        DEFAULT_ACCOUNT_ID,
        CognitoIdpBackend,
        use_boto3_regions=False,
        additional_regions=sorted(regions()),
    )


def clear() -> None:
    """Delete everything that moto stores."""
    cognitoidp_backends[DEFAULT_ACCOUNT_ID].reset()


def _check_attributes() -> None:
    """Make one object of each class that is used above, and look for its attributes."""
    _require(CognitoIdpResponse, "dispatch")
    _require(JsonRESTError("check", ""), "error_type", "message")
    _require(CognitoIdpBackend("us-east-1", DEFAULT_ACCOUNT_ID), "user_pools")
    pool = CognitoIdpUserPool(DEFAULT_ACCOUNT_ID, "us-east-1", "check", {})
    _require(pool, "clients", "schema_attributes", "token_mfa_config", "users", *_names(StoredUserPool))
    limits = ("string_constraints", "number_constraints")
    _require(pool.schema_attributes["email"], "data_type", "mutable", "required", "to_json", *limits)
    client = CognitoIdpUserPoolClient(pool.id, False, {})
    _require(client, *_names(StoredAppClient))
    user = CognitoIdpUser(pool.id, "check", None, UserStatus.CONFIRMED, [])
    _require(user, "update_attributes", "delete_attributes", *_names(StoredUser))


def _names(stored: type) -> list[str]:
    return [attribute.name for attribute in vars(stored).values() if isinstance(attribute, _MotoAttribute)]


def _require(owner: Any, *names: str) -> None:
    for name in names:
        if not hasattr(owner, name):
            where = getattr(owner, "__name__", type(owner).__name__)
            raise errors.UnsupportedMotoError(
                f"moto has no {where}.{name}. The local Cognito was written for moto {WRITTEN_FOR}."
            )
