"""KC-FULL-SCOPE."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["FullScope"]


class FullScope(Rule):
    """A token holds what its client may use, and no more."""

    id = "KC-FULL-SCOPE"
    info = "full scope is allowed"
    why = (
        "Every token holds all roles of its holder, whatever the client needs: one leaked token opens "
        "everything. It is the default of the provider and of Keycloak."
    )
    source = "ASVS 5.0 V10.4.11, RFC 9700 section 2.3"
    remedy = "set full_scope_allowed to false"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to clients that allow it, or leave it out."""
        for client in configuration.resources("keycloak_openid_client"):
            if client.is_true("full_scope_allowed"):
                yield client.violation("full scope is allowed")
            elif not client.is_set("full_scope_allowed"):
                yield client.violation("full_scope_allowed is left out, which means true")
