"""Calls of every operation that the local Cognito answers, made from AWS's description of the API.

A call begins as AWS would accept it, with ids from earlier answers where a member asks for one. Then, most times,
a part of it is left out, null, of another type, empty, very long, of odd characters, or from another user pool.
"""

from __future__ import annotations

import logging
import random
from collections import Counter, defaultdict, deque
from copy import deepcopy
from typing import Any

from local_cognito import moto_adapter
from local_cognito.app import CognitoApp
from local_cognito.conformance.cases.devices import SKIP_MFA, confirmed
from local_cognito.conformance.world import Settings, World, first_factors, new_password, tokens
from local_cognito.operations import OPERATIONS

ANSWERED = sorted(OPERATIONS)
#: Members that all have values of one kind, though their names differ.
SAME = {
    "Id": "UserPoolId",
    "SecretCode": "Secret",
    "Token": "RefreshToken",
    "ResourceArn": "Arn",
    "USERNAME": "Username",
    "REFRESH_TOKEN": "RefreshToken",
    "DEVICE_KEY": "DeviceKey",
    "UserSub": "Username",
    "PreviousPassword": "Password",
    "ProposedPassword": "Password",
    "TemporaryPassword": "Password",
    "PASSWORD": "Password",
    "NEW_PASSWORD": "Password",
    "UserCode": "Code",
    "ConfirmationCode": "Code",
    "SOFTWARE_TOKEN_MFA_CODE": "Code",
    "EMAIL_OTP_CODE": "Code",
    "PREFERRED_CHALLENGE": "ANSWER",
}
PARAMETERS = ["PASSWORD", "SRP_A", "REFRESH_TOKEN", "NEW_PASSWORD", "SOFTWARE_TOKEN_MFA_CODE", "ANSWER"]
PARAMETERS += ["PREFERRED_CHALLENGE", "EMAIL_OTP_CODE", "CREDENTIAL", "DEVICE_KEY"]
ATTRIBUTES = ["email", "email_verified", "phone_number", "name", "custom:a", "dev:custom:a", "sub", "birthdate"]
ODD = ["", " ", "\0", "\n", "é", "ß", "İ", "\u202e", "\U0001d4b6", "👩‍🚀", "٣"]
ODD += ["{}", "[]", "null", "-1", "a.b.c", "=", "%s", "{0}"]
OTHER_TYPES = [None, 0, -1, 10**30, 1.5, True, "text", [], [None], [[]], {}, {"": ""}, {"Name": None}]
#: Operations after which little is left to call the others on. Most times they take part under another name.
RARE = {
    "DeleteUserPool": "DescribeUserPool",
    "DeleteUserPoolClient": "DescribeUserPoolClient",
    "DeleteUser": "GetUser",
    "ForgetDevice": "GetDevice",
    "AdminForgetDevice": "AdminGetDevice",
    "AdminDeleteUser": "AdminGetUser",
    "GlobalSignOut": "GetUser",
    "AdminUserGlobalSignOut": "AdminGetUser",
    "AdminDisableUser": "AdminEnableUser",
    "RevokeToken": "GetTokensFromRefreshToken",
}
CONSTANTS = {
    "Code": ["123456", "000000"],
    "SRP_A": ["5" * 700, "0"],
    "ANSWER": ["PASSWORD", "PASSWORD_SRP", "EMAIL_OTP", "WEB_AUTHN"],
    "AttributeName": ["email", "phone_number"],
    "Domain": ["a-domain", "another-domain"],
    "NextToken": ["1", "2"],
    "Salt": ["Ag=="],
    "PasswordVerifier": ["Ag=="],
}
POOLS: list[Settings] = [
    {"UsernameAttributes": None, "Schema": [{"Name": "a", "AttributeDataType": "String", "Mutable": True}]},
    {
        "UsernameAttributes": ["email"],
        "DeviceConfiguration": SKIP_MFA,
        **first_factors("PASSWORD", "EMAIL_OTP", "WEB_AUTHN"),
    },
]
Known = dict[str, deque[Any]]


class EveryOperation:
    """Makes calls and sends them to an app; ``failures`` lists those that the app did not answer properly.

    Args:
        url: a local Cognito of this process, where two user pools are made to begin with.
        seed: the same seed makes the same calls, but for ids and tokens.
        send: as `hand_to` of test_fuzz.py.
    """

    def __init__(self, url: str, seed: int, send: Any) -> None:
        self.url, self.send, self.app = url, send, CognitoApp()
        self.draw = random.Random(seed)
        self.counts: Counter[str] = Counter()
        self.succeeded: set[str] = set()
        self.failures: Counter[str] = Counter()
        self.known: Known = {}
        self.other: Known = {}  # of the other pool

    def run(self, calls: int) -> None:
        """Make so many calls. Every 200, there are two new pools."""
        for number in range(calls):
            if number % 400 == 0:
                self.known, self.other = (self._new_pool(pool) for pool in POOLS)
            if self.draw.random() < 0.1:
                self.known, self.other = self.other, self.known
            self.call(ANSWERED[number % len(ANSWERED)])

    def call(self, operation: str) -> None:
        if self.draw.random() < 0.95:
            operation = RARE.get(operation, operation)
        shape = moto_adapter.operation_model(operation).input_shape
        body = self._value(shape, operation)
        if operation in ("SignUp", "AdminCreateUser") and self.draw.random() < 0.8:
            body["Username"] = f"{self.draw.getrandbits(32)}@example.com"
        if self.draw.random() < 0.8:
            body.pop("SecretHash", None)
        if self.draw.random() < 0.6:
            self._spoil(body)
        where = _Where()
        logging.getLogger("local_cognito.app").addFilter(where)
        try:
            status, answer = self.send(self.app, operation, body)
        finally:
            logging.getLogger("local_cognito.app").removeFilter(where)
        self.counts[str(status)] += 1
        if status == 200:
            self.succeeded.add(operation)
            self._learn(answer)
        if status not in (200, 400):
            self.failures[f"{operation} answered {status}: {where.last}"] += 1

    def _new_pool(self, settings: Settings) -> Known:
        world = World(self.url).set_up(pool=settings).require_totp("OPTIONAL")
        have = confirmed(world).tokens if "DeviceConfiguration" in settings else tokens(world.sign_in())
        self.known = defaultdict(lambda: deque(maxlen=6))
        self._learn({**CONSTANTS, **have, "Password": [world.password, new_password()]})
        self._learn({"UserPoolId": world.user_pool_id, "ClientId": world.client_id, "Username": world.username})
        return self.known

    def _learn(self, answer: Any, name: str = "") -> None:
        """Keep the ids, names and tokens in an answer, by member."""
        if isinstance(answer, dict):
            for member, value in answer.items():
                self._learn(value, member)
        elif isinstance(answer, list):
            for value in answer[:3]:
                self._learn(value, name)
        elif isinstance(answer, str) and 0 < len(answer) < 2000:
            self.known[SAME.get(name, name)].append(answer)

    # --- a call as AWS would accept it ---

    def _value(self, shape: Any, name: str) -> Any:
        draw, known = self.draw, self.known.get(SAME.get(name, name))
        if known and shape.type_name == "string" and draw.random() < 0.95:
            return draw.choice(known)
        return getattr(self, f"_{shape.type_name}")(shape, name)

    def _structure(self, shape: Any, name: str) -> dict[str, Any]:
        likely = self.draw.choice([0, 0.3, 0.7])
        chosen = [
            member
            for member in shape.members
            if member in shape.required_members or self.draw.random() < likely or member in ("Name", "Value")
        ]
        body = {member: self._value(shape.members[member], member) for member in chosen}
        if shape.name == "AttributeType":
            body["Name"] = self.draw.choice(ATTRIBUTES)
        return body

    def _list(self, shape: Any, name: str) -> list[Any]:
        least, most = shape.metadata.get("min", 0), shape.metadata.get("max", 3)
        return [self._value(shape.member, name) for _ in range(self.draw.randint(least, max(least, min(most, 3))))]

    def _map(self, shape: Any, name: str) -> dict[str, Any]:
        if name in ("AuthParameters", "ChallengeResponses"):
            names = ["USERNAME", *(one for one in PARAMETERS if self.draw.random() < 0.6)]
        else:
            names = [self._value(shape.key, "") for _ in range(self.draw.randint(0, 2))]
        return {one: self._value(shape.value, one) for one in names}

    def _string(self, shape: Any, name: str) -> str:
        if shape.enum:
            return self.draw.choice(shape.enum)
        least, most = shape.metadata.get("min", 0), shape.metadata.get("max", 30)
        return "".join(self.draw.choices("abcXYZ019", k=self.draw.randint(least, max(least, min(most, 30)))))

    def _integer(self, shape: Any, name: str) -> int:
        return self.draw.randint(shape.metadata.get("min", 0), min(shape.metadata.get("max", 100), 100))

    _long = _integer

    def _double(self, shape: Any, name: str) -> float:
        return self.draw.random()

    def _boolean(self, shape: Any, name: str) -> bool:
        return self.draw.random() < 0.5

    def _timestamp(self, shape: Any, name: str) -> float:
        return self.draw.random() * 2e9

    def _blob(self, shape: Any, name: str) -> str:
        return self.draw.choice(["", "AAAA", "////"])

    # --- what is wrong with it ---

    def _spoil(self, body: dict[str, Any]) -> None:
        """Change one part of a call, at any depth, or two."""
        for _ in range(self.draw.choice([1, 1, 2])):
            places = list(_places(body))
            if not places:
                return
            container, key = self.draw.choice(places)
            change = self.draw.random()
            if change < 0.15:
                del container[key]
            elif change < 0.35:
                container[key] = deepcopy(self.draw.choice(OTHER_TYPES))
            elif change < 0.45:
                container[key] = None
            elif change < 0.6:
                container[key] = self.draw.choice(ODD)
            elif change < 0.7:
                container[key] = self.draw.choice("Aé19{.") * self.draw.choice([129, 2049, 20_000])
            elif change < 0.8 and isinstance(container[key], str):
                container[key] += self.draw.choice(ODD)
            else:  # an id of the same kind, often of the other pool; or of another kind
                known = self.other.get(SAME.get(key, key) if isinstance(key, str) else "")
                container[key] = self.draw.choice(known or self.known["Username"])


def _places(body: Any) -> Any:
    """Every member and element of a call, as (container, key)."""
    items = body.items() if isinstance(body, dict) else enumerate(body) if isinstance(body, list) else ()
    for key, value in list(items):
        yield body, key
        yield from _places(value)


class _Where(logging.Filter):
    """Keeps out of the log, but remembers, what failed inside the local Cognito."""

    last = ""

    def filter(self, record: logging.LogRecord) -> bool:
        what, trace = record.args  # type: ignore[misc]
        lines = [line.strip() for line in str(trace).splitlines() if line.strip().startswith("File")]
        self.last = f"{what} in {' < '.join(line.rpartition('site-packages/')[2] for line in lines[:-4:-1])}"
        return False
