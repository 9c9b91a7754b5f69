"""The exercises: what their checks say about the stub, the solution and typical wrong answers.

The exercises are read from the notebooks with the solutions. Their code cells are executed here, in this process,
with other answers in place of the solution.
"""

from __future__ import annotations

import ast
import os
import re
import sys
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any
from unittest.mock import patch

import boto3
import nbformat
import pytest
from pycognito import aws_srp

from helpers.checks.verdict import UNANSWERED, NotYet, Verdict, check, expect_strings, result
from tests.conftest import quick_power
from tools import author
from tools.lessons import LESSONS

LESSON_OF = {lesson.name[:2]: lesson for lesson in LESSONS}
SOLUTIONS = {
    number: nbformat.read(author.solution_of(lesson), as_version=4) for number, lesson in LESSON_OF.items()
}
EXERCISES = {name: parts for notebook in SOLUTIONS.values() for name, parts in author.exercises(notebook).items()}
FUNCTIONS = [name for name, parts in EXERCISES.items() if "def " in parts["answer"].source]

REFUSED = "Cognito refused one of your 20 passwords: Password did not conform with policy: "
UNABLE = "Cognito says `Unable to verify secret hash for client …`. "
LOST = "Strangers learn nothing now, but the client has lost something. Look at "
INVALID = "Cognito says `InvalidParameterException`. "
# For each exercise, typical wrong answers, and how the sentence about each begins.
WRONG = {
    "01-try1": {
        "'ALLOW_USER_SRP_AUTH'": "That is one string.",
        "[]": "The list is empty.",
        "['USER_SRP_AUTH', 'REFRESH_TOKEN_AUTH']": "Cognito refuses this list: `Invalid",
        "lab.FIVE_FLOWS": "With this list, anyone who has the client's id can log in by sending",
        "['ALLOW_USER_SRP_AUTH']": "People can log in, but an hour later",
        "['ALLOW_REFRESH_TOKEN_AUTH']": "With this list, nobody can log in by proving",
        "['ALLOW_USER_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH']": "One of these flows lets people choose",
        "['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH']": "One of these flows is for a server",
        "['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_CUSTOM_AUTH']": "This works, but",
    },
    "01-try2": {
        "'us-east-1'": "For `eu-central-1_4xB8qLm2Z` your function returns `us-east-1`.",
        "user_pool_id.split('-')[0]": "For `us-east-1_",
        "user_pool_id.split('_')": "That is a `list`. The answer is a string",
        "user_pool_id.split('_')[1]": "That is the random part.",
    },
    "02-try1": {
        "email": "That is the address again.",
        "user['Username']": "That is not the user name of the person",
        "cognito.admin_get_user(UserPoolId=user_pool_id, Username=email)": "That is a `dict`.",
        "cognito.admin_get_user(UserPoolId=user_pool_id, Username='x')": "Your function stopped with Cognito's",
    },
    "02-try2": {
        "user['UserStatus']": "That is a string. The answer is True or False",
        "True": "It returns True for everyone.",
        "user['UserStatus'] == 'Confirmed'": "It returns False for everyone.",
        "user['UserStatus'] == 'FORCE_CHANGE_PASSWORD'": "It returns True for someone who still has a temporary",
        "status == 'CONFIRMED'": "Your function stopped with NameError: name 'status'",
    },
    "02-try3": {
        "'Aa1!' + 'x' * 12": "20 calls did not return 20 different passwords.",
        "secrets.token_urlsafe(12)": REFUSED + "Password must have",
        "'a1!' + secrets.token_hex(12)": REFUSED + "Password must have uppercase characters.",
        "secrets.token_bytes(12)": "That is a `bytes`. The answer is a string.",
        "'Aa1!' + secrets.token_urlsafe(300)": "Cognito refused one of your 20 passwords",
    },
    "03-try1": {
        "['ALLOW_ADMIN_USER_PASSWORD_AUTH', 3]": "That is not a list of strings.",
        "['ALLOW_ADMIN_USER_PASSWORD_AUTH']": "People can log in, but an hour later",
        "['ALLOW_REFRESH_TOKEN_AUTH']": "With this list, Cognito refuses your server's call",
        "['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH']": "With this client, people can log in with SRP",
    },
    "03-try2": {
        "hmac_sha256(client_secret, client_id)": UNABLE + "Your hash stays the same when the user name",
        "hmac_sha256(client_secret, username)": UNABLE + "Your hash stays the same when the client's id",
        "hmac_sha256(username, client_id)": UNABLE + "Your hash stays the same when the client's secret",
        "hmac_sha256(client_secret, client_id + username)": UNABLE + "All three are in your hash.",
        "client_secret.encode()": "That is a `bytes`. The answer is a string, in base64.",
        "hmac_sha256(secret, username + client_id)": "Your function stopped with NameError: name 'secret'",
    },
    "04-try1": {
        "[4, 6]": "One call is missing. Somehow Cognito",
        "[1, 6]": "One call is missing. Not every flow",
        "{1, 4}": "One call is missing. Think of what",
        "[1, 2, 4, 6]": "Number 2 carries a name and a number",
        "[1, 3, 4, 6]": "Number 3 carries a signature.",
        "[1, 4, 5, 6]": "Number 5 carries the refresh token.",
        "[7, 8]": "Write the numbers of calls, from 1 to 6",
        "4": "That is an `int`. The answer is some numbers in brackets",
        "['AdminSetUserPassword']": "Write the numbers of calls",
    },
    "04-try2": {
        "{'PreventUserExistenceErrors': 'ENABLED'}": LOST
        + "`CallbackURLs`, `ExplicitAuthFlows` and `RefreshTokenValidity`.",
        "made_with": "With this client, Cognito still says `User does not exist.`",
        "{**made_with, 'PreventUserExistenceErrors': 'enabled'}": "Cognito refuses this update: `InvalidParameter",
        "{**made_with, 'PreventUserExistenceErrors': True}": "boto3 refuses this update",
        "'ENABLED'": "That is a string. The answer is a dictionary, in braces.",
        "[made_with]": "That is a `list`. The answer is a dictionary, in braces.",
    },
    "05-try1": {
        "number.to_bytes((number.bit_length() + 7) // 8, 'big')": "The first bit of 128 is 1",
        "number.to_bytes((number.bit_length() + 7) // 8 + 1, 'big')": "For 2 you use 2 bytes, but fewer",
        "number.to_bytes(385, 'big')": "For 2 you use 385 bytes",
        "number.to_bytes(number.bit_length() // 8 + 1, 'little')": "Read from left to right, the bytes",
        "number.to_bytes(number.bit_length() // 8, 'big')": "Your function stopped with OverflowError.",
        "f'{number:x}'": "That is a string. The answer is of the type `bytes`.",
    },
    "05-try2": {
        "['salt', 'A', 'B']": "You have everything that crosses the wire.",
        "['A', 'B', 'u']": "Something is missing.",
        "['salt', 'A', 'B', 'u', 'S']": "To compute S, they would need a or b",
        "['salt', 'a', 'A', 'B', 'u']": "A crosses the wire, but nobody knows",
        "['salt', 'v', 'A', 'B', 'u']": "v is in Cognito's table",
        "['salt', 'x', 'A', 'B', 'u']": "To compute x, they would need the password.",
        "['Salt', 'A', 'B', 'u']": "The eight letters are `A`, `B`, `S`, `a`, `salt`, `u`, `v` and `x`. Yours is",
        "'salt A B u'": "That is one string.",
    },
    "06-try1": {
        "claims['token_use']": "That is a string. The answer is True or False",
        "claims['token_use'] == 'id'": "It returns True for an ID token.",
        "claims['token_use'] == 'Access'": "It returns False for an access token.",
        "'email' not in claims": "It returns True for the ID token of someone without an e-mail",
        "'scope' in claims and 'email' not in claims": "It returns False for an access token with the e-mail",
        "claims['scope'] == 'access'": "Your function stopped with KeyError: '",
    },
    "06-try2": {
        "claims['exp'] - claims['iat']": "That is how long the token lasts in all",
        "time.time() - claims['exp']": "The number is right, but its sign is wrong.",
        "claims['exp']": "That is a time",
        "(claims['exp'] - time.time()) / 60": "These are minutes.",
        "max(0, claims['exp'] - time.time())": "It is not right for an expired token.",
        "claims['exp'] - time.time() - 60": "It is not right for a new token.",
        "str(claims['exp'] - time.time())": "That is a string. The answer is a number of seconds.",
    },
    "06-try3": {
        "['signature']": "Your pool signed it",
        "['iss', 'client_id']": "The issuer is the pool",
        "['exp', 'client_id']": "It was made a moment ago",
        "['token_use', 'client_id']": "It is an access token",
        "['aud']": "The five checks are `client_id`, `exp`, `iss`, `signature` and `token_use`. Yours is `aud`.",
        "[]": "With only these checks, your API accepts the token.",
        "'client_id'": "That is one string.",
    },
    "07-try1": {
        "'NEW_PASSWORD_REQUIRED'": "That is a string. The answer is three names",
        "['NEW_PASSWORD_REQUIRED', 'PASSWORD_VERIFIER']": "Give three names",
        "['PASSWORD_VERIFIER', 'PASSWORD_VERIFIER', 'NEW_PASSWORD_REQUIRED']": "Not the first.",
        "['NEW_PASSWORD_REQUIRED', 'NEW_PASSWORD_REQUIRED', 'NEW_PASSWORD_REQUIRED']": "Not the second.",
        "['NEW_PASSWORD_REQUIRED', 'PASSWORD_VERIFIER', 'SOFTWARE_TOKEN_MFA']": "Not the third.",
    },
    "07-try2": {
        "{'NEW_PASSWORD': new_password}": INVALID + "The new password is there.",
        "{'NEW_PASSWORD': new_password, 'name': name}": INVALID + "Cognito does not",
        "{'PASSWORD': new_password, 'userAttributes.name': name}": INVALID + "The new password is missing",
        "{'NEW_PASSWORD': name, 'userAttributes.name': new_password}": "Cognito says `InvalidPassword",
        "{'NEW_PASSWORD': new_password, 'userAttributes.name': 'name'}": "The user is logged in, but does not",
        "{'NEW_PASSWORD': new_password, 'userAttributes': {'name': name}}": "In an answer to Cognito, all names",
        "new_password, name": "That is a `tuple`. The answer is a dict",
    },
    "08-try1": {
        "False": "Your function returned False for someone who mistyped the password and logged in",
        "error.operation_name == 'RespondToAuthChallenge'": "Your function returned False for someone who "
        "mistyped the password, in a flow",
        "True": "Your function returned True for someone with the right password, whose program",
        "error.response['Error']['Code'] == 'NotAuthorizedException'": "Your function returned True for someone "
        "with the right password, whose account",
        "'assword' in error.response['Error']['Message']": "Your function returned True for someone who mistyped "
        "the password five",
        "error.response['Error']['Message']": "That is a string. The answer is True or False.",
        "error['Code'] == 'NotAuthorizedException'": "Your function stopped with TypeError.",
    },
    "08-try2": {
        "now.strftime('%a %b %d %H:%M:%S UTC %Y')": "For 5 April 2026, 06:07:08, your third word is `05`.",
        "f'{now:%a %b} {now.day} {now.hour}:{now.minute}:{now.second} UTC {now.year}'": "For 5 April 2026, "
        "06:07:08, your fourth word is `6:7:8`.",
        "f'{now:%a} {now.day} {now:%b %H:%M:%S} UTC {now.year}'": "For 5 April 2026, 06:07:08, your second word",
        "f'{now:%a %b} {now.day:2} {now:%H:%M:%S} UTC {now.year}'": "The answer has six words",
        "now.isoformat()": "The answer has six words",
        "'Sun Apr 5 06:07:08 UTC 2026'": "It is right for 5 April 2026, but not for now: Cognito says `Incorrect",
        "now": "That is a `datetime`. The answer is a string.",
    },
    "09-try1": {
        "'cognito-idp:CreateUserPool'": "This action has a condition: the new pool",
        "'cognito-idp:DeleteUserPool'": "This action has a condition: the pool must already",
        "'ListUserPools'": "This action is not in the policy above.",
        "['cognito-idp:ListUserPools']": "That is a `list`. The answer is the name of one action",
    },
    "09-try2": {
        "True": "This pool has the lab's name but not its tag",
        "False": "This pool is the owner's",
        "pool.get('UserPoolTags') == {'cognito-lab': owner}": "This pool is the owner's",
        "pool['Name'].endswith(owner)": "This pool has the lab's name but not its tag",
        "'cognito-lab' in pool.get('UserPoolTags', {})": "This pool has the lab's tag but belongs to",
        "owner in pool.get('UserPoolTags', {}).values()": "This pool has the right value in another tag,",
        "pool['UserPoolTags']['cognito-lab'] == owner": "Your function stopped with KeyError: '",
    },
    "10-try1": {
        "True": "Your function returned True for someone who mistyped the code",
        "False": "Your function returned False for someone who has an old code",
        "'Mismatch' not in error.response['Error']['Code']": "Your function returned True for someone who tried",
        "error.response['Error']['Code'][0] in 'EN'": "Your function returned True for someone who has confirmed",
        "error.response['Error']['Code']": "That is a string. The answer is True or False",
        "error['Code'] == 'ExpiredCodeException'": "Your function stopped with TypeError.",
    },
    "10-try2": {
        "[]": "One call is missing",
        "[1, 3]": "Number 1 gets the refusal that a wrong password gets",
        "[2, 3]": "Number 2 gets an answer in any case",
        "[3, 4]": "Number 4 gets numbers in any case",
        "[3, 5]": "Number 5 gets an answer in any case",
        "[6, 7]": "Write the numbers of calls, from 1 to 5.",
        "3": "That is an `int`.",
    },
    "11-try1": {
        "'managers' in claims['cognito:groups']": "It returns False for someone in `accounting`.",
        "any(each in claims['cognito:groups'] for each in ('accounting', 'managers'))": "Your function stopped "
        "with KeyError: 'cognito:groups'",
        "any(name in str(claims) for name in ('accounting', 'managers'))": "It returns True for someone in "
        "`accounting-trainees`.",
        "'cognito:groups' in claims": "It returns True for someone in `staff`.",
        "claims.get('cognito:groups') in (['managers'], ['accounting'])": "It returns False for someone in",
        "claims.get('cognito:groups', [])": "That is a `list`. The answer is True or False.",
    },
    "11-try2": {
        "True": "It returns True for a token from a login after the user signed out.",
        "claims['exp'] <= signed_out_at": "It returns False for a token from a login ten minutes before",
        "signed_out_at <= claims['auth_time']": "It returns False for a token from a login ten minutes before",
        "claims['auth_time'] - signed_out_at": "That is an `int`. The answer is True or False",
        "claims['login_time'] < signed_out_at": "Your function stopped with KeyError: 'login_time'",
    },
    "12-try1": {
        "False": "It returns False for someone who clicked Log in and comes back.",
        "'code' in came_back": "It returns True for someone who clicked a link with another state.",
        "came_back['state'] == expected": "Your function stopped with KeyError: 'state'",
        "came_back.get('state') == expected": "It returns True for someone who comes back without a code.",
        "'code' in came_back and came_back.get('state') == expected": "It returns True for someone who never "
        "clicked Log in, and clicked a link without a state.",
        "came_back.get('code') and expected": "That is a string. The answer is True or False.",
    },
    "12-try2": {
        "[]": "One of them gets tokens.",
        "[1]": "Number 1 gets no tokens. The code is good for nothing",
        "[2, 3]": "Number 2 gets no tokens. The challenge is a hash",
        "[3, 4]": "Number 4 gets no tokens. Your application has used",
        "[3, 5]": "Number 5 gets no tokens. Cognito asks for neither",
        "[6, 7]": "Write the numbers of thieves, from 1 to 5.",
        "3": "That is an `int`.",
    },
    "13-try1": {
        "['PASSWORD', 'EMAIL_OTP']": "Give three lists",
        "['PASSWORD', 'EMAIL_OTP', 'PASSWORD']": "That is one string.",
        "[['PASSWORD', 'EMAIL_OTP'], ['EMAIL_OTP'], ['PASSWORD', 'EMAIL_OTP']]": "Not the first.",
        "[['PASSWORD'], ['EMAIL_OTP', 'WEB_AUTHN'], []]": "Not the second.",
        "[['PASSWORD'], ['EMAIL_OTP'], []]": "Not the third.",
        "'EMAIL_OTP'": "That is a string. The answer is three lists",
    },
    "13-try2": {
        "said['challenge'] == challenge": "It returns True for an answer for a page of `login.example`.",
        "said['origin'].startswith(SITE)": "It returns True for an answer for a page of `login.example`.",
        "said['origin'].endswith('shop.example.com')": "It returns True for an answer for another page of",
        "said['origin'].split('//')[1] == 'shop.example.com'": "It returns True for an answer for a page without",
        "said['origin'] == SITE": "It returns True for an answer to the challenge of another login.",
        "(said['challenge'], said['origin']) == (challenge, SITE)": "It returns True for the answer with which a",
        "said['site'] == SITE": "Your function stopped with KeyError: 'site'",
        "SITE": "That is a string. The answer is True or False",
    },
}


@pytest.fixture(scope="module", autouse=True)
def lesson_environment() -> Iterator[None]:
    """Undoes what `lab.start` sets. Shares boto3's clients among a thousand checks, and speeds pycognito up."""
    with (
        patch.dict(os.environ),
        patch.object(sys, "path", list(sys.path)),
        patch.object(boto3, "DEFAULT_SESSION", None),
        patch.object(boto3, "client", cache(boto3.client)),
        patch.object(aws_srp, "pow", quick_power, create=True),
    ):
        yield


@pytest.fixture(scope="module")
def names_for() -> Callable[[str], dict[str, Any]]:
    """A function that returns the names defined before an exercise. Each cell of a notebook is executed once."""
    done: dict[str, tuple[list[str], dict[str, Any]]] = {}

    def names_for(exercise: str) -> dict[str, Any]:
        executed, names = done.setdefault(exercise[:2], ([], {}))
        for cell in SOLUTIONS[exercise[:2]].cells:
            if cell.id.startswith(exercise):
                break
            if cell.cell_type == "code" and "-try" not in cell.id and cell.id not in executed:
                exec(cell.source, names)
                executed.append(cell.id)
        return dict(names)

    return names_for


@pytest.fixture
def verdict_on(names_for: Any) -> Callable[..., Verdict]:
    """A function that puts an expression in place of an exercise's answer, and returns what the check says."""

    def verdict_on(exercise: str, expression: str, **more_names: Any) -> Verdict:
        parts, names = EXERCISES[exercise], {**names_for(exercise), **more_names}
        exec(author.ANSWER.sub(lambda line: line[1] + expression, parts["answer"].source), names)
        return evaluated(parts["check"].source, names)

    return verdict_on


def evaluated(source: str, names: dict[str, Any]) -> Any:
    """Execute a cell. Returns the value of its last line, as a notebook shows it."""
    *statements, last = ast.parse(source).body
    exec(compile(ast.Module(statements, []), "cell", "exec"), names)
    return eval(compile(ast.Expression(last.value), "cell", "eval"), names)


def solution_to(exercise: str) -> str:
    """The expression that is the answer."""
    line = author.ANSWER.search(EXERCISES[exercise]["answer"].source)
    return line[0].removeprefix(line[1])


# --- what a check says -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("exercise", EXERCISES)
def test_the_stub_is_not_yet_right_and_the_solution_is(verdict_on, exercise):
    assert repr(verdict_on(exercise, "...")) == f"not yet: {UNANSWERED}"
    assert repr(verdict_on(exercise, solution_to(exercise))).startswith("right: ")


@pytest.mark.parametrize(("exercise", "answer"), [(name, answer) for name in WRONG for answer in WRONG[name]])
def test_a_typical_wrong_answer_gets_its_own_sentence(verdict_on, exercise, answer):
    sentence = repr(verdict_on(exercise, answer))
    assert sentence.startswith(f"not yet: {WRONG[exercise][answer]}")
    assert solution_to(exercise) not in sentence, "gives the answer away"


@pytest.mark.parametrize("exercise", EXERCISES)
def test_every_exercise_has_typical_wrong_answers(exercise):
    assert len(set(WRONG.get(exercise, {}).values())) >= 3


def stop(*arguments: Any, **more: Any) -> None:
    raise ValueError(f"{arguments} {more}")


NONSENSE = [
    *(None, True, 10**400, float("nan"), "", "\ud800\x00'\"<b>", b"\xff", stop),
    *([], [[]], ["x"] * 3, {None: ...}, iter([1])),
]


@pytest.mark.parametrize("exercise", EXERCISES)
def test_nonsense_gets_a_verdict_and_raises_nothing(verdict_on, exercise):
    for nonsense in NONSENSE:
        verdict = verdict_on(exercise, "NONSENSE", NONSENSE=nonsense)
        assert (verdict.word, verdict.sentence[-1]) == ("not yet", "."), nonsense
        assert "<b>" not in verdict._repr_html_().replace("<b>not yet:</b>", "")


@pytest.mark.parametrize("exercise", FUNCTIONS)
def test_a_function_that_was_replaced_gets_a_verdict(names_for, exercise):
    check = EXERCISES[exercise]["check"].source
    function = re.search(r"checks\.\w+\((\w+)", check)[1]
    for nonsense in (None, stop, lambda: None):
        names = {**names_for(exercise), function: nonsense}
        assert evaluated(check, names).word == "not yet"


@pytest.mark.parametrize("number", SOLUTIONS)
def test_checks_leave_nothing_in_the_pool(names_for, verdict_on, number):
    names = names_for(f"{number}-none")
    for exercise in [name for name in EXERCISES if name.startswith(number)]:
        for answer in ("stop", solution_to(exercise)):
            verdict_on(exercise, answer, stop=stop)
    cognito = boto3.client("cognito-idp")
    user_pool_id = names.get("user_pool_id") or names["lesson"].user_pool_id
    clients = cognito.list_user_pool_clients(UserPoolId=user_pool_id, MaxResults=60)["UserPoolClients"]
    users = cognito.list_users(UserPoolId=user_pool_id)["Users"]
    pools = cognito.list_user_pools(MaxResults=60)["UserPools"]
    assert "try-it" not in f"{clients} {users} {pools}"


# --- what checks have in common ----------------------------------------------------------------------------------


def test_a_verdict_is_a_sentence_in_plain_text_and_in_html():
    verdict = Verdict("right", "You & `<code>`.")
    assert repr(verdict) == "right: You & `<code>`."
    assert "<b>right:</b> You &amp; <code>&lt;code&gt;</code>.</div>" in verdict._repr_html_()


def test_the_text_of_an_exception_is_left_out():
    with pytest.raises(NotYet) as caught:
        result(stop, "a password")
    assert str(caught.value) == "Your function stopped with ValueError. To see more, call it in a cell of its own."
    assert caught.value.__suppress_context__


@pytest.mark.parametrize("answer", [..., [...], (1, [2, ...]), {1: {...}}, {1: [...]}], ids=repr)
def test_an_answer_with_three_dots_left_in_it_is_not_judged(answer):
    assert check(lambda _: "Never.")(answer) == Verdict("not yet", UNANSWERED)
    with pytest.raises(NotYet, match="three dots"):
        result(lambda: answer)


def test_a_bug_in_a_check_is_not_a_verdict():
    with pytest.raises(ZeroDivisionError):
        check(lambda answer: answer / 0)(1)


def test_strings_may_come_in_a_tuple_or_a_set():
    assert expect_strings(("a",), "") == expect_strings({"a"}, "") == ["a"]


# --- lesson and solution -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", LESSON_OF)
def test_a_lesson_has_two_or_three_complete_exercises(number):
    assert SOLUTIONS[number].cells[0].source.startswith(f"# Solutions of lesson {number}\n")
    exercises = author.exercises(SOLUTIONS[number])
    assert list(exercises) in ([f"{number}-try{i}" for i in range(1, count + 1)] for count in (2, 3))
    for name, parts in exercises.items():
        assert list(parts) == ["task", "answer", "check", "hint", "why"]
        task, hint = parts["task"].source, parts["hint"].source
        assert task.startswith(f"### Try it {name[-1]}: ")
        assert re.findall(r"^\*\*(\w+)\*\* ", task, re.M) == ["Given", "Do", "Example"]
        assert hint.startswith("<details><summary>Hint</summary>\n\n")
        assert solution_to(name) not in task + hint, "gives the answer away"


@pytest.mark.parametrize(("number", "lesson"), LESSON_OF.items(), ids=LESSON_OF)
def test_a_lesson_shows_not_yet_and_its_solutions_show_right(number, lesson):
    for word, notebook in (("not yet", nbformat.read(lesson, as_version=4)), ("right", SOLUTIONS[number])):
        checks = [cell for cell in notebook.cells if cell.id.endswith("-check")]
        shown = [output.data["text/plain"] for cell in checks for output in cell.outputs]
        assert [text.partition(":")[0] for text in shown] == [word] * len(author.exercises(SOLUTIONS[number]))
