"""A software authenticator, together with the part of a browser that stands before it: for tests, and for learners
without a passkey.

    authenticator = Authenticator()
    credential = authenticator.create(options["CredentialCreationOptions"], "https://example.com")
    answer = authenticator.get(parameters["CREDENTIAL_REQUEST_OPTIONS"], "https://example.com")

Its keys are in memory only, and nobody is asked for a finger or a PIN: it says whatever `verifies_user` says.
The formats are those of https://www.w3.org/TR/webauthn-2/#authenticator-data.
"""

from __future__ import annotations

import json
import secrets
import struct
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Union

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from webauthn.helpers import base64url_to_bytes, encode_cbor

from .encoding import base64url
from .passkeys import JSON, is_page_of

Options = Union[JSON, str]  # what a browser is asked, as an object or in JSON
ES256 = -7
DER, SPKI = Encoding.DER, PublicFormat.SubjectPublicKeyInfo
USER_PRESENT, USER_VERIFIED, HAS_NEW_KEY = 0x01, 0x04, 0x40
AAGUID = bytes(16)  # of an authenticator that does not say what it is


class Refused(Exception):
    """The browser or the authenticator does not do what a page asks. The message begins as the browser's error."""


@dataclass
class Key:
    """A key pair for one user of one site."""

    relying_party_id: str
    user_handle: str
    id: str = field(default_factory=lambda: base64url(secrets.token_bytes(32)))
    counter: int = 0
    private: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1()), repr=False
    )

    def public(self) -> bytes:
        """The public half, as COSE writes it (RFC 9053, section 7.1)."""
        numbers = self.private.public_key().public_numbers()
        x, y = (number.to_bytes(32, "big") for number in (numbers.x, numbers.y))
        return encode_cbor({1: 2, 3: ES256, -1: 1, -2: x, -3: y})


class Authenticator:
    """Makes passkeys, and signs with them.

    Attributes:
        verifies_user: whether it says that the user has proved who they are, by a finger or a PIN.
        keys: its key pairs, the newest one last.
    """

    def __init__(self, *, verifies_user: bool = True) -> None:
        self.verifies_user = verifies_user
        self.keys: list[Key] = []

    def create(self, options: Options, origin: str, *, check_origin: bool = True) -> JSON:
        """What ``navigator.credentials.create`` returns, as ``toJSON()`` writes it.

        Args:
            options: CredentialCreationOptions.
            origin: of the page that asks.
            check_origin: whether to be a browser, which refuses a page of another site.

        Raises:
            Refused: the page is of another site, wants another algorithm, or has a passkey of this authenticator.
        """
        wanted = _read(options)
        relying_party_id = wanted["rp"]["id"]
        _check_page(origin, relying_party_id, check_origin)
        if ES256 not in [algorithm["alg"] for algorithm in wanted["pubKeyCredParams"]]:
            raise Refused("NotSupportedError: this authenticator signs with ES256 only.")
        if self._find(relying_party_id, wanted.get("excludeCredentials") or [{}]):
            raise Refused("InvalidStateError: this device has a passkey for the user already.")
        key = Key(relying_party_id, wanted["user"]["id"])
        self.keys.append(key)
        id_and_key = struct.pack(">H", len(base64url_to_bytes(key.id))) + base64url_to_bytes(key.id) + key.public()
        data = self._data(key, HAS_NEW_KEY) + AAGUID + id_and_key
        attestation = encode_cbor({"fmt": "none", "attStmt": {}, "authData": data})
        client_data = _client_data("webauthn.create", wanted["challenge"], origin)
        return _answer(
            key,
            client_data,
            attestationObject=base64url(attestation),
            authenticatorData=base64url(data),
            publicKey=base64url(key.private.public_key().public_bytes(DER, SPKI)),
            publicKeyAlgorithm=ES256,
            transports=["internal"],
        )

    def get(self, options: Options, origin: str, *, check_origin: bool = True) -> JSON:
        """What ``navigator.credentials.get`` returns, as ``toJSON()`` writes it.

        Args:
            options: CREDENTIAL_REQUEST_OPTIONS.
            origin, check_origin: as for `create`.

        Raises:
            Refused: the page is of another site, or the authenticator has no passkey that it accepts.
        """
        wanted = _read(options)
        _check_page(origin, wanted["rpId"], check_origin)
        key = self._find(wanted["rpId"], wanted.get("allowCredentials") or [])
        if key is None:
            raise Refused("NotAllowedError: this device has no passkey for the user here. Register one first.")
        key.counter += 1
        data = self._data(key)
        client_data = _client_data("webauthn.get", wanted["challenge"], origin)
        signature = key.private.sign(data + sha256(client_data).digest(), ec.ECDSA(SHA256()))
        return _answer(
            key,
            client_data,
            authenticatorData=base64url(data),
            signature=base64url(signature),
            userHandle=key.user_handle,
        )

    def _find(self, relying_party_id: str, allowed: list[JSON]) -> Key | None:
        """The newest of its keys for a site, among those with these ids; without ids, any."""
        ids = [one.get("id") for one in allowed]
        keys = [
            key for key in self.keys if key.relying_party_id == relying_party_id and (not ids or key.id in ids)
        ]
        return keys[-1] if keys else None

    def _data(self, key: Key, more_flags: int = 0) -> bytes:
        """Authenticator data: the site, what was checked, and how often the key has signed."""
        flags = USER_PRESENT | (USER_VERIFIED if self.verifies_user else 0) | more_flags
        return sha256(key.relying_party_id.encode()).digest() + struct.pack(">BI", flags, key.counter)


def _read(options: Options) -> JSON:
    wanted: JSON = json.loads(options) if isinstance(options, str) else options
    return wanted


def _check_page(origin: str, relying_party_id: str, check_origin: bool) -> None:
    if check_origin and not is_page_of(origin, relying_party_id):
        raise Refused(f"SecurityError: a page of {origin} cannot use passkeys for {relying_party_id}.")


def _client_data(kind: str, challenge: str, origin: str) -> bytes:
    return json.dumps({"type": kind, "challenge": challenge, "origin": origin, "crossOrigin": False}).encode()


def _answer(key: Key, client_data: bytes, **response: Any) -> JSON:
    return {
        "id": key.id,
        "rawId": key.id,
        "type": "public-key",
        "authenticatorAttachment": "platform",
        "clientExtensionResults": {},
        "response": {"clientDataJSON": base64url(client_data), **response},
    }
