"""Every lesson in a real JupyterLab and a real Chromium: opened, run, and its forms used as a person uses them.

Fields and buttons are found by their labels, as a screen reader finds them.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from conftest import new_password
from forms_in_use import ALL_FORMS, EMAIL, START, begin, expect_logged_in, expect_password_set, fill_in, submit
from login_page_in_use import answer_for_the_cdn
from playwright.sync_api import expect
from sentinels import new_sentinel

pytest_plugins = ["browser", "jupyter_lab"]

NOTEBOOKS = Path(__file__).parent.parent / "notebooks"
NO_ANSWER = re.compile("Cognito did not answer|The server does not answer at http://127.0.0.1:")


def source_of(lesson: str) -> list[str]:
    """The code cells of a lesson."""
    cells = json.loads((NOTEBOOKS / lesson).read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


def forms_of(lesson: str) -> list[str]:
    """The kinds of form that a lesson shows, in order: `["PasswordForm", "LoginForm"]`."""
    return re.findall(r"^forms\.(\w+Form)\(", "\n".join(source_of(lesson)), re.M)


LESSONS = sorted(path.name for path in NOTEBOOKS.glob("0*.ipynb"))
FORMS = [(lesson, number, kind) for lesson in LESSONS for number, kind in enumerate(forms_of(lesson))]
PAGES = [lesson for lesson in LESSONS if "login_page.Frame(" in "\n".join(source_of(lesson))]

# Runs in a lesson's kernel. Each call to Cognito is written down; it waits while the file `hold` is there, and
# finds no Cognito any more when the file `unplug` names it.
STAGEHAND = """
def stagehand(stage):
    import time
    from types import SimpleNamespace

    import botocore.retryhandler
    from botocore.httpsession import URLLib3Session

    def send(session, request, send=URLLib3Session.send):
        target = request.headers["X-Amz-Target"]
        operation = (target.decode() if isinstance(target, bytes) else target).split(".")[1]
        with (stage / "calls").open("a") as calls:
            print(operation, file=calls)
        while (stage / "hold").exists():
            time.sleep(0.02)
        if (stage / "unplug").exists() and operation in (stage / "unplug").read_text():
            (stage / "unplug").unlink()
            lab._local_cognito.stop()
        return send(session, request)

    URLLib3Session.send = send
    botocore.retryhandler.random = SimpleNamespace(random=lambda: 0)  # try again at once, not after some seconds


import pathlib

stagehand(pathlib.Path({stage!r}))
"""
UNTIL_THE_LAST_STEP = "AdminSetUserPassword AdminInitiateAuth RespondToAuthChallenge"


class Lesson:
    """A lesson that is open and has run, with a hand behind the stage."""

    def __init__(self, notebook, stage):
        self.notebook, self.page, self.stage = notebook, notebook.page, stage
        self.has_run = False

    def run(self):
        """Run All, once; then take the post behind the stage."""
        if not self.has_run:
            self.has_run = True
            self.notebook.run_all()
            self.notebook.in_kernel(STAGEHAND.format(stage=str(self.stage)))
        return self

    def form(self, number):
        """A form, as it is before anything is typed."""
        form = begin(self.notebook.forms().nth(number))
        (self.stage / "calls").write_text("")
        return form

    def calls(self):
        """The operations of Cognito that were called since the form was taken."""
        return (self.stage / "calls").read_text().split()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Meanwhile no call goes out."""
        (self.stage / "hold").touch()
        try:
            yield
        finally:
            (self.stage / "hold").unlink()

    @contextmanager
    def unplugged(self) -> Iterator[None]:
        """Cognito stops when the form has asked, before the last answer; afterwards it is there again."""
        (self.stage / "unplug").write_text(UNTIL_THE_LAST_STEP)
        try:
            yield
        finally:
            self.notebook.in_kernel(
                "from urllib.parse import urlsplit\n"
                "lab._local_cognito = type(lab._local_cognito).start(urlsplit(lab._local_cognito.url).port)"
            )

    def set_password(self, password):
        """As an administrator, past the page."""
        call = f"UserPoolId=lesson.user_pool_id, Username={EMAIL!r}, Password={password!r}, Permanent=True"
        self.notebook.in_kernel(f'import boto3; boto3.client("cognito-idp").admin_set_user_password({call})')
        (self.stage / "calls").write_text("")

    def lets_in(self, password):
        """Whether Cognito believes this password: it gives tokens, or asks for the next thing."""
        auth = f'"ADMIN_USER_PASSWORD_AUTH", AuthParameters={{"USERNAME": {EMAIL!r}, "PASSWORD": {password!r}}}'
        ids = "UserPoolId=lesson.user_pool_id, ClientId=lesson.app_client_id"
        call = f'boto3.client("cognito-idp").admin_initiate_auth({ids}, AuthFlow={auth})'
        return self.notebook.in_kernel("import boto3", f"bool({call})")


@pytest.fixture(scope="module")
def open_lesson(jupyter, open_notebook, tmp_path_factory, library):
    """Opens a lesson once, and gives the same to every test of this module that asks for it."""
    lessons = {}

    def watch(page):
        page.trouble = []
        page.on("pageerror", lambda error: page.trouble.append(str(error)))
        answer_for_the_cdn(page.context, library)

    def open_(name):
        if name not in lessons:
            stage = tmp_path_factory.mktemp("stage")
            lessons[name] = Lesson(open_notebook(jupyter.add_lesson(name), watch=watch), stage)
        return lessons[name]

    return open_


def each(*kinds):
    """A test for each form of these kinds in the lessons. It gets `lesson` and `number`."""
    chosen = [(lesson, number) for lesson, number, kind in FORMS if kind in kinds]
    names = [f"{lesson[:2]}-form-{number}" for lesson, number in chosen]
    return pytest.mark.parametrize("lesson, number", chosen, ids=names, indirect=["lesson"])


each_login_form = each("LoginForm", "BrowserLoginForm")
each_password_form = each("PasswordForm")


@pytest.fixture
def lesson(request, open_lesson):
    """The lesson that the test is about, open and run."""
    return open_lesson(request.param).run()


@pytest.fixture
def shot(request, picture):
    """A function: `shot(form, "refused")` keeps a picture, named after the lesson and the form."""
    return lambda of, state: picture(of, f"lesson-{request.node.callspec.id}-{state}")


# --- the lessons -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_runs_from_top_to_bottom(open_lesson, name, picture):
    lesson = open_lesson(name).run()
    assert lesson.notebook.errors() == []
    assert lesson.page.trouble == []
    expect(lesson.notebook.forms()).to_have_count(len(forms_of(name)))
    picture(lesson.page, f"lesson-{name[:2]}")


def expect_refusal(form, text, then):
    """The form says why not, and leads to the field to mend."""
    expect(form.get_by_role("alert")).to_contain_text(text)
    expect(form.get_by_label(then)).to_be_focused()


# --- choosing a password -----------------------------------------------------------------------------------------


@each_password_form
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
    form = lesson.form(number)
    with lesson.notebook.kernel_stopped():  # so that two questions wait for their answers: the rules, and this
        submit(form, secrets.token_hex(8))
    expect_refusal(form, "Password did not conform with policy", then="New password")
    expect(form.get_by_role("alert")).to_contain_text("InvalidPasswordException")
    expect(form.get_by_role("listitem").filter(has_text="missing: an uppercase letter")).to_be_visible()
    expect(form.get_by_label("New password")).to_have_value("")
    shot(form, "refused")
    submit(form, new_sentinel())
    expect_password_set(form)
    shot(form, "set")
    assert lesson.calls() == ["AdminSetUserPassword"] * 2


@each_password_form
def test_enter_sets_the_password(lesson, number):
    form = lesson.form(number)
    fill_in(form, new_sentinel())
    form.get_by_label("Repeat the password").press("Enter")
    expect_password_set(form)
    assert lesson.calls() == ["AdminSetUserPassword"]


@each_password_form
def test_a_password_chosen_while_the_kernel_cannot_hear_is_set_as_it_was_typed(lesson, number):
    form, password = lesson.form(number), new_sentinel()
    with lesson.notebook.kernel_stopped():
        submit(form, password)
        expect(form.get_by_role("button", name="Setting the password…")).to_be_disabled()
    expect_password_set(form)
    assert lesson.calls() == ["AdminSetUserPassword"]
    assert lesson.lets_in(password)


@each_password_form
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


@each_password_form
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


def expect_to_be_logged_in(form):
    expect_logged_in(form)
    for name in ("ID token", "Access token", "Refresh token"):
        expect(form.get_by_text(name, exact=True)).to_be_visible()


@each_login_form
def test_a_wrong_password_is_refused_and_the_right_one_logs_in(login, shot):
    shot(login, "asking")
    submit(login, new_sentinel())
    expect_refusal(login, "Incorrect username or password.", then="Password")
    expect(login.get_by_label("E-mail")).to_have_value(EMAIL)
    expect(login.get_by_label("Password")).to_have_value("")
    shot(login, "refused")
    submit(login, login.password)
    expect_to_be_logged_in(login)
    expect(login.get_by_text("token_use", exact=True).first).to_be_visible()
    shot(login, "logged-in")


@each_login_form
def test_a_login_form_asks_for_what_is_missing(login, lesson):
    login.get_by_label("E-mail").fill("")
    login.get_by_role("button", name="Log in").click()
    expect_refusal(login, "Type your e-mail.", then="E-mail")
    login.get_by_label("E-mail").fill(EMAIL)
    login.get_by_role("button", name="Log in").click()
    expect_refusal(login, "Type your password.", then="Password")
    assert lesson.calls() == []


@each_login_form
@pytest.mark.parametrize("where", ["E-mail", "Password"])
def test_enter_logs_in(login, where):
    login.get_by_label("Password").fill(login.password)
    login.get_by_label(where).press("Enter")
    expect_to_be_logged_in(login)


@each_login_form
def test_a_login_while_the_kernel_cannot_hear_goes_on_with_what_was_typed(login, lesson):
    with lesson.notebook.kernel_stopped():
        submit(login, login.password)
        expect(login.get_by_role("button", name="Logging in…")).to_be_disabled()
        login.get_by_role("button").click(force=True)
    expect_to_be_logged_in(login)


@each_login_form
def test_a_second_click_while_busy_does_nothing(login, lesson, shot):
    login.get_by_label("Password").fill(login.password)
    with lesson.held():
        login.get_by_role("button", name="Log in").dblclick()
        expect(login.get_by_role("button", name="Logging in…")).to_be_disabled()
        expect(login.get_by_label("Password")).to_be_disabled()
        expect(login.get_by_label("Password")).to_have_value("")
        shot(login, "busy")
        login.get_by_role("button").first.click(force=True)
    expect_to_be_logged_in(login)
    assert len(lesson.calls()) == len(set(lesson.calls())), "each call of a login was made once"


@each_login_form
def test_a_cognito_that_stops_in_mid_login_is_said(login, lesson, shot):
    with lesson.unplugged():
        submit(login, login.password)
        expect_refusal(login, NO_ANSWER, then="Password")
        shot(login, "no-answer")
    submit(login, login.password)
    expect_to_be_logged_in(login)


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
    expect_to_be_logged_in(form)


# --- the page of lesson 04 ---------------------------------------------------------------------------------------


@pytest.fixture(params=PAGES)
def page_of_the_lesson(request, open_lesson):
    """A lesson that shows the login page in a frame. `.password` is the user's, new for each test."""
    lesson = open_lesson(request.param).run()
    lesson.password = new_sentinel()
    lesson.set_password(lesson.password)
    return lesson


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


def test_the_page_works_in_its_frame_in_the_lesson(page_of_the_lesson, picture):
    lesson = page_of_the_lesson
    frame = lesson.page.locator("iframe")
    frame.scroll_into_view_if_needed()
    use_the_page(frame.content_frame, lesson.password, lambda name: picture(frame, name), "page-in-lesson")


def test_the_page_works_in_a_window_of_its_own(page_of_the_lesson, picture):
    lesson = page_of_the_lesson
    alone = lesson.page.context.new_page()
    alone.goto(lesson.page.locator("iframe").get_attribute("src"))
    assert alone.evaluate("location.origin") != lesson.page.evaluate("location.origin")
    use_the_page(alone, lesson.password, lambda name: picture(alone, name), "page-alone")
    alone.close()


# --- looks -------------------------------------------------------------------------------------------------------

GALLERY = [
    START,
    *[cell for form, times in zip(ALL_FORMS, (3, 4, 4)) for cell in [form] * times],
    "from IPython.display import HTML\nHTML(forms.tokens_table(log_in(lesson.username, lesson.password)))",
]
STATES = [
    *["choosing", "password-refused", "password-set"],
    *["asking", "refused", "logged-in", "busy"],
    *["browser-asking", "browser-refused", "browser-logged-in", "browser-busy"],
]

# The texts of an element with their contrast (WCAG 2.2, 1.4.3). Colours are laid over one another from the page's
# ground up, a canvas says what they are, and an opacity mixes all of an element with what is behind it.
CONTRASTS = """root => {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const channels = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const mix = (top, ground, amount) => ground.map((value, i) => top[i] * amount + value * (1 - amount));
  const over = (colour, ground) => mix(channels(colour), ground, channels(colour)[3] / 255);
  const paint = ([node, ...rest], behind, text) => {
    const style = getComputedStyle(node);
    const ground = over(style.backgroundColor, behind);
    const painted = rest.length ? paint(rest, ground, text) : [text(ground), ground];
    return painted.map((colour) => mix(colour, behind, Number(style.opacity)));
  };
  const luminance = (colour) => colour
    .map((value) => (value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
    .reduce((sum, value, i) => sum + value * [0.2126, 0.7152, 0.0722][i], 0);
  const contrast = (element, pseudo) => {
    const nodes = [];
    for (let node = element; node; node = node.parentElement) nodes.unshift(node);
    const { color, opacity } = getComputedStyle(element, pseudo);
    const text = (ground) => mix(over(color, ground), ground, pseudo ? Number(opacity) : 1);
    const [one, other] = paint(nodes, [255, 255, 255], text).map(luminance);
    return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
  };
  const found = [];
  for (const element of [root, ...root.querySelectorAll("*")]) {
    if (!element.checkVisibility() || element.tagName === "STYLE") continue;
    const texts = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    if (texts.length) found.push([contrast(element), texts[0].data.trim()]);
    if (element.value && element.tagName === "INPUT") found.push([contrast(element), "typed text"]);
    if (element.placeholder) found.push([contrast(element, "::placeholder"), element.placeholder]);
  }
  return found;
}"""

# The parts of a form that stick out of it, out of the notebook, or have to be scrolled sideways.
OVERFLOWS = """form => {
  const output = form.closest(".jp-OutputArea-output");
  const right = (part) => part.getBoundingClientRect().right;
  const sticksOut = (part) => right(part) > Math.min(right(form), right(output)) + 0.5;
  const scrolls = (part) => part.clientWidth && part.scrollWidth > part.clientWidth + 1;
  const parts = [form, ...form.querySelectorAll("*:not(input)")];
  const seen = parts.filter((part) => part.checkVisibility() && part.offsetWidth > 1);
  const wrong = seen.filter((part) => scrolls(part) || sticksOut(part)).concat(scrolls(output) ? output : []);
  return wrong.map((part) => `${part.tagName}.${part.className}`);
}"""


@pytest.fixture(scope="module")
def gallery(jupyter, open_notebook):
    """A notebook with a form in each state: a dict from the state's name to the form."""
    notebook = open_notebook(jupyter.add("gallery.ipynb", *GALLERY))
    notebook.run_all()
    assert notebook.errors() == []
    expect(notebook.forms()).to_have_count(len(STATES))
    forms = {state: notebook.forms().nth(number) for number, state in enumerate(STATES)}
    password = new_sentinel()
    submit(forms["password-refused"], secrets.token_hex(8))
    expect_refusal(forms["password-refused"], "InvalidPasswordException", then="New password")
    submit(forms["password-set"], password)
    expect_password_set(forms["password-set"])
    for kind in ("", "browser-"):
        submit(forms[f"{kind}refused"], new_sentinel())
        expect_refusal(forms[f"{kind}refused"], "Incorrect username or password.", then="Password")
        submit(forms[f"{kind}logged-in"], password)
        expect_to_be_logged_in(forms[f"{kind}logged-in"])
        for summary in forms[f"{kind}logged-in"].get_by_text("Access token", exact=True).all():
            summary.click()
    with notebook.kernel_stopped():
        for kind in ("", "browser-"):
            submit(forms[f"{kind}busy"], new_sentinel())
            expect(forms[f"{kind}busy"].get_by_role("button", name="Logging in…")).to_be_disabled()
        notebook.page.mouse.move(0, 0)
        yield notebook, {**forms, "tokens": notebook.page.locator(".jp-OutputArea-output > .cognito-tokens")}


@pytest.mark.parametrize("width", [1280, 800])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_state_of_a_form_is_legible_and_fits(gallery, theme, width, picture):
    notebook, forms = gallery
    notebook.use_theme(theme)
    notebook.page.set_viewport_size({"width": width, "height": 900})
    trouble = []
    for state, form in forms.items():
        form.scroll_into_view_if_needed()
        picture(form, f"form-{state}-{theme}-{width}")
        contrasts = form.evaluate(CONTRASTS)
        trouble += [f"{state}: {text!r} has {contrast:.1f}" for contrast, text in contrasts if contrast < 4.5]
        trouble += [f"{state}: {part} is too wide" for part in form.evaluate(OVERFLOWS)]
    assert trouble == []
