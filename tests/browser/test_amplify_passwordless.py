"""aws-amplify v6 in Chromium logs in with a code from an e-mail, and registers and uses a passkey."""

from __future__ import annotations

import pytest
from playwright.sync_api import Error

from local_cognito import LocalCognito
from local_cognito.conformance.cases.passkeys import with_passkeys
from local_cognito.conformance.world import World
from tests.browser.devices import virtual_devices
from tests.browser.test_console_samples import single_page


def test_amplify_logs_in_with_a_code_and_with_a_passkey(page, serve, world: World):
    with_passkeys(world, UserVerification="required")
    settings = {"endpoint": world.url, "userPoolId": world.user_pool_id, "clientId": world.client_id}
    url = serve(single_page("passwordless.js", settings))
    page.goto(url.replace("127.0.0.1", "localhost"))
    page.wait_for_function("Boolean(window.logIn)")

    def log_in(factor: str) -> str:
        return page.evaluate("([...it]) => logIn(...it)", [world.email, factor])["nextStep"]["signInStep"]

    def call(function: str, argument: object = None) -> object:
        return page.evaluate(f"async (it) => auth.{function}(it ?? undefined)", argument)

    with virtual_devices(page) as add_device:
        device = add_device("internal")
        assert log_in("EMAIL_OTP") == "CONFIRM_SIGN_IN_WITH_EMAIL_CODE"
        with pytest.raises(Error, match="Invalid code or auth state for the user"):
            call("confirmSignIn", {"challengeResponse": "00000000"})
        assert call("confirmSignIn", {"challengeResponse": LocalCognito.mail(world.email).code})["isSignedIn"]
        call("associateWebAuthnCredential")
        call("signOut")
        assert log_in("WEB_AUTHN") == "DONE"
        assert call("fetchUserAttributes")["email"] == world.email
        (passkey,) = call("listWebAuthnCredentials")["credentials"]
        call("signOut")
        device("setUserVerified", isUserVerified=False)
        with pytest.raises(Error, match=r"NotAllowed|canceled"):
            log_in("WEB_AUTHN")
        device("setUserVerified", isUserVerified=True)
        log_in("WEB_AUTHN")
        call("deleteWebAuthnCredential", {"credentialId": passkey["credentialId"]})
        call("signOut")
        assert log_in("WEB_AUTHN") == "CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION"
