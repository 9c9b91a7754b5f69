"""The first cell of a lesson: where it runs, what it restores, and what it says if it cannot start."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import boto3
import pytest
from botocore.exceptions import ClientError
from flask import Flask, request

from helpers import errors, lab

AWS = {
    "COGNITO_LAB": "aws",
    "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "example",
    "AWS_DEFAULT_REGION": "eu-central-1",
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_ENDPOINT_URL": "http://127.0.0.1:9",  # nothing answers there
}


@pytest.fixture(autouse=True)
def no_settings() -> Iterator[None]:
    """Start without settings for AWS or the lab. What a lesson sets is undone after the test."""
    with patch.dict(os.environ), patch.object(boto3, "DEFAULT_SESSION", None):
        for name in [name for name in os.environ if name.startswith(("AWS_", "COGNITO_"))]:
            del os.environ[name]
        yield


def test_on_aws_something_gets_older_by_waiting(
    capsys: pytest.CaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[int] = []
    monkeypatch.setattr(lab, "sleep", slept.append)
    with lab.Lesson("us-east-1", None, owner="ada").minutes_ago(6):
        assert slept == []
    assert slept == [360]
    assert capsys.readouterr().out == "Nobody can move AWS's clock, so this cell waits for 6 minutes.\n"


def test_the_learners_own_aws_settings_are_not_used(tmp_path: Path) -> None:
    (tmp_path / ".aws").mkdir()
    (tmp_path / ".aws" / "config").write_text("botocore raises an error if it reads this")
    proxies = {"HTTP_PROXY": "http://127.0.0.1:9", "HTTPS_PROXY": "http://127.0.0.1:9"}
    keys = {"AWS_PROFILE": "work", "AWS_SESSION_TOKEN": "real-looking"}
    os.environ.update(AWS, **proxies, **keys, COGNITO_LAB="local", HOME=str(tmp_path))
    lesson = lab.start(3)
    credentials = boto3.session.Session().get_credentials()
    assert (credentials.access_key, credentials.token) == ("local", None)
    assert lesson.user_pool_id.startswith("us-east-1_")


def test_a_call_without_an_answer_is_repeated_once(serve: Callable[[Any], str]) -> None:
    lesson = lab.start(1)
    attempts: list[int] = []
    broken = Flask("broken")
    broken.post("/")(lambda: attempts.append(1) or ("", 503))
    lesson.endpoint = os.environ["AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER"] = serve(broken)
    for cognito in (boto3.client("cognito-idp"), lesson._cognito):
        with pytest.raises(ClientError, match="503"):
            cognito.list_user_pools(MaxResults=1)
        assert len(attempts) == 2
        attempts.clear()


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
    lab.start(2)
    assert boto3.client("cognito-idp").list_users(UserPoolId=third.user_pool_id)["Users"] == []


def test_a_start_forgets_how_often_a_user_has_done_something_within_the_hour() -> None:
    lesson, cognito = lab.start(3), boto3.client("cognito-idp")
    who = {"ClientId": lesson.app_client_id, "Username": lesson.username}
    for _ in range(20):
        cognito.forgot_password(**who)
    with pytest.raises(cognito.exceptions.LimitExceededException):
        cognito.forgot_password(**who)
    lab.start(3)
    assert cognito.forgot_password(**who)["CodeDeliveryDetails"]


def test_a_letter_has_the_code_that_was_sent_and_the_clock_can_be_moved() -> None:
    lesson, cognito = lab.start(3), boto3.client("cognito-idp")
    assert lesson.mailbox == "ada@example.com"
    cognito.forgot_password(ClientId=lesson.app_client_id, Username=lesson.username)
    reset = {"ClientId": lesson.app_client_id, "Username": lesson.username, "Password": lab.new_password()}
    code = lesson.mail(lesson.username).code
    with lesson.later(hours=1), pytest.raises(cognito.exceptions.ExpiredCodeException):
        cognito.confirm_forgot_password(**reset, ConfirmationCode=code)
    cognito.confirm_forgot_password(**reset, ConfirmationCode=code)
    with pytest.raises(lab.LabStop, match=r"^No code that was sent to "):
        lesson.mail(lesson.username).code  # noqa: B018


def test_on_aws_the_mail_is_in_the_mailbox_of_the_learner_and_the_clock_stays() -> None:
    lesson = lab.Lesson("us-east-1", None, "ada")
    with pytest.raises(lab.LabError, match=r"Set COGNITO_LAB_EMAIL to its address, .*, then run this again\.$"):
        lesson.mailbox  # noqa: B018
    os.environ["COGNITO_LAB_EMAIL"] = "me@example.org"
    with pytest.raises(lab.LabStop, match=r"^Look in the mailbox of me@example\.org\. Put the code from there, "):
        lesson.mail(lesson.mailbox).code  # noqa: B018
    with pytest.raises(lab.LabStop, match=r"^Nobody can move"), lesson.later(hours=1):
        pass


def test_a_second_start_finds_the_pool_and_the_client_and_restores_the_flows() -> None:
    lesson, cognito = lab.start(3), boto3.client("cognito-idp")
    ids = {"UserPoolId": lesson.user_pool_id, "ClientId": lesson.app_client_id}
    cognito.update_user_pool_client(**ids, ExplicitAuthFlows=["ALLOW_USER_SRP_AUTH"])
    again = lab.start(4)
    assert (again.user_pool_id, again.app_client_id) == (lesson.user_pool_id, lesson.app_client_id)
    client = cognito.describe_user_pool_client(**ids)["UserPoolClient"]
    assert sorted(client["ExplicitAuthFlows"]) == sorted(lab.FIVE_FLOWS)


def test_the_password_is_new_each_time_keeps_every_rule_and_is_not_shown() -> None:
    passwords = {lab.new_password() for _ in range(100)}
    assert len(passwords) == 100
    rules = (r"[A-Z]", r"[a-z]", r"[0-9]", r"[!#$%&*+=?@^_~-]", r".{8}")
    assert all(re.search(rule, password) for rule in rules for password in passwords)
    lesson = lab.Lesson("us-east-1", None, "ada", password=passwords.pop())
    assert lesson.password not in repr(lesson)


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        (
            {"COGNITO_LAB": "AWS"},
            "COGNITO_LAB is 'AWS'. Set it to 'local' or to 'aws', or leave it out for 'local'.",
        ),
        ({"COGNITO_LAB": " "}, "COGNITO_LAB is ' '. Set it to 'local' or to 'aws', or leave it out for 'local'."),
        ({"AWS_ACCESS_KEY_ID": lab.LOCAL_KEY}, "This kernel is set up for local mode. Restart the kernel"),
        ({"AWS_DEFAULT_REGION": ""}, "No AWS region is set. Put one, such as us-east-1, in AWS_DEFAULT_REGION"),
        ({"AWS_ACCESS_KEY_ID": ""}, "AWS does not know you: Unable to locate credentials Sign in, for"),
        ({}, "AWS does not answer: Could not connect to the endpoint URL: .* Check the network and the region"),
    ],
)
def test_a_start_that_is_refused_says_what_to_do(settings: dict[str, str], sentence: str) -> None:
    os.environ.update(AWS, **settings)
    with pytest.raises(lab.LabError, match=f"^{sentence}") as caught:
        lab.start(1)
    assert caught.value._render_traceback_() == [f"The lab cannot start. {caught.value}"]


def test_a_domain_prefix_is_valid_and_does_not_show_the_owner() -> None:
    prefixes = {lab.Lesson("us-east-1", None, owner).domain_prefix for owner in ("you", "aws-0123456789", "ada")}
    assert len(prefixes) == 3
    assert all(re.fullmatch(r"login-[0-9a-f]{12}", prefix) for prefix in prefixes)


IDENTITY = """<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
<Arn>arn:aws:iam::111122223333:user/ada</Arn><UserId>X</UserId><Account>111122223333</Account>
</GetCallerIdentityResult></GetCallerIdentityResponse>"""
EXPIRED = {  # each service refuses an old signature in its own words
    "sts": ("<ErrorResponse><Error><Code>SignatureDoesNotMatch</Code></Error></ErrorResponse>", 403),
    "cognito-idp": ('{"__type": "InvalidSignatureException", "message": "Signature expired"}', 400),
}


@pytest.mark.parametrize(
    ("arn", "chosen", "sentence"),
    [
        (
            "sts::111122223333:assumed-role/Developer/botocore-session-1700000000",
            "",
            "AWS knows you only as assumed-role/De",
        ),
        ("iam::111122223333:user/ada", "a/b", "COGNITO_LAB_OWNER is 'a/b'. Set it to"),
    ],
)
def test_without_a_name_that_is_yours_nothing_is_called(
    arn: str, chosen: str, sentence: str, serve: Callable[[Any], str], capsys: pytest.CaptureFixture
) -> None:
    calls: list[str] = []
    aws = Flask("aws")
    identity = IDENTITY.replace("iam::111122223333:user/ada", arn)
    aws.post("/")(lambda: calls.append(request.form["Action"]) or identity)
    os.environ.update(AWS, AWS_ENDPOINT_URL=serve(aws), COGNITO_LAB_OWNER=chosen)
    with pytest.raises(lab.LabError, match=f"^{sentence}"):
        lab.start(3)
    assert (calls, capsys.readouterr().out) == (["GetCallerIdentity"], "")


@pytest.mark.parametrize(
    ("service", "minutes", "sentence"),
    [
        (
            "sts",
            60,
            "This machine's clock is 60 minutes ahead of AWS's, .* Set the clock, .*, then run this again.",
        ),
        ("cognito-idp", -6, "This machine's clock is 6 minutes behind AWS's, .*, then run this again."),
        ("sts", 4, "AWS does not know you: .*SignatureDoesNotMatch.*"),
        ("cognito-idp", 4, "Cognito refused a call of the earlier lessons: .*InvalidSignatureException.*"),
    ],
)
def test_a_wrong_clock_is_named(
    service: str,
    minutes: int,
    sentence: str,
    serve: Callable[[Any], str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One service refuses every signature, and this machine's clock is this many minutes ahead."""
    aws = Flask("aws")
    aws.post("/")(lambda: EXPIRED[service] if f"/{service}/" in request.headers["Authorization"] else IDENTITY)
    os.environ.update(AWS, AWS_ENDPOINT_URL=serve(aws))

    class Clock(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:
            return datetime.now(tz) + timedelta(minutes=minutes)

    monkeypatch.setattr(errors, "datetime", Clock)
    with pytest.raises(lab.LabError) as caught:
        lab.start(2)
    assert re.fullmatch(sentence, str(caught.value))
