"""aws-amplify v6 signs in with a code by e-mail and with a passkey, in a browser with a virtual authenticator."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from local_cognito.conformance.cases.passkeys import with_passkeys
from tests.browser.test_console_samples import single_page

DEVICE = {"protocol": "ctap2", "transport": "internal", "automaticPresenceSimulation": True}
DEVICE |= {"hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}
#: Calls a function of Amplify. Returns what it resolves to, or its error.
CALL = "([name, options]) => auth[name](options).catch(({ name, message }) => `${name}: ${message}`)"


def test_amplify_signs_in_with_a_code_then_registers_a_passkey_and_signs_in_with_it(page: Page, world, serve):
    with_passkeys(world, UserVerification="required")
    ids = {"endpoint": world.url, "userPoolId": world.user_pool_id, "clientId": world.client_id}
    page.goto(serve(single_page("passwordless.js", ids)).replace("127.0.0.1", "localhost"))
    page.wait_for_function("window.auth")
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})

    def call(name: str, **options: Any) -> Any:
        return page.evaluate(CALL, [name, options])

    def sign_in(factor: str | None) -> str:
        options = {"authFlowType": "USER_AUTH", "preferredChallenge": factor}
        return call("signIn", username=world.email, options=options)["nextStep"]["signInStep"]

    assert sign_in("EMAIL_OTP") == "CONFIRM_SIGN_IN_WITH_EMAIL_CODE"
    wrong = call("confirmSignIn", challengeResponse="1234567x")
    assert wrong == "CodeMismatchException: Invalid code or auth state for the user."
    assert call("confirmSignIn", challengeResponse=world.mailed_code())["isSignedIn"]
    assert call("associateWebAuthnCredential") is None
    assert call("associateWebAuthnCredential").startswith("PasskeyAlreadyExists: ")
    call("signOut")
    assert sign_in("WEB_AUTHN") == "DONE"
    assert call("fetchUserAttributes")["email"] == world.email
    (passkey,) = call("listWebAuthnCredentials")["credentials"]
    call("signOut")
    assert sign_in(None) == "CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION"
    assert call("confirmSignIn", challengeResponse="WEB_AUTHN")["isSignedIn"]
    call("deleteWebAuthnCredential", credentialId=passkey["credentialId"])
    assert call("listWebAuthnCredentials")["credentials"] == []
