"""What the rows of `conformance` do, where it takes more than one call. Each is given a `World`."""

from __future__ import annotations

import json
import secrets
import string
from collections.abc import Callable
from typing import Any

from local_cognito.conformance.world import World, claims, post, said, tokens, totp_code, wrong_code

SECRET = {"GenerateSecret": True}
#: Each way to say name and password: how it is called, and what carries it out with a given password.
WAYS: dict[str, Callable[[World, str], Any]] = {
    "ADMIN_USER_PASSWORD_AUTH": lambda w, p: w.sign_in("ADMIN_USER_PASSWORD_AUTH", PASSWORD=p),
    "ADMIN_NO_SRP_AUTH": lambda w, p: w.sign_in("ADMIN_NO_SRP_AUTH", PASSWORD=p),
    "USER_PASSWORD_AUTH": lambda w, p: w.sign_in("USER_PASSWORD_AUTH", PASSWORD=p),
    "USER_SRP_AUTH": lambda w, p: w.srp(p),
    "USER_SRP_AUTH-as_admin": lambda w, p: w.srp(p, as_admin=True),
    "USER_AUTH-PASSWORD": lambda w, p: w.initiate("USER_AUTH", PREFERRED_CHALLENGE="PASSWORD", PASSWORD=p),
    "USER_AUTH-PASSWORD_SRP": lambda w, p: w.finish_srp(
        w.begin_srp(flow="USER_AUTH", PREFERRED_CHALLENGE="PASSWORD_SRP"), p
    ),
    "USER_AUTH-chosen-PASSWORD": lambda w, p: w.choose("PASSWORD", p),
    "USER_AUTH-chosen-PASSWORD_SRP": lambda w, p: w.choose("PASSWORD_SRP", p),
    "USER_AUTH-as_admin": lambda w, p: w.choose("PASSWORD", p, as_admin=True),
}

KINDS = {"A": string.ascii_uppercase, "a": string.ascii_lowercase, "1": string.digits, "!": "!#$%&*+-"}


def made_of(*kinds: str, length: int = 12) -> str:
    """A new password of these kinds of letters only: A, a, 1, !."""
    letters = [secrets.choice(KINDS[kind]) for kind in kinds]
    letters += [secrets.choice("".join(KINDS[kind] for kind in kinds)) for _ in range(length - len(letters))]
    return "".join(letters)


def before_list(call: Callable[..., Any], *arguments: Any, **options: Any) -> str:
    """What comes, up to the list of values that would do: newer API models list more."""
    return said(call, *arguments, **options).partition(" enum value set")[0]


def too_short() -> str:
    return made_of("A", "a", "1", "!", length=5)


def both(*calls: Callable[[], Any]) -> str:
    """What several calls come to, one after the other."""
    return ", then ".join(said(call) for call in calls)


def same_for_stranger(w: World) -> str:
    first, second = (w.begin_srp(USERNAME=w.stranger)["ChallengeParameters"] for _ in range(2))
    names = ("SALT", "USER_ID_FOR_SRP", "SRP_B")
    return ", ".join(f"{name} {'same' if first[name] == second[name] else 'new'}" for name in names)


def update_client(w: World, **settings: Any) -> dict[str, Any]:
    return w.aws.update_user_pool_client(UserPoolId=w.user_pool_id, ClientId=w.client_id, **settings)


def refresh_after_update(w: World, **settings: Any) -> dict[str, Any]:
    refresh_token = tokens(w.sign_in())["RefreshToken"]
    update_client(w, **settings)
    return w.refresh(refresh_token)


def srp_and_refresh(w: World) -> str:
    logged_in = w.srp()
    return both(lambda: logged_in, lambda: w.refresh(tokens(logged_in)["RefreshToken"]))


def client_of(other: World, w: World) -> World:
    """A look at another pool's client from within this one's pool; the row's world learns its name."""
    w.made().client_id = other.client_id
    return w


def ask_new_password(w: World, **parameters: str) -> tuple[World, dict[str, Any]]:
    w.made(user="new")
    return w, w.sign_in(**parameters)


def choose_password(w: World, password: str | None = None, **responses: str) -> dict[str, Any]:
    w, asked = ask_new_password(w)
    return w.answer(asked, NEW_PASSWORD=password or w.chosen, **responses)


def parameters_of(asked: dict[str, Any]) -> str:
    return ", ".join(sorted(asked["ChallengeParameters"]))


def attributes_shown(w: World) -> str:
    _, asked = ask_new_password(w)
    json.loads(asked["ChallengeParameters"]["requiredAttributes"])
    return json.loads(asked["ChallengeParameters"]["userAttributes"])["email"]


def answer_as_admin(w: World) -> dict[str, Any]:
    w.made(user="new")
    asked = w.sign_in("ADMIN_USER_PASSWORD_AUTH")
    return w.answer(asked, as_admin=True, NEW_PASSWORD=w.chosen)


def new_password_counts(w: World) -> str:
    return both(lambda: choose_password(w), lambda: w.sign_in(PASSWORD=w.chosen), w.sign_in)


def other_answers(w: World) -> dict[str, Any]:
    w, asked = ask_new_password(w)
    return w.answer(asked, USERNAME=w.someone_else().username, NEW_PASSWORD=w.chosen)


def answer_twice(w: World) -> str:
    w, asked = ask_new_password(w)
    return both(lambda: w.answer(asked, NEW_PASSWORD=w.chosen), lambda: w.answer(asked, NEW_PASSWORD=w.wrong))


def through_another_client(w: World) -> dict[str, Any]:
    w, asked = ask_new_password(w)
    return w.client().answer(asked, NEW_PASSWORD=w.chosen)


def change_password(w: World, old: str, new: str) -> dict[str, Any]:
    token = w.access_token()
    return w.public.change_password(AccessToken=token, PreviousPassword=old, ProposedPassword=new)


def verify_email(w: World) -> World:
    attributes = [{"Name": "email", "Value": w.email}, {"Name": "email_verified", "Value": "true"}]
    w.admin("admin_update_user_attributes", UserAttributes=attributes)
    return w


def id_claim(w: World, logged_in: dict[str, Any], name: str) -> Any:
    return claims(tokens(logged_in)["IdToken"]).get(name)


def unverified(w: World) -> World:
    attributes = [{"Name": "email", "Value": w.email}, {"Name": "email_verified", "Value": "false"}]
    w.admin("admin_update_user_attributes", UserAttributes=attributes)
    return w


def verified(w: World, email: str) -> str:
    found = w.aws.admin_get_user(UserPoolId=w.user_pool_id, Username=email)["UserAttributes"]
    return {entry["Name"]: entry["Value"] for entry in found}["email_verified"]


def write_own(w: World, name: str, value: str) -> dict[str, Any]:
    entries = [{"Name": name, "Value": value}]
    return w.public.update_user_attributes(AccessToken=w.access_token(), UserAttributes=entries)


def signed_in(w: World) -> tuple[World, dict[str, Any]]:
    return w, tokens(w.srp())


def after(w: World, *acts: Callable[[World, dict[str, Any]], Any]) -> str:
    """Log in, then do one thing after the other with the tokens; what each comes to."""
    have = tokens(w.srp())
    return both(*[lambda act=act: act(w, have) for act in acts])


def get_user(w: World, have: dict[str, Any]) -> str:
    return w.get_user(have["AccessToken"])["Username"] and "the user"


def refresh(w: World, have: dict[str, Any]) -> dict[str, Any]:
    return w.refresh(have["RefreshToken"])


def sign_out(w: World, have: dict[str, Any]) -> dict[str, Any]:
    return w.public.global_sign_out(AccessToken=have["AccessToken"])


def admin_sign_out(w: World, have: dict[str, Any]) -> dict[str, Any]:
    return w.admin("admin_user_global_sign_out")


def revoke(w: World, have: dict[str, Any]) -> dict[str, Any]:
    secret = {"ClientSecret": w.client_secret} if w.client_secret else {}
    return w.public.revoke_token(ClientId=w.client_id, Token=have["RefreshToken"], **secret)


def renew(w: World, have: dict[str, Any]) -> dict[str, Any]:
    """GetTokensFromRefreshToken; a new refresh token takes the old one's place in ``have``."""
    secret = {"ClientSecret": w.client_secret} if w.client_secret else {}
    answer = w.public.get_tokens_from_refresh_token(
        ClientId=w.client_id, RefreshToken=have["RefreshToken"], **secret
    )
    have["old"], have["RefreshToken"] = (
        have["RefreshToken"],
        tokens(answer).get("RefreshToken", have["RefreshToken"]),
    )
    return answer


def renew_old(w: World, have: dict[str, Any]) -> dict[str, Any]:
    return renew(w, {**have, "RefreshToken": have["old"]})


def disable(w: World, have: dict[str, Any]) -> dict[str, Any]:
    return w.admin("admin_disable_user")


def delete(w: World, have: dict[str, Any]) -> dict[str, Any]:
    return w.admin("admin_delete_user")


def delete_oneself(w: World, have: dict[str, Any]) -> dict[str, Any]:
    return w.public.delete_user(AccessToken=have["AccessToken"])


def with_other_secret(w: World, have: dict[str, Any]) -> dict[str, Any]:
    w.client_secret = "s" * 51
    return renew(w, have)


def guess_old_password(w: World) -> str:
    token = w.access_token()
    guess = {"AccessToken": token, "PreviousPassword": w.wrong, "ProposedPassword": w.chosen}
    for _ in range(5):
        said(w.public.change_password, **guess)
    return said(w.public.change_password, **{**guess, "PreviousPassword": w.password})


def only_user_auth(w: World) -> str:
    return both(lambda: w.choose("PASSWORD"), lambda: w.choose("PASSWORD_SRP"), w.sign_in, w.srp)


def claim_names(w: World, token: str) -> str:
    return ", ".join(sorted(claims(tokens(w.srp())[token])))


def hashed(w: World, flow: str, **parameters: str | None) -> dict[str, Any]:
    w.made(**SECRET)
    return w.srp(**parameters) if flow == "USER_SRP_AUTH" else w.sign_in(flow, **parameters)


def answer_without_hash(w: World) -> dict[str, Any]:
    return w.finish_srp(w.begin_srp(), SECRET_HASH=None)


def answered(**changed: Any) -> Callable[[World], Any]:
    """A login by SRP, all right but for what is changed in the answer."""
    return lambda w: w.finish_srp(w.begin_srp(), **changed)


def at(w: World, when: str) -> dict[str, Any]:
    """A login by SRP, correctly signed at another time, or over a time written otherwise."""
    asked = w.begin_srp()
    return w.respond("PASSWORD_VERIFIER", **w.proof(asked, when=when))


def answered_with_other_name(w: World) -> dict[str, Any]:
    other = w.someone_else()
    return w.finish_srp(w.begin_srp(), USERNAME=other.username)


def replay(w: World) -> str:
    asked = w.begin_srp()
    answer = w.proof(asked)
    return both(*[lambda: w.respond("PASSWORD_VERIFIER", **answer)] * 2)


def disabled(w: World) -> World:
    w.admin("admin_disable_user")
    return w


def reset_required(w: World) -> World:
    w.admin("admin_reset_user_password")
    return w


def wrong_mailed_code(w: World) -> dict[str, Any]:
    return w.public_call("confirm_sign_up", ConfirmationCode=wrong_code(w.mailed_code()))


def confirm(w: World) -> dict[str, Any]:
    return w.public_call("confirm_sign_up", ConfirmationCode=w.mailed_code())


def reset(w: World, code: str, password: str | None = None) -> dict[str, Any]:
    return w.public_call("confirm_forgot_password", ConfirmationCode=code, Password=password or w.chosen)


def forgotten(w: World) -> World:
    w.public_call("forgot_password")
    return w


def resend(w: World) -> str:
    old = w.mailed_code()
    return both(
        lambda: w.public_call("resend_confirmation_code"),
        lambda: w.public_call("confirm_sign_up", ConfirmationCode=old),
        lambda: confirm(w),
    )


def guess_mailed_code(w: World) -> str:
    code = w.mailed_code()
    for _ in range(5):
        said(lambda: reset(w, wrong_code(code)))
    return said(lambda: reset(w, code))


def with_totp(w: World) -> tuple[World, dict[str, Any]]:
    """A user with an authenticator app, asked for its code after the password."""
    w.set_up_totp()
    return w, w.sign_in()


def code(w: World, asked: dict[str, Any], text: str) -> dict[str, Any]:
    return w.answer(asked, SOFTWARE_TOKEN_MFA_CODE=text)


def setting_up(w: World) -> tuple[World, dict[str, Any]]:
    w.require_totp()
    return w, w.sign_in()


def totp_login(w: World, text: Callable[[str], str] = totp_code, ask: str = "password") -> Any:
    w.set_up_totp()
    asked = w.srp() if ask == "srp" else w.sign_in()
    return code(w, asked, text(w.totp_secret))


def totp_replay(w: World) -> str:
    w, asked = with_totp(w)
    again = w.sign_in()
    same = totp_code(w.totp_secret)
    return both(lambda: code(w, asked, same), lambda: code(w, again, same))


def set_up_at_login(w: World, *, verify: bool = True) -> str:
    w, asked = setting_up(w)
    secret = w.public.associate_software_token(Session=asked["Session"])["SecretCode"]
    if verify:
        w.public.verify_software_token(Session=asked["Session"], UserCode=totp_code(secret))
    return both(lambda: asked, lambda: w.answer(asked))


def totp_guessed(w: World) -> str:
    w, asked = with_totp(w)
    right = totp_code(w.totp_secret)
    for _ in range(5):
        said(lambda: code(w, asked, wrong_code(right)))
    return said(lambda: code(w, asked, right))


def secrets_differ(w: World) -> bool:
    return w.set_up_totp() != w.another_pool().set_up_totp()


def verify_wrong(w: World) -> dict[str, Any]:
    token = w.require_totp("OPTIONAL").access_token()
    secret = w.public.associate_software_token(AccessToken=token)["SecretCode"]
    return w.public.verify_software_token(AccessToken=token, UserCode=wrong_code(totp_code(secret)))


def locked_out(w: World, *ways: str) -> str:
    """What the right password gets after wrong ones: one for each of the ways that are given."""
    for way in ways:
        said(WAYS[way], w, w.wrong)
    return said(w.sign_in)


def lock_stranger(w: World) -> str:
    for _ in range(5):
        said(w.sign_in, USERNAME=w.stranger)
    return said(w.sign_in, USERNAME=w.stranger)


def create_pool(w: World, **settings: Any) -> dict[str, Any]:
    return w.aws.create_user_pool(PoolName="another", **settings)


def delete_protected(w: World) -> dict[str, Any]:
    w.made(pool={"DeletionProtection": "ACTIVE"})
    return w.aws.delete_user_pool(UserPoolId=w.user_pool_id)


def headers_of_forgot_password(w: World) -> dict[str, str]:
    return w.public_call("forgot_password")["ResponseMetadata"]["HTTPHeaders"]


def login_by_sms(w: World) -> dict[str, Any]:
    w.require_totp("OPTIONAL").admin("admin_set_user_mfa_preference", SMSMfaSettings={"Enabled": True})
    return w.sign_in()


def unsigned_admin_call(w: World) -> str:
    _, answer = post(
        w.url, "AdminGetUser", {"UserPoolId": w.user_pool_id, "Username": w.username}, Authorization=""
    )
    return f"{answer['__type']}: {answer['message']}"
