"""Groups of users, and what they add to tokens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from . import clock


@dataclass(eq=False)
class Group:
    """A group of a user pool. Its members are the users whose `User.groups` it is in.

    Attributes:
        settings: Description, RoleArn and Precedence, as far as they are set.
        created, modified: in seconds since 1970.
    """

    name: str
    settings: dict[str, Any]
    created: float = field(default_factory=lambda: clock.timestamp())
    modified: float = field(default_factory=lambda: clock.timestamp())

    @property
    def precedence(self) -> float:
        """The lower, the more important. A group without Precedence comes last."""
        return float(self.settings.get("Precedence", "inf"))


def names(groups: Sequence[Group]) -> list[str]:
    """The claim ``cognito:groups`` of ID and access tokens, the most important group first."""
    return [group.name for group in sorted(groups, key=lambda group: (group.precedence, group.name))]


def role_claims(groups: Sequence[Group]) -> dict[str, Any]:
    """The claims ``cognito:roles`` and ``cognito:preferred_role`` of ID tokens.

    The preferred role is that of the most important group. If two groups are equally important and have different
    roles, there is none. Source: API reference, CreateGroup.
    """
    roles = [(group.precedence, group.settings["RoleArn"]) for group in groups if "RoleArn" in group.settings]
    if not roles:
        return {}
    first = min(precedence for precedence, _ in roles)
    preferred = {role for precedence, role in roles if precedence == first}
    claims: dict[str, Any] = {"cognito:roles": list(dict.fromkeys(role for _, role in sorted(roles)))}
    return {**claims, "cognito:preferred_role": preferred.pop()} if len(preferred) == 1 else claims
