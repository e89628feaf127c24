"""What a careless administrator does in a realm by hand, and what an audit must then find: that, and nothing else."""

from __future__ import annotations

import io
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.support.audit.by_hand import ByHand
from tools.audit.removal import remove_findings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from random import Random

    from constructs_lib.declaration.props import AccessProps
    from stacks.environment import Environment
    from tools.audit.audit import Audit
    from tools.keycloak.admin import KeycloakAdmin

__all__ = ["CarelessAdministrator"]

_CLAIM = {"protocol": "openid-connect", "protocolMapper": "oidc-hardcoded-claim-mapper"}


@dataclass
class CarelessAdministrator:
    """Does one thing at a time.

    Attributes:
        admin: The Admin API.
        environment: What is declared, and deployed.
        chance: Decides what is done.
    """

    admin: KeycloakAdmin
    environment: Environment
    chance: Random
    _undo: Callable[[], None] | None = field(default=None, init=False)

    def faults(self, audit: Callable[[], Audit]) -> Iterator[tuple[str, str]]:
        """Do something, and yield what the audit says otherwise; then it is settled.

        Args:
            audit: Compares the realm with what is declared.
        """
        done = None
        for act in self.chance.sample(self._acts, len(self._acts)):
            if done := act():
                break
        if done is None:
            return
        found = audit()
        if [each.subject for each in found.findings] != [done]:
            said = "\n".join(each.text for each in found.findings) or "nothing"
            yield "the audit finds something else than was done by hand", f"done: {done}\nfound:\n{said}"
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            remove_findings(self.admin, found, [each for each in found.findings if each.removal], agreed=True)
        if self._undo:
            self._undo()

    @property
    def _api(self) -> str:
        return self.environment.sole_api.client_id

    @property
    def _hand(self) -> ByHand:
        return ByHand(self.admin, self.environment.realm.name, self._api)

    @property
    def _acts(self) -> Sequence[Callable[[], str | None]]:
        return (self._client, self._role, self._taken, self._member, self._scope, self._mapper, self._setting)

    def _client(self) -> str:
        self._hand.client("by-hand", fullScopeAllowed=True)
        return "client by-hand"

    def _role(self) -> str | None:
        """Give a role of the API to somebody who does not hold it."""
        somebody = self._somebody()
        free = self._split_roles(somebody[1])[1] if somebody else []
        if not (somebody and free):
            return None
        role = self.chance.choice(free)
        self._hand.post(somebody[1], [role])
        return f"role {self._api}/{role['name']} of {somebody[0]}"

    def _taken(self) -> str | None:
        """Take a role of the API from somebody who was granted it."""
        somebody = self._somebody()
        held = self._split_roles(somebody[1])[0] if somebody else []
        if not (somebody and held):
            return None
        role, path = self.chance.choice(held), somebody[1]
        self.admin.request("DELETE", f"realms/{self._hand.realm}/{path}", json=[role])
        self._undo = lambda: self._hand.post(path, [role])
        return f"role {self._api}/{role['name']} of {somebody[0]}"

    def _member(self) -> str | None:
        groups = [name for each in self._access for name in each.groups]
        people = [name.lower() for each in self._access for name in each.people]
        if not (groups and people):
            return None
        person, group = self.chance.choice(sorted(people)), self.chance.choice(sorted(groups))
        id_ = self._hand.user(person)
        if f"/{group}" in [each["path"] for each in self._hand.get(f"users/{id_}/groups")]:
            return None
        self._hand.join(person, group)
        return f"person {person} in group /{group}"

    def _scope(self) -> str | None:
        client = self._api
        known = self._hand.get(f"clients/{self._hand.uuid(client)}")
        offered = (*known.get("defaultClientScopes", ()), *known.get("optionalClientScopes", ()))
        scopes = [each for each in self._hand.get("client-scopes") if each["protocol"] == "openid-connect"]
        free = [each["name"] for each in scopes if each["name"] not in offered]
        if not free:
            return None
        scope = self.chance.choice(sorted(free))
        self._hand.offer(client, scope)
        return f"optional scope {scope} of client {client}"

    def _mapper(self) -> str:
        client = self._api
        config = {"claim.name": "by-hand", "claim.value": "1", "access.token.claim": "true"}
        at = f"clients/{self._hand.uuid(client)}/protocol-mappers/models"
        self._hand.post(at, {"name": "by-hand", **_CLAIM, "config": config})
        return f"mapper by-hand of client {client}"

    def _setting(self) -> str:
        self._hand.put("", {"registrationAllowed": True})
        self._undo = lambda: self._hand.put("", {"registrationAllowed": False})
        return "registrationAllowed of realm"

    @property
    def _access(self) -> Sequence[AccessProps]:
        return tuple(self.environment.accesses().values())

    def _somebody(self) -> tuple[str, str] | None:
        """Return a person, or a consumer, as findings call them, with the path of their roles of the API."""
        people = [("person", name.lower()) for each in self._access for name in each.people]
        consumers = [
            ("service account", client)
            for each in self._access
            for name, consumer in each.consumers.items()
            for client in consumer.client_ids(name)
        ]
        if not (people or consumers):
            return None
        kind, name = self.chance.choice(sorted((*people, *consumers)))
        if kind == "person":
            user = self._hand.user(name)
        else:
            client = self._hand.uuid(name)
            if not self._hand.get(f"clients/{client}")["serviceAccountsEnabled"]:
                return None
            user = str(self._hand.get(f"clients/{client}/service-account-user")["id"])
        return f"{kind} {name}", f"users/{user}/role-mappings/clients/{self._hand.uuid(self._api)}"

    def _split_roles(self, path: str) -> tuple[list[Mapping[str, Any]], list[Mapping[str, Any]]]:
        """Return the roles of the API that somebody holds, and those that they do not hold."""
        held = {role["name"] for role in self._hand.get(path)}
        roles = self._hand.get(f"clients/{self._hand.uuid(self._api)}/roles", max="-1")
        return [each for each in roles if each["name"] in held], [each for each in roles if each["name"] not in held]
