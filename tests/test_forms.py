"""The forms, typed into and clicked as a browser does it: a text comes as state, Enter as a message."""

from __future__ import annotations

import asyncio
import json
import secrets
import socket
import time
import uuid
import warnings
from unittest.mock import MagicMock
from urllib.error import URLError
from urllib.request import urlopen

import botocore.exceptions
import ipykernel.comm
import ipywidgets as widgets
import jwt
import pytest
import requests

from helpers import forms
from helpers.forms.fields import GRACE, SecretField, on_enter
from helpers.forms.messages import explain, scrub
from helpers.forms.password import checklist
from helpers.forms.tokens import NoTokens, tokens_in, utc

POLICY = {
    "MinimumLength": 8,
    "RequireUppercase": True,
    "RequireLowercase": True,
    "RequireNumbers": True,
    "RequireSymbols": True,
}
EMAIL = "test@example.com"


# --- what stands in for the browser -------------------------------------------------------------


def type_in(field, text):
    """What the browser sends when a person leaves the field."""
    field.set_state({"value": text})


def press_enter(field):
    field._handle_custom_msg({"event": "submit"}, [])


def state_of_all_widgets():
    """What a notebook would save with "Save Widget State"."""
    return json.dumps(widgets.Widget.get_manager_state(), ensure_ascii=False)


@pytest.fixture
def sent(monkeypatch):
    """Every message from the kernel to the browser, as one growing list of JSON texts."""
    messages = []
    monkeypatch.setattr(ipykernel.comm.Comm, "kernel", MagicMock(), raising=False)  # ipywidgets 7 asks for one
    monkeypatch.setattr(
        widgets.Widget, "_send", lambda self, msg, buffers=None: messages.append(json.dumps(msg, default=str))
    )
    return messages


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


def submit_login(form, password, email=EMAIL):
    type_in(form.email, email)
    type_in(form.password, password)
    form.button.click()


def is_asking(form):
    return form.button in form.children


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


# --- fields -------------------------------------------------------------------------------------


def test_a_secret_field_is_emptied_as_soon_as_something_is_typed(password, sent):
    field = SecretField("Password")
    type_in(field, password)
    assert (field.value, field.filled, bool(field.placeholder)) == ("", True, True)
    assert password not in state_of_all_widgets()
    assert not [message for message in sent if password in message], "sent back to the browser"
    assert any('"value": ""' in message for message in sent), "the browser is not told to empty it"


def test_a_secret_is_given_out_once(password):
    field = SecretField("Password")
    type_in(field, password)
    assert (field.take(), field.take()) == (password, "")
    assert (field.filled, field.placeholder) == (False, "")


def test_a_secret_typed_anew_takes_the_place_of_the_first(password):
    field = SecretField("Password")
    type_in(field, password + "1")
    type_in(field, password)
    assert field.take() == password


def test_enter_acts_without_a_deprecation_warning():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        field, acted = widgets.Text(), []
        on_enter(field, lambda: acted.append(field.value))
        type_in(field, "ada")
        assert acted == [], "leaving the field is not Enter"
        press_enter(field)
    assert acted == ["ada"]


def test_other_messages_of_the_browser_are_not_enter():
    field, acted = widgets.Text(), []
    on_enter(field, lambda: acted.append(1))
    field._handle_custom_msg({"event": "click"}, [])
    assert acted == []


def test_enter_that_comes_before_its_text_waits_for_the_text():
    async def browser():
        field, acted = widgets.Text(value="old"), []
        on_enter(field, lambda: acted.append(field.value))
        press_enter(field)
        assert acted == []
        type_in(field, "new")
        assert acted == ["new"]
        await asyncio.sleep(GRACE * 2)
        type_in(field, "later")
        assert acted == ["new"]

    asyncio.run(browser())


def test_enter_in_a_field_left_as_it_was_acts_a_moment_later():
    async def browser():
        field, acted = widgets.Text(value="old"), []
        on_enter(field, lambda: acted.append(field.value))
        press_enter(field)
        press_enter(field)
        await asyncio.sleep(GRACE * 2)
        type_in(field, "later")
        assert acted == ["old"]

    asyncio.run(browser())


def test_a_click_that_overtakes_the_text_typed_before_it_waits_for_it(log_in, password):
    async def browser():
        form = forms.LoginForm(log_in, email=EMAIL)
        form.button.click()
        type_in(form.password, password)
        await asyncio.sleep(GRACE * 2)
        assert form.tokens

    asyncio.run(browser())


# --- the login form -----------------------------------------------------------------------------


def test_before_anything_is_typed_the_form_asks(log_in):
    form = forms.LoginForm(log_in)
    assert is_asking(form) and form.tokens is None
    assert [form.email.description, form.password.description, form.button.description] == [
        "E-mail",
        "Password",
        "Log in",
    ]
    assert not form.button.disabled and form.status.value == ""


def test_without_widgets_one_steady_line_is_seen(log_in):
    for form, line in (
        (forms.LoginForm(log_in), "A login form. Run this cell to see it."),
        (forms.PasswordForm(print, POLICY), "A form to choose a password. Run this cell to see it."),
    ):
        assert repr(form) == line
        if hasattr(form, "_repr_mimebundle_"):  # ipywidgets 8; 7 displays its repr
            assert form._repr_mimebundle_()["text/plain"] == line


def test_a_form_already_knows_an_email_when_told(log_in, password):
    form = forms.LoginForm(log_in, email=EMAIL)
    type_in(form.password, password)
    form.button.click()
    assert form.tokens


@pytest.mark.parametrize("blank", ["", "  "])
def test_a_missing_email_is_asked_for_and_the_password_is_kept_meanwhile(log_in, password, blank):
    form = forms.LoginForm(log_in)
    submit_login(form, password, blank)
    assert "Type your e-mail." in form.status.value and log_in.calls == 0
    type_in(form.email, EMAIL)
    form.button.click()
    assert form.tokens


def test_a_missing_password_is_asked_for(log_in, password):
    form = forms.LoginForm(log_in)
    submit_login(form, "")
    assert "Type your password." in form.status.value and log_in.calls == 0
    type_in(form.password, password)
    form.button.click()
    assert form.tokens


def test_a_right_password_gives_way_to_masked_tokens_and_claims(log_in, password, tokens):
    form = forms.LoginForm(log_in)
    submit_login(form, password)
    assert not is_asking(form)
    shown = form.children[0].value
    assert f"You are logged in as {EMAIL}." in shown and 'role="status"' in shown
    assert forms.mask(tokens["AccessToken"]) in shown and "token_use" in shown
    assert form.tokens["AccessToken"] == tokens["AccessToken"]


def test_a_wrong_password_leaves_the_form_with_message_code_and_email(log_in, password):
    form = forms.LoginForm(log_in)
    submit_login(form, password + "x")
    assert is_asking(form) and form.tokens is None
    assert 'role="alert">Incorrect username or password.<small>NotAuthorizedException</small>' in form.status.value
    assert (form.email.value, form.password.filled) == (EMAIL, False)
    assert (form.button.disabled, form.button.description, form.email.disabled) == (False, "Log in", False)


def test_after_a_wrong_password_the_right_one_logs_in(log_in, password):
    form = forms.LoginForm(log_in)
    submit_login(form, password + "x")
    type_in(form.password, password)
    press_enter(form.password)
    assert form.tokens and log_in.calls == 2


@pytest.mark.parametrize("where", ["email", "password"])
def test_enter_in_either_field_logs_in(log_in, password, where):
    form = forms.LoginForm(log_in)
    type_in(form.email, EMAIL)
    type_in(form.password, password)
    press_enter(getattr(form, where))
    assert form.tokens and log_in.calls == 1


def test_enter_that_comes_before_the_password_waits_for_it(log_in, password):
    async def browser():
        form = forms.LoginForm(log_in, email=EMAIL)
        press_enter(form.password)
        type_in(form.password, password)
        assert form.tokens and form.password.placeholder == ""
        await asyncio.sleep(GRACE * 2)
        assert log_in.calls == 1

    asyncio.run(browser())


def test_while_busy_everything_is_off_and_a_second_click_does_nothing(password, tokens, sent):
    seen = []

    def log_in(email, typed):
        seen.append((form.button.disabled, form.button.description, form.email.disabled, form.password.disabled))
        form.button.click()
        press_enter(form.password)
        press_enter(form.email)
        assert form.status.value == "", "nothing is asked for meanwhile"
        told = [json.loads(message).get("state", {}).get("description") for message in sent]
        assert "Logging in…" in told, "the browser is told before the call"
        return tokens

    form = forms.LoginForm(log_in)
    submit_login(form, password)
    assert seen == [(True, "Logging in…", True, True)]
    assert form.tokens


def test_a_double_click_leaves_the_answer_as_it_stands(log_in, password):
    form = forms.LoginForm(log_in)
    submit_login(form, password + "x")
    refused = form.status.value
    form.button.click()
    assert form.status.value == refused and log_in.calls == 1
    type_in(form.password, password)
    form.button.click()
    form.button.click()
    form.somebody_else.click()
    assert form.status.value == ""


def test_somebody_else_finds_an_empty_form_and_the_tokens_are_forgotten(log_in, password):
    form = forms.LoginForm(log_in)
    submit_login(form, password)
    form.somebody_else.click()
    assert is_asking(form) and form.tokens is None
    assert (form.email.value, form.status.value, form.button.disabled) == ("", "", False)
    submit_login(form, password, "ada@example.com")
    assert "logged in as ada@example.com" in form.children[0].value


@pytest.mark.parametrize("right", [True, False])
def test_no_password_and_no_whole_token_is_in_a_widget_or_on_the_wire_to_the_browser(
    log_in, password, tokens, sent, right
):
    form = forms.LoginForm(log_in)
    typed = password if right else password + "x"
    submit_login(form, typed)
    assert bool(form.tokens) is right
    everything = state_of_all_widgets() + "".join(sent) + repr(form) + repr(form.password)
    for secret in (typed, tokens["IdToken"], tokens["AccessToken"], tokens["RefreshToken"]):
        assert secret not in everything


@pytest.mark.parametrize("error", [KeyError, RuntimeError, ZeroDivisionError])
def test_an_error_in_the_lessons_function_is_shown_without_the_password_and_the_form_goes_on(password, error):
    def log_in(email, typed):
        raise error(f"cannot use {typed}")

    form = forms.LoginForm(log_in)
    submit_login(form, password)
    assert error.__name__ in form.status.value and "cannot use •••" in form.status.value
    assert password not in state_of_all_widgets()
    assert is_asking(form) and not form.button.disabled


def test_an_interrupted_login_leaves_a_form_that_can_be_used(password):
    def log_in(email, typed):
        raise KeyboardInterrupt

    form = forms.LoginForm(log_in)
    with pytest.raises(KeyboardInterrupt):
        submit_login(form, password)
    assert is_asking(form) and not form.button.disabled and form.button.description == "Log in"


def test_a_login_that_needs_a_new_password_says_so(password):
    form = forms.LoginForm(lambda email, typed: {"ChallengeName": "NEW_PASSWORD_REQUIRED", "Session": "s"})
    submit_login(form, password)
    assert is_asking(form) and "NEW_PASSWORD_REQUIRED" in form.status.value


def test_what_comes_from_outside_is_escaped(password, tokens):
    evil = "<img src=x onerror=alert(1)>"
    form = forms.LoginForm(lambda email, typed: tokens)
    submit_login(form, password, evil)
    assert evil not in form.children[0].value and "&lt;img" in form.children[0].value

    def refuse(email, typed):
        raise refusal(evil, evil)

    form = forms.LoginForm(refuse)
    submit_login(form, password)
    assert evil not in form.status.value and form.status.value.count("&lt;img") == 2


def test_half_a_character_typed_as_a_password_does_not_break_the_form():
    def log_in(email, typed):
        raise ValueError(f"bad {typed!r}")

    form = forms.LoginForm(log_in)
    submit_login(form, "half\ud83d" + secrets.token_hex(4))
    assert "ValueError: bad &#x27;•••&#x27;" in form.status.value


def test_the_password_reaches_the_function_as_typed_and_the_email_without_spaces_around(tokens):
    seen = []
    form = forms.LoginForm(lambda *typed: seen.append(typed) or tokens)
    spaced = f" {secrets.token_hex(4)} "
    submit_login(form, spaced, f"  {EMAIL} ")
    assert seen == [(EMAIL, spaced)]


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
    form = forms.PasswordForm(calls.append, POLICY)
    return form, calls


def submit_new(form, password, repeat=None):
    type_in(form.new_password, password)
    type_in(form.repeat, password if repeat is None else repeat)
    form.button.click()


def test_the_rules_stand_open_until_a_password_was_typed_and_then_show_what_is_missing(chosen):
    form, _ = chosen
    assert form.rules.value == checklist(POLICY) and "cognito-met" not in form.rules.value.split("</style>")[1]
    type_in(form.new_password, "abcdefgh")
    assert form.rules.value == checklist(POLICY, [UPPER, NUMBER, SYMBOL])
    assert "<i>missing: </i>a number" in form.rules.value and "<i>kept: </i>a lowercase letter" in form.rules.value


def test_a_password_typed_twice_is_set_once_and_the_form_gives_way(chosen, password):
    form, calls = chosen
    submit_new(form, password)
    assert calls == [password]
    assert not is_asking(form) and "The password is set." in form.children[0].value
    form.another.click()
    assert is_asking(form) and form.status.value == "" and form.rules.value == checklist(POLICY)
    form.button.click()
    assert "Type a new password." in form.status.value


def test_enter_in_the_repeated_password_sets_it(chosen, password):
    form, calls = chosen
    type_in(form.new_password, password)
    type_in(form.repeat, password)
    press_enter(form.repeat)
    assert calls == [password]


def test_two_passwords_that_differ_are_both_asked_for_again(chosen, password):
    form, calls = chosen
    submit_new(form, password, password + "x")
    assert "The two are not the same." in form.status.value and calls == []
    assert not form.new_password.filled and not form.repeat.filled
    submit_new(form, password)
    assert calls == [password]


def test_a_password_not_typed_or_not_repeated_is_asked_for(chosen, password):
    form, calls = chosen
    form.button.click()
    assert "Type a new password." in form.status.value
    type_in(form.new_password, password)
    form.button.click()
    assert "Repeat the password." in form.status.value and calls == []
    type_in(form.repeat, password)
    form.button.click()
    assert calls == [password]


def test_cognito_decides_and_its_refusal_is_shown():
    def refuse(new_password):
        raise refusal("InvalidPasswordException", "Password did not conform with policy: Password not long enough")

    form = forms.PasswordForm(refuse, POLICY)
    submit_new(form, secrets.token_hex(3))
    assert "Password not long enough<small>InvalidPasswordException</small>" in form.status.value
    assert is_asking(form) and not form.new_password.filled and not form.repeat.filled
    assert "cognito-unmet" in form.rules.value.split("</style>")[1]


def test_while_a_password_is_set_a_second_click_does_nothing(password):
    seen = []

    def set_password(new_password):
        seen.append((form.button.disabled, form.button.description))
        form.button.click()

    form = forms.PasswordForm(set_password, POLICY)
    submit_new(form, password)
    assert seen == [(True, "Setting the password…")]


@pytest.mark.parametrize("error", [None, ValueError])
def test_no_new_password_is_in_a_widget_or_on_the_wire_to_the_browser(password, sent, error):
    def set_password(new_password):
        if error:
            raise error(f"bad: {new_password}")
        return {"You sent": new_password}

    form = forms.PasswordForm(set_password, POLICY)
    type_in(form.new_password, password)
    type_in(form.repeat, password)
    assert password not in state_of_all_widgets(), "typed, not yet submitted"
    form.button.click()
    assert is_asking(form) is bool(error)
    assert password not in state_of_all_widgets() + "".join(sent)


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
    submit_login(form, pool.password, pool.username)
    assert f'<th scope="row">email</th><td>{pool.username}</td>' in form.children[0].value
    assert set(form.tokens) == {"IdToken", "AccessToken", "RefreshToken"}


def test_the_form_shows_cognitos_refusal_of_a_wrong_password(log_in_to, make_pool):
    pool = make_pool()
    form = forms.LoginForm(log_in_to(pool))
    submit_login(form, pool.password + "x", pool.username)
    assert "Incorrect username or password.<small>NotAuthorizedException</small>" in form.status.value


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
    submit_new(form, password[4:].lower())
    assert "<small>InvalidPasswordException</small>" in form.status.value and is_asking(form)
    submit_new(form, password)
    assert not is_asking(form)
    assert log_in_to(pool)(pool.username, password)["AccessToken"]
