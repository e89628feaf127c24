"""Trees of login steps: what is declared, beside what should be."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from constructs_lib.declaration.login_steps import Steps
from constructs_lib.guardrails.keycloak.creation_order import CreationOrder
from constructs_lib.guardrails.keycloak.flows import same_realm
from constructs_lib.guardrails.terraform.symbol import OpenMap

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from constructs_lib.declaration.login_steps import Step
    from constructs_lib.guardrails.keycloak.flows import Flows
    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.terraform.resource import Resource

__all__ = ["FlowNode", "FlowTrees"]

_SUBFLOW, _EXECUTION = "keycloak_authentication_subflow", "keycloak_authentication_execution"
_CONFIG = "keycloak_authentication_execution_config"
# Stands for what is not known, or should not be there: no expected node has it.
_UNREAD = "…"
_DEEPEST = 20


@dataclass(frozen=True, order=True)
class FlowNode:
    """A step or a subflow, with what is below it; in the order of their names, as a flow is compared.

    Attributes:
        authenticator: Keycloak's id of it; empty for a subflow.
        requirement: Keycloak's word for how it counts.
        settings: Its settings, sorted by name.
        below: What a subflow consists of, sorted.
        priority: Its place among its neighbours; None where the order of creation decides.
        made_by: The resource that makes it; None of what is only expected.
    """

    authenticator: str
    requirement: str
    settings: tuple[tuple[str, str], ...] = ()
    below: tuple[FlowNode, ...] = ()
    priority: float | None = field(default=None, compare=False)
    made_by: Resource | None = field(default=None, compare=False, repr=False)

    def __str__(self) -> str:
        """Return it as a message shows it, without what is below."""
        settings = ", ".join(f"{name}={value}" for name, value in self.settings)
        return f"{self.authenticator or 'subflow'} {self.requirement}" + (f" ({settings})" if settings else "")

    def all_nodes(self, level: int = 0) -> Iterator[tuple[int, str]]:
        """Yield the level and the text of it and of everything below."""
        yield level, str(self)
        for node in self.below:
            yield from node.all_nodes(level + 1)


def _expected(steps: Sequence[Step | Steps]) -> tuple[FlowNode, ...]:
    return tuple(sorted(map(_node_of, steps)))


def _node_of(step: Step | Steps) -> FlowNode:
    if isinstance(step, Steps):
        return FlowNode("", step.requirement, below=_expected(step.steps))
    return FlowNode(step.authenticator, step.requirement, tuple(sorted(step.config.items())))


class FlowTrees:
    """Reads the trees of declared flows.

    Args:
        configuration: The stacks.
        flows: Their flows.
    """

    def __init__(self, configuration: Configuration, flows: Flows) -> None:
        self._flows = flows
        self._order = CreationOrder(configuration)
        self._configs: dict[int, list[Resource]] = {}
        self.stray: list[Resource] = []
        """Settings of a step that is declared nowhere, or not known."""
        for config in configuration.resources(_CONFIG):
            # As the code says: a plan shows ids.
            targets = list(configuration.targets((config.configured or config.arguments).get("execution_id")))
            if len(targets) != 1 or targets[0].type != _EXECUTION or targets[0].address.startswith("data."):
                self.stray.append(config)
            for target in targets:
                self._configs.setdefault(id(target), []).append(config)

    def of(self, alias: str | None, realm: Resource) -> tuple[FlowNode, ...] | None:
        """Return the nodes of a realm's flow; None where it is not declared as a flow for browsers."""
        flows = [each for each in self._flows.declared if each.text("alias") == alias and same_realm(each, realm)]
        if alias is None or len(flows) != 1 or not _is_plain(flows[0]):
            return None
        return self._below(alias, realm, 0)

    def difference(self, found: tuple[FlowNode, ...], steps: Sequence[Step | Steps]) -> str | None:
        """Tell the first difference between a declared flow and a specified one; None where there is none."""
        expected = _expected(steps)
        if found == expected:
            return self._disorder(found, steps)
        here, there = (Counter(each for node in nodes for each in node.all_nodes()) for nodes in (found, expected))
        missing, added = sorted((there - here).elements()), sorted((here - there).elements())
        parts = [f"it lacks '{missing[0][1]}'"] if missing else []
        parts += [f"it has '{added[0][1]}'"] if added else []
        return " and ".join(parts) or "its steps are nested in another way"

    def _disorder(self, found: tuple[FlowNode, ...], steps: Sequence[Step | Steps]) -> str | None:
        """Tell what is wrong with the order of equal trees: a guard comes before conditions, say.

        Priorities say it. Where there are none Keycloak keeps the order of creation, that is, what waits for what.
        """
        in_order = [next(node for node in found if node == _node_of(step)) for step in steps]
        priorities = [node.priority for node in in_order if node.priority is not None]
        if priorities and (len(priorities) < len(found) or priorities != sorted(set(priorities))):
            return "its steps are in another order"
        for earlier, later in () if priorities else pairwise(in_order):
            if not (earlier.made_by and later.made_by and self._order.is_after(later.made_by, earlier.made_by)):
                return f"its steps are made in any order: '{later}' does not wait for '{earlier}' (depends_on)"
        for node in () if priorities else in_order:
            if node.made_by and self._order.is_replaced(node.made_by):
                return f"its steps may change their order: replace_triggered_by would put '{node}' last"
        below = (
            self._disorder(node.below, step.steps)
            for node, step in zip(in_order, steps, strict=True)
            if isinstance(step, Steps)
        )
        return next(filter(None, below), None)

    def unfinished(self, holder: Resource, found: tuple[FlowNode, ...]) -> str | None:
        """Tell which step may not be there yet when something begins to run a flow; None where it waits for all."""
        for node in found:
            parts = [node.made_by, *self._configs.get(id(node.made_by), [])]
            if not all(part is None or self._order.is_after(holder, part) for part in parts):
                return f"it does not wait for '{node}' (depends_on), without which the flow asks for less"
            if below := self.unfinished(holder, node.below):
                return below
        return None

    def _below(self, alias: str | None, realm: Resource, depth: int) -> tuple[FlowNode, ...]:
        steps = self._flows.steps(alias, realm) if alias is not None and depth < _DEEPEST else []
        return tuple(sorted(self._node(step, realm, depth) for step in steps))

    def _node(self, step: Resource, realm: Resource, depth: int) -> FlowNode:
        requirement = step.text("requirement") or _UNREAD
        priority = step.number("priority")
        known = priority is not None or not step.is_set("priority")
        if step.type == _SUBFLOW:
            # Such a subflow may hold an authenticator of its own.
            plain = _is_plain(step) and known and step.value("authenticator") in (None, "")
            below = self._below(step.text("alias"), realm, depth + 1)
            return FlowNode("" if plain else _UNREAD, requirement, below=below, priority=priority, made_by=step)
        authenticator = step.text("authenticator") if known and step.decided_by is None else None
        settings = self._settings(step, realm)
        return FlowNode(authenticator or _UNREAD, requirement, settings, priority=priority, made_by=step)

    def _settings(self, step: Resource, realm: Resource) -> tuple[tuple[str, str], ...]:
        # One in another realm, or a second one, overwrites the first or is refused: chance decides.
        configs = self._configs.get(id(step), [])
        if not configs:
            return ()
        value = configs[0].value("config")
        unread = len(configs) > 1 or configs[0].decided_by is not None or not same_realm(configs[0], realm)
        if unread or isinstance(value, OpenMap) or not isinstance(value, dict):
            return ((_UNREAD, _UNREAD),)
        return tuple(sorted((name, each if isinstance(each, str) else _UNREAD) for name, each in value.items()))


def _is_plain(flow: Resource) -> bool:
    return flow.decided_by is None and flow.value("provider_id") in (None, "", "basic-flow")
