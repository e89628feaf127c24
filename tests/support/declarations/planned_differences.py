"""What simulated plans say of a change between two environments."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.support.declarations.simulated_plans import Simulated
from tests.support.declarations.synthesis import Synthesized, synthesize_stacks
from tools.access.planned.difference import planned_difference
from tools.access.planned.stack import PlannedStack

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from constructs_lib.review.difference import Difference
    from stacks.environment import Environment
    from tools.access.planned.rest import Rest

__all__ = ["PlannedChange"]


@dataclass
class PlannedChange:
    """Plans of a change.

    Attributes:
        documents: What Terraform prints of the plans, by stack.
        code: What they are made from, by stack.
    """

    documents: dict[str, dict[str, Any]] = field(repr=False)
    code: Mapping[str, Synthesized] = field(repr=False)

    @classmethod
    def of(
        cls, name: str, base: Environment | None, head: Environment, applied: Simulated | None = None
    ) -> PlannedChange:
        """Plan a change.

        Args:
            name: Name of the environment.
            base: What is applied; None for nothing.
            head: What is planned.
            applied: The same as `base`, simulated before.
        """
        applied = applied or Simulated(synthesize_stacks(name, base) if base else {})
        code = synthesize_stacks(name, head)
        return cls(applied.plans(code), code)

    def stacks(self, only: Collection[str] | None = None, *, with_code: bool = True) -> list[PlannedStack]:
        """Return the plans as they are read.

        Args:
            only: Names of stacks; left out, all.
            with_code: The code is known.
        """
        return [
            PlannedStack.of(name, document, self.code[name].json if with_code and name in self.code else None)
            for name, document in self.documents.items()
            if only is None or name in only
        ]

    def difference(self, only: Collection[str] | None = None, rest: Rest | None = None) -> Difference:
        """Return what they do to access."""
        return planned_difference(self.stacks(only), rest)

    def changed(self, type_: str, change: Callable[[dict[str, Any]], None], name: str = "") -> None:
        """Change what is there before, as somebody does by hand.

        Args:
            type_: Type of the resources.
            change: Changes the arguments before the apply.
            name: What the address of the one resource holds.
        """
        for document in self.documents.values():
            for entry in document["resource_changes"]:
                if entry["type"] == type_ and name in entry["address"]:
                    change(entry["change"]["before"])
                    if entry["change"]["actions"] == ["no-op"]:
                        entry["change"]["actions"] = ["update"]
