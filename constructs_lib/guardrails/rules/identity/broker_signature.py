"""KC-IDP-SIGNATURE."""

from __future__ import annotations

from constructs_lib.guardrails.flag_rule import FlagRule
from constructs_lib.guardrails.terraform.identity_providers import OIDC_IDENTITY_PROVIDER, SAML_IDENTITY_PROVIDER

__all__ = ["BrokerSignature"]


class BrokerSignature(FlagRule):
    """What an identity provider says is signed, and the signature is checked."""

    id = "KC-IDP-SIGNATURE"
    info = "an identity provider's signatures are not checked"
    why = "Whoever can alter the answer logs in as anybody; the provider does not check by default."
    source = "ASVS 5.0 V6.8.2, RFC 8725 section 3.3"
    remedy = "set validate_signature to true, with jwks_url (OIDC) or signing_certificate (SAML)"
    types = (OIDC_IDENTITY_PROVIDER, SAML_IDENTITY_PROVIDER)
    flag = "validate_signature"
    right = True
    fault = "validate_signature is not on"
