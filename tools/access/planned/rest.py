"""What is declared in stacks that have no plan: where they are known to change nothing, it is as it is declared."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from stacks.stack_names import StackNames

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from constructs_lib.declaration.props import Declaration
    from stacks.environment import Environment

__all__ = ["Rest"]

_NOBODY: dict[str, dict[str, object]] = {
    kind: {} for kind in ("consumers", "groups", "renamed_groups", "second_factor", "people", "applications")
}


@dataclass(frozen=True)
class Rest:
    """What plans leave out.

    Attributes:
        declaration: What is declared in stacks without a plan.
        owners: From every model to the team that owns it.
        exchanges: From every consumer that trades people's tokens to the applications whose people they are.
    """

    declaration: Declaration
    owners: Mapping[str, str | None] = field(default_factory=dict)
    exchanges: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, name: str, environment: Environment, planned: Collection[str]) -> Self:
        """Return what is declared beside what is planned.

        Args:
            name: Name of the environment.
            environment: What it declares.
            planned: Names of the stacks that have a plan.
        """
        names = StackNames(name)
        layered = bool(environment.teams)
        teams = {team: access for team, access in environment.teams.items() if names.team(team) not in planned}
        update: dict[str, object] = {"teams": teams}
        if (names.shared if layered else names.realm) in planned:
            update |= _NOBODY
        if (names.models if layered else names.realm) in planned:
            update["models"] = {}
        left = environment.model_copy(update=update)
        groups = {group for access in left.accesses().values() for group in access.groups}
        federation = {
            source: props.model_copy(
                update={"groups": props.groups.model_copy(update={"map": _kept(props.groups.map, groups)})}
            )
            for source, props in environment.federation.items()
            if props.groups
        }
        providers = {
            source: props.model_copy(
                update={"claims": {claim: _kept(values, groups) for claim, values in props.claims.items()}}
            )
            for source, props in environment.identity_providers.items()
        }
        return cls(
            left.model_copy(update={"federation": federation, "identity_providers": providers}),
            owners={model: props.owner for model, props in environment.models.items()},
            exchanges={
                client_id: consumer.exchange.from_
                for access in environment.accesses().values()
                for consumer_name, consumer in access.consumers.items()
                if consumer.exchange
                for client_id in consumer.client_ids(consumer_name)
            },
        )


def _kept(mapped: Mapping[str, str], groups: Collection[str]) -> dict[str, str]:
    """Return what leads to groups of stacks without a plan: a plan has the mappers of its groups."""
    return {theirs: group for theirs, group in mapped.items() if group in groups}
