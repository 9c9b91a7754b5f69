"""The form for a first login, without a browser; tests/test_lessons_in_browser.py has it used by a person."""

from __future__ import annotations

import json
import secrets

import botocore.exceptions
import ipywidgets as widgets
import pytest

from helpers import forms
from tests.conftest import make_newcomer, new_password
from tests.support.forms_in_use import EMAIL, ask

POLICY = {"MinimumLength": 8, "RequireUppercase": True}

# --- without a browser -------------------------------------------------------------------------------------------


@pytest.fixture
def cast(sent):
    """A form with functions that know one temporary password; `calls` has what they were given."""

    class Cast:
        def __init__(self):
            self.temporary, self.chosen = new_password(), new_password()
            self.challenge = {"ChallengeName": "NEW_PASSWORD_REQUIRED", "Session": secrets.token_urlsafe(300)}
            self.tokens = {"AccessToken": secrets.token_urlsafe(300)}
            self.refuse, self.calls = None, []
            self.form = forms.FirstLoginForm(self.log_in, self.choose, POLICY, email=EMAIL)

        def log_in(self, email, password):
            self.calls.append((email, password))
            if password != self.temporary:
                raise refusal("Incorrect username or password.")
            return self.challenge

        def choose(self, challenge, new_password):
            self.calls.append((challenge, new_password))
            if self.refuse:
                raise refusal(self.refuse)
            return {"AuthenticationResult": self.tokens}

        def enter(self, password=None):
            return ask(self.form, "submit", email=EMAIL, password=password or self.temporary)

        def choose_in_form(self, repeat=None):
            return ask(self.form, "submit", new_password=self.chosen, repeat=repeat or self.chosen)

        def labels(self):
            return [field["label"] for field in self.form.entry.step.get("fields", [])]

    return Cast()


def refusal(message):
    return botocore.exceptions.ClientError({"Error": {"Code": "Refused", "Message": message}}, "InitiateAuth")


FIRST, SECOND = ["E-mail", "Temporary password"], ["New password", "Repeat the password"]


def test_a_temporary_password_leads_to_a_new_one_and_that_to_tokens(cast):
    assert cast.labels() == FIRST and cast.form.tokens is None
    assert cast.enter() == {"answer": None}
    assert cast.labels() == SECOND and cast.form.tokens is None
    assert cast.choose_in_form() == {"answer": None}
    assert cast.labels() == [] and cast.form.tokens == cast.tokens
    assert f"You are logged in as {EMAIL}." in cast.form.head.value
    assert cast.calls == [(EMAIL, cast.temporary), (cast.challenge, cast.chosen)]


def test_somebody_who_has_a_permanent_password_is_in_at_once(cast):
    cast.challenge = {"AuthenticationResult": cast.tokens}
    cast.enter()
    assert cast.form.tokens == cast.tokens and len(cast.calls) == 1


def test_a_wrong_temporary_password_is_refused_in_the_first_step(cast):
    assert cast.enter(new_password())["refused"] == "Incorrect username or password."
    assert cast.labels() == FIRST


def test_two_passwords_that_differ_are_not_sent(cast):
    cast.enter()
    assert "not the same" in cast.choose_in_form(repeat=new_password())["refused"]
    assert cast.labels() == SECOND and len(cast.calls) == 1


def test_a_refused_password_can_be_followed_by_another_with_the_same_challenge(cast):
    cast.enter()
    cast.refuse = "Password did not conform with policy: Password not long enough"
    assert cast.choose_in_form()["refused"] == cast.refuse
    assert cast.labels() == SECOND
    cast.refuse = None
    cast.choose_in_form()
    assert cast.form.tokens and [given for given, _ in cast.calls[1:]] == [cast.challenge] * 2


def test_a_challenge_that_has_ended_has_a_way_back(cast):
    cast.enter()
    assert cast.form.start_again in cast.form.children
    cast.refuse = "Invalid session for the user, session is expired."
    assert cast.choose_in_form()["refused"] == cast.refuse
    cast.form.start_again.click()
    assert cast.labels() == FIRST and cast.form.start_again not in cast.form.children
    assert cast.form.entry.step["fields"][0]["value"] == EMAIL
    cast.refuse = None
    cast.enter()
    cast.choose_in_form()
    assert cast.form.tokens and cast.form.start_again not in cast.form.children


def test_another_question_in_the_place_of_either_answer_is_told(cast):
    cast.choose = cast.form._choose = lambda challenge, new_password: {"ChallengeName": "SOFTWARE_TOKEN_MFA"}
    cast.enter()
    assert "one more step, SOFTWARE_TOKEN_MFA" in cast.choose_in_form()["refused"]
    cast.challenge = {"ChallengeName": "SMS_MFA"}
    cast.form.forget()
    assert "one more step, SMS_MFA" in cast.enter()["refused"]


def test_a_function_that_returns_nothing_is_told(cast):
    cast.challenge = None
    assert "End it with: return cognito.admin_initiate_auth(...)" in cast.enter()["refused"]


def test_neither_password_nor_session_nor_token_is_in_a_widget_or_told_to_the_page(cast, sent):
    cast.enter()
    state = json.dumps(widgets.Widget.get_manager_state(), default=str, ensure_ascii=False)
    cast.refuse = f"bad password: {cast.chosen}"
    cast.choose_in_form()
    cast.refuse = None
    cast.choose_in_form()
    state += json.dumps([widgets.Widget.get_manager_state(), sent], default=str, ensure_ascii=False)
    for secret in (cast.temporary, cast.chosen, cast.challenge["Session"], cast.tokens["AccessToken"]):
        assert secret not in state
    assert "Choose a password of your own" in state and "bad password: •••" in state


# --- on the local Cognito ----------------------------------------------------------------------------------------


def test_the_form_goes_through_a_first_login_at_cognito(sent, cognito, make_pool):
    pool = make_pool()
    place = {"UserPoolId": pool.user_pool_id, "ClientId": pool.app_client_id}
    email, temporary = make_newcomer(cognito, pool)

    def log_in(email, password):
        auth = {"USERNAME": email, "PASSWORD": password}
        return cognito.admin_initiate_auth(**place, AuthFlow="ADMIN_USER_PASSWORD_AUTH", AuthParameters=auth)

    def choose(challenge, new_password):
        user_name = challenge["ChallengeParameters"]["USER_ID_FOR_SRP"]
        return cognito.admin_respond_to_auth_challenge(
            **place,
            ChallengeName=challenge["ChallengeName"],
            Session=challenge["Session"],
            ChallengeResponses={"USERNAME": user_name, "NEW_PASSWORD": new_password},
        )

    form, chosen = forms.FirstLoginForm(log_in, choose, POLICY), new_password()
    ask(form, "submit", email=email, password=temporary)
    weak = ask(form, "submit", new_password="weak", repeat="weak")
    assert weak["code"] == "InvalidPasswordException"
    ask(form, "submit", new_password=chosen, repeat=chosen)
    assert set(form.tokens) == {"IdToken", "AccessToken", "RefreshToken"}
    assert "AuthenticationResult" in log_in(email, chosen)
