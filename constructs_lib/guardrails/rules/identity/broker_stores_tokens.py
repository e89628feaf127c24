"""KC-IDP-STORE-TOKEN."""

from __future__ import annotations

from constructs_lib.guardrails.flag_rule import FlagRule
from constructs_lib.guardrails.terraform.identity_providers import IDENTITY_PROVIDERS

__all__ = ["BrokerStoresTokens"]


class BrokerStoresTokens(FlagRule):
    """An identity provider's tokens are not kept."""

    id = "KC-IDP-STORE-TOKEN"
    info = "an identity provider's tokens are stored"
    why = (
        "Keycloak's database then holds tokens that open the company's other systems; the provider stores them by "
        "default."
    )
    source = "ASVS 5.0 V10.1.1"
    remedy = "set store_token to false"
    types = IDENTITY_PROVIDERS
    flag = "store_token"
    right = False
    default = True
    fault = "store_token is not off"
