"""KC-MALFORMED."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.terraform.block_lists import MALFORMED
from constructs_lib.guardrails.terraform.comments import COMMENT, construct_path
from constructs_lib.guardrails.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration

__all__ = ["Malformed"]


class Malformed(Rule):
    """What is applied has the form that rules read."""

    id = "KC-MALFORMED"
    info = "something else stands where Terraform expects a block"
    why = "No rule reads it, and what Terraform makes of it is left to the version."
    source = "Terraform 'JSON Configuration Syntax'"
    remedy = "write a JSON object, or a list of such"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to each place, and to a comment in which the CDK's path of the construct was written over."""
        for stack in configuration.stacks:
            for place in stack.json.get(MALFORMED, ()):
                yield Violation(stack.subject, f"{place} is no block")
            for section in ("resource", "data"):
                for kind, by_name in stack.json.get(section, {}).items():
                    for name, body in by_name.items():
                        if COMMENT in body and construct_path(body) is None:
                            yield Violation(stack.block(kind, name, body), f"'{COMMENT}' is no comment of the CDK")
