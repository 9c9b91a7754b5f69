"""Devices with passkeys, which Chromium pretends to have."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Page


@contextmanager
def virtual_devices(page: Page) -> Iterator[Callable[[str], Callable[..., Any]]]:
    """A function: connect a device, "internal" or "usb". It returns a function that sends the device a command.

    See https://chromedevtools.github.io/devtools-protocol/tot/WebAuthn.
    """
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")

    def add(transport: str) -> Callable[..., Any]:
        abilities = dict.fromkeys(("hasResidentKey", "hasUserVerification", "isUserVerified"), True)
        options = {"protocol": "ctap2", "transport": transport, **abilities}
        device = tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        return lambda command, **more: tools.send(f"WebAuthn.{command}", {**device, **more})

    yield add
    tools.send("WebAuthn.disable")
    tools.detach()
