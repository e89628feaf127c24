"""What Keycloak brings with every realm, as a new realm of each known version holds it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tools.audit.facts import Fact, Facts, Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

__all__ = [
    "BUILT_IN_FOLDER",
    "BUILT_IN_VERSIONS",
    "NEW_CLIENT",
    "BuiltIn",
    "built_in",
    "built_in_facts",
    "built_in_text",
]

BUILT_IN_FOLDER = Path(__file__).with_name("built_in_facts")
"""Where they are kept, a file for each version."""

_REALM = "<realm>"

NEW_CLIENT = "a-new-client"
"""A client in the file that nobody set anything of."""


def _versions() -> tuple[str, ...]:
    found = (path.stem for path in BUILT_IN_FOLDER.glob("*.json"))
    return tuple(sorted(found, key=lambda version: tuple(map(int, version.split(".")))))


BUILT_IN_VERSIONS = _versions()
"""Versions of Keycloak whose own objects are known, the newest last."""


@dataclass(frozen=True)
class BuiltIn:
    """What Keycloak brings.

    Attributes:
        facts: With a new realm.
        new_client: Settings of a new client that says nothing but its name.
        offered: Client scopes that it gets, by kind and name.
    """

    facts: Facts
    new_client: Mapping[str, str]
    offered: Collection[tuple[Kind, str]] = ()

    def of_new_clients(self, clients: Iterable[str]) -> Facts:
        """Return the settings of new clients, by their `client_id`s."""
        return {
            Fact(Kind.SETTING, f"client {client}", name): value
            for client in clients
            for name, value in self.new_client.items()
        }


def built_in(realm: str, version: str = BUILT_IN_VERSIONS[-1]) -> BuiltIn:
    """Return what Keycloak brings.

    Args:
        realm: Name of the realm.
        version: Version of Keycloak, one of `BUILT_IN_VERSIONS`.
    """
    facts = built_in_facts(realm, version)
    own = f"client {NEW_CLIENT}"
    new_client = {fact.name: value for fact, value in facts.items() if fact.owner == own}
    kept = {fact: value for fact, value in facts.items() if NEW_CLIENT not in fact.owner and fact.name != NEW_CLIENT}
    offered = frozenset((fact.kind, fact.name) for fact in facts if fact.owner == NEW_CLIENT)
    return BuiltIn(kept, new_client, offered)


def built_in_facts(realm: str, version: str = BUILT_IN_VERSIONS[-1]) -> Facts:
    """Return what a new realm holds.

    Args:
        realm: Its name.
        version: Version of Keycloak, one of `BUILT_IN_VERSIONS`.
    """
    listed = json.loads((BUILT_IN_FOLDER / f"{version}.json").read_text(encoding="utf-8"))
    return {
        Fact(Kind(kind), owner, name): value.replace(_REALM, realm)
        for kind, by_owner in listed.items()
        for owner, by_name in by_owner.items()
        for name, value in by_name.items()
    }


def built_in_text(facts: Mapping[Fact, str], realm: str) -> str:
    """Return the text of such a file.

    Args:
        facts: What a new realm holds.
        realm: Its name.
    """
    listed: dict[str, dict[str, dict[str, str]]] = {}
    for fact, value in sorted(facts.items()):
        kind = listed.setdefault(fact.kind.value, {})
        kind.setdefault(fact.owner, {})[fact.name] = value.replace(realm, _REALM)
    return json.dumps(listed, indent=1, ensure_ascii=False) + "\n"
