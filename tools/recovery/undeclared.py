"""What a plan would take over, and what holds more than is declared: that is somebody else's, and is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.errors import ToolError
from tools.recovery.agreement import NOTHING_AGREED
from tools.recovery.declared_holdings import DeclaredHoldings
from tools.recovery.holdings import HOLDINGS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from tools.recovery.adoption import Import
    from tools.recovery.agreement import Agreement
    from tools.recovery.realm_objects import Realms

__all__ = ["described", "refuse_undeclared"]

_ADVICE = (
    "delete or rename it in Keycloak, declare another name, or list it if it is yours "
    "(docs/how-to/troubleshooting.md#after-an-interruption)"
)


def refuse_undeclared(
    found: Iterable[Import],
    folder: Path,
    stacks: Collection[str],
    realms: Realms,
    agreed: Agreement = NOTHING_AGREED,
) -> tuple[str, ...]:
    """Return what each object is called that may be taken over, with what it holds.

    Args:
        found: What a plan would take over, or make anew.
        folder: Folder of the stack.
        stacks: Names of the stacks of its environment, whose folders are beside it.
        realms: Those of its Keycloak.
        agreed: What may be taken over whatever it holds.

    Raises:
        ToolError: Something of it holds what is not declared: a line for each object (exit 2).
    """
    declared: dict[str, DeclaredHoldings] = {}
    refused, fine = [], []
    for each in found:
        realm = each.planned.realm
        if each.type not in HOLDINGS or agreed.has(each.type, each.object_id, realms.of(realm)):
            fine.append(each.what)
            continue
        if realm not in declared:
            declared[realm] = DeclaredHoldings.of(folder.parent, {*stacks, folder.name}, realm)
        held = tuple(HOLDINGS[each.type](realms.of(realm), each.planned, each.object_id, declared[realm]))
        others = list(dict.fromkeys(thing.what for thing in held if not thing.is_declared))
        if others:
            refused.append(
                f"stack {folder.name}: {each.what} exists in Keycloak, no state has it, and it holds what is not "
                f"declared: {', '.join(others)}: nothing was changed: {_ADVICE}"
            )
        fine.append(described(each.what, [thing.what for thing in held]))
    if refused:
        raise ToolError("\n".join(refused), exit_code=2)
    return tuple(fine)


def described(what: str, held: Collection[str]) -> str:
    """Return what an object is called, with what it holds: `person 'ada' (role a, membership of group /b)`."""
    return f"{what} ({', '.join(held)})" if held else what
