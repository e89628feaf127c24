"""KC-LDAP-WRITABLE."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.keycloak.directories import DIRECTORIES, directory_is_on, directory_text
from constructs_lib.guardrails.level import Level
from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["LdapWritable"]


class LdapWritable(Rule):
    """Keycloak reads the directory, and no more."""

    id = "KC-LDAP-WRITABLE"
    level = Level.WARNING
    info = "Keycloak may write into a directory"
    why = "Who takes over Keycloak, or an account's page, changes the company's directory."
    source = "ASVS 5.0 V13.2.2"
    remedy = "set edit_mode to READ_ONLY and sync_registrations to false"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Warn of federations that write."""
        for federation in configuration.resources(*DIRECTORIES):
            if directory_text(federation, "edit_mode") == "WRITABLE":
                yield federation.violation("edit_mode is 'WRITABLE'")
            if directory_is_on(federation, "sync_registrations"):
                yield federation.violation("sync_registrations is on")
