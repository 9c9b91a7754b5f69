"""Whose user pools these are: a name that no one else in the AWS account has, and that stays the same.

AWS says who calls in an ARN (GetCallerIdentity). The last part of an ARN is not enough: a user, a role session
and a federated user may all be called ada, and many people may share a role, or even the name of a session.

Sources: AWS's IAM User Guide, "AWS JSON policy elements: Principal" and "Amazon Resource Names", for the forms of
ARNs. The names of sessions that programs choose were seen in the source of SDKs and in published ARNs.
"""

from __future__ import annotations

import hashlib
import re

from helpers.errors import LabError

TAG = "cognito-lab"  # the tag of everything that the lessons create. Its value is the owner
MADE_BY = "cognito-lab-made-by"  # the tag that says who created it, as far as the ARN tells
SETTING = "COGNITO_LAB_OWNER"

# What the name of a session contains if it changes each time, or does not say who it is.
CHANGES = re.compile(
    r"""
    \d{8} | \d+ ([-_.]\d+){2}                     # a time, a date, an IP address
    | (?<![a-z0-9]) (
        [0-9a-f]{8,} (?![a-z0-9])                  # a hash, a UUID, the id of an EC2 instance
        | (?=[a-z0-9]{7}) \d* ([a-z]+\d+){2}       # another id: letters and digits take turns
    )
    """,
    re.VERBOSE,
)
# What programs and AWS services call their sessions, such as botocore-session-1700000000 or GitHubActions.
PROGRAM = re.compile(
    r"""
    session(?!s) | credential | botocore | boto3 | federated | oidc
    | sagemaker | lambda | function | code(build|pipeline|deploy|commit) | cloud(formation|shell|watch)
    | jupyter | databricks | airflow | terraform | kubernetes
    | github | gitlab | bitbucket | circleci | buildkite
    | (?<![a-z]) ( aws | amazon | (sdk|ec2|ecs|eks|emr|notebook|workflow|actions|pipeline) (?![a-z]) )
    """,
    re.VERBOSE,
)
# The roles of programs. Their sessions may have names that look like a person's, such as a Lambda function's.
ROLE_OF_A_PROGRAM = re.compile(
    "lambda|github|gitlab|codebuild|codepipeline|execution|instance|service-?role|-role-[a-z0-9]{8}$"
)
# Words that do not tell people apart. They may be a part of a session's name (ada-admin), but not all of it.
COMMON_WORD = re.compile(
    """
    access|account|admin|administrators?|api|app|assumed?|automation|batch|bot|build|builder|cd|ci|cli|console|cross
    |default|demo|deploy|deployer|deployment|desktop|dev|developers?|devops|engineer|example|glue|guest|handler|host
    |jenkins|job|lab|laptop|learner|linux|localhost|login|me|my|name|only|operator|ops|power|poweruser|prod|production
    |read|readonly|role|root|runner|server|service|shared|staging|students?|system|task|teacher|team|temp|temporary
    |test|tester|testing|tmp|travis|ubuntu|users?|web|worker|your
    """,
    re.VERBOSE,
)


def owner_of(arn: str, chosen: str | None = None) -> str:
    """The owner's name for a caller of AWS: the same on every visit, and different from everyone else's.

    Args:
        arn: the caller, as GetCallerIdentity names it.
        chosen: the value of `SETTING`. If it is given, it counts instead of the ARN.

    Returns:
        a readable part and a part of a hash, such as "ada-0123456789": at most 43 lower-case letters,
        digits and hyphens. The name of a user pool and the value of a tag can hold that.

    Raises:
        LabError: the ARN does not say who calls, or `chosen` cannot be used.
    """
    identity, name = _identify(arn)
    if chosen:
        identity, name = f"name/{chosen}", _checked(chosen)
    if not name:
        raise LabError(
            f"AWS knows you only as {arn.split(':', 5)[5]}. Others may have that name, or it may change. Set "
            f"{SETTING} to a name of your own, as with `%env {SETTING}=your-name` in a cell, then run this again."
        )
    _, partition, _, _, account, _ = arn.split(":", 5)
    digest = hashlib.sha256(f"{partition}:{account}:{identity}".encode()).hexdigest()
    readable = re.sub(r"[^a-z0-9]+", "-", name.lower())[:32].strip("-")
    return f"{readable or 'lab'}-{digest[:10]}"


def made_by(arn: str) -> str:
    """The caller as far as the ARN tells, without what changes, such as "user/ada" or "role/Developer".

    Names in IAM may have a comma, and the value of a tag may not: it has a colon instead.
    """
    return _identify(arn)[0].replace(",", ":")


def was_called(name: str, arn: str) -> bool:
    """Whether this caller may have had this name in an earlier version of the lessons.

    That was the last part of the ARN or the name of the role. It may contain the time at which the session began.
    """
    names = re.split("[/:]", arn)[-2 if ":assumed-role/" in arn else -1 :]
    return _without_time(name) in map(_without_time, names)


def says_who(session: str) -> bool:
    """Whether the name of a session says who started it, and will do so tomorrow.

    Nobody can be sure of that. In doubt the answer is no, which only means that the learner has to choose a name.
    A wrong yes lets two people share their user pools, or loses a pool overnight.
    """
    if re.fullmatch(r"user\d+=.+", session):  # AWS Academy, such as user1234567=Ada_Lovelace
        return True
    name, is_email, _ = session.partition("@")
    words = re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)
    if PROGRAM.search(name.lower()) or (CHANGES.search(name.lower()) and not is_email):
        return False
    if not words:
        return bool(is_email)  # a student number, for example
    return not all(COMMON_WORD.fullmatch(word.lower()) for word in words)


def _identify(arn: str) -> tuple[str, str]:
    """The caller, as far as the ARN tells, and the caller's name; "" if it does not say who that is."""
    kind, *path = arn.split(":", 5)[5].split("/")
    name = path[-1] if path else kind
    if kind == "root":
        return kind, name
    if kind == "user":  # the path may change; the name is unique in the account
        return f"{kind}/{name}", name
    if kind == "federated-user" and says_who(name):
        return f"{kind}/{name}", name
    if kind != "assumed-role":
        return kind, ""
    role = path[0]
    if role.startswith("AWSReservedSSO_"):  # IAM Identity Center names sessions after people; roles may be many
        return f"sso/{name}", name
    is_program = bool(ROLE_OF_A_PROGRAM.search(role.lower())) and "@" not in name
    if is_program or name.lower() == role.lower() or not says_who(name):
        return f"role/{role}", ""
    return f"role/{role}/{name}", name


def _checked(chosen: str) -> str:
    """A chosen name, if a user pool's name and the value of a tag can hold it."""
    if not re.fullmatch(r"[A-Za-z0-9]([\w +=.@-]{0,62}[\w+=.@-])?", chosen, re.ASCII):
        raise LabError(
            f"{SETTING} is {chosen!r}. Set it to 1 to 64 letters (A to Z), digits, spaces and any of _ + = . @ -, "
            "with a letter or digit at the beginning and no space at the end. Then run this again."
        )
    return chosen


def _without_time(name: str) -> str:
    return re.sub(r"\d{8,}", "TIME", name)
