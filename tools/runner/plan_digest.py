"""Whether what is about to be done is what was reviewed: by a digest, and change by change where a plan came later."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from tools.runner.plan import Hidden
from tools.runner.preview import is_placeholder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tools.runner.plan import Change, StackPlan

__all__ = ["digest_of", "unreviewed"]


def digest_of(plans: Iterable[StackPlan], *, unplanned: Sequence[str] = (), renames: Sequence[str] = ()) -> str:
    """Return a digest of what plans would do: SHA-256, in hexadecimal digits.

    Addresses, actions and values before and after are part of it. Of a secret, and of what is known after an apply
    alone, only that it is one.

    Args:
        plans: The plans of an environment's stacks.
        unplanned: Names of stacks that can be planned once others are applied.
        renames: What is renamed in Keycloak beforehand.
    """
    facts = {
        "plans": {plan.stack: _plan(plan) for plan in plans if not plan.is_empty},
        "unplanned": sorted(unplanned),
        "renames": sorted(renames),
    }
    text = json.dumps(facts, sort_keys=True, default=_mark)
    return hashlib.sha256(text.encode()).hexdigest()


def unreviewed(plan: StackPlan, reviewed: StackPlan | None) -> Iterator[Change]:
    """Yield what a plan would do that its review did not show.

    A stack that is built on others is reviewed before they are applied: what they make known since takes the place of
    what was unknown, and of nothing else.

    Args:
        plan: What is about to be applied.
        reviewed: What was reviewed of the same stack; None if nothing was.
    """
    shown = {change.address: change for change in reviewed.changes} if reviewed else {}
    yield from (change for change in plan.changes if not _covers(shown.get(change.address), change))


def _plan(plan: StackPlan) -> dict[str, Any]:
    changes = sorted(plan.changes, key=lambda change: change.address)
    return {"outputs": sorted(plan.changed_outputs), "changes": [_change(change) for change in changes]}


def _change(change: Change) -> list[Any]:
    return [
        *(change.address, change.actions, change.before, change.after),
        *(change.previous_address, change.import_id, change.is_tainted),
    ]


def _mark(value: object) -> dict[str, str]:
    """Write what is hidden as no value of a plan is written: Terraform has no text with this character."""
    if isinstance(value, Hidden):
        return {"\x00hidden": value.name}
    raise TypeError(type(value).__name__)


def _covers(reviewed: Change | None, change: Change) -> bool:
    if reviewed is None:
        return False
    # What was to be made may be there already: it moved from another stack, or an interrupted run made it.
    as_shown = change.actions == reviewed.actions
    found = reviewed.actions == ("create",) and change.actions in (("update",), ("no-op",))
    # Another object, or one from elsewhere, would become what was reviewed; what is there already is taken over.
    same = change.previous_address == reviewed.previous_address and (found or change.import_id == reviewed.import_id)
    return same and (as_shown or found) and _fits(reviewed.after, change.after)


def _fits(reviewed: Any, value: Any) -> bool:  # noqa: ANN401 - whatever a plan holds
    """Whether a value is the reviewed one, or takes the place of what was unknown."""
    if reviewed is Hidden.UNKNOWN or is_placeholder(reviewed):
        return True
    if isinstance(reviewed, dict) and isinstance(value, dict):
        return all(_fits(reviewed.get(key), value.get(key)) for key in {*reviewed, *value})
    if isinstance(reviewed, list) and isinstance(value, list):
        return _fit(reviewed, value)
    return bool(reviewed == value)


def _fit(reviewed: list[Any], values: list[Any]) -> bool:
    """Compare lists, in whichever order: sets are written sorted by what is in them."""
    rest = list(values)
    for part in sorted(reviewed, key=_is_unknown):
        found = next((place for place, value in enumerate(rest) if _fits(part, value)), None)
        if found is None:
            return False
        del rest[found]
    return not rest


def _is_unknown(value: Any) -> bool:  # noqa: ANN401 - as above
    return value is Hidden.UNKNOWN or is_placeholder(value)
