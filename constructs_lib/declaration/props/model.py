"""A served model."""

from __future__ import annotations

from pydantic import Field

from constructs_lib.declaration.props.base import Props
from constructs_lib.declaration.props.values import ActionName, TeamName

__all__ = ["ModelProps"]


class ModelProps(Props):
    """A model behind the API: a client role and a client scope for each of its actions."""

    description: str = ""
    """What the model does."""
    actions: tuple[ActionName, ...] = Field(default=("predict",), min_length=1)
    """What one may do with it, such as `predict`, `explain`, `manage`."""
    owner: TeamName | None = None
    """Team that answers for the model."""
