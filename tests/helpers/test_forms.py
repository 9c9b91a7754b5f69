"""The forms without a browser: what they tell the page, and what they do with its messages."""

from __future__ import annotations

import json
import secrets
import socket
import time
import uuid
from urllib.error import URLError
from urllib.request import urlopen

import anywidget
import botocore.exceptions
import ipywidgets as widgets
import jwt
import pytest
import requests

from helpers import forms
from helpers.forms.card import Card
from helpers.forms.entry import Field, Step
from helpers.forms.messages import explain, scrub
from helpers.forms.password import checklist
from helpers.forms.tokens import NoTokens, tokens_in, utc
from tests.support.forms_in_use import EMAIL, ask

POLICY = {
    "MinimumLength": 8,
    "RequireUppercase": True,
    "RequireLowercase": True,
    "RequireNumbers": True,
    "RequireSymbols": True,
}


# --- what the tests share ------------------------------------------------------------------------


def state_of_all_widgets():
    """What a notebook would save with "Save Widget State"."""
    return json.dumps(widgets.Widget.get_manager_state(), ensure_ascii=False)


@pytest.fixture
def password():
    return "Aa1!" + secrets.token_urlsafe(12)


@pytest.fixture
def tokens():
    now, key = int(time.time()), secrets.token_hex(32)
    claims = {"sub": str(uuid.uuid4()), "iat": now, "exp": now + 3600}
    return {
        "AccessToken": jwt.encode({**claims, "token_use": "access"}, key),
        "IdToken": jwt.encode({**claims, "token_use": "id", "email": EMAIL, "email_verified": True}, key),
        "RefreshToken": secrets.token_urlsafe(900),
        "ExpiresIn": 3600,
        "TokenType": "Bearer",
    }


@pytest.fixture
def log_in(password, tokens):
    """A login that knows one password. `calls` counts them."""

    def log_in(email, typed):
        log_in.calls += 1
        if typed != password:
            raise refusal("NotAuthorizedException", "Incorrect username or password.")
        return tokens

    log_in.calls = 0
    return log_in


def refusal(code, message):
    return botocore.exceptions.ClientError({"Error": {"Code": code, "Message": message}}, "InitiateAuth")


def is_asking(form):
    return form.entry in form.children and bool(form.entry.step)


# --- tokens -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "token, shown",
    [
        ("eyJrIjoiYSJ9.eyJzdWIiOiJiIn0.c3fQ", "eyJr…3fQ"),
        ("0123456789abcdef", "0123…def"),
        ("short", "…"),
        ("", "…"),
    ],
)
def test_a_masked_token_shows_its_two_ends_and_a_short_one_nothing(token, shown):
    assert forms.mask(token) == shown


def test_tokens_are_found_in_every_answer_a_login_gives(tokens):
    three = {name: tokens[name] for name in ("IdToken", "AccessToken", "RefreshToken")}
    by_post = {
        "idToken": three["IdToken"],
        "accessToken": three["AccessToken"],
        "refreshToken": three["RefreshToken"],
    }
    for answer in (tokens, {"AuthenticationResult": tokens}, by_post, {"success": True, "tokens": by_post}):
        assert tokens_in(answer) == three
    assert tokens_in({"IdToken": three["IdToken"]}) == {"IdToken": three["IdToken"]}


@pytest.mark.parametrize(
    "answer, told",
    [
        (None, "log_in returned no tokens"),
        ("eyJ", "log_in returned no tokens"),
        ({}, "a dict without tokens"),
        ({"AuthenticationResult": {}}, "a dict without tokens"),
        ({"IdToken": None}, "a dict without tokens"),
        ({"ChallengeName": "NEW_PASSWORD_REQUIRED", "Session": "s"}, "one more step, NEW_PASSWORD_REQUIRED"),
        ({"success": False, "error": "Email and password are required"}, "Email and password are required"),
    ],
)
def test_an_answer_without_tokens_says_what_it_has_in_their_place(answer, told):
    with pytest.raises(NoTokens, match=told):
        tokens_in(answer)


def test_the_table_masks_each_token_and_says_that_claims_are_not_verified(tokens):
    html = forms.tokens_table(tokens)
    for name in ("IdToken", "AccessToken", "RefreshToken"):
        assert tokens[name] not in html
        assert forms.mask(tokens[name]) in html
    assert "6 claims, decoded, not yet verified" in html
    assert "opaque: only Cognito can read it" in html
    assert f'<th scope="row">email</th><td>{EMAIL}</td>' in html
    assert '<th scope="row">email_verified</th><td>true</td>' in html


def test_the_table_escapes_claims_and_shows_times_as_dates_too():
    evil = jwt.encode(
        {"<b>": "<script>alert(1)</script>", "exp": 1700000000, "iat": "soon"}, secrets.token_hex(32)
    )
    html = forms.tokens_table({"IdToken": evil})
    assert "<script>" not in html and "<b>alert" not in html
    assert "&lt;b&gt;" in html and "&lt;script&gt;" in html
    assert "1700000000 <small>2023-11-14 22:13:20 UTC</small>" in html
    assert "<td>soon</td>" in html


@pytest.mark.parametrize("no_time", ["soon", None, [], 10**30, float("nan")])
def test_what_is_no_time_has_no_date(no_time):
    assert utc(no_time) == ""


# --- messages -----------------------------------------------------------------------------------


def closed_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def raised_by(call, *args, **kwargs):
    with pytest.raises(Exception) as caught:
        call(*args, **kwargs)
    return caught.value


def test_a_refusal_of_aws_that_repeats_the_password_hides_it(password):
    error = refusal("InvalidParameterException", f"Value '{password}' at 'password' failed")
    assert explain(error, secrets=[password]).text == "Value '•••' at 'password' failed"


def test_a_refusal_of_aws_keeps_its_message_and_its_code():
    message = explain(refusal("UserNotFoundException", "User does not exist."))
    assert (message.text, message.code) == ("User does not exist.", "UserNotFoundException")


def test_a_refusal_without_a_message_still_says_something():
    message = explain(botocore.exceptions.ClientError({"Error": {"Code": "500"}}, "InitiateAuth"))
    assert (message.text, message.code) == ("Cognito refused, and gave no reason.", "500")


def test_a_server_that_does_not_answer_is_named_with_what_to_do():
    url = f"http://127.0.0.1:{closed_port()}"
    told = f"The server does not answer at {url}. Run the cell that starts it, then log in again."
    for error in (
        raised_by(requests.post, f"{url}/login", json={}),
        botocore.exceptions.EndpointConnectionError(endpoint_url=f"{url}/"),
        botocore.exceptions.ConnectTimeoutError(endpoint_url=f"{url}/"),
        botocore.exceptions.ReadTimeoutError(endpoint_url=f"{url}/"),
        botocore.exceptions.ConnectionClosedError(endpoint_url=f"{url}/"),
    ):
        message = explain(error, again="log in again")
        assert (message.text, message.code) == (told, ""), type(error)


def test_a_server_elsewhere_is_not_started_by_a_cell():
    error = botocore.exceptions.EndpointConnectionError(
        endpoint_url="https://cognito-idp.us-east-1.amazonaws.com/"
    )
    assert "at https://cognito-idp.us-east-1.amazonaws.com. Look at your network" in explain(error).text


def test_an_address_unknown_or_with_a_name_in_it_is_not_told():
    unknown = "The server does not answer. Run the cell that starts it, then try again."
    refused = raised_by(urlopen, f"http://127.0.0.1:{closed_port()}/")
    assert isinstance(refused, URLError)
    for error in (refused, ConnectionRefusedError(111, "Connection refused"), TimeoutError()):
        assert explain(error).text == unknown
    named = botocore.exceptions.EndpointConnectionError(endpoint_url="http://ada:pw@127.0.0.1:9/x")
    assert "at http://127.0.0.1:9. " in explain(named).text


def test_a_refusal_over_http_shows_the_servers_error():
    response = requests.Response()
    response.status_code, response.reason = 401, "UNAUTHORIZED"
    response._content = b'{"success": false, "error": "Incorrect username or password."}'
    message = explain(raised_by(response.raise_for_status))
    assert (message.text, message.code) == ("Incorrect username or password.", "HTTP 401")
    response._content = b"<html>no</html>"
    assert explain(raised_by(response.raise_for_status)).text == "The server refused: UNAUTHORIZED"


def test_an_unexpected_error_is_called_by_its_type_in_one_short_line(password):
    message = explain(KeyError("AuthenticationResult"), again="log in again")
    assert message.text == "Your function stopped with an error. Mend it, then log in again."
    assert message.code == "KeyError: 'AuthenticationResult'"
    assert explain(RuntimeError()).code == "RuntimeError"
    assert len(explain(ValueError("many\nlines " * 1000)).code) < 320


@pytest.mark.parametrize("form_of", [str, repr, json.dumps, lambda s: repr(s.encode()), requests.utils.quote])
def test_a_password_is_hidden_however_it_is_spelled(form_of):
    secret = f"{secrets.token_hex(4)} a'b\"c\\d&e/é"
    shown = scrub(f"Invalid value for PASSWORD, value: {form_of(secret)}, type", [secret])
    assert shown.startswith("Invalid value for PASSWORD, value: ") and "•••" in shown
    assert secret[:8] not in shown and "&e" not in shown


def test_a_password_with_two_spaces_in_it_is_hidden_though_lines_are_drawn_together():
    secret = f"{secrets.token_hex(4)}  x"
    assert secret.split()[0] not in explain(ValueError(f"bad {secret}!"), secrets=[secret]).code


@pytest.mark.parametrize("word", ["password", "a", "user", "or"])
def test_a_word_of_cognitos_own_sentence_typed_as_a_password_does_not_spoil_the_sentence(word):
    assert scrub("Incorrect username or password.", [word]) == "Incorrect username or password."


@pytest.mark.parametrize("word", ["error", "server", "function"])
def test_a_word_of_the_forms_own_sentences_does_not_spoil_them_either(word):
    assert "•" not in explain(ConnectionRefusedError(), secrets=[word]).text
    assert "•" not in explain(KeyError(), secrets=[word]).text


def test_a_short_password_is_hidden_where_it_stands_alone():
    assert scrub("Invalid value 'abc' for abcde", ["abc"]) == "Invalid value '•••' for abcde"


def test_a_token_in_a_message_is_masked(tokens):
    shown = scrub(f"Could not verify {tokens['IdToken']}!", [])
    assert shown == f"Could not verify {forms.mask(tokens['IdToken'])}!"


# --- the page's side of a form ------------------------------------------------------------------


def test_the_page_is_told_what_to_ask_for_and_how(log_in):
    email, password = forms.LoginForm(log_in, email=EMAIL).entry.step["fields"]
    assert (email["label"], email["type"], email["autocomplete"], email["value"]) == (
        "E-mail",
        "text",
        "username",
        EMAIL,
    )
    assert (password["label"], password["type"], password["value"]) == ("Password", "password", "")
    for field in forms.PasswordForm(print, POLICY).entry.step["fields"]:
        assert (field["type"], field["autocomplete"]) == ("password", "new-password")


def test_what_is_typed_has_no_place_in_the_state_of_a_form(log_in):
    for form in (forms.LoginForm(log_in), forms.PasswordForm(print, POLICY)):
        of_anywidget = {name for name in anywidget.AnyWidget().keys if name[0] == "_"}
        of_its_own = set(form.entry.keys) - of_anywidget - set(widgets.DOMWidget().keys)
        assert of_its_own - {"_css"} == {"step"}


def test_without_widgets_one_steady_line_is_seen(log_in):
    for form, line in (
        (forms.LoginForm(log_in), "A login form. Run this cell to see it."),
        (forms.PasswordForm(print, POLICY), "A form to choose a password. Run this cell to see it."),
    ):
        assert repr(form) == line
        if hasattr(form, "_repr_mimebundle_"):  # ipywidgets 8; 7 displays its repr
            assert form._repr_mimebundle_()["text/plain"] == line


# --- the login form -----------------------------------------------------------------------------


def test_a_right_password_gives_way_to_masked_tokens_and_claims(log_in, password, tokens):
    form = forms.LoginForm(log_in)
    assert is_asking(form) and form.tokens is None
    assert ask(form, "submit", email=EMAIL, password=password) == {"answer": None}
    assert not is_asking(form) and log_in.calls == 1
    assert f'role="status">You are logged in as {EMAIL}.</div>' in form.head.value
    assert forms.mask(tokens["AccessToken"]) in form.head.value and "token_use" in form.head.value
    assert form.tokens["AccessToken"] == tokens["AccessToken"]


def test_a_wrong_password_is_refused_with_message_and_code_and_the_right_one_logs_in(log_in, password):
    form = forms.LoginForm(log_in)
    assert ask(form, "submit", email=EMAIL, password=password + "x") == {
        "refused": "Incorrect username or password.",
        "code": "NotAuthorizedException",
    }
    assert is_asking(form) and form.tokens is None
    ask(form, "submit", email=EMAIL, password=password)
    assert form.tokens and log_in.calls == 2


def test_a_cell_can_do_what_the_button_does(log_in, password):
    form = forms.LoginForm(log_in)
    assert "refused" in form.submit(email=EMAIL, password=password + "x")
    form.submit(email=EMAIL, password=password)
    assert form.tokens


def test_somebody_else_finds_an_empty_form_and_the_tokens_are_forgotten(log_in, password):
    form = forms.LoginForm(log_in, email=EMAIL)
    ask(form, "submit", email=EMAIL, password=password)
    form.somebody_else.click()
    assert is_asking(form) and form.tokens is None
    assert [field["value"] for field in form.entry.step["fields"]] == ["", ""]
    ask(form, "submit", email="ada@example.com", password=password)
    assert "logged in as ada@example.com" in form.head.value


@pytest.mark.parametrize("right", [True, False])
def test_no_password_and_no_whole_token_is_in_a_widget_or_on_the_wire_to_the_page(
    log_in, password, tokens, sent, right
):
    states = []

    def watched(email, typed):
        states.append(state_of_all_widgets())
        return log_in(email, typed)

    form = forms.LoginForm(watched)
    typed = password if right else password + "x"
    ask(form, "submit", email=EMAIL, password=typed)
    assert bool(form.tokens) is right and len(states) == 1
    everything = "".join(states) + state_of_all_widgets() + json.dumps(sent) + repr(form) + repr(form.entry)
    for secret in (typed, tokens["IdToken"], tokens["AccessToken"], tokens["RefreshToken"]):
        assert secret not in everything


@pytest.mark.parametrize("error", [KeyError, RuntimeError, ZeroDivisionError])
def test_an_error_in_the_lessons_function_is_shown_without_the_password_and_the_form_goes_on(password, error):
    def log_in(email, typed):
        raise error(f"cannot use {typed}")

    form = forms.LoginForm(log_in)
    told = ask(form, "submit", email=EMAIL, password=password)
    assert told["code"].startswith(error.__name__) and "cannot use •••" in told["code"]
    assert is_asking(form)


def test_an_interrupted_login_leaves_a_form_that_can_be_used(password, sent):
    def log_in(email, typed):
        raise KeyboardInterrupt

    form = forms.LoginForm(log_in)
    with pytest.raises(KeyboardInterrupt):
        ask(form, "submit", email=EMAIL, password=password)
    assert is_asking(form)
    assert [m["content"].keys() for m in sent if m["method"] == "custom"] == [{"number"}], (
        "the page is not kept waiting"
    )


def test_a_login_that_needs_a_new_password_says_so(password):
    form = forms.LoginForm(lambda email, typed: {"ChallengeName": "NEW_PASSWORD_REQUIRED", "Session": "s"})
    assert "NEW_PASSWORD_REQUIRED" in ask(form, "submit", email=EMAIL, password=password)["refused"]
    assert is_asking(form)


def test_an_e_mail_cannot_become_html(password, tokens):
    form = forms.LoginForm(lambda email, typed: tokens)
    evil = "<img src=x onerror=alert(1)>"
    ask(form, "submit", email=evil, password=password)
    assert evil not in form.head.value and "&lt;img" in form.head.value


def test_half_a_character_typed_as_a_password_does_not_break_the_form():
    def log_in(email, typed):
        raise ValueError(f"bad {typed!r}")

    half = "half\ud83d" + secrets.token_hex(4)
    assert ask(forms.LoginForm(log_in), "submit", email=EMAIL, password=half)["code"] == "ValueError: bad '•••'"


# --- the rules for a password -------------------------------------------------------------------

LENGTH, SPACES = "8 to 256 characters", "no space at the start or the end"
UPPER, LOWER, NUMBER = "an uppercase letter", "a lowercase letter", "a number"
SYMBOL = "a symbol, such as ! or ?"


@pytest.mark.parametrize(
    "typed, unmet",
    [
        ("", [LENGTH, UPPER, LOWER, NUMBER, SYMBOL]),
        ("abcdefgh", [UPPER, NUMBER, SYMBOL]),
        ("ABCDEFG1", [LOWER, SYMBOL]),
        ("Abcdefg!", [NUMBER]),
        ("Abcdef1!", []),
        ("Abcde1!", [LENGTH]),
        ("Ab1!" + "x" * 252, []),
        ("Ab1!" + "x" * 253, [LENGTH]),
        ("Abcdef 1", []),
        ("Abcdef1 ", [SPACES, SYMBOL]),
        (" Abcdef1", [SPACES, SYMBOL]),
        (" Abcdef1!", [SPACES]),
        ("Äbcdef1!", [UPPER]),
        ("ABCDEFß1!", [LOWER]),
        ("Abcdef٣!", [NUMBER]),
        ("Abcdef1€", [SYMBOL]),
    ],
)
def test_the_rules_a_password_breaks(typed, unmet):
    assert forms.unmet_rules(typed, POLICY) == unmet


@pytest.mark.parametrize("symbol", list(r"""^$*.[]{}()?"!@#%&/\,><':;|_~`=+-"""))
def test_every_symbol_of_cognito_counts(symbol):
    assert forms.unmet_rules(f"Abcdef1{symbol}", POLICY) == []


def test_a_rule_that_the_pool_does_not_ask_for_does_not_hold():
    assert forms.unmet_rules("abcdef", {"MinimumLength": 6}) == []
    assert forms.unmet_rules(
        "abcdef", {"MinimumLength": 6, "RequireUppercase": False, "RequireNumbers": True}
    ) == [NUMBER]
    assert forms.unmet_rules("abcdef", {}) == [LENGTH]


# --- the password form --------------------------------------------------------------------------


@pytest.fixture
def chosen():
    """A password form whose function keeps what it was called with."""
    calls = []
    return forms.PasswordForm(calls.append, POLICY), calls


def test_the_rules_stand_open_until_a_password_was_typed_and_then_show_what_is_missing(chosen):
    form, calls = chosen
    new, repeat = (field["hint"] for field in form.entry.step["fields"])
    assert (new, repeat) == (checklist(POLICY), "") and "cognito-met" not in new.split("</style>")[1]
    looked = ask(form, "typed", new_password="abcdefgh")["answer"]
    assert looked == checklist(POLICY, [UPPER, NUMBER, SYMBOL]) and calls == []
    assert "<i>missing: </i>a number" in looked and "<i>kept: </i>a lowercase letter" in looked


def test_a_password_typed_twice_is_set_once_and_the_form_gives_way(chosen, password):
    form, calls = chosen
    assert ask(form, "submit", new_password=password, repeat=password) == {"answer": None}
    assert calls == [password]
    assert not is_asking(form) and 'role="status">The password is set.' in form.head.value
    form.another.click()
    assert is_asking(form) and "The password is set." not in form.head.value


def test_two_passwords_that_differ_are_both_asked_for_again(chosen, password):
    form, calls = chosen
    told = ask(form, "submit", new_password=password, repeat=password + "x")
    assert told == {"refused": "The two are not the same. Type both again.", "code": ""}
    assert is_asking(form) and calls == []


def test_cognito_decides_and_its_refusal_is_shown():
    def refuse(new_password):
        raise refusal("InvalidPasswordException", "Password did not conform with policy: Password not long enough")

    form, weak = forms.PasswordForm(refuse, POLICY), secrets.token_hex(3)
    assert ask(form, "submit", new_password=weak, repeat=weak) == {
        "refused": "Password did not conform with policy: Password not long enough",
        "code": "InvalidPasswordException",
    }
    assert is_asking(form)


@pytest.mark.parametrize("error", [None, ValueError])
def test_no_new_password_is_in_a_widget_or_on_the_wire_to_the_page(password, sent, error):
    def set_password(new_password):
        assert password not in state_of_all_widgets()
        if error:
            raise error(f"bad: {new_password}")
        return {"You sent": new_password}

    form = forms.PasswordForm(set_password, POLICY)
    ask(form, "typed", new_password=password)
    told = ask(form, "submit", new_password=password, repeat=password)
    assert ("refused" in told) is bool(error) is is_asking(form)
    assert password not in state_of_all_widgets() + json.dumps(sent)


# --- a form of several steps --------------------------------------------------------------------


class Greeting(Card):
    """Asks for a name, then for a word."""

    def __init__(self):
        super().__init__(Step("One", (Field("name", "Name", "Type a name."),), "Next", "…", self._named))

    def _named(self, name):
        field = Field("word", "Word", "Type a word.", "password", hint=lambda typed: f"{len(typed)} letters")
        self.ask(Step("Two", (field,), "Done", "…", lambda word: self.give_way(f"{name}: {len(word)}")))


def test_a_step_leads_on_to_another_and_at_last_to_what_came_out():
    form = Greeting()
    assert ask(form, "submit", name="Ada") == {"answer": None}
    assert ">Two<" in form.head.value and form.entry.step["label"] == "Done"
    assert [field["hint"] for field in form.entry.step["fields"]] == ["0 letters"]
    assert ask(form, "typed", word="hello") == {"answer": "5 letters"}
    ask(form, "submit", word="hello")
    assert form.head.value == "Ada: 5" and not is_asking(form)


def test_what_comes_for_a_step_that_is_over_is_refused():
    form = Greeting()
    ask(form, "submit", name="Ada")
    assert "TypeError" in ask(form, "submit", name="Ada")["code"]
    assert ">Two<" in form.head.value


# --- on the local Cognito -----------------------------------------------------------------------


@pytest.fixture
def log_in_to(browser_cognito):
    """Makes a lesson's `log_in` for a pool."""

    def for_pool(pool):
        def log_in(email, password):
            answer = browser_cognito.initiate_auth(
                ClientId=pool.app_client_id,
                AuthFlow="USER_PASSWORD_AUTH",
                AuthParameters={"USERNAME": email, "PASSWORD": password},
            )
            return answer["AuthenticationResult"]

        return log_in

    return for_pool


def test_the_form_logs_in_to_cognito(log_in_to, make_pool):
    pool = make_pool()
    form = forms.LoginForm(log_in_to(pool))
    ask(form, "submit", email=pool.username, password=pool.password)
    assert f'<th scope="row">email</th><td>{pool.username}</td>' in form.head.value
    assert set(form.tokens) == {"IdToken", "AccessToken", "RefreshToken"}


def test_the_form_shows_cognitos_refusal_of_a_wrong_password(log_in_to, make_pool):
    pool = make_pool()
    told = ask(forms.LoginForm(log_in_to(pool)), "submit", email=pool.username, password=pool.password + "x")
    assert told == {"refused": "Incorrect username or password.", "code": "NotAuthorizedException"}


def test_a_password_chosen_in_the_form_logs_in_and_one_that_breaks_the_policy_is_refused(
    cognito, log_in_to, make_pool, password
):
    pool = make_pool()
    policy = cognito.describe_user_pool(UserPoolId=pool.user_pool_id)["UserPool"]["Policies"]["PasswordPolicy"]

    def set_password(new_password):
        cognito.admin_set_user_password(
            UserPoolId=pool.user_pool_id, Username=pool.username, Password=new_password, Permanent=True
        )

    form = forms.PasswordForm(set_password, policy)
    weak = password[4:].lower()
    assert ask(form, "submit", new_password=weak, repeat=weak)["code"] == "InvalidPasswordException"
    assert ask(form, "submit", new_password=password, repeat=password) == {"answer": None}
    assert log_in_to(pool)(pool.username, password)["AccessToken"]
