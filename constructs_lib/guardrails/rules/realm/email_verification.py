"""KC-EMAIL-VERIFICATION."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Level, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["EmailVerification"]


class EmailVerification(Rule):
    """People prove their e-mail address."""

    id = "KC-EMAIL-VERIFICATION"
    level = Level.WARNING
    info = "e-mail addresses are not verified"
    why = "An account can bear another person's address, which applications may take for its owner."
    source = "OpenID Connect Core 1.0 section 5.1"
    remedy = "set verify_email to true, with an smtp_server"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Warn of realms where it is off, Keycloak's default."""
        for realm in configuration.resources("keycloak_realm"):
            if not realm.may_be_true("verify_email"):
                yield realm.violation("verify_email is not on")
