"""KC-IDP-SIGNATURE."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.terraform.identity_providers import OIDC_IDENTITY_PROVIDER, SAML_IDENTITY_PROVIDER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["BrokerSignature"]


class BrokerSignature(Rule):
    """What an identity provider says is signed, and the signature is checked."""

    id = "KC-IDP-SIGNATURE"
    info = "an identity provider's signatures are not checked"
    why = "Whoever can alter the answer logs in as anybody; the provider does not check by default."
    source = "ASVS 5.0 V6.8.2, RFC 8725 section 3.3"
    remedy = "set validate_signature to true, with jwks_url (OIDC) or signing_certificate (SAML)"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to generic OIDC and SAML providers without the check; the others check by themselves."""
        for broker in configuration.resources(OIDC_IDENTITY_PROVIDER, SAML_IDENTITY_PROVIDER):
            if not broker.may_be_true("validate_signature"):
                yield broker.violation("validate_signature is not on")
