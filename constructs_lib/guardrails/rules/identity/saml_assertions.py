"""KC-SAML-ASSERTIONS."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.terraform.identity_providers import SAML_IDENTITY_PROVIDER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["SamlAssertions"]


class SamlAssertions(Rule):
    """A SAML assertion is signed itself, not only the message around it."""

    id = "KC-SAML-ASSERTIONS"
    info = "unsigned SAML assertions are accepted"
    why = "Where only the envelope is signed, wrapping attacks put another assertion into it."
    source = "ASVS 5.0 V6.8.2, OWASP SAML Security Cheat Sheet"
    remedy = "set want_assertions_signed to true"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to providers that do not want it, the default."""
        for broker in configuration.resources(SAML_IDENTITY_PROVIDER):
            if not broker.may_be_true("want_assertions_signed"):
                yield broker.violation("want_assertions_signed is not on")
