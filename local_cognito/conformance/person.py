"""Somebody who reads the pages of a domain and fills in their forms, without JavaScript."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from local_cognito.conformance.site import Site
from local_cognito.conformance.world import World


class Page(HTMLParser):
    """What a browser reads in a page.

    Attributes:
        elements: the names of all elements, each with the names of its attributes.
        action: where the form is sent.
        values: what is in the fields of the form, by name.
        texts: the text of each element that has an id, and of each heading and each code, by its name.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.action = ""
        self.values: dict[str, str] = {}
        self.texts: dict[str, str] = {}
        self._inside = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.elements.append(" ".join([tag, *given]))
        self.action = given.get("action", self.action)
        if tag == "input":
            self.values[given["name"]] = given.get("value", "")
        else:
            self._inside = given.get("id", tag)

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        self.texts[self._inside] = self.texts.get(self._inside, "") + data

    @property
    def problems(self) -> dict[str, str]:
        """What is wrong, by the field that it is next to."""
        end = "-error"
        return {name[: -len(end)]: text for name, text in self.texts.items() if name.endswith(end)}


class Person(Site):
    """A browser at the pages of a domain.

    Attributes:
        text: the page that is open.

    Args, Raises: as `Site`.
    """

    def __init__(self, world: World, path: str = "/login", **client: Any) -> None:
        super().__init__(world, **client)
        self.go(path)

    @property
    def page(self) -> Page:
        """The page that is open."""
        return Page(self.text)

    def go(self, path: str, **query: str | None) -> None:
        """Open a page, on the way to the app. Args: query: what is changed in the authorization request."""
        self.text = self.get(path, **self.request(**query)).text

    def fill_in(self, **typed: str) -> str | dict[str, str]:
        """Type into fields, and send the form.

        Returns:
            where the browser is sent; or what is wrong, by field; or the heading of the next page.
        """
        page = self.page
        reply = self.send("POST", f"DOMAIN/{page.action}", {**page.values, **typed})
        self.text = reply.text
        return reply.where if reply.location else self.page.problems or self.page.texts["h1"]

    def sign_in(self, password: str | None = None) -> str | dict[str, str]:
        """Open the page to sign in, and fill it in. Returns: as `fill_in`."""
        self.go("/login")
        return self.fill_in(username=self.world.username, password=password or self.world.password)
