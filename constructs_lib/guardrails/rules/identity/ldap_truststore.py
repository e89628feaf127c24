"""KC-LDAP-TRUSTSTORE."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.keycloak.directories import DIRECTORIES, directory_text
from constructs_lib.guardrails.level import Level
from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["LdapTruststore"]


class LdapTruststore(Rule):
    """A directory's certificate is checked against Keycloak's truststore."""

    id = "KC-LDAP-TRUSTSTORE"
    level = Level.WARNING
    info = "Keycloak's truststore is not used for a directory"
    why = "Any of Java's own public authorities can then vouch for the directory, and the company's cannot."
    source = "ASVS 5.0 V12.3.4, Keycloak guide 'Configuring trusted certificates'"
    remedy = "set use_truststore_spi to ALWAYS"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Warn of 'NEVER'."""
        for federation in configuration.resources(*DIRECTORIES):
            if (directory_text(federation, "use_truststore_spi") or "").upper() == "NEVER":
                yield federation.violation("use_truststore_spi is 'NEVER'")
