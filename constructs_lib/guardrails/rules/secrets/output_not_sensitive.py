"""KC-OUTPUT-SENSITIVE."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from constructs_lib.guardrails.rule import Rule
from constructs_lib.guardrails.secrets.variables import is_sensitive, secret_outputs
from constructs_lib.guardrails.terraform.evaluation import Evaluation
from constructs_lib.guardrails.terraform.symbol import symbols_in
from constructs_lib.guardrails.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.terraform.stack import Stack

__all__ = ["OutputNotSensitive"]

_USER = "keycloak_user"
_PERSONAL = frozenset({"attributes", "email", "federated_identity", "first_name", "last_name"})


class OutputNotSensitive(Rule):
    """An output that holds a secret is sensitive."""

    id = "KC-OUTPUT-SENSITIVE"
    info = "an output that is secret, or about a person, is not sensitive"
    why = "Terraform prints it after every apply, and so does the pipeline's log. So are people's names and addresses."
    source = "ASVS 5.0 V16.2.5, Terraform guide 'Manage sensitive data'"
    remedy = "set sensitive to true, or remove the output"

    def judge(self, configuration: Configuration) -> Iterator[Violation]:
        """Object to outputs that a secret variable or attribute, or what is known of a person, is part of."""
        secret = set()
        for stack, name in secret_outputs(configuration):
            secret.add((stack.name, name))
            if not is_sensitive(stack.outputs[name]):
                yield Violation(
                    stack.element("output", name), "it holds a secret and is not sensitive", argument="sensitive"
                )
        for stack in configuration.stacks:
            for name, body in stack.outputs.items():
                if (stack.name, name) not in secret and not is_sensitive(body) and _is_personal(stack, body):
                    fault = "it says something of a person and is not sensitive"
                    yield Violation(stack.element("output", name), fault, argument="sensitive")


def _is_personal(stack: Stack, body: Mapping[str, Any]) -> bool:
    """Tell whether an output tells what a user is called, or any other attribute of the person."""
    return any(
        (source.address or "").removeprefix("data.").startswith(f"{_USER}.") and source.attribute in _PERSONAL
        for symbol in symbols_in(Evaluation(stack).value(body.get("value")))
        for source in symbol.sources()
    )
