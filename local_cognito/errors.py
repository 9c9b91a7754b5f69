"""Every error that this package answers with: its code, its message, and how well the message is known.

Raise one by calling it: ``raise WRONG_PASSWORD()``, ``raise MISSING_PARAMETER(name="SRP_A")``.

The grade says where the message comes from: ``doc`` AWS documentation; ``seen`` real Cognito's own text, quoted
in a public issue or measured by a third party; ``hearsay`` common knowledge or our best guess; ``ours`` AWS has no
such error. Nothing here was run against AWS.
"""

from __future__ import annotations

from dataclasses import dataclass


class ApiError(Exception):
    """An error answer of the API: HTTP status 400 with a code and a message."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message


@dataclass(frozen=True)
class ErrorType:
    """One error of the API. Calling it makes the exception; the arguments fill the places in the message."""

    code: str
    message: str
    grade: str

    def __call__(self, **values: object) -> ApiError:
        return ApiError(self.code, self.message.format(**values))


class UnsupportedMotoError(RuntimeError):
    """The installed moto lacks a name that this package relies on."""


CODE_MISMATCH = "CodeMismatchException"
EXPIRED_CODE = "ExpiredCodeException"
INVALID_PARAMETER = "InvalidParameterException"
INVALID_PASSWORD = "InvalidPasswordException"
NOT_AUTHORIZED = "NotAuthorizedException"
NOT_FOUND = "ResourceNotFoundException"
SERIALIZATION = "SerializationException"
TOTP_NOT_FOUND = "SoftwareTokenMFANotFoundException"

# --- the request ---
NOT_SIGNED = ErrorType("MissingAuthenticationTokenException", "Missing Authentication Token", "seen")
UNKNOWN_OPERATION = ErrorType(
    "UnknownOperationException", "The operation '{operation}' is not known here.", "ours"
)
UNKNOWN_REGION = ErrorType("UnrecognizedClientException", "There is no region {region}.", "ours")
NOT_JSON = ErrorType(SERIALIZATION, "The request is not JSON.", "hearsay")
WRONG_TYPE = ErrorType(SERIALIZATION, "{place} is not of type {type}.", "hearsay")
NOT_IMPLEMENTED = ErrorType("NotImplementedException", "The local Cognito cannot do {what}; AWS can.", "ours")

# --- the user and their password ---
WRONG_PASSWORD = ErrorType(NOT_AUTHORIZED, "Incorrect username or password.", "seen")
TOO_MANY_ATTEMPTS = ErrorType(NOT_AUTHORIZED, "Password attempts exceeded", "seen")
NO_SUCH_USER = ErrorType("UserNotFoundException", "User does not exist.", "doc")
USER_DISABLED = ErrorType(NOT_AUTHORIZED, "User is disabled.", "seen")
TEMPORARY_PASSWORD_EXPIRED = ErrorType(
    NOT_AUTHORIZED, "Temporary password has expired and must be reset by an administrator.", "seen"
)
NOT_CONFIRMED = ErrorType("UserNotConfirmedException", "User is not confirmed.", "seen")
RESET_REQUIRED = ErrorType("PasswordResetRequiredException", "Password reset required for the user", "seen")
CANNOT_CONFIRM = ErrorType(NOT_AUTHORIZED, "User cannot be confirmed. Current status is {status}", "seen")
ALREADY_CONFIRMED = ErrorType(INVALID_PARAMETER, "User is already confirmed.", "seen")
CANNOT_RESET_PASSWORD = ErrorType(NOT_AUTHORIZED, "User password cannot be reset in the current state.", "seen")
NO_VERIFIED_CONTACT = ErrorType(
    INVALID_PARAMETER,
    "Cannot reset password for the user as there is no registered/verified email or phone_number",
    "seen",
)
CONTACT_ADMINISTRATOR = ErrorType(NOT_AUTHORIZED, "Contact administrator to reset password.", "hearsay")

# --- the user pool, the app client and its secret ---
NO_SUCH_USER_POOL = ErrorType(NOT_FOUND, "User pool {user_pool_id} does not exist.", "seen")
NO_SUCH_APP_CLIENT = ErrorType(NOT_FOUND, "User pool client {client_id} does not exist.", "hearsay")
SECRET_HASH_MISSING = ErrorType(
    NOT_AUTHORIZED, "Client {client_id} is configured with secret but SECRET_HASH was not received", "seen"
)
SECRET_HASH_WRONG = ErrorType(NOT_AUTHORIZED, "Unable to verify secret hash for client {client_id}", "seen")
SECRET_HASH_WRONG_AT_REFRESH = ErrorType(
    NOT_AUTHORIZED, "SecretHash does not match for the client: {client_id}", "seen"
)
SECRET_HASH_UNEXPECTED = ErrorType(
    INVALID_PARAMETER, "App client {client_id} is not configured for secret but secret hash was received", "seen"
)
CLIENT_SECRET_WRONG = ErrorType(NOT_AUTHORIZED, "Unable to verify secret for client {client_id}", "hearsay")

# --- the authentication flow ---
FLOW_NOT_FOR_THIS_OPERATION = ErrorType(INVALID_PARAMETER, "Initiate Auth method not supported.", "seen")
PASSWORD_FLOW_OFF = ErrorType(INVALID_PARAMETER, "USER_PASSWORD_AUTH flow not enabled for this client", "seen")
ADMIN_FLOW_OFF = ErrorType(INVALID_PARAMETER, "Auth flow not enabled for this client", "seen")
SRP_FLOW_OFF = ErrorType(INVALID_PARAMETER, "USER_SRP_AUTH is not enabled for the client.", "seen")
OTHER_FLOW_OFF = ErrorType(INVALID_PARAMETER, "{flow} is not enabled for the client.", "hearsay")
NO_CUSTOM_AUTH_TRIGGER = ErrorType(
    INVALID_PARAMETER, "Custom auth lambda trigger is not configured for the user pool.", "hearsay"
)
TIER_TOO_LOW = ErrorType(
    "FeatureUnavailableInTierException", "USER_AUTH needs the Essentials tier or higher.", "hearsay"
)
MISSING_PARAMETER = ErrorType(INVALID_PARAMETER, "Missing required parameter {name}", "seen")
BAD_SRP_A = ErrorType(INVALID_PARAMETER, "SRP_A is not a number that SRP allows.", "hearsay")
BAD_TIMESTAMP = ErrorType(
    INVALID_PARAMETER, "TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.", "seen"
)
BAD_CHOICE = ErrorType(INVALID_PARAMETER, "{answer} is not one of the available challenges.", "hearsay")

# --- the session between two calls ---
INVALID_SESSION = ErrorType(NOT_AUTHORIZED, "Invalid session for the user.", "seen")
SESSION_USED = ErrorType(NOT_AUTHORIZED, "Invalid session for the user, session can only be used once.", "seen")
SESSION_EXPIRED = ErrorType(NOT_AUTHORIZED, "Invalid session for the user, session is expired.", "seen")

# --- tokens ---
BAD_ACCESS_TOKEN = ErrorType(NOT_AUTHORIZED, "Invalid Access Token", "seen")
ACCESS_TOKEN_REVOKED = ErrorType(NOT_AUTHORIZED, "Access Token has been revoked", "doc")
ACCESS_TOKEN_EXPIRED = ErrorType(NOT_AUTHORIZED, "Access Token has expired", "hearsay")
BAD_REFRESH_TOKEN = ErrorType(NOT_AUTHORIZED, "Invalid Refresh Token.", "seen")
REFRESH_TOKEN_OF_OTHER_CLIENT = ErrorType(NOT_AUTHORIZED, "Refresh Token has different Client", "seen")
REFRESH_TOKEN_REVOKED = ErrorType(NOT_AUTHORIZED, "Refresh Token has been revoked", "hearsay")
REFRESH_TOKEN_EXPIRED = ErrorType(NOT_AUTHORIZED, "Refresh Token has expired", "hearsay")
REFRESH_TOKEN_REUSED = ErrorType("RefreshTokenReuseException", "Refresh token has been rotated out.", "hearsay")
REVOCATION_OFF = ErrorType(
    "UnsupportedOperationException", "Token revocation is not enabled for the client.", "hearsay"
)
NOT_A_REFRESH_TOKEN = ErrorType("UnsupportedTokenTypeException", "The token is not a refresh token.", "hearsay")
REFRESH_TOKEN_ROTATES = ErrorType(
    INVALID_PARAMETER,
    "{flow} cannot be used with refresh token rotation; call GetTokensFromRefreshToken.",
    "hearsay",
)

# --- passwords and codes ---
PASSWORD_POLICY = ErrorType(INVALID_PASSWORD, "Password did not conform with policy: {rule}", "seen")
TEMPORARY_PASSWORD_POLICY = ErrorType(
    INVALID_PASSWORD, "Password did not conform with password policy: {rule}", "seen"
)
LIMIT_EXCEEDED = ErrorType("LimitExceededException", "Attempt limit exceeded, please try after some time.", "seen")
ALREADY_PROVIDED = ErrorType(NOT_AUTHORIZED, "Cannot modify an already provided {name}", "seen")
WRONG_TOTP_CODE = ErrorType(CODE_MISMATCH, "Invalid code received for user", "seen")
TOTP_CODE_USED = ErrorType(EXPIRED_CODE, "Your software token has already been used once.", "seen")
WRONG_TOTP_SETUP_CODE = ErrorType(
    "EnableSoftwareTokenMFAException", "Code mismatch and fail enable Software Token MFA", "seen"
)
NO_TOTP_IN_POOL = ErrorType(TOTP_NOT_FOUND, "Software Token MFA has not been enabled by the userPool.", "hearsay")
NO_TOTP_FOR_USER = ErrorType(TOTP_NOT_FOUND, "Software Token MFA does not exist for the user.", "seen")
TOTP_NOT_VERIFIED = ErrorType(INVALID_PARAMETER, "User has not verified software token mfa", "hearsay")
WRONG_CONFIRMATION_CODE = ErrorType(
    CODE_MISMATCH, "Invalid verification code provided, please try again.", "hearsay"
)
CONFIRMATION_CODE_EXPIRED = ErrorType(EXPIRED_CODE, "Invalid code provided, please request a code again.", "seen")

# --- creating user pools, app clients and users ---
FLOW_NAMES_MIXED = ErrorType(
    INVALID_PARAMETER, "The flows that begin with ALLOW_ cannot be mixed with the older ones.", "hearsay"
)
ALIAS_AND_USERNAME_ATTRIBUTES = ErrorType(
    INVALID_PARAMETER,
    "Only one of the aliasAttributes or usernameAttributes can be set in a user pool.",
    "hearsay",
)
CALLBACK_OVER_HTTP = ErrorType(INVALID_PARAMETER, "{url} cannot use the HTTP protocol.", "hearsay")
TOKEN_VALIDITY_RANGE = ErrorType(INVALID_PARAMETER, "Invalid range for token validity.", "hearsay")
DELETION_PROTECTED = ErrorType(
    INVALID_PARAMETER,
    "The user pool cannot be deleted because deletion protection is activated. "
    "Deletion protection must be inactivated first.",
    "seen",
)
USER_EXISTS = ErrorType("UsernameExistsException", "User account already exists", "hearsay")
NOT_INVITED = ErrorType(
    "UnsupportedUserStateException", "Resend not possible. {status} status is not FORCE_CHANGE_PASSWORD", "hearsay"
)
ALIAS_EXISTS = ErrorType("AliasExistsException", "An account with the given {name} already exists.", "seen")
ATTRIBUTE_WITHOUT_NAME = ErrorType(INVALID_PARAMETER, "An attribute of the schema has no name.", "hearsay")
NOT_IN_SCHEMA = ErrorType(
    INVALID_PARAMETER,
    "Attributes did not conform to the schema: {name}: Attribute does not exist in the schema.\n",
    "seen",
)
NOT_WRITABLE = ErrorType(NOT_AUTHORIZED, "A client attempted to write unauthorized attribute", "seen")
NOT_MUTABLE = ErrorType(INVALID_PARAMETER, "Cannot modify the non-mutable attribute {name}", "hearsay")
NOT_AN_EMAIL = ErrorType(INVALID_PARAMETER, "Username should be an email.", "seen")
NOT_EMAIL_OR_PHONE = ErrorType(
    INVALID_PARAMETER, "Username should be either an email or a phone number.", "hearsay"
)
USERNAME_LOOKS_LIKE_ALIAS = ErrorType(
    INVALID_PARAMETER,
    "Username cannot be of {kind} format, since user pool is configured for {kind} alias.",
    "seen",
)
SIGN_UP_NOT_ALLOWED = ErrorType(NOT_AUTHORIZED, "SignUp is not permitted for this user pool", "seen")
