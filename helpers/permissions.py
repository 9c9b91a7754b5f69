"""What your AWS user has to be allowed to do for the lessons: the smallest policy, for IAM.

    print(json.dumps(permissions.iam_policy(region, account, owner), indent=2))

IAM decides about calls that are signed with AWS keys. Those that a browser makes, such as InitiateAuth, carry no
signature and need no permission; nor does GetCallerIdentity, which `lab.start` makes.

Sources: AWS's Service Authorization Reference, "Actions, resources, and condition keys for Amazon Cognito User
Pools" (https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncognitouserpools.html):
ListUserPools and CreateUserPool take no user pool as their resource, the others take one; CreateUserPool knows the
tags that it is to set (aws:RequestTag) and names no further action that it depends on, a user pool knows its tags
(aws:ResourceTag). Read there, not tried on AWS.
"""

from __future__ import annotations

from typing import Any

import boto3

from helpers.lab import TAG

ACTIONS = (  # every signed operation in the lessons: tests/test_aws_mode.py holds them against the real calls
    "AdminCreateUser",
    "AdminDeleteUser",
    "AdminDisableUser",
    "AdminEnableUser",
    "AdminGetUser",
    "AdminInitiateAuth",
    "AdminRespondToAuthChallenge",
    "AdminSetUserPassword",
    "AdminUserGlobalSignOut",
    "CreateUserPool",
    "CreateUserPoolClient",
    "DeleteUserPool",
    "DeleteUserPoolClient",
    "DescribeUserPool",
    "ListUserPoolClients",
    "ListUserPools",
    "SetUserPoolMfaConfig",
    "UpdateUserPool",
    "UpdateUserPoolClient",
)


def iam_policy(region: str, account: str, owner: str) -> dict[str, Any]:
    """A policy that lets a learner do the lessons, on user pools with the lab's tag and this owner alone.

    TagResource is left out on purpose: who may tag any pool may make any pool their own.

    Args:
        region: where the lessons run, such as us-east-1.
        account: the twelve digits of the AWS account.
        owner: `Lesson.owner`, the name in the tag.
    """
    partition = boto3.session.Session().get_partition_for_region(region)
    on_any = ("ListUserPools", "CreateUserPool")
    return {
        "Version": "2012-10-17",
        "Statement": [
            _allow(["ListUserPools"], "*"),
            _allow(["CreateUserPool"], "*", {f"aws:RequestTag/{TAG}": owner}),
            _allow(
                [action for action in ACTIONS if action not in on_any],
                f"arn:{partition}:cognito-idp:{region}:{account}:userpool/*",
                {f"aws:ResourceTag/{TAG}": owner},
            ),
        ],
    }


def _allow(actions: list[str], resource: str, tag: dict[str, str] | None = None) -> dict[str, Any]:
    statement = {
        "Effect": "Allow",
        "Action": [f"cognito-idp:{action}" for action in actions],
        "Resource": resource,
    }
    return {**statement, "Condition": {"StringEquals": tag}} if tag else statement
