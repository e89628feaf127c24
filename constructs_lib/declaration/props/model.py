"""A served model."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Discriminator, Field, Tag

from constructs_lib.declaration.model_action import ModelAction
from constructs_lib.declaration.props.base import Props
from constructs_lib.declaration.props.gateway_values import ServerUrl
from constructs_lib.declaration.props.mcp import ToolName
from constructs_lib.declaration.props.paths import ModelPathProps
from constructs_lib.declaration.props.server_limits import ShortText
from constructs_lib.declaration.props.values import ActionName, ApiName, BoundRole, ModelName, TeamName

__all__ = ["ModelProps"]


def _kind(value: object) -> str:
    return "text" if isinstance(value, str) else "list"


_Teams = Annotated[
    Annotated[tuple[TeamName, ...], Tag("list")] | Annotated[Literal["*"], Tag("text")], Discriminator(_kind)
]


class ModelProps(Props):
    """A model behind the API: a client role and a client scope for each of its actions."""

    description: ShortText = ""
    """What the model does."""
    actions: tuple[ActionName, ...] = Field(default=("predict",), min_length=1)
    """What one may do with it, such as `predict`, `explain`, `manage`."""
    roles: dict[ActionName, BoundRole] = Field(default_factory=dict)
    """Roles of the API's client that are bound to actions, such as `predict: legacy-role`, for adopted realms: the
    action's role has that name instead of `<model>:<action>`, in tokens too."""
    tools: dict[ActionName, Annotated[tuple[ToolName, ...], Field(min_length=1)]] = Field(default_factory=dict)
    """Which tools of an MCP server are which action, such as `read: [getForecast, getAlerts]`; an action that is left
    out is the tool of its own name."""
    api: ApiName | None = None
    """The API that serves it, by its name in `apis`. May be left out where there is one."""
    server: ServerUrl | None = None
    """The server that has this model, where it is not the gateway's `upstream`: scheme, host and port."""
    paths: ModelPathProps = Field(default_factory=ModelPathProps)
    """Which requests at the gateway are for this model, where the gateway's `paths` do not say it."""
    owner: TeamName | None = None
    """Team that answers for the model."""
    open_to: _Teams | None = None
    """Teams whose files may grant it, beside its owner's; `"*"` stands for all. Left out, it is open to all where it
    has no owner, and else to its owner alone."""
    renamed_from: ModelName | None = None
    """Its name before: roles are renamed in place, so that grants stay. Callers may ask for its scopes by the former
    name too, until the key is removed."""

    def pair(self, name: str, action: str) -> ModelAction:
        """Return one of its actions, with the role that it has.

        Args:
            name: The model's name.
            action: The action.
        """
        return ModelAction(name, action, self.roles.get(action))

    def tools_of(self, action: str) -> tuple[str, ...]:
        """Return the tools of an MCP server that are an action: those declared, else the one of the action's name.

        Args:
            action: The action.
        """
        return self.tools.get(action, (action,))
