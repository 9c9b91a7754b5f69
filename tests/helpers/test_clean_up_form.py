"""The form that removes what the lessons made."""

from __future__ import annotations

from datetime import datetime

import pytest

from helpers import forms
from helpers.errors import CleanUpError


def pool(name="cognito-lab-ada", users=2):
    made = datetime(2026, 11, 23, 12)
    return {"Id": f"us-east-1_{name[-3:]}", "Name": name, "CreationDate": made, "EstimatedNumberOfUsers": users}


@pytest.fixture
def account():
    """Two user pools, and what a form does with them."""

    class Account:
        pools, removals, trouble = [pool(), pool("cognito-lab-bob", users=1)], 0, None

        def find(self):
            return iter(self.pools)

        def remove(self):
            self.removals += 1
            if self.trouble:
                self.pools = self.pools[1:]
                raise self.trouble
            self.pools = []

    return Account()


@pytest.fixture
def form(account):
    return forms.CleanUpForm(account.find, account.remove)


def is_asking(form):
    return bool(form.entry.step)


def test_it_shows_what_would_go_and_removes_nothing(form, account):
    assert is_asking(form) and account.removals == 0
    assert "<code>us-east-1_ada</code> cognito-lab-ada, made 2026-11-23, 2 users" in form.head.value
    assert "<code>us-east-1_bob</code> cognito-lab-bob, made 2026-11-23, 1 user<" in form.head.value


@pytest.mark.parametrize("word", ["yes", "", "delete it", "DELETED"])
def test_any_other_word_removes_nothing_and_is_told(form, account, word):
    assert form.submit(word=word)["refused"] == f'"{word}" is not "delete". Nothing was removed.'
    assert is_asking(form) and account.removals == 0


@pytest.mark.parametrize("word", ["delete", "Delete"])
def test_the_word_removes_all_of_it_and_the_form_looks_again(form, account, word):
    assert "refused" not in form.submit(word=word)
    assert account.removals == 1 and not is_asking(form)
    assert "us-east-1_ada, us-east-1_bob: gone. Nothing of the lessons is left." in form.head.value


def test_what_is_left_is_shown_with_the_reason_and_can_be_tried_again(form, account):
    account.trouble = CleanUpError("Left is us-east-1_bob: you lack the IAM permission.")
    assert form.submit(word="delete")["refused"] == "Left is us-east-1_bob: you lack the IAM permission."
    assert is_asking(form)
    assert "us-east-1_bob" in form.head.value and "us-east-1_ada" not in form.head.value
    account.trouble = None
    form.submit(word="delete")
    assert "us-east-1_bob: gone." in form.head.value


def test_where_nothing_is_there_it_says_so(account):
    account.pools = []
    form = forms.CleanUpForm(account.find, account.remove)
    assert not is_asking(form) and ">Nothing of the lessons is left." in form.head.value


def test_a_name_cannot_become_html(account):
    account.pools = [pool("<img src=x>")]
    assert "<img" not in forms.CleanUpForm(account.find, account.remove).head.value


def test_without_widgets_one_steady_line_is_seen(form):
    assert repr(form) == "A form to clean up. Run this cell to see it."
