"""KC-SELF-REGISTRATION."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["SelfRegistration"]


class SelfRegistration(Rule):
    """Nobody makes an account for themselves."""

    id = "KC-SELF-REGISTRATION"
    info = "people can register themselves"
    why = "Anybody who reaches the login page gets an account, and with it every default role and group."
    source = "ASVS 5.0 V8.2.1, Keycloak guide 'Server Administration', 'Allowing user registration'"
    remedy = "set registration_allowed to false"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to realms where it is on."""
        for realm in configuration.resources("keycloak_realm"):
            if realm.is_true("registration_allowed"):
                yield realm.violation("registration_allowed is on")
