"""App clients that identify themselves at an endpoint (RFC 6749, section 2.3)."""

from __future__ import annotations

import base64
import binascii

from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Request

from .. import errors
from ..app_client import AppClient
from .answers import EndpointError
from .visit import Visit

FORM = "application/x-www-form-urlencoded"


def read_form(request: Request) -> dict[str, str]:
    """The parameters of a request, each of which may be there once.

    Raises:
        EndpointError: the request is not a form, or has a parameter twice.
    """
    if request.mimetype != FORM:
        raise EndpointError("invalid_request", f"The Content-Type must be {FORM}")
    form: MultiDict[str, str] = request.form
    if any(len(values) > 1 for _, values in form.lists()):
        raise EndpointError("invalid_request", "A parameter is there twice")
    return {name: value for name, value in form.items() if value}


def identify(visit: Visit, form: dict[str, str], status: int = 400) -> AppClient:
    """The app client that sends a request: by HTTP Basic, by client_id and client_secret, or by client_id alone.

    Args:
        status: of the error if it is not the client it says it is.

    Raises:
        EndpointError: invalid_client: there is no such client, or its secret is missing or wrong.
    """
    client_id, secret = form.get("client_id"), form.get("client_secret")
    header = visit.request.headers.get("Authorization")
    if header is not None:
        if secret is not None:
            raise EndpointError("invalid_request", "The client secret is there twice")
        basic_id, secret = _basic(header, status)
        if client_id not in (None, basic_id):
            raise EndpointError("invalid_request", "The client id is there twice")
        client_id = basic_id
    if client_id is None:
        raise EndpointError("invalid_request", "There is no client_id")
    client = visit.domain.pool.clients.get(client_id)
    if client is None:
        raise EndpointError("invalid_client", status=status)
    try:
        client.check_secret(secret)
    except errors.ApiError as error:
        raise EndpointError("invalid_client", status=status) from error
    return client


def _basic(header: str, status: int) -> tuple[str, str]:
    """Client id and secret of an Authorization header. AWS's own have no character that would be encoded in it."""
    scheme, _, value = header.partition(" ")
    try:
        if scheme.lower() != "basic":
            raise ValueError(scheme)
        client_id, _, secret = base64.b64decode(value.strip(), validate=True).decode().partition(":")
    except (binascii.Error, ValueError) as error:
        raise EndpointError("invalid_client", status=status) from error
    return client_id, secret
