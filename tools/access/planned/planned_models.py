"""The models of one side of some plans: their actions, the roles and scopes of these, and what reaches a token."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.props import ModelProps
from constructs_lib.declaration.props.grants import EVERY_MODEL
from tools.access.planned.scope_names import asked_pair

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constructs_lib.declaration.props import Declaration
    from tools.access.planned.grants import Grants

__all__ = ["PlannedModels"]


class PlannedModels:
    """The models.

    Args:
        side: The side.
        rest: What is declared in stacks that have no plan, where that is known.
        renamed: Models that are renamed, by their former names.

    Attributes:
        actions: The actions of each model.
    """

    def __init__(self, side: Grants, rest: Declaration | None, renamed: Mapping[str, str]) -> None:
        self._side, self._renamed = side, renamed
        self._declared = rest.models if rest else {}
        self.actions = {name: frozenset(props.actions) for name, props in self._declared.items()} or {
            name: frozenset(actions) for name, actions in side.models.items()
        }
        self._bound = {
            role: (name, action) for name, props in self._declared.items() for action, role in props.roles.items()
        } | side.bound

    def declared(self, apis: Mapping[str, str], owners: Mapping[str, str | None]) -> dict[str, ModelProps]:
        """Return them as a declaration has them.

        Args:
            apis: From a model to the API that serves it, where there are several.
            owners: From a model to the team that owns it, where that is known.
        """
        return {
            name: ModelProps.model_construct(
                actions=tuple(sorted(actions)),
                roles={action: role for role, (model, action) in self._bound.items() if model == name},
                api=apis.get(name),
                owner=owners.get(name),
                renamed_from=self._former(name),
            )
            for name, actions in self.actions.items()
        }

    def pair(self, role: str) -> tuple[str, str]:
        """Return the model and the action that a role allows; its name says so, unless it is bound to them."""
        return self._bound.get(role) or self._side.pair(role)

    def asked(self, scopes: set[str]) -> dict[str, set[str]]:
        """Return the models and actions that a client may ask for."""
        found: dict[str, set[str]] = {}
        for scope in scopes:
            model, action = self.pair(self._side.gates.get(scope, ""))
            if not self._side.gates and (asked := asked_pair(scope)):
                model, action = self._renamed.get(asked[0], asked[0]), asked[1]
            if action in self.actions.get(model, ()):
                found.setdefault(model, set()).add(action)
        return found

    def within(
        self, grants: Mapping[str, tuple[str, ...]], asked: Mapping[str, set[str]]
    ) -> dict[str, tuple[str, ...]]:
        """Return what of grants reaches a token: a role that no scope gates for the client does not."""
        found: dict[str, set[str]] = {}
        for key, actions in grants.items():
            for action in actions:
                models = (
                    [name for name, known in self.actions.items() if action in known] if key == EVERY_MODEL else [key]
                )
                reached = [model for model in models if action in asked.get(model, ())]
                whole = key == EVERY_MODEL and len(reached) == len(models)
                for model in [EVERY_MODEL] if whole else reached:
                    found.setdefault(model, set()).add(action)
        return {key: tuple(sorted(actions)) for key, actions in found.items()}

    def _former(self, model: str) -> str | None:
        """Return the former name by whose scopes a model can be asked for still."""
        for scope, role in self._side.gates.items():
            former, _ = asked_pair(scope) or ("", "")
            if former and self._side.pair(role)[0] == model != former and former not in self.actions:
                return former
        props = self._declared.get(model)
        return props.renamed_from if props else None
