"""KC-IDP-STORE-TOKEN."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.terraform.identity_providers import IDENTITY_PROVIDERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["BrokerStoresTokens"]


class BrokerStoresTokens(Rule):
    """An identity provider's tokens are not kept."""

    id = "KC-IDP-STORE-TOKEN"
    info = "an identity provider's tokens are stored"
    why = (
        "Keycloak's database then holds tokens that open the company's other systems; the provider stores them by "
        "default."
    )
    source = "ASVS 5.0 V10.1.1"
    remedy = "set store_token to false"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to every provider without `store_token=false`."""
        for broker in configuration.resources(*IDENTITY_PROVIDERS):
            if broker.is_true("store_token") or not broker.is_set("store_token"):
                yield broker.violation("store_token is not off")
