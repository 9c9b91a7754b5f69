"""Clean-up in an account that is not the lab's alone: what goes, what stays, and what is said when AWS says no.

An endpoint stands in for AWS that keeps user pools, says no when it is told to, and writes down every call that
boto3 really sends.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from typing import Any

import botocore.endpoint
import pytest
from flask import Flask, Response, request

from helpers import clean_up, lab
from helpers.errors import CleanUpError

Answer = tuple[str, str]
THROTTLED = ("TooManyRequestsException", "Too many requests")
GONE = ("ResourceNotFoundException", "User pool does not exist.")
DENIED = (
    "AccessDeniedException",
    "User: arn:aws:iam::111122223333:user/ada is not authorized to perform: cognito-idp:",
)
PROTECTED = (
    "InvalidParameterException",
    "The user pool cannot be deleted because deletion protection is activated. "
    "Deletion protection must be inactivated first.",
)
ADAS = {"cognito-lab": "ada"}


class Account:
    """An AWS account with user pools, as far as a clean-up sees it.

    Attributes:
        calls: (operation, user pool id or page) in the order they came in.
        answers: what to say no with, by operation, or by operation and user pool; the last answer stays.
        before: what happens in the account just before an operation on a user pool.
    """

    def __init__(self) -> None:
        self.pools: dict[str, dict[str, Any]] = {}
        self.calls: list[tuple[str, str]] = []
        self.answers: dict[Any, list[Answer | None]] = {}
        self.before: dict[tuple[str, str], Callable[[], Any]] = {}
        self.app = Flask("account")
        self.app.post("/")(self.answer)

    def add(self, name: str, tags: dict[str, str] | None = None) -> str:
        pool_id = f"eu-central-1_{len(self.pools):09}"
        self.pools[pool_id] = {"Id": pool_id, "Name": name, "UserPoolTags": tags or {}}
        return pool_id

    def deleted(self) -> list[str]:
        return [pool_id for operation, pool_id in self.calls if operation == "DeleteUserPool"]

    def described(self) -> list[str]:
        return [pool_id for operation, pool_id in self.calls if operation == "DescribeUserPool"]

    def answer(self) -> Response:
        operation, sent = request.headers["X-Amz-Target"].split(".")[1], json.loads(request.get_data())
        about = sent.get("UserPoolId", sent.get("NextToken", "first page"))
        self.calls.append((operation, about))
        self.before.pop((operation, about), lambda: None)()
        said = self.answers.get((operation, about)) or self.answers.get(operation) or [None]
        no = said.pop(0) if len(said) > 1 else said[0]
        if not no and operation != "ListUserPools" and about not in self.pools:
            no = GONE
        if no:
            return Response(json.dumps({"__type": no[0], "message": no[1]}), 400)
        return Response(json.dumps(getattr(self, operation)(sent)))

    def ListUserPools(self, sent: dict[str, Any]) -> dict[str, Any]:
        assert 1 <= sent["MaxResults"] <= 60, "AWS lists 60 at most"
        begin = int(sent.get("NextToken", 0))
        end = begin + sent["MaxResults"]
        page = [{"Id": pool["Id"], "Name": pool["Name"]} for pool in list(self.pools.values())[begin:end]]
        return {"UserPools": page, **({"NextToken": str(end)} if end < len(self.pools) else {})}

    def DescribeUserPool(self, sent: dict[str, Any]) -> dict[str, Any]:
        return {"UserPool": self.pools[sent["UserPoolId"]]}

    def DeleteUserPool(self, sent: dict[str, Any]) -> dict[str, Any]:
        del self.pools[sent["UserPoolId"]]
        return {}


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch) -> Account:
    for name in ("AWS_PROFILE", "AWS_MAX_ATTEMPTS", "AWS_RETRY_MODE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "example")
    monkeypatch.setattr(botocore.endpoint.time, "sleep", lambda seconds: None)  # between two tries
    return Account()


@pytest.fixture
def lesson(account: Account, serve: Callable[[Any], str]) -> lab.Lesson:
    """Ada's, in that account."""
    return lab.Lesson("eu-central-1", serve(account.app), owner="ada")


# --- what goes, what stays ---


def test_a_pool_goes_by_its_name_and_its_tag_together(account: Account, lesson: lab.Lesson) -> None:
    names = ["cognito-lab-ada", "cognito-lab-ada foreign", "cognito-lab-adam", "cognito-lab-ada-b", "production"]
    tags = [
        ADAS,
        {"cognito-lab": "ada", "team": "red"},
        {},
        {"cognito-lab": "grace"},
        {"Cognito-Lab": "ada"},
        {"team": "ada"},
    ]
    pools = {account.add(name, tag): (name, tag) for name, tag in itertools.product(names, tags)}
    hers = [pool_id for pool_id, (name, tag) in pools.items() if name in names[:2] and tag in tags[:2]]
    assert lesson.clean_up() == hers
    assert account.deleted() == hers
    assert {pools[pool_id][0] for pool_id in account.described()} == set(names[:2])
    assert account.pools.keys() == pools.keys() - hers


def test_without_a_tag_nothing_is_deleted(account: Account, lesson: lab.Lesson) -> None:
    account.add("cognito-lab-ada")
    with pytest.raises(ValueError, match="Without a tag"):
        clean_up.delete(lesson._cognito, "cognito-lab-ada", {})
    assert account.deleted() == []


def test_pools_on_every_page_are_found(account: Account, lesson: lab.Lesson) -> None:
    hers = []
    for number in range(150):
        hers += [account.add("cognito-lab-ada", ADAS)] if number in (0, 59, 60, 149) else []
        account.add("production")
    assert [pool["Id"] for pool in lesson.user_pools()] == hers
    account.calls.clear()
    assert lesson.clean_up() == hers
    assert [page for operation, page in account.calls if operation == "ListUserPools"] == [
        "first page",
        "60",
        "120",
    ]
    assert account.calls[2][0] == "ListUserPools", "nothing is deleted while AWS is still listing"


def test_a_pool_that_is_gone_meanwhile_is_no_error(account: Account, lesson: lab.Lesson) -> None:
    first, second, third = (account.add("cognito-lab-ada", ADAS) for _ in range(3))
    account.before = {
        ("DescribeUserPool", first): lambda: account.pools.pop(first),
        ("DeleteUserPool", second): lambda: account.pools.pop(second),
    }
    assert lesson.clean_up() == [third]
    assert list(lesson.user_pools()) == []


def test_a_pool_that_loses_its_tag_meanwhile_stays(account: Account, lesson: lab.Lesson) -> None:
    first, second = (account.add("cognito-lab-ada", ADAS) for _ in range(2))
    account.before[("DeleteUserPool", first)] = lambda: account.pools[second].update(UserPoolTags={})
    assert lesson.clean_up() == [first]
    assert account.pools.keys() == {second}


# --- when AWS says no ---


@pytest.mark.parametrize("operation", ["ListUserPools", "DescribeUserPool", "DeleteUserPool"])
def test_a_throttled_call_is_made_again(account: Account, lesson: lab.Lesson, operation: str) -> None:
    pool_id = account.add("cognito-lab-ada", ADAS)
    account.answers[operation] = [THROTTLED, None]
    assert lesson.clean_up() == [pool_id]


@pytest.mark.parametrize("operation", ["DescribeUserPool", "DeleteUserPool"])
def test_a_call_that_stays_throttled_ends_it_with_a_sentence(
    account: Account, lesson: lab.Lesson, operation: str
) -> None:
    first, second, third = (account.add("cognito-lab-ada", ADAS) for _ in range(3))
    account.answers[(operation, second)] = [THROTTLED]
    with pytest.raises(CleanUpError) as caught:
        lesson.clean_up()
    assert str(caught.value) == (
        f"Left are {second}, {third}: AWS asks you to go slower; wait a minute. Deleted: {first}. "
        "Fix that, then run it again for the rest."
    )
    assert third not in account.described()


@pytest.mark.parametrize("operation", ["DescribeUserPool", "DeleteUserPool"])
def test_a_denied_call_names_the_permission_and_the_pool(
    account: Account, lesson: lab.Lesson, operation: str
) -> None:
    first, second, third = (account.add("cognito-lab-ada", ADAS) for _ in range(3))
    account.answers[(operation, second)] = [DENIED]
    with pytest.raises(CleanUpError) as caught:
        lesson.clean_up()
    assert str(caught.value) == (
        f"Left are {second}: you lack the IAM permission cognito-idp:{operation}. Deleted: {first}, {third}. "
        "Fix that, then run it again for the rest."
    )
    account.answers.clear()
    assert lesson.clean_up() == [second]


@pytest.mark.parametrize(
    ("no", "sentence"),
    [
        (DENIED, "you lack the IAM permission cognito-idp:ListUserPools."),
        (THROTTLED, "AWS asks you to go slower; wait a minute."),
    ],
)
def test_without_the_list_nothing_is_deleted(
    account: Account, lesson: lab.Lesson, no: Answer, sentence: str
) -> None:
    for _ in range(61):
        account.add("cognito-lab-ada", ADAS)
    account.answers[("ListUserPools", "60")] = [no]
    with pytest.raises(CleanUpError) as caught:
        lesson.clean_up()
    assert str(caught.value) == f"Your user pools cannot be listed: {sentence} Nothing was deleted."
    assert account.deleted() == []


def test_deletion_protection_is_said(account: Account, lesson: lab.Lesson) -> None:
    first, second = (account.add("cognito-lab-ada", ADAS) for _ in range(2))
    account.answers[("DeleteUserPool", first)] = [PROTECTED]
    with pytest.raises(CleanUpError) as caught:
        lesson.clean_up()
    assert f"Left are {first}: {PROTECTED[1]} Deleted: {second}." in str(caught.value)


def test_no_answer_gets_a_sentence(account: Account, lesson: lab.Lesson) -> None:
    lesson.endpoint = "http://127.0.0.1:9"
    with pytest.raises(CleanUpError) as caught:
        lesson.clean_up()
    assert str(caught.value) == (
        'Your user pools cannot be listed: Could not connect to the endpoint URL: "http://127.0.0.1:9/". '
        "Nothing was deleted."
    )


def test_jupyter_shows_the_sentence_under_its_own_heading(account: Account, lesson: lab.Lesson) -> None:
    account.answers["ListUserPools"] = [DENIED]
    with pytest.raises(lab.LabError) as caught:
        lesson.clean_up()
    assert caught.value._render_traceback_() == [f"The clean-up is not finished. {caught.value}"]


# --- how far it is ---


@pytest.mark.parametrize(
    ("hers", "printed"),
    [
        (0, []),
        (1, ["User pools deleted: 1"]),
        (2, ["User pools deleted: 1, to look at: 1", "User pools deleted: 2"]),
    ],
)
def test_one_line_says_how_far_it_is(
    account: Account, lesson: lab.Lesson, capsys: pytest.CaptureFixture, hers: int, printed: list[str]
) -> None:
    for _ in range(hers):
        account.add("cognito-lab-ada", ADAS)
    lesson.clean_up()
    out = capsys.readouterr().out
    assert [line.rstrip() for line in out.splitlines()] == printed
    assert len({len(line) for line in out.splitlines()}) <= 1, "each covers the one before"


def test_pools_that_stay_do_not_count(account: Account, lesson: lab.Lesson, capsys: pytest.CaptureFixture) -> None:
    account.add("cognito-lab-ada", ADAS)
    account.add("cognito-lab-ada")
    lesson.clean_up()
    assert capsys.readouterr().out.splitlines()[-1].rstrip() == "User pools deleted: 1"
