"""Parameters that are missing or make no sense, and answers to SRP that no honest client would send."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from local_cognito import srp
from local_cognito.conformance.row import HEARSAY, MINISTACK, SEEN, Row
from local_cognito.conformance.world import WRONG_PASSWORD, World, in_turn, post, tokens

BAD_A = "InvalidParameterException: SRP_A is not a number that SRP allows."
BAD_TIMESTAMP = "InvalidParameterException: TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english."


# --- acts -------------------------------------------------------------------------------------------------------


def sent(w: World, operation: str, **body: Any) -> str:
    """The error of a call that boto3 would not send."""
    _, answer = post(w.url, operation, body)
    return f"{answer['__type']}: {answer.get('message')}"


def answered(**changed: Any) -> Callable[[World], Any]:
    """A login with SRP and the right password, with these changes in the answer."""
    return lambda w: w.finish_srp(w.begin_srp(), **changed)


def signed_at(when: str) -> Callable[[World], Any]:
    """A login with SRP and the right password, whose answer has this TIMESTAMP and is signed correctly."""
    return lambda w: w.respond("PASSWORD_VERIFIER", **w.proof(w.begin_srp(), when=when))


def answered_with_another_name(w: World) -> dict[str, Any]:
    other = w.someone_else()
    return w.finish_srp(w.begin_srp(), USERNAME=other.username)


def answered_twice(w: World) -> str:
    answer = w.proof(w.begin_srp())
    return in_turn(*[lambda: w.respond("PASSWORD_VERIFIER", **answer)] * 2)


# --- rows -------------------------------------------------------------------------------------------------------
# fmt: off


def srp_a(name: str, number: str) -> Row:
    return Row(f"srp_a-{name}", f"SRP_A is {name.replace('_', ' ')}",
        lambda w: w.begin_srp(SRP_A=number),
        BAD_A, "identity-js#356, without the text", HEARSAY)


def missing(flow: str, name: str, **parameters: Any) -> Row:
    return Row(f"missing-{name}-{flow}", f"{flow} without {name}",
        lambda w: w.sign_in(flow, **{name: None, **parameters}),
        f"InvalidParameterException: Missing required parameter {name}", "aws-sdk-cpp#452", SEEN)


BAD_INPUT = [
    srp_a("zero", "0"),
    srp_a("N", f"{srp.N:x}"),
    srp_a("2N", f"{2 * srp.N:x}"),
    srp_a("not_hexadecimal", "xyz"),
    missing("USER_PASSWORD_AUTH", "USERNAME"),
    missing("USER_PASSWORD_AUTH", "PASSWORD"),
    missing("ADMIN_USER_PASSWORD_AUTH", "USERNAME"),
    missing("ADMIN_USER_PASSWORD_AUTH", "PASSWORD"),
    missing("USER_SRP_AUTH", "USERNAME"),
    missing("USER_SRP_AUTH", "SRP_A", PASSWORD=None),
    missing("REFRESH_TOKEN_AUTH", "REFRESH_TOKEN"),
    Row("missing-all", "USER_PASSWORD_AUTH without AuthParameters",
        lambda w: w.public.initiate_auth(ClientId=w.client_id, AuthFlow="USER_PASSWORD_AUTH"),
        "InvalidParameterException: Missing required parameter USERNAME", "text of aws-sdk-cpp#452", HEARSAY),
    Row("empty-Username", "AdminGetUser with a Username that is empty",
        lambda w: sent(w, "AdminGetUser", UserPoolId=w.user_pool_id, Username=""),
        "InvalidParameterException: 2 validation errors detected: Value at 'username' failed to satisfy "
        "constraint: Member must have length greater than or equal to 1; Value at 'username' failed to satisfy "
        r"constraint: Member must satisfy regular expression pattern: [\p{{L}}\p{{M}}\p{{S}}\p{{N}}\p{{P}}]+",
        "API model of botocore", SEEN),
    Row("null-unknown", "the HTTP status of CreateGroup with a member that it does not have, and that is null",
        lambda w: post(w.url, "CreateGroup", {"UserPoolId": w.user_pool_id, "GroupName": "a", "Unknown": None})[0],
        "200", "common knowledge", HEARSAY, True),
    Row("null-parameter", "the HTTP status of REFRESH_TOKEN_AUTH with a DEVICE_KEY that is null",
        lambda w: post(w.url, "InitiateAuth", {
            "ClientId": w.client_id, "AuthFlow": "REFRESH_TOKEN_AUTH", "AuthParameters": {
                "REFRESH_TOKEN": tokens(w.sign_in())["RefreshToken"], "DEVICE_KEY": None}})[0],
        "200", "refreshSession of amazon-cognito-identity-js sends this", HEARSAY, True),
    Row("type-boolean", "ListUsers with a Limit that is true",
        lambda w: sent(w, "ListUsers", UserPoolId=w.user_pool_id, Limit=True).partition(":")[0],
        "SerializationException", "API model of botocore", HEARSAY),
    Row("long-parameter", "USER_PASSWORD_AUTH with a PASSWORD of 131,073 characters, which is not repeated",
        lambda w: w.sign_in(PASSWORD="x" * 131_073),
        "InvalidParameterException: 1 validation error detected: Value at 'authParameters' failed to satisfy "
        "constraint: Map value must satisfy constraint: [Member must have length less than or equal to 131072]",
        "API model of botocore", HEARSAY),
    Row("empty-Password", "SignUp with an empty Password",
        lambda w: w.set_up(user="none").sign_up(Password=""),
        "InvalidPasswordException: Password did not conform with policy: Password not long enough",
        "text of public threads", HEARSAY),
    Row("srp-wrong_signature", "PASSWORD_VERIFIER answered with a made-up signature of the right length",
        answered(PASSWORD_CLAIM_SIGNATURE="A" * 43 + "="),
        WRONG_PASSWORD, MINISTACK, SEEN),
    Row("srp-wrong_block", "PASSWORD_VERIFIER answered with a made-up SECRET_BLOCK",
        answered(PASSWORD_CLAIM_SECRET_BLOCK="A" * 800),
        WRONG_PASSWORD, MINISTACK, SEEN),
    Row("srp-leading_zero",
        "PASSWORD_VERIFIER answered with another TIMESTAMP, its day written as 05, correctly signed",
        signed_at("Sat Sep 05 01:02:03 UTC 2026"),
        WRONG_PASSWORD, MINISTACK, SEEN),
    Row("srp-unreadable_timestamp", "PASSWORD_VERIFIER answered with a TIMESTAMP in Norwegian",
        answered(TIMESTAMP="lør sep 5 01:02:03 UTC 2026"),
        BAD_TIMESTAMP, "pycognito#122; amazon-cognito-identity-js#683", SEEN),
    Row("srp-stale", "PASSWORD_VERIFIER answered with an old TIMESTAMP, correctly signed",
        signed_at("Sat Sep 5 01:02:03 UTC 2026"),
        WRONG_PASSWORD, "AWS's limit is not known; ours is 5 minutes", HEARSAY),
    Row("srp-replayed", "PASSWORD_VERIFIER, the right answer sent twice",
        answered_twice,
        f"tokens, then {WRONG_PASSWORD}", "not documented", HEARSAY),
    Row("srp-other_name", "PASSWORD_VERIFIER, the right answer with another user's name",
        answered_with_another_name,
        WRONG_PASSWORD, "common knowledge", HEARSAY),
    Row("srp-no_session", "whether PASSWORD_VERIFIER comes with a Session",
        lambda w: "Session" in w.begin_srp(),
        "False", MINISTACK, SEEN),
]

SECTIONS = {"Bad input": BAD_INPUT}
