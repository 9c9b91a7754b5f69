"""Confirmation codes and forgotten passwords: /confirm, /forgotPassword and /confirmforgotPassword."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from werkzeug.wrappers import Response

from . import fields
from .fields import CODE, Field, Problems
from .page import Page

SENT_CODE = replace(
    CODE, hint="No message leaves this machine: in a lesson or a test, mail(address) returns the code."
)


@dataclass(frozen=True)
class CodePage:
    """A page on which a user enters the code that they were sent, or asks for another one.

    Attributes:
        template: its file.
        path: its address.
        sender: the operation that sends a code.
        taker: the operation that takes it.
        sets_password: whether the user chooses a new password with it.
        done: what the page to sign in says then.
    """

    template: str
    path: str
    sender: str
    taker: str
    sets_password: bool
    done: str

    def view(self, page: Page) -> Response:
        """GET and POST."""
        asked, show = self._fields(page), partial(self.show, page)
        if "resend" in page.typed:
            return page.respond(asked[:1], asked[0], partial(self.send, page), show)
        return page.respond(asked, CODE, partial(self._take, page), show)

    def show(self, page: Page, problems: Problems | None = None, *, notice: str = "") -> Response:
        """Ask for the code."""
        return page.show(self.template, self.path, self._fields(page), problems, notice=notice)

    def send(self, page: Page) -> Response:
        """Send a code to the user whose name was typed, and ask for it.

        Raises:
            ApiError: none can be sent.
        """
        sent = page.call(self.sender, Username=page.typed["username"])
        return self.show(page, notice=sent_to(sent))

    def _take(self, page: Page) -> Response:
        password = {"Password": page.typed["password"]} if self.sets_password else {}
        page.call(self.taker, Username=page.typed["username"], ConfirmationCode=page.code, **password)
        return page.show_sign_in(notice=self.done)

    def _fields(self, page: Page) -> list[Field]:
        password = [fields.new_password(page.pool)] if self.sets_password else []
        return [fields.username(page.pool), SENT_CODE, *password]


CONFIRM = CodePage(
    template="confirm.html",
    path="confirm",
    sender="ResendConfirmationCode",
    taker="ConfirmSignUp",
    sets_password=False,
    done="Your account is confirmed. You can sign in now.",
)
RESET = CodePage(
    template="reset_password.html",
    path="confirmforgotPassword",
    sender="ForgotPassword",
    taker="ConfirmForgotPassword",
    sets_password=True,
    done="Your password is changed. You can sign in with it now.",
)


def sent_to(answer: dict[str, Any]) -> str:
    """What a page says when an operation has sent a code."""
    return f"A code was sent to {answer['CodeDeliveryDetails']['Destination']}."


def forgot_password(page: Page) -> Response:
    """GET and POST /forgotPassword: whose password it is."""
    asked = [fields.username(page.pool)]
    show = partial(page.show, "forgot_password.html", "forgotPassword", asked)
    return page.respond(asked, asked[0], partial(RESET.send, page), show)
