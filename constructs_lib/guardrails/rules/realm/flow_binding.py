"""KC-FLOW-BINDING."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.keycloak.flows import Flows, same_realm
from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.terraform.symbol import Symbol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.terraform.resource import Resource
    from constructs_lib.guardrails.terraform.symbol import Value
    from constructs_lib.guardrails.violation import Violation

__all__ = ["FlowBinding"]

_BROWSER = "browser_flow"
_DIRECT_GRANT, _OVERRIDES = "direct_grant_flow", "authentication_flow_binding_overrides"
# What Keycloak binds itself.
_OWN_FLOWS = {
    "browser_flow": "browser",
    "reset_credentials_flow": "reset credentials",
    "registration_flow": "registration",
    "client_authentication_flow": "clients",
    "docker_authentication_flow": "docker auth",
}
_OWN_OVERRIDES = ("browser", "direct grant")
_FLOW = "keycloak_authentication_flow"
_BINDINGS = "keycloak_authentication_bindings"


class FlowBinding(Rule):
    """Logins run by flows that rules have read."""

    id = "KC-FLOW-BINDING"
    info = "a login runs by a flow that is declared nowhere, or takes a password from a client"
    why = (
        "Keycloak's own direct grant flow gives whoever has a password a token by the built-in client admin-cli, "
        "without a second factor; a flow that was made by hand may ask for nothing."
    )
    source = "RFC 9700 section 2.4, docs/decisions/password-grant.md"
    remedy = "bind a declared flow, and one that denies access for direct_grant_flow"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to bindings of realms, and to overrides of clients, whose flow is not declared."""
        flows = Flows(configuration)
        bindings = list(configuration.resources("keycloak_authentication_bindings", "keycloak_realm"))
        for number, binding in enumerate(bindings):
            yield from _of_binding(binding, flows)
            if binding.type == _BINDINGS and any(
                each.type == _BINDINGS and same_realm(each, binding) for each in bindings[:number]
            ):
                yield binding.violation("the realm's flows are bound a second time: which ones hold, chance decides")
        for realm in configuration.resources("keycloak_realm"):
            bound = any(same_realm(binding, realm) and binding.is_set(_DIRECT_GRANT) for binding in bindings)
            if any(binding.type == _BINDINGS and same_realm(binding, realm) for binding in bindings):
                for argument in (*_OWN_FLOWS, _DIRECT_GRANT):
                    if realm.value(argument) not in (None, ""):
                        yield realm.violation(f"{argument} is bound a second time: which one holds, chance decides")
            if not bound:
                yield realm.violation(f"{_DIRECT_GRANT} is not bound to a flow that denies access")
        for client in configuration.resources("keycloak_openid_client", "keycloak_saml_client"):
            blocks = client.value(_OVERRIDES)
            logins = {
                binding.text(_BROWSER)
                for binding in bindings
                if same_realm(binding, client) and binding.value(_BROWSER) not in (None, "", _OWN_FLOWS[_BROWSER])
            }
            for block in blocks if isinstance(blocks, list) else [blocks]:
                yield from _of_client(configuration, client, block)
                yield from _skipping(configuration, client, block, logins)


def _of_binding(binding: Resource, flows: Flows) -> Iterator[Violation]:
    if binding.is_set(_DIRECT_GRANT):
        flow = _declared(binding, binding.value(_DIRECT_GRANT), flows)
        if flow is None or not flows.denies(flow):
            yield binding.violation(f"{_DIRECT_GRANT} is {_written(binding.value(_DIRECT_GRANT))}, which denies nobody")
    for argument, own in _OWN_FLOWS.items():
        value = binding.value(argument)
        if value not in (None, "", own) and _declared(binding, value, flows) is None:
            yield binding.violation(f"{argument} is {_written(value)}, which is declared nowhere")


def _of_client(configuration: Configuration, client: Resource, block: Value) -> Iterator[Violation]:
    if block is not None and not isinstance(block, dict):
        yield client.violation(f"{_OVERRIDES} cannot be read")
    for argument, own in zip(("browser_id", "direct_grant_id"), _OWN_OVERRIDES, strict=True):
        flow = block.get(argument) if isinstance(block, dict) else None
        target = configuration.target(flow) if isinstance(flow, Symbol) else None
        declared = target is not None and target.type == _FLOW and not target.address.startswith("data.")
        # Whether the client may take passwords at all is KC-PASSWORD-GRANT's to say.
        is_own = target is not None and target.type == _FLOW and target.text("alias") == own
        if flow not in (None, "") and not declared and not is_own:
            yield client.violation(f"{_OVERRIDES}.{argument} names a flow that is declared nowhere")


def _skipping(
    configuration: Configuration, client: Resource, block: Value, logins: set[str | None]
) -> Iterator[Violation]:
    """Object to a client that logs people in by another flow than the realm, whose own one may ask for more."""
    flow = block.get("browser_id") if isinstance(block, dict) else None
    target = configuration.target(flow) if isinstance(flow, Symbol) else None
    if target and logins and target.text("alias") not in logins:
        yield client.violation(f"{_OVERRIDES}.browser_id passes over what the realm's own browser_flow asks for")


def _declared(binding: Resource, value: Value, flows: Flows) -> Resource | None:
    return next((flow for flow in flows.declared if flow.text("alias") == value and same_realm(flow, binding)), None)


def _written(value: Value) -> str:
    return f"'{value}'" if isinstance(value, str) else "known at apply alone"
