"""KC-IDP-TRUST-EMAIL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.terraform.identity_providers import IDENTITY_PROVIDERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["BrokerTrustsEmail"]


class BrokerTrustsEmail(Rule):
    """An address that an identity provider names is not taken for verified."""

    id = "KC-IDP-TRUST-EMAIL"
    info = "an identity provider's e-mail addresses are trusted"
    why = "Whoever sets another person's address there gets that person's account here."
    source = "ASVS 5.0 V6.8.1, Keycloak guide 'Server Administration', 'Identity brokering'"
    remedy = "set trust_email to false"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to providers that are trusted."""
        for broker in configuration.resources(*IDENTITY_PROVIDERS):
            if broker.is_true("trust_email"):
                yield broker.violation("trust_email is on")
