"""What grants say: which actions with which models, until when, and by which roles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.model_action import ModelAction
from constructs_lib.declaration.props.grants import EVERY_MODEL, granted_actions

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from constructs_lib.declaration.props import Declaration, Grants
    from constructs_lib.declaration.props.grants import GrantedAction
    from constructs_lib.declaration.served_apis import ServedApis

__all__ = ["GrantReading"]


class GrantReading:
    """Reads grants, whoever has them: `AccessPolicy` decides who that is.

    Args:
        declaration: What is declared.
        served: Its APIs.
        today: The day on which roles are assigned: what has ended before assigns none.
    """

    def __init__(self, declaration: Declaration, served: ServedApis, today: dt.date) -> None:
        self._models, self._served, self._today = declaration.models, served, today

    def declared(self, grants: Grants) -> Iterator[tuple[ModelAction, str, GrantedAction]]:
        """Yield what grants allow, those too that have ended, with the key that says so: the model's name, or `*`."""
        for key in (key for key in grants if key == EVERY_MODEL or key in self._models):
            for model in self._models if key == EVERY_MODEL else (key,):
                props = self._models[model]
                for granted in granted_actions(grants[key]):
                    if granted.action in props.actions:
                        yield props.pair(model, granted.action), key, granted

    def roles(self, grants: Grants) -> Iterator[str]:
        """Yield the roles to assign: of single actions, and of those behind `*`."""
        for model, grant in grants.items():
            for granted in granted_actions(grant):
                if granted.until < self._today:
                    continue
                if model == EVERY_MODEL:
                    wide = self._served.wide_roles
                    yield from (role for (_, action), role in wide.items() if action == granted.action)
                else:
                    props = self._models.get(model)
                    pair = props.pair(model, granted.action) if props else ModelAction(model, granted.action)
                    yield pair.role
