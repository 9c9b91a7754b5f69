"""One pool, one client, one user, and short names for what can be done with them over HTTP.

A `World` speaks to any Cognito endpoint: the local one, or stock moto, to see what that answers.
"""

from __future__ import annotations

import base64
import hmac
import json
import secrets
from datetime import datetime, timezone
from functools import cache
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

import boto3
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from werkzeug.test import Client

from local_cognito import clock, srp

REGION = "us-east-1"
FIVE_FLOWS = [
    "ALLOW_REFRESH_TOKEN_AUTH",
    "ALLOW_USER_SRP_AUTH",
    "ALLOW_USER_AUTH",
    "ALLOW_USER_PASSWORD_AUTH",
    "ALLOW_ADMIN_USER_PASSWORD_AUTH",
]
ONE_TRY = {"max_attempts": 0}
SIGNED = "AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/cognito-idp/aws4_request"
VERIFIED = [{"Name": "email_verified", "Value": "true"}]
NAMES = {"UsernameAttributes": None}
ENABLED = {"PreventUserExistenceErrors": "ENABLED"}
TOTP_ON = {"SoftwareTokenMfaConfiguration": {"Enabled": True}}

WRONG = "NotAuthorizedException: Incorrect username or password."
EXCEEDED = "NotAuthorizedException: Password attempts exceeded"
NO_SESSION = "NotAuthorizedException: Invalid session for the user."
NOT_THERE = "UserNotFoundException: User does not exist."


def new_password() -> str:
    """A password that satisfies the default policy, new each time."""
    return "Aa1!" + secrets.token_urlsafe(12)


@cache
def connect(url: str, *, region: str = REGION, **options: Any) -> Any:
    """boto3 with AWS keys; without them when asked for ``signature_version=UNSIGNED``. Made once for each wish."""
    return boto3.client(
        "cognito-idp",
        region_name=region,
        endpoint_url=url,
        aws_access_key_id="local",
        aws_secret_access_key="local",
        config=Config(retries=ONE_TRY, **options),
    )


def said(call: Any, *arguments: Any, **options: Any) -> str:
    """What a call comes to: ``Code: message``, the name of a challenge, ``tokens``, ``done``, or its own text."""
    try:
        answer = call(*arguments, **options)
    except ClientError as refused:
        error = refused.response["Error"]
        return f"{error['Code']}: {error['Message']}"
    if not isinstance(answer, dict):
        return str(answer)
    return answer.get("ChallengeName") or ("tokens" if "AuthenticationResult" in answer else "done")


def tokens(answer: dict[str, Any]) -> dict[str, Any]:
    return answer["AuthenticationResult"]


def claims(token: str) -> dict[str, Any]:
    """What a JWT says, unverified."""
    body = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))


def totp_code(secret: str, steps_later: int = 0) -> str:
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    return TOTP(key, 6, SHA1(), 30, enforce_key_length=False).generate(clock.now() + 30 * steps_later).decode()


def post(url: str, operation: str, body: Any, **headers: str) -> tuple[int, Any]:
    """A call as no client library would send it: the body as it is, bytes or to be written as JSON."""
    host = urlsplit(url)
    connection = HTTPConnection(host.hostname, host.port, timeout=30)
    try:
        connection.request("POST", "/", *written(operation, body, **headers))
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())
    finally:
        connection.close()


def hand_to(app: Any, operation: str, body: Any) -> tuple[int, Any]:
    """The same call handed to a WSGI app, without a connection: in half the time."""
    data, headers = written(operation, body)
    answer = Client(app).post("/", data=data, headers=headers)
    return answer.status_code, json.loads(answer.data)


def written(operation: str, body: Any, **headers: str) -> tuple[bytes, dict[str, str]]:
    """The body and the headers of a call. A header without a value is left out."""
    target = f"AWSCognitoIdentityProviderService.{operation}"
    sent = {"X-Amz-Target": target, "Authorization": SIGNED, "Content-Type": "application/x-amz-json-1.1"}
    sent.update({name.replace("_", "-"): value for name, value in headers.items()})
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return data, {name: value for name, value in sent.items() if value}


class World:
    """Made for one case, at the first look at what it needs; `made` says how it is to differ from the default."""

    def __init__(self, url: str, aws: Any = None, public: Any = None) -> None:
        self.url = url
        self.aws = aws or connect(url)
        self.public = public or connect(url, signature_version=UNSIGNED)
        self.client_secret: str | None = None
        self.password, self.wrong, self.chosen = new_password(), new_password(), new_password()
        self.email = f"test-{secrets.token_hex(4)}@example.com"
        self.username = self.email
        self.stranger = f"nobody-{secrets.token_hex(4)}@example.com"

    def __getattr__(self, name: str) -> Any:
        if name not in ("user_pool_id", "client_id"):
            raise AttributeError(name)
        self.made()
        return self.__dict__[name]

    # --- making ---

    def made(self, *, pool: dict[str, Any] | None = None, user: str = "confirmed", **client: Any) -> World:
        """A new pool with these settings, a client with those, and a user: confirmed, new, unconfirmed or none."""
        settings = {"UsernameAttributes": ["email"], "AutoVerifiedAttributes": ["email"], **(pool or {})}
        settings = {name: value for name, value in settings.items() if value is not None}
        self.user_pool_id = self.aws.create_user_pool(PoolName="test", **settings)["UserPool"]["Id"]
        if not settings.get("UsernameAttributes"):
            self.username, self.stranger = (name.partition("@")[0] for name in (self.email, self.stranger))
        self.client(**client)
        if user == "unconfirmed":
            self.sign_up()
        elif user != "none":
            self.create_user()
            if user == "confirmed":
                self.set_password(self.password)
        return self

    def client(self, **settings: Any) -> World:
        """A further client of the pool, which the calls then go through."""
        settings = {"ExplicitAuthFlows": FIVE_FLOWS, **settings}
        settings = {name: value for name, value in settings.items() if value is not None}
        made = self.aws.create_user_pool_client(UserPoolId=self.user_pool_id, ClientName="test", **settings)
        self.client_id = made["UserPoolClient"]["ClientId"]
        self.client_secret = made["UserPoolClient"].get("ClientSecret")
        return self

    def create_user(self, username: str | None = None, **options: Any) -> dict[str, Any]:
        attributes = [{"Name": "email", "Value": username or self.email}, *VERIFIED]
        options = {"TemporaryPassword": self.password, "UserAttributes": attributes, **options}
        options = {name: value for name, value in options.items() if value is not None}
        return self.aws.admin_create_user(
            UserPoolId=self.user_pool_id,
            Username=username or self.username,
            **{"MessageAction": "SUPPRESS", **options},
        )

    def someone_else(self) -> World:
        """Another user of the same pool and client."""
        other = World.__new__(World)
        other.__dict__.update({"user_pool_id": self.user_pool_id, **self.__dict__})
        other.email = f"else-{secrets.token_hex(4)}@example.com"
        other.username = other.email if "@" in self.username else other.email.partition("@")[0]
        other.password = new_password()
        other.create_user()
        other.set_password(other.password)
        return other

    def another_pool(self) -> World:
        return World(self.url, self.aws, self.public)

    def admin(self, operation: str, **options: Any) -> dict[str, Any]:
        """An operation of an administrator on the user."""
        return getattr(self.aws, operation)(UserPoolId=self.user_pool_id, Username=self.username, **options)

    def set_password(self, password: str, *, permanent: bool = True) -> dict[str, Any]:
        return self.admin("admin_set_user_password", Password=password, Permanent=permanent)

    def status(self) -> str:
        return self.admin("admin_get_user")["UserStatus"]

    def attributes(self) -> dict[str, str]:
        return {entry["Name"]: entry["Value"] for entry in self.admin("admin_get_user")["UserAttributes"]}

    def sub(self) -> str:
        return self.attributes()["sub"]

    def secret_hash(self, username: str) -> dict[str, str]:
        if not self.client_secret:
            return {}
        digest = hmac.digest(self.client_secret.encode(), (username + self.client_id).encode(), "sha256")
        return {"SECRET_HASH": base64.b64encode(digest).decode()}

    # --- signing in ---

    def sign_in(self, flow: str = "USER_PASSWORD_AUTH", **parameters: str | None) -> dict[str, Any]:
        """InitiateAuth, or AdminInitiateAuth for the ADMIN_ flows, with the user's name and password.

        A parameter that is given replaces the default; None leaves it out.
        """
        parameters = {"PASSWORD": self.password, **parameters}
        return self.initiate(flow, as_admin=flow.startswith("ADMIN_"), **parameters)

    def initiate(self, flow: str, *, as_admin: bool = False, **parameters: str | None) -> dict[str, Any]:
        username = parameters.get("USERNAME") or self.username
        parameters = {"USERNAME": username, **self.secret_hash(username), **parameters}
        options = {
            "ClientId": self.client_id,
            "AuthFlow": flow,
            "AuthParameters": {name: value for name, value in parameters.items() if value is not None},
        }
        if as_admin:
            return self.aws.admin_initiate_auth(UserPoolId=self.user_pool_id, **options)
        return self.public.initiate_auth(**options)

    def respond(
        self, challenge: str, session: str | None = None, *, as_admin: bool = False, **responses: str | None
    ) -> dict[str, Any]:
        username = responses.get("USERNAME") or self.username
        responses = {"USERNAME": username, **self.secret_hash(username), **responses}
        options = {
            "ClientId": self.client_id,
            "ChallengeName": challenge,
            "ChallengeResponses": {name: value for name, value in responses.items() if value is not None},
            **({"Session": session} if session else {}),
        }
        if as_admin:
            return self.aws.admin_respond_to_auth_challenge(UserPoolId=self.user_pool_id, **options)
        return self.public.respond_to_auth_challenge(**options)

    def answer(self, asked: dict[str, Any], **responses: str | None) -> dict[str, Any]:
        """Answer the challenge that a call ended in."""
        return self.respond(asked["ChallengeName"], asked["Session"], **responses)

    # --- SRP ---

    def begin_srp(self, *, as_admin: bool = False, flow: str = "USER_SRP_AUTH", **parameters: str | None) -> dict:
        self.a = srp.new_secret_number()
        parameters = {"SRP_A": f"{srp.client_public(self.a):x}", **parameters}
        return self.initiate(flow, as_admin=as_admin, **parameters)

    def proof(self, asked: dict[str, Any], password: str | None = None, when: str | None = None) -> dict[str, str]:
        """The answer to PASSWORD_VERIFIER, as a client that knows the password computes it."""
        sent = asked["ChallengeParameters"]
        pool_name, user_id = self.user_pool_id.split("_")[1], sent["USER_ID_FOR_SRP"]
        B = srp.from_hex(sent["SRP_B"])
        x = srp.private_key(pool_name, user_id, password or self.password, srp.from_hex(sent["SALT"]))
        u = srp.scrambler(srp.client_public(self.a), B)
        key = srp.session_key(srp.client_shared_secret(self.a, B, x, u), u)
        when = when or srp.timestamp(datetime.fromtimestamp(clock.now(), timezone.utc))
        return {
            "USERNAME": sent["USERNAME"],
            "PASSWORD_CLAIM_SECRET_BLOCK": sent["SECRET_BLOCK"],
            "PASSWORD_CLAIM_SIGNATURE": srp.claim_signature(key, pool_name, user_id, sent["SECRET_BLOCK"], when),
            "TIMESTAMP": when,
        }

    def finish_srp(
        self, asked: dict[str, Any], password: str | None = None, *, as_admin: bool = False, **changed: str | None
    ) -> dict[str, Any]:
        answer = {**self.proof(asked, password), **changed}
        return self.respond("PASSWORD_VERIFIER", as_admin=as_admin, **answer)

    def srp(self, password: str | None = None, *, as_admin: bool = False, **parameters: str | None) -> dict:
        """A whole login with USER_SRP_AUTH."""
        asked = self.begin_srp(as_admin=as_admin, **parameters)
        return self.finish_srp(asked, password, as_admin=as_admin)

    def choose(self, factor: str, password: str | None = None, *, as_admin: bool = False) -> dict[str, Any]:
        """A whole login with USER_AUTH: asked for the factor, PASSWORD or PASSWORD_SRP."""
        asked = self.initiate("USER_AUTH", as_admin=as_admin)
        options = {"as_admin": as_admin, "ANSWER": factor}
        if factor == "PASSWORD":
            return self.respond(
                "SELECT_CHALLENGE", asked["Session"], PASSWORD=password or self.password, **options
            )
        self.a = srp.new_secret_number()
        asked = self.respond(
            "SELECT_CHALLENGE", asked["Session"], SRP_A=f"{srp.client_public(self.a):x}", **options
        )
        return self.finish_srp(asked, password, as_admin=as_admin)

    # --- tokens ---

    def access_token(self) -> str:
        return tokens(self.sign_in())["AccessToken"]

    def get_user(self, access_token: str) -> dict[str, Any]:
        return self.public.get_user(AccessToken=access_token)

    def refresh(self, refresh_token: str, **parameters: str | None) -> dict[str, Any]:
        """REFRESH_TOKEN_AUTH: the hash, if there is one, goes over the sub."""
        return self.initiate(
            "REFRESH_TOKEN_AUTH", **{"USERNAME": None, "REFRESH_TOKEN": refresh_token, **parameters}
        )

    # --- signing up, codes ---

    def sign_up(self, username: str | None = None, **options: Any) -> dict[str, Any]:
        attributes = [{"Name": "email", "Value": username or self.email}]
        secret_hash = self.secret_hash(username or self.username).get("SECRET_HASH")
        options = {
            "Password": self.password,
            "UserAttributes": attributes,
            "SecretHash": secret_hash,
            **options,
        }
        options = {name: value for name, value in options.items() if value is not None}
        return self.public.sign_up(ClientId=self.client_id, Username=username or self.username, **options)

    def mailed_code(self) -> str:
        """The code that would have been mailed; only the local Cognito tells, and only an administrator."""
        return self.admin("admin_get_user")["ResponseMetadata"]["HTTPHeaders"]["x-local-cognito-mailed-code"]

    def public_call(self, operation: str, **options: Any) -> dict[str, Any]:
        """An open operation on the user: forgot_password, confirm_sign_up and their like."""
        return getattr(self.public, operation)(ClientId=self.client_id, **{"Username": self.username, **options})

    # --- TOTP ---

    def require_totp(self, mode: str = "ON") -> World:
        self.aws.set_user_pool_mfa_config(UserPoolId=self.user_pool_id, MfaConfiguration=mode, **TOTP_ON)
        return self

    def set_up_totp(self) -> str:
        """The user, signed in, registers an app; returns its secret. The pool asks for codes from then on."""
        self.require_totp("OPTIONAL")
        access_token = self.access_token()
        self.totp_secret = self.public.associate_software_token(AccessToken=access_token)["SecretCode"]
        self.public.verify_software_token(AccessToken=access_token, UserCode=totp_code(self.totp_secret, -1))
        preference = {"Enabled": True, "PreferredMfa": True}
        self.admin("admin_set_user_mfa_preference", SoftwareTokenMfaSettings=preference)
        return self.totp_secret


def wrong_code(code: str) -> str:
    """A code of six digits that is not this one."""
    return f"{(int(code) + 500_000) % 1_000_000:06d}"
