"""KC-REGISTRATION-FACTOR."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.keycloak.declared_realms import own_realms
from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["RegistrationFactor"]


class RegistrationFactor(Rule):
    """Where somebody needs a second factor, no client brings a login of its own."""

    id = "KC-REGISTRATION-FACTOR"
    info = "clients register themselves in a realm in which a group needs a second factor"
    why = (
        "In Keycloak's own representation the holder of an initial access token who knows a login flow's id registers "
        "a client with it, past the second factor. No client policy sees that; a Keycloak that is started without "
        "this representation refuses it."
    )
    source = "ASVS 5.0 V6.3.3, docs/how-to/mcp.md#agents-that-register-themselves"
    remedy = (
        "remove client_registration or second_factor, or start Keycloak with "
        "--spi-client-registration--default--enabled=false and say so in an exemption: a deployment then asks it"
    )

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to each declared realm that has both."""
        for declared in own_realms(configuration):
            if declared.declaration.realm.client_registration is None:
                continue
            accesses = declared.declaration.accesses().values()
            group = next((name for access in accesses for name in access.second_factor), None)
            if group is not None:
                yield declared.violation(
                    f"clients register themselves, and the group '{group}' needs a second factor, which a client with "
                    "a login flow of its own passes over"
                )
