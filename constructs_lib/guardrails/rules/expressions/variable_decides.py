"""KC-VARIABLE-DECIDES."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from constructs_lib.guardrails.level import Level
from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.terraform.leaves import leaves
from constructs_lib.guardrails.terraform.readings import settled
from constructs_lib.guardrails.terraform.symbol import alternatives, is_variable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.terraform.resource import Resource
    from constructs_lib.guardrails.violation import Violation

__all__ = ["VariableDecides"]


# Claims that carry rights, how tokens are signed and proven, for how long they hold, and which code decides.
_DECIDING = re.compile(
    r"(?:^|[._])(?:alg|algorithm|authenticator|claim[._]name|idle|lifespan|max[._](?:age|auth[._]age|exp|lifespan)|method|mode"
    r"|policy|protocol_mapper|provider_id|requirement|role|timeout|type)s?$",
    re.IGNORECASE,
)
# Tables whose keys decide: a variable may hold any of them.
_TABLES = frozenset({"config", "configuration", "extra_config"})


class VariableDecides(Rule):
    """What decides about access stands in the code.

    Args:
        rules: The other rules: what they ask for is what decides.
    """

    id = "KC-VARIABLE-DECIDES"
    level = Level.WARNING
    info = "a variable decides about a flag, a role, a claim, a signature, a lifetime, or what is referred to"
    why = (
        "Whoever sets the variable of an apply turns a flag on, names another role, client or group, or has tokens "
        "carry another claim or hold for longer: no rule sees the value before, and no review does."
    )
    source = "ASVS 5.0 V13.1.1, Terraform language 'Input Variables'"
    remedy = "write the value, give the variable a default, or judge the saved plan (make guardrails PLAN=…)"

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = rules

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Warn of what decides in Keycloak's resources, and in its provider, and is a variable alone."""
        for rule in self._rules:
            configuration.violations(rule)
        for resource in (*configuration.resources(), *configuration.providers()):
            if resource.type.startswith("keycloak_") or resource.address == "provider.keycloak":
                for name in sorted(resource.open | _decided(resource)):
                    yield resource.violation(f"{name} is a variable without a default, whose value no rule has seen")


def _decided(resource: Resource) -> set[str]:
    """Return the arguments, and the entries of tables, that decide by what they are called, and are a variable."""
    found = set()
    for argument, value in resource.arguments.items():
        for path, leaf in leaves(settled(value)):
            keys = [key for key in (argument, *path) if key != "…"]
            name = keys[-1]
            if (name in _TABLES or _DECIDING.search(name)) and any(map(is_variable, map(settled, alternatives(leaf)))):
                found.add(name)
    return found
