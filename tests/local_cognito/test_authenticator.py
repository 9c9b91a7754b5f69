"""The software authenticator refuses what a browser refuses."""

from __future__ import annotations

import pytest

from local_cognito.authenticator import Authenticator, Refused
from local_cognito.encoding import base64url
from local_cognito.passkeys import RelyingParty

SITE, PAGE = RelyingParty("example.com", "required"), "https://example.com"
CREATE = SITE.creation_options(bytes(16), "ada", "Ada", [])
ANY = {"rpId": "example.com", "challenge": "AA"}
OTHERS_ONLY = {**ANY, "allowCredentials": [{"id": base64url(b"another")}]}


@pytest.mark.parametrize(
    ("error", "act"),
    [
        ("SecurityError", lambda a: a.create(CREATE, "https://example.org")),
        ("SecurityError", lambda a: a.get(SITE.request_options(bytes(16), [], 60), "https://example.org")),
        ("InvalidStateError", lambda a: a.create({**CREATE, "excludeCredentials": [{"id": a.keys[0].id}]}, PAGE)),
        ("NotSupportedError", lambda a: a.create({**CREATE, "pubKeyCredParams": [{"alg": -257}]}, PAGE)),
        ("NotAllowedError", lambda a: a.get(OTHERS_ONLY, PAGE)),
        ("NotAllowedError", lambda a: a.get({**ANY, "rpId": "example.org"}, "https://example.org")),
    ],
)
def test_what_a_browser_refuses_is_refused(error, act):
    authenticator = Authenticator()
    authenticator.create(CREATE, PAGE)
    with pytest.raises(Refused, match=f"^{error}: "):
        act(authenticator)
    assert len(authenticator.keys) == 1 and "private" not in repr(authenticator.keys[0])
