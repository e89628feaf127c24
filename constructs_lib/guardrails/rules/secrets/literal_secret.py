"""KC-SECRET-LITERAL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.secrets.names import names_secret, secret_arguments
from constructs_lib.guardrails.terraform.constants import constants
from constructs_lib.guardrails.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration

__all__ = ["LiteralSecret"]

# Variables have a rule of their own.
_SECTIONS = frozenset({"backend", "data", "locals", "module", "output"})


class LiteralSecret(Rule):
    """No secret is written down."""

    id = "KC-SECRET-LITERAL"
    info = "a secret stands in the code"
    why = (
        "Whoever reads the repository, its history or the synthesized JSON has it, and it cannot be changed "
        "without them."
    )
    source = "ASVS 5.0 V13.3.1"
    remedy = "pass it in a sensitive variable (TF_VAR_<name>), and replace the secret: it is known now"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to each argument that is a secret by its name and has a value."""
        for resource in (*configuration.resources(), *configuration.providers()):
            for path, value in secret_arguments(resource):
                if isinstance(value, str):
                    yield resource.violation(f"{'.'.join(path)} is written out")
        for stack in configuration.stacks:
            for constant in constants(stack):
                if constant.section in _SECTIONS and constant.whole and names_secret(constant.path):
                    yield Violation(constant.subject, f"{'.'.join(constant.path)} is written out")
