"""Clean-up in an AWS account that others use too: what is deleted, what is kept, what it says if AWS refuses.

AWS is a small server that keeps user pools, refuses what it is told to refuse, and records every call.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import product, repeat
from typing import Any

import botocore.endpoint
import pytest
from flask import Flask, jsonify, request

from helpers import clean_up, lab
from helpers.errors import CleanUpError

Refusal = tuple[str, str]
THROTTLED = ("TooManyRequestsException", "Too many requests")
DENIED = (
    "AccessDeniedException",
    "User: arn:aws:iam::111122223333:user/ada is not authorized to perform: cognito",
)
PROTECTED = (
    "InvalidParameterException",
    "The user pool cannot be deleted because deletion protection is activated.",
)
GONE = ("ResourceNotFoundException", "User pool does not exist.")
ADAS = {"cognito-lab": "ada"}
A, B, C = (f"eu-central-1_{number:09}" for number in range(3))  # the first user pools of an account


class Account:
    """An AWS account with user pools, and a lesson of Ada's in it.

    Attributes:
        pools: the user pools by id.
        calls: the calls that came in, such as "DeleteUserPool eu-central-1_000000000".
        refusals: for a call, the errors to refuse it with, one after the other.
        before: for a call, what happens in the account just before it.
    """

    def __init__(self, serve: Callable[[Any], str]) -> None:
        self.pools: dict[str, dict[str, Any]] = {}
        self.calls: list[str] = []
        self.refusals: dict[str, Iterator[Refusal]] = {}
        self.before: dict[str, Callable[[], Any]] = {}
        app = Flask("account")
        app.post("/")(self.answer)
        self.lesson = lab.Lesson("eu-central-1", serve(app), owner="ada")

    def add(self, name: str = "cognito-lab-ada", tags: dict[str, str] | None = None) -> str:
        pool_id = f"eu-central-1_{len(self.pools):09}"
        self.pools[pool_id] = {"Id": pool_id, "Name": name, "UserPoolTags": tags or {}}
        return pool_id

    def called(self, operation: str) -> list[str]:
        """What the calls of an operation were about."""
        return [call.split(" ")[1] for call in self.calls if call.startswith(f"{operation} ")]

    def answer(self) -> Any:
        operation, sent = request.headers["X-Amz-Target"].split(".")[1], json.loads(request.get_data())
        about = sent.get("UserPoolId") or sent.get("NextToken", "0")
        call = f"{operation} {about}"
        self.calls.append(call)
        self.before.pop(call, lambda: None)()
        refusal = next(self.refusals.get(call, iter(())), None)
        if not refusal and operation != "ListUserPools" and about not in self.pools:
            refusal = GONE
        if refusal:
            return jsonify(__type=refusal[0], message=refusal[1]), 400
        if operation == "ListUserPools":
            start, end = int(about), int(about) + sent["MaxResults"]
            page = [{"Id": pool["Id"], "Name": pool["Name"]} for pool in list(self.pools.values())[start:end]]
            return jsonify(UserPools=page, **({"NextToken": str(end)} if end < len(self.pools) else {}))
        if operation == "DeleteUserPoolDomain":
            assert self.pools[about].pop("Domain") == sent["Domain"]
            return jsonify({})
        return jsonify(UserPool=self.pools[about] if operation == "DescribeUserPool" else self.pools.pop(about))


@pytest.fixture
def account(monkeypatch: pytest.MonkeyPatch, serve: Callable[[Any], str]) -> Account:
    for name in ("AWS_PROFILE", "AWS_MAX_ATTEMPTS", "AWS_RETRY_MODE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "example")
    monkeypatch.setattr(botocore.endpoint.time, "sleep", lambda seconds: None)  # between two attempts
    return Account(serve)


def test_a_pool_is_deleted_if_both_its_name_and_its_tag_are_the_owners(account: Account) -> None:
    names = ["cognito-lab-ada", "cognito-lab-ada foreign", "cognito-lab-adam", "cognito-lab-ada-b", "production"]
    tags = [ADAS, {**ADAS, "team": "red"}, {}, {"cognito-lab": "grace"}, {"Cognito-Lab": "ada"}, {"team": "ada"}]
    pools = {account.add(name, tag): (name, tag) for name, tag in product(names, tags)}
    hers = [pool_id for pool_id, (name, tag) in pools.items() if name in names[:2] and tag in tags[:2]]
    assert account.lesson.clean_up() == hers
    assert account.called("DeleteUserPool") == hers
    assert {pools[pool_id][0] for pool_id in account.called("DescribeUserPool")} == set(names[:2])
    assert account.pools.keys() == pools.keys() - hers


def test_without_a_tag_nothing_is_deleted(account: Account) -> None:
    account.add()
    with pytest.raises(ValueError, match="Without tags"):
        clean_up.delete(account.lesson._cognito, "cognito-lab-ada", {})
    assert account.called("DeleteUserPool") == []


def test_pools_on_every_page_are_found(account: Account) -> None:
    names = {number: "cognito-lab-ada" for number in (0, 59, 60, 149)}
    pool_ids = [account.add(names.get(number, "production"), ADAS) for number in range(150)]
    hers = [pool_ids[number] for number in names]
    assert [pool["Id"] for pool in account.lesson.user_pools()] == hers
    account.calls.clear()
    assert account.lesson.clean_up() == hers
    assert account.calls[:3] == ["ListUserPools 0", "ListUserPools 60", "ListUserPools 120"], "first it lists all"


def test_the_pool_of_the_lessons_is_told_from_other_pools_of_the_owner(account: Account) -> None:
    account.add("cognito-lab-ada foreign", ADAS)
    assert account.lesson.existing_user_pool() is None
    pool_id = account.add(tags=ADAS)
    assert account.lesson.existing_user_pool() == account.pools[pool_id]
    account.lesson.caller = "arn:aws:iam::111122223333:user/bob"
    with pytest.raises(
        lab.LabError, match=f"^someone else uses the name ada, for user pool {pool_id}. You are us"
    ):
        account.lesson.existing_user_pool()


def test_a_pool_that_no_longer_exists_is_not_an_error(account: Account) -> None:
    for _ in range(3):
        account.add(tags=ADAS)
    account.before = {
        f"DescribeUserPool {A}": lambda: account.pools.pop(A),
        f"DeleteUserPool {B}": lambda: account.pools.pop(B),
    }
    assert account.lesson.clean_up() == [C]
    assert list(account.lesson.user_pools()) == []


def test_the_domain_of_a_pool_is_deleted_first_and_no_other_pools_domain(account: Account) -> None:
    for tags in (ADAS, {}):
        account.pools[account.add(tags=tags)]["Domain"] = "login"
    assert account.lesson.clean_up() == [A]
    deleted = [call for call in account.calls if call.startswith("Delete")]
    assert deleted == [f"DeleteUserPoolDomain {A}", f"DeleteUserPool {A}"]
    assert account.pools[B]["Domain"] == "login"


def test_a_pool_that_loses_its_tag_meanwhile_is_kept(account: Account) -> None:
    account.add(tags=ADAS), account.add(tags=ADAS)
    account.before[f"DeleteUserPool {A}"] = lambda: account.pools[B].update(UserPoolTags={})
    assert account.lesson.clean_up() == [A]
    assert account.pools.keys() == {B}


@pytest.mark.parametrize("call", ["ListUserPools 0", f"DescribeUserPool {A}", f"DeleteUserPool {A}"])
def test_a_throttled_call_is_made_again(account: Account, call: str) -> None:
    account.add(tags=ADAS)
    account.refusals[call] = iter([THROTTLED])
    assert account.lesson.clean_up() == [A]


SLOWER = "AWS got too many calls; wait a minute."
LACK = "you lack the IAM permission cognito-idp:"
AGAIN = "Fix the cause, then run it again."
UNLISTED = "Your user pools cannot be listed: "
ON_A_POOL = ("DescribeUserPool", "DeleteUserPool")


@pytest.mark.parametrize(
    ("call", "refusal", "sentence"),
    [
        *(
            (f"{name} {A}", THROTTLED, f"Left: {A}, {B}, {C}: {SLOWER} Deleted: none. {AGAIN}")
            for name in ON_A_POOL
        ),
        *((f"{name} {B}", THROTTLED, f"Left: {B}, {C}: {SLOWER} Deleted: {A}. {AGAIN}") for name in ON_A_POOL),
        *((f"{name} {B}", DENIED, f"Left: {B}: {LACK}{name}. Deleted: {A}, {C}. {AGAIN}") for name in ON_A_POOL),
        (f"DeleteUserPool {A}", PROTECTED, f"Left: {A}: {PROTECTED[1]} Deleted: {B}, {C}. {AGAIN}"),
        ("ListUserPools 0", DENIED, f"{UNLISTED}{LACK}ListUserPools. Nothing was deleted."),
        ("ListUserPools 0", THROTTLED, f"{UNLISTED}{SLOWER} Nothing was deleted."),
    ],
)
def test_a_refusal_is_explained_and_a_second_run_deletes_the_rest(
    account: Account, call: str, refusal: Refusal, sentence: str
) -> None:
    pool_ids = [account.add(tags=ADAS) for _ in range(3)]
    account.refusals[call] = repeat(refusal)
    with pytest.raises(CleanUpError) as caught:
        account.lesson.clean_up()
    assert str(caught.value) == sentence
    assert caught.value._render_traceback_() == [f"The clean-up is not finished. {sentence}"]
    deleted = set(account.called("DeleteUserPool")) - {call.split(" ")[1]}
    account.refusals.clear()
    assert account.lesson.clean_up() == [pool_id for pool_id in pool_ids if pool_id not in deleted]


def test_no_answer_is_explained(account: Account) -> None:
    account.lesson.endpoint = "http://127.0.0.1:9"
    with pytest.raises(CleanUpError) as caught:
        account.lesson.clean_up()
    no_connection = 'Could not connect to the endpoint URL: "http://127.0.0.1:9/".'
    assert str(caught.value) == f"{UNLISTED}{no_connection} Nothing was deleted."


@pytest.mark.parametrize(
    ("tags", "printed"),
    [
        ([], []),
        ([ADAS], ["User pools deleted: 1"]),
        ([ADAS, ADAS], ["User pools deleted: 1, to check: 1", "User pools deleted: 2"]),
        ([ADAS, {}], ["User pools deleted: 1, to check: 1", "User pools deleted: 1"]),
    ],
)
def test_one_line_shows_the_progress(
    account: Account, capsys: pytest.CaptureFixture, tags: list[dict[str, str]], printed: list[str]
) -> None:
    for pools_tags in tags:
        account.add(tags=pools_tags)
    account.lesson.clean_up()
    lines = capsys.readouterr().out.splitlines()
    assert [line.rstrip() for line in lines] == [*printed, "Searched: region eu-central-1, and no other."]
    assert len({len(line) for line in lines[:-1]}) <= 1, "each covers the one before"


ROLE = "arn:aws:sts::111122223333:assumed-role/Developer"


def test_pools_that_look_like_hers_are_left_alone_and_named(
    account: Account, capsys: pytest.CaptureFixture
) -> None:
    account.lesson.owner, account.lesson.caller = "ada-0123456789", f"{ROLE}/AWS-CLI-session-1700000000"
    mine, name = account.lesson.tags, account.lesson.pool_name
    assert mine == {"cognito-lab": "ada-0123456789", "cognito-lab-made-by": "role/Developer"}
    hers = account.add(name, mine)
    looks_like_hers = [
        (name, {**mine, "cognito-lab-made-by": "user/bob"}, "but user/bob created it."),
        (f"{name} clinic", {"cognito-lab": mine["cognito-lab"]}, "but someone else created it."),
        *(
            (
                f"cognito-lab-{old}{more}",
                {"cognito-lab": old},
                "an earlier version of the lessons created it, for you or",
            )
            for old in ("Developer", "AWS-CLI-session-1600000000")
            for more in ("", " foreign")
        ),
    ]
    whys = {account.add(name, tags): why for name, tags, why in looks_like_hers}
    hidden = account.add("cognito-lab-Developer")
    account.refusals[f"DescribeUserPool {hidden}"] = repeat(DENIED)
    whys[hidden] = f'delete it: boto3.client("cognito-idp").delete_user_pool(UserPoolId="{hidden}")'
    account.add("cognito-lab-Developer", {"team": "Developer"})
    account.add("cognito-lab-ada-9876543210", {"cognito-lab": "ada-9876543210"})
    account.add("production Developer", {"cognito-lab": "Developer"})
    region, *sentences = account.lesson.clean_up_notes()
    assert region == "Searched: region eu-central-1, and no other."
    assert account.lesson.clean_up() == account.called("DeleteUserPool") == [hers]
    assert capsys.readouterr().out.endswith("\n".join(["", region, *sentences, ""]))
    assert [sentence.split(" ")[0] for sentence in sentences] == list(whys)
    assert [why for why, sentence in zip(whys.values(), sentences) if why not in sentence] == []


def test_a_search_that_is_refused_after_the_clean_up_is_explained(
    account: Account, capsys: pytest.CaptureFixture
) -> None:
    account.lesson.caller = f"{ROLE}/ada"
    account.add("cognito-lab-Developer", {"cognito-lab": "Developer"})
    account.refusals[f"DescribeUserPool {A}"] = repeat(THROTTLED)
    assert account.lesson.clean_up() == []
    printed = capsys.readouterr().out.splitlines()
    assert printed[1:] == [f"The search for pools that look like yours failed: {SLOWER}"]
