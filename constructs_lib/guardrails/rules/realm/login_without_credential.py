"""KC-FLOW-CREDENTIAL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.keycloak.flows import Flows
from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["LoginWithoutCredential"]


class LoginWithoutCredential(Rule):
    """Nobody logs in by a name alone."""

    id = "KC-FLOW-CREDENTIAL"
    info = "a login flow can end without a credential"
    why = (
        "A user name is public: a flow whose steps may all pass without a password, a key or an identity provider "
        "lets anybody in as anybody."
    )
    source = "ASVS 5.0 V6.3.1, Keycloak guide 'Server Administration', 'Authentication flows'"
    remedy = "make a step that asks for a credential REQUIRED, beside each ALTERNATIVE too"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to flows that people log in by, or reset a password by, with a way through that proves nothing."""
        flows = Flows(configuration)
        for flow in flows.declared:
            purpose = flows.purpose(flow)
            if purpose not in ("login", "reset") or flows.proves(flow, purpose):
                continue
            fault = f"there is a way through '{flow.text('alias')}' without a credential"
            own = flows.own_purpose(flow)
            if own == purpose or (own == "reset" and not flows.proves(flow, own)):
                yield flow.violation(fault)
            else:  # it is right for what it is for: whoever logs people in by it is wrong
                for client in flows.overriding(flow):
                    yield client.violation(f"it logs people in by a flow for something else: {fault}")
