"""One action with one model, and what it is called in Keycloak."""

from __future__ import annotations

from dataclasses import dataclass, field

from constructs_lib.declaration.model_names import encoded

__all__ = ["EVERY_MODEL_PREFIX", "ModelAction", "every_model_role", "is_every_model"]

EVERY_MODEL_PREFIX = "every-model"
"""Model part of the composite roles behind `*`; no model can have this name."""

_OF_API = "."


def every_model_role(action: str, api: str | None = None) -> str:
    """Return the role behind `*`: `every-model:predict`; of one of several APIs it is `every-model.scoring:predict`.

    Args:
        action: Name of the action.
        api: Name of the API among several; None where there is one.
    """
    return f"{EVERY_MODEL_PREFIX}{f'{_OF_API}{api}' if api is not None else ''}:{action}"


def is_every_model(model: str) -> bool:
    """Tell whether the model part of a role stands for every model of an API: no model may be called so.

    In no spelling: there are databases that take `Every-Model` for the same name. Nor with a colon and more after it.
    """
    name = model.casefold().partition(":")[0]
    return name == EVERY_MODEL_PREFIX or name.startswith(EVERY_MODEL_PREFIX + _OF_API)


@dataclass(frozen=True, order=True)
class ModelAction:
    """One thing that one may do with one model.

    Attributes:
        model: Name of the model, as it is declared.
        action: Name of the action.
        bound: The role that is bound to it by `models.<model>.roles`; None where its role is called after it.
    """

    model: str
    action: str
    bound: str | None = field(default=None, compare=False, repr=False)

    @property
    def key(self) -> str:
        """What it is called in Terraform, whatever its role's name: `<model>:<action>`, the model `encoded`."""
        return f"{encoded(self.model)}:{self.action}"

    @property
    def role(self) -> str:
        """The client role that allows it, as it stands in a token's `roles`: `<model>:<action>`, or the bound one."""
        return self.bound or self.key

    @property
    def scope(self) -> str:
        """The client scope that a client asks for: `model.<model>.<action>`, the model `encoded`."""
        return f"model.{encoded(self.model)}.{self.action}"

    @property
    def shown(self) -> str:
        """What people read: the bound role, else `<model>:<action>` with the model as it is declared."""
        return self.bound or f"{self.model}:{self.action}"
