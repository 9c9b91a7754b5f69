"""What SRP sends, and how exact its numbers and times must be."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from functools import partial
from typing import Any

from local_cognito import srp
from local_cognito.conformance.row import HEARSAY, Row
from local_cognito.conformance.world import USERNAMES, VERIFIED, WITH_SECRET, WRONG_PASSWORD, World, outcome

UNACCEPTABLE = [
    "0",
    f"{srp.N:x}",
    f"{2 * srp.N:x}",
    f"{srp.N**2:x}",
    "f" * 10_000,
    "-5",
    "0x5",
    "+5",
    "5_5",
    " 5",
    "\u0665",
]


# --- acts -------------------------------------------------------------------------------------------------------


def prove_at(w: World, minutes: int) -> dict[str, Any]:
    """A login whose TIMESTAMP differs from the time by so many minutes."""
    asked = w.begin_srp()
    when = srp.timestamp(datetime.now(timezone.utc) + timedelta(minutes=minutes))
    return w.respond("PASSWORD_VERIFIER", **w.proof(asked, when=when))


def send_srp_a(w: World) -> int:
    """How many unacceptable numbers are refused as SRP_A."""
    refusal = "InvalidParameterException: SRP_A is not a number that SRP allows."
    return sum(outcome(w.begin_srp, SRP_A=number) == refusal for number in UNACCEPTABLE)


def hash_the_email(w: World) -> str:
    """Whether the challenge's USERNAME is the sub; then the answer with a SECRET_HASH over the e-mail instead."""
    asked = w.set_up(**WITH_SECRET).begin_srp()
    is_sub = asked["ChallengeParameters"]["USERNAME"] == w.sub()
    return f"{is_sub}, then {outcome(w.finish_srp, asked, **w.secret_hash(w.username))}"


def log_in_by_alias(w: World) -> str:
    """Whether USER_ID_FOR_SRP is the user name, for a login with the e-mail; then the login."""
    w.set_up(pool={**USERNAMES, "AliasAttributes": ["email"]})
    w.admin("admin_update_user_attributes", UserAttributes=[{"Name": "email", "Value": w.email}, *VERIFIED])
    asked = w.begin_srp(USERNAME=w.email)
    is_name = asked["ChallengeParameters"]["USER_ID_FOR_SRP"] == w.username
    return f"{is_name}, then {outcome(w.finish_srp, asked)}"


def what_changes(w: World) -> str:
    """Which parameters of the challenge are new at the next login, and after a new password."""
    challenges = [w.begin_srp()["ChallengeParameters"] for _ in range(2)]
    w.set_password(w.new_password)
    challenges.append(w.begin_srp()["ChallengeParameters"])
    new = [
        [name for name in before if before[name] != after[name]]
        for before, after in zip(challenges, challenges[1:])
    ]
    return ", then ".join(" ".join(sorted(names)) for names in new)


# --- rows -------------------------------------------------------------------------------------------------------
# fmt: off

SRP = [
    *[
        Row(f"srp-clock{minutes:+}", f"the right proof with a TIMESTAMP that is {abs(minutes)} minutes "
            f"{'ahead' if minutes > 0 else 'old'}",
            partial(prove_at, minutes=minutes),
            answer, "AWS's limit is not known; ours is 5 minutes", HEARSAY, answer == "tokens")
        for minutes, answer in ((-120, WRONG_PASSWORD), (-6, WRONG_PASSWORD), (-4, "tokens"), (4, "tokens"),
                                (6, WRONG_PASSWORD), (120, WRONG_PASSWORD))
    ],
    Row("srp_a-odd", f"how many of {len(UNACCEPTABLE)} unacceptable SRP_A are refused: multiples of N, signs, "
        "prefixes, spaces, other digits, 10,000 digits",
        send_srp_a,
        str(len(UNACCEPTABLE)), "our wording", HEARSAY),
    Row("srp-secret_hash", "whether the challenge's USERNAME is the sub, then a SECRET_HASH over the e-mail",
        hash_the_email,
        "True, then NotAuthorizedException: Unable to verify secret hash for client {client}",
        "what pycognito and amazon-cognito-identity-js send", HEARSAY),
    Row("srp-alias", "whether USER_ID_FOR_SRP is the user name in a login with an alias, then the login",
        log_in_by_alias,
        "True, then tokens", "common knowledge", HEARSAY),
    Row("srp-new", "what is new in the challenge at the next login, then after a new password",
        what_changes,
        "SECRET_BLOCK SRP_B, then SALT SECRET_BLOCK SRP_B", "common knowledge", HEARSAY),
]

SECTIONS = {"SRP": SRP}
