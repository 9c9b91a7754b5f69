"""The environment variables with which boto3, the AWS CLI and the other AWS SDKs find a local Cognito.

Source: https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html, which also lists the oldest
version of each SDK that reads an address from the environment.
"""

from __future__ import annotations

REGION = "us-east-1"
KEY = "local"  # any will do: the local Cognito does not verify signatures
#: Variables that would send a client elsewhere, or to a profile that does not exist.
UNWANTED = ("AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_SESSION_TOKEN")


def variables(url: str) -> dict[str, str]:
    """The variables to set, by name. The address counts for Cognito user pools only, not for other AWS services.

    Args:
        url: the address of the local Cognito.
    """
    return {
        "AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER": url,
        "AWS_REGION": REGION,  # most SDKs
        "AWS_DEFAULT_REGION": REGION,  # boto3 and the AWS CLI
        "AWS_ACCESS_KEY_ID": KEY,
        "AWS_SECRET_ACCESS_KEY": KEY,
    }
