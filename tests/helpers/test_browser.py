"""The browser that a lesson plays: it finds names that end in .localhost, and each host has its own cookies."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask, redirect, request

from helpers.browser import Browser


def test_a_name_that_ends_in_localhost_is_this_machine_and_its_cookies_stay_there(
    serve: Callable[[Any], str],
) -> None:
    app = Flask("two hosts")

    @app.get("/<path:address>")
    def go(address: str) -> Any:
        answer = redirect(address)
        answer.set_cookie("host", request.host)
        return answer

    app.get("/")(lambda: {"host": request.host, "cookie": request.cookies.get("host")})
    port = serve(app).rpartition(":")[2]
    one, other = f"one.two.localhost:{port}", f"localhost:{port}"
    browser = Browser()
    assert browser.get(f"http://{one}/http://{other}/").json() == {"host": other, "cookie": None}
    assert browser.get(f"http://{other}/http://{one}/").json() == {"host": one, "cookie": one}
