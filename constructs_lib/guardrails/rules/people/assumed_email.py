"""KC-EMAIL-ASSUMED."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Level, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["AssumedEmail"]


class AssumedEmail(Rule):
    """An address is verified by its owner, not by declaration."""

    id = "KC-EMAIL-ASSUMED"
    level = Level.WARNING
    info = "an e-mail address is declared verified"
    why = "Applications that know people by their address trust it, though nobody has shown that it is theirs."
    source = "OpenID Connect Core 1.0 section 5.1"
    remedy = "leave email_verified out, and let verify_email ask the person"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Warn of addresses that a declaration calls verified."""
        for user in configuration.resources("keycloak_user"):
            if user.is_true("email_verified"):
                yield user.violation("its e-mail address is declared verified, and was not")
