"""The forms without a browser: what they send to the page, and what they do with its requests.

tests/browser/test_lessons.py uses the form of each lesson as a person does, with a Cognito behind it.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Callable

import anywidget
import botocore.exceptions
import ipywidgets as widgets
import jwt
import pytest

from helpers import forms
from helpers.errors import CleanUpError
from helpers.forms.form import Form
from helpers.forms.password import checklist
from helpers.masking import mask
from local_cognito.authenticator import Authenticator
from tests.conftest import new_password
from tests.support.forms import EMAIL, ask

POLICY = {"MinimumLength": 8, "RequireUppercase": True, "RequireNumbers": True}


@pytest.fixture(autouse=True)
def no_widgets_of_other_tests() -> Iterator[None]:
    yield
    widgets.Widget.close_all()


@pytest.fixture
def password() -> str:
    return new_password()


@pytest.fixture
def tokens() -> dict[str, str]:
    claims, key = {"sub": "ada", "email": EMAIL}, secrets.token_hex(32)
    return {
        "IdToken": jwt.encode({**claims, "token_use": "id"}, key),
        "AccessToken": jwt.encode({**claims, "token_use": "access"}, key),
        "RefreshToken": secrets.token_urlsafe(900),
    }


def refusal(message: str) -> botocore.exceptions.ClientError:
    return botocore.exceptions.ClientError({"Error": {"Code": "Refused", "Message": message}}, "InitiateAuth")


def labels(form: Form) -> list[str]:
    """The labels of the fields that the form shows; none once it shows a result."""
    return [field["label"] for field in form.entry.step.get("fields", [])]


# --- every form --------------------------------------------------------------------------------------------------

POOL = {"Id": "us-east-1_ada", "Name": "cognito-lab-ada", "CreationDate": datetime(2026, 11, 23)}
# One row for each form: how to make it with a function of the lesson, and what a viewer without widgets shows.
FORMS: list[tuple[Callable[..., Form], str]] = [
    (forms.LoginForm, "A login form."),
    (lambda call: forms.BrowserLoginForm(call, call, user_pool_id="us-east-1_AbCdEfGhI"), "A login form."),
    (lambda call: forms.FirstLoginForm(call, call, POLICY), "A form for the first login."),
    (lambda call: forms.PasswordForm(call, POLICY), "A form to choose a password."),
    (lambda call: forms.CleanUpForm(lambda: [POOL], call), "A form to clean up."),
    (
        lambda call: forms.SignUpForm(call, call, resend=call, policy=POLICY, mail=widgets.Label),
        "A form to sign up.",
    ),
    (
        lambda call: forms.ForgotPasswordForm(call, call, policy=POLICY, mail=widgets.Label),
        "A form for a forgotten password.",
    ),
    (lambda call: forms.RegisterPasskeyForm(call, call, pretend=Authenticator()), "A form to register a passkey."),
    (lambda call: forms.PasskeyLoginForm(call, call, pretend=Authenticator()), "A form to log in with a passkey."),
]
every_form = pytest.mark.parametrize(("make", "name"), FORMS)


@every_form
def test_a_viewer_without_widgets_shows_one_line_that_never_changes(make, name):
    form, line = make(print), f"{name} Run this cell to see it."
    assert repr(form) == line
    if hasattr(form, "_repr_mimebundle_"):  # ipywidgets 8; 7 displays the repr
        assert form._repr_mimebundle_()["text/plain"] == line


@every_form
def test_the_state_of_a_form_has_no_place_for_what_is_typed(make, name):
    entry = make(print).entry
    of_anywidget = {name for name in anywidget.AnyWidget().keys if name[0] == "_"}
    assert set(entry.keys) - of_anywidget - set(widgets.DOMWidget().keys) - {"_css"} <= {
        "step",
        "said",
        "pool_name",
    }
    for field in entry.step["fields"]:
        assert field["missing"] and field["value"] == ""
        is_password = "password" in field["label"].lower()
        assert field["type"] == ("password" if is_password else "text")
        assert ("password" in field["autocomplete"]) is is_password


@every_form
def test_an_error_in_the_lessons_function_is_shown_without_the_password(make, name, password, sent):
    states = []

    def call(*values):
        states.append(json.dumps(widgets.Widget.get_manager_state()))
        raise KeyError(f"cannot use {values}")

    form = make(call)
    before, fields = labels(form), form.entry.step["fields"]
    values = {field["name"]: password if field["type"] == "password" else "delete" for field in fields}
    told = ask(form, "submit", **values)
    assert told["refused"].startswith("Your function stopped with an error.")
    assert told["code"].startswith("KeyError: ")
    assert labels(form) == before and len(states) == 1
    state = json.dumps([widgets.Widget.get_manager_state(), sent, told], default=str)
    assert password not in states[0] + state + repr(form)


def test_an_interrupted_function_does_not_keep_the_page_waiting(password, sent):
    def log_in(email, typed):
        raise KeyboardInterrupt

    form = forms.LoginForm(log_in)
    with pytest.raises(KeyboardInterrupt):
        ask(form, "submit", email=EMAIL, password=password)
    assert [message["content"] for message in sent if message["method"] == "custom"] == [{"id": "7"}]
    assert labels(form) == ["E-mail", "Password"]


# --- the login form ----------------------------------------------------------------------------------------------


def test_the_right_password_shows_masked_tokens_and_somebody_else_an_empty_form(password, tokens, sent):
    login = forms.LoginForm(lambda email, typed: tokens if typed == password else None, email=EMAIL)
    assert ask(login, "submit", email=EMAIL, password=password) == {"answer": None}
    assert labels(login) == [] and login.tokens == tokens
    assert login.entry.said == f"You are logged in as {EMAIL}."
    state = json.dumps([widgets.Widget.get_manager_state(), sent], ensure_ascii=False)
    for token in tokens.values():
        assert mask(token) in state and token not in state
    login.somebody_else.click()
    assert login.tokens is None and login.entry.said == ""
    assert [field["value"] for field in login.entry.step["fields"]] == ["", ""]


# --- the password form -------------------------------------------------------------------------------------------


def test_the_rules_are_open_until_a_password_is_typed_and_then_show_what_is_missing(password, sent):
    form = forms.PasswordForm(print, POLICY)
    assert [field["hint"] for field in form.entry.step["fields"]] == [checklist(POLICY), ""]
    assert "cognito-met" not in checklist(POLICY)
    hint = ask(form, "hint", new_password="abcdefgh")["answer"]
    assert "<i>missing: </i>a number" in hint and "<i>met: </i>8 to 256 characters" in hint
    ask(form, "hint", new_password=password)
    assert password not in json.dumps([widgets.Widget.get_manager_state(), sent])


# --- the form for a first login ----------------------------------------------------------------------------------

FIRST, SECOND = ["E-mail", "Temporary password"], ["New password", "Repeat the password"]


class FirstLogin:
    """A form with functions that know one temporary password; `calls` has what they were given."""

    def __init__(self, tokens: dict[str, str]) -> None:
        self.temporary, self.chosen = new_password(), new_password()
        self.challenge: Any = {"ChallengeName": "NEW_PASSWORD_REQUIRED", "Session": secrets.token_urlsafe(300)}
        self.answer: Any = {"AuthenticationResult": tokens}
        self.calls: list[Any] = []
        self.form = forms.FirstLoginForm(self.log_in, self.choose, POLICY, email=EMAIL)

    def log_in(self, email: str, password: str) -> Any:
        self.calls.append((email, password))
        if password != self.temporary:
            raise refusal("Incorrect username or password.")
        return self.challenge

    def choose(self, challenge: Any, new_password: str) -> Any:
        self.calls.append((challenge, new_password))
        return self.answer

    def enter(self, password: str = "") -> dict[str, Any]:
        return ask(self.form, "submit", email=EMAIL, password=password or self.temporary)

    def set_password(self) -> dict[str, Any]:
        return ask(self.form, "submit", new_password=self.chosen, repeat=self.chosen)


@pytest.fixture
def first(sent, tokens) -> FirstLogin:
    return FirstLogin(tokens)


def test_a_temporary_password_leads_to_a_new_one_and_that_to_tokens(first, tokens):
    assert first.enter(new_password())["refused"] == "Incorrect username or password."
    assert labels(first.form) == FIRST
    assert first.enter() == {"answer": None}
    assert first.enter()["code"].startswith("TypeError"), "these values are for a step that is over"
    assert labels(first.form) == SECOND and first.form.tokens is None
    assert first.set_password() == {"answer": None}
    assert labels(first.form) == [] and first.form.tokens == tokens
    assert first.form.entry.said == f"You are logged in as {EMAIL}."
    assert first.calls[1:] == [(EMAIL, first.temporary), (first.challenge, first.chosen)]


def test_a_permanent_password_logs_in_at_once(first, tokens):
    first.challenge = first.answer
    first.enter()
    assert first.form.tokens == tokens and len(first.calls) == 1


def test_another_challenge_or_nothing_instead_of_an_answer_is_reported(first):
    first.enter()
    for first.answer, message in (
        ({"ChallengeName": "SOFTWARE_TOKEN_MFA"}, "one more step, SOFTWARE_TOKEN_MFA"),
        (None, "choose returned no tokens"),
    ):
        assert message in first.set_password()["refused"]
    first.form.forget()
    first.challenge = {"ChallengeName": "SMS_MFA"}
    assert "one more step, SMS_MFA" in first.enter()["refused"]
    first.challenge = None
    assert "End it with: return cognito.admin_initiate_auth(...)" in first.enter()["refused"]


# --- the forms with a code from a letter -------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [forms.SignUpForm, forms.ForgotPasswordForm])
def test_another_code_can_be_sent_and_another_address_typed(kind, password):
    answers = iter([None, None, refusal("Attempt limit exceeded")])

    def send(email, *_):
        if error := next(answers):
            raise error

    def check(email, code, *_):
        raise refusal(f"{code} is wrong")

    resend = {"resend": send} if kind is forms.SignUpForm else {}
    form = kind(send, check, policy=POLICY, mail=widgets.Label, email=EMAIL, **resend)
    twice = {"new_password": password, "repeat": password}
    form.submit(email=EMAIL, **(twice if resend else {}))
    assert ask(form, "submit", code="12345x", **({} if resend else twice))["refused"] == "••• is wrong"
    for said in ("This is a new code. The old one no longer works.", "Attempt limit exceeded"):
        form.another_code.click()
        assert (form.entry.said, labels(form)[0]) == (said, "Code from the e-mail")
    form.start_again.click()
    assert form.entry.said == "" and form.entry.step["fields"][0]["value"] == EMAIL


# --- the forms with a passkey ------------------------------------------------------------------------------------

SITE = {"rp": {"id": "localhost"}, "user": {"id": "YWRh"}, "pubKeyCredParams": [{"alg": -7}]}


def challenge_for(site: str, **more: Any) -> dict[str, Any]:
    parameters = {"CREDENTIAL_REQUEST_OPTIONS": json.dumps({"rpId": site, "challenge": "YQ"})}
    return {"ChallengeName": "WEB_AUTHN", "Session": "s" * 30, "ChallengeParameters": parameters, **more}


def test_a_passkey_is_made_and_used_by_the_page_or_by_the_device_that_pretends(tokens):
    device, given = Authenticator(), []
    register = forms.RegisterPasskeyForm(lambda: {**SITE, "challenge": "YQ"}, given.append, pretend=device)
    assert ask(register, "ask")["answer"]["rp"] == {"id": "localhost"} and not device.keys
    register.pretend.value = True
    assert ask(register, "ask") == {"answer": None} and labels(register) == []
    assert given[0]["id"] == device.keys[0].id and "The passkey is registered." in register.entry.said

    asked = challenge_for("localhost")
    log_in = forms.PasskeyLoginForm(lambda email: asked, lambda *it: given.append(it) or tokens, pretend=device)
    assert json.dumps(ask(log_in, "ask", email=EMAIL)["answer"]) == '{"rpId": "localhost", "challenge": "YQ"}'
    assert ask(log_in, "submit", credential='{"id": "a"}') == {"answer": None}
    assert given[1] == (asked, {"id": "a"}) and log_in.tokens == tokens
    log_in.somebody_else.click()
    log_in.pretend.value = True
    assert ask(log_in, "ask", email=EMAIL) == {"answer": None} and log_in.tokens == tokens
    assert given[2][1]["id"] == device.keys[0].id and f"You are logged in as {EMAIL}." in log_in.entry.said


@pytest.mark.parametrize(
    "answer, told",
    [
        (challenge_for("example.com"), "SecurityError: a page of http://localhost cannot use passkeys for"),
        (challenge_for("localhost"), "NotAllowedError: this device has no passkey"),
        ({"ChallengeName": "SELECT_CHALLENGE", "AvailableChallenges": ["EMAIL_OTP"]}, "It offers: EMAIL_OTP."),
        (None, "ask returned no challenge."),
    ],
)
def test_a_login_without_a_passkey_says_why(answer, told):
    form = forms.PasskeyLoginForm(lambda email: answer, print, pretend=Authenticator())
    form.pretend.value = True
    assert told in ask(form, "ask", email=EMAIL)["refused"] and form.tokens is None


# --- the form to clean up ----------------------------------------------------------------------------------------


class Account:
    """Two user pools, functions that find and remove them, and a form with these functions."""

    def __init__(self) -> None:
        bob = {**POOL, "Id": "us-east-1_bob", "Name": "<img src=x>"}
        self.pools = [{**POOL, "EstimatedNumberOfUsers": 2}, {**bob, "EstimatedNumberOfUsers": 1}]
        self.removals, self.trouble, self.notes = 0, "", ["Searched: <here>."]
        self.form = forms.CleanUpForm(self.find, self.remove, lambda: self.notes)

    def find(self) -> Iterator[dict[str, Any]]:
        return iter(self.pools)

    def remove(self) -> None:
        self.removals += 1
        self.pools = self.pools[1:] if self.trouble else []
        if self.trouble:
            raise CleanUpError(self.trouble)


@pytest.fixture
def account() -> Account:
    return Account()


def test_the_pools_are_listed_and_none_is_removed(account):
    assert labels(account.form) and account.removals == 0
    assert "<code>us-east-1_ada</code> cognito-lab-ada, created 2026-11-23, 2 users<" in account.form.head.value
    assert "<code>us-east-1_bob</code> &lt;img src=x&gt;, created 2026-11-23, 1 user<" in account.form.head.value


@pytest.mark.parametrize("word", ["yes", "", "delete it", "DELETED"])
def test_another_word_removes_nothing(account, word):
    assert account.form.submit(word=word)["refused"] == f'"{word}" is not "delete". Nothing was deleted.'
    assert labels(account.form) and account.removals == 0


def test_what_is_left_is_shown_with_the_reason_and_can_be_removed_later(account):
    account.trouble = "Left: us-east-1_bob: you lack the IAM permission."
    assert account.form.submit(word="delete")["refused"] == account.trouble
    assert "us-east-1_bob" in account.form.head.value and "us-east-1_ada" not in account.form.head.value
    account.trouble = ""
    account.form.submit(word="Delete")
    assert account.form.entry.said == "Deleted: us-east-1_bob. Nothing is left to delete."


def test_notes_are_shown_before_and_after_and_are_up_to_date(account):
    assert "<p>Searched: &lt;here&gt;.</p>" in account.form.head.value
    account.notes = ["Searched: there."]
    account.form.submit(word="delete")
    assert [child.value for child in account.form.children[2:]] == ["<p>Searched: there.</p>"]


def test_an_account_without_pools_has_nothing_to_remove():
    form = forms.CleanUpForm(list, print)
    assert labels(form) == [] and form.entry.said == "Nothing is left to delete."
