"""KC-NONSENSITIVE."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.hcl.parser import UnreadExpressionError, parse_template
from constructs_lib.guardrails.hcl.tree import Call, nodes
from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.terraform.constants import texts
from constructs_lib.guardrails.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration

__all__ = ["NONSENSITIVE", "Nonsensitive"]

NONSENSITIVE = frozenset({"nonsensitive", "core::nonsensitive"})
"""How expressions call it."""


class Nonsensitive(Rule):
    """What is sensitive stays so."""

    id = "KC-NONSENSITIVE"
    info = "nonsensitive() lifts the mark from a secret"
    why = "Terraform then prints the value in plans, logs and outputs, and keeps it where anybody reads it."
    source = "ASVS 5.0 V16.2.5, Terraform function 'nonsensitive'"
    remedy = "remove the call, and mark what holds the value as sensitive"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to each text with such a call, wherever it stands."""
        for stack in configuration.stacks:
            for text in texts(stack):
                if "nonsensitive" in text.value and _calls(text.value):
                    yield Violation(text.subject, f"{'.'.join(text.path)} calls nonsensitive()")


def _calls(text: str) -> bool:
    try:
        tree = parse_template(text)
    except UnreadExpressionError:
        return True
    return any(isinstance(node, Call) and node.function in NONSENSITIVE for node in nodes(tree))
