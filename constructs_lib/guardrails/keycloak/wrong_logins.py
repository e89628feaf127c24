"""Logins of a realm that are not those that a declaration would give it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.keycloak.flows import same_realm

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from constructs_lib.declaration.login_steps import Step, Steps
    from constructs_lib.guardrails.keycloak.flow_tree import FlowTrees
    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.terraform.resource import Resource
    from constructs_lib.guardrails.violation import Violation

__all__ = ["wrong_logins"]

_REALM, _BINDINGS = "keycloak_realm", "keycloak_authentication_bindings"


def wrong_logins(
    configuration: Configuration,
    realm: Resource,
    trees: FlowTrees,
    expected: Mapping[str, Sequence[Step | Steps]],
    *,
    whom: str,
) -> Iterator[Violation]:
    """Compare the flows that a realm is bound to; yield a violation for each that differs.

    KC-FLOW-BINDING speaks of a realm and bindings that both name flows, and of two bindings.

    Args:
        configuration: The stacks.
        realm: The realm.
        trees: Their trees of login steps.
        expected: The steps, by the argument that names the flow.
        whom: What the login is for, as a message says it.
    """
    for config in trees.stray:
        if same_realm(config, realm):
            yield config.violation("it sets up a step that is declared nowhere: it may be one that asks")
    bindings = [each for each in configuration.resources(_BINDINGS) if same_realm(each, realm)]
    for binding in bindings or [realm]:
        for argument, steps in expected.items():
            alias = binding.text(argument)
            found = trees.of(alias, realm)
            fault = "it is not declared" if found is None else trees.difference(found, steps)
            if found is not None and binding.type != _REALM:
                fault = fault or trees.unfinished(binding, found)
            if fault:
                yield binding.violation(f"{argument} is '{alias or '…'}', not the one for {whom}: {fault}")
