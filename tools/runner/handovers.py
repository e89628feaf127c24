"""Names that pass, in one deployment, from an object that keeps its place to another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.errors import ToolError
from tools.runner.clashes import parts_of, unique_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tools.runner.plan import Change, StackPlan

__all__ = ["find_handovers"]

Name = tuple[str, ...]


def find_handovers(plans: Iterable[StackPlan]) -> tuple[Mapping[str, list[str]], ...]:
    """Find who has to let go of a name before somebody else can take it: an e-mail address, the name of a group.

    Terraform changes both at once, and Keycloak refuses the second while the first still has it.

    Args:
        plans: Plans of an environment's stacks, before any is applied.

    Returns:
        Addresses by the stack's name, in the order in which they are applied: each before the next.

    Raises:
        ToolError: They pass in a circle, so that none can be first (exit 2).
    """
    plans = tuple(plans)
    takers = {(plan.stack, change.address): _taken(change) for plan in plans for change in plan.changes}
    waiting = {
        (plan.stack, change.address): change
        for plan in plans
        for change in plan.changes
        if change.updates and _passes_on(_freed(change), takers, but=(plan.stack, change.address))
    }
    waves: list[Mapping[str, list[str]]] = []
    while waiting:
        held = {name for change in waiting.values() for name in _freed(change)}
        first = {key: change for key, change in waiting.items() if not _taken(change) & held}
        if not first:
            raise ToolError(_circle(held), exit_code=2)
        waves.append(_by_stack(first, plans, takers))
        waiting = {key: change for key, change in waiting.items() if key not in first}
    return tuple(waves)


def _freed(change: Change) -> frozenset[Name]:
    before, after = (frozenset(unique_names(change, values or {})) for values in (change.before, change.after))
    return before - after


def _taken(change: Change) -> frozenset[Name]:
    before, after = (frozenset(unique_names(change, values or {})) for values in (change.before, change.after))
    return after if change.destroys else after - before


def _passes_on(
    freed: frozenset[Name], takers: Mapping[tuple[str, str], frozenset[Name]], *, but: tuple[str, str]
) -> bool:
    return any(freed & taken for key, taken in takers.items() if key != but)


def _by_stack(
    first: Mapping[tuple[str, str], Change],
    plans: tuple[StackPlan, ...],
    takers: Mapping[tuple[str, str], frozenset[Name]],
) -> Mapping[str, list[str]]:
    """Return what lets go, by stack; with it goes whatever is in its own way."""
    found: dict[str, list[str]] = {}
    for plan in plans:
        addresses = [address for stack, address in first if stack == plan.stack]
        if not addresses:
            continue
        gone = [change for change in plan.changes if change.actions == ("delete",)]
        in_the_way = [change for change in gone if _passes_on(_freed(change), takers, but=(plan.stack, change.address))]
        found[plan.stack] = [*addresses, *parts_of(in_the_way, gone)]
    return found


def _circle(held: Iterable[Name]) -> str:
    names = ", ".join(sorted(f"{' '.join(name[:-1])} '{name[-1]}'" for name in held))
    return (
        f"nothing was changed: these pass in a circle, and Keycloak has each of them once: {names}: give one of their "
        "holders another, deploy, and declare the right one after that"
    )
