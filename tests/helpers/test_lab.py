"""The first cell of a lesson: where it runs, what it brings back, what it leaves alone."""

from __future__ import annotations

import os
import re
import socket
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from flask import Flask

from helpers import errors, lab
from helpers.forms.password import unmet_rules
from helpers.hints import NAMES_COME_FROM_ABOVE
from local_cognito import LocalCognito
from local_cognito.serving import LoopbackServer

IDENTITY = """<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
<Arn>arn:aws:sts::111122223333:assumed-role/Learner/{name}</Arn><UserId>X</UserId><Account>111122223333</Account>
</GetCallerIdentityResult></GetCallerIdentityResponse>"""
DEFAULT_POLICY = {
    "MinimumLength": 8,
    "RequireUppercase": True,
    "RequireLowercase": True,
    "RequireNumbers": True,
    "RequireSymbols": True,
}


@pytest.fixture(autouse=True)
def own_environment() -> Iterator[None]:
    """What a lesson sets in the environment ends with the test."""
    before = dict(os.environ)
    yield
    os.environ.clear()
    os.environ.update(before)
    boto3.DEFAULT_SESSION = None


@pytest.fixture
def aws(local_cognito: LocalCognito) -> Iterator[Any]:
    """A stand-in for AWS: the local Cognito in a region of its own, and an STS that knows one learner."""
    sts = Flask("sts")
    learner = {"name": "ada"}
    sts.post("/")(lambda: IDENTITY.format(**learner))
    server = LoopbackServer(sts)
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        del os.environ[name]
    os.environ.update(
        COGNITO_LAB="aws",
        AWS_ACCESS_KEY_ID="AKIAIOSFODNN7EXAMPLE",
        AWS_SECRET_ACCESS_KEY="example",
        AWS_DEFAULT_REGION="eu-central-1",
        AWS_ENDPOINT_URL_STS=server.url,
        AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER=local_cognito.url,
    )
    cognito = boto3.client("cognito-idp")
    yield learner
    for pool in cognito.list_user_pools(MaxResults=60)["UserPools"]:
        cognito.delete_user_pool(UserPoolId=pool["Id"])
    server.stop()


def pool_names() -> list[str]:
    return sorted(pool["Name"] for pool in boto3.client("cognito-idp").list_user_pools(MaxResults=60)["UserPools"])


# --- local ---


def test_one_line_says_that_nothing_leaves_the_machine(capsys: pytest.CaptureFixture) -> None:
    lab.start(1)
    printed = capsys.readouterr().out
    assert re.fullmatch(
        r"A local Cognito at http://127\.0\.0\.1:\d+, region us-east-1: nothing leaves this machine\.\n", printed
    )


def test_nothing_of_the_learners_aws_setup_counts(tmp_path: Path) -> None:
    config = tmp_path / "config"
    config.write_text("[profile work]\nregion = ap-south-1\nendpoint_url = http://127.0.0.1:9\n")
    os.environ.update(
        AWS_PROFILE="no-such-profile",
        AWS_CONFIG_FILE=str(config),
        AWS_ACCESS_KEY_ID="AKIAIOSFODNN7EXAMPLE",
        AWS_SESSION_TOKEN="real-looking",
        AWS_DEFAULT_REGION="ap-south-1",
        AWS_ENDPOINT_URL="http://127.0.0.1:9",
        HTTP_PROXY="http://127.0.0.1:9",
        HTTPS_PROXY="http://127.0.0.1:9",
    )
    lesson = lab.start(3)
    credentials = boto3.session.Session().get_credentials()
    assert (credentials.access_key, credentials.token) == ("local", None)
    assert lesson.user_pool_id.startswith("us-east-1_")


def test_a_call_that_gets_no_answer_is_not_repeated() -> None:
    lesson = lab.start(1)
    tries: list[int] = []
    out_of_order = Flask("out of order")
    out_of_order.post("/")(lambda: tries.append(1) or ("", 503))
    server = LoopbackServer(out_of_order)
    lesson.endpoint = os.environ["AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER"] = server.url
    for cognito in (boto3.client("cognito-idp"), lesson._cognito):
        with pytest.raises(ClientError, match="503"):
            cognito.list_user_pools(MaxResults=1)
        assert tries.pop() and not tries
    server.stop()


def test_each_lesson_gets_what_the_ones_before_it_build() -> None:
    first, second, third = (lab.start(number) for number in (1, 2, 3))
    assert (first.user_pool_id, first.app_client_id, first.password) == (None, None, None)
    assert second.user_pool_id and second.app_client_id and second.password is None
    answer = boto3.client("cognito-idp").initiate_auth(
        ClientId=third.app_client_id,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": third.username, "PASSWORD": third.password},
    )
    assert "AuthenticationResult" in answer


def test_starting_again_takes_the_same_pool_and_client() -> None:
    first, again = lab.start(3), lab.start(4)
    assert (first.user_pool_id, first.app_client_id) == (again.user_pool_id, again.app_client_id)


def test_lesson_two_starts_before_there_is_a_user() -> None:
    lesson = lab.start(3)
    lab.start(2)
    assert boto3.client("cognito-idp").list_users(UserPoolId=lesson.user_pool_id)["Users"] == []


def test_an_app_client_changed_in_a_lesson_gets_its_five_flows_again() -> None:
    lesson = lab.start(3)
    ids = {"UserPoolId": lesson.user_pool_id, "ClientId": lesson.app_client_id}
    cognito = boto3.client("cognito-idp")
    cognito.update_user_pool_client(**ids, ExplicitAuthFlows=["ALLOW_USER_SRP_AUTH"])
    lab.start(3)
    client = cognito.describe_user_pool_client(**ids)["UserPoolClient"]
    assert sorted(client["ExplicitAuthFlows"]) == sorted(lab.FIVE_FLOWS)


def test_the_password_is_new_each_time_keeps_every_rule_and_is_not_shown() -> None:
    passwords = {lab.new_password() for _ in range(100)}
    assert len(passwords) == 100
    assert all(unmet_rules(password, DEFAULT_POLICY) == [] for password in passwords)
    lesson = lab.start(3)
    assert lesson.password not in repr(lesson)


# --- either ---


@pytest.mark.parametrize("mode", ["AWS", "moto", " "])
def test_an_unknown_mode_gets_a_sentence(mode: str) -> None:
    os.environ["COGNITO_LAB"] = mode
    with pytest.raises(lab.LabError, match=r"Set it to 'local' or to 'aws', or leave it out"):
        lab.start(1)


def test_jupyter_shows_the_sentence_without_a_traceback() -> None:
    from IPython.core.interactiveshell import InteractiveShell

    os.environ["COGNITO_LAB"] = "moto"
    shell = InteractiveShell.instance()
    shown: list[str] = []
    shell._showtraceback = lambda kind, error, lines: shown.extend(lines)
    shell.run_cell("from helpers import lab; lab.start(1)")
    assert shown == [
        "The lab cannot start. COGNITO_LAB is 'moto'. Set it to 'local' or to 'aws', or leave it out for 'local'."
    ]


def test_jupyter_says_which_cells_to_run_when_a_name_has_no_value_yet() -> None:
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell.instance()
    shown: list[str] = []
    shell._showtraceback = lambda kind, error, lines: shown.extend(lines)
    shell.run_cell("from helpers import lab; lab.start(1)")
    shell.run_cell("tokens")
    assert shown[-1] == NAMES_COME_FROM_ABOVE


# --- AWS ---


def test_aws_mode_names_account_region_and_owner(aws: Any, capsys: pytest.CaptureFixture) -> None:
    lab.start(1)
    assert capsys.readouterr().out == (
        "AWS account 111122223333, region eu-central-1, as ada. What you make carries the tag cognito-lab.\n"
    )


def test_a_kernel_that_was_in_local_mode_has_to_be_restarted_for_aws() -> None:
    lab.start(1)
    os.environ["COGNITO_LAB"] = "aws"
    with pytest.raises(lab.LabError, match="Restart the kernel"):
        lab.start(1)


def test_aws_mode_finds_the_labs_own_pool_instead_of_making_a_second(aws: Any) -> None:
    first, again = lab.start(3), lab.start(4)
    assert first.user_pool_id == again.user_pool_id
    assert pool_names() == ["cognito-lab-ada"]


def test_two_learners_in_one_account_do_not_meet(aws: Any) -> None:
    adas = lab.start(2)
    aws["name"] = "grace"
    graces = lab.start(2)
    assert adas.user_pool_id != graces.user_pool_id
    graces.clean_up()
    assert pool_names() == ["cognito-lab-ada"]


@pytest.mark.parametrize(
    ("arn", "owner"),
    [
        ("arn:aws:iam::111122223333:user/ada", "ada"),
        ("arn:aws:iam::111122223333:root", "root"),
        ("arn:aws:sts::111122223333:assumed-role/Learner/ada@example.com", "ada@example.com"),
        ("arn:aws:sts::111122223333:assumed-role/Learner/botocore-session-1795471945", "Learner"),
        ("arn:aws:iam::111122223333:user/team/ada", "ada"),
    ],
)
def test_the_owner_is_the_same_at_each_visit(arn: str, owner: str) -> None:
    assert lab._owner(arn) == owner


def test_clean_up_removes_only_what_carries_the_labs_tag(aws: Any) -> None:
    cognito = boto3.client("cognito-idp")
    cognito.create_user_pool(PoolName="production")
    cognito.create_user_pool(PoolName="cognito-lab-ada")
    cognito.create_user_pool(PoolName="cognito-lab-ada", UserPoolTags={"cognito-lab": "grace"})
    lesson = lab.start(2)
    assert lesson.clean_up() == [lesson.user_pool_id]
    assert pool_names() == ["cognito-lab-ada", "cognito-lab-ada", "production"]
    assert lesson.clean_up() == []


def test_aws_mode_without_a_region_gets_a_sentence(aws: Any) -> None:
    del os.environ["AWS_DEFAULT_REGION"]
    os.environ["AWS_CONFIG_FILE"] = os.devnull
    with pytest.raises(lab.LabError, match="No AWS region is set"):
        lab.start(1)


def test_aws_mode_without_credentials_gets_a_sentence(aws: Any) -> None:
    del os.environ["AWS_ACCESS_KEY_ID"], os.environ["AWS_SECRET_ACCESS_KEY"]
    os.environ.update(
        AWS_CONFIG_FILE=os.devnull, AWS_SHARED_CREDENTIALS_FILE=os.devnull, AWS_EC2_METADATA_DISABLED="true"
    )
    with pytest.raises(lab.LabError, match="AWS does not know you: Unable to locate credentials"):
        lab.start(1)


def test_aws_mode_without_a_network_does_not_send_anybody_to_sign_in(aws: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        os.environ["AWS_ENDPOINT_URL_STS"] = f"http://127.0.0.1:{nobody.getsockname()[1]}"
    with pytest.raises(lab.LabError, match=r"^AWS does not answer: .* Check the network"):
        lab.start(1)


# How a service refuses a signature for its time: each in words of its own.
EXPIRED = {
    "STS": (403, "<ErrorResponse><Error><Code>SignatureDoesNotMatch</Code></Error></ErrorResponse>"),
    "COGNITO_IDENTITY_PROVIDER": (400, '{"__type": "InvalidSignatureException", "message": "Signature expired"}'),
}


@pytest.fixture
def refused(aws: Any, serve: Callable[[Any], str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """What a lesson says when this service refuses every call, and our clock is this much ahead of AWS's."""

    def refused(service: str, ahead: timedelta) -> str:
        status, body = EXPIRED[service]
        there = Flask("refuses")
        there.post("/")(lambda: (body, status))
        os.environ[f"AWS_ENDPOINT_URL_{service}"] = serve(there)

        class Clock(datetime):
            @classmethod
            def now(cls, tz: Any = None) -> datetime:
                return datetime.now(tz) + ahead

        monkeypatch.setattr(errors, "datetime", Clock)
        with pytest.raises(lab.LabError) as caught:
            lab.start(2)
        return str(caught.value)

    return refused


@pytest.mark.parametrize(
    ("service", "ahead", "clock"),
    [
        ("STS", timedelta(hours=1), "60 minutes ahead of AWS's"),
        ("COGNITO_IDENTITY_PROVIDER", timedelta(minutes=-6), "6 minutes behind AWS's"),
    ],
)
def test_a_clock_that_is_off_gets_a_sentence(refused: Any, service: str, ahead: timedelta, clock: str) -> None:
    said = refused(service, ahead)
    assert said.startswith(f"This machine's clock is {clock}, ")
    assert said.endswith("Set the clock (switch on that it is set automatically), then run this again.")


@pytest.mark.parametrize(
    ("service", "begin"), [("STS", "AWS does not know you: "), ("COGNITO_IDENTITY_PROVIDER", "Cognito refused ")]
)
def test_a_clock_that_is_nearly_right_is_not_to_blame(refused: Any, service: str, begin: str) -> None:
    assert refused(service, timedelta(minutes=4)).startswith(begin)
