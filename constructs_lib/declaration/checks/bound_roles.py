"""Roles that are bound to actions of models: each to one that there is, and to nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.brokered_role import BROKERED_ROLE
from constructs_lib.declaration.checks.nearest import hint
from constructs_lib.declaration.checks.places import located_apis
from constructs_lib.declaration.declaration_error import Finding
from constructs_lib.declaration.model_action import ModelAction, is_every_model
from constructs_lib.declaration.second_factor_roles import SECOND_FACTORS, second_factor_role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.declaration.checks.places import Path
    from constructs_lib.declaration.props import Declaration

__all__ = ["bound_role_findings"]

_OURS = frozenset({BROKERED_ROLE, *map(second_factor_role, SECOND_FACTORS)})


def bound_role_findings(declaration: Declaration) -> Iterator[Finding]:
    """A role allows one action with one model: whoever holds it may do nothing else by it."""
    realm = f"realm '{declaration.realm.name}'"
    taken = dict(_called_after_actions(declaration))
    for path, api in located_apis(declaration):
        taken[api.access_role] = ("the role that opens every model", (*path, "access_role"))
    for model, props in declaration.models.items():
        for action, role in props.roles.items():
            subject, path = f"{realm}, model '{model}'", ("models", model, "roles", action)
            if action not in props.actions:
                yield Finding(path, f"{subject}: it has no action '{action}': {hint(action, props.actions)}")
            elif role in _OURS or is_every_model(role):
                yield Finding(path, f"{subject}: role '{role}' has another meaning here: bind another one")
            else:
                whose, place = taken.setdefault(role, (f"that of '{action}' of model '{model}'", path))
                if place != path:
                    yield Finding(path, f"{subject}: role '{role}' is {whose} already: bind another one", also=place)


def _called_after_actions(declaration: Declaration) -> Iterator[tuple[str, tuple[str, Path]]]:
    """Yield the roles that nothing is bound to, of renamed models by both names."""
    for model, props in declaration.models.items():
        for index, action in enumerate(props.actions):
            if action in props.roles:
                continue
            whose = f"that of '{action}' of model '{model}'"
            yield ModelAction(model, action).role, (whose, ("models", model, "actions", index))
            if props.renamed_from:
                yield ModelAction(props.renamed_from, action).role, (whose, ("models", model, "renamed_from"))
