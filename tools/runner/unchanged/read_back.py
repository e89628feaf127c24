"""Whether an apply left in the state what its plan said: what Keycloak took otherwise, the next plan shows again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tools.runner.plan import Hidden

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tools.runner.plan import Change
    from tools.runner.unchanged.last_state import Instance

__all__ = ["is_as_planned"]


def is_as_planned(changes: Iterable[Change], instances: Iterable[Instance]) -> bool:
    """Tell whether each object of a plan is in the state as it was planned, and what it destroys is not.

    The provider reads each object again after it has written it. Secrets, and what was known after the apply only, are
    passed over.

    Args:
        changes: What the plan said.
        instances: What the state holds now.
    """
    held = {instance.address: instance.attributes for instance in instances}
    for change in changes:
        attributes = held.get(change.address)
        if change.after is None:
            if attributes is not None:
                return False
        elif attributes is None or not _is_same(change.after, attributes):
            return False
    return True


def _is_same(planned: Any, held: Any) -> bool:  # noqa: ANN401 - whatever a plan holds
    if isinstance(planned, Hidden) or (not planned and not held):  # null and nothing are one to the provider
        return True
    if isinstance(planned, dict):
        return isinstance(held, dict) and all(_is_same(value, held.get(key)) for key, value in planned.items())
    if isinstance(planned, list):
        is_list = isinstance(held, list) and len(planned) == len(held)
        return is_list and all(map(_is_same, planned, held))
    return bool(planned == held)
