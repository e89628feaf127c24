"""KC-SCOPES-UNSET."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.keycloak.clients import token_clients
from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["ScopesUnset"]


class ScopesUnset(Rule):
    """A client gets the scopes that stand in the configuration."""

    id = "KC-SCOPES-UNSET"
    info = "client scopes are left to Keycloak"
    why = (
        "Keycloak gives a new client 7 default and 5 optional scopes, offline access and all personal data among "
        "them; scopes given by hand are not seen."
    )
    source = "ASVS 5.0 V10.4.11"
    remedy = "add a keycloak_openid_client_default_scopes and a keycloak_openid_client_optional_scopes ([] for none)"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to clients that either resource is missing for."""
        for client in token_clients(configuration):
            for kind in ("default", "optional"):
                if not any(
                    configuration.referring(client, f"keycloak_openid_client_{kind}_scopes", argument="client_id")
                ):
                    yield client.violation(f"its {kind} scopes are left to Keycloak")
