"""KC-IGNORE-CHANGES."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from constructs_lib.guardrails.terraform.configuration import Configuration

__all__ = ["IgnoredChanges"]

_NAME = re.compile(r"\s*([A-Za-z_][\w-]*)\s*(?:[.\[].*)?", re.DOTALL)


class IgnoredChanges(Rule):
    """What a rule judges is what the server gets."""

    id = "KC-IGNORE-CHANGES"
    info = "an apply leaves alone what a rule looks at"
    why = "Terraform keeps what the server has, whatever the code says: the rules judge a value that is never applied."
    source = "Terraform language 'lifecycle', ASVS 5.0 V13.4.1"
    remedy = "remove the argument from ignore_changes"

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = rules

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to ignored arguments that another rule asked for; what people change of their account is theirs."""
        for rule in self._rules:
            configuration.violations(rule)
        for resource in configuration.resources():
            asked = {name.partition(".")[0] for name in resource.asked} | {"all", "extra_config", "config"}
            ignored = [name for name in resource.ignored if _root(name) in asked or _root(name) is None]
            if ignored and resource.type.startswith("keycloak_") and resource.type != "keycloak_user":
                fault = f"changes are ignored: {', '.join(ignored)}"
                yield Violation(resource.subject, fault, argument="lifecycle.ignore_changes")


def _root(written: str) -> str | None:
    """Return the argument that `extra_config["key"]` begins with; None where it is not plain."""
    found = _NAME.fullmatch(written)
    return found[1] if found else None
