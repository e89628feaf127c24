"""Who calls the models: what one team declares."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from constructs_lib.declaration.props.application import ApplicationProps
from constructs_lib.declaration.props.base import Props
from constructs_lib.declaration.props.consumer import ConsumerProps
from constructs_lib.declaration.props.grants import Grants
from constructs_lib.declaration.props.person import PersonProps
from constructs_lib.declaration.props.values import ClientId, GroupName, Username

__all__ = ["AccessProps", "SecondFactor"]


SecondFactor = Literal["otp", "passkey"]


class AccessProps(Props):
    """Consumers, groups, people and applications; an environment has some, and each team file has its own."""

    consumers: dict[ClientId, ConsumerProps] = Field(default_factory=dict)
    """Machine clients by `client_id`."""
    groups: dict[GroupName, Grants] = Field(default_factory=dict)
    """Groups of people by name, each with its grants."""
    second_factor: dict[GroupName, SecondFactor] = Field(default_factory=dict)
    """Groups whose members log in with a second factor beside the password: `otp`, a code of an authenticator app, or
    `passkey`, a key of the person's device or a security key (WebAuthn)."""
    people: dict[Username, PersonProps] = Field(default_factory=dict)
    """Local accounts by username."""
    applications: dict[ClientId, ApplicationProps] = Field(default_factory=dict)
    """Applications that log people in, by `client_id`."""

    @property
    def is_empty(self) -> bool:
        """Nobody is declared."""
        return not (self.consumers or self.groups or self.people or self.applications)
