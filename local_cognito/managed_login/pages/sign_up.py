"""/signup: somebody creates an account."""

from __future__ import annotations

from functools import partial

from werkzeug.wrappers import Response

from ... import errors
from . import codes, fields
from .fields import Field
from .page import Page
from .rendering import error

WAITING = "Your account is created. An administrator has to confirm it before you can sign in."


def view(page: Page) -> Response:
    """GET and POST."""
    if not page.allows_sign_up:
        return error(errors.SIGN_UP_NOT_ALLOWED().message, 400)
    asked = _fields(page)
    show = partial(page.show, "sign_up.html", "signup", asked)
    return page.respond(asked, asked[0], partial(_sign_up, page, asked), show)


def _fields(page: Page) -> list[Field]:
    """The username, the password, and the attributes that the pool requires beside the username."""
    pool = page.pool
    names = pool.settings.get("UsernameAttributes") or []
    required = [name for name in pool.required_attributes if name != "sub" and [name] != names]
    return [
        fields.username(pool),
        fields.new_password(pool, "Password"),
        *(fields.ATTRIBUTES[name] for name in required),
    ]


def _sign_up(page: Page, asked: list[Field]) -> Response:
    values = fields.attributes_in(asked, page.typed)
    answer = page.call(
        "SignUp",
        Username=page.typed["username"],
        Password=page.typed["password"],
        UserAttributes=[{"Name": name, "Value": value} for name, value in values.items()],
    )
    if "CodeDeliveryDetails" not in answer:
        return page.show_sign_in(notice=WAITING)
    return codes.CONFIRM.show(page, notice=codes.sent_to(answer))
