"""KC-IMPLICIT-FLOW."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["ImplicitFlow"]


class ImplicitFlow(Rule):
    """No token stands in a URL."""

    id = "KC-IMPLICIT-FLOW"
    info = "the implicit flow is on"
    why = "Access tokens stand in URLs: in browser histories, logs and Referer headers, bound to no sender."
    source = "ASVS 5.0 V10.4.4, RFC 9700 section 2.1.2"
    remedy = "set implicit_flow_enabled to false and standard_flow_enabled to true"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to each client that has it on."""
        for client in configuration.resources("keycloak_openid_client"):
            if client.is_true("implicit_flow_enabled"):
                yield client.violation("the implicit flow is on")
