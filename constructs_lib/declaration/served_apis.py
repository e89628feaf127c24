"""Which API serves which model, and what roles and scopes of each are called: all names are unique in a realm."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from constructs_lib.declaration.model_action import every_model_role

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constructs_lib.declaration.action_names import ActionNames
    from constructs_lib.declaration.model_action import ModelAction
    from constructs_lib.declaration.props import Declaration
    from constructs_lib.declaration.props.every_model import EveryModel

__all__ = ["ServedApis"]


class ServedApis:
    """The APIs of a declaration, and the models behind each.

    Args:
        declaration: What is declared.
        names: What actions with its models are called.

    Attributes:
        by_name: The APIs by name; that of `api` is called `api`.
    """

    def __init__(self, declaration: Declaration, names: ActionNames) -> None:
        self._names = names
        self._has_names = bool(declaration.apis)
        self._api_of = {model: declaration.api_of(model) for model in declaration.models}
        self.by_name = declaration.every_api

    def api_of(self, model: str) -> str:
        """Return the name of the API that serves a model.

        Raises:
            KeyError: There is no such model.
        """
        return self._api_of[model]

    def behind(self, api: str) -> tuple[ModelAction, ...]:
        """Return everything that one may do with some model of an API, sorted."""
        return self._behind.get(api, ())

    def named(self, every_model: EveryModel) -> tuple[str, ...]:
        """Return the APIs that `every_model` names; `true` stands for the only one."""
        if isinstance(every_model, bool):
            return tuple(self.by_name) if every_model and not self._has_names else ()
        return tuple(api for api in self.by_name if api in every_model)

    @cached_property
    def access_roles(self) -> Mapping[str, str]:
        """The role, and its scope, that stands for every model of an API, by the API's name."""
        return {name: api.access_role for name, api in self.by_name.items()}

    @cached_property
    def wide_roles(self) -> dict[tuple[str, str], str]:
        """The roles behind `*`, by API and action: for every action that some model of the API has."""
        return {
            (api, action): every_model_role(action, api if self._has_names else None)
            for api in self.by_name
            for action in sorted({pair.action for pair in self.behind(api)})
        }

    @cached_property
    def composites(self) -> Mapping[str, tuple[str, ...]]:
        """The roles behind `*`, each with the roles that it brings, all of one API."""
        return {
            role: tuple(pair.role for pair in self.behind(api) if pair.action == action)
            for (api, action), role in self.wide_roles.items()
        }

    @cached_property
    def roles(self) -> Mapping[str, str]:
        """Every role of an API's client, with the API's name: those of renamed models by both names."""
        own = {role: self._api_of[pair.model] for pair in self._names.pairs for role in self._names.roles(pair)}
        wide = {role: api for (api, _), role in self.wide_roles.items()}
        return {**own, **wide, **{role: api for api, role in self.access_roles.items()}}

    @cached_property
    def scopes(self) -> Mapping[str, str]:
        """Every scope that gates a role, with the name of the API that its token is for."""
        own = {scope: self._api_of[pair.model] for pair in self._names.pairs for scope in self._names.scopes(pair)}
        return {**own, **{role: api for api, role in self.access_roles.items()}}

    @cached_property
    def _behind(self) -> dict[str, tuple[ModelAction, ...]]:
        found: dict[str, list[ModelAction]] = {}
        for pair in self._names.pairs:
            found.setdefault(self._api_of[pair.model], []).append(pair)
        return {api: tuple(pairs) for api, pairs in found.items()}
