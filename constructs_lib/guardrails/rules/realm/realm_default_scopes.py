"""KC-REALM-SCOPES."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["RealmDefaultScopes"]


class RealmDefaultScopes(Rule):
    """A realm's default scopes are not set on the realm itself."""

    id = "KC-REALM-SCOPES"
    info = "default scopes are set on the realm resource"
    why = (
        "The provider sends them and Keycloak ignores them: the plan never settles, and clients keep scopes that "
        "one believes gone."
    )
    source = "ASVS 5.0 V10.4.11, provider resource keycloak_realm_default_client_scopes"
    remedy = "remove it, and write each client's default and optional scopes"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to the two arguments, whatever their value."""
        for realm in configuration.resources("keycloak_realm"):
            for argument in ("default_default_client_scopes", "default_optional_client_scopes"):
                if realm.is_set(argument):
                    yield realm.violation(f"{argument} has no effect and never settles")
