"""Whose user pools these are: for each form of ARN, the owner, or the sentence that asks for a name."""

from __future__ import annotations

import re

import pytest

from helpers.errors import LabError
from helpers.owner import made_by, owner_of, was_called

ROLE = "arn:aws:sts::111122223333:assumed-role"
# The ARN without "arn:", what can be read in the owner, and what a pool says about who made it.
CALLERS = """
aws:iam::111122223333:user/ada ada user/ada
aws:iam::111122223333:user/team/red/bob bob user/bob
aws:iam::111122223333:user/ada,bob ada-bob user/ada:bob
aws:iam::111122223333:user/ada-bob ada-bob user/ada-bob
aws:iam::111122223333:user/this.name.has.forty.characters.in.all.1 this-name-has-forty-characters-i user/this.*1
aws:iam::111122223333:user/this.name.has.forty.characters.in.all.2 this-name-has-forty-characters-i user/this.*2
aws:iam::111122223333:user/_ lab user/_
aws:iam::444455556666:user/ada ada user/ada
aws-cn:iam::111122223333:user/ada ada user/ada
aws-us-gov:iam::111122223333:user/ada ada user/ada
aws-iso:iam::111122223333:user/ada ada user/ada
aws-eusc:iam::111122223333:user/ada ada user/ada
aws:iam::111122223333:root root root
aws:iam::111122223333:user/root root user/root
aws:sts::111122223333:federated-user/ada ada federated-user/ada
aws:sts::111122223333:assumed-role/AWSReservedSSO_Admin_01ab/ada ada sso/ada
aws:sts::111122223333:assumed-role/AWSReservedSSO_Admin_01ab/ada@example.com ada-example-com sso/ada@example.com
aws:sts::111122223333:assumed-role/AWSReservedSSO_Admin_01ab/12345678 12345678 sso/12345678
aws:sts::111122223333:assumed-role/AWSReservedSSO_Admin_01ab/admin admin sso/admin
aws-cn:sts::111122223333:assumed-role/AWSReservedSSO_Admin_01ab/ada ada sso/ada
aws:sts::111122223333:assumed-role/Developer/ada ada role/Developer/ada
aws:sts::111122223333:assumed-role/Developer/Ada ada role/Developer/Ada
aws:sts::111122223333:assumed-role/Admin/ada ada role/Admin/ada
aws-us-gov:sts::111122223333:assumed-role/Admin/ada ada role/Admin/ada
aws:sts::111122223333:assumed-role/Admin/ada.l@example.com ada-l-example-com role/Admin/ada.l@example.com
aws:sts::111122223333:assumed-role/Admin/20261123@example.edu 20261123-example-edu role/Admin/20261123@example.edu
aws:sts::111122223333:assumed-role/voclabs/user1234567=Ada_L user1234567-ada-l role/voclabs/user1234567=Ada_L
aws:sts::111122223333:assumed-role/voclabs/user12345678=123@a.edu user12345678-123-a-edu role/.*/user.*=123@a.edu
aws:sts::111122223333:assumed-role/Developer/ada-admin ada-admin role/Developer/ada-admin
aws:sts::111122223333:assumed-role/Developer/ada12lovelace ada12lovelace role/Developer/ada12lovelace
aws:sts::111122223333:assumed-role/Developer/jeff.sessions jeff-sessions role/Developer/jeff.sessions
aws:sts::111122223333:assumed-role/Developer/katherine.jenkins katherine-jenkins role/Developer/katherine.jenkins
"""
OWNERS = {f"arn:{arn}": (readable, maker) for arn, readable, maker in map(str.split, CALLERS.split("\n")[1:-1])}
# Sessions of the role Developer, or of the role before the slash.
UNKNOWN = """
botocore-session-1700000000 AWS-CLI-session-1700000000 AWSCLI-Session aws-sdk-js-1700000000000
aws-go-sdk-1700000000000000000 aws-dotnet-sdk-session-636238288466144357 1700000000000000000 ada-20261123
ada-2026-11-23 ip-10-0-0-12 i-0123456789abcdef0 i-abcdef01 817f3b8c-54de-45c7-b547-05ace80ed7fd
eks-lab-817f3b8c-54de-45c7-b547-05ace80ed7fd da39a3ee5e6b4b0d3255bfef95601890afd80709 4f66ad9a0b2e abcdef01 k3mzp9x
20261123T100000Z
SageMaker GitHubActions AWSCodeBuild-test codebuild CognitoIdentityCredentials github-actions@example.com
ci@example.com gitlab-ci terraform my-session MyFunction PowerUser test 12345 developer Developer
Payroll/payroll orders-role-a1b2c3d4/orders LambdaBasicExecution/orders
AmazonSageMaker-ExecutionRole-20200101T000001/SageMaker aws:ec2-infrastructure/i-0123456789abcdef0
"""


@pytest.mark.parametrize(("arn", "expected"), OWNERS.items())
def test_a_caller_has_an_owner_and_pools_say_who_made_them(arn: str, expected: tuple[str, str]) -> None:
    readable, maker = expected
    assert re.fullmatch(rf"{readable}-[0-9a-f]{{10}}", owner_of(arn))
    assert re.fullmatch(maker, made_by(arn))
    assert re.fullmatch(r"[\w .:/=+@-]{1,256}", made_by(arn)), "what the value of a tag can hold"


def test_no_two_callers_have_the_same_owner() -> None:
    chosen = {owner_of(arn, "ada") for arn in OWNERS}
    assert len(chosen) == 6, "one for each account"
    assert len(chosen | {owner_of(arn) for arn in OWNERS}) == len(OWNERS) + 6
    ada = "arn:aws:iam::111122223333:user/ada"
    assert owner_of(ada, owner_of(ada)) != owner_of(ada)


@pytest.mark.parametrize(
    ("arn", "tomorrow"),
    [
        ("arn:aws:iam::111122223333:user/ada", "arn:aws:iam::111122223333:user/team/ada"),
        (f"{ROLE}/AWSReservedSSO_Admin_01ab/ada", f"{ROLE}/AWSReservedSSO_PowerUserAccess_23cd/ada"),
    ],
)
def test_the_owner_is_the_same_when_a_path_or_a_permission_set_changes(arn: str, tomorrow: str) -> None:
    assert (owner_of(arn), made_by(arn)) == (owner_of(tomorrow), made_by(tomorrow))


@pytest.mark.parametrize("session", UNKNOWN.split())
def test_a_session_that_may_be_anyone_is_asked_for_a_name(session: str) -> None:
    role, _, name = session.rpartition("/")
    arn = f"{ROLE}/{role or 'Developer'}/{name}"
    with pytest.raises(LabError, match=r"Set COGNITO_LAB_OWNER to a name of your own, .*, then run this again.$"):
        owner_of(arn)
    assert made_by(arn) == f"role/{role or 'Developer'}"
    assert owner_of(arn, "ada") == owner_of("arn:aws:iam::111122223333:user/bob", "ada")


@pytest.mark.parametrize("name", ["federated-user/botocore-session-1700000000", "assumed-root/ada"])
def test_other_callers_are_asked_too(name: str) -> None:
    with pytest.raises(LabError, match=f"^AWS knows you only as {name}. Others"):
        owner_of(f"arn:aws:sts::111122223333:{name}")


@pytest.mark.parametrize("name", ["ada", "Ada Lovelace", "ada@example.com", "a", "2", "a" * 64, "a+b=c.d_e-f"])
def test_a_name_can_be_chosen(name: str) -> None:
    assert re.fullmatch(r"[a-z0-9-]{1,32}-[0-9a-f]{10}", owner_of(f"{ROLE}/Developer/SageMaker", name))


@pytest.mark.parametrize(
    "name", [" ", " ada", "ada ", "a" * 65, "ada/bob", "a,b", "José", "ada\n", "a\tb", "-a", "😀"]
)
def test_a_name_that_a_tag_or_a_pool_cannot_hold_is_refused(name: str) -> None:
    with pytest.raises(LabError) as caught:
        owner_of("arn:aws:iam::111122223333:user/ada", name)
    assert str(caught.value).startswith(
        f"COGNITO_LAB_OWNER is {name!r}. Set it to 1 to 64 letters (A to Z), digits"
    )


@pytest.mark.parametrize(
    ("caller", "name", "expected"),
    [
        ("iam::111122223333:user/team/ada", "ada", True),
        ("iam::111122223333:user/ada", "user", False),
        ("iam::111122223333:user/ada", "adam", False),
        ("iam::111122223333:root", "root", True),
        ("sts::111122223333:assumed-role/Developer/ada", "ada", True),
        ("sts::111122223333:assumed-role/Developer/ada", "Developer", True),
        (
            "sts::111122223333:assumed-role/Developer/AWS-CLI-session-1700000000",
            "AWS-CLI-session-1600000000",
            True,
        ),
        ("sts::111122223333:assumed-role/Developer/AWS-CLI-session-1700000000", "AWS-CLI-session-", False),
        ("sts::111122223333:federated-user/ada", "ada", True),
    ],
)
def test_the_names_of_an_earlier_version_are_known(caller: str, name: str, expected: bool) -> None:
    assert was_called(name, f"arn:aws:{caller}") is expected
