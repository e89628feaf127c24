"""A plan of Terraform, read as data."""

from __future__ import annotations

import enum
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

__all__ = ["Change", "Hidden", "StackPlan", "read_plan"]

_NOTHING = (("no-op",), ("read",))


class Hidden(enum.Enum):
    """What stands in the place of a value that a plan does not show."""

    SECRET = enum.auto()
    """The value is sensitive: it is nowhere in this process."""
    UNKNOWN = enum.auto()
    """The value is known after the apply."""


@dataclass(frozen=True)
class Change:
    """What is to be done with one resource.

    Attributes:
        address: Its address, such as `keycloak_role.Models_Role_9E0F0AC8["m:predict"]`.
        type: Its type, such as `keycloak_role`.
        name: Its name in the Terraform JSON, such as `Models_Role_9E0F0AC8`.
        index: Its key of `for_each` or number of `count`; None where it has neither.
        actions: `("create",)`, `("update",)`, `("delete",)`, or both ways to replace; `("no-op",)` where it moves.
        before: Its arguments as they are; None where it is new. Secrets are `Hidden.SECRET`.
        after: Its arguments as they will be; None where it goes. What is not known yet is `Hidden.UNKNOWN`.
        previous_address: Where it was before it moved in the state, or None.
        import_id: What it is imported by, or None.
    """

    address: str
    type: str
    name: str
    index: str | int | None
    actions: tuple[str, ...]
    before: Mapping[str, Any] | None = field(default=None, repr=False)
    after: Mapping[str, Any] | None = field(default=None, repr=False)
    previous_address: str | None = None
    import_id: str | None = None

    @property
    def adds(self) -> bool:
        """Whether an object is made, in place of another or not."""
        return "create" in self.actions

    @property
    def destroys(self) -> bool:
        """Whether an object goes, replaced or not."""
        return "delete" in self.actions

    @property
    def updates(self) -> bool:
        """Whether an object is changed in place."""
        return self.actions == ("update",)


@dataclass(frozen=True)
class StackPlan:
    """What an apply of a stack would do.

    Attributes:
        stack: Name of the stack.
        changes: What it would do with resources; nothing that stays as it is.
        changed_outputs: Names of the outputs that get another value.
    """

    stack: str
    changes: tuple[Change, ...] = ()
    changed_outputs: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to apply."""
        return not self.changes and not self.changed_outputs

    @property
    def counts(self) -> tuple[int, int, int]:
        """How many resources it adds, changes and destroys; one that is replaced is added and destroyed."""
        added = sum(change.adds for change in self.changes)
        changed = sum(change.updates for change in self.changes)
        return added, changed, sum(change.destroys for change in self.changes)


def read_plan(stack: str, file: Path) -> StackPlan:
    """Read what `terraform show -json` printed of a saved plan.

    Args:
        stack: Name of the stack.
        file: What was printed.
    """
    shown = json.loads(file.read_bytes())
    changes = tuple(_changes(shown.get("resource_changes", [])))
    outputs = shown.get("output_changes", {})
    changed = tuple(name for name, change in outputs.items() if tuple(change["actions"]) not in _NOTHING)
    return StackPlan(stack, changes, changed)


def _changes(entries: list[dict[str, Any]]) -> Iterator[Change]:
    for entry in entries:
        change = entry["change"]
        actions = tuple(change["actions"])
        moved = entry.get("previous_address")
        imported = change.get("importing", {}).get("id")
        if entry["mode"] != "managed" or (actions in _NOTHING and not moved and not imported):
            continue
        yield Change(
            address=entry["address"],
            type=entry["type"],
            name=entry["name"],
            index=entry.get("index"),
            actions=actions,
            before=_shown(change["before"], change.get("before_sensitive")),
            after=_shown(change["after"], change.get("after_sensitive"), change.get("after_unknown")),
            previous_address=moved,
            import_id=imported,
        )


def _shown(value: Any, sensitive: Any, unknown: Any = None) -> Any:  # noqa: ANN401 - whatever a plan holds
    """Put marks in the place of what the plan says is sensitive or unknown."""
    if sensitive is True:
        return Hidden.SECRET
    if unknown is True:
        return Hidden.UNKNOWN
    if isinstance(value, dict) or isinstance(unknown, dict):
        own, secret, later = (part if isinstance(part, dict) else {} for part in (value, sensitive, unknown))
        if value is None and not later:
            return None
        return {key: _shown(own.get(key), secret.get(key), later.get(key)) for key in {**own, **later}}
    if isinstance(value, list):
        return [_shown(part, _at(sensitive, place), _at(unknown, place)) for place, part in enumerate(value)]
    return value


def _at(marks: Any, place: int) -> Any:  # noqa: ANN401 - as above
    return marks[place] if isinstance(marks, list) and place < len(marks) else None
