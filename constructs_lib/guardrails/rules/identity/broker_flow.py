"""KC-BROKER-FLOW."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.keycloak.flows import Flows
from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.terraform.resource import Resource
    from constructs_lib.guardrails.terraform.symbol import Value
    from constructs_lib.guardrails.violation import Violation

__all__ = ["BrokerFlow"]

_OWN = {"first_broker_login_flow_alias": "first broker login", "post_broker_login_flow_alias": ""}
# What finds an account, proves who it belongs to, or asks for a second factor; KC-AUTO-LINK speaks of linking without.
_KNOWN = frozenset(
    {
        *("idp-auto-link", "idp-confirm-link", "idp-confirm-override-link", "idp-create-user-if-unique"),
        *("idp-detect-existing-broker-user", "idp-email-verification", "idp-review-profile"),
        *("idp-username-password-form", "auth-conditional-otp-form", "auth-otp-form", "webauthn-authenticator"),
        *("auth-recovery-authn-code-form", "conditional-user-configured", "conditional-user-role"),
        *("conditional-credential", "deny-access-authenticator"),
    }
)


class BrokerFlow(Rule):
    """Who comes through an identity provider is linked by a flow that rules have read."""

    id = "KC-BROKER-FLOW"
    info = "logins by an identity provider go through a flow that is not known"
    why = (
        "The first login links an account that exists already: a flow that takes a user name for a proof hands "
        "anybody's account to whoever comes through the provider."
    )
    source = "ASVS 5.0 V6.8.1, Keycloak guide 'Server Administration', 'First login flow'"
    remedy = "name a declared flow whose steps find, prove and link an account, or Keycloak's 'first broker login'"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to flows that are declared nowhere, and to steps of another kind in those that are."""
        flows = Flows(configuration)
        for provider in configuration.resources():
            if not (provider.type.startswith("keycloak_") and provider.type.endswith("_identity_provider")):
                continue
            for argument, own in _OWN.items():
                value = provider.value(argument)
                if value in (None, "", own):
                    continue
                flow = _declared(provider, value, flows)
                if flow is None:
                    yield provider.violation(f"{argument} names a flow that is declared nowhere")
                    continue
                for step in flows.all_steps(flow.text("alias"), flow):
                    kind = step.text("authenticator")
                    if step.type == "keycloak_authentication_execution" and kind not in _KNOWN:
                        yield provider.violation(f"{argument} has the step '{kind or '…'}', which proves nothing")


def _declared(provider: Resource, alias: Value, flows: Flows) -> Resource | None:
    """Return the flow of an identity provider, whose argument `realm` names the realm."""
    realm = provider.text("realm")
    return next(
        (
            flow
            for flow in flows.declared
            if flow.text("alias") == alias and (realm is None or flow.text("realm_id") in (None, realm))
        ),
        None,
    )
