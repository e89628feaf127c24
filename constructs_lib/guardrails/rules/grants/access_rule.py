"""KC-ACCESS-RULE."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.keycloak.declared_realms import declared_realms
from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.terraform.subject import Subject
from constructs_lib.guardrails.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration

__all__ = ["AccessRule"]


class AccessRule(Rule):
    """The declaration keeps its own access rules."""

    id = "KC-ACCESS-RULE"
    info = "a grant breaks one of the environment's `access_rules`, or a grant that one asks for is missing"
    why = "Such a rule says what has to hold whoever grants something; its reason says why."
    source = "ASVS 5.0 V8.1.1 and V8.2.1"
    remedy = "change the grant, or the rule"
    exemptable = False

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to what breaks a rule, at the grant; the reader of environment files does so before."""
        for declared in declared_realms(configuration):
            stack = (declared.realm or configuration.stacks[0]).subject.path.partition("/")[0]
            for broken in declared.checked.broken_rules:
                subject = Subject(f"{stack}/AccessRules/{broken.name}", f"realm '{declared.declaration.realm.name}'")
                yield Violation(subject, broken.fault, declared=broken.path)
