"""What a deployment does that takes a realm over, as a person sees it: what is new, what is another, and nothing else.

Terraform plans to make each list and setting that it cannot read before its first apply, although Keycloak has it; and
to set what the provider does not read. `make adopt` has compared these with Keycloak, and says what they are.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol

from tools.runner.plan import Change, Hidden, StackPlan

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

__all__ = ["LISTS", "Adopted", "as_adopted", "is_known"]

LISTS = frozenset(
    {
        *("keycloak_user_roles", "keycloak_group_roles", "keycloak_user_groups", "keycloak_group_memberships"),
        *("keycloak_default_roles", "keycloak_default_groups", "keycloak_realm_default_client_scopes"),
        *("keycloak_realm_optional_client_scopes", "keycloak_openid_client_default_scopes"),
        *("keycloak_openid_client_optional_scopes", "keycloak_authentication_bindings", "keycloak_realm_events"),
        "keycloak_required_action",
    }
)
"""Types of resources that are lists and settings of other objects, and are written as a whole."""


class Adopted(Protocol):
    """What `make adopt` listed."""

    @property
    def addresses(self) -> Collection[str]:
        """Addresses of the resources that are taken over."""

    @property
    def as_it_is(self) -> Mapping[str, Mapping[str, Any]]:
        """Arguments that are set to what they are, by the address of their resource."""

    @property
    def as_found(self) -> Mapping[str, Mapping[str, Any]]:
        """Arguments that become another, as they were found, by the address of their resource."""

    @property
    def is_again(self) -> bool:
        """Whether it listed what was declared since, which keeps nothing of what was found."""


def as_adopted(plan: StackPlan, adopted: Adopted) -> StackPlan:
    """Return a plan as a person sees it: what is taken over is no addition, and what is set as it is no change.

    Args:
        plan: With `import` blocks or, for a look beforehand, without.
        adopted: What is taken over, and what is as it is.
    """
    is_exact = any(change.import_id for change in plan.changes)
    told = (_told(change, adopted, is_exact=is_exact) for change in plan.changes)
    return replace(plan, changes=tuple(change for change in told if change))


def is_known(value: Any) -> bool:  # noqa: ANN401 - whatever a plan holds
    """Whether a plan shows all of a value."""
    if isinstance(value, dict):
        return all(map(is_known, value.values()))
    if isinstance(value, list):
        return all(map(is_known, value))
    return not isinstance(value, Hidden)


def _told(change: Change, adopted: Adopted, *, is_exact: bool) -> Change | None:
    if change.destroys:
        return change
    if change.adds and (change.address in adopted.as_found or change.address in adopted.addresses):
        return _taken_over(change, adopted)
    if change.address not in adopted.as_it_is or not (change.adds or change.updates):
        return change
    known = adopted.as_it_is[change.address]
    after = change.after or {}
    before = {**(change.before or after), **known}
    if any(
        before[key] != value and (is_known(value) or (is_exact and key in known))
        for key, value in after.items()
        if key in before and not isinstance(before[key], Hidden)
    ):
        return replace(change, actions=("update",), before=before)
    return replace(change, actions=("no-op",), before=before, after=before) if change.import_id else None


def _taken_over(change: Change, adopted: Adopted) -> Change | None:
    """Return what is made in a plan that looks at nothing in Keycloak, or that Terraform cannot look at."""
    after = change.after or {}
    before = {**after, **adopted.as_found.get(change.address, {})}
    import_id = change.address if change.address in adopted.addresses else None
    if before != after:
        return replace(change, actions=("update",), before=before, import_id=import_id)
    return replace(change, actions=("no-op",), import_id=import_id) if import_id else None
