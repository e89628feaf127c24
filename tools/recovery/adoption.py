"""What a plan would create although it exists: an earlier run made it, and died before it could record it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tools.recovery.known_objects import known_ids
from tools.recovery.natural_keys import FINDERS, Planned
from tools.recovery.realm_objects import Realms

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tools.keycloak.admin import KeycloakAdmin
    from tools.recovery.natural_keys import Found
    from tools.runner.plan import Change, StackPlan

__all__ = ["Import", "find_imports"]


@dataclass(frozen=True)
class Import:
    """An object that Terraform takes over instead of making it.

    Attributes:
        address: Address of its resource.
        id: What the provider imports it by.
        what: What a person calls it, such as `client 'batch'`.
        type: Type of its resource.
        object_id: Its id in Keycloak, as the provider keeps it.
        planned: What its resource declares.
    """

    address: str
    id: str
    what: str
    type: str
    object_id: str
    planned: Planned = field(repr=False)


def find_imports(plan: StackPlan, stack: Path, admin: KeycloakAdmin | Realms) -> tuple[Import, ...]:
    """Find objects that a plan would create, which exist in Keycloak, and which no state has.

    What hangs on an object that is itself not imported yet is found in the next plan: call this until nothing is new.

    Args:
        plan: Of one stack.
        stack: Its folder; states of the stacks beside it are read as well.
        admin: The stack's Keycloak, or what was read of it already.

    Returns:
        In the order of the plan. Empty when the plan creates nothing that is there: one request a stack, mostly.

    Raises:
        ToolError: Keycloak does not answer, or a state cannot be read.
    """
    found = list(_existing(plan, admin if isinstance(admin, Realms) else Realms(admin)))
    if not found:
        return ()
    known = known_ids(stack)
    return tuple(
        Import(change.address, object_.import_id, object_.what, change.type, object_.id, Planned(change.after or {}))
        for change, object_ in found
        if (change.type, object_.id) not in known
    )


def _existing(plan: StackPlan, realms: Realms) -> Iterator[tuple[Change, Found]]:
    taken = {str(change.before["id"]) for change in plan.changes if change.before and "id" in change.before}
    for change in plan.changes:
        if change.actions != ("create",) or change.after is None or change.type not in FINDERS:
            continue
        planned = Planned(change.after)
        if not planned.realm or change.after.get("import") is True:  # made anew with all in it, or taken over by itself
            continue
        found = FINDERS[change.type](realms.of(planned.realm), planned, taken)
        if found and found.id not in taken:
            taken.add(found.id)
            yield change, found
