"""Passkeys: what a browser is asked to create or to sign (https://www.w3.org/TR/webauthn-2/), and what it answers.

The package webauthn verifies the answers. It takes a tenth of a second to import, so the first call that needs it
does that.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from . import clock, errors
from .encoding import base64url

if TYPE_CHECKING:
    from webauthn.helpers.structs import CollectedClientData, RegistrationCredential

JSON = dict[str, Any]
ALGORITHMS = (-7, -257)  # COSE: ECDSA on P-256, and RSA PKCS #1 v1.5, both with SHA-256
REGISTRATION_TIMEOUT = 60_000  # milliseconds, as in a capture by aws-amplify
MOST_PASSKEYS = 20  # of a user. Hearsay: it is the most that ListWebAuthnCredentials returns at once


@dataclass
class Passkey:
    """The public half of a passkey, which belongs to one user and one site.

    Attributes:
        counter: how often it has signed, as it says itself. Of one that does not count, always 0.
        attachment: ``platform`` or ``cross-platform``; None if the browser did not say.
        created: in seconds since 1970.
    """

    id: str
    public_key: bytes = field(repr=False)
    counter: int
    relying_party_id: str
    attachment: str | None
    transports: list[str]
    created: float = field(default_factory=clock.timestamp)

    def describe(self) -> JSON:
        """The passkey as ListWebAuthnCredentials shows it."""
        return {
            "CredentialId": self.id,
            "FriendlyCredentialName": "Passkey",
            "RelyingPartyId": self.relying_party_id,
            **({"AuthenticatorAttachment": self.attachment} if self.attachment else {}),
            "AuthenticatorTransports": self.transports,
            "CreatedAt": self.created,
        }


@dataclass(frozen=True)
class RelyingParty:
    """The site that passkeys are for: a domain name, and ``required`` or ``preferred`` for user verification."""

    id: str
    user_verification: str

    # --- what a browser is asked ---

    def creation_options(self, nonce: bytes, user_id: str, name: str, existing: Iterable[Passkey]) -> JSON:
        """CredentialCreationOptions: what ``navigator.credentials.create`` needs to make a passkey."""
        return {
            "rp": {"id": self.id, "name": self.id},
            "user": {"id": base64url(user_id.encode()), "name": name, "displayName": ""},
            "challenge": base64url(nonce),
            "pubKeyCredParams": [{"type": "public-key", "alg": algorithm} for algorithm in ALGORITHMS],
            "timeout": REGISTRATION_TIMEOUT,
            "excludeCredentials": _descriptors(existing),
            "authenticatorSelection": {
                "requireResidentKey": True,
                "residentKey": "required",
                "userVerification": self.user_verification,
            },
        }

    def request_options(self, nonce: bytes, passkeys: Iterable[Passkey], seconds: float) -> str:
        """CREDENTIAL_REQUEST_OPTIONS: what ``navigator.credentials.get`` needs to sign with a passkey."""
        options = {
            "hints": [],
            "attestation": "none",
            "attestationFormats": [],
            "challenge": base64url(nonce),
            "timeout": int(seconds * 1000),
            "rpId": self.id,
            "allowCredentials": _descriptors(passkeys),
            "userVerification": self.user_verification,
        }
        return json.dumps(options)

    # --- what it answers ---

    def register(self, new: NewPasskey) -> Passkey:
        """The public half of a new passkey.

        Raises:
            ApiError: a page of another site has asked for it, or it cannot be verified.
        """
        from webauthn import verify_registration_response
        from webauthn.helpers import parse_attestation_object
        from webauthn.helpers.cose import COSEAlgorithmIdentifier

        with _refusing(errors.BAD_PASSKEY):
            response = new.credential.response
            made_for = parse_attestation_object(response.attestation_object).auth_data.rp_id_hash
        if not is_page_of(new.origin, self.id):
            raise errors.PASSKEY_FROM_OTHER_ORIGIN(relying_party=self.id)
        if made_for != hashlib.sha256(self.id.encode()).digest():
            raise errors.PASSKEY_OF_OTHER_RELYING_PARTY(relying_party=self.id)
        with _refusing(errors.PASSKEY_NOT_SUPPORTED):
            verified = verify_registration_response(
                credential=new.credential,
                expected_challenge=new.nonce,
                expected_rp_id=self.id,
                expected_origin=new.origin,
                require_user_verification=self.user_verification == "required",
                supported_pub_key_algs=[COSEAlgorithmIdentifier(algorithm) for algorithm in ALGORITHMS],
            )
        attachment = new.credential.authenticator_attachment
        return Passkey(
            base64url(verified.credential_id),
            verified.credential_public_key,
            verified.sign_count,
            self.id,
            attachment.value if attachment else None,
            [transport.value for transport in response.transports or []],
        )

    def check(
        self, answer: str, passkeys: Iterable[Passkey], nonce: bytes, user_id: str, *, verified: bool
    ) -> None:
        """Check an answer of ``navigator.credentials.get``, and note how often the passkey has signed.

        Args:
            answer: in JSON.
            passkeys: those of the user.
            verified: whether the user must have proved who they are to the passkey, whatever the site prefers.

        Raises:
            ApiError: it was signed for another site or another challenge, by another key or for another user, or
                the passkey's counter has not gone up, or the user was not verified and has to be.
        """
        from webauthn import verify_authentication_response
        from webauthn.helpers import parse_authentication_credential_json

        with _refusing(errors.PASSKEY_NOT_ACCEPTED):
            credential = parse_authentication_credential_json(answer)
            passkey = next(passkey for passkey in passkeys if passkey.id == credential.id)
            origin = _read(credential.response.client_data_json).origin
            if credential.response.user_handle not in (None, user_id.encode()) or not is_page_of(origin, self.id):
                raise errors.PASSKEY_NOT_ACCEPTED()
            done = verify_authentication_response(
                credential=credential,
                expected_challenge=nonce,
                expected_rp_id=self.id,
                expected_origin=origin,
                credential_public_key=passkey.public_key,
                credential_current_sign_count=passkey.counter,
                require_user_verification=verified or self.user_verification == "required",
            )
        passkey.counter = done.new_sign_count


def is_page_of(origin: str, relying_party_id: str) -> bool:
    """Whether a page of this origin may use the passkeys of a site: over HTTPS, or at http://localhost.

    Browsers decide the same (https://www.w3.org/TR/webauthn-2/#rp-id).
    """
    try:
        parts = urlsplit(origin)
        host, port = parts.hostname or "", f":{parts.port}" if parts.port else ""
    except ValueError:
        return False
    if origin != f"{parts.scheme}://{host}{port}":
        return False
    if parts.scheme == "http":
        return host == relying_party_id == "localhost"
    return parts.scheme == "https" and (host == relying_party_id or host.endswith(f".{relying_party_id}"))


@dataclass(frozen=True)
class NewPasskey:
    """An answer of ``navigator.credentials.create``: what it has signed, and the origin of the page that asked."""

    credential: RegistrationCredential = field(repr=False)
    nonce: bytes = field(repr=False)
    origin: str

    @classmethod
    def read(cls, answer: JSON) -> NewPasskey:
        """Read an answer. Nothing is verified yet.

        Raises:
            ApiError: it is not such an answer.
        """
        from webauthn.helpers import parse_registration_credential_json

        with _refusing(errors.BAD_PASSKEY):
            credential = parse_registration_credential_json(answer)
            client_data = _read(credential.response.client_data_json)
            return cls(credential, client_data.challenge, client_data.origin)


def _read(client_data_json: bytes) -> CollectedClientData:
    """What the browser says of an answer. A page in a frame of another site's page is taken for that site's."""
    from webauthn.helpers import parse_client_data_json

    client_data = parse_client_data_json(client_data_json)
    if client_data.cross_origin or not isinstance(client_data.origin, str):
        client_data.origin = ""
    return client_data


def _descriptors(passkeys: Iterable[Passkey]) -> list[JSON]:
    return [{"id": passkey.id, "type": "public-key"} for passkey in passkeys]


@contextmanager
def _refusing(error: errors.ErrorType) -> Iterator[None]:
    """Refuse what cannot be read or verified. The packages behind webauthn raise errors of many kinds."""
    try:
        yield
    except errors.ApiError:
        raise
    except Exception as cause:
        raise error() from cause
