"""The pages of managed login in a real browser: by keyboard, without JavaScript, and how each of them looks."""

from __future__ import annotations

import re
import secrets
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect
from werkzeug.wrappers import Response

from local_cognito import LocalCognito
from local_cognito.conformance.site import Site
from local_cognito.conformance.world import new_password, too_short, totp_code, wrong_code
from tests.browser.conftest import PERSON
from tests.browser.looks import accessibility_problems, overflows, picture

REQUIRED = {"Schema": [{"Name": n, "Required": True, "Mutable": True} for n in ("email", "name", "birthdate")]}
BACK = "You are back in the app."


@pytest.fixture
def app(serve):
    """The address of an app, with the host that may be called without TLS."""
    return serve(Response(BACK)).replace("127.0.0.1", "localhost")


class Visitor:
    """Somebody who comes from an app to the pages of a domain, and has only a keyboard."""

    def __init__(self, page, world, app):
        self.page = page
        self.site = Site(world, CallbackURLs=[app])
        self.query = urlencode(self.site.request(redirect_uri=app))

    def go(self, path="/oauth2/authorize", query=None):
        self.page.goto(f"{self.site.root}{path}?{query or self.query}")

    def type(self, *texts):
        """Type into the field with the focus and those after it, and press Enter."""
        expect(self.page.locator("[autofocus]")).to_be_focused()
        for text in texts[:-1]:
            self.page.keyboard.type(text)
            self.page.keyboard.press("Tab")
        self.page.keyboard.type(texts[-1])
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def look(self, state, *texts):
        """Look at the page in both colour schemes, on a phone and on a desk. Then type, if there is something."""
        for scheme in ("light", "dark"):
            self.page.emulate_media(color_scheme=scheme)
            for width in (320, 1280):
                self.page.set_viewport_size({"width": width, "height": 800})
                picture(self.page, f"managed-login-{state}-{scheme}-{width}")
                assert overflows(self.page.locator(":root")) == []
            assert accessibility_problems(self.page.locator(":root")) == []
        if texts:
            self.type(*texts)


def test_the_keyboard_is_enough_and_javascript_is_not_needed(browser, world, app):
    with browser.new_context(java_script_enabled=False, **PERSON) as context:
        visitor = Visitor(context.new_page(), world, app)
        visitor.go()
        visitor.type(world.username, world.wrong_password)
        expect(visitor.page.get_by_text("Incorrect username or password.")).to_be_visible()
        visitor.type(world.password)
        expect(visitor.page.get_by_text(BACK)).to_be_visible()
        visitor.go()
        expect(visitor.page.get_by_text(BACK)).to_be_visible()


def test_each_page_is_good_to_read_and_says_what_is_wrong_where_the_cursor_is(page, world, app):
    world.set_up(pool=REQUIRED, user="new").require_totp()
    visitor, password, code = Visitor(page, world, app), page.get_by_label("assword"), page.get_by_label("Code")
    visitor.go()
    visitor.look("sign-in", world.username, world.wrong_password)
    expect(password).to_have_accessible_description("Incorrect username or password.")
    expect(page).to_have_title("Error: Sign in - Local Cognito")
    visitor.look("sign-in-refused", world.password)
    visitor.look("new-password", too_short(), "Ada", "12101815")
    visitor.look("new-password-refused", world.new_password)
    secret = page.get_by_role("code").inner_text()
    visitor.look("app", wrong_code(totp_code(secret)))
    visitor.look("app-refused", totp_code(secret))
    expect(page.get_by_text(BACK)).to_be_visible()
    page.context.clear_cookies()
    visitor.go()
    visitor.type(world.username, world.new_password)
    visitor.look("code", "000000x")
    visitor.look("code-refused")

    address = f"new-{secrets.token_hex(4)}@example.com"
    visitor.go("/signup")
    visitor.look("sign-up", address, too_short(), "Grace", "12091906")
    expect(page.get_by_label("Name")).to_have_value("Grace")
    visitor.look("sign-up-refused", new_password())
    visitor.look("confirm", "000000x")
    visitor.look("confirm-refused", LocalCognito.mail(address).code)
    visitor.look("confirmed")
    visitor.go("/forgotPassword")
    visitor.look("forgotten", address)
    visitor.look("reset", "000000x", new_password())
    expect(code).to_have_accessible_description(re.compile("^Invalid .* No message leaves this machine"))
    visitor.look("reset-refused")
    visitor.go("/error", "error=redirect_mismatch")
    visitor.look("error")
