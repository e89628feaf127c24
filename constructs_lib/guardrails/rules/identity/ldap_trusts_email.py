"""KC-LDAP-TRUST-EMAIL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Level, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["LdapTrustsEmail"]


class LdapTrustsEmail(Rule):
    """An address that a directory holds is not taken for verified."""

    id = "KC-LDAP-TRUST-EMAIL"
    level = Level.WARNING
    info = "a directory's e-mail addresses are trusted"
    why = "Where people may edit their entry, any of them can bear another one's address."
    source = "ASVS 5.0 V6.8.1"
    remedy = "set trust_email to false"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Warn of federations that trust addresses."""
        for federation in configuration.resources("keycloak_ldap_user_federation"):
            if federation.is_true("trust_email"):
                yield federation.violation("trust_email is on")
