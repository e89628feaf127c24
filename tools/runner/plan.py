"""A plan of Terraform, read as data."""

from __future__ import annotations

import enum
import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from tools.access.planned.stack import PlannedStack

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

__all__ = ["Change", "Hidden", "StackPlan", "read_plan"]

_NOTHING = (("no-op",), ("read",))
_BETWEEN_STACKS = "cross-stack-output-"
# Terraform's own memory of an order ("The terraform_data Managed Resource Type"): nothing of it is in Keycloak.
_MARK = "terraform_data"
_TAINTED = "replace_because_tainted"
# By which of its arguments an object is known to people.
_NAMES = ("client_id", "username", "alias", "name", "realm")


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
        is_tainted: It is replaced since its creation did not come to its end.
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
    is_tainted: bool = False

    @property
    def is_mark(self) -> bool:
        """Whether it is a memory of Terraform's alone, not an object in Keycloak."""
        return self.type == _MARK

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
        outputs: What other stacks will read of it, by name; `Hidden.UNKNOWN` stands for what the apply makes known.
            Empty where the plan is.
        labels: What people call the objects that have these ids: names of roles, groups, clients.
        access: All that it says of who may do what, before and after; None where it is empty.
        rewrites_state: It is kept though it is empty, since its apply writes the state anew.
    """

    stack: str
    changes: tuple[Change, ...] = ()
    changed_outputs: tuple[str, ...] = ()
    outputs: Mapping[str, Any] = field(default_factory=dict, repr=False)
    labels: Mapping[str, str] = field(default_factory=dict, repr=False)
    access: PlannedStack | None = field(default=None, repr=False, compare=False)
    rewrites_state: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to apply."""
        return not self.changes and not self.changed_outputs

    @property
    def objects(self) -> tuple[Change, ...]:
        """What it would do with objects in Keycloak."""
        return tuple(change for change in self.changes if not change.is_mark)

    @property
    def counts(self) -> tuple[int, int, int]:
        """How many objects it adds, changes and destroys; one that is replaced is added and destroyed."""
        added = sum(change.adds for change in self.objects)
        changed = sum(change.updates for change in self.objects)
        return added, changed, sum(change.destroys for change in self.objects)

    @property
    def taken_over(self) -> int:
        """How many objects it takes over."""
        return sum(change.import_id is not None for change in self.objects)

    def after(self, before: StackPlan) -> StackPlan:
        """Return what was done altogether, where another plan was applied before this one."""
        return replace(self, changes=(*before.changes, *self.changes), labels={**before.labels, **self.labels})


def read_plan(stack: str, file: Path, code: Path | None = None) -> StackPlan:
    """Read what `terraform show -json` printed of a saved plan.

    Args:
        stack: Name of the stack.
        file: What was printed.
        code: The Terraform JSON that it was made from; without it, nothing is said of access.
    """
    shown = json.loads(file.read_bytes())
    outputs = shown.get("output_changes", {})
    return StackPlan(
        stack,
        changes=tuple(_changes(shown.get("resource_changes", []))),
        changed_outputs=tuple(name for name, each in outputs.items() if tuple(each["actions"]) not in _NOTHING),
        outputs={
            # They are marked as sensitive, and hold ids and names.
            name: _shown(each.get("after"), None, each.get("after_unknown"))
            for name, each in outputs.items()
            if name.startswith(_BETWEEN_STACKS)
        },
        labels=dict(
            _labels(shown.get("prior_state", {}).get("values", {}).get("root_module", {}).get("resources", []))
        ),
        access=PlannedStack.of(stack, shown, json.loads(code.read_bytes())) if code else None,
    )


def _labels(resources: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Yield ids of objects, of this stack and of those that it reads, with what people call them."""
    for resource in resources:
        values = resource.get("values", {})
        if resource["type"] == "terraform_remote_state":
            maps = (value for value in (values.get("outputs") or {}).values() if isinstance(value, dict))
            yield from ((id, name) for ids in maps for name, id in ids.items() if isinstance(id, str))
        elif isinstance(values.get("id"), str):
            # A role or a mapper has the id of its client as `client_id`.
            own = _NAMES if resource["type"].endswith("_client") else _NAMES[1:]
            name = next((values[key] for key in own if values.get(key)), None)
            if name:
                yield values["id"], str(name)


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
            is_tainted=entry.get("action_reason") == _TAINTED,
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
