"""KC-VARIABLE-SENSITIVE."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.secrets.variables import is_sensitive, secret_variables
from constructs_lib.guardrails.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration

__all__ = ["VariableNotSensitive"]


class VariableNotSensitive(Rule):
    """A variable that holds a secret is sensitive."""

    id = "KC-VARIABLE-SENSITIVE"
    info = "a secret variable is not sensitive"
    why = "Terraform prints its value in every plan, and so does the pipeline's log."
    source = "ASVS 5.0 V16.2.5, Terraform guide 'Protect sensitive input variables'"
    remedy = "set sensitive to true"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to variables that are secrets by name or by use."""
        for stack, name in secret_variables(configuration):
            if not is_sensitive(stack.variables[name]):
                yield Violation(
                    stack.element("variable", name), "it holds a secret and is not sensitive", argument="sensitive"
                )
