"""Passes calls on to the local Cognito, for a browser that a proxy brings to the page, and nothing to Cognito."""

from __future__ import annotations

from typing import Callable

from flask import Response, jsonify, request
from urllib3 import PoolManager
from urllib3.exceptions import HTTPError

LARGEST_CALL = 64 * 1024  # bytes; a login's have about three thousand
PASSED_ON = ("Content-Type", "X-Amz-Target", "X-Amz-User-Agent")
PATIENCE = 30  # seconds


def relay_to(cognito_url: str) -> Callable[[], Response]:
    """A view that passes a call on to this address and to no other.

    A signature is left out: what is open to everyone goes through, and nothing for administrators. Without
    retries, urllib3 follows no redirect either.
    """
    connections = PoolManager()

    def relay() -> Response:
        headers = {name: request.headers[name] for name in PASSED_ON if name in request.headers}
        try:
            answer = connections.request(
                "POST", cognito_url, body=request.get_data(), headers=headers, timeout=PATIENCE, retries=False
            )
        except HTTPError:
            return no_answer(cognito_url)
        return Response(answer.data, answer.status, content_type=answer.headers.get("Content-Type"))

    return relay


def no_answer(cognito_url: str) -> Response:
    """What the page's library takes for a network that is down, as it would be without the relay."""
    response = jsonify({"__type": "NetworkError", "message": f"Nothing answers at {cognito_url}."})
    response.status_code = 502
    return response
