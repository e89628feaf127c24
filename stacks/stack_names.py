"""Names of an environment's stacks, known without starting the CDK."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stacks.environment import Environment

__all__ = ["StackNames"]


@dataclass(frozen=True)
class StackNames:
    """How the stacks of an environment are called.

    Attributes:
        environment: Name of the environment, and of the stack that holds the realm.
    """

    environment: str

    @property
    def realm(self) -> str:
        """The stack with the realm; without teams, the only one."""
        return self.environment

    @property
    def models(self) -> str:
        """The stack with the models' roles and scopes."""
        return f"{self.environment}-models"

    @property
    def shared(self) -> str:
        """The stack with what is declared for all teams."""
        return f"{self.environment}-shared"

    def team(self, team: str) -> str:
        """Return the stack of a team."""
        return f"{self.environment}-team-{team}"

    def all(self, declared: Environment) -> tuple[str, ...]:
        """Return the names of all stacks, in the order in which they are applied."""
        if not declared.teams:
            return (self.realm,)
        shared = () if declared.shared.is_empty else (self.shared,)
        return (self.realm, self.models, *shared, *(self.team(team) for team in declared.teams))
