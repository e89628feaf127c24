"""Facts of a snapshot, each with where its changes are recorded and the call that would take it away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tools.audit.canonical import configured
from tools.audit.facts import Fact, Facts, Kind
from tools.audit.live.account_events import account_facts
from tools.audit.live.infrastructure import infrastructure_facts
from tools.audit.live.names import LiveNames
from tools.audit.live.parts import part_facts
from tools.audit.live.settings import setting_facts
from tools.audit.live.source import Call, Source, told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.audit.live.snapshot import Entry, Snapshot
    from tools.audit.live.source import Told

__all__ = ["LiveFacts", "live_facts"]


@dataclass(frozen=True)
class LiveFacts:
    """What is so in a realm.

    Attributes:
        facts: All of it.
        sources: Where each fact comes from.
    """

    facts: Facts
    sources: dict[Fact, Source]


def live_facts(snapshot: Snapshot) -> LiveFacts:
    """Return what is so in a realm.

    Args:
        snapshot: The realm.
    """
    facts: Facts = {}
    sources: dict[Fact, Source] = {}
    for fact, value, source in _Listing(snapshot).all():
        facts[fact] = value
        sources[fact] = source
    return LiveFacts(facts, sources)


class _Listing:
    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._names = LiveNames(snapshot)
        self._scope_ids = {scope["name"]: scope["id"] for scope in snapshot.scopes}

    def all(self) -> Iterator[Told]:
        yield from self._clients()
        yield from self._people()
        yield from self._groups()
        yield from self._roles()
        yield from self._held()
        yield from self._scopes()
        yield from infrastructure_facts(self._snapshot)
        yield from setting_facts(self._snapshot)
        yield from part_facts(self._snapshot)
        yield from account_facts(self._snapshot)

    def _clients(self) -> Iterator[Told]:
        for client in self._snapshot.clients:
            name, at = client["clientId"], f"clients/{client['id']}"
            yield told(Fact(Kind.CLIENT, "", name), at)
            yield from self._mappers(f"client {name}", at, client)
            for kind, key in ((Kind.DEFAULT_SCOPE, "default"), (Kind.OPTIONAL_SCOPE, "optional")):
                for scope in client.get(f"{key}ClientScopes", ()):
                    yield told(Fact(kind, name, scope), f"{at}/{key}-client-scopes/{self._scope_ids[scope]}")
            for role, call in self._mapped(f"{at}/scope-mappings", self._snapshot.client_roles_in_scope[client["id"]]):
                yield Fact(Kind.CLIENT_SCOPE_ROLE, name, role), "", Source((call.path,), call)

    def _people(self) -> Iterator[Told]:
        for user in self._snapshot.users:
            yield told(Fact(Kind.PERSON, "", user["username"]), f"users/{user['id']}")

    def _groups(self) -> Iterator[Told]:
        for group in self._snapshot.groups:
            path, at = str(group["path"]), f"groups/{group['id']}"
            yield told(Fact(Kind.GROUP, "", path), at)
            for user in self._snapshot.members[group["id"]]:
                yield told(Fact(Kind.MEMBER, path, self._names.holder(user)), f"users/{user['id']}/{at}")
            granted = (
                *group.get("realmRoles", ()),
                *(f"{client}/{role}" for client, roles in group.get("clientRoles", {}).items() for role in roles),
            )
            for role in map(self._names.called, granted):
                call = self._role_call(f"{at}/role-mappings", role)
                yield Fact(Kind.GROUP_ROLE, f"group {path}", role), "", Source((call.path,), call)
        for group in self._snapshot.others["default groups"]:
            yield told(Fact(Kind.DEFAULT_GROUP, "", str(group["path"])), f"default-groups/{group['id']}")

    def _roles(self) -> Iterator[Told]:
        for container, roles in self._snapshot.roles.items():
            for role in roles:
                at = f"clients/{container}/roles" if container else "roles"
                name = self._names.role(role)
                by_id = f"roles-by-id/{role['id']}"
                paths = (f"{at}/{role['name']}", by_id)
                yield Fact(Kind.ROLE, "", name), "", Source(paths, Call("DELETE", by_id))
                for inner in self._snapshot.composites.get(role["id"], ()):
                    within = Fact(Kind.COMPOSITE, name, self._names.role(inner))
                    call = Call("DELETE", f"{by_id}/composites", [_by_id(inner)])
                    yield within, "", Source((f"{paths[0]}/composites", f"{by_id}/composites"), call)

    def _held(self) -> Iterator[Told]:
        for roles in self._snapshot.roles.values():
            for role in roles:
                for user in self._snapshot.role_users.get(role["id"], ()):
                    holder = self._names.holder(user)
                    kind = Kind.PERSON_ROLE if holder.startswith("person ") else Kind.ACCOUNT_ROLE
                    call = self._role_call(f"users/{user['id']}/role-mappings", self._names.role(role))
                    yield Fact(kind, holder, self._names.role(role)), "", Source((call.path,), call)

    def _scopes(self) -> Iterator[Told]:
        for scope in self._snapshot.scopes:
            name, at = scope["name"], f"client-scopes/{scope['id']}"
            yield told(Fact(Kind.SCOPE, "", name), at)
            yield from self._mappers(f"scope {name}", at, scope)
            for role, call in self._mapped(f"{at}/scope-mappings", self._snapshot.scope_roles[scope["id"]]):
                yield Fact(Kind.SCOPE_ROLE, name, role), "", Source((call.path,), call)
        for kind, key in ((Kind.NEW_CLIENT_DEFAULT, "default"), (Kind.NEW_CLIENT_OPTIONAL, "optional")):
            for scope in self._snapshot.others[f"{key} scopes"]:
                yield told(Fact(kind, "", scope["name"]), f"default-{key}-client-scopes/{scope['id']}")

    def _mappers(self, owner: str, at: str, holder: Entry) -> Iterator[Told]:
        for mapper in holder.get("protocolMappers", ()):
            value = configured(mapper["protocolMapper"], mapper.get("config", {}))
            yield told(Fact(Kind.MAPPER, owner, mapper["name"]), f"{at}/protocol-mappers/models/{mapper['id']}", value)

    def _mapped(self, at: str, mappings: Entry) -> Iterator[tuple[str, Call]]:
        """Yield each role of a scope mapping, with the call that takes it out."""
        found = list(mappings.get("realmMappings", ()))
        found += [role for each in mappings.get("clientMappings", {}).values() for role in each["mappings"]]
        for role in found:
            name = self._names.role(role)
            yield name, self._role_call(at, name)

    def _role_call(self, at: str, role: str) -> Call:
        entry = self._names.roles[role]
        return Call(
            "DELETE",
            f"{at}/clients/{entry['containerId']}" if entry.get("clientRole") else f"{at}/realm",
            [_by_id(entry)],
        )


def _by_id(role: Entry) -> Entry:
    return {"id": role["id"], "name": role["name"]}
