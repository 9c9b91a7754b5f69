"""The lessons in aws mode, with MiniStack in place of AWS (tests/support/ministack.py).

IAM user Ada, who may do what `helpers.permissions` says, runs all lessons. What they show is compared with the
committed outputs, which come from the local Cognito.
"""

from __future__ import annotations

import io
import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout, suppress
from pathlib import Path
from unittest.mock import patch

import boto3
import botocore.session
import nbformat
import pytest
from botocore import xform_name
from nbformat.v4 import new_code_cell

from helpers import lab, permissions
from helpers.owner import owner_of
from tests.support import ministack
from tests.support.lessons import Cells, Run, run
from tests.support.ministack import ACCOUNT, REGION, Call, MiniStack
from tools import author
from tools.lessons import LESSONS, ROOT

COGNITO = botocore.session.get_session().get_service_model("cognito-idp")
EVERYTHING = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "cognito-idp:*", "Resource": "*"}],
}
Visit = tuple[Run, list[Call]]
ADA = owner_of(f"arn:aws:iam::{ACCOUNT}:user/ada")
FIRST_LINE = f"AWS account {ACCOUNT}, region {REGION}, as {ADA}. What you create gets the tag cognito-lab.\n"
IS_DELETED = (
    "test@example.com is deleted, because this lesson creates it. "
    "Is another lesson open? Run its first cell again before it logs in.\n"
)
HAS_A_NEW_PASSWORD = IS_DELETED.replace("is deleted, because this lesson creates it", "has a new password")

NO_REFUSAL = r"^NameError: name 'refusal' is not defined$"
IT_WORKED = r"AssertionError: This call was expected to fail, and it worked\.$"
NO_USER_AUTH = r"(Unsupported AuthFlow: USER_AUTH|is not defined)$"
CAPITALS = r"(?=[a-z0-9]{0,25}[A-Z])[A-Za-z0-9]{26}"
# Cells that show something else on MiniStack than in the committed lessons: what they show, as a regular
# expression, and what AWS does. The sources for most of that are in local_cognito's conformance table.
DIFFERENCES = {
    "01-11": CAPITALS,  # an app client id has 26 lower-case letters and digits; MiniStack uses capitals, too
    # as MiniStack does, AWS shows the defaults of an app client; the local Cognito shows what was set
    "01-15": r'"PreventUserExistenceErrors": "LEGACY"',
    "01-19": NO_REFUSAL,  # InvalidParameterException for a flow that does not exist
    # the message names the first rule that is broken; MiniStack names all, in its own words
    "02-11": r"^Password did not conform with policy: Password must have length .* must have symbol characters\n$",
    "04-23": r"AccessToken, IdToken, RefreshToken, TokenType, ExpiresIn",  # the order of fields means nothing
    "05-07": r"'SECRET_BLOCK': (?s:.)*'SRP_B': ",  # the same
    "05-29": r"AccessToken, IdToken, RefreshToken, TokenType, ExpiresIn",  # the same
    "05-31": NO_REFUSAL,  # a secret block can be used once; MiniStack accepts a recorded signature
    "06-03": r"'RefreshToken': 3}$",  # a refresh token is a JWE, of five parts; MiniStack's is a signed JWT
    "06-21": r"^\((False, False|False, True)\)$",  # auth_time stays after a refresh (OpenID Connect Core 12.2)
    "06-23": r"^KeyError: 'RefreshToken'$",  # with RefreshTokenRotation, each use returns a new refresh token
    "06-24": NO_REFUSAL,  # RefreshTokenReuseException
    "07-11": r"answer: ChallengeName, SALT [^,]*, SECRET_BLOCK",  # the order of fields means nothing
    "07-23": r"^32$",  # the secret for an authenticator app has 52 characters
    "07-34a": r"^AssertionError: $",  # a code can be used once, RFC 6238 section 5.2
    "08-06": r"answer: ChallengeName, SALT [^,]*, SECRET_BLOCK",  # the order of fields means nothing
    "08-10": IT_WORKED,  # after five wrong passwords, even the right one has to wait
    "08-18": CAPITALS,  # as 01-11
    "08-22": r"Unable to verify secret hash for client",  # since 2022 a refresh has a message of its own
    "08-34": IT_WORKED,  # in a pool with e-mail aliases, a user name must not look like an e-mail
    "08-48": r"Invalid Refresh Token\n",  # the message ends in a full stop
    "09-03": r"^\('http://ADDRESS:PORT', 'http",  # an address of AWS
    "09-17": r"^(TypeError|NameError): ",  # a pool with deletion protection is not deleted
    "09-19": r"^ResourceNotFoundException: ",  # so it still exists
    "09-21": r"^ours: 0  others: 0$",  # so it still exists, and others' pools may too
    "09-25": r"^ours: 0  others: 0$",  # in aws mode nothing is deleted without a click
    "10-03": r"^\(False, 'ada@example.com'\)$",  # AWS masks the address
    "10-08": r"\nLabStop: Nobody can move AWS's clock",
    "10-12": r"^\[\]$",  # ConfirmSignUp verifies the address
    "10-18": r"\nLabStop: Nobody can move AWS's clock",
    "10-29": r"^KeyError: 'Session'$",  # SignUp returns a Session to a client that allows USER_AUTH
    "11-12": r"^Nobody can move AWS's clock, so this cell waits for 6 minutes\.\n$",  # here it does not
    "11-13": r"\nAssertionError: expired$",  # so the token has not expired
    "11-20": r"^GET /orders 403\nAssertionError: $",  # and is not refreshed
    "12-04": r"Unknown Cognito IDP action: CreateManagedLoginBranding$",  # the page needs a style for each client
    "12-07": r"client_id=(?=[a-z0-9]{0,25}[A-Z])[A-Za-z0-9]{26}&",  # as 01-11
    "12-13": r"^KeyError: 'at_hash'$",  # an ID token that is traded for a code has at_hash
    "12-15": r"POST /login: client_id, ((?!_csrf).)*, username, password \(a password\)",  # a form has a _csrf
    "12-18": r"^KeyError: 'location'$",  # a foreign return URL leads to /error, with redirect_mismatch
    "12-28": r"^/forget    asks for the password\n",  # Cognito's page has a session of an hour
    # all of lesson 13 begins with USER_AUTH
    **dict.fromkeys(("13-06", "13-08", "13-10", "13-11", "13-13", "13-14"), NO_USER_AUTH),
    **dict.fromkeys(("13-16", "13-18", "13-22", "13-24"), NO_USER_AUTH),
}


@pytest.fixture(scope="module")
def aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MiniStack]:
    with ministack.running(tmp_path_factory.mktemp("ministack")) as running:
        yield running


@pytest.fixture(scope="module")
def ada(aws: MiniStack) -> dict[str, str]:
    """Ada's environment. Her policy lacks its conditions, because MiniStack does not know the tags in them."""
    policy = permissions.iam_policy(REGION, ACCOUNT, ADA)
    for statement in policy["Statement"]:
        statement.pop("Condition", None)
    return environment(aws, aws.add_user("ada", policy))


@pytest.fixture(scope="module")
def visit(aws: MiniStack, ada: dict[str, str]) -> Visit:
    """All lessons, run by Ada, and the calls to Cognito that they made."""
    before = len(aws.calls)
    at_once = new_code_cell("import sys; sys.path.insert(0, '..')\nfrom helpers import lab; lab.sleep = int")
    lessons = run(*LESSONS, environment=ada, rearrange=lambda cells: [at_once, *with_codes(cells)])
    return lessons, [call for call in aws.calls[before:] if call.operation in COGNITO.operation_names]


@contextmanager
def in_this_process(environment: dict[str, str]) -> Iterator[None]:
    with patch.dict(os.environ, environment, clear=True), patch.object(boto3, "DEFAULT_SESSION", None):
        yield


def environment(aws: MiniStack, keys: dict[str, str]) -> dict[str, str]:
    """The environment of somebody with these AWS keys."""
    settings = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    keys = {name.upper(): value for name, value in keys.items()}
    lab = {"COGNITO_LAB": "aws", "COGNITO_LAB_EMAIL": "ada@example.com"}
    return {**settings, **keys, **lab, "AWS_ENDPOINT_URL": aws.url, "AWS_DEFAULT_REGION": REGION}


def with_codes(cells: Cells) -> Cells:
    """The cells after Ada has looked in her mailbox. MiniStack sends the same two codes to everyone."""
    for cell in cells:
        code = "654321" if "reset_password(" in cell.source else "123456"
        cell.source = cell.source.replace("letter.code", repr(code))
    return cells


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.stem)
def test_a_lesson_shows_what_is_committed_apart_from_the_known_differences(visit: Visit, lesson: Path) -> None:
    lessons, _ = visit
    number = lesson.name[:2]
    different = {cell: shown for cell, shown in lessons.different().items() if cell.startswith(number)}
    before = LESSONS[LESSONS.index(lesson) - 1].name[:2]
    there_is_a_user = number > "02" and before != "09"  # lesson 09 deletes everything
    assert different.pop(f"{number}-01") == FIRST_LINE + (HAS_A_NEW_PASSWORD if there_is_a_user else "")
    known = {cell: regex for cell, regex in DIFFERENCES.items() if cell.startswith(number)}
    assert {cell: shown for cell, shown in different.items() if cell not in known} == {}
    assert [cell for cell in known if not re.search(known[cell], lessons.shown[cell])] == []
    gone = known.keys() - different.keys() - {"06-21"}  # it shows a difference only if a second has passed
    assert gone == set(), "now as on AWS: take them out of the table"


def test_everything_that_is_made_has_the_learners_name_and_tag(visit: Visit) -> None:
    _, calls = visit
    pools = [call.parameters for call in calls if call.operation == "CreateUserPool"]
    assert len(pools) > 1
    tags = f'{{"cognito-lab": "{ADA}", "cognito-lab-made-by": "user/ada"}}'
    assert {json.dumps(pool.get("UserPoolTags")) for pool in pools} == {tags}
    assert {pool["PoolName"].split()[0] for pool in pools} == {f"cognito-lab-{ADA}"}
    domains = {call.parameters["Domain"] for call in calls if call.operation == "CreateUserPoolDomain"}
    assert domains == {lab.Lesson(REGION, None, ADA).domain_prefix}


def test_clean_up_leaves_nothing_of_the_lessons(aws: MiniStack, ada: dict[str, str], visit: Visit) -> None:
    with in_this_process(ada):
        lab.start(1).clean_up()
    pools = aws.client("cognito-idp").list_user_pools(MaxResults=60)["UserPools"]
    assert [pool["Name"] for pool in pools if "ada" in pool["Name"]] == []


def test_account_and_region_are_named_before_anything_is_made(aws: MiniStack) -> None:
    class Screen(io.StringIO):
        def write(self, printed: str) -> int:
            aws.calls.append(Call(f"print {printed}", {}))
            return len(printed)

    graces = environment(aws, aws.add_user("grace", EVERYTHING))
    before = len(aws.calls)
    with in_this_process(graces), redirect_stdout(Screen()):
        lesson = lab.start(2)
        operations = [call.operation for call in aws.calls[before:]]
        assert lab.start(2).user_pool_id == lesson.user_pool_id, "a second start finds the pool"
        lesson.clean_up()
    first_line = FIRST_LINE.replace(ADA, lesson.owner).rstrip()
    assert operations[:2] == ["GetCallerIdentity", f"print {first_line}"]
    assert "CreateUserPool" in operations[2:]


def session(aws: MiniStack, role: str, name: str, owner: str = "") -> dict[str, str]:
    """The environment of a session of a role, with this name as the owner."""
    anyone = {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}, "Action": "sts:AssumeRole"}
    with suppress(aws.iam.exceptions.EntityAlreadyExistsException):
        trust = json.dumps({"Version": "2012-10-17", "Statement": [anyone]})
        aws.iam.create_role(RoleName=role, AssumeRolePolicyDocument=trust)
        aws.iam.put_role_policy(RoleName=role, PolicyName="all", PolicyDocument=json.dumps(EVERYTHING))
    role_arn = f"arn:aws:iam::{ACCOUNT}:role/{role}"
    keys = aws.client("sts").assume_role(RoleArn=role_arn, RoleSessionName=name)["Credentials"]
    names = {
        "AccessKeyId": "access_key_id",
        "SecretAccessKey": "secret_access_key",
        "SessionToken": "session_token",
    }
    return {**environment(aws, {f"aws_{names[key]}": keys[key] for key in names}), "COGNITO_LAB_OWNER": owner}


def log_in(lesson: lab.Lesson) -> str:
    answer = lesson._cognito.initiate_auth(
        ClientId=lesson.app_client_id,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": lesson.username, "PASSWORD": lesson.password},
    )
    return answer["AuthenticationResult"]["AccessToken"]


def start(environment: dict[str, str], number: int = 3) -> lab.Lesson:
    """Start a lesson in this environment, with a client that keeps its keys."""
    with in_this_process(environment):
        lesson = lab.start(number)
        assert lesson._cognito
    return lesson


def test_people_who_share_an_account_neither_reset_nor_delete_what_others_have(aws: MiniStack) -> None:
    people = [
        *(environment(aws, aws.add_user(name, EVERYTHING)) for name in ("lin", "linus")),
        *(
            session(aws, role, name)
            for role, name in (("Student", "lin"), ("Student", "linus"), ("Teacher", "lin"))
        ),
        *(session(aws, "Student", "SageMaker", owner) for owner in ("lin", "Student")),
    ]
    lessons = [start(person) for person in people]
    assert len({lesson.user_pool_id for lesson in lessons}) == len(people)
    while lessons:
        assert all(map(log_in, lessons))
        lesson = lessons.pop()
        assert lesson.clean_up() == [lesson.user_pool_id]


def test_the_pool_is_found_tomorrow(aws: MiniStack) -> None:
    days = ("1700010000", "1700096400")
    today, tomorrow = (start(session(aws, "Student", f"botocore-session-{day}", "eva")) for day in days)
    assert today.user_pool_id == tomorrow.user_pool_id
    assert tomorrow.clean_up() == [today.user_pool_id]


def test_a_name_that_someone_else_uses_is_noticed(aws: MiniStack, capsys: pytest.CaptureFixture) -> None:
    first = start(session(aws, "Student", "mary", "group-1"))
    second = session(aws, "Student", "maria", "group-1")
    taken = f"^role/Student/mary uses the name {first.owner}, for user pool {first.user_pool_id}. You are role/St"
    for number in (2, 3, 9):
        with pytest.raises(lab.LabError, match=taken):
            start(second, number)
    marias = start(second, 1)
    with pytest.raises(lab.LabError, match=taken):
        marias.existing_user_pool()
    assert marias.clean_up() == [] and log_in(first)
    left_alone = (
        f"{first.user_pool_id} ({first.pool_name}) is left alone: it has your name, but role/Student/mary created"
    )
    assert left_alone in capsys.readouterr().out
    first.clean_up()


def test_a_lesson_says_that_others_can_no_longer_log_in(aws: MiniStack, capsys: pytest.CaptureFixture) -> None:
    ivys = environment(aws, aws.add_user("ivy", EVERYTHING))
    printed = []
    for number in (1, 2, 3, 4, 1, 2, 2):
        lesson = start(ivys, number)
        printed.append(capsys.readouterr().out.partition("\n")[2])
    assert printed == ["", "", "", HAS_A_NEW_PASSWORD, "", IS_DELETED, ""]
    lesson.clean_up()


def test_a_missing_permission_is_named(aws: MiniStack) -> None:
    missing = "eve is not authorized to perform: cognito-idp:ListUserPools"
    with in_this_process(environment(aws, aws.add_user("eve"))), pytest.raises(lab.LabError, match=missing):
        lab.start(2)


def test_the_policy_allows_the_operations_that_the_lessons_use(visit: Visit) -> None:
    """Those that they called here, and those in code that waits for a click, an edit or an answer."""
    notebooks = [*LESSONS, *(author.solution_of(lesson) for lesson in LESSONS)]
    cells = [cell for path in notebooks for cell in nbformat.read(path, as_version=4).cells]
    helpers = [*ROOT.glob("helpers/*.py"), *ROOT.glob("helpers/checks/*.py")]
    code = [cell.source for cell in cells if cell.cell_type == "code"]
    words = set(re.findall(r"\w+", "\n".join([*code, *(path.read_text(encoding="utf-8") for path in helpers)])))
    used = {name for name in COGNITO.operation_names if xform_name(name) in words}
    used |= {call.operation for call in visit[1]}
    signed = {name for name in used if COGNITO.operation_model(name).auth_type != "none"}
    assert tuple(sorted(signed)) == permissions.ACTIONS
