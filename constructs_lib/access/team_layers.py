"""What each team declares, in one stack with everything else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.access.access_layer import AccessLayer
from constructs_lib.cdk import TerraformLocal

if TYPE_CHECKING:
    from constructs import Construct

    from constructs_lib.terraform.context import Context
    from constructs_lib.terraform.references import ModelsReference, PeopleSources

__all__ = ["team_layers"]


def team_layers(
    parent: Construct, *, context: Context, models: ModelsReference, sources: PeopleSources, shared: AccessLayer
) -> list[AccessLayer]:
    """Create the access layers of all teams.

    Args:
        parent: What they are created in, each by the team's name.
        context: What the layers have in common.
        models: The models that consumers, groups and people may be granted.
        sources: Directories and identity providers.
        shared: What all teams share, whose groups their people may join.
    """
    ids = {name: group.id for name, group in shared.groups.items()}
    return [
        AccessLayer(
            parent,
            team,
            context=context,
            access=access,
            models=models,
            sources=sources,
            shared_group_ids=TerraformLocal(parent, f"{team}-GroupIds", ids).as_string if ids else None,
        )
        for team, access in context.declaration.teams.items()
    ]
