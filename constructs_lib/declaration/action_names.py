"""What actions with models are called: by their roles and scopes, and by the former names of models."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from constructs_lib.declaration.model_names import model_and_action

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constructs_lib.declaration.model_action import ModelAction
    from constructs_lib.declaration.props import Declaration

__all__ = ["ActionNames"]


class ActionNames:
    """Names of actions.

    Args:
        declaration: Has the models, and the realm, in which scopes may have a prefix.
    """

    def __init__(self, declaration: Declaration) -> None:
        self._models, self._realm = declaration.models, declaration.realm

    @cached_property
    def pairs(self) -> tuple[ModelAction, ...]:
        """Everything that one may do with some model, sorted."""
        return tuple(
            sorted({props.pair(model, action) for model, props in self._models.items() for action in props.actions})
        )

    @cached_property
    def has_bound(self) -> bool:
        """Whether a role is bound to some action, so that it is called otherwise than its key."""
        return any(pair.bound for pair in self.pairs)

    def of(self, pair: ModelAction) -> tuple[ModelAction, ...]:
        """Return an action by each name that its model goes by: while that is renamed, by the former one, too."""
        former = self._models[pair.model].renamed_from
        return (pair,) if former is None else (pair, replace(pair, model=former))

    def scopes(self, pair: ModelAction) -> tuple[str, ...]:
        """Return the client scopes that gate an action, by their names in the realm, in the order of `of`."""
        return tuple(self._realm.in_realm(each.scope) for each in self.of(pair))

    def roles(self, pair: ModelAction) -> tuple[str, ...]:
        """Return the roles that allow an action: while a model is renamed, tokens of before it hold the former one.

        A role that is bound to the action keeps its name.
        """
        return tuple(dict.fromkeys(each.role for each in self.of(pair)))

    def allowed_by(self, role: str) -> ModelAction | None:
        """Return what a role of one action allows; None for any other role."""
        return self._by_role.get(role)

    def parts(self, role: str) -> tuple[str, str] | None:
        """Return the model and the action of a role: what it is bound to, else what its name says, declared or not.

        None for a role whose name says neither.
        """
        if pair := self.allowed_by(role):
            return pair.model, pair.action
        return model_and_action(role)

    @cached_property
    def _by_role(self) -> Mapping[str, ModelAction]:
        return {role: pair for pair in self.pairs for role in self.roles(pair)}
