"""KC-CLIENT-ID-DOT."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.level import Level
from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["ClientIdDot"]


class ClientIdDot(Rule):
    """A client id is one word of a claim path."""

    id = "KC-CLIENT-ID-DOT"
    level = Level.WARNING
    info = "a client id has a dot"
    why = (
        "Gateways read claims by paths such as resource_access.<client_id>.roles, and mappers name roles as "
        "<client_id>.<role>: both split at dots."
    )
    source = "Keycloak guide 'Server Administration', protocol mappers"
    remedy = "use - instead of . in client_id"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to client ids with a dot."""
        for client in configuration.resources("keycloak_openid_client"):
            client_id = client.text("client_id") or ""
            if "." in client_id:
                yield client.violation(f"client id must have no dot, got '{client_id}'")
