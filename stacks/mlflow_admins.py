"""Who is MLflow's administrator is not a team's to say, whoever writes the settings of MLflow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.checks.places import located, team_of
from constructs_lib.declaration.declaration_error import Finding
from constructs_lib.gateways.presets.mlflow_oidc_auth import ADMIN_GROUP, MlflowOidcAuthPreset

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stacks.environment import Environment

__all__ = ["mlflow_admin_findings"]


def mlflow_admin_findings(environment: Environment) -> Iterator[Finding]:
    """Say which team's file declares the group of MLflow's administrators, or puts somebody into it.

    Where the preset writes MLflow's settings, its own check says so, and asks for the group.
    """
    if any(MlflowOidcAuthPreset.name in gateway.presets for gateway in environment.gateways.values()):
        return
    for path, access in located(environment):
        if not path:
            continue
        found = [(f"group '{ADMIN_GROUP}'", (*path, "groups", ADMIN_GROUP))] if ADMIN_GROUP in access.groups else []
        found += [
            (f"person '{name}'", (*path, "people", name, "groups", person.groups.index(ADMIN_GROUP)))
            for name, person in access.people.items()
            if ADMIN_GROUP in person.groups
        ]
        for subject, place in found:
            yield Finding(
                place,
                f"realm '{environment.realm.name}', {subject}: MLflow takes people of '{ADMIN_GROUP}' for its "
                f"administrators: declare it in the environment's own file, not in that of {team_of(path)}",
            )
