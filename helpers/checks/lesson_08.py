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
    """A function of an error, which tells a mistyped password from all other reasons why a login fails."""
    with closing(_refusals(user_pool_id)) as refusals:
        for error, may_have_mistyped, person in refusals:
            answer = expect(result(function, error), bool, "True or False")
            if answer is not may_have_mistyped:
                said = f"`{error.operation_name}: {error.response['Error']['Message']}`"
                advice = "let them try again" if answer else "send them away"
                raise NotYet(f"You {advice}: {person}. Cognito says {said} to them.")
    return "Five people were refused. Those who mistyped may try again, and the others are spared it."


def _refusals(user_pool_id: str) -> Generator[tuple[ClientError, bool, str], None, None]:
    """Make logins fail. Yields each error, whether the password may be mistyped, and a description of the person.

    A generator, so that the five wrong passwords for the last error are tried only if a check gets that far.
    """
    with (
        trial.app_client(user_pool_id, ExplicitAuthFlows=BOTH_WAYS) as client,
        trial.app_client(user_pool_id, ExplicitAuthFlows=SRP_ONLY) as strict_client,
        trial.person(user_pool_id) as somebody,
        trial.person(user_pool_id) as disabled,
    ):
        wrong = new_password()
        yield _by_srp(user_pool_id, client, somebody.email, wrong), True, "somebody who mistyped, by SRP"
        mistyped = "somebody who mistyped, where the password is sent"
        yield _by_password(client, somebody.email, wrong), True, mistyped
        not_allowed = "somebody with the right password, whose program uses a flow that its client does not allow"
        yield _by_password(strict_client, somebody.email, somebody.password), False, not_allowed
        user = {"UserPoolId": user_pool_id, "Username": disabled.user_name}
        boto3.client("cognito-idp").admin_disable_user(**user)
        shut_out = "somebody with the right password, whose account an administrator has disabled"
        yield _by_srp(user_pool_id, client, disabled.email, disabled.password), False, shut_out
        for _ in range(3):
            _by_password(client, somebody.email, wrong)
        too_early = "somebody who mistyped five times, and is not listened to now"
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
    """A function that formats a time as Cognito does, tried on a day in April and in a login by SRP now."""
    text = expect(result(function, APRIL), str, "a text")
    wanted, words = AWSSRP.get_cognito_formatted_timestamp(APRIL).split(" "), text.split(" ")
    if len(words) != len(wanted):
        raise NotYet(
            f"Six words are asked for, with one blank between two of them. For 5 April 2026, 06:07:08, "
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
            raise NotYet(f"It is right for 5 April 2026, and not for now: Cognito says `{said}` to it.") from None
    return "Somebody logged in by SRP with your timestamp."


def _quoted(text: str) -> str:
    """A learner's string in ASCII, cut to the length that fits into a sentence."""
    shown = text.encode("ascii", "replace").decode()
    return shown if len(shown) <= 40 else f"{shown[:40]}…"
