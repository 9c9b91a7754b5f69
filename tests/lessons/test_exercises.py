"""The exercises: what their checks say of the stub, of the solution and of typical wrong answers.

The source of an exercise is its solution (tools/write_stubs.py). Its code cells are executed here, in one process,
with the answer exchanged.
"""

from __future__ import annotations

import ast
import os
import re
import sys
from collections.abc import Iterator
from functools import cache
from typing import Any, Callable

import boto3
import nbformat
import pytest
from pycognito import aws_srp

from helpers.checks.verdict import UNANSWERED, NotYet, Verdict, check, expect, expect_strings, result
from tests.conftest import quick_power
from tools import lessons, write_stubs
from tools.lessons import NOTEBOOKS

LESSONS = {path.name[:2]: path for path in lessons.LESSONS}
SOLUTIONS = {
    number: nbformat.read(write_stubs.solution_of(path), as_version=4)
    for number, path in LESSONS.items()
    if write_stubs.solution_of(path).exists()
}
EXERCISES = {
    name: parts for solution in SOLUTIONS.values() for name, parts in write_stubs.exercises(solution).items()
}
FUNCTIONS = [name for name, parts in EXERCISES.items() if "def " in parts["answer"].source]
EVERY_PART = [*write_stubs.PARTS, "why"]

REFUSED = "Cognito refused one of 20 passwords of yours: Password did not conform with policy: "
UNABLE = "Cognito says `Unable to verify secret hash for client …`. "
LOST = "Strangers learn nothing now, but the client is not what it was: look at "
APP_READS = "The check calls your function with an issuer named `Bread & Butter`. The app reads: "
INVALID = "Cognito says `InvalidParameterException`. "
# To each exercise, wrong answers and how the sentence begins that is meant for them.
WRONG = {
    "01-try1": {
        "'ALLOW_USER_SRP_AUTH'": "That is one text.",
        "[]": "The list is empty.",
        "['USER_SRP_AUTH', 'REFRESH_TOKEN_AUTH']": "Cognito refuses this list: `Invalid",
        "lab.FIVE_FLOWS": "With this list, whoever has the client's id can log in by sending",
        "['ALLOW_USER_SRP_AUTH']": "People can log in, but an hour later",
        "['ALLOW_REFRESH_TOKEN_AUTH']": "With this list nobody can log in by proving",
        "['ALLOW_USER_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH']": "One of these flows lets Cognito ask",
        "['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH']": "One of these flows is for a server",
        "['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_CUSTOM_AUTH']": "This works, but",
    },
    "01-try2": {
        "'us-east-1'": "For `eu-central-1_4xB8qLm2Z` your function gives `us-east-1`.",
        "user_pool_id[:9]": "For `eu-central-1_4xB8qLm2Z` your function gives `eu-centra`.",
        "user_pool_id.split('-')[0]": "For `us-east-1_",
        "user_pool_id.split('_')": "That is a `list`. The answer is a text",
        "user_pool_id.split('_')[1]": "That is the random part.",
        "user_pool_id.split('_')[2]": "Your function stopped with IndexError.",
    },
    "02-try1": {
        "email": "That is the address again.",
        "user['Username']": "That is not the person with the `email`",
        "cognito.admin_get_user(UserPoolId=user_pool_id, Username=email)": "That is a `dict`.",
        "cognito.admin_get_user(UserPoolId=user_pool_id, Username='x')": "Your function stopped with Cognito's",
    },
    "02-try2": {
        "user['UserStatus']": "That is a text. The answer is True or False",
        "True": "It says True of everybody.",
        "user['UserStatus'] == 'Confirmed'": "It says False of everybody.",
        "user['UserStatus'] == 'FORCE_CHANGE_PASSWORD'": "It says True of somebody who still has a temporary",
        "status == 'CONFIRMED'": "Your function stopped with NameError: name 'status'",
    },
    "02-try3": {
        "'Aa1!' + 'x' * 12": "20 calls did not give 20 different passwords.",
        "secrets.token_urlsafe(12)": REFUSED + "Password must have",
        "'a1!' + secrets.token_hex(12)": REFUSED + "Password must have uppercase characters.",
        "secrets.token_bytes(12)": "That is a `bytes`. The answer is a text.",
        "'Aa1!' + secrets.token_urlsafe(300)": "Cognito refused one of 20 passwords",
    },
    "03-try1": {
        "'ALLOW_ADMIN_USER_PASSWORD_AUTH'": "That is one text.",
        "['ALLOW_ADMIN_USER_PASSWORD_AUTH', 3]": "That is not a list of texts.",
        "[]": "The list is empty.",
        "['ADMIN_USER_PASSWORD_AUTH', 'REFRESH_TOKEN_AUTH']": "Cognito refuses this list: `Invalid",
        "lab.FIVE_FLOWS": "With this list, whoever has the client's id can log in by sending",
        "['ALLOW_ADMIN_USER_PASSWORD_AUTH']": "People can log in, but an hour later",
        "['ALLOW_REFRESH_TOKEN_AUTH']": "Your server's call, `admin_initiate_auth`, is refused",
        "['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH']": "Somebody without your server can log in",
        "['ALLOW_USER_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH']": "One of these flows lets Cognito ask",
        "['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_CUSTOM_AUTH']": "This works, but",
    },
    "03-try2": {
        "hmac_sha256(client_secret, client_id)": UNABLE + "Your hash stays the same when the user name",
        "hmac_sha256(client_secret, username)": UNABLE + "Your hash stays the same when the client's id",
        "hmac_sha256(username, client_id)": UNABLE + "Your hash stays the same when the client's secret",
        "hmac_sha256(client_secret, client_id + username)": UNABLE + "All three are in your hash.",
        "hmac_sha256(username + client_id, client_secret)": UNABLE + "All three are in your hash.",
        "client_secret.encode()": "That is a `bytes`. The answer is a text, in base64.",
        "hmac_sha256(secret, username + client_id)": "Your function stopped with NameError: name 'secret'",
    },
    "03-try3": {
        "401, 400, 401": "Not the third.",
        "[401, 401, 400]": "Not the second.",
        "[404, 400, 400]": "Not the first.",
        "[401, 400]": "Three numbers are asked for",
        "401": "That is an `int`. The answer is three numbers",
    },
    "04-try1": {
        "[4, 6]": "One is missing. Think of how",
        "[1, 6]": "One is missing. Not every flow",
        "{1, 4}": "One is missing. What must somebody bring",
        "[1, 2, 4, 6]": "Number 2 carries a name and a number",
        "[1, 3, 4, 6]": "Number 3 carries a signature.",
        "[1, 4, 5, 6]": "Number 5 carries the refresh token.",
        "[7, 8]": "Give the numbers of calls, from 1 to 6",
        "4": "That is an `int`. The answer is some numbers in brackets",
        "['AdminSetUserPassword']": "Give the numbers of calls",
    },
    "04-try2": {
        "{'PreventUserExistenceErrors': 'ENABLED'}": LOST
        + "`CallbackURLs`, `ExplicitAuthFlows` and `RefreshTokenValidity`.",
        "made_with": "Cognito still says `User does not exist.`",
        "{**made_with, 'PreventUserExistenceErrors': 'LEGACY'}": "Cognito still says `User does not exist.`",
        "{**made_with, 'PreventUserExistenceErrors': 'enabled'}": "Cognito refuses this update: `InvalidParameter",
        "{**made_with, 'PreventUserExistenceErrors': True}": "boto3 refuses this update",
        "{**made_with, 'HideWhoExists': 'ENABLED'}": "boto3 refuses this update",
        "'ENABLED'": "That is a text. The answer is a dictionary, in braces.",
        "[made_with]": "That is a `list`. The answer is a dictionary, in braces.",
    },
    "05-try1": {
        "number.to_bytes((number.bit_length() + 7) // 8, 'big')": "The first bit of 128 is 1",
        "number.to_bytes((number.bit_length() + 7) // 8 + 1, 'big')": "For 2 you take 2 bytes, and fewer",
        "number.to_bytes(385, 'big')": "For 2 you take 385 bytes",
        "number.to_bytes(number.bit_length() // 8 + 1, 'little')": "Read from left to right, the bytes",
        "number.to_bytes(number.bit_length() // 8, 'big')": "Your function stopped with OverflowError.",
        "f'{number:x}'": "That is a text. The answer is of the type `bytes`.",
    },
    "05-try2": {
        "['salt', 'A', 'B']": "What crosses the wire is complete.",
        "['A', 'B', 'u']": "Not all is there yet",
        "['salt', 'A', 'B', 'u', 'S']": "To compute S it takes a or b",
        "['salt', 'a', 'A', 'B', 'u']": "A crosses the wire, and nobody knows",
        "['salt', 'v', 'A', 'B', 'u']": "v is in Cognito's table",
        "['salt', 'x', 'A', 'B', 'u']": "It takes the password to compute x.",
        "['Salt', 'A', 'B', 'u']": "The eight are `A`, `B`, `S`, `a`, `salt`, `u`, `v` and `x`, and `Salt`",
        "'salt A B u'": "That is one text.",
    },
    "05-try3": {
        "x == row['verifier']": "It says False of the right password.",
        "srp.verifier(x)": "That is an `int`. The answer is True or False.",
        "True": "It says True of a guess that is wrong.",
        "srp.verifier(x) == verifier": "Your function stopped with NameError: name 'verifier'",
    },
    "06-try1": {
        "claims['token_use']": "That is a text. The answer is True or False",
        "claims['token_use'] == 'id'": "It says True of an ID token.",
        "claims['token_use'] == 'Access'": "It says False of an access token.",
        "'email' not in claims": "It says True of the ID token of somebody without an e-mail address.",
        "'scope' in claims and 'email' not in claims": "It says False of an access token with the e-mail in it.",
        "claims['scope'] == 'access'": "Your function stopped with KeyError: '",
    },
    "06-try2": {
        "claims['exp'] - claims['iat']": "That is how long the token lives in all",
        "3600": "That is how long the token lives in all",
        "time.time() - claims['exp']": "The number is right, and its sign is not",
        "claims['exp']": "That is a moment",
        "(claims['exp'] - time.time()) / 60": "These are minutes.",
        "max(0, claims['exp'] - time.time())": "It is not right for an expired one.",
        "claims['exp'] - time.time() - 60": "It is not right for a new token.",
        "str(claims['exp'] - time.time())": "That is a text. The answer is a number of seconds.",
    },
    "06-try3": {
        "['signature']": "This pool signed it",
        "['iss', 'client_id']": "The issuer is the pool",
        "['exp', 'client_id']": "It was made a moment ago",
        "['token_use', 'client_id']": "An access token is expected",
        "['aud']": "`aud` is none of the five, which are `client_id`, `exp`, `iss`, `signature` and `token_use`.",
        "[]": "With these alone the token is let in.",
        "'client_id'": "That is one text.",
    },
    "07-try1": {
        "'NEW_PASSWORD_REQUIRED'": "That is a text. The answer is three names",
        "['NEW_PASSWORD_REQUIRED', 'PASSWORD_VERIFIER']": "Three names are asked for",
        "['PASSWORD_VERIFIER', 'PASSWORD_VERIFIER', 'SELECT_CHALLENGE']": "Not the first.",
        "['NEW_PASSWORD_REQUIRED', 'NEW_PASSWORD_REQUIRED', 'SELECT_CHALLENGE']": "Not the second.",
        "['NEW_PASSWORD_REQUIRED', 'PASSWORD_VERIFIER', 'UserNotFoundException']": "Not the third.",
    },
    "07-try2": {
        "f'otpauth://totp/{issuer}:{email}?secret={secret}&issuer={issuer}'": "There is a space in your address.",
        "f'otpauth://totp/{quote(issuer)}:{email}?secret={secret}&issuer={issuer}'": "There is a space",
        "f'otpauth://totp/{quote(email)}?secret={secret}&issuer=Bread%20&%20Butter'": APP_READS + "`Bread `.",
        "f'otpauth://totp/{quote(email)}?secret={secret}&issuer=Bread+%26+Butter'": APP_READS + "`Bread+&+",
        "f'otpauth://totp/{quote(issuer)}:{quote(email)}?secret={secret}'": APP_READS + "nobody.",
        "f'otpauth://totp/{quote(email)}?secret={secret}&issuer={quote(issuer)}'": "The part before the question",
        "f'otpauth://totp/{quote(issuer)}:{quote(email)}?issuer={quote(issuer)}'": "The app finds no secret",
        "f'otpauth://hotp/{quote(issuer)}:{quote(email)}?secret={secret}'": "The app does not know what to do",
        "f'https://example.com/?secret={secret}'": "The app does not know what to do",
        "quote(issuer, email, secret)": "Your function stopped with",
    },
    "07-try3": {
        "{'NEW_PASSWORD': new_password}": INVALID + "The new password is there.",
        "{'NEW_PASSWORD': new_password, 'name': name}": INVALID + "Cognito does not",
        "{'PASSWORD': new_password, 'userAttributes.name': name}": INVALID + "The new password is not there",
        "{'NEW_PASSWORD': name, 'userAttributes.name': new_password}": "Cognito says `InvalidPassword",
        "{'NEW_PASSWORD': new_password, 'userAttributes.name': 'name'}": "The person is in, and has another name",
        "{'NEW_PASSWORD': new_password, 'userAttributes': {'name': name}}": "In an answer to Cognito all names",
        "new_password, name": "That is a `tuple`. The answer is a dict",
    },
    "08-try1": {
        "False": "You send them away: somebody who mistyped, by SRP.",
        "error.operation_name == 'RespondToAuthChallenge'": "You send them away: somebody who mistyped, where the",
        "True": "You let them try again: somebody with the right password, whose program",
        "error.response['Error']['Code'] == 'NotAuthorizedException'": "You let them try again: somebody with the "
        "right password, whose account",
        "'assword' in error.response['Error']['Message']": "You let them try again: somebody who mistyped five",
        "error.response['Error']['Message']": "That is a text. The answer is True or False.",
        "error['Code'] == 'NotAuthorizedException'": "Your function stopped with TypeError.",
    },
    "08-try2": {
        "now.strftime('%a %b %d %H:%M:%S UTC %Y')": "For 5 April 2026, 06:07:08, your third word is `05`.",
        "f'{now:%a %b} {now.day} {now.hour}:{now.minute}:{now.second} UTC {now.year}'": "For 5 April 2026, "
        "06:07:08, your fourth word is `6:7:8`.",
        "f'{now:%a} {now.day} {now:%b %H:%M:%S} UTC {now.year}'": "For 5 April 2026, 06:07:08, your second word",
        "f'{now:%a %b} {now.day:2} {now:%H:%M:%S} UTC {now.year}'": "Six words are asked for",
        "now.isoformat()": "Six words are asked for",
        "'Sun Apr 5 06:07:08 UTC 2026'": "It is right for 5 April 2026, and not for now: Cognito says `Incorrect",
        "now": "That is a `datetime`. The answer is a text.",
    },
    "09-try1": {
        "'cognito-idp:CreateUserPool'": "This one has a condition: the pool that is made",
        "'cognito-idp:DeleteUserPool'": "This one has a condition: the pool must carry the tag already.",
        "'ListUserPools'": "The policy above does not name this action.",
        "'cognito-idp:InitiateAuth'": "The policy above does not name this action.",
        "['cognito-idp:ListUserPools']": "That is a `list`. The answer is the name of one action",
    },
    "09-try2": {
        "True": "This one has the lab's name and not its tag",
        "False": "This one is the owner's",
        "pool['Name'].endswith(owner)": "This one has the lab's name and not its tag",
        "'cognito-lab' in pool.get('UserPoolTags', {})": "This one carries the lab's tag, and belongs to",
        "owner in pool.get('UserPoolTags', {}).values()": "This one has the right value under another tag,",
        "pool['UserPoolTags']['cognito-lab'] == owner": "Your function stopped with KeyError: '",
    },
}


@pytest.fixture(scope="module", autouse=True)
def own_environment() -> Iterator[None]:
    """What lessons set in the environment ends with this module.

    A thousand checks share their boto3 clients, and pycognito does not compute with Python's own `pow`.
    """
    before, path = dict(os.environ), list(sys.path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(boto3, "client", cache(boto3.client))
        patch.setattr(aws_srp, "pow", quick_power, raising=False)
        yield
    os.environ.clear()
    os.environ.update(before)
    sys.path[:] = path
    boto3.DEFAULT_SESSION = None


@pytest.fixture(scope="module")
def names_for() -> Callable[[str], dict[str, Any]]:
    """What the cells before an exercise have defined, other exercises left out. Each cell is executed once."""
    done: dict[str, tuple[list[str], dict[str, Any]]] = {}

    def get(exercise: str) -> dict[str, Any]:
        number = exercise[:2]
        executed, names = done.setdefault(number, ([], {}))
        for cell in SOLUTIONS[number].cells:
            if cell.id.startswith(exercise):
                break
            if cell.cell_type == "code" and "-try" not in cell.id and cell.id not in executed:
                exec(cell.source, names)
                executed.append(cell.id)
        return dict(names)

    return get


@pytest.fixture
def verdict_on(names_for: Any) -> Callable[..., Verdict]:
    """What the check of an exercise says when an expression stands where the answer belongs."""

    def verdict(exercise: str, expression: str, **more_names: Any) -> Verdict:
        parts, names = EXERCISES[exercise], {**names_for(exercise), **more_names}
        exec(answered(exercise, expression), names)
        return evaluated(parts["check"].source, names)

    return verdict


def answered(exercise: str, expression: str) -> str:
    """The answer cell, with an expression where the answer belongs."""
    unanswered = write_stubs.stub(EXERCISES[exercise]["answer"].source)
    return unanswered.replace(f"...{write_stubs.MARK}", expression)


def evaluated(source: str, names: dict[str, Any]) -> Any:
    """Execute a cell. Returns its last line's value, as a notebook shows it."""
    *statements, last = ast.parse(source).body
    exec(compile(ast.Module(statements, []), "cell", "exec"), names)
    return eval(compile(ast.Expression(last.value), "cell", "eval"), names)


def solution_to(exercise: str) -> str:
    """The expression that is the answer."""
    marked = write_stubs.ANSWER.search(EXERCISES[exercise]["answer"].source)
    return marked[0][len(marked[1]) : -len(write_stubs.MARK)]


# --- what a check says -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("exercise", EXERCISES)
def test_the_stub_gets_not_yet(verdict_on, exercise):
    assert repr(verdict_on(exercise, "...")) == f"not yet: {UNANSWERED}"


@pytest.mark.parametrize("exercise", EXERCISES)
def test_the_solution_gets_right(verdict_on, exercise):
    assert repr(verdict_on(exercise, solution_to(exercise))).startswith("right: ")


@pytest.mark.parametrize(("exercise", "expression"), [(name, wrong) for name in WRONG for wrong in WRONG[name]])
def test_a_typical_wrong_answer_gets_its_sentence(verdict_on, exercise, expression):
    said = repr(verdict_on(exercise, expression))
    assert said.startswith(f"not yet: {WRONG[exercise][expression]}")
    assert solution_to(exercise) not in said, "the answer is not given away"


@pytest.mark.parametrize("exercise", EXERCISES)
def test_every_exercise_has_typical_wrong_answers(exercise):
    assert len(set(WRONG.get(exercise, {}).values())) >= 3


def test_the_table_of_wrong_answers_names_no_exercise_that_is_gone():
    assert WRONG.keys() <= EXERCISES.keys()


def stop(*arguments: Any, **more: Any) -> None:
    """A function that tells what it was given."""
    raise ValueError(f"{arguments} {more}")


NONSENSE = [
    *[
        None,
        True,
        0,
        -1,
        10**400,
        2.5,
        float("nan"),
        "",
        "nonsense",
        "\ud800\x00'\"<b>",
        b"\xff",
        object(),
        stop,
        int,
    ],
    *[[], [None], [...], [[]], ["x"] * 3, ["\ud800"], (), {}, {"x": 1}, {None: ...}, set(), {"x"}, iter([1])],
]


@pytest.mark.parametrize("exercise", EXERCISES)
def test_nonsense_gets_not_yet_and_no_exception(verdict_on, exercise):
    for nonsense in NONSENSE:
        verdict = verdict_on(exercise, "NONSENSE", NONSENSE=nonsense)
        assert (verdict.word, verdict.sentence[-1]) == ("not yet", "."), nonsense
        assert "<b>" not in verdict._repr_html_().replace("<b>not yet:</b>", "")


@pytest.mark.parametrize("exercise", FUNCTIONS)
def test_a_function_that_is_gone_gets_not_yet(names_for, exercise):
    parts, names = EXERCISES[exercise], names_for(exercise)
    exec(parts["answer"].source, names)
    function = re.search(r"checks\.\w+\((\w+)", parts["check"].source)[1]
    for nonsense in (None, "nonsense", ["x"], stop, lambda: None):
        names[function] = nonsense
        assert evaluated(parts["check"].source, names).word == "not yet"


@pytest.mark.parametrize("number", SOLUTIONS)
def test_checks_leave_nothing_in_the_pool(names_for, verdict_on, number):
    names = names_for(f"{number}-none")
    for exercise in [name for name in EXERCISES if name.startswith(number)]:
        for expression in ("stop", "None", solution_to(exercise)):
            verdict_on(exercise, expression, stop=stop)
    cognito = boto3.client("cognito-idp")
    pool = {"UserPoolId": names.get("user_pool_id") or names["lesson"].user_pool_id}
    clients = cognito.list_user_pool_clients(**pool, MaxResults=60)["UserPoolClients"]
    users = cognito.list_users(**pool)["Users"]
    assert "try-it" not in [client["ClientName"] for client in clients]
    assert "try-it" not in str([user["Attributes"] for user in users])


# --- what checks have in common ----------------------------------------------------------------------------------


def test_a_verdict_is_a_sentence_in_text_and_in_html():
    verdict = Verdict("right", "You & `<code>`.")
    assert repr(verdict) == "right: You & `<code>`."
    assert "<b>right:</b> You &amp; <code>&lt;code&gt;</code>.</div>" in verdict._repr_html_()


def test_an_exception_of_an_answer_is_called_by_its_type_and_tells_no_more():
    with pytest.raises(NotYet) as caught:
        result(stop, "a password")
    assert str(caught.value) == "Your function stopped with ValueError. Call it in a cell of its own to see more."
    assert caught.value.__suppress_context__


def test_a_refusal_by_cognito_in_an_answer_is_called_by_its_code(make_pool, cognito):
    user = {"UserPoolId": make_pool().user_pool_id, "Username": "nobody@example.com"}
    with pytest.raises(NotYet, match="Your function stopped with Cognito's UserNotFoundException"):
        result(lambda: cognito.admin_get_user(**user))


@pytest.mark.parametrize("answer", [..., [...], (1, [2, ...]), {1: {...}}, {1: [...]}], ids=repr)
def test_an_answer_with_three_dots_left_in_it_is_not_judged(answer):
    assert check(lambda _: "Never.")(answer) == Verdict("not yet", UNANSWERED)
    with pytest.raises(NotYet, match="three dots"):
        result(lambda: answer)


def test_a_mistake_in_a_check_is_no_verdict():
    @check
    def judge(answer: Any) -> str:
        return {}[answer]

    with pytest.raises(KeyError):
        judge("answer")


def test_true_is_no_number():
    with pytest.raises(NotYet, match="That is True or False"):
        expect(True, int, "a number")
    assert expect(1, int, "a number") == 1
    assert expect(True, bool, "True or False") is True


def test_texts_come_in_a_list_a_tuple_or_a_set():
    assert expect_strings(("a",), "") == expect_strings({"a"}, "") == ["a"]


# --- lesson and solution -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", LESSONS)
def test_every_lesson_has_two_or_three_exercises_complete_and_in_order(number):
    names = list(write_stubs.exercises(SOLUTIONS[number]))
    assert names in ([f"{number}-try{i}" for i in range(1, count + 1)] for count in (2, 3))
    for name in names:
        assert list(EXERCISES[name]) == EVERY_PART
        task = EXERCISES[name]["task"].source
        assert task.startswith(f"### Try it {name[-1]}: ")
        assert re.findall(r"^\*\*(\w+)\*\* ", task, re.M) == ["Given", "Do", "Example"]
        assert EXERCISES[name]["hint"].source.startswith("<details><summary>Hint</summary>\n\n")


@pytest.mark.parametrize("number", SOLUTIONS)
def test_a_lesson_and_its_solution_have_not_drifted(number):
    """If they have: python tools/write_stubs.py NN, then tools/run_lessons.py."""
    wanted = [(cell.id, cell.cell_type, cell.source) for cell in write_stubs.lesson_cells(LESSONS[number])]
    lesson = nbformat.read(LESSONS[number], as_version=4)
    assert [(cell.id, cell.cell_type, cell.source) for cell in lesson.cells if "-try" in cell.id] == wanted
    before_recap = " ".join(cell.source for cell in lesson.cells).partition("## Recap")[0]
    assert all(source in before_recap for _, _, source in wanted)


@pytest.mark.parametrize("number", SOLUTIONS)
def test_a_lesson_shows_not_yet_and_its_solution_right(number):
    for word, path in (("not yet", LESSONS[number]), ("right", write_stubs.solution_of(LESSONS[number]))):
        checks = [cell for cell in nbformat.read(path, as_version=4).cells if cell.id.endswith("-check")]
        shown = [output.data["text/plain"] for cell in checks for output in cell.outputs]
        assert [text.partition(":")[0] for text in shown] == [word] * len(checks)


@pytest.mark.parametrize("exercise", EXERCISES)
def test_task_and_hint_do_not_give_the_answer_away(exercise):
    parts = EXERCISES[exercise]
    assert solution_to(exercise) not in parts["task"].source + parts["hint"].source


@pytest.mark.parametrize("number", SOLUTIONS)
def test_the_links_between_lesson_and_solution_hold(number):
    """JupyterLab finds a cell by its id."""
    solution, name = SOLUTIONS[number], LESSONS[number].name
    assert solution.cells[0].source.startswith(f"# Solutions of lesson {number}\n")
    assert {f"../{name}", "../../README.md#the-lessons"} <= set(links(solution.cells[0].source))
    for cell in write_stubs.lesson_cells(LESSONS[number]):
        inside = [link for link in links(cell.source) if not link.startswith("https://")]
        if cell.id.endswith("-hint"):
            file, _, cell_id = inside.pop().partition("#cell-id=")
            assert NOTEBOOKS / file == write_stubs.solution_of(LESSONS[number])
            assert cell_id == cell.id.replace("-hint", "-task")
            assert cell_id in [other.id for other in solution.cells]
        assert inside == [], "task and hint are in two folders, so they have no links inside the project"


def links(source: str) -> list[str]:
    return re.findall(r"\]\(([^)]+)\)", source)


# --- the tool ----------------------------------------------------------------------------------------------------


MARKED = "  # change only this line"


@pytest.mark.parametrize(
    ("answer", "unanswered"),
    [("a = 1\nb = f(x=2)", "a = 1\nb = ..."), ("    return a == b", "    return ..."), ("x = y = 1", "x = ...")],
)
def test_a_stub_keeps_all_but_the_answer(answer, unanswered):
    assert write_stubs.stub(answer + MARKED) == unanswered + MARKED


@pytest.mark.parametrize("source", ["a = 1", f"print(1){MARKED}", f"a = 1{MARKED}\n" * 2])
def test_an_answer_has_one_marked_line(source):
    with pytest.raises(ValueError, match="One line ends in"):
        write_stubs.stub(source)


def notebook_of(**sources: str) -> nbformat.NotebookNode:
    """A notebook; `a_b="text"` is a markdown cell with the id a-b."""
    cells = [nbformat.v4.new_markdown_cell(source, id=name.replace("_", "-")) for name, source in sources.items()]
    return nbformat.v4.new_notebook(cells=cells)


def contents(notebook: nbformat.NotebookNode) -> dict[str, str]:
    return {cell.id: cell.source for cell in notebook.cells}


def test_new_cells_come_before_the_recap_which_may_begin_inside_a_cell():
    lesson = notebook_of(**{"01_00": "# Title", "01_01": "Text.\n\n## Recap\n\n- done"})
    new = {"01-try": "## Try it", "01-try1-task": "task"}
    for _ in range(2):
        write_stubs.put(notebook_of(**new).cells, lesson)
        expected = {"01-00": "# Title", "01-01": "Text.", **new, "01-recap": "## Recap\n\n- done"}
        assert list(contents(lesson).items()) == list(expected.items())


def test_cells_stay_where_an_author_has_put_them_and_old_ones_go():
    old = {
        "01_try1_task": "old",
        "01_00": "text",
        "01_try2_task": "old",
        "01_try3_task": "old",
        "01_01": "## Recap",
    }
    new = {"01_try1_task": "new", "01_try1_answer": "a = ...", "01_try2_task": "new"}
    lesson = notebook_of(**old)
    write_stubs.put(notebook_of(**new).cells, lesson)
    assert list(contents(lesson)) == ["01-try1-task", "01-try1-answer", "01-00", "01-try2-task", "01-01"]
    assert [cell.source for cell in lesson.cells] == ["new", "a = ...", "text", "new", "## Recap"]


def test_a_cell_that_is_the_same_keeps_its_outputs():
    lesson = notebook_of(recap="## Recap")
    for name in ("01-try2", "01-try1"):
        lesson.cells.insert(0, nbformat.v4.new_code_cell("1", id=name, execution_count=1))
    new = [nbformat.v4.new_code_cell(source, id=f"01-try{source}") for source in "12"]
    write_stubs.put(new, lesson)
    assert [cell.get("execution_count") for cell in lesson.cells] == [1, None, None]
