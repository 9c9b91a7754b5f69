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
    (lambda call: forms.RegisterPasskeyForm(call, call), "A form to register a passkey."),
    (lambda call: forms.PasskeyLoginForm(call, call), "A form to log in with a passkey."),
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
    assert set(entry.keys) - of_anywidget - set(widgets.DOMWidget().keys) - {"_css"} <= {"step", "pool_name"}
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


@pytest.fixture
def login(password, tokens) -> forms.LoginForm:
    """A login form whose function knows one password."""

    def log_in(email, typed):
        if typed != password:
            raise refusal("Incorrect username or password.")
        return tokens

    return forms.LoginForm(log_in, email=EMAIL)


def test_the_right_password_shows_masked_tokens_and_somebody_else_an_empty_form(login, password, tokens, sent):
    assert ask(login, "submit", email=EMAIL, password=password) == {"answer": None}
    assert labels(login) == [] and login.tokens == tokens
    assert f'role="status">You are logged in as {EMAIL}.</div>' in login.head.value
    state = json.dumps([widgets.Widget.get_manager_state(), sent], ensure_ascii=False)
    for token in tokens.values():
        assert mask(token) in state and token not in state
    login.somebody_else.click()
    assert login.tokens is None and "You are logged in" not in login.head.value
    assert [field["value"] for field in login.entry.step["fields"]] == ["", ""]


def test_a_cell_can_do_what_the_button_does(login, password):
    told = {"refused": "Incorrect username or password.", "code": "Refused"}
    assert login.submit(email=EMAIL, password=password + "x") == told
    assert login.tokens is None and labels(login) == ["E-mail", "Password"]
    login.submit(email=EMAIL, password=password)
    assert login.tokens


def test_an_e_mail_cannot_become_html(login, password):
    login.submit(email="<img src=x>", password=password)
    assert "logged in as &lt;img src=x&gt;." in login.head.value


# --- the password form -------------------------------------------------------------------------------------------


def test_the_rules_are_open_until_a_password_is_typed_and_then_show_what_is_missing(password, sent):
    form = forms.PasswordForm(print, POLICY)
    assert [field["hint"] for field in form.entry.step["fields"]] == [checklist(POLICY), ""]
    assert "cognito-met" not in checklist(POLICY)
    hint = ask(form, "hint", new_password="abcdefgh")["answer"]
    assert "<i>missing: </i>a number" in hint and "<i>met: </i>8 to 256 characters" in hint
    ask(form, "hint", new_password=password)
    assert password not in json.dumps([widgets.Widget.get_manager_state(), sent])


def test_a_password_is_set_once_if_it_is_typed_twice(password):
    calls = []
    form = forms.PasswordForm(calls.append, POLICY)
    told = ask(form, "submit", new_password=password, repeat=password + "x")
    assert told == {"refused": "The two passwords are not the same. Type both again.", "code": ""}
    assert labels(form) == ["New password", "Repeat the password"] and calls == []
    assert ask(form, "submit", new_password=password, repeat=password) == {"answer": None}
    assert labels(form) == [] and calls == [password]
    assert 'role="status">The password is set.' in form.head.value
    form.another.click()
    assert labels(form) and "The password is set." not in form.head.value


# --- the form for a first login ----------------------------------------------------------------------------------

FIRST, SECOND = ["E-mail", "Temporary password"], ["New password", "Repeat the password"]


class FirstLogin:
    """A form with functions that know one temporary password; `calls` has what they were given."""

    def __init__(self, tokens: dict[str, str]) -> None:
        self.temporary, self.chosen = new_password(), new_password()
        self.challenge: Any = {"ChallengeName": "NEW_PASSWORD_REQUIRED", "Session": secrets.token_urlsafe(300)}
        self.answer: Any = {"AuthenticationResult": tokens}
        self.refuse, self.calls = "", []
        self.form = forms.FirstLoginForm(self.log_in, self.choose, POLICY, email=EMAIL)

    def log_in(self, email: str, password: str) -> Any:
        self.calls.append((email, password))
        if password != self.temporary:
            raise refusal("Incorrect username or password.")
        return self.challenge

    def choose(self, challenge: Any, new_password: str) -> Any:
        self.calls.append((challenge, new_password))
        if self.refuse:
            raise refusal(self.refuse)
        return self.answer

    def enter(self, password: str = "") -> dict[str, Any]:
        return ask(self.form, "submit", email=EMAIL, password=password or self.temporary)

    def set_password(self, repeat: str = "") -> dict[str, Any]:
        return ask(self.form, "submit", new_password=self.chosen, repeat=repeat or self.chosen)


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
    assert f"You are logged in as {EMAIL}." in first.form.head.value
    assert first.calls[1:] == [(EMAIL, first.temporary), (first.challenge, first.chosen)]


def test_a_permanent_password_logs_in_at_once(first, tokens):
    first.challenge = first.answer
    first.enter()
    assert first.form.tokens == tokens and len(first.calls) == 1


def test_a_new_password_that_differs_or_is_refused_can_be_typed_again_for_the_same_challenge(first):
    first.enter()
    assert "not the same" in first.set_password(repeat=new_password())["refused"]
    assert len(first.calls) == 1
    first.refuse = "Password did not conform with policy: Password not long enough"
    assert first.set_password()["refused"] == first.refuse
    assert labels(first.form) == SECOND
    first.refuse = ""
    first.set_password()
    assert first.form.tokens and [given for given, _ in first.calls[1:]] == [first.challenge] * 2


def test_a_challenge_that_has_expired_has_a_way_back(first):
    first.enter()
    assert first.form.start_again in first.form.children
    first.refuse = "Invalid session for the user, session is expired."
    assert first.set_password()["refused"] == first.refuse
    first.form.start_again.click()
    assert labels(first.form) == FIRST
    assert first.form.entry.step["fields"][0]["value"] == EMAIL
    first.refuse = ""
    first.enter()
    first.set_password()
    assert first.form.tokens and first.form.start_again not in first.form.children


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


def test_no_password_session_or_token_of_a_first_login_is_in_a_widget_or_sent_to_the_page(first, sent, tokens):
    first.enter()
    state = json.dumps(widgets.Widget.get_manager_state(), ensure_ascii=False)
    first.refuse = f"bad password: {first.chosen}"
    first.set_password()
    first.refuse = ""
    first.set_password()
    state += json.dumps([widgets.Widget.get_manager_state(), sent], ensure_ascii=False)
    for secret in (first.temporary, first.chosen, first.challenge["Session"], *tokens.values()):
        assert secret not in state
    assert "Choose a password of your own" in state and "bad password: •••" in state


# --- the forms with a code from a letter -------------------------------------------------------------------------

ASK_FOR_CODE = ["Code from the e-mail"]


class Recovery:
    """Both forms, with functions that know one code; `calls` has what they were given."""

    def __init__(self) -> None:
        self.code, self.chosen = str(secrets.randbelow(900_000) + 100_000), new_password()
        self.refuse, self.calls = "", []
        mail = {"policy": POLICY, "mail": widgets.Label}
        self.sign_up = forms.SignUpForm(self.send, self.check, resend=self.send, **mail, email=EMAIL)
        self.forgot = forms.ForgotPasswordForm(self.send, self.check, **mail, email=EMAIL)

    def send(self, *given: str) -> None:
        self.calls.append(given)
        if self.refuse:
            raise refusal(self.refuse)

    def check(self, email: str, code: str, *new_password: str) -> None:
        self.calls.append((email, code, *new_password))
        if code != self.code:
            raise refusal(f"{code} is wrong")


@pytest.fixture
def recovery(sent) -> Recovery:
    return Recovery()


def test_signing_up_asks_for_a_code_and_shows_the_letter(recovery):
    form, twice = recovery.sign_up, {"new_password": recovery.chosen, "repeat": recovery.chosen}
    assert "not the same" in ask(form, "submit", email=EMAIL, **{**twice, "repeat": "x"})["refused"]
    assert recovery.calls == []
    assert ask(form, "submit", email=EMAIL, **twice) == {"answer": None}
    assert labels(form) == ASK_FOR_CODE
    assert [child.value for child in form.children if isinstance(child, widgets.Label)] == [EMAIL]
    assert ask(form, "submit", code="12345x")["refused"] == "••• is wrong"
    assert labels(form) == ASK_FOR_CODE
    assert ask(form, "submit", code=recovery.code) == {"answer": None}
    assert labels(form) == [] and f"The account {EMAIL} is confirmed." in form.head.value
    assert recovery.calls == [(EMAIL, recovery.chosen), (EMAIL, "12345x"), (EMAIL, recovery.code)]
    form.start_again.click()
    assert labels(form) == ["E-mail", *SECOND] and form.entry.step["fields"][0]["value"] == ""


def test_a_forgotten_password_is_replaced_with_the_code(recovery):
    form, twice = recovery.forgot, {"new_password": recovery.chosen, "repeat": recovery.chosen}
    assert ask(form, "submit", email=EMAIL) == {"answer": None}
    assert labels(form) == [*ASK_FOR_CODE, *SECOND]
    assert "not the same" in ask(form, "submit", code=recovery.code, **{**twice, "repeat": "x"})["refused"]
    assert ask(form, "submit", code=recovery.code, **twice) == {"answer": None}
    assert labels(form) == [] and "The new password is set." in form.head.value
    assert recovery.calls == [(EMAIL,), (EMAIL, recovery.code, recovery.chosen)]


@pytest.mark.parametrize("name", ["sign_up", "forgot"])
def test_another_code_can_be_sent_and_another_address_typed(recovery, name):
    form, first = getattr(recovery, name), {"email": EMAIL}
    if name == "sign_up":
        first.update(new_password=recovery.chosen, repeat=recovery.chosen)
    form.submit(**first)
    form.another_code.click()
    assert recovery.calls[1:] == [(EMAIL,)] and "This is a new code." in form.head.value
    recovery.refuse = "<b>Attempt limit exceeded"
    form.another_code.click()
    assert "&lt;b&gt;Attempt limit exceeded" in form.head.value and labels(form)[:1] == ASK_FOR_CODE
    form.start_again.click()
    assert "limit" not in form.head.value and form.entry.step["fields"][0]["value"] == EMAIL


def test_no_code_and_no_password_is_in_a_widget_or_sent_to_the_page(recovery, sent):
    recovery.sign_up.submit(email=EMAIL, new_password=recovery.chosen, repeat=recovery.chosen)
    recovery.forgot.submit(email=EMAIL)
    right, recovery.code = recovery.code, ""
    told = ask(recovery.sign_up, "submit", code=right)
    assert ask(recovery.forgot, "submit", code=right, new_password=recovery.chosen, repeat=recovery.chosen) == told
    recovery.code = right
    recovery.sign_up.submit(code=right)
    recovery.forgot.submit(code=right, new_password=recovery.chosen, repeat=recovery.chosen)
    state = json.dumps([widgets.Widget.get_manager_state(), sent, told], ensure_ascii=False)
    assert right not in state and recovery.chosen not in state and "••• is wrong" in state


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
    assert given[0]["id"] == device.keys[0].id and "The passkey is registered." in register.head.value

    asked = challenge_for("localhost")
    log_in = forms.PasskeyLoginForm(lambda email: asked, lambda *it: given.append(it) or tokens, pretend=device)
    assert json.dumps(ask(log_in, "ask", email=EMAIL)["answer"]) == '{"rpId": "localhost", "challenge": "YQ"}'
    assert ask(log_in, "submit", credential='{"id": "a"}') == {"answer": None}
    assert given[1] == (asked, {"id": "a"}) and log_in.tokens == tokens
    log_in.somebody_else.click()
    log_in.pretend.value = True
    assert ask(log_in, "ask", email=EMAIL) == {"answer": None} and log_in.tokens == tokens
    assert given[2][1]["id"] == device.keys[0].id and f"You are logged in as {EMAIL}." in log_in.head.value


@pytest.mark.parametrize(
    "answer, told",
    [
        (challenge_for("example.com"), "SecurityError: a page of http://localhost cannot use passkeys for"),
        (challenge_for("localhost"), "NotAllowedError: this authenticator has no passkey"),
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


@pytest.mark.parametrize("word", ["delete", "Delete"])
def test_the_word_removes_all_pools_and_the_form_lists_them_again(account, word):
    assert account.form.submit(word=word) == {"answer": None}
    assert account.removals == 1 and labels(account.form) == []
    assert ">Deleted: us-east-1_ada, us-east-1_bob. Nothing is left to delete.<" in account.form.head.value


def test_what_is_left_is_shown_with_the_reason_and_can_be_removed_later(account):
    account.trouble = "Left: us-east-1_bob: you lack the IAM permission."
    assert account.form.submit(word="delete")["refused"] == account.trouble
    assert "us-east-1_bob" in account.form.head.value and "us-east-1_ada" not in account.form.head.value
    account.trouble = ""
    account.form.submit(word="delete")
    assert "Deleted: us-east-1_bob." in account.form.head.value


def test_notes_are_shown_before_and_after_and_are_up_to_date(account):
    assert "<p>Searched: &lt;here&gt;.</p>" in account.form.head.value
    account.notes = ["Searched: there."]
    account.form.submit(word="delete")
    assert "<p>Searched: there.</p>" in account.form.head.value and "here&gt;" not in account.form.head.value


def test_an_account_without_pools_has_nothing_to_remove():
    form = forms.CleanUpForm(list, print)
    assert labels(form) == [] and ">Nothing is left to delete.<" in form.head.value
