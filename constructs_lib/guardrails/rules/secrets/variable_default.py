"""KC-VARIABLE-DEFAULT."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.secrets.variables import secret_variables
from constructs_lib.guardrails.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration

__all__ = ["VariableDefault"]


class VariableDefault(Rule):
    """A secret variable has no default."""

    id = "KC-VARIABLE-DEFAULT"
    info = "a secret variable has a default"
    why = "A deployment that forgot the secret works with one that everybody can read."
    source = "ASVS 5.0 V13.2.3 and V13.3.1"
    remedy = "remove the default, so that Terraform asks for the value"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to secret variables with a default; null and an empty text are none."""
        for stack, name in secret_variables(configuration):
            if stack.variables[name].get("default") not in (None, ""):
                yield Violation(
                    stack.element("variable", name), "it holds a secret and has a default", argument="default"
                )
