"""The checks of lesson 13: log in without a password."""

from __future__ import annotations

import secrets
from typing import Any

import boto3

from helpers.lab import FIVE_FLOWS

from . import trial
from .verdict import NotYet, check, expect, expect_strings, result

EXAMPLE = '[["WEB_AUTHN"], ["WEB_AUTHN"], ["WEB_AUTHN"]]'
OFFERED = (
    "Not the first. Cognito sends codes only to an address of which it knows that it is theirs.",
    "Not the second. What has this person never set up?",
    "Not the third. Cognito does not reveal who has an account. Which of the people in section 1 was this?",
)
SITE = "https://shop.example.com"


@check
def offered(predicted: Any, user_pool_id: str) -> str:
    """What is offered to three people: two who exist during the check, and nobody. SRP is left out."""
    predicted = expect(predicted, (list, tuple), f"three lists in square brackets, as in `{EXAMPLE}`")
    if len(predicted) != 3:
        raise NotYet(f"Give three lists in square brackets, as in `{EXAMPLE}`.")
    named = [sorted(set(expect_strings(each, '["WEB_AUTHN"]'))) for each in predicted]
    nobody = f"nobody-{secrets.token_hex(8)}@example.com"
    cognito = boto3.client("cognito-idp")
    with (
        trial.person(user_pool_id, verified=False) as unverified,
        trial.person(user_pool_id, password=False) as without_password,
        trial.app_client(user_pool_id, ExplicitAuthFlows=FIVE_FLOWS) as client,
    ):
        for email, names, thought in zip((unverified.email, without_password.email, nobody), named, OFFERED):
            asked = cognito.initiate_auth(
                ClientId=client["ClientId"], AuthFlow="USER_AUTH", AuthParameters={"USERNAME": email}
            )
            if names != sorted(set(asked["AvailableChallenges"]) - {"PASSWORD_SRP"}):
                raise NotYet(thought)
    return "Cognito offers exactly this."


@check
def is_for_us(is_for_us: Any) -> str:
    """A function of what a browser has written about a passkey's answer, and of the challenge that was sent."""
    challenge = secrets.token_urlsafe(16)
    good = {"type": "webauthn.get", "challenge": challenge, "origin": SITE, "crossOrigin": False}
    for change, right, what in (
        ({}, True, "a good answer"),
        ({"origin": "https://shop.example.com.login.example"}, False, "an answer for a page of `login.example`"),
        ({"origin": "https://fake-shop.example.com"}, False, "an answer for another page of `example.com`"),
        ({"origin": "http://shop.example.com"}, False, "an answer for a page without https"),
        ({"challenge": secrets.token_urlsafe(16)}, False, "an answer to the challenge of another login"),
        ({"type": "webauthn.create"}, False, "the answer with which a passkey is registered"),
    ):
        answer = expect(result(is_for_us, {**good, **change}, challenge), bool, "True or False")
        if answer != right:
            raise NotYet(f"It returns {answer} for {what}.")
    return "It accepts an answer to this challenge from your page, and no other."
