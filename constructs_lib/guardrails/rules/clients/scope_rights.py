"""KC-SCOPE-RIGHTS."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.terraform.symbol import Symbol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.terraform.resource import Resource
    from constructs_lib.guardrails.terraform.symbol import Value
    from constructs_lib.guardrails.violation import Violation

__all__ = ["ScopeRights"]

_ASSIGNMENTS = {
    "keycloak_openid_client_default_scopes": "default_scopes",
    "keycloak_openid_client_optional_scopes": "optional_scopes",
    "keycloak_realm_default_client_scopes": "default_scopes",
    "keycloak_realm_optional_client_scopes": "optional_scopes",
}
_SCOPE = "keycloak_openid_client_scope"
_WRITES = {
    "microprofile-jwt": "writes the names of realm roles as groups, and the username as upn",
    "roles": "writes the roles of every client, and each such client as an audience",
}


class ScopeRights(Rule):
    """Rights come into tokens by our scope alone."""

    id = "KC-SCOPE-RIGHTS"
    info = "a scope of Keycloak's own writes rights into tokens"
    why = (
        "microprofile-jwt calls realm roles groups, so that a role named like a group is one for whoever reads groups; "
        "roles names every client that somebody has a role of, in the audience too: a token serves at each of them."
    )
    source = "Keycloak guide 'Server Administration', 'Protocol' of client scopes, ASVS 5.0 V10.3.1 and V10.4.11"
    remedy = "leave it out of default and optional scopes; ml-base writes the roles of the API"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to both as default or optional scope, of a client or of the realm."""
        for assignment in configuration.resources(*_ASSIGNMENTS):
            argument = _ASSIGNMENTS[assignment.type]
            names = {name for value in assignment.followed(argument) for name in _names(configuration, value)}
            for name in sorted(names & _WRITES.keys()):
                yield assignment.violation(f"{argument} has '{name}', which {_WRITES[name]}")


def _names(configuration: Configuration, value: Value) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    scopes: list[Resource] = []
    if isinstance(value, Symbol):
        scopes = [each for each in configuration.targets(value) if each.type == _SCOPE]
    for scope in scopes:
        yield from filter(None, [scope.text("name")])
