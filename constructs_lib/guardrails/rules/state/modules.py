"""KC-MODULE."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration

__all__ = ["Modules"]


class Modules(Rule):
    """Everything that is applied is judged."""

    id = "KC-MODULE"
    info = "a module is called"
    why = (
        "What a module makes is in files that no rule reads, and a source over the network changes from one run "
        "to the next."
    )
    source = "ASVS 5.0 V15.2.4, Terraform language 'Modules'"
    remedy = "write its resources as constructs of the stack"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to each module, wherever it comes from."""
        for stack in configuration.stacks:
            for name in stack.json.get("module", {}):
                yield Violation(stack.element("module", name), "no rule reads what it makes")
