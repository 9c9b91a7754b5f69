"""The pages of managed login over HTTP: what a person is asked and told, and what other sites cannot do."""

from __future__ import annotations

import secrets

import pytest

from local_cognito import LocalCognito
from local_cognito.conformance.person import Page, Person
from local_cognito.conformance.site import CALLBACK
from local_cognito.conformance.world import (
    FIVE_FLOWS,
    HIDES_USERS,
    INVALID_SESSION,
    USERNAMES,
    WITH_SECRET,
    new_password,
    only,
    outcome,
    too_short,
    totp_code,
    wrong_code,
)
from local_cognito.managed_login.pages import PAGES

BACK = f"302 {CALLBACK}"
WRONG = "Incorrect username or password."
NOT_OPEN = "This sign-in is no longer open. Begin again."
WRONG_CODE = "Invalid verification code provided, please try again."
TOO_SHORT = "Password did not conform with policy: Password not long enough"


def required(*names):
    return {"Schema": [{"Name": name, "Required": True, "Mutable": True} for name in names]}


def test_the_password_is_enough_whatever_flows_and_secret_the_client_has(world):
    person = Person(world, **WITH_SECRET, **only("ALLOW_REFRESH_TOKEN_AUTH"))
    assert person.fill_in(username=world.username, password="") == {"password": "Enter your password."}
    assert person.fill_in(username=world.username, password=world.wrong_password) == {"password": WRONG}
    assert person.page.values["username"] == world.username and world.wrong_password not in person.text
    assert person.fill_in(username=world.username, password=world.password) == BACK


def test_wrong_passwords_lock_a_user_out_together_with_those_of_the_api(world):
    person = Person(world)
    for _ in range(4):
        assert person.sign_in(world.wrong_password) == {"password": WRONG}
    assert "NotAuthorized" in outcome(world.sign_in, PASSWORD=world.wrong_password)
    assert person.sign_in() == {"password": "Password attempts exceeded. Wait a moment, then try again."}
    with LocalCognito.later(1):
        assert person.sign_in() == BACK


def test_a_first_login_asks_for_a_password_and_for_what_the_pool_requires(world):
    world.set_up(pool=required("email", "birthdate", "name"), user="new")
    person = Person(world)
    assert person.sign_in() == "Choose a new password"
    missing = {"birthdate": "Enter your date of birth.", "name": "Enter your name."}
    assert person.fill_in(password=world.new_password) == missing
    right = {"password": world.new_password, "birthdate": "1815-12-10", "name": "Ada"}
    assert list(person.fill_in(**{**right, "birthdate": "1815"})) == ["birthdate"]
    assert person.page.values["name"] == "Ada" and world.new_password not in person.text
    assert person.fill_in(**{**right, "password": too_short()}) == {"password": TOO_SHORT}
    assert person.fill_in(**right) == BACK
    assert world.attributes()["birthdate"] == "1815-12-10" and world.status() == "CONFIRMED"


def test_a_pool_that_requires_mfa_has_users_set_up_an_app_and_asks_for_its_codes_from_then_on(world, later):
    world.require_totp()
    person = Person(world)
    assert person.sign_in() == "Set up an authenticator app"
    secret = person.page.texts["code"]
    assert f"secret={secret}&amp;issuer=Local%20Cognito" in person.text
    assert "Enter the code that the app shows now." in person.fill_in(code=wrong_code(totp_code(secret)))["code"]
    code = totp_code(secret)
    assert secret in person.text and person.fill_in(code=f"{code[:3]} {code[3:]}") == BACK
    assert person.sign_in() == "Enter a code"
    assert "Enter the code that the app shows now." in person.fill_in(code=wrong_code(code))["code"]
    later(30)
    assert person.fill_in(code=totp_code(secret)) == BACK


def test_a_sign_in_goes_on_where_it_has_begun_and_not_for_ever(world):
    code = totp_code(world.set_up_totp())
    person = Person(world, **only(*FIVE_FLOWS))
    person.sign_in()
    of_the_page = world.respond, "SOFTWARE_TOKEN_MFA", person.page.values["session"]
    assert outcome(*of_the_page, SOFTWARE_TOKEN_MFA_CODE=code) == INVALID_SESSION
    assert person.fill_in(session=world.sign_in()["Session"], code=code) == {"password": NOT_OPEN}
    person.sign_in()
    world.set_password(new_password())
    assert person.fill_in(code=code) == {"password": NOT_OPEN}
    assert person.fill_in(session="", challenge="MFA_SETUP") == {"password": NOT_OPEN}


def test_somebody_creates_an_account_confirms_it_and_signs_in(world):
    world.set_up(pool={**USERNAMES, **required("email", "phone_number")}, user="none")
    person = Person(world, "/signup")
    typed = {"username": world.username, "password": world.password, "email": world.email}
    assert person.fill_in(**typed, phone_number="555") == {"phone_number": "Invalid phone number format."}
    typed["phone_number"] = "+14155550100"
    assert person.fill_in(**{**typed, "password": too_short()}) == {"password": TOO_SHORT}
    assert list(person.fill_in(**{**typed, "username": "A da"})) == ["username"]
    assert person.fill_in(**typed, **{"custom:role": "admin"}) == "Confirm your account"
    assert person.fill_in(username=world.username, code=wrong_code(world.mailed_code())) == {"code": WRONG_CODE}
    first = world.mailed_code()
    assert person.fill_in(username=world.username, resend="1") == "Confirm your account"
    assert "A code was sent to t***@e***." in person.text and world.mailed_code() != first
    assert person.sign_in() == "Confirm your account"
    assert person.fill_in(username=world.username, code=world.mailed_code()) == "Sign in"
    assert person.fill_in(username=world.username, password=world.password) == BACK
    person.go("/signup")
    assert person.fill_in(**typed) == {"username": "User already exists"}


def test_a_pool_whose_administrators_create_all_users_offers_no_sign_up(world):
    world.set_up(pool={"AdminCreateUserConfig": {"AllowAdminCreateUserOnly": True}})
    person = Person(world)
    assert "signup" not in person.text
    assert "SignUp is not permitted" in person.get("/signup", **person.request()).text


def test_somebody_who_forgot_the_password_sets_another_one(world):
    person = Person(world, "/forgotPassword")
    assert person.fill_in(username="") == {"username": "Enter your e-mail address."}
    assert list(person.fill_in(username=world.unknown_username)) == ["username"]
    assert person.fill_in(username=world.username) == "Choose a new password"
    typed = {"username": world.username, "password": world.new_password}
    assert person.fill_in(**typed, code=wrong_code(world.mailed_code())) == {"code": WRONG_CODE}
    assert person.fill_in(**{**typed, "password": too_short()}, code=world.mailed_code()) == {
        "password": TOO_SHORT
    }
    assert person.fill_in(**typed, code=world.mailed_code()) == "Sign in"
    assert person.sign_in() == {"password": WRONG} and person.sign_in(world.new_password) == BACK
    world.admin("admin_reset_user_password")
    assert person.sign_in(world.new_password) == "Choose a new password"
    assert person.fill_in(**typed, code=world.mailed_code()) == "Sign in"
    person.go("/confirmforgotPassword")
    asked = [person.fill_in(username=world.username, resend="1") for _ in range(20)]
    assert asked[-1] == {"username": "Attempt limit exceeded, please try after some time."}


@pytest.mark.parametrize("user", ["confirmed", "unconfirmed", "new", "disabled"])
def test_a_client_that_hides_users_is_shown_the_same_for_a_user_and_a_stranger(world, user):
    world.set_up(user="confirmed" if user == "disabled" else user)
    person, stranger = Person(world, **HIDES_USERS), f"test-{secrets.token_hex(4)}@example.com"
    if user == "disabled":
        world.admin("admin_disable_user")

    def shown(path, name, **typed):
        person.go(path)
        person.fill_in(username=name, **typed)
        return person.text.replace(name, "NAME")

    new = {"code": "12345x", "password": world.new_password}
    for path, typed in [
        ("/forgotPassword", {}),
        ("/confirmforgotPassword", new),
        ("/confirmforgotPassword", {"resend": "1"}),
        ("/confirm", new),
        ("/confirm", {"resend": "1"}),
        *[("/login", new)] * 6,
    ]:
        assert shown(path, world.username, **typed) == shown(path, stranger, **typed), path


def test_every_form_needs_its_token(world):
    person = Person(world)
    for path in PAGES:
        typed = {"username": world.username, "password": world.password}
        assert person.send("POST", f"DOMAIN{path}?{person.page.action.partition('?')[2]}", typed).status == 403, (
            path
        )


EVIL = [
    "<script>alert(1)</script> x",
    '"><img src=x onerror=alert(1)>',
    "' autofocus onfocus='alert(1)",
    "--></style></title><svg onload=alert(1)>",
    "{{ 7 * 7 }}{% raw %}",
    "javascript:alert(1) &lt;b&gt;",
    "\u202egnp.elif\u2066 \u0000\ud7ff",
]


@pytest.mark.parametrize("evil", EVIL)
def test_what_somebody_sends_is_shown_as_it_is_and_never_becomes_html(world, evil):
    world.set_up(pool={**USERNAMES, **required("email", "name")})
    person = Person(world)

    def elements(text):
        found = []
        person.go("/login", login_hint=text, state=text, nonce=text, lang=text)
        assert person.page.values["username"] == text
        found.append(person.text)
        for path in ("/login", "/signup", "/confirm", "/forgotPassword", "/confirmforgotPassword"):
            person.go(path, state=text)
            person.fill_in(username=text, password=text, code=text, email=text, name=text)
            assert person.page.values["username"] == text
            found.append(person.text)
        person.fill_in(username=text, session=text, challenge=text)
        found.append(person.text)
        found.append(person.get("/error", error=text, error_description=text, client_id=text).text)
        return [Page(each).elements for each in found]

    assert elements(evil) == elements("harmless words")
