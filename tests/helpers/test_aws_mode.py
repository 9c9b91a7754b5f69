"""The lessons in aws mode, on a Cognito that nobody here wrote: MiniStack, see tests/ministack.py.

Each lesson runs as IAM user Ada, who may do what `helpers.permissions` says, and is compared with its committed
outputs, which come from the local Cognito. `DIFFERENCES` names every cell that shows something else, and why.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import boto3
import botocore.session
import jwt
import nbformat
import psutil
import pytest
from botocore import xform_name
from botocore.exceptions import ClientError
from botocore.validate import ParamValidator

from helpers import lab, permissions
from tests.support import lessons, ministack
from tests.support.lessons import LESSONS, NOTEBOOKS, ROOT, Run
from tests.support.ministack import ACCOUNT, REGION, Call, MiniStack

COGNITO = botocore.session.get_session().get_service_model("cognito-idp")
EVERYTHING = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "cognito-idp:*", "Resource": "*"}],
}
FIRST_LINE = f"AWS account {ACCOUNT}, region {REGION}, as ada. What you make carries the tag cognito-lab.\n"


@dataclass(frozen=True)
class Difference:
    """A cell that shows something else on MiniStack than in the committed lesson.

    Attributes:
        cell: its id.
        shows: what it shows there, as a regular expression.
        aws: what AWS does.
        source: where that is known from; "FACTS" is the project's own collection, with its grades.
        always: False if it now and then shows what the committed lesson shows.
    """

    cell: str
    shows: str
    aws: str
    source: str
    always: bool = True


NO_ORDER = "The fields of an answer are a JSON object: their order says nothing, on AWS neither.", "RFC 8259"
CAPITALS = (
    r"(?=[a-z0-9]{0,25}[A-Z])[A-Za-z0-9]{26}",
    "An app client id has 26 small letters and digits; MiniStack uses capitals too.",
    "FACTS 1 (i)",
)
DIFFERENCES = [
    Difference("01-11", *CAPITALS),
    Difference(
        "01-15",
        r'"LastModifiedDate": [\d.]+,(?s:.)*"PreventUserExistenceErrors": "LEGACY"',
        "AWS shows dates and defaults of an app client, as MiniStack does; the local Cognito shows what was set.",
        "FACTS 1 (p)",
    ),
    Difference(
        "01-19",
        r"^NameError: name 'refusal' is not defined$",
        "InvalidParameterException for a flow that does not exist; MiniStack makes the app client.",
        "FACTS 1 (p)",
    ),
    Difference(
        "02-11",
        r"^Password did not conform with policy: Password must have length .* must have symbol characters\n$",
        "The message names one rule, the first that is broken; MiniStack names all, in its own words.",
        "FACTS 1 (e): message texts in 8 public threads",
    ),
    Difference("04-23", r"AccessToken, IdToken, RefreshToken, TokenType, ExpiresIn", *NO_ORDER),
    Difference("05-07", r"'SECRET_BLOCK': (?s:.)*'SRP_B': ", *NO_ORDER),
    Difference("05-29", r"AccessToken, IdToken, RefreshToken, TokenType, ExpiresIn", *NO_ORDER),
    Difference(
        "05-31",
        r"^NameError: name 'refusal' is not defined$",
        "A secret block is good for one login; MiniStack gives tokens for a recorded signature.",
        "FACTS 1 (l): AWS does not document it",
    ),
    Difference(
        "06-03",
        r"'RefreshToken': 3}$",
        "The refresh token is encrypted, a JWE of five parts; MiniStack's is a signed JWT.",
        "FACTS 1 (i)",
    ),
    Difference(
        "06-21",
        r"^\((False, False|False, True)\)$",
        "auth_time stays the time of the login when tokens are refreshed; MiniStack sets it anew.",
        "OpenID Connect Core 12.2: it must be the time of the original authentication",
        always=False,  # within the same second nothing is to be seen
    ),
    Difference(
        "06-23",
        r"^KeyError: 'RefreshToken'$",
        "With RefreshTokenRotation each use gives a new refresh token; MiniStack does not rotate.",
        "AWS, Refresh tokens: you also get a new refresh token if you've enabled refresh token rotation",
    ),
    Difference("06-24", r"^NameError: name 'refusal' is not defined$", "RefreshTokenReuseException.", "as 06-23"),
    Difference(
        "07-09",
        r"^NameError: name 'refusal' is not defined$",
        "A session is good once; MiniStack takes the second answer, too.",
        "aws-samples#17; amplify-js#13802",
    ),
    Difference("07-11", r"answer: ChallengeName, SALT, SECRET_BLOCK, SRP_B", *NO_ORDER),
    Difference(
        "07-17",
        r"Unsupported AuthFlow: USER_AUTH$",
        "USER_AUTH asks which factor; MiniStack does not have it.",
        "AWS, InitiateAuth",
    ),
    Difference("07-21", r"Unsupported AuthFlow: USER_AUTH$", "PASSWORD_VERIFIER.", "as 07-17"),
    Difference("07-23", r"^32$", "A secret has 52 letters; MiniStack's have 32.", "common knowledge"),
    Difference("07-34a", r"^AssertionError: $", "A code opens once; MiniStack takes it again.", "RFC 6238, 5.2"),
    Difference("08-06", r"answer: ChallengeName, SALT, SECRET_BLOCK, SRP_B", *NO_ORDER),
    Difference(
        "08-10",
        r"^AssertionError: This was to fail, and it worked\.$",
        "Five wrong passwords make everybody wait; MiniStack does not count them.",
        "AWS, Lockout behavior",
    ),
    Difference("08-18", *CAPITALS),
    Difference(
        "08-22",
        r"Unable to verify secret hash for client",
        "Since 2022 a refresh with a wrong hash has words of its own; MiniStack has the older ones.",
        "aws-sdk-net-extensions-cognito#94 and #122",
    ),
    Difference(
        "08-34",
        r"AssertionError: This was to fail, and it worked\.$",
        "In a pool with e-mail aliases a user name cannot look like an e-mail; MiniStack makes the user.",
        "FACTS 6",
    ),
    Difference("08-48", r"Invalid Refresh Token$", "The sentence ends in a full stop.", "aws-sdk-cpp#1789"),
    Difference(
        "09-03", r"^\('http://ADDRESS:PORT', 'http", "An address of AWS; here MiniStack has its place.", "ours"
    ),
    Difference(
        "09-17",
        r"^(TypeError|NameError): ",
        "A protected pool is not deleted; MiniStack deletes it.",
        "localstack#11947; AWS, User pool deletion protection",
    ),
    Difference("09-19", r"^ResourceNotFoundException: ", "The pool is still there.", "as 09-17"),
    Difference(
        "09-21", r"^ours: 0  others: 0$", "The pool is still there, and somebody else's may be.", "as 09-17"
    ),
    Difference("09-25", r"^ours: 0  others: 0$", "Nothing goes in aws mode without a click.", "as 09-17"),
]


@dataclass
class Visit(Run):
    """A lesson that was run, and what it asked of AWS."""

    calls: list[Call]


# --- AWS's place ---


@pytest.fixture(scope="module")
def aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MiniStack]:
    with ministack.running(tmp_path_factory.mktemp("ministack")) as running:
        yield running


@pytest.fixture(scope="module")
def ada(aws: MiniStack) -> dict[str, str]:
    """What Ada has in her environment."""
    return environment(
        aws, aws.add_user("ada", without_conditions(permissions.iam_policy(REGION, ACCOUNT, "ada")))
    )


@pytest.fixture(scope="module")
def visit(aws: MiniStack, ada: dict[str, str]) -> Callable[[str], Visit]:
    """Run a lesson as Ada: once, whoever asks."""
    visits: dict[str, Visit] = {}

    def run(lesson: str) -> Visit:
        if lesson not in visits:
            before = len(aws.calls)
            seen = lessons.run(lesson, ada)
            visits[lesson] = Visit(seen.committed, seen.shown, aws.calls[before:])
        return visits[lesson]

    return run


@pytest.fixture
def as_learner(monkeypatch: pytest.MonkeyPatch) -> Callable[[dict[str, str]], None]:
    """Become somebody: what is in their environment is in this process's, until the test is over."""

    def become(somebody: dict[str, str]) -> None:
        for name in [name for name in os.environ if name.startswith("AWS_")]:
            monkeypatch.delenv(name)
        for name, value in somebody.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)

    return become


def environment(aws: MiniStack, keys: dict[str, str]) -> dict[str, str]:
    settings = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    keys = {name.upper(): value for name, value in keys.items()}
    return {**settings, **keys, "COGNITO_LAB": "aws", "AWS_ENDPOINT_URL": aws.url, "AWS_DEFAULT_REGION": REGION}


def without_conditions(policy: dict[str, Any]) -> dict[str, Any]:
    """The same policy for MiniStack, which does not know the tags in the conditions: see the test of that."""
    statements = [{k: v for k, v in statement.items() if k != "Condition"} for statement in policy["Statement"]]
    return {**policy, "Statement": statements}


def test_ministack_listens_on_loopback_alone(aws: MiniStack) -> None:
    process = psutil.Process(aws.process.pid)
    sockets = [s for p in (process, *process.children(recursive=True)) for s in p.net_connections("inet")]
    assert {s.laddr.ip for s in sockets} == {"127.0.0.1"}
    assert {s.raddr.ip for s in sockets if s.raddr} <= {"127.0.0.1"}
    assert len([s for s in sockets if s.status == psutil.CONN_LISTEN]) == 1


# --- the lessons ---


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_runs_and_shows_what_the_committed_one_shows(visit: Callable[[str], Visit], lesson: str) -> None:
    seen = visit(lesson)
    known = [difference for difference in DIFFERENCES if difference.cell[:2] == lesson[:2]]
    different = seen.different()
    assert different.pop(seen.start) == FIRST_LINE
    assert {cell: different[cell] for cell in different.keys() - {difference.cell for difference in known}} == {}
    for difference in known:
        assert difference.cell in different or not difference.always, f"MiniStack is now as AWS: {difference}"
        assert re.search(difference.shows, seen.shown[difference.cell]), difference


def test_ministack_takes_a_refresh_for_a_login(aws: MiniStack) -> None:
    """The difference in 06-21, which shows after a second."""
    cognito = aws.client("cognito-idp")
    pool_id = cognito.create_user_pool(PoolName="auth_time")["UserPool"]["Id"]
    flows = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
    app_client = cognito.create_user_pool_client(UserPoolId=pool_id, ClientName="a", ExplicitAuthFlows=flows)
    client_id = app_client["UserPoolClient"]["ClientId"]
    user = {"UserPoolId": pool_id, "Username": "ada"}
    password = lab.new_password()
    cognito.admin_create_user(**user, MessageAction="SUPPRESS")
    cognito.admin_set_user_password(**user, Password=password, Permanent=True)

    def log_in(flow: str, **parameters: str) -> dict[str, str]:
        answer = cognito.initiate_auth(ClientId=client_id, AuthFlow=flow, AuthParameters=parameters)
        return answer["AuthenticationResult"]

    def auth_time(tokens: dict[str, str]) -> int:
        return jwt.decode(tokens["AccessToken"], options={"verify_signature": False})["auth_time"]

    tokens = log_in("USER_PASSWORD_AUTH", USERNAME="ada", PASSWORD=password)
    time.sleep(1)
    refreshed = log_in("REFRESH_TOKEN_AUTH", REFRESH_TOKEN=tokens["RefreshToken"])
    cognito.delete_user_pool(UserPoolId=pool_id)
    assert auth_time(refreshed) > auth_time(tokens)


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_asks_who_it_is_before_anything_else(visit: Callable[[str], Visit], lesson: str) -> None:
    assert visit(lesson).calls[0].operation == "GetCallerIdentity"


def test_account_and_region_are_named_before_anything_is_made(
    aws: MiniStack, as_learner: Callable[[dict[str, str]], None]
) -> None:
    class Screen(io.StringIO):
        def write(self, printed: str) -> int:
            aws.calls.append(Call("print", {"printed": printed}, signed=False))
            return len(printed)

    as_learner(environment(aws, aws.add_user("grace", EVERYTHING)))
    before = len(aws.calls)
    with contextlib.redirect_stdout(Screen()):
        lesson = lab.start(3)
    calls = [call.parameters.get("printed", call.operation) for call in aws.calls[before:]]
    lesson.clean_up()
    assert calls[:2] == ["GetCallerIdentity", FIRST_LINE.replace("ada", "grace").rstrip()]
    assert "CreateUserPool" in calls[2:]


def test_two_learners_in_one_account_do_not_meet(
    aws: MiniStack, as_learner: Callable[[dict[str, str]], None]
) -> None:
    started = {}
    for name in ("lin", "linus"):
        as_learner(environment(aws, aws.add_user(name, EVERYTHING)))
        started[name] = lab.start(3)
        assert {pool["Id"] for pool in started[name].user_pools()} == {started[name].user_pool_id}
    assert started["lin"].user_pool_id != started["linus"].user_pool_id
    assert started["lin"].clean_up() == [started["lin"].user_pool_id]
    assert started["linus"].clean_up() == [started["linus"].user_pool_id]


def test_a_permission_that_is_missing_is_named(
    aws: MiniStack, as_learner: Callable[[dict[str, str]], None]
) -> None:
    as_learner(environment(aws, aws.add_user("eve")))
    with pytest.raises(lab.LabError, match="eve is not authorized to perform: cognito-idp:ListUserPools"):
        lab.start(2)


# --- what all lessons ask for ---


@pytest.fixture
def calls(visit: Callable[[str], Visit]) -> list[Call]:
    """Every call to Cognito that the lessons made."""
    return [
        call for lesson in LESSONS for call in visit(lesson).calls if call.operation in COGNITO.operation_names
    ]


def test_every_call_fits_awss_own_description(calls: list[Call]) -> None:
    for call in calls:
        shape = COGNITO.operation_model(call.operation).input_shape
        assert not ParamValidator().validate(call.parameters, shape).has_errors(), call.operation


def test_all_that_is_made_carries_the_learners_name_and_tag(calls: list[Call]) -> None:
    made = [call.parameters for call in calls if call.operation == "CreateUserPool"]
    assert made
    assert {json.dumps(pool.get("UserPoolTags")) for pool in made} == {'{"cognito-lab": "ada"}'}
    assert {pool["PoolName"].split()[0] for pool in made} == {"cognito-lab-ada"}


def test_the_actions_of_the_policy_are_those_that_the_lessons_use(calls: list[Call]) -> None:
    """Those that they called here, and those in code that waits for a click, a hash sign to go, or a solution."""
    code = "".join(
        cell.source
        for path in NOTEBOOKS.rglob("*.ipynb")
        for cell in nbformat.read(path, as_version=4).cells
        if cell.cell_type == "code"
    ) + "".join(
        path.read_text(encoding="utf-8")
        for path in [*ROOT.glob("helpers/*.py"), *ROOT.glob("helpers/checks/*.py")]
    )
    words = set(re.findall(r"\w+", code))
    written = {name for name in COGNITO.operation_names if xform_name(name) in words}
    used = written | {call.operation for call in calls}
    signed = {name for name in used if COGNITO.operation_model(name).auth_type != "none"}
    assert tuple(sorted(signed)) == permissions.ACTIONS


def test_the_policy_is_no_larger_than_it_has_to_be() -> None:
    policy = permissions.iam_policy("eu-central-1", ACCOUNT, "ada")
    listing, making, using = policy["Statement"]
    assert (listing["Action"], listing["Resource"]) == (["cognito-idp:ListUserPools"], "*")
    assert (making["Action"], making["Resource"]) == (["cognito-idp:CreateUserPool"], "*")
    assert making["Condition"] == {"StringEquals": {"aws:RequestTag/cognito-lab": "ada"}}
    assert using["Resource"] == f"arn:aws:cognito-idp:eu-central-1:{ACCOUNT}:userpool/*"
    assert using["Condition"] == {"StringEquals": {"aws:ResourceTag/cognito-lab": "ada"}}
    actions = [action for statement in policy["Statement"] for action in statement["Action"]]
    assert sorted(actions) == [f"cognito-idp:{action}" for action in permissions.ACTIONS]


def test_ministack_does_not_know_the_tags_in_the_policys_conditions(aws: MiniStack) -> None:
    """AWS: CreateUserPool knows aws:RequestTag, user pools aws:ResourceTag (Service Authorization Reference).
    When MiniStack does, Ada can have the policy with its conditions."""
    policy = permissions.iam_policy(REGION, ACCOUNT, "mary")
    mary = aws.client("cognito-idp", aws.add_user("mary", policy))
    tagged = {"PoolName": "cognito-lab-mary", "UserPoolTags": {"cognito-lab": "mary"}}
    mary.list_user_pools(MaxResults=1)
    with pytest.raises(ClientError, match="not authorized to perform: cognito-idp:CreateUserPool"):
        mary.create_user_pool(**tagged)
    pool_id = aws.client("cognito-idp").create_user_pool(**tagged)["UserPool"]["Id"]
    with pytest.raises(ClientError, match="not authorized to perform: cognito-idp:DeleteUserPool"):
        mary.delete_user_pool(UserPoolId=pool_id)
    aws.client("cognito-idp").delete_user_pool(UserPoolId=pool_id)


def test_clean_up_leaves_nothing_of_the_lessons(
    aws: MiniStack, ada: dict[str, str], calls: list[Call], as_learner: Callable[[dict[str, str]], None]
) -> None:
    as_learner(ada)
    lesson = lab.start(1)
    lesson.clean_up()
    assert aws.client("cognito-idp").list_user_pools(MaxResults=60)["UserPools"] == []
