"""The checks of lesson 08: when login fails."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import closing
from datetime import datetime, timezone
from typing import Any

import boto3
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError
from pycognito import AWSSRP

from helpers.lab import new_password

from . import trial
from .verdict import NotYet, check, expect, result

SRP_ONLY = ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
BOTH_WAYS = [*SRP_ONLY, "ALLOW_USER_PASSWORD_AUTH"]
NO_KEYS = Config(signature_version=UNSIGNED)
APRIL = datetime(2026, 4, 5, 6, 7, 8, tzinfo=timezone.utc)
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")


@check
def worth_another_try(function: Any, user_pool_id: str) -> str:
    """Whether a function of an error tells a mistyped password from the other reasons why a login fails."""
    with closing(_refusals(user_pool_id)) as refusals:
        for error, may_have_mistyped, person in refusals:
            answer = expect(result(function, error), bool, "True or False")
            if answer is not may_have_mistyped:
                said = f"`{error.operation_name}: {error.response['Error']['Message']}`"
                raise NotYet(f"Your function returned {answer} for {person}. The error is {said}.")
    return "Five logins failed. Your function allows another try only where it helps."


def _refusals(user_pool_id: str) -> Generator[tuple[ClientError, bool, str], None, None]:
    """Make logins fail. Yields each error, whether the password may be mistyped, and a description of the person.

    This is a generator, so that the last logins are tried only if a check gets that far.
    """
    with (
        trial.app_client(user_pool_id, ExplicitAuthFlows=BOTH_WAYS) as client,
        trial.app_client(user_pool_id, ExplicitAuthFlows=SRP_ONLY) as strict_client,
        trial.person(user_pool_id) as somebody,
        trial.person(user_pool_id) as disabled,
    ):
        wrong = new_password()
        mistyped = "someone who mistyped the password and logged in with SRP"
        yield _by_srp(user_pool_id, client, somebody.email, wrong), True, mistyped
        mistyped = "someone who mistyped the password, in a flow that sends it"
        yield _by_password(client, somebody.email, wrong), True, mistyped
        not_allowed = (
            "someone with the right password, whose program uses a flow that the app client does not allow"
        )
        yield _by_password(strict_client, somebody.email, somebody.password), False, not_allowed
        user = {"UserPoolId": user_pool_id, "Username": disabled.user_name}
        boto3.client("cognito-idp").admin_disable_user(**user)
        shut_out = "someone with the right password, whose account is disabled"
        yield _by_srp(user_pool_id, client, disabled.email, disabled.password), False, shut_out
        for _ in range(3):
            _by_password(client, somebody.email, wrong)
        too_early = "someone who mistyped the password five times, and has to wait now"
        yield _by_password(client, somebody.email, somebody.password), False, too_early


def _by_srp(user_pool_id: str, client: dict[str, Any], email: str, password: str) -> ClientError:
    login = AWSSRP(email, password, user_pool_id, client["ClientId"], client=_unsigned())
    return _refusal(login.authenticate_user)


def _by_password(client: dict[str, Any], email: str, password: str) -> ClientError:
    return _refusal(
        lambda: _unsigned().initiate_auth(
            ClientId=client["ClientId"],
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": email, "PASSWORD": password},
        )
    )


def _refusal(call: Callable[[], Any]) -> ClientError:
    try:
        call()
    except ClientError as error:
        return error
    raise AssertionError("Cognito did not refuse what it should.")


def _unsigned() -> Any:
    return boto3.client("cognito-idp", config=NO_KEYS)


@check
def timestamp(function: Any, user_pool_id: str) -> str:
    """Whether a function formats a time as Cognito does, tried on a day in April and in a login with SRP."""
    text = expect(result(function, APRIL), str, "a string")
    wanted, words = AWSSRP.get_cognito_formatted_timestamp(APRIL).split(" "), text.split(" ")
    if len(words) != len(wanted):
        raise NotYet(
            f"The answer has six words, with one space between them. For 5 April 2026, 06:07:08, "
            f"yours is `{_quoted(text)}`."
        )
    for ordinal, yours, right in zip(ORDINALS, words, wanted):
        if yours != right:
            raise NotYet(
                f"For 5 April 2026, 06:07:08, your {ordinal} word is `{_quoted(yours)}`. Cognito's is `{right}`."
            )
    with trial.app_client(user_pool_id, ExplicitAuthFlows=SRP_ONLY) as client, trial.person(user_pool_id) as user:
        login = AWSSRP(user.email, user.password, user_pool_id, client["ClientId"], client=_unsigned())
        now = str(result(function, datetime.now(timezone.utc)))
        login.get_cognito_formatted_timestamp = lambda _: now
        try:
            login.authenticate_user()
        except ClientError as error:
            said = error.response["Error"]["Message"]
            raise NotYet(f"It is right for 5 April 2026, but not for now: Cognito says `{said}`.") from None
    return "Someone logged in with SRP and your timestamp."


def _quoted(text: str) -> str:
    """A learner's string in ASCII, short enough for a sentence."""
    shown = text.encode("ascii", "replace").decode()
    return shown if len(shown) <= 40 else f"{shown[:40]}…"
