"""KC-IDP-KIND."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.keycloak.mapper_kinds import IDENTITY_PROVIDER_KINDS
from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["BrokerKind"]


class BrokerKind(Rule):
    """People come by a kind of identity provider that rules can judge."""

    id = "KC-IDP-KIND"
    info = "an identity provider of a kind that no rule knows"
    why = (
        "The kind decides what becomes of the arguments: an extension may pass over signatures and issuers, and one "
        "that trades tokens asks nobody to log in."
    )
    source = "ASVS 5.0 V15.2.4, Keycloak Admin REST API 'serverinfo'"
    remedy = "use a kind of Keycloak's own, written out; exempt an extension of yours after a review"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to another `provider_id` than Keycloak's own, and to one that is known at apply alone."""
        for provider in configuration.resources():
            is_ours = provider.type.startswith("keycloak_") and provider.type.endswith("_identity_provider")
            if not is_ours or provider.value("provider_id") in (None, ""):
                continue
            kind = provider.text("provider_id")
            if kind is None:
                yield provider.violation("provider_id is known at apply alone")
            elif kind not in IDENTITY_PROVIDER_KINDS:
                yield provider.violation(f"provider_id is '{kind}', of which no rule knows what it does")
