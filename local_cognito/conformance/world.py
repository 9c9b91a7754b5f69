"""What a case of the conformance table works with: a user pool, an app client, a user, and the calls on them.

A `World` is given the address of a Cognito endpoint: the local one, or any other that is to be compared with AWS.
"""

from __future__ import annotations

import base64
import copy
import hmac
import json
import secrets
import string
from collections.abc import Callable
from datetime import datetime, timezone
from functools import cache, partial
from http.client import HTTPConnection, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit

import boto3
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from local_cognito import clock, generate, srp
from local_cognito.authenticator import Authenticator

Settings = dict[str, Any]

REGION = "us-east-1"
NAME = "local-cognito-conformance"  #: of the pools, and of the tag that they carry at other endpoints
FIVE_FLOWS = [
    "ALLOW_REFRESH_TOKEN_AUTH",
    "ALLOW_USER_SRP_AUTH",
    "ALLOW_USER_AUTH",
    "ALLOW_USER_PASSWORD_AUTH",
    "ALLOW_ADMIN_USER_PASSWORD_AUTH",
]
ONE_TRY = {"max_attempts": 0}
CODE_HEADER = "x-local-cognito-mailed-code"
SIGNED = "AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/cognito-idp/aws4_request"
VERIFIED = [{"Name": "email_verified", "Value": "true"}]
TOTP_ON: Settings = {"SoftwareTokenMfaConfiguration": {"Enabled": True}}

# --- settings for `World.set_up` ---
USERNAMES: Settings = {"UsernameAttributes": None}  # a pool in which people sign in with a user name
HIDES_USERS: Settings = {"PreventUserExistenceErrors": "ENABLED"}
WITH_SECRET: Settings = {"GenerateSecret": True}

# --- answers ---
WRONG_PASSWORD = "NotAuthorizedException: Incorrect username or password."
LOCKED_OUT = "NotAuthorizedException: Password attempts exceeded"
INVALID_SESSION = "NotAuthorizedException: Invalid session for the user."
USER_NOT_FOUND = "UserNotFoundException: User does not exist."
DISABLED = "NotAuthorizedException: User is disabled."
RESET = "PasswordResetRequiredException: Password reset required for the user"


class NotHere(Exception):
    """A case needs something that this endpoint does not have. The message says what."""


def only(*flows: str) -> Settings:
    """The setting of an app client that allows these flows and no others."""
    return {"ExplicitAuthFlows": list(flows)}


def first_factors(*names: str) -> Settings:
    """The setting of a pool whose users can begin to sign in with these."""
    return {"Policies": {"SignInPolicy": {"AllowedFirstAuthFactors": list(names)}}}


def new_password() -> str:
    """A random password that satisfies the default policy."""
    return generate.password()


KINDS = {"A": string.ascii_uppercase, "a": string.ascii_lowercase, "1": string.digits, "!": "!#$%&*+-"}


def password_of(kinds: str, length: int = 12) -> str:
    """A random password with characters of these kinds only, each at least once.

    Args:
        kinds: any of A (upper case), a (lower case), 1 (digits) and ! (symbols), such as "Aa1".
        length: how many characters.
    """
    first = [secrets.choice(KINDS[kind]) for kind in kinds]
    rest = [secrets.choice("".join(KINDS[kind] for kind in kinds)) for _ in range(length - len(first))]
    return "".join(first + rest)


def too_short() -> str:
    """A password that the default policy refuses for its length only."""
    return password_of("Aa1!", length=5)


@cache
def connect(url: str, *, region: str = REGION, **options: Any) -> Any:
    """boto3's client for Cognito, with AWS keys, or without any for ``signature_version=UNSIGNED``.

    Clients are kept: the same arguments get the same one.
    """
    return boto3.client(
        "cognito-idp",
        region_name=region,
        endpoint_url=url,
        aws_access_key_id="local",
        aws_secret_access_key="local",
        config=Config(retries=ONE_TRY, **options),
    )


def outcome(call: Callable[..., Any], *arguments: Any, **options: Any) -> str:
    """What a call comes to, as the table writes it.

    Returns:
        ``Code: message`` of an error, the name of a challenge, ``tokens``, or ``done`` for any other answer. Of a
        call that returns something else than an answer of Cognito, the result as a string.
    """
    try:
        answer = call(*arguments, **options)
    except ClientError as refused:
        error = refused.response["Error"]
        return f"{error['Code']}: {error['Message']}"
    if not isinstance(answer, dict):
        return str(answer)
    return answer.get("ChallengeName") or ("tokens" if "AuthenticationResult" in answer else "done")


def in_turn(*calls: Callable[[], Any]) -> str:
    """What several calls come to, one after the other."""
    return ", then ".join(outcome(call) for call in calls)


def without_enum(call: Callable[..., Any], *arguments: Any, **options: Any) -> str:
    """What a call comes to, without the values that Cognito lists: newer versions of the API list more."""
    return outcome(call, *arguments, **options).partition(" enum value set")[0]


def tokens(answer: dict[str, Any]) -> dict[str, Any]:
    return answer["AuthenticationResult"]


def claims(token: str) -> dict[str, Any]:
    """The claims of a JWT, without a check of its signature."""
    body = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))


def totp_code(secret: str, steps_later: int = 0) -> str:
    """The code that an authenticator app shows, now or some steps of 30 seconds later."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    return TOTP(key, 6, SHA1(), 30, enforce_key_length=False).generate(clock.now() + 30 * steps_later).decode()


def wrong_code(code: str) -> str:
    """Six digits that are not this code."""
    return f"{(int(code) + 500_000) % 1_000_000:06d}"


def post(url: str, operation: str, body: Any, **headers: str) -> tuple[int, Any]:
    """A call without an AWS SDK, which would refuse to send some of what is tried here.

    Args:
        body: bytes to send as they are, or what is to be sent as JSON.
        headers: others than usual, with _ for -; an empty one is left out.

    Returns:
        the status and the decoded JSON.

    Raises:
        NotHere: the call is signed, and the endpoint is AWS's: the signature is made up.
    """
    host = urlsplit(url)
    if host.scheme == "https" and request_parts(operation, body, **headers)[1].get("Authorization") == SIGNED:
        raise NotHere("its signature is made up")
    connect_to = HTTPSConnection if host.scheme == "https" else HTTPConnection
    connection = connect_to(host.hostname or "", host.port, timeout=30)
    try:
        connection.request("POST", "/", *request_parts(operation, body, **headers))
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())
    finally:
        connection.close()


def request_parts(operation: str, body: Any, **headers: str) -> tuple[bytes, dict[str, str]]:
    """The body and the headers of a call, as `post` sends them."""
    target = f"AWSCognitoIdentityProviderService.{operation}"
    sent = {"X-Amz-Target": target, "Authorization": SIGNED, "Content-Type": "application/x-amz-json-1.1"}
    sent.update({name.replace("_", "-"): value for name, value in headers.items()})
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return data, {name: value for name, value in sent.items() if value}


def without_none(values: dict[str, Any]) -> dict[str, Any]:
    """These values without those that are None, which stands for: leave it out."""
    return {name: value for name, value in values.items() if value is not None}


class World:
    """A user pool with one app client and one user. They are made when a case first asks for one of their ids.

    In keyword arguments, here and below, a value replaces the usual one, and None leaves it out.

    Attributes:
        aws: boto3 with AWS keys, as a server has it.
        public: boto3 without keys, as a browser or an app has it.
        username, email: of the user. In a pool for e-mail sign-in, the usual kind here, they are the same.
        password: of the user.
        wrong_password: a password that no user has.
        new_password: a password for the user to change to.
        unknown_username: a name that no user has.
    """

    def __init__(self, url: str, aws: Any = None, public: Any = None, region: str = REGION) -> None:
        self.url = url
        self.region = region
        self.aws = aws or connect(url)
        self.public = public or connect(url, signature_version=UNSIGNED)
        self.client_secret: str | None = None
        self.password, self.wrong_password, self.new_password = new_password(), new_password(), new_password()
        self.email = f"test-{secrets.token_hex(4)}@example.com"
        self.username = self.email
        self.authenticator = Authenticator()
        self.unknown_username = f"nobody-{secrets.token_hex(4)}@example.com"

    def __getattr__(self, name: str) -> Any:
        if name not in ("user_pool_id", "client_id"):
            raise AttributeError(name)
        self.set_up()
        return self.__dict__[name]

    # --- making ---

    def set_up(self, *, pool: dict[str, Any] | None = None, user: str = "confirmed", **client: Any) -> World:
        """Make the pool, the client and the user.

        Args:
            pool: settings of the pool.
            user: ``confirmed``; ``new``, with a temporary password; ``unconfirmed``, signed up; or ``none``.
            client: settings of the app client.
        """
        settings = without_none(
            {"UsernameAttributes": ["email"], "AutoVerifiedAttributes": ["email"], **(pool or {})}
        )
        self.user_pool_id = self.aws.create_user_pool(PoolName=NAME, **settings)["UserPool"]["Id"]
        if not settings.get("UsernameAttributes"):
            self.username, self.unknown_username = (
                name.partition("@")[0] for name in (self.email, self.unknown_username)
            )
        self.client(**client)
        if user == "unconfirmed":
            self.sign_up()
        elif user != "none":
            self.create_user()
            if user == "confirmed":
                self.set_password(self.password)
        return self

    def client(self, **settings: Any) -> World:
        """Make another client of the pool. From then on, the calls go through it."""
        settings = without_none({"ExplicitAuthFlows": FIVE_FLOWS, **settings})
        made = self.aws.create_user_pool_client(UserPoolId=self.user_pool_id, ClientName="test", **settings)
        self.client_id = made["UserPoolClient"]["ClientId"]
        self.client_secret = made["UserPoolClient"].get("ClientSecret")
        return self

    def create_user(self, username: str | None = None, **options: Any) -> dict[str, Any]:
        attributes = [{"Name": "email", "Value": username or self.email}, *VERIFIED]
        usual = {
            "TemporaryPassword": self.password,
            "UserAttributes": attributes,
            "MessageAction": "SUPPRESS",
        }
        return self.aws.admin_create_user(
            UserPoolId=self.user_pool_id,
            Username=username or self.username,
            **without_none({**usual, **options}),
        )

    def someone_else(self) -> World:
        """Another user of the same pool and client."""
        if "user_pool_id" not in vars(self):
            self.set_up()
        other = copy.copy(self)
        other.email = f"else-{secrets.token_hex(4)}@example.com"
        other.username = other.email if "@" in self.username else other.email.partition("@")[0]
        other.password, other.authenticator = new_password(), Authenticator()
        other.create_user()
        other.set_password(other.password)
        return other

    def another_pool(self) -> World:
        """A world of its own at the same endpoint."""
        return World(self.url, self.aws, self.public, self.region)

    def admin(self, operation: str, **options: Any) -> dict[str, Any]:
        """An administrator's operation on the user, such as ``admin_get_user``."""
        return getattr(self.aws, operation)(UserPoolId=self.user_pool_id, Username=self.username, **options)

    def set_password(self, password: str, *, permanent: bool = True) -> dict[str, Any]:
        return self.admin("admin_set_user_password", Password=password, Permanent=permanent)

    def status(self) -> str:
        return self.admin("admin_get_user")["UserStatus"]

    def attributes(self) -> dict[str, str]:
        return {entry["Name"]: entry["Value"] for entry in self.admin("admin_get_user")["UserAttributes"]}

    def sub(self) -> str:
        return self.attributes()["sub"]

    def secret_hash(self, username: str) -> dict[str, Any]:
        """The parameter SECRET_HASH for this name; nothing, if the client has no secret."""
        if not self.client_secret:
            return {}
        digest = hmac.digest(self.client_secret.encode(), (username + self.client_id).encode(), "sha256")
        return {"SECRET_HASH": base64.b64encode(digest).decode()}

    # --- signing in ---

    def sign_in(self, flow: str = "USER_PASSWORD_AUTH", **parameters: Any) -> dict[str, Any]:
        """InitiateAuth, or AdminInitiateAuth for the ADMIN_ flows, with the user's name and password."""
        parameters = {"PASSWORD": self.password, **parameters}
        return self.initiate(flow, as_admin=flow.startswith("ADMIN_"), **parameters)

    def initiate(self, flow: str, *, as_admin: bool = False, **parameters: Any) -> dict[str, Any]:
        username = parameters.get("USERNAME") or self.username
        parameters = {"USERNAME": username, **self.secret_hash(username), **parameters}
        options = {
            "ClientId": self.client_id,
            "AuthFlow": flow,
            "AuthParameters": without_none(parameters),
        }
        if as_admin:
            return self.aws.admin_initiate_auth(UserPoolId=self.user_pool_id, **options)
        return self.public.initiate_auth(**options)

    def respond(
        self, challenge: str, session: str | None = None, *, as_admin: bool = False, **responses: Any
    ) -> dict[str, Any]:
        username = responses.get("USERNAME") or self.username
        responses = {"USERNAME": username, **self.secret_hash(username), **responses}
        options = {
            "ClientId": self.client_id,
            "ChallengeName": challenge,
            "ChallengeResponses": without_none(responses),
            **({"Session": session} if session else {}),
        }
        if as_admin:
            return self.aws.admin_respond_to_auth_challenge(UserPoolId=self.user_pool_id, **options)
        return self.public.respond_to_auth_challenge(**options)

    def answer(self, asked: dict[str, Any], **responses: Any) -> dict[str, Any]:
        """Answer the challenge that a call returned."""
        return self.respond(asked["ChallengeName"], asked["Session"], **responses)

    # --- SRP ---

    def new_srp_a(self) -> str:
        """A new SRP_A. `proof` needs the secret number behind it, so that is kept."""
        self.a = srp.new_secret_number()
        return f"{srp.client_public(self.a):x}"

    def begin_srp(
        self, *, as_admin: bool = False, flow: str = "USER_SRP_AUTH", **parameters: Any
    ) -> dict[str, Any]:
        return self.initiate(flow, as_admin=as_admin, **{"SRP_A": self.new_srp_a(), **parameters})

    def proof(
        self,
        asked: dict[str, Any],
        password: str | None = None,
        when: str | None = None,
        device: tuple[str, str] | None = None,
    ) -> dict[str, Any]:
        """The answer to PASSWORD_VERIFIER, as a client that knows the password computes it.

        Args:
            when: the TIMESTAMP; now, if it is not given.
            device: the device group key and the device key, for DEVICE_PASSWORD_VERIFIER.
        """
        sent = asked["ChallengeParameters"]
        pool_name, user_id = device or (self.user_pool_id.split("_")[1], sent["USER_ID_FOR_SRP"])
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
        self, asked: dict[str, Any], password: str | None = None, *, as_admin: bool = False, **changed: Any
    ) -> dict[str, Any]:
        answer = {**self.proof(asked, password), **changed}
        return self.respond("PASSWORD_VERIFIER", as_admin=as_admin, **answer)

    def srp(self, password: str | None = None, *, as_admin: bool = False, **parameters: Any) -> dict[str, Any]:
        """A whole login with USER_SRP_AUTH."""
        asked = self.begin_srp(as_admin=as_admin, **parameters)
        return self.finish_srp(asked, password, as_admin=as_admin)

    def choose(self, factor: str, password: str | None = None, *, as_admin: bool = False) -> dict[str, Any]:
        """A whole login with USER_AUTH: Cognito asks for a factor, and the answer is PASSWORD or PASSWORD_SRP."""
        asked = self.initiate("USER_AUTH", as_admin=as_admin)
        choose = partial(self.respond, "SELECT_CHALLENGE", asked["Session"], as_admin=as_admin, ANSWER=factor)
        if factor == "PASSWORD":
            return choose(PASSWORD=password or self.password)
        return self.finish_srp(choose(SRP_A=self.new_srp_a()), password, as_admin=as_admin)

    # --- tokens ---

    def access_token(self) -> str:
        return tokens(self.sign_in())["AccessToken"]

    def get_user(self, access_token: str) -> dict[str, Any]:
        return self.public.get_user(AccessToken=access_token)

    def refresh(self, refresh_token: str, **parameters: Any) -> dict[str, Any]:
        """REFRESH_TOKEN_AUTH, without SECRET_HASH unless it is given."""
        usual = {"USERNAME": None, "SECRET_HASH": None, "REFRESH_TOKEN": refresh_token}
        return self.initiate("REFRESH_TOKEN_AUTH", **{**usual, **parameters})

    # --- signing up, codes ---

    def sign_up(self, username: str | None = None, **options: Any) -> dict[str, Any]:
        attributes = [{"Name": "email", "Value": username or self.email}]
        secret_hash = self.secret_hash(username or self.username).get("SECRET_HASH")
        usual = {"Password": self.password, "UserAttributes": attributes, "SecretHash": secret_hash}
        return self.public.sign_up(
            ClientId=self.client_id, Username=username or self.username, **without_none({**usual, **options})
        )

    def mailed_code(self) -> str:
        """The code that AWS would mail. The local Cognito shows it to administrators. Raises: NotHere."""
        headers = self.admin("admin_get_user")["ResponseMetadata"]["HTTPHeaders"]
        if CODE_HEADER not in headers:
            raise NotHere("it needs a mailbox")
        return headers[CODE_HEADER]

    def public_call(self, operation: str, **options: Any) -> dict[str, Any]:
        """An operation on the user that needs no AWS keys, such as ``forgot_password``."""
        return getattr(self.public, operation)(ClientId=self.client_id, **{"Username": self.username, **options})

    # --- TOTP ---

    def require_totp(self, mode: str = "ON") -> World:
        """Let the pool ask for codes: ``ON`` for every user, ``OPTIONAL`` for those who have set up an app."""
        self.aws.set_user_pool_mfa_config(UserPoolId=self.user_pool_id, MfaConfiguration=mode, **TOTP_ON)
        return self

    def set_up_totp(self) -> str:
        """Register an authenticator app for the user, who is then asked for a code. Returns the app's secret."""
        self.require_totp("OPTIONAL")
        access_token = self.access_token()
        self.totp_secret = self.public.associate_software_token(AccessToken=access_token)["SecretCode"]
        self.public.verify_software_token(AccessToken=access_token, UserCode=totp_code(self.totp_secret, -1))
        preference = {"Enabled": True, "PreferredMfa": True}
        self.admin("admin_set_user_mfa_preference", SoftwareTokenMfaSettings=preference)
        return self.totp_secret
