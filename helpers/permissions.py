"""The smallest IAM policy that lets your AWS user do the lessons.

    print(json.dumps(permissions.iam_policy(region, account, owner), indent=2))

IAM checks calls that are signed with AWS keys. A browser's calls, such as InitiateAuth, are not signed and need no
permission. GetCallerIdentity, which `lab.start` calls, needs none either.

Source: AWS's Service Authorization Reference, "Actions, resources, and condition keys for Amazon Cognito User
Pools" (https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncognitouserpools.html).
There, ListUserPools and CreateUserPool have no user pool as their resource, and the other actions have one.
CreateUserPool supports the condition key aws:RequestTag and depends on no other action; user pools support
aws:ResourceTag. This was read there, not tried on AWS.
"""

from __future__ import annotations

from typing import Any

import boto3

from helpers.owner import TAG

ACTIONS = (  # every signed operation in the lessons; tests/surroundings/test_aws_mode.py compares the real calls
    "AdminAddUserToGroup",
    "AdminCreateUser",
    "AdminDeleteUser",
    "AdminDisableUser",
    "AdminEnableUser",
    "AdminGetUser",
    "AdminInitiateAuth",
    "AdminRespondToAuthChallenge",
    "AdminSetUserPassword",
    "AdminUserGlobalSignOut",
    "CreateGroup",
    "CreateManagedLoginBranding",
    "CreateUserPool",
    "CreateUserPoolClient",
    "CreateUserPoolDomain",
    "DeleteGroup",
    "DeleteUserPool",
    "DeleteUserPoolClient",
    "DeleteUserPoolDomain",
    "DescribeUserPool",
    "ListUserPoolClients",
    "ListUserPools",
    "SetUserPoolMfaConfig",
    "UpdateUserPool",
    "UpdateUserPoolClient",
)


def iam_policy(region: str, account: str, owner: str) -> dict[str, Any]:
    """A policy that lets a learner do the lessons, but only on user pools with the lab's tag for this owner.

    TagResource is left out on purpose: anyone who may tag any pool can make any pool their own. The second tag,
    `helpers.owner.MADE_BY`, is in no condition, so that `lab.start` can see who else uses the owner's name.

    Args:
        region: where the lessons run, such as us-east-1.
        account: the twelve digits of the AWS account.
        owner: `Lesson.owner`, the value of the tag. `helpers.owner.owner_of` makes it from a learner's ARN.
    """
    partition = boto3.session.Session().get_partition_for_region(region)
    without_pool = ("ListUserPools", "CreateUserPool")
    return {
        "Version": "2012-10-17",
        "Statement": [
            _allow(["ListUserPools"], "*"),
            _allow(["CreateUserPool"], "*", {f"aws:RequestTag/{TAG}": owner}),
            _allow(
                [action for action in ACTIONS if action not in without_pool],
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
