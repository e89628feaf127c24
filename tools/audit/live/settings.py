"""Settings of a realm, of its clients and of its people, one fact each; secrets are left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.audit.canonical import is_secret, setting_text, unless_default
from tools.audit.facts import Fact, Kind
from tools.audit.live.source import REALM_ITSELF, Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tools.audit.live.snapshot import Entry, Snapshot
    from tools.audit.live.source import Told

__all__ = ["client_settings", "flat_settings", "setting_facts"]

# Ids, times, and what is told by facts of its own.
_REALM = frozenset(
    {
        *("id", "realm", "defaultRole", "keycloakVersion", "notBefore", "requiredCredentials"),
        *("clientPolicies", "clientProfiles"),
    }
)
_CLIENT = frozenset(
    {
        *("id", "clientId", "protocolMappers", "defaultClientScopes", "optionalClientScopes", "access", "notBefore"),
        *("authorizationSettings", "registeredNodes", "origin"),
    }
)
_PERSON = ("enabled", "email", "emailVerified", "firstName", "lastName")
_TIMES = frozenset({"client.secret.creation.time", "client.secret.expiration.time"})
_FLOWS = "authenticationFlowBindingOverrides"


def setting_facts(snapshot: Snapshot) -> Iterator[Told]:
    """Yield the settings of a realm, its clients and its people that are set, or on.

    Args:
        snapshot: The realm.
    """
    events = {key: value for key, value in snapshot.others["events"].items() if key != "enabledEventTypes"}
    # Some settings are among the attributes as well.
    twice = frozenset(f"attributes.{name}" for name in snapshot.realm)
    for name, value in flat_settings({**snapshot.realm, **events}, _REALM | twice):
        yield Fact(Kind.SETTING, "realm", name), value, Source((REALM_ITSELF, "events/config"))
    flows = {flow["id"]: flow["alias"] for flow in snapshot.others["flows"]}
    for client in snapshot.clients:
        source = Source((f"clients/{client['id']}",))
        for name, value in client_settings(client, flows):
            yield Fact(Kind.SETTING, f"client {client['clientId']}", name), value, source
    for user in snapshot.users:
        source = Source((f"users/{user['id']}",))
        for name in _PERSON:
            if value := setting_text(user.get(name)):
                yield Fact(Kind.SETTING, f"person {user['username']}", name), value, source


def client_settings(client: Entry, flows: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the settings of a client that are set, or on.

    Args:
        client: The client.
        flows: Aliases of login flows by their ids.
    """
    named = {kind: flows.get(id_, id_) for kind, id_ in client.get(_FLOWS, {}).items()}
    yield from flat_settings({**client, _FLOWS: named}, _CLIENT)


def flat_settings(entry: Entry, left_out: frozenset[str], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Yield settings by their paths that are set, or on, without secrets.

    Args:
        entry: An object of Keycloak's.
        left_out: Paths that are no settings.
        prefix: What paths begin with.
    """
    for key, value in entry.items():
        name = f"{prefix}{key}"
        if name in left_out or is_secret(key) or key in _TIMES:
            continue
        if isinstance(value, dict):
            yield from flat_settings(value, left_out, f"{name}.")
        elif text := unless_default(name, setting_text(value)):
            yield name, text
