"""What a plan would change of objects that it takes over, as settings that keep what is there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from stacks.keeping import natural_name
from tools.runner.as_adopted import LISTS, is_known
from tools.runner.plan import Hidden

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from tools.runner.plan import Change, StackPlan

__all__ = ["Difference", "as_it_is", "differences", "differences_of"]

# What the provider reads of an object only where it was told: an import does not know it.
_BLIND = frozenset({("keycloak_realm", "security_defenses"), ("keycloak_realm", "attributes")})


@dataclass(frozen=True)
class Difference:
    """One argument that is another in Keycloak.

    Attributes:
        type: Type of the resource.
        name: What `kept` calls it.
        argument: The argument, dotted where it is in a block.
        found: Its value in Keycloak; None where it is not set.
        ours: What it would become.
    """

    type: str
    name: str
    argument: str
    found: Any
    ours: Any


def differences(plan: StackPlan, code: Mapping[str, Any], realm: str) -> Iterator[Difference]:
    """Yield what a plan would change.

    Args:
        plan: With `import` blocks.
        code: The Terraform JSON that it was made from.
        realm: Name of the realm.
    """
    for change in plan.changes:
        yield from differences_of(change, code, realm)


def differences_of(change: Change, code: Mapping[str, Any], realm: str) -> Iterator[Difference]:
    """Yield what a plan would change of one object.

    Args:
        change: Of its resource.
        code: The Terraform JSON that the plan was made from.
        realm: Name of the realm.
    """
    if not change.updates or change.before is None or change.after is None:
        return
    name = _name(change, code, realm)
    for argument, found, ours in _leaves("", change.before, change.after):
        if found or (change.type, argument) not in _BLIND:
            yield Difference(change.type, name, argument, found, ours)


def as_it_is(
    plan: StackPlan, code: Mapping[str, Any], realm: str, is_so: Callable[[Difference], bool]
) -> dict[str, dict[str, Any]]:
    """Return what a plan sets that is so in Keycloak: arguments by the address of their resource.

    These are lists and settings that Terraform reads only once it has set them, kept as they were found, and what the
    provider does not read of objects that are taken over.

    Args:
        plan: With `import` blocks, of a draft that keeps what was found.
        code: The Terraform JSON that it was made from.
        realm: Name of the realm.
        is_so: Whether a difference is none in Keycloak.
    """
    found: dict[str, dict[str, Any]] = {}
    for change in plan.changes:
        after = change.after or {}
        if change.adds and not change.destroys and change.type in LISTS:
            found[change.address] = {key: value for key, value in after.items() if is_known(value)}
        elif change.updates and change.import_id and change.before is not None:
            left = {each.argument.partition(".")[0] for each in differences_of(change, code, realm) if not is_so(each)}
            found[change.address] = {
                key: value
                for key, value in after.items()
                if key not in left and is_known(value) and change.before.get(key) != value
            }
    return found


def _name(change: Change, code: Mapping[str, Any], realm: str) -> str:
    if change.index is not None:
        return str(change.index)
    body = code["resource"][change.type][change.name]
    return natural_name(change.type, body, code, realm) or change.address


def _leaves(prefix: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    for key in after:
        found, ours = before.get(key), after[key]
        if found == ours or isinstance(found, Hidden) or isinstance(ours, Hidden):
            continue
        path = f"{prefix}{key}"
        block, own = _block(found), _block(ours)
        if block is not None and own is not None:
            yield from _leaves(f"{path}.", block, own)
        elif block is not None:
            leaves = ((f"{path}.{name}", value) for name, value in block.items())
            yield from ((name, value, None) for name, value in leaves if value is not None and not _is_nested(value))
        elif own is not None:
            yield path, None, own
        elif not (isinstance(ours, dict) and Hidden.UNKNOWN in ours.values()):
            yield path, found or None if ours is None else found, ours


def _block(value: object) -> dict[str, Any] | None:
    """Return what is in a block of which there is one."""
    return value[0] if isinstance(value, list) and len(value) == 1 and isinstance(value[0], dict) else None


def _is_nested(value: object) -> bool:
    return isinstance(value, list) and any(isinstance(each, dict) for each in value)
