"""Forwards calls to the local Cognito, for a browser that reaches the page through a proxy but not Cognito."""

from __future__ import annotations

from typing import Callable

from flask import Response, jsonify, request
from urllib3 import PoolManager
from urllib3.exceptions import HTTPError

LARGEST_CALL = 64 * 1024  # bytes; the calls of a login have about 3,000
FORWARDED_HEADERS = ("Content-Type", "X-Amz-Target", "X-Amz-User-Agent")
TIMEOUT = 30  # seconds


def relay_to(cognito_url: str) -> Callable[[], Response]:
    """Make a Flask view that forwards a call to this address only.

    The signature (the Authorization header) is not forwarded, so an operation for administrators is refused. With
    `retries=False`, urllib3 does not follow redirects either.
    """
    connections = PoolManager()

    def relay() -> Response:
        headers = {name: request.headers[name] for name in FORWARDED_HEADERS if name in request.headers}
        try:
            answer = connections.request(
                "POST", cognito_url, body=request.get_data(), headers=headers, timeout=TIMEOUT, retries=False
            )
        except HTTPError:
            return no_answer(cognito_url)
        return Response(answer.data, answer.status, content_type=answer.headers.get("Content-Type"))

    return relay


def no_answer(cognito_url: str) -> Response:
    """A response that the page's library treats as a network error, as it would without the relay."""
    response = jsonify({"__type": "NetworkError", "message": f"Nothing answers at {cognito_url}."})
    response.status_code = 502
    return response
