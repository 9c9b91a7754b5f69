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
INVALID_OAUTH_FLOW = "InvalidOAuthFlowException"
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
NO_SUCH_USERNAME = ErrorType("UserNotFoundException", "Username/client id combination not found.", "seen")
NEW_PASSWORD_REQUIRED = ErrorType(NOT_AUTHORIZED, "The user must sign in and set a new password first.", "hearsay")
TEMPORARY_PASSWORD_EXPIRED = ErrorType(
    NOT_AUTHORIZED, "Temporary password has expired and must be reset by an administrator.", "seen"
)
NOT_CONFIRMED = ErrorType("UserNotConfirmedException", "User is not confirmed.", "seen")
RESET_REQUIRED = ErrorType("PasswordResetRequiredException", "Password reset required for the user", "seen")
CANNOT_CONFIRM = ErrorType(NOT_AUTHORIZED, "User cannot be confirmed. Current status is {status}", "seen")
ALREADY_CONFIRMED = ErrorType(INVALID_PARAMETER, "User is already confirmed.", "seen")
CANNOT_RESEND = ErrorType(NOT_AUTHORIZED, "Cannot resend codes. Auto verification not turned on.", "seen")
NO_ADDRESS = ErrorType(INVALID_PARAMETER, "The user has no email or phone_number to send a code to.", "hearsay")
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
    "FeatureUnavailableInTierException", "{what} needs the Essentials tier or higher.", "hearsay"
)
MISSING_PARAMETER = ErrorType(INVALID_PARAMETER, "Missing required parameter {name}", "seen")
BAD_SRP_A = ErrorType(INVALID_PARAMETER, "SRP_A is not a number that SRP allows.", "hearsay")
BAD_TIMESTAMP = ErrorType(
    INVALID_PARAMETER, "TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.", "seen"
)
BAD_CHOICE = ErrorType(INVALID_PARAMETER, "{answer} is not one of the available challenges.", "hearsay")
WRONG_SIGN_IN_CODE = ErrorType(CODE_MISMATCH, "Invalid code or auth state for the user.", "seen")
PASSKEY_NOT_ACCEPTED = ErrorType(NOT_AUTHORIZED, "The passkey was not accepted.", "hearsay")

# --- passkeys, where AWS's reference has the codes, and no messages ---
PASSKEYS_OFF = ErrorType(
    "WebAuthnNotEnabledException", "WEB_AUTHN is not an allowed first factor of the user pool.", "hearsay"
)
NO_RELYING_PARTY = ErrorType(
    "WebAuthnConfigurationMissingException",
    "The user pool has neither a relying party id nor a domain.",
    "hearsay",
)
NO_REGISTRATION = ErrorType(
    "WebAuthnChallengeNotFoundException", "The challenge was not found, or it has expired.", "hearsay"
)
REGISTRATION_OF_OTHER_CLIENT = ErrorType(
    "WebAuthnClientMismatchException", "The registration was begun through another app client.", "hearsay"
)
PASSKEY_FROM_OTHER_ORIGIN = ErrorType(
    "WebAuthnOriginNotAllowedException", "The page is not one of {relying_party}.", "hearsay"
)
PASSKEY_OF_OTHER_RELYING_PARTY = ErrorType(
    "WebAuthnRelyingPartyMismatchException", "The passkey is not for {relying_party}.", "hearsay"
)
PASSKEY_NOT_SUPPORTED = ErrorType(
    "WebAuthnCredentialNotSupportedException", "Passkeys like this one are not supported.", "hearsay"
)
BAD_PASSKEY = ErrorType(INVALID_PARAMETER, "Credential is not the answer of a browser.", "hearsay")
PASSKEY_EXISTS = ErrorType(INVALID_PARAMETER, "The passkey is already registered.", "hearsay")
TOO_MANY_PASSKEYS = ErrorType("LimitExceededException", "A user can have 20 passkeys.", "hearsay")
NO_SUCH_PASSKEY = ErrorType(NOT_FOUND, "The passkey does not exist.", "hearsay")
PASSKEY_MFA_OFF = ErrorType(
    INVALID_PARAMETER,
    "WebAuthnMfaSettings needs FactorConfiguration MULTI_FACTOR_WITH_USER_VERIFICATION.",
    "hearsay",
)
PASSKEY_MFA_ALONE = ErrorType(INVALID_PARAMETER, "WebAuthnMfaSettings needs another MFA method.", "hearsay")

# --- the session between two calls ---
INVALID_SESSION = ErrorType(NOT_AUTHORIZED, "Invalid session for the user.", "seen")
SESSION_USED = ErrorType(NOT_AUTHORIZED, "Invalid session for the user, session can only be used once.", "seen")
SESSION_EXPIRED = ErrorType(NOT_AUTHORIZED, "Invalid session for the user, session is expired.", "seen")

# --- devices ---
NO_SUCH_DEVICE = ErrorType(NOT_FOUND, "Device does not exist.", "seen")
BAD_DEVICE_KEY = ErrorType(INVALID_PARAMETER, "Invalid device key given.", "seen")
DEVICE_EXISTS = ErrorType("DeviceKeyExistsException", "The device is confirmed already.", "hearsay")
BAD_DEVICE_SECRET = ErrorType(
    INVALID_PARAMETER,
    "DeviceSecretVerifierConfig needs a Salt and a PasswordVerifier for SRP, in base64.",
    "hearsay",
)

# --- tokens ---
BAD_ACCESS_TOKEN = ErrorType(NOT_AUTHORIZED, "Invalid Access Token", "seen")
ACCESS_TOKEN_REVOKED = ErrorType(NOT_AUTHORIZED, "Access Token has been revoked", "doc")
ACCESS_TOKEN_EXPIRED = ErrorType(NOT_AUTHORIZED, "Access Token has expired", "hearsay")
SCOPE_MISSING = ErrorType(NOT_AUTHORIZED, "Access Token does not have required scopes", "seen")
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
WRONG_CONFIRMATION_CODE = ErrorType(CODE_MISMATCH, "Invalid verification code provided, please try again.", "seen")
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
BAD_CALLBACK = ErrorType(INVALID_PARAMETER, "{url} is not an absolute URL without a fragment.", "hearsay")
CALLBACK_OVER_HTTP = ErrorType(INVALID_PARAMETER, "{url} cannot use the HTTP protocol.", "hearsay")
TOKEN_VALIDITY_RANGE = ErrorType(INVALID_PARAMETER, "Invalid range for token validity.", "hearsay")
DEFAULT_REDIRECT_UNKNOWN = ErrorType(
    INVALID_PARAMETER, "DefaultRedirectURI must be one of the CallbackURLs.", "hearsay"
)
OAUTH_WITHOUT_FLOWS = ErrorType(
    INVALID_PARAMETER,
    "AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use OAuth flows.",
    "seen",
)
OAUTH_WITHOUT_CALLBACK = ErrorType(
    INVALID_OAUTH_FLOW, "CallbackUrls can not be empty when code flow or implicit flow is selected", "seen"
)
CLIENT_CREDENTIALS_ALONE = ErrorType(
    INVALID_OAUTH_FLOW,
    "client_credentials flow can not be selected along with code flow or implicit flow.",
    "seen",
)
CLIENT_CREDENTIALS_WITHOUT_SECRET = ErrorType(
    INVALID_OAUTH_FLOW,
    "client_credentials flow can not be selected if client does not have a client secret.",
    "hearsay",
)
NO_SUCH_SCOPE = ErrorType("ScopeDoesNotExistException", "Invalid scope requested: {scope}", "seen")
NO_SUCH_PROVIDER = ErrorType(
    INVALID_PARAMETER, "The provider {name} does not exist for User Pool {user_pool_id}.", "seen"
)
BAD_READ_ATTRIBUTES = ErrorType(
    INVALID_PARAMETER, "Invalid read attributes specified while {doing} a client", "seen"
)
BAD_WRITE_ATTRIBUTES = ErrorType(
    INVALID_PARAMETER, "Invalid write attributes specified while {doing} a client", "seen"
)
TWO_SECRETS_AT_ONCE = ErrorType(
    INVALID_PARAMETER, "GenerateSecret cannot be true when a ClientSecret is given.", "hearsay"
)
NOT_CONFIDENTIAL = ErrorType(INVALID_PARAMETER, "The app client has no client secret.", "hearsay")
TOO_MANY_SECRETS = ErrorType("LimitExceededException", "An app client can have two client secrets.", "hearsay")
LAST_SECRET = ErrorType(INVALID_PARAMETER, "The last client secret of an app client cannot be deleted.", "hearsay")
NO_SUCH_SECRET = ErrorType(NOT_FOUND, "Client secret {secret_id} does not exist.", "hearsay")
DELETION_PROTECTED = ErrorType(
    INVALID_PARAMETER,
    "The user pool cannot be deleted because deletion protection is activated. "
    "Deletion protection must be inactivated first.",
    "seen",
)
POOL_HAS_DOMAIN = ErrorType(
    INVALID_PARAMETER,
    "User pool cannot be deleted. It has a domain configured that should be deleted first.",
    "seen",
)
ATTRIBUTE_TWICE = ErrorType(INVALID_PARAMETER, "Two attributes have the same name.", "hearsay")
ATTRIBUTE_LIMITS = ErrorType(
    INVALID_PARAMETER, "The limits of the attribute {name} contradict each other.", "hearsay"
)
VERIFIED_BEFORE_UPDATE_ONLY = ErrorType(
    INVALID_PARAMETER,
    "All attributes in AttributesRequireVerificationBeforeUpdate must exist in AutoVerifiedAttributes",
    "seen",
)
ADMIN_ONLY_RECOVERY = ErrorType(
    INVALID_PARAMETER,
    "Account Recovery Setting cannot use admin_only setting with any other recovery mechanisms.",
    "seen",
)
RECOVERY_TWICE = ErrorType(
    INVALID_PARAMETER, "Each recovery mechanism needs a name and a priority of its own.", "hearsay"
)
MFA_WITHOUT_SMS = ErrorType(
    INVALID_PARAMETER,
    "SMS configuration and Auto verification for phone_number are required when MFA is required/optional",
    "seen",
)
MFA_WITHOUT_FACTOR = ErrorType(
    INVALID_PARAMETER, "Cannot turn MFA functionality ON, once the user pool has been created.", "seen"
)
MFA_OFF_WITH_FACTOR = ErrorType(
    INVALID_PARAMETER,
    "Invalid MFA configuration given, can't turn off MFA and configure an MFA together.",
    "seen",
)
MFA_ALL_FACTORS_OFF = ErrorType(
    INVALID_PARAMETER,
    "Invalid MFA Configuration given. SMS MFA, Email MFA, or Software Token MFA must be enabled.",
    "seen",
)
NOT_A_FIRST_FACTOR = ErrorType(INVALID_PARAMETER, "{factor} cannot be a first factor.", "hearsay")
PASSWORD_IS_ALWAYS_ALLOWED = ErrorType(
    INVALID_PARAMETER, "PASSWORD must be among AllowedFirstAuthFactors.", "hearsay"
)
CODES_WITH_MFA = ErrorType(
    INVALID_PARAMETER,
    "Only PASSWORD and WEB_AUTHN (if configured) can be enabled as an auth factor if MFA is enabled",
    "seen",
)
PASSKEYS_WITH_MFA = ErrorType(
    INVALID_PARAMETER,
    "WEB_AUTHN cannot be used as an auth factor when MFA is enabled if not configured for MFA.",
    "seen",
)
MFA_WITH_PASSKEYS = ErrorType(
    INVALID_PARAMETER,
    "Cannot set WebAuthn factor configuration to SINGLE_FACTOR if MFA is required and WebAuthn is an allowed "
    "first auth factor",
    "seen",
)
EMAIL_FOR_CODES = ErrorType(
    INVALID_PARAMETER, "A user without a password needs an email to be sent codes.", "hearsay"
)
USER_EXISTS = ErrorType("UsernameExistsException", "User account already exists", "seen")
USER_EXISTS_AT_SIGN_UP = ErrorType("UsernameExistsException", "User already exists", "seen")
NOT_INVITED = ErrorType(
    "UnsupportedUserStateException", "Resend not possible. {status} status is not FORCE_CHANGE_PASSWORD", "hearsay"
)
ALIAS_EXISTS = ErrorType("AliasExistsException", "An account with the given {name} already exists.", "seen")
ALIAS_EXISTS_AT_CONFIRMATION = ErrorType(
    "AliasExistsException", "An account with the {name} already exists.", "doc"
)
ATTRIBUTE_WITHOUT_NAME = ErrorType(INVALID_PARAMETER, "An attribute of the schema has no name.", "hearsay")
NOT_OF_SCHEMA = ErrorType(INVALID_PARAMETER, "Attributes did not conform to the schema: {problems}\n", "seen")
BAD_EMAIL = ErrorType(INVALID_PARAMETER, "Invalid email address format.", "seen")
BAD_PHONE_NUMBER = ErrorType(INVALID_PARAMETER, "Invalid phone number format.", "seen")
NOT_AN_ADDRESS = ErrorType(INVALID_PARAMETER, "{name} is not an attribute that can be verified.", "hearsay")
NOTHING_TO_VERIFY = ErrorType(INVALID_PARAMETER, "The user has no {name} to verify.", "hearsay")
NOT_WRITABLE = ErrorType(NOT_AUTHORIZED, "A client attempted to write unauthorized attribute", "seen")
NOT_MUTABLE = ErrorType(INVALID_PARAMETER, "Cannot modify the non-mutable attribute {name}", "seen")
NOT_UPDATABLE = ErrorType(INVALID_PARAMETER, "{problems}\n", "seen")
NOT_AN_EMAIL = ErrorType(INVALID_PARAMETER, "Username should be an email.", "seen")
NOT_A_PHONE_NUMBER = ErrorType(INVALID_PARAMETER, "Username should be a phone number.", "seen")
NOT_EMAIL_OR_PHONE = ErrorType(
    INVALID_PARAMETER, "Username should be either an email or a phone number.", "hearsay"
)
USERNAME_LOOKS_LIKE_ALIAS = ErrorType(
    INVALID_PARAMETER,
    "Username cannot be of {kind} format, since user pool is configured for {kind} alias.",
    "seen",
)
SIGN_UP_NOT_ALLOWED = ErrorType(NOT_AUTHORIZED, "SignUp is not permitted for this user pool", "seen")

# --- groups, domains, resource servers, tags, and lists of them ---
BAD_PAGE_TOKEN = ErrorType(INVALID_PARAMETER, "Invalid pagination token.", "hearsay")
GROUP_EXISTS = ErrorType("GroupExistsException", "A group with the name already exists.", "hearsay")
NO_SUCH_GROUP = ErrorType(NOT_FOUND, "Group not found.", "hearsay")
DOMAIN_TAKEN = ErrorType(INVALID_PARAMETER, "Domain already associated with another user pool.", "seen")
SECOND_DOMAIN = ErrorType(INVALID_PARAMETER, "User pool already has a domain configured.", "seen")
RESERVED_DOMAIN = ErrorType(INVALID_PARAMETER, "Domain cannot contain reserved word: {word}", "seen")
NO_SUCH_DOMAIN = ErrorType(INVALID_PARAMETER, "No such domain or user pool exists.", "seen")
BAD_LOGIN_VERSION = ErrorType(INVALID_PARAMETER, "ManagedLoginVersion must be 1 or 2.", "hearsay")
MANAGED_LOGIN_TIER = ErrorType(
    "FeatureUnavailableInTierException", "Managed login needs the Essentials tier or higher.", "hearsay"
)
LOGIN_STYLE_EXISTS = ErrorType(
    "ManagedLoginBrandingExistsException", "The app client {client_id} has a managed login style.", "hearsay"
)
NO_SUCH_LOGIN_STYLE = ErrorType(NOT_FOUND, "The managed login style does not exist.", "hearsay")
RESOURCE_SERVER_EXISTS = ErrorType(
    INVALID_PARAMETER, "{identifier} already exists in user pool {user_pool_id}.", "hearsay"
)
NO_SUCH_RESOURCE_SERVER = ErrorType(NOT_FOUND, "Resource server {identifier} does not exist.", "hearsay")
SCOPE_TWICE = ErrorType(INVALID_PARAMETER, "Two scopes of the resource server have the same name.", "hearsay")
NO_SUCH_IDENTITY_PROVIDER = ErrorType(NOT_FOUND, "Identity provider {name} does not exist.", "hearsay")
NO_SUCH_RESOURCE = ErrorType(NOT_FOUND, "There is no user pool with the ARN {arn}.", "hearsay")
BAD_FILTER = ErrorType(INVALID_PARAMETER, "Error while parsing filter", "hearsay")
BAD_FILTER_ATTRIBUTE = ErrorType(INVALID_PARAMETER, "Invalid search attribute: {name}", "hearsay")
UNKNOWN_ATTRIBUTES_TO_GET = ErrorType(
    INVALID_PARAMETER, "One or more requested attributes do not exist.", "hearsay"
)
