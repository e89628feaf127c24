"""KC-FLOWS-UNSET."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["FlowsUnset"]

_COMPUTED = (
    "standard_flow_enabled",
    "implicit_flow_enabled",
    "direct_access_grants_enabled",
    "service_accounts_enabled",
)


class FlowsUnset(Rule):
    """Every flow is written out, on or off."""

    id = "KC-FLOWS-UNSET"
    info = "a flow is left to the server"
    why = "The provider keeps whatever the server has: a flow that somebody turns on by hand plans 'No changes'."
    source = "ASVS 5.0 V10.4.4, provider resource keycloak_openid_client (Optional and Computed)"
    remedy = "write the flow out, true or false"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to each flow that a client leaves out; the device flow has a default of its own."""
        for client in configuration.resources("keycloak_openid_client"):
            for argument in _COMPUTED:
                if not client.is_set(argument):
                    yield client.violation(f"{argument} is left out")
