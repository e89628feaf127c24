"""KC-OUTPUT-SENSITIVE."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.secrets.variables import is_sensitive, secret_outputs
from constructs_lib.guardrails.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration

__all__ = ["OutputNotSensitive"]


class OutputNotSensitive(Rule):
    """An output that holds a secret is sensitive."""

    id = "KC-OUTPUT-SENSITIVE"
    info = "a secret output is not sensitive"
    why = "Terraform prints it after every apply, and so does the pipeline's log."
    source = "ASVS 5.0 V16.2.5, Terraform guide 'Manage sensitive data'"
    remedy = "set sensitive to true, or remove the output"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to outputs that a secret variable or attribute is part of."""
        for stack, name in secret_outputs(configuration):
            if not is_sensitive(stack.outputs[name]):
                yield Violation(
                    stack.element("output", name), "it holds a secret and is not sensitive", argument="sensitive"
                )
