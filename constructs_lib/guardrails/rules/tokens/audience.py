"""KC-AUDIENCE."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.keycloak.client_scopes import ClientScopes
from constructs_lib.guardrails.keycloak.clients import token_clients
from constructs_lib.guardrails.keycloak.mappers import MAPPERS, names_audience
from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["Audience"]


class Audience(Rule):
    """A token says which API it is for."""

    id = "KC-AUDIENCE"
    info = "access tokens lack an audience"
    why = (
        "A token that names no API serves at every one that trusts the realm; Keycloak names only its own "
        "account console."
    )
    source = "ASVS 5.0 V10.3.1, RFC 9700 section 2.3, RFC 9068 section 3"
    remedy = "give it a client scope with an audience mapper, such as ml-base"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to clients to which neither a scope nor a mapper of their own brings an audience."""
        scopes = ClientScopes(configuration)
        for client in token_clients(configuration):
            own = configuration.referring(client, *MAPPERS, argument="client_id")
            assigned = scopes.of(client)
            if assigned.complete and not assigned.any_with(names_audience) and not any(map(names_audience, own)):
                yield client.violation("no scope or mapper brings an audience")
