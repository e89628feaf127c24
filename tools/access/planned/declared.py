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
    ModelProps,
    PersonProps,
    RealmProps,
)
from constructs_lib.declaration.props.exchange import ExchangeProps
from constructs_lib.declaration.props.grants import EVERY_MODEL
from constructs_lib.declaration.second_factor_roles import SECOND_FACTORS, second_factor_role
from tools.access.planned.origins import directories, identity_providers, mapped_groups
from tools.access.planned.planned_apis import PlannedApis

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
        self._side, self._renamed, self._beside, self._complete = side, renamed, rest, complete
        self._rest = rest.side(later=later) if rest else None
        models = self._rest.models if self._rest else {}
        self._models = {name: frozenset(props.actions) for name, props in models.items()} or {
            name: frozenset(actions) for name, actions in side.models.items()
        }
        self._bound = {
            role: (name, action) for name, props in models.items() for action, role in props.roles.items()
        } | side.bound
        self._apis = PlannedApis(side, self._rest, self._models)
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
            models={
                name: ModelProps.model_construct(
                    actions=tuple(sorted(actions)),
                    roles={action: role for role, (model, action) in self._bound.items() if model == name},
                    api=self._apis.by_model.get(name),
                    owner=owners.get(name),
                    renamed_from=self._former(name),
                )
                for name, actions in self._models.items()
            },
            federation=directories(side, rest),
            identity_providers=identity_providers(side, rest),
            external_people=bool(rest and rest.external_people),
            teams={team: AccessProps.model_construct(**part) for team, part in parts.items()},
        )
        return Declared(declaration, self._beyond, elsewhere)

    def _realm_enabled(self) -> bool:
        enabled = self._side.realm_enabled
        return enabled if enabled is not None else self._rest is None or self._rest.realm.enabled

    def _former(self, model: str) -> str | None:
        """Return the former name by whose scopes a model can be asked for still."""
        for scope, role in self._side.gates.items():
            former = _asked_model(scope)
            if former and self._side.pair(role)[0] == model != former and former not in self._models:
                return former
        props = self._rest.models.get(model) if self._rest else None
        return props.renamed_from if props else None

    def _grants(self, subject: str, roles: set[str]) -> tuple[dict[str, tuple[str, ...]], EveryModel, list[str]]:
        """Return what roles grant, whether they open every model, and which second factors they ask for."""
        found: dict[str, set[str]] = {}
        factors, opened, wide = [], [], dict[str, set[str]]()
        for role in sorted(roles):
            model, action = self._pair(role)
            if role in self._apis.by_role:
                opened.append(self._apis.by_role[role])
            elif role in _FACTORS:
                factors.append(str(_FACTORS[role]))
            elif is_every_model(model) and (role in self._side.composites or not self._side.composites):
                wide.setdefault(action, set()).add(model)
            elif action in self._models.get(model, ()):
                found.setdefault(model, set()).add(action)
            elif role != BROKERED_ROLE:
                self._beyond.add((subject, f"role {role}"))
        for action, parts in wide.items():
            for key in self._apis.wide(action, parts):
                found.setdefault(key, set()).add(action)
        return {key: tuple(sorted(actions)) for key, actions in found.items()}, self._apis.every_model(opened), factors

    def _pair(self, role: str) -> tuple[str, str]:
        """Return the model and the action that a role allows; its name says so, unless it is bound to them."""
        return self._bound.get(role) or self._side.pair(role)

    def _consumer(self, name: str, holder: Holder) -> ConsumerProps:
        grants, every_model, factors = self._grants(f"consumer {name}", holder.roles)
        self._beyond |= {(f"consumer {name}", f"role second-factor-{factor}") for factor in factors}
        asked = self._asked(holder.scopes)
        if holder.is_gated:
            grants = self._within(grants, asked)
            every_model = self._apis.asked(every_model, {*map(self._side.later_scope, holder.scopes)})
        traded = {model: tuple(sorted(actions)) for model, actions in asked.items()}
        origins = self._traded_from(name)
        exchange = ExchangeProps.model_construct(from_=origins, models=traded)
        return ConsumerProps.model_construct(
            grants=grants, every_model=every_model, exchange=exchange if holder.trades and origins else None
        )

    def _asked(self, scopes: set[str]) -> dict[str, set[str]]:
        """Return the models and actions that a client may ask for."""
        found: dict[str, set[str]] = {}
        for scope in scopes:
            model, action = self._pair(self._side.gates.get(scope, ""))
            if not self._side.gates and (asked := _asked_model(scope)):
                model, action = self._renamed.get(asked, asked), scope.rpartition(".")[2]
            if action in self._models.get(model, ()):
                found.setdefault(model, set()).add(action)
        return found

    def _within(
        self, grants: Mapping[str, tuple[str, ...]], asked: Mapping[str, set[str]]
    ) -> dict[str, tuple[str, ...]]:
        """Return what of grants reaches a token: a role that no scope gates for the client does not."""
        found: dict[str, set[str]] = {}
        for key, actions in grants.items():
            for action in actions:
                models = (
                    [name for name, known in self._models.items() if action in known] if key == EVERY_MODEL else [key]
                )
                reached = [model for model in models if action in asked.get(model, ())]
                whole = key == EVERY_MODEL and len(reached) == len(models)
                for model in [EVERY_MODEL] if whole else reached:
                    found.setdefault(model, set()).add(action)
        return {key: tuple(sorted(actions)) for key, actions in found.items()}

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


def _asked_model(scope: str) -> str:
    """Return the model that a scope such as `model.fraud.predict` asks for; an empty text for any other scope."""
    kind, _, rest = scope.partition(".")
    return rest.rpartition(".")[0] if kind == "model" or kind.endswith("-model") else ""


def team_of(stack: str) -> str | None:
    """Return the team whose stack has a name; None for that of all teams."""
    _, found, team = stack.partition(_TEAM)
    return team if found else None
