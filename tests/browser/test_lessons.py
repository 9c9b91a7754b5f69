"""Every lesson in a real JupyterLab and a real Chromium: it runs, and its forms are used as a person uses them."""

from __future__ import annotations

import base64
import re
import secrets

import pytest
from playwright.sync_api import expect

from tests.browser.devices import virtual_devices
from tests.browser.forms import begin, expect_done, expect_logged_in, expect_refusal, fill_in, submit
from tests.browser.lessons import KINDS, each_form, first_form, lessons
from tests.browser.login import log_in
from tests.browser.looks import SCREENSHOTS, accessibility_problems, overflows, picture
from tests.support.forms import EMAIL
from tests.support.qr_codes import path_drawn_for, path_of
from tests.support.sentinels import new_sentinel, tokens_in, traces
from tools.lessons import ROOT

JSQR = ROOT / "tests/node_modules/jsqr/dist/jsQR.js"
NO_ANSWER = re.compile("Cognito did not answer|The server does not answer at http://127.0.0.1:")
# The page has read every message that the kernel sent before this question.
HAS_READ_ALL = """async () => {
  await jupyterapp.shell.currentWidget.sessionContext.session.kernel.requestKernelInfo();
}"""
INCORRECT, WEAK = "Incorrect username or password.", "Password did not conform with policy"


# nbval runs every lesson. Those with widgets are run here, too; with SCREENSHOTS, all are.
WITH_WIDGETS = r"forms\.\w+Form\(|Frame\(|QrCode\("


@lessons(with_code=WITH_WIDGETS if SCREENSHOTS is None else "")
def test_a_lesson_runs_from_top_to_bottom(lesson):
    assert lesson.errors == []
    assert lesson.page_errors == []
    expect(lesson.forms()).to_have_count(len(KINDS[lesson.path.name]))
    picture(lesson.page, lesson.path.stem)


# --- every form: refused, accepted, and nothing that was typed is saved ------------------------------------------


def submit_while_the_kernel_is_busy(lesson, form, password):
    """Nothing is saved while the form waits, and a second click sends nothing."""
    button, field = form.locator("form").get_by_role("button"), form.get_by_label("password").first
    lesson.crossed = b""
    with lesson.kernel_busy():
        fill_in(form, password)
        assert lesson.saved(password) == []
        button.dblclick()
        expect(button).to_have_text(re.compile("Logging in…|Setting the password…"))
        expect(button).to_be_disabled()
        expect(field).to_be_disabled()
        expect(field).to_have_value("")
        button.click(force=True)
        assert overflows(form) == []
        assert lesson.saved(password) == []
        assert len(re.findall(rb'"action":"(?!hint)', lesson.crossed)) == 1


@each_form("PasswordForm")
def test_a_weak_password_is_refused_and_another_is_set(lesson, form, look):
    weak, chosen = secrets.token_hex(8), new_sentinel()
    form.get_by_label("New password").fill(weak)
    form.get_by_label("New password").press("Enter")
    expect_refusal(form, "Repeat the password.", focus="Repeat the password")
    assert form.get_by_text("an uppercase letter").get_attribute("class") == "cognito-unmet"
    submit_while_the_kernel_is_busy(lesson, form, weak)
    expect_refusal(form, WEAK, focus="New password")
    expect(form.get_by_role("listitem").filter(has_text="missing: an uppercase letter")).to_be_visible()
    look("refused")
    submit(form, chosen)
    expect_done(form, "The password is set.")
    look("set")
    assert lesson.calls() == ["AdminSetUserPassword"] * 2
    assert lesson.saved(weak, chosen) == []


@each_form("LoginForm", "BrowserLoginForm")
def test_a_wrong_password_is_refused_and_the_right_one_logs_in(lesson, form, look):
    wrong, chosen = new_sentinel(), new_sentinel()
    lesson.set_password(chosen)
    submit_while_the_kernel_is_busy(lesson, form, wrong)
    expect_refusal(form, INCORRECT, focus="Password")
    expect(form.get_by_label("E-mail")).to_have_value(EMAIL)
    look("refused")
    submit(form, chosen)
    expect_logged_in(form)
    form.get_by_text("Access token", exact=True).click()
    look("logged-in")
    assert lesson.saved(wrong, chosen) == []


@first_form("LoginForm", "BrowserLoginForm")
def test_only_the_browser_login_form_keeps_the_password_in_the_page(lesson, form, number):
    password = new_sentinel()
    submit(lesson.form("PasswordForm"), password)  # as the lesson says: choose one here, and log in with it below
    lesson.crossed = b""
    submit(form, password)
    expect_logged_in(form)
    computes_srp = KINDS[lesson.path.name][number] == "BrowserLoginForm"
    assert traces(password, lesson.crossed) == ([] if computes_srp else ["JSON"])
    assert (b"SRP_A" in lesson.crossed and b"PASSWORD_CLAIM_SIGNATURE" in lesson.crossed) is computes_srp
    assert not [token for token in tokens_in(lesson.crossed) if token.startswith("eyJ")], "not a number of SRP"


# --- the details of a login form ---------------------------------------------------------------------------------


@pytest.fixture
def password(lesson):
    """The user's password, new for each test, with a space in it."""
    password = f"{new_sentinel()} {new_sentinel()}"
    lesson.set_password(password)
    return password


@first_form("LoginForm")
def test_enter_submits_from_each_field_and_missing_input_is_asked_for(lesson, form, password):
    form.get_by_label("E-mail").fill("  ")
    form.get_by_label("E-mail").press("Enter")
    expect_refusal(form, "Type your e-mail address.", focus="E-mail")
    form.get_by_label("E-mail").fill(f"  {EMAIL} ")
    form.get_by_label("E-mail").press("Enter")
    expect_refusal(form, "Type your password.", focus="Password")
    assert lesson.calls() == []
    form.get_by_label("Password").fill(password)
    form.get_by_label("Password").press("Enter")
    expect_logged_in(form)
    form.get_by_role("button", name="Log in as somebody else").click()
    expect(form.get_by_label("E-mail")).to_be_focused()
    expect(form.get_by_label("E-mail")).to_have_value("")


@first_form("LoginForm", "BrowserLoginForm")
def test_a_cognito_that_has_stopped_is_reported(lesson, form, password):
    with lesson.cognito_stopped():
        submit(form, password)
        expect_refusal(form, NO_ANSWER, focus="Password")
    submit(form, password)
    expect_logged_in(form)


@first_form("LoginForm")
def test_a_kernel_that_does_not_answer_is_reported_and_its_late_answer_is_ignored(lesson, form):
    no_answer = "The kernel does not answer. Wait until it is idle and try again, or run this cell again."
    lesson.page.evaluate("""() => {
      const real = window.setTimeout;
      window.setTimeout = (act, time, ...rest) => real(act, time === 60_000 ? 500 : time, ...rest);
      window.restore = () => { window.setTimeout = real; };
    }""")
    with lesson.kernel_busy():
        submit(form, new_sentinel())
        expect_refusal(form, no_answer, focus="Password")
        expect(form.get_by_label("Password")).to_have_value("")
    lesson.page.evaluate("restore()")
    lesson.wait_until_crossed(INCORRECT)
    lesson.page.evaluate(HAS_READ_ALL)
    expect(form.get_by_role("alert")).to_have_text(no_answer)


# --- lesson 04: the login page -----------------------------------------------------------------------------------


def height_of(frame):
    """The height of the frame in pixels, which must be that of its page: nothing in it has to be scrolled."""
    page = frame.content_frame
    height = page.locator("body").evaluate("body => Math.ceil(body.getBoundingClientRect().height)")
    expect(frame).to_have_js_property("clientHeight", height)
    assert page.locator("html").evaluate("html => html.scrollHeight") == height
    return height


@lessons(with_code=r"login_page\.Frame\(")
def test_the_login_page_works_in_its_frame_and_its_address_opens_it_in_a_tab(lesson, password):
    frame = lesson.page.get_by_title("The login page")
    frame.scroll_into_view_if_needed()
    login_page = frame.content_frame
    assert lesson.page.evaluate("origin") != login_page.locator("body").evaluate("origin")
    lesson.page.evaluate("postMessage({ loginPageHeight: 9 })")  # does not come from the frame
    heights = [height_of(frame)]
    log_in(login_page, EMAIL, new_sentinel())
    expect(login_page.get_by_role("alert")).to_have_text(INCORRECT)
    heights.append(height_of(frame))
    log_in(login_page, EMAIL, password)
    expect(login_page.get_by_role("heading", name="You are logged in")).to_be_visible()
    heights.append(height_of(frame))
    login_page.get_by_role("button", name="Log out").click()
    before, refused, logged_in, after = [*heights, height_of(frame)]
    assert before < refused < logged_in > after
    with lesson.page.context.expect_page() as tab:
        lesson.page.get_by_role("link", name=frame.get_attribute("src")).click()
    expect(tab.value.get_by_label("Password", exact=True)).to_be_visible()
    tab.value.close()


IS_DARK = """expected => {
  const brightest = Math.max(...getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number));
  return (brightest < 64) === expected;
}"""


@lessons(with_code=r"login_page\.Frame\(")
def test_the_login_page_is_dark_where_the_notebook_is_dark(lesson):
    frame = lesson.page.get_by_title("The login page").element_handle().content_frame()
    for theme in lesson.each_theme():
        frame.wait_for_function(IS_DARK, arg=theme == "dark")
        picture(lesson.page, f"login-page-in-lesson-{theme}")


# --- lesson 07: the first login, and the QR code -----------------------------------------------------------------


# Reads a picture, a PNG. Gives what its QR code says, dark on light only, and how many pixels around it are white.
READ_QR_CODE = """async (png) => {
  const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
  const [width, height] = [image.width, image.height];
  const canvas = new OffscreenCanvas(width, height).getContext("2d");
  canvas.drawImage(image, 0, 0);
  const { data } = canvas.getImageData(0, 0, width, height);
  const { data: text, location } = jsQR(data, width, height, { inversionAttempts: "dontInvert" });
  const corners = Object.entries(location).filter(([name]) => name.endsWith("Corner"));
  const [xs, ys] = ["x", "y"].map((axis) => corners.map(([, corner]) => Math.round(corner[axis])));
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  let white = Infinity;
  for (let x = 0; x < width; x++) {
    for (let y = 0; y < height; y++) {
      const distance = Math.max(left - x, x - right, top - y, y - bottom); // from the code
      const isWhite = data.slice(4 * (y * width + x), 4 * (y * width + x) + 3).every((channel) => channel === 255);
      if (distance > 1 && !isWhite) white = Math.min(white, distance - 1);
    }
  }
  return { text, white: Math.min(white, left, top, width - right, height - bottom) };
}"""


@pytest.fixture
def scan(page):
    """A function: what a phone reads off a part of a page. jsQR reads it, which draws no QR codes."""
    page.add_script_tag(path=JSQR)
    return lambda part: page.evaluate(READ_QR_CODE, base64.b64encode(part.screenshot()).decode())


@pytest.fixture
def temporary(lesson):
    """The user's temporary password."""
    temporary = new_sentinel()
    lesson.set_password(temporary, permanent=False)
    return temporary


@each_form("FirstLoginForm")
def test_a_person_goes_through_the_first_login(lesson, form, temporary, look):
    wrong, refused, chosen = new_sentinel(), new_sentinel(), new_sentinel()
    submit(form, wrong)
    expect_refusal(form, INCORRECT, focus="Temporary password")
    look("first-step-refused")
    submit_while_the_kernel_is_busy(lesson, form, temporary)
    expect(form.get_by_label("New password")).to_be_focused()
    expect(form.get_by_label("E-mail")).to_have_count(0)
    submit(form, refused, repeat=chosen)
    expect_refusal(form, "The two passwords are not the same. Type both again.", focus="New password")
    submit_while_the_kernel_is_busy(lesson, form, secrets.token_hex(8))
    expect_refusal(form, WEAK, focus="New password")
    look("second-step-refused")
    submit(form, chosen)
    expect_logged_in(form)
    (session,) = lesson.sessions()
    assert lesson.saved(temporary, wrong, refused, chosen, session) == []


@first_form("FirstLoginForm")
def test_a_temporary_password_that_was_replaced_meanwhile_leads_back(lesson, form, temporary):
    submit(form, temporary)
    expect(form.get_by_label("New password")).to_be_visible()
    replaced = new_sentinel()
    lesson.set_password(replaced, permanent=False)
    submit(form, new_sentinel())
    expect_refusal(form, "Invalid session for the user", focus="New password")
    form.get_by_role("button", name="Start again").click()
    expect(form.get_by_label("E-mail")).to_have_value(EMAIL)
    submit(form, replaced)
    expect(form.get_by_label("New password")).to_be_visible()
    submit(form, new_sentinel())
    expect_logged_in(form)


@lessons(with_code=r"qr_code\.QrCode\(")
def test_an_authenticator_app_reads_the_qr_code_off_the_screen_and_it_is_not_saved(lesson, scan):
    widget = lesson.page.locator(".cognito-qr")
    widget.scroll_into_view_if_needed()
    image, folded = widget.get_by_role("img"), widget.locator("summary")
    text = widget.get_by_text("otpauth://totp/")
    expect(image).to_have_attribute("src", re.compile("^data:image/svg"))
    expect(text).to_be_hidden()
    folded.click()
    expect(text).to_be_visible()
    address = text.inner_text()
    secret = re.search("secret=([A-Z2-7]{52})", address).group(1)
    folded.click()
    for theme in lesson.each_theme():
        picture(image, f"qr-code-{theme}")
        seen = scan(image)
        assert seen["text"] == address
        assert seen["white"] >= 15, "four modules of four pixels, less what is blurred"
        assert accessibility_problems(widget) == []
    path = path_of(image.get_attribute("src"))
    assert path == path_drawn_for(address)
    assert lesson.saved(secret, path) == []


# --- lesson 10: signing up, a forgotten password, and the letters ------------------------------------------------


def code_in(letter):
    """The code in a letter, as a person reads it."""
    return re.search(r"code is (\d{6})", letter.get_by_text("code is ").inner_text())[1]


def spellings_of(code):
    """Texts to look for where nothing may be saved. Six digits alone are also found by chance."""
    return f"code is {code}", f'"{code}"'


@each_form("SignUpForm")
def test_a_person_signs_up_with_the_code_from_the_letter(lesson, form, look):
    email, weak, chosen = f"{secrets.token_hex(4)}@example.com", secrets.token_hex(8), new_sentinel()
    form.get_by_label("E-mail").fill(email)
    submit(form, weak)
    expect_refusal(form, WEAK, focus="New password")
    look("weak-password")
    submit(form, chosen)
    field, letter = form.get_by_label("Code from the e-mail"), form.locator(".cognito-letter")
    expect(field).to_be_focused()
    expect(letter).to_contain_text(f"To: {email}")
    first = code_in(letter)
    look("letter")
    another = form.get_by_role("button", name="Send another code")
    another.click()
    expect(form.get_by_role("status")).to_have_text("This is a new code. The old one no longer works.")
    expect(another).to_be_focused()
    expect(letter).not_to_contain_text(first)
    field.fill(first)
    field.press("Enter")
    expect_refusal(form, "Invalid verification code provided", focus="Code from the e-mail")
    look("wrong-code")
    second = code_in(letter)
    field.fill(f" {second} ")
    field.press("Enter")
    expect_done(form, f"The account {email} is confirmed. You can log in now.")
    look("confirmed")
    assert lesson.calls() == ["SignUp", "SignUp", "ResendConfirmationCode", "ConfirmSignUp", "ConfirmSignUp"]
    assert lesson.saved(weak, chosen, *spellings_of(first), *spellings_of(second)) == []


@each_form("ForgotPasswordForm")
def test_a_person_replaces_a_forgotten_password(lesson, form, look):
    chosen, letter = new_sentinel(), form.locator(".cognito-letter")
    form.get_by_label("E-mail").fill("nobody@example.com")
    form.get_by_label("E-mail").press("Enter")
    expect_refusal(form, "Username/client id combination not found.", focus="E-mail")
    look("nobody")
    form.get_by_label("E-mail").fill(EMAIL)
    form.get_by_label("E-mail").press("Enter")
    expect(form.get_by_label("Code from the e-mail")).to_be_focused()
    expect(letter).to_contain_text("Your password reset code is ")
    look("letter")
    code = code_in(letter)
    form.get_by_label("Code from the e-mail").fill(code)
    submit(form, chosen)
    expect_done(form, "The new password is set. You can log in with it now.")
    look("changed")
    assert lesson.calls() == ["ForgotPassword", "ForgotPassword", "ConfirmForgotPassword"]
    assert lesson.saved(chosen, *spellings_of(code)) == []


@lessons(with_code=r"lesson\.mail\(")
def test_a_letter_is_on_the_screen_and_is_not_saved(lesson):
    letter = lesson.page.locator(".cognito-letter").first
    letter.scroll_into_view_if_needed()
    expect(letter).to_contain_text("To: ada@example.com")
    for theme in lesson.each_theme():
        picture(letter, f"letter-{theme}")
        assert accessibility_problems(letter) == []
    assert lesson.saved(*spellings_of(code_in(letter))) == []


# --- lesson 12: Cognito's own page, in a tab of its own ----------------------------------------------------------


@lessons(with_code=r"\.authorize_redirect\(")
def test_a_person_logs_in_on_cognitos_page_and_out_again(lesson):
    chosen, address = new_sentinel(), lesson.in_kernel("", "return_url")
    submit(lesson.form("PasswordForm"), chosen)
    with lesson.page.expect_popup() as opened:
        lesson.page.get_by_role("link", name=address, exact=True).click()
    tab = opened.value
    log_in_link, password = tab.get_by_role("link", name="Log in"), tab.get_by_label("Password")
    log_in_link.click()
    tab.get_by_label("E-mail").fill(EMAIL)
    password.fill(chosen)
    password.press("Enter")
    expect(tab.get_by_text(f"Hello {EMAIL}")).to_be_visible()
    tab.goto(f"{address}/forget")
    log_in_link.click()
    expect(tab.get_by_text(f"Hello {EMAIL}")).to_be_visible()
    tab.get_by_role("link", name="Log out").click()
    log_in_link.click()
    expect(password).to_be_visible()
    tab.close()
    assert lesson.saved(chosen) == []


# --- lesson 13: passkeys -----------------------------------------------------------------------------------------


@pytest.fixture
def devices(lesson):
    with virtual_devices(lesson.page) as add:
        yield add


FORGET_PASSKEYS = """for one in browser.list_web_authn_credentials(AccessToken=access_token)["Credentials"]:
    browser.delete_web_authn_credential(AccessToken=access_token, CredentialId=one["CredentialId"])"""
CHANGE_SITE = """cognito.set_user_pool_mfa_config(
    UserPoolId=user_pool_id, WebAuthnConfiguration={"RelyingPartyId": "example.com"}
)"""


@each_form("RegisterPasskeyForm")
def test_a_person_registers_passkeys_and_logs_in_with_them(lesson, form, look, devices):
    log_in = lesson.form("PasskeyLoginForm")

    def click(form, button, told):
        begin(form).get_by_role("button", name=button, exact=True).click()
        expect(form.get_by_role("alert").or_(form.get_by_role("status")).filter(has_text=told)).to_be_visible()

    def enter(told):
        begin(log_in).get_by_label("E-mail").fill("ada@example.com")
        click(log_in, "Log in", told)

    phone = devices("internal")
    phone("setUserVerified", isUserVerified=False)
    click(form, "Register", "you cancelled, took too long, or have none here.")
    look("cancelled")
    phone("setUserVerified", isUserVerified=True)
    click(form, "Register", "The passkey is registered.")
    look("registered")
    form.get_by_role("button", name="Register another").click()
    expect(form.get_by_role("button", name="Register", exact=True)).to_be_focused()
    click(form, "Register", "This device has a passkey for the account already.")
    enter("You are logged in as ada@example.com.")
    phone("removeVirtualAuthenticator")
    key = devices("usb")
    enter("you cancelled, took too long, or have none here.")
    click(form, "Register", "The passkey is registered.")
    enter("You are logged in as ada@example.com.")
    key("clearCredentials")
    enter("you cancelled, took too long, or have none here.")
    lesson.in_kernel(FORGET_PASSKEYS)
    enter("Cognito asks for no passkey. It offers: EMAIL_OTP. Register a passkey first.")
    lesson.in_kernel(CHANGE_SITE)
    click(form, "Register", "A browser uses a passkey for example.com only on pages of example.com")
    look("another-site")
    begin(form).get_by_label("Pretend").check()
    click(form, "Register", "SecurityError: a page of http://localhost cannot use passkeys for example.com.")


# --- lesson 09: the clean-up -------------------------------------------------------------------------------------


@each_form("CleanUpForm")
def test_another_word_than_delete_deletes_nothing(form, look):
    expect(form).to_contain_text(re.compile(r"us-east-1_\w+"))
    word = form.get_by_label('Type "delete"')
    word.fill("yes")
    word.press("Enter")
    expect(form.get_by_role("alert")).to_have_text('"yes" is not "delete". Nothing was deleted.')
    look("refused")


@first_form("CleanUpForm")
def test_the_word_deletes_the_pools(lesson, form):
    lesson.in_kernel("lab.start(2)")
    form.get_by_label('Type "delete"').fill("delete")
    form.get_by_role("button", name="Delete").click()
    expect_done(form, re.compile("Nothing is left to delete.$"))
    assert lesson.in_kernel("", "len(list(lab.start(1).user_pools()))") == 0
