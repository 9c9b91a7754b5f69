"""Whose user pools these are: for each form of ARN, the owner, or the sentence that asks for a name."""

from __future__ import annotations

import re

import pytest

from helpers.errors import LabError
from helpers.owner import made_by, owner_of, was_called

ROLE = "arn:aws:sts::111122223333:assumed-role"
SSO = "AWSReservedSSO_AdministratorAccess_0123456789abcdef"
OWNERS = {  # the ARN, the readable part of the owner, and what its pools say about who made them
    "arn:aws:iam::111122223333:user/ada": ("ada", "user/ada"),
    "arn:aws:iam::111122223333:user/team/red/bob": ("bob", "user/bob"),
    "arn:aws:iam::111122223333:user/ada,bob": ("ada-bob", "user/ada:bob"),
    "arn:aws:iam::111122223333:user/ada-bob": ("ada-bob", "user/ada-bob"),
    f"arn:aws:iam::111122223333:user/{'n' * 64}": ("n" * 32, f"user/{'n' * 64}"),
    f"arn:aws:iam::111122223333:user/{'n' * 63}x": ("n" * 32, f"user/{'n' * 63}x"),
    "arn:aws:iam::111122223333:user/_": ("lab", "user/_"),
    "arn:aws:iam::444455556666:user/ada": ("ada", "user/ada"),
    "arn:aws-cn:iam::111122223333:user/ada": ("ada", "user/ada"),
    "arn:aws-us-gov:iam::111122223333:user/ada": ("ada", "user/ada"),
    "arn:aws-iso:iam::111122223333:user/ada": ("ada", "user/ada"),
    "arn:aws-iso-b:iam::111122223333:user/ada": ("ada", "user/ada"),
    "arn:aws-eusc:iam::111122223333:user/ada": ("ada", "user/ada"),
    "arn:aws:iam::111122223333:root": ("root", "root"),
    "arn:aws:iam::111122223333:user/root": ("root", "user/root"),
    "arn:aws:sts::111122223333:federated-user/ada": ("ada", "federated-user/ada"),
    f"{ROLE}/{SSO}/ada": ("ada", "sso/ada"),
    f"{ROLE}/{SSO}/ada@example.com": ("ada-example-com", "sso/ada@example.com"),
    f"{ROLE}/{SSO}/12345678": ("12345678", "sso/12345678"),
    f"{ROLE}/{SSO}/admin": ("admin", "sso/admin"),
    "arn:aws-cn:sts::111122223333:assumed-role/AWSReservedSSO_Admin_0/ada": ("ada", "sso/ada"),
    f"{ROLE}/Developer/ada": ("ada", "role/Developer/ada"),
    f"{ROLE}/Developer/Ada": ("ada", "role/Developer/Ada"),
    f"{ROLE}/Admin/ada": ("ada", "role/Admin/ada"),
    "arn:aws-us-gov:sts::111122223333:assumed-role/Admin/ada": ("ada", "role/Admin/ada"),
    f"{ROLE}/Developer/ada.lovelace@example.com": (
        "ada-lovelace-example-com",
        "role/Developer/ada.lovelace@example.com",
    ),
    f"{ROLE}/voclabs/user1234567=Ada_Lovelace": (
        "user1234567-ada-lovelace",
        "role/voclabs/user1234567=Ada_Lovelace",
    ),
    f"{ROLE}/voclabs/user1234567=20261123@example.edu": (
        "user1234567-20261123-example-edu",
        "role/voclabs/user1234567=20261123@example.edu",
    ),
    f"{ROLE}/Developer/20261123@example.edu": ("20261123-example-edu", "role/Developer/20261123@example.edu"),
    f"{ROLE}/Developer/ada-admin": ("ada-admin", "role/Developer/ada-admin"),
    f"{ROLE}/Developer/ada12lovelace": ("ada12lovelace", "role/Developer/ada12lovelace"),
    f"{ROLE}/Developer/jeff.sessions": ("jeff-sessions", "role/Developer/jeff.sessions"),
    f"{ROLE}/Developer/katherine.jenkins": ("katherine-jenkins", "role/Developer/katherine.jenkins"),
}
UNKNOWN = [
    *(
        f"Developer/{session}"
        for session in (
            "botocore-session-1700000000",
            "AWS-CLI-session-1700000000",
            "AWSCLI-Session",
            "aws-sdk-js-1700000000000",
            "aws-go-sdk-1700000000000000000",
            "aws-dotnet-sdk-session-636238288466144357",
            "1700000000000000000",
            "ada-20261123",
            "ada-2026-11-23",
            "ip-10-0-0-12",
            "i-0123456789abcdef0",
            "i-1a2b3c4d",
            "817f3b8c-54de-45c7-b547-05ace80ed7fd",
            "eks-lab-817f3b8c-54de-45c7-b547-05ace80ed7fd",
            "da39a3ee5e6b4b0d3255bfef95601890afd80709",
            "4f66ad9a0b2e",
            "abcd12ef34",
            "SageMaker",
            "GitHubActions",
            "AWSCodeBuild-test",
            "codebuild",
            "CognitoIdentityCredentials",
            "github-actions@example.com",
            "ci@example.com",
            "gitlab-ci",
            "terraform",
            "my-session",
            "MyFunction",
            "PowerUser",
            "test",
            "12345",
            "developer",
            "Developer",
        )
    ),
    "orders-role-a1b2c3d4/orders",
    "LambdaBasicExecution/orders",
    "AmazonSageMaker-ExecutionRole-20200101T000001/SageMaker",
    "aws:ec2-infrastructure/i-0123456789abcdef0",
]


@pytest.mark.parametrize(("arn", "expected"), OWNERS.items())
def test_a_caller_has_an_owner_and_pools_say_who_made_them(arn: str, expected: tuple[str, str]) -> None:
    readable, maker = expected
    assert re.fullmatch(rf"{readable}-[0-9a-f]{{10}}", owner_of(arn))
    assert made_by(arn) == maker
    assert re.fullmatch(r"[\w .:/=+@-]{1,256}", maker), "what the value of a tag can hold"


def test_no_two_callers_have_the_same_owner() -> None:
    chosen = {owner_of(arn, "ada") for arn in OWNERS}
    assert len(chosen) == 7, "one for each account"
    assert len(chosen | {owner_of(arn) for arn in OWNERS}) == len(OWNERS) + 7
    ada = "arn:aws:iam::111122223333:user/ada"
    assert owner_of(ada, owner_of(ada)) != owner_of(ada)


@pytest.mark.parametrize(
    ("arn", "tomorrow"),
    [
        ("arn:aws:iam::111122223333:user/ada", "arn:aws:iam::111122223333:user/team/ada"),
        (f"{ROLE}/{SSO}/ada", f"{ROLE}/AWSReservedSSO_PowerUserAccess_fedcba9876543210/ada"),
    ],
)
def test_the_owner_is_the_same_when_a_path_or_a_permission_set_changes(arn: str, tomorrow: str) -> None:
    assert (owner_of(arn), made_by(arn)) == (owner_of(tomorrow), made_by(tomorrow))


@pytest.mark.parametrize("role_and_session", UNKNOWN)
def test_a_session_that_may_be_anyone_is_asked_for_a_name(role_and_session: str) -> None:
    arn = f"{ROLE}/{role_and_session}"
    with pytest.raises(LabError, match=r"set COGNITO_LAB_OWNER to a name of your own, .*, then run this again.$"):
        owner_of(arn)
    assert made_by(arn) == f"role/{role_and_session.split('/')[0]}"
    assert owner_of(arn, "ada") == owner_of("arn:aws:iam::111122223333:user/bob", "ada")


@pytest.mark.parametrize("name", ["federated-user/botocore-session-1700000000", "assumed-root/ada"])
def test_other_callers_are_asked_too(name: str) -> None:
    with pytest.raises(LabError, match=f"^AWS calls you {name}, which may be someone else, too"):
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
        f"COGNITO_LAB_OWNER is {name!r}: set it to 1 to 64 letters (A to Z), digits"
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
