"""KC-IDP-TRUST-EMAIL."""

from __future__ import annotations

from constructs_lib.guardrails.flag_rule import FlagRule
from constructs_lib.guardrails.terraform.identity_providers import IDENTITY_PROVIDERS

__all__ = ["BrokerTrustsEmail"]


class BrokerTrustsEmail(FlagRule):
    """An address that an identity provider names is not taken for verified."""

    id = "KC-IDP-TRUST-EMAIL"
    info = "an identity provider's e-mail addresses are trusted"
    why = "Whoever sets another person's address there gets that person's account here."
    source = "ASVS 5.0 V6.8.1, Keycloak guide 'Server Administration', 'Identity brokering'"
    remedy = "set trust_email to false"
    types = IDENTITY_PROVIDERS
    flag = "trust_email"
    right = False
    fault = "trust_email is on"
