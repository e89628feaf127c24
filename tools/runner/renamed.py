"""A plan as it will be once clients and accounts are renamed in Keycloak; Terraform would replace the accounts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from tools.runner.plan import Change, StackPlan

__all__ = ["as_renamed"]

_NAMED_BY = {"keycloak_openid_client": "client_id", "keycloak_user": "username"}


def as_renamed(plan: StackPlan, names: Collection[tuple[str, str]]) -> StackPlan:
    """Return a plan in which what is about to be renamed is changed in place, and its parts stay.

    Args:
        plan: The plan of a stack.
        names: Former and new names, of clients and accounts that have the former one still.
    """
    renamed = {change.address: change for change in plan.changes if _is_renamed(change, names)}
    ids = {id for change in renamed.values() for id in _ids(change)}
    kept = (change for change in plan.changes if change.address in renamed or not _hangs_on(change, ids))
    changes = (_in_place(change) if change.address in renamed else change for change in kept)
    return replace(plan, changes=tuple(changes))


def _in_place(change: Change) -> Change:
    """Return what is left to change of it once it has its new name, which a client has on pages as well."""
    after = change.after or {}
    names = {key: after[key] for key in (_NAMED_BY[change.type], "name") if key in after}
    return replace(change, actions=("update",), before={**(change.before or {}), **names})


def _is_renamed(change: Change, names: Collection[tuple[str, str]]) -> bool:
    argument = _NAMED_BY.get(change.type)
    if not (argument and change.before and change.after):
        return False
    return (change.before.get(argument), change.after.get(argument)) in names


def _ids(change: Change) -> set[object]:
    before = change.before or {}
    return {before.get("id"), before.get("service_account_user_id")} - {None, ""}


def _hangs_on(change: Change, ids: Collection[object]) -> bool:
    """Whether a part is replaced since the thing that it hangs on would be."""
    held = [value for value in (change.before or {}).values() if isinstance(value, str)]
    return change.adds and change.destroys and any(value in ids for value in held)
