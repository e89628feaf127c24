"""Changes and plans as tests write them."""

from __future__ import annotations

from typing import Any

from tools.runner.plan import Change, StackPlan

__all__ = ["CREATE", "DELETE", "REPLACE", "UPDATE", "change", "plan"]

CREATE, UPDATE, DELETE, REPLACE = ("create",), ("update",), ("delete",), ("delete", "create")


def change(
    resource: str,
    actions: tuple[str, ...],
    key: str | None = None,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    previous: str | None = None,
) -> Change:
    """Return a change.

    Args:
        resource: Type without `keycloak_`, and name, such as `user.Access_People_ada_User_7B22F3BD`.
        actions: Of the change.
        key: Its key of `for_each`.
        before: Its arguments as they are.
        after: Its arguments as they will be.
        previous: Its address before it moved.
    """
    kind, _, name = resource.partition(".")
    type_ = kind if kind == "terraform_data" else f"keycloak_{kind}"
    index = "" if key is None else f'["{key}"]'
    return Change(f"{type_}.{name}{index}", type_, name, key, actions, before, after, previous)


def plan(stack: str, *changes: Change, **parts: Any) -> StackPlan:  # noqa: ANN401
    """Return a plan."""
    return StackPlan(stack, changes, **parts)
