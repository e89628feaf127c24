"""What is declared in stacks that have no plan: those that change nothing, and those that come as a whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from constructs_lib.review.settings import flat_settings
from stacks.stack_names import StackNames

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from constructs_lib.declaration.props import Declaration
    from constructs_lib.review.settings import Path, Value
    from stacks.environment import Environment

__all__ = ["Rest"]

_NOBODY: dict[str, dict[str, object]] = {
    kind: {} for kind in ("consumers", "groups", "renamed_groups", "second_factor", "people", "applications")
}


@dataclass(frozen=True)
class Rest:
    """What plans leave out.

    Attributes:
        before: What is declared in stacks without a plan that are there already.
        after: The same, with those that come by the apply.
        has_realm: The stack with the realm is one of those that are there already.
        coming: Settings of those that come.
        owners: From every model to the team that owns it.
        exchanges: From every consumer that trades people's tokens to the applications whose people they are.
    """

    before: Declaration
    after: Declaration
    has_realm: bool
    coming: Mapping[Path, Value] = field(default_factory=dict, repr=False)
    owners: Mapping[str, str | None] = field(default_factory=dict)
    exchanges: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, name: str, environment: Environment, planned: Collection[str], coming: Collection[str] = ()) -> Self:
        """Return what is declared beside what is planned.

        Args:
            name: Name of the environment.
            environment: What it declares.
            planned: Names of the stacks that have a plan.
            coming: Names of stacks that have none, and come by the apply.
        """
        names = StackNames(name)
        before, after = (_left(names, environment, {*planned, *without}) for without in (coming, ()))
        theirs = {
            (kind, thing)
            for kind in ("consumers", "people", "applications")
            for thing in _named(after, kind) - _named(before, kind)
        }
        return cls(
            before,
            after,
            has_realm=names.realm not in {*planned, *coming},
            coming={path: value for path, value in flat_settings(after).items() if path[:2] in theirs}
            if coming
            else {},
            owners={model: props.owner for model, props in environment.models.items()},
            exchanges={
                client_id: consumer.exchange.from_
                for access in environment.accesses().values()
                for consumer_name, consumer in access.consumers.items()
                if consumer.exchange
                for client_id in consumer.client_ids(consumer_name)
            },
        )

    def side(self, *, later: bool) -> Declaration:
        """Return what is declared in stacks without a plan, after the apply or before it."""
        return self.after if later else self.before


def _left(names: StackNames, environment: Environment, without: Collection[str]) -> Environment:
    """Return an environment without what some of its stacks declare."""
    layered = bool(environment.teams)
    teams = {team: access for team, access in environment.teams.items() if names.team(team) not in without}
    update: dict[str, object] = {"teams": teams}
    if (names.shared if layered else names.realm) in without:
        update |= _NOBODY
    if (names.models if layered else names.realm) in without:
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
    return left.model_copy(update={"federation": federation, "identity_providers": providers})


def _named(declaration: Declaration, kind: str) -> set[str]:
    return {name for access in declaration.accesses().values() for name in getattr(access, kind)}


def _kept(mapped: Mapping[str, str], groups: Collection[str]) -> dict[str, str]:
    """Return what leads to groups of stacks without a plan: a plan has the mappers of its groups."""
    return {theirs: group for theirs, group in mapped.items() if group in groups}
