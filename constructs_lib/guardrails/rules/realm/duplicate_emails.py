"""KC-DUPLICATE-EMAILS."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["DuplicateEmails"]


class DuplicateEmails(Rule):
    """An e-mail address belongs to one account."""

    id = "KC-DUPLICATE-EMAILS"
    info = "two accounts may have one e-mail address"
    why = "Whoever resets a password or links an identity provider by the address may get the other account."
    source = "ASVS 5.0 V6.8.1, Keycloak guide 'Server Administration', 'Controlling login options'"
    remedy = "set duplicate_emails_allowed to false"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to realms that allow it."""
        for realm in configuration.resources("keycloak_realm"):
            if realm.is_true("duplicate_emails_allowed"):
                yield realm.violation("duplicate_emails_allowed is on")
