"""What all pages have in common: the request they answer, the form they show, the operations they call."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from werkzeug.wrappers import Response

from ... import errors, validation
from ...app_client import AppClient
from ...operations import OPERATIONS, Call
from ...user_pool import UserPool
from ..authorization_request import AuthorizationRequest
from ..visit import Visit
from . import fields
from .fields import CODE, PASSWORD, Field, Problems, Typed
from .rendering import render


@dataclass(frozen=True)
class Form:
    """A form as it is shown.

    Attributes:
        action: where it is sent to.
        typed: what was typed into it before.
        problems: a sentence for each field that has to be corrected.
        notice: what has happened, or is to be done.
        hidden: further fields, which nobody sees.
    """

    action: str
    fields: Sequence[Field]
    typed: Typed
    problems: Problems
    notice: str
    hidden: dict[str, str]

    @property
    def focus(self) -> str:
        """The field where typing goes on: the first with a problem, else the first that is empty."""
        names = [field.name for field in self.fields]
        empty = [field.name for field in self.fields if not field.shown(self.typed)]
        return next((name for name in names if name in self.problems), (empty or names)[0])

    def about(self, field: Field) -> str:
        """The ids of the sentences about a field."""
        parts = {"error": field.name in self.problems, "hint": field.hint}
        return " ".join(f"{field.name}-{part}" for part, is_there in parts.items() if is_there)


@dataclass(frozen=True)
class Page:
    """A visit to one of the pages, on the way to an app."""

    visit: Visit
    authorization: AuthorizationRequest

    @property
    def pool(self) -> UserPool:
        """The user pool of the domain."""
        return self.visit.domain.pool

    @property
    def client(self) -> AppClient:
        """The app client that the user is on the way to."""
        return self.authorization.client

    @property
    def is_sent(self) -> bool:
        """Whether a form was sent, and not only looked at."""
        return self.visit.request.method == "POST"

    @property
    def typed(self) -> Typed:
        """What was typed into the form; before that, what the app expects."""
        return self.visit.request.form if self.is_sent else {"username": self.authorization.login_hint}

    @property
    def code(self) -> str:
        """The code that was typed, without the spaces that some people and some apps put into it."""
        return "".join(self.typed.get(CODE.name, "").split())

    @property
    def allows_sign_up(self) -> bool:
        """Whether people can create an account themselves."""
        return not (self.pool.settings.get("AdminCreateUserConfig") or {}).get("AllowAdminCreateUserOnly")

    def address(self, path: str) -> str:
        """The address of another page of the domain, on the way to the same app."""
        return f"{path}?{self.visit.query}"

    def show(
        self,
        template: str,
        action: str,
        asked: Sequence[Field],
        problems: Problems | None = None,
        *,
        notice: str = "",
        hidden: dict[str, str] | None = None,
        **values: str,
    ) -> Response:
        """Show a form.

        Args:
            template: its file.
            action: the path that the form is sent to.
            problems: a sentence for each field that has to be corrected.
            notice: what has happened, or is to be done.
            hidden: further fields, which nobody sees.
            values: what else the template needs.
        """
        hidden = {"_csrf": self.visit.csrf_token, **(hidden or {})}
        form = Form(self.address(action), asked, self.typed, problems or {}, notice, hidden)
        return render(template, 200, page=self, form=form, **values)

    def show_sign_in(self, problems: Problems | None = None, *, notice: str = "") -> Response:
        """The page with which each sign-in begins."""
        asked = [fields.username(self.pool), PASSWORD]
        return self.show("sign_in.html", "login", asked, problems, notice=notice)

    def respond(
        self,
        asked: Sequence[Field],
        blamed: Field,
        act: Callable[[], Response],
        show: Callable[[Problems], Response],
    ) -> Response:
        """Show a form, or act on what was typed into it. If something is wrong, show it again, with the reasons.

        Args:
            asked: the fields that are needed.
            blamed: the field that a refusal is about if it names none.
            act: raises an ApiError if Cognito refuses.
        """
        if not self.is_sent:
            return show({})
        attributes = fields.attributes_in(asked, self.typed)
        problems = fields.missing(asked, self.typed) or fields.wrong(self.pool, self.client, attributes)
        if problems:
            return show(problems)
        try:
            return act()
        except errors.ApiError as error:
            return show(fields.refused(error, blamed))

    def call(self, operation: str, **body: Any) -> dict[str, Any]:
        """What an operation of the API answers. It needs no SecretHash here.

        Raises:
            ApiError: as the operation, or LimitExceededException.
        """
        body = {"ClientId": self.client.id, **body}
        validation.check(operation, body)
        call = Call(operation, self.pool.region, body)
        call.count()
        return OPERATIONS[operation](call)
