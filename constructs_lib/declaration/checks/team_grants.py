"""Grants of teams: to models that are open to them, and to every model only where somebody else agreed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from constructs_lib.declaration.access_policy import AccessPolicy
from constructs_lib.declaration.checks.nearest import hint, nearest
from constructs_lib.declaration.declaration_error import Finding
from constructs_lib.declaration.props.grants import EVERY_MODEL, granted_actions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.declaration.checks.places import Path
    from constructs_lib.declaration.props import AccessProps, Declaration, Grants

__all__ = ["EVERY_ACTION", "WideGrant", "team_grant_findings", "wide_team_grants"]

EVERY_ACTION = "*"
"""What `every_model` grants: everything."""


@dataclass(frozen=True)
class WideGrant:
    """What a team declares that reaches every model, those of other teams and of tomorrow included.

    Attributes:
        team: The team.
        path: Where it stands in the declaration.
        subject: Who gets it, and by what.
        construct: Path of the construct that grants it, below the team's stack.
        actions: What may be done with every model; `*` for everything.
    """

    team: str
    path: Path
    subject: str
    construct: str
    actions: frozenset[str] = frozenset({EVERY_ACTION})


@dataclass(frozen=True)
class _Given:
    """Grants that somebody has by a team's file.

    Attributes:
        subject: Who, for messages.
        path: Where the grants stand, or the membership that brings them.
        grants: The grants.
        construct: As of a `WideGrant`.
        by_group: They stand elsewhere: in the group of all teams that somebody joins.
        for_others: They are what a consumer may do on behalf of people.
    """

    subject: str
    path: Path
    grants: Grants
    construct: str
    by_group: bool = False
    for_others: bool = False

    def place(self, model: str) -> Path:
        """Return where a model is granted."""
        return self.path if self.by_group else (*self.path, model)


def team_grant_findings(declaration: Declaration) -> Iterator[Finding]:
    """Models name teams that exist; what a team's file grants, or whose group it joins, is open to that team."""
    realm = f"realm '{declaration.realm.name}'"
    yield from _unknown_teams(realm, declaration)
    policy = AccessPolicy(declaration)
    for team, access in declaration.teams.items():
        for given in _given(declaration, team, access):
            if given.for_others and EVERY_MODEL in given.grants:
                yield Finding(
                    given.place(EVERY_MODEL),
                    f"{realm}, {given.subject}: for others it trades tokens for models that it names: name them",
                )
            for model in given.grants:
                if model in declaration.models and not (
                    policy.is_open(model, team) or _is_meant(declaration, model, team)
                ):
                    yield Finding(
                        given.place(model),
                        f"{realm}, {given.subject}: model '{model}' is not open to team '{team}': "
                        "add the team to the model's open_to, or remove the grant",
                        also=("models", model, "open_to"),
                    )


def wide_team_grants(declaration: Declaration) -> Iterator[WideGrant]:
    """Yield what teams declare that reaches every model."""
    for team, access in declaration.teams.items():
        path: Path = ("teams", team)
        for name, consumer in access.consumers.items():
            if consumer.every_model:
                place, construct = (*path, "consumers", name, "every_model"), _consumer(name)
                yield WideGrant(team, place, f"consumer '{name}': every_model", construct)
        for name, person in access.people.items():
            if person.every_model:
                place = (*path, "people", name, "every_model")
                yield WideGrant(team, place, f"person '{name}': every_model", f"Access/People/{name}/Roles")
        for given in _given(declaration, team, access):
            if EVERY_MODEL in given.grants and not given.for_others:
                yield _wide(team, given)
        for given in _by_own_groups(path, access):
            if EVERY_MODEL in given.grants:
                yield _wide(team, given)


def _wide(team: str, given: _Given) -> WideGrant:
    actions = frozenset(granted.action for granted in granted_actions(given.grants[EVERY_MODEL]))
    return WideGrant(team, given.place(EVERY_MODEL), f"{given.subject}: '{EVERY_MODEL}'", given.construct, actions)


def _given(declaration: Declaration, team: str, access: AccessProps) -> Iterator[_Given]:
    path: Path = ("teams", team)
    for name, consumer in access.consumers.items():
        subject, place = f"consumer '{name}'", (*path, "consumers", name)
        yield _Given(subject, (*place, "grants"), consumer.grants, _consumer(name))
        if consumer.exchange:
            where, models = (*place, "exchange", "models"), consumer.exchange.models
            yield _Given(subject, where, models, _consumer(name), for_others=True)
    for name, grants in access.groups.items():
        yield _Given(f"group '{name}'", (*path, "groups", name), grants, f"Access/Groups/{name}/Roles")
    for name, person in access.people.items():
        place, construct = (*path, "people", name), f"Access/People/{name}"
        yield _Given(f"person '{name}'", (*place, "grants"), person.grants, f"{construct}/Roles")
        for index, group in enumerate(person.groups):
            if group in declaration.groups and group not in access.groups:
                subject, where = f"person '{name}', by group '{group}'", (*place, "groups", index)
                yield _Given(subject, where, declaration.groups[group], f"{construct}/Groups", by_group=True)


def _by_own_groups(path: Path, access: AccessProps) -> Iterator[_Given]:
    """Yield what people get by groups of their own team: the models are open to it, unless they are every model."""
    for name, person in access.people.items():
        for index, group in enumerate(person.groups):
            if group in access.groups:
                subject, where = f"person '{name}', by group '{group}'", (*path, "people", name, "groups", index)
                grants, construct = access.groups[group], f"Access/People/{name}/Groups"
                yield _Given(subject, where, grants, construct, by_group=True)


def _consumer(name: str) -> str:
    return f'Access/Consumers/Roles["{name}"]'


def _is_meant(declaration: Declaration, model: str, team: str) -> bool:
    """Tell whether a model names a team that there is not, and this one is meant: that is said there, once."""
    props = declaration.models[model]
    named = {props.owner or team, *(props.open_to or ())}
    return team in {nearest(each, declaration.teams) for each in named - declaration.teams.keys()}


def _unknown_teams(realm: str, declaration: Declaration) -> Iterator[Finding]:
    if not declaration.teams:
        return
    for model, props in declaration.models.items():
        named: list[tuple[Path, str]] = [(("owner",), props.owner)] if props.owner else []
        if isinstance(props.open_to, tuple):
            named += [(("open_to", index), team) for index, team in enumerate(props.open_to)]
        for place, team in named:
            if team not in declaration.teams:
                yield Finding(
                    ("models", model, *place),
                    f"{realm}, model '{model}': unknown team '{team}': {hint(team, declaration.teams)}",
                )
