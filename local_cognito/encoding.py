"""Bytes as text."""

from __future__ import annotations

from base64 import urlsafe_b64encode


def base64url(data: bytes) -> str:
    """Bytes as OAuth and WebAuthn write them: base64 for addresses, without padding (RFC 4648, section 5)."""
    return urlsafe_b64encode(data).decode().rstrip("=")
