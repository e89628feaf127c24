"""KC-SAML-ASSERTIONS."""

from __future__ import annotations

from constructs_lib.guardrails.flag_rule import FlagRule
from constructs_lib.guardrails.terraform.identity_providers import SAML_IDENTITY_PROVIDER

__all__ = ["SamlAssertions"]


class SamlAssertions(FlagRule):
    """A SAML assertion is signed itself, not only the message around it."""

    id = "KC-SAML-ASSERTIONS"
    info = "unsigned SAML assertions are accepted"
    why = "Where only the envelope is signed, wrapping attacks put another assertion into it."
    source = "ASVS 5.0 V6.8.2, OWASP SAML Security Cheat Sheet"
    remedy = "set want_assertions_signed to true"
    types = (SAML_IDENTITY_PROVIDER,)
    flag = "want_assertions_signed"
    right = True
    fault = "want_assertions_signed is not on"
