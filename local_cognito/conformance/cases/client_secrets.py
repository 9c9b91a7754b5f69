"""App clients with a secret."""

from __future__ import annotations

from typing import Any

from local_cognito.conformance.row import DOC, HEARSAY, SEEN, Row
from local_cognito.conformance.world import WITH_SECRET, World, outcome, post

MISSING = "NotAuthorizedException: Client {client} is configured with secret but SECRET_HASH was not received"
WRONG_HASH = "NotAuthorizedException: Unable to verify secret hash for client {client}"
OWN_SECRET = "0123456789abcdefABCDEFxyz"
OWN_API = "API, CreateUserPoolClient"
SECRETS_API = "API, AddUserPoolClientSecret"
OTHER_HASH = "c2VjcmV0"  # well-formed, made with another secret


# --- acts -------------------------------------------------------------------------------------------------------


def log_in(w: World, flow: str, **parameters: Any) -> dict[str, Any]:
    """A login at a client with a secret, SECRET_HASH in each call."""
    w.set_up(**WITH_SECRET)
    return w.srp(**parameters) if flow == "USER_SRP_AUTH" else w.sign_in(flow, **parameters)


def answer_without_hash(w: World) -> dict[str, Any]:
    return w.finish_srp(w.set_up(**WITH_SECRET).begin_srp(), SECRET_HASH=None)


def secret_of_ones_own(w: World) -> World:
    """A client whose secret was not made by Cognito."""
    return w.set_up(ClientSecret=OWN_SECRET)


def list_clients(w: World) -> list[dict[str, Any]]:
    """The clients as they are sent; boto3 would leave out what the API does not have."""
    return post(w.url, "ListUserPoolClients", {"UserPoolId": w.user_pool_id})[1]["UserPoolClients"]


def two_secrets(w: World) -> str:
    """A login with each of two secrets, then with the first one after it was deleted."""
    w.set_up(**WITH_SECRET)
    ids = {"UserPoolId": w.user_pool_id, "ClientId": w.client_id}
    first = w.aws.list_user_pool_client_secrets(**ids)["ClientSecrets"][0]
    old, new = w.client_secret, w.aws.add_user_pool_client_secret(**ids)["ClientSecretDescriptor"]
    outcomes = [outcome(w.sign_in)]
    w.client_secret = new["ClientSecretValue"]
    outcomes.append(outcome(w.sign_in))
    w.aws.delete_user_pool_client_secret(**ids, ClientSecretId=first["ClientSecretId"])
    outcomes.append(outcome(w.sign_in))
    w.client_secret = old
    return ", ".join([*outcomes, outcome(w.sign_in).partition(":")[0]])


def add_own_secret(w: World) -> dict[str, Any]:
    """A login with a second secret, which was not made by Cognito."""
    w.set_up(**WITH_SECRET)
    w.aws.add_user_pool_client_secret(UserPoolId=w.user_pool_id, ClientId=w.client_id, ClientSecret=OWN_SECRET)
    w.client_secret = OWN_SECRET
    return w.sign_in()


def change_secrets(w: World, *, extra: int, secret_id: str = "") -> str:
    """Add secrets to a client that has one; then delete one, if an id is given."""
    w.set_up(**WITH_SECRET)
    ids = {"UserPoolId": w.user_pool_id, "ClientId": w.client_id}
    outcomes = [outcome(w.aws.add_user_pool_client_secret, **ids).partition(":")[0] for _ in range(extra)]
    if secret_id:
        listed = w.aws.list_user_pool_client_secrets(**ids)["ClientSecrets"]
        chosen = listed[0]["ClientSecretId"] if secret_id == "first" else secret_id
        outcomes.append(
            outcome(w.aws.delete_user_pool_client_secret, **ids, ClientSecretId=chosen).partition(":")[0]
        )
    return ", ".join(outcomes)


# --- rows -------------------------------------------------------------------------------------------------------
# fmt: off


def in_flow(flow: str) -> list[Row]:
    return [
        Row(f"secret-missing-{flow}", f"a client with a secret, no SECRET_HASH, {flow}",
            lambda w: log_in(w, flow, SECRET_HASH=None),
            MISSING, "aws-sdk-cpp#3246, amplify-android#2504", SEEN),
        Row(f"secret-wrong-{flow}", f"a client with a secret, a SECRET_HASH made with another, {flow}",
            lambda w: log_in(w, flow, SECRET_HASH=OTHER_HASH),
            WRONG_HASH, "six public files", SEEN),
    ]


SECRETS = [
    *in_flow("ADMIN_USER_PASSWORD_AUTH"),
    *in_flow("USER_PASSWORD_AUTH"),
    *in_flow("USER_SRP_AUTH"),
    *in_flow("USER_AUTH"),
    Row("secret-right", "a client with a secret, the right SECRET_HASH in both calls of SRP",
        lambda w: log_in(w, "USER_SRP_AUTH"),
        "tokens", "guide, computing secret hash", DOC, True),
    Row("secret-missing_in_answer", "a client with a secret, no SECRET_HASH in the answer to PASSWORD_VERIFIER",
        answer_without_hash,
        MISSING, "text of aws-sdk-cpp#3246", SEEN),
    Row("secret-unasked", "a client without a secret, SECRET_HASH sent all the same",
        lambda w: w.sign_in(SECRET_HASH=OTHER_HASH),
        "InvalidParameterException: App client {client} is not configured for secret but secret hash was received",
        "keivanK1#1", SEEN),
    Row("secret-own", "a client made with a ClientSecret of one's own, the right SECRET_HASH",
        lambda w: secret_of_ones_own(w).sign_in(),
        "tokens", OWN_API, DOC, True),
    Row("secret-own_missing", "a client made with a ClientSecret of one's own, no SECRET_HASH",
        lambda w: secret_of_ones_own(w).sign_in(SECRET_HASH=None),
        MISSING, f"{OWN_API}; text of aws-sdk-cpp#3246", SEEN),
    Row("secret-own_and_generated", "CreateUserPoolClient with both GenerateSecret and a ClientSecret",
        lambda w: outcome(w.client, GenerateSecret=True, ClientSecret=OWN_SECRET).partition(":")[0],
        "InvalidParameterException", OWN_API, DOC),
    Row("secret-list_of_clients", "the members of ListUserPoolClients, for a client with a secret",
        lambda w: sorted(list_clients(w.set_up(**WITH_SECRET))[0]),
        "['ClientId', 'ClientName', 'UserPoolId']", "API, UserPoolClientDescription", DOC, True),
    Row("secret-rotated",
        "a login with the first of two secrets, with the second, and with each after the first was deleted",
        two_secrets,
        "tokens, tokens, tokens, NotAuthorizedException", SECRETS_API, DOC),
    Row("secret-three", "AddUserPoolClientSecret, twice",
        lambda w: change_secrets(w, extra=2),
        "done, LimitExceededException", SECRETS_API, DOC),
    Row("secret-own_second", "AddUserPoolClientSecret with a ClientSecret of one's own, then a login with it",
        add_own_secret,
        "tokens", SECRETS_API, DOC),
    Row("secret-of_public_client", "AddUserPoolClientSecret for a client without a secret",
        lambda w: outcome(w.aws.add_user_pool_client_secret, UserPoolId=w.user_pool_id,
                          ClientId=w.client_id).partition(":")[0],
        "InvalidParameterException", f"{SECRETS_API}; type is common knowledge", HEARSAY),
    Row("secret-last", "DeleteUserPoolClientSecret with the id of the only secret",
        lambda w: change_secrets(w, extra=0, secret_id="first"),
        "InvalidParameterException", f"{SECRETS_API}; type is common knowledge", HEARSAY),
    Row("secret-unknown", "DeleteUserPoolClientSecret with an id that no secret has",
        lambda w: change_secrets(w, extra=1, secret_id="nowhere"),
        "done, ResourceNotFoundException", f"{SECRETS_API}; type is common knowledge", HEARSAY),
    Row("secret-sign_up", "a client with a secret, SignUp without SecretHash",
        lambda w: w.set_up(**WITH_SECRET, user="none").sign_up(SecretHash=None),
        MISSING, "text of aws-sdk-cpp#3246", SEEN),
    Row("secret-sign_up_right", "a client with a secret, SignUp with the right SecretHash",
        lambda w: w.set_up(**WITH_SECRET, user="none").sign_up(),
        "done", "API", DOC, True),
]

SECTIONS = {"Client secrets": SECRETS}
