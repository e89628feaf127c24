"""Who calls the models: what one team declares."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, model_validator

from constructs_lib.declaration.props.application import ApplicationProps
from constructs_lib.declaration.props.base import Props
from constructs_lib.declaration.props.consumer import ConsumerProps
from constructs_lib.declaration.props.grants import Grants
from constructs_lib.declaration.props.person import PersonProps
from constructs_lib.declaration.props.values import ClientId, GroupName, Username

__all__ = ["RENAMED_FROM", "AccessProps", "SecondFactor"]

RENAMED_FROM = "renamed_from"
"""The key that says what something was called before."""

SecondFactor = Literal["otp", "passkey"]


def _with_former_name(schema: dict[str, Any]) -> None:
    """Let editors take `renamed_from` among a group's grants."""
    for group in schema["patternProperties"].values() if "patternProperties" in schema else ():
        group["properties"] = {RENAMED_FROM: {"type": "string"}}


class AccessProps(Props):
    """Consumers, groups, people and applications; an environment has some, and each team file has its own."""

    consumers: dict[ClientId, ConsumerProps] = Field(default_factory=dict)
    """Machine clients by `client_id`."""
    groups: dict[GroupName, Grants] = Field(default_factory=dict, json_schema_extra=_with_former_name)
    """Groups of people by name, each with its grants. Beside them, `renamed_from` says the group's name before: it is
    renamed in place, so that members and grants stay. Remove it after that."""
    renamed_groups: dict[GroupName, GroupName] = Field(default_factory=dict)
    """Names of groups before, by their names: what `renamed_from` in a group says."""
    second_factor: dict[GroupName, SecondFactor] = Field(default_factory=dict)
    """Groups whose members log in with a second factor beside the password: `otp`, a code of an authenticator app, or
    `passkey`, a key of the person's device or a security key (WebAuthn)."""
    people: dict[Username, PersonProps] = Field(default_factory=dict)
    """Local accounts by username."""
    applications: dict[ClientId, ApplicationProps] = Field(default_factory=dict)
    """Applications that log people in, by `client_id`."""

    @model_validator(mode="before")
    @classmethod
    def _take_former_names_out(cls, data: object) -> object:
        """A group is its grants: what else is said of it is kept beside."""
        groups = data.get("groups") if isinstance(data, dict) else None
        if not isinstance(data, dict) or not isinstance(groups, dict):
            return data
        former = {
            name: grants[RENAMED_FROM]
            for name, grants in groups.items()
            # A list would be actions of a model of that name.
            if isinstance(grants, dict) and RENAMED_FROM in grants and not isinstance(grants[RENAMED_FROM], list)
        }
        if not former:
            return data
        grants = {
            name: {model: actions for model, actions in grants.items() if model != RENAMED_FROM}
            if name in former
            else grants
            for name, grants in groups.items()
        }
        renamed = data.get("renamed_groups", {})
        # What is no mapping is refused as it is written.
        return {
            **data,
            "groups": grants,
            "renamed_groups": {**renamed, **former} if isinstance(renamed, dict) else renamed,
        }

    @property
    def is_empty(self) -> bool:
        """Nobody is declared."""
        return not (self.consumers or self.groups or self.people or self.applications)
