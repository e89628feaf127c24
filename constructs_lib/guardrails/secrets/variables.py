"""Which input variables are secrets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from constructs_lib.guardrails.secrets.names import names_secret, secret_arguments, variable_names_secret
from constructs_lib.guardrails.terraform.evaluation import Evaluation
from constructs_lib.guardrails.terraform.symbol import symbols_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from constructs_lib.guardrails.terraform.configuration import Configuration
    from constructs_lib.guardrails.terraform.stack import Stack
    from constructs_lib.guardrails.terraform.symbol import Value

__all__ = ["GENERATED_SECRETS", "is_sensitive", "secret_outputs", "secret_variables"]

GENERATED_SECRETS = {"random_password": "result", "tls_private_key": "private_key_pem"}
"""What other providers make up: the attribute that is a secret, by resource type."""

_NO_TEXT = frozenset({"bool", "number"})


def secret_variables(configuration: Configuration) -> Iterator[tuple[Stack, str]]:
    """Yield the variables that are called secrets, are sensitive, or are used as secrets."""
    used = {
        (resource.stack, source.variable)
        for resource in configuration.resources()
        for _, value in secret_arguments(resource)
        for symbol in symbols_in(value)
        for source in symbol.sources()
    }
    for stack in configuration.stacks:
        for name, body in stack.variables.items():
            if body.get("type") in _NO_TEXT:
                continue
            if is_sensitive(body) or variable_names_secret(name) or (stack.name, name) in used:
                yield stack, name


def secret_outputs(configuration: Configuration) -> Iterator[tuple[Stack, str]]:
    """Yield the outputs that a secret variable, or a secret attribute of a resource, is part of."""
    secret = {(stack.name, name) for stack, name in secret_variables(configuration)}
    for stack in configuration.stacks:
        variables = {name for holder, name in secret if holder == stack.name}
        for name, body in stack.outputs.items():
            if _holds_secret(Evaluation(stack).value(body.get("value")), variables):
                yield stack, name


def is_sensitive(body: object) -> bool:
    """Tell whether a variable or an output is marked as sensitive."""
    return isinstance(body, dict) and body.get("sensitive") in (True, "true")


def _holds_secret(value: Value, variables: set[str]) -> bool:
    for symbol in symbols_in(value):
        for source in symbol.sources():
            resource_type = (source.address or source.text).partition(".")[0]
            attribute = source.attribute or ""
            if (
                source.variable in variables
                or names_secret([attribute])
                or GENERATED_SECRETS.get(resource_type) == attribute
            ):
                return True
    return False
