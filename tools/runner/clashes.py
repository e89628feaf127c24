"""What one stack destroys and another creates under the same name: Keycloak refuses the second before the first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tools.runner.plan import Change, StackPlan

__all__ = ["find_clashes", "parts_of", "unique_names"]

# What a realm keeps unique, by the kind of object: Keycloak's kind, and the arguments that hold the name.
_UNIQUE = (
    (re.compile(r"keycloak_(openid|saml)_client"), "client", ("client_id",)),
    (re.compile(r"keycloak_user"), "user", ("username", "email")),
    (re.compile(r"keycloak_group"), "group", ("parent_id", "name")),
    (re.compile(r"keycloak_role"), "role", ("client_id", "name")),
    (re.compile(r"keycloak_(openid|saml)_client_scope"), "scope", ("name",)),
    (re.compile(r"keycloak_(\w+_)?identity_provider"), "provider", ("alias",)),
    (re.compile(r"keycloak_\w*user_federation"), "directory", ("name",)),
    (re.compile(r"keycloak_authentication_(sub)?flow"), "flow", ("alias",)),
)
# Of these the name is all arguments together; of the others each argument is one.
_TOGETHER = frozenset({"group", "role"})


def find_clashes(plans: Iterable[StackPlan]) -> Mapping[str, list[str]]:
    """Find what has to go first.

    Args:
        plans: Plans of an environment's stacks, before any is applied.

    Returns:
        Addresses by the stack's name: what holds a name that another stack's plan needs, and what goes with it.
    """
    plans = tuple(plans)
    wanted: dict[tuple[str, ...], set[str]] = {}
    for plan in plans:
        for change in plan.changes:
            if change.adds:
                for name in unique_names(change, change.after or {}):
                    wanted.setdefault(name, set()).add(plan.stack)
    found: dict[str, list[str]] = {}
    for plan in plans:
        gone = [change for change in plan.changes if change.actions == ("delete",)]
        clashing = [
            change
            for change in gone
            if any(wanted.get(name, set()) - {plan.stack} for name in unique_names(change, change.before or {}))
        ]
        if clashing:
            found[plan.stack] = parts_of(clashing, gone)
    return found


def parts_of(clashing: Iterable[Change], changes: Iterable[Change]) -> list[str]:
    """Return the addresses of changes to things, and to their parts.

    Args:
        clashing: Changes to the things.
        changes: Those to choose from.
    """
    clashing = tuple(clashing)
    return [change.address for change in changes if any(_together(change, each) for each in clashing)]


def unique_names(change: Change, values: Mapping[str, object]) -> Iterator[tuple[str, ...]]:
    """Yield what a realm has once, of what an object is called: the kind, and the name's parts.

    Args:
        change: A change to the object.
        values: Its arguments before or after.
    """
    for pattern, kind, arguments in _UNIQUE:
        if pattern.fullmatch(change.type):
            texts = {argument: _text(values.get(argument)) for argument in arguments}
            if kind in _TOGETHER:
                yield (kind, *texts.values())
            else:
                yield from ((kind, argument, text) for argument, text in texts.items() if text)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _together(change: Change, clashing: Change) -> bool:
    """Whether a resource goes with one that clashes: the same one, or another part of the same thing."""
    if change.address == clashing.address:
        return True
    if clashing.index is not None:
        return change.index == clashing.index
    return change.index is None and change.name.rpartition("_")[0].startswith(_stem(clashing.name))


def _stem(name: str) -> str:
    """Return the name without its hash and last part: `Access_People_ada` of `Access_People_ada_User_7B22F3BD`."""
    return name.rpartition("_")[0].rpartition("_")[0] + "_"
