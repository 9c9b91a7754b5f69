"""Every "no" that the local Cognito says, in AWS's words, with where the words are known from.

The last column grades the source: ``doc`` AWS documentation; ``seen`` the text as real Cognito sent it, found in a
public issue or measured by a third party; ``hearsay`` common knowledge, or our best guess. Nothing here was run
against AWS. Raise one by calling it: ``raise WRONG_PASSWORD()``, ``raise MISSING_PARAMETER(name="SRP_A")``.
"""

from __future__ import annotations

from dataclasses import dataclass

from moto.core.exceptions import JsonRESTError


@dataclass(frozen=True)
class Refusal:
    """An error of the Cognito API: its code, its text, and how the text is known."""

    code: str
    text: str
    grade: str

    def __call__(self, **names: object) -> JsonRESTError:
        return JsonRESTError(self.code, self.text.format(**names))


NOT_AUTHORIZED = "NotAuthorizedException"
INVALID = "InvalidParameterException"

# --- the call itself ---
NOT_SIGNED = Refusal("MissingAuthenticationTokenException", "Missing Authentication Token", "seen")
UNKNOWN_OPERATION = Refusal("UnknownOperationException", "There is no operation {operation}.", "hearsay")
UNKNOWN_REGION = Refusal("UnrecognizedClientException", "There is no region {region}.", "ours")
NOT_JSON = Refusal("SerializationException", "The request is not JSON.", "hearsay")

# --- who you are ---
WRONG_PASSWORD = Refusal(NOT_AUTHORIZED, "Incorrect username or password.", "seen")
TOO_MANY_ATTEMPTS = Refusal(NOT_AUTHORIZED, "Password attempts exceeded", "seen")
NO_SUCH_USER = Refusal("UserNotFoundException", "User does not exist.", "doc")
USER_DISABLED = Refusal(NOT_AUTHORIZED, "User is disabled.", "seen")
INVITATION_OVER = Refusal(
    NOT_AUTHORIZED, "Temporary password has expired and must be reset by an administrator.", "seen"
)
NOT_CONFIRMED = Refusal("UserNotConfirmedException", "User is not confirmed.", "seen")
RESET_REQUIRED = Refusal("PasswordResetRequiredException", "Password reset required for the user", "seen")
CANNOT_CONFIRM = Refusal(NOT_AUTHORIZED, "User cannot be confirmed. Current status is {status}", "seen")
CONFIRMED_ALREADY = Refusal(INVALID, "User is already confirmed.", "seen")
CANNOT_RESET = Refusal(NOT_AUTHORIZED, "User password cannot be reset in the current state.", "seen")
NOWHERE_TO_SEND = Refusal(
    INVALID,
    "Cannot reset password for the user as there is no registered/verified email or phone_number",
    "seen",
)

# --- the pool, the app client and its secret ---
NO_SUCH_POOL = Refusal("ResourceNotFoundException", "User pool {user_pool_id} does not exist.", "seen")
NO_SUCH_CLIENT = Refusal("ResourceNotFoundException", "User pool client {client_id} does not exist.", "hearsay")
SECRET_HASH_MISSING = Refusal(
    NOT_AUTHORIZED, "Client {client_id} is configured with secret but SECRET_HASH was not received", "seen"
)
SECRET_HASH_WRONG = Refusal(NOT_AUTHORIZED, "Unable to verify secret hash for client {client_id}", "seen")
SECRET_HASH_WRONG_AT_REFRESH = Refusal(
    NOT_AUTHORIZED, "SecretHash does not match for the client: {client_id}", "seen"
)
SECRET_HASH_UNASKED = Refusal(
    INVALID, "App client {client_id} is not configured for secret but secret hash was received", "seen"
)

SECRET_WRONG = Refusal(NOT_AUTHORIZED, "Unable to verify secret for client {client_id}", "hearsay")

# --- the flow ---
NOT_HERE = Refusal(INVALID, "Initiate Auth method not supported.", "seen")
PASSWORD_FLOW_OFF = Refusal(INVALID, "USER_PASSWORD_AUTH flow not enabled for this client", "seen")
ADMIN_FLOW_OFF = Refusal(INVALID, "Auth flow not enabled for this client", "seen")
SRP_FLOW_OFF = Refusal(INVALID, "USER_SRP_AUTH is not enabled for the client.", "seen")
OTHER_FLOW_OFF = Refusal(INVALID, "{flow} is not enabled for the client.", "hearsay")
NO_LAMBDA = Refusal(INVALID, "Custom auth lambda trigger is not configured for the user pool.", "hearsay")
TIER = Refusal("FeatureUnavailableInTierException", "USER_AUTH needs the Essentials tier or higher.", "hearsay")
MISSING_PARAMETER = Refusal(INVALID, "Missing required parameter {name}", "seen")
BAD_SRP_A = Refusal(INVALID, "SRP_A is not a number that SRP allows.", "hearsay")
BAD_TIMESTAMP = Refusal(INVALID, "TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.", "seen")
BAD_CHOICE = Refusal(INVALID, "{answer} is not one of the available challenges.", "hearsay")

# --- the session between two calls ---
NO_SESSION = Refusal(NOT_AUTHORIZED, "Invalid session for the user.", "seen")
SESSION_USED = Refusal(NOT_AUTHORIZED, "Invalid session for the user, session can only be used once.", "seen")
SESSION_EXPIRED = Refusal(NOT_AUTHORIZED, "Invalid session for the user, session is expired.", "seen")

# --- tokens ---
BAD_ACCESS_TOKEN = Refusal(NOT_AUTHORIZED, "Invalid Access Token", "seen")
ACCESS_TOKEN_REVOKED = Refusal(NOT_AUTHORIZED, "Access Token has been revoked", "doc")
ACCESS_TOKEN_EXPIRED = Refusal(NOT_AUTHORIZED, "Access Token has expired", "hearsay")
BAD_REFRESH_TOKEN = Refusal(NOT_AUTHORIZED, "Invalid Refresh Token.", "seen")
OTHER_CLIENTS_REFRESH_TOKEN = Refusal(NOT_AUTHORIZED, "Refresh Token has different Client", "seen")
REFRESH_TOKEN_REVOKED = Refusal(NOT_AUTHORIZED, "Refresh Token has been revoked", "hearsay")
REFRESH_TOKEN_EXPIRED = Refusal(NOT_AUTHORIZED, "Refresh Token has expired", "hearsay")
REFRESH_TOKEN_REUSED = Refusal("RefreshTokenReuseException", "Refresh token has been rotated out.", "hearsay")
REVOCATION_OFF = Refusal(
    "UnsupportedOperationException", "Token revocation is not enabled for the client.", "hearsay"
)
NOT_A_REFRESH_TOKEN = Refusal("UnsupportedTokenTypeException", "The token is not a refresh token.", "hearsay")
ROTATES = Refusal(
    INVALID, "{flow} cannot be used with refresh token rotation; call GetTokensFromRefreshToken.", "hearsay"
)

# --- passwords and codes ---
POLICY = Refusal("InvalidPasswordException", "Password did not conform with policy: {rule}", "seen")
TEMPORARY_POLICY = Refusal(
    "InvalidPasswordException", "Password did not conform with password policy: {rule}", "seen"
)
TOO_MANY_GUESSES = Refusal("LimitExceededException", "Attempt limit exceeded, please try after some time.", "seen")
ALREADY_PROVIDED = Refusal(NOT_AUTHORIZED, "Cannot modify an already provided {name}", "seen")
WRONG_CODE = Refusal("CodeMismatchException", "Invalid code received for user", "seen")
CODE_USED = Refusal("ExpiredCodeException", "Your software token has already been used once.", "seen")
WRONG_SETUP_CODE = Refusal(
    "EnableSoftwareTokenMFAException", "Code mismatch and fail enable Software Token MFA", "seen"
)
NO_TOTP_IN_POOL = Refusal(
    "SoftwareTokenMFANotFoundException", "Software Token MFA has not been enabled by the userPool.", "hearsay"
)
NO_TOTP_FOR_USER = Refusal(
    "SoftwareTokenMFANotFoundException", "Software Token MFA does not exist for the user.", "seen"
)
WRONG_MAILED_CODE = Refusal(
    "CodeMismatchException", "Invalid verification code provided, please try again.", "hearsay"
)
EXPIRED_MAILED_CODE = Refusal(
    "ExpiredCodeException", "Invalid code provided, please request a code again.", "seen"
)

# --- making pools, clients and users ---
TWO_KINDS_OF_FLOWS = Refusal(
    INVALID, "The flows that begin with ALLOW_ cannot be mixed with the older ones.", "hearsay"
)
TWO_KINDS_OF_NAMES = Refusal(
    INVALID, "Only one of the aliasAttributes or usernameAttributes can be set in a user pool.", "hearsay"
)
CALLBACK_OVER_HTTP = Refusal(INVALID, "{url} cannot use the HTTP protocol.", "hearsay")
TOKEN_LIFE = Refusal(INVALID, "Invalid range for token validity.", "hearsay")
PROTECTED = Refusal(
    INVALID,
    "The user pool cannot be deleted because deletion protection is activated. "
    "Deletion protection must be inactivated first.",
    "seen",
)
USER_EXISTS = Refusal("UsernameExistsException", "User account already exists", "hearsay")
NOT_INVITED = Refusal(
    "UnsupportedUserStateException", "Resend not possible. {status} status is not FORCE_CHANGE_PASSWORD", "hearsay"
)
ALIAS_EXISTS = Refusal("AliasExistsException", "An account with the given {name} already exists.", "seen")
NAMELESS_ATTRIBUTE = Refusal(INVALID, "An attribute of the schema has no name.", "hearsay")
NOT_IN_SCHEMA = Refusal(
    INVALID, "Attributes did not conform to the schema: {name}: Attribute does not exist in the schema.\n", "seen"
)
NOT_WRITABLE = Refusal(NOT_AUTHORIZED, "A client attempted to write unauthorized attribute", "seen")
NOT_MUTABLE = Refusal(INVALID, "Cannot modify the non-mutable attribute {name}", "hearsay")
NOT_AN_EMAIL = Refusal(INVALID, "Username should be an email.", "seen")
NAME_IS_ALIAS = Refusal(
    INVALID, "Username cannot be of {kind} format, since user pool is configured for {kind} alias.", "seen"
)
NO_SIGN_UP = Refusal(NOT_AUTHORIZED, "SignUp is not permitted for this user pool", "seen")

# --- what only a local Cognito has to say ---
NOT_LOCAL = Refusal("NotImplementedException", "The local Cognito cannot do {what}; AWS can.", "ours")
