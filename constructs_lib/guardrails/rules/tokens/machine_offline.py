"""KC-MACHINE-OFFLINE."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.keycloak.client_scopes import ClientScopes
from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["MachineOffline"]


class MachineOffline(Rule):
    """A machine has no session that outlives its credential."""

    id = "KC-MACHINE-OFFLINE"
    info = "a machine may ask for offline access"
    why = "An offline token outlives the rotation of the credential that brought it."
    source = "RFC 9700 section 2.2.2, ASVS 5.0 V10.4.8"
    remedy = "leave offline_access out of its default and optional scopes"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to clients with a service account to which the scope is assigned."""
        scopes = ClientScopes(configuration)
        for client in configuration.resources("keycloak_openid_client"):
            if client.is_true("service_accounts_enabled") and "offline_access" in scopes.of(client).names:
                yield client.violation("it may ask for offline_access")
