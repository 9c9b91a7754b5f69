"""Every lesson in a real JupyterLab and a real Chromium: opened, run, and its forms used as a person uses them.

Fields and buttons are found by their labels, as a screen reader finds them.
"""

from __future__ import annotations

import re
import secrets

import pytest
from playwright.sync_api import expect

from tests.conftest import new_password
from tests.support.forms_in_use import (
    EMAIL,
    begin,
    expect_logged_in,
    expect_password_set,
    expect_refusal,
    expect_tokens,
    fill_in,
    submit,
)
from tests.support.looks import trouble_with
from tests.support.open_lessons import (
    LESSONS,
    PAGES,
    each,
    each_login_form,
    each_password_form,
    forms_of,
    of_lessons,
    one_login_form,
    one_password_form,
)
from tests.support.qr_codes import files_with, path_drawn_for, shown_in
from tests.support.saved import found_when_saved
from tests.support.sentinels import new_sentinel

NO_ANSWER = re.compile("Cognito did not answer|The server does not answer at http://127.0.0.1:")

# --- the lessons -------------------------------------------------------------------------------------------------


@of_lessons(LESSONS)
def test_a_lesson_runs_from_top_to_bottom(lesson, picture):
    name = lesson.notebook.path.name
    assert lesson.notebook.errors() == []
    assert lesson.page.trouble == []
    expect(lesson.notebook.forms()).to_have_count(len(forms_of(name)))
    picture(lesson.page, f"lesson-{name[:2]}")


# --- choosing a password -----------------------------------------------------------------------------------------


@one_password_form
def test_a_password_form_asks_for_what_is_missing(lesson, number, shot):
    form = lesson.form(number)
    shot(form, "asking")
    form.get_by_role("button", name="Set password").click()
    expect_refusal(form, "Type a new password.", then="New password")
    form.get_by_label("New password").fill(new_password())
    form.get_by_role("button", name="Set password").click()
    expect_refusal(form, "Repeat the password.", then="Repeat the password")
    submit(form, new_password(), new_password())
    expect_refusal(form, "The two are not the same. Type both again.", then="New password")
    shot(form, "differ")
    assert lesson.calls() == []


@each_password_form
def test_a_password_that_breaks_a_rule_is_refused_and_another_is_set(lesson, number, shot):
    form, weak, chosen = lesson.form(number), secrets.token_hex(8), new_sentinel()
    with lesson.notebook.kernel_stopped():  # so that two questions wait for their answers: the rules, and this
        submit(form, weak)
    expect_refusal(form, "Password did not conform with policy", then="New password")
    expect(form.get_by_role("alert")).to_contain_text("InvalidPasswordException")
    expect(form.get_by_role("listitem").filter(has_text="missing: an uppercase letter")).to_be_visible()
    expect(form.get_by_label("New password")).to_have_value("")
    shot(form, "refused")
    submit(form, chosen)
    expect_password_set(form)
    shot(form, "set")
    assert lesson.calls() == ["AdminSetUserPassword"] * 2
    assert found_when_saved(lesson.notebook, [weak, chosen]) == []


@one_password_form
def test_enter_sets_the_password(lesson, number):
    form = lesson.form(number)
    fill_in(form, new_sentinel())
    form.get_by_label("Repeat the password").press("Enter")
    expect_password_set(form)
    assert lesson.calls() == ["AdminSetUserPassword"]


@one_password_form
def test_a_password_chosen_while_the_kernel_cannot_hear_is_set_as_it_was_typed_and_not_saved(lesson, number):
    form, password = lesson.form(number), new_sentinel()
    with lesson.notebook.kernel_stopped():
        fill_in(form, password)
        assert found_when_saved(lesson.notebook, [password]) == []
        form.get_by_role("button", name="Set password").click()
        expect(form.get_by_role("button", name="Setting the password…")).to_be_disabled()
        assert found_when_saved(lesson.notebook, [password]) == []
    expect_password_set(form)
    assert lesson.calls() == ["AdminSetUserPassword"]
    assert lesson.lets_in(password)
    assert found_when_saved(lesson.notebook, [password]) == []


@one_password_form
def test_a_second_click_while_a_password_is_set_does_nothing(lesson, number, shot):
    form = lesson.form(number)
    fill_in(form, new_sentinel())
    with lesson.held():
        form.get_by_role("button", name="Set password").dblclick()
        expect(form.get_by_role("button", name="Setting the password…")).to_be_disabled()
        expect(form.get_by_label("New password")).to_be_disabled()
        shot(form, "busy")
        form.get_by_role("button").first.click(force=True)
    expect_password_set(form)
    assert lesson.calls() == ["AdminSetUserPassword"]


@one_password_form
def test_a_cognito_that_stops_while_a_password_is_set_is_said(lesson, number, shot):
    form = lesson.form(number)
    with lesson.unplugged():
        submit(form, new_sentinel())
        expect_refusal(form, NO_ANSWER, then="New password")
        shot(form, "no-answer")
    submit(form, new_sentinel())
    expect_password_set(form)


# --- logging in --------------------------------------------------------------------------------------------------


@pytest.fixture
def login(lesson, number):
    """A login form, with the e-mail in it; `login.password` is the right password, new for each test."""
    password = new_sentinel()
    lesson.set_password(password)
    form = lesson.form(number)
    form.password = password
    form.get_by_label("E-mail").fill(EMAIL)
    return form


@each_login_form
def test_a_wrong_password_is_refused_and_the_right_one_logs_in(login, lesson, shot):
    wrong = new_sentinel()
    shot(login, "asking")
    submit(login, wrong)
    expect_refusal(login, "Incorrect username or password.", then="Password")
    expect(login.get_by_label("E-mail")).to_have_value(EMAIL)
    expect(login.get_by_label("Password")).to_have_value("")
    shot(login, "refused")
    submit(login, login.password)
    expect_tokens(login)
    expect(login.get_by_text("token_use", exact=True).first).to_be_visible()
    shot(login, "logged-in")
    assert found_when_saved(lesson.notebook, [wrong, login.password]) == []


@one_login_form
def test_a_login_form_asks_for_what_is_missing(login, lesson):
    login.get_by_label("E-mail").fill("")
    login.get_by_role("button", name="Log in").click()
    expect_refusal(login, "Type your e-mail.", then="E-mail")
    login.get_by_label("E-mail").fill(EMAIL)
    login.get_by_role("button", name="Log in").click()
    expect_refusal(login, "Type your password.", then="Password")
    assert lesson.calls() == []


@one_login_form
@pytest.mark.parametrize("where", ["E-mail", "Password"])
def test_enter_logs_in(login, where):
    login.get_by_label("Password").fill(login.password)
    login.get_by_label(where).press("Enter")
    expect_tokens(login)


@one_login_form
def test_a_login_while_the_kernel_cannot_hear_goes_on_with_what_was_typed_and_not_saved(login, lesson):
    with lesson.notebook.kernel_stopped():
        fill_in(login, login.password)
        assert found_when_saved(lesson.notebook, [login.password]) == []
        login.get_by_role("button", name="Log in").click()
        expect(login.get_by_role("button", name="Logging in…")).to_be_disabled()
        assert found_when_saved(lesson.notebook, [login.password]) == []
        login.get_by_role("button").click(force=True)
    expect_tokens(login)
    assert found_when_saved(lesson.notebook, [login.password]) == []


@one_login_form
def test_a_second_click_while_busy_does_nothing(login, lesson, shot):
    login.get_by_label("Password").fill(login.password)
    with lesson.held():
        login.get_by_role("button", name="Log in").dblclick()
        expect(login.get_by_role("button", name="Logging in…")).to_be_disabled()
        expect(login.get_by_label("Password")).to_be_disabled()
        expect(login.get_by_label("Password")).to_have_value("")
        shot(login, "busy")
        login.get_by_role("button").first.click(force=True)
    expect_tokens(login)
    assert len(lesson.calls()) == len(set(lesson.calls())), "each call of a login was made once"


@each_login_form
def test_a_cognito_that_stops_in_mid_login_is_said(login, lesson, shot):
    with lesson.unplugged():
        submit(login, login.password)
        expect_refusal(login, NO_ANSWER, then="Password")
        shot(login, "no-answer")
    submit(login, login.password)
    expect_tokens(login)


@each("LoginForm")
def test_the_password_chosen_in_the_lesson_logs_in(lesson, number):
    """As the lesson tells you: choose one in the form above, then use it."""
    chosen = new_sentinel()
    above = lesson.form(0)
    submit(above, chosen)
    expect_password_set(above)
    form = lesson.form(number)
    form.get_by_label("E-mail").fill(EMAIL)
    submit(form, chosen)
    expect_tokens(form)


# --- the page of lesson 04 ---------------------------------------------------------------------------------------


@pytest.fixture
def password(lesson):
    """The user's password, new for each test."""
    chosen = new_sentinel()
    lesson.set_password(chosen)
    return chosen


def use_the_page(page, password, shot, name):
    expect(page.get_by_role("button", name="Log in")).to_be_enabled()
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Password", exact=True).fill(new_sentinel())
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("alert")).to_have_text("Incorrect username or password.")
    expect(page.get_by_label("Password", exact=True)).to_have_value("")
    shot(f"{name}-refused")
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_label("Password", exact=True).press("Enter")
    expect(page.get_by_role("heading", name="You are logged in")).to_be_visible()
    shot(f"{name}-logged-in")


@of_lessons(PAGES)
def test_the_page_works_in_its_frame_in_the_lesson(lesson, password, picture):
    frame = lesson.page.locator("iframe")
    frame.scroll_into_view_if_needed()
    use_the_page(frame.content_frame, password, lambda name: picture(frame, name), "page-in-lesson")


@of_lessons(PAGES)
def test_the_page_works_in_a_window_of_its_own(lesson, password, picture):
    alone = lesson.page.context.new_page()
    alone.goto(lesson.page.locator("iframe").get_attribute("src"))
    assert alone.evaluate("location.origin") != lesson.page.evaluate("location.origin")
    use_the_page(alone, password, lambda name: picture(alone, name), "page-alone")
    alone.close()


# --- lesson 07 ---------------------------------------------------------------------------------------------------


@pytest.fixture
def lesson_07(lesson):
    return lesson.notebook


in_lesson_07 = of_lessons(["07_first_login_and_mfa.ipynb"])


@in_lesson_07
def test_the_qr_code_is_what_an_authenticator_app_wants_and_is_not_saved(jupyter, lesson_07, scan):
    secret = lesson_07.in_kernel("", "secret")
    address = f"otpauth://totp/Cognito%20lessons%3Anew%40example.com?secret={secret}&issuer=Cognito%20lessons"
    assert scan(shown_in(lesson_07).get_by_role("img"))["text"] == address
    lesson_07.save()
    assert files_with(jupyter.folder, secret, path_drawn_for(address)) == []


@pytest.fixture
def form(lesson_07):
    """The form for a first login, at the beginning. `.temporary` is what the form before it has just set."""
    administrator, form = lesson_07.forms().nth(0), lesson_07.forms().nth(1)
    form.temporary = new_sentinel()
    submit(begin(administrator), form.temporary)
    expect_password_set(administrator)
    if start_again(form).is_visible():
        start_again(form).click()
    begin(form)
    expect(form.get_by_label("Temporary password")).to_be_visible()
    return form


def start_again(form):
    return form.get_by_role("button", name="Start again")


def choose(form, password, repeat=None):
    form.get_by_label("New password").fill(password)
    form.get_by_label("Repeat the password").fill(password if repeat is None else repeat)


def set_password(form, password, repeat=None):
    choose(form, password, repeat)
    form.get_by_role("button", name="Set password").click()


@in_lesson_07
def test_a_person_goes_through_the_first_login(form, picture):
    picture(form, "first-login-asking")
    submit(form, new_sentinel())
    expect_refusal(form, "Incorrect username or password.", then="Temporary password")
    submit(form, form.temporary)
    expect(form.get_by_label("New password")).to_be_focused()
    expect(form.get_by_label("E-mail")).to_have_count(0)
    set_password(form, new_sentinel(), new_sentinel())
    expect_refusal(form, "The two are not the same. Type both again.", then="New password")
    set_password(form, secrets.token_hex(8))
    expect_refusal(form, "Password did not conform with policy", then="New password")
    expect(form.get_by_role("listitem").filter(has_text="missing: an uppercase letter")).to_be_visible()
    picture(form, "first-login-refused")
    set_password(form, new_sentinel())
    expect_logged_in(form)
    picture(form, "first-login-done")


@in_lesson_07
def test_enter_goes_all_the_way_through_the_first_login(form):
    fill_in(form, form.temporary)
    form.get_by_label("Temporary password").press("Enter")
    choose(form, new_sentinel())
    form.get_by_label("Repeat the password").press("Enter")
    expect_logged_in(form)


@in_lesson_07
def test_an_old_challenge_is_refused_and_leads_back(form, lesson_07):
    """An administrator sets another temporary password meanwhile."""
    submit(form, form.temporary)
    expect(form.get_by_label("New password")).to_be_visible()
    temporary = new_sentinel()
    lesson_07.in_kernel(f"set_temporary_password({temporary!r})")
    set_password(form, new_sentinel())
    expect_refusal(form, "Invalid session for the user", then="New password")
    start_again(form).click()
    expect(form.get_by_label("E-mail")).to_have_value(EMAIL)
    submit(form, temporary)
    set_password(form, new_sentinel())
    expect_logged_in(form)


@in_lesson_07
def test_jupyterlab_saves_nothing_of_a_first_login(form, lesson_07):
    passwords = [form.temporary, new_sentinel(), new_sentinel()]
    session = lesson_07.in_kernel("", "challenge['Session']")  # of the cells; the form's is of the same kind
    with lesson_07.kernel_stopped():
        fill_in(form, form.temporary)
        assert found_when_saved(lesson_07, passwords) == []
        form.get_by_role("button").click()
        assert found_when_saved(lesson_07, passwords) == []
    expect(form.get_by_label("New password")).to_be_visible()
    with lesson_07.kernel_stopped():
        choose(form, passwords[1])
        assert found_when_saved(lesson_07, passwords) == []
    set_password(form, passwords[2])
    expect_logged_in(form)
    assert found_when_saved(lesson_07, [*passwords, session]) == []


@in_lesson_07
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_both_steps_are_legible_and_fit(form, lesson_07, theme, picture):
    lesson_07.use_theme(theme)
    trouble = []

    def look(step):
        for width in (1280, 800):
            lesson_07.page.set_viewport_size({"width": width, "height": 900})
            form.scroll_into_view_if_needed()
            picture(form, f"first-login-{step}-{theme}-{width}")
            trouble.extend(trouble_with(form, f"{step}, {width}"))

    look("first")
    submit(form, form.temporary)
    set_password(form, secrets.token_hex(8))
    expect_refusal(form, "Password did not conform with policy", then="New password")
    look("second")
    assert trouble == []
