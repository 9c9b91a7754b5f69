"""Settings that have no effect here, and are therefore refused unless they have AWS's default value."""

from __future__ import annotations

from functools import partial
from typing import Any

from local_cognito.conformance.cases.only_here import not_local
from local_cognito.conformance.row import OURS, Row
from local_cognito.conformance.world import World, first_factors, outcome

ARN = "arn:aws:lambda:us-east-1:123456789012:function:f"
MESSAGE = "Your code is {####}."


def _nested(path: str, value: Any) -> dict[str, Any]:
    """The setting at this path: ``a.b`` in ``{"a": {"b": value}}``."""
    for name in reversed(path.split(".")):
        value = {name: value}
    return value


#: What is refused of CreateUserPool and UpdateUserPool: a value by the path that the message names.
OF_POOLS: dict[str, Any] = {
    "LambdaConfig": {"DefineAuthChallenge": ARN},
    "Policies.PasswordPolicy.PasswordHistorySize": 3,
    "EmailConfiguration.EmailSendingAccount": "DEVELOPER",
    "EmailConfiguration.SourceArn": "arn:aws:ses:us-east-1:123456789012:identity/example.com",
    "EmailConfiguration.From": "a@example.com",
    "EmailConfiguration.ReplyToEmailAddress": "a@example.com",
    "EmailConfiguration.ConfigurationSet": "a",
    "SmsConfiguration": {"SnsCallerArn": "arn:aws:iam::123456789012:role/sms"},
    "SmsAuthenticationMessage": MESSAGE,
    "SmsVerificationMessage": MESSAGE,
    "EmailVerificationMessage": MESSAGE,
    "EmailVerificationSubject": "Your code",
    "VerificationMessageTemplate.DefaultEmailOption": "CONFIRM_WITH_LINK",
    "VerificationMessageTemplate.SmsMessage": MESSAGE,
    "VerificationMessageTemplate.EmailMessage": MESSAGE,
    "VerificationMessageTemplate.EmailSubject": "Your code",
    "VerificationMessageTemplate.EmailMessageByLink": "{##Click here##}",
    "VerificationMessageTemplate.EmailSubjectByLink": "Your link",
    "AdminCreateUserConfig.UnusedAccountValidityDays": 3,
    "AdminCreateUserConfig.InviteMessageTemplate": {"EmailSubject": "Welcome"},
    "UserPoolAddOns.AdvancedSecurityMode": "ENFORCED",
}
#: The same of CreateUserPoolClient and UpdateUserPoolClient.
OF_CLIENTS: dict[str, Any] = {
    "AnalyticsConfiguration": {"UserDataShared": True},
    "EnablePropagateAdditionalUserContextData": True,
}
OF_MFA: dict[str, Any] = {
    "SmsMfaConfiguration": {"SmsAuthenticationMessage": MESSAGE},
    "EmailMfaConfiguration": {"Subject": "Your code"},
}
OF_DOMAINS: dict[str, Any] = {
    "CustomDomainConfig": {"CertificateArn": "arn:aws:acm:us-east-1:123456789012:certificate/a"},
}
#: Operations that are refused whatever they are sent: the name, boto3's name, and what is sent here.
OPERATIONS: list[tuple[str, str, dict[str, Any]]] = [
    ("SetRiskConfiguration", "set_risk_configuration", {}),
    ("SetUICustomization", "set_ui_customization", {"CSS": "a"}),
    ("SetLogDeliveryConfiguration", "set_log_delivery_configuration", {"LogConfigurations": []}),
]
#: What changes nothing, and is accepted.
DEFAULTS: dict[str, Any] = {
    "LambdaConfig": {},
    "Policies": {
        "PasswordPolicy": {"PasswordHistorySize": 0},
        "SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD"]},
    },
    "DeviceConfiguration": {},
    "EmailConfiguration": {"EmailSendingAccount": "COGNITO_DEFAULT"},
    "VerificationMessageTemplate": {"DefaultEmailOption": "CONFIRM_WITH_CODE"},
    "AdminCreateUserConfig": {"UnusedAccountValidityDays": 7, "InviteMessageTemplate": {}},
    "UserPoolAddOns": {"AdvancedSecurityMode": "OFF"},
    "MfaConfiguration": "OFF",
}


# --- acts -------------------------------------------------------------------------------------------------------


def create_and_update(w: World, kind: str, settings: dict[str, Any]) -> str:
    """Create something with a setting, and set it afterwards. Returns the answer of both, or the two answers."""
    pool = {"UserPoolId": w.user_pool_id}
    if kind == "UserPool":
        calls = [(w.aws.create_user_pool, {"PoolName": "another"}), (w.aws.update_user_pool, pool)]
    elif kind == "UserPoolClient":
        calls = [
            (w.aws.create_user_pool_client, {**pool, "ClientName": "another"}),
            (w.aws.update_user_pool_client, {**pool, "ClientId": w.client_id}),
        ]
    else:
        name = w.email.partition("@")[0]
        other = {"UserPoolId": w.another_pool().user_pool_id, "Domain": f"other-{name}"}
        w.aws.create_user_pool_domain(**other)
        calls = [(w.aws.create_user_pool_domain, {**pool, "Domain": name}), (w.aws.update_user_pool_domain, other)]
    outcomes = [outcome(call, **ids, **settings) for call, ids in calls]
    return " / ".join(dict.fromkeys(outcomes))


def set_mfa(w: World, settings: dict[str, Any]) -> dict[str, Any]:
    return w.aws.set_user_pool_mfa_config(
        UserPoolId=w.user_pool_id,
        MfaConfiguration="OPTIONAL",
        SoftwareTokenMfaConfiguration={"Enabled": True},
        **settings,
    )


def call_on_pool(w: World, call: str, settings: dict[str, Any]) -> dict[str, Any]:
    return getattr(w.aws, call)(UserPoolId=w.user_pool_id, **settings)


def create_style(w: World, settings: dict[str, Any]) -> dict[str, Any]:
    return w.aws.create_managed_login_branding(UserPoolId=w.user_pool_id, ClientId=w.client_id, **settings)


def create_provider(w: World) -> dict[str, Any]:
    return w.aws.create_identity_provider(
        UserPoolId=w.user_pool_id, ProviderName="Google", ProviderType="Google", ProviderDetails={"client_id": "a"}
    )


# --- rows -------------------------------------------------------------------------------------------------------
# fmt: off


def refused(kind: str, settings: dict[str, Any]) -> list[Row]:
    return [
        Row(f"here-{kind}-{path}", f"Create{kind} or Update{kind} with {path}",
            partial(create_and_update, kind=kind, settings=_nested(path, value)),
            not_local(path), "", OURS)
        for path, value in settings.items()
    ]


ROWS = [
    *refused("UserPool", OF_POOLS),
    *refused("UserPoolClient", OF_CLIENTS),
    *refused("UserPoolDomain", OF_DOMAINS),
    *[Row(f"here-mfa-{name}", f"SetUserPoolMfaConfig with {name}",
          partial(set_mfa, settings={name: value}),
          not_local(name), "", OURS)
      for name, value in OF_MFA.items()],
    Row("here-defaults", "CreateUserPool and UpdateUserPool with AWS's defaults for such settings",
        lambda w: create_and_update(w, "UserPool", DEFAULTS),
        "done", "as AWS", OURS, True),
    Row("here-SMS_OTP", "CreateUserPool and UpdateUserPool with SMS_OTP among AllowedFirstAuthFactors",
        partial(create_and_update, kind="UserPool", settings=first_factors("PASSWORD", "SMS_OTP")),
        not_local("sign-in with SMS_OTP"), "", OURS),
    Row("here-phone", "CreateUserPool and UpdateUserPool with AutoVerifiedAttributes=['phone_number'], without "
        "SmsConfiguration",
        partial(create_and_update, kind="UserPool", settings={"AutoVerifiedAttributes": ["phone_number"]}),
        "done", "AWS requires an SmsConfiguration to send SMS; nothing is sent here", OURS, True),
    Row("here-mfa_by_sms", "CreateUserPool with MfaConfiguration=ON and an SmsConfiguration",
        lambda w: w.aws.create_user_pool(PoolName="another", MfaConfiguration="ON", SmsConfiguration={
            "SnsCallerArn": "arn:aws:iam::123456789012:role/sms"}),
        not_local("SmsConfiguration"), "", OURS),
    Row("here-identity_provider", "CreateIdentityProvider",
        create_provider,
        not_local("sign-in with other identity providers"), "", OURS),
    Row("here-style", "CreateManagedLoginBranding with Settings",
        partial(create_style, settings={"Settings": {"components": {}}}),
        not_local("Settings"), "", OURS),
    Row("here-no_style", "CreateManagedLoginBranding with neither Settings nor UseCognitoProvidedValues",
        partial(create_style, settings={}),
        not_local("a style other than UseCognitoProvidedValues"), "", OURS),
    *[Row(f"here-{name}", name,
          partial(call_on_pool, call=call, settings=sent),
          not_local(name), "", OURS)
      for name, call, sent in OPERATIONS],
]

SECTIONS = {"Settings without effect": ROWS}
