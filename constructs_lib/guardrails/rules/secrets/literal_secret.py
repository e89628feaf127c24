"""KC-SECRET-LITERAL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.declaration.kept_secret import KEEPING_TYPES, KEPT_SECRET
from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.secrets.names import names_secret, secret_arguments, variable_names_secret
from constructs_lib.guardrails.terraform.constants import constants
from constructs_lib.guardrails.terraform.evaluation import Evaluation
from constructs_lib.guardrails.terraform.leaves import leaves
from constructs_lib.guardrails.terraform.symbol import Symbol
from constructs_lib.guardrails.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.terraform.resource import Resource
    from constructs_lib.guardrails.terraform.stack import Stack
    from constructs_lib.guardrails.terraform.subject import Subject

__all__ = ["LiteralSecret"]

# Variables have a rule of their own.
_SECTIONS = frozenset({"backend", "data", "locals", "module", "output"})


class LiteralSecret(Rule):
    """No secret is written down."""

    id = "KC-SECRET-LITERAL"
    info = "a secret is written in the code"
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
                if not isinstance(value, Symbol) and not _is_mask(resource, value):
                    yield resource.violation(f"{'.'.join(path)} is written out")
        for stack in configuration.stacks:
            for constant in constants(stack):
                if constant.section in _SECTIONS and constant.whole and names_secret(constant.path):
                    yield Violation(constant.subject, f"{'.'.join(constant.path)} is written out")
            for subject, path in _numbers(stack):
                yield Violation(subject, f"{'.'.join(path)} is written out")


def _is_mask(resource: Resource, value: object) -> bool:
    """Tell whether Keycloak keeps the secret that it has, which nobody knows here."""
    return value == KEPT_SECRET and resource.type in KEEPING_TYPES


def _numbers(stack: Stack) -> Iterator[tuple[Subject, tuple[str, ...]]]:
    """Yield the local values and outputs that are called secrets and hold a number or a flag, with their keys."""
    values = [("local value", name, stack.local(name)) for name in stack.json.get("locals", {})]
    values += [("output", name, Evaluation(stack).value(body.get("value"))) for name, body in stack.outputs.items()]
    for label, name, whole in values:
        for path, value in leaves(whole, (name,)):
            kind = "bool" if isinstance(value, bool) else "number" if isinstance(value, int | float) else None
            if kind and variable_names_secret(path[-1], kind):
                yield stack.element(label, name), path
