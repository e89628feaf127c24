"""KC-SECRET-CANARY."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.secrets.names import variable_names_secret
from constructs_lib.guardrails.terraform.constants import constants
from constructs_lib.guardrails.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from constructs_lib.guardrails.terraform.configuration import Configuration

__all__ = ["SecretCanary"]

# A shorter value, such as the `keycloak` of a trial, is a word that stands elsewhere too.
_SHORTEST = 12


class SecretCanary(Rule):
    """The value of a secret environment variable stands nowhere in what is synthesized.

    Args:
        environment: Environment variables; defaults to this process's own.
    """

    id = "KC-SECRET-CANARY"
    info = "a secret of this machine's environment was synthesized"
    why = (
        "A program that reads a secret at synth, instead of referring to a variable, writes it into cdktf.out for "
        "everyone."
    )
    source = "ASVS 5.0 V13.3.1, Terraform guide 'Protect sensitive input variables'"
    remedy = "refer to the Terraform variable, and replace the secret: it is known now"

    def __init__(self, environment: Mapping[str, str] | None = None) -> None:
        self._environment = os.environ if environment is None else environment

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to each text that holds such a value."""
        found = {
            name: value.casefold()
            for name, value in self._environment.items()
            if len(value) >= _SHORTEST and _is_secret(name)
        }
        for stack in configuration.stacks:
            for constant in constants(stack, keys=True) if found else ():
                text = constant.text.casefold()  # `lower(…)` hides nothing
                for name, value in found.items():
                    if value in text:
                        yield Violation(constant.subject, f"{'.'.join(constant.path)} holds the value of {name}")


def _is_secret(name: str) -> bool:
    return variable_names_secret(name.removeprefix("TF_VAR_"))
