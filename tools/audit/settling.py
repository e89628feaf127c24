"""How a difference can be settled by declaring it: what to add to which file."""

from __future__ import annotations

from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML

from constructs_lib.declaration.access_policy import AccessPolicy
from constructs_lib.declaration.model_action import is_every_model
from constructs_lib.declaration.props.grants import EVERY_MODEL
from constructs_lib.declaration.props.values import ActionName, ModelName
from tools.audit.comparison import State
from tools.audit.facts import Fact, Kind
from tools.audit.live.token_clients import LOGIN_FLOWS
from tools.is_value import is_value

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from constructs_lib.declaration.props import Declaration
    from tools.audit.comparison import Difference
    from tools.audit.live.snapshot import Entry, Snapshot

__all__ = ["Declaring", "Settling"]


@dataclass(frozen=True)
class Settling:
    """What to add to a file so that a difference is declared.

    Attributes:
        team: Whose file it is; None for the environment's own.
        keys: What to add, as data.
    """

    team: str | None
    keys: Mapping[str, Any]

    @property
    def yaml(self) -> str:
        """The same as YAML."""
        yaml = YAML()
        yaml.default_flow_style = False
        stream = StringIO()
        yaml.dump(dict(self.keys), stream)
        return stream.getvalue()


class Declaring:
    """Says how undeclared things can be declared.

    Args:
        declaration: What is declared now.
        snapshot: What the realm holds.
    """

    def __init__(self, declaration: Declaration, snapshot: Snapshot) -> None:
        self._declaration = declaration
        self._policy = AccessPolicy(declaration)
        self._clients: Mapping[str, Entry] = {client["clientId"]: client for client in snapshot.clients}
        self._users: Mapping[str, Entry] = {user["username"]: user for user in snapshot.users}
        accesses = declaration.accesses()
        self._teams = {
            (kind, name): team
            for team, access in accesses.items()
            for kind, named in (("consumers", access.consumers), ("people", access.people), ("groups", access.groups))
            for name in named
        }
        self._consumers = {
            client_id: name
            for access in accesses.values()
            for name, consumer in access.consumers.items()
            for client_id in consumer.client_ids(name)
        }

    def of(self, difference: Difference) -> Settling | None:
        """Return what to declare; None where no key says it, or where it is declared and not there."""
        if difference.state is not State.UNDECLARED:
            return None
        fact = difference.fact
        said = self._by_kind.get(fact.kind)
        return said(fact) if said else None

    @property
    def _by_kind(self) -> Mapping[Kind, Callable[[Fact], Settling | None]]:
        return {
            Kind.CLIENT: self._client,
            Kind.PERSON: lambda fact: Settling(None, {"people": {fact.name: self._person(fact.name)}}),
            Kind.GROUP: lambda fact: Settling(None, {"groups": {fact.name[1:]: {}}}) if _is_top(fact.name) else None,
            Kind.ROLE: self._role,
            Kind.MEMBER: self._member,
            Kind.PERSON_ROLE: lambda fact: self._granted("people", fact.owner.removeprefix("person "), fact.name),
            Kind.ACCOUNT_ROLE: self._account_role,
            Kind.GROUP_ROLE: self._group_role,
            Kind.OPTIONAL_SCOPE: lambda fact: self._scope(fact.owner, fact.name),
        }

    def _role(self, fact: Fact) -> Settling | None:
        """A role of an API that is called `<model>:<action>` is an action of that model."""
        client, _, own = fact.name.rpartition("/")
        api = next((name for name, props in self._declaration.every_api.items() if props.client_id == client), None)
        parts = self._policy.names.parts(own)
        if (
            api is None
            or parts is None
            or is_every_model(parts[0])
            or not (is_value(ModelName, parts[0]) and is_value(ActionName, parts[1]))
        ):
            return None
        model, action = parts
        props = self._declaration.models.get(model)
        if props is None:
            named = {"api": api} if self._declaration.apis else {}
            return Settling(None, {"models": {model: {**named, "actions": [action]}}})
        # Where none are written, the one of the default is lost by writing another.
        actions = [] if "actions" in props.model_fields_set else list(props.actions)
        return Settling(None, {"models": {model: {"actions": [*actions, action]}}})

    def _member(self, fact: Fact) -> Settling | None:
        if not fact.name.startswith("person ") or not _is_top(fact.owner):
            return None
        person, group = fact.name.removeprefix("person "), fact.owner[1:]
        # A team's people are in groups of its own, or of the environment's file.
        if self._teams.get(("groups", group)) not in (None, self._teams.get(("people", person))):
            return None
        return self._below("people", person, {"groups": [group]})

    def _account_role(self, fact: Fact) -> Settling | None:
        client = fact.owner.removeprefix("service account ")
        return self._granted("consumers", self._consumers.get(client, client), fact.name)

    def _group_role(self, fact: Fact) -> Settling | None:
        path = fact.owner.removeprefix("group ")
        return self._granted("groups", path[1:], fact.name) if _is_top(path) else None

    def _below(self, kind: str, name: str, keys: Mapping[str, Any]) -> Settling:
        return Settling(self._teams.get((kind, name)), {kind: {name: dict(keys)}})

    def _granted(self, kind: str, name: str, role: str) -> Settling | None:
        client, _, own = role.rpartition("/")
        apis = {props.client_id: api for api, props in self._declaration.every_api.items()}
        if client not in apis:
            return None
        if own == self._policy.served.access_roles[apis[client]]:
            every_model = [apis[client]] if self._declaration.apis else True
            return self._below(kind, name, {"every_model": every_model}) if kind != "groups" else None
        parts = self._policy.names.parts(own)
        if parts is None:
            return None
        model, action = parts
        grants = {EVERY_MODEL if is_every_model(model) else model: [action]}
        return self._below(kind, name, grants if kind == "groups" else {"grants": grants})

    def _scope(self, client: str, scope: str) -> Settling | None:
        """A consumer may ask for the scopes of what it was granted."""
        if client not in self._consumers:
            return None
        role = next((pair.role for pair in self._policy.model_actions if scope in self._policy.scopes_of(pair)), None)
        if role is None and scope in self._policy.served.access_roles.values():
            role = scope
        if role is None:
            return None
        api = self._declaration.every_api[self._policy.served.roles[role]].client_id
        return self._granted("consumers", self._consumers[client], f"{api}/{role}")

    def _client(self, fact: Fact) -> Settling | None:
        name, client = fact.name, self._clients[fact.name]
        described = {"description": client["description"]} if client.get("description") else {}
        uris = list(client.get("redirectUris", ()))
        if uris and any(client.get(flow) for flow in LOGIN_FLOWS):
            return Settling(None, {"applications": {name: {**described, "redirect_uris": uris}}})
        return Settling(None, {"consumers": {name: {**described, "grants": {}}}})

    def _person(self, name: str) -> Mapping[str, Any]:
        user = self._users.get(name, {})
        named = {"email": user.get("email"), "first_name": user.get("firstName"), "last_name": user.get("lastName")}
        return {key: value for key, value in named.items() if value}


def _is_top(path: str) -> bool:
    return path.count("/") == 1
