"""KC-IDP-AUTO-LINK."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["AutoLink"]


class AutoLink(Rule):
    """An account is linked by its owner."""

    id = "KC-IDP-AUTO-LINK"
    info = "accounts are linked without asking their owners"
    why = "Whoever bears a name or an address at the identity provider gets the account of that name here."
    source = "ASVS 5.0 V6.8.1, Keycloak guide 'Server Administration', 'First login flow'"
    remedy = "use idp-confirm-link with idp-email-verification or idp-username-password-form"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to each step that links by itself and is not disabled."""
        for step in configuration.resources("keycloak_authentication_execution"):
            disabled = step.value("requirement") in (None, "DISABLED")
            if step.text("authenticator") == "idp-auto-link" and not disabled:
                yield step.violation("it links accounts without asking their owners")
