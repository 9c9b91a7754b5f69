"""Cognito's SRP: how a password is proved without being sent.

Secure Remote Password (SRP-6a, https://www.rfc-editor.org/rfc/rfc5054) as Amazon Cognito uses it. The letters
are those of the RFC; ``notebooks/05_look_inside_srp`` walks through them with the numbers of a live login.

==========  =====================================  ==================  =======================
letter      what it is                             who knows it        does it cross the wire?
==========  =====================================  ==================  =======================
N, g        the group: a 3072-bit prime, and 2     everybody           no, both sides have it
k           a constant, H(N | g)                   everybody           no
salt        random, made with the password         server              yes
x           H(salt | H(pool, user, password))      client              never
v           the verifier, g^x                      server              never
a, A        client's secret number, and g^a        client              A only
b, B        server's secret number, and k*v + g^b  server              B only
u           H(A | B)                               both                no, both compute it
S           the shared secret                      both                never
key         HKDF of S and u                        both                never
==========  =====================================  ==================  =======================

What Cognito does differently from RFC 5054 is the padding (`as_bytes`) and the last step: a claim signature over
the pool's name, the user, a secret block and the time, made with the key.

Every function here is pure, except for `new_secret_number` and `new_salt`, which return random numbers. All
numbers are plain Python ``int``.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from datetime import datetime, timezone
from string import hexdigits

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

#: The 3072-bit prime, RFC 3526 group 15 (https://www.rfc-editor.org/rfc/rfc3526#section-4).
N = int(
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74"
    "020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B302B0A6DF25F1437"
    "4FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED"
    "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF05"
    "98DA48361C55D39A69163FA8FD24CF5F83655D23DCA3AD961C62F356208552BB"
    "9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B"
    "E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF695581718"
    "3995497CEA956AE515D2261898FA051015728E5A8AAAC42DAD33170D04507A33"
    "A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7"
    "ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864"
    "D87602733EC86A64521F2B18177B200CBBE117577A615D6C770988C0BAD946E2"
    "08E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF",
    16,
)
#: The generator.
g = 2

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


# --- numbers and bytes -----------------------------------------------------------------------------------------


def as_bytes(number: int) -> bytes:
    """A number as Cognito hashes it: big-endian, as short as possible, with its top bit clear.

    This is Java's ``BigInteger.toByteArray``. RFC 5054 pads every number to the length of N instead; here N takes
    385 bytes (its top bit is set, so a zero byte goes in front) and g takes one.
    """
    return number.to_bytes(number.bit_length() // 8 + 1, "big")


def hash_to_number(*parts: bytes) -> int:
    """SHA-256 of the parts, one after the other, read as a number (H in the RFC)."""
    return int.from_bytes(hashlib.sha256(b"".join(parts)).digest(), "big")


def from_hex(text: str) -> int:
    """The number that SRP_A, SRP_B or SALT stands for.

    Raises:
        ValueError: the text has anything but hexadecimal digits, or is empty.
    """
    if not set(text) <= set(hexdigits):
        raise ValueError("not a hexadecimal number")
    return int(text, 16)


#: k, which ties B to the verifier: H(N | g).
k = hash_to_number(as_bytes(N), as_bytes(g))


# --- made from the password ------------------------------------------------------------------------------------


def new_salt() -> int:
    """A random 128-bit salt, new for each password."""
    return secrets.randbits(128)


def private_key(pool_name: str, user_id: str, password: str, salt: int) -> int:
    """x: the password as a number.

    Args:
        pool_name: the user pool's id after the underscore: ``AbCdEfGhI`` of ``us-east-1_AbCdEfGhI``.
        user_id: USER_ID_FOR_SRP of the challenge, not the e-mail address that was typed.
        password: as typed.
        salt: SALT of the challenge.
    """
    identity = hashlib.sha256(f"{pool_name}{user_id}:{password}".encode()).digest()
    return hash_to_number(as_bytes(salt), identity)


def verifier(x: int) -> int:
    """v = g^x: what a server stores instead of the password."""
    return pow(g, x, N)


# --- the handshake, client and server --------------------------------------------------------------------------


def new_secret_number() -> int:
    """a or b: a random 256-bit number, used once."""
    return secrets.randbits(256)


def client_public(a: int) -> int:
    """A = g^a, sent as SRP_A."""
    return pow(g, a, N)


def server_public(b: int, v: int) -> int:
    """B = k*v + g^b, sent as SRP_B."""
    return (k * v + pow(g, b, N)) % N


def is_acceptable(public: int) -> bool:
    """Whether a public number may be used: it must be between 1 and N-1.

    A multiple of N would make the shared secret 0 whatever the password (RFC 5054, section 2.5.4).
    """
    return 0 < public < N


def scrambler(A: int, B: int) -> int:
    """u = H(A | B)."""
    return hash_to_number(as_bytes(A), as_bytes(B))


def client_shared_secret(a: int, B: int, x: int, u: int) -> int:
    """S as the client computes it: (B - k*g^x) ^ (a + u*x)."""
    return pow(B - k * verifier(x), a + u * x, N)


def server_shared_secret(A: int, b: int, v: int, u: int) -> int:
    """S as the server computes it, without the password: (A * v^u) ^ b."""
    return pow(A * pow(v, u, N), b, N)


# --- the proof -------------------------------------------------------------------------------------------------


def session_key(S: int, u: int) -> bytes:
    """The 16-byte key that both sides now share: HKDF-SHA256 (RFC 5869) of S, salted with u."""
    return HKDF(algorithm=SHA256(), length=16, salt=as_bytes(u), info=b"Caldera Derived Key").derive(as_bytes(S))


def claim_signature(key: bytes, pool_name: str, user_id: str, secret_block: str, timestamp: str) -> str:
    """PASSWORD_CLAIM_SIGNATURE: base64 of an HMAC-SHA256 over what the client claims.

    Args:
        key: from `session_key`.
        pool_name, user_id: as for `private_key`.
        secret_block: SECRET_BLOCK of the challenge, in base64 as it came.
        timestamp: from `timestamp`.

    Raises:
        binascii.Error: the secret block is not base64.
    """
    claim = pool_name.encode() + user_id.encode() + base64.b64decode(secret_block) + timestamp.encode()
    return base64.b64encode(hmac.digest(key, claim, "sha256")).decode()


def timestamp(now: datetime) -> str:
    """A time in Cognito's format: ``Mon Jan 2 03:04:05 UTC 2006``, with no leading zero in the day.

    The names are listed here because those of ``strftime`` depend on the locale.
    """
    now = now.astimezone(timezone.utc)
    return f"{WEEKDAYS[now.weekday()]} {MONTHS[now.month - 1]} {now.day} {now:%H:%M:%S} UTC {now.year}"


def parse_timestamp(text: str) -> datetime:
    """The time that `timestamp` has formatted.

    Raises:
        ValueError: `timestamp` never returns this text: it has ``Sep 05``, a wrong weekday or another language.
    """
    try:
        _, month, day, clock, _, year = text.split(" ")
        hour, minute, second = clock.split(":")
        date = (int(year), MONTHS.index(month) + 1, int(day))
        moment = datetime(*date, int(hour), int(minute), int(second), tzinfo=timezone.utc)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"not a Cognito timestamp: {text!r}") from error
    if timestamp(moment) != text:
        raise ValueError(f"not a Cognito timestamp: {text!r}; it would be {timestamp(moment)!r}")
    return moment
