"""In which order the login flows that an environment declares take their steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.audit.canonical import ANY_VALUE
from tools.audit.facts import Fact, Kind
from tools.audit.step_order import order_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.terraform.resource import Resource

__all__ = ["StepOrders"]

_STEPS = ("keycloak_authentication_execution", "keycloak_authentication_subflow")


class StepOrders:
    """Reads the order by priorities, where a resource says them, else by who waits for whom.

    Keycloak puts a new step last, so steps come in the order in which they are made.

    Args:
        configuration: The stacks of an environment.
    """

    def __init__(self, configuration: Configuration) -> None:
        self._waits_for: dict[tuple[str, str], tuple[str, ...]] = {
            (stack.name, f"{kind}.{name}"): tuple(map(str, body.get("depends_on", ())))
            for stack in configuration.stacks
            for kind in _STEPS
            for name, body in stack.json.get("resource", {}).get(kind, {}).items()
        }
        self._made: dict[tuple[str, str], int] = {}

    def facts(self, steps: Mapping[str, Iterable[tuple[str, Resource]]]) -> Iterator[tuple[Fact, str]]:
        """Yield the order of each flow that has several steps.

        Args:
            steps: Steps by the alias of their flow: name and resource.
        """
        for flow, listed in steps.items():
            found = list(listed)
            if len(found) > 1:
                yield Fact(Kind.ORDER, f"flow {flow}", ""), self._order(found)

    def _order(self, steps: list[tuple[str, Resource]]) -> str:
        said = [step.value("priority") for _, step in steps]
        ranks = [each for each in said if isinstance(each, int)]
        if len(ranks) < len(steps):
            ranks = [self._number((step.stack, step.address)) for _, step in steps]
        if len(set(ranks)) < len(steps):  # nobody says which of two is the first
            return ANY_VALUE
        return order_text(name for _, (name, _) in sorted(zip(ranks, steps, strict=True), key=lambda each: each[0]))

    def _number(self, step: tuple[str, str]) -> int:
        """Return how many steps are made before one."""
        if step not in self._made:
            stack = step[0]
            before = [(stack, each) for each in self._waits_for.get(step, ()) if (stack, each) in self._waits_for]
            self._made[step] = 1 + max(map(self._number, before), default=-1)
        return self._made[step]
