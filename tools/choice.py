"""Which stacks of an environment a command is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constructs_lib.declaration.checks.nearest import hint
from stacks.stack_names import StackNames
from tools.errors import ToolError

if TYPE_CHECKING:
    from tools.target import Target

__all__ = ["EVERYTHING", "Choice"]


@dataclass(frozen=True)
class Choice:
    """What a command is about, and what was answered beforehand.

    Attributes:
        stack: One stack alone, by its name.
        team: The stack of one team alone.
        changed: Pass over stacks that were last applied with the same.
        replan: Plan also those that a deployment knows to be unchanged.
        approve: Apply without asking; always so for a local environment.
        confirm: Name of the environment whose losses are agreed to.
    """

    stack: str | None = None
    team: str | None = None
    changed: bool = False
    approve: bool = False
    confirm: str | None = None
    replan: bool = False

    def stacks(self, target: Target) -> tuple[str, ...]:
        """Return the names of the stacks that it is about, in the order in which they are applied.

        Args:
            target: The environment.

        Raises:
            ToolError: A team or stack is not the environment's, or both are named (exit 2).
        """
        if self.stack and self.team:
            raise ToolError("STACK and TEAM name a stack each: leave one out", exit_code=2)
        if self.team:
            if self.team not in target.environment.teams:
                teams = tuple(target.environment.teams)
                raise ToolError(
                    f"environment '{target.name}' has no team '{self.team}': {hint(self.team, teams)}", exit_code=2
                )
            return (StackNames(target.name).team(self.team),)
        if self.stack:
            if self.stack not in target.stacks:
                raise ToolError(
                    f"environment '{target.name}' has no stack '{self.stack}': {hint(self.stack, target.stacks)}",
                    exit_code=2,
                )
            return (self.stack,)
        return target.stacks


EVERYTHING = Choice()
"""All stacks, and nothing was answered beforehand."""
