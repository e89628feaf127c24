"""Who may call what: the one place that decides it, read by the constructs, the review and the live check."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from constructs_lib.declaration.action_names import ActionNames
from constructs_lib.declaration.grant_reading import GrantReading
from constructs_lib.declaration.holders import Holders
from constructs_lib.declaration.model_action import EVERY_MODEL_PREFIX, ModelAction
from constructs_lib.declaration.props.grants import EVERY_MODEL
from constructs_lib.declaration.served_apis import ServedApis
from constructs_lib.declaration.this_day import this_day

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from constructs_lib.declaration.access_reasons import Reason
    from constructs_lib.declaration.principals import Principal
    from constructs_lib.declaration.props import ConsumerProps, Declaration, Grants
    from constructs_lib.declaration.props.every_model import EveryModel

__all__ = ["EVERY_MODEL_PREFIX", "AccessPolicy", "ModelAction"]

_EVERY_TEAM = "*"


class AccessPolicy:
    """What a declaration allows.

    Args:
        declaration: A declaration that passed `check_declaration`.
        today: The day that it is asked for: what has ended before allows nothing. Defaults to this day.

    Attributes:
        names: What actions are called, by their roles and scopes.
        served: The APIs, and what is behind each.
        model_actions: Everything that one may do with some model, sorted.
    """

    def __init__(self, declaration: Declaration, today: dt.date | None = None) -> None:
        self._declaration = declaration
        self._today = today or this_day()
        accesses = declaration.accesses()
        self.names = ActionNames(declaration)
        self.served = ServedApis(declaration, self.names)
        self.model_actions = self.names.pairs
        self._holders = Holders(declaration)
        self._grants = GrantReading(declaration, self.served, self._today)
        self._exchanges = {
            name: consumer.exchange
            for access in accesses.values()
            for name, consumer in access.consumers.items()
            if consumer.exchange
        }
        self._application_teams = {name: team for team, access in accesses.items() for name in access.applications}

    def is_open(self, model: str, team: str) -> bool:
        """Tell whether a team's file may grant a model: its owner's may, and those that the model names.

        Raises:
            KeyError: There is no such model.
        """
        props = self._declaration.models[model]
        if props.open_to is None:
            return props.owner in (None, team)
        return props.owner == team or props.open_to == _EVERY_TEAM or team in props.open_to

    def allowed(self, grants: Grants) -> frozenset[ModelAction]:
        """Return what grants allow, `*` taken apart; a model without the action is left out."""
        return frozenset(pair for pair, _, granted in self._grants.declared(grants) if granted.until >= self._today)

    def ends(self, grants: Grants) -> Mapping[ModelAction, dt.date]:
        """Return the last day of all that grants allow, or allowed before they ended, `*` taken apart."""
        found: dict[ModelAction, dt.date] = {}
        for pair, _, granted in self._grants.declared(grants):
            found[pair] = max(granted.until, found.get(pair, granted.until))
        return found

    def reasons(self, principal: Principal) -> Mapping[ModelAction, tuple[Reason, ...]]:
        """Return all that somebody may do, with every reason of it, by model and action.

        Nothing where they cannot log in. A consumer's trades of people's tokens are among it: they allow what the
        person may do, too.

        Raises:
            KeyError: Nobody of that name is declared, or no such group.
        """
        if not (principal.enabled and self._declaration.realm.enabled):
            return {}
        found = self._found(principal, ended=False)
        if by_access_role := self._holders.access_role(principal):
            for api in self.served.named(self._holders.every_model(principal)):
                for pair in self.served.behind(api):
                    found.setdefault(pair, set()).add(by_access_role)
        return {pair: tuple(sorted(found[pair])) for pair in sorted(found)}

    def ended(self, principal: Principal) -> Mapping[ModelAction, tuple[Reason, ...]]:
        """Return the grants of somebody that have ended, by what they allowed: none of them allows anything now.

        Raises:
            KeyError: As for `reasons`.
        """
        return {pair: tuple(sorted(reasons)) for pair, reasons in sorted(self._found(principal, ended=True).items())}

    def _found(self, principal: Principal, *, ended: bool) -> dict[ModelAction, set[Reason]]:
        found: dict[ModelAction, set[Reason]] = {}
        for given in self._holders.given(principal):
            for pair, key, granted in self._grants.declared(given.grants):
                if (granted.until < self._today) == ended:
                    path = (*given.reason.path, key)
                    reason = replace(given.reason, star=key == EVERY_MODEL, until=granted.until, path=path)
                    found.setdefault(pair, set()).add(reason)
        return found

    def held_roles(self, principal: Principal) -> frozenset[str]:
        """Return every role of the APIs' clients that somebody holds, those of composites too (`every-model:predict`).

        Raises:
            KeyError: As for `reasons`.
        """
        own = [given.grants for given in self._holders.given(principal) if given.reason.kind != "exchange"]
        roles = {role for grants in own for role in self.roles(grants)}
        allowed = {pair.role for grants in own for pair in self.allowed(grants)}
        return frozenset(roles | allowed | {*self.access_roles_of(self._holders.every_model(principal))})

    def allowed_to_consumer(self, name: str) -> frozenset[ModelAction]:
        """Return what a consumer may do.

        Args:
            name: Of the consumer, or of any of its clients.

        Raises:
            KeyError: There is no such consumer.
        """
        return self.allowed(self._holders.consumer(name).grants)

    def allowed_to_person(self, username: str) -> frozenset[ModelAction]:
        """Return what a person may do, by grants of their own and of their groups.

        Raises:
            KeyError: There is no such person.
        """
        return frozenset().union(*(self.allowed(given.grants) for given in self._holders.given_to_person(username)))

    def allowed_by_exchange(self, name: str, username: str) -> frozenset[ModelAction]:
        """Return what a consumer may do on behalf of a person, whose token an application handed to it (RFC 8693).

        Raises:
            KeyError: There is no such person, or no such consumer that trades tokens.
        """
        return self.allowed(self._exchanges[name].models) & self.allowed_to_person(username)

    def roles(self, grants: Grants, *, every_model: EveryModel = False) -> tuple[str, ...]:
        """Return the roles to assign: of single actions, `every-model:<action>`, and access roles."""
        return tuple(sorted({*self._grants.roles(grants), *self.access_roles_of(every_model)}))

    def scopes(self, grants: Grants, *, every_model: EveryModel = False) -> tuple[str, ...]:
        """Return the client scopes that a client with these grants may ask for."""
        scopes = {scope for pair in self.allowed(grants) for scope in self.scopes_of(pair)}
        return tuple(sorted({*scopes, *self.access_roles_of(every_model)}))

    def consumer_scopes(self, consumer: ConsumerProps) -> tuple[str, ...]:
        """Return the client scopes that a consumer may ask for, for itself or on behalf of people.

        Keycloak offers a client the same scopes for both; its roles still decide what its own tokens hold.
        """
        own = self.scopes(consumer.grants, every_model=consumer.every_model)
        traded = self.scopes(consumer.exchange.models) if consumer.exchange else ()
        return tuple(sorted({*own, *traded}))

    def exchange_scope(self, name: str) -> str:
        """Return the scope with which an application asks for a token that a consumer may trade."""
        realm = self._declaration.realm
        return realm.in_realm(f"exchange.{realm.as_declared(name)}")

    @property
    def exchanging(self) -> dict[str, tuple[str, ...]]:
        """Consumers that trade people's tokens, each with its OAuth clients."""
        return {name: self._holders.consumer(name).client_ids(name) for name in sorted(self._exchanges)}

    @property
    def acting(self) -> dict[str, tuple[str, ...]]:
        """The clients of each consumer whose tokens name it as acting for somebody, by the consumer's name."""
        return {name: ids for name, ids in self.exchanging.items() if self._exchanges[name].delegation}

    def application_scopes(self, name: str) -> tuple[str, ...]:
        """Return what an application may ask for in somebody's name, tokens for consumers to trade among it.

        A team has what people of other teams log in with to its own application, so that it asks for nothing but the
        models that are open to the team: never for an access role, which stands for every model of its API.

        Raises:
            KeyError: There is no such application.
        """
        team = self._application_teams[name]
        if team:
            open_pairs = (pair for pair in self.model_actions if self.is_open(pair.model, team))
            own: tuple[str, ...] = tuple(scope for pair in open_pairs for scope in self.scopes_of(pair))
        else:
            own = self.all_scopes
        trading = (consumer for consumer in self.exchanging if name in self._exchanges[consumer].from_)
        return (*own, *map(self.exchange_scope, trading))

    @property
    def all_scopes(self) -> tuple[str, ...]:
        """Every scope that gates a role: what an application of the environment's own file may ask for."""
        return tuple(self.served.scopes)

    def scopes_of(self, pair: ModelAction) -> tuple[str, ...]:
        """Return the client scopes that gate an action: while a model is renamed, by both its names."""
        return self.names.scopes(pair)

    def roles_of(self, pair: ModelAction) -> tuple[str, ...]:
        """Return the roles that allow an action: while a model is renamed, tokens of before it hold the former one."""
        return self.names.roles(pair)

    def access_roles_of(self, every_model: EveryModel) -> tuple[str, ...]:
        """Return the access roles, and the scopes of the same names, that `every_model` gives."""
        return tuple(self.served.access_roles[api] for api in self.served.named(every_model))

    @property
    def composites(self) -> Mapping[str, tuple[str, ...]]:
        """The roles behind `*`, each with the roles that it brings: the only ones that bring others."""
        return self.served.composites

    @property
    def all_roles(self) -> frozenset[str]:
        """Every role of the APIs' clients, those of renamed models by both names."""
        return frozenset(self.served.roles)
