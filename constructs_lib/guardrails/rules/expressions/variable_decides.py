"""KC-VARIABLE-DECIDES."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.level import Level
from constructs_lib.guardrails.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.violation import Violation

__all__ = ["VariableDecides"]


class VariableDecides(Rule):
    """What decides about access stands in the code.

    Args:
        rules: The other rules: what they ask for is what decides.
    """

    id = "KC-VARIABLE-DECIDES"
    level = Level.WARNING
    info = "a variable decides about a flag, about the role that is granted, or about what is referred to"
    why = (
        "Whoever sets the variable of an apply turns a flag on, or names another role, client or group: no rule sees "
        "the value before, and no review does."
    )
    source = "ASVS 5.0 V13.1.1, Terraform language 'Input Variables'"
    remedy = "write the value, give the variable a default, or judge the saved plan (make guardrails PLAN=…)"

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = rules

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Warn of flags and roles of Keycloak's resources, and of its provider, that are a variable alone."""
        for rule in self._rules:
            configuration.violations(rule)
        for resource in (*configuration.resources(), *configuration.providers()):
            if resource.type.startswith("keycloak_") or resource.address == "provider.keycloak":
                for name in sorted(resource.open):
                    yield resource.violation(f"{name} is a variable without a default, whose value no rule has seen")
