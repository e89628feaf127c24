"""KC-FEDERATION-CUSTOM."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.level import Level
from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["CustomFederation"]


class CustomFederation(Rule):
    """People come by a directory that rules can judge."""

    id = "KC-FEDERATION-CUSTOM"
    level = Level.WARNING
    info = "a user federation of a custom kind"
    why = (
        "Its settings are names of their own: rules look at those of LDAP alone, and the accounts of any other kind "
        "are those of its code."
    )
    source = "ASVS 5.0 V15.2.4"
    remedy = "use keycloak_ldap_user_federation"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Warn of each; what an LDAP federation of this form gets wrong is reported by the rules about directories."""
        for federation in configuration.resources("keycloak_custom_user_federation"):
            yield federation.violation(f"its kind is '{federation.text('provider_id') or 'known at apply alone'}'")
