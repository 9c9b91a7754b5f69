"""Devices: how one is confirmed, what it proves when it signs in, and what forgets it."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from local_cognito import srp
from local_cognito.conformance.row import DOC, HEARSAY, SEEN, Row
from local_cognito.conformance.site import Site
from local_cognito.conformance.world import (
    INVALID_SESSION,
    WRONG_PASSWORD,
    Settings,
    World,
    claims,
    in_turn,
    outcome,
    tokens,
    totp_code,
)

NO_DEVICE = "ResourceNotFoundException: Device does not exist."
BAD_KEY = "InvalidParameterException: Invalid device key given."
BAD_REFRESH = "NotAuthorizedException: Invalid Refresh Token."
BAD_SECRET = (
    "InvalidParameterException: DeviceSecretVerifierConfig needs a Salt and a PasswordVerifier for SRP, in base64."
)
SKIP_MFA: Settings = {"ChallengeRequiredOnNewDevice": True, "DeviceOnlyRememberedOnUserPrompt": False}
KEEP_MFA: Settings = {"ChallengeRequiredOnNewDevice": False, "DeviceOnlyRememberedOnUserPrompt": False}
ASK_USER: Settings = {"ChallengeRequiredOnNewDevice": True, "DeviceOnlyRememberedOnUserPrompt": True}
DEVICES_GUIDE = "guide, working with user devices"
API_DEVICES = "API, DeviceConfigurationType"
ANDROID = "aws-sdk-android, integration tests"
JS_RETRY = "text: amazon-cognito-identity-js#200"
UNCONFIRMED = "amplify-android#2506; text: aws-sdk-java#2841"


class Device(NamedTuple):
    """A device, as an app stores it, and the tokens of the sign-in that it was confirmed with."""

    key: str
    group: str
    secret: str
    tokens: dict[str, Any]


# --- acts -------------------------------------------------------------------------------------------------------


def pool(w: World, configuration: Settings = SKIP_MFA) -> World:
    return w.set_up(pool={"DeviceConfiguration": configuration})


def sign_in(w: World) -> dict[str, Any]:
    """The AuthenticationResult of a sign-in with the password, and with the code of the app if there is one."""
    asked = w.sign_in()
    if asked.get("ChallengeName") == "SOFTWARE_TOKEN_MFA":
        asked = w.answer(asked, SOFTWARE_TOKEN_MFA_CODE=totp_code(w.totp_secret))
    return tokens(asked)


def in_base64(number: int) -> str:
    return base64.b64encode(srp.as_bytes(number)).decode()


def new_device(w: World) -> Device:
    """A device that a sign-in has got the key of. It is not confirmed yet."""
    have = sign_in(w)
    new = have["NewDeviceMetadata"]
    return Device(new["DeviceKey"], new["DeviceGroupKey"], secrets.token_urlsafe(40), have)


def confirm(w: World, device: Device, **changed: Any) -> dict[str, Any]:
    salt = srp.new_salt()
    verifier = srp.verifier(srp.private_key(device.group, device.key, device.secret, salt))
    usual = {
        "AccessToken": device.tokens["AccessToken"],
        "DeviceKey": device.key,
        "DeviceName": "a browser",
        "DeviceSecretVerifierConfig": {"Salt": in_base64(salt), "PasswordVerifier": in_base64(verifier)},
    }
    return w.public.confirm_device(**{**usual, **changed})


def confirm_with(w: World, secret: dict[str, str]) -> dict[str, Any]:
    return confirm(w, new_device(pool(w)), DeviceSecretVerifierConfig=secret)


def asks_user(w: World, asks: bool) -> bool:
    device = new_device(pool(w, {"DeviceOnlyRememberedOnUserPrompt": asks}))
    return confirm(w, device)["UserConfirmationNecessary"]


def confirmed(w: World) -> Device:
    device = new_device(w)
    confirm(w, device)
    return device


def ask(w: World, device: Device) -> dict[str, Any]:
    """A sign-in from the device with the password: what comes next."""
    return w.sign_in(DEVICE_KEY=device.key)


def begin(w: World, device: Device, session: str | None, **changed: Any) -> dict[str, Any]:
    responses = {"SRP_A": w.new_srp_a(), "DEVICE_KEY": device.key, **changed}
    return w.respond("DEVICE_SRP_AUTH", session, **responses)


def prove(w: World, device: Device, asked: dict[str, Any], **changed: Any) -> dict[str, Any]:
    proof = w.proof(asked, device.secret, device=(device.group, device.key))
    return w.respond("DEVICE_PASSWORD_VERIFIER", **{**proof, "DEVICE_KEY": device.key, **changed})


def log_in(w: World, device: Device) -> dict[str, Any]:
    """A whole sign-in from the device."""
    return prove(w, device, begin(w, device, ask(w, device)["Session"]))


def with_app(w: World, configuration: Settings = SKIP_MFA) -> World:
    """A user with an authenticator app, in a pool that remembers devices."""
    pool(w, configuration).set_up_totp()
    return w


def status(w: World, device: Device, status: str) -> dict[str, Any]:
    return w.admin("admin_update_device_status", DeviceKey=device.key, DeviceRememberedStatus=status)


def listed(w: World, device: Device) -> str:
    """How many devices the user sees, and how many an administrator."""
    mine = w.public.list_devices(AccessToken=device.tokens["AccessToken"])["Devices"]
    return f"{len(mine)} and {len(w.admin('admin_list_devices')['Devices'])}"


def steps(w: World, device: Device) -> str:
    """The challenges of a sign-in from the device, one after the other."""
    asked = [ask(w, device)]
    if asked[0]["ChallengeName"] == "SOFTWARE_TOKEN_MFA":
        code = totp_code(w.totp_secret, 1)  # the current one has been used
        asked.append(w.answer(asked[0], SOFTWARE_TOKEN_MFA_CODE=code, DEVICE_KEY=device.key))
    asked.append(begin(w, device, asked[-1]["Session"]))
    asked.append(prove(w, device, asked[-1]))
    return ", ".join(outcome(lambda answer=answer: answer) for answer in asked)


def by_srp(w: World, device: Device) -> str:
    """A sign-in from the device, the password by SRP, too."""
    proof = {**w.proof(w.begin_srp()), "DEVICE_KEY": device.key}
    asked = w.respond("PASSWORD_VERIFIER", **proof)
    return outcome(prove, w, device, begin(w, device, asked["Session"]))


def forgotten(w: World, how: str = "forget_device") -> Device:
    device = confirmed(pool(w))
    if how == "forget_device":
        w.public.forget_device(AccessToken=device.tokens["AccessToken"], DeviceKey=device.key)
    else:
        w.admin(how, DeviceKey=device.key)
    return device


def ask_forgotten(w: World, how: str) -> dict[str, Any]:
    return ask(w, forgotten(w, how))


def try_again_without(w: World) -> str:
    """SRP from a forgotten device, then the same SECRET_BLOCK without the device."""
    device = forgotten(w)
    proof = w.proof(w.begin_srp())
    return in_turn(
        lambda: w.respond("PASSWORD_VERIFIER", **proof, DEVICE_KEY=device.key),
        lambda: w.respond("PASSWORD_VERIFIER", **proof),
    )


def refresh(w: World, device: Device, key: str | None) -> dict[str, Any]:
    return w.refresh(device.tokens["RefreshToken"], DEVICE_KEY=key)


def renew(w: World, device: Device, **key: str) -> dict[str, Any]:
    return w.public.get_tokens_from_refresh_token(
        ClientId=w.client_id, RefreshToken=device.tokens["RefreshToken"], **key
    )


def at_token_endpoint(w: World) -> str:
    """A refresh token of the API, and one of managed login, at /oauth2/token."""
    site = Site(pool(w))
    found = (confirmed(w).tokens["RefreshToken"], site.tokens()["refresh_token"])
    return ", then ".join(site.grant("refresh_token", refresh_token=each).error for each in found)


def claim_after_refresh(w: World) -> bool:
    device = confirmed(pool(w))
    return claims(tokens(refresh(w, device, device.key))["AccessToken"])["device_key"] == device.key


def keys_of(w: World) -> str:
    """What a new device is given: the key without its random part, the group key's length, and the claim."""
    device = new_device(pool(w))
    has_claim = claims(device.tokens["AccessToken"])["device_key"] == device.key
    return f"{device.key.partition('_')[0]}, {len(device.key)}, {len(device.group)}, {has_claim}"


def attributes(w: World) -> dict[str, str]:
    device = confirmed(pool(w))
    shown = w.public.get_device(AccessToken=device.tokens["AccessToken"], DeviceKey=device.key)["Device"]
    return {entry["Name"]: entry["Value"] for entry in shown["DeviceAttributes"]}


def choose(w: World, *choices: str) -> str:
    """In a pool that asks the user: what is listed at first, and after each choice."""
    device = confirmed(pool(w, ASK_USER))
    seen = [listed(w, device)]
    for choice in choices:
        w.public.update_device_status(
            AccessToken=device.tokens["AccessToken"], DeviceKey=device.key, DeviceRememberedStatus=choice
        )
        seen.append(listed(w, device))
    return ", then ".join(seen)


def page_by_page(w: World) -> str:
    """Three devices, two on a page: how many are on each page, and how many differ."""
    devices = [confirmed(pool(w)), confirmed(w), confirmed(w)]
    access_token = devices[0].tokens["AccessToken"]
    first = w.public.list_devices(AccessToken=access_token, Limit=2)
    second = w.public.list_devices(AccessToken=access_token, Limit=2, PaginationToken=first["PaginationToken"])
    keys = {device["DeviceKey"] for device in first["Devices"] + second["Devices"]}
    return f"{len(first['Devices'])} and {len(second['Devices'])}, {len(keys)} in all"


def without_session(w: World) -> dict[str, Any]:
    device = confirmed(pool(w))
    ask(w, device)
    return prove(w, device, begin(w, device, None))


def session_twice(w: World) -> str:
    device = confirmed(pool(w))
    session = ask(w, device)["Session"]
    return in_turn(*[partial(begin, w, device, session)] * 2)


def of_another_user(w: World, call: str) -> dict[str, Any]:
    return pool(w).someone_else().admin(call, DeviceKey=confirmed(w).key)


def without_token(w: World) -> str:
    key = "us-east-1_0"
    return in_turn(partial(w.public.get_device, DeviceKey=key), partial(w.public.forget_device, DeviceKey=key))


def of_someone_else(w: World) -> str:
    """A sign-in from another user's device, then the answer to its challenge from another user's device."""
    mallory, device = pool(w).someone_else(), confirmed(w)
    own = confirmed(mallory)
    return in_turn(
        lambda: ask(mallory, device),
        lambda: begin(w, own, ask(w, device)["Session"]),
        lambda: begin(mallory, own, ask(w, device)["Session"]),
    )


def mixed_up(w: World) -> str:
    """The proof of a device as that of a password, and the other way round."""
    device = confirmed(pool(w))
    of_device = w.proof(
        begin(w, device, ask(w, device)["Session"]), device.secret, device=(device.group, device.key)
    )
    of_password = w.proof(w.begin_srp())
    return in_turn(
        lambda: w.respond("PASSWORD_VERIFIER", **of_device),
        lambda: w.respond("DEVICE_PASSWORD_VERIFIER", **of_password, DEVICE_KEY=device.key),
    )


def in_the_name_of_another(w: World) -> str:
    """The right proof of a device, sent as that of the user's other device."""
    device, other = confirmed(pool(w)), confirmed(w)
    asked = begin(w, device, ask(w, device)["Session"])
    return outcome(prove, w, device, asked, DEVICE_KEY=other.key)


def answer_after(act: Callable[[World, Device], Any]) -> Callable[[World], str]:
    """Something happens between DEVICE_SRP_AUTH and the right proof."""

    def call(w: World) -> str:
        device = confirmed(pool(w))
        asked = begin(w, device, ask(w, device)["Session"])
        act(w, device)
        return outcome(prove, w, device, asked)

    return call


def guess(w: World) -> str:
    """What the right proof gets after five wrong ones."""
    device = confirmed(pool(w))
    for _ in range(5):
        outcome(log_in, w, device._replace(secret="wrong"))
    return outcome(log_in, w, device)


def stop_remembering(w: World) -> str:
    """A sign-in from a device, after the pool has been told to remember none; then whether it still says so."""
    device = confirmed(pool(w))
    w.aws.update_user_pool(UserPoolId=w.user_pool_id, AutoVerifiedAttributes=["email"])
    shown = w.aws.describe_user_pool(UserPoolId=w.user_pool_id)["UserPool"]
    return f"{outcome(ask, w, device)}, then {'DeviceConfiguration' in shown}"


# --- rows -------------------------------------------------------------------------------------------------------
# fmt: off

CONFIRMING = [
    Row("device-keys", "the region and the length of a new DeviceKey, the length of the DeviceGroupKey, whether "
        "the access token has the claim device_key",
        keys_of,
        "us-east-1, 46, 9, True", "API, AdminInitiateAuth; guide, access token", DOC),
    Row("device-none", "whether a sign-in in a pool without DeviceConfiguration gets NewDeviceMetadata",
        lambda w: "NewDeviceMetadata" in sign_in(w),
        "False", API_DEVICES, DOC, stock_moto_agrees=True),
    Row("device-one_member", "the same with one member of DeviceConfiguration, which is false",
        lambda w: "NewDeviceMetadata" in sign_in(pool(w, {"ChallengeRequiredOnNewDevice": False})),
        "True", API_DEVICES, DOC),
    *[
        Row(f"device-confirm_{asks}", f"UserConfirmationNecessary, if DeviceOnlyRememberedOnUserPrompt is {asks}",
            partial(asks_user, asks=asks),
            str(asks), "API, ConfirmDevice", DOC)
        for asks in (False, True)
    ],
    Row("device-confirm_other", "ConfirmDevice with the access token of another sign-in",
        lambda w: confirm(w, new_device(pool(w)), AccessToken=sign_in(w)["AccessToken"]),
        BAD_KEY, "text: boto3#4059", SEEN),
    Row("device-confirm_none", "ConfirmDevice in a pool without DeviceConfiguration",
        lambda w: confirm(w, Device(f"us-east-1_{'0' * 8}", "-", "secret", sign_in(w))),
        BAD_KEY, "text: boto3#4059", HEARSAY),
    Row("device-confirm_twice", "ConfirmDevice, twice",
        lambda w: confirm(w, confirmed(pool(w))),
        "DeviceKeyExistsException: The device is confirmed already.", "type: API; our wording", HEARSAY),
    Row("device-confirm_again", "ConfirmDevice for a device that has been forgotten, with the same access token",
        lambda w: confirm(w, forgotten(w)),
        NO_DEVICE, "our guess", HEARSAY),
    *[
        Row(f"device-secret_{name}", f"ConfirmDevice with {name}",
            partial(confirm_with, secret=secret),
            BAD_SECRET, "our wording", HEARSAY)
        for name, secret in {
            "no secret": {},
            "no salt": {"PasswordVerifier": "Ag=="},
            "no base64": {"PasswordVerifier": "Ag==", "Salt": "?"},
            "a verifier of 0": {"PasswordVerifier": "AA==", "Salt": "Ag=="},
            "the verifier N": {"PasswordVerifier": in_base64(srp.N), "Salt": "Ag=="},
        }.items()
    ],
]

SIGNING_IN = [
    Row("device-skips_mfa", "a sign-in from a remembered device, of a user with an authenticator app",
        lambda w: steps(w, confirmed(with_app(w))),
        "DEVICE_SRP_AUTH, DEVICE_PASSWORD_VERIFIER, tokens", DEVICES_GUIDE, DOC),
    Row("device-keeps_mfa", "the same, if ChallengeRequiredOnNewDevice is false",
        lambda w: steps(w, confirmed(with_app(w, KEEP_MFA))),
        "SOFTWARE_TOKEN_MFA, DEVICE_SRP_AUTH, DEVICE_PASSWORD_VERIFIER, tokens",
        "the order that amazon-cognito-identity-js and Amplify expect", HEARSAY),
    Row("device-no_mfa", "a sign-in from a remembered device, in a pool without MFA",
        lambda w: steps(w, confirmed(pool(w))),
        "DEVICE_SRP_AUTH, DEVICE_PASSWORD_VERIFIER, tokens", DEVICES_GUIDE, DOC),
    Row("device-srp", "a sign-in from a remembered device, with the password by SRP",
        lambda w: by_srp(w, confirmed(pool(w))),
        "tokens", DEVICES_GUIDE, DOC),
    Row("device-known", "whether a sign-in from a remembered device gets NewDeviceMetadata",
        lambda w: "NewDeviceMetadata" in tokens(log_in(w, confirmed(pool(w)))),
        "False", DEVICES_GUIDE, DOC),
    Row("device-no_session", "DEVICE_SRP_AUTH answered without its Session",
        without_session,
        "tokens", "AWS's code library, sign_in_with_tracked_device", DOC),
    Row("device-wrong_secret", "a sign-in from a remembered device, with a wrong secret of the device",
        lambda w: log_in(w, confirmed(pool(w))._replace(secret="wrong")),
        WRONG_PASSWORD, "aws-sdk-net-extensions-cognito#73", SEEN),
    Row("device-prompt", "a sign-in from a confirmed device, where the user has not chosen to remember it",
        lambda w: ask(w, confirmed(with_app(w, ASK_USER))),
        "SOFTWARE_TOKEN_MFA", API_DEVICES, DOC),
    Row("device-not_remembered", "the same, after AdminUpdateDeviceStatus has set it to not_remembered",
        lambda w: (device := confirmed(with_app(w))) and status(w, device, "not_remembered") and ask(w, device),
        "SOFTWARE_TOKEN_MFA", DEVICES_GUIDE, DOC),
    Row("device-unknown", "a sign-in from a device that does not exist",
        lambda w: pool(w).sign_in(DEVICE_KEY=f"us-east-1_{'0' * 8}"),
        NO_DEVICE, JS_RETRY, SEEN),
    Row("device-unconfirmed", "a sign-in from a device that was never confirmed",
        lambda w: ask(w, new_device(pool(w))),
        NO_DEVICE, "text: aws-sdk-net-extensions-cognito#10", HEARSAY),
    *[
        Row(f"device-forgotten_{how}", f"a sign-in from a device after {name}",
            partial(ask_forgotten, how=how),
            NO_DEVICE, JS_RETRY, SEEN)
        for how, name in {"forget_device": "ForgetDevice", "admin_forget_device": "AdminForgetDevice"}.items()
    ],
    Row("device-retry", "SRP from a forgotten device, then the same SECRET_BLOCK without the device",
        try_again_without,
        f"{NO_DEVICE}, then tokens", "amazon-cognito-identity-js#206, which does this", SEEN),
    Row("device-stopped", "a sign-in from a device, after UpdateUserPool without DeviceConfiguration; whether "
        "DescribeUserPool has one",
        stop_remembering,
        f"{NO_DEVICE}, then False", "our guess", HEARSAY),
]

REFRESHING = [
    Row("device-refresh", "REFRESH_TOKEN_AUTH with the DEVICE_KEY of the sign-in",
        lambda w: (device := confirmed(pool(w))) and refresh(w, device, device.key),
        "tokens", "aws-sdk-cpp#851", SEEN),
    Row("device-refresh_claim", "whether the new access token has the same device_key",
        claim_after_refresh,
        "True", "common knowledge", HEARSAY),
    Row("device-refresh_without", "REFRESH_TOKEN_AUTH without DEVICE_KEY",
        lambda w: refresh(w, confirmed(pool(w)), None),
        BAD_REFRESH, "aws-sdk-net-extensions-cognito#85", SEEN),
    Row("device-refresh_other", "REFRESH_TOKEN_AUTH with the DEVICE_KEY of another device",
        lambda w: refresh(w, confirmed(pool(w)), confirmed(w).key),
        BAD_REFRESH, "amplify-js#2962; text: aws-sdk-java#2841", SEEN),
    Row("device-refresh_unconfirmed", "REFRESH_TOKEN_AUTH with the DEVICE_KEY of an unconfirmed device",
        lambda w: (device := new_device(pool(w))) and refresh(w, device, device.key),
        BAD_REFRESH, UNCONFIRMED, SEEN),
    Row("device-refresh_forgotten", "REFRESH_TOKEN_AUTH with the DEVICE_KEY of a forgotten device",
        lambda w: (device := forgotten(w)) and refresh(w, device, device.key),
        BAD_REFRESH, "amplify-js#2962; text: aws-sdk-java#2841", SEEN),
    Row("device-refresh_oauth",
        "in a pool that remembers devices: a refresh token of the API at /oauth2/token, then one of managed login",
        at_token_endpoint,
        "400 invalid_grant, then 200", "guide, the token issuer endpoint; our code of the error", DOC),
    Row("device-renew", "GetTokensFromRefreshToken with the DeviceKey, then without",
        lambda w: (device := confirmed(pool(w))) and in_turn(
            partial(renew, w, device, DeviceKey=device.key), partial(renew, w, device)),
        f"tokens, then {BAD_REFRESH}", "API, GetTokensFromRefreshToken", DOC),
]

MANAGING = [
    Row("device-attributes", "the DeviceAttributes of a device, but for its owner and last_ip_used",
        lambda w: " ".join(sorted(attributes(w))),
        "dev:device_arn dev:device_owner dev:device_remembered_status device_name device_status last_ip_used",
        "CLI, get-device; AWS has dev:device_sdk, too", HEARSAY),
    Row("device-status", "device_name, device_status and dev:device_remembered_status of a remembered device",
        lambda w: (shown := attributes(w)) and ", ".join(
            shown[name] for name in ("device_name", "device_status", "dev:device_remembered_status")),
        "a browser, valid, remembered", "CLI, get-device", DOC),
    Row("device-listed", "how many devices ListDevices and AdminListDevices show, before the user chooses, after "
        "remembered, after not_remembered",
        lambda w: choose(w, "remembered", "not_remembered"),
        "0 and 1, then 1 and 1, then 0 and 1", ANDROID, SEEN),
    Row("device-pages", "three devices, two on a page",
        page_by_page,
        "2 and 1, 3 in all", "API, ListDevices", DOC),
    Row("device-get_not_remembered", "GetDevice for a device that is not remembered",
        lambda w: (device := confirmed(pool(w, ASK_USER))) and w.public.get_device(
            AccessToken=device.tokens["AccessToken"], DeviceKey=device.key),
        NO_DEVICE, f"type: {ANDROID}", SEEN),
    Row("device-update_forgotten", "UpdateDeviceStatus for a forgotten device",
        lambda w: (device := forgotten(w)) and w.public.update_device_status(
            AccessToken=device.tokens["AccessToken"], DeviceKey=device.key, DeviceRememberedStatus="remembered"),
        NO_DEVICE, ANDROID, SEEN),
    *[
        Row(f"device-{call}_of_other", f"{name} with the device of another user",
            partial(of_another_user, call=call),
            NO_DEVICE, f"text: {ANDROID}", HEARSAY)
        for call, name in {
            "admin_get_device": "AdminGetDevice",
            "admin_update_device_status": "AdminUpdateDeviceStatus",
            "admin_forget_device": "AdminForgetDevice",
        }.items()
    ],
    Row("device-no_token", "GetDevice and ForgetDevice without an access token",
        without_token,
        ", then ".join(["NotAuthorizedException: Invalid Access Token"] * 2), "our guess", HEARSAY),
]

ATTACKS = [
    Row("device-without_password", "DEVICE_SRP_AUTH from a remembered device, before any password",
        lambda w: begin(w, confirmed(pool(w)), None),
        INVALID_SESSION, "our wording", HEARSAY),
    Row("device-session_twice", "one Session of DEVICE_SRP_AUTH, twice",
        session_twice,
        "DEVICE_PASSWORD_VERIFIER, then NotAuthorizedException: Invalid session for the user, session can only be "
        "used once.", "our guess", HEARSAY),
    Row("device-of_other", "another user's device at a sign-in, then at its challenge; then one's own device at "
        "another user's challenge",
        of_someone_else,
        f"{NO_DEVICE}, then {NO_DEVICE}, then {INVALID_SESSION}", "our guess", HEARSAY),
    Row("device-mixed_up", "a device's proof as a password's, then the other way round",
        mixed_up,
        f"{WRONG_PASSWORD}, then {WRONG_PASSWORD}", "our guess", HEARSAY),
    Row("device-other_key", "a device's proof with the DEVICE_KEY of the user's other device",
        in_the_name_of_another,
        WRONG_PASSWORD, "our guess", HEARSAY),
    Row("device-guessed", "the right proof after five wrong ones",
        guess,
        "NotAuthorizedException: Password attempts exceeded", "our guess", HEARSAY),
    Row("device-password_changed", "a device's proof after a new password was set on the way",
        answer_after(lambda w, device: w.set_password(w.new_password)),
        WRONG_PASSWORD, "our guess", HEARSAY),
    Row("device-disabled", "a device's proof after the user was disabled on the way",
        answer_after(lambda w, device: w.admin("admin_disable_user")),
        "NotAuthorizedException: User is disabled.", "our guess", HEARSAY),
    Row("device-status_changed", "a device's proof after it was set to not_remembered on the way",
        answer_after(lambda w, device: status(w, device, "not_remembered")),
        WRONG_PASSWORD, "our guess", HEARSAY),
    Row("device-forgotten_meanwhile", "a device's proof after it was forgotten on the way",
        answer_after(lambda w, device: w.admin("admin_forget_device", DeviceKey=device.key)),
        NO_DEVICE, "our guess", HEARSAY),
]

SECTIONS = {
    "New devices": CONFIRMING,
    "Signing in from a device": SIGNING_IN,
    "Refreshing on a device": REFRESHING,
    "A user's devices": MANAGING,
    "Attacks with devices": ATTACKS,
}
