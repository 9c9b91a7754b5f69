"""What becomes of every member of the requests that set something: it has an effect, is only shown, or is refused.

A setting that is stored and then has no effect would teach something false, so whatever has no effect here is
refused by the call that sends it. The exceptions are labels, such as names and tags, and AWS's own defaults.
A member that is not in the tables, because a newer version of the API has added it, is refused as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Union

from . import errors

HONOURED = "honoured"  # it has the effect that it has on AWS
SHOWN = "shown"  # a label that changes nothing here: it is stored, and returned as it was sent


@dataclass(frozen=True)
class Refused:
    """A setting that is refused, with all members of it, unless it has one of these values."""

    unless: tuple[Any, ...] = ()


Treatment = Union[str, Refused]
#: Members by path, without the positions in lists: ``Schema.Name`` is the Name of each element of Schema.
Table = dict[str, Treatment]


def refused(*unless: Any) -> Refused:
    return Refused(unless)


ATTRIBUTES = ("Name", "AttributeDataType", "DeveloperOnlyAttribute", "Mutable", "Required")
LIMITS = (
    "NumberAttributeConstraints.MinValue",
    "NumberAttributeConstraints.MaxValue",
    "StringAttributeConstraints.MinLength",
    "StringAttributeConstraints.MaxLength",
)


def _schema(name: str) -> Table:
    return {f"{name}.{member}": HONOURED for member in (*ATTRIBUTES, *LIMITS)}


_POOL: Table = {
    "PoolName": SHOWN,
    "UserPoolTags": SHOWN,
    "Policies.PasswordPolicy.MinimumLength": HONOURED,
    "Policies.PasswordPolicy.RequireUppercase": HONOURED,
    "Policies.PasswordPolicy.RequireLowercase": HONOURED,
    "Policies.PasswordPolicy.RequireNumbers": HONOURED,
    "Policies.PasswordPolicy.RequireSymbols": HONOURED,
    "Policies.PasswordPolicy.TemporaryPasswordValidityDays": HONOURED,
    "Policies.PasswordPolicy.PasswordHistorySize": refused(0),
    "Policies.SignInPolicy.AllowedFirstAuthFactors": HONOURED,
    "DeletionProtection": HONOURED,
    "LambdaConfig": refused(),
    "AutoVerifiedAttributes": HONOURED,
    "UserAttributeUpdateSettings.AttributesRequireVerificationBeforeUpdate": HONOURED,
    "MfaConfiguration": HONOURED,
    "AccountRecoverySetting.RecoveryMechanisms.Priority": HONOURED,
    "AccountRecoverySetting.RecoveryMechanisms.Name": HONOURED,
    "AdminCreateUserConfig.AllowAdminCreateUserOnly": HONOURED,
    "AdminCreateUserConfig.UnusedAccountValidityDays": refused(0, 7),
    "AdminCreateUserConfig.InviteMessageTemplate": refused(),
    "UserPoolTier": HONOURED,
    "SmsVerificationMessage": refused(),
    "EmailVerificationMessage": refused(),
    "EmailVerificationSubject": refused(),
    "VerificationMessageTemplate.DefaultEmailOption": refused("CONFIRM_WITH_CODE"),
    "VerificationMessageTemplate.SmsMessage": refused(),
    "VerificationMessageTemplate.EmailMessage": refused(),
    "VerificationMessageTemplate.EmailSubject": refused(),
    "VerificationMessageTemplate.EmailMessageByLink": refused(),
    "VerificationMessageTemplate.EmailSubjectByLink": refused(),
    "SmsAuthenticationMessage": refused(),
    "SmsConfiguration": refused(),
    "EmailConfiguration.EmailSendingAccount": refused("COGNITO_DEFAULT"),
    "EmailConfiguration.SourceArn": refused(),
    "EmailConfiguration.ReplyToEmailAddress": refused(),
    "EmailConfiguration.From": refused(),
    "EmailConfiguration.ConfigurationSet": refused(),
    "DeviceConfiguration.ChallengeRequiredOnNewDevice": HONOURED,
    "DeviceConfiguration.DeviceOnlyRememberedOnUserPrompt": HONOURED,
    "UserPoolAddOns.AdvancedSecurityMode": refused("OFF"),
    "UserPoolAddOns.AdvancedSecurityAdditionalFlows": refused(),
    "DcrConfiguration": refused({"EnableStatus": "Disabled"}),
    "KeyConfiguration": refused({"KeyType": "AWS_OWNED_KEY"}),
    "IssuerConfiguration": refused({"Type": "ORIGINAL"}),
    "AcrConfiguration": refused(),
}

_CLIENT: Table = {
    "UserPoolId": HONOURED,
    "ClientName": SHOWN,
    "RefreshTokenValidity": HONOURED,
    "AccessTokenValidity": HONOURED,
    "IdTokenValidity": HONOURED,
    "TokenValidityUnits.AccessToken": HONOURED,
    "TokenValidityUnits.IdToken": HONOURED,
    "TokenValidityUnits.RefreshToken": HONOURED,
    "ReadAttributes": HONOURED,
    "WriteAttributes": HONOURED,
    "ExplicitAuthFlows": HONOURED,
    "SupportedIdentityProviders": HONOURED,
    "CallbackURLs": HONOURED,
    "LogoutURLs": HONOURED,
    "DefaultRedirectURI": HONOURED,
    "AllowedOAuthFlows": HONOURED,
    "AllowedOAuthScopes": HONOURED,
    "AllowedOAuthFlowsUserPoolClient": HONOURED,
    "AnalyticsConfiguration": refused(),
    "PreventUserExistenceErrors": HONOURED,
    "EnableTokenRevocation": HONOURED,
    "EnablePropagateAdditionalUserContextData": refused(False),
    "AuthSessionValidity": HONOURED,
    "RefreshTokenRotation.Feature": HONOURED,
    "RefreshTokenRotation.RetryGracePeriodSeconds": HONOURED,
    "PublishSecretsInAWSSecretsManager": refused(False),
}

_GROUP: Table = {
    "UserPoolId": HONOURED,
    "GroupName": HONOURED,
    "Description": SHOWN,
    "RoleArn": HONOURED,
    "Precedence": HONOURED,
}

_DOMAIN: Table = {
    "UserPoolId": HONOURED,
    "Domain": HONOURED,
    "ManagedLoginVersion": HONOURED,
    "CustomDomainConfig": refused(),
    "Routing": refused(),
}

_LOGIN_STYLE: Table = {
    "UserPoolId": HONOURED,
    "UseCognitoProvidedValues": refused(True),
    "Settings": refused(),
    "Assets": refused(),
}

_RESOURCE_SERVER: Table = {
    "UserPoolId": HONOURED,
    "Identifier": HONOURED,
    "Name": SHOWN,
    "Scopes.ScopeName": HONOURED,
    "Scopes.ScopeDescription": SHOWN,
}

#: The operations that set something, except for those that are refused as a whole.
TABLES: dict[str, Table] = {
    "CreateUserPool": {
        **_POOL,
        **_schema("Schema"),
        "UsernameAttributes": HONOURED,
        "AliasAttributes": HONOURED,
        "UsernameConfiguration.CaseSensitive": HONOURED,
    },
    "UpdateUserPool": {"UserPoolId": HONOURED, **_POOL},
    "AddCustomAttributes": {"UserPoolId": HONOURED, **_schema("CustomAttributes")},
    "SetUserPoolMfaConfig": {
        "UserPoolId": HONOURED,
        "MfaConfiguration": HONOURED,
        "SoftwareTokenMfaConfiguration.Enabled": HONOURED,
        "SmsMfaConfiguration": refused(),
        "EmailMfaConfiguration": refused(),
        "WebAuthnConfiguration.RelyingPartyId": HONOURED,
        "WebAuthnConfiguration.UserVerification": HONOURED,
        "WebAuthnConfiguration.FactorConfiguration": HONOURED,
    },
    "CreateUserPoolClient": {**_CLIENT, "GenerateSecret": HONOURED, "ClientSecret": HONOURED},
    "UpdateUserPoolClient": {"ClientId": HONOURED, **_CLIENT},
    "CreateGroup": _GROUP,
    "UpdateGroup": _GROUP,
    "CreateResourceServer": _RESOURCE_SERVER,
    "UpdateResourceServer": _RESOURCE_SERVER,
    "CreateUserPoolDomain": _DOMAIN,
    "UpdateUserPoolDomain": _DOMAIN,
    "CreateManagedLoginBranding": {"ClientId": HONOURED, **_LOGIN_STYLE},
    "UpdateManagedLoginBranding": {"ManagedLoginBrandingId": HONOURED, **_LOGIN_STYLE},
}


def treatment(operation: str, path: str) -> Treatment | None:
    """What becomes of a member of a request; None if the table has neither it nor a refused member around it."""
    table, parts = TABLES[operation], path.split(".")
    around = [table.get(".".join(parts[:length])) for length in range(1, len(parts))]
    return next((found for found in around if isinstance(found, Refused)), table.get(path))


def check_names(operation: str, request: dict[str, Any]) -> None:
    """Refuse members that the table has nothing about. Raises: NotImplementedException."""
    known = {path.partition(".")[0] for path in TABLES.get(operation, {})}
    for name, value in request.items():
        if known and name not in known and value is not None:
            raise errors.NOT_IMPLEMENTED(what=name)


def check(operation: str, request: dict[str, Any], around: str = "") -> None:
    """Refuse settings that have no effect here. Raises: NotImplementedException.

    Args:
        request: what the operation was sent, or a structure in it.
        around: the path of that structure, with a dot at its end.
    """
    for name, value in request.items():
        path = f"{around}{name}"
        found = treatment(operation, path)
        if isinstance(found, Refused):
            if value not in (*found.unless, {}, []):
                raise errors.NOT_IMPLEMENTED(what=path)
        elif found is None:
            structures = value if isinstance(value, list) else [value]
            if not all(isinstance(structure, dict) for structure in structures):
                raise errors.NOT_IMPLEMENTED(what=path)
            for structure in structures:
                check(operation, structure, f"{path}.")
