"""App clients with a secret."""

from __future__ import annotations

from typing import Any

from local_cognito.conformance.row import DOC, SEEN, Row
from local_cognito.conformance.world import WITH_SECRET, World

MISSING = "NotAuthorizedException: Client {client} is configured with secret but SECRET_HASH was not received"
WRONG_HASH = "NotAuthorizedException: Unable to verify secret hash for client {client}"
OTHER_HASH = "c2VjcmV0"  # well-formed, made with another secret


# --- acts -------------------------------------------------------------------------------------------------------


def log_in(w: World, flow: str, **parameters: Any) -> dict[str, Any]:
    """A login at a client with a secret, SECRET_HASH in each call."""
    w.set_up(**WITH_SECRET)
    return w.srp(**parameters) if flow == "USER_SRP_AUTH" else w.sign_in(flow, **parameters)


def answer_without_hash(w: World) -> dict[str, Any]:
    return w.finish_srp(w.set_up(**WITH_SECRET).begin_srp(), SECRET_HASH=None)


# --- rows -------------------------------------------------------------------------------------------------------
# fmt: off


def in_flow(flow: str) -> list[Row]:
    return [
        Row(f"secret-missing-{flow}", f"a client with a secret, no SECRET_HASH, {flow}",
            lambda w: log_in(w, flow, SECRET_HASH=None),
            MISSING, "aws-sdk-cpp#3246, amplify-android#2504", SEEN),
        Row(f"secret-wrong-{flow}", f"a client with a secret, a SECRET_HASH made with another, {flow}",
            lambda w: log_in(w, flow, SECRET_HASH=OTHER_HASH),
            WRONG_HASH, "six public files", SEEN),
    ]


SECRETS = [
    *in_flow("ADMIN_USER_PASSWORD_AUTH"),
    *in_flow("USER_PASSWORD_AUTH"),
    *in_flow("USER_SRP_AUTH"),
    *in_flow("USER_AUTH"),
    Row("secret-right", "a client with a secret, the right SECRET_HASH in both calls of SRP",
        lambda w: log_in(w, "USER_SRP_AUTH"),
        "tokens", "guide, computing secret hash", DOC, True),
    Row("secret-missing_in_answer", "a client with a secret, no SECRET_HASH in the answer to PASSWORD_VERIFIER",
        answer_without_hash,
        MISSING, "text of aws-sdk-cpp#3246", SEEN),
    Row("secret-unasked", "a client without a secret, SECRET_HASH sent all the same",
        lambda w: w.sign_in(SECRET_HASH=OTHER_HASH),
        "InvalidParameterException: App client {client} is not configured for secret but secret hash was received",
        "keivanK1#1", SEEN),
    Row("secret-sign_up", "a client with a secret, SignUp without SecretHash",
        lambda w: w.set_up(**WITH_SECRET, user="none").sign_up(SecretHash=None),
        MISSING, "text of aws-sdk-cpp#3246", SEEN),
    Row("secret-sign_up_right", "a client with a secret, SignUp with the right SecretHash",
        lambda w: w.set_up(**WITH_SECRET, user="none").sign_up(),
        "done", "API", DOC, True),
]

SECTIONS = {"Client secrets": SECRETS}
