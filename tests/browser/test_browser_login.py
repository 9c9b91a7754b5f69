"""The form whose password stays in the browser: its arithmetic, what it tells the kernel, and what crosses to it.

The arithmetic runs in node and is compared with pycognito and local_cognito/srp.py. The rest runs in a real
JupyterLab in a real browser, with every frame of its websockets recorded.
"""

from __future__ import annotations

import base64
import json
import random
import re
import subprocess
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError
from ipywidgets import Widget
from playwright.sync_api import expect
from pycognito import aws_srp
from pycognito.aws_srp import AWSSRP

from helpers import forms
from local_cognito import srp
from tests.conftest import new_password
from tests.support.forms_in_use import BROWSER_FORM, EMAIL, LOGIN_FORM, START, ask, begin, expect_logged_in, submit
from tests.support.sentinels import new_sentinel, spellings, traces

SCRIPT = Path(forms.__file__).with_name("srp.js")
POOL_ID, POOL_NAME = "us-east-1_AbCdEfGhI", "AbCdEfGhI"

# --- the arithmetic, in node -------------------------------------------------------------------------------------

# Calls functions of a module: in, as JSON on standard input, [[name, argument, ...], ...]; out, a list of results.
# Numbers go as {"number": hex}, bytes as {"bytes": hex}, moments as {"time": milliseconds}.
CALLER = """
import { readFileSync } from "node:fs";
const functions = await import(process.argv[1]);
const read = (_, value) =>
  value?.number ? (value.number[0] === "-" ? -BigInt("0x" + value.number.slice(1)) : BigInt("0x" + value.number))
  : value?.bytes !== undefined ? Uint8Array.from(Buffer.from(value.bytes, "hex"))
  : value?.time ? new Date(value.time) : value;
const write = (value) =>
  typeof value === "bigint" ? { number: value.toString(16) }
  : value instanceof Uint8Array ? { bytes: Buffer.from(value).toString("hex") } : value;
const failure = (error) => ({ error: error.message });
const answers = [];
for (const [name, ...given] of JSON.parse(readFileSync(0, "utf8"), read)) {
  answers.push(await Promise.resolve(given).then((all) => functions[name](...all)).then(write, failure));
}
console.log(JSON.stringify(answers));
"""


class Error(str):
    """What a function of the script threw."""


def to_json(value: Any) -> Any:
    if isinstance(value, str):
        return value
    if isinstance(value, int):
        return {"number": f"{value:x}"}
    if isinstance(value, bytes):
        return {"bytes": value.hex()}
    if isinstance(value, datetime):
        return {"time": int(value.timestamp() * 1000)}
    if isinstance(value, dict):
        return {name: to_json(inner) for name, inner in value.items()}
    raise TypeError(value)


def from_json(value: Any) -> Any:
    readers = {"number": lambda text: int(text, 16), "bytes": bytes.fromhex, "error": Error}
    if isinstance(value, dict) and len(value) == 1:
        kind, text = next(iter(value.items()))
        return readers[kind](text)
    return value


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Calls functions of the page's script in node: `run(("asBytes", 128), ...)` gives the list of results."""
    module = tmp_path_factory.mktemp("node") / "srp.mjs"
    module.write_bytes(SCRIPT.read_bytes())

    def run(*calls):
        asked = json.dumps([[name, *map(to_json, given)] for name, *given in calls])
        command = ["node", "--input-type=module", "--eval", CALLER, "--", module.as_uri()]
        done = subprocess.run(command, input=asked, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr
        return [from_json(answer) for answer in json.loads(done.stdout)]

    return run


class Chance(random.Random):
    """Random numbers, the same in every run."""

    def of_length(self, bits: int) -> int:
        return self.getrandbits(bits - 1) | 1 << (bits - 1)

    def text(self, alphabet: str = 'aZ9!"\\éß€😀 ', length: int = 12) -> str:
        return "".join(self.choices(alphabet, k=length))


@pytest.fixture
def chance():
    return Chance(20261123)


def client_of_pycognito(password: str, a: int) -> AWSSRP:
    client = AWSSRP("somebody", password, POOL_ID, "some-client", client="none is called")
    client.small_a_value = a
    client.large_a_value = client.calculate_a()
    return client


def test_the_functions_have_the_names_that_the_python_ones_have():
    exported = re.findall(r"^export (?:async )?(?:function|const) (\w+)", SCRIPT.read_text(encoding="utf-8"), re.M)
    in_python = {re.sub(r"[A-Z]", lambda letter: f"_{letter.group().lower()}", name): name for name in exported}
    of_its_own = {"n", "power", "challenge_responses"}  # N; Python's pow; all of it in a row
    assert "client_shared_secret" in in_python
    assert {name for name in in_python if not hasattr(srp, name.lstrip("_"))} - {"_n"} == of_its_own - {"n"}


def test_numbers_become_bytes_as_cognito_hashes_them(run, chance):
    lengths = [*range(1, 70), 255, 256, 3071, 3072]
    numbers = [0, 0x7F, 0x80, 0xFFF, 0x8000, 0x100, srp.N, *map(chance.of_length, lengths)]
    assert run(*[("asBytes", number) for number in numbers]) == [srp.as_bytes(number) for number in numbers]
    assert srp.as_bytes(0x80) == bytes.fromhex(aws_srp.pad_hex(0x80))


def test_hashes_and_powers_are_those_of_python(run, chance):
    parts = [chance.randbytes(chance.randrange(60)) for _ in range(20)]
    assert run(("hashToNumber", *parts)) == [srp.hash_to_number(*parts)]
    pairs = [
        (sign * chance.getrandbits(3072), chance.of_length(bits)) for bits in (1, 8, 256, 512) for sign in (1, -1)
    ]
    pairs += [(srp.N + 5, 3), (-1, 3), (0, 7), (2, 1)]
    assert run(*[("power", *pair) for pair in pairs]) == [pow(base, exponent, srp.N) for base, exponent in pairs]


def test_each_step_gives_the_number_that_python_gives(run, chance):
    for _ in range(4):
        a, b, salt = chance.getrandbits(256), chance.getrandbits(256), chance.getrandbits(128)
        password = chance.text()
        A, x = srp.client_public(a), srp.private_key(POOL_NAME, "üser", password, salt)
        B = srp.server_public(b, srp.verifier(x))
        u = srp.scrambler(A, B)
        S = srp.client_shared_secret(a, B, x, u)
        key, block = srp.session_key(S, u), base64.b64encode(chance.randbytes(600)).decode()
        claim = (key, POOL_NAME, "üser", block, "Sat Sep 5 03:04:05 UTC 2026")
        assert run(
            ("clientPublic", a),
            ("privateKey", POOL_NAME, "üser", password, salt),
            ("scrambler", A, B),
            ("clientSharedSecret", a, B, x, u),
            ("sessionKey", S, u),
            ("claimSignature", *claim),
        ) == [A, x, u, S, key, srp.claim_signature(*claim)]


def test_a_moment_is_written_as_python_writes_it(run):
    start = datetime(2026, 1, 1, 0, 0, 59, tzinfo=timezone.utc)
    moments = [start + timedelta(days=day, hours=day % 24, seconds=7 * day) for day in range(0, 800)]
    written = run(*[("timestamp", moment) for moment in moments])
    assert written == [srp.timestamp(moment) for moment in moments]
    assert "Mon Jan 5 04:01:27 UTC 2026" in written


@pytest.mark.filterwarnings("ignore:datetime.datetime.utcnow:DeprecationWarning")
def test_whole_logins_give_the_signatures_of_pycognito(run, chance):
    top_bits, calls, expected = [], [], []
    for number in range(24):
        a, b, password = chance.of_length(chance.choice([255, 256, 1024])), chance.getrandbits(256), chance.text()
        salt = chance.of_length([128, 127, 121, 120, 119, 8, 7, 1][number % 8])  # top bit set, clear; odd, short
        client = client_of_pycognito(password, a)
        B = srp.server_public(b, srp.verifier(srp.private_key(POOL_NAME, "a-user", password, salt)))
        challenge = {
            "USERNAME": "a-user",
            "USER_ID_FOR_SRP": "a-user",
            "SALT": f"{salt:x}",
            "SRP_B": f"{B:x}",
            "SECRET_BLOCK": base64.b64encode(chance.randbytes(500 + number)).decode(),
        }
        answer = client.process_challenge(challenge, {"USERNAME": "a-user"})
        now = srp.parse_timestamp(answer["TIMESTAMP"])
        asked = {"poolName": POOL_NAME, "password": password, "a": a, "challenge": challenge, "now": now}
        calls.append(("challengeResponses", asked))
        expected.append(answer)
        u = srp.scrambler(client.large_a_value, B)
        S = srp.client_shared_secret(a, B, srp.private_key(POOL_NAME, "a-user", password, salt), u)
        top_bits.append([n.bit_length() % 8 == 0 for n in (client.large_a_value, B, u, S, salt)])
    assert run(*calls) == expected
    for of_one_number in zip(*top_bits):
        assert set(of_one_number) == {True, False}, "both cases of the padding must be among the logins"


@pytest.mark.parametrize("B", [0, srp.N, 2 * srp.N], ids=["0", "N", "2N"])
def test_a_number_that_would_make_every_password_right_is_not_used(run, B):
    challenge = {"USER_ID_FOR_SRP": "a", "SALT": "1", "SRP_B": f"{B:x}", "SECRET_BLOCK": "AA=="}
    asked = {"poolName": POOL_NAME, "password": new_password(), "a": 5, "challenge": challenge}
    answer, no, yes = run(("challengeResponses", asked), ("isAcceptable", B), ("isAcceptable", srp.N - 1))
    assert isinstance(answer, Error) and "SRP_B" in answer
    assert (no, yes) == (False, True)


def test_secret_numbers_are_drawn_anew_each_time(run):
    drawn = run(*[("newSecretNumber",)] * 50)
    assert len(set(drawn)) == 50
    assert 240 < max(number.bit_length() for number in drawn) <= 256


# --- the kernel's half -------------------------------------------------------------------------------------------


def new_form(initiate=None, respond=None):
    return forms.BrowserLoginForm(initiate, respond, user_pool_id=POOL_ID)


CHALLENGE = {"ChallengeName": "PASSWORD_VERIFIER", "ChallengeParameters": {"SRP_B": "b"}, "ResponseMetadata": {}}
TOKENS = {"AuthenticationResult": {"AccessToken": "an access token of 34 characters..", "ExpiresIn": 3600}}


def refusal(code, message):
    return ClientError({"Error": {"Code": code, "Message": message}}, "InitiateAuth")


def raising(error):
    def function(_):
        raise error

    return function


def test_your_functions_are_given_what_the_page_sends_and_nothing_else():
    given = []
    form = new_form(lambda p: given.append(p) or CHALLENGE, lambda r: given.append(r) or TOKENS)
    parameters, responses = {"USERNAME": EMAIL, "SRP_A": "a"}, {"PASSWORD_CLAIM_SIGNATURE": "s"}
    assert ask(form, "initiate", **parameters) == {"answer": {"SRP_B": "b"}}
    assert ask(form, "submit", **responses) == {"answer": None}
    assert given == [parameters, responses]
    assert f"You are logged in as {EMAIL}." in form.head.value


def test_the_tokens_stay_in_the_kernel():
    form = new_form(lambda _: CHALLENGE, lambda _: TOKENS)
    ask(form, "initiate", USERNAME=EMAIL, SRP_A="a")
    ask(form, "submit", PASSWORD_CLAIM_SIGNATURE="s")
    token = TOKENS["AuthenticationResult"]["AccessToken"]
    assert form.tokens == {"AccessToken": token}
    assert token not in str(Widget.get_manager_state()) and forms.mask(token) in form.head.value
    form.somebody_else.click()
    assert form.tokens is None


@pytest.mark.parametrize(
    "error, reply",
    [
        (
            refusal("NotAuthorizedException", "Incorrect username or password."),
            {"refused": "Incorrect username or password.", "code": "NotAuthorizedException"},
        ),
        (
            EndpointConnectionError(endpoint_url="http://127.0.0.1:9/"),
            {
                "refused": "The server does not answer at http://127.0.0.1:9. "
                "Run the cell that starts it, then log in again.",
                "code": "",
            },
        ),
        (
            KeyError("oh"),
            {
                "refused": "Your function stopped with an error. Mend it, then log in again.",
                "code": "KeyError: 'oh'",
            },
        ),
    ],
    ids=["refused", "no answer", "a mistake in the lesson"],
)
def test_what_your_functions_raise_is_said_in_the_form(error, reply):
    assert ask(new_form(raising(error)), "initiate", USERNAME=EMAIL) == reply
    assert ask(new_form(respond=raising(error)), "submit", USERNAME=EMAIL) == reply


@pytest.mark.parametrize(
    "answer, told",
    [
        (None, "initiate returned no challenge. End it with: return cognito.initiate_auth(...)"),
        (TOKENS, "initiate returned no challenge. End it with: return cognito.initiate_auth(...)"),
        ({"ChallengeName": "SMS_MFA"}, "Cognito asks for SMS_MFA, where SRP has PASSWORD_VERIFIER."),
    ],
)
def test_an_initiate_that_brings_no_challenge_is_told(answer, told):
    assert ask(new_form(lambda _: answer), "initiate", USERNAME=EMAIL)["refused"] == told


@pytest.mark.parametrize(
    "answer, told",
    [
        (None, "respond returned no tokens. End it with: return answer['AuthenticationResult']"),
        (
            {"ChallengeName": "NEW_PASSWORD_REQUIRED"},
            "Cognito asks for one more step, NEW_PASSWORD_REQUIRED, before it gives tokens.",
        ),
    ],
)
def test_a_respond_that_brings_no_tokens_is_told(answer, told):
    form = new_form(respond=lambda _: answer)
    assert ask(form, "submit", USERNAME=EMAIL)["refused"] == told
    assert form.tokens is None


def test_without_widgets_one_steady_line_is_seen():
    assert repr(new_form()) == "A login form. Run this cell to see it."


# --- in JupyterLab -----------------------------------------------------------------------------------------------


class Crossing:
    """All that crosses between a page and its server: websocket frames both ways, addresses and bodies."""

    def __init__(self, page):
        self.data = []
        page.on("websocket", self._listen)
        page.on("request", lambda request: self._keep(f"{request.url} {request.post_data_buffer or b''}"))

    def _listen(self, websocket):
        websocket.on("framesent", self._keep)
        websocket.on("framereceived", self._keep)

    def _keep(self, data):
        self.data.append(data.encode() if isinstance(data, str) else data)

    def all(self):
        return b"\n".join(self.data)


@pytest.fixture(scope="module")
def notebook(jupyter, lab_page, open_notebook):
    """One notebook with both kinds of login form. `notebook.crossing` has all that crossed since it was opened."""
    crossing = Crossing(lab_page)
    notebook = open_notebook(jupyter.add("browser_login.ipynb", START, BROWSER_FORM, LOGIN_FORM))
    notebook.run_all()
    assert notebook.errors() == []
    notebook.crossing = crossing
    return notebook


@pytest.fixture
def password(notebook):
    """The user's password, new for each test, with every character that some spelling changes."""
    sentinel = new_sentinel()
    set_password(notebook, sentinel)
    return sentinel


def set_password(notebook, password, permanent=True):
    user = "UserPoolId=lesson.user_pool_id, Username=lesson.username"
    call = f"admin_set_user_password({user}, Password={password!r}, Permanent={permanent})"
    notebook.in_kernel(f'boto3.client("cognito-idp").{call}')


@pytest.fixture
def form(notebook):
    """The form whose password stays in the browser, ready to be filled in."""
    return asking(notebook.forms().nth(0))


@pytest.fixture
def other_form(notebook):
    """The form that hands the password to the kernel."""
    return asking(notebook.forms().nth(1))


def asking(form):
    begin(form).get_by_label("E-mail").fill(EMAIL)
    form.get_by_label("Password").fill("")
    return form


def test_the_password_typed_never_crosses_the_websocket(notebook, form, password):
    wrong, before = new_sentinel(), len(notebook.crossing.data)
    submit(form, wrong)
    expect(form.get_by_role("alert")).to_contain_text("Incorrect username or password.")
    expect(form.get_by_label("Password")).to_have_value("")
    submit(form, password)
    expect_logged_in(form)
    crossed = b"\n".join(notebook.crossing.data[before:])
    assert b"SRP_A" in crossed and b"PASSWORD_CLAIM_SIGNATURE" in crossed, "the look-out sees what crosses"
    assert traces(wrong, crossed) == []
    assert traces(password, crossed) == []


def test_the_look_out_sees_a_password_that_does_cross(notebook, other_form):
    wrong = new_sentinel()
    submit(other_form, wrong)
    expect(other_form.get_by_role("alert")).to_contain_text("Incorrect username or password.")
    expect(other_form.get_by_label("Password")).to_be_enabled()
    assert "JSON" in traces(wrong, notebook.crossing.all())


@pytest.mark.parametrize("spelling", spellings("x"))
def test_the_look_out_knows_each_spelling(spelling):
    secret = new_sentinel()
    for text in spellings(secret)[spelling]:
        assert spelling in traces(secret, b"{..." + text + b"...}")


@pytest.mark.parametrize("before", range(3))
def test_the_look_out_knows_base64_wherever_the_password_begins(before):
    secret = new_sentinel()
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        assert traces(secret, encode(b"." * before + secret.encode() + b"..")) == ["base64"]


def test_the_kernel_is_given_no_more_than_the_protocol_needs(notebook, form, password):
    notebook.in_kernel("given.clear()")
    submit(form, password)
    expect_logged_in(form)
    assert notebook.in_kernel("", "[sorted(seen) for seen in given]") == [
        ["SRP_A", "USERNAME"],
        ["PASSWORD_CLAIM_SECRET_BLOCK", "PASSWORD_CLAIM_SIGNATURE", "TIMESTAMP", "USERNAME"],
    ]


def test_whole_tokens_do_not_cross_either(notebook, form, password):
    submit(form, password)
    expect_logged_in(form)
    tokens = notebook.in_kernel("", "list(browser_form.tokens.values())")
    assert len(tokens) == 3
    assert not [token[:4] for token in tokens if token.encode() in notebook.crossing.all()]
    for token in tokens:
        expect(form.get_by_text(forms.mask(token))).to_be_visible()


def test_the_tokens_can_be_used(notebook, form, password):
    submit(form, password)
    expect_logged_in(form)
    told = 'cognito.get_user(AccessToken=browser_form.tokens["AccessToken"])["UserAttributes"]'
    assert EMAIL in notebook.in_kernel("", f'[attribute["Value"] for attribute in {told}]')


def test_somebody_else_begins_with_an_empty_form(notebook, form, password):
    submit(form, password)
    form.get_by_role("button", name="Log in as somebody else").click()
    expect(form.get_by_label("E-mail")).to_be_focused()
    expect(form.get_by_label("E-mail")).to_have_value("")
    assert notebook.in_kernel("", "browser_form.tokens is None") is True


@pytest.mark.parametrize("where", ["E-mail", "Password", "Log in"])
def test_enter_submits_wherever_you_are(form, password, where):
    form.get_by_label("Password").fill(password)
    (form.get_by_role("button") if where == "Log in" else form.get_by_label(where)).press("Enter")
    expect_logged_in(form)


def test_what_is_missing_is_asked_for_without_asking_the_kernel(notebook, form):
    notebook.in_kernel("given.clear()")
    form.get_by_label("E-mail").fill(" ")
    form.get_by_role("button", name="Log in").click()
    expect(form.get_by_role("alert")).to_have_text("Type your e-mail.")
    expect(form.get_by_label("E-mail")).to_be_focused()
    form.get_by_label("E-mail").fill(EMAIL)
    form.get_by_label("E-mail").press("Enter")
    expect(form.get_by_role("alert")).to_have_text("Type your password.")
    expect(form.get_by_label("Password")).to_be_focused()
    assert notebook.in_kernel("", "given") == []


def test_a_second_click_while_busy_is_not_a_second_login(notebook, form, password):
    notebook.in_kernel("given.clear()")
    form.get_by_label("Password").fill(password)
    form.get_by_role("button", name="Log in").dblclick()
    expect_logged_in(form)
    assert notebook.in_kernel("", "len(given)") == 2


def test_one_more_step_that_cognito_asks_for_is_named(notebook, form):
    temporary = new_sentinel()
    set_password(notebook, temporary, permanent=False)
    submit(form, temporary)
    expect(form.get_by_role("alert")).to_have_text(
        "Cognito asks for one more step, NEW_PASSWORD_REQUIRED, before it gives tokens."
    )


def test_both_forms_look_alike(notebook, form, other_form, password):
    parts = """form => {
      const origin = form.getBoundingClientRect();
      const shown = ".cognito-title, label, input, button, [role=alert], [role=status], summary, th, section";
      return [...form.querySelectorAll(shown)].filter((part) => part.checkVisibility()).map((part) => {
        const { x, y, width, height } = part.getBoundingClientRect();
        const { color, backgroundColor, font } = getComputedStyle(part);
        const measures = [x - origin.x, y - origin.y, width, height].map(Math.round);
        return [part.tagName, part.textContent.slice(0, 8), ...measures, color, backgroundColor, font];
      });
    }"""
    for either in (form, other_form):
        submit(either, new_sentinel())
        expect(either.get_by_role("alert")).to_contain_text("Incorrect")
    notebook.page.mouse.move(0, 0)  # so that no button is lit
    assert form.evaluate(parts) == other_form.evaluate(parts)
    for either in (form, other_form):
        submit(either, password)
        expect_logged_in(either)
    assert form.evaluate(parts) == other_form.evaluate(parts)


# --- what a page does for every form -----------------------------------------------------------------------------


@pytest.fixture(params=["form", "other_form"])
def either(request):
    """A login form of each kind."""
    return request.getfixturevalue(request.param)


def test_an_e_mail_goes_without_the_spaces_around_it_and_a_password_with_those_in_it(notebook, either):
    spaced = f"{new_sentinel()} {new_sentinel()}"
    set_password(notebook, spaced)
    either.get_by_label("E-mail").fill(f"  {EMAIL} ")
    either.get_by_label("Password").fill(spaced)
    either.get_by_role("button").click()
    expect_logged_in(either)


EVIL = "<img src=x onerror=alert(1)>"
REFUSE_EVILLY = f"""
from botocore.exceptions import ClientError


def refuse(**_):
    raise ClientError({{"Error": {{"Code": {EVIL!r}, "Message": {EVIL!r}}}}}, "InitiateAuth")


cognito.initiate_auth, as_ever = refuse, cognito.initiate_auth
"""


def test_a_refusal_cannot_become_html(notebook, either):
    notebook.in_kernel(REFUSE_EVILLY)
    submit(either, new_sentinel())
    expect(either.get_by_role("alert")).to_have_text(EVIL * 2)
    notebook.in_kernel("cognito.initiate_auth = as_ever")


@contextmanager
def hurry(page):
    """Meanwhile the page's clock runs: what would take a minute takes half a second."""
    page.evaluate("""() => {
      window.asEver = window.setTimeout;
      window.setTimeout = (act, time, ...rest) => asEver(act, time === 60_000 ? 500 : time, ...rest);
    }""")
    try:
        yield
    finally:
        page.evaluate("() => { window.setTimeout = asEver; }")


def test_a_kernel_that_does_not_answer_is_said_and_its_late_refusal_is_not_heard(
    notebook, form, other_form, picture
):
    notebook.in_kernel("given.clear()")
    no_answer = "The kernel does not answer. Wait until it is idle and try again, or run this cell anew."
    with hurry(notebook.page), notebook.kernel_stopped():
        for either in (form, other_form):
            submit(either, new_sentinel())
            expect(either.get_by_role("alert")).to_have_text(no_answer)
            expect(either.get_by_label("Password")).to_be_focused()
            expect(either.get_by_label("Password")).to_have_value("")
        picture(form, "form-no-kernel")
    notebook.wait_for("given != []")  # it has gone on
    notebook.wait_until_idle()
    for either in (form, other_form):
        expect(either.get_by_role("alert")).to_have_text(no_answer)


# --- notebooks of their own, from here on ------------------------------------------------------------------------


def test_a_second_view_and_a_page_loaded_anew_can_be_used(jupyter, open_notebook):
    views = ["login_form", "browser_form"]
    notebook = open_notebook(jupyter.add("views.ipynb", START, LOGIN_FORM, BROWSER_FORM, *views))
    notebook.run_all()
    password = new_sentinel()
    set_password(notebook, password)
    for again in (False, True):
        if again:
            notebook.save()
            notebook.load()
        for first, second in ((0, 2), (3, 1)):
            form, other = notebook.forms().nth(first), notebook.forms().nth(second)
            submit(form, new_sentinel())
            expect(form.get_by_role("alert")).to_contain_text("Incorrect username or password.")
            submit(other, password)
            for view in (form, other):
                expect_logged_in(view)
            form.get_by_role("button").click()
            expect(other.get_by_label("Password")).to_be_visible()
            expect(form.get_by_label("E-mail")).to_be_focused()
