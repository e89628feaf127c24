"""A served model, for resources beside the construct."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constructs_lib.cdk import Fn
from constructs_lib.terraform.handles import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constructs_lib.declaration.access_policy import ModelAction
    from constructs_lib.declaration.action_names import ActionNames
    from constructs_lib.terraform.references import ModelsReference

__all__ = ["Model"]


@dataclass(frozen=True)
class Model:
    """What each action with a model is called in Keycloak.

    Attributes:
        name: Name of the model.
        pairs: What one may do with it, by the names of the actions.
        models: The layer that it belongs to.
        names: What its scopes are called in the realm.
    """

    name: str
    pairs: Mapping[str, ModelAction]
    models: ModelsReference
    names: ActionNames

    @property
    def actions(self) -> tuple[str, ...]:
        """What one may do with it."""
        return tuple(self.pairs)

    def role_id(self, action: str) -> str:
        """Return Keycloak's id of the client role that allows an action (token), as `role_ids` of resources takes it.

        Raises:
            UnknownNameError: The model has no such action; the message offers the nearest.
        """
        return str(Fn.lookup_nested(self.models.role_ids, [self._pair(action).role]))

    def role_name(self, action: str) -> str:
        """Return the role's name, `<model>:<action>` or the bound one, as it stands in a token's `roles`.

        Raises:
            UnknownNameError: As for `role_id`.
        """
        return self._pair(action).role

    def scope(self, action: str) -> str:
        """Return the client scope that a client asks for (token): Terraform creates the scope first.

        Raises:
            UnknownNameError: As for `role_id`.
        """
        return str(Fn.lookup_nested(self.models.scopes, [self.names.scopes(self._pair(action))[0]]))

    def _pair(self, action: str) -> ModelAction:
        if action not in self.pairs:
            raise UnknownNameError(f"model '{self.name}'", "action", action, self.pairs)
        return self.pairs[action]
