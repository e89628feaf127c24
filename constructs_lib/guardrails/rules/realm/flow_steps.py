"""KC-FLOW-STEP."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.keycloak.flows import Flows, same_realm
from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.terraform.resource import Resource
    from constructs_lib.guardrails.violation import Violation

__all__ = ["FlowSteps"]

_EXECUTION, _SUBFLOW = "keycloak_authentication_execution", "keycloak_authentication_subflow"


class FlowSteps(Rule):
    """A login flow consists of the steps that it was declared with."""

    id = "KC-FLOW-STEP"
    info = "a step is added to a flow from elsewhere, or turned off"
    why = (
        "One more alternative beside the password and its second factor is a way around both. Steps of Keycloak's own "
        "flows, or of flows made by hand, are added to what no rule has read."
    )
    source = "ASVS 5.0 V6.3.3, Keycloak guide 'Server Administration', 'Authentication flows'"
    remedy = "declare a flow with all its steps in one construct, and bind that"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to steps of flows that are not declared or belong to another construct, and to disabled ones."""
        parents = Flows(configuration).parents()
        for step in configuration.resources(_EXECUTION, _SUBFLOW):
            alias = step.text("parent_flow_alias")
            parent = next((each for each in parents if each.text("alias") == alias and same_realm(each, step)), None)
            if parent is None:
                yield step.violation(f"it is a step of '{alias or '…'}', which is declared nowhere")
            elif not _beside(step, parent):
                yield step.violation(f"it is added to '{alias}', a flow of {_scope(parent)}")
            # Left out, a step is disabled.
            if step.value("requirement") is None or step.may_be("requirement", "DISABLED"):
                yield step.violation("it is turned off: remove it, or say what it requires")


def _beside(step: Resource, parent: Resource) -> bool:
    """Tell whether a step was made by the construct that made the flow, or by one within it."""
    return step.path.startswith(_scope(parent) + "/")


def _scope(resource: Resource) -> str:
    return resource.path.rpartition("/")[0]
