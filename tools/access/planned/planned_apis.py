"""The APIs of one side of some plans: which of them serves which model, and which role opens every model of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from constructs_lib.declaration.model_action import EVERY_MODEL_PREFIX
from constructs_lib.declaration.props import SOLE_API, ApiProps, NamedApiProps
from constructs_lib.declaration.props.grants import EVERY_MODEL

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from constructs_lib.declaration.props import Declaration
    from constructs_lib.declaration.props.every_model import EveryModel
    from tools.access.planned.grants import Grants

__all__ = ["PlannedApis"]


class PlannedApis:
    """The APIs.

    Args:
        side: The side.
        rest: What is declared in stacks that have no plan, where that is known.
        models: The models with their actions.

    Attributes:
        by_model: From a model to the API that serves it; none where there is one API.
        by_role: From an access role to its API.
    """

    def __init__(self, side: Grants, rest: Declaration | None, models: Mapping[str, Collection[str]]) -> None:
        declared = rest.every_api if rest else {}
        self._models = models
        self._roles = side.access_roles or {name: api.access_role for name, api in declared.items()}
        known = {name: props.api for name, props in rest.models.items() if props.api} if rest else {}
        self.by_model = known | side.apis
        self.by_role = {role: api for api, role in self._roles.items()}

    def declared(self) -> dict[str, Any]:
        """Return them as a declaration has them: `api` or `apis`."""
        if {*self._roles} <= {SOLE_API} and not self.by_model:
            role = self._roles.get(SOLE_API, "")
            return {"api": ApiProps.model_construct(client_id="", access_role=role)}
        names = dict.fromkeys((*self._roles, *self.by_model.values()))
        return {
            "apis": {
                name: NamedApiProps.model_construct(client_id=name, access_role=self._roles.get(name, ""))
                for name in names
            }
        }

    def wide(self, action: str, parts: Collection[str]) -> Sequence[str]:
        """Return what roles of every model grant: every model, or those of the APIs whose roles they are.

        Args:
            action: The action.
            parts: Model parts of the roles: `every-model.scoring`.
        """
        if EVERY_MODEL_PREFIX in parts or not self.by_model:
            return [EVERY_MODEL]
        served = {name: self.by_model.get(name, "") for name, actions in self._models.items() if action in actions}
        reached = {part.removeprefix(f"{EVERY_MODEL_PREFIX}.") for part in parts}
        whole = {*served.values()} <= reached
        return [EVERY_MODEL] if whole else [name for name, api in served.items() if api in reached]

    def every_model(self, apis: Collection[str]) -> EveryModel:
        """Return what `every_model` would say of somebody who has the access roles of some APIs."""
        return tuple(apis) if self.by_model and apis else bool(apis)

    def asked(self, every_model: EveryModel, scopes: Collection[str]) -> EveryModel:
        """Return what of it reaches a token: the scopes must let it in.

        Args:
            every_model: Which access roles somebody has.
            scopes: What their client may ask for.
        """
        named = every_model if isinstance(every_model, tuple) else tuple(self._roles) if every_model else ()
        return self.every_model([api for api in named if self._roles.get(api) in scopes])
