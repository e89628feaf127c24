"""Client policies of a realm by the Admin API, as the provider sends them."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from constructs_lib.declaration.client_rules import client_rule_sets

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from constructs_lib.declaration.client_rules import ClientRule
    from constructs_lib.declaration.props import Declaration
    from tools.keycloak.admin import KeycloakAdmin

__all__ = ["declared_policies", "parts_of", "policies_for_a_while", "write_policies"]


def parts_of(kind: str, rules: Iterable[tuple[str, Mapping[str, str]]]) -> list[dict[str, Any]]:
    """Return executors or conditions: lists are JSON in their configuration, but attributes a text in Keycloak too.

    Args:
        kind: `executor` or `condition`.
        rules: Name and configuration of each.
    """
    return [
        {
            kind: name,
            "configuration": {
                key: json.loads(value) if value.startswith("[") and name != "client-attributes" else value
                for key, value in configuration.items()
            },
        }
        for name, configuration in rules
    ]


def declared_policies(declaration: Declaration) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return profiles and policies that a newer provider writes, for a machine whose provider cannot.

    Args:
        declaration: What is declared.
    """
    rules = client_rule_sets(declaration)
    profiles = [{"name": each.name, "executors": _parts("executor", each.rules)} for each in rules]
    policies = [
        {"name": each.name, "enabled": True, "profiles": [each.name], "conditions": _parts("condition", each.when)}
        for each in rules
    ]
    return profiles, policies


def _parts(kind: str, rules: Iterable[ClientRule]) -> list[dict[str, Any]]:
    return parts_of(kind, ((rule.name, rule.configuration) for rule in rules))


def write_policies(
    admin: KeycloakAdmin, realm: str, profiles: Sequence[Mapping[str, Any]], policies: Sequence[Mapping[str, Any]]
) -> None:
    """Give a realm these in place of what it has.

    Args:
        admin: The Admin API.
        realm: Name of the realm.
        profiles: What is asked of clients.
        policies: When it is asked.
    """
    at = f"realms/{realm}/client-policies"
    admin.request("PUT", f"{at}/profiles", json={"profiles": profiles})
    admin.request("PUT", f"{at}/policies", json={"policies": policies})


@contextmanager
def policies_for_a_while(
    admin: KeycloakAdmin, realm: str, profiles: Sequence[Mapping[str, Any]], policies: Sequence[Mapping[str, Any]]
) -> Iterator[None]:
    """Give a realm policies, as `write_policies` does, and take all of them out when the block ends."""
    write_policies(admin, realm, profiles, policies)
    try:
        yield
    finally:
        at = f"realms/{realm}/client-policies"
        for kind in ("policies", "profiles"):
            admin.request("PUT", f"{at}/{kind}", json={kind: []})
