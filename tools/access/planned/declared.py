"""A side of some plans as a declaration: what the access policy answers from."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from constructs_lib.declaration.brokered_role import BROKERED_ROLE
from constructs_lib.declaration.model_action import is_every_model
from constructs_lib.declaration.props import (
    AccessProps,
    ApplicationProps,
    ConsumerProps,
    Declaration,
    PersonProps,
    RealmProps,
)
from constructs_lib.declaration.props.exchange import ExchangeProps
from constructs_lib.declaration.second_factor_roles import SECOND_FACTORS, second_factor_role
from tools.access.planned.origins import directories, identity_providers, mapped_groups
from tools.access.planned.planned_apis import PlannedApis
from tools.access.planned.planned_models import PlannedModels

if TYPE_CHECKING:
    from collections.abc import Mapping

    from constructs_lib.declaration.props.every_model import EveryModel
    from tools.access.planned.grants import Grants
    from tools.access.planned.holder import Holder
    from tools.access.planned.rest import Rest

__all__ = ["Declared", "as_declared", "team_of"]

_FACTORS = {second_factor_role(factor): factor for factor in SECOND_FACTORS}
_ELSEWHERE = "applications of stacks without a plan"
_TEAM = "-team-"


@dataclass
class Declared:
    """What a side declares, and what no declaration could.

    Attributes:
        declaration: Everybody with their grants; nothing else of it is there.
        beyond: Roles, groups and scopes that are none of a declaration, with whom holds them.
        groups_elsewhere: Groups that somebody is in, and that no plan has.
    """

    declaration: Declaration
    beyond: set[tuple[str, str]] = field(default_factory=set)
    groups_elsewhere: set[str] = field(default_factory=set)


def as_declared(
    side: Grants,
    renamed: Mapping[str, str],
    rest: Rest | None,
    owners: Mapping[str, str | None],
    *,
    later: bool,
    complete: bool,
) -> Declared:
    """Return what would be declared for a side.

    Args:
        side: The side.
        renamed: Models that are renamed, by their former names.
        rest: What is declared in stacks that have no plan, where that is known.
        owners: From a model to the team that owns it, where that is known.
        later: It is the side after the apply.
        complete: The plans are of all stacks.
    """
    declaring = _Declaring(side, renamed, rest, later=later, complete=complete)
    return declaring.declared({**owners, **(rest.owners if rest else {})})


class _Declaring:
    def __init__(
        self, side: Grants, renamed: Mapping[str, str], rest: Rest | None, *, later: bool, complete: bool
    ) -> None:
        self._side, self._beside, self._complete = side, rest, complete
        self._rest = rest.side(later=later) if rest else None
        self._models = PlannedModels(side, self._rest, renamed)
        self._apis = PlannedApis(side, self._rest, self._models.actions)
        self._beyond: set[tuple[str, str]] = set()

    def declared(self, owners: Mapping[str, str | None]) -> Declared:
        side, rest = self._side, self._rest
        accesses = {team: dict(access.__dict__) for team, access in rest.accesses().items()} if rest else {}
        parts: dict[str | None, dict[str, Any]] = defaultdict(lambda: defaultdict(dict))
        for team, access in accesses.items():
            for kind in ("consumers", "groups", "second_factor", "people", "applications"):
                parts[team][kind] = dict(access[kind])
        for name, holder in side.groups.items():
            part = parts[team_of(holder.stack)]
            part["groups"][name], _, factors = self._grants(f"group {name}", holder.roles)
            if factors:
                part["second_factor"][name] = factors[0]
        known = {name for part in parts.values() for name in part["groups"]}
        elsewhere = {group for holder in side.people.values() for group in holder.groups if group not in known} | {
            group for group in mapped_groups(side) if group not in known
        }
        for name in elsewhere:
            parts[None]["groups"][name] = {}
        for name, holder in side.people.items():
            grants, every_model, factors = self._grants(f"person {name}", holder.roles)
            self._beyond |= {(f"person {name}", f"role second-factor-{factor}") for factor in factors}
            parts[team_of(holder.stack)]["people"][name] = PersonProps.model_construct(
                enabled=holder.enabled, groups=tuple(sorted(holder.groups)), grants=grants, every_model=every_model
            )
        for name, holder in side.applications.items():
            parts[team_of(holder.stack)]["applications"][name] = ApplicationProps.model_construct(
                redirect_uris=(), groups_claim=holder.reads_groups
            )
        for name, holder in side.consumers.items():
            parts[team_of(holder.stack)]["consumers"][name] = self._consumer(name, holder)
        shared = parts.pop(None, {})
        declaration = Declaration.model_construct(
            **shared,
            realm=RealmProps.model_construct(name="", enabled=self._realm_enabled()),
            **self._apis.declared(),
            models=self._models.declared(self._apis.by_model, owners),
            federation=directories(side, rest),
            identity_providers=identity_providers(side, rest),
            external_people=bool(rest and rest.external_people),
            teams={team: AccessProps.model_construct(**part) for team, part in parts.items()},
        )
        return Declared(declaration, self._beyond, elsewhere)

    def _realm_enabled(self) -> bool:
        enabled = self._side.realm_enabled
        return enabled if enabled is not None else self._rest is None or self._rest.realm.enabled

    def _grants(self, subject: str, roles: set[str]) -> tuple[dict[str, tuple[str, ...]], EveryModel, list[str]]:
        """Return what roles grant, whether they open every model, and which second factors they ask for."""
        found: dict[str, set[str]] = {}
        factors, opened, wide = [], [], dict[str, set[str]]()
        for role in sorted(roles):
            model, action = self._models.pair(role)
            if role in self._apis.by_role:
                opened.append(self._apis.by_role[role])
            elif role in _FACTORS:
                factors.append(str(_FACTORS[role]))
            elif is_every_model(model) and (role in self._side.composites or not self._side.composites):
                wide.setdefault(action, set()).add(model)
            elif action in self._models.actions.get(model, ()):
                found.setdefault(model, set()).add(action)
            elif role != BROKERED_ROLE:
                self._beyond.add((subject, f"role {role}"))
        for action, parts in wide.items():
            for key in self._apis.wide(action, parts):
                found.setdefault(key, set()).add(action)
        return {key: tuple(sorted(actions)) for key, actions in found.items()}, self._apis.every_model(opened), factors

    def _consumer(self, name: str, holder: Holder) -> ConsumerProps:
        grants, every_model, factors = self._grants(f"consumer {name}", holder.roles)
        self._beyond |= {(f"consumer {name}", f"role second-factor-{factor}") for factor in factors}
        asked = self._models.asked(holder.scopes)
        if holder.is_gated:
            grants = self._models.within(grants, asked)
            every_model = self._apis.asked(every_model, {*map(self._side.later_scope, holder.scopes)})
        traded = {model: tuple(sorted(actions)) for model, actions in asked.items()}
        origins = self._traded_from(name)
        exchange = ExchangeProps.model_construct(from_=origins, models=traded)
        return ConsumerProps.model_construct(
            grants=grants, every_model=every_model, exchange=exchange if holder.trades and origins else None
        )

    def _traded_from(self, name: str) -> tuple[str, ...]:
        named = {
            app
            for app, holder in self._side.applications.items()
            if f"exchange.{name}" in map(self._side.later_scope, holder.scopes)
        }
        if not named and not self._complete and self._rest is None:
            return (_ELSEWHERE,)
        return tuple(sorted(named | self._declared_origins(name)))

    def _declared_origins(self, name: str) -> set[str]:
        """An application in a stack that has no plan is as it is declared; so is what it may ask for."""
        if self._beside is None or self._rest is None:
            return set()
        left = {app for access in self._rest.accesses().values() for app in access.applications}
        return left & set(self._beside.exchanges.get(name, ()))


def team_of(stack: str) -> str | None:
    """Return the team whose stack has a name; None for that of all teams."""
    _, found, team = stack.partition(_TEAM)
    return team if found else None
